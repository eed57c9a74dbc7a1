package compare

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// region is a polygon of the plane, prepared for many questions: its edges lie
// in horizontal slabs, so that a point or a segment meets few of them.
type region struct {
	polygons orb.MultiPolygon
	bound    orb.Bound
	slabs    [][]edge
	height   float64 // of a slab, metres
}

type edge struct{ a, b orb.Point }

func newRegion(m orb.MultiPolygon) *region {
	r := &region{polygons: m, bound: m.Bound()}
	var edges []edge
	for _, polygon := range m {
		for _, ring := range polygon {
			for i := range ring {
				a, b := ring[i], ring[(i+1)%len(ring)]
				if a != b {
					edges = append(edges, edge{a, b})
				}
			}
		}
	}
	n := min(max(len(edges)/2, 1), 4096)
	r.slabs = make([][]edge, n)
	r.height = max((r.bound.Max[1]-r.bound.Min[1])/float64(n), 1e-9)
	for _, e := range edges {
		for s := r.slab(min(e.a[1], e.b[1])); s <= r.slab(max(e.a[1], e.b[1])); s++ {
			r.slabs[s] = append(r.slabs[s], e)
		}
	}
	return r
}

// slab returns the slab of a northing, the nearest one outside of the region.
func (r *region) slab(y float64) int {
	return min(max(int((y-r.bound.Min[1])/r.height), 0), len(r.slabs)-1)
}

// contains tells whether the point lies inside, by the even-odd rule, which takes
// holes and several parts in one.
func (r *region) contains(p orb.Point) bool {
	if !r.bound.Contains(p) {
		return false
	}
	inside := false
	for _, e := range r.slabs[r.slab(p[1])] {
		if (e.a[1] > p[1]) != (e.b[1] > p[1]) && p[0] < e.a[0]+(e.b[0]-e.a[0])*(p[1]-e.a[1])/(e.b[1]-e.a[1]) {
			inside = !inside
		}
	}
	return inside
}

// spans returns the parts of the segment from a to b that lie inside.
func (r *region) spans(a, b orb.Point) []span {
	cuts := []float64{0, 1}
	dx, dy := b[0]-a[0], b[1]-a[1]
	for s := r.slab(min(a[1], b[1])); s <= r.slab(max(a[1], b[1])); s++ {
		for _, e := range r.slabs[s] {
			ex, ey := e.b[0]-e.a[0], e.b[1]-e.a[1]
			turn := dx*ey - dy*ex
			if turn == 0 {
				continue // parallel: neighbouring edges cut instead
			}
			ox, oy := e.a[0]-a[0], e.a[1]-a[1]
			t, u := (ox*ey-oy*ex)/turn, (ox*dy-oy*dx)/turn
			if t > 0 && t < 1 && u >= 0 && u <= 1 {
				cuts = append(cuts, t)
			}
		}
	}
	slices.Sort(cuts)
	var inside []span
	for i := 1; i < len(cuts); i++ {
		if s := (span{cuts[i-1], cuts[i]}); s.from < s.to && r.contains(along(a, b, (s.from+s.to)/2)) {
			inside = append(inside, s)
		}
	}
	return united(inside)
}

// area returns square metres of the plane.
func (r *region) area() float64 { return math.Abs(planar.Area(r.polygons)) }

// discArea returns the exact area of the region within the radius of a point: the
// sum over its edges of the signed triangle from the centre, cut by the circle.
func (r *region) discArea(centre orb.Point, radius float64) float64 {
	var sum float64
	for _, polygon := range r.polygons {
		for i, ring := range polygon {
			part := math.Abs(ringDiscArea(ring, centre, radius))
			if i > 0 {
				part = -part // a hole
			}
			sum += part
		}
	}
	return sum
}

func ringDiscArea(ring orb.Ring, centre orb.Point, radius float64) float64 {
	cross := func(a, b orb.Point) float64 { return a[0]*b[1] - a[1]*b[0] }
	sector := func(a, b orb.Point) float64 {
		return radius * radius / 2 * math.Atan2(cross(a, b), a[0]*b[0]+a[1]*b[1])
	}
	var sum float64
	for i := range ring {
		a := orb.Point{ring[i][0] - centre[0], ring[i][1] - centre[1]}
		next := ring[(i+1)%len(ring)]
		b := orb.Point{next[0] - centre[0], next[1] - centre[1]}
		in, ok := discSpan(a, b, orb.Point{}, radius)
		if !ok {
			sum += sector(a, b)
			continue
		}
		p, q := along(a, b, in.from), along(a, b, in.to)
		if in.from > 0 {
			sum += sector(a, p)
		}
		sum += cross(p, q) / 2
		if in.to < 1 {
			sum += sector(q, b)
		}
	}
	return sum
}
