package gpkg

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pinezka/assets"
	"pinezka/data"
	"pinezka/data/exchange"
)

const cases = "../testdata/cases"

func expected(t testing.TB, name string, into any) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(cases, name, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatal(err)
	}
}

// storeFile brings a file of a case in as the program does.
func storeFile(t testing.TB, p *Project, path string) (data.Import, error) {
	t.Helper()
	ctx := context.Background()
	cat, err := data.ReadCatalogue(assets.Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	plan, err := exchange.Inspect(ctx, path, exchange.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if plan.Open() {
		t.Fatalf("%s: open questions %+v", path, plan.Questions)
	}
	return p.Import(ctx, data.Import{File: filepath.Base(path), Source: "gmina"}, ImportOptions{}, func(yield func(Row, error) bool) {
		for row, err := range exchange.Read(ctx, plan, cat) {
			switch {
			case err != nil:
				yield(Row{}, err)
				return
			case row.Report == nil:
				t.Errorf("row %d of %s was refused", row.Row, path)
			case !yield(Row{Report: *row.Report, Key: row.Key}, nil):
				return
			}
		}
	})
}

func mustStore(t testing.TB, p *Project, path string) {
	t.Helper()
	if _, err := storeFile(t, p, path); err != nil {
		t.Fatal(err)
	}
}

func wantReports(t testing.TB, p *Project, n int) {
	t.Helper()
	if r := mustPass(t, p); r.Counts["reports"] != n {
		t.Errorf("%d reports in %s, want %d", r.Counts["reports"], filepath.Base(p.Path()), n)
	}
}

// pragma sets a number of the project's connection.
func pragma(t testing.TB, p *Project, sql string) {
	t.Helper()
	if _, err := p.c.number(context.Background(), "PRAGMA "+sql); err != nil {
		t.Fatal(err)
	}
}

// TestCaseDiskFull: the file may grow by about 300 KB, then SQLite says SQLITE_FULL,
// as it does on a full disk.
func TestCaseDiskFull(t *testing.T) {
	ctx := context.Background()
	const name = "sto-disk-full"
	var want struct {
		Before     int
		After      int `json:"after_failure"`
		Everything int `json:"after_save_elsewhere"`
	}
	expected(t, name, &want)
	many := filepath.Join(cases, name, "duzo.csv")
	for _, cache := range []string{"cache_size = -65536", "cache_size = 16"} { // full at the commit, and long before
		p := onDisk(t)
		mustStore(t, p, filepath.Join(cases, name, "poczatek.csv"))
		wantReports(t, p, want.Before)
		before := dump(t, p)
		pages, err := p.c.number(ctx, "PRAGMA page_count")
		if err != nil {
			t.Fatal(err)
		}
		pragma(t, p, cache)
		pragma(t, p, "max_page_count = "+asString(pages+300_000/4096))
		if _, err := storeFile(t, p, many); !errors.Is(err, ErrNoRoom) || !strings.Contains(err.Error(), p.Path()) {
			t.Fatalf("%s: got %v, want no room, and where", cache, err)
		}
		wantReports(t, p, want.After)
		if after := dump(t, p); after != before {
			t.Errorf("%s: the project changed", cache)
		}
		wantFiles(t, filepath.Dir(p.Path()), "gmina.gpkg", "gmina.gpkg.lock")
		// On with the work elsewhere, while the project is still open.
		elsewhere := filepath.Join(t.TempDir(), "gdzie indziej.gpkg")
		if err := p.CopyTo(ctx, elsewhere); err != nil {
			t.Fatal(err)
		}
		q := open(t, elsewhere, Options{})
		mustStore(t, q, many)
		wantReports(t, q, want.Everything)
		wantReports(t, p, want.After)
		if err := p.CopyTo(ctx, elsewhere); !errors.Is(err, ErrExists) {
			t.Errorf("copied over a file: %v", err)
		}
		wantReports(t, q, want.Everything)
		if err := p.CopyTo(ctx, filepath.Join(t.TempDir(), "brak", "x.gpkg")); err == nil {
			t.Error("copied into a folder that is not there")
		}
	}
}

// TestCaseDiskFullStickPulledOut: what lies on the stick in the middle of an import,
// the file half written and its journal, opens as the last saved state.
func TestCaseDiskFullStickPulledOut(t *testing.T) {
	const name = "sto-disk-full"
	var want struct{ Before int }
	expected(t, name, &want)
	p := onDisk(t)
	mustStore(t, p, filepath.Join(cases, name, "poczatek.csv"))
	saved, err := os.ReadFile(p.Path())
	if err != nil {
		t.Fatal(err)
	}
	pragma(t, p, "cache_size = 16")
	stick := filepath.Join(t.TempDir(), "gmina.gpkg")
	take := func(suffix string) []byte {
		b, err := os.ReadFile(p.Path() + suffix)
		if err == nil {
			err = os.WriteFile(stick+suffix, b, 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	err = p.write(context.Background(), func(c *conn) error {
		// Existing pages and new ones are written before the commit.
		for _, sql := range []string{
			`UPDATE reports SET text = 'w trakcie'`,
			`UPDATE categories SET aliases = 'w trakcie'`,
			`WITH n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 3000) INSERT INTO notes (text) SELECT 'w trakcie' FROM n`,
		} {
			if _, _, err := c.exec(context.Background(), sql); err != nil {
				return err
			}
		}
		if half := take(""); bytes.Equal(half[:len(saved)], saved) {
			t.Error("nothing was written yet, so that this proves nothing")
		}
		take("-journal")
		return errors.New("the stick is gone")
	})
	if err == nil {
		t.Fatal("the step was committed")
	}
	q := open(t, stick, Options{})
	wantReports(t, q, want.Before)
	if got, err := os.ReadFile(stick); err != nil || !bytes.Equal(got, saved) {
		t.Errorf("the stick does not hold the last saved state: %v", err)
	}
	wantReports(t, p, want.Before)
}

func TestCaseTwoAtOnce(t *testing.T) {
	ctx := context.Background()
	const name = "sto-two-at-once"
	var want struct {
		Start  int
		Import int `json:"after_import"`
		Both   int `json:"after_both"`
	}
	expected(t, name, &want)
	two := filepath.Join(cases, name, "dwa.csv")
	p := onDisk(t)
	mustStore(t, p, filepath.Join(cases, name, "poczatek.csv"))
	path := p.Path()
	wantReports(t, p, want.Start)

	// A second copy of the program is told who edits, and may read all.
	var locked *LockedError
	if _, err := Open(ctx, path, Options{}); !errors.As(err, &locked) || locked.User == "" && locked.Host == "" {
		t.Errorf("a second writer gets %v", err)
	}
	reader := open(t, path, Options{ReadOnly: true})
	wantReports(t, reader, want.Start)
	closeProject(t, reader)

	// A lock of another program that ends in time: the import waits for it.
	other, err := dial(path, modeWrite)
	if err != nil {
		t.Fatal(err)
	}
	defer other.close()
	hold := func() {
		if _, _, err := other.exec(ctx, "BEGIN EXCLUSIVE"); err != nil {
			t.Fatal(err)
		}
	}
	release := func() {
		if _, _, err := other.exec(ctx, "ROLLBACK"); err != nil {
			t.Error(err)
		}
	}
	// One that lasts: said within the time of waiting, nothing lost, and never an
	// empty project.
	pragma(t, p, "busy_timeout = 100")
	hold()
	began := time.Now()
	if _, err := storeFile(t, p, two); !errors.Is(err, ErrBusy) || !strings.Contains(err.Error(), path) {
		t.Errorf("under a lasting lock: %v", err)
	}
	if wait := time.Since(began); wait > 15*time.Second {
		t.Errorf("said after %v", wait)
	}
	busyTimeout = "50"
	if q, err := Open(ctx, path, Options{ReadOnly: true}); !errors.Is(err, ErrBusy) {
		t.Errorf("a reader under a lasting lock gets %v", err)
		if err == nil {
			closeProject(t, q)
		}
	}
	busyTimeout = "10000"
	release()
	wantReports(t, p, want.Start)
	pragma(t, p, "busy_timeout = 10000")
	hold()
	freed := make(chan time.Time, 1)
	go func() {
		time.Sleep(300 * time.Millisecond)
		freed <- time.Now()
		release()
	}()
	mustStore(t, p, two)
	if stored := time.Now(); stored.Before(<-freed) {
		t.Error("stored under the lock of another")
	}
	wantReports(t, p, want.Import)

	// Somebody else saves one record: it is noticed, and stays.
	seen, err := p.DataVersion(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := other.exec(ctx, "INSERT INTO reports (category, geom) VALUES ('begging', NULL)"); err != nil {
		t.Fatal(err)
	}
	if now, err := p.DataVersion(ctx); err != nil || now == seen {
		t.Errorf("the other's record went unnoticed: %d, %v", now, err)
	}
	r := reports(t, p)[0]
	changed := r
	changed.Note = "rozmawiałam ze strażą"
	apply(t, p, data.Replace(data.LabelChangeReport, &r, &changed))
	wantReports(t, p, want.Both)

	// Closed, it leaves no lock and no write-ahead log: another writes at once.
	closeProject(t, p)
	hold()
	release()
	wantFiles(t, filepath.Dir(path), "gmina.gpkg")
	for _, suffix := range []string{"-wal", "-shm", ".lock"} {
		if _, err := os.Stat(path + suffix); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is there: %v", suffix, err)
		}
	}
}
