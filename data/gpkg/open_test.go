package gpkg

import (
	"context"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pinezka/data"
)

func TestOpenTellsFilesApart(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	whole := createAt(t, filepath.Join(dir, "cały.gpkg"))
	load(t, whole, data.Import{File: "a.csv", Source: "straż"}, ImportOptions{}, numbered(2000))
	closeProject(t, whole)
	b, err := os.ReadFile(whole.Path())
	if err != nil {
		t.Fatal(err)
	}
	file := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	garbled := append([]byte{}, b...)
	for i := 100; i < 4096; i++ {
		garbled[i] = 0xA5
	}
	for name, c := range map[string]struct {
		path string
		want error
	}{
		"missing":        {filepath.Join(dir, "nie ma.gpkg"), fs.ErrNotExist},
		"empty":          {file("pusty.gpkg", nil), ErrNotProject},
		"text":           {file("tekst.gpkg", []byte(strings.Repeat("id;lat;lon\n", 50))), ErrNotProject},
		"cut off":        {file("ucięty.gpkg", b[:len(b)/2]), ErrDamaged},
		"garbled":        {file("popsuty.gpkg", garbled), ErrDamaged},
		"of others":      {"../testdata/cases/sto-other-layers-kept/gmina.gpkg", ErrNotProject},
		"newer":          {newer(t, filepath.Join(dir, "nowszy.gpkg")), ErrNewer},
		"version absurd": {withVersion(t, filepath.Join(dir, "dziwny.gpkg"), "druga"), ErrNotProject},
	} {
		for _, readOnly := range []bool{true, false} {
			t.Run(fmt.Sprint(name, readOnly), func(t *testing.T) {
				if p, err := Open(ctx, c.path, Options{ReadOnly: readOnly}); !errors.Is(err, c.want) {
					t.Errorf("got %v, want %v", err, c.want)
					if err == nil {
						closeProject(t, p)
					}
				}
				if _, err := os.Stat(lockPath(c.path)); !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("a lock is left: %v", err)
					os.Remove(lockPath(c.path))
				}
			})
		}
	}
}

func newer(t testing.TB, path string) string {
	return withVersion(t, path, fmt.Sprint(schemaVersion+1))
}

func withVersion(t testing.TB, path, version string) string {
	t.Helper()
	p := createAt(t, path)
	if _, _, err := p.c.exec(context.Background(), `UPDATE settings SET value = ? WHERE key = ?`, version, keyVersion); err != nil {
		t.Fatal(err)
	}
	closeProject(t, p)
	return path
}

func TestLockNamesItsHolder(t *testing.T) {
	ctx := context.Background()
	p := onDisk(t)
	p = reopen(t, p) // as barbara
	_, err := Open(ctx, p.Path(), Options{User: "jan"})
	var held *LockedError
	if !errors.Is(err, ErrLocked) || !errors.As(err, &held) {
		t.Fatalf("got %v", err)
	}
	host, _ := os.Hostname()
	if held.User != "barbara" || held.Host != host || time.Since(held.Since) > time.Minute || time.Since(held.Since) < 0 {
		t.Errorf("holder %+v", held)
	}
	// Reading goes on beside the writer, and sees what it commits.
	reader := open(t, p.Path(), Options{ReadOnly: true})
	v1, err := reader.DataVersion(ctx)
	if err != nil {
		t.Fatal(err)
	}
	r := report(1)
	apply(t, p, data.Add(data.LabelAddReport, &r))
	if n := len(reports(t, reader)); n != 1 {
		t.Errorf("the reader sees %d reports", n)
	}
	if v2, err := reader.DataVersion(ctx); err != nil || v2 == v1 {
		t.Errorf("data version %d after %d, %v", v2, v1, err)
	}
	if _, err := reader.Apply(ctx, data.Add(data.LabelAddReport, &r)); !errors.Is(err, data.ErrReadOnly) {
		t.Errorf("apply for reading only: %v", err)
	}
	if _, err := reader.Import(ctx, data.Import{Source: "x"}, ImportOptions{}, seq(nil)); !errors.Is(err, data.ErrReadOnly) {
		t.Errorf("import for reading only: %v", err)
	}
	if _, err := reader.Undo(ctx); !errors.Is(err, data.ErrReadOnly) {
		t.Errorf("undo for reading only: %v", err)
	}
	if _, ok, err := reader.CanUndo(ctx); ok || err != nil {
		t.Errorf("a reader can undo: %v, %v", ok, err)
	}
	// When the holder closes, the next may write.
	closeProject(t, p)
	next := open(t, p.Path(), Options{User: "jan"})
	if next.ReadOnly() {
		t.Error("the next is read only")
	}
	closeProject(t, next)
	closeProject(t, reader)
	wantFiles(t, filepath.Dir(p.Path()), "gmina.gpkg")
}

func TestLockFileOfAKilledProcessLocksNobodyOut(t *testing.T) {
	p := onDisk(t)
	closeProject(t, p)
	if err := os.WriteFile(lockPath(p.Path()), []byte(`{"user":"duch"}`), 0o666); err != nil {
		t.Fatal(err)
	}
	closeProject(t, open(t, p.Path(), Options{}))
}

func TestReadingLeavesTheFolderAlone(t *testing.T) {
	p := filled(t)
	closeProject(t, p)
	before := sum(t, p.Path())
	r, err := CheckFile(context.Background(), p.Path())
	if err != nil || !r.OK || r.Version != schemaVersion || r.Counts["reports"] != 204 {
		t.Errorf("check: %+v, %v", r, err)
	}
	if sum(t, p.Path()) != before {
		t.Error("reading changed the file")
	}
	wantFiles(t, filepath.Dir(p.Path()), "gmina.gpkg")
}

func sum(t testing.TB, path string) [32]byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return sha256.Sum256(b)
}

func TestWriteAheadLogOfAnotherProgramIsEnded(t *testing.T) {
	ctx := context.Background()
	p := onDisk(t)
	if _, _, err := p.c.exec(ctx, "PRAGMA journal_mode = WAL"); err != nil {
		t.Fatal(err)
	}
	closeProject(t, p)
	reader := open(t, p.Path(), Options{ReadOnly: true})
	mustPass(t, reader)
	closeProject(t, reader)
	p = open(t, p.Path(), Options{})
	if row, err := p.c.one(ctx, "PRAGMA journal_mode"); err != nil || asString(row[0]) != "delete" {
		t.Errorf("journal mode %v, %v", row, err)
	}
	closeProject(t, p)
	wantFiles(t, filepath.Dir(p.Path()), "gmina.gpkg")
}

// A colleague's program holds SQLite's lock: a write waits, then says so.
func TestWriteUnderAForeignLock(t *testing.T) {
	ctx := context.Background()
	p := onDisk(t)
	other, err := dial(p.Path(), modeWrite)
	if err != nil {
		t.Fatal(err)
	}
	defer other.close()
	if _, _, err := p.c.exec(ctx, "PRAGMA busy_timeout = 100"); err != nil { // not the 10 s of real life
		t.Fatal(err)
	}
	if _, _, err := other.exec(ctx, "BEGIN EXCLUSIVE"); err != nil {
		t.Fatal(err)
	}
	r := report(1)
	if _, err := p.Apply(ctx, data.Add(data.LabelAddReport, &r)); !errors.Is(err, ErrBusy) {
		t.Errorf("got %v", err)
	}
	if _, _, err := other.exec(ctx, "COMMIT"); err != nil {
		t.Fatal(err)
	}
	apply(t, p, data.Add(data.LabelAddReport, &r))
}

// Somebody writes: a reader waits and is told so, and never sees half a step.
func TestReadUnderAForeignLock(t *testing.T) {
	ctx := context.Background()
	p := filled(t)
	closeProject(t, p)
	other, err := dial(p.Path(), modeWrite)
	if err != nil {
		t.Fatal(err)
	}
	defer other.close()
	if _, _, err := other.exec(ctx, "BEGIN EXCLUSIVE"); err != nil {
		t.Fatal(err)
	}
	if _, err := dialAs(p.Path(), modeImmutable); err != nil {
		t.Fatalf("the test proves nothing, since nothing could be read anyhow: %v", err)
	}
	busyTimeout = "50"
	defer func() { busyTimeout = "10000" }()
	if r, err := Open(ctx, p.Path(), Options{ReadOnly: true}); !errors.Is(err, ErrBusy) {
		t.Errorf("got %v", err)
		if err == nil {
			closeProject(t, r)
		}
	}
}

// A program was killed within a step: whoever reads next sees the state before.
func TestReadAfterAKillWithinAStep(t *testing.T) {
	ctx := context.Background()
	p := filled(t)
	closeProject(t, p)
	want := sum(t, p.Path())
	other, err := dial(p.Path(), modeWrite)
	if err != nil {
		t.Fatal(err)
	}
	defer other.close()
	// A cache of one page spills the step into the file before its end.
	for _, q := range []string{"PRAGMA cache_size = 1", "BEGIN", "UPDATE reports SET note = hex(randomblob(400))"} {
		if _, _, err := other.exec(ctx, q); err != nil {
			t.Fatal(err)
		}
	}
	killed := filepath.Join(t.TempDir(), "gmina.gpkg")
	for _, end := range []string{"", "-journal"} {
		b, err := os.ReadFile(p.Path() + end)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(killed+end, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if sum(t, killed) == want {
		t.Fatal("nothing was spilled, so the test proves nothing")
	}
	r := open(t, killed, Options{ReadOnly: true})
	if n := len(reports(t, r)); n != 204 {
		t.Errorf("%d reports", n)
	}
	mustPass(t, r)
	closeProject(t, r)
	if sum(t, killed) != want {
		t.Error("the half step is still in the file")
	}
	wantFiles(t, filepath.Dir(killed), "gmina.gpkg")
}

// The disk is full: nothing is half there, and the work can go on elsewhere.
func TestFullDisk(t *testing.T) {
	ctx := context.Background()
	p := onDisk(t)
	r := report(1)
	apply(t, p, data.Add(data.LabelAddReport, &r))
	before := dump(t, p)
	pages, err := p.c.number(ctx, "PRAGMA page_count")
	if err != nil {
		t.Fatal(err)
	}
	limit := func(n int64) {
		if _, err := p.c.number(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", n)); err != nil {
			t.Fatal(err)
		}
	}
	limit(pages + 20)
	if _, err := p.Import(ctx, data.Import{File: "dużo.csv", Source: "straż"}, ImportOptions{}, seq(numbered(3000))); !errors.Is(err, ErrNoRoom) ||
		!strings.Contains(err.Error(), p.Path()) {
		t.Fatalf("got %v", err)
	}
	if after := dump(t, p); after != before {
		t.Errorf("the project changed:\n%s\n%s", before, after)
	}
	mustPass(t, p)
	wantFiles(t, filepath.Dir(p.Path()), "gmina.gpkg", "gmina.gpkg.lock")
	limit(1 << 30)
	load(t, p, data.Import{File: "dużo.csv", Source: "straż"}, ImportOptions{}, numbered(3000))
	mustPass(t, p)
}

func TestConnectionSettings(t *testing.T) {
	p := onDisk(t)
	p = reopen(t, p)
	for pragma, want := range map[string]string{
		"journal_mode": "delete", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "10000",
	} {
		if row, err := p.c.one(context.Background(), "PRAGMA "+pragma); err != nil || asString(row[0]) != want {
			t.Errorf("%s is %v, want %s, %v", pragma, row, want, err)
		}
	}
	if schemaVersion != len(migrations)+1 {
		t.Errorf("version %d, but %d migrations", schemaVersion, len(migrations))
	}
}

func TestURI(t *testing.T) {
	for path, want := range map[string]string{
		"/home/ala/mapa #1 100%.gpkg":        "file:///home/ala/mapa%20%231%20100%25.gpkg",
		"/a?b&c=d;e.gpkg":                    "file:///a%3Fb%26c%3Dd%3Be.gpkg",
		"/Żółtańce.gpkg":                     "file:///%C5%BB%C3%B3%C5%82ta%C5%84ce.gpkg",
		"C:/Gmina/mapa.gpkg":                 "file:///C:/Gmina/mapa.gpkg",
		"//serwer/wspólny/mapa #1 100%.gpkg": "file:////serwer/wsp%C3%B3lny/mapa%20%231%20100%25.gpkg",
		"/katalog/plakat „rynek” 50%.gpkg":   "file:///katalog/plakat%20%E2%80%9Erynek%E2%80%9D%2050%25.gpkg",
		"/x/%23.gpkg":                        "file:///x/%2523.gpkg",
	} {
		got, _, _ := strings.Cut(uri(path, modeWrite), "?")
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", path, got, want)
		}
	}
}

func TestCasePathPolishHash(t *testing.T) {
	source := "../testdata/cases/sto-path-polish-hash"
	b, err := os.ReadFile(filepath.Join(source, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var want struct{ Project string }
	if err := json.Unmarshal(b, &want); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "Gmina Żółtańce – mapa #1 100%", "a?b=c&mode=memory")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	p := createAt(t, filepath.Join(dir, want.Project))
	wantFiles(t, dir, want.Project, want.Project+".lock")
	r := report(1)
	apply(t, p, data.Add(data.LabelAddReport, &r))
	p = reopen(t, p)
	if n := len(reports(t, p)); n != 1 {
		t.Errorf("%d reports", n)
	}
	closeProject(t, p)
	wantFiles(t, dir, want.Project)
}

func TestCaseOtherLayersKept(t *testing.T) {
	ctx := context.Background()
	b, err := os.ReadFile("../testdata/cases/sto-other-layers-kept/gmina.gpkg")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "gmina.gpkg")
	if err := os.WriteFile(path, b, 0o666); err != nil {
		t.Fatal(err)
	}
	var want struct {
		Tables   map[string]struct{ Rows int }
		Imported int
	}
	expected, err := os.ReadFile("../testdata/cases/sto-other-layers-kept/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(expected, &want); err != nil {
		t.Fatal(err)
	}
	foreign, rows := []string{}, 0
	for name, table := range want.Tables {
		foreign, rows = append(foreign, name), rows+table.Rows
	}
	before := foreignRows(t, path, foreign)
	if n := strings.Count(before, "\n"); n != rows {
		t.Fatalf("%d rows in the layers of others, want %d", n, rows)
	}
	p, err := Adopt(ctx, path, testInfo, testCatalogue(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	load(t, p, data.Import{File: "nowe.csv", Source: "gmina"}, ImportOptions{}, numbered(want.Imported))
	p = reopen(t, p)
	if r := mustPass(t, p); r.Counts["reports"] != want.Imported {
		t.Errorf("%d reports", r.Counts["reports"])
	}
	closeProject(t, p)
	if after := foreignRows(t, path, foreign); after != before {
		t.Errorf("other layers changed:\n%s\n%s", before, after)
	}
	// A second time there is something under the names.
	if _, err := Adopt(ctx, path, testInfo, testCatalogue(t), Options{}); !errors.Is(err, ErrTableExists) || !strings.Contains(err.Error(), "rows") {
		t.Errorf("adopted twice: %v", err)
	}
}

func foreignRows(t testing.TB, path string, names []string) string {
	t.Helper()
	c, err := dial(path, modeRead)
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	var b strings.Builder
	for _, name := range names {
		if err := c.each(context.Background(), fmt.Sprintf(`SELECT * FROM "%s"`, name), nil, func(row []driver.Value) error {
			fmt.Fprintf(&b, "%s %v\n", name, row)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func TestMigrationKeepsDatedCopies(t *testing.T) {
	ctx := context.Background()
	p := filled(t)
	wantReports := len(reports(t, p))
	steps := []migration{func(ctx context.Context, c *conn) error {
		_, _, err := c.exec(ctx, "ALTER TABLE reports ADD COLUMN photo TEXT")
		return err
	}}
	start := time.Date(2026, 11, 25, 4, 19, 0, 0, time.UTC)
	for i := range copiesKept + 2 {
		p.now = func() time.Time { return start.AddDate(0, 0, i) }
		if err := p.migrate(ctx, 1, steps); err != nil {
			t.Fatal(err)
		}
		if v, err := p.c.version(ctx); err != nil || v != 2 {
			t.Fatalf("version %d, %v", v, err)
		}
		// Back to where it was, for the next time.
		if _, _, err := p.c.exec(ctx, "ALTER TABLE reports DROP COLUMN photo; UPDATE settings SET value = '1' WHERE key = 'version'"); err != nil {
			t.Fatal(err)
		}
	}
	copies, err := copiesOf(p.Path())
	if err != nil || len(copies) != copiesKept {
		t.Fatalf("%d copies, %v", len(copies), err)
	}
	if got := filepath.Base(copies[0]); got != "gmina.2026-11-27T041900.v1.gpkg" {
		t.Errorf("oldest copy %s", got)
	}
	old := open(t, copies[0], Options{ReadOnly: true})
	if n := len(reports(t, old)); n != wantReports {
		t.Errorf("the copy holds %d reports", n)
	}
	mustPass(t, old)

	broken := append(steps, func(context.Context, *conn) error { return errors.New("nie da się") })
	if err := p.migrate(ctx, 1, broken); err == nil {
		t.Error("a broken step passed")
	}
	if v, err := p.c.version(ctx); err != nil || v != 1 {
		t.Errorf("version after a broken step %d, %v", v, err)
	}
	mustPass(t, p)
}
