package pdf

import (
	"image"
	"io"
	"math"
	"strings"
	"testing"

	"pinezka/mapview/scene"
	"pinezka/mapview/typeface"
)

// TestContent holds what is written for each command against its text.
func TestContent(t *testing.T) {
	line := scene.Line(scene.Point{X: 1, Y: 2}, scene.Point{X: 1.001, Y: 2.001}, scene.Point{X: 4.126, Y: 2.5})
	box := scene.Box(1, 2, 3, 4).Path()
	outside := scene.Box(300, 2, 3, 4).Path()
	half := red
	half.Color.A = 51
	turn := scene.Rotate(math.Pi / 2).Then(scene.Translate(10, 20))
	away := scene.Translate(3, 5)
	symbol := []scene.Op{scene.Fill{Path: box, Paint: black}}
	haloed := typeface.Set(scene.Regular, 4, "AV").Text(10, 20, black)
	haloed.Halo, haloed.HaloMM = white, 0.5
	tests := []struct {
		name, want string
		ops        []scene.Op
	}{
		{"fill", "0 g\n1 2 m\n4 2 l\n4 6 l\n1 6 l\nh\nf\n", []scene.Op{scene.Fill{Path: box, Paint: black}}},
		{"even-odd", "0 g\n1 2 m\n4 2 l\n4 6 l\n1 6 l\nh\nf*\n", []scene.Op{scene.Fill{Path: box, Paint: black, EvenOdd: true}}},
		{"see-through", ".7529 .2235 .1686 rg\n/A51 gs\n1 2 m\n4 2 l\n4 6 l\n1 6 l\nh\nf\n", []scene.Op{scene.Fill{Path: box, Paint: half}}},
		{"invisible and outside", "", []scene.Op{scene.Fill{Path: box}, scene.Fill{Path: outside, Paint: black}}},
		{
			"lines share their state",
			"0 G\n.25 w\n1 J\n0 j\n[]0 d\n1 2 m\n4.13 2.5 l\nS\n[1 .5]0 d\n1 2 m\n4.13 2.5 l\nS\n",
			[]scene.Op{
				scene.Stroke{Path: line, Paint: black, Width: 0.25, Cap: scene.CapRound, Join: scene.JoinMiter},
				scene.Stroke{Path: line, Paint: black, Width: 0.25, Cap: scene.CapRound, Join: scene.JoinMiter, Dash: []float64{1, 0.5}},
			},
		},
		{
			"a curve stays one",
			"0 g\n2 1 m\n2 1.55 1.55 2 1 2 c\n.45 2 0 1.55 0 1 c\n0 .45 .45 0 1 0 c\n1.55 0 2 .45 2 1 c\nh\nf\n",
			[]scene.Op{scene.Fill{Path: scene.Circle(scene.Point{X: 1, Y: 1}, 1), Paint: black}},
		},
		{
			"moved group", "0 g\n8 21 m\n8 24 l\n4 24 l\n4 21 l\nh\nf\n",
			[]scene.Op{scene.Group{To: &turn, Ops: []scene.Op{scene.Group{Ops: []scene.Op{scene.Fill{Path: box, Paint: black}}}}}},
		},
		{
			"symbol", "q 1 0 0 1 10 20 cm/X0 Do Q\nq 1 0 0 1 3 5 cm/X1 Do Q\nq 1 0 0 1 10 20 cm/X0 Do Q\n",
			[]scene.Op{scene.Group{To: &turn, Ops: symbol}, scene.Group{To: &away, Ops: symbol}, scene.Group{To: &turn, Ops: symbol}},
		},
		{
			"clip", "q\n1 2 m\n4 2 l\n4 6 l\n1 6 l\nh\nW n\n0 g\n1 2 m\n4 2 l\n4 6 l\n1 6 l\nh\nf\nQ\n",
			[]scene.Op{scene.Group{Clip: &box, Ops: []scene.Op{scene.Fill{Path: box, Paint: black}, scene.Fill{Path: scene.Box(5, 2, 3, 3).Path(), Paint: black}}}},
		},
		{
			"clip away", "", []scene.Op{scene.Group{Clip: &outside, Ops: []scene.Op{scene.Fill{Path: outside, Paint: black}}}},
		},
		{
			"layer", "/OC/L0 BDC\n0 g\n1 2 m\n4 2 l\n4 6 l\n1 6 l\nh\nf\nEMC\n",
			[]scene.Op{scene.Group{Layer: true, Name: "x", Ops: []scene.Op{scene.Fill{Path: box, Paint: black}}}},
		},
		{
			"group opacity", "/A128 gs\n/X0 Do\n",
			[]scene.Op{scene.Group{Opacity: 0.5, Ops: []scene.Op{scene.Fill{Path: box, Paint: black}}}},
		},
		{
			"picture", "q 4 0 0 -3 1 5 cm/X0 Do Q\n",
			[]scene.Op{scene.Picture{Image: image.NewGray(image.Rect(0, 0, 1, 1)), To: scene.Affine{A: 4, D: 3, E: 1, F: 2}}},
		},
		{
			"kerned words", "0 g\nBT\n/F0 4 Tf\n1 0 0 -1 10 20 Tm\n[<0024>40<0039>]TJ\nET\n",
			[]scene.Op{typeface.Set(scene.Regular, 4, "AV").Text(10, 20, black)},
		},
		{
			"halo", "1 g\n1 G\n[]0 d\n1 j\n.25 w\nq 4 0 0 4 10 20 cm/X0 Do Q\nq 4 0 0 4 12.4 20 cm/X1 Do Q\n" +
				"0 g\nBT\n/F0 4 Tf\n1 0 0 -1 10 20 Tm\n[<0024>40<0039>]TJ\nET\n",
			[]scene.Op{haloed},
		},
		{
			"slanted words", "0 g\n/Span<</ActualText<FEFF00410056>>>BDC\nBT\n/F0 4 Tf\n0 1 1 0 10 20 Tm\n[<0024>40<0039>]TJ\nET\nEMC\n",
			[]scene.Op{scene.Group{To: &turn, Ops: []scene.Op{scene.Group{Ops: []scene.Op{typeface.Set(scene.Regular, 4, "AV").Text(0, 0, black)}}}}},
		},
	}
	for _, c := range tests {
		d := newWriter(io.Discard, Document{})
		page := newContent(d, scene.Rect{X1: 210, Y1: 297})
		page.page = &pageParts{}
		if err := page.ops(c.ops, scene.Identity); err != nil {
			t.Fatal(err)
		}
		d.abandon()
		if got := strings.TrimPrefix(string(page.buf), "4 M\n"); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}
