package privacy_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"pinezka/assets"
	"pinezka/data"
	"pinezka/data/crs"
	"pinezka/data/privacy"
)

func catalogue(t testing.TB) *data.Catalogue {
	t.Helper()
	c, err := data.ReadCatalogue(assets.Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestMask(t *testing.T) {
	tests := []struct{ in, want string }{
		{"Ciemno na przejściu przy ul. 3 Maja 12/4.", "Ciemno na przejściu przy ul. 3 Maja 12/4."},
		{"tel. 000 000 000", "tel. […]"},
		{"Proszę dzwonić: 600700800 lub +48 600-700-801.", "Proszę dzwonić: […] lub […]."},
		{"(17) 853 00 00 wieczorem", "[…] wieczorem"},
		{"0048 600 700 800", "[…]"},
		{"48600700800", "[…]"},
		{"tel. 8530000", "tel. […]"},
		{"od 12.11.2025 do 31.10.2026, godz. 21:00–2:00", "od 12.11.2025 do 31.10.2026, godz. 21:00–2:00"},
		{"jan.przykladowy@example.invalid", "[…]"},
		{"pisać na jan(at)example.invalid!", "pisać na […]!"},
		{"PESEL 44051401359", "PESEL […]"},
		{"PESEL: 12345678901 (błędny)", "PESEL: […] (błędny)"},
		{"konto 12 3456 7890 1234 5678 9012 3456", "konto […]"},
		{"Auto RZ 12345 stoi na trawniku", "Auto […] stoi na trawniku"},
		{"WPI1A23 i RZE 45TR", "[…] i […]"},
		{"numer rej. rz 4567k", "numer rej. […]"},
		{"koszt po 12000 zł, 40 km/h, 1800 zgłoszeń w 2024 r.", "koszt po 12000 zł, 40 km/h, 1800 zgłoszeń w 2024 r."},
		{"ZŁA ORGANIZACJA RUCHU PRZY SP NR 30", "ZŁA ORGANIZACJA RUCHU PRZY SP NR 30"},
		{"", ""},
	}
	for _, tt := range tests {
		if got := privacy.Mask(tt.in).String(); got != tt.want {
			t.Errorf("Mask(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestFindNamesKinds(t *testing.T) {
	got := privacy.Find("600 700 800, a@b.pl, 44051401359, RZ 12345, 1234567890")
	var kinds []privacy.Kind
	for _, h := range got {
		kinds = append(kinds, h.Kind)
	}
	want := []privacy.Kind{privacy.KindPhone, privacy.KindEmail, privacy.KindPESEL, privacy.KindPlate, privacy.KindNumber}
	if !slices.Equal(kinds, want) {
		t.Errorf("kinds %v, want %v", kinds, want)
	}
}

// TestPublicPrintTextCase is the case sec-public-print-text, as far as it concerns
// what is released.
func TestPublicPrintTextCase(t *testing.T) {
	const folder = "../testdata/cases/sec-public-print-text/"
	var want struct {
		Forbidden []string `json:"forbidden_in_public"`
		Flagged   []int
	}
	b, err := os.ReadFile(folder + "expected.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &want); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(folder + "poufne.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma = ';'
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	c := catalogue(t)
	var reports []data.Report
	var motions []data.Motion
	var flagged []int
	for _, row := range rows[1:] {
		id, err := strconv.Atoi(row[0])
		if err != nil {
			t.Fatal(err)
		}
		// The description holds no separator of its own; the last three columns are
		// the reporter and the place.
		n := len(row)
		text := strings.Join(row[3:n-3], ";")
		lat, _ := strconv.ParseFloat(row[n-2], 64)
		lon, _ := strconv.ParseFloat(row[n-1], 64)
		category, _ := c.FindCategory(row[2])
		reports = append(reports, data.Report{
			ID: data.ReportID(id), Category: category, CategoryWritten: row[2], Status: "new", Text: text,
			Note: "zgłosił: " + row[n-3], Where: data.At(lon, lat), When: data.When{Kind: data.TimeDate, Wall: "2024-05-01"},
			Origin: data.OriginInternet, Nature: data.NatureNuisance, Source: data.Source{Institution: "Gmina", ID: row[n-3]},
		})
		if len(privacy.Find(text)) > 0 {
			flagged = append(flagged, id)
		}
		// The same words as a motion, but for the name, which only a person finds.
		motions = append(motions, data.Motion{ID: data.MotionID(id), Number: id, Title: strings.ReplaceAll(text, "Jan Przykładowy ", ""), Place: data.MotionPlace{Kind: data.PlaceNone}})
	}
	if len(reports) != 4 || len(want.Forbidden) != 5 {
		t.Fatalf("%d reports, %d forbidden strings", len(reports), len(want.Forbidden))
	}
	if !slices.Equal(flagged, want.Flagged) {
		t.Errorf("flagged %v, want %v", flagged, want.Flagged)
	}
	release := privacy.Protect(reports, motions, privacy.Options{Catalogue: c})
	asJSON, err := json.Marshal(struct{ A, B, C, D, E any }{release.Points(), release.Counts(), release.Motions(), release.Reports(), release.Checklist()})
	if err != nil {
		t.Fatal(err)
	}
	all := fmt.Sprintf("%+v", release) + string(asJSON)
	for _, s := range want.Forbidden {
		if strings.Contains(all, s) {
			t.Errorf("the release holds %q", s)
		}
	}
	if len(release.Points()) != 3 || release.Told() != 3 {
		t.Errorf("%d points, %d told; want 3 and the one of a sensitive category withheld", len(release.Points()), release.Told())
	}
	if !slices.ContainsFunc(release.Checklist(), func(c privacy.Check) bool { return c.Kind == privacy.CheckMasked && c.Count == 4 }) {
		t.Errorf("checklist %v", release.Checklist())
	}
}

func reportsOf(counts map[data.CategoryID]int) []data.Report {
	var out []data.Report
	for id, n := range counts {
		for range n {
			out = append(out, data.Report{Category: id, Where: data.At(22, 50)})
		}
	}
	return out
}

func TestSensitiveCounts(t *testing.T) {
	c := catalogue(t)
	tests := []struct {
		name     string
		counts   map[data.CategoryID]int
		told     map[data.CategoryID]int
		combined int // 0: none
		points   int
	}{
		{"enough of each", map[data.CategoryID]int{"homeless": 3, "minors": 5, "parking": 2}, map[data.CategoryID]int{"homeless": 3, "minors": 5}, 0, 2},
		{"one too few drags the next along", map[data.CategoryID]int{"homeless": 1, "minors": 5, "begging": 7}, map[data.CategoryID]int{"begging": 7}, 6, 0},
		{"two too few are told together", map[data.CategoryID]int{"homeless": 2, "begging": 2, "minors": 9}, map[data.CategoryID]int{"minors": 9}, 4, 0},
		{"two together still too few", map[data.CategoryID]int{"homeless": 1, "begging": 1, "minors": 9}, nil, 11, 0},
		{"only one, too few", map[data.CategoryID]int{"homeless": 2, "parking": 4}, nil, 0, 4},
		{"all together too few", map[data.CategoryID]int{"homeless": 1, "begging": 1}, nil, 0, 0},
		{"unknown categories are sensitive", map[data.CategoryID]int{"": 3}, map[data.CategoryID]int{"": 3}, 0, 0},
	}
	for _, tt := range tests {
		r := privacy.Protect(reportsOf(tt.counts), nil, privacy.Options{Catalogue: c})
		told := map[data.CategoryID]int{}
		for _, n := range r.Counts() {
			told[n.Category] = n.Reports
		}
		if len(told) != len(tt.told) {
			t.Errorf("%s: told %v, want %v", tt.name, told, tt.told)
		}
		for id, n := range tt.told {
			if told[id] != n {
				t.Errorf("%s: told %v, want %v", tt.name, told, tt.told)
			}
		}
		combined := 0
		if r.Combined() != nil {
			combined = r.Combined().Reports
		}
		if combined != tt.combined || len(r.Points()) != tt.points {
			t.Errorf("%s: combined %d, %d points; want %d, %d", tt.name, combined, len(r.Points()), tt.combined, tt.points)
		}
	}
	if r := privacy.Protect(reportsOf(map[data.CategoryID]int{"parking": 5}), nil, privacy.Options{}); len(r.Points()) != 0 {
		t.Error("without a catalogue nothing is known to be harmless")
	}
}

func TestSingleHouses(t *testing.T) {
	c := catalogue(t)
	plane := crs.ForPlace(orb.Point{22.01, 50.02})
	origin := plane.Project(orb.Point{22.01, 50.02})
	at := func(east, north float64) orb.Point {
		return plane.Unproject(orb.Point{origin[0] + east, origin[1] + north})
	}
	// A street with ten houses, a lonely house 200 m off and one 2 km off.
	var addresses []orb.Point
	for i := range 10 {
		addresses = append(addresses, at(float64(i)*20, 15))
	}
	addresses = append(addresses, at(100, 215), at(100, 2000))
	opt := privacy.Options{Catalogue: c, Addresses: addresses, Streets: []orb.LineString{{at(0, 0), at(200, 0)}, {at(0, 1950), at(200, 1950)}}}
	report := func(p orb.Point, precision data.Precision) []data.Report {
		return []data.Report{{Category: "parking", Where: data.Place{Point: p, Precision: precision, Words: "ul. Polna 7"}}}
	}
	middle := at(100, 0)

	if r := privacy.Protect(report(at(60, 0), data.PrecisionPoint), nil, opt); len(r.Points()) != 1 || crs.Distance(r.Points()[0].Place, at(60, 0)) > 0.01 {
		t.Errorf("a point on a street keeps its place: %+v", r.Points())
	}
	for name, in := range map[string][]data.Report{
		"by house number":       report(at(60, 15), data.PrecisionAddress),
		"beside a lonely house": report(at(110, 225), data.PrecisionPoint),
	} {
		r := privacy.Protect(in, nil, opt)
		if len(r.Points()) != 1 || crs.Distance(r.Points()[0].Place, middle) > 0.01 || r.Points()[0].Precision != data.PrecisionStreet {
			t.Errorf("%s: %+v, want the middle of the street", name, r.Points())
		}
	}
	r := privacy.Protect(report(at(100, 2010), data.PrecisionPoint), nil, opt)
	if len(r.Points()) != 0 || !slices.Contains(r.Checklist(), privacy.Check{Kind: privacy.CheckHousesWithheld, Count: 1}) {
		t.Errorf("no street hides this house: %+v, %v", r.Points(), r.Checklist())
	}
	if got := r.Reports(); len(got) != 0 {
		t.Errorf("reports %v", got)
	}
}

func TestMotions(t *testing.T) {
	c := catalogue(t)
	motions := []data.Motion{
		{ID: 4, Number: 1, Title: "Bezdomny pod mostem", Text: "Tel. 600 700 800", Category: "homeless", Place: data.MotionPlace{Kind: data.PlacePoint, Geometry: orb.Point{22, 50}, Words: "pod mostem"}},
		{ID: 5, Number: 2, Title: "Prędkość", Category: "speeding", Place: data.MotionPlace{Kind: data.PlacePoint, Geometry: orb.Point{22, 50}, Words: "al. Rejtana"}},
		{ID: 6, Number: 3, Title: "Patrole", Place: data.MotionPlace{Kind: data.PlaceWhole, Words: "cała gmina"}},
	}
	r := privacy.Protect(nil, motions, privacy.Options{Catalogue: c})
	got := r.Motions()
	if len(got) != 3 {
		t.Fatalf("%d motions", len(got))
	}
	if m := got[0]; !m.PlaceWithheld || m.Place.Geometry != nil || m.Words.String() != "" || m.Text.String() != "Tel. […]" {
		t.Errorf("a motion about homeless people: %+v", m)
	}
	if m := got[1]; m.PlaceWithheld || m.Place.Geometry == nil || m.Words.String() != "al. Rejtana" || m.Place.Words != "" {
		t.Errorf("a motion about speeding: %+v", m)
	}
	if m := got[2]; m.Place.Kind != data.PlaceWhole || m.PlaceWithheld {
		t.Errorf("a motion about the whole: %+v", m)
	}
}

func TestReleaseTellsNoNumbersTimesOrWords(t *testing.T) {
	in := []data.Report{
		{ID: 77, Category: "parking", Where: data.Place{Point: orb.Point{22.01, 50}, Precision: data.PrecisionPoint, Words: "ul. Polna 7"}, Text: "x", Source: data.Source{Institution: "I", ID: "S"}, When: data.When{Kind: data.TimeDate, Wall: "2024-05-01"}},
		{ID: 3, Category: "parking", Where: data.At(22, 50)},
	}
	r := privacy.Protect(in, nil, privacy.Options{Catalogue: catalogue(t)})
	want := []data.Report{
		{ID: 1, Category: "parking", Where: data.At(22, 50), When: data.When{Kind: data.TimeNone}},
		{ID: 2, Category: "parking", Where: data.At(22.01, 50), When: data.When{Kind: data.TimeNone}},
	}
	if got := r.Reports(); !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}

func FuzzMask(f *testing.F) {
	for _, s := range []string{"tel. 600 700 800", "RZ 12345 WPI A123", "a@b.pl", "+48 (17) 853-00-00", "ı ſ 12345", "PESEL 44051401359", "ą ę RZ-1234A"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		for _, h := range privacy.Find(s) {
			if h.Start < end || h.End <= h.Start || h.End > len(s) {
				t.Fatalf("hits of %q overlap or leave it: %v", s, privacy.Find(s))
			}
			end = h.End
		}
		masked := privacy.Mask(s).String()
		if utf8.ValidString(s) && !utf8.ValidString(masked) {
			t.Fatalf("%q became %q", s, masked)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	const s = "Sąsiad z nr 7 pali śmieci, tel. 000 000 000, auto RZ 12345, proszę o odpowiedź: jan.przykladowy@example.invalid do 12.11.2026"
	for b.Loop() {
		privacy.Find(s)
	}
}
