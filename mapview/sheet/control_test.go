package sheet_test

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/data"
	"pinezka/mapview/overlay"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/sheet"
)

// segment is a straight line that a page of a PDF strokes: its ends in millimetres
// from the page's lower left corner, its width in millimetres.
type segment struct {
	from, to scene.Point
	width    float64
}

// strokedIn reads a PDF's first page as a printer would and returns every straight
// line of two points that it strokes. It knows of the page description only what
// moves ink: the matrix, its stack, line width, paths and strokes.
func strokedIn(t testing.TB, file []byte) []segment {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.pdf"), filepath.Join(dir, "out.pdf")
	if err := os.WriteFile(in, file, 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.Command("qpdf", "--qdf", "--object-streams=disable", "--coalesce-contents", in, out).CombinedOutput(); err != nil {
		t.Fatalf("qpdf (the tests of sheets need it: apt-get install qpdf): %v\n%s", err, said)
	}
	plain, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	_, body, ok := bytes.Cut(plain, []byte("%% Contents for page 1\n"))
	if !ok {
		t.Fatal("the PDF has no page with contents")
	}
	_, body, _ = bytes.Cut(body, []byte("stream\n"))
	body, _, _ = bytes.Cut(body, []byte("endstream"))
	body = regexp.MustCompile(`\((?:\\.|[^\\)])*\)`).ReplaceAll(body, nil)

	type state struct {
		m     scene.Affine
		width float64
	}
	const mm = 25.4 / 72
	now := state{m: scene.Affine{A: mm, D: mm}, width: 1}
	var stack []state
	var args []float64
	var path []scene.Point
	straight := true
	var drawn []segment
	for _, word := range bytes.Fields(body) {
		if v, err := strconv.ParseFloat(string(word), 64); err == nil {
			args = append(args, v)
			continue
		}
		at := func(i int) scene.Point { return now.m.Apply(scene.Point{X: args[i], Y: args[i+1]}) }
		switch string(word) {
		case "q":
			stack = append(stack, now)
		case "Q":
			now, stack = stack[len(stack)-1], stack[:len(stack)-1]
		case "cm":
			now.m = scene.Affine{A: args[0], B: args[1], C: args[2], D: args[3], E: args[4], F: args[5]}.Then(now.m)
		case "w":
			now.width = args[0]
		case "m":
			if len(path) > 0 {
				straight = false
			}
			path = append(path, at(0))
		case "l":
			path = append(path, at(0))
		case "c", "v", "y", "re", "h":
			straight = false
		case "S":
			if straight && len(path) == 2 {
				drawn = append(drawn, segment{from: path[0], to: path[1], width: now.width * now.m.Scale()})
			}
			path, straight = nil, true
		case "s", "f", "f*", "F", "B", "B*", "b", "b*", "n":
			path, straight = nil, true
		}
		args = args[:0]
	}
	return drawn
}

// TestControlPointsInThePDF measures the file that goes to the printer: geodesics of
// one kilometre, drawn on a sheet and read back from the PDF.
func TestControlPointsInThePDF(t *testing.T) {
	for _, lon := range []float64{14.2, 19.0, 24.0} {
		for _, tc := range []struct {
			paper sheet.Paper
			scale float64
		}{{sheet.Papers[0], 12500}, {sheet.Papers[1].Landscape(), 10000}, {sheet.Papers[4].Landscape(), 5000}} {
			t.Run(fmt.Sprintf("%v E 1:%v %s", lon, tc.scale, tc.paper.Name), func(t *testing.T) {
				m := plain(t, 0, 0)
				m.Paper, m.Scale, m.Centre, m.Show = tc.paper, tc.scale, orb.Point{lon, 52.1}, orb.Bound{}
				c := pagesOf(t, m)[0].Map.Camera
				type control struct {
					at      scene.Point
					bearing float64
					far     float64 // what part of the length may be missing
				}
				mid := scene.Point{X: c.W / 2, Y: c.H / 2}
				controls := []control{
					{mid, 0, 0.0002},
					{mid, 90, 0.0002},
					{mid, 225, 0.0002},
					{scene.Point{X: 8, Y: 8}, 90, 0.001},
					{scene.Point{X: c.W - 8, Y: 8}, 270, 0.001},
					{scene.Point{X: c.W - 8, Y: c.H - 8}, 0, 0.001},
					{scene.Point{X: 8, Y: c.H - 8}, 45, 0.001},
				}
				var threats overlay.Threats
				for i, k := range controls {
					from := c.ToGround(k.at)
					threats.Motions = append(threats.Motions, data.Motion{
						ID: data.MotionID(i + 1), Number: i + 1,
						Place: data.MotionPlace{Kind: data.PlaceLine, Geometry: orb.LineString{from, direct(from, k.bearing, 1000)}},
					})
				}
				m.Map.Base, m.Map.Overlay = nil, []portrayal.Overlay{threats}
				pages := pagesOf(t, m)
				drawn := strokedIn(t, asPDF(t, pages))
				frame, height := pages[0].Map.Frame, pages[0].Scene.H
				for _, k := range controls {
					want := scene.Point{X: frame.X0 + k.at.X, Y: height - frame.Y0 - k.at.Y}
					s, ok := lineFrom(drawn, want, k.bearing)
					if !ok {
						t.Errorf("no line starts at %v towards %v", want, k.bearing)
						continue
					}
					long := 1000 / tc.scale * 1000
					if got := s.from.Dist(s.to); math.Abs(got-long) > long*k.far {
						t.Errorf("at %v, 1 km towards %v is %.4f mm in the PDF, want %.4f", k.at, k.bearing, got, long)
					}
					if d := s.to.Sub(s.from); k.at == mid && k.bearing == 0 {
						if off := math.Atan2(d.X, d.Y) * 180 / math.Pi; math.Abs(off) > 0.05 {
							t.Errorf("true north is %.3f degrees off in the PDF", off)
						}
					}
				}
			})
		}
	}
}

// lineFrom returns the line of a motion's width that starts at a point of the page
// and goes about the way of a bearing.
func lineFrom(drawn []segment, at scene.Point, bearing float64) (segment, bool) {
	sin, cos := math.Sincos(bearing * math.Pi / 180)
	for _, s := range drawn {
		d := s.to.Sub(s.from)
		if math.Abs(s.width-0.8) < 0.01 && s.from.Dist(at) < 0.05 && (d.X*sin+d.Y*cos) > 0.99*s.from.Dist(s.to) {
			return s, true
		}
	}
	return segment{}, false
}
