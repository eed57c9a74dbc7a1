package sheet_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/mapview/overlay"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/sheet"
)

func atlasSays() sheet.AtlasWords {
	return sheet.AtlasWords{
		Title:  func(name string) string { return "Atlas rejonów: " + name },
		All:    "Strony atlasu",
		Beside: func(page int) string { return fmt.Sprintf("str. %d", page) },
		InArea: func(n int) string { return fmt.Sprintf("W obszarze: %d zgłoszeń", n) },
		Band:   "Szary pas (10 mm) powtarza się na sąsiedniej stronie.",
	}
}

// quarters cuts a box into four areas.
func quarters(b orb.Bound) []sheet.AtlasArea {
	c := b.Center()
	var out []sheet.AtlasArea
	for i, q := range []orb.Bound{
		{Min: orb.Point{b.Min[0], c[1]}, Max: orb.Point{c[0], b.Max[1]}},
		{Min: c, Max: b.Max},
		{Min: b.Min, Max: c},
		{Min: orb.Point{c[0], b.Min[1]}, Max: orb.Point{b.Max[0], c[1]}},
	} {
		out = append(out, sheet.AtlasArea{Name: fmt.Sprintf("Rejon %d", i+1), Outline: orb.MultiPolygon{{q.ToRing()}}})
	}
	return out
}

func atlas(t testing.TB) sheet.Atlas {
	m := a3(t, 120, 0)
	m.Paper, m.ID, m.Map.Look = sheet.Papers[0], "A0PT3W7X", portrayal.Grey
	m.Words.PerCM = func(v float64) string { return "1 cm na mapie = " + thousands(v) + " m w terenie" }
	m.Words.Title, m.Words.Third = "Atlas", ""
	return sheet.Atlas{Common: m.Common, Areas: quarters(around(middle, 1300, 1000)), Show: around(middle, 1300, 1000), Says: atlasSays()}
}

// TestAtlas: a page an area, arrows to those beside it, and on each page a legend and
// counts of just that page.
func TestAtlas(t *testing.T) {
	a := atlas(t)
	pages, err := a.Pages(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	save(t, "atlas", pages)
	facts := a.Map.Overlay[0].(overlay.Threats).Reports
	var mapped []sheet.Page
	for _, p := range pages {
		if p.Map != nil {
			mapped = append(mapped, p)
		}
	}
	if len(mapped) != 4 {
		t.Fatalf("%d pages with a map, want 4", len(mapped))
	}
	beside := [][]int{{1, 2}, {0, 3}, {0, 3}, {1, 2}}
	at := func(i int) int {
		return slices.IndexFunc(pages, func(p sheet.Page) bool { return p.Map == mapped[i].Map }) + 1
	}
	for i, p := range mapped {
		words := allText(p)
		inside := 0
		for _, r := range facts {
			if a.Areas[i].Outline.Bound().Contains(r.Where.Point) {
				inside++
			}
		}
		for _, want := range []string{
			fmt.Sprintf("Rejon %d", i+1), fmt.Sprintf("W obszarze: %d zgłoszeń", inside), "OpenStreetMap", "112", "Zgłoszenie to nie zdarzenie",
			fmt.Sprintf("strona %d z %d", at(i), len(pages)), fmt.Sprintf("PZ1:A0PT3W7X:%02d", at(i)),
		} {
			if !strings.Contains(words, want) {
				t.Errorf("page %d does not say %q", i+1, want)
			}
		}
		for j := range mapped {
			if got, want := strings.Contains(words, fmt.Sprintf("str. %d", at(j))), slices.Contains(beside[i], j); got != want {
				t.Errorf("page of area %d: arrow to that of area %d: %v, want %v", i+1, j+1, got, want)
			}
		}
		if !p.Map.Whole || p.Map.Camera.Scale != p.Map.FitScale {
			t.Errorf("page %d: scale %v, whole %v, fits at %v", i+1, p.Map.Camera.Scale, p.Map.Whole, p.Map.FitScale)
		}
		n := 0
		for _, e := range p.Map.Legend {
			if e.Kind == "category" {
				n += e.Count
			}
		}
		if n != p.Map.Reports || n == 0 {
			t.Errorf("page %d: the legend counts %d, the map %d", i+1, n, p.Map.Reports)
		}
	}
}

// TestAtlasGrid: without areas a grid is laid over all, whose pages share a band.
func TestAtlasGrid(t *testing.T) {
	a := atlas(t)
	a.Areas, a.Scale = nil, 2500
	pages, err := a.Pages(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	save(t, "atlas-grid", pages[:min(2, len(pages))])
	var maps []*sheet.Mapped
	for _, p := range pages {
		if p.Map != nil {
			maps = append(maps, p.Map)
			if !strings.Contains(allText(p), "Szary pas") {
				t.Error("a page does not say what the band is")
			}
		}
	}
	if len(maps) < 9 {
		t.Fatalf("%d pages", len(maps))
	}
	// The second page begins 20 mm before the first one ends: both have the band.
	first, second := maps[0].Camera, maps[1].Camera
	p := first.ToPage(second.ToGround(scene.Point{X: 0, Y: second.H / 2}))
	if d := first.W - p.X; d < 19.9 || d > 20.1 {
		t.Errorf("the pages share %.2f mm, want 20", d)
	}
	a.Scale = 100
	if _, err := a.Pages(context.Background()); !errors.Is(err, sheet.ErrAtlas) {
		t.Errorf("an atlas of hundreds of pages: %v", err)
	}
}
