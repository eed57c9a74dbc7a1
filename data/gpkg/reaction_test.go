package gpkg

import (
	"context"
	"errors"
	"os/exec"
	"path/filepath"
	"testing"

	"pinezka/data"
)

// downgraded makes a project of the first version: without the tables that came
// later.
func downgraded(t testing.TB, path string) string {
	t.Helper()
	ctx := context.Background()
	p := createAt(t, path)
	r := report(1)
	apply(t, p, data.Add(data.LabelAddReport, &r))
	for name := range since {
		for _, sql := range []string{
			"DROP TABLE " + name,
			"DROP TABLE IF EXISTS " + rtreeOf(name),
			"DELETE FROM gpkg_extensions WHERE table_name = '" + name + "'",
			"DELETE FROM gpkg_geometry_columns WHERE table_name = '" + name + "'",
			"DELETE FROM gpkg_contents WHERE table_name = '" + name + "'",
		} {
			if _, _, err := p.c.exec(ctx, sql); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, _, err := p.c.exec(ctx, `UPDATE settings SET value = '1' WHERE key = 'version'`); err != nil {
		t.Fatal(err)
	}
	closeProject(t, p)
	return path
}

// TestOlderProject: for reading, a project of the first version is shown as it is
// and not a byte of it changes; for editing, it gets the new tables after a dated
// copy.
func TestOlderProject(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	path := downgraded(t, filepath.Join(dir, "gmina.gpkg"))
	before := sum(t, path)
	r := open(t, path, Options{ReadOnly: true})
	if n := len(reports(t, r)); n != 1 {
		t.Errorf("%d reports", n)
	}
	if list, err := r.Reactions(ctx); err != nil || len(list) != 0 {
		t.Errorf("reactions of an older file: %v, %v", list, err)
	}
	if got := mustPass(t, r); got.Version != 1 {
		t.Errorf("version %d", got.Version)
	}
	closeProject(t, r)
	if sum(t, path) != before {
		t.Error("reading changed the file")
	}

	p := open(t, path, Options{User: "barbara"})
	if got := mustPass(t, p); got.Version != schemaVersion {
		t.Errorf("version %d after the migration", got.Version)
	}
	for name := range since {
		n, err := p.c.number(ctx, `SELECT count(*) FROM gpkg_contents WHERE table_name = ?`, name)
		if err != nil || n != 1 {
			t.Errorf("%s is registered %d times, %v", name, n, err)
		}
	}
	copies, err := copiesOf(path)
	if err != nil || len(copies) != 1 {
		t.Fatalf("copies %v, %v", copies, err)
	}
	for _, e := range everyRecord(t)[4:8] { // debates, a note, a motion
		apply(t, p, data.Add(data.LabelAddDebate, e))
	}
	apply(t, p, data.Add(data.LabelAddReaction, &data.Reaction{Report: 1, Who: "straż", What: "patrol"}))
	apply(t, p, data.Add(data.LabelAddReaction, &data.Reaction{Motion: 1, Who: "straż", What: "patrol"}))
	mustPass(t, p)
	closeProject(t, p)
	if out, err := exec.Command("/usr/bin/python3", "-m", validator, "--extra", "--warning-as-error", path).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestReactionNeedsWhatItIsAbout: the file itself refuses a reaction to nothing, a
// deleted report takes its reactions along in one step, and nothing dangles.
func TestReactionNeedsWhatItIsAbout(t *testing.T) {
	ctx := context.Background()
	p := memory(t)
	r := report(1)
	stored := apply(t, p, data.Add(data.LabelAddReport, &r)).After[0].(*data.Report)
	for _, bad := range []data.Reaction{
		{Who: "straż", What: "patrol"},
		{Report: 1, Motion: 1, Who: "straż", What: "patrol"},
		{Report: 1, What: "patrol"},
		{Report: 1, Who: "straż"},
		{Report: 77, Who: "straż", What: "patrol"},
		{Motion: 77, Who: "straż", What: "patrol"},
	} {
		if _, err := p.Apply(ctx, data.Add(data.LabelAddReaction, &bad)); err == nil {
			t.Errorf("stored %+v", bad)
		}
	}
	x := apply(t, p, data.Add(data.LabelAddReaction, &data.Reaction{Report: stored.ID, Who: "straż", Day: 20000, What: "patrol", Result: "spokój"})).After[0]
	if _, err := p.Apply(ctx, data.Delete(data.LabelDeleteReport, stored)); err == nil {
		t.Error("a report went from under its reaction")
	}
	apply(t, p, data.Edit{Label: data.LabelDeleteReport, Before: []data.Record{stored, x}, After: []data.Record{nil, nil}})
	mustPass(t, p)
	if _, err := p.Undo(ctx); err != nil {
		t.Fatal(err)
	}
	mustPass(t, p)
	if list, err := p.Reactions(ctx); err != nil || len(list) != 1 || list[0] != *x.(*data.Reaction) {
		t.Errorf("reactions after undo: %+v, %v", list, err)
	}
}

// TestUndoOfAnImportSparesReactions: an import is not taken back from under a
// reaction that another program stored.
func TestUndoOfAnImportSparesReactions(t *testing.T) {
	ctx := context.Background()
	p := memory(t)
	load(t, p, data.Import{File: "a.csv", Source: "straż"}, ImportOptions{}, numbered(3))
	if _, _, err := p.c.exec(ctx, `INSERT INTO reactions (report, who, day, what) VALUES (2, 'kolega', '2024-05-05', 'patrol')`); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Undo(ctx); !errors.Is(err, data.ErrConflict) {
		t.Fatalf("undo: %v", err)
	}
	if n := len(reports(t, p)); n != 3 {
		t.Errorf("%d reports", n)
	}
	if _, _, err := p.c.exec(ctx, `DELETE FROM reactions`); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Undo(ctx); err != nil {
		t.Fatal(err)
	}
	mustPass(t, p)
}
