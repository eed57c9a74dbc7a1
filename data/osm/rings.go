package osm

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// piece is a line that a ring is made of.
type piece struct {
	line  orb.LineString
	inner bool // by its role
}

// closedRing is a ring with the role of its pieces.
type closedRing struct {
	ring  orb.Ring
	inner bool // all of its pieces were
}

// assemble joins lines end to end into closed rings. Lines that do not close
// are counted and left out: the extract's edge cut them.
func assemble(pieces []piece) (rings []closedRing, open int) {
	ends := map[orb.Point][]int{}
	used := make([]bool, len(pieces))
	for i, p := range pieces {
		first, last := p.line[0], p.line[len(p.line)-1]
		if first != last {
			ends[first] = append(ends[first], i)
			ends[last] = append(ends[last], i)
		}
	}
	for i, p := range pieces {
		if used[i] {
			continue
		}
		used[i] = true
		r := closedRing{ring: slices.Clone(orb.Ring(p.line)), inner: p.inner}
		for r.ring[0] != r.ring[len(r.ring)-1] {
			end := r.ring[len(r.ring)-1]
			k := slices.IndexFunc(ends[end], func(k int) bool { return !used[k] })
			if k < 0 {
				break
			}
			k = ends[end][k]
			used[k] = true
			next := pieces[k].line
			if next[0] != end {
				next = slices.Clone(next)
				slices.Reverse(next)
			}
			r.ring = append(r.ring, next[1:]...)
			r.inner = r.inner && pieces[k].inner
		}
		if r.ring.Closed() {
			rings = append(rings, r)
		} else {
			open++
		}
	}
	return rings, open
}

// group sorts rings into polygons: a ring inside an odd number of others is a
// hole of the smallest one around it. Roles are often wrong and seldom needed;
// but where the relation is not whole, an inner ring that lies in nothing is a
// hole whose outer ring is missing, and no area.
func group(rings []closedRing, whole bool) orb.MultiPolygon {
	type item struct {
		closedRing
		area          float64
		bound         orb.Bound
		parent, depth int
	}
	items := make([]item, len(rings))
	for i, r := range rings {
		items[i] = item{closedRing: r, area: math.Abs(planar.Area(r.ring)), bound: r.ring.Bound(), parent: -1}
	}
	slices.SortStableFunc(items, func(a, b item) int { return cmp.Compare(b.area, a.area) })
	var out orb.MultiPolygon
	polygon := make([]int, len(items))
	for i := range items {
		it := &items[i]
		polygon[i] = -1
		at := between(it.ring)
		for k := i - 1; k >= 0; k-- {
			if items[k].bound.Contains(at) && planar.RingContains(items[k].ring, at) {
				it.parent, it.depth = k, items[k].depth+1
				break
			}
		}
		switch {
		case it.depth == 0 && it.inner && !whole:
		case it.depth%2 == 0:
			polygon[i] = len(out)
			out = append(out, orb.Polygon{it.ring})
		case polygon[it.parent] >= 0:
			out[polygon[it.parent]] = append(out[polygon[it.parent]], it.ring)
		}
	}
	return out
}

// between returns a point of the ring that is no corner of it, so that rings
// which share a corner are still told apart.
func between(r orb.Ring) orb.Point {
	return orb.Point{(r[0][0] + r[1][0]) / 2, (r[0][1] + r[1][1]) / 2}
}
