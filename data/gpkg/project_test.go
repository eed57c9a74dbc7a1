package gpkg

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"pinezka/data"
)

var testInfo = Info{
	Name: "Żółtańce", TERYT: "0601011", BoundaryExact: true, Sample: true, Venue: "świetlica", Seed: 7,
	BaseMap: "Żółtańce.osm.mbtiles", BaseMapHash: "ab12", BaseMapDate: "2024-05-01",
}

func testCatalogue(t testing.TB) *data.Catalogue {
	t.Helper()
	c, err := data.NewCatalogue(
		[]data.Category{
			{ID: "parking", Number: 1, Letters: "PK", Group: "traffic", NamePL: "Nieprawidłowe parkowanie", NameEN: "Illegal parking", ShortPL: "Parkowanie", ShortEN: "Parking", Aliases: []string{"parkowanie", "złe parkowanie"}, Radius: 100},
			{ID: "begging", Number: 2, Letters: "ŻB", Group: "order", NamePL: "Żebractwo", NameEN: "Begging", ShortPL: "Żebractwo", ShortEN: "Begging", Sensitive: true, Radius: 150},
			{ID: "vandalism", Number: 3, Letters: "WN", Group: "order", NamePL: "Akty wandalizmu", NameEN: "Vandalism", ShortPL: "Wandalizm", ShortEN: "Vandalism", Radius: 100},
		},
		[]data.Group{{ID: "traffic", NamePL: "Ruch drogowy", NameEN: "Traffic", Order: 1}, {ID: "order", NamePL: "Porządek", NameEN: "Order", Order: 2}},
		[]data.Status{
			{ID: "new", NamePL: "Nowe", NameEN: "New", Family: "open", Order: 1},
			{ID: "verification", NamePL: "W trakcie weryfikacji", NameEN: "Being verified", Aliases: []string{"weryfikacja"}, Family: "open", Order: 2},
			{ID: "confirmed", NamePL: "Potwierdzone", NameEN: "Confirmed", Family: "confirmed", Order: 3},
			{ID: "eliminated", NamePL: "Potwierdzone (wyeliminowane)", NameEN: "Eliminated", Family: "confirmed", Order: 4},
			{ID: "unconfirmed", NamePL: "Niepotwierdzone", NameEN: "Not confirmed", Family: "closed", Order: 5},
		})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// memory returns a project in memory.
func memory(t testing.TB) *Project {
	t.Helper()
	p, err := Create(context.Background(), Memory, testInfo, testCatalogue(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeProject(t, p) })
	return p
}

// onDisk returns a project in a folder of the test.
func onDisk(t testing.TB) *Project {
	t.Helper()
	return createAt(t, filepath.Join(t.TempDir(), "gmina.gpkg"))
}

func createAt(t testing.TB, path string) *Project {
	t.Helper()
	p, err := Create(context.Background(), path, testInfo, testCatalogue(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeProject(t, p) })
	return p
}

func open(t testing.TB, path string, opt Options) *Project {
	t.Helper()
	p, err := Open(context.Background(), path, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeProject(t, p) })
	return p
}

func reopen(t testing.TB, p *Project) *Project {
	t.Helper()
	closeProject(t, p)
	return open(t, p.Path(), Options{User: "barbara"})
}

func closeProject(t testing.TB, p *Project) {
	t.Helper()
	if err := p.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
}

func apply(t testing.TB, p *Project, e data.Edit) data.Edit {
	t.Helper()
	done, err := p.Apply(context.Background(), e)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func reports(t testing.TB, p *Project) []data.Report {
	t.Helper()
	var out []data.Report
	for r, err := range p.Reports(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// report returns a valid report with a place.
func report(n int) data.Report {
	return data.Report{
		Category: "parking", CategoryWritten: "Nieprawidłowe parkowanie", Status: "new", StatusWritten: "Nowe",
		Where:  data.At(22.01+float64(n%97)/1e4, 50.02+float64(n%89)/1e4),
		When:   data.When{Kind: data.TimeDate, Wall: fmt.Sprintf("2024-%02d-%02d", 1+n%12, 1+n%28)},
		Origin: data.OriginInternet, Nature: data.NatureNuisance, Text: fmt.Sprintf("opis %d", n),
	}
}

// mustPass runs Check.
func mustPass(t testing.TB, p *Project) CheckReport {
	t.Helper()
	r, err := p.Check(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if !r.OK || r.Integrity != "ok" {
		t.Fatalf("check: %+v", r)
	}
	return r
}

func dayPointer(t testing.TB, s string) *data.Day {
	t.Helper()
	d, err := data.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return &d
}

// everyRecord returns one record of each kind and form, without ids.
func everyRecord(t testing.TB) []data.Record {
	square := orb.Ring{{22, 50}, {22.1, 50}, {22.1, 50.1}, {22, 50.1}, {22, 50}}
	hole := orb.Ring{{22.02, 50.02}, {22.02, 50.04}, {22.04, 50.04}, {22.04, 50.02}, {22.02, 50.02}}
	return []data.Record{
		&data.Report{Where: data.Place{Precision: data.PrecisionNone}, When: data.When{Kind: data.TimeNone}, Origin: data.OriginPolice, Nature: data.NatureOffence},
		&data.Report{
			Category: "begging", CategoryWritten: "żebracy ", Status: "verification", StatusWritten: "W trakcie",
			Where:  data.Place{Point: orb.Point{22.0123456789, 50.0123456789}, Precision: data.PrecisionCrossing, Words: "Rejtana / Kopisto"},
			When:   data.When{Kind: data.TimeInstant, Wall: "2024-05-01T11:05:30", Original: "2024-05-01T09:05:30Z"},
			Origin: data.OriginInternet, Nature: data.NatureFelt, Source: data.Source{Institution: "Straż Gminna", ID: "007"},
			Text: "pierwsza linia\ndruga; \"cudzysłów\"", Note: "uwaga", Vanished: true,
		},
		&data.Report{
			Where:  data.Place{Precision: data.PrecisionNone, Words: "gdzieś nad rzeką"},
			When:   data.When{Kind: data.TimeRecurring, Weekdays: data.WeekdaysOf(time.Friday, time.Saturday), Band: data.Band{From: 22 * 60, To: 6 * 60}},
			Origin: data.OriginContact, Nature: data.NatureNuisance,
		},
		&data.Report{
			Where: data.At(-0.5, -33.25), When: data.When{Kind: data.TimeMonth, Wall: "2024-02", Band: data.Band{From: 0, To: 24 * 60}},
			Origin: data.OriginContact, Nature: data.NatureNuisance,
		},
		&data.Debate{Title: "Debata w Żółtańcach", Kind: data.DebateEvaluation, Day: *dayPointer(t, "2024-10-17"), Start: "17:00", Venue: "OSP", Organisers: "gmina i policja", Present: 41, Setting: data.DefaultSetting},
		&data.Debate{Title: "Debata", Kind: data.DebateInaugural, Setting: data.CompareSetting{Radius: 62.5, Months: 6, Baseline: data.BaselineArea}},
		&data.Note{Debate: 1, Text: "jest lepiej niż rok temu"},
		&data.Motion{Debate: 1, Number: 1, Title: "próg", Text: "próg zwalniający", Category: "parking", Place: data.MotionPlace{Kind: data.PlacePoint, Geometry: orb.Point{22.05, 50.05}, Words: "przy szkole"}, RaisedBy: "rada osiedla", Addressee: "MZD", Deadline: dayPointer(t, "2025-03-31"), State: data.MotionPlanned, Answer: "do końca kwartału", Support: 12},
		&data.Motion{Debate: 1, Number: 2, Text: "oświetlić", Place: data.MotionPlace{Kind: data.PlaceLine, Geometry: orb.LineString{{22, 50}, {22.01, 50.01}, {22.02, 50}}}, State: data.MotionNew},
		&data.Motion{Debate: 2, Number: 3, Text: "patrole", Place: data.MotionPlace{Kind: data.PlaceArea, Geometry: orb.Polygon{square, hole}}},
		&data.Motion{Debate: 2, Number: 4, Text: "spotkania", Place: data.MotionPlace{Kind: data.PlaceWhole}},
		&data.Motion{Debate: 2, Number: 5, Text: "tam gdzie zawsze", Place: data.MotionPlace{Kind: data.PlaceNone, Words: "wiadomo gdzie"}},
		&data.Area{Kind: data.AreaGmina, Name: "Żółtańce", Code: "0601011", Geometry: orb.MultiPolygon{{square, hole}, {orb.Ring{{23, 50}, {23.1, 50}, {23, 50.1}, {23, 50}}}}},
		&data.Area{Kind: data.AreaBeat, Name: "rejon nr 3"},
		&data.Institution{Name: "MZD", Categories: []data.CategoryID{"parking", "vandalism"}},
		&data.Institution{Name: "OPS"},
		&data.Reaction{Report: 2, Who: "Straż Gminna", Day: *dayPointer(t, "2024-05-03"), What: "patrol", Result: "mandat"},
		&data.Reaction{Motion: 1, Who: "MZD", Day: *dayPointer(t, "2024-12-01"), What: "wizja lokalna"},
		&data.AreaStatistic{Area: 1, Indicator: "theft", From: *dayPointer(t, "2024-01-01"), To: *dayPointer(t, "2024-06-30"), Value: 12.5},
		&data.AreaStatistic{Area: 2, Indicator: "fight", Value: 0},
		&data.Facility{Kind: data.FacilityExisting, Name: "Komisariat", Point: orb.Point{22.01, 50.01}, Words: "Rynek 1"},
		&data.Facility{Kind: data.FacilityCandidate, Name: "Posterunek", Point: orb.Point{22.05, 50.05}},
	}
}

func TestRoundTripOfEveryRecord(t *testing.T) {
	ctx := context.Background()
	p := onDisk(t)
	var want []data.Record
	for _, r := range everyRecord(t) {
		done := apply(t, p, data.Add(data.LabelAddReport, r))
		if r.Key().Row != 0 {
			t.Errorf("the caller's %s got a row number", r.Key().Table)
		}
		if done.After[0].Key().Row == 0 {
			t.Errorf("a new record of %s got no row number", r.Key().Table)
		}
		want = append(want, done.After[0])
	}
	mustPass(t, p)
	p = reopen(t, p)
	got := everything(ctx, t, p)
	if len(got) != len(want) {
		t.Fatalf("%d records stored, %d read", len(want), len(got))
	}
	for i := range want {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Errorf("record %d\n got %+v\nwant %+v", i, got[i], want[i])
		}
	}
	motions, err := p.Motions(ctx, 2)
	if err != nil || len(motions) != 3 {
		t.Errorf("motions of debate 2: %d, %v", len(motions), err)
	}
	notes, err := p.Notes(ctx, 2)
	if err != nil || len(notes) != 0 {
		t.Errorf("notes of debate 2: %d, %v", len(notes), err)
	}
	r := mustPass(t, p)
	if r.Counts["reports"] != 4 || r.Counts["motions"] != 5 || r.Version != schemaVersion {
		t.Errorf("check counted %+v", r)
	}
}

// everything reads all records, in the order of everyRecord.
func everything(ctx context.Context, t testing.TB, p *Project) []data.Record {
	t.Helper()
	var out []data.Record
	for _, r := range reports(t, p) {
		out = append(out, &r)
	}
	out = add(t, out, p.Debates)
	out = add(t, out, func(ctx context.Context) ([]data.Note, error) { return p.Notes(ctx, 0) })
	out = add(t, out, func(ctx context.Context) ([]data.Motion, error) { return p.Motions(ctx, 0) })
	out = add(t, out, p.Areas)
	out = add(t, out, p.Institutions)
	out = add(t, out, p.Reactions)
	out = add(t, out, p.Statistics)
	return add(t, out, p.Facilities)
}

func add[T any](t testing.TB, out []data.Record, read func(context.Context) ([]T, error)) []data.Record {
	t.Helper()
	list, err := read(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for i := range list {
		out = append(out, any(&list[i]).(data.Record))
	}
	return out
}

func TestInfoAndCatalogueComeBack(t *testing.T) {
	ctx := context.Background()
	p := onDisk(t)
	want := testInfo
	want.Version = schemaVersion
	if got := p.Info(); got != want {
		t.Errorf("info after Create: %+v", got)
	}
	want.BaseMap, want.Sample = "https://tile.example.org/{z}/{x}/{y}.png", false
	other := want
	other.Version = 99 // not for the caller to say
	if err := p.SetInfo(ctx, other); err != nil {
		t.Fatal(err)
	}
	p = reopen(t, p)
	if got := p.Info(); got != want {
		t.Errorf("info after reopening: %+v, want %+v", got, want)
	}
	cat, err := p.Catalogue(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(cat, testCatalogue(t)) {
		t.Errorf("catalogue: %+v", cat)
	}
	if err := p.SetInfo(ctx, Info{Name: "a\x00b"}); !errors.Is(err, ErrText) {
		t.Errorf("NUL in a setting: %v", err)
	}
}

func TestCreateRefusesAndLeavesNoLitter(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	taken := filepath.Join(dir, "jest.gpkg")
	if err := os.WriteFile(taken, []byte("cudzy"), 0o666); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		path string
		want error
	}{
		"existing file":  {taken, ErrExists},
		"no folder":      {filepath.Join(dir, "nie ma", "a.gpkg"), fs.ErrNotExist},
		"file as folder": {filepath.Join(taken, "a.gpkg"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Create(ctx, c.path, testInfo, testCatalogue(t))
			if err == nil || c.want != nil && !errors.Is(err, c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			if !strings.Contains(err.Error(), fmt.Sprintf("%q", c.path)) {
				t.Errorf("the error does not name the file: %v", err)
			}
		})
	}
	if b, err := os.ReadFile(taken); err != nil || string(b) != "cudzy" {
		t.Errorf("the existing file is now %q, %v", b, err)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := Create(cancelled, filepath.Join(dir, "b.gpkg"), testInfo, testCatalogue(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	wantFiles(t, dir, "jest.gpkg")
}

// wantFiles checks what lies in a folder.
func wantFiles(t testing.TB, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if !reflect.DeepEqual(got, names) {
		t.Errorf("folder holds %q, want %q", got, names)
	}
}

func TestReportsMayBeChangedWhileRead(t *testing.T) {
	p := memory(t)
	for n := range 3 {
		r := report(n)
		apply(t, p, data.Add(data.LabelAddReport, &r))
	}
	for r, err := range p.Reports(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		after := r
		after.Note = "widziane"
		apply(t, p, data.Replace(data.LabelChangeReport, &r, &after))
	}
	for _, r := range reports(t, p) {
		if r.Note != "widziane" {
			t.Errorf("report %d was not changed", r.ID)
		}
	}
}

func TestClosedProject(t *testing.T) {
	p := memory(t)
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Debates(context.Background()); !errors.Is(err, errClosed) {
		t.Errorf("got %v", err)
	}
}
