package portrayal

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"pinezka/mapview/scene"
)

func pts(xy ...float64) []scene.Point {
	var out []scene.Point
	for i := 0; i < len(xy); i += 2 {
		out = append(out, scene.Point{X: xy[i], Y: xy[i+1]})
	}
	return out
}

func text(ps []scene.Point) string {
	var b strings.Builder
	for i, p := range ps {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%s,%s", mm(p.X), mm(p.Y))
	}
	return b.String()
}

var tenBox = scene.Rect{X1: 10, Y1: 10}

func TestClipLine(t *testing.T) {
	for _, tt := range []struct {
		name   string
		line   []scene.Point
		period float64
		want   string
	}{
		{"inside", pts(1, 1, 9, 9), 0, "1,1 9,9"},
		{"through", pts(-5, 5, 15, 5), 0, "0,5 10,5"},
		{"outside", pts(-5, -5, 15, -5), 0, ""},
		{"past a corner", pts(-4, 8, 3, 15), 0, ""},
		{"out and in", pts(5, 5, 5, 15, 8, 15, 8, 5), 0, "5,5 5,10 | 8,10 8,5"},
		{"along the edge", pts(-5, 0, 15, 0), 0, "0,0 10,0"},
		{"bent outside", pts(-5, 5, -1, 5, 5, 5), 0, "0,5 5,5"},
		// Dashes of 4 mm start 8 mm along the line, which began 10 mm before the box.
		{"dashes", pts(-10, 5, 5, 5), 4, "-2,5 0,5 5,5"},
		{"dashes around a corner", pts(-1, 1, -1, 5, 5, 5), 4, "-1,5 0,5 5,5"},
		{"dashes from a segment before", pts(-1, 2, -1, 5, 5, 5), 5, "-1,2 -1,5 0,5 5,5"},
		// The second part does not reach back over the first.
		{"dashes twice", pts(5, 5, 5, 11, 6, 11, 6, 5), 100, "5,5 5,10 | 5,10 5,11 6,11 6,10 6,5"},
	} {
		var got []string
		clipLine(tt.line, tenBox, tt.period, func(p []scene.Point) { got = append(got, text(p)) })
		if s := strings.Join(got, " | "); s != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, s, tt.want)
		}
	}
}

// Dashes of a line stay where they are, whatever box it is cut to: each piece
// starts a whole number of periods along the line, or where the one before ended.
func TestClipLineKeepsDashes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		var line []scene.Point
		p := scene.Point{X: r.Float64() * 10, Y: r.Float64() * 10}
		for range 12 {
			line = append(line, p)
			p = p.Add(scene.Point{X: r.Float64()*16 - 8, Y: r.Float64()*16 - 8})
		}
		const period = 1.5
		until := 0.0
		clipLine(line, tenBox, period, func(piece []scene.Point) {
			s := alongOf(t, line, piece[0], until)
			if phase := math.Abs(math.Remainder(s, period)); phase > 1e-6 && math.Abs(s-until) > 1e-6 {
				t.Fatalf("line %v: a piece starts %.4f along, out of step by %.4f", line, s, phase)
			}
			until = s + lengthOf(piece)
		})
	}
}

// alongOf finds how far along the line p lies, from a length on.
func alongOf(t *testing.T, line []scene.Point, p scene.Point, from float64) float64 {
	t.Helper()
	s := 0.0
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		if offSegment(p, a, b) < 1e-9 && s+a.Dist(p) > from-1e-6 {
			return s + a.Dist(p)
		}
		s += a.Dist(b)
	}
	t.Fatalf("%v is not on the line", p)
	return 0
}

func offSegment(p, a, b scene.Point) float64 { return a.Dist(p) + p.Dist(b) - a.Dist(b) }

func TestClipRing(t *testing.T) {
	for _, tt := range []struct {
		name string
		ring []scene.Point
		area float64
	}{
		{"inside", pts(1, 1, 4, 1, 4, 5, 1, 5), 12},
		{"around", pts(-5, -5, 15, -5, 15, 15, -5, 15), 100},
		{"over a corner", pts(5, 5, 15, 5, 15, 15, 5, 15), 25},
		{"a diamond", pts(5, -2, 12, 5, 5, 12, -2, 5), 98 - 4*4},
		{"two arms", pts(8, 1, 20, 1, 20, 9, 8, 9, 8, 7, 18, 7, 18, 3, 8, 3), 8},
		{"outside", pts(11, 1, 14, 1, 14, 5), 0},
	} {
		got := clipRing(tt.ring, tenBox)
		if a := abs(twiceArea(got)) / 2; math.Abs(a-tt.area) > 1e-9 {
			t.Errorf("%s: %g mm2 in %s, want %g", tt.name, a, text(got), tt.area)
		}
		for _, p := range got {
			if !tenBox.Grow(1e-9).Contains(p) {
				t.Errorf("%s: %v is outside", tt.name, p)
			}
		}
	}
}

func BenchmarkClipLine(b *testing.B) {
	var line []scene.Point
	for i := range 1000 {
		s, c := math.Sincos(float64(i) / 10)
		line = append(line, scene.Point{X: 5 + s*float64(i)/80, Y: 5 + c*float64(i)/80})
	}
	for b.Loop() {
		clipLine(line, tenBox, 1.5, func([]scene.Point) {})
	}
}
