package osm

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// insideArea returns a point of the largest polygon.
func insideArea(m orb.MultiPolygon) orb.Point {
	best, at := -1.0, orb.Polygon(nil)
	for _, p := range m {
		if len(p) == 0 {
			continue
		}
		if a := math.Abs(planar.Area(p[0])); a > best {
			best, at = a, p
		}
	}
	if at == nil {
		return m.Bound().Center()
	}
	c := at.Bound().Center()
	if best > 0 {
		if p, _ := planar.CentroidArea(at); PolygonContains(at, p) {
			return p
		}
	}
	// The level is moved off the corners, where a ray would be ambiguous.
	b := at.Bound()
	level := c[1] + (b.Max[1]-b.Min[1])*1e-4*math.Sqrt2
	var cuts []float64
	for _, r := range at {
		for i := 1; i < len(r); i++ {
			p, q := r[i-1], r[i]
			if (p[1] > level) != (q[1] > level) {
				cuts = append(cuts, p[0]+(level-p[1])/(q[1]-p[1])*(q[0]-p[0]))
			}
		}
	}
	slices.Sort(cuts)
	wide := -1.0
	for i := 0; i+1 < len(cuts); i += 2 {
		if w := cuts[i+1] - cuts[i]; w > wide {
			wide, c = w, orb.Point{(cuts[i] + cuts[i+1]) / 2, level}
		}
	}
	return c
}

// PolygonContains tells whether a polygon holds a point, by the even-odd rule
// over all of its rings.
func PolygonContains(p orb.Polygon, at orb.Point) bool {
	in := false
	for _, r := range p {
		for i := 1; i < len(r); i++ {
			a, b := r[i-1], r[i]
			if (a[1] > at[1]) != (b[1] > at[1]) && at[0] < a[0]+(at[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
				in = !in
			}
		}
	}
	return in
}
