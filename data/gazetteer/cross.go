package gazetteer

import (
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

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
