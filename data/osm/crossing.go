package osm

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// nearCrossing is how close two streets come where they cross without sharing a
// node, in metres: the carriageways of an avenue end beside each other.
const nearCrossing = 30

// oneCrossing is the width of a junction in metres: two avenues of two
// carriageways share four nodes.
const oneCrossing = 80

// Crossing returns where two streets meet, each given by its name or a part of
// it: the middle of the nodes that they share, or else the middle between their
// nearest points when these are at most 30 m apart. Streets that meet twice meet
// where they share most nodes. Where a part fits several streets, those count
// that meet.
func (f *Facts) Crossing(a, b string) (orb.Point, bool) {
	wa, wb := queryWords(a), queryWords(b)
	if slices.Equal(wa, wb) {
		return orb.Point{}, false
	}
	sa, sb := f.streetsLike(wa), f.streetsLike(wb)
	best, count, gap := orb.Point{}, 0, math.Inf(1)
	for _, i := range sa {
		for _, k := range sb {
			s, t := &f.streets[i], &f.streets[k]
			if s.Name == t.Name {
				continue
			}
			switch p, n, d := meet(s, t); {
			case n > count:
				best, count = p, n
			case count == 0 && d < gap:
				best, gap = p, d
			}
		}
	}
	return best, count > 0 || gap <= nearCrossing
}

// Meet is Crossing for two streets by their indices in Streets, which may bear
// one name in two villages.
func (f *Facts) Meet(a, b int) (orb.Point, bool) {
	if a == b {
		return orb.Point{}, false
	}
	p, n, gap := meet(&f.streets[a], &f.streets[b])
	return p, n > 0 || gap <= nearCrossing
}

// meet returns where two streets meet and how many nodes they share there; when
// they share none, the middle between their nearest points and their distance in
// metres, infinite for streets far apart.
func meet(s, t *Street) (at orb.Point, nodes int, gap float64) {
	if !grow(s.Bound, nearCrossing).Intersects(t.Bound) {
		return at, 0, math.Inf(1)
	}
	if at, nodes = largestKnot(shared(s, t)); nodes > 0 {
		return at, nodes, 0
	}
	at, gap = closest(s, t)
	return at, 0, gap
}

// shared returns the corners that two streets have in common.
func shared(s, t *Street) []orb.Point {
	in := map[orb.Point]bool{}
	for _, l := range s.Lines {
		for _, p := range l {
			in[p] = true
		}
	}
	var out []orb.Point
	for _, l := range t.Lines {
		for _, p := range l {
			if in[p] {
				out = append(out, p)
				delete(in, p) // once
			}
		}
	}
	return out
}

// largestKnot returns the middle of the largest group of points about one of
// them, and its size.
func largestKnot(points []orb.Point) (orb.Point, int) {
	var best orb.Point
	count := 0
	for _, p := range points {
		var sum orb.Point
		n := 0
		for _, q := range points {
			if metres(p, q) <= oneCrossing {
				sum[0], sum[1] = sum[0]+q[0], sum[1]+q[1]
				n++
			}
		}
		if n > count {
			best, count = orb.Point{sum[0] / float64(n), sum[1] / float64(n)}, n
		}
	}
	return best, count
}

// closest returns the middle between the nearest points of two streets and their
// distance in metres; 0 where one passes over the other.
func closest(s, t *Street) (orb.Point, float64) {
	gap, at := math.Inf(1), orb.Point{}
	try := func(from, to *Street) {
		for _, l := range from.Lines {
			for _, p := range l {
				for _, m := range to.Lines {
					if !grow(m.Bound(), min(gap, nearCrossing)).Contains(p) {
						continue
					}
					if d, q := fromLine(p, m); d < gap {
						gap, at = d, orb.Point{(p[0] + q[0]) / 2, (p[1] + q[1]) / 2}
					}
				}
			}
		}
	}
	try(s, t)
	try(t, s)
	for _, l := range s.Lines {
		for _, m := range t.Lines {
			if !l.Bound().Intersects(m.Bound()) {
				continue
			}
			if p, ok := cross(l, m); ok {
				return p, 0
			}
		}
	}
	return at, gap
}

// cross returns where two lines cut each other.
func cross(l, m orb.LineString) (orb.Point, bool) {
	for i := 1; i < len(l); i++ {
		a, b := l[i-1], l[i]
		for k := 1; k < len(m); k++ {
			c, d := m[k-1], m[k]
			det := (b[0]-a[0])*(d[1]-c[1]) - (b[1]-a[1])*(d[0]-c[0])
			if det == 0 {
				continue
			}
			u := ((c[0]-a[0])*(d[1]-c[1]) - (c[1]-a[1])*(d[0]-c[0])) / det
			v := ((c[0]-a[0])*(b[1]-a[1]) - (c[1]-a[1])*(b[0]-a[0])) / det
			if u >= 0 && u <= 1 && v >= 0 && v <= 1 {
				return orb.Point{a[0] + u*(b[0]-a[0]), a[1] + u*(b[1]-a[1])}, true
			}
		}
	}
	return orb.Point{}, false
}
