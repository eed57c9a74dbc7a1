package gpkg

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pinezka/data"
)

// holders returns the files of a folder that hold a text in their raw bytes.
func holders(t testing.TB, dir, secret string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(b, []byte(secret)) {
			out = append(out, e.Name())
		}
	}
	return out
}

// TestEraseLeavesNoByte: a text that stood in the record, in steps done and undone,
// in what an import altered and in the copies is in none of their bytes; the other
// reports and the steps stay.
func TestEraseLeavesNoByte(t *testing.T) {
	ctx := context.Background()
	p := onDisk(t)
	dir := filepath.Dir(p.Path())
	secrets := []string{"Kowalska-sprzed-importu", "Kowalska-z-wczytania", "Kowalska-poprawiona", "Kowalska-notatka", "Kowalska-cofnięta"}
	rows := numbered(300)
	rows[7].Report.Text = secrets[0]
	load(t, p, data.Import{File: "a.csv", Source: "straż"}, ImportOptions{}, rows)
	id := reports(t, p)[7].ID
	if reports(t, p)[7].Text != secrets[0] {
		t.Fatalf("report %d is another one", id)
	}
	rows[7].Report.Text = secrets[1]
	load(t, p, data.Import{File: "a.csv", Source: "straż"}, ImportOptions{}, rows)
	change := func(f func(*data.Report)) {
		t.Helper()
		was := reports(t, p)[7]
		is := was
		f(&is)
		apply(t, p, data.Replace(data.LabelChangeReport, &was, &is))
	}
	// A long text lies on overflow pages of its own.
	change(func(r *data.Report) { r.Text = secrets[2] + strings.Repeat(" opis", 5000) + secrets[2] })
	change(func(r *data.Report) { r.Note = secrets[3] })
	change(func(r *data.Report) { r.Status, r.StatusWritten = "confirmed", "Potwierdzone" })
	change(func(r *data.Report) { r.Text = secrets[4] })
	if _, err := p.Undo(ctx); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := p.keepCopy(ctx, 1); err != nil {
			t.Fatal(err)
		}
		at := p.now().AddDate(0, 0, 1)
		p.now = func() time.Time { return at }
	}
	for _, s := range secrets {
		if n := len(holders(t, dir, s)); n != 3 {
			t.Fatalf("%q stands in %d files, so the test proves nothing", s, n)
		}
	}
	others := len(holders(t, dir, "opis 8"))

	copies, err := p.Erase(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	if len(copies) != 2 {
		t.Errorf("copies %v", copies)
	}
	for _, s := range secrets {
		if in := holders(t, dir, s); len(in) != 0 {
			t.Errorf("%q is left in %v", s, in)
		}
	}
	if n := len(holders(t, dir, "opis 8")); n != others {
		t.Errorf("the text of another report stands in %d files, before in %d", n, others)
	}
	mustPass(t, p)
	got := reports(t, p)
	if len(got) != 300 || got[7].Text != "" || got[7].Note != "" || got[7].Status != "confirmed" {
		t.Errorf("%d reports, erased one %+v", len(got), got[7])
	}
	for _, path := range copies {
		c := open(t, path, Options{ReadOnly: true})
		mustPass(t, c)
		if n := len(reports(t, c)); n != 300 {
			t.Errorf("the copy has %d reports", n)
		}
		closeProject(t, c)
	}
	// Undo and redo go on, and bring no text back.
	if ch, err := p.Redo(ctx); err != nil || ch.Label != data.LabelChangeReport {
		t.Fatalf("redo: %+v, %v", ch, err)
	}
	for range 3 {
		if _, err := p.Undo(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if got := reports(t, p)[7]; got.Text != "" || got.Note != "" || got.Status != "new" {
		t.Errorf("after undo %+v", got)
	}
	// The same file again leaves the text out.
	load(t, p, data.Import{File: "a.csv", Source: "straż"}, ImportOptions{}, rows)
	rows[7].Report.Status, rows[7].Report.StatusWritten = "verification", "W trakcie"
	load(t, p, data.Import{File: "a.csv", Source: "straż"}, ImportOptions{}, rows)
	if got := reports(t, p)[7]; got.Text != "" || got.Status != "verification" {
		t.Errorf("after the import %+v", got)
	}
	// The history says who erased, and holds no step to undo for it.
	changes, err := p.Changes(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, c := range changes {
		if c.Label == data.LabelEraseText {
			n++
		}
	}
	if n != 1 {
		t.Errorf("the history tells of %d erasures", n)
	}
	closeProject(t, p)
	for _, s := range secrets {
		if in := holders(t, dir, s); len(in) != 0 {
			t.Errorf("%q is back in %v", s, in)
		}
	}
	r := open(t, p.Path(), Options{ReadOnly: true})
	if _, err := r.Erase(ctx, id); !errors.Is(err, data.ErrReadOnly) {
		t.Errorf("erased for reading only: %v", err)
	}
}

// TestEraseOfAReportByHand: one that no import brought can be taken back to before
// it was, and its deletion after the erasure holds no text.
func TestEraseOfAReportByHand(t *testing.T) {
	ctx := context.Background()
	p := onDisk(t)
	r := report(1)
	r.Text = "Nowak-opis"
	stored := apply(t, p, data.Add(data.LabelAddReport, &r)).After[0].(*data.Report)
	if _, err := p.Erase(ctx, stored.ID); err != nil {
		t.Fatal(err)
	}
	now := reports(t, p)[0]
	apply(t, p, data.Delete(data.LabelDeleteReport, &now))
	for range 2 {
		if _, err := p.Undo(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(reports(t, p)); n != 0 {
		t.Errorf("%d reports", n)
	}
	if in := holders(t, filepath.Dir(p.Path()), "Nowak-opis"); len(in) != 0 {
		t.Errorf("the text is in %v", in)
	}
	mustPass(t, p)
}
