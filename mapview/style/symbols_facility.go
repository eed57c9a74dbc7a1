package style

import (
	"math"

	"pinezka/mapview/scene"
)

// FacilitySign says which square with a star is meant; it is comparable.
type FacilitySign struct {
	Candidate bool    // a place that might be one: dashed, with an empty star
	Size      float64 // of a report's symbol beside it, mm
}

// Measures of a facility's square in units of a symbol size of 24: the paths run in
// the middle of their strokes.
const (
	facilityHalf  = 8.0
	facilityEdge  = 2.0
	facilityOuter = 5.8 // points of the star
	facilityInner = 2.4
)

// Facility returns the sign of a police station or post around (0, 0): a square with
// a star.
func (s *Symbols) Facility(f FacilitySign) []scene.Op {
	return s.once(f, func() []scene.Op { return drawFacility(f) })
}

func drawFacility(f FacilitySign) []scene.Op {
	k := f.Size / unit
	box := func(half float64) scene.Path { return scene.Box(-half*k, -half*k, 2*half*k, 2*half*k).Path() }
	edge := scene.Stroke{Path: box(facilityHalf), Width: facilityEdge * k, Join: scene.JoinMiter, Paint: scene.Solid(ink)}
	inside := scene.Op(scene.Fill{Path: star(facilityOuter*k, facilityInner*k), Paint: scene.Solid(ink)})
	if f.Candidate {
		// Three dashes a side, about 3 units on and 2 off; one turns every corner, so the
		// path begins in the gap of a side's middle.
		h := facilityHalf * k
		var p scene.Path
		p.MoveTo(0, -h)
		for _, c := range [][2]float64{{h, -h}, {h, h}, {-h, h}, {-h, -h}} {
			p.LineTo(c[0], c[1])
		}
		p.Close()
		step := 2 * h / 3
		edge.Path, edge.Dash, edge.Phase = p, []float64{0.6 * step, 0.4 * step}, 0.8*step
		inside = scene.Stroke{Path: star(facilityOuter*k, facilityInner*k), Width: k, Join: scene.JoinRound, Paint: scene.Solid(ink)}
	}
	return []scene.Op{
		// The white edge parts the sign from a dark ground, as reports have it.
		scene.Fill{Path: box(facilityHalf + facilityEdge/2 + 1.6), Paint: scene.Solid(white)},
		edge, inside,
	}
}

// star returns a star of five points around (0, 0), one of them up.
func star(outer, inner float64) scene.Path {
	var p scene.Path
	for i := range 10 {
		r := outer
		if i%2 == 1 {
			r = inner
		}
		sin, cos := math.Sincos(float64(i) * math.Pi / 5)
		if x, y := r*sin, -r*cos; i == 0 {
			p.MoveTo(x, y)
		} else {
			p.LineTo(x, y)
		}
	}
	p.Close()
	return p
}
