package sheet_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/data"
	"pinezka/mapview/overlay"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/sheet"
	"pinezka/mapview/tile"
)

// rows reads a case's list, with a header row and semicolons.
func rows(t testing.TB, parts ...string) []map[string]string {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(caseFile(t, parts...)))
	r.Comma = ';'
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, rec := range all[1:] {
		m := map[string]string{}
		for i, h := range all[0] {
			m[strings.TrimPrefix(h, "\ufeff")] = rec[i]
		}
		out = append(out, m)
	}
	return out
}

// reportsOf turns a case's list into reports and the box around them.
func reportsOf(t testing.TB, list []map[string]string, c *data.Catalogue) ([]data.Report, orb.Bound) {
	t.Helper()
	var out []data.Report
	var b orb.Bound
	for i, r := range list {
		lon, err1 := strconv.ParseFloat(r["lon"], 64)
		lat, err2 := strconv.ParseFloat(r["lat"], 64)
		k, ok := c.FindCategory(r["kategoria"])
		if err1 != nil || err2 != nil || !ok {
			t.Fatalf("row %d: %v", i, r)
		}
		out = append(out, data.Report{ID: data.ReportID(i + 1), Category: k, Status: "new", Where: data.At(lon, lat)})
		if i == 0 {
			b = orb.Point{lon, lat}.Bound()
		}
		b = b.Extend(orb.Point{lon, lat})
	}
	return out, b
}

// TestCaseLegend27: every category with its count, whole, on the map sheet or the
// next page, and nothing over anything.
func TestCaseLegend27(t *testing.T) {
	var want struct {
		Counts map[string]int
		Sum    int
	}
	expected(t, "prn-legend-27", &want)
	c := catalogue(t)
	reports, box := reportsOf(t, rows(t, "prn-legend-27", "wszystkie.csv"), c)
	m := plain(t, 0, 0)
	m.Paper, m.Show = sheet.Papers[0].Landscape(), box
	m.Map.Overlay = []portrayal.Overlay{overlay.Threats{Reports: reports, Catalogue: c}}
	pages := pagesOf(t, m)
	save(t, "case-legend-27", pages)

	var words strings.Builder
	for i, p := range pages {
		checkRoom(t, i+1, p)
		words.WriteString(allText(p) + " ")
	}
	for name, n := range want.Counts {
		if s := fmt.Sprintf("%s (%d)", name, n); !strings.Contains(words.String(), s) {
			t.Errorf("the legend lacks %q", s)
		}
	}
	sum := 0
	for _, e := range pages[0].Map.Legend {
		if e.Kind == "category" {
			sum += e.Count
		}
	}
	if sum != want.Sum || pages[0].Map.Reports != want.Sum {
		t.Errorf("the legend counts %d reports, the sheet draws %d, want %d", sum, pages[0].Map.Reports, want.Sum)
	}

	// With five categories left the sheet says how many have no report.
	m.Map.Overlay = []portrayal.Overlay{overlay.Threats{Reports: reports[:8], Catalogue: c}}
	page := pagesOf(t, m)[0]
	drawn := 0
	for _, e := range page.Map.Legend {
		if e.Kind == "category" {
			drawn++
		}
	}
	if s := m.Words.Absent(27 - drawn); drawn == 27 || !strings.Contains(allText(page), s) {
		t.Errorf("%d categories drawn, the sheet does not say %q", drawn, s)
	}
}

// TestCasePolishGlyphs: title and texts letter by letter, each with a glyph.
func TestCasePolishGlyphs(t *testing.T) {
	var want struct {
		Title string
		Texts []string
	}
	expected(t, "prn-polish-glyphs", &want)
	c := catalogue(t)
	list := rows(t, "prn-polish-glyphs", "znaki.csv")
	reports, box := reportsOf(t, list, c)
	m := plain(t, 0, 0)
	m.Paper, m.Show, m.Words.Title = sheet.Papers[0], box, want.Title
	for i, r := range list {
		m.Motions = append(m.Motions, sheet.MotionRow{ID: int64(i + 1), Number: r["id"], Text: r["opis"]})
	}
	m.Map.Overlay = []portrayal.Overlay{overlay.Threats{Reports: reports, Catalogue: c}}
	pages := pagesOf(t, m)
	var words strings.Builder
	for _, p := range pages {
		words.WriteString(allText(p) + " ")
		scene.Walk(p.Scene.Ops, func(op scene.Op, _ scene.Affine) bool {
			if run, ok := op.(scene.Text); ok {
				for _, g := range run.Glyphs {
					if g.ID == 0 {
						t.Errorf("%q: %q has no letter in the font", run.String, g.Runes)
					}
				}
			}
			return true
		})
	}
	for _, s := range append(want.Texts, want.Title) {
		if !strings.Contains(words.String(), s) {
			t.Errorf("the sheet does not say %q", s)
		}
	}
}

// TestCaseAttribution: the credit of the map package on every page, as plain
// words, large enough and free.
func TestCaseAttribution(t *testing.T) {
	var want struct{ Text, Address string }
	expected(t, "prn-attribution", &want)
	a, err := tile.Open("../../data/testdata/cases/prn-attribution/zrodlo.mbtiles")
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	tiles := tile.NewChain(tile.ChainConfig{}, a)
	defer tiles.Close()
	m := plain(t, 200, 60)
	m.Map.Raster = []portrayal.Raster{portrayal.RasterTiles{Name: "tiles", Tiles: tiles}}
	m.Map.Credit = tiles.Info().Credit.String()
	pages := pagesOf(t, m)
	if len(pages) < 2 {
		t.Fatal("want two pages")
	}
	for i, p := range pages {
		least, said := 1e9, ""
		scene.Walk(p.Scene.Ops, func(op scene.Op, _ scene.Affine) bool {
			if run, ok := op.(scene.Text); ok && (strings.Contains(run.String, "OpenStreetMap") || strings.Contains(run.String, want.Address)) {
				least = min(least, run.Size)
				said += run.String + " "
			}
			return true
		})
		if !strings.Contains(said, want.Text) || !strings.Contains(said, want.Address) {
			t.Errorf("page %d says %q", i+1, said)
		}
		if least < 6*25.4/72 {
			t.Errorf("page %d: the credit is set at %.2f mm, under 6 pt", i+1, least)
		}
		for _, s := range []string{"<a", "&copy;", "&lt;", "href", "\""} {
			if strings.Contains(said, s) {
				t.Errorf("page %d: markup in %q", i+1, said)
			}
		}
		checkRoom(t, i+1, p)
	}
	m.Map.Credit = ""
	if _, err := m.Pages(t.Context()); err == nil {
		t.Error("a map without its credit was printed")
	}
}
