package gazetteer

import (
	"cmp"
	"math/bits"
	"slices"
)

// mention is a name that stands in a text.
type mention struct {
	name, thing int32
	from, to    int    // tokens, the last one too
	mask        uint16 // of the name's words
	tokens      []int  // that stand for them
	how         how
	part        bool // less than what the name needs
	missing     int  // words of the name that are not there
	class       int  // token before or behind that says what kind of thing it is; -1: none
	marked      Kind // what the text says it is, "" when it does not
}

// found is a token that stands for a word of a name.
type found struct {
	name  int32
	token int16
	word  int8
	how   how
}

// mentions finds every name whose words stand together; which of them are meant
// is told later.
func (g *Gazetteer) mentions(t *text) []mention {
	var all []found
	var hits []hit
	for i := range t.tokens {
		k := &t.tokens[i]
		if k.initial() || passing[k.fold] && k.number == 0 {
			continue
		}
		hits = g.terms.find(k, hits[:0])
		for _, h := range hits {
			if int(h.term) >= len(g.uses) {
				continue
			}
			for _, u := range g.uses[h.term] {
				if g.fits(k, u, h.how) {
					all = append(all, found{u.name, int16(i), u.word, h.how})
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.token, b.token), cmp.Compare(a.how, b.how), cmp.Compare(a.word, b.word))
	})
	var out []mention
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].name == all[0].name {
			n++
		}
		out = g.clusters(t, all[:n], out)
		all = all[n:]
	}
	return out
}

// fits tells whether a token may stand for a word in a name at all.
func (g *Gazetteer) fits(k *token, u use, h how) bool {
	n := &g.names[u.name]
	w := n.words[u.word]
	switch {
	case w.gen && h == inflected:
		return false
	case n.letter && w.role == proper:
		return k.text == upperOf(k.fold) && h == same
	case w.role == numeral:
		// In "Jana Pawła 2" the two is a house.
		return !k.digit || u.word == 0 || g.things[n.thing].Kind == POI
	}
	return true
}

func upperOf(f string) string {
	b := []byte(f)
	for i, c := range b {
		if c >= 'a' && c <= 'z' {
			b[i] = c - 32
		}
	}
	return string(b)
}

// clusters parts the words of one name that stand in a text into mentions: only
// titles, initials and small words may stand between two of them.
func (g *Gazetteer) clusters(t *text, fs []found, out []mention) []mention {
	var m mention
	close := func() {
		if len(m.tokens) > 0 && g.enough(t, &m) {
			out = append(out, m)
		}
		m = mention{}
	}
	for _, f := range fs {
		i := int(f.token)
		if n := len(m.tokens); n > 0 && (m.tokens[n-1] == i) {
			continue // it stands for a better word already
		} else if n > 0 && (m.mask&(1<<f.word) != 0 || !t.bridged(m.tokens[n-1], i)) {
			// A second word of the name at the same token may be free.
			if m.mask&(1<<f.word) != 0 && other(fs, f, m.mask) {
				continue
			}
			close()
		}
		if len(m.tokens) == 0 {
			m = mention{name: f.name, thing: g.names[f.name].thing, from: i, class: -1}
		}
		m.tokens, m.to, m.mask, m.how = append(m.tokens, i), i, m.mask|1<<f.word, max(m.how, f.how)
	}
	close()
	return out
}

// other tells whether the same token may stand for another word that is free.
func other(fs []found, f found, mask uint16) bool {
	return slices.ContainsFunc(fs, func(o found) bool { return o.token == f.token && mask&(1<<o.word) == 0 })
}

// bridged tells whether two words may belong to one name.
func (t *text) bridged(a, b int) bool {
	for i := a + 1; i <= b; i++ {
		if t.parted(i) {
			return false
		}
		if k := &t.tokens[i]; i < b && !k.title && !k.initial() && !passing[k.fold] {
			return false
		}
	}
	return true
}

// enough tells whether the words of a mention suffice for its name and notes
// what is missing.
func (g *Gazetteer) enough(t *text, m *mention) bool {
	n := &g.names[m.name]
	var total, got [numeral + 1]int
	firstProper, onlyShort := -1, true
	for i, w := range n.words {
		total[w.role]++
		if m.mask&(1<<i) != 0 {
			got[w.role]++
		} else if w.role == proper || w.role == numeral || w.role == kindWord && !g.things[m.thing].street() {
			m.missing++
		}
		if w.role == proper && firstProper < 0 {
			firstProper = i
		}
	}
	for _, i := range m.tokens {
		k := &t.tokens[i]
		if h := k.fold; len(h) > 2 || !k.dot || n.letter {
			onlyShort = onlyShort && m.how == shortened && k.dot
		}
	}
	if onlyShort && len(m.tokens) < 2 {
		return false
	}
	if g.things[m.thing].Kind == POI || g.things[m.thing].Kind == Green {
		return g.enoughThing(t, m, total[:], got[:])
	}
	switch {
	case n.person:
		return got[surname] > 0 && g.initialsAgree(t, m)
	case total[proper] == 0:
		return got[kindWord] == total[kindWord] && total[kindWord] > 0 && got[numeral] == total[numeral]
	case n.words[0].role == numeral && m.mask&1 == 0 && total[proper] == 1:
		return false // 3 Maja
	case got[proper] == total[proper]:
		if total[saint] > got[saint] {
			m.part = true
		}
		return true
	case n.letter:
		return false
	}
	m.part = true
	if got[proper] >= 2 {
		return true
	}
	if got[proper] == 0 || m.mask&(1<<firstProper) == 0 {
		return false
	}
	if got[saint] > 0 {
		return true
	}
	h := &g.terms.list[n.words[firstProper].term]
	if !h.head && total[proper] > 1 {
		return false
	}
	for _, l := range append([]string{h.fold}, h.lemmas...) {
		if generalWords[l] || g.towns[l] || forenames[l] && total[saint] == 0 {
			return false
		}
	}
	return true
}

// enoughThing is the same for points of interest and greens, which are known by
// what they are together with a proper word or a number.
func (g *Gazetteer) enoughThing(t *text, m *mention, total, got []int) bool {
	m.class = g.classNear(t, m)
	kind := got[kindWord] > 0 || m.class >= 0
	switch {
	case total[proper]+total[saint] == 0 && total[numeral] == 0:
		// "Dom Dziecka"; a single such word is a class and not a name.
		m.part = got[kindWord] < total[kindWord]
		return got[kindWord] >= 2 && got[kindWord] >= total[kindWord]-1
	case total[numeral] > 0 && got[numeral] > 0:
		return kind
	case total[numeral] > 0 && total[proper] == 0:
		m.part = true
		return got[kindWord] == total[kindWord] && got[kindWord] >= 2
	case got[proper] == total[proper] && total[proper] > 0:
		m.part = got[saint] < total[saint]
		return total[saint] == got[saint] || kind
	case kind && got[proper] > 0, got[kindWord] >= 2 && got[kindWord] == total[kindWord]:
		m.part = true
		return true
	}
	return false
}

// classNear looks about a mention for a word that says what kind of thing is
// meant ("basenem Delfin", "Leclerc na stacji") and returns its token or -1.
func (g *Gazetteer) classNear(t *text, m *mention) int {
	th := &g.things[m.thing]
	for i := m.from - 1; i >= 0 && i >= m.from-3; i-- {
		if t.parted(i + 1) {
			break
		}
		if classOf(&t.tokens[i], th) {
			return i
		}
	}
	for i := m.to + 1; i < len(t.tokens) && i <= m.to+3; i++ {
		if classOf(&t.tokens[i], th) {
			return i
		}
	}
	return -1
}

// classOf tells whether a word names the class of a thing.
func classOf(k *token, th *Thing) bool {
	if k.capital && !k.first && short[k.fold] == "" {
		return false
	}
	is := func(l string) bool {
		for _, v := range classes[l] {
			if v == th.Sub || v == "roundabout" && th.Kind == Roundabout {
				return true
			}
		}
		return false
	}
	if is(k.fold) || k.capital && is(short[k.fold]) {
		return true
	}
	for _, r := range k.reads {
		if is(r.lemma) {
			return true
		}
	}
	return false
}

// initialsAgree tells whether the initials before a surname fit its forenames.
func (g *Gazetteer) initialsAgree(t *text, m *mention) bool {
	n := &g.names[m.name]
	known := false
	for _, w := range n.words {
		known = known || w.role == forename
	}
	for i := m.from - 1; known && i >= 0 && t.tokens[i].initial() && !t.parted(i+1); i-- {
		k := &t.tokens[i]
		if !slices.ContainsFunc(n.words, func(w nameWord) bool {
			return w.role == forename && g.terms.list[w.term].fold[0] == k.fold[0]
		}) {
			return false
		}
	}
	return true
}

// better orders mentions: those of more words, whole names, words as written,
// names with nothing missing.
func better(a, b *mention) int {
	flag := func(b bool) int {
		if b {
			return 1
		}
		return 0
	}
	missing := cmp.Compare(a.missing, b.missing)
	if a.part && b.part {
		missing = 0 // "Powstańców" is as little of a long name as of a short one
	}
	return cmp.Or(
		cmp.Compare(len(b.tokens)+flag(b.class >= 0), len(a.tokens)+flag(a.class >= 0)),
		cmp.Compare(flag(a.part), flag(b.part)),
		cmp.Compare(a.how, b.how),
		missing,
		cmp.Compare(bits.OnesCount16(b.mask), bits.OnesCount16(a.mask)),
	)
}
