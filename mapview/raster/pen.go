package raster

import (
	"math"

	"pinezka/mapview/scene"
)

// invisible is how far, in pixels, an edge may be off without anyone seeing it.
const invisible = 0.03

// pen turns lines into the outline of what they cover, to be filled by the
// non-zero rule. The left edge is walked forward and the right one back, so that all lines wind
// the same way and never cancel each other out.
type pen struct {
	half float64 // half the width, px
	cap  scene.Cap
	join scene.Join
	out  *polygons

	pts  []scene.Point // the line without repeated points
	dirs []scene.Point // unit vectors of its pieces
	lens []float64
}

// set takes up the pen for lines of half a width (px), to be added to out.
func (p *pen) set(half float64, c scene.Cap, j scene.Join, out *polygons) {
	p.half, p.cap, p.join, p.out = half, c, j, out
}

// draw adds the outline of one line.
func (p *pen) draw(pts []scene.Point, closed bool) {
	p.clean(pts, closed)
	n := len(p.pts)
	if n < 2 {
		p.dot()
		return
	}
	if closed && n > 2 {
		for i := range n {
			p.corner(i, (i+n-1)%n, i, 1)
		}
		p.out.finish(true)
		for i := n - 1; i >= 0; i-- {
			p.corner(i, i, (i+n-1)%n, -1)
		}
		p.out.finish(true)
		return
	}
	last := len(p.dirs) - 1
	if closed {
		last = 0 // two points: there and back again is one line
	}
	p.end(p.pts[0], p.dirs[0].Scale(-1))
	for i := 1; i <= last; i++ {
		p.corner(i, i-1, i, 1)
	}
	p.end(p.pts[last+1], p.dirs[last])
	for i := last; i >= 1; i-- {
		p.corner(i, i, i-1, -1)
	}
	p.out.finish(true)
}

// clean drops points that fall together, and measures the pieces.
func (p *pen) clean(pts []scene.Point, closed bool) {
	const apart = 1e-3 // px
	p.pts, p.dirs, p.lens = p.pts[:0], p.dirs[:0], p.lens[:0]
	add := func(a, b scene.Point) bool {
		d := b.Sub(a)
		l := math.Hypot(d.X, d.Y)
		if l < apart {
			return false
		}
		p.dirs = append(p.dirs, d.Scale(1/l))
		p.lens = append(p.lens, l)
		return true
	}
	for i, q := range pts {
		if i == 0 || add(p.pts[len(p.pts)-1], q) {
			p.pts = append(p.pts, q)
		}
	}
	if n := len(p.pts); closed && n > 1 && !add(p.pts[n-1], p.pts[0]) {
		p.pts = p.pts[:n-1] // the last point is the first again; its piece leads there
	}
}

// dot draws a line of no length: round and square caps show it, butt caps do not.
func (p *pen) dot() {
	if len(p.pts) == 0 || p.cap == scene.CapButt {
		return
	}
	c := p.pts[0]
	p.end(c, scene.Point{X: -1})
	p.end(c, scene.Point{X: 1})
	p.out.finish(true)
}

// normal is what lies half a width to the left of a direction (y points down).
func (p *pen) normal(d scene.Point) scene.Point {
	return scene.Point{X: d.Y * p.half, Y: -d.X * p.half}
}

// end walks around the end of a line that is left in direction d, from the left
// edge to the right one.
func (p *pen) end(c, d scene.Point) {
	n := p.normal(d)
	switch p.cap {
	case scene.CapRound:
		p.arc(c, n, n.Scale(-1))
	case scene.CapSquare:
		ahead := d.Scale(p.half)
		p.out.add(c.Add(n).Add(ahead))
		p.out.add(c.Sub(n).Add(ahead))
	default:
		p.out.add(c.Add(n))
		p.out.add(c.Sub(n))
	}
}

// corner adds the edge at point i between two pieces of the line, on its left
// (side 1) or, walking back, on its right (side -1). from and to are the pieces in
// walking order.
func (p *pen) corner(i, from, to int, side float64) {
	c := p.pts[i]
	d0, d1 := p.dirs[from].Scale(side), p.dirs[to].Scale(side)
	n0, n1 := p.normal(d0), p.normal(d1)
	cos := d0.X*d1.X + d0.Y*d1.Y
	sin := d0.X*d1.Y - d0.Y*d1.X // > 0: turns right, the left edge is the outer one
	// The edges meet at c + (n0+n1)/(1+cos).
	meet := func() scene.Point { return c.Add(n0.Add(n1).Scale(1 / (1 + cos))) }
	// Where that is all but half a width from the corner, no join can be told from
	// another: 1/cos(half the turn) is about 1 + (1-cos)/4.
	if cos > 0.9 && p.half*(1-cos) < 4*invisible {
		p.out.add(meet())
		return
	}
	if sin < 0 {
		// Inner edge: where the edges meet, if both pieces reach that far;
		// else by way of the corner itself, which adds nothing outside the line.
		if reach := p.half * math.Sqrt((1-cos)/(1+cos)); cos > -0.99 && reach < min(p.lens[from], p.lens[to]) {
			p.out.add(meet())
			return
		}
		p.out.add(c.Add(n0))
		p.out.add(c)
		p.out.add(c.Add(n1))
		return
	}
	switch {
	case p.join == scene.JoinRound:
		p.arc(c, n0, n1)
	case p.join == scene.JoinMiter && 2 <= scene.MiterLimit*scene.MiterLimit*(1+cos):
		// The miter is 1/sin(half the angle between the pieces) widths long.
		p.out.add(meet())
	default:
		p.out.add(c.Add(n0))
		p.out.add(c.Add(n1))
	}
}

// arc walks clockwise around c from c+a to c+b, half a turn at most.
func (p *pen) arc(c, a, b scene.Point) {
	angle := math.Abs(math.Atan2(a.X*b.Y-a.Y*b.X, a.X*b.X+a.Y*b.Y))
	p.out.add(c.Add(a))
	if p.half > tolerance {
		step := 2 * math.Acos(1-tolerance/p.half)
		n := max(1, int(math.Ceil(angle/step)))
		sin, cos := math.Sincos(angle / float64(n))
		v := a
		for range n - 1 {
			v = scene.Point{X: v.X*cos - v.Y*sin, Y: v.X*sin + v.Y*cos}
			p.out.add(c.Add(v))
		}
	}
	p.out.add(c.Add(b))
}
