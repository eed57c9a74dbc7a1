package cli

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pinezka/app/session"
)

const cases = "../../data/testdata/cases/"

// run does a command and returns its object.
func run(t *testing.T, want int, args ...string) map[string]any {
	t.Helper()
	var out, errs bytes.Buffer
	if got := Run(context.Background(), append(args, "--json"), &out, &errs, Options{Version: "test"}); got != want {
		t.Fatalf("pinezka %s: exit %d, want %d: %s %s", strings.Join(args, " "), got, want, out.String(), errs.String())
	}
	o := map[string]any{}
	if out.Len() > 0 {
		if err := json.Unmarshal(out.Bytes(), &o); err != nil {
			t.Fatalf("pinezka %s: %v: %s", strings.Join(args, " "), err, out.String())
		}
	}
	return o
}

func expected(t *testing.T, name string, v any) {
	t.Helper()
	b, err := os.ReadFile(cases + name + "/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, v); err != nil {
		t.Fatal(err)
	}
}

func project(t *testing.T) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), "gmina.gpkg")
	run(t, 0, "new", p, "--name", "Próba")
	return p
}

func reports(t *testing.T, p string, filter ...string) []map[string]any {
	t.Helper()
	o := run(t, 0, append([]string{"list", "reports", "--project", p}, filter...)...)
	var out []map[string]any
	for _, r := range o["reports"].([]any) {
		out = append(out, r.(map[string]any))
	}
	return out
}

func sourceIDs(rs []map[string]any) []string {
	var ids []string
	for _, r := range rs {
		ids = append(ids, r["source_id"].(string))
	}
	slices.Sort(ids)
	return ids
}

func adds(t *testing.T, o map[string]any) {
	t.Helper()
	n := func(k string) float64 { return o[k].(float64) }
	if n("read") != n("on_map")+n("without_place")+n("refused")+n("already_present") {
		t.Errorf("the sum does not add up: %v", o)
	}
}

func TestCSV1250(t *testing.T) {
	var want struct {
		Read, OnMap int `json:"-"`
		Encoding    string
		Separator   string
		Records     []struct {
			ID, Time, Category, Text string
			Lon, Lat                 float64
		}
	}
	expected(t, "imp-csv-1250-semicolon", &want)
	p := project(t)
	o := run(t, 0, "import", cases+"imp-csv-1250-semicolon/zgloszenia.csv", "--project", p)
	adds(t, o)
	if o["encoding"] != want.Encoding || o["separator"] != want.Separator {
		t.Errorf("encoding %v, separator %v", o["encoding"], o["separator"])
	}
	rs := reports(t, p)
	if len(rs) != len(want.Records) {
		t.Fatalf("%d reports, want %d", len(rs), len(want.Records))
	}
	for i, w := range want.Records {
		r := rs[i]
		if r["source_id"] != w.ID || r["time"] != w.Time || r["category_as_written"] != w.Category || r["text"] != w.Text ||
			math.Abs(r["lon"].(float64)-w.Lon) > 1e-6 || math.Abs(r["lat"].(float64)-w.Lat) > 1e-6 {
			t.Errorf("record %d: %v, want %+v", i, r, w)
		}
	}
}

func TestBadRows(t *testing.T) {
	var want struct {
		Read    int
		OnMap   []int `json:"on_map"`
		NoPlace []int `json:"no_place"`
	}
	expected(t, "imp-bad-rows", &want)
	p := project(t)
	o := run(t, 0, "import", cases+"imp-bad-rows/zle_wiersze.csv", "--project", p)
	adds(t, o)
	if int(o["read"].(float64)) != want.Read || int(o["on_map"].(float64)) != len(want.OnMap) || int(o["without_place"].(float64)) != len(want.NoPlace) {
		t.Errorf("%v", o)
	}
	for _, r := range reports(t, p) {
		var id int
		fmt.Sscan(r["source_id"].(string), &id)
		if placed := r["lon"] != nil; placed != slices.Contains(want.OnMap, id) {
			t.Errorf("record %d on the map: %v", id, placed)
		}
	}
}

func TestDatesDayFirst(t *testing.T) {
	var want struct{ Dates map[string]*string }
	expected(t, "imp-csv-dates-day-first", &want)
	p := project(t)
	adds(t, run(t, 0, "import", cases+"imp-csv-dates-day-first/daty.csv", "--project", p))
	for _, r := range reports(t, p) {
		id := r["source_id"].(string)
		w := want.Dates[id]
		if w == nil && r["time"] != nil || w != nil && r["time"] != *w {
			t.Errorf("record %s: %v", id, r["time"])
		}
	}
}

func TestReimport(t *testing.T) {
	var want struct {
		After1 int `json:"after_1"`
		After2 int `json:"after_2"`
		After3 int `json:"after_3"`
		Third  struct{ New, Changed []string }
	}
	expected(t, "imp-reimport-same-ids", &want)
	p := project(t)
	dir := cases + "imp-reimport-same-ids/"
	run(t, 0, "import", dir+"czerwiec.csv", "--project", p)
	if n := len(reports(t, p)); n != want.After1 {
		t.Errorf("%d after the first", n)
	}
	o := run(t, 0, "import", dir+"czerwiec.csv", "--project", p)
	adds(t, o)
	if n := len(reports(t, p)); n != want.After2 || int(o["already_present"].(float64)) != want.After1 {
		t.Errorf("%d after the second: %v", n, o)
	}
	o = run(t, 0, "import", dir+"czerwiec_nowszy.csv", "--project", p)
	adds(t, o)
	if n := len(reports(t, p)); n != want.After3 || int(o["updated"].(float64)) != len(want.Third.Changed) {
		t.Errorf("%d after the third: %v", n, o)
	}
	for _, r := range reports(t, p) {
		if r["source_id"] == want.Third.Changed[0] && r["status"] != "eliminated" {
			t.Errorf("%s has status %v", want.Third.Changed[0], r["status"])
		}
	}
}

func Test2180(t *testing.T) {
	var want struct {
		CRS     string
		Records []struct {
			Lon, Lat float64
		}
	}
	expected(t, "imp-csv-2180-xy", &want)
	p := project(t)
	file := cases + "imp-csv-2180-xy/puwg1992.csv"
	var out, errs bytes.Buffer
	args := []string{"import", file, "--project", p, "--json"}
	if code := Run(context.Background(), args, &out, &errs, Options{}); code == 1 {
		// The axes may be asked about; nothing is stored then, and an answer settles it.
		if n := len(reports(t, p)); n != 0 {
			t.Fatalf("%d reports stored with a question open", n)
		}
		run(t, 0, "import", file, "--project", p, "--answer", "axis-order=x-north", "--crs", "EPSG:2180")
	}
	for i, r := range reports(t, p) {
		w := want.Records[i]
		if math.Abs(r["lon"].(float64)-w.Lon) > 2e-6 || math.Abs(r["lat"].(float64)-w.Lat) > 2e-6 {
			t.Errorf("record %d at %v %v, want %+v", i, r["lon"], r["lat"], w)
		}
	}
}

func TestFilterEqualsExport(t *testing.T) {
	var want struct {
		IDs        []int
		ByCategory map[string]int `json:"by_category"`
		All        int
	}
	expected(t, "flt-equals-export", &want)
	p := project(t)
	run(t, 0, "import", cases+"flt-equals-export/maj.csv", "--project", p)
	filter := []string{"--category", "Akty wandalizmu", "--category", "Niszczenie zieleni", "--status", "Potwierdzone", "--from", "2024-05-01", "--to", "2024-05-31"}
	var ids []string
	for _, id := range want.IDs {
		ids = append(ids, fmt.Sprint(id))
	}
	if got := sourceIDs(reports(t, p, filter...)); !slices.Equal(got, ids) {
		t.Errorf("list has %v, want %v", got, ids)
	}
	for _, ending := range session.ExportEndings {
		to := filepath.Join(t.TempDir(), "maj"+ending)
		if o := run(t, 0, append([]string{"export", "--project", p, "--to", to}, filter...)...); int(o["written"].(float64)) != len(ids) {
			t.Errorf("%s: %v", ending, o)
		}
		if got := exportedIDs(t, to); !slices.Equal(got, ids) {
			t.Errorf("%s has %v, want %v", ending, got, ids)
		}
	}
	o := run(t, 0, append([]string{"view", "--project", p, "--to", filepath.Join(t.TempDir(), "maj.png")}, filter...)...)
	sum := 0.0
	for _, e := range o["legend"].([]any) {
		sum += e.(map[string]any)["count"].(float64)
	}
	if int(sum) != len(ids) {
		t.Errorf("the legend counts %v", o["legend"])
	}
	if n := len(reports(t, p)); n != want.All {
		t.Errorf("%d without a filter, want %d", n, want.All)
	}
}

func TestLastDayAndUndated(t *testing.T) {
	var want struct {
		InPeriod []int `json:"in_period"`
		Undated  []int
	}
	expected(t, "flt-last-day-undated", &want)
	p := project(t)
	run(t, 0, "import", cases+"flt-last-day-undated/styczen.csv", "--project", p)
	o := run(t, 0, "list", "reports", "--project", p, "--from", "2024-01-01", "--to", "2024-01-31")
	if int(o["count"].(float64)) != len(want.InPeriod) || int(o["undated_left_out"].(float64)) != len(want.Undated) {
		t.Errorf("%v of %v, undated %v of %v", o["count"], len(want.InPeriod), o["undated_left_out"], len(want.Undated))
	}
}

func TestDebateNotes(t *testing.T) {
	var want struct {
		Requests  int
		Within200 map[string]int `json:"within_200m"`
		Within250 map[string]int `json:"within_250m"`
		InPeriod  int            `json:"in_period"`
	}
	expected(t, "ana-debate-notes", &want)
	p := project(t)
	run(t, 0, "import", cases+"ana-debate-notes/zgloszenia.csv", "--project", p)
	o := run(t, 0, "import", cases+"ana-debate-notes/wnioski.csv", "--as", "notes", "--project", p)
	if int(o["motions"].(float64)) != want.Requests {
		t.Fatalf("%v", o)
	}
	for radius, counts := range map[string]map[string]int{"200": want.Within200, "250": want.Within250} {
		o := run(t, 0, "compare", "--project", p, "--radius", radius, "--period", "12m")
		if int(o["reports_in_period"].(float64)) != want.InPeriod {
			t.Errorf("%v reports in the period, want %d", o["reports_in_period"], want.InPeriod)
		}
		for _, m := range o["motions"].([]any) {
			m := m.(map[string]any)
			number := fmt.Sprint(m["number"])
			if n, ok := counts[number]; ok && int(m["count"].(float64)) != n {
				t.Errorf("within %s m motion %s has %v, want %d", radius, number, m["count"], n)
			}
		}
	}
}

func TestPolishPath(t *testing.T) {
	var want struct {
		Read         int
		Project, PDF string
	}
	expected(t, "sto-path-polish-hash", &want)
	found, err := filepath.Glob(cases + "sto-path-polish-hash/*/*.csv")
	if err != nil || len(found) != 1 {
		t.Fatalf("the case's file: %v %v", found, err)
	}
	dir := filepath.Join(t.TempDir(), filepath.Base(filepath.Dir(found[0])))
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	p := filepath.Join(dir, want.Project)
	run(t, 0, "new", p, "--name", "Żółtańce")
	if o := run(t, 0, "import", found[0], "--project", p); int(o["read"].(float64)) != want.Read {
		t.Errorf("%v", o)
	}
	pdf := filepath.Join(dir, want.PDF)
	run(t, 0, "print", "--project", p, "--sheet", "meeting", "--to", pdf, "--paper", "A4")
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".lock") {
			names = append(names, e.Name())
		}
	}
	if slices.Sort(names); !slices.Equal(names, []string{want.Project, want.PDF}) {
		t.Errorf("the folder holds %q", names)
	}
}

// TestPolishGlyphs reads the title back out of the PDF.
func TestPolishGlyphs(t *testing.T) {
	var want struct{ Title string }
	expected(t, "prn-polish-glyphs", &want)
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Fatal("pdftotext is missing: run `make test`, which installs it, or apt-get install poppler-utils")
	}
	p := project(t)
	run(t, 0, "import", cases+"prn-polish-glyphs/znaki.csv", "--project", p)
	pdf := filepath.Join(t.TempDir(), "znaki.pdf")
	run(t, 0, "print", "--project", p, "--sheet", "meeting", "--to", pdf, "--title", want.Title, "--paper", "A3", "--landscape")
	out, err := exec.Command("pdftotext", pdf, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	if text := strings.Join(strings.Fields(string(out)), " "); !strings.Contains(text, want.Title) {
		t.Errorf("the PDF says %.200q", text)
	}
}

func TestRealLists(t *testing.T) {
	p := project(t)
	months, err := filepath.Glob("../../data/testdata/real/reports/police-uk-*")
	if err != nil || len(months) < 3 {
		t.Fatalf("the police.uk months: %v %v", months, err)
	}
	total := 0.0
	for _, m := range append(months, "../../data/testdata/real/reports/straz-miejska-wroclaw-2016-2018.csv.gz") {
		o := run(t, 0, "import", plain(t, m), "--project", p, "--source", filepath.Base(m))
		adds(t, o)
		total += o["read"].(float64)
	}
	if total < 26900+2176 {
		t.Errorf("%v rows read, want at least 29076", total)
	}
	if o := run(t, 0, "check", p); o["ok"] != true {
		t.Errorf("%v", o)
	}
}

// plain unpacks a gzipped file of the test data.
func plain(t *testing.T, path string) string {
	t.Helper()
	if !strings.HasSuffix(path, ".gz") {
		return path
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), strings.TrimSuffix(filepath.Base(path), ".gz"))
	if err := os.WriteFile(out, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestBadInput(t *testing.T) {
	p := project(t)
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	b, err := os.ReadFile(p)
	if err != nil {
		t.Fatal(err)
	}
	half := file("pol.gpkg", string(b[:len(b)/2]))
	for _, c := range []struct {
		exit int
		args []string
	}{
		{2, []string{"foo"}},
		{2, []string{"import"}},
		{2, []string{"import", cases + "imp-bad-rows/zle_wiersze.csv", "--project", p, "--dryrun", "yes"}},
		{2, []string{"check", p, "x"}},
		{2, []string{"list", "reports", "--project", p, "--area", "Nigdzie"}},
		{2, []string{"compare", "--project", p, "--radius", "99999"}},
		{2, []string{"import", "x.csv"}},
		{2, []string{"list", "reports", "--project", p, "--categry", "x"}},
		{2, []string{"list", "reports", "--project", p, "--category", "nie ma takiej"}},
		{2, []string{"print", "--project", p, "--to", "x.doc"}},
		{2, []string{"print", "--project", p, "--to", "x.pdf", "--paper", "B5"}},
		{1, []string{"list", "reports", "--project", filepath.Join(dir, "nie-ma.gpkg")}},
		{1, []string{"list", "reports", "--project", file("tekst.gpkg", "to nie projekt")}},
		{1, []string{"list", "reports", "--project", half}},
		{1, []string{"import", filepath.Join(dir, "nie-ma.csv"), "--project", p}},
		{1, []string{"import", file("zdjecie.csv", "\x89PNG\r\n\x1a\n\x00\x00"), "--project", p}},
		{1, []string{"basemap", "build", file("x.osm.pbf", "to nie wyciąg"), "--project", p}},
		{1, []string{"new", p, "--name", "Druga"}},
		{1, []string{"new", filepath.Join(dir, "a.gpkg"), "--teryt", "9999999"}},
		{1, []string{"compare", "--project", p}},
	} {
		o := run(t, c.exit, c.args...)
		if len(o) > 0 {
			list, ok := o["errors"].([]any)
			if !ok || len(list) == 0 {
				t.Errorf("pinezka %v: no errors in %v", c.args, o)
				continue
			}
			if text := list[0].(map[string]any)["text"].(string); text == "" || strings.Contains(text, "‹") {
				t.Errorf("pinezka %v: %q", c.args, text)
			}
		}
	}
	if n := len(reports(t, p)); n != 0 {
		t.Errorf("%d reports after nothing but failures", n)
	}
	if _, err := os.Stat(filepath.Join(dir, "a.gpkg")); err == nil {
		t.Error("a failed new left a file")
	}
}
