package style

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pinezka/assets"
	"pinezka/mapview/scene"
)

func rules(t *testing.T, look string, scale float64) *Rules {
	t.Helper()
	r, err := Default().At(look, scale, 0)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestDefaultHasEveryLook(t *testing.T) {
	if got, want := Default().Looks(), []string{"colour", "grey", "large", "night"}; !slices.Equal(got, want) {
		t.Fatalf("looks %v, want %v", got, want)
	}
	if n := len(rules(t, "colour", 2500).POIs); n != 37 {
		t.Errorf("%d kinds of places at 1:2 500, want 37", n)
	}
}

func TestStopsBetweenAndBeyond(t *testing.T) {
	s := stops{{2000, 4}, {5000, 2}, {10000, 1}}
	for _, tt := range []struct{ scale, want float64 }{
		{2000, 4},
		{5000, 2},
		{10000, 1},
		{math.Sqrt(2000 * 5000), math.Sqrt(4 * 2)}, // half way in both logarithms
		{500, 8},
		{1000, 4 * math.Sqrt2},
		{40000, 1},
	} {
		if got := s.at(tt.scale); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("at 1:%g: %g, want %g", tt.scale, got, tt.want)
		}
	}
}

func TestLinesFollowTheTable(t *testing.T) {
	for _, tt := range []struct {
		look, class   string
		scale         float64
		width, casing float64
	}{
		{"colour", "road.residential", 5000, 1.7, 0.16},
		{"colour", "road.primary", 10000, 1.9, 0.22},
		{"colour", "road.primary", 25000, 1.2, 0.22 * 0.7},
		{"colour", "road.primary", 17500, 1.435, 0.22 * 0.85},
		{"colour", "road.tertiary", 120000, 0.38, 0.18 * 0.7},
		{"large", "road.residential", 5000, 1.7 * 1.35, 0.32},
		{"grey", "road.foot", 5000, 0.28, 0},
	} {
		l, ok := rules(t, tt.look, tt.scale).Lines[tt.class]
		if !ok {
			t.Errorf("%s %s at 1:%g is not drawn", tt.look, tt.class, tt.scale)
			continue
		}
		if math.Abs(l.Width-tt.width) > 1e-3 || math.Abs(l.CasingMM-tt.casing) > 1e-9 {
			t.Errorf("%s %s at 1:%g: %.4g + %.4g mm, want %g + %g", tt.look, tt.class, tt.scale, l.Width, l.CasingMM, tt.width, tt.casing)
		}
	}
}

func TestDrawnFromAScale(t *testing.T) {
	for _, tt := range []struct {
		look, class string
		scale       float64
		want        bool
	}{
		{"colour", "road.foot", 7000, true},
		{"colour", "road.foot", 7001, false},
		{"large", "road.foot", 5000, false},
		{"colour", "building.minor", 8000, true},
		{"colour", "building.minor", 10000, false},
		{"colour", "place.suburb", 3000, true},
		{"colour", "place.suburb", 2999, false},
		{"colour", "house", 3500, true},
		{"large", "house", 3500, false},
		{"colour", "poi.cafe", 3500, true},
		{"large", "poi.cafe", 3500, false},
		{"large", "poi.school", 3500, true},
		{"large", "road.service", 3500, true},
	} {
		r := rules(t, tt.look, tt.scale)
		_, line := r.Lines[tt.class]
		_, area := r.Areas[tt.class]
		_, name := r.Names[tt.class]
		_, poi := r.POIs[tt.class]
		if got := line || area || name || poi; got != tt.want {
			t.Errorf("%s %s at 1:%g: drawn %v, want %v", tt.look, tt.class, tt.scale, got, tt.want)
		}
	}
}

func TestNamesOfTheLargeLook(t *testing.T) {
	far, err := Default().At("large", 5000, 6)
	if err != nil {
		t.Fatal(err)
	}
	near := rules(t, "large", 5000)
	const class = "road.residential"
	if got := near.Names[class].Size; got != 12.2 {
		t.Errorf("size %g mm for 3 m, want 12.2", got)
	}
	if got := far.Names[class].Size; math.Abs(got-24.4) > 1e-9 {
		t.Errorf("size %g mm for 6 m, want 24.4", got)
	}
	if street, school := near.Names[class].Priority, near.POIs["poi.school"].Priority; street <= school {
		t.Errorf("priority of a street %g, of a school %g: streets come first", street, school)
	}
	// A capital read from afar is 8.7 mm high at least.
	for c, n := range near.Names {
		if n.Size < 12.2 {
			t.Errorf("%s is %g mm, want 12.2 at least", c, n.Size)
		}
	}
}

func TestPatternsAndPlaces(t *testing.T) {
	r := rules(t, "grey", 10000)
	p := r.Areas["land.park"].Pattern
	if p.Pattern == nil || *p.Pattern != (scene.Pattern{Kind: scene.PatternDots, Step: 2.2, Size: 0.32}) || p.Color != scene.MustHex("#8c8c8c") {
		t.Errorf("pattern of a park: %+v", p)
	}
	if p := rules(t, "colour", 10000).Areas["land.park"].Pattern; p.Visible() {
		t.Errorf("a park has a pattern in colour: %+v", p)
	}
	if s := r.POIs["poi.school"]; !s.Named || s.Size != 2.6 || s.Color != scene.MustHex("#000000") {
		t.Errorf("school at 1:10 000: %+v", s)
	}
	r = rules(t, "grey", 5000)
	if s := r.POIs["poi.parking"]; s.Named || math.Abs(s.Size-2.6*0.82) > 1e-9 {
		t.Errorf("car park: named %v, %g mm", s.Named, s.Size)
	}
}

func TestNamesOfLinesFollowTheirLines(t *testing.T) {
	for _, tt := range []struct {
		look, class string
		scale       float64
		want        bool
	}{
		{"colour", "road.service", 5000, true},
		{"large", "road.service", 5000, false},
		{"colour", "road.foot", 7000, true},
		{"colour", "road.foot", 8000, false}, // the label's rule would allow 1:10 000
		{"colour", "road.trunk", 100000, true},
		{"colour", "land.park", 50000, true},
		{"colour", "land.park", 60000, false},
		{"colour", "water.stream", 60000, false},
	} {
		if _, got := rules(t, tt.look, tt.scale).Names[tt.class]; got != tt.want {
			t.Errorf("%s name of %s at 1:%g: %v, want %v", tt.look, tt.class, tt.scale, got, tt.want)
		}
	}
}

func TestVisibleFrom(t *testing.T) {
	got := Default().VisibleFrom()
	for class, want := range map[string]float64{
		"road.motorway": 250000, "land.park": 100000, "poi.school": 15000, "place.village": 100000, "house": 3500, "tree": 2500,
	} {
		if got[class] != want {
			t.Errorf("%s is visible from 1:%g, want %g", class, got[class], want)
		}
	}
	if n := len(got); n != 23+23+37+5+2 {
		t.Errorf("%d classes", n)
	}
}

func TestIconsFillTheirBox(t *testing.T) {
	for name, p := range Default().icons {
		b, ok := p.Bounds() // control points may lie a little outside
		if !ok || b.X0 < -0.56 || b.Y0 < -0.56 || b.X1 > 0.56 || b.Y1 > 0.56 || max(b.W(), b.H()) < 0.5 {
			t.Errorf("icon %s lies in %+v", name, b)
		}
	}
}

func TestEveryEmbeddedIconIsRead(t *testing.T) {
	entries, err := assets.FS.ReadDir("icons")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if _, err := readIcon(assets.Read("icons/" + e.Name())); err != nil {
			t.Errorf("%s: %v", e.Name(), err)
		}
	}
}

func TestIconFaults(t *testing.T) {
	for _, tt := range []struct{ svg, want string }{
		{`<svg viewBox="0 0 15 15"><circle r="3"/></svg>`, "<circle>"},
		{`<svg><path d="M0 0L1 1"/></svg>`, "viewBox"},
		{`<svg viewBox="0 0 15 15"/>`, "no path"},
		{`<svg viewBox="0 0 15 15"><path d="X"/></svg>`, "byte 0"},
		{`<svg viewBox="0 0 15 15"><g transform="scale(2)"><path d="M0 0"/></g></svg>`, "transforms"},
		{`<svg viewBox="0 0 15 x"><path d="M0 0"/></svg>`, "not a number"},
		{`<svg viewBox="0 0 15 15"><path d="M0 0`, "XML"},
	} {
		if _, err := readIcon([]byte(tt.svg)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q in it", tt.svg, err, tt.want)
		}
	}
	if _, err := Icon("maki/none"); err == nil {
		t.Error("an unknown icon was found")
	}
}

func TestLoadBaseFaults(t *testing.T) {
	good := string(assets.Read("basemap/style.json"))
	for _, tt := range []struct{ old, new, want string }{
		{`"version": 1`, `"version": 2`, "version 2"},
		{`"class": "land.park"`, `"class": "land.farm"`, "given twice"},
		{`#dbebcb`, `#dbebc`, "colour"},
		{`dots:2.2:0.32:#8c8c8c`, `dots:2.2:x:#8c8c8c`, "not a number"},
		{`dots:2.2:0.32:#8c8c8c`, `stars:2.2`, "pattern"},
		{`maki/police`, `maki/nothing`, "icon"},
		{`"weight": "bold"`, `"weight": "black"`, "weight"},
		{`"label": "label.poi.public"`, `"label": "label.nothing"`, "not defined"},
	} {
		bad := strings.Replace(good, tt.old, tt.new, 1)
		if bad == good {
			t.Fatalf("%s is not in the style", tt.old)
		}
		if _, err := LoadBase([]byte(bad)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s for %s: error %v, want %q in it", tt.new, tt.old, err, tt.want)
		}
	}
	if _, err := Default().At("sepia", 5000, 0); err == nil {
		t.Error("an unknown look was found")
	}
	if _, err := Default().At("colour", 0, 0); err == nil {
		t.Error("scale 0 was taken")
	}
}

func BenchmarkRules(b *testing.B) {
	for b.Loop() {
		if _, err := Default().At("colour", 5800, 0); err != nil {
			b.Fatal(err)
		}
	}
}
