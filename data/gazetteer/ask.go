package gazetteer

import (
	"slices"
	"strings"
)

// ask sets a question unless a heavier one is set.
func (a *Answer) ask(q Question) {
	rank := map[Question]int{"": 0, NoQuestion: 0, NumberWrong: 1, WhereIsIt: 2, WhichOne: 3}
	if rank[q] > rank[a.Question] {
		a.Question = q
	}
}

func hasStreet(g *Gazetteer, parts []part) bool {
	return slices.ContainsFunc(parts, func(p part) bool { return p.kind != POI })
}

// allClass tells whether all parts rest on a class and no name.
func allClass(parts []part) bool {
	return !slices.ContainsFunc(parts, func(p part) bool { return len(p.from) > 0 && p.from[0].name >= 0 })
}

// halfOf tells whether a foreign name is the other half of a crossing or stretch.
func (g *Gazetteer) halfOf(t *text, ps []place, s span) bool {
	for i := range ps {
		a, b := ps[i].to, s.from
		if s.from < ps[i].from {
			a, b = s.to, ps[i].from
		}
		if b-a <= 5 && (t.cornerBefore(min(ps[i].from, s.from)) || t.linked(a, b) == linkSlash) {
			return true
		}
	}
	return false
}

// nothing answers where no place of ours is named.
func (g *Gazetteer) nothing(t *text, strange []span, abroad bool, taken []bool) Answer {
	a := Answer{Question: NoQuestion}
	if len(strange) > 0 || abroad {
		a.Question = WhereIsIt
		return a
	}
	if s, ok := whole(t); ok {
		a.Places = []Proposal{{Kind: Whole, Spans: t.spans([]span{s}), Why: Exact}}
		return a
	}
	classAt, vagueAt := g.somewhere(t, taken)
	corners := slices.ContainsFunc(t.tokens, func(k token) bool { return k.is(corner) })
	switch {
	case classAt >= 0 && (vagueAt < 0 || vagueAt == classAt || t.tokens[classAt].is(single)):
		g.askClass(t, &a, classAt)
	case vagueAt >= 0, corners && len(t.tokens) < 12:
		a.Question = WhereIsIt
	case len(t.tokens) == 1 && t.tokens[0].mark != "":
		a.Question = WhereIsIt
	}
	return a
}

// mostOffered is how many things are offered to choose from at most.
const mostOffered = 9

// called leaves the one thing that has the word in its name, if only one does.
func (g *Gazetteer) called(things []int32, k *token) []int32 {
	var out []int32
	for _, i := range things {
		if slices.ContainsFunc(k.reads, func(r reading) bool { return strings.Contains(fold(g.things[i].Name), r.lemma) }) {
			out = append(out, i)
		}
	}
	if len(out) != 1 {
		return things
	}
	return out
}

// askClass answers to a class without a name: the only thing of a kind that
// everybody knows, else a question.
func (g *Gazetteer) askClass(t *text, a *Answer, at int) {
	things := g.classThings(&t.tokens[at])
	if t.tokens[at].is(single) {
		things = g.called(things, &t.tokens[at])
	}
	base := &place{mention: mention{name: -1, from: at, to: at, tokens: []int{at}, how: inflected}}
	one := func(i int32) Proposal {
		return g.proposal(t, part{kind: g.things[i].Kind, things: []int32{i}, from: []*place{base}})
	}
	switch {
	case len(things) == 1 && t.tokens[at].is(single):
		a.Places = []Proposal{one(things[0])}
	case len(things) <= mostOffered && len(things) > 1:
		a.Question = WhichOne
		for _, i := range things {
			a.Candidates = append(a.Candidates, one(i))
		}
	default:
		a.Question = WhereIsIt
	}
}
