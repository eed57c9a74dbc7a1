package morph

// Visit is shown a reading of a form: its lemma and its tags, several joined by
// a plus sign ("subst:sg:gen:m1+subst:sg:acc:m1"). Both are valid during the call
// only.
type Visit func(lemma, tags []byte)

// Reader looks forms up. It holds the buffers of a look-up, so each goroutine
// needs its own; the zero value with a Dictionary is ready.
type Reader struct {
	Dict *Dictionary

	form  [longest]byte
	rest  [longest]byte
	lemma [2 * longest]byte
	arcs  int // followed in this look-up
	found int
}

// Look shows the readings of a form in the letters as given (names are stored
// with a capital) and returns how many there are.
func (r *Reader) Look(form string, visit Visit) int {
	return r.look(form, false, visit)
}

// LookPlain does the same for a form that was written without Polish letters:
// "swiadka" finds the readings of "świadka", too.
func (r *Reader) LookPlain(form string, visit Visit) int {
	return r.look(form, true, visit)
}

func (r *Reader) look(form string, plain bool, visit Visit) int {
	r.arcs, r.found = 0, 0
	if r.Dict == nil || form == "" || len(form) > longest/2 {
		return 0
	}
	r.walk(r.Dict.root, form, 0, plain, visit)
	return r.found
}

// walk follows the rest of a form from a node; n bytes of it as stored are in
// r.form already.
func (r *Reader) walk(node int, form string, n int, plain bool, visit Visit) {
	if r.arcs++; r.arcs > mostArcs || n+2 > longest {
		return
	}
	if form == "" {
		if next, ok := r.Dict.follow(node, separator); ok {
			r.readings(next, n, 0, visit)
		}
		return
	}
	r.form[n] = form[0]
	if next, ok := r.Dict.follow(node, form[0]); ok {
		r.walk(next, form[1:], n+1, plain, visit)
	}
	if !plain {
		return
	}
	for _, letter := range polish(form[0]) {
		first, ok := r.Dict.follow(node, letter[0])
		if !ok {
			continue
		}
		if next, ok := r.Dict.follow(first, letter[1]); ok {
			r.form[n], r.form[n+1] = letter[0], letter[1]
			r.walk(next, form[1:], n+2, plain, visit)
		}
	}
}

// polish returns the letters of UTF-8 that a plain one may stand for.
func polish(c byte) []string {
	switch c {
	case 'a':
		return []string{"ą"}
	case 'c':
		return []string{"ć"}
	case 'e':
		return []string{"ę"}
	case 'l':
		return []string{"ł"}
	case 'n':
		return []string{"ń"}
	case 'o':
		return []string{"ó"}
	case 's':
		return []string{"ś"}
	case 'z':
		return []string{"ź", "ż"}
	case 'L':
		return []string{"Ł"}
	case 'S':
		return []string{"Ś"}
	case 'Z':
		return []string{"Ź", "Ż"}
	case 'C':
		return []string{"Ć"}
	}
	return nil
}

// readings shows all that may follow a form of n bytes; depth bytes of it are in
// r.rest already.
func (r *Reader) readings(node, n, depth int, visit Visit) {
	for {
		if r.arcs++; r.arcs > mostArcs || depth >= longest {
			return
		}
		a, ok := r.Dict.arc(node)
		if !ok {
			return
		}
		r.rest[depth] = a.label
		if a.flags&finalArc != 0 {
			r.show(n, depth+1, visit)
		}
		if to, ok := r.Dict.target(a); ok && to > 0 {
			r.readings(to, n, depth+1, visit)
		}
		if a.flags&lastArc != 0 {
			return
		}
		node = a.end
	}
}

// show decodes "XYrest;tags": X letters are cut from the form's front and Y from
// its end, both counted from 'A', and rest is put behind.
func (r *Reader) show(n, length int, visit Visit) {
	e := r.rest[:length]
	if len(e) < 3 {
		return
	}
	front, end := int(e[0]-'A'), int(e[1]-'A')
	e = e[2:]
	cut := 0
	for cut < len(e) && e[cut] != separator {
		cut++
	}
	if cut == len(e) {
		return
	}
	if front == everythingN || end == everythingN {
		front, end = n, 0
	}
	if front+end > n {
		return
	}
	k := copy(r.lemma[:], r.form[front:n-end])
	k += copy(r.lemma[k:], e[:cut])
	r.found++
	visit(r.lemma[:k], e[cut+1:])
}
