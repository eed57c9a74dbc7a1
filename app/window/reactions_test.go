package window

import (
	"testing"

	"pinezka/data"
)

// TestReactionInDetails: a reaction is added in the panel, shown there, taken back;
// what is missing keeps the form and what was typed.
func TestReactionInDetails(t *testing.T) {
	d := openDesk(t)
	id := d.s.Filter.At(0).ID
	d.s.Selection.Select(id)
	d.settle()
	f := d.w.details.reaction
	if f == nil || f.report != id {
		t.Fatal("no form for the report")
	}
	f.add.Tapped(nil)
	if f.who.Text == "" {
		t.Error("no institution is proposed")
	}
	f.save()
	if len(d.s.ReportReactions(id)) != 0 || !f.open {
		t.Error("an empty form was stored, or closed")
	}
	f.day.SetText("5.11.2026")
	f.what.SetText("patrol")
	f.result.SetText("mandat")
	d.look("reaction-form")
	f.store.Tapped(nil)
	d.settle()
	got := d.s.ReportReactions(id)
	day, _ := data.ParseDay("2026-11-05")
	if len(got) != 1 || got[0].What != "patrol" || got[0].Result != "mandat" || got[0].Day != day {
		t.Fatalf("stored %+v", got)
	}
	d.look("reaction-listed")
	if f := d.w.details.reaction; f.open || f.what.Text != "" {
		t.Error("the form was not put away")
	}
	d.w.focus(d.w.m)
	d.w.undo()
	if n := len(d.s.ReportReactions(id)); n != 0 {
		t.Errorf("%d reactions after undo", n)
	}
	// The list of those that wait is a choice of the filter.
	d.w.filter.tickWaiting(nodeWaiting + "30")
	if n := d.s.Filter.Value().WithoutReaction; n != 30 {
		t.Errorf("the filter asks for %d days", n)
	}
	d.w.filter.tickWaiting(nodeWaiting + "30")
	if d.s.Filter.Value().IsSet() {
		t.Error("the second click did not take the choice back")
	}
	d.s.Selection.Select(d.s.Filter.At(1).ID)
	if f := d.w.details.reaction; f.report == id {
		t.Error("the form still belongs to the report before")
	}
}
