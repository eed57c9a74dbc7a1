package style

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"pinezka/mapview/scene"
)

// pathText writes a path so that a test can read it: M 1 2 L 3 4 C ... Z.
func pathText(p scene.Path) string {
	var b strings.Builder
	p.Each(func(v scene.Verb, pts []scene.Point) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteByte("MLCZ"[v])
		for _, q := range pts {
			fmt.Fprintf(&b, " %g %g", round3(q.X), round3(q.Y))
		}
	})
	return b.String()
}

func round3(v float64) float64 { return math.Round(v*1000)/1000 + 0 }

func TestParseSVGPath(t *testing.T) {
	for _, tt := range []struct{ d, want string }{
		{"", ""},
		{" M1 2L3 4Z ", "M 1 2 L 3 4 Z"},
		{"m1,2 3,4 5,6z", "M 1 2 L 4 6 L 9 12 Z"},
		{"M0 0 10 0 10 10", "M 0 0 L 10 0 L 10 10"},
		{"M1 1H5V9h-4v-8z", "M 1 1 L 5 1 L 5 9 L 1 9 L 1 1 Z"},
		{"M.5.5l1-1-.5-.5", "M 0.5 0.5 L 1.5 -0.5 L 1 -1"},
		{"M1e1-2E-1", "M 10 -0.2"},
		{"M0 0c1 2 3 4 5 6s3 4 5 6", "M 0 0 C 1 2 3 4 5 6 C 7 8 8 10 10 12"},
		{"M0 0S1 1 2 2", "M 0 0 C 0 0 1 1 2 2"},
		{"M0 0Q3 3 6 0T12 0", "M 0 0 C 2 2 4 2 6 0 C 8 -2 10 -2 12 0"},
		{"M0 0t6 3", "M 0 0 C 0 0 2 1 6 3"},
		{"M1 1l1 0zl0 2", "M 1 1 L 2 1 Z M 1 1 L 1 3"},
		{"M1 1l1 0zm2 2l1 1", "M 1 1 L 2 1 Z M 3 3 L 4 4"},
		{"M1 1zz", "M 1 1 Z"},
		// A quarter circle about the origin; flags may run into the next number.
		{"M1 0A1 1 0 0 1 0 1", "M 1 0 C 1 0.552 0.552 1 0 1"},
		{"M1 0a1 1 0 01-1 1", "M 1 0 C 1 0.552 0.552 1 0 1"},
		{"M0 0a0 5 0 0 1 3 4", "M 0 0 L 3 4"},
		{"M0 0a1 1 0 0 1 0 0L1 1", "M 0 0 L 1 1"},
		{"M5.5,1&L", "M 5.5 1"},
	} {
		got, err := ParseSVGPath(tt.d)
		if (err != nil) != strings.Contains(tt.d, "&") {
			t.Errorf("%q: error %v", tt.d, err)
		}
		if pathText(got) != tt.want {
			t.Errorf("%q:\n got %s\nwant %s", tt.d, pathText(got), tt.want)
		}
	}
}

// Points of an arc lie on its ellipse, whichever of the four arcs was asked for.
func TestParseSVGPathArcs(t *testing.T) {
	for _, tt := range []struct {
		flags  string
		centre scene.Point
		length float64 // of the arc about a circle of radius 5
	}{
		{"0 0", scene.Point{X: 10, Y: 0}, 5 * math.Pi / 2},
		{"0 1", scene.Point{X: 5, Y: 5}, 5 * math.Pi / 2},
		{"1 0", scene.Point{X: 5, Y: 5}, 15 * math.Pi / 2},
		{"1 1", scene.Point{X: 10, Y: 0}, 15 * math.Pi / 2},
	} {
		p, err := ParseSVGPath("M5 0A5 5 30 " + tt.flags + " 10 5")
		if err != nil {
			t.Fatal(err)
		}
		lines, _ := p.Flatten(0.001)
		length := 0.0
		for i, q := range lines[0] {
			if d := q.Dist(tt.centre); math.Abs(d-5) > 0.002 {
				t.Fatalf("flags %s: point %v is %.4f from the centre", tt.flags, q, d)
			}
			if i > 0 {
				length += q.Dist(lines[0][i-1])
			}
		}
		if math.Abs(length-tt.length) > 0.01 {
			t.Errorf("flags %s: length %.3f, want %.3f", tt.flags, length, tt.length)
		}
	}
}

func TestParseSVGPathFaults(t *testing.T) {
	for _, tt := range []struct {
		d      string
		offset int
	}{
		{"L1 1", 0},
		{"M1", 2},
		{"M1 1 ?", 5},
		{"M1 1 L", 6},
		{"M1,,1", 3},
		{"M0 0A1 1 0 2 1 3 3", 11},
		{"M1 1e", 4},
		{"M1 1e999", 3},
		{"17", 0},
		{"M1 1Z5", 5},
	} {
		_, err := ParseSVGPath(tt.d)
		var pe *PathError
		if !errors.As(err, &pe) || pe.Offset != tt.offset {
			t.Errorf("%q: error %v, want offset %d", tt.d, err, tt.offset)
		}
	}
}

func FuzzParseSVGPath(f *testing.F) {
	f.Add("M5.5,1L6,2h5l0.5-1H5.5z M6,2.5v1.25c0,0,0,2.75,2.5,2.75S11,3.75,11,3.75V2.5H6z")
	f.Add("M1 0a1 1 0 01-1 1t1 1q0 0 1 1A3 2 45 1 0 9 9")
	f.Fuzz(func(t *testing.T, d string) {
		p, _ := ParseSVGPath(d)
		n := 0
		p.Each(func(_ scene.Verb, pts []scene.Point) { n += len(pts) })
		if n != len(p.Points) {
			t.Fatalf("%q: %d points for steps that take %d", d, len(p.Points), n)
		}
	})
}
