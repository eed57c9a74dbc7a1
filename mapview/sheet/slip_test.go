package sheet_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/data"
	"pinezka/mapview/overlay"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/sheet"
)

func slips(t testing.TB) sheet.Slips {
	c := catalogue(t)
	m := a3(t, 0, 0)
	m.ID, m.Map.Overlay = "9K2E7W4A", nil
	m.Words.Second = "Debata 17.10.2024, Nowe Miasto · stan na dzień 1.10.2024"
	m.Words.PerCM = func(v float64) string { return "1 cm na mapie = " + thousands(v) + " m w terenie" }
	place := orb.Point{22.0140, 50.0242}
	motion := data.Motion{ID: 1, Number: 1, Debate: 1, Place: data.MotionPlace{Kind: data.PlacePoint, Geometry: place}}
	var reports []data.Report
	for i := range 10 {
		b := around(place, 150, 150)
		reports = append(reports, data.Report{
			ID: data.ReportID(i + 1), Category: "parking", Status: c.Statuses[i%len(c.Statuses)].ID,
			Where: data.At(b.Min[0]+(b.Max[0]-b.Min[0])*float64(i*7%10)/9, b.Min[1]+(b.Max[1]-b.Min[1])*float64(i*3%10)/9),
		})
	}
	return sheet.Slips{
		Common: m.Common,
		Says: sheet.SlipWords{
			Title: func(n string) string { return "Wniosek nr " + n + " i zgłoszenia w tym miejscu" }, Means: "Co z tego wynika",
			NoPlace: "Wniosek nie ma miejsca na mapie.", Of: func(n, of int) string { return fmt.Sprintf("kartka %d z %d", n, of) },
			RadiusName: func(m float64) string { return fmt.Sprintf("%.0f m", m) },
		},
		Slips: []sheet.Slip{
			{
				ID: 1, Number: "1", Place: "Seniora, przy parkingu", Centre: place, Radius: 100,
				Text: "„Auta stoją na chodniku, trzeba wyznaczyć zatoki.” Do: Miejski Zarząd Dróg · odpowiedź do 30.11.2024 · poparły 23 osoby",
				Overlay: []portrayal.Overlay{
					overlay.Circle{Centre: place, Radius: 100}, overlay.Threats{Reports: reports, Motions: []data.Motion{motion}, Catalogue: c},
				},
				Figures: []sheet.Figure{
					{"10", "zgłoszeń parkowania w promieniu 100 m w 12 miesięcy"},
					{"4", "w poprzednich 12 miesiącach: za mało, aby mówić o zmianie"},
				},
				Conclusion: "Przy przeciętnej ulicy osiedla byłoby tu około 2,1 zgłoszenia. Jest ich 4,8 razy więcej (od 2,3 do 8,8).",
				Method:     "Jak liczono: zgłoszenia kategorii „Nieprawidłowe parkowanie” z okresu 1.10.2023 – 30.09.2024 w kole 100 m; oczekiwana liczba według długości ulic z zabudową; przedział dokładny 95 %.",
			},
			{ID: 2, Number: "2", Place: "cała gmina", Text: strings.Repeat("Więcej patroli wieczorami. ", 12), Figures: []sheet.Figure{{"0", "zgłoszeń"}}},
			{
				ID: 3, Number: "3", Place: "Podwisłocze", Text: "Doświetlić przejście.", Centre: place, Radius: 150,
				Overlay: []portrayal.Overlay{overlay.Threats{Catalogue: c}},
			},
		},
	}
}

// TestSlips: two a page, each with its own map, words and code.
func TestSlips(t *testing.T) {
	s := slips(t)
	pages, err := s.Pages(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	save(t, "slips", pages)
	if len(pages) != 2 || pages[0].Scene.W != 297 {
		t.Fatalf("%d pages of %v mm", len(pages), pages[0].Scene.W)
	}
	words := allText(pages[0])
	for _, want := range []string{
		"Wniosek nr 1", "Seniora, przy parkingu", "10", "4,8 razy", "Skala 1 : 3\u00a0000", "100 m", "PZ1:9K2E7W4A:01", "PZ1:9K2E7W4A:02",
		"kartka 1 z 3", "kartka 2 z 3", "Wniosek nie ma miejsca na mapie.", "Zgłoszenie to nie zdarzenie", "OpenStreetMap", "112",
	} {
		if !strings.Contains(words, want) {
			t.Errorf("the first page does not say %q: %s", want, words)
		}
	}
	if m := pages[0].Map; m == nil || m.Reports != 10 || m.Camera.Scale != 3000 || !m.Whole {
		t.Errorf("the first map: %+v", m)
	}
}

// TestSlipLong: a long speech is not cut, one that would fill the slip is, and says so;
// words never run into the foot.
func TestSlipLong(t *testing.T) {
	s := slips(t)
	s.Slips[0].Text = strings.Repeat("Bardzo długi wniosek, który ktoś przeczytał z kartki. ", 14) + "Koniec."
	s.Slips[0].Conclusion = strings.Repeat("Zgłoszenia nie rozstrzygają. ", 8)
	s.Slips[1].Text = strings.Repeat("Jeszcze dłuższy wniosek, który ktoś przeczytał z kartki. ", 300) + "Koniec."
	pages, err := s.Pages(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	save(t, "slips-long", pages)
	words := allText(pages[0])
	if strings.Count(words, "Koniec.") != 1 || !strings.Contains(words, "…") {
		t.Errorf("cut wrongly: %s", words)
	}
	foot := 0.0 // where the codes begin
	scene.Walk(pages[0].Scene.Ops, func(op scene.Op, m scene.Affine) bool {
		if f, ok := op.(scene.Fill); ok && f.Ref.Class == "qr" {
			box, _ := f.Path.Bounds()
			foot = box.Y0
		}
		return true
	})
	scene.Walk(pages[0].Scene.Ops, func(op scene.Op, m scene.Affine) bool {
		if x, ok := op.(scene.Text); ok && len(x.Glyphs) > 0 && strings.Contains(x.String, "nie oznacza braku") {
			if y := m.Apply(x.Glyphs[0].At).Y; y > foot {
				t.Errorf("the words reach down to %.1f mm, the code begins at %.1f", y, foot)
			}
		}
		return true
	})
}
