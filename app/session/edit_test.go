package session

import (
	"context"
	"slices"
	"testing"

	"pinezka/data"
)

// sameAsStored fails when what the session holds is not what the project's file
// says.
func sameAsStored(t *testing.T, s *Session) {
	t.Helper()
	var stored []data.ReportID
	for r, err := range s.project.Reports(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, r.ID)
	}
	var held []data.ReportID
	for _, r := range s.Reports() {
		held = append(held, r.ID)
	}
	if !slices.Equal(held, stored) {
		t.Fatalf("the session holds %d reports, the project %d, and not the same", len(held), len(stored))
	}
	for _, id := range held {
		if r, ok := s.Report(id); !ok || r.ID != id {
			t.Fatalf("report %d is found as %d, %v", id, r.ID, ok)
		}
	}
}

// TestDeleteSeveral: what is deleted together goes, and nothing else does.
func TestDeleteSeveral(t *testing.T) {
	s := openSample(t)
	all := s.Reports()
	gone := []data.ReportID{all[0].ID, all[2].ID, all[700].ID, all[len(all)-2].ID, all[len(all)-1].ID}
	s.Selection.Select(gone...)
	estate := s.AreaOf(all[701].ID)
	next := all[701].ID
	if err := s.DeleteReports(gone...); err != nil {
		t.Fatal(err)
	}
	if s.Filter.Total() != 1795 || s.Filter.Count() != 1795 || s.Selection.Count() != 0 {
		t.Errorf("%d reports, %d shown, %d selected; want 1795, 1795, 0", s.Filter.Total(), s.Filter.Count(), s.Selection.Count())
	}
	sameAsStored(t, s)
	if got := s.AreaOf(next); got != estate {
		t.Errorf("report %d moved from %q to %q", next, estate, got)
	}
	if err := s.Undo(); err != nil {
		t.Fatal(err)
	}
	if s.Filter.Total() != 1800 {
		t.Errorf("%d reports after undo, want 1800", s.Filter.Total())
	}
	sameAsStored(t, s)
}

// TestEditAnnouncesOnce: one edit is one change for those who listen.
func TestEditAnnouncesOnce(t *testing.T) {
	s := openSample(t)
	var heard []Topic
	s.Listen(func(x Topic) { heard = append(heard, x) })
	if err := s.SetReportStatus("eliminated", s.Reports()[5].ID); err != nil {
		t.Fatal(err)
	}
	if want := []Topic{TopicReports | TopicFilter | TopicHistory}; !slices.Equal(heard, want) {
		t.Errorf("a changed status announces %b, want %b", heard, want)
	}
	sameAsStored(t, s)
}

// TestAreaCounts: the number beside an area is what choosing it shows, also
// where a beat lies over an estate.
func TestAreaCounts(t *testing.T) {
	s := openSample(t)
	var estate data.Area
	for _, a := range s.Areas() {
		if a.Kind != data.AreaGmina {
			estate = a
			break
		}
	}
	beat := data.Area{Kind: data.AreaBeat, Name: "Rejon 7", Geometry: estate.Geometry}
	if _, err := s.apply(data.Add(data.LabelAddArea, &beat)); err != nil {
		t.Fatal(err)
	}
	for _, a := range s.Areas() {
		if a.Kind == data.AreaGmina {
			continue
		}
		s.Filter.Reset()
		want := s.Filter.AreaCount(a.Name)
		s.Filter.SetArea(a.Name)
		if got := s.Filter.Count(); got != want || got == 0 && a.Name == beat.Name {
			t.Errorf("%s: %d shown, %d beside its name", a.Name, got, want)
		}
	}
}
