package raster

import (
	"math"

	"pinezka/mapview/scene"
)

// tolerance is how far, in pixels, a flattened curve may stray from the true one.
const tolerance = 0.1

// polygons is a list of polylines in pixels, kept in two slices so that the same
// memory serves shape after shape.
type polygons struct {
	pts  []scene.Point
	ends []end
	tmp  [2][]scene.Point // scratch of clip
}

// end is where a polyline ends in pts.
type end struct {
	at     int
	closed bool
}

func (p *polygons) reset() { p.pts, p.ends = p.pts[:0], p.ends[:0] }

func (p *polygons) add(q scene.Point) { p.pts = append(p.pts, q) }

// start is where the polyline that is being added begins.
func (p *polygons) start() int {
	if len(p.ends) == 0 {
		return 0
	}
	return p.ends[len(p.ends)-1].at
}

// finish ends the polyline that is being added; one without points is no polyline.
func (p *polygons) finish(closed bool) {
	if len(p.pts) > p.start() {
		p.ends = append(p.ends, end{len(p.pts), closed})
	}
}

// each calls f for every polyline.
func (p *polygons) each(f func(pts []scene.Point, closed bool)) {
	at := 0
	for _, e := range p.ends {
		f(p.pts[at:e.at], e.closed)
		at = e.at
	}
}

// flatten adds a path, mapped by m, curves as chords.
func (p *polygons) flatten(path scene.Path, m scene.Affine) {
	i := 0
	var first scene.Point
	reopen := false // after Close, a line goes on from the first point
	begin := func() {
		if reopen {
			p.add(first)
			reopen = false
		}
	}
	for _, v := range path.Verbs {
		switch v {
		case scene.MoveTo:
			p.finish(false)
			first, reopen = m.Apply(path.Points[i]), false
			p.add(first)
			i++
		case scene.LineTo:
			begin()
			p.add(m.Apply(path.Points[i]))
			i++
		case scene.CubicTo:
			begin()
			p.cubic(m.Apply(path.Points[i]), m.Apply(path.Points[i+1]), m.Apply(path.Points[i+2]))
			i += 3
		case scene.Close:
			p.finish(true)
			reopen = true
		}
	}
	p.finish(false)
}

// cubic adds a curve from the last point on. The second differences bound how far
// a chord strays.
func (p *polygons) cubic(b, c, d scene.Point) {
	if len(p.pts) == 0 {
		p.add(b)
	}
	a := p.pts[len(p.pts)-1]
	bend := max(math.Hypot(a.X-2*b.X+c.X, a.Y-2*b.Y+c.Y), math.Hypot(b.X-2*c.X+d.X, b.Y-2*c.Y+d.Y))
	n := int(math.Ceil(math.Sqrt(0.75 * bend / tolerance)))
	n = max(1, min(n, 200))
	for i := 1; i < n; i++ {
		t := float64(i) / float64(n)
		u := 1 - t
		k0, k1, k2, k3 := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
		p.add(scene.Point{X: k0*a.X + k1*b.X + k2*c.X + k3*d.X, Y: k0*a.Y + k1*b.Y + k2*c.Y + k3*d.Y})
	}
	p.add(d)
}

// clip cuts the areas to a box, side by side (Sutherland and Hodgman 1974). What
// lies outside collapses onto the box's edge, where it covers nothing.
func (p *polygons) clip(r scene.Rect) {
	if len(p.pts) == 0 || within(box(p.pts, scene.Identity), r) {
		return
	}
	at := 0
	kept, ends := p.tmp[0][:0], p.ends[:0]
	for _, e := range p.ends {
		ring := p.pts[at:e.at]
		at = e.at
		if !within(box(ring, scene.Identity), r) {
			ring = p.clipRing(ring, r)
		}
		if len(ring) > 2 {
			kept = append(kept, ring...)
			ends = append(ends, end{len(kept), true})
		}
	}
	p.tmp[0], p.pts, p.ends = p.pts, kept, ends
}

func (p *polygons) clipRing(ring []scene.Point, r scene.Rect) []scene.Point {
	cur := append([]scene.Point(nil), ring...)
	next := p.tmp[1][:0]
	for side := range 4 {
		next = next[:0]
		for i, b := range cur {
			a := cur[(i+len(cur)-1)%len(cur)]
			da, db := depth(a, r, side), depth(b, r, side)
			if (da >= 0) != (db >= 0) {
				next = append(next, between(a, b, da/(da-db)))
			}
			if db >= 0 {
				next = append(next, b)
			}
		}
		cur, next = next, cur
	}
	p.tmp[1] = next
	return cur
}

// depth is how far a point lies inside one side of a box.
func depth(q scene.Point, r scene.Rect, side int) float64 {
	switch side {
	case 0:
		return q.X - r.X0
	case 1:
		return r.X1 - q.X
	case 2:
		return q.Y - r.Y0
	}
	return r.Y1 - q.Y
}

func between(a, b scene.Point, t float64) scene.Point {
	return scene.Point{X: a.X + t*(b.X-a.X), Y: a.Y + t*(b.Y-a.Y)}
}

func within(b, r scene.Rect) bool {
	return b.X0 >= r.X0 && b.Y0 >= r.Y0 && b.X1 <= r.X1 && b.Y1 <= r.Y1
}

// cut calls f with the pieces of the lines that touch a box.
func (p *polygons) cut(r scene.Rect, f func(pts []scene.Point, closed bool)) {
	p.each(func(pts []scene.Point, closed bool) {
		if within(box(pts, scene.Identity), r) {
			f(pts, closed)
			return
		}
		if closed {
			// Begin outside, so that no join becomes two caps.
			far := 0
			for i, q := range pts {
				if !r.Contains(q) {
					far = i
					break
				}
			}
			turned := make([]scene.Point, 0, len(pts)+1)
			pts = append(append(append(turned, pts[far:]...), pts[:far]...), pts[far])
		}
		var piece []scene.Point
		flush := func() {
			if len(piece) > 1 {
				f(piece, false)
			}
			piece = piece[:0]
		}
		for i := 1; i < len(pts); i++ {
			a, b, ok := segment(pts[i-1], pts[i], r)
			if !ok {
				flush()
				continue
			}
			if len(piece) == 0 || piece[len(piece)-1] != a {
				flush()
				piece = append(piece, a)
			}
			piece = append(piece, b)
		}
		flush()
	})
}

// segment returns the part of a–b within a box (Liang and Barsky 1984).
func segment(a, b scene.Point, r scene.Rect) (scene.Point, scene.Point, bool) {
	t0, t1 := 0.0, 1.0
	for side := range 4 {
		da, db := depth(a, r, side), depth(b, r, side)
		switch {
		case da < 0 && db < 0:
			return a, b, false
		case da < 0:
			t0 = max(t0, da/(da-db))
		case db < 0:
			t1 = min(t1, da/(da-db))
		}
	}
	if t0 > t1 {
		return a, b, false
	}
	c, d := a, b
	if t0 > 0 {
		c = between(a, b, t0)
	}
	if t1 < 1 {
		d = between(a, b, t1)
	}
	return c, d, true
}

// dashes returns the lengths of dashes and gaps in pixels, an even number of
// them, or nil for a solid line. Dashes too fine to be told apart give a solid line.
func dashes(mm []float64, scale float64) []float64 {
	sum := 0.0
	for _, d := range mm {
		sum += max(0, d)
	}
	if sum*scale < 0.2 {
		return nil
	}
	d := make([]float64, 0, 2*len(mm))
	for range 1 + len(mm)%2 {
		for _, v := range mm {
			d = append(d, max(0, v)*scale)
		}
	}
	return d
}

// dash calls f with the dashes along each line, phase pixels into the pattern at
// its start, leaving out what is not within the box. Each piece of a path begins the pattern
// anew, as in PDF.
func (p *polygons) dash(d []float64, phase float64, r scene.Rect, f func(pts []scene.Point, closed bool)) {
	period := 0.0
	for _, v := range d {
		period += v
	}
	p.each(func(pts []scene.Point, closed bool) {
		if closed {
			pts = append(append(make([]scene.Point, 0, len(pts)+1), pts...), pts[0])
		}
		w := dasher{d: d, period: period, f: f}
		w.jump(phase)
		for k := 1; k < len(pts); k++ {
			a, b := pts[k-1], pts[k]
			c, e, ok := segment(a, b, r)
			if !ok {
				w.skip(a.Dist(b))
				continue
			}
			w.skip(a.Dist(c))
			w.walk(c, e)
			w.skip(e.Dist(b))
		}
		w.flush()
	})
}

// dasher walks along a line and hands out its dashes.
type dasher struct {
	d      []float64 // dashes and gaps, px
	period float64
	f      func(pts []scene.Point, closed bool)

	i     int     // which of d
	left  float64 // how much of it
	piece []scene.Point
}

// jump sets the place in the pattern, s pixels from its start.
func (w *dasher) jump(s float64) {
	s = math.Mod(s, w.period)
	if s < 0 {
		s += w.period
	}
	for i, v := range w.d {
		if s < v || s == 0 && v == 0 { // a dash of no length is a dot
			w.i, w.left = i, v-s
			return
		}
		s -= v
	}
	w.i, w.left = 0, w.d[0]
}

// skip goes on unseen.
func (w *dasher) skip(length float64) {
	if length == 0 {
		return
	}
	w.flush()
	if length < w.left {
		w.left -= length
		return
	}
	done := w.d[w.i] - w.left
	for _, v := range w.d[:w.i] {
		done += v
	}
	w.jump(done + length)
}

// walk draws on from a to b.
func (w *dasher) walk(a, b scene.Point) {
	length := a.Dist(b)
	for at := 0.0; at < length; {
		on := w.i%2 == 0
		if on && len(w.piece) == 0 {
			w.piece = append(w.piece, between(a, b, at/length))
		}
		step := min(w.left, length-at)
		at += step
		w.left -= step
		if on {
			w.piece = append(w.piece, between(a, b, at/length))
		}
		if w.left < 1e-9 {
			w.flush()
			w.i = (w.i + 1) % len(w.d)
			w.left = w.d[w.i]
		}
	}
}

// flush hands out the dash walked so far.
func (w *dasher) flush() {
	if len(w.piece) > 1 {
		w.f(w.piece, false)
	}
	w.piece = w.piece[:0]
}

// covers tells whether the polygons are one upright rectangle that holds r.
func (p *polygons) covers(r scene.Rect) bool {
	if len(p.ends) != 1 || len(p.pts) < 4 || len(p.pts) > 5 {
		return false
	}
	q := p.pts
	if len(q) == 5 && q[4] != q[0] {
		return false
	}
	upright := q[0].X == q[1].X && q[1].Y == q[2].Y && q[2].X == q[3].X && q[3].Y == q[0].Y ||
		q[0].Y == q[1].Y && q[1].X == q[2].X && q[2].Y == q[3].Y && q[3].X == q[0].X
	return upright && within(r, box(q, scene.Identity))
}
