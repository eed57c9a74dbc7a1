package gazetteer

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"pinezka/data/gazetteer/morph"
)

// part is a place of the answer in the making.
type part struct {
	kind   Kind
	things []int32 // of the answer
	alts   []int32 // to choose from; two or more: a question
	house  house
	point  orb.Point
	placed bool
	from   []*place // that it rests on
	ask    Question
}

// Find tells what a text says about places.
func (g *Gazetteer) Find(s string) Answer {
	l := &lexicon{reader: morph.Reader{Dict: g.dict}}
	t := l.cut(s)
	if len(t.tokens) == 0 {
		return Answer{Question: NoQuestion}
	}
	chosen, lost := g.choose(&t, g.mentions(&t))
	for i := range chosen {
		g.findHouse(&t, &chosen[i])
	}
	abroad := false
	chosen = slices.DeleteFunc(chosen, func(p place) bool {
		away := g.elsewhere(&t, &p)
		abroad = abroad || away
		return away
	})
	taken := covered(&t, chosen)
	strange := g.strangers(&t, taken)
	for _, m := range lost {
		l := t.before(m.from)
		placed := l.mark != "" || l.at >= 0 && (naming[t.tokens[l.at].fold] || t.tokens[l.at].is(corner) || placing[t.tokens[l.at].fold] && m.from > l.at+1)
		if placed && !slices.ContainsFunc(strange, func(s span) bool { return s.from <= m.to && m.from <= s.to }) {
			strange = append(strange, span{m.from, m.to})
		}
	}
	a := g.arrange(&t, chosen, strange, taken, abroad)
	if words := sensitive(&t); len(words) > 0 {
		a.Question, a.Sensitive = IsSensitive, t.spans(words)
		a.Candidates = append(a.Candidates, a.Places...)
		a.Places = nil
	}
	a.Unknown = t.spans(strange)
	return a
}

func (t *text) spans(in []span) []Span {
	var out []Span
	for _, s := range in {
		out = append(out, Span{t.tokens[s.from].from, t.tokens[s.to].to})
	}
	return out
}

// findHouse reads the number of a street, or of a village whose houses have no
// street.
func (g *Gazetteer) findHouse(t *text, p *place) {
	th := &g.things[p.things[0]]
	if th.Kind == POI || th.Kind == Green || th.Kind == Water || th.Kind == Roundabout {
		return
	}
	for _, i := range p.things {
		h := g.houseAfter(t, i, p.to+1)
		if h.number == "" {
			h = g.houseBefore(t, i, p.from)
		}
		if p.house.number == "" || h.known && !p.house.known {
			p.house = h
		}
		if h.known && len(p.things) > 1 {
			p.things = []int32{i}
			break
		}
	}
}

// arrange makes an answer of the places of a text.
func (g *Gazetteer) arrange(t *text, ps []place, strange []span, taken []bool, abroad bool) Answer {
	parts := g.parts(t, ps)
	parts = g.addClass(t, parts, ps, strange, taken)
	a := Answer{Question: NoQuestion}
	if len(parts) == 0 {
		return g.nothing(t, strange, abroad, taken)
	}
	for i := range parts {
		p := &parts[i]
		if len(p.alts) > 1 {
			a.ask(WhichOne)
			for _, x := range p.alts {
				a.Candidates = append(a.Candidates, g.proposal(t, part{kind: g.things[x].Kind, things: []int32{x}, from: p.from}))
			}
			continue
		}
		a.Places = append(a.Places, g.proposal(t, *p))
		a.ask(p.ask)
	}
	// Half a crossing, or only a thing without a name beside a street that is not ours.
	for _, s := range strange {
		if g.halfOf(t, ps, s) || !hasStreet(g, parts) && allClass(parts) {
			a.ask(WhereIsIt)
		}
	}
	if len(ps) == 1 && parts[0].kind == Street && t.cornerBefore(ps[0].from) {
		a.ask(WhereIsIt)
	}
	return a
}

// reach is how far from a street a branch that is said to be there lies at most,
// and touching how far a roundabout does; metres.
const (
	reach    = 400
	touching = 60
)

// addClass adds the thing of a class that lies at the street which is named
// beside it: "komisariat na Popiełuszki". It must be of a class of which a
// quarter has one: a shop or a kindergarten at a street may be one that the map
// lacks.
func (g *Gazetteer) addClass(t *text, parts []part, ps []place, strange []span, taken []bool) []part {
	at, _ := g.somewhere(t, taken)
	if at < 0 {
		return parts
	}
	round := t.tokens[at].mark == Roundabout
	if len(parts) != 1 || parts[0].kind != Street || len(parts[0].things) == 0 || len(strange) > 0 {
		return parts
	}
	street := parts[0].things[0]
	var here []int32
	best := float64(reach)
	for _, i := range g.classThings(&t.tokens[at]) {
		d := g.distance(street, g.things[i].Point)
		if _, meet := g.meets(street, i); round && (meet || d <= touching) {
			here = append(here, i)
		} else if !round && t.tokens[at].is(single) && d <= best {
			best, here = d, []int32{i}
		}
	}
	if len(here) != 1 || ps[0].class == at {
		return parts
	}
	base := &place{mention: mention{name: -1, from: at, to: at, tokens: []int{at}, how: inflected}}
	p := part{kind: g.things[here[0]].Kind, things: here, from: []*place{base}}
	return append([]part{p}, parts...)
}

// parts joins places into crossings and stretches, finds the branches that lie
// at a street, and leaves the others alone.
func (g *Gazetteer) parts(t *text, ps []place) []part {
	var out []part
	done := make([]bool, len(ps))
	var lines []int // of ps: streets and roundabouts without a number
	for i := range ps {
		if k := g.things[ps[i].things[0]].Kind; (k == Street || k == Roundabout || k == Square) && ps[i].house.number == "" {
			lines = append(lines, i)
		}
	}
	if p, ok := g.stretch(t, ps, lines, done); ok {
		out = append(out, p)
	}
	for k := 0; k+1 < len(lines); k++ {
		i, j := lines[k], lines[k+1]
		if done[i] || done[j] {
			continue
		}
		if p, ok := g.crossing(t, &ps[i], &ps[j]); ok {
			done[i], done[j] = true, true
			out = append(out, p)
		}
	}
	for i := range ps {
		if done[i] {
			continue
		}
		p := &ps[i]
		g.nearest(t, p, ps)
		q := part{kind: g.things[p.things[0]].Kind, from: []*place{p}}
		if len(p.things) > 1 {
			q.alts = p.things
		} else {
			q.things = p.things
		}
		if p.house.number != "" && len(p.things) == 1 {
			q.kind, q.house = Address, p.house
			if !p.house.known {
				q.ask = NumberWrong
			}
		}
		out = append(out, q)
	}
	slices.SortStableFunc(out, func(a, b part) int { return cmp.Compare(a.from[0].from, b.from[0].from) })
	return g.overruled(out)
}

// overruled drops points of interest of several branches beside a crossing or an
// address, which say better where it is, and what is named twice.
func (g *Gazetteer) overruled(in []part) []part {
	exact := slices.ContainsFunc(in, func(p part) bool { return p.kind == Crossing || p.kind == Address && p.house.known })
	var out []part
	for _, p := range in {
		twice := slices.ContainsFunc(out, func(o part) bool {
			return slices.Equal(o.things, p.things) && slices.Equal(o.alts, p.alts) && (o.kind == p.kind || p.house.number == "")
		})
		if twice || exact && p.kind == POI && len(p.alts) > 1 {
			continue
		}
		out = append(out, p)
	}
	return out
}

// nearest leaves of several branches the one at a street that is named beside.
func (g *Gazetteer) nearest(t *text, p *place, ps []place) {
	if len(p.things) < 2 {
		return
	}
	// What the text says it is.
	if p.class >= 0 {
		var fit []int32
		for _, i := range p.things {
			if classOf(&t.tokens[p.class], &g.things[i]) {
				fit = append(fit, i)
			}
		}
		if len(fit) > 0 {
			p.things = fit
		}
	}
	if len(p.things) < 2 || g.things[p.things[0]].Kind == Street {
		return
	}
	for k := range ps {
		o := &ps[k]
		if o.from == p.from || len(o.things) != 1 || g.things[o.things[0]].Kind != Street {
			continue
		}
		best, at := math.Inf(1), int32(-1)
		for _, i := range p.things {
			d := g.distance(o.things[0], g.things[i].Point)
			if o.house.known {
				d = metres(o.house.point, g.things[i].Point)
			}
			if d < best {
				best, at = d, i
			}
		}
		if best <= reach {
			p.things = []int32{at}
			return
		}
	}
}
