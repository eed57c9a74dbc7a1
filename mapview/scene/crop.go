package scene

// Crop returns the commands that may leave ink in a box, in the coordinates of the
// list: groups are cropped inside, too, and of paths the pieces that do not touch the
// box are left out. What crosses the box's edge stays whole: a group with a clip cuts
// it. A cropped list draws within the box what the whole one does, so that a poster of
// many pages need not carry itself whole on each.
func Crop(ops []Op, box Rect) []Op {
	var out []Op
	for _, op := range ops {
		r, ok := OpBounds(op)
		if !ok || !touches(r, box) {
			continue
		}
		switch o := op.(type) {
		case Group:
			inner := box
			if o.To != nil {
				back, ok := o.To.Inverse()
				if !ok {
					continue // all is squeezed into a line
				}
				inner = box.Transform(back)
			}
			if o.Ops = Crop(o.Ops, inner); len(o.Ops) == 0 {
				continue
			}
			op = o
		case Fill:
			// A piece whose box is elsewhere winds around no point of this one.
			if o.Path = o.Path.near(box); o.Path.Empty() {
				continue
			}
			op = o
		case Stroke:
			whole, _ := o.Path.Bounds()
			if o.Path = o.Path.near(box.Grow(whole.X0 - r.X0)); o.Path.Empty() { // grown by the line's reach
				continue
			}
			op = o
		}
		out = append(out, op)
	}
	return out
}

// touches counts a shared edge, too: a line has no height.
func touches(r, q Rect) bool { return r.X0 <= q.X1 && r.X1 >= q.X0 && r.Y0 <= q.Y1 && r.Y1 >= q.Y0 }

// near returns the pieces of the path that touch a box, their curves taken as the
// boxes around their control points.
func (p Path) near(box Rect) Path {
	var out Path
	v, n := 0, 0 // where the piece at hand begins
	at := 0
	flush := func(end int) {
		if end == v {
			return
		}
		piece := Path{p.Verbs[v:end], p.Points[n:at]}
		if r, ok := piece.Bounds(); ok && touches(r, box) {
			out.Append(piece)
		}
		v, n = end, at
	}
	for i, verb := range p.Verbs {
		switch verb {
		case MoveTo:
			flush(i)
			at++
		case LineTo:
			at++
		case CubicTo:
			at += 3
		case Close:
		}
	}
	flush(len(p.Verbs))
	return out
}
