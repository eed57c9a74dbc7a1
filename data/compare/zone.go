package compare

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"pinezka/data"
	"pinezka/data/crs"
)

// zone is everything within a radius of a motion's geometry, in the plane. It is
// a union of capsules (a segment widened by the radius; of a point: a disc) and,
// for an area, of the area itself.
type zone struct {
	capsules []edge
	inner    *region // of an area; nil otherwise
	radius   float64 // metres of the plane
	perMetre float64 // plane metres in a metre on the ground
}

// newZone puts the zone of a radius in ground metres around a geometry in
// degrees.
func newZone(g orb.Geometry, radius float64, plane crs.CRS) (*zone, error) {
	z := &zone{}
	switch g := g.(type) {
	case orb.Point:
		p := plane.Project(g)
		z.capsules = []edge{{p, p}}
	case orb.LineString:
		line := projectLine(g, plane)
		for i := 1; i < len(line); i++ {
			z.capsules = append(z.capsules, edge{line[i-1], line[i]})
		}
		if len(line) == 1 {
			z.capsules = []edge{{line[0], line[0]}}
		}
	case orb.Polygon:
		p := projectPolygon(g, plane)
		z.inner = newRegion(orb.MultiPolygon{p})
		for _, ring := range p {
			for i := 1; i < len(ring); i++ {
				z.capsules = append(z.capsules, edge{ring[i-1], ring[i]})
			}
		}
	default:
		return nil, fmt.Errorf("a motion's place cannot be a %T", g)
	}
	if len(z.capsules) == 0 {
		return nil, fmt.Errorf("a motion's %s is empty", g.GeoJSONType())
	}
	z.perMetre = plane.ScaleFactor(g.Bound().Center())
	z.radius = radius * z.perMetre
	return z, nil
}

// distance returns ground metres from the geometry to a point of the plane; 0
// inside an area.
func (z *zone) distance(p orb.Point) float64 {
	if z.inner != nil && z.inner.contains(p) {
		return 0
	}
	nearest := math.Inf(1)
	for _, c := range z.capsules {
		nearest = min(nearest, segmentDistance(p, c.a, c.b))
	}
	return nearest / z.perMetre
}

func segmentDistance(p, a, b orb.Point) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	t := 0.0
	if l := dx*dx + dy*dy; l > 0 {
		t = min(1, max(0, ((p[0]-a[0])*dx+(p[1]-a[1])*dy)/l))
	}
	return planeDistance(p, orb.Point{a[0] + t*dx, a[1] + t*dy})
}

// disc returns the centre when the zone is a disc.
func (z *zone) disc() (orb.Point, bool) {
	return z.capsules[0].a, len(z.capsules) == 1 && z.inner == nil && z.capsules[0].a == z.capsules[0].b
}

// bound returns the zone's box.
func (z *zone) bound() orb.Bound {
	b := z.capsules[0].a.Bound()
	for _, c := range z.capsules {
		b = b.Extend(c.a).Extend(c.b)
	}
	return b.Pad(z.radius)
}

// spans returns the parts of the segment from a to b that lie in the zone.
func (z *zone) spans(a, b orb.Point) []span {
	var in []span
	for _, c := range z.capsules {
		if s, ok := capsuleSpan(a, b, c, z.radius); ok {
			in = append(in, s)
		}
	}
	if z.inner != nil {
		in = append(in, z.inner.spans(a, b)...)
	}
	return united(in)
}

// length returns how many metres of the segment from a to b lie in the zone.
func (z *zone) length(a, b orb.Point) float64 {
	var sum float64
	for _, s := range z.spans(a, b) {
		sum += s.to - s.from
	}
	return sum * planeDistance(a, b)
}

// scanLines is into how many strips a zone that is no disc is cut to measure it;
// the area is then right to about a thousandth.
const scanLines = 1000

// area returns the square metres of the plane that zone and region share.
func (z *zone) area(r *region) float64 {
	if centre, ok := z.disc(); ok {
		return r.discArea(centre, z.radius)
	}
	b := z.bound()
	width, height := b.Max[0]-b.Min[0], (b.Max[1]-b.Min[1])/scanLines
	var sum float64
	for i := range scanLines {
		y := b.Min[1] + (float64(i)+0.5)*height
		left, right := orb.Point{b.Min[0], y}, orb.Point{b.Max[0], y}
		sum += common(z.spans(left, right), r.spans(left, right)) * width * height
	}
	return sum
}

// capsuleSpan returns the part of the segment from a to b within the radius of
// the segment c. A capsule is convex, so it is one part: from the first entry
// into an end's disc or the box between to the last exit.
func capsuleSpan(a, b orb.Point, c edge, radius float64) (span, bool) {
	out := span{math.Inf(1), math.Inf(-1)}
	take := func(s span, ok bool) {
		if ok {
			out.from, out.to = min(out.from, s.from), max(out.to, s.to)
		}
	}
	take(discSpan(a, b, c.a, radius))
	if c.a != c.b {
		take(discSpan(a, b, c.b, radius))
		take(boxSpan(a, b, c, radius))
	}
	return out, out.from < out.to
}

// discSpan returns the part of the segment from a to b within a disc.
func discSpan(a, b, centre orb.Point, radius float64) (span, bool) {
	dx, dy := b[0]-a[0], b[1]-a[1]
	ox, oy := a[0]-centre[0], a[1]-centre[1]
	l := dx*dx + dy*dy
	half := ox*dx + oy*dy
	root := half*half - l*(ox*ox+oy*oy-radius*radius)
	if l == 0 || root <= 0 {
		return span{}, false
	}
	root = math.Sqrt(root)
	s := span{max(0, (-half-root)/l), min(1, (-half+root)/l)}
	return s, s.from < s.to
}

// boxSpan returns the part of the segment from a to b within the rectangle around
// the segment c, as wide as the radius on both sides and no longer than c.
func boxSpan(a, b orb.Point, c edge, radius float64) (span, bool) {
	length := planeDistance(c.a, c.b)
	ux, uy := (c.b[0]-c.a[0])/length, (c.b[1]-c.a[1])/length
	local := func(p orb.Point) (along, across float64) {
		x, y := p[0]-c.a[0], p[1]-c.a[1]
		return x*ux + y*uy, y*ux - x*uy
	}
	a1, a2 := local(a)
	b1, b2 := local(b)
	s := span{0, 1}
	// Each clip keeps the part where the coordinate lies between two limits.
	clip := func(from, to, low, high float64) bool {
		d := to - from
		if d == 0 {
			return from >= low && from <= high
		}
		t1, t2 := (low-from)/d, (high-from)/d
		s.from, s.to = max(s.from, min(t1, t2)), min(s.to, max(t1, t2))
		return s.from < s.to
	}
	return s, clip(a1, b1, 0, length) && clip(a2, b2, -radius, radius)
}

// newMotionZone returns the zone of a motion that has a place.
func newMotionZone(m *data.Motion, radius float64, plane crs.CRS) (*zone, error) {
	z, err := newZone(m.Place.Geometry, radius, plane)
	if err != nil {
		return nil, fmt.Errorf("motion %d: %w", m.Number, err)
	}
	return z, nil
}

func projectLine(line orb.LineString, plane crs.CRS) orb.LineString {
	out := make(orb.LineString, len(line))
	for i, p := range line {
		out[i] = plane.Project(p)
	}
	return out
}

func projectPolygon(p orb.Polygon, plane crs.CRS) orb.Polygon {
	out := make(orb.Polygon, len(p))
	for i, ring := range p {
		out[i] = orb.Ring(projectLine(orb.LineString(ring), plane))
		if n := len(out[i]); n > 0 && out[i][0] != out[i][n-1] {
			out[i] = append(out[i], out[i][0])
		}
	}
	return out
}
