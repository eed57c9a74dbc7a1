package gazetteer

import (
	"cmp"
	"slices"
	"strings"
)

// proposal writes a part down.
func (g *Gazetteer) proposal(t *text, p part) Proposal {
	out := Proposal{Kind: p.kind, Number: p.house.number, Point: p.point, Placed: p.placed, Why: Exact}
	var names []string
	for _, i := range p.things {
		out.IDs = append(out.IDs, g.things[i].ID)
		names = append(names, g.things[i].Name)
	}
	out.Name = strings.Join(names, " / ")
	if p.kind == Address {
		out.Name += " " + p.house.number
	}
	if !p.placed && p.ask != WhereIsIt {
		out.Point, out.Placed = g.things[p.things[0]].Point, true
		if p.house.known {
			out.Point = p.house.point
		}
	}
	worst := same
	partly := false
	for _, m := range p.from {
		worst = max(worst, m.how)
		partly = partly || m.part
		for _, i := range m.tokens {
			k := &t.tokens[i]
			out.Spans = append(out.Spans, Span{k.from, k.to})
			if fold(k.text) != strings.ToLower(k.text) && !strings.Contains(strings.ToLower(out.Name), strings.ToLower(k.text)) {
				worst = max(worst, inflected) // "Zimową" folds as "Zimowa" does
			}
		}
		if h := m.house; h.number != "" {
			out.Spans = append(out.Spans, Span{t.tokens[h.from].from, t.tokens[h.to].to})
		}
	}
	slices.SortFunc(out.Spans, func(a, b Span) int { return cmp.Compare(a.From, b.From) })
	switch {
	case worst == slip:
		out.Why = Typo
	case partly:
		out.Why = Part
	case worst != same:
		out.Why = OtherForm
	}
	return out
}
