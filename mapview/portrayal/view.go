package portrayal

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"pinezka/mapview/camera"
	"pinezka/mapview/scene"
)

// view turns degrees into millimetres of one picture, fast: the plane's formulas
// are asked at a few places only, and a cubic polynomial in both directions
// stands for them in between wherever it is exact enough.
type view struct {
	camera.Camera
	to   scene.Affine // plane metres to millimetres
	box  scene.Rect   // what geometry is cut to: the picture and a margin
	fit  bool         // the polynomial holds
	mid  orb.Point    // centre of the polynomial's square
	inv  orb.Point    // 1 / half of its sides
	x, y cubic
	pool []scene.Point // room for points that live as long as the scene
}

// cubic holds the factors of u^i v^j.
type cubic [4][4]float64

func (k *cubic) at(u, v float64) float64 {
	r := 0.0
	for i := 3; i >= 0; i-- {
		c := &k[i]
		r = r*u + (((c[3]*v+c[2])*v+c[1])*v + c[0])
	}
	return r
}

// fitError is how far in mm the polynomial may stray: a fiftieth of a pixel.
const fitError = 0.005

// newView prepares a camera's view with a margin (mm).
func newView(c camera.Camera, margin float64) *view {
	v := &view{Camera: c, to: c.Affine(), box: scene.Rect{X1: c.W, Y1: c.H}.Grow(margin)}
	b := c.Bound(margin)
	v.mid = b.Center()
	// Half as much again, since lines come in from outside.
	hx, hy := (b.Max[0]-b.Min[0])*0.75, (b.Max[1]-b.Min[1])*0.75
	if hx <= 0 || hy <= 0 {
		return v
	}
	v.inv = orb.Point{1 / hx, 1 / hy}
	v.interpolate()
	v.fit = true
	for _, s := range [...]float64{-1, -0.5, 0, 0.6, 1} {
		for _, t := range [...]float64{-1, -0.6, 0, 0.5, 1} {
			g := orb.Point{v.mid[0] + s*hx, v.mid[1] + t*hy}
			e, p := v.exact(g), scene.Point{X: v.x.at(s, t), Y: v.y.at(s, t)}
			if !(e.Dist(p) <= fitError) { // so that NaN fails, too
				v.fit = false
			}
		}
	}
	return v
}

// interpolate finds the polynomials through a 4 x 4 grid of Chebyshev nodes.
func (v *view) interpolate() {
	var node [4]float64
	var basis [4][4]float64 // factors of the Lagrange polynomial of each node
	for i := range node {
		node[i] = math.Cos(math.Pi * (2*float64(i) + 1) / 8)
	}
	for i := range node {
		p := [4]float64{1}
		for j, n := range node {
			if j == i {
				continue
			}
			d := node[i] - n
			for k := 3; k > 0; k-- {
				p[k] = (p[k-1] - n*p[k]) / d
			}
			p[0] = -n * p[0] / d
		}
		basis[i] = p
	}
	for i, s := range node {
		for j, t := range node {
			e := v.exact(orb.Point{v.mid[0] + s/v.inv[0], v.mid[1] + t/v.inv[1]})
			for a := range 4 {
				for b := range 4 {
					w := basis[i][a] * basis[j][b]
					v.x[a][b] += w * e.X
					v.y[a][b] += w * e.Y
				}
			}
		}
	}
}

func (v *view) exact(g orb.Point) scene.Point {
	p := v.Plane.Project(g)
	return v.to.Apply(scene.Point{X: p[0], Y: p[1]})
}

// page turns degrees into millimetres.
func (v *view) page(g orb.Point) scene.Point {
	s, t := (g[0]-v.mid[0])*v.inv[0], (g[1]-v.mid[1])*v.inv[1]
	if !v.fit || s > 1 || s < -1 || t > 1 || t < -1 {
		return v.exact(g)
	}
	return scene.Point{X: v.x.at(s, t), Y: v.y.at(s, t)}
}

// pages turns a row of points into millimetres and leaves out those nearer than
// tol to the one before; first and last stay. The points are the view's own: they
// are not given back.
func (v *view) pages(gs []orb.Point, tol float64) ([]scene.Point, scene.Rect) {
	out := v.room(len(gs))
	box := emptyRect()
	for i, g := range gs {
		p := v.page(g)
		if n := len(out); n > 0 && i < len(gs)-1 {
			if q := out[n-1]; math.Abs(p.X-q.X) < tol && math.Abs(p.Y-q.Y) < tol {
				continue
			}
		}
		out = append(out, p)
		box.X0, box.Y0 = min(box.X0, p.X), min(box.Y0, p.Y)
		box.X1, box.Y1 = max(box.X1, p.X), max(box.Y1, p.Y)
	}
	v.pool = v.pool[len(out):]
	return slices.Clip(out), box
}

// room returns an empty slice with space for n points; whoever fills it takes
// them from the pool.
func (v *view) room(n int) []scene.Point {
	if cap(v.pool) < n {
		v.pool = make([]scene.Point, max(n, 4096))
	}
	return v.pool[:0:n]
}

func emptyRect() scene.Rect {
	return scene.Rect{X0: math.Inf(1), Y0: math.Inf(1), X1: math.Inf(-1), Y1: math.Inf(-1)}
}

// inside tells whether box lies in r, edges included.
func inside(box, r scene.Rect) bool {
	return box.X0 >= r.X0 && box.X1 <= r.X1 && box.Y0 >= r.Y0 && box.Y1 <= r.Y1
}

// touches tells whether two boxes share a point.
func touches(a, b scene.Rect) bool {
	return a.X0 <= b.X1 && b.X0 <= a.X1 && a.Y0 <= b.Y1 && b.Y0 <= a.Y1
}
