package scene

import (
	"math"
	"testing"
)

func TestOpBounds(t *testing.T) {
	quarter := Rotate(math.Pi / 2).Then(Translate(10, 20))
	clip := Box(0, 0, 5, 5).Path()
	line := Line(Point{1, 2}, Point{4, 2})
	tests := []struct {
		name string
		op   Op
		want Rect
		ok   bool
	}{
		{"fill", Fill{Path: Box(1, 2, 3, 4).Path()}, Rect{1, 2, 4, 6}, true},
		{"nothing", Fill{}, Rect{}, false},
		{"round line", Stroke{Path: line, Width: 2}, Rect{0, 1, 5, 3}, true},
		{"mitred line", Stroke{Path: line, Width: 2, Join: JoinMiter}, Rect{-3, -2, 8, 6}, true},
		{"picture", Picture{To: Affine{4, 0, 0, 3, 1, 2}}, Rect{1, 2, 5, 5}, true},
		{"turned group", Group{To: &quarter, Ops: []Op{Fill{Path: Box(0, 0, 2, 1).Path()}}}, Rect{9, 20, 10, 22}, true},
		{"clipped group", Group{Clip: &clip, Ops: []Op{Fill{Path: Box(3, 3, 9, 9).Path()}}}, Rect{3, 3, 5, 5}, true},
		{"clipped away", Group{Clip: &clip, Ops: []Op{Fill{Path: Box(6, 6, 1, 1).Path()}}}, Rect{}, false},
		{"empty group", Group{}, Rect{}, false},
	}
	for _, c := range tests {
		got, ok := OpBounds(c.op)
		if ok != c.ok || ok && !near(got, c.want) {
			t.Errorf("%s: got %v %v, want %v %v", c.name, got, ok, c.want, c.ok)
		}
	}
}

func TestTextBoundsHoldTurnedLetters(t *testing.T) {
	r, ok := OpBounds(Text{Size: 10, HaloMM: 1, Glyphs: []Glyph{{At: Point{50, 50}, Angle: math.Pi / 2}}})
	// A letter turned clockwise by a quarter reaches to the right by its height.
	if !ok || r.X1 < 50+7 || r.Y1 < 50+8 || r.X0 > 46 {
		t.Errorf("got %v", r)
	}
}

func near(a, b Rect) bool {
	const e = 1e-9
	return math.Abs(a.X0-b.X0) < e && math.Abs(a.Y0-b.Y0) < e && math.Abs(a.X1-b.X1) < e && math.Abs(a.Y1-b.Y1) < e
}
