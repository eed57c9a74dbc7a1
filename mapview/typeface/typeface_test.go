package typeface

import (
	"math"
	"strings"
	"sync"
	"testing"

	"pinezka/mapview/scene"
)

const polishLetters = "Zażółć gęślą jaźń ĄĆĘŁŃÓŚŹŻ ąćęłńóśźż „Cudzysłów” – — № 5, §, °, ², ½, €, ×, ©, …"

func TestFacesHaveEveryPolishLetter(t *testing.T) {
	if m := Missing(polishLetters); len(m) != 0 {
		t.Errorf("missing %q", m)
	}
	for _, face := range []scene.Face{scene.Regular, scene.Bold, scene.Italic} {
		for _, g := range Set(face, 3, polishLetters).Glyphs {
			if g.ID == 0 {
				t.Errorf("%s: %q has no glyph", face, g.Runes)
			}
		}
	}
}

func TestMissing(t *testing.T) {
	if got := string(Missing("a−→b−\n")); got != "−→" {
		t.Errorf("got %q", got)
	}
}

func TestSetMeasures(t *testing.T) {
	// Advances of Noto Sans Regular in thousandths of an em: H 741, i 258.
	r := Set(scene.Regular, 10, "Hi")
	if want := 10 * (0.741 + 0.258); math.Abs(r.Width-want) > 1e-9 {
		t.Errorf("width %v, want %v", r.Width, want)
	}
	if x := r.Glyphs[1].At.X; math.Abs(x-7.41) > 1e-9 {
		t.Errorf("second letter at %v, want 7.41", x)
	}
	if got := CapHeight(scene.Regular); math.Abs(got-0.714) > 1e-6 {
		t.Errorf("cap height %v", got)
	}
	if a, d := Ascent(scene.Bold), Descent(scene.Bold); math.Abs(a-1.069) > 1e-6 || math.Abs(d-0.293) > 1e-6 {
		t.Errorf("ascent %v, descent %v", a, d)
	}
}

func TestKerning(t *testing.T) {
	pair := Set(scene.Regular, 10, "AV").Width
	apart := Set(scene.Regular, 10, "A").Width + Set(scene.Regular, 10, "V").Width
	if pair >= apart {
		t.Errorf("AV is %v wide, its letters %v: not kerned", pair, apart)
	}
}

func TestSpacing(t *testing.T) {
	plain, spaced := Set(scene.Regular, 10, "WISŁA"), SetSpaced(scene.Regular, 10, "WISŁA", 0.2)
	if want := plain.Width + 4*2; math.Abs(spaced.Width-want) > 1e-9 {
		t.Errorf("width %v, want %v: four gaps of 2 mm", spaced.Width, want)
	}
}

func TestGlyphsCoverTheString(t *testing.T) {
	for _, s := range []string{polishLetters, "office fjord", "a\u0301e\u0328", "jeden\ndwa\ttrzy"} {
		r := Set(scene.Italic, 3, s)
		var b strings.Builder
		for _, g := range r.Glyphs {
			b.WriteString(g.Runes)
		}
		if b.String() != r.String {
			t.Errorf("glyphs say %q, run %q", b.String(), r.String)
		}
		if strings.ContainsAny(r.String, "\n\t") {
			t.Errorf("%q holds a break", r.String)
		}
	}
}

func TestAlignment(t *testing.T) {
	r := Set(scene.Bold, 4, "Wnioski")
	p := scene.Solid(scene.MustHex("#000000"))
	for name, c := range map[string]struct {
		text scene.Text
		x    float64
	}{
		"left":   {r.Text(50, 9, p), 50},
		"centre": {r.CentreText(50, 9, p), 50 - r.Width/2},
		"right":  {r.RightText(50, 9, p), 50 - r.Width},
	} {
		if g := c.text.Glyphs[0].At; math.Abs(g.X-c.x) > 1e-9 || g.Y != 9 {
			t.Errorf("%s: begins at %v, want %v, 9", name, g, c.x)
		}
	}
	if r.Glyphs[0].At != (scene.Point{}) {
		t.Error("laying a run moved the run itself")
	}
}

func TestOutline(t *testing.T) {
	gid := Set(scene.Regular, 1, "Ł").Glyphs[0].ID
	b, ok := Outline(scene.Regular, gid).Bounds()
	if !ok || math.Abs(b.Y0+0.714) > 1e-3 || math.Abs(b.Y1) > 1e-3 || b.X0 < 0 {
		t.Errorf("Ł is bounded by %v", b)
	}
	space := Set(scene.Regular, 1, " ").Glyphs[0].ID
	if p := Outline(scene.Regular, space); !p.Empty() {
		t.Error("a space has a shape")
	}
}

func TestWrap(t *testing.T) {
	const size = 3.0
	tests := []struct {
		name, s string
		width   float64
		want    []string
	}{
		{"one line", "Dwa słowa", 100, []string{"Dwa słowa"}},
		{"empty", "", 100, []string{""}},
		{"own breaks", "raz\ndwa", 100, []string{"raz", "dwa"}},
		{"words", "Spożywanie alkoholu", 20, []string{"Spożywanie", "alkoholu"}},
		{"lone letter goes along", "przejście w mieście", 17, []string{"przejście", "w mieście"}},
		{"hyphen", "Bielsko-Biała", 14, []string{"Bielsko-", "Biała"}},
		{"slash", "używanie/posiadanie", 16, []string{"używanie/", "posiadanie"}},
		{"numbers hold together", "nr 10/12", 9, []string{"nr", "10/12"}},
		{"hard space", "10\u00a0km stąd", 12, []string{"10\u00a0km", "stąd"}},
		{"long word", "Konstantynopolitańczykowianeczka", 30, []string{"Konstantynopolitańc", "zykowianeczka"}},
	}
	for _, c := range tests {
		got := Wrap(scene.Regular, size, c.s, c.width)
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
		for _, line := range got {
			if w := Set(scene.Regular, size, line).Width; w > c.width {
				t.Errorf("%s: %q is %v wide, over %v", c.name, line, w, c.width)
			}
		}
	}
}

func TestShorten(t *testing.T) {
	const s = "ulica Świętego Michała Archanioła"
	if got := Shorten(scene.Regular, 3, s, 200); got != s {
		t.Errorf("shortened %q without need", got)
	}
	got := Shorten(scene.Regular, 3, s, 25)
	if !strings.HasSuffix(got, "…") || strings.HasSuffix(got, " …") || !strings.HasPrefix(s, strings.TrimSuffix(got, "…")) {
		t.Errorf("got %q", got)
	}
	if w := Set(scene.Regular, 3, got).Width; w > 25 {
		t.Errorf("%q is %v wide", got, w)
	}
	if got := Shorten(scene.Regular, 3, s, 1); got != "…" {
		t.Errorf("no room: got %q", got)
	}
}

func TestCacheForgets(t *testing.T) {
	c := &runCache{young: map[key]Run{}}
	k := func(i int) key { return key{size: float64(i)} }
	c.put(k(-1), Run{Width: 1})
	for i := range 3 * generation {
		c.put(k(i), Run{})
		c.get(k(-1)) // in use all the time
	}
	if n := len(c.young) + len(c.old); n > 2*generation {
		t.Errorf("cache holds %d runs", n)
	}
	if r, ok := c.get(k(-1)); !ok || r.Width != 1 {
		t.Error("a run in use was dropped")
	}
	if _, ok := c.get(k(0)); ok {
		t.Error("a run of long ago is still there")
	}
}

func TestManyGoroutines(t *testing.T) {
	want := Set(scene.Bold, 2, polishLetters).Width
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 50 {
				size := 1 + float64(i*50+j)/100
				r := Set(scene.Bold, size, polishLetters)
				if math.Abs(r.Width/size*2-want) > 1e-6 {
					t.Errorf("size %v: width %v", size, r.Width)
				}
				for _, g := range r.Glyphs {
					Outline(scene.Bold, g.ID)
				}
			}
		})
	}
	wg.Wait()
}

func BenchmarkShape(b *testing.B) {
	for b.Loop() {
		shape(key{face: scene.Regular, size: 3, s: "Świętego Michała Archanioła"})
	}
}

func BenchmarkSetCached(b *testing.B) {
	for b.Loop() {
		Set(scene.Regular, 3, "Świętego Michała Archanioła")
	}
}
