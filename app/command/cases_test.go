package command

import (
	"compress/gzip"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// The tests of this file read the cases' own expected.json.

func TestCase1250Semicolon(t *testing.T) {
	const name = "imp-csv-1250-semicolon"
	var want struct {
		Read      int    `json:"read"`
		OnMap     int    `json:"on_map"`
		Encoding  string `json:"encoding"`
		Separator string `json:"separator"`
		Records   []struct {
			ID, Time, Category, Street, Text string
			Lon, Lat                         float64
		} `json:"records"`
	}
	expected(t, name, &want)
	p := newProject(t)
	var got imported
	run(t, 0, &got, "import", filepath.Join(cases, name, "zgloszenia.csv"), "--project", p)
	if got.Read != want.Read || got.OnMap != want.OnMap || got.Encoding != want.Encoding || got.Separator != want.Separator {
		t.Errorf("import tells %+v, want %+v", got, want)
	}
	got.addsUp(t)
	var all listed
	run(t, 0, &all, "list", "reports", "--project", p)
	if all.Count != len(want.Records) {
		t.Fatalf("%d reports, want %d", all.Count, len(want.Records))
	}
	for i, w := range want.Records {
		r := all.Reports[i]
		if r.SourceID != w.ID || r.Text != w.Text || r.Place != w.Street || r.Time == nil || *r.Time != w.Time || !near(r.Lon, w.Lon, 1e-6) || !near(r.Lat, w.Lat, 1e-6) {
			t.Errorf("record %d is %+v, want %+v", i, r, w)
		}
		// The category is found by its name; a filter by that name finds the report.
		var one listed
		run(t, 0, &one, "list", "reports", "--project", p, "--category", w.Category)
		if one.Count != 1 || one.Reports[0].SourceID != w.ID {
			t.Errorf("--category %q lists %d reports", w.Category, one.Count)
		}
	}
}

func near(got *float64, want, tolerance float64) bool {
	return got != nil && math.Abs(*got-want) <= tolerance
}

func TestCaseDatesDayFirst(t *testing.T) {
	const name = "imp-csv-dates-day-first"
	var want struct {
		Read   int                `json:"read"`
		Dates  map[string]*string `json:"dates"`
		Months map[string]int     `json:"by_month_2024"`
		Bad    []int              `json:"bad_rows"`
	}
	expected(t, name, &want)
	p := newProject(t)
	var got imported
	run(t, 0, &got, "import", filepath.Join(cases, name, "daty.csv"), "--project", p)
	if got.Read != want.Read {
		t.Errorf("read %d, want %d", got.Read, want.Read)
	}
	got.addsUp(t)
	for _, bad := range want.Bad {
		found := false
		for _, w := range got.Warnings {
			found = found || w.Row == bad && w.Value != ""
		}
		for _, w := range got.Errors {
			found = found || w.Row == bad && w.Value != ""
		}
		if !found {
			t.Errorf("nothing is said of row %d: %+v", bad, got.Warnings)
		}
	}
	var all listed
	run(t, 0, &all, "list", "reports", "--project", p)
	for _, r := range all.Reports {
		w, ok := want.Dates[r.SourceID]
		if !ok || (w == nil) != (r.Time == nil) || w != nil && *w != *r.Time {
			t.Errorf("record %s has another time than %v", r.SourceID, want.Dates[r.SourceID])
		}
	}
	for _, month := range []string{"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"} {
		n, err := strconv.Atoi(month)
		if err != nil {
			t.Fatal(err)
		}
		last := []int{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[n-1]
		var in listed
		run(t, 0, &in, "list", "reports", "--project", p, "--from", "2024-"+month+"-01", "--to", fmt.Sprintf("2024-%s-%d", month, last))
		if in.Count != want.Months[month] {
			t.Errorf("month %s has %d reports, want %d", month, in.Count, want.Months[month])
		}
	}
}

func TestCaseBadRows(t *testing.T) {
	const name = "imp-bad-rows"
	var want struct {
		Read       int   `json:"read"`
		OnMap      []int `json:"on_map"`
		NoPlace    []int `json:"no_place"`
		Suspicious []int `json:"suspicious"`
		NoCategory []int `json:"no_category"`
	}
	expected(t, name, &want)
	p := newProject(t)
	var got imported
	run(t, 0, &got, "import", filepath.Join(cases, name, "zle_wiersze.csv"), "--project", p)
	if got.Read != want.Read || got.OnMap != len(want.OnMap) || got.WithoutPlace+got.Refused != len(want.NoPlace) {
		t.Errorf("import tells %+v", got)
	}
	got.addsUp(t)
	told := map[int]bool{}
	for _, w := range got.Warnings {
		told[w.Row] = true
	}
	for _, e := range got.Errors {
		told[e.Row] = true
	}
	for _, rows := range [][]int{want.NoPlace, want.Suspicious, want.NoCategory} {
		for _, row := range rows {
			if !told[row] {
				t.Errorf("nothing is said of row %d", row)
			}
		}
	}
	var all listed
	run(t, 0, &all, "list", "reports", "--project", p)
	var placed []int
	for _, r := range all.Reports {
		if r.Lon != nil {
			n, err := strconv.Atoi(r.SourceID)
			if err != nil {
				t.Fatal(err)
			}
			placed = append(placed, n)
			if *r.Lon == 0 && *r.Lat == 0 {
				t.Errorf("record %d lies at 0, 0", n)
			}
		}
	}
	if fmt.Sprint(placed) != fmt.Sprint(want.OnMap) {
		t.Errorf("on the map are %v, want %v", placed, want.OnMap)
	}
}

func TestCaseReimport(t *testing.T) {
	const name = "imp-reimport-same-ids"
	var want struct {
		After1 int `json:"after_1"`
		After2 int `json:"after_2"`
		After3 int `json:"after_3"`
		Third  struct{ New, Changed, Unchanged []string }
	}
	expected(t, name, &want)
	p := newProject(t)
	count := func() listed {
		var all listed
		run(t, 0, &all, "list", "reports", "--project", p)
		return all
	}
	first, newer := filepath.Join(cases, name, "czerwiec.csv"), filepath.Join(cases, name, "czerwiec_nowszy.csv")
	run(t, 0, nil, "import", first, "--project", p)
	if n := count().Count; n != want.After1 {
		t.Errorf("%d after the first import, want %d", n, want.After1)
	}
	var again imported
	run(t, 0, &again, "import", first, "--project", p)
	if n := count().Count; n != want.After2 || again.AlreadyPresent != want.After1 || again.Updated != 0 {
		t.Errorf("%d after the second import, %+v", n, again)
	}
	var third imported
	run(t, 0, &third, "import", newer, "--project", p)
	all := count()
	if all.Count != want.After3 || third.OnMap != len(want.Third.New) || third.Updated != len(want.Third.Changed) ||
		third.AlreadyPresent != len(want.Third.Changed)+len(want.Third.Unchanged) {
		t.Errorf("%d after the third import, %+v", all.Count, third)
	}
	third.addsUp(t)
	for _, r := range all.Reports {
		if r.SourceID == want.Third.Changed[0] && r.Status != "eliminated" {
			t.Errorf("%s has the status %q", r.SourceID, r.Status)
		}
	}
}

func TestCase2180(t *testing.T) {
	const name = "imp-csv-2180-xy"
	var want struct {
		CRS     string `json:"crs"`
		Read    int    `json:"read"`
		OnMap   int    `json:"on_map"`
		Records []struct {
			ID       int
			Lon, Lat float64
		}
	}
	expected(t, name, &want)
	p := newProject(t)
	file := filepath.Join(cases, name, "puwg1992.csv")
	var got imported
	run(t, 0, &got, "import", file, "--project", p)
	if got.CRS != want.CRS || got.Read != want.Read || got.OnMap != want.OnMap {
		t.Errorf("import tells %+v", got)
	}
	var all listed
	run(t, 0, &all, "list", "reports", "--project", p)
	for i, w := range want.Records {
		if r := all.Reports[i]; !near(r.Lon, w.Lon, 2e-6) || !near(r.Lat, w.Lat, 2e-6) {
			t.Errorf("record %d lies at %v, %v, want %v, %v", w.ID, *r.Lon, *r.Lat, w.Lon, w.Lat)
		}
	}
}

func TestCaseFilterEqualsExport(t *testing.T) {
	const name = "flt-equals-export"
	var want struct {
		IDs        []int          `json:"ids"`
		ByCategory map[string]int `json:"by_category"`
		All        int            `json:"all"`
	}
	expected(t, name, &want)
	p := newProject(t)
	run(t, 0, nil, "import", filepath.Join(cases, name, "maj.csv"), "--project", p)
	filter := []string{"--project", p, "--status", "Potwierdzone", "--from", "2024-05-01", "--to", "2024-05-31"}
	for category := range want.ByCategory {
		filter = append(filter, "--category", category)
	}
	var l listed
	run(t, 0, &l, append([]string{"list", "reports"}, filter...)...)
	var ids []int
	for _, r := range l.Reports {
		n, err := strconv.Atoi(r.SourceID)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, n)
	}
	if fmt.Sprint(ids) != fmt.Sprint(want.IDs) {
		t.Errorf("listed are %v, want %v", ids, want.IDs)
	}
	for _, ending := range []string{".csv", ".xlsx", ".geojson"} {
		to := filepath.Join(t.TempDir(), "wynik"+ending)
		var e struct{ Count int }
		run(t, 0, &e, append([]string{"export", "--to", to}, filter...)...)
		if e.Count != len(want.IDs) {
			t.Errorf("%s holds %d, want %d", ending, e.Count, len(want.IDs))
		}
		// What was exported is read again by another project.
		q := newProject(t)
		var back imported
		run(t, 0, &back, "import", to, "--project", q)
		if back.Read != len(want.IDs) || back.OnMap != len(want.IDs) {
			t.Errorf("%s is read back as %+v", ending, back)
		}
	}
	var v struct {
		Drawn  int `json:"reports_drawn"`
		Legend []class
	}
	run(t, 0, &v, append([]string{"view", "--to", filepath.Join(t.TempDir(), "mapa.png"), "--size", "640x480"}, filter...)...)
	sum := 0
	for _, c := range v.Legend {
		sum += c.Count
	}
	if v.Drawn != len(want.IDs) || sum != len(want.IDs) || len(v.Legend) != len(want.ByCategory) {
		t.Errorf("the view draws %+v", v)
	}
	var all listed
	run(t, 0, &all, "list", "reports", "--project", p)
	if all.Count != want.All {
		t.Errorf("%d reports without a filter, want %d", all.Count, want.All)
	}
}

func TestCaseLastDayUndated(t *testing.T) {
	const name = "flt-last-day-undated"
	var want struct {
		InPeriod []int `json:"in_period"`
		Undated  []int `json:"undated"`
	}
	expected(t, name, &want)
	p := newProject(t)
	run(t, 0, nil, "import", filepath.Join(cases, name, "styczen.csv"), "--project", p)
	january := []string{"list", "reports", "--project", p, "--from", "2024-01-01", "--to", "2024-01-31"}
	ids := func(l listed) string {
		var out []string
		for _, r := range l.Reports {
			out = append(out, r.SourceID)
		}
		return "[" + strings.Join(out, " ") + "]"
	}
	var l listed
	run(t, 0, &l, january...)
	if ids(l) != fmt.Sprint(want.InPeriod) || l.Undated != len(want.Undated) {
		t.Errorf("in January are %s and %d without a day, want %v and %d", ids(l), l.Undated, want.InPeriod, len(want.Undated))
	}
	run(t, 0, &l, append(january, "--undated", "include")...)
	if ids(l) != fmt.Sprint(append(want.InPeriod, want.Undated...)) {
		t.Errorf("with those without a day: %s", ids(l))
	}
}

func TestCaseDebateNotes(t *testing.T) {
	const name = "ana-debate-notes"
	var want struct {
		Requests     int            `json:"requests"`
		WithoutPlace []string       `json:"without_place"`
		Within200    map[string]int `json:"within_200m"`
		Within250    map[string]int `json:"within_250m"`
		All          int            `json:"all_reports"`
		InPeriod     int            `json:"in_period"`
	}
	expected(t, name, &want)
	p := newProject(t)
	var got imported
	run(t, 0, &got, "import", filepath.Join(cases, name, "zgloszenia.csv"), "--project", p)
	if got.OnMap != want.All {
		t.Errorf("%d reports on the map, want %d", got.OnMap, want.All)
	}
	run(t, 0, nil, "import", filepath.Join(cases, name, "wnioski.csv"), "--project", p, "--as", "notes")
	var motions struct {
		Motions []struct {
			Number   int
			Lon, Lat *float64
			Place    string
			Text     string
		}
	}
	run(t, 0, &motions, "list", "motions", "--project", p)
	if len(motions.Motions) != want.Requests {
		t.Fatalf("%d motions, want %d", len(motions.Motions), want.Requests)
	}
	var without []string
	for _, m := range motions.Motions {
		if m.Lon == nil {
			without = append(without, strconv.Itoa(m.Number))
		}
	}
	if fmt.Sprint(without) != fmt.Sprint(want.WithoutPlace) {
		t.Errorf("without place are %v, want %v", without, want.WithoutPlace)
	}
	if text := motions.Motions[4].Text; !strings.Contains(text, ";") || !strings.ContainsAny(text, "–—") {
		t.Errorf("the text of the fifth is %q", text)
	}
	for radius, counts := range map[string]map[string]int{"200": want.Within200, "250": want.Within250} {
		var c struct {
			Radius   float64 `json:"radius_m"`
			InPeriod int     `json:"reports_in_period"`
			Period   struct{ From, To string }
			Motions  []findingRow
		}
		run(t, 0, &c, "compare", "--project", p, "--radius", radius, "--period", "12m")
		if fmt.Sprint(c.Radius) != radius || c.InPeriod != want.InPeriod || c.Period.From != "2023-05-15" || c.Period.To != "2024-05-14" {
			t.Errorf("the comparison is of %+v", c)
		}
		for _, m := range c.Motions {
			n := strconv.Itoa(m.Number)
			if count, ok := counts[n]; ok && (m.Count != count || len(m.IDs) != count) {
				t.Errorf("%s m: request %s has %d reports, want %d", radius, n, m.Count, count)
			}
			switch m.Number {
			case 2:
				if m.Verdict == nil || *m.Verdict != "none" {
					t.Errorf("request 2 without reports has the verdict %v", m.Verdict)
				}
			case 4:
				if m.Place != "whole" || m.Count != want.InPeriod {
					t.Errorf("request 4 is %+v", m)
				}
			case 5:
				if m.Place != "none" || m.Count != 0 || m.Verdict == nil || *m.Verdict != "nowhere" {
					t.Errorf("request 5 is %+v", m)
				}
			}
		}
	}
}

func TestCasePolishPath(t *testing.T) {
	const name = "sto-path-polish-hash"
	var want struct {
		Read    int
		Project string
		PDF     string
	}
	expected(t, name, &want)
	files, err := filepath.Glob(filepath.Join(cases, name, "*", "*.csv"))
	if err != nil || len(files) != 1 {
		t.Fatalf("files of the case: %q, %v", files, err)
	}
	dir := filepath.Join(t.TempDir(), filepath.Base(filepath.Dir(files[0])))
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	csv := filepath.Join(dir, filepath.Base(files[0]))
	if err := os.WriteFile(csv, b, 0o600); err != nil {
		t.Fatal(err)
	}
	p, sheet := filepath.Join(dir, want.Project), filepath.Join(dir, want.PDF)
	run(t, 0, nil, "new", p, "--name", "Żółtańce")
	var got imported
	run(t, 0, &got, "import", csv, "--project", p)
	if got.Read != want.Read || got.OnMap != want.Read {
		t.Errorf("import tells %+v", got)
	}
	run(t, 0, nil, "print", "--sheet", "meeting", "--paper", "A4", "--project", p, "--to", sheet)
	run(t, 0, nil, "check", p)
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if len(names) != 3 {
		t.Errorf("in the folder are %q", names)
	}
	for _, path := range []string{p, sheet} {
		if info, err := os.Stat(path); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestCasePolishGlyphs(t *testing.T) {
	const name = "prn-polish-glyphs"
	var want struct{ Title string }
	expected(t, name, &want)
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Fatal("pdftotext is needed for this test: make test installs poppler-utils")
	}
	p := newProject(t)
	run(t, 0, nil, "import", filepath.Join(cases, name, "znaki.csv"), "--project", p)
	to := filepath.Join(t.TempDir(), "znaki.pdf")
	run(t, 0, nil, "print", "--sheet", "meeting", "--project", p, "--to", to, "--title", want.Title)
	out, err := exec.Command(tool, to, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	if text := strings.Join(strings.Fields(string(out)), " "); !strings.Contains(text, want.Title) {
		t.Errorf("the sheet's text lacks %q:\n%s", want.Title, text)
	}
}

const realReports = "../../data/testdata/real/reports"

// TestThreeMonths: three months of one source, whose numbers may repeat between
// the months, add up each and together.
func TestThreeMonths(t *testing.T) {
	p := newProject(t)
	stored := 0
	for _, month := range []string{"2018-11", "2018-12", "2019-01"} {
		var got imported
		run(t, 0, &got, "import", filepath.Join(realReports, "police-uk-"+month+"-city-of-london-street.csv"), "--project", p)
		got.addsUp(t)
		if got.Refused != 0 || got.Read == 0 {
			t.Errorf("%s: %+v", month, got)
		}
		stored += got.OnMap + got.WithoutPlace
	}
	var all listed
	run(t, 0, &all, "list", "reports", "--project", p)
	if all.Count != stored {
		t.Errorf("%d reports in the project, %d were stored", all.Count, stored)
	}
}

// TestWroclaw: the whole list of the city guard, 2016 to 2018.
func TestWroclaw(t *testing.T) {
	in, err := os.Open(filepath.Join(realReports, "straz-miejska-wroclaw-2016-2018.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	gz, err := gzip.NewReader(in)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "wroclaw.csv")
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, gz); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	p := newProject(t)
	var dry, got imported
	run(t, 0, &dry, "import", path, "--project", p, "--dry-run")
	run(t, 0, &got, "import", path, "--project", p)
	got.addsUp(t)
	if got.Read == 0 || got.Read != dry.Read {
		t.Errorf("looked through %d, read %d", dry.Read, got.Read)
	}
	var all struct {
		Counts map[string]int
	}
	run(t, 0, &all, "check", p)
	if all.Counts["reports"] != got.OnMap+got.WithoutPlace {
		t.Errorf("%d reports in the project, %d were stored", all.Counts["reports"], got.OnMap+got.WithoutPlace)
	}
}
