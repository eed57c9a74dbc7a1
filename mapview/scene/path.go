package scene

import "math"

// Verb is a step of a path.
type Verb uint8

// The steps and how many points each takes.
const (
	MoveTo  Verb = iota // 1
	LineTo              // 1
	CubicTo             // 3
	Close               // 0
)

// Path is a list of steps with their points, in millimetres. Quadratic curves
// and arcs become cubics as they are added.
type Path struct {
	Verbs  []Verb
	Points []Point
}

// Empty tells whether nothing was added.
func (p *Path) Empty() bool { return len(p.Verbs) == 0 }

// MoveTo begins a new piece.
func (p *Path) MoveTo(x, y float64) {
	p.Verbs = append(p.Verbs, MoveTo)
	p.Points = append(p.Points, Point{x, y})
}

// LineTo adds a straight piece.
func (p *Path) LineTo(x, y float64) {
	p.Verbs = append(p.Verbs, LineTo)
	p.Points = append(p.Points, Point{x, y})
}

// CubicTo adds a cubic Bézier curve.
func (p *Path) CubicTo(x1, y1, x2, y2, x, y float64) {
	p.Verbs = append(p.Verbs, CubicTo)
	p.Points = append(p.Points, Point{x1, y1}, Point{x2, y2}, Point{x, y})
}

// QuadTo adds a quadratic Bézier curve as the cubic that equals it.
func (p *Path) QuadTo(x1, y1, x, y float64) {
	a := p.Last()
	p.CubicTo(a.X+2.0/3*(x1-a.X), a.Y+2.0/3*(y1-a.Y), x+2.0/3*(x1-x), y+2.0/3*(y1-y), x, y)
}

// Close joins the piece's end with its start.
func (p *Path) Close() { p.Verbs = append(p.Verbs, Close) }

// Last returns the last point added, or the origin.
func (p *Path) Last() Point {
	if len(p.Points) == 0 {
		return Point{}
	}
	return p.Points[len(p.Points)-1]
}

// Circle returns a circle of four cubics; its radius is off by at most 0.03 %.
func Circle(c Point, r float64) Path {
	const k = 0.5522847498
	var p Path
	p.MoveTo(c.X+r, c.Y)
	p.CubicTo(c.X+r, c.Y+k*r, c.X+k*r, c.Y+r, c.X, c.Y+r)
	p.CubicTo(c.X-k*r, c.Y+r, c.X-r, c.Y+k*r, c.X-r, c.Y)
	p.CubicTo(c.X-r, c.Y-k*r, c.X-k*r, c.Y-r, c.X, c.Y-r)
	p.CubicTo(c.X+k*r, c.Y-r, c.X+r, c.Y-k*r, c.X+r, c.Y)
	p.Close()
	return p
}

// Line returns an open path through the points.
func Line(pts ...Point) Path {
	var p Path
	for i, q := range pts {
		if i == 0 {
			p.MoveTo(q.X, q.Y)
		} else {
			p.LineTo(q.X, q.Y)
		}
	}
	return p
}

// Transform returns the path mapped by m.
func (p Path) Transform(m Affine) Path {
	q := Path{Verbs: p.Verbs, Points: make([]Point, len(p.Points))}
	for i, pt := range p.Points {
		q.Points[i] = m.Apply(pt)
	}
	return q
}

// Append adds the steps of q.
func (p *Path) Append(q Path) {
	p.Verbs = append(p.Verbs, q.Verbs...)
	p.Points = append(p.Points, q.Points...)
}

// Bounds returns the box around all points, control points included. It reports
// false for an empty path.
func (p Path) Bounds() (Rect, bool) {
	if len(p.Points) == 0 {
		return Rect{}, false
	}
	r := Rect{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, q := range p.Points {
		r.X0, r.Y0 = min(r.X0, q.X), min(r.Y0, q.Y)
		r.X1, r.Y1 = max(r.X1, q.X), max(r.Y1, q.Y)
	}
	return r, true
}

// Each calls f for every step with the points it takes.
func (p Path) Each(f func(v Verb, pts []Point)) {
	i := 0
	for _, v := range p.Verbs {
		n := 1
		switch v {
		case CubicTo:
			n = 3
		case Close:
			n = 0
		}
		f(v, p.Points[i:i+n])
		i += n
	}
}

// Flatten returns the pieces of the path as polylines whose distance from the
// curves is at most tol millimetres; closed tells for each whether it is closed.
func (p Path) Flatten(tol float64) (lines [][]Point, closed []bool) {
	var cur []Point
	end := func(c bool) {
		if len(cur) > 1 {
			lines = append(lines, cur)
			closed = append(closed, c)
		}
		cur = nil
	}
	var start Point
	p.Each(func(v Verb, pts []Point) {
		switch v {
		case MoveTo:
			end(false)
			start = pts[0]
			cur = append(cur, pts[0])
		case LineTo:
			if len(cur) == 0 {
				cur = append(cur, start)
			}
			cur = append(cur, pts[0])
		case CubicTo:
			if len(cur) == 0 {
				cur = append(cur, start)
			}
			a := cur[len(cur)-1]
			// The second difference bounds how far a chord strays from the curve.
			d := max(math.Hypot(a.X-2*pts[0].X+pts[1].X, a.Y-2*pts[0].Y+pts[1].Y),
				math.Hypot(pts[0].X-2*pts[1].X+pts[2].X, pts[0].Y-2*pts[1].Y+pts[2].Y))
			n := max(1, int(math.Ceil(math.Sqrt(0.75*d/tol))))
			for i := 1; i <= n; i++ {
				t := float64(i) / float64(n)
				u := 1 - t
				b0, b1, b2, b3 := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
				cur = append(cur, Point{
					b0*a.X + b1*pts[0].X + b2*pts[1].X + b3*pts[2].X,
					b0*a.Y + b1*pts[0].Y + b2*pts[1].Y + b3*pts[2].Y,
				})
			}
		case Close:
			end(true)
		}
	})
	end(false)
	return lines, closed
}
