package session

import (
	"bytes"
	"os"
	"testing"
)

// TestEraseTextLater: the description is gone from the list at once and from the
// file's bytes, and undo does not bring it back.
func TestEraseTextLater(t *testing.T) {
	s := openSample(t)
	r := *s.Filter.At(5)
	r.Text, r.Note = "Pan Kowalski-Tajny parkuje", "telefon Kowalski-Tajny"
	if err := s.ChangeReport(r); err != nil {
		t.Fatal(err)
	}
	there := func() bool {
		b, err := os.ReadFile(s.Path())
		if err != nil {
			t.Fatal(err)
		}
		return bytes.Contains(b, []byte("Kowalski-Tajny"))
	}
	if !there() {
		t.Fatal("the text is not in the file, so nothing is proven")
	}
	s.EraseTextLater(r.ID)
	s.Wait()
	if s.Message().Error || s.Busy().What != "" {
		t.Fatalf("message %+v, busy %+v", s.Message(), s.Busy())
	}
	if got, _ := s.Report(r.ID); got.Text != "" || got.Note != "" || got.Category != r.Category {
		t.Errorf("the session still shows %+v", got)
	}
	if there() {
		t.Error("the text is left in the file")
	}
	if err := s.Undo(); err != nil {
		t.Fatal(err)
	}
	if got, _ := s.Report(r.ID); got.Text != "" || there() {
		t.Errorf("undo brought back %q", got.Text)
	}
}
