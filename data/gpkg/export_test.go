package gpkg

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"pinezka/data"
)

var handOver = HandOver{About: "Zgłoszenia", Columns: []string{"source_id", "category", "text"}, Changed: time.Date(2024, 6, 30, 0, 0, 0, 0, time.UTC)}

// handedOver yields reports with the columns of handOver.
func handedOver(list []data.Report) iter.Seq2[*data.Report, []string] {
	return func(yield func(*data.Report, []string) bool) {
		values := make([]string, 3)
		for i := range list {
			r := &list[i]
			values[0], values[1], values[2] = r.Source.ID, r.CategoryWritten, r.Text
			if !yield(r, values) {
				return
			}
		}
	}
}

func someReports(n int) []data.Report {
	var list []data.Report
	for _, r := range numbered(n) {
		list = append(list, r.Report)
	}
	return list
}

// openSQL opens a file as any other program would: by database/sql, without a
// function of ours.
func openSQL(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+escapePath(path)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// scalar asks for one value.
func scalar[T any](t testing.TB, db *sql.DB, query string, args ...any) (v T) {
	t.Helper()
	if err := db.QueryRow(query, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return v
}

func TestHandOver(t *testing.T) {
	list := someReports(3000)
	list[7].Text = `=HYPERLINK("http://127.0.0.1/") & <b>'; DROP TABLE reports;--`
	list[8].Text = "dzwonek\x07\nnowa linia"
	list[9].Text = "zero\x00 i zepsute \xff bajty"
	path := filepath.Join(t.TempDir(), "mapa #1 100%.gpkg")
	if err := handOver.Write(context.Background(), path, handedOver(list)); err != nil {
		t.Fatal(err)
	}
	wantFiles(t, filepath.Dir(path), filepath.Base(path))
	db := openSQL(t, path)
	for query, want := range map[string]string{
		`PRAGMA integrity_check`:                  "ok",
		`SELECT rtreecheck('` + reportTree + `')`: "ok",
		`PRAGMA application_id`:                   fmt.Sprint(applicationID),
		`PRAGMA user_version`:                     fmt.Sprint(userVersion),
		`SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'gpkg_%'
			AND name NOT LIKE 'rtree_%' ORDER BY name)`: "reports sqlite_sequence",
		`SELECT count(*) FROM sqlite_master WHERE type = 'trigger'`:                           fmt.Sprint(len(triggers)),
		`SELECT table_name||' '||data_type||' '||srs_id||' '||description FROM gpkg_contents`: "reports features 4326 Zgłoszenia",
		`SELECT strftime('%Y-%m-%d', last_change) FROM gpkg_contents`:                         "2024-06-30",
		`SELECT column_name||' '||geometry_type_name||' '||srs_id FROM gpkg_geometry_columns`: "geom POINT 4326",
		`SELECT count(*) FROM reports`:                                                        fmt.Sprint(len(list)),
	} {
		if got := scalar[string](t, db, query); got != want {
			t.Errorf("%s\n got %s\nwant %s", query, got, want)
		}
	}
	rows, err := db.Query(`SELECT id, geom, source_id, category, text FROM reports ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	without, box := 0, orb.Bound{Min: orb.Point{180, 90}, Max: orb.Point{-180, -90}}
	for n := 0; rows.Next(); n++ {
		var id int
		var blob []byte
		var source, category, text sql.NullString
		if err := rows.Scan(&id, &blob, &source, &category, &text); err != nil {
			t.Fatal(err)
		}
		r := list[n]
		g, err := decodeGeometry(blob)
		switch {
		case err != nil:
			t.Errorf("%d: %v", id, err)
		case !r.Where.Known():
			without++
			if blob != nil {
				t.Errorf("%d has no place, but % x", id, blob)
			}
		case g != orb.Geometry(r.Where.Point):
			t.Errorf("%d is at %v, want %v", id, g, r.Where.Point)
		default:
			box = box.Extend(r.Where.Point)
		}
		if id != n+1 || source.String != r.Source.ID || category.String != r.CategoryWritten || text.Valid != (r.Text != "") ||
			text.String != strings.NewReplacer("\x00", "\ufffd", "\xff", "\ufffd").Replace(r.Text) {
			t.Errorf("row %d says %v %v %v, want %+v", id, source, category, text, r)
		}
	}
	if err := rows.Err(); err != nil || without == 0 {
		t.Errorf("%d without place, %v", without, err)
	}
	if n := scalar[int](t, db, `SELECT count(*) FROM `+reportTree); n != len(list)-without {
		t.Errorf("%d boxes for %d points", n, len(list)-without)
	}
	var extent orb.Bound
	if err := db.QueryRow(`SELECT min_x, min_y, max_x, max_y FROM gpkg_contents`).Scan(&extent.Min[0], &extent.Min[1], &extent.Max[0], &extent.Max[1]); err != nil || extent != box {
		t.Errorf("extent %v, want %v, %v", extent, box, err)
	}
}

var reportTree = rtreeOf(data.TableReports)

// The same reports give the same bytes, whenever they are written.
func TestHandOverIsDeterministic(t *testing.T) {
	sums := map[[sha256.Size]byte]bool{}
	for range 2 {
		path := filepath.Join(t.TempDir(), "kopia.gpkg")
		if err := handOver.Write(context.Background(), path, handedOver(someReports(500))); err != nil {
			t.Fatal(err)
		}
		sums[sum(t, path)] = true
		time.Sleep(2 * time.Millisecond) // past the millisecond of GeoPackage's times
	}
	if len(sums) != 1 {
		t.Error("the same reports gave other bytes")
	}
}

func TestHandOverOfNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kopia.gpkg")
	if err := (HandOver{Columns: []string{"text"}}).Write(context.Background(), path, handedOver(nil)); err != nil {
		t.Fatal(err)
	}
	db := openSQL(t, path)
	if n, at := scalar[int](t, db, `SELECT count(*) FROM reports`), scalar[string](t, db, `SELECT strftime('%Y', last_change) FROM gpkg_contents`); n != 0 || at != "1970" {
		t.Errorf("%d reports of %s", n, at)
	}
}

// A failure is told; the file that it leaves is the caller's to remove.
func TestHandOverFails(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	dir := t.TempDir()
	if err := handOver.Write(ctx, filepath.Join(dir, "a.gpkg"), handedOver(someReports(500))); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if err := (HandOver{Columns: []string{"text"}}).Write(context.Background(), filepath.Join(dir, "b.gpkg"), handedOver(someReports(1))); err == nil {
		t.Error("three texts went into one column")
	}
	p := onDisk(t)
	before := sum(t, p.Path())
	if err := handOver.Write(context.Background(), p.Path(), handedOver(nil)); !errors.Is(err, ErrExists) || sum(t, p.Path()) != before {
		t.Errorf("over a project: %v", err)
	}
}

func TestHandOverReplacesItsOwnKindOnly(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	copyAt := func(name string, h HandOver) string {
		path := filepath.Join(dir, name)
		if err := h.Write(ctx, path, handedOver(nil)); err != nil {
			t.Fatal(err)
		}
		return path
	}
	empty, text := filepath.Join(dir, "pusty.gpkg"), filepath.Join(dir, "tekst.gpkg")
	for path, content := range map[string]string{empty: "", text: "to nie jest baza"} {
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	styled := copyAt("style.gpkg", handOver)
	c, err := dial(styled, modeWrite)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.exec(ctx, `CREATE TABLE layer_styles (id INTEGER PRIMARY KEY)`); err != nil {
		t.Fatal(err)
	}
	if err := c.close(); err != nil {
		t.Fatal(err)
	}
	project := onDisk(t)
	for _, c := range []struct {
		path string
		may  bool
	}{
		{filepath.Join(dir, "nowy.gpkg"), true},
		{empty, true},
		{copyAt("kopia.gpkg", handOver), true},
		{copyAt("inne kolumny.gpkg", HandOver{Columns: []string{"name"}}), false},
		{styled, false},
		{text, false},
		{dir, false},
		{project.Path(), false},
		{"../testdata/cases/sto-other-layers-kept/gmina.gpkg", false},
	} {
		err := handOver.MayReplace(ctx, c.path)
		if (err == nil) != c.may || err != nil && !errors.Is(err, ErrExists) {
			t.Errorf("%s: %v", c.path, err)
		}
	}
}

// validator is GDAL's own check of a GeoPackage against the standard.
const validator = "osgeo_utils.samples.validate_gpkg"

// TestValidateGPKG lets GDAL look for faults in a fresh project, in one with every
// kind of record, and in a copy that is handed over.
func TestValidateGPKG(t *testing.T) {
	fresh := onDisk(t)
	closeProject(t, fresh)
	full := filled(t)
	closeProject(t, full)
	handed := filepath.Join(t.TempDir(), "kopia.gpkg")
	if err := handOver.Write(context.Background(), handed, handedOver(someReports(200))); err != nil {
		t.Fatal(err)
	}
	validate := func(path string) (string, error) {
		// Debian's own Python, not one that stands before it in PATH and lacks GDAL.
		out, err := exec.Command("/usr/bin/python3", "-m", validator, "--extra", "--warning-as-error", path).CombinedOutput()
		return string(out), err
	}
	if out, err := validate("--help"); !strings.Contains(out, "validate_gpkg.py") {
		t.Fatalf("GDAL's validate_gpkg.py is missing: run `make test`, which installs it, or apt-get install python3-gdal (%v)\n%s", err, out)
	}
	for _, path := range []string{fresh.Path(), full.Path(), handed} {
		if out, err := validate(path); err != nil {
			t.Errorf("%s: %v\n%s", filepath.Base(path), err, out)
		}
	}
	// It does find faults.
	c, err := dial(handed, modeWrite)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.exec(context.Background(), `DROP TRIGGER `+reportTree+`_update2; UPDATE gpkg_contents SET last_change = 'wczoraj'`); err != nil {
		t.Fatal(err)
	}
	if err := c.close(); err != nil {
		t.Fatal(err)
	}
	if out, err := validate(handed); err == nil || !strings.Contains(out, "wczoraj") {
		t.Errorf("nothing is wrong with a date %q: %v\n%s", "wczoraj", err, out)
	}
}

func BenchmarkHandOver100k(b *testing.B) {
	list := someReports(100_000)
	dir := b.TempDir()
	for i := 0; b.Loop(); i++ {
		if err := handOver.Write(context.Background(), filepath.Join(dir, fmt.Sprint(i)), handedOver(list)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(list)*b.N)/b.Elapsed().Seconds(), "rows/s")
}
