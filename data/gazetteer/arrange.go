package gazetteer

import (
	"cmp"
	"math"
	"slices"
	"strings"

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

// cornerBefore tells whether a word that wants two streets stands before.
func (t *text) cornerBefore(from int) bool {
	for i := from - 1; i >= 0 && i >= from-4; i-- {
		if t.tokens[i].is(corner) {
			return true
		}
		if t.parted(i + 1) {
			return false
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

// link says what stands between two streets.
type link int

const (
	noLink    link = iota
	linkList       // and, a comma
	linkSlash      // "/", "a", "przy": a crossing when the table has it
	linkMeet       // a word of meeting
)

// linked reads what stands between the tokens a and b.
func (t *text) linked(a, b int) link {
	out, nothing := noLink, true
	for i := a + 1; i <= b; i++ {
		k := &t.tokens[i]
		switch g := strings.Trim(k.gap, `"„”.`); {
		case strings.ContainsAny(g, ";!?") || strings.HasSuffix(k.gap, ".") && i > 0 && t.parted(i):
			return noLink
		case strings.Contains(g, "/") || g == "–" || g == "-":
			out = max(out, linkSlash)
			nothing = false
		case g == ",":
			out = max(out, linkList)
			nothing = false
		}
		if i == b {
			break
		}
		switch {
		case k.is(meeting):
			out = max(out, linkMeet)
		case k.fold == "a" || k.fold == "przy":
			out = max(out, linkSlash)
		case k.fold == "i" || k.fold == "oraz" || k.fold == "z" || k.fold == "ze" || k.fold == "w" || k.fold == "we" || k.fold == "na" || k.fold == "do":
			out = max(out, linkList)
		case k.title, k.mark != "", k.initial():
			continue
		default:
			return noLink
		}
		nothing = false
	}
	if nothing && t.upper {
		return linkSlash
	}
	return out
}

// crossing joins two streets where the text says so and the table knows them, and
// asks where it says so and the table does not.
func (g *Gazetteer) crossing(t *text, a, b *place) (part, bool) {
	l := t.linked(a.to, b.from)
	said := l == linkMeet
	if l != noLink && !said {
		for i := a.from - 1; i >= 0 && i >= a.from-5; i-- {
			said = said || t.tokens[i].is(meeting)
		}
	}
	if l == noLink || l == linkList && !said {
		return part{}, false
	}
	p := part{kind: Crossing, from: []*place{a, b}}
	for _, i := range a.things {
		for _, j := range b.things {
			if at, ok := g.meets(i, j); ok && i != j {
				p.things, p.point, p.placed = []int32{i, j}, at, true
				return p, true
			}
		}
	}
	strong := l == linkMeet || t.cornerBefore(a.from)
	if !strong || len(a.things) > 1 || len(b.things) > 1 || a.things[0] == b.things[0] {
		return part{}, false
	}
	p.things, p.ask = []int32{a.things[0], b.things[0]}, WhereIsIt
	return p, true
}

// ends are words before the ends of a stretch.
var ends = set(`od do po miedzy pomiedzy a i az`)

// stretch joins three streets: the one that meets both others is meant, between
// them. Where each meets each, it is the one that no "od", "do" or "między"
// stands before.
func (g *Gazetteer) stretch(t *text, ps []place, lines []int, done []bool) (part, bool) {
	if len(lines) != 3 || !slices.ContainsFunc(t.tokens, func(k token) bool { return k.fold == "od" || k.fold == "miedzy" || k.fold == "pomiedzy" }) {
		return part{}, false
	}
	best, at := -1, -1
	for x, i := range lines {
		free := 1
		if l := t.before(ps[i].from); l.at >= 0 && ends[t.tokens[l.at].fold] {
			free = 0
		}
		meets := 0
		for _, j := range lines {
			if j == i {
				continue
			}
			if _, ok := g.meets(ps[i].things[0], ps[j].things[0]); ok {
				meets++
			}
		}
		if s := 2*meets + free; meets == 2 && s > best {
			best, at = s, x
		}
	}
	ask := NoQuestion
	if at < 0 {
		// Said as a stretch, yet the streets do not meet so: the one that is no end
		// is meant, and somebody must tell where.
		for x, i := range lines {
			if l := t.before(ps[i].from); l.at < 0 || !ends[t.tokens[l.at].fold] {
				if at >= 0 {
					return part{}, false
				}
				at, ask = x, WhereIsIt
			}
		}
		if at < 0 {
			return part{}, false
		}
	}
	main := lines[at]
	p := part{kind: Stretch, things: []int32{ps[main].things[0]}, ask: ask, from: []*place{&ps[main]}}
	var sum orb.Point
	for x, i := range lines {
		done[i] = true
		if x == at {
			continue
		}
		p.things, p.from = append(p.things, ps[i].things[0]), append(p.from, &ps[i])
		q, ok := g.meets(ps[main].things[0], ps[i].things[0])
		if !ok {
			q = g.things[p.things[0]].Point
		}
		sum[0], sum[1] = sum[0]+q[0]/2, sum[1]+q[1]/2
	}
	p.point, p.placed = g.onto(p.things[0], sum), ask == NoQuestion
	return p, true
}

// onto returns the point of a thing's shape nearest to a point, or that point.
func (g *Gazetteer) onto(thing int32, p orb.Point) orb.Point {
	best, at := math.Inf(1), p
	for _, q := range g.things[thing].Shape {
		if d := metres(p, q); d < best {
			best, at = d, q
		}
	}
	return at
}

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
