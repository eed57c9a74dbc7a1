package basemap_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"pinezka/assets"
	"pinezka/data/osm"
	"pinezka/mapview/basemap"
	"pinezka/mapview/source"
	"pinezka/mapview/style"
	"pinezka/mapview/tile"
)

const (
	sampleExtract = "../../assets/sample/rzeszow-nowe-miasto-2024.osm.pbf"
	liechtenstein = "../../data/testdata/real/osm/fallback-liechtenstein-2013.osm.pbf"
)

var sampleDate = time.Date(2024, 4, 6, 0, 0, 0, 0, time.UTC)

func rules(t testing.TB) []basemap.ClassRule {
	t.Helper()
	r, err := basemap.ParseRules(assets.Read("basemap/style.json"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func build(t testing.TB, extract string, opt basemap.Options) (string, basemap.Report) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "próba #1.osm.mbtiles")
	opt.Rules = rules(t)
	rep, err := basemap.Build(context.Background(), extract, out, opt)
	if err != nil {
		t.Fatal(err)
	}
	return out, rep
}

// sample is the sample's archive, built once for the tests that only read it.
var sample = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "basemap")
	if err != nil {
		return "", err
	}
	r, err := basemap.ParseRules(assets.Read("basemap/style.json"))
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "sample.osm.mbtiles")
	_, err = basemap.Build(context.Background(), sampleExtract, path, basemap.Options{Rules: r, Date: sampleDate})
	return path, err
})

func samplePath(t testing.TB) string {
	t.Helper()
	path, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := sample(); err == nil {
		os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// TestBuildSample holds the classes against a count over osmium's OPL output:
// ways by tag whose box touches the kept one.
func TestBuildSample(t *testing.T) {
	var stages []basemap.Stage
	path, rep := build(t, sampleExtract, basemap.Options{Date: sampleDate, Progress: func(s basemap.Stage, done, total int64) {
		if n := len(stages); n == 0 || stages[n-1] != s {
			stages = append(stages, s)
		}
		if done < 0 || done > total {
			t.Errorf("stage %s: %d of %d", s, done, total)
		}
	}})
	if want := []basemap.Stage{basemap.StageRead, basemap.StageWrite, basemap.StageTiles}; !slices.Equal(stages, want) {
		t.Errorf("stages %v, want %v", stages, want)
	}
	for class, want := range map[string]int{
		"road.primary": 54 + 7, "road.secondary": 62 + 4, "road.tertiary": 71 + 5, "road.residential": 144 + 4, "road.service": 999,
		"road.foot": 1352 + 87, "road.cycle": 40, "road.steps": 36, "road.track": 25, "road.pedestrian": 6,
		"tree": 3580, "water.area": 1, "water.river": 1, "place.suburb": 2,
	} {
		if rep.Classes[class] != want {
			t.Errorf("%s: %d, want %d", class, rep.Classes[class], want)
		}
	}
	// 2,029 ways and a multipolygon.
	if n := rep.Classes["building.main"] + rep.Classes["building.public"] + rep.Classes["building.minor"]; n != 2030 {
		t.Errorf("%d buildings, want 2030", n)
	}
	if n := rep.Classes["house"]; n != rep.Facts.Addresses || n < 1000 || n > 1094 {
		t.Errorf("%d house numbers, %d addresses", n, rep.Facts.Addresses)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if rep.Path != path || rep.Bytes != info.Size() || len(rep.Hash) != 64 || !rep.Date.Equal(sampleDate) || rep.Stats.MissingWays != 45 {
		t.Errorf("report %+v", rep)
	}
	// The header's box and 150 m around it, not the nodes far away.
	for i, want := range []float64{22 - 0.0020974, 50.015 - 0.0013475, 22.0345 + 0.0020974, 50.0345 + 0.0013475} {
		if got := [4]float64{rep.Bound.Min[0], rep.Bound.Min[1], rep.Bound.Max[0], rep.Bound.Max[1]}[i]; math.Abs(got-want) > 1e-6 {
			t.Errorf("side %d of the box %.7f, want %.7f", i, got, want)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

// TestClassesAreDrawn: every class that is given is one that the style draws.
func TestClassesAreDrawn(t *testing.T) {
	visible := style.Default().VisibleFrom()
	for _, extract := range []string{sampleExtract, liechtenstein} {
		_, rep := build(t, extract, basemap.Options{})
		for class := range rep.Classes {
			if visible[class] == 0 {
				t.Errorf("%s: the style has no class %s", filepath.Base(extract), class)
			}
		}
	}
}

func TestLiechtenstein(t *testing.T) {
	path, rep := build(t, liechtenstein, basemap.Options{})
	for class, least := range map[string]int{
		"rail.main": 10, "land.forest": 50, "water.river": 5, "boundary.gmina": 50, "boundary.powiat": 10, "place.village": 10, "place.town": 1,
		"poi.bus_stop": 250, "poi.rail_station": 1, "building.main": 3000,
	} {
		if rep.Classes[class] < least {
			t.Errorf("%s: %d, want at least %d", class, rep.Classes[class], least)
		}
	}
	a, err := basemap.Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if a.Meta().Day() != "" || strings.Contains(a.Credit(), "dane z") {
		t.Errorf("date %q in %q, the extract has none", a.Meta().Day(), a.Credit())
	}
}

// TestClip keeps a part of the sample.
func TestClip(t *testing.T) {
	clip := orb.MultiPolygon{{{{22.010, 50.020}, {22.015, 50.020}, {22.012, 50.025}, {22.010, 50.020}}}}
	path, rep := build(t, sampleExtract, basemap.Options{Clip: clip, Margin: 50})
	a, err := basemap.Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	b := a.Bound()
	if b.Min[0] > 22.0095 || b.Min[0] < 22.009 || b.Max[1] < 50.0254 || b.Max[1] > 50.0256 {
		t.Errorf("box %v", b)
	}
	n := 0
	for f, err := range a.Features(context.Background(), source.Query{Bound: orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		const rounded = 1e-7
		if g := f.Geometry.Bound(); g.Min[0] < b.Min[0]-rounded || g.Min[1] < b.Min[1]-rounded || g.Max[0] > b.Max[0]+rounded || g.Max[1] > b.Max[1]+rounded {
			t.Errorf("feature %d (%s) reaches to %v", f.ID, f.Class, g)
		}
	}
	if n != rep.Features || n == 0 || n > 4000 {
		t.Errorf("%d features, the report says %d", n, rep.Features)
	}
	for _, s := range a.Facts().Streets() {
		if !b.Intersects(s.Bound) {
			t.Errorf("street %s lies outside", s.Name)
		}
	}
}

// TestFailedBuild: nothing is left, and what was there stays.
func TestFailedBuild(t *testing.T) {
	good, err := os.ReadFile(sampleExtract)
	if err != nil {
		t.Fatal(err)
	}
	file := func(name string, b []byte) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	far := orb.MultiPolygon{{{{19, 52}, {19.1, 52}, {19.1, 52.1}, {19, 52}}}}
	cancelAt := func(stage basemap.Stage) func() (context.Context, basemap.Options) {
		return func() (context.Context, basemap.Options) {
			ctx, cancel := context.WithCancel(context.Background())
			return ctx, basemap.Options{Progress: func(s basemap.Stage, _, _ int64) {
				if s == stage {
					cancel()
				}
			}}
		}
	}
	plain := func() (context.Context, basemap.Options) { return context.Background(), basemap.Options{} }
	for _, tt := range []struct {
		name    string
		extract string
		how     func() (context.Context, basemap.Options)
		want    error
	}{
		{"text", file("a.osm.pbf", []byte("no extract at all, but a text")), plain, osm.ErrNotExtract},
		{"empty", file("b.osm.pbf", nil), plain, osm.ErrNotExtract},
		{"cut off", file("c.osm.pbf", good[:len(good)/2]), plain, osm.ErrTruncated},
		{"missing", filepath.Join(t.TempDir(), "none.osm.pbf"), plain, os.ErrNotExist},
		{"another part of the country", sampleExtract, func() (context.Context, basemap.Options) {
			return context.Background(), basemap.Options{Clip: far}
		}, basemap.ErrOutside},
		{"cancelled while reading", sampleExtract, cancelAt(basemap.StageRead), context.Canceled},
		{"cancelled while writing", sampleExtract, cancelAt(basemap.StageWrite), context.Canceled},
		{"cancelled at the tiles", sampleExtract, cancelAt(basemap.StageTiles), context.Canceled},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			out := filepath.Join(dir, "x.osm.mbtiles")
			if err := os.WriteFile(out, []byte("what was there"), 0o600); err != nil {
				t.Fatal(err)
			}
			ctx, opt := tt.how()
			opt.Rules = rules(t)
			_, err := basemap.Build(ctx, tt.extract, out, opt)
			if !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
			left, err := os.ReadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			if b, _ := os.ReadFile(out); len(left) != 1 || string(b) != "what was there" {
				t.Errorf("left: %v, %d bytes", left, len(b))
			}
		})
	}
	if _, err := basemap.Build(context.Background(), sampleExtract, filepath.Join(t.TempDir(), "none", "x"), basemap.Options{Rules: rules(t)}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing folder: %v", err)
	}
	if _, err := basemap.Build(context.Background(), sampleExtract, "x", basemap.Options{Rules: []basemap.ClassRule{{Class: "a", Kind: basemap.Area, Rule: "nonsense"}}}); err == nil {
		t.Error("a rule without key and value was taken")
	}
}

// TestSameBytes: the same extract and options give the same archive.
func TestSameBytes(t *testing.T) {
	a, _ := build(t, sampleExtract, basemap.Options{Date: sampleDate})
	x, err := os.ReadFile(a)
	if err != nil {
		t.Fatal(err)
	}
	y, err := os.ReadFile(samplePath(t))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(x, y) {
		t.Error("two builds differ")
	}
}

// TestDatabase asks SQLite whether the file and its R-tree are whole, and
// whether a box finds what it should.
func TestDatabase(t *testing.T) {
	db, err := osm.OpenReadOnly(samplePath(t))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	text := func(query string) string {
		var s sql.NullString
		if err := db.QueryRow(query).Scan(&s); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		return s.String
	}
	if s := text(`PRAGMA integrity_check`); s != "ok" {
		t.Error(s)
	}
	if s := text(`SELECT rtreecheck('features_rtree')`); s != "ok" {
		t.Error(s)
	}
	if a, b := text(`SELECT count(*) FROM features`), text(`SELECT count(*) FROM features_rtree`); a != b {
		t.Errorf("%s features, %s boxes", a, b)
	}
	if s := text(`SELECT count(*) FROM features f JOIN features_rtree r USING (id)
		WHERE r.min_lon <= 22.0170 AND r.max_lon >= 22.0160 AND r.min_lat <= 50.0246 AND r.max_lat >= 50.0244 AND f.name = 'Aleja Tadeusza Rejtana'`); s == "0" {
		t.Error("the R-tree does not find Rejtana")
	}
	if s := text(`PRAGMA application_id`); s != "1297105496" { // MPBX
		t.Errorf("application id %s", s)
	}
	for _, table := range []string{"osm_roads", "osm_junctions", "osm_segments"} {
		if text(`SELECT count(*) FROM `+table) == "0" {
			t.Errorf("%s is empty", table)
		}
	}
}

// TestNoPicture: who takes the archive for pictures is told what it is.
func TestNoPicture(t *testing.T) {
	if _, err := tile.Open(samplePath(t)); !errors.Is(err, tile.ErrVector) {
		t.Errorf("error %v", err)
	}
}

func BenchmarkBuild(b *testing.B) {
	info, err := os.Stat(sampleExtract)
	if err != nil {
		b.Fatal(err)
	}
	out := filepath.Join(b.TempDir(), "x.osm.mbtiles")
	r := rules(b)
	b.SetBytes(info.Size())
	for b.Loop() {
		if _, err := basemap.Build(context.Background(), sampleExtract, out, basemap.Options{Rules: r}); err != nil {
			b.Fatal(err)
		}
	}
}
