package sheet

import (
	"testing"

	"pinezka/mapview/scene"
)

// TestMarksAreApart holds the codes to what a reader of photographs relies on.
func TestMarksAreApart(t *testing.T) {
	for i, a := range markWords {
		one := turned(a)
		for range 3 {
			if d := bitsApart(a, one); d < markDistance {
				t.Errorf("mark %d differs from itself turned in %d modules, want %d", i, d, markDistance)
			}
			one = turned(one)
		}
		if one != a {
			t.Errorf("mark %d turned four times is %#04x, want %#04x", i, one, a)
		}
		for j := range i {
			if d := apart(a, markWords[j]); d < markDistance {
				t.Errorf("marks %d and %d differ in %d modules, want %d", j, i, d, markDistance)
			}
		}
	}
}

// bitsApart counts modules one by one, as a reader does.
func bitsApart(a, b uint16) int {
	n := 0
	for i := range 16 {
		if a>>i&1 != b>>i&1 {
			n++
		}
	}
	return n
}

// TestMarksAround: fourteen marks stand where cartography has them on an A4 upright.
func TestMarksAround(t *testing.T) {
	got := marksAround(210, 37, 249, 10)
	if len(got) != 14 || len(got) > len(markWords) {
		t.Fatalf("%d marks", len(got))
	}
	for i, want := range map[int]scene.Point{0: {X: 10, Y: 37}, 1: {X: 69.33, Y: 37}, 3: {X: 188, Y: 37}, 4: {X: 10, Y: 90}, 7: {X: 188, Y: 143}, 10: {X: 10, Y: 249}, 13: {X: 188, Y: 249}} {
		if dx, dy := got[i].X-want.X, got[i].Y-want.Y; dx*dx+dy*dy > 0.0001 {
			t.Errorf("mark %d stands at %v, want %v", i, got[i], want)
		}
	}
}
