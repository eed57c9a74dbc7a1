package session

import (
	"bytes"
	"context"
	"encoding/csv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pinezka/app/wording"
	"pinezka/data"
	"pinezka/data/compare"
	"pinezka/data/osm"
)

// openSample makes the sample project and opens it; workers run in place.
func openSample(t testing.TB) *Session {
	t.Helper()
	s := New(Options{User: "test", Version: "test"})
	path, err := s.CreateSample(context.Background(), t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Open(path); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestSample(t *testing.T) {
	s := openSample(t)
	if got := s.Filter.Total(); got != 1800 {
		t.Errorf("%d reports, want 1800", got)
	}
	if !s.Info().Sample {
		t.Error("the sample does not say that it is one")
	}
	if got := len(s.Debates.All()); got != 2 {
		t.Errorf("%d debates, want 2", got)
	}
	if !strings.Contains(s.Credit(), "OpenStreetMap") {
		t.Errorf("credit %q", s.Credit())
	}
	res, err := s.Compare.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []compare.Verdict{compare.VerdictBacked, compare.VerdictUnsettled, compare.VerdictNone, compare.VerdictFew, compare.VerdictBusy, compare.VerdictWhole, compare.VerdictNowhere} {
		if res.Summary[v] == 0 {
			t.Errorf("no motion of the second debate is %q: %v", v, res.Summary)
		}
	}
}

// TestCountsAgree: for random filters, the shown reports, the sum over the
// categories, the exported rows and the legend of the sheet are one number.
func TestCountsAgree(t *testing.T) {
	s := openSample(t)
	r := rand.New(rand.NewPCG(1, 2))
	first, last, _ := s.Filter.Span()
	for i := range 25 {
		f := data.Filter{}
		for _, c := range s.Catalogue().Categories {
			if r.IntN(3) == 0 {
				f.Categories = append(f.Categories, c.ID)
			}
		}
		if r.IntN(2) == 0 {
			f.Statuses = []data.StatusID{"confirmed", "eliminated"}
		}
		if r.IntN(2) == 0 {
			a := first + data.Day(r.IntN(int(last-first)))
			f.Period = data.NewPeriod(a, min(last, a+data.Day(r.IntN(400))))
		}
		s.Filter.Set(f)
		path := filepath.Join(t.TempDir(), "wynik.csv")
		n, err := s.Export(path, false)
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		cr := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff"))))
		cr.Comma = ';'
		rows, err := cr.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		sum := 0
		for _, c := range s.Catalogue().Categories {
			if s.Filter.CategoryChecked(c.ID) {
				sum += s.Filter.CategoryCount(c.ID)
			}
		}
		if n != s.Filter.Count() || len(rows)-1 != n || sum != n {
			t.Fatalf("filter %d %q: shown %d, exported %d of %d rows, by category %d", i, f.String(), s.Filter.Count(), n, len(rows)-1, sum)
		}
	}
}

func TestSheetLegendEqualsFilter(t *testing.T) {
	s := openSample(t)
	s.Filter.OnlyGroup("substances")
	o := s.Sheet.Options()
	o.Motions = false
	var out bytes.Buffer
	p, err := s.Sheet.WritePDF(context.Background(), &out, o)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, e := range p.Legend {
		sum += e.Count
	}
	if sum != p.Reports || p.Reports+p.Outside+p.WithoutPlace != s.Filter.Count() {
		t.Errorf("legend %d, drawn %d, outside %d, without place %d, filter %d", sum, p.Reports, p.Outside, p.WithoutPlace, s.Filter.Count())
	}
	if !bytes.HasPrefix(out.Bytes(), []byte("%PDF-")) {
		t.Error("not a PDF")
	}
}

// TestPublicSheet: what a public sheet is made of holds no description.
func TestPublicSheet(t *testing.T) {
	s := openSample(t)
	o := s.Sheet.Options()
	o.Public = true
	o.Title = "Mapa, tel. 600 700 800"
	job, err := s.Sheet.prepare(o)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(job.title, "600") {
		t.Errorf("the title still holds the phone number: %q", job.title)
	}
	if len(job.checklist) == 0 {
		t.Error("an empty check list")
	}
}

func TestEditsAndUndoAfterRestart(t *testing.T) {
	s := openSample(t)
	id, err := s.AddReport(data.Report{Category: "parking", Status: "new", Where: data.At(22.01, 50.02), When: data.When{Kind: data.TimeDate, Wall: "2026-10-01"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Debates.AddMotion(data.Motion{Text: "Więcej patroli", Place: data.MotionPlace{Kind: data.PlaceWhole}}); err != nil {
		t.Fatal(err)
	}
	motions := len(s.Debates.Motions())
	path := s.Path()
	if err := s.Open(path); err == nil && s.ReadOnly() {
		t.Fatal("the project's own lock kept it from opening again")
	}
	if s.Filter.Total() != 1801 {
		t.Fatalf("%d reports after opening again, want 1801", s.Filter.Total())
	}
	if err := s.Undo(); err != nil {
		t.Fatal(err)
	}
	if got := len(s.Debates.Motions()); got != motions-1 {
		t.Errorf("%d motions after undo, want %d", got, motions-1)
	}
	if err := s.Undo(); err != nil {
		t.Fatal(err)
	}
	if _, ok := s.Report(id); ok {
		t.Error("the report is still there after undo")
	}
	if err := s.Redo(); err != nil {
		t.Fatal(err)
	}
	if _, ok := s.Report(id); !ok {
		t.Error("the report did not come back with redo")
	}
}

func TestFilterWords(t *testing.T) {
	s := openSample(t)
	day := func(v string) *data.Day { d, _ := data.ParseDay(v); return &d }
	for _, c := range []struct {
		f    data.Filter
		want []string
		not  string
	}{
		{data.Filter{}, []string{"szystkie kategorie"}, ""},
		{data.Filter{Period: data.Period{From: day("2026-03-01"), To: day("2026-10-31")}}, []string{"1 marca", "31 października 2026 r."}, "1 marca 2026"},
		{data.Filter{Period: data.Period{From: day("2025-03-01"), To: day("2026-10-31")}}, []string{"1 marca 2025 r.", "31 października 2026 r."}, ""},
		{data.Filter{Categories: []data.CategoryID{"alcohol"}}, []string{"Alkohol"}, ""},
		{data.Filter{Text: "Kowalski"}, nil, "Kowalski"},
	} {
		got := s.FilterWords(c.f, true)
		for _, w := range c.want {
			if !strings.Contains(got, w) {
				t.Errorf("%q lacks %q", got, w)
			}
		}
		if c.not != "" && strings.Contains(got, c.not) {
			t.Errorf("%q holds %q", got, c.not)
		}
	}
	s.SetLang(wording.EN)
	if got := s.FilterWords(data.Filter{}, true); strings.Contains(got, "kategorie") {
		t.Errorf("English sentence %q", got)
	}
}

func TestHistogramCountsAll(t *testing.T) {
	s := openSample(t)
	for _, step := range []Step{StepDay, StepWeek, StepMonth} {
		sum := 0
		for _, b := range s.Filter.Histogram(step) {
			sum += b.Count
		}
		dated := 0
		for _, r := range s.Reports() {
			if first, last, ok := r.When.Days(); ok && startOf(first, step) == startOf(last, step) {
				dated++
			}
		}
		if sum != dated {
			t.Errorf("step %s counts %d of %d dated reports", step, sum, dated)
		}
	}
}

func TestErrorsSayWhatToDo(t *testing.T) {
	s := New(Options{User: "test"})
	dir := t.TempDir()
	missing := filepath.Join(dir, "nie-ma.gpkg")
	notProject := filepath.Join(dir, "tekst.gpkg")
	if err := os.WriteFile(notProject, []byte("to nie jest projekt"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{missing, notProject} {
		err := s.Open(path)
		if err == nil {
			t.Fatalf("%s opened", path)
		}
		words := s.ErrorWords(err)
		if words == "" || strings.Contains(words, "‹") || strings.Contains(words, "sqlite") {
			t.Errorf("%s: %q", path, words)
		}
	}
	if s.HasProject() {
		t.Error("a project is open after two failures")
	}
}

func TestExploreGivesNoVerdict(t *testing.T) {
	s := openSample(t)
	if _, err := s.Compare.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	set := s.Compare.Setting()
	set.Radius += 50
	s.Compare.setting = &set
	if !s.Compare.Explored() {
		t.Fatal("another distance is not marked as explored")
	}
	res, err := s.Compare.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range res.Motions {
		if f.Verdict == compare.VerdictBacked && s.Compare.VerdictWords(f) != s.Words().T("verdict.explored") {
			t.Errorf("motion %d still has a verdict: %q", f.Number, s.Compare.VerdictWords(f))
		}
	}
}

func BenchmarkSheetA3(b *testing.B) {
	s := openSample(b)
	o := s.Sheet.Options()
	for b.Loop() {
		var out bytes.Buffer
		if _, err := s.Sheet.WritePDF(context.Background(), &out, o); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFilter(b *testing.B) {
	s := openSample(b)
	for b.Loop() {
		s.Filter.refresh()
	}
}

// TestPlacesOfOneName: streets of one name say where they are.
func TestPlacesOfOneName(t *testing.T) {
	got := placeHits([]osm.Hit{
		{Kind: osm.KindStreet, Name: "Szkolna", Town: "Dubiny"},
		{Kind: osm.KindStreet, Name: "Szkolna", Town: "Orzeszkowo"},
		{Kind: osm.KindStreet, Name: "Szkolna"},
		{Kind: osm.KindStreet, Name: "Polna", Town: "Dubiny"},
	})
	for i, want := range []string{"Szkolna (Dubiny)", "Szkolna (Orzeszkowo)", "Szkolna", "Polna"} {
		if got[i].Label != want {
			t.Errorf("%q, want %q", got[i].Label, want)
		}
	}
}
