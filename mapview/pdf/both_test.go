package pdf

import (
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"testing"

	"pinezka/mapview/raster"
	"pinezka/mapview/scene"
	"pinezka/mapview/typeface"
)

var (
	black  = scene.Solid(scene.MustHex("#000000"))
	ink    = scene.Solid(scene.MustHex("#1f3a5f"))
	red    = scene.Solid(scene.MustHex("#c0392b"))
	green  = scene.Solid(scene.MustHex("#7fb069"))
	white  = scene.Solid(scene.MustHex("#ffffff"))
	halved = scene.Solid(scene.MustHex("#c0392b80"))
)

// sampler shows each thing that a scene can hold, on 120 x 90 mm.
func sampler() scene.Scene {
	s := scene.Scene{W: 120, H: 90}
	add := func(ops ...scene.Op) { s.Ops = append(s.Ops, ops...) }
	add(scene.Fill{Path: scene.Box(0, 0, 120, 90).Path(), Paint: scene.Solid(scene.MustHex("#f7f4ee"))})

	// Fills: curves, a hole by the even-odd rule, opacity.
	ring := scene.Circle(scene.Point{X: 14, Y: 14}, 9)
	ring.Append(scene.Circle(scene.Point{X: 14, Y: 14}, 5))
	add(scene.Fill{Path: ring, EvenOdd: true, Paint: green},
		scene.Fill{Path: scene.Box(10, 10, 22, 8).Path(), Paint: halved})

	// Lines: joins, caps, dashes, a closed one.
	zigzag := func(y float64) scene.Path {
		return scene.Line(scene.Point{X: 36, Y: y + 6}, scene.Point{X: 42, Y: y}, scene.Point{X: 45, Y: y + 6}, scene.Point{X: 46.5, Y: y}, scene.Point{X: 54, Y: y + 3})
	}
	add(scene.Stroke{Path: zigzag(5), Width: 1.5, Paint: ink},
		scene.Stroke{Path: zigzag(15), Width: 1.5, Join: scene.JoinMiter, Cap: scene.CapSquare, Paint: ink},
		scene.Stroke{Path: zigzag(25), Width: 1.5, Join: scene.JoinBevel, Cap: scene.CapRound, Paint: halved},
		scene.Stroke{Path: scene.Circle(scene.Point{X: 66, Y: 11}, 7), Width: 0.8, Dash: []float64{2, 1}, Phase: 0.5, Paint: red},
		scene.Stroke{Path: scene.Box(60, 24, 12, 8).Path(), Width: 1, Join: scene.JoinMiter, Paint: black},
		scene.Stroke{Path: scene.Line(scene.Point{X: 60, Y: 36}, scene.Point{X: 74, Y: 36}), Width: 1, Cap: scene.CapRound, Dash: []float64{0, 2}, Paint: black})

	// Patterns.
	for i, p := range []scene.Pattern{
		{Kind: scene.PatternHatch, Step: 2, Size: 0.5, Angle: math.Pi / 4},
		{Kind: scene.PatternDots, Step: 2.5, Size: 1.2},
		{Kind: scene.PatternCross, Step: 2, Size: 0.3, Angle: 0.3},
	} {
		box := scene.Box(80+float64(i)*13, 4, 11, 16).Path()
		c := []color.NRGBA{ink.Color, red.Color, halved.Color}[i]
		add(scene.Fill{Path: box, Paint: scene.Paint{Color: c, Pattern: &p}}, scene.Stroke{Path: box, Width: 0.25, Paint: black})
	}

	// Groups: turned, clipped by a circle, see-through as a whole.
	turn := scene.ScaleBy(1.5, 1.5).Then(scene.Rotate(0.4)).Then(scene.Translate(90, 24))
	add(scene.Group{To: &turn, Ops: []scene.Op{
		scene.Fill{Path: scene.Box(0, 0, 8, 5).Path(), Paint: green},
		scene.Stroke{Path: scene.Box(0, 0, 8, 5).Path(), Width: 0.4, Paint: black},
		typeface.Set(scene.Bold, 3, "Grupa").Text(0.3, 3.6, black),
		scene.Fill{Path: scene.Box(8, 0, 4, 5).Path(), Paint: scene.Paint{Color: red.Color, Pattern: &scene.Pattern{Step: 1, Size: 0.3}}},
	}})
	clip := scene.Circle(scene.Point{X: 16, Y: 36}, 9)
	add(scene.Group{Clip: &clip, Ops: []scene.Op{
		scene.Fill{Path: scene.Box(4, 26, 12, 20).Path(), Paint: red},
		scene.Fill{Path: scene.Box(16, 26, 12, 20).Path(), Paint: ink},
	}})
	add(scene.Group{Opacity: 0.5, Ops: []scene.Op{
		scene.Fill{Path: scene.Circle(scene.Point{X: 40, Y: 40}, 5), Paint: red},
		scene.Fill{Path: scene.Circle(scene.Point{X: 46, Y: 40}, 5), Paint: ink},
		scene.Fill{Path: scene.Circle(scene.Point{X: 52, Y: 40}, 5), Paint: scene.Paint{Color: ink.Color, Pattern: &scene.Pattern{Kind: scene.PatternDots, Step: 2, Size: 1}}},
	}})

	// A picture, half of it see-through, turned a little.
	im := image.NewNRGBA(image.Rect(0, 0, 16, 16))
	for y := range 16 {
		for x := range 16 {
			im.Set(x, y, color.NRGBA{uint8(x * 16), uint8(y * 16), 128, uint8(255 - 8*x)})
		}
	}
	add(scene.Picture{Image: im, To: scene.ScaleBy(16, 12).Then(scene.Rotate(-0.1)).Then(scene.Translate(94, 44))})

	// Words: level, with halo, turned, along a curve.
	add(typeface.Set(scene.Regular, 4, polish).Text(4, 54, black))
	add(typeface.Set(scene.Bold, 4, "Wnioski z debaty").Text(4, 60, red), typeface.Set(scene.Italic, 4, "kursywa, AVATAR").Text(46, 60, ink))
	road := scene.Stroke{Path: scene.Line(scene.Point{X: 4, Y: 67}, scene.Point{X: 60, Y: 67}), Width: 3, Paint: ink}
	label := typeface.Set(scene.Regular, 4, "aleja Rejtana").CentreText(32, 68.4, black)
	label.Halo, label.HaloMM = white, 0.5
	add(road, label)
	add(arc("Świętego Michała Archanioła", scene.Point{X: 60, Y: 120}, 46))
	add(turned("Wisłok", scene.Point{X: 108, Y: 84}, -math.Pi/3))
	return s
}

const polish = "Zażółć gęślą jaźń — ĄĆĘŁŃÓŚŹŻ ąćęłńóśźż"

// arc sets a name on a circle, as a street in a bend has it.
func arc(s string, c scene.Point, radius float64) scene.Text {
	r := typeface.Set(scene.Regular, 4, s)
	t := r.At(0, 0)
	for i, g := range t.Glyphs {
		a := (g.At.X-r.Width/2)/radius - math.Pi/2
		sin, cos := math.Sincos(a)
		t.Glyphs[i].At = scene.Point{X: c.X + radius*cos, Y: c.Y + radius*sin}
		t.Glyphs[i].Angle = a + math.Pi/2
	}
	t.Paint, t.Halo, t.HaloMM = ink, white, 0.6
	return t
}

// turned sets a word along a slanted line.
func turned(s string, at scene.Point, angle float64) scene.Text {
	t := typeface.Set(scene.Italic, 5, s).At(0, 0)
	m := scene.Rotate(angle).Then(scene.Translate(at.X, at.Y))
	for i, g := range t.Glyphs {
		t.Glyphs[i].At, t.Glyphs[i].Angle = m.Apply(g.At), angle
	}
	t.Paint = ink
	return t
}

// TestScreenAndPaperAgree draws the sampler with both back ends. The two differ
// where an edge crosses a pixel; neither may lack a shape, nor put it elsewhere.
func TestScreenAndPaperAgree(t *testing.T) {
	const (
		dpi   = 200.0
		limit = 1.5
	)
	s := sampler()
	screen := raster.Render(s, dpi/25.4)
	paper := rasterise(t, writeFile(t, Page{Scene: s}), "200")
	save(t, "screen.png", screen)
	save(t, "paper.png", paper)

	b := screen.Bounds().Intersect(paper.Bounds())
	if dx, dy := screen.Bounds().Dx()-b.Dx(), screen.Bounds().Dy()-b.Dy(); dx > 1 || dy > 1 {
		t.Fatalf("screen %v, paper %v", screen.Bounds(), paper.Bounds())
	}
	sum, far := 0.0, 0
	for y := range b.Dy() {
		for x := range b.Dx() {
			d := difference(screen.At(x, y), paper.At(x, y))
			sum += d
			if d > 100 {
				far++
			}
		}
	}
	n := float64(b.Dx() * b.Dy())
	mean, share := sum/n, float64(far)/n
	t.Logf("mean difference %.3f of 255, %.4f %% of pixels far off", mean, 100*share)
	if mean > limit {
		t.Errorf("mean difference %.3f of 255, allowed %.1f", mean, limit)
	}
	if share > 0.004 {
		t.Errorf("%.3f %% of pixels differ by more than 100, allowed 0.4 %%", 100*share)
	}
}

// difference is the largest of the three colours' differences.
func difference(a, b color.Color) float64 {
	r0, g0, b0, _ := a.RGBA()
	r1, g1, b1, _ := b.RGBA()
	d := func(x, y uint32) float64 { return math.Abs(float64(x>>8) - float64(y>>8)) }
	return max(d(r0, r1), d(g0, g1), d(b0, b1))
}

// save keeps a picture for whoever wants to look: PINEZKA_PICTURES names a folder.
func save(t *testing.T, name string, im image.Image) {
	t.Helper()
	dir := os.Getenv("PINEZKA_PICTURES")
	if dir == "" {
		return
	}
	f, err := os.Create(dir + "/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, im); err != nil {
		t.Fatal(err)
	}
}
