package session

import (
	"testing"

	"pinezka/data"
)

// TestReactionsUndone: a reaction is stored, taken back and done again; a report
// and a motion go with theirs and come back with them.
func TestReactionsUndone(t *testing.T) {
	s := openSample(t)
	id := s.Reports()[0].ID
	m := s.Debates.Motions()[0].ID
	step := func(what string, do func() error, report, motion int) {
		t.Helper()
		if err := do(); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if a, b := len(s.ReportReactions(id)), len(s.MotionReactions(m)); a != report || b != motion {
			t.Errorf("after %s: %d reactions to the report, %d to the motion, want %d and %d", what, a, b, report, motion)
		}
	}
	step("adding", func() error {
		return s.AddReaction(data.Reaction{Report: id, Who: "straż", Day: 20010, What: "patrol"})
	}, 1, 0)
	step("adding an earlier one", func() error {
		return s.AddReaction(data.Reaction{Report: id, Who: "straż", Day: 20000, What: "telefon"})
	}, 2, 0)
	if got := s.ReportReactions(id); got[0].What != "telefon" {
		t.Errorf("reactions are not by day: %+v", got)
	}
	step("adding to the motion", func() error {
		return s.AddReaction(data.Reaction{Motion: m, Who: "MZD", Day: 20000, Result: "próg stoi"})
	}, 2, 1)
	step("undo", s.Undo, 2, 0)
	step("redo", s.Redo, 2, 1)
	step("deleting one", func() error { return s.DeleteReaction(s.ReportReactions(id)[0].ID) }, 1, 1)
	step("undo", s.Undo, 2, 1)
	total := s.Filter.Total()
	step("deleting the report", func() error { return s.DeleteReports(id) }, 0, 1)
	step("undo", s.Undo, 2, 1)
	if s.Filter.Total() != total {
		t.Errorf("%d reports, want %d", s.Filter.Total(), total)
	}
	step("deleting the motion", func() error { return s.Debates.DeleteMotion(m) }, 2, 0)
	step("undo", s.Undo, 2, 1)
	if err := s.AddReaction(data.Reaction{Report: 1 << 40, Who: "straż", What: "patrol"}); err == nil {
		t.Error("a reaction to no report was stored")
	}
}

// TestFilterWithoutReaction: the filter follows each reaction at once, and undo.
func TestFilterWithoutReaction(t *testing.T) {
	s := openSample(t)
	s.Filter.SetWithoutReaction(30)
	before := s.Filter.Count()
	if before == 0 || before == s.Filter.Total() {
		t.Fatalf("%d of %d wait: nothing is told", before, s.Filter.Total())
	}
	for _, r := range s.Filter.Shown() {
		if r.Settled() {
			t.Errorf("settled report %d waits", r.ID)
		}
	}
	id := s.Filter.At(0).ID
	if err := s.AddReaction(data.Reaction{Report: id, Who: "straż", Day: s.Today(), What: "patrol"}); err != nil {
		t.Fatal(err)
	}
	if got := s.Filter.Count(); got != before-1 {
		t.Errorf("%d wait after a reaction, want %d", got, before-1)
	}
	if err := s.Undo(); err != nil {
		t.Fatal(err)
	}
	if got := s.Filter.Count(); got != before {
		t.Errorf("%d wait after undo, want %d", got, before)
	}
}
