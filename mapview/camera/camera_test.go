package camera

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"pinezka/mapview/scene"
)

var rzeszow = orb.Point{22.017, 50.0248}

// cameras looks at the same place in the ways that occur: upright and turned.
func cameras() map[string]Camera {
	turned := Screen(rzeszow, 5000, 400, 300)
	turned.Turn = 2.3 * math.Pi / 180
	return map[string]Camera{
		"screen": Screen(rzeszow, 5000, 508, 285.75),
		"turned": turned,
		"south":  Screen(orb.Point{-58.4, -34.6}, 25000, 200, 100),
	}
}

func near(a, b scene.Point, tol float64) bool { return a.Dist(b) <= tol }

func TestThereAndBack(t *testing.T) {
	for name, c := range cameras() {
		for _, p := range []scene.Point{{}, {X: c.W, Y: c.H}, {X: c.W / 3, Y: -20}, {X: c.W / 2, Y: c.H / 2}} {
			if q := c.ToPage(c.ToGround(p)); !near(p, q, 1e-6) {
				t.Errorf("%s: %v came back as %v", name, p, q)
			}
		}
		if q := c.ToPage(c.Centre); !near(q, scene.Point{X: c.W / 2, Y: c.H / 2}, 1e-9) {
			t.Errorf("%s: the centre lies at %v", name, q)
		}
	}
}

func TestNorthIsUpAndTurnIsClockwise(t *testing.T) {
	c := Screen(rzeszow, 5000, 400, 300)
	n := c.ToPage(orb.Point{rzeszow[0], rzeszow[1] + 0.001}).Sub(c.ToPage(rzeszow))
	if math.Abs(n.X) > 1e-9 || n.Y >= 0 {
		t.Errorf("north points to %v", n)
	}
	c.Turn = math.Pi / 2
	n = c.ToPage(orb.Point{rzeszow[0], rzeszow[1] + 0.001}).Sub(c.ToPage(rzeszow))
	if n.X <= 0 || math.Abs(n.Y) > 1e-9 {
		t.Errorf("turned a quarter clockwise, north points to %v", n)
	}
}

// The scale is the true one: compared with lengths by the ellipsoid's local radii,
// in the mean of both directions; each of them is off by at most 0.2 %.
func TestScaleIsTrue(t *testing.T) {
	const a, e2 = 6378137.0, 0.00669437999014
	s := math.Sin(rzeszow[1] * math.Pi / 180)
	n := a / math.Sqrt(1-e2*s*s)
	m := a * (1 - e2) / math.Pow(1-e2*s*s, 1.5)
	const d = 0.001
	east := n * math.Cos(rzeszow[1]*math.Pi/180) * d * math.Pi / 180
	north := m * d * math.Pi / 180
	c := Screen(rzeszow, 5000, 400, 300)
	o := c.ToPage(rzeszow)
	gotEast := c.ToPage(orb.Point{rzeszow[0] + d, rzeszow[1]}).Dist(o) * 5
	gotNorth := c.ToPage(orb.Point{rzeszow[0], rzeszow[1] + d}).Dist(o) * 5
	if mean := math.Sqrt(gotEast / east * gotNorth / north); math.Abs(mean-1) > 1e-5 {
		t.Errorf("scale is off by a factor of %.6f", mean)
	}
	for dir, k := range map[string]float64{"east": gotEast / east, "north": gotNorth / north} {
		if math.Abs(k-1) > 0.002 {
			t.Errorf("%s: off by a factor of %.5f", dir, k)
		}
	}
	if k := gotEast / geo.Distance(rzeszow, orb.Point{rzeszow[0] + d, rzeszow[1]}); math.Abs(k-1) > 0.005 {
		t.Errorf("a sphere's distance differs by a factor of %.5f", k)
	}
	if got := c.MetresPerMM(); got != 5 {
		t.Errorf("%g m in a millimetre, want 5", got)
	}
}

func TestBoundHoldsThePicture(t *testing.T) {
	for name, c := range cameras() {
		b := c.Bound(5)
		for x := -5.0; x <= c.W+5; x += (c.W + 10) / 8 {
			for y := -5.0; y <= c.H+5; y += (c.H + 10) / 8 {
				if g := c.ToGround(scene.Point{X: x, Y: y}); !b.Pad(1e-9).Contains(g) {
					t.Errorf("%s: %v at %g, %g is not in %v", name, g, x, y, b)
				}
			}
		}
	}
}

func TestMovedByKeepsThePictureUnderTheHand(t *testing.T) {
	for name, c := range cameras() {
		d := scene.Point{X: 40, Y: -25}
		for _, p := range []scene.Point{{}, {X: 100, Y: 80}, {X: c.W, Y: c.H}} {
			if q := c.MovedBy(d).ToPage(c.ToGround(p)); !near(q, p.Add(d), 1e-6) {
				t.Errorf("%s: %v went to %v, want %v", name, p, q, p.Add(d))
			}
		}
	}
	// Far to the north the same picture has another true scale.
	c := Screen(rzeszow, 5_000_000, 400, 300).MovedBy(scene.Point{Y: 140})
	if f := mercatorFactor(c.Centre[1]); math.Abs(c.Factor-f) > 1e-12 || c.Scale >= 5_000_000 {
		t.Errorf("factor %g, want %g; scale %g", c.Factor, f, c.Scale)
	}
}

func TestZoomedAboutKeepsThePlace(t *testing.T) {
	for name, c := range cameras() {
		at := scene.Point{X: 30, Y: 70}
		z := c.ZoomedAbout(at, 2)
		if q := z.ToPage(c.ToGround(at)); !near(q, at, 1e-6) {
			t.Errorf("%s: the place went from %v to %v", name, at, q)
		}
		p := scene.Point{X: 60, Y: 90}
		want := at.Add(p.Sub(at).Scale(2))
		if q := z.ToPage(c.ToGround(p)); !near(q, want, 1e-6) {
			t.Errorf("%s: %v went to %v, want %v", name, p, q, want)
		}
		if z.Scale > c.Scale/2*1.001 || z.Scale < c.Scale/2*0.999 {
			t.Errorf("%s: scale %g from %g", name, z.Scale, c.Scale)
		}
	}
}

func TestFitShowsAllOfIt(t *testing.T) {
	for _, b := range []orb.Bound{
		{Min: orb.Point{22.00, 50.00}, Max: orb.Point{22.05, 50.02}},
		{Min: orb.Point{22.00, 50.00}, Max: orb.Point{22.01, 50.09}},
		{Min: orb.Point{14, 49}, Max: orb.Point{24, 55}},
		{Min: orb.Point{22, 50}, Max: orb.Point{22, 50}},
	} {
		const w, h, margin = 200, 150, 10
		c := Fit(b, w, h, margin)
		room := scene.Rect{X0: margin - 0.01, Y0: margin - 0.01, X1: w - margin + 0.01, Y1: h - margin + 0.01}
		lo, hi := c.ToPage(b.Min), c.ToPage(b.Max)
		if !room.Contains(lo) || !room.Contains(hi) {
			t.Errorf("%v: corners at %v and %v", b, lo, hi)
		}
		filled := max((hi.X-lo.X)/(w-2*margin), (lo.Y-hi.Y)/(h-2*margin))
		if c.Scale > 250 && filled < 0.99 {
			t.Errorf("%v fills only %.2f of the room", b, filled)
		}
	}
}

func TestZoomLevels(t *testing.T) {
	for _, z := range []float64{0, 10, 15.5, 16, 18} {
		c := Screen(rzeszow, ScaleAtZoom(z, rzeszow[1]), 400, 300)
		if got := c.Zoom(); math.Abs(got-z) > 1e-9 {
			t.Errorf("zoom %g came back as %g", z, got)
		}
	}
	// At level 16 the world is 256*2^16 px wide: 1.535 m a pixel at 50.0248 N.
	if m := ScaleAtZoom(16, rzeszow[1]) / 1000 / scene.PxPerMM; math.Abs(m-1.535) > 0.003 {
		t.Errorf("%.4f m a pixel at level 16", m)
	}
}

func TestMercatorEdges(t *testing.T) {
	p := Mercator{}.Project(orb.Point{180, 90})
	if math.Abs(p[0]-20037508.342789244) > 1e-6 || math.Abs(p[1]-20037508.34) > 0.01 {
		t.Errorf("the corner of the world lies at %v", p)
	}
}
