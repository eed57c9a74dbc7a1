package window

import (
	"testing"

	"pinezka/data"
)

// TestInstitutionCard: a new institution gets its categories, undo shows the table
// as it was, and a name is needed.
func TestInstitutionCard(t *testing.T) {
	d := openDesk(t)
	before := len(d.s.Institutions())
	c := newInstitutionCard(d.w)
	d.w.showLayer(c.card)
	d.w.again = c.update
	c.save()
	if n := len(d.s.Institutions()); n != before {
		t.Error("an institution without a name was stored")
	}
	c.name.SetText("Zarząd Lasów")
	c.checks.SetSelected([]string{d.s.CategoryShort("parking"), d.s.CategoryShort("alcohol")})
	if c.note.String() == "" {
		t.Error("the card does not say that others are proposed first")
	}
	c.store.Tapped(nil)
	d.settle()
	d.look("institutions")
	all := d.s.Institutions()
	if len(all) != before+1 {
		t.Fatalf("%d institutions", len(all))
	}
	in := all[before]
	if in.Name != "Zarząd Lasów" || len(in.Categories) != 2 || c.editing != in.ID || c.pick.Selected != in.Name {
		t.Errorf("stored %+v, the card shows %q", in, c.pick.Selected)
	}
	c.checks.SetSelected([]string{d.s.CategoryShort("parking")})
	c.store.Tapped(nil)
	if got, _ := d.s.InstitutionByID(in.ID); len(got.Categories) != 1 || got.Categories[0] != data.CategoryID("parking") {
		t.Errorf("changed to %+v", got)
	}
	d.w.focus(d.w.m)
	d.w.undo()
	if n := len(c.checks.Selected); n != 2 {
		t.Errorf("after undo the card ticks %d categories", n)
	}
	c.remove.Tapped(nil)
	if n := len(d.s.Institutions()); n != before || c.editing != 0 || c.name.Text != "" {
		t.Errorf("%d institutions after deleting, the card shows %q", n, c.name.Text)
	}
	d.w.hideLayer()
	if d.w.again != nil {
		t.Error("the card is still told of changes")
	}
}
