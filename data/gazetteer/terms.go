package gazetteer

import (
	"slices"
	"sort"
	"strconv"
	"strings"
)

// how says how a word of a text equals one of a name; less is better.
type how int8

const (
	same how = iota
	inflected
	shortened
	slip
)

// term is a word of names.
type term struct {
	fold, stem, sound string
	known             bool // to the dictionary
	lemmas            []string
	adjective         bool // stands in the nominative of the feminine
	person            bool // stands in the genitive of a masculine person
	plural            bool // of several
	head              bool // may stand for a name of several words: a noun, or unknown
}

// terms is the index of words.
type terms struct {
	list    []term
	byFold  map[string]int32
	byLemma map[string][]int32
	byStem  map[string][]int32
	bySound map[string][]int32
	byFirst [36][]int32 // by the first letter, for slips
	sorted  []int32     // by fold, for abbreviations
}

// add returns the index of a word of a name.
func (x *terms) add(word string, reads []reading) int32 {
	f := fold(word)
	if i, ok := x.byFold[f]; ok {
		return i
	}
	i := int32(len(x.list))
	t := term{fold: f, stem: stem(f), sound: sound(word), known: len(reads) > 0, head: true}
	noun := false
	for _, r := range reads {
		if !slices.Contains(t.lemmas, r.lemma) {
			t.lemmas = append(t.lemmas, r.lemma)
			x.byLemma[r.lemma] = append(x.byLemma[r.lemma], i)
		}
		if strings.Contains(r.tags, "adj:sg:nom") && strings.Contains(r.tags, ":f") {
			t.adjective = true
		}
		if strings.Contains(r.tags, "subst") {
			noun = true
			if r.lemma != f && strings.Contains(r.tags, ":gen:m1") {
				t.person = true
				t.plural = strings.Contains(r.tags, "pl:gen")
			}
		}
	}
	if t.known && !noun {
		t.head = false
	}
	if !t.known && strings.HasSuffix(f, "ska") || strings.HasSuffix(f, "cka") {
		t.adjective = true
	}
	x.list = append(x.list, t)
	x.byFold[f] = i
	x.byStem[t.stem] = append(x.byStem[t.stem], i)
	x.bySound[t.sound] = append(x.bySound[t.sound], i)
	if k := letter(f); k >= 0 {
		x.byFirst[k] = append(x.byFirst[k], i)
	}
	return i
}

func newTerms() *terms {
	return &terms{byFold: map[string]int32{}, byLemma: map[string][]int32{}, byStem: map[string][]int32{}, bySound: map[string][]int32{}}
}

func (x *terms) finish() {
	x.sorted = make([]int32, len(x.list))
	for i := range x.sorted {
		x.sorted[i] = int32(i)
	}
	slices.SortFunc(x.sorted, func(a, b int32) int { return strings.Compare(x.list[a].fold, x.list[b].fold) })
}

func letter(f string) int {
	if f == "" {
		return -1
	}
	switch c := f[0]; {
	case c >= 'a' && c <= 'z':
		return int(c - 'a')
	case c >= '0' && c <= '9':
		return 26 + int(c-'0')
	}
	return -1
}

// hit is a word of names that a token equals.
type hit struct {
	term int32
	how  how
}

// find returns the words of names that a token equals: as written, in another
// form by the dictionary, by the rules of suffixes where the dictionary lacks
// one of the two, by ear or with a slip where it does not know the token.
// Dąbrowskiego is a word, so it never becomes Dobrzańskiego.
func (x *terms) find(k *token, out []hit) []hit {
	put := func(i int32, h how) {
		for j := range out {
			if out[j].term == i {
				out[j].how = min(out[j].how, h)
				return
			}
		}
		out = append(out, hit{i, h})
	}
	if i, ok := x.byFold[k.fold]; ok {
		put(i, same)
	}
	if k.number > 0 {
		if i, ok := x.byFold[strconv.Itoa(k.number)]; ok {
			put(i, same)
		}
	}
	if k.digit {
		return out
	}
	for _, r := range k.reads {
		for _, i := range x.byLemma[r.lemma] {
			if x.inflects(i, k, r.tags) {
				put(i, inflected)
			}
		}
	}
	if full, ok := short[k.fold]; ok && (k.capital || len(k.fold) > 2) {
		for _, i := range x.byLemma[full] {
			put(i, shortened)
		}
	}
	for _, i := range x.byStem[stem(k.fold)] {
		if (len(k.reads) == 0 || !x.list[i].known) && x.inflects(i, k, "") && len(k.fold) > 3 {
			put(i, inflected)
		}
	}
	if len(out) == 0 && k.dot && k.fold != "" && !k.title && k.mark == "" {
		x.prefix(k.fold, func(i int32) { put(i, shortened) })
	}
	if len(out) > 0 || len(k.reads) > 0 {
		return out
	}
	for _, i := range x.bySound[sound(k.text)] {
		put(i, slip)
	}
	if n := letter(k.fold); len(out) == 0 && n >= 0 && len(k.fold) > 5 {
		for _, i := range x.byFirst[n] {
			// The letter that tells the cases apart may not be the slip.
			if f := x.list[i].fold; misspelt(k.fold, f) && (f[len(f)-1] == k.fold[len(k.fold)-1] || !strings.HasSuffix(f, "iego")) {
				put(i, slip)
			}
		}
	}
	return out
}

// mostAbbreviated are the words that one abbreviation may mean at most.
const mostAbbreviated = 64

// prefix shows the words that begin so.
func (x *terms) prefix(p string, show func(int32)) {
	if p == "sw" {
		p = "swiet"
	}
	at := sort.Search(len(x.sorted), func(i int) bool { return x.list[x.sorted[i]].fold >= p })
	for n := 0; at < len(x.sorted) && n < mostAbbreviated && strings.HasPrefix(x.list[x.sorted[at]].fold, p); n++ {
		show(x.sorted[at])
		at++
	}
}

// oblique tells whether tags hold a noun of the number in another case than the
// nominative.
func oblique(tags string, plural bool) bool {
	number := "sg"
	if plural {
		number = "pl"
	}
	for one := range strings.SplitSeq(tags, "+") {
		f := strings.Split(one, ":")
		if len(f) < 3 || f[1] != number {
			continue
		}
		for _, c := range [...]string{"gen", "dat", "inst", "loc"} {
			if strings.Contains(f[2], c) {
				return true
			}
		}
	}
	return false
}

// inflects tells whether a token, in a reading of these tags ("" when the
// dictionary has none), may be a form of a word of a name as people bend it. An
// adjective (Zimowa) has the cases of the feminine singular. A person in the
// genitive (Rejtana) is bent colloquially (Rejtanem), but in the nominative
// Rejtan is the man.
func (x *terms) inflects(i int32, k *token, tags string) bool {
	t := &x.list[i]
	f := k.fold
	switch {
	case f == t.fold:
		return true
	case t.adjective:
		return strings.HasSuffix(f, "a") || strings.HasSuffix(f, "ej")
	case t.person && tags != "":
		return oblique(tags, t.plural)
	case tags == "":
		return t.fold != f+"a" && t.fold != f+"ia" && !(t.person && len(f) < len(t.fold))
	}
	return true
}
