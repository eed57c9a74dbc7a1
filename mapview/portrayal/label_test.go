package portrayal

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/mapview/camera"
	"pinezka/mapview/scene"
	"pinezka/mapview/source"
	"pinezka/mapview/typeface"
)

func TestForms(t *testing.T) {
	for _, tt := range []struct {
		name string
		afar bool
		want []string
	}{
		{"Seniora", false, []string{"Seniora"}},
		{"Aleja Tadeusza Rejtana", false, []string{"Aleja Tadeusza Rejtana", "al. Tadeusza Rejtana", "Rejtana"}},
		{"Aleja Tadeusza Rejtana", true, []string{"Aleja Tadeusza Rejtana", "al. Tadeusza Rejtana", "Tadeusza Rejtana", "Rejtana"}},
		{"Księdza Jerzego Popiełuszki", false, []string{"Księdza Jerzego Popiełuszki", "ks. Jerzego Popiełuszki", "Popiełuszki"}},
		{"aleja majora Wacława Kopisto", false, []string{"aleja majora Wacława Kopisto", "al. mjr Wacława Kopisto", "Kopisto"}},
		{"Świętego Marcina", false, []string{"Świętego Marcina", "św. Marcina", "Marcina"}},
		{"Rondo Krzyża Świętego", false, []string{"Rondo Krzyża Świętego"}},
		{"Kazimierza Wielkiego", true, []string{"Kazimierza Wielkiego"}},
		// The last word alone would mislead.
		{"Aleja Powstańców Warszawy", false, []string{"Aleja Powstańców Warszawy", "al. Powstańców Warszawy"}},
		{"Aleja Armii Krajowej", false, []string{"Aleja Armii Krajowej", "al. Armii Krajowej"}},
		{"3 Maja", false, []string{"3 Maja"}},
		{"Mieszka I", false, []string{"Mieszka I"}},
		{"Jana Pawła II", false, []string{"Jana Pawła II"}},
		{"Plac Wolności", false, []string{"Plac Wolności", "pl. Wolności", "Wolności"}},
		{"", false, []string{""}},
	} {
		if got := forms(tt.name, tt.afar); !slices.Equal(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestWrapName(t *testing.T) {
	for _, tt := range []struct {
		name string
		want []string
	}{
		{"Policja", []string{"Policja"}},
		{"Przedszkole Publiczne nr 38", []string{"Przedszkole", "Publiczne nr 38"}},
		{"Szkoła Podstawowa Montessori", []string{"Szkoła", "Podstawowa", "Montessori"}},
		{"Park Kultury i Wypoczynku", []string{"Park Kultury", "i Wypoczynku"}},
		{"Rzeszowskiekonstantynopolitańczykowianeczki", []string{"Rzeszowskiekonstantynopolitańczykowianeczki"}},
	} {
		got := wrapName(scene.Regular, 2, tt.name, 18)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestTaken(t *testing.T) {
	k := newTaken(100, 50)
	k.add(scene.Box(10, 10, 20, 5))
	k.add(scene.Box(-5, -5, 8, 8))
	k.add(scene.Box(500, 500, 8, 8))
	for _, tt := range []struct {
		box  scene.Rect
		want bool
	}{
		{scene.Box(40, 10, 5, 5), true},
		{scene.Box(29, 14, 5, 5), false},
		{scene.Box(30, 10, 5, 5), true}, // edges may touch
		{scene.Box(2, 2, 3, 3), false},
		{scene.Box(98, 10, 5, 5), false}, // out of the picture
		{scene.Box(12, 11, 1, 1), false},
		{scene.Box(0, 0, 100, 50), false},
	} {
		if got := k.free(tt.box); got != tt.want {
			t.Errorf("%v: free %v, want %v", tt.box, got, tt.want)
		}
	}
}

func TestJoinEnds(t *testing.T) {
	count := func(want int, ls ...[]scene.Point) {
		t.Helper()
		if got := joinEnds(ls); len(got) != want {
			t.Errorf("%d lines, want %d: %v", len(got), want, got)
		}
	}
	count(1, pts(0, 0, 5, 0), pts(5, 0, 9, 1))
	count(1, pts(5, 0, 0, 0), pts(5, 0, 9, 1)) // whichever way they run
	count(1, pts(5, 0, 9, 1), pts(0, 0, 5, 0), pts(14, 0, 9, 1))
	count(2, pts(0, 0, 5, 0), pts(6, 0, 9, 1))             // a gap
	count(2, pts(0, 0, 5, 0), pts(5, 0, 1, 0.5))           // back again
	count(1, pts(0, 0, 5, 0, 5, 5), pts(5, 5, 0, 5, 0, 0)) // a ring
	// A fork: the straight way goes on, the side street is apart.
	got := joinEnds([][]scene.Point{pts(0, 0, 5, 0), pts(5, 0, 9, 4), pts(5, 0, 10, 0.2)})
	if len(got) != 2 || text(got[0]) != "0,0 5,0 10,0.2" {
		t.Errorf("fork: %v", got)
	}
}

// names draws a map and returns its texts.
func namesOf(t *testing.T, scale, w, h float64, fs func(g ground) []source.Feature) ([]scene.Text, Drawing) {
	t.Helper()
	g := ground{testCamera(scale, w, h)}
	d := draw(t, mapOf(Colour, fs(g)...), g.c)
	var out []scene.Text
	scene.Walk(d.Scene.Ops, func(op scene.Op, _ scene.Affine) bool {
		if tx, ok := op.(scene.Text); ok {
			out = append(out, tx)
		}
		return true
	})
	return out, d
}

func street(name string, ls ...[]scene.Point) func(g ground) []source.Feature {
	return func(g ground) []source.Feature {
		var out []source.Feature
		for _, l := range ls {
			var xy []float64
			for _, p := range l {
				xy = append(xy, p.X, p.Y)
			}
			out = append(out, source.Feature{Class: "road.residential", Name: name, Geometry: g.line(xy...)})
		}
		return out
	}
}

func TestStreetNamesAreShortenedToFit(t *testing.T) {
	const name = "Księdza Jerzego Popiełuszki"
	width := func(s string) float64 { return typeface.Set(scene.Regular, 2.55, s).Width }
	for _, tt := range []struct {
		length float64
		want   []string
	}{
		{width(name) + 1, []string{name}},
		{width(name) - 1, []string{"ks. Jerzego Popiełuszki"}},
		{width("Popiełuszki") + 1, []string{"Popiełuszki"}},
		{width("Popiełuszki") - 1, nil},
	} {
		got, d := namesOf(t, 5000, 80, 30, street(name, pts(10, 15, 10+tt.length, 15)))
		if !slices.Equal(texts(d.Scene), tt.want) {
			t.Errorf("on %.1f mm: %q, want %q", tt.length, texts(d.Scene), tt.want)
		}
		if want := len(tt.want) == 0; (d.Unplaced == 1) != want {
			t.Errorf("on %.1f mm: %d unplaced", tt.length, d.Unplaced)
		}
		if len(got) > 0 {
			// Letters are centred across the line: half a capital below it.
			if y := got[0].Glyphs[0].At.Y - 15; math.Abs(y-0.714*2.55/2) > 0.05 {
				t.Errorf("baseline %.2f mm below the line", y)
			}
		}
	}
}

func TestNamesReadFromTheLeftOrUpwards(t *testing.T) {
	for _, tt := range []struct {
		name       string
		line       []scene.Point
		lo, hi     float64 // degrees of the first letter
		curvedOnly bool
	}{
		{"right to left", pts(70, 20, 10, 20), -1, 1, false},
		{"downwards", pts(40, 5, 40, 55), -91, -89, false},
		{"leaning left", pts(41, 5, 38, 55), -91, -85, false},
		{"leaning right", pts(39, 5, 42, 55), -95, -89, false},
		{"slanting down", pts(10, 10, 50, 45), 35, 50, false},
	} {
		got, _ := namesOf(t, 5000, 80, 60, street("Geodetów", tt.line))
		if len(got) != 1 {
			t.Errorf("%s: %d names", tt.name, len(got))
			continue
		}
		if a := got[0].Glyphs[0].Angle * 180 / math.Pi; a < tt.lo || a > tt.hi {
			t.Errorf("%s: %.1f degrees", tt.name, a)
		}
	}
}

func TestSharpBendsBearNoName(t *testing.T) {
	// Zigzag too tight for letters, and a hairpin.
	var zigzag []scene.Point
	for i := range 20 {
		zigzag = append(zigzag, scene.Point{X: 10 + 2*float64(i), Y: 20 + 6*float64(i%2)})
	}
	if got, _ := namesOf(t, 5000, 80, 60, street("Kościuszkowców", pts(10, 30, 21, 30, 10, 30.6))); len(got) != 0 {
		t.Errorf("a name on a hairpin: %q", got[0].String)
	}
	got, _ := namesOf(t, 5000, 80, 60, street("Zygzak", zigzag))
	for _, tx := range got {
		for i := 1; i < len(tx.Glyphs); i++ {
			if d := math.Abs(angleBetween(tx.Glyphs[i-1].Angle, tx.Glyphs[i].Angle)); d > letterBend {
				t.Errorf("%.0f degrees between two letters", d*180/math.Pi)
			}
		}
	}
}

func TestTwinsAndRepeats(t *testing.T) {
	// Two carriageways bear one name; a long street bears it again.
	got, _ := namesOf(t, 5000, 100, 40, street("Rejtana", pts(5, 15, 95, 15), pts(5, 19, 95, 19)))
	if len(got) != 1 {
		t.Errorf("%d names on two carriageways, want 1", len(got))
	}
	got, _ = namesOf(t, 5000, 300, 40, street("Rejtana", pts(5, 15, 295, 15)))
	if len(got) != 3 {
		t.Errorf("%d names on 290 mm with a repeat of 90, want 3", len(got))
	}
}

func TestNamesNeverCollide(t *testing.T) {
	d := draw(t, village(), testCamera(5000, 90, 60))
	var boxes []scene.Rect
	var owner []string
	scene.Walk(d.Scene.Ops, func(op scene.Op, _ scene.Affine) bool {
		tx, ok := op.(scene.Text)
		if !ok {
			return true
		}
		for i, g := range tx.Glyphs {
			if g.Runes == " " || i+1 == len(tx.Glyphs) || g.Angle != 0 {
				continue
			}
			w := tx.Glyphs[i+1].At.X - g.At.X
			boxes = append(boxes, scene.Box(g.At.X, g.At.Y-0.7*tx.Size, w, 0.7*tx.Size))
			owner = append(owner, tx.String)
		}
		return true
	})
	if len(boxes) < 40 {
		t.Fatalf("only %d letters", len(boxes))
	}
	for i, a := range boxes {
		if !inside(a, scene.Rect{X1: 90, Y1: 60}) {
			t.Errorf("a letter of %q leaves the picture", owner[i])
		}
		for j := range i {
			if owner[i] != owner[j] && a.Overlaps(boxes[j]) {
				t.Errorf("%q and %q collide", owner[i], owner[j])
			}
		}
	}
}

func TestIconsOfAKindKeepApart(t *testing.T) {
	got := func(d float64) int {
		_, dr := namesOf(t, 5000, 60, 40, func(g ground) []source.Feature {
			return []source.Feature{
				{Class: "poi.playground", Geometry: g.at(20, 20)},
				{Class: "poi.playground", Geometry: g.at(20+d, 20)},
			}
		})
		n := 0
		scene.Walk(dr.Scene.Ops, func(op scene.Op, _ scene.Affine) bool {
			if f, ok := op.(scene.Fill); ok && f.Ref.Class == "poi.playground" {
				n++
			}
			return true
		})
		return n
	}
	const size = 2.6 * 0.82
	if n := got(3.3 * size); n != 1 {
		t.Errorf("%d icons within 3.4 widths", n)
	}
	if n := got(3.5 * size); n != 2 {
		t.Errorf("%d icons beyond 3.4 widths", n)
	}
}

func TestLongNamesOfPlacesAreLeftOut(t *testing.T) {
	long := strings.Repeat("Szkoła ", 7) // 49 letters
	got, d := namesOf(t, 5000, 80, 60, func(g ground) []source.Feature {
		return []source.Feature{{Class: "poi.school", Geometry: g.at(40, 30), Name: long}}
	})
	if len(got) != 0 || d.Unplaced != 0 {
		t.Errorf("%d texts, %d unplaced", len(got), d.Unplaced)
	}
	if !slices.Contains(classes(d.Scene.Ops), "poi.school") {
		t.Error("the icon is missing")
	}
}

func TestAreaNames(t *testing.T) {
	park := func(w, h float64) int {
		got, _ := namesOf(t, 5000, 80, 60, func(g ground) []source.Feature {
			return []source.Feature{{Class: "land.park", Geometry: g.box(5, 5, w, h), Name: "Park Papieski"}}
		})
		return len(got)
	}
	if n := park(30, 20); n != 1 {
		t.Errorf("%d lines in a large park, want 1", n)
	}
	if n := park(6, 30); n != 0 {
		t.Errorf("%d lines in a park narrower than its name, want 0", n)
	}
}

func TestWidestKeepsOutOfHoles(t *testing.T) {
	at, width, _ := widest([][]scene.Point{pts(0, 0, 30, 0, 30, 10, 0, 10), pts(4, -1, 12, -1, 12, 11, 4, 11)})
	if at.X < 12 || width < 17 || width > 19 {
		t.Errorf("the name stands at %v in %.1f mm", at, width)
	}
}

func TestHouseNumbersAreNotCounted(t *testing.T) {
	got, d := namesOf(t, 2000, 80, 60, func(g ground) []source.Feature {
		return []source.Feature{
			{Class: "house", Geometry: g.at(40, 30), Name: "12a"},
			{Class: "house", Geometry: g.at(40.5, 30), Name: "12b"},
		}
	})
	if len(got) != 1 || d.Unplaced != 0 {
		t.Errorf("%d numbers, %d unplaced", len(got), d.Unplaced)
	}
}

func BenchmarkLayName(b *testing.B) {
	c, ok := newCurve(pts(0, 0, 20, 2, 40, 8, 60, 20), 2.5)
	if !ok {
		b.Fatal("no curve")
	}
	r := typeface.Set(scene.Regular, 2.5, "Księdza Jerzego Popiełuszki")
	var out letters
	for b.Loop() {
		if !c.lay(&out, r.Glyphs, r.Width, 5, 2.5, 0.9, 2.4) {
			b.Fatal("not laid")
		}
	}
}

// TestMainRoadsAreNamedBesideSymbols: where symbols lie all along a main road, its
// name stands beside it; that of a small street is left out.
func TestMainRoadsAreNamedBesideSymbols(t *testing.T) {
	c := camera.Screen(orb.Point{22, 50}, 10000, 120, 80)
	line := orb.LineString{c.ToGround(scene.Point{X: 5, Y: 40}), c.ToGround(scene.Point{X: 115, Y: 40})}
	for _, tt := range []struct {
		class string
		named bool
	}{{"road.secondary", true}, {"road.residential", false}} {
		var boxes []scene.Rect
		for x := 4.0; x < 120; x += 8 {
			boxes = append(boxes, scene.Box(x-3, 37, 6, 6))
		}
		m := Map{
			Base:    []source.Source{source.NewMemory([]source.Feature{{ID: 1, Class: tt.class, Name: "Długa", Geometry: line}})},
			Overlay: []Overlay{marksAt{boxes}},
		}
		d, err := Draw(context.Background(), m, c)
		if err != nil {
			t.Fatal(err)
		}
		got := false
		scene.Walk(d.Scene.Ops, func(op scene.Op, _ scene.Affine) bool {
			if s, ok := op.(scene.Text); ok && s.String == "Długa" {
				got = true
				for _, g := range s.Glyphs {
					if y := g.At.Y; y > 37 && y < 43 || y < 25 || y > 55 {
						t.Errorf("%s: a letter at %v", tt.class, g.At)
					}
				}
			}
			return true
		})
		if got != tt.named {
			t.Errorf("%s: named %v, want %v", tt.class, got, tt.named)
		}
	}
}

// marksAt is an overlay that only takes room.
type marksAt struct{ boxes []scene.Rect }

func (m marksAt) Marks(context.Context, camera.Camera) ([]Mark, error) {
	return []Mark{{Band: OnTop, Boxes: m.boxes}}, nil
}
