package window

import "testing"

// TestEraseAsksFirst: nothing goes before the answer; then the description is gone
// and the report stays.
func TestEraseAsksFirst(t *testing.T) {
	d := openDesk(t)
	r := *d.s.Filter.At(0)
	r.Text = "Pan Kowalski-Tajny"
	if err := d.s.ChangeReport(r); err != nil {
		t.Fatal(err)
	}
	d.s.Selection.Select(r.ID)
	d.settle()
	d.w.askErase(r.ID)
	d.look("erase")
	if !d.w.layerShown() {
		t.Fatal("nothing is asked")
	}
	d.w.escape()
	d.settle()
	if got, _ := d.s.Report(r.ID); got.Text != r.Text {
		t.Fatalf("erased without an answer: %q", got.Text)
	}
	d.s.EraseTextLater(r.ID)
	d.settle()
	if got, ok := d.s.Report(r.ID); !ok || got.Text != "" {
		t.Errorf("after the erasure %v %q", ok, got.Text)
	}
	if m := d.s.Message(); m.Error {
		t.Errorf("said %q", m.Text)
	}
}
