package portrayal

import (
	"context"
	"errors"
	"iter"
	"math"
	"slices"
	"strings"
	"testing"

	"pinezka/mapview/camera"
	"pinezka/mapview/scene"
	"pinezka/mapview/source"
)

// village is a small place with one thing of each kind.
func village() Map {
	g := ground{testCamera(5000, 90, 60)}
	return mapOf(Colour,
		source.Feature{Class: "land.park", Geometry: g.box(20, 5, 25, 15), Name: "Park Papieski"},
		source.Feature{Class: "land.playground", Geometry: g.box(30, 10, 4, 4)},
		source.Feature{Class: "land.residential", Geometry: g.box(10, 0, 70, 50)},
		source.Feature{Class: "water.area", Geometry: append(g.box(-20, 40, 60, 15), g.box(10, 44, 6, 5)...), Name: "Wisłok"},
		source.Feature{Class: "water.stream", Geometry: g.line(60, -30, 62, 45)},
		source.Feature{Class: "building.main", Geometry: g.box(55, 32, 4, 3)},
		source.Feature{Class: "building.main", Geometry: g.box(59, 32, 4, 3)},
		source.Feature{Class: "building.public", Geometry: g.box(65, 12, 6, 4)},
		source.Feature{Class: "road.residential", Geometry: g.line(5, 28, 45, 28), Name: "Księdza Jerzego Popiełuszki"},
		source.Feature{Class: "road.residential", Geometry: g.line(45, 28, 85, 28), Name: "Księdza Jerzego Popiełuszki"},
		source.Feature{Class: "road.secondary", Geometry: g.line(50, -5, 50, 26)},
		source.Feature{Class: "road.secondary", Geometry: g.line(50, 26, 50, 30), Layer: 1, Flags: source.Bridge},
		source.Feature{Class: "road.secondary", Geometry: g.line(50, 30, 50, 65)},
		source.Feature{Class: "road.foot", Geometry: g.line(-10, 22, 48, 22)},
		source.Feature{Class: "rail.main", Geometry: g.line(0, 57, 90, 57)},
		source.Feature{Class: "poi.school", Geometry: g.at(68, 14), Name: "Szkoła Podstawowa nr 27"},
		source.Feature{Class: "place.suburb", Geometry: g.at(70, 45), Name: "Nowe Miasto"},
		source.Feature{Class: "boundary.gmina", Geometry: g.line(2, -5, 2, 65)},
		source.Feature{Class: "unknown.thing", Geometry: g.line(0, 0, 90, 60)},
	)
}

func draw(t *testing.T, m Map, c camera.Camera) Drawing {
	t.Helper()
	d, err := Draw(context.Background(), m, c)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestGoldenVillage(t *testing.T) {
	d := draw(t, village(), testCamera(5000, 90, 60))
	golden(t, "village.txt", dump(d.Scene))
}

func TestDrawIsTheSameEveryTime(t *testing.T) {
	c := testCamera(5000, 90, 60)
	want := dump(draw(t, village(), c).Scene)
	for range 20 {
		if got := dump(draw(t, village(), c).Scene); got != want {
			t.Fatal("two drawings of one map differ")
		}
	}
}

// classes lists the classes of the base in the order in which they are first drawn.
func classes(ops []scene.Op) []string {
	var out []string
	scene.Walk(ops, func(op scene.Op, _ scene.Affine) bool {
		class := ""
		switch o := op.(type) {
		case scene.Fill:
			class = o.Ref.Class
		case scene.Stroke:
			class = o.Ref.Class
		}
		if class != "" && !slices.Contains(out, class) {
			out = append(out, class)
		}
		return true
	})
	return out
}

func TestOrderOfLayers(t *testing.T) {
	m := village()
	m.NoNames = true
	got := strings.Join(classes(draw(t, m, testCamera(5000, 90, 60)).Scene.Ops), " ")
	const want = "ground land.residential land.park land.playground water.stream water.area building.main building.public " +
		"road.residential road.secondary road.foot rail.main boundary.gmina"
	if got != want {
		t.Errorf("drawn in the order\n%s\nwant\n%s", got, want)
	}
}

// fixed is an overlay of given marks.
type fixed []Mark

func (f fixed) Marks(context.Context, camera.Camera) ([]Mark, error) { return f, nil }

func mark(band Band, class string, box scene.Rect) Mark {
	r := scene.Ref{Layer: "reports", Class: class}
	m := Mark{Band: band, Ref: r, Ops: []scene.Op{scene.Fill{Path: box.Path(), Paint: scene.Solid(scene.MustHex("#d00000")), Ref: r}}}
	if band == OnTop {
		m.Boxes = []scene.Rect{box}
	}
	return m
}

func TestMarksLieInTheirBands(t *testing.T) {
	m := village()
	box := scene.Box(40, 20, 5, 5)
	m.Overlay = []Overlay{fixed{mark(OnTop, "symbol", box), mark(UnderBuildings, "density", box), mark(OverBase, "circle", box)}}
	d := draw(t, m, testCamera(5000, 90, 60))
	if len(d.Marks) != 3 {
		t.Errorf("%d marks in the drawing, want 3", len(d.Marks))
	}
	order := classes(d.Scene.Ops)
	at := func(class string) int { return slices.Index(order, class) }
	if !(at("water.area") < at("density") && at("density") < at("building.main") &&
		at("boundary.gmina") < at("circle") && at("circle") < at("poi.school") && at("poi.school") < at("symbol")) {
		t.Errorf("order %v", order)
	}
	over, err := DrawOver(context.Background(), m, testCamera(5000, 90, 60))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(classes(over.Scene.Ops), " "); got != "density circle poi.school symbol" {
		t.Errorf("over the tiles: %s", got)
	}
	if !slices.Equal(texts(over.Scene), texts(d.Scene)) {
		t.Error("the names over the tiles are others than those of the whole drawing")
	}
}

func TestNamesGiveWayToMarks(t *testing.T) {
	m := village()
	c := testCamera(5000, 90, 60)
	const name = "Szkoła"
	has := func(d Drawing) bool {
		return slices.ContainsFunc(texts(d.Scene), func(s string) bool { return strings.HasPrefix(s, name) })
	}
	before := draw(t, m, c)
	if !has(before) {
		t.Fatalf("no name of the school in %q", texts(before.Scene))
	}
	m.Overlay = []Overlay{fixed{mark(OnTop, "symbol", scene.Box(50, 5, 40, 20))}}
	after := draw(t, m, c)
	if has(after) {
		t.Errorf("the school's name lies under a symbol: %q", texts(after.Scene))
	}
	if after.Unplaced != before.Unplaced+1 {
		t.Errorf("%d names unplaced, before the symbol %d", after.Unplaced, before.Unplaced)
	}
}

func TestStreets(t *testing.T) {
	m := village()
	d := draw(t, m, testCamera(5000, 90, 60))
	if len(d.Streets) != 1 || d.Streets[0].Name != "Księdza Jerzego Popiełuszki" || len(d.Streets[0].Lines) != 1 {
		t.Fatalf("streets %+v", d.Streets)
	}
	l := d.Streets[0].Lines[0]
	if n := lengthOf(l); math.Abs(n-80) > 0.01 {
		t.Errorf("the joined street is %.2f mm long, want 80", n)
	}
	// A window on its western end cuts it.
	c := testCamera(5000, 90, 60).MovedBy(scene.Point{X: 50})
	l = draw(t, m, c).Streets[0].Lines[0]
	if n := lengthOf(l); math.Abs(n-35) > 0.05 {
		t.Errorf("the cut street is %.2f mm long, want 35", n)
	}
}

// broken is a source that fails after its first feature.
type broken struct {
	source.Source
	err error
}

func (b broken) Features(ctx context.Context, q source.Query) iter.Seq2[source.Feature, error] {
	return func(yield func(source.Feature, error) bool) {
		for f := range b.Source.Features(ctx, q) {
			if !yield(f, nil) {
				return
			}
			break
		}
		yield(source.Feature{}, b.err)
	}
}

func TestGapsAreTold(t *testing.T) {
	fault := errors.New("tile 3/4/5 is damaged")
	m := village()
	m.Base = append(m.Base, broken{m.Base[0], fault})
	m.Raster = []Raster{noRaster{fault}}
	d := draw(t, m, testCamera(5000, 90, 60))
	n := 0
	for _, g := range d.Gaps {
		if errors.Is(g.Err, fault) {
			n++
		}
	}
	if n != 2 || len(d.Gaps) != 2 {
		t.Errorf("gaps %v, want the fault of the source and of the pictures", d.Gaps)
	}
	if len(texts(d.Scene)) == 0 {
		t.Error("the good source was not drawn")
	}
}

type noRaster struct{ err error }

func (r noRaster) Pictures(context.Context, camera.Camera, bool) ([]scene.Picture, []Gap, error) {
	return nil, nil, r.err
}

func TestWhatCannotBeDrawn(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	good := testCamera(5000, 90, 60)
	for name, tt := range map[string]struct {
		ctx  context.Context
		m    Map
		c    camera.Camera
		want error
	}{
		"ended":    {ctx, village(), good, context.Canceled},
		"no size":  {context.Background(), village(), testCamera(5000, 0, 60), ErrSize},
		"no scale": {context.Background(), village(), testCamera(math.NaN(), 90, 60), ErrSize},
		"no plane": {context.Background(), village(), camera.Camera{W: 1, H: 1, Scale: 1, Factor: 1}, ErrSize},
		"no look":  {context.Background(), Map{Look: "sepia"}, good, nil},
	} {
		_, e1 := Draw(tt.ctx, tt.m, tt.c)
		_, _, e2 := DrawBase(tt.ctx, tt.m, tt.c)
		_, e3 := DrawOver(tt.ctx, tt.m, tt.c)
		for _, err := range []error{e1, e2, e3} {
			if err == nil || tt.want != nil && !errors.Is(err, tt.want) {
				t.Errorf("%s: error %v, want %v", name, err, tt.want)
			}
		}
	}
}

func TestDrawBaseHasNoNames(t *testing.T) {
	s, gaps, err := DrawBase(context.Background(), village(), testCamera(5000, 60, 60))
	if err != nil || gaps != nil {
		t.Fatal(err, gaps)
	}
	if got := texts(s); got != nil {
		t.Errorf("names in a tile: %q", got)
	}
	if slices.Contains(classes(s.Ops), "poi.school") {
		t.Error("an icon in a tile")
	}
}

func TestPatternsFitTiles(t *testing.T) {
	const tile = 512 / scene.PxPerMM
	g := ground{testCamera(10000, tile, tile)}
	m := mapOf(Grey,
		source.Feature{Class: "land.forest", Geometry: g.box(10, 10, 50, 50)},
		source.Feature{Class: "land.park", Geometry: g.box(70, 10, 50, 50)},
		source.Feature{Class: "water.area", Geometry: g.box(10, 70, 50, 50)})
	s, _, err := DrawBase(context.Background(), m, g.c)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, op := range s.Ops {
		if f, ok := op.(scene.Fill); ok && f.Paint.Pattern != nil {
			n++
			repeats := tile / f.Paint.Pattern.Step
			if math.Abs(repeats-math.Round(repeats)) > 1e-9 {
				t.Errorf("%s: %.3f repeats in a tile", f.Ref.Class, repeats)
			}
		}
	}
	if n != 3 {
		t.Errorf("%d patterns, want 3", n)
	}
	// The style itself keeps its steps: a sheet has them as they are written.
	for _, op := range draw(t, m, g.c).Scene.Ops[0].(scene.Group).Ops {
		if f, ok := op.(scene.Fill); ok && f.Paint.Pattern != nil && f.Ref.Class == "land.forest" && f.Paint.Pattern.Step != 1.5 {
			t.Errorf("a sheet's dots are %g mm apart, want 1.5", f.Paint.Pattern.Step)
		}
	}
}

func TestPolygonOutlinesDoNotFollowTheCut(t *testing.T) {
	c := testCamera(5000, 60, 60)
	g := ground{c}
	m := mapOf(Colour, source.Feature{Class: "land.park", Geometry: g.box(-100, -100, 130, 130)})
	s, _, err := DrawBase(context.Background(), m, c)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, op := range s.Ops {
		st, ok := op.(scene.Stroke)
		if !ok {
			continue
		}
		found = true
		for _, p := range st.Path.Points {
			// The park's edges lie at x = 30 and y = 30; every point is on one of them.
			if math.Abs(p.X-30) > 0.01 && math.Abs(p.Y-30) > 0.01 {
				t.Errorf("the outline runs through %v", p)
			}
		}
	}
	if !found {
		t.Error("the park has no outline")
	}
}

func TestScaleDecidesWhatIsDrawn(t *testing.T) {
	m := village()
	for scale, want := range map[float64]bool{5000: true, 8000: false} {
		c := testCamera(scale, 90, 60)
		if got := slices.Contains(classes(draw(t, m, c).Scene.Ops), "road.foot"); got != want {
			t.Errorf("footpath at 1:%g: %v, want %v", scale, got, want)
		}
	}
}

func TestTunnelsAreFaint(t *testing.T) {
	c := testCamera(5000, 60, 60)
	g := ground{c}
	d := draw(t, mapOf(Colour, source.Feature{Class: "road.secondary", Geometry: g.line(5, 30, 55, 30), Layer: -1, Flags: source.Tunnel}), c)
	var got []scene.Stroke
	scene.Walk(d.Scene.Ops, func(op scene.Op, _ scene.Affine) bool {
		if s, ok := op.(scene.Stroke); ok {
			got = append(got, s)
		}
		return true
	})
	if len(got) != 2 || len(got[0].Dash) == 0 || len(got[1].Dash) != 0 {
		t.Fatalf("strokes %+v, want a dashed casing and a fill", got)
	}
	if want := scene.MustHex("#fbf5e3"); got[1].Paint.Color != want { // between #fdf3d3 and #f8f6f2
		t.Errorf("fill %v, want %v", got[1].Paint.Color, want)
	}
}

func TestEmptyLookIsColour(t *testing.T) {
	m, c := village(), testCamera(5000, 90, 60)
	want := dump(draw(t, m, c).Scene)
	m.Look = ""
	if dump(draw(t, m, c).Scene) != want {
		t.Error("a map without a look is not drawn in colour")
	}
}

func TestCarParksNeedRoom(t *testing.T) {
	c := testCamera(5000, 60, 60)
	g := ground{c}
	for flags, want := range map[source.Flags]bool{0: false, source.Big: true, source.Big | source.Private: false} {
		m := mapOf(Colour, source.Feature{Class: "poi.parking", Geometry: g.at(30, 30), Flags: flags})
		if got := slices.Contains(classes(draw(t, m, c).Scene.Ops), "poi.parking"); got != want {
			t.Errorf("flags %b: icon %v, want %v", flags, got, want)
		}
	}
}

func TestLinesThatAreLess(t *testing.T) {
	g := ground{testCamera(5000, 60, 60)}
	width := func(scale float64, f source.Feature) float64 {
		f.Geometry = g.line(5, 30, 55, 30)
		w := 0.0
		scene.Walk(draw(t, mapOf(Colour, f), testCamera(scale, 60, 60)).Scene.Ops, func(op scene.Op, _ scene.Affine) bool {
			if s, ok := op.(scene.Stroke); ok {
				w = s.Width // the last one is the fill
			}
			return true
		})
		return w
	}
	for _, tt := range []struct {
		f           source.Feature
		scale, want float64
	}{
		{source.Feature{Class: "road.service"}, 5000, 0.95},
		{source.Feature{Class: "road.service", Flags: source.Minor}, 5000, 0.95 * 0.62},
		{source.Feature{Class: "road.primary", Flags: source.Link}, 10000, 1.9 * 0.7},
		{source.Feature{Class: "water.stream", Flags: source.Tunnel}, 5000, 0},
		{source.Feature{Class: "water.stream"}, 5000, 0.5},
	} {
		if got := width(tt.scale, tt.f); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("%s with flags %b: %g mm, want %g", tt.f.Class, tt.f.Flags, got, tt.want)
		}
	}
	if got := width(6000, source.Feature{Class: "road.service", Flags: source.Minor}); got != 0 {
		t.Errorf("a driveway at 1:6 000 is %g mm wide", got)
	}
}
