package osm

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// assemble joins lines end to end into closed rings. Lines that do not close
// are counted and left out: the extract's edge cut them.
func assemble(lines [][]orb.Point) (rings []orb.Ring, open int) {
	ends := map[orb.Point][]int{}
	used := make([]bool, len(lines))
	for i, l := range lines {
		if l[0] == l[len(l)-1] {
			continue
		}
		ends[l[0]] = append(ends[l[0]], i)
		ends[l[len(l)-1]] = append(ends[l[len(l)-1]], i)
	}
	next := func(p orb.Point) int {
		for _, i := range ends[p] {
			if !used[i] {
				return i
			}
		}
		return -1
	}
	for i, l := range lines {
		if used[i] {
			continue
		}
		used[i] = true
		ring := slices.Clone(orb.Ring(l))
		for ring[0] != ring[len(ring)-1] {
			k := next(ring[len(ring)-1])
			if k < 0 {
				break
			}
			used[k] = true
			piece := lines[k]
			if piece[0] != ring[len(ring)-1] {
				piece = slices.Clone(piece)
				slices.Reverse(piece)
			}
			ring = append(ring, piece[1:]...)
		}
		if ring[0] == ring[len(ring)-1] && len(ring) > 3 {
			rings = append(rings, ring)
		} else {
			open++
		}
	}
	return rings, open
}

// group sorts rings into polygons: a ring inside an odd number of others is a
// hole of the smallest one around it.
func group(rings []orb.Ring) orb.MultiPolygon {
	type item struct {
		ring  orb.Ring
		area  float64
		depth int
	}
	items := make([]item, len(rings))
	for i, r := range rings {
		items[i] = item{ring: r, area: math.Abs(planar.Area(r))}
	}
	slices.SortStableFunc(items, func(a, b item) int { return cmp.Compare(b.area, a.area) })
	parent := make([]int, len(items))
	for i := range items {
		parent[i] = -1
		for k := i - 1; k >= 0; k-- {
			if items[k].ring.Bound().Contains(items[i].ring[0]) && planar.RingContains(items[k].ring, inner(items[i].ring)) {
				parent[i] = k
				items[i].depth = items[k].depth + 1
				break
			}
		}
	}
	var out orb.MultiPolygon
	at := map[int]int{}
	for i, it := range items {
		if it.depth%2 == 0 {
			at[i] = len(out)
			out = append(out, orb.Polygon{it.ring})
			continue
		}
		if p, ok := at[parent[i]]; ok {
			out[p] = append(out[p], it.ring)
		}
	}
	return out
}

// inner returns a point of the ring that is no corner of it, so that rings which
// share a corner are still told apart.
func inner(r orb.Ring) orb.Point {
	return orb.Point{(r[0][0] + r[1][0]) / 2, (r[0][1] + r[1][1]) / 2}
}
