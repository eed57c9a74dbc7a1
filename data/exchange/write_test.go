package exchange

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pinezka/data"
)

// everyReport are reports with all that a report can have.
func everyReport() []*data.Report {
	place := data.At(20.68621234, 52.13814321)
	place.Words, place.Precision = "ul. Żółwia 3", data.PrecisionAddress
	base := data.Report{
		Category: "parking", CategoryWritten: "ZŁE PARKOWANIE", Status: "confirmed", StatusWritten: "potwierdzony",
		Where: place, When: data.When{Kind: data.TimeInstant, Wall: "2024-05-01T11:05:30"},
		Origin: data.OriginPolice, Nature: data.NatureOffence, Source: data.Source{Institution: "KPP", ID: "0001"}, Text: "a;b \"c\"\nd",
	}
	var out []*data.Report
	add := func(change func(*data.Report)) {
		r := base
		r.Source.ID = fmt.Sprintf("%04d", len(out)+1)
		change(&r)
		out = append(out, &r)
	}
	add(func(*data.Report) {})
	add(func(r *data.Report) {
		r.Where = data.Place{Precision: data.PrecisionNone, Words: "gdzieś"}
		r.When = data.When{Kind: data.TimeNone}
	})
	add(func(r *data.Report) { r.When = data.When{Kind: data.TimeMonth, Wall: "2024-05"} })
	add(func(r *data.Report) { r.When = data.When{Kind: data.TimeDate, Wall: "2024-05-31"} })
	add(func(r *data.Report) {
		r.When = data.When{
			Kind: data.TimeRecurring, Weekdays: data.WeekdaysOf(5, 6), Band: data.Band{From: 22 * 60, To: 6 * 60},
		}
	})
	add(func(r *data.Report) {
		r.Category, r.CategoryWritten, r.Status, r.StatusWritten = "", "Hulajnogi", "", "umorzone"
	})
	add(func(r *data.Report) {
		r.Origin, r.Nature = data.OriginInternet, data.NatureFelt
		r.Where.Precision = data.PrecisionDefault
	})
	add(func(r *data.Report) { r.Source.ID = "=1+1"; r.Where.Words = "'@x"; r.Text = "''=a" })
	return out
}

func TestRoundTrip(t *testing.T) {
	want := everyReport()
	for name, write := range writers {
		for _, l := range []Layout{{}, {English: true}} {
			back := roundTrip(t, filepath.Join(t.TempDir(), "lista"+name), write, want, l)
			got := back.reports()
			if len(got) != len(want) || back.tally.Refused != 0 {
				t.Fatalf("%s: %+v", name, back.tally.Counts())
			}
			for i, w := range want {
				g := *got[i]
				if w.Where.Known() {
					near(t, &g, w.Where.Point[0], w.Where.Point[1], 1e-8)
					g.Where.Point = w.Where.Point
				}
				if g != *w {
					t.Errorf("%s, English %v: report %d is\n%+v, want\n%+v", name, l.English, i+1, g, *w)
				}
			}
		}
	}
}

func TestHeaderOfCaller(t *testing.T) {
	var b bytes.Buffer
	header := slices.Clone(HeaderPL)
	header[0] = "Poz."
	if err := WriteCSV(&b, slices.Values(everyReport()), catalogue(t), Layout{Header: header}); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(b.String(), "\ufeffPoz.;Nr w źródle;") {
		t.Errorf("begins with %q", b.String()[:40])
	}
	for name, write := range writers {
		f, err := os.Create(filepath.Join(t.TempDir(), "x"+name))
		if err != nil {
			t.Fatal(err)
		}
		if err := write(f, slices.Values(everyReport()), catalogue(t), Layout{Header: []string{"a"}}); (err == nil) != (name == ".geojson") {
			t.Errorf("%s with a short header gives %v", name, err)
		}
		f.Close()
	}
}

// Refused rows, mended, come in; unmended they are refused again, for the same
// reason.
func TestRejects(t *testing.T) {
	content := "id;data;kategoria;lat;lon;opis\n" +
		"A;01.05.2024;Wypalanie traw;52,1;20,6;dobry\n" +
		"B;02.05.2024;Wypalanie traw;52,1;20,6;za; dużo\n" +
		"C;03.05.2024;Wypalanie traw;52,1;20,6;\"nie zamknięty\n" +
		"D;04.05.2024;Wypalanie traw;52,1;20,6;dobry\n" +
		"E;05.05.2024\n"
	got := read(t, file(t, "lista.csv", content), Options{})
	if got.tally.Read != 5 || got.tally.Refused != 2 || got.tally.OnMap != 2 || got.tally.WithoutPlace != 1 || len(got.rowsOf(WarnShort)) != 1 {
		t.Fatalf("%+v", got.tally.Counts())
	}
	var rejects []Reject
	for _, row := range got.rows {
		if row.Reject != nil {
			rejects = append(rejects, *row.Reject)
		}
	}
	if rejects[0].Line != 3 || rejects[0].Code != RejectTooMany || rejects[0].Value != " dużo" || rejects[1].Line != 4 || rejects[1].Code != RejectQuote {
		t.Errorf("refused are %+v", rejects)
	}
	path := filepath.Join(t.TempDir(), "odrzucone.csv")
	var b bytes.Buffer
	if err := WriteRejects(&b, got.p.Header(), rejects); err != nil {
		t.Fatal(err)
	}
	again := read(t, file(t, "odrzucone.csv", b.String()), Options{})
	if again.tally.Read != 2 || again.tally.Refused != 1 { // the one with a field too many is one still
		t.Errorf("unmended: %+v", again.tally.Counts())
	}
	mended := strings.NewReplacer("za; dużo", "za dużo", "za;\" dużo\"", "za dużo").Replace(b.String())
	mended = strings.ReplaceAll(mended, `"C;03.05.2024;Wypalanie traw;52,1;20,6;""nie zamknięty"`, "C;03.05.2024;Wypalanie traw;52,1;20,6;nie zamknięty")
	mended = strings.ReplaceAll(mended, "nie zamknięty;;;;;", "nie zamknięty")
	if err := os.WriteFile(path, []byte(mended), 0o600); err != nil {
		t.Fatal(err)
	}
	clean := read(t, path, Options{})
	if clean.tally.Read != 2 || clean.tally.OnMap != 2 || len(clean.tally.Findings()) != 0 {
		t.Errorf("mended:\n%s\n%+v, %+v", mended, clean.tally.Counts(), clean.tally.Findings())
	}
	if clean.find(t, "B").Text != "za dużo" || clean.rows[0].Key != "id:B" {
		t.Errorf("B is %+v, key %s", clean.find(t, "B"), clean.rows[0].Key)
	}
}

// Keys of rows without numbers: equal rows are told apart by their ordinal, and
// the same list in another form has the same keys.
func TestRowKeys(t *testing.T) {
	csv := "data;kategoria;lat;lon\n01.05.2024;Wypalanie traw;52,1;20,6\n01.05.2024;Wypalanie traw;52,1;20,6\n02.05.2024;Wypalanie traw;52,1;20,6\n"
	tsv := strings.NewReplacer(";", "\t", ",", ".", "01.05.2024", "2024-05-01", "02.05.2024", "2024-05-02").Replace(csv)
	a, b := read(t, file(t, "a.csv", csv), Options{}), read(t, file(t, "b.tsv", tsv), Options{})
	for i := range a.rows {
		if a.rows[i].Key != b.rows[i].Key {
			t.Errorf("row %d: %s and %s", i+1, a.rows[i].Key, b.rows[i].Key)
		}
	}
	if !strings.HasSuffix(a.rows[0].Key, ":1") || a.rows[1].Key != strings.TrimSuffix(a.rows[0].Key, "1")+"2" || a.rows[2].Key[:20] == a.rows[0].Key[:20] {
		t.Errorf("keys are %s, %s, %s", a.rows[0].Key, a.rows[1].Key, a.rows[2].Key)
	}
	// The key is stored for years; it must not change with the program.
	if k := Key(a.rows[0].Report, false, 1); k != a.rows[0].Key || k != "row:4271c11debeff2e3:1" {
		t.Errorf("the key is %s", k)
	}
	if k := Key(&data.Report{Source: data.Source{ID: "Z-3"}}, true, 1); k != "id:Z-3" {
		t.Errorf("the key is %s", k)
	}
}

func TestTallyKeepsItShort(t *testing.T) {
	var b strings.Builder
	b.WriteString("id;kategoria;lat;lon\n")
	for i := range 3000 {
		fmt.Fprintf(&b, "A%d;Nieznana %d;brak;brak\n", i, i%2)
	}
	got := read(t, file(t, "lista.csv", b.String()), Options{})
	found := got.tally.Findings()
	if got.tally.Number(WarnBadPlace) != 3000 || len(found) != keptFindings+1+2 {
		t.Errorf("%d findings of %d rows", len(found), got.tally.Number(WarnBadPlace))
	}
	sum := 0
	for _, f := range found {
		if f.Code == WarnBadPlace {
			sum += max(1, f.Count)
		}
	}
	if sum != 3000 {
		t.Errorf("the list stands for %d rows", sum)
	}
}

func TestFeaturesWithoutPlace(t *testing.T) {
	got := read(t, file(t, "a.geojson", `{"type":"FeatureCollection","features":[
		{"type":"Feature","properties":null,"geometry":null},
		7,
		{"type":"Feature","id":"x9","properties":{"kategoria":"Wypalanie traw","n":{"a":1}},"geometry":{"type":"Polygon","coordinates":[[[20,52],[20.2,52],[20.2,52.2],[20,52.2],[20,52]]]}},
		{"type":"Feature","properties":{"kategoria":"Wypalanie traw"},"geometry":{"type":"Point","coordinates":["a"]}},
		{"type":"Feature","properties":{"kategoria":"Wypalanie traw"},"geometry":{"type":"LineString","coordinates":[[20,52],[20.1,52.1],[20.2,52.2]]}}
	]}`), Options{})
	if got.tally.Read != 5 || got.tally.Refused != 1 || got.tally.OnMap != 2 || got.tally.WithoutPlace != 2 {
		t.Fatalf("%+v", got.tally.Counts())
	}
	area := got.find(t, "x9")
	near(t, area, 20.1, 52.1, 1e-9)
	if area.Where.Precision != data.PrecisionArea || got.rows[4].Report.Where.Precision != data.PrecisionStreet || len(got.rowsOf(WarnShape)) != 2 {
		t.Errorf("the area is %+v", area.Where)
	}
}

func FuzzGeoJSON(f *testing.F) {
	for _, s := range []string{
		`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":1,"data":"01.05.2024"},"geometry":{"type":"Point","coordinates":[20,52]}}]}`,
		`{"crs":{"properties":{"name":"EPSG:2180"}},"features":[{"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}]}`,
		`{"type":"Feature","geometry":{"type":"MultiPoint","coordinates":[[1,2],[3]]}}`, `{"features":[7,null,"x",{}]}`, `{"features":`, `{}`,
	} {
		f.Add(s)
	}
	path := filepath.Join(f.TempDir(), "f.geojson")
	cat := catalogue(f)
	f.Fuzz(func(t *testing.T, s string) {
		if err := os.WriteFile(path, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
		p, err := Inspect(context.Background(), path, Options{})
		if err != nil {
			return
		}
		if p, err = p.Accept(context.Background()); err != nil || p.Open() {
			t.Fatalf("%q: %v, questions %+v", s, err, p.Questions)
		}
		var tally Tally
		for row, err := range Read(context.Background(), p, cat) {
			if err != nil {
				t.Fatal(err) // Inspect has read the whole of it before
			}
			if row.Report != nil {
				if err := row.Report.Validate(); err != nil {
					t.Fatalf("%q: %v", s, err)
				}
			}
			tally.Add(row)
		}
		if tally.Read != p.Records || !tally.Counts().AddsUp() {
			t.Errorf("%q: %+v of %d", s, tally.Counts(), p.Records)
		}
	})
}
