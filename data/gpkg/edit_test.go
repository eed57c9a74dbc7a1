package gpkg

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/data"
)

func TestApplyRefuses(t *testing.T) {
	valid := report(1)
	for name, c := range map[string]struct {
		edit func(stored *data.Report) data.Edit
		want error
	}{
		"changed meanwhile": {func(s *data.Report) data.Edit {
			before, after := *s, *s
			before.Text, after.Text = "czego już nie ma", "nowe"
			return data.Replace(data.LabelChangeReport, &before, &after)
		}, data.ErrConflict},
		"deleted meanwhile": {func(s *data.Report) data.Edit {
			gone := *s
			gone.ID = 77
			return data.Delete(data.LabelDeleteReport, &gone)
		}, data.ErrConflict},
		"id taken": {func(s *data.Report) data.Edit {
			again := *s
			return data.Add(data.LabelAddReport, &again)
		}, data.ErrConflict},
		"place at 0 0": {func(*data.Report) data.Edit {
			r := valid
			r.Where = data.At(0, 0)
			return data.Add(data.LabelAddReport, &r)
		}, data.ErrPlace},
		"NUL": {func(*data.Report) data.Edit {
			r := valid
			r.Text = "a\x00b"
			return data.Add(data.LabelAddReport, &r)
		}, ErrText},
		"not UTF-8": {func(*data.Report) data.Edit {
			r := valid
			r.Where.Words = "ul. D\xb3uga"
			return data.Add(data.LabelAddReport, &r)
		}, ErrText},
		"no origin": {func(*data.Report) data.Edit {
			r := valid
			r.Origin = ""
			return data.Add(data.LabelAddReport, &r)
		}, nil},
		"motion of no debate": {func(*data.Report) data.Edit {
			return data.Add(data.LabelAddMotion, &data.Motion{Debate: 9, Text: "próg", Place: data.MotionPlace{Kind: data.PlaceNone}})
		}, nil},
		"area outside the Earth": {func(*data.Report) data.Edit {
			return data.Add(data.LabelAddArea, &data.Area{Name: "x", Geometry: orb.MultiPolygon{{{{300, 0}, {301, 0}, {301, 1}, {300, 0}}}}})
		}, data.ErrPlace},
		"nothing": {func(*data.Report) data.Edit { return data.Edit{Label: data.LabelChangeReport} }, nil},
		"another record": {func(s *data.Report) data.Edit {
			other := valid
			return data.Replace(data.LabelChangeReport, s, &other)
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := memory(t)
			first := valid
			stored := apply(t, p, data.Add(data.LabelAddReport, &first)).After[0].(*data.Report)
			before := dump(t, p)
			// The bad step is the second of its edit: the first must go back with it.
			good := report(2)
			e := c.edit(stored)
			if len(e.After) > 0 {
				e.Before, e.After = append([]data.Record{nil}, e.Before...), append([]data.Record{&good}, e.After...)
			}
			_, err := p.Apply(context.Background(), e)
			if err == nil || c.want != nil && !errors.Is(err, c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			if after := dump(t, p); after != before {
				t.Errorf("the project changed:\n%s\n%s", before, after)
			}
			mustPass(t, p)
		})
	}
}

func TestUndoAndRedoAfterRestart(t *testing.T) {
	ctx := context.Background()
	p := onDisk(t)
	if _, err := p.Undo(ctx); !errors.Is(err, data.ErrNothing) {
		t.Errorf("undo of nothing: %v", err)
	}
	r := report(1)
	added := apply(t, p, data.Add(data.LabelAddReport, &r)).After[0].(*data.Report)
	closed := *added
	closed.Status, closed.StatusWritten, closed.Where = "eliminated", "Potwierdzone (wyeliminowane)", data.Place{Precision: data.PrecisionNone}
	apply(t, p, data.Replace(data.LabelChangeReport, added, &closed))
	apply(t, p, data.Delete(data.LabelDeleteReport, &closed))

	steps := []struct {
		do    func(context.Context) (data.Change, error)
		label data.Label
		want  []data.Report
	}{
		{p.Undo, data.LabelDeleteReport, []data.Report{closed}},
		{p.Undo, data.LabelChangeReport, []data.Report{*added}},
		{p.Undo, data.LabelAddReport, nil},
		{p.Redo, data.LabelAddReport, []data.Report{*added}},
		{p.Redo, data.LabelChangeReport, []data.Report{closed}},
		{p.Redo, data.LabelDeleteReport, nil},
		{p.Undo, data.LabelDeleteReport, []data.Report{closed}},
	}
	for i := range steps {
		p = reopen(t, p)
		do, can := p.Undo, p.CanUndo
		if i >= 3 && i <= 5 {
			do, can = p.Redo, p.CanRedo
		}
		next, ok, err := can(ctx)
		if !ok || err != nil || next.Label != steps[i].label {
			t.Fatalf("step %d can do %+v, %v, %v", i, next, ok, err)
		}
		ch, err := do(ctx)
		if err != nil || ch.Label != steps[i].label {
			t.Fatalf("step %d: %+v, %v", i, ch, err)
		}
		if got := reports(t, p); !reflect.DeepEqual(got, steps[i].want) {
			t.Errorf("step %d: got %+v, want %+v", i, got, steps[i].want)
		}
		mustPass(t, p)
	}
	h, err := p.History(ctx, added.ID)
	if err != nil || len(h) != 1 || h[0].From != "new" || h[0].To != "eliminated" || h[0].Import != 0 || h[0].AsOf != nil {
		t.Errorf("history %+v, %v", h, err)
	}
	// New work ends what could be redone, and undo goes on below it.
	other := report(2)
	apply(t, p, data.Add(data.LabelAddReport, &other))
	if _, err := p.Redo(ctx); !errors.Is(err, data.ErrNothing) {
		t.Errorf("redo after new work: %v", err)
	}
	changes, err := p.Changes(ctx, 0)
	if err != nil || len(changes) != 4 || changes[0].By != "barbara" || !changes[1].Undone || changes[0].Undone || changes[0].At.IsZero() {
		t.Errorf("changes %+v, %v", changes, err)
	}
	if some, err := p.Changes(ctx, 2); err != nil || !reflect.DeepEqual(some, changes[:2]) {
		t.Errorf("the newest two changes: %+v, %v", some, err)
	}
	for _, want := range []data.Label{data.LabelAddReport, data.LabelChangeReport, data.LabelAddReport} {
		if ch, err := p.Undo(ctx); err != nil || ch.Label != want {
			t.Fatalf("undo: %+v, %v, want %s", ch, err, want)
		}
	}
	if n := len(reports(t, p)); n != 0 {
		t.Errorf("%d reports left", n)
	}
}

func TestUndoRefusesWhatOthersChanged(t *testing.T) {
	ctx := context.Background()
	for name, sql := range map[string]string{
		"changed": `UPDATE reports SET text = 'QGIS' WHERE id = 1`,
		"deleted": `DELETE FROM reports WHERE id = 1`,
	} {
		t.Run(name, func(t *testing.T) {
			p := memory(t)
			r := report(1)
			apply(t, p, data.Add(data.LabelAddReport, &r))
			if _, _, err := p.c.exec(ctx, sql); err != nil {
				t.Fatal(err)
			}
			before := dump(t, p)
			if _, err := p.Undo(ctx); !errors.Is(err, data.ErrConflict) || !strings.Contains(err.Error(), "reports 1") {
				t.Errorf("got %v", err)
			}
			if after := dump(t, p); after != before {
				t.Error("the project changed")
			}
		})
	}
}

// Another program writes other bytes for the same record: no conflict.
func TestRecordOfAnotherProgramCanBeEdited(t *testing.T) {
	ctx := context.Background()
	p := memory(t)
	// A big endian point with an envelope, as GeoPackage allows, and no time.
	if _, _, err := p.c.exec(ctx, `INSERT INTO reports (geom, category, origin, nature) VALUES
		(x'47500002000010E6403600000000000040360000000000004049000000000000404900000000000000000000014036000000000000`+
		`4049000000000000', 'parking', 'police', 'offence')`); err != nil {
		t.Fatal(err)
	}
	r := reports(t, p)[0]
	if r.Where != data.At(22, 50) || r.When.Kind != data.TimeNone {
		t.Fatalf("read %+v", r)
	}
	after := r
	after.Text = "dopisane"
	apply(t, p, data.Replace(data.LabelChangeReport, &r, &after))
	if _, err := p.Undo(ctx); err != nil {
		t.Fatal(err)
	}
	if got := reports(t, p)[0]; got != r {
		t.Errorf("after undo %+v", got)
	}
	mustPass(t, p)
}

func TestDebateGoesWithItsMotionsInAnyOrder(t *testing.T) {
	ctx := context.Background()
	p := memory(t)
	d := apply(t, p, data.Add(data.LabelAddDebate, &data.Debate{Title: "Debata", Kind: data.DebateInaugural})).After[0]
	m := apply(t, p, data.Add(data.LabelAddMotion, &data.Motion{Debate: 1, Text: "próg", Place: data.MotionPlace{Kind: data.PlaceNone}})).After[0]
	if _, err := p.Apply(ctx, data.Delete(data.LabelChangeDebate, d)); err == nil {
		t.Error("a debate went and left its motion")
	}
	before := dump(t, p)
	apply(t, p, data.Edit{Label: data.LabelChangeDebate, Before: []data.Record{d, m}, After: []data.Record{nil, nil}})
	if _, err := p.Undo(ctx); err != nil {
		t.Fatal(err)
	}
	if got := dump(t, p); !strings.HasPrefix(got, before[:strings.Index(before, "[{ID")]) {
		t.Errorf("after undo:\n%s\nbefore:\n%s", got, before)
	}
	mustPass(t, p)
}

// TestRandomSequences does random work, with imports, undos and redos in
// between, and holds the project against a plain model after each step.
func TestRandomSequences(t *testing.T) {
	ctx := context.Background()
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			rnd := rand.New(rand.NewPCG(seed, 42))
			p := memory(t)
			empty := state(t, p)
			// past holds the states before each step that can be undone, future those
			// that can be redone, newest last; an import can be undone only.
			var past, future []string
			lastWasImport := map[int]bool{}
			for range 120 {
				now := state(t, p)
				switch rnd.IntN(10) {
				case 0, 1, 2:
					if _, err := p.Undo(ctx); len(past) == 0 {
						if !errors.Is(err, data.ErrNothing) {
							t.Fatalf("undo of nothing: %v", err)
						}
						continue
					} else if err != nil {
						t.Fatal(err)
					}
					want := past[len(past)-1]
					past = past[:len(past)-1]
					if lastWasImport[len(past)] {
						future = nil
					} else {
						future = append(future, now)
					}
					if got := state(t, p); got != want {
						t.Fatalf("undo:\n got %s\nwant %s", got, want)
					}
				case 3, 4:
					_, err := p.Redo(ctx)
					if len(future) == 0 {
						if !errors.Is(err, data.ErrNothing) {
							t.Fatalf("redo of nothing: %v", err)
						}
						continue
					}
					if err != nil {
						t.Fatal(err)
					}
					want := future[len(future)-1]
					future = future[:len(future)-1]
					lastWasImport[len(past)] = false
					past = append(past, now)
					if got := state(t, p); got != want {
						t.Fatalf("redo:\n got %s\nwant %s", got, want)
					}
				case 5:
					if randomImport(t, rnd, p) {
						lastWasImport[len(past)] = true
						past, future = append(past, now), nil
					}
				default:
					apply(t, p, randomEdit(t, rnd, p))
					lastWasImport[len(past)] = false
					past, future = append(past, now), nil
				}
			}
			mustPass(t, p)
			for range past {
				if _, err := p.Undo(ctx); err != nil {
					t.Fatal(err)
				}
			}
			if got := state(t, p); got != empty {
				t.Errorf("undoing everything left %s", got)
			}
			mustPass(t, p)
		})
	}
}

// state writes out the records and the status histories.
func state(t testing.TB, p *Project) string {
	t.Helper()
	var b strings.Builder
	for _, r := range everything(context.Background(), t, p) {
		fmt.Fprintf(&b, "%+v\n", r)
		if r, ok := r.(*data.Report); ok {
			h, err := p.History(context.Background(), r.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range h {
				fmt.Fprintf(&b, "\t%s %s %s %s\n", s.From, s.FromWritten, s.To, s.ToWritten)
			}
		}
	}
	return b.String()
}

var someStatuses = []data.StatusID{"new", "verification", "confirmed", "eliminated"}

func randomEdit(t testing.TB, rnd *rand.Rand, p *Project) data.Edit {
	t.Helper()
	e := data.Edit{Label: data.LabelChangeReport}
	all := reports(t, p)
	used := map[data.ReportID]bool{}
	for range 1 + rnd.IntN(3) {
		r := report(rnd.IntN(1000))
		if len(all) == 0 || rnd.IntN(3) == 0 {
			e.Before, e.After = append(e.Before, nil), append(e.After, &r)
			continue
		}
		old := all[rnd.IntN(len(all))]
		if used[old.ID] {
			continue
		}
		used[old.ID] = true
		e.Before = append(e.Before, &old)
		if rnd.IntN(4) == 0 {
			e.After = append(e.After, nil)
			continue
		}
		changed := old
		changed.Status = someStatuses[rnd.IntN(len(someStatuses))]
		changed.Note = fmt.Sprint("uwaga ", rnd.IntN(9))
		if rnd.IntN(3) == 0 {
			changed.Where = r.Where
		}
		e.After = append(e.After, &changed)
	}
	if len(e.After) == 0 {
		return data.Add(data.LabelAddArea, &data.Area{Name: "osiedle", Kind: data.AreaEstate, Geometry: orb.MultiPolygon{{{{22, 50}, {22.1, 50}, {22.1, 50.1}, {22, 50}}}}})
	}
	return e
}

// randomImport reads a later state of one of two sources, and tells whether it
// left a trace.
func randomImport(t testing.TB, rnd *rand.Rand, p *Project) bool {
	t.Helper()
	var rows []Row
	for i := range 8 {
		if rnd.IntN(3) == 0 {
			continue
		}
		r := report(i)
		r.Source.ID = fmt.Sprint(i)
		r.Status = someStatuses[rnd.IntN(len(someStatuses))]
		rows = append(rows, Row{Report: r, Key: "id:" + r.Source.ID})
	}
	var opt ImportOptions
	if rnd.IntN(2) == 0 {
		opt.FullState = &data.Period{}
	}
	before, err := p.Imports(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	load(t, p, data.Import{File: "a.csv", Source: []string{"straż", "policja"}[rnd.IntN(2)]}, opt, rows)
	after, err := p.Imports(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return len(after) > len(before)
}

func BenchmarkApply(b *testing.B) {
	p := onDisk(b)
	for i := 0; b.Loop(); i++ {
		r := report(i)
		apply(b, p, data.Add(data.LabelAddReport, &r))
	}
}

// BenchmarkReports reads 100,000 reports.
func BenchmarkReports(b *testing.B) {
	p := onDisk(b)
	load(b, p, data.Import{File: "a.csv", Source: "straż"}, ImportOptions{}, numbered(100_000))
	b.ReportAllocs()
	for b.Loop() {
		if n := len(reports(b, p)); n != 100_000 {
			b.Fatal(n)
		}
	}
}
