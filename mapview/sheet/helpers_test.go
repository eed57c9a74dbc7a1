package sheet_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/assets"
	"pinezka/data"
	"pinezka/mapview/overlay"
	"pinezka/mapview/pdf"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/raster"
	"pinezka/mapview/scene"
	"pinezka/mapview/sheet"
	"pinezka/mapview/source"
)

var (
	look   = flag.String("look", "", "folder that gets the sheets which tests draw, as PNG and PDF")
	update = flag.Bool("update", false, "write the golden files anew")
)

func catalogue(t testing.TB) *data.Catalogue {
	t.Helper()
	c, err := data.ReadCatalogue(assets.Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const credit = "Podkład: © autorzy OpenStreetMap (ODbL) – openstreetmap.org/copyright, opendatacommons.org; dane z 10.2024"

// words are those of a Polish sheet.
func words(c *data.Catalogue) sheet.Words {
	w := sheet.Words{
		Lang:     "pl",
		Title:    "Nowe Miasto: zgłoszone zagrożenia i wnioski mieszkańców",
		Second:   "Debata społeczna „Porozmawiajmy o bezpieczeństwie – możesz mieć na nie wpływ” · 17 października 2024 r., godz. 17.00, sala szkoły podstawowej",
		Third:    "Zgłoszenia z 12 miesięcy (1.10.2023 – 30.09.2024), wszystkie kategorie i statusy · stan na dzień 1.10.2024 · opracował: koordynator bezpieczeństwa",
		Stamp:    "DANE PRZYKŁADOWE",
		North:    "N",
		Notice:   "W nagłym zagrożeniu dzwoń pod numer 112. Mapa nie służy do zgłoszeń pilnych.",
		Bias:     "Zgłoszenie to nie zdarzenie: liczby pokazują, co i gdzie zgłaszano, a nie ile było naruszeń. Brak zgłoszeń nie oznacza braku zagrożenia.",
		Ruler:    "Linijka kontrolna: na wydruku musi mieć 100 mm",
		FullSize: "Drukuj w skali 100 % (rozmiar rzeczywisty), bez dopasowania do strony",
		Overleaf: "Legenda na następnej stronie",
		Scale:    func(s float64) string { return "Skala 1 : " + thousands(s) },
		Ground: func(cm, w, h float64) string {
			return fmt.Sprintf("1 cm na mapie = %s m w terenie; mapa obejmuje %s × %s m", thousands(cm), thousands(w), thousands(h))
		},
		Length: func(m float64) string {
			if m >= 1000 {
				return strings.ReplaceAll(strconv.FormatFloat(m/1000, 'f', -1, 64), ".", ",") + " km"
			}
			return strconv.FormatFloat(m, 'f', -1, 64) + " m"
		},
		Sheet:  func(id string) string { return "arkusz " + id },
		Page:   func(n, of int) string { return fmt.Sprintf("strona %d z %d", n, of) },
		Alt:    func(r, m int) string { return fmt.Sprintf("Mapa: %d zgłoszeń, %d wniosków", r, m) },
		Number: "Nr", Cell: "Pole", Motion: "Miejsce i wniosek", Count: "Zgł.*", Addressee: "Do kogo",
		Motions: "Wnioski z debaty", CountNote: "* zgłoszenia tej samej kategorii w promieniu 100 m w ciągu 12 miesięcy",
		OnSheet: func(n int) string { return fmt.Sprintf("Na tym arkuszu: %d zgłoszeń", n) },
		Absent:  func(n int) string { return fmt.Sprintf("%d kategorii bez zgłoszeń na tej mapie", n) },
		Category: func(code string) string {
			if k, ok := c.Category(data.CategoryID(code)); ok {
				return k.NamePL
			}
			return "Bez kategorii"
		},
		Statuses: "Status",
		Status: func(code string) string {
			if s, ok := c.Status(data.StatusID(code)); ok {
				return s.NamePL
			}
			return "Bez statusu"
		},
		Signs: "Inne znaki",
		Sign: func(k sheet.Sign, n int) string {
			return map[sheet.Sign]string{
				sheet.SignMotion: "wniosek z debaty", sheet.SignCluster: fmt.Sprintf("kilka zgłoszeń obok siebie (%d)", n),
				sheet.SignPolice: "z systemów Policji", sheet.SignContact: "z kontaktu bezpośredniego",
				sheet.SignDone: "wniosek zrealizowany", sheet.SignProgress: "wniosek w toku",
				sheet.SignRefused: "wniosek odrzucony", sheet.SignPassed: "wniosek przekazany",
				sheet.SignArea: "granica obszaru", sheet.SignRadius: "promień porównania",
			}[k]
		},
		Index: "Indeks ulic i zgłoszenia według pól mapy",
		IndexFor: func(id string, m float64) string {
			return fmt.Sprintf("Do arkusza %s; litera i cyfra to pole siatki (%s × %s m)", id, thousands(m), thousands(m))
		},
		Streets: "Ulice", ByCell: "Zgłoszenia według pól (bez kategorii wrażliwych)", Codes: "Kody:",
	}
	w.Layers.Sheet, w.Layers.Base, w.Layers.Names, w.Layers.Facts = "Arkusz", "Podkład", "Napisy", "Zagrożenia"
	return w
}

func thousands(v float64) string {
	s := strconv.FormatFloat(v, 'f', 0, 64)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u00a0" + s[i:]
	}
	return s
}

var middle = orb.Point{22.0165, 50.0245}

// around returns the box of so many metres about a place.
func around(p orb.Point, east, north float64) orb.Bound {
	ring := overlay.Ring(p, 1)
	dx, dy := ring.Bound().Max[0]-p[0], ring.Bound().Max[1]-p[1]
	return orb.Bound{Min: orb.Point{p[0] - dx*east/2, p[1] - dy*north/2}, Max: orb.Point{p[0] + dx*east/2, p[1] + dy*north/2}}
}

// invented returns reports in heaps along the middle, with fixed chance.
func invented(n int, spread float64, c *data.Catalogue) []data.Report {
	rnd := rand.New(rand.NewPCG(3, 5))
	out := make([]data.Report, n)
	for i := range out {
		cat := c.Categories[min(int(rnd.ExpFloat64()*3), len(c.Categories)-1)]
		if rnd.IntN(6) == 0 {
			cat = c.Categories[rnd.IntN(len(c.Categories))]
		}
		b := around(middle, spread, spread*0.8)
		out[i] = data.Report{
			ID: data.ReportID(i + 1), Category: cat.ID, Status: c.Statuses[rnd.IntN(len(c.Statuses))].ID,
			Origin: data.Origins[min(2, rnd.IntN(6))],
			Where:  data.At(b.Min[0]+rnd.Float64()*(b.Max[0]-b.Min[0]), b.Min[1]+rnd.Float64()*(b.Max[1]-b.Min[1])),
		}
	}
	return out
}

// said is what the debate asked for.
func said(n int) ([]data.Motion, []sheet.MotionRow) {
	texts := [][3]string{
		{"Seniora, przy parkingu", "wyznaczyć zatoki, aby nie stawiano aut na chodniku", "Miejski Zarząd Dróg"},
		{"al. Rejtana, przy Popiełuszki", "częstsze kontrole prędkości wieczorem i w nocy", "Policja"},
		{"Boisko za szkołą, od Seniora", "patrole po godz. 22.00, od czwartku do soboty", "Straż Miejska, Policja"},
		{"Podwisłocze, przejście przy nr 22", "doświetlić przejście dla pieszych", "Miejski Zarząd Dróg"},
		{"Ogródki „Przyszłość”, od zachodu", "uprzątnąć dzikie wysypisko, założyć szlaban", "Urząd Miasta"},
		{"Plac zabaw przy Rejtana", "reagować na psy bez opieki", "Straż Miejska"},
	}
	states := data.MotionStates
	rnd := rand.New(rand.NewPCG(8, 8))
	var ms []data.Motion
	var rows []sheet.MotionRow
	for i := range n {
		b := around(middle, 1000, 700)
		p := orb.Point{b.Min[0] + rnd.Float64()*(b.Max[0]-b.Min[0]), b.Min[1] + rnd.Float64()*(b.Max[1]-b.Min[1])}
		t := texts[i%len(texts)]
		ms = append(ms, data.Motion{
			ID: data.MotionID(i + 1), Number: i + 1, Text: t[1], Debate: 1, State: states[i%len(states)],
			Place: data.MotionPlace{Kind: data.PlacePoint, Geometry: p, Words: t[0]},
		})
		rows = append(rows, sheet.MotionRow{
			ID: int64(i + 1), Number: strconv.Itoa(i + 1), Place: t[0], Text: t[1],
			Count: strconv.Itoa(rnd.IntN(12)), Addressee: t[2], Located: true,
		})
	}
	return ms, rows
}

// a3 is the sheet that all others are compared with.
func a3(t testing.TB, reports, motions int) sheet.Meeting {
	c := catalogue(t)
	ms, rows := said(motions)
	return sheet.Meeting{
		Common: sheet.Common{
			Paper: sheet.Papers[1].Landscape(),
			Map: portrayal.Map{
				Look: portrayal.Colour, Base: []source.Source{extract(t)}, Credit: credit,
				Overlay: []portrayal.Overlay{overlay.Threats{Reports: invented(reports, 1300, c), Motions: ms, Catalogue: c}},
			},
			Words: words(c), ID: "7F3K9Q2M",
		},
		Show: around(middle, 1300, 1000), Motions: rows, Categories: len(c.Categories), Index: true,
	}
}

func pagesOf(t testing.TB, m sheet.Meeting) []sheet.Page {
	t.Helper()
	p, err := m.Pages(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// save draws pages into the folder of -look.
func save(t testing.TB, name string, pages []sheet.Page) {
	t.Helper()
	if *look == "" {
		return
	}
	for i, p := range pages {
		var b bytes.Buffer
		s := scene.Scene{W: p.Scene.W, H: p.Scene.H, Ops: append([]scene.Op{
			scene.Fill{Path: scene.Box(0, 0, p.Scene.W, p.Scene.H).Path(), Paint: scene.Solid(scene.MustHex("#ffffff"))},
		}, p.Scene.Ops...)}
		err := png.Encode(&b, raster.Render(s, 5*420/max(420, p.Scene.W)))
		err = errors.Join(err, os.WriteFile(filepath.Join(*look, fmt.Sprintf("%s-%d.png", name, i+1)), b.Bytes(), 0o644))
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(*look, name+".pdf"), asPDF(t, pages), 0o644); err != nil {
		t.Fatal(err)
	}
}

func asPDF(t testing.TB, pages []sheet.Page) []byte {
	t.Helper()
	var list []pdf.Page
	for _, p := range pages {
		q := pdf.Page{Scene: p.Scene}
		if p.Map != nil {
			q.Geo = &pdf.Geo{Name: "map", Frame: p.Map.Frame, EPSG: p.Map.EPSG}
			for i, c := range p.Map.Corners {
				q.Geo.Corners[i] = pdf.LonLat{Lon: c[0], Lat: c[1]}
			}
		}
		list = append(list, q)
	}
	var b bytes.Buffer
	if err := pdf.Write(&b, pdf.Document{Title: "t", Lang: "pl-PL"}, pdf.Pages(list...)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// texts returns what a scene says, run by run.
func texts(s scene.Scene) []string {
	var out []string
	scene.Walk(s.Ops, func(op scene.Op, _ scene.Affine) bool {
		if t, ok := op.(scene.Text); ok {
			out = append(out, t.String)
		}
		return true
	})
	return out
}

// said joins all words of a page, for searching.
func allText(p sheet.Page) string { return strings.Join(texts(p.Scene), " ") }
