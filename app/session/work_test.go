package session

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"pinezka/app/wording"
	"pinezka/data"
	"pinezka/data/exchange"
)

// drain runs what was posted until the session's workers have ended.
func drain(q *Queue, s *Session) {
	for s.Wait(); q.Drain(); s.Wait() {
	}
}

func openOnLoop(t *testing.T) (*Session, *Queue) {
	t.Helper()
	q := &Queue{}
	s := New(Options{User: "test", Version: "test", Post: q.Post})
	path, err := s.CreateSample(context.Background(), t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Open(path); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		drain(q, s)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, q
}

// TestPrintWithoutAnything: no project, or a base map that may not be printed,
// gives words and no crash.
func TestPrintWithoutAnything(t *testing.T) {
	s := New(Options{User: "test"})
	s.SetWorkspace(WorkspacePrint)
	if s.Sheet.NotReady() == "" {
		t.Error("a sheet of nothing is ready")
	}
	s = openSample(t)
	if _, err := s.AddBaseMap(context.Background(), OpenStreetMapTiles, nil, nil); err != nil {
		t.Fatal(err)
	}
	s.SetWorkspace(WorkspacePrint)
	if got, want := s.Sheet.NotReady(), s.ErrorWords(ErrTileSweep); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestSheetCountsObeyTheFilter: the motions' counts on the sheet are made of the
// same reports as those on the screen.
func TestSheetCountsObeyTheFilter(t *testing.T) {
	s := openSample(t)
	s.Filter.OnlyStatuses("confirmed")
	s.Filter.SetPeriod(s.Filter.PresetPeriod(Preset30Days))
	onScreen, ok := s.Compare.question()
	if !ok {
		t.Fatal("no question")
	}
	job, err := s.Sheet.prepare(s.Sheet.Options())
	if err != nil {
		t.Fatal(err)
	}
	ids := func(rs []data.Report) (out []data.ReportID) {
		for _, r := range rs {
			out = append(out, r.ID)
		}
		return out
	}
	if a, b := ids(onScreen.Reports), ids(job.question.Reports); !slices.Equal(a, b) || len(a) == 0 || len(a) == len(s.Reports()) {
		t.Errorf("the screen counts among %d reports, the sheet among %d, of %d", len(a), len(b), len(s.Reports()))
	}
}

// TestWorkersKeepTheirOwn: edits and another language while a sheet and a
// comparison are made; the race detector watches.
func TestWorkersKeepTheirOwn(t *testing.T) {
	s, q := openOnLoop(t)
	s.SetWorkspace(WorkspacePrint)
	ids := []data.ReportID{s.Reports()[0].ID, s.Reports()[9].ID}
	if err := s.SetReportStatus("eliminated", ids...); err != nil {
		t.Fatal(err)
	}
	s.SetLang(wording.EN)
	if err := s.DeleteReports(ids...); err != nil {
		t.Fatal(err)
	}
	s.SetWorkspace(WorkspaceCompare)
	if err := s.Undo(); err != nil {
		t.Fatal(err)
	}
	drain(q, s)
	if _, ok := s.Compare.Result(); !ok {
		t.Error("no comparison")
	}
	if len(s.Sheet.Pages()) == 0 {
		t.Error("no sheet")
	}
}

// TestOutcomeOfAnotherProject: what a worker found for a project is not shown
// for the next.
func TestOutcomeOfAnotherProject(t *testing.T) {
	s, q := openOnLoop(t)
	s.SetWorkspace(WorkspaceCompare)
	s.SetWorkspace(WorkspacePrint)
	s.Wait() // both are done, and neither is told yet
	empty := filepath.Join(t.TempDir(), "pusty.gpkg")
	if err := s.Create(context.Background(), empty, NewProject{Name: "Pusty"}, nil); err != nil {
		t.Fatal(err)
	}
	drain(q, s)
	if _, ok := s.Compare.Result(); ok {
		t.Error("the comparison of the project before is shown")
	}
	if len(s.Sheet.Pages()) != 0 {
		t.Error("the sheet of the project before is shown")
	}
}

// TestOneLongWork: while it goes on, a second is refused in words to whoever
// asked, and no other project is opened under it.
func TestOneLongWork(t *testing.T) {
	s, q := openOnLoop(t)
	var hold sync.Mutex
	hold.Lock()
	s.run("test", func(context.Context, func(int64, int64)) error {
		hold.Lock()
		return nil
	}, func(error) {})
	var got error
	s.run("second", func(context.Context, func(int64, int64)) error { return nil }, func(err error) { got = err })
	if s.ErrorWords(got) != s.Words().T("busy.wait", "what", "test") {
		t.Errorf("the second is told %v", got)
	}
	if err := s.Open(s.Path()); s.ErrorWords(err) != s.Words().T("busy.wait", "what", "test") {
		t.Errorf("opened under running work: %v", err)
	}
	hold.Unlock()
	drain(q, s)
	if err := s.Open(s.Path()); err != nil {
		t.Error(err)
	}
}

// TestMissingBaseMapIsTold: the project opens, and the message names the file.
func TestMissingBaseMapIsTold(t *testing.T) {
	s := openSample(t)
	path, base := s.Path(), basePath(s.Path())
	if err := os.Rename(base, base+".away"); err != nil {
		t.Fatal(err)
	}
	if err := s.Open(path); err != nil {
		t.Fatal(err)
	}
	if m := s.Message(); !m.Error || !strings.Contains(m.Text, filepath.Base(base)) {
		t.Errorf("the message is %q", m.Text)
	}
	// One that cannot be opened does not take the place of the one before.
	if err := os.Rename(base+".away", base); err != nil {
		t.Fatal(err)
	}
	if err := s.Open(path); err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddBaseMap(context.Background(), path, nil, nil); err == nil {
		t.Fatal("a project was taken for a base map")
	}
	if s.base.archive == nil || s.Info().BaseMap != filepath.Base(base) {
		t.Errorf("the base map is gone: %q", s.Info().BaseMap)
	}
}

// TestPlanCountsFindings: what many rows share is told once, with how many.
func TestPlanCountsFindings(t *testing.T) {
	var b strings.Builder
	b.WriteString("id;kategoria;data;szerokość;długość\n")
	for i := range 3000 {
		name, day := "Nieznane coś", "2026-02-30"
		if i%3 == 0 {
			name, day = "Inne nieznane", "2026-03-01"
		}
		fmt.Fprintf(&b, "%d;%s;%s;50,03;22,01\n", i+1, name, day)
	}
	path := filepath.Join(t.TempDir(), "lista.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	s := openSample(t)
	plan, err := s.PlanImport(context.Background(), path, ImportChoice{})
	if err != nil {
		t.Fatal(err)
	}
	if c := plan.Counts; c.Read != 3000 || c.OnMap != 3000 || c.Refused != 0 || c.WithoutPlace != 0 {
		t.Errorf("counts %+v", c)
	}
	if got := plan.UnknownCategories(); !maps.Equal(got, map[string]int{"Nieznane coś": 2000, "Inne nieznane": 1000}) {
		t.Errorf("unknown categories %v", got)
	}
	days := 0
	for _, f := range plan.Warnings {
		if f.Code == exchange.WarnBadDate {
			days += max(1, f.Count)
		}
	}
	if days != 2000 {
		t.Errorf("%d impossible days told of, want 2000", days)
	}
}
