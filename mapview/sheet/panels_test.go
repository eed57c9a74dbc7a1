package sheet_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/mapview/overlay"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/sheet"
)

func panels(t testing.TB, n int) sheet.Panels {
	c := catalogue(t)
	m := a3(t, 0, 0)
	m.ID, m.Map.Overlay = "2C8D4H6T", nil
	m.Words.Title, m.Words.Third = "Nowe Miasto: przed i po roku działań", ""
	m.Words.Second = "Wszystkie kategorie łącznie. Te same klasy, ta sama skala · stan na dzień 1.10.2024"
	s := sheet.Panels{Common: m.Common, Show: around(middle, 1200, 900)}
	var breaks []float64
	for range 2 { // first to learn the classes
		s.Panels = nil
		for i := range n {
			reports := invented(53+15*i, 1200, c)
			var at []orb.Point
			for _, r := range reports {
				at = append(at, r.Where.Point)
			}
			f := overlay.NewSurface(overlay.SurfaceDensity, 150, at, nil, nil)
			if breaks == nil || n > 0 && f.Breaks()[len(f.Breaks())-1] > breaks[len(breaks)-1] {
				breaks = f.Breaks()
			}
			s.Panels = append(s.Panels, sheet.Panel{
				Title: fmt.Sprintf("Okres %d", i+1), Count: func(n int) string { return fmt.Sprintf("%d zgłoszeń na mapie", n) },
				Under:   []portrayal.Overlay{f.WithBreaks(breaks)},
				Overlay: []portrayal.Overlay{overlay.Dots{Threats: overlay.Threats{Reports: reports, Catalogue: c}}},
			})
		}
	}
	s.Classes, s.ClassesNote = "Gęstość zgłoszeń na km² w ciągu roku", "Czarna kropka = jedno zgłoszenie. Jądro kwartyczne, promień 150 m."
	for i, b := range breaks {
		s.ClassNames = append(s.ClassNames, fmt.Sprintf("%d: od %.0f", i+1, b))
	}
	return s
}

// TestBeforeAfter: two maps of one scale with their counts, the classes and the table.
func TestBeforeAfter(t *testing.T) {
	s := panels(t, 2)
	s.Table = sheet.Grid{
		Title: "Zmiana w liczbach", Heads: []string{"Kategoria", "Przed", "Po", "Zmiana", "p", "Co można powiedzieć"}, Widths: []float64{68, 16, 16, 18, 16, 84},
		Rows: [][]string{{"Nieprawidłowe parkowanie", "24", "33", "+9", "0,29", "nie odróżnia się od przypadku"}, {"Spożywanie alkoholu", "8", "18", "+10", "0,08", "nie odróżnia się od przypadku"}},
		Note: "p: dokładny test dwumianowy",
	}
	pages, err := s.Pages(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	save(t, "pair", pages)
	if len(pages) != 1 {
		t.Fatalf("%d pages", len(pages))
	}
	words := allText(pages[0])
	for _, want := range []string{"Okres 1", "Okres 2", "53 zgłoszeń na mapie", "68 zgłoszeń na mapie", "Gęstość", "0,29", "Skala 1 : ", "OpenStreetMap", "PZ1:2C8D4H6T:01", "112"} {
		if !strings.Contains(words, want) {
			t.Errorf("the sheet does not say %q: %s", want, words)
		}
	}
	if m := pages[0].Map; m.Reports != 53+68 {
		t.Errorf("%d reports on both maps, want %d", m.Reports, 53+68)
	}
}

// TestMultiples: twelve months on a page are of one size and one scale.
func TestMultiples(t *testing.T) {
	pages, err := panels(t, 12).Pages(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	save(t, "multiples", pages)
	words := allText(pages[0])
	for i := range 12 {
		if !strings.Contains(words, fmt.Sprintf("Okres %d", i+1)) {
			t.Errorf("month %d is missing", i+1)
		}
	}
	s := panels(t, 1)
	s.Panels = nil
	if _, err := s.Pages(context.Background()); !errors.Is(err, sheet.ErrPanels) {
		t.Errorf("no panels: %v", err)
	}
	s = panels(t, 12)
	s.Paper = sheet.Papers[0]
	s.Paper.H = 150
	if _, err := s.Pages(context.Background()); !errors.Is(err, sheet.ErrPaper) {
		t.Errorf("too little paper: %v", err)
	}
}

// TestList: a long table goes on with its heads repeated, and loses no row.
func TestList(t *testing.T) {
	m := a3(t, 0, 0)
	m.Paper = sheet.Papers[0].Landscape()
	l := sheet.List{Common: m.Common}
	g := sheet.Grid{Title: "Wnioski", Heads: []string{"Nr", "Miejsce", "Wniosek", "Do kogo", "Odpowiedź"}, Widths: []float64{8, 40, 90, 40, 60}}
	for i := range 40 {
		g.Rows = append(g.Rows, []string{fmt.Sprintf("<%d>", i+1), "Seniora, przy parkingu", strings.Repeat("wyznaczyć zatoki ", 1+i%9), "Miejski Zarząd Dróg", ""})
	}
	l.Grids = []sheet.Grid{g}
	pages, err := l.Pages(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	save(t, "list", pages)
	all := ""
	for i, p := range pages {
		words := allText(p)
		if !strings.Contains(words, "Do kogo") || strings.Contains(words, "Odpowiedź") {
			t.Errorf("page %d: the heads are wrong", i+1)
		}
		if !strings.Contains(words, fmt.Sprintf("strona %d z %d", i+1, len(pages))) {
			t.Errorf("page %d has no number", i+1)
		}
		all += words
	}
	for i := range 40 {
		if strings.Count(all, fmt.Sprintf("<%d>", i+1)) != 1 {
			t.Errorf("row %d stands there %d times", i+1, strings.Count(all, fmt.Sprintf("<%d>", i+1)))
		}
	}
}
