package session

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"pinezka/data"
)

// TestInstitutionsAreEdited: the table decides who is proposed, each change of it is
// one step back and forth, and what was said before stays said.
func TestInstitutionsAreEdited(t *testing.T) {
	s := openSample(t)
	was := s.Institutions()
	who := s.Addressee("parking")
	if who == "" {
		t.Fatal("the sample has nobody for parking")
	}
	m, err := s.Debates.AddMotion(data.Motion{Text: "parking", Category: "parking"})
	if err != nil {
		t.Fatal(err)
	}
	var first data.Institution
	for _, in := range was {
		if in.Name == who {
			first = in
		}
	}
	changed := first
	changed.Name = "Straż Parkingowa"
	if _, err := s.StoreInstitution(changed); err != nil {
		t.Fatal(err)
	}
	if got := s.Addressee("parking"); got != "Straż Parkingowa" {
		t.Errorf("proposed %q", got)
	}
	if old, _ := s.Debates.Motion(m); old.Addressee != who {
		t.Errorf("the motion's addressee became %q", old.Addressee)
	}
	next, err := s.Debates.AddMotion(data.Motion{Text: "parking", Category: "parking"})
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := s.Debates.Motion(next); got.Addressee != "Straż Parkingowa" {
		t.Errorf("a new motion goes to %q", got.Addressee)
	}
	if _, err := s.StoreInstitution(data.Institution{Name: " straz  PARKINGOWA"}); !errors.Is(err, ErrSameName) {
		t.Errorf("a second one of the name: %v", err)
	}
	id, err := s.StoreInstitution(data.Institution{Name: "Lasy", Categories: []data.CategoryID{"parking"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Addressee("parking"); got != "Straż Parkingowa" {
		t.Errorf("the newer one is proposed: %q", got)
	}
	if err := s.DeleteInstitution(changed.ID); err != nil {
		t.Fatal(err)
	}
	// The next one in the table that answers for it.
	want := "Lasy"
	for _, in := range was {
		if in.ID != changed.ID && slices.Contains(in.Categories, "parking") {
			want = in.Name
			break
		}
	}
	if got := s.Addressee("parking"); got != want {
		t.Errorf("after the deletion %q is proposed, want %q", got, want)
	}
	if err := s.DeleteInstitution(id); err != nil {
		t.Fatal(err)
	}
	if err := s.DeleteInstitution(id); !errors.Is(err, data.ErrConflict) {
		t.Errorf("deleted twice: %v", err)
	}
	for range 6 { // two deletions, the new one, a motion, the change, a motion
		if err := s.Undo(); err != nil {
			t.Fatal(err)
		}
	}
	if !reflect.DeepEqual(s.Institutions(), was) {
		t.Errorf("after undoing all\n%+v, want\n%+v", s.Institutions(), was)
	}
}
