package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// write makes a file of the test and returns its path.
func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// reported makes a project with four reports, of 1 January, 1 March and 20 March
// 2024 and one without a day, as of 31 March, and a motion.
func reported(t *testing.T) string {
	t.Helper()
	p := project(t)
	run(t, 0, "import", write(t, "z.csv", "nr zgłoszenia;kategoria;status;data;lat;lon\n"+
		"A1;parking;Nowe;2024-01-01;50,01;22,01\nA2;parking;Nowe;2024-03-01;50,01;22,02\n"+
		"A3;alcohol;Potwierdzone (wyeliminowane);2024-01-20;;\nA4;alcohol;Nowe;;50,02;22,01\n"),
		"--project", p, "--state-of", "2024-03-31")
	run(t, 0, "import", write(t, "w.csv", "nr;wniosek;data debaty;adresat;kategoria\n1;próg zwalniający;2024-02-01;Zarząd dróg;parking\n"),
		"--project", p, "--as", "notes")
	return p
}

func counts(t *testing.T, o map[string]any, read, added, refused, present int) {
	t.Helper()
	adds(t, o)
	for k, want := range map[string]int{"read": read, "added": added, "refused": refused, "already_present": present} {
		if got := o[k].(float64); got != float64(want) {
			t.Errorf("%s %v, want %d", k, got, want)
		}
	}
}

func TestReactions(t *testing.T) {
	p := reported(t)
	waiting := func(days string, more ...string) []string {
		return sourceIDs(reports(t, p, append([]string{"--without-reaction", days}, more...)...))
	}
	if got := waiting("29"); !reflect.DeepEqual(got, []string{"A1", "A2"}) {
		t.Errorf("before any reaction %v wait for more than 29 days", got)
	}
	if got := waiting("30"); !reflect.DeepEqual(got, []string{"A1"}) {
		t.Errorf("before any reaction %v wait for more than 30 days", got)
	}
	if got := waiting("30", "--undated", "include"); !reflect.DeepEqual(got, []string{"A1", "A4"}) {
		t.Errorf("with those without a day %v wait", got)
	}
	list := "nr zgłoszenia;nr wniosku;data;podmiot;co zrobiono;wynik\n" +
		"A1;;5.01.2024;Straż Gminna;patrol;mandat\n" +
		"A1;;5.01.2024;Straż Gminna;patrol;mandat\n" + // two patrols of a day
		";1;2024-02-11;Zarząd dróg;wizja lokalna;\n" +
		"A2;;31.03.2024;Straż Gminna;rozmowa;\n" +
		"A9;;5.01.2024;Straż Gminna;patrol;\n" +
		"A1;1;5.01.2024;Straż Gminna;patrol;\n" +
		";;5.01.2024;Straż Gminna;patrol;\n" +
		"A1;;31.02.2024;Straż Gminna;patrol;\n" +
		"A1;;;Straż Gminna;patrol;\n" +
		"A1;;5.01.2024;;patrol;\n" +
		"A1;;5.01.2024;Straż Gminna;;\n" +
		";8;5.01.2024;Straż Gminna;patrol;\n"
	path := write(t, "reakcje.csv", list)
	rejects := filepath.Join(t.TempDir(), "odrzucone.csv")
	dry := run(t, 0, "import", path, "--as", "reactions", "--project", p, "--dry-run")
	counts(t, dry, 12, 4, 8, 0)
	if n := len(run(t, 0, "list", "reactions", "--project", p)["reactions"].([]any)); n != 0 {
		t.Errorf("a dry run stored %d reactions", n)
	}
	first := run(t, 0, "import", path, "--as", "reactions", "--project", p, "--rejects", rejects)
	counts(t, first, 12, 4, 8, 0)
	seen := map[string]string{}
	for _, w := range first["warnings"].([]any) {
		w := w.(map[string]any)
		if w["text"] == "" || w["row"].(float64) < 5 {
			t.Errorf("refused without a reason or wrongly: %v", w)
		}
		seen[w["code"].(string)] += "x"
	}
	if want := map[string]string{"value-unknown": "xx", "value-ambiguous": "x", "value-missing": "xxxx", "date-impossible": "x"}; !reflect.DeepEqual(seen, want) {
		t.Errorf("reasons %v, want %v", seen, want)
	}
	again := run(t, 0, "import", path, "--as", "reactions", "--project", p)
	counts(t, again, 12, 0, 8, 4)
	// What was refused comes in once it is mended.
	b, err := os.ReadFile(rejects)
	if err != nil {
		t.Fatal(err)
	}
	mended := write(t, "m.csv", strings.ReplaceAll(string(b), "A9", "A4"))
	counts(t, run(t, 0, "import", mended, "--as", "reactions", "--project", p), 8, 1, 7, 0)

	if got := waiting("29"); len(got) != 0 {
		t.Errorf("after the reactions %v wait", got)
	}
	rs := reports(t, p, "--text", "A1")
	if rs[0]["responsible"] == "" {
		t.Error("nobody is responsible for parking")
	}
	if n := len(rs[0]["reactions"].([]any)); n != 2 {
		t.Errorf("report A1 lists %d reactions", n)
	}
	if _, there := reports(t, p, "--text", "A3")[0]["reactions"]; there {
		t.Error("a report without reactions lists some")
	}
	st := run(t, 0, "stats", "reactions", "--project", p)
	var rows []string
	for _, r := range st["rows"].([]any) {
		r := r.(map[string]any)
		if r["count"].(float64) > 0 {
			rows = append(rows, r["institution"].(string))
		}
		switch r["institution"] {
		case "Straż Gminna":
			// A1 after 4 days, A2 after 30, A4 has no day.
			if r["count"] != 4.0 || r["reports"] != 3.0 || r["median_days"] != 17.0 || r["median_days_motions"] != nil {
				t.Errorf("Straż Gminna: %v", r)
			}
		case "Zarząd dróg":
			if r["count"] != 1.0 || r["motions"] != 1.0 || r["median_days_motions"] != 10.0 || r["open_motions"] != 0.0 {
				t.Errorf("Zarząd dróg: %v", r)
			}
		}
	}
	if want := []string{"Straż Gminna", "Zarząd dróg"}; !reflect.DeepEqual(rows, want) {
		t.Errorf("institutions %v, want %v", rows, want)
	}
	if total := st["total"].(map[string]any); total["open"] != 0.0 || total["count"] != 5.0 {
		t.Errorf("total %v", total)
	}
	run(t, 2, "list", "reports", "--project", p, "--without-reaction", "0")
	run(t, 2, "stats", "nonsense", "--project", p)
	run(t, 1, "import", write(t, "x.csv", "a;b\n1;2\n"), "--as", "reactions", "--project", p)
	if o := run(t, 0, "check", p); o["ok"] != true {
		t.Errorf("check: %v", o)
	}
}

// areaProject makes a project of the municipality 2005011 with two areas, of which
// two share a name.
func areaProject(t *testing.T) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), "gmina.gpkg")
	run(t, 0, "new", p, "--teryt", "2005011")
	square := func(name, code string, x float64) string {
		return fmt.Sprintf(`{"type":"Feature","properties":{"nazwa":%q,"kod":%q},"geometry":{"type":"Polygon","coordinates":[[[%g,52.7],[%g,52.7],[%g,52.8],[%g,52.7]]]}}`, name, code, x, x+0.1, x+0.1, x)
	}
	run(t, 0, "import", write(t, "a.geojson", `{"type":"FeatureCollection","features":[`+
		square("Osiedle Górne", "", 23.5)+","+square("Rejon", "", 23.6)+","+square("Rejon", "", 23.7)+"]}"), "--project", p, "--as", "areas")
	return p
}

func TestStatistics(t *testing.T) {
	p := areaProject(t)
	list := "teryt;obszar;wskaźnik;okres;wartość\n" +
		"2005011;;theft;2024;12\n" +
		";osiedle gorne;kradzież z włamaniem;I półrocze 2024;3,5\n" +
		";Osiedle Górne;Burglary;2024-03;1 234\n" +
		";Osiedle Górne;Burglary;2024-03;1234\n" + // once more in the file
		";Osiedle Górne;Burglary;2024-03;7\n" +
		";Rejon;theft;2024;1\n" +
		";Dolne;theft;2024;1\n" +
		"9999999;;theft;2024;1\n" +
		"2005011;Osiedle Górne;theft;2024;1\n" +
		";;theft;2024;1\n" +
		";Osiedle Górne;czary;2024;1\n" +
		";Osiedle Górne;;2024;1\n" +
		";Osiedle Górne;theft;kiedyś;1\n" +
		";Osiedle Górne;theft;;1\n" +
		";Osiedle Górne;theft;2024;-1\n" +
		";Osiedle Górne;theft;2024;dużo\n"
	path := write(t, "s.csv", list)
	first := run(t, 0, "import", path, "--as", "statistics", "--project", p)
	counts(t, first, 16, 3, 12, 1)
	if n := len(first["warnings"].([]any)); n != 12 {
		t.Errorf("%d reasons for 12 refused rows", n)
	}
	again := run(t, 0, "import", path, "--as", "statistics", "--project", p)
	counts(t, again, 16, 0, 12, 4)
	if again["updated"] != 0.0 {
		t.Errorf("the same file updated %v", again["updated"])
	}
	// A later file corrects a number, and says the period in columns.
	later := write(t, "l.csv", "gmina;wskaźnik;rok;miesiąc;liczba\nOsiedle Górne;burglary;2024;3;8\nOsiedle Górne;burglary;2024;4;9\n")
	o := run(t, 0, "import", later, "--as", "statistics", "--project", p)
	counts(t, o, 2, 1, 0, 1)
	if o["updated"] != 1.0 {
		t.Errorf("updated %v", o["updated"])
	}
	o = run(t, 0, "import", write(t, "d.csv", "gmina;wskaźnik;od;do;liczba\nOsiedle Górne;fight;1.02.2024;15.02.2024;2\nOsiedle Górne;fight;15.02.2024;1.02.2024;2\n"), "--as", "statistics", "--project", p)
	counts(t, o, 2, 1, 1, 0)
	o = run(t, 0, "import", write(t, "h.csv", "gmina;wskaźnik;rok;półrocze;liczba\nOsiedle Górne;fight;2024;2;4\nOsiedle Górne;fight;2024;I;5\n"), "--as", "statistics", "--project", p)
	counts(t, o, 2, 2, 0, 0)
	var got []string
	for _, a := range run(t, 0, "list", "areas", "--project", p)["areas"].([]any) {
		for _, x := range a.(map[string]any)["statistics"].([]any) {
			x := x.(map[string]any)
			got = append(got, fmt.Sprint(a.(map[string]any)["kind"], " ", x["indicator"], " ", x["from"], " ", x["to"], " ", x["value"]))
		}
	}
	want := []string{
		"gmina theft 2024-01-01 2024-12-31 12",
		"drawn burglary 2024-01-01 2024-06-30 3.5", "drawn burglary 2024-04-01 2024-04-30 9", "drawn burglary 2024-03-01 2024-03-31 8",
		"drawn fight 2024-07-01 2024-12-31 4", "drawn fight 2024-01-01 2024-06-30 5", "drawn fight 2024-02-01 2024-02-15 2",
	}
	slices.Sort(got)
	slices.Sort(want)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("statistics\n%v, want\n%v", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if o := run(t, 0, "check", p); o["ok"] != true {
		t.Errorf("check: %v", o)
	}
}

func TestFacilities(t *testing.T) {
	p := areaProject(t)
	list := "nazwa;rodzaj;adres;lat;lon\n" +
		"Komisariat;istniejąca;Rynek 1;52,74;23,58\n" +
		"Posterunek;kandydat;;52,75;23,59\n" +
		"Posterunek;kandydat;;52,75;23,59\n" +
		"Posterunek;istniejąca;;52,75;23,59\n" +
		"Remiza;dawna;;52,75;23,60\n" +
		"Szkoła;kandydat;;;\n" +
		"Szkoła;kandydat;;tam;23,6\n" +
		";kandydat;;52,75;23,60\n"
	path := write(t, "f.csv", list)
	counts(t, run(t, 0, "import", path, "--as", "facilities", "--project", p), 8, 2, 5, 1)
	counts(t, run(t, 0, "import", path, "--as", "facilities", "--project", p), 8, 0, 5, 3)
	// The post was opened.
	o := run(t, 0, "import", write(t, "g.csv", "name;kind;lat;lon\nPosterunek;existing;52.75;23.59\n"), "--as", "facilities", "--project", p)
	counts(t, o, 1, 0, 0, 1)
	if o["updated"] != 1.0 {
		t.Errorf("updated %v", o["updated"])
	}
	// Shapes with a name come in, too.
	shape := write(t, "p.geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Nowy","kind":"candidate"},"geometry":{"type":"Point","coordinates":[23.6,52.76]}}]}`)
	counts(t, run(t, 0, "import", shape, "--as", "facilities", "--project", p), 1, 1, 0, 0)
	var got []string
	for _, f := range run(t, 0, "list", "facilities", "--project", p)["facilities"].([]any) {
		f := f.(map[string]any)
		got = append(got, fmt.Sprint(f["name"], " ", f["kind"], " ", f["lon"], " ", f["lat"], " ", f["place"]))
	}
	if want := []string{"Komisariat existing 23.58 52.74 Rynek 1", "Posterunek existing 23.59 52.75 ", "Nowy candidate 23.6 52.76 "}; !reflect.DeepEqual(got, want) {
		t.Errorf("facilities %q, want %q", got, want)
	}
	if o := run(t, 0, "check", p); o["ok"] != true {
		t.Errorf("check: %v", o)
	}
}

func TestErase(t *testing.T) {
	p := project(t)
	run(t, 0, "import", write(t, "z.csv", "nr zgłoszenia;kategoria;data;opis\nA1;parking;2024-01-01;Kowalski-Tajny\nA2;parking;2024-01-02;inny\n"), "--project", p)
	holds := func() bool {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(string(b), "Kowalski-Tajny")
	}
	if !holds() {
		t.Fatal("the text is not in the file, so nothing is proven")
	}
	id := fmt.Sprint(reports(t, p, "--text", "Kowalski")[0]["id"])
	run(t, 2, "erase", "99", "--project", p)
	run(t, 2, "erase", "A1", "--project", p)
	o := run(t, 0, "erase", id, "--project", p)
	if fmt.Sprint(o["erased"]) != id || len(o["copies"].([]any)) != 0 {
		t.Errorf("erased: %v", o)
	}
	if holds() {
		t.Error("the text is left")
	}
	if n := len(reports(t, p)); n != 2 || len(reports(t, p, "--text", "inny")) != 1 {
		t.Errorf("%d reports", n)
	}
}
