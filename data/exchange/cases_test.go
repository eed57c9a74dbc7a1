package exchange

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pinezka/data"
)

type wantRecord struct {
	ID       json.RawMessage
	Lon, Lat float64
	Time     *string
	Date     string
	Category string
	Street   string
	Text     string
}

// idText writes an id of a case, which may be a number, as the file has it.
func idText(raw json.RawMessage) string { return strings.Trim(string(raw), `"`) }

func near(t *testing.T, r *data.Report, lon, lat, tolerance float64) {
	t.Helper()
	if !r.Where.Known() || math.Abs(r.Where.Point[0]-lon) > tolerance || math.Abs(r.Where.Point[1]-lat) > tolerance {
		t.Errorf("report %s is at %v (%s), want %v %v", r.Source.ID, r.Where.Point, r.Where.Precision, lon, lat)
	}
}

func ids(reports []*data.Report) []string {
	var out []string
	for _, r := range reports {
		out = append(out, r.Source.ID)
	}
	return out
}

// rowsOf returns the record numbers of which a code was found.
func (r *result) rowsOf(c Code) []int {
	var out []int
	for _, f := range r.tally.Findings() {
		if f.Code == c {
			out = append(out, f.Row)
		}
	}
	return out
}

func TestCase1250Semicolon(t *testing.T) {
	var want struct {
		Read                int
		OnMap               int `json:"on_map"`
		Encoding, Separator string
		Records             []wantRecord
	}
	expected(t, "imp-csv-1250-semicolon", &want)
	got := read(t, caseFile("imp-csv-1250-semicolon", "zgloszenia.csv"), Options{})
	if got.p.Encoding != want.Encoding || got.p.Separator != want.Separator || len(got.p.Columns) != 8 || got.p.DecimalMark != "," {
		t.Errorf("read as %s, %q, %d columns, mark %q", got.p.Encoding, got.p.Separator, len(got.p.Columns), got.p.DecimalMark)
	}
	if got.tally.Read != want.Read || got.tally.OnMap != want.OnMap {
		t.Errorf("counts are %+v", got.tally.Counts())
	}
	for _, w := range want.Records {
		r := got.find(t, idText(w.ID))
		near(t, r, w.Lon, w.Lat, 1e-6)
		if r.When.Wall != *w.Time || r.When.Kind != data.TimeInstant {
			t.Errorf("%s: time %q, want %q", r.Source.ID, r.When.Wall, *w.Time)
		}
		if r.CategoryWritten != w.Category || r.Category == "" || r.Where.Words != w.Street || r.Text != w.Text || r.Status != "new" {
			t.Errorf("%s is %+v, want %+v", r.Source.ID, r, w)
		}
	}
	for _, code := range []Code{FoundEncoding, FoundSeparator} {
		if !slices.ContainsFunc(got.p.Infos, func(f Finding) bool { return f.Code == code }) {
			t.Errorf("nothing says %s", code)
		}
	}
}

func TestCaseDatesDayFirst(t *testing.T) {
	var want struct {
		Read    int
		Dates   map[string]*string
		Months  map[string]int `json:"by_month_2024"`
		BadRows []int          `json:"bad_rows"`
	}
	expected(t, "imp-csv-dates-day-first", &want)
	got := read(t, caseFile("imp-csv-dates-day-first", "daty.csv"), Options{})
	if got.tally.Read != want.Read || got.p.DateOrder != DayFirst {
		t.Errorf("read %d, order %s", got.tally.Read, got.p.DateOrder)
	}
	months := map[string]int{}
	for id, w := range want.Dates {
		r := got.find(t, id)
		switch {
		case w == nil && r.When.Kind != data.TimeNone:
			t.Errorf("%s has the date %q, which does not exist", id, r.When.Wall)
		case w != nil && r.When.Wall != *w:
			t.Errorf("%s is of %q, want %q", id, r.When.Wall, *w)
		}
		if first, _, ok := r.When.Days(); ok {
			months[first.String()[5:7]]++
		}
	}
	if fmt.Sprint(months) != fmt.Sprint(want.Months) {
		t.Errorf("months are %v, want %v", months, want.Months)
	}
	if rows := got.rowsOf(WarnBadDate); !slices.Equal(rows, want.BadRows) {
		t.Errorf("bad dates in rows %v, want %v", rows, want.BadRows)
	}
}

func TestCaseBadRows(t *testing.T) {
	var want struct {
		Read       int
		OnMap      []int `json:"on_map"`
		NoPlace    []int `json:"no_place"`
		Suspicious []int
		NoCategory []int `json:"no_category"`
	}
	expected(t, "imp-bad-rows", &want)
	got := read(t, caseFile("imp-bad-rows", "zle_wiersze.csv"), Options{})
	var onMap, without []int
	for _, row := range got.rows {
		if row.Report.Where.Known() {
			onMap = append(onMap, row.Row)
		} else {
			without = append(without, row.Row)
			if len(row.Findings) != 1 || row.Findings[0].Line != row.Row+1 || row.Findings[0].Text == "" {
				t.Errorf("row %d is without place for the reasons %v", row.Row, row.Findings)
			}
		}
	}
	if got.tally.Read != want.Read || !slices.Equal(onMap, want.OnMap) || !slices.Equal(without, want.NoPlace) {
		t.Errorf("on the map %v, without place %v", onMap, without)
	}
	if s := got.rowsOf(WarnSuspicious); !slices.Equal(s, want.Suspicious) {
		t.Errorf("suspicious are %v", s)
	}
	if s := got.rowsOf(WarnNoCategory); !slices.Equal(s, want.NoCategory) {
		t.Errorf("without category are %v", s)
	}
}

func TestCase2180(t *testing.T) {
	var want struct {
		CRS     string
		Read    int
		OnMap   int `json:"on_map"`
		Records []wantRecord
	}
	expected(t, "imp-csv-2180-xy", &want)
	got := read(t, caseFile("imp-csv-2180-xy", "puwg1992.csv"), Options{})
	if fmt.Sprintf("EPSG:%d", got.p.CRS) != want.CRS || got.tally.OnMap != want.OnMap {
		t.Errorf("EPSG:%d, counts %+v", got.p.CRS, got.tally.Counts())
	}
	for _, w := range want.Records {
		near(t, got.find(t, idText(w.ID)), w.Lon, w.Lat, 2e-6)
	}
	if !slices.ContainsFunc(got.p.Infos, func(f Finding) bool { return f.Code == FoundAxes }) {
		t.Error("nothing says that X is the northing")
	}
}

func TestCaseReimportKeys(t *testing.T) {
	var want struct {
		Third struct{ New, Changed, Unchanged []string }
	}
	expected(t, "imp-reimport-same-ids", &want)
	keys := func(file string) map[string]*data.Report {
		out := map[string]*data.Report{}
		got := read(t, caseFile("imp-reimport-same-ids", file), Options{})
		for _, row := range got.rows {
			out[row.Key] = row.Report
		}
		return out
	}
	first, again, newer := keys("czerwiec.csv"), keys("czerwiec.csv"), keys("czerwiec_nowszy.csv")
	if len(first) != 5 || len(newer) != 5 {
		t.Fatalf("%d and %d keys", len(first), len(newer))
	}
	for k := range first {
		if again[k] == nil {
			t.Errorf("the second reading has no key %q", k)
		}
	}
	var fresh, changed, same []string
	for k, r := range newer {
		was := first[k]
		switch {
		case was == nil:
			fresh = append(fresh, r.Source.ID)
		case *was != *r:
			changed = append(changed, r.Source.ID)
		default:
			same = append(same, r.Source.ID)
		}
	}
	slices.Sort(fresh)
	slices.Sort(same)
	if !slices.Equal(fresh, want.Third.New) || !slices.Equal(changed, want.Third.Changed) || !slices.Equal(same, want.Third.Unchanged) {
		t.Errorf("new %v, changed %v, unchanged %v", fresh, changed, same)
	}
	if s := newer["id:Z-3"]; s == nil || s.Status != "eliminated" {
		t.Errorf("Z-3 is %+v", s)
	}
}

// The filter of the case, and then every way out: the exported list has exactly
// the records that the filter lets through.
func TestCaseFilterEqualsExport(t *testing.T) {
	var want struct {
		IDs        []int
		ByCategory map[string]int `json:"by_category"`
		All        int
	}
	expected(t, "flt-equals-export", &want)
	got := read(t, caseFile("flt-equals-export", "maj.csv"), Options{})
	c := catalogue(t)
	from, _ := data.ParseDay("2024-05-01")
	to, _ := data.ParseDay("2024-05-31")
	m := data.Filter{
		Categories: []data.CategoryID{"vandalism", "greenery-damage"}, Statuses: []data.StatusID{"confirmed"}, Period: data.NewPeriod(from, to),
	}.Matcher(c, nil)
	var chosen []*data.Report
	for _, r := range got.reports() {
		if m.Match(r) == data.Included {
			chosen = append(chosen, r)
		}
	}
	wantIDs := strings.Fields(strings.Trim(fmt.Sprint(want.IDs), "[]"))
	if !slices.Equal(ids(chosen), wantIDs) || got.tally.Read != want.All {
		t.Fatalf("the filter lets %v of %d through, want %v", ids(chosen), got.tally.Read, wantIDs)
	}
	for name, write := range writers {
		path := filepath.Join(t.TempDir(), "lista"+name)
		back := roundTrip(t, path, write, chosen, Layout{})
		if !slices.Equal(ids(back.reports()), wantIDs) {
			t.Errorf("%s has %v, want %v", name, ids(back.reports()), wantIDs)
		}
		by := map[string]int{}
		for _, r := range back.reports() {
			k, _ := c.Category(r.Category)
			by[k.NamePL]++
		}
		if fmt.Sprint(by) != fmt.Sprint(want.ByCategory) {
			t.Errorf("%s has %v by category, want %v", name, by, want.ByCategory)
		}
	}
}

func TestCaseLastDayUndated(t *testing.T) {
	var want struct {
		InPeriod []int `json:"in_period"`
		Undated  []int
	}
	expected(t, "flt-last-day-undated", &want)
	got := read(t, caseFile("flt-last-day-undated", "styczen.csv"), Options{})
	from, _ := data.ParseDay("2024-01-01")
	to, _ := data.ParseDay("2024-01-31")
	m := data.Filter{Period: data.NewPeriod(from, to)}.Matcher(catalogue(t), nil)
	var in, undated []int
	for _, row := range got.rows {
		switch m.Match(row.Report) {
		case data.Included:
			in = append(in, row.Row)
		case data.UndatedOnly:
			undated = append(undated, row.Row)
		}
	}
	if !slices.Equal(in, want.InPeriod) || !slices.Equal(undated, want.Undated) || got.tally.Undated != len(want.Undated) {
		t.Errorf("in the period %v, undated %v of %d", in, undated, got.tally.Undated)
	}
}

func TestCasePathPolishHash(t *testing.T) {
	var want struct{ Read int }
	expected(t, "sto-path-polish-hash", &want)
	var list string
	err := filepath.WalkDir(filepath.Join(cases, "sto-path-polish-hash"), func(path string, d fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".csv") {
			list = path
		}
		return err
	})
	if err != nil || !strings.Contains(list, "#1 100%") {
		t.Fatalf("the list is %q, %v", list, err)
	}
	if got := read(t, list, Options{}); got.tally.OnMap != want.Read {
		t.Errorf("counts are %+v", got.tally.Counts())
	}
}

func TestCaseBOMAndSepLine(t *testing.T) {
	var want map[string]struct {
		Read    int
		Columns []string
		Records []wantRecord
	}
	expected(t, "imp-csv-bom-and-sep-line", &want)
	for file, w := range want {
		got := read(t, caseFile("imp-csv-bom-and-sep-line", file), Options{})
		if !slices.Equal(got.p.Header(), w.Columns) || got.tally.Read != w.Read {
			t.Errorf("%s: columns %q, read %d", file, got.p.Header(), got.tally.Read)
		}
		for _, rec := range w.Records {
			near(t, got.find(t, idText(rec.ID)), rec.Lon, rec.Lat, 1e-6)
		}
	}
}

func TestCaseMultiline(t *testing.T) {
	var want struct {
		Read, OnMap int
		Texts       map[string]string
	}
	expected(t, "imp-csv-multiline-description", &want)
	got := read(t, caseFile("imp-csv-multiline-description", "opisy.csv"), Options{})
	if got.tally.Read != want.Read {
		t.Errorf("read %d", got.tally.Read)
	}
	check := func(what string, res result) {
		for id, w := range want.Texts {
			if s := res.find(t, id).Text; s != w {
				t.Errorf("%s: text %s is %q, want %q", what, id, s, w)
			}
		}
	}
	check("the list", got)
	for name, write := range writers {
		check("its copy "+name, roundTrip(t, filepath.Join(t.TempDir(), "kopia"+name), write, got.reports(), Layout{}))
	}
	if got.rows[2].Line != 7 { // the second description has four lines
		t.Errorf("the third record is said to be on line %d", got.rows[2].Line)
	}
}

func TestCaseLeadingZeros(t *testing.T) {
	var want struct{ Numer, TERC []string }
	expected(t, "imp-csv-leading-zeros", &want)
	got := read(t, caseFile("imp-csv-leading-zeros", "kody.csv"), Options{})
	if !slices.Equal(ids(got.reports()), want.Numer) {
		t.Errorf("numbers are %q", ids(got.reports()))
	}
	var terc []string
	for _, row := range got.p.Preview {
		terc = append(terc, row[1])
	}
	if !slices.Equal(terc, want.TERC) {
		t.Errorf("codes are %q", terc)
	}
	for name, write := range writers {
		back := roundTrip(t, filepath.Join(t.TempDir(), "kopia"+name), write, got.reports(), Layout{})
		if !slices.Equal(ids(back.reports()), want.Numer) {
			t.Errorf("%s has the numbers %q", name, ids(back.reports()))
		}
	}
}

func TestCaseLatLonSwapped(t *testing.T) {
	var want struct {
		Read      int
		AfterSwap []wantRecord `json:"after_swap"`
	}
	expected(t, "imp-csv-latlon-swapped", &want)
	path := caseFile("imp-csv-latlon-swapped", "zamienione.csv")
	p, err := Inspect(context.Background(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Questions) != 1 || p.Questions[0].Key != AskAxes || p.Questions[0].Proposal != AxesSwap || len(p.Questions[0].Rows) != want.Read {
		t.Fatalf("questions are %+v", p.Questions)
	}
	for _, err := range Read(context.Background(), p, catalogue(t)) {
		if !errors.Is(err, ErrQuestion) {
			t.Fatalf("reading with an open question gives %v", err)
		}
	}
	got := read(t, path, Options{Answers: map[string]string{AskAxes: AxesSwap}})
	for _, w := range want.AfterSwap {
		near(t, got.find(t, idText(w.ID)), w.Lon, w.Lat, 1e-6)
	}
	declined := read(t, path, Options{Answers: map[string]string{AskAxes: AxesKeep}})
	if s := declined.rowsOf(WarnSuspicious); len(s) != want.Read {
		t.Errorf("after declining, outside are %v", s)
	}
}

func TestCaseGeoJSON2180(t *testing.T) {
	var want struct {
		Read    int
		Records []wantRecord
	}
	expected(t, "imp-geojson-2180-crs", &want)
	got := read(t, caseFile("imp-geojson-2180-crs", "zielen.geojson"), Options{})
	if got.p.CRS != 2180 || got.tally.OnMap != want.Read {
		t.Errorf("EPSG:%d, %+v", got.p.CRS, got.tally.Counts())
	}
	for _, w := range want.Records {
		near(t, got.find(t, idText(w.ID)), w.Lon, w.Lat, 2e-6)
	}
}

func TestCaseSerialDates(t *testing.T) {
	var want struct {
		Read    int
		Records []wantRecord
	}
	expected(t, "imp-xlsx-serial-dates", &want)
	got := read(t, caseFile("imp-xlsx-serial-dates", "daty.xlsx"), Options{})
	if got.tally.Read != want.Read {
		t.Errorf("read %d", got.tally.Read)
	}
	for _, w := range want.Records {
		r := got.find(t, idText(w.ID))
		wall, kind := w.Date, data.TimeDate
		if w.Time != nil {
			wall, kind = *w.Time, data.TimeInstant
		}
		if r.When.Wall != wall || r.When.Kind != kind {
			t.Errorf("%s is %s %q, want %s %q", r.Source.ID, r.When.Kind, r.When.Wall, kind, wall)
		}
	}
	for _, row := range got.p.Preview {
		if _, isNumber := serial(row[1]); isNumber {
			t.Errorf("the preview shows the day number %q", row[1])
		}
	}
}

func TestCaseTitleRows(t *testing.T) {
	var want struct {
		Sheet     string
		HeaderRow int `json:"header_row"`
		Read      int
		Records   []wantRecord
	}
	expected(t, "imp-xlsx-title-rows", &want)
	got := read(t, caseFile("imp-xlsx-title-rows", "wykaz.xlsx"), Options{})
	if got.p.Sheet != want.Sheet || got.p.HeaderRow != want.HeaderRow || got.tally.Read != want.Read || got.tally.OnMap != want.Read {
		t.Errorf("sheet %q, row %d, %+v", got.p.Sheet, got.p.HeaderRow, got.tally.Counts())
	}
	for _, w := range want.Records {
		r := got.find(t, idText(w.ID))
		near(t, r, w.Lon, w.Lat, 1e-9)
		if r.When.Wall != *w.Time || r.CategoryWritten != w.Category {
			t.Errorf("%s is %+v", r.Source.ID, r)
		}
	}
	if got.p.AsOf == nil || got.p.AsOf.String() != "2024-06-30" {
		t.Errorf("as of %v", got.p.AsOf)
	}
	skipped := 0
	for _, f := range got.p.Infos {
		if f.Code == FoundLinesSkipped {
			skipped++
		}
	}
	if skipped != 4 { // title, as-of line, total, signature
		t.Errorf("%d lines are said to be no records", skipped)
	}
	// The position in the list is no identity: the next list begins at 1 again.
	if !strings.HasPrefix(got.rows[0].Key, "row:") {
		t.Errorf("the key of a position is %q", got.rows[0].Key)
	}
}

func TestCaseWrongExtension(t *testing.T) {
	var want map[string]json.RawMessage
	expected(t, "imp-wrong-extension", &want)
	var records []wantRecord
	if err := json.Unmarshal(want["records"], &records); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"a.xlsx", "b.csv", "c.kml"} {
		var w struct {
			Is   Format
			Read int
		}
		if err := json.Unmarshal(want[file], &w); err != nil {
			t.Fatal(err)
		}
		got := read(t, caseFile("imp-wrong-extension", file), Options{})
		if got.p.Format != w.Is || got.tally.Read != w.Read || got.p.Infos[0].Code != FoundFormat {
			t.Errorf("%s is %s, %+v", file, got.p.Format, got.tally.Counts())
		}
		for i, w := range records {
			near(t, got.reports()[i], w.Lon, w.Lat, 1e-6)
		}
	}
	_, err := Inspect(context.Background(), caseFile("imp-wrong-extension", "d.xls"), Options{})
	var f *FormatError
	if !errors.As(err, &f) || f.Is != "html" || f.Advice == "" {
		t.Errorf("d.xls gives %v", err)
	}
}

func TestCaseDateOnly(t *testing.T) {
	var want struct {
		Hours   map[string]int `json:"hour_chart"`
		Without int            `json:"without_hour"`
		June    int
	}
	expected(t, "time-date-only", &want)
	got := read(t, caseFile("time-date-only", "bez_godziny.csv"), Options{})
	hours, without, june := map[string]int{}, 0, 0
	for _, r := range got.reports() {
		if m, ok := r.When.Minute(); ok {
			hours[fmt.Sprint(m/60)]++
		} else {
			without++
		}
		if first, _, ok := r.When.Days(); ok && first.String()[:7] == "2024-06" {
			june++
		}
	}
	if fmt.Sprint(hours) != fmt.Sprint(want.Hours) || without != want.Without || june != want.June {
		t.Errorf("hours %v, without %d, June %d", hours, without, june)
	}
}

func TestCaseDSTHour(t *testing.T) {
	var want struct {
		Read        int
		ByDay       map[string]int `json:"by_day"`
		Band        []int          `json:"band_02_03"`
		Nonexistent []int
	}
	expected(t, "time-dst-hour", &want)
	got := read(t, caseFile("time-dst-hour", "zmiana_czasu.csv"), Options{})
	days := map[string]int{}
	var band []int
	for _, row := range got.rows {
		first, _, _ := row.Report.When.Days()
		days[first.String()]++
		if m, ok := row.Report.When.Minute(); ok && (data.Band{From: 120, To: 180}).Contains(m) {
			band = append(band, row.Row)
		}
	}
	if fmt.Sprint(days) != fmt.Sprint(want.ByDay) || !slices.Equal(band, want.Band) {
		t.Errorf("days %v, band %v", days, band)
	}
	if rows := got.rowsOf(WarnNoSuchHour); !slices.Equal(rows, want.Nonexistent) {
		t.Errorf("hours that do not exist in %v", rows)
	}
}

func TestCaseUTC(t *testing.T) {
	var want struct {
		Local   map[string]string
		ByMonth map[string]int `json:"by_month"`
	}
	expected(t, "time-utc-geojson", &want)
	got := read(t, caseFile("time-utc-geojson", "utc.geojson"), Options{})
	check := func(what string, res result) {
		months := map[string]int{}
		for id, w := range want.Local {
			r := res.find(t, id)
			if r.When.Wall != w {
				t.Errorf("%s: %s is %q, want %q", what, id, r.When.Wall, w)
			}
			if (r.When.Original != "") != (id != "5") {
				t.Errorf("%s: the original of %s is %q", what, id, r.When.Original)
			}
			months[r.When.Wall[:7]]++
		}
		if fmt.Sprint(months) != fmt.Sprint(want.ByMonth) {
			t.Errorf("%s: months %v", what, months)
		}
	}
	check("the file", got)
	for name, write := range writers {
		check("its copy "+name, roundTrip(t, filepath.Join(t.TempDir(), "kopia"+name), write, got.reports(), Layout{}))
	}
}

func TestCaseFormulaCells(t *testing.T) {
	var want struct {
		Texts          []string
		Protect, Plain []int
	}
	expected(t, "sec-formula-cells", &want)
	got := read(t, caseFile("sec-formula-cells", "formuly.csv"), Options{})
	for i, w := range want.Texts {
		if s := got.reports()[i].Text; s != w {
			t.Errorf("text %d is %q, want %q", i+1, s, w)
		}
	}
	// A place in the west: its longitude begins with a sign and stays a number.
	west := *got.reports()[6]
	west.Where = data.At(-5.1, 52)
	all := append(got.reports(), &west)
	var b bytes.Buffer
	if err := WriteCSV(&b, slices.Values(all), catalogue(t), Layout{}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(b.String(), "\r\n")
	for _, i := range want.Protect {
		if w := "'" + want.Texts[i-1]; !strings.Contains(lines[i], strings.ReplaceAll(w, `"`, `""`)) {
			t.Errorf("line %d is not protected: %s", i, lines[i])
		}
	}
	for _, i := range want.Plain {
		if strings.Contains(lines[i], "'") {
			t.Errorf("line %d is altered: %s", i, lines[i])
		}
	}
	if !strings.Contains(lines[8], ";-5,1;52;") {
		t.Errorf("the western place is %s", lines[8])
	}
	for name, write := range writers {
		back := roundTrip(t, filepath.Join(t.TempDir(), "kopia"+name), write, got.reports(), Layout{})
		for i, w := range want.Texts {
			if s := back.reports()[i].Text; s != w {
				t.Errorf("%s gives text %d back as %q, want %q", name, i+1, s, w)
			}
		}
	}
}

func TestCaseCategories(t *testing.T) {
	got := read(t, caseFile("cat-renamed", "dwa_lata.csv"), Options{})
	var want struct{ Read int }
	expected(t, "cat-renamed", &want)
	if got.tally.Read != want.Read {
		t.Errorf("read %d", got.tally.Read)
	}
	const local = "Hulajnogi elektryczne na chodniku"
	for _, r := range got.reports() {
		if (r.Category == "") != (r.CategoryWritten == local) {
			t.Errorf("%q became %q", r.CategoryWritten, r.Category)
		}
	}
	found := got.tally.Findings()
	if len(found) != 1 || found[0].Code != WarnCategory || found[0].Value != local || found[0].Count != 2 {
		t.Errorf("findings are %+v", found)
	}
	answered := read(t, caseFile("cat-renamed", "dwa_lata.csv"), Options{Answers: map[string]string{AskCategory + local: "parking"}})
	if answered.tally.Uncategorised != 0 {
		t.Errorf("after an answer %d have no category", answered.tally.Uncategorised)
	}

	spelling := read(t, caseFile("cat-spelling", "pisownia.csv"), Options{})
	by := map[data.CategoryID]int{}
	for _, r := range spelling.reports() {
		by[r.Category]++
	}
	if by["vandalism"] != 6 || by["parking"] != 3 {
		t.Errorf("spellings give %v", by)
	}
	if s := spelling.reports()[2].CategoryWritten; s != "AKTY WANDALIZMU" {
		t.Errorf("the third was written %q", s)
	}
}

// writers are all the ways out.
var writers = map[string]func(*os.File, Reports, *data.Catalogue, Layout) error{
	".csv":     func(f *os.File, r Reports, c *data.Catalogue, l Layout) error { return WriteCSV(f, r, c, l) },
	".xlsx":    func(f *os.File, r Reports, c *data.Catalogue, l Layout) error { return WriteXLSX(f, r, c, l) },
	".geojson": func(f *os.File, r Reports, c *data.Catalogue, l Layout) error { return WriteGeoJSON(f, r, c, l) },
}

func roundTrip(t *testing.T, path string, write func(*os.File, Reports, *data.Catalogue, Layout) error, reports []*data.Report, l Layout) result {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := write(f, slices.Values(reports), catalogue(t), l); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return read(t, path, Options{})
}
