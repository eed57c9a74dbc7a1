package raster

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"

	"pinezka/mapview/internal/town"
	"pinezka/mapview/scene"
	"pinezka/mapview/typeface"
)

var (
	black = scene.Solid(scene.MustHex("#000000"))
	red   = scene.Solid(scene.MustHex("#ff0000"))
	paper = scene.Fill{Path: scene.Box(-1, -1, 1000, 1000).Path(), Paint: scene.Solid(scene.MustHex("#ffffff"))}
)

// probe is a place in millimetres and the colour that must be there.
type probe struct {
	x, y float64
	hex  string
}

func TestCommands(t *testing.T) {
	half := red
	half.Color.A = 128
	star := scene.Line(scene.Point{X: 5, Y: 0}, scene.Point{X: 8, Y: 10}, scene.Point{X: 0, Y: 4}, scene.Point{X: 10, Y: 4}, scene.Point{X: 2, Y: 10})
	star.Close()
	corner := scene.Line(scene.Point{X: 2, Y: 8}, scene.Point{X: 2, Y: 2}, scene.Point{X: 8, Y: 2})
	sharp := scene.Line(scene.Point{X: 9, Y: 4}, scene.Point{X: 4, Y: 5}, scene.Point{X: 9, Y: 6})
	flat := scene.Line(scene.Point{X: 2, Y: 5}, scene.Point{X: 8, Y: 5})
	box := scene.Box(2, 2, 6, 6).Path()
	circle := scene.Circle(scene.Point{X: 5, Y: 5}, 3)
	away := scene.Translate(5, 0)
	quarter := scene.Rotate(math.Pi / 2).Then(scene.Translate(10, 0))
	chess := image.NewRGBA(image.Rect(0, 0, 2, 2))
	chess.Set(0, 0, color.Black)
	chess.Set(1, 1, color.Black)

	tests := []struct {
		name   string
		op     scene.Op
		probes []probe
	}{
		{"fill", scene.Fill{Path: box, Paint: red}, []probe{{5, 5, "#ff0000"}, {1, 5, "#ffffff"}}},
		{"half-opaque fill", scene.Fill{Path: box, Paint: half}, []probe{{5, 5, "#ff7f7f"}}},
		{"star, non-zero", scene.Fill{Path: star, Paint: red}, []probe{{5, 5, "#ff0000"}}},
		{"star, even-odd", scene.Fill{Path: star, EvenOdd: true, Paint: red}, []probe{{5, 5, "#ffffff"}, {5, 2, "#ff0000"}}},
		{"round join", scene.Stroke{Path: corner, Width: 2, Paint: red}, []probe{{1.1, 1.1, "#ffffff"}, {1.5, 1.5, "#ff0000"}, {3.5, 3.5, "#ffffff"}}},
		{"miter join", scene.Stroke{Path: corner, Width: 2, Join: scene.JoinMiter, Paint: red}, []probe{{1.1, 1.1, "#ff0000"}}},
		{"bevel join", scene.Stroke{Path: corner, Width: 2, Join: scene.JoinBevel, Paint: red}, []probe{{1.4, 1.4, "#ffffff"}, {1.7, 1.7, "#ff0000"}}},
		{"miter beyond the limit", scene.Stroke{Path: sharp, Width: 1, Join: scene.JoinMiter, Paint: red}, []probe{{2.5, 5, "#ffffff"}, {4, 5, "#ff0000"}}},
		{"closed line has a join at its end", scene.Stroke{Path: box, Width: 2, Join: scene.JoinMiter, Paint: red}, []probe{{1.1, 1.1, "#ff0000"}, {5, 5, "#ffffff"}, {1.2, 5, "#ff0000"}, {8.8, 5, "#ff0000"}}},
		{"butt cap", scene.Stroke{Path: flat, Width: 2, Paint: red}, []probe{{1.8, 5, "#ffffff"}, {2.2, 5.8, "#ff0000"}}},
		{"square cap", scene.Stroke{Path: flat, Width: 2, Cap: scene.CapSquare, Paint: red}, []probe{{1.1, 5.8, "#ff0000"}, {0.9, 5, "#ffffff"}}},
		{"round cap", scene.Stroke{Path: flat, Width: 2, Cap: scene.CapRound, Paint: red}, []probe{{1.2, 5, "#ff0000"}, {1.1, 5.9, "#ffffff"}}},
		{"dot", scene.Stroke{Path: scene.Line(scene.Point{X: 5, Y: 5}, scene.Point{X: 5, Y: 5}), Width: 2, Cap: scene.CapRound, Paint: red}, []probe{{5.7, 5, "#ff0000"}, {5.9, 5.9, "#ffffff"}}},
		{"dashes", scene.Stroke{Path: flat, Width: 2, Dash: []float64{1, 2}, Paint: red}, []probe{{2.5, 5, "#ff0000"}, {3.5, 5, "#ffffff"}, {5.5, 5, "#ff0000"}}},
		{"dash phase", scene.Stroke{Path: flat, Width: 2, Dash: []float64{1, 2}, Phase: 1.5, Paint: red}, []probe{{2.5, 5, "#ffffff"}, {4, 5, "#ff0000"}}},
		{"odd dashes", scene.Stroke{Path: flat, Width: 2, Dash: []float64{1.5}, Paint: red}, []probe{{2.5, 5, "#ff0000"}, {4, 5, "#ffffff"}, {5.5, 5, "#ff0000"}}},
		{"group moved", scene.Group{To: &away, Ops: []scene.Op{scene.Fill{Path: scene.Box(0, 0, 3, 3).Path(), Paint: red}}}, []probe{{6, 1, "#ff0000"}, {1, 1, "#ffffff"}}},
		{"group turned", scene.Group{To: &quarter, Ops: []scene.Op{scene.Fill{Path: scene.Box(0, 0, 3, 1).Path(), Paint: red}}}, []probe{{9.5, 2, "#ff0000"}, {7, 0.5, "#ffffff"}}},
		{"group clipped by a box", scene.Group{Clip: &box, Ops: []scene.Op{scene.Fill{Path: scene.Box(0, 0, 5, 10).Path(), Paint: red}}}, []probe{{4, 4, "#ff0000"}, {1, 5, "#ffffff"}, {6, 5, "#ffffff"}}},
		{"group clipped by a circle", scene.Group{Clip: &circle, Ops: []scene.Op{scene.Fill{Path: box, Paint: red}}}, []probe{{5, 5, "#ff0000"}, {2.4, 2.4, "#ffffff"}}},
		{"group opacity counts once", scene.Group{Opacity: 0.5, Ops: []scene.Op{scene.Fill{Path: box, Paint: red}, scene.Fill{Path: box, Paint: red}}}, []probe{{5, 5, "#ff7f7f"}}},
		{"picture", scene.Picture{Image: chess, To: scene.Affine{A: 10, D: 10}}, []probe{{2, 2, "#000000"}, {7, 2, "#ffffff"}, {7, 7, "#000000"}}},
		{"faint picture", scene.Picture{Image: image.Black, To: scene.Affine{A: 10, D: 10}, Opacity: 0.5}, []probe{{2, 2, "#7f7f7f"}}},
		{"hatch", scene.Fill{Path: box, Paint: scene.Paint{Color: red.Color, Pattern: &scene.Pattern{Step: 4, Size: 2}}}, []probe{{5, 4, "#ff0000"}, {5, 6, "#ffffff"}, {1, 4, "#ffffff"}}},
		{"upright hatch", scene.Fill{Path: box, Paint: scene.Paint{Color: red.Color, Pattern: &scene.Pattern{Step: 4, Size: 2, Angle: math.Pi / 2}}}, []probe{{4, 5, "#ff0000"}, {6, 5, "#ffffff"}}},
		{"cross", scene.Fill{Path: box, Paint: scene.Paint{Color: red.Color, Pattern: &scene.Pattern{Kind: scene.PatternCross, Step: 4, Size: 2}}}, []probe{{4, 6, "#ff0000"}, {6, 4, "#ff0000"}, {6, 6, "#ffffff"}}},
		{"dots", scene.Fill{Path: box, Paint: scene.Paint{Color: red.Color, Pattern: &scene.Pattern{Kind: scene.PatternDots, Step: 4, Size: 2}}}, []probe{{4, 4, "#ff0000"}, {4, 6, "#ffffff"}, {6, 6, "#ffffff"}}},
		{"text", typeface.Set(scene.Bold, 12, "l").Text(3, 9, red), []probe{{4.9, 5, "#ff0000"}, {3.2, 5, "#ffffff"}}},
	}
	for _, c := range tests {
		if p, ok := c.op.(scene.Picture); ok && p.Image == image.Black {
			p.Image = solid(color.Black)
			c.op = p
		}
		for _, scale := range []float64{10, 40} { // letters by mask and by path
			im := Render(scene.Scene{W: 10, H: 10, Ops: []scene.Op{paper, c.op}}, scale)
			for _, q := range c.probes {
				got := im.RGBAAt(int(q.x*scale), int(q.y*scale))
				want := scene.MustHex(q.hex)
				if !alike(got, want, 2) {
					t.Errorf("%s at %g px/mm: %g, %g is %v, want %s", c.name, scale, q.x, q.y, got, q.hex)
				}
			}
		}
	}
}

func solid(c color.Color) image.Image {
	im := image.NewRGBA(image.Rect(0, 0, 4, 4))
	for i := range 16 {
		im.Set(i%4, i/4, c)
	}
	return im
}

func alike(a color.RGBA, b color.NRGBA, by int) bool {
	d := func(x, y uint8) bool { return int(x)-int(y) <= by && int(y)-int(x) <= by }
	return d(a.R, b.R) && d(a.G, b.G) && d(a.B, b.B)
}

// TestLineWeight holds the ink of lines against length times width: a fault in
// joins, caps or cuts shows as too much or too little of it.
func TestLineWeight(t *testing.T) {
	circle := scene.Circle(scene.Point{X: 10, Y: 10}, 6)
	tests := []struct {
		name string
		op   scene.Stroke
		want float64 // mm²
	}{
		{"straight", scene.Stroke{Path: scene.Line(scene.Point{X: 3, Y: 3}, scene.Point{X: 15, Y: 12}), Width: 0.8}, 15 * 0.8},
		{"round caps", scene.Stroke{Path: scene.Line(scene.Point{X: 3, Y: 3}, scene.Point{X: 15, Y: 12}), Width: 2, Cap: scene.CapRound}, 15*2 + math.Pi},
		{"ring", scene.Stroke{Path: circle, Width: 1}, 2 * math.Pi * 6},
		{"thick ring", scene.Stroke{Path: circle, Width: 4, Join: scene.JoinMiter}, 2 * math.Pi * 6 * 4},
		{"hairline", scene.Stroke{Path: circle, Width: 0.02}, 2 * math.Pi * 6 * 0.02},
		{"half dashed ring", scene.Stroke{Path: circle, Width: 1, Dash: []float64{0.5, 0.5}}, math.Pi * 6},
	}
	for _, c := range tests {
		c.op.Paint = black
		const scale = 20.0
		if got := ink(Render(scene.Scene{W: 20, H: 20, Ops: []scene.Op{c.op}}, scale)) / scale / scale; math.Abs(got/c.want-1) > 0.015 {
			t.Errorf("%s: %.3f mm² of ink, want %.3f", c.name, got, c.want)
		}
	}
}

// ink sums the opacity of a picture, in pixels.
func ink(im *image.RGBA) float64 {
	sum := 0
	for i := 3; i < len(im.Pix); i += 4 {
		sum += int(im.Pix[i])
	}
	return float64(sum) / 255
}

// TestEnginesAgree holds the package's own rasteriser against gg's.
func TestEnginesAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	s := town.Scene()
	for i := range 400 { // shapes that cross themselves, on and off the picture
		var pts []scene.Point
		for range 3 + r.IntN(6) {
			pts = append(pts, scene.Point{X: r.Float64()*80 - 15, Y: r.Float64()*80 - 15})
		}
		c := red
		c.Color.A = uint8(r.IntN(256))
		s.Ops = append(s.Ops, scene.Fill{Path: scene.Line(pts...), EvenOdd: i%2 == 0, Paint: c})
	}
	own, other := image.NewRGBA(image.Rect(0, 0, 250, 250)), image.NewRGBA(image.Rect(0, 0, 250, 250))
	for i, op := range s.Ops {
		if i < 10000 && i%50 != 0 { // the town's shapes are much alike
			continue
		}
		one := scene.Scene{Ops: []scene.Op{op}}
		clear(own.Pix)
		clear(other.Pix)
		Spans.Draw(own, one, 5, scene.Point{})
		GG.Draw(other, one, 5, scene.Point{})
		sum, worst := 0, 0
		for i := range own.Pix {
			d := max(int(own.Pix[i])-int(other.Pix[i]), int(other.Pix[i])-int(own.Pix[i]))
			sum += d
			worst = max(worst, d)
		}
		// gg's grid is 1/64 pixel: along a long edge that is a few steps of 255.
		if worst > 24 || float64(sum)/float64(len(own.Pix)) > 0.25 {
			t.Fatalf("engines differ by up to %d, %.2f in the mean, on %+v", worst, float64(sum)/float64(len(own.Pix)), op)
		}
	}
}

// TestTilesFit puts a picture together from tiles and from bands: each pixel must
// be as in the picture drawn at once, or seams would show on the map.
func TestTilesFit(t *testing.T) {
	s := town.Scene()
	clip := scene.Circle(scene.Point{X: 60, Y: 60}, 50)
	s.Ops = append(s.Ops, scene.Group{Clip: &clip, Opacity: 0.7, Ops: []scene.Op{
		scene.Fill{Path: scene.Box(20, 20, 300, 300).Path(), Paint: scene.Paint{Color: red.Color, Pattern: &scene.Pattern{Kind: scene.PatternCross, Step: 3, Size: 0.5, Angle: 0.5}}},
	}})
	const scale = 4.0
	whole := image.NewRGBA(image.Rect(0, 0, 400, 400))
	Draw(whole, s, scale, scene.Point{X: 10, Y: 10})
	parts := image.NewRGBA(whole.Rect)
	for y := 0; y < 400; y += 100 {
		for x := 0; x < 400; x += 80 {
			tile := parts.SubImage(image.Rect(x, y, x+80, y+100)).(*image.RGBA)
			Draw(tile, s, scale, scene.Point{X: 10 + float64(x)/scale, Y: 10 + float64(y)/scale})
		}
	}
	worst, off := 0, 0
	for i := range whole.Pix {
		if d := int(whole.Pix[i]) - int(parts.Pix[i]); d != 0 {
			off++
			worst = max(worst, d, -d)
		}
	}
	// Cutting shapes at the edge moves their sides by less than the grid of the rasteriser.
	if worst > 8 || off > len(whole.Pix)/100 {
		t.Errorf("%d of %d values differ, by up to %d", off, len(whole.Pix), worst)
	}
}

func TestRenderRectIsCutOutOfRender(t *testing.T) {
	s := scene.Scene{W: 30, H: 20, Ops: []scene.Op{paper, typeface.Set(scene.Regular, 4, "Łąka").Text(5, 10, black)}}
	whole := Render(s, 10)
	part := RenderRect(s, scene.Box(5, 2, 12, 10), 10)
	if part.Rect != image.Rect(0, 0, 120, 100) {
		t.Fatalf("size %v", part.Rect)
	}
	for y := range 100 {
		a, b := part.PixOffset(0, y), whole.PixOffset(50, y+20)
		if !bytes.Equal(part.Pix[a:a+480], whole.Pix[b:b+480]) {
			t.Fatalf("row %d differs", y)
		}
	}
}

func TestHaloLiesUnderAllLetters(t *testing.T) {
	run := typeface.Set(scene.Bold, 10, "AVAV").Text(2, 12, black)
	plain := Render(scene.Scene{W: 40, H: 16, Ops: []scene.Op{paper, run}}, 8)
	run.Halo, run.HaloMM = red, 1
	haloed := Render(scene.Scene{W: 40, H: 16, Ops: []scene.Op{paper, run}}, 8)
	around := 0
	for i := 0; i < len(plain.Pix); i += 4 {
		if plain.Pix[i+1] == 0 && haloed.Pix[i] != 0 {
			t.Fatal("a halo covers a letter")
		}
		if plain.Pix[i+1] == 255 && haloed.Pix[i+1] == 0 {
			around++
		}
	}
	if around < 500 {
		t.Errorf("halo of %d pixels", around)
	}
}

func TestOddInput(t *testing.T) {
	far := scene.Line(scene.Point{X: -1e7, Y: 5}, scene.Point{X: 1e7, Y: 5})
	nothing := scene.Path{}
	ops := []scene.Op{
		paper,
		scene.Fill{},
		scene.Stroke{},
		scene.Text{},
		scene.Picture{},
		scene.Group{},
		scene.Fill{Paint: red},
		scene.Stroke{Paint: red, Width: 1},
		scene.Group{Clip: &nothing, Ops: []scene.Op{scene.Fill{Path: scene.Box(0, 0, 9, 9).Path(), Paint: red}}},
		scene.Stroke{Path: far, Width: 1, Paint: black, Dash: []float64{0, 0}},
		scene.Stroke{Path: far, Width: 1, Paint: black, Dash: []float64{0.5, 0.5}},
		scene.Fill{Path: scene.Box(-1e7, 7, 2e7, 1).Path(), Paint: black},
	}
	im := Render(scene.Scene{W: 10, H: 10, Ops: ops}, 10)
	for _, q := range []probe{{1, 1, "#ffffff"}, {5, 5, "#000000"}, {5, 7.5, "#000000"}} {
		if got := im.RGBAAt(int(q.x*10), int(q.y*10)); !alike(got, scene.MustHex(q.hex), 1) {
			t.Errorf("%g, %g is %v, want %s", q.x, q.y, got, q.hex)
		}
	}
	Draw(image.NewRGBA(image.Rectangle{}), scene.Scene{Ops: ops}, 10, scene.Point{})
}
