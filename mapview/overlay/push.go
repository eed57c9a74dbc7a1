package overlay

import (
	"math"

	"pinezka/mapview/scene"
)

// squareEdge is the white edge of a motion's square, in mm at its usual size.
const squareEdge = 0.37

// pusher moves signs out from under the squares of motions.
type pusher struct {
	squares []scene.Point // middles
	half    float64       // of a square's side, with its edge
	frame   scene.Rect    // signs stay inside where they can
	inside  bool          // signs near the edge move in, so that nothing is cut
}

// push returns where a round sign at p goes: p itself, or the nearest place
// along the line from the square's middle that is free of all squares. A sign right
// in the middle leaves at an angle that its key gives.
func (s pusher) push(p scene.Point, radius float64, key int64) scene.Point {
	e := s.half + radius
	inside := s.frame.Grow(-radius / 2)
	if s.inside {
		inside = s.frame.Grow(-1.3 * radius) // with badge and mark
		p = within(inside, p)
	}
	out := p
	for range 4 { // a place free of one square may lie under the next
		hit := false
		for _, c := range s.squares {
			if !covers(c, e, out) {
				continue
			}
			hit = true
			out = leave(c, e, out, key)
			if !inside.Contains(out) && inside.Contains(p) {
				out = turned(c, e, out, inside)
			}
		}
		if !hit {
			break
		}
	}
	return out
}

// within returns the place of the box that is nearest to p.
func within(box scene.Rect, p scene.Point) scene.Point {
	if box.X0 > box.X1 || box.Y0 > box.Y1 {
		return p
	}
	return scene.Point{X: min(max(p.X, box.X0), box.X1), Y: min(max(p.Y, box.Y0), box.Y1)}
}

func covers(c scene.Point, e float64, p scene.Point) bool {
	return math.Abs(p.X-c.X) < e-1e-9 && math.Abs(p.Y-c.Y) < e-1e-9
}

// leave returns where the ray from c through p meets the square of half side e.
func leave(c scene.Point, e float64, p scene.Point, key int64) scene.Point {
	d := p.Sub(c)
	m := max(math.Abs(d.X), math.Abs(d.Y))
	if m < 1e-6 {
		const golden = 2.399963229728653 // radians; neighbours in key part widely
		d.Y, d.X = math.Sincos(float64(key%997) * golden)
		m = max(math.Abs(d.X), math.Abs(d.Y))
	}
	return c.Add(d.Scale(e / m))
}

// turned tries the other three quarters around the square for one inside the frame.
func turned(c scene.Point, e float64, p scene.Point, inside scene.Rect) scene.Point {
	d := p.Sub(c)
	for range 3 {
		d = scene.Point{X: -d.Y, Y: d.X}
		if q := c.Add(d); inside.Contains(q) {
			return q
		}
	}
	return p
}
