package gazetteer

import (
	"slices"
	"strings"
)

// span is a run of tokens, the last one too.
type span struct{ from, to int }

// covered notes the tokens that places and their houses take.
func covered(t *text, places []place) []bool {
	out := make([]bool, len(t.tokens))
	for i := range places {
		p := &places[i]
		for k := p.from; k <= p.to; k++ {
			out[k] = true
		}
		if p.house.number != "" {
			for k := p.house.from; k <= p.house.to; k++ {
				out[k] = true
			}
		}
	}
	return out
}

// naming are the prepositions behind which a capital means a place.
var naming = set(`na przy kolo obok wzdluz nad pod naprzeciw naprzeciwko przez niedaleko`)

// strangers finds names that are none of ours: behind a preposition of place or
// "ulica", with a capital. In texts without capitals an adjective as streets
// have it does, when no noun follows.
func (g *Gazetteer) strangers(t *text, taken []bool) []span {
	var out []span
	for i := range t.tokens {
		k := &t.tokens[i]
		prep := naming[k.fold] && !taken[i]
		mark := k.mark != "" && !taken[i]
		if !prep && !mark || i+1 >= len(t.tokens) {
			continue
		}
		at := i + 1
		for at < len(t.tokens) && !t.parted(at) && (t.tokens[at].title || t.tokens[at].initial() || t.tokens[at].fold == "sw" || t.tokens[at].mark != "" && !t.tokens[at].capital) && !taken[at] {
			mark = mark || t.tokens[at].mark != ""
			at++
		}
		if at >= len(t.tokens) || t.parted(at) || taken[at] {
			continue
		}
		n := &t.tokens[at]
		if n.is(persons) || n.is(festive) || n.title && at+1 == len(t.tokens) || n.digit && !(at+1 < len(t.tokens) && t.tokens[at+1].capital && !taken[at+1]) {
			continue
		}
		named := false
		switch {
		case t.upper:
			named = k.mark == Street || prep && mark
		case n.digit:
			named = prep || mark
		case n.capital:
			named = !n.is(capitalised) && (roman(n.text) == 0 || mark)
		case mark && t.lower && markedStreet(t, i, at):
			named = true
		case t.lower && !t.capitals() && prep && firmly[k.fold]:
			named = streetLike(n) && !(at+1 < len(t.tokens) && !t.parted(at+1) && (agree(n, &t.tokens[at+1]) || t.tokens[at+1].mark != ""))
		}
		if named {
			to := at
			for to+1 < len(t.tokens) && !t.parted(to+1) && t.tokens[to+1].capital && !taken[to+1] && !t.upper {
				to++
			}
			if s := (span{at, to}); !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// markedStreet tells whether "ulica" stands right before a word that may be a
// name: not a verb, no small word.
func markedStreet(t *text, from, at int) bool {
	n := &t.tokens[at]
	street := false
	for i := from; i < at; i++ {
		street = street || t.tokens[i].mark == Street
	}
	return street && (streetLike(n) || len(n.reads) == 0 && len(n.fold) > 3)
}

// streetLike tells an adjective in a case that streets stand in.
func streetLike(n *token) bool {
	f := n.fold
	return len(f) > 5 && (strings.HasSuffix(f, "skiej") || strings.HasSuffix(f, "ckiej") || strings.HasSuffix(f, "skiego") || strings.HasSuffix(f, "ckiego"))
}

// elsewhere tells whether a place is said to lie in another municipality:
// "Rejtana w Krakowie".
func (g *Gazetteer) elsewhere(t *text, p *place) bool {
	at := p.to + 1
	if p.house.number != "" {
		at = max(at, p.house.to+1)
	}
	if at+1 >= len(t.tokens) || t.tokens[at].fold != "w" && t.tokens[at].fold != "we" || t.parted(at) && t.tokens[at].gap != "," {
		return false
	}
	k := &t.tokens[at+1]
	if !k.capital && !t.lower || g.isOwn(k) {
		return false
	}
	return slices.ContainsFunc(k.reads, func(r reading) bool { return g.towns[r.lemma] && strings.Contains(r.tags, "loc") })
}

// whole finds words that mean all of the municipality: "w całym mieście",
// "wszędzie", "na terenie gminy".
func whole(t *text) (span, bool) {
	for i := range t.tokens {
		k := &t.tokens[i]
		if k.fold == "wszedzie" {
			return span{i, i}, true
		}
		if i+1 >= len(t.tokens) || !t.tokens[i+1].is(wholeOf) || t.tokens[i+1].capital && !t.upper {
			continue
		}
		if k.is(all) || k.is(area) && (t.tokens[i+1].fold == "gminy" || t.tokens[i+1].fold == "miasta" || t.tokens[i+1].fold == "powiatu") {
			return span{i, i + 1}, true
		}
	}
	return span{}, false
}

// area are words before "gminy" and "miasta".
var area = set(`teren obszar obreb`)

// somewhere finds things that mean a place nobody can tell ("za garażami") and
// classes of which there are many ("koło szkoły").
func (g *Gazetteer) somewhere(t *text, taken []bool) (classAt, vagueAt int) {
	classAt, vagueAt = -1, -1
	for i := 1; i < len(t.tokens); i++ {
		k := &t.tokens[i]
		if taken[i] || t.parted(i) || k.capital && !t.upper && !k.first {
			continue
		}
		p := t.tokens[i-1].fold
		class := g.classThings(k)
		switch {
		case len(class) > 0 && (beside[p] || p == "na" && (k.is(single) || k.mark == Roundabout)) && classAt < 0:
			classAt = i
		case (beside[p] || p == "w" || p == "na" || p == "nad") && k.is(vague) && !k.has("verb") && vagueAt < 0:
			vagueAt = i
		case beside[p] && isClass(k) && vagueAt < 0:
			vagueAt = i
		}
	}
	return classAt, vagueAt
}

func isClass(k *token) bool {
	for _, r := range k.reads {
		if _, ok := classes[r.lemma]; ok {
			return true
		}
	}
	return false
}

// classThings returns the things of the class that a word names.
func (g *Gazetteer) classThings(k *token) []int32 {
	var out []int32
	put := func(l string) {
		for _, v := range classes[l] {
			for _, i := range g.byClass[v] {
				if !slices.Contains(out, i) {
					out = append(out, i)
				}
			}
		}
	}
	for _, r := range k.reads {
		if len(out) == 0 {
			put(r.lemma)
		}
	}
	if len(out) == 0 {
		put(k.fold)
	}
	return out
}
