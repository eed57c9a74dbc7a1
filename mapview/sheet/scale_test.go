package sheet_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"pinezka/data"
	"pinezka/mapview/overlay"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/sheet"
)

// direct returns the place at a distance (m) and bearing (degrees from true north)
// from another on WGS 84, by Vincenty's formulae (Survey Review 1975): a second way to
// the ground beside the projection that the sheet uses.
func direct(from orb.Point, bearing, dist float64) orb.Point {
	const (
		a = 6378137.0
		f = 1 / 298.257223563
		b = a * (1 - f)
	)
	sinA, cosA := math.Sincos(bearing * math.Pi / 180)
	tanU := (1 - f) * math.Tan(from[1]*math.Pi/180)
	cosU := 1 / math.Sqrt(1+tanU*tanU)
	sinU := tanU * cosU
	sigma1 := math.Atan2(tanU, cosA)
	sinAlpha := cosU * sinA
	cos2Alpha := 1 - sinAlpha*sinAlpha
	u2 := cos2Alpha * (a*a - b*b) / (b * b)
	bigA := 1 + u2/16384*(4096+u2*(-768+u2*(320-175*u2)))
	bigB := u2 / 1024 * (256 + u2*(-128+u2*(74-47*u2)))
	sigma := dist / (b * bigA)
	var sinS, cosS, cosM float64
	for range 50 {
		cosM = math.Cos(2*sigma1 + sigma)
		sinS, cosS = math.Sincos(sigma)
		delta := bigB * sinS * (cosM + bigB/4*(cosS*(-1+2*cosM*cosM)-bigB/6*cosM*(-3+4*sinS*sinS)*(-3+4*cosM*cosM)))
		sigma = dist/(b*bigA) + delta
	}
	lat := math.Atan2(sinU*cosS+cosU*sinS*cosA, (1-f)*math.Hypot(sinAlpha, sinU*sinS-cosU*cosS*cosA))
	lambda := math.Atan2(sinS*sinA, cosU*cosS-sinU*sinS*cosA)
	c := f / 16 * cos2Alpha * (4 + f*(4-3*cos2Alpha))
	l := lambda - (1-c)*f*sinAlpha*(sigma+c*sinS*(cosM+c*cosS*(-1+2*cosM*cosM)))
	return orb.Point{from[0] + l*180/math.Pi, lat * 180 / math.Pi}
}

func TestScaleIsTrueAndNorthIsUp(t *testing.T) {
	for _, lon := range []float64{14.2, 19.0, 24.0} {
		for _, tc := range []struct {
			paper sheet.Paper
			scale float64
		}{{sheet.Papers[0], 10000}, {sheet.Papers[1].Landscape(), 5000}, {sheet.Papers[4].Landscape(), 7500}} {
			t.Run(fmt.Sprintf("%v E 1:%v %s", lon, tc.scale, tc.paper.Name), func(t *testing.T) {
				m := plain(t, 0, 0)
				m.Paper, m.Scale, m.Centre, m.Show = tc.paper, tc.scale, orb.Point{lon, 52.1}, orb.Bound{}
				page := pagesOf(t, m)[0]
				c := page.Map.Camera
				for _, at := range []struct {
					where scene.Point
					far   float64 // what part a length may be off
				}{
					{scene.Point{X: c.W / 2, Y: c.H / 2}, 0.0002},
					{scene.Point{X: 5, Y: 5}, 0.001},
					{scene.Point{X: c.W - 5, Y: c.H - 5}, 0.001},
					{scene.Point{X: c.W - 5, Y: 5}, 0.001},
				} {
					from := c.ToGround(at.where)
					for _, bearing := range []float64{0, 45, 90, 200, 315} {
						got := c.ToPage(direct(from, bearing, 1000)).Dist(at.where)
						want := 1000 / tc.scale * 1000
						if math.Abs(got-want) > want*at.far {
							t.Errorf("at %v, 1 km towards %v is %.4f mm, want %.4f", at.where, bearing, got, want)
						}
					}
				}
				middle := scene.Point{X: c.W / 2, Y: c.H / 2}
				d := c.ToPage(direct(c.Centre, 0, 1000)).Sub(middle)
				if off := math.Atan2(d.X, -d.Y) * 180 / math.Pi; math.Abs(off) > 0.05 {
					t.Errorf("true north is %.3f degrees off", off)
				}
			})
		}
	}
}

// found returns the box of what a scene draws under a class of its furniture.
func found(s scene.Scene, class string) scene.Rect {
	var r scene.Rect
	scene.Walk(s.Ops, func(op scene.Op, m scene.Affine) bool {
		if st, ok := op.(scene.Stroke); ok && st.Ref.Class == class {
			r, _ = st.Path.Transform(m).Bounds()
		}
		return true
	})
	return r
}

// TestNumberBarAndGridAgree reads the three from the drawn sheet, each by itself.
func TestNumberBarAndGridAgree(t *testing.T) {
	for _, scale := range append(slices.Clone(sheet.Scales), 1234, 4321, 33333, 100000) {
		for _, p := range papers() {
			m := plain(t, 3, 0)
			m.Paper, m.Scale, m.Centre = p, scale, middle
			var bar float64
			m.Words.Length = func(metres float64) string { bar = max(bar, metres); return "1 m" }
			var number float64
			m.Words.Scale = func(s float64) string { number, bar = s, 0; return "Skala" }
			page := pagesOf(t, m)[0]
			if number != scale || page.Map.Camera.Scale != scale {
				t.Fatalf("asked for 1:%v, the sheet says 1:%v", scale, number)
			}
			if got := found(page.Scene, "scale-bar").W(); math.Abs(got-bar/scale*1000) > 1e-6 || got < 25 || got > 120 {
				t.Errorf("1:%v on %s: a bar of %v m is %.3f mm", scale, paperName(p), bar, got)
			}
			cell := page.Map.Cell / scale * 1000
			lines := gridLines(page)
			if len(lines) == 0 || math.Abs(lines[0]-page.Map.Frame.X0-cell) > 1e-6 || cell < 25 || cell > 110 {
				t.Errorf("1:%v on %s: cells of %v m are %.2f mm, lines at %v", scale, paperName(p), page.Map.Cell, cell, lines)
			}
		}
	}
}

// gridLines returns where the upright lines of the grid stand.
func gridLines(page sheet.Page) []float64 {
	var xs []float64
	scene.Walk(page.Scene.Ops, func(op scene.Op, _ scene.Affine) bool {
		if g, ok := op.(scene.Group); ok && g.Clip != nil {
			return false
		}
		st, ok := op.(scene.Stroke)
		if !ok || st.Width != 0.15 {
			return true
		}
		for i := 0; i+1 < len(st.Path.Points); i += 2 {
			if a, b := st.Path.Points[i], st.Path.Points[i+1]; a.X == b.X {
				xs = append(xs, a.X)
			}
		}
		return true
	})
	return xs
}

func TestRulerIsHundredMillimetres(t *testing.T) {
	for _, p := range papers() {
		m := plain(t, 3, 0)
		m.Paper = p
		if w := found(pagesOf(t, m)[0].Scene, "ruler").W(); math.Abs(w-100) > 1e-9 {
			t.Errorf("%s: the ruler is %v mm", paperName(p), w)
		}
	}
}

func caseFile(t testing.TB, parts ...string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(append([]string{"../../data/testdata/cases"}, parts...)...))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func expected(t testing.TB, name string, v any) {
	t.Helper()
	if err := json.Unmarshal(caseFile(t, name, "expected.json"), v); err != nil {
		t.Fatal(err)
	}
}

// TestCaseScale10000: a kilometre on the ground is ten centimetres on the sheet.
func TestCaseScale10000(t *testing.T) {
	var want struct {
		Page     [2]float64 `json:"page_pt"`
		Line     float64    `json:"line_mm"`
		Bar      float64    `json:"bar_500m_mm"`
		Mercator float64    `json:"mercator_mistake_mm"`
	}
	expected(t, "prn-scale-10000", &want)
	fc, err := geojson.UnmarshalFeatureCollection(caseFile(t, "prn-scale-10000", "kilometr.geojson"))
	if err != nil {
		t.Fatal(err)
	}
	m := plain(t, 0, 0)
	m.Paper, m.Scale, m.Categories = sheet.Papers[0], 10000, 0
	m.Words.Scale = func(s float64) string { return fmt.Sprintf("1:%.0f", s) }
	threats := overlay.Threats{}
	for i, f := range fc.Features {
		threats.Motions = append(threats.Motions, data.Motion{
			ID: data.MotionID(i + 1), Number: i + 1, Place: data.MotionPlace{Kind: data.PlaceLine, Geometry: f.Geometry},
		})
		if i == 0 {
			m.Show = f.Geometry.Bound()
		}
		m.Show = m.Show.Union(f.Geometry.Bound())
	}
	m.Map.Overlay = []portrayal.Overlay{threats}
	page := pagesOf(t, m)[0]
	save(t, "case-scale-10000", []sheet.Page{page})

	lines := 0
	scene.Walk(page.Scene.Ops, func(op scene.Op, to scene.Affine) bool {
		st, ok := op.(scene.Stroke)
		if !ok || st.Width != 0.8 || len(st.Path.Points) != 2 {
			return true
		}
		p := st.Path.Transform(to)
		lines++
		if got := p.Points[0].Dist(p.Points[1]); math.Abs(got-want.Line) > 0.5 || math.Abs(got-want.Mercator) < 50 {
			t.Errorf("a line of 1000 m is %.2f mm, want %v", got, want.Line)
		}
		for _, q := range p.Points {
			if !page.Map.Frame.Contains(q) {
				t.Errorf("the line leaves the frame: %v", q)
			}
		}
		return true
	})
	if lines != 2 {
		t.Errorf("%d lines drawn, want 2", lines)
	}
	if bar := found(page.Scene, "scale-bar").W(); math.Abs(bar-want.Bar) > 0.3 {
		t.Errorf("the bar of 500 m is %.2f mm, want %v", bar, want.Bar)
	}
	words := allText(page)
	for _, s := range []string{"1:10000", "500 m", m.Words.FullSize, m.Words.Ruler} {
		if !strings.Contains(words, s) {
			t.Errorf("the sheet does not say %q", s)
		}
	}
	const pt = 72 / 25.4
	if w, h := page.Scene.W*pt, page.Scene.H*pt; math.Abs(w-want.Page[0]) > 0.5 || math.Abs(h-want.Page[1]) > 0.5 {
		t.Errorf("the page is %v by %v pt, want %v", w, h, want.Page)
	}
	if f := page.Map.Frame; f.X0 < 5 || f.Y0 < 5 || page.Scene.W-f.X1 < 5 || page.Scene.H-f.Y1 < 5 {
		t.Errorf("the map's frame %v leaves less than 5 mm", f)
	}
	if !page.Map.Whole {
		t.Error("the lines fit, the sheet says they do not")
	}
}

func TestScaleIsNeverChangedSilently(t *testing.T) {
	m := plain(t, 0, 0)
	m.Show, m.Scale = around(middle, 6000, 4000), 10000
	got := pagesOf(t, m)[0].Map
	if got.Camera.Scale != 10000 || got.Whole || got.FitScale != 25000 {
		t.Errorf("6 km at 1:10 000 on A3: scale %v, whole %v, would fit at %v", got.Camera.Scale, got.Whole, got.FitScale)
	}
	m.Scale = 0
	got = pagesOf(t, m)[0].Map
	if got.Camera.Scale != 25000 || !got.Whole {
		t.Errorf("fitted: scale %v, whole %v", got.Camera.Scale, got.Whole)
	}
}
