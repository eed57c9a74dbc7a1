package scene

import "math"

// Bounds returns a box that holds all that the commands draw, in the coordinates
// of the list. It may be larger than the ink: miters count in full, and letters as
// the square around an em. It reports false when nothing is drawn.
func Bounds(ops []Op) (Rect, bool) {
	var box Rect
	any := false
	for _, op := range ops {
		if r, ok := OpBounds(op); ok {
			if any {
				r = r.Union(box)
			}
			box, any = r, true
		}
	}
	return box, any
}

// OpBounds is Bounds for a single command.
func OpBounds(op Op) (Rect, bool) {
	switch op := op.(type) {
	case Fill:
		return op.Path.Bounds()
	case Stroke:
		r, ok := op.Path.Bounds()
		reach := op.Width / 2
		switch {
		case op.Join == JoinMiter:
			reach *= MiterLimit
		case op.Cap == CapSquare:
			reach *= math.Sqrt2
		}
		return r.Grow(reach), ok
	case Text:
		return op.bounds()
	case Picture:
		return Box(0, 0, 1, 1).Transform(op.To), true
	case Group:
		r, ok := Bounds(op.Ops)
		if op.To != nil {
			r = r.Transform(*op.To)
		}
		if op.Clip != nil {
			c, _ := op.Clip.Bounds()
			r = Rect{max(r.X0, c.X0), max(r.Y0, c.Y0), min(r.X1, c.X1), min(r.Y1, c.Y1)}
			ok = ok && r.X0 <= r.X1 && r.Y0 <= r.Y1
		}
		return r, ok
	}
	return Rect{}, false
}

// bounds takes each letter as a box somewhat larger than its em.
func (t Text) bounds() (Rect, bool) {
	const left, above, right, below = 0.3, 1.1, 1.3, 0.4 // ems from the origin
	box := Rect{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, g := range t.Glyphs {
		em := Rect{-left * t.Size, -above * t.Size, right * t.Size, below * t.Size}
		if g.Angle != 0 {
			em = em.Transform(Rotate(g.Angle))
		}
		box = box.Union(Rect{em.X0 + g.At.X, em.Y0 + g.At.Y, em.X1 + g.At.X, em.Y1 + g.At.Y})
	}
	return box.Grow(t.HaloMM), len(t.Glyphs) > 0
}

// Transform returns the box around the mapped box.
func (r Rect) Transform(m Affine) Rect {
	a, b := m.Apply(Point{r.X0, r.Y0}), m.Apply(Point{r.X1, r.Y0})
	c, d := m.Apply(Point{r.X1, r.Y1}), m.Apply(Point{r.X0, r.Y1})
	return Rect{
		min(a.X, b.X, c.X, d.X), min(a.Y, b.Y, c.Y, d.Y),
		max(a.X, b.X, c.X, d.X), max(a.Y, b.Y, c.Y, d.Y),
	}
}
