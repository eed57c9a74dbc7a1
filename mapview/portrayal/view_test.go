package portrayal

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/mapview/camera"
	"pinezka/mapview/scene"
)

// cone is a plane whose formulas bend more than those of any map projection in
// use here, so that the polynomial must give up over a wide view.
type cone struct{}

func (cone) Project(p orb.Point) orb.Point {
	r := 9e6 - 111000*p[1]
	s, c := math.Sincos((p[0] - 20) * math.Pi / 180 * 0.8)
	return orb.Point{r * s, -r * c}
}

func (cone) Unproject(p orb.Point) orb.Point {
	return orb.Point{20 + math.Atan2(p[0], -p[1])*180/math.Pi/0.8, (9e6 - math.Hypot(p[0], p[1])) / 111000}
}

func TestViewAgreesWithTheCamera(t *testing.T) {
	turned := testCamera(10000, 500, 300)
	turned.Turn = 0.04
	curved := camera.Camera{Plane: cone{}, Centre: here, Scale: 100000, Factor: 1, W: 400, H: 300}
	wide := curved
	wide.Scale = 10_000_000
	for name, tt := range map[string]struct {
		c   camera.Camera
		fit bool
	}{
		"street":  {testCamera(2000, 500, 300), true},
		"town":    {turned, true},
		"powiat":  {testCamera(250000, 500, 300), true},
		"cone":    {curved, true},
		"country": {wide, false},
	} {
		v := newView(tt.c, 5)
		if v.fit != tt.fit {
			t.Errorf("%s: polynomial used: %v, want %v", name, v.fit, tt.fit)
		}
		for x := -300.0; x <= tt.c.W+300; x += 37 {
			for y := -300.0; y <= tt.c.H+300; y += 41 {
				want := scene.Point{X: x, Y: y}
				if got := v.page(tt.c.ToGround(want)); got.Dist(want) > 2*fitError {
					t.Errorf("%s: %v came out as %v", name, want, got)
				}
			}
		}
	}
}

func TestPagesDropWhatIsTooNear(t *testing.T) {
	g := ground{testCamera(5000, 60, 60)}
	v := newView(g.c, 1)
	line, box := v.pages(g.line(0, 0, 0.04, 0.04, 5, 5, 5.02, 5.02, 5.04, 5.04, 9, 9, 9.01, 9.01), 0.1)
	if len(line) != 4 || line[0].Dist(scene.Point{}) > 0.01 || line[3].Dist(scene.Point{X: 9.01, Y: 9.01}) > 0.01 {
		t.Errorf("line %v", line)
	}
	if math.Abs(box.X1-9.01) > 0.01 || math.Abs(box.Y0) > 0.01 {
		t.Errorf("box %v", box)
	}
	// Appending to one line must not write into the next.
	next, _ := v.pages(g.line(1, 1, 2, 2), 0.1)
	_ = append(line, scene.Point{X: -99})
	if next[0].X < 0 {
		t.Error("lines share room")
	}
}
