package basemap_test

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/mapview/basemap"
	"pinezka/mapview/source"
	"pinezka/mapview/style"
)

func open(t testing.TB, visible map[string]float64) *basemap.Archive {
	t.Helper()
	a, err := basemap.Open(samplePath(t), visible)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func all(t testing.TB, s source.Source, q source.Query) []source.Feature {
	t.Helper()
	var out []source.Feature
	for f, err := range s.Features(context.Background(), q) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, f)
	}
	return out
}

func corners(fs []source.Feature, class string) (n int) {
	for _, f := range fs {
		if f.Class != class {
			continue
		}
		switch g := f.Geometry.(type) {
		case orb.LineString:
			n += len(g)
		case orb.MultiLineString:
			for _, l := range g {
				n += len(l)
			}
		case orb.MultiPolygon:
			for _, p := range g {
				for _, r := range p {
					n += len(r)
				}
			}
		}
	}
	return n
}

func TestArchive(t *testing.T) {
	a := open(t, nil)
	var _ source.Source = a
	if !strings.HasPrefix(a.Credit(), "© autorzy OpenStreetMap (ODbL)") || !strings.HasSuffix(a.Credit(), "06.04.2024") {
		t.Errorf("credit %q", a.Credit())
	}
	fs := all(t, a, source.Query{Bound: a.Bound(), Scale: 5000})
	seen := map[string]bool{}
	ids := map[int64]bool{}
	for _, f := range fs {
		if ids[f.ID] {
			t.Errorf("feature %d twice", f.ID)
		}
		ids[f.ID] = true
		switch {
		case f.Class == "road.primary" && f.Flags&source.Link != 0:
			seen["link"] = true
		case f.Class == "road.service" && f.Flags&source.Minor != 0:
			seen["aisle"] = true
		case f.Class == "poi.parking":
			if f.Flags&source.Big == 0 || f.Flags&source.Private != 0 {
				t.Errorf("a small or private car park has a sign: %+v", f)
			}
			seen["parking"] = true
		case f.Class == "water.area":
			if f.Area < 50_000 {
				t.Errorf("river of %.0f m2", f.Area)
			}
			seen["water"] = true
		case f.Class == "water.river" && f.Name == "Wisłok":
			seen["river"] = true
		case f.Class == "house" && f.Name == "2c":
			seen["house"] = true
		case f.Class == "building.public":
			seen["public"] = true
		case f.Class == "place.suburb" && f.Name == "Nowe Miasto":
			seen["suburb"] = true
		}
		if f.Flags&source.Bridge != 0 && f.Layer > 0 {
			seen["bridge"] = true
		}
		if f.Flags&source.Tunnel != 0 && f.Layer < 0 {
			seen["tunnel"] = true
		}
	}
	for _, want := range []string{"link", "aisle", "parking", "water", "river", "house", "public", "suburb", "bridge", "tunnel"} {
		if !seen[want] {
			t.Errorf("no %s", want)
		}
	}
	// A part of the map gives a part of the features.
	c := a.Bound().Center()
	part := all(t, a, source.Query{Bound: orb.Bound{Min: c, Max: orb.Point{c[0] + 0.001, c[1] + 0.001}}, Scale: 5000})
	if len(part) == 0 || len(part) > len(fs)/10 {
		t.Errorf("%d of %d features in a small part", len(part), len(fs))
	}
}

func TestArchiveHidesByScale(t *testing.T) {
	visible := style.Default().VisibleFrom()
	a := open(t, visible)
	last := math.MaxInt
	for _, scale := range []float64{2000, 5000, 10_000, 25_000, 50_000, 100_000, 250_000} {
		fs := all(t, a, source.Query{Bound: a.Bound(), Scale: scale})
		for _, f := range fs {
			if scale > visible[f.Class] {
				t.Fatalf("1:%.0f: %s is there, but drawn from 1:%.0f", scale, f.Class, visible[f.Class])
			}
		}
		if len(fs) > last || len(fs) == 0 {
			t.Errorf("1:%.0f: %d features, at the larger scale %d", scale, len(fs), last)
		}
		last = len(fs)
	}
}

// TestArchiveGeneralises: small scales get fewer corners, near the same places.
func TestArchiveGeneralises(t *testing.T) {
	a := open(t, nil)
	full := all(t, a, source.Query{Bound: a.Bound(), Scale: 50_000})
	far := all(t, a, source.Query{Bound: a.Bound(), Scale: 100_000})
	farther := all(t, a, source.Query{Bound: a.Bound(), Scale: 250_000})
	for _, class := range []string{"road.tertiary", "water.area", "road.primary"} {
		x, y, z := corners(full, class), corners(far, class), corners(farther, class)
		if x <= y || y < z || z == 0 {
			t.Errorf("%s: %d, %d, %d corners", class, x, y, z)
		}
	}
	byID := map[int64]source.Feature{}
	for _, f := range full {
		byID[f.ID] = f
	}
	for _, f := range farther {
		if _, point := f.Geometry.(orb.Point); point {
			continue
		}
		b, c := byID[f.ID].Geometry.Bound(), f.Geometry.Bound()
		for i := range 2 {
			const metres15 = 15.0 / 111_320
			if math.Abs(b.Min[i]-c.Min[i]) > metres15 || math.Abs(b.Max[i]-c.Max[i]) > metres15 {
				t.Errorf("%s %d: %v became %v", f.Class, f.ID, b, c)
			}
		}
	}
	// The full ones were not changed by it.
	if n := corners(all(t, a, source.Query{Bound: a.Bound(), Scale: 50_000}), "water.area"); n != corners(full, "water.area") {
		t.Error("generalising changed the features")
	}
}

func TestArchiveFromManyGoroutines(t *testing.T) {
	a := open(t, nil)
	counts := make([]int, 8)
	var wg sync.WaitGroup
	for i := range counts {
		wg.Go(func() {
			for _, err := range a.Features(context.Background(), source.Query{Bound: a.Bound(), Scale: float64(i%2+1) * 60_000}) {
				if err != nil {
					t.Error(err)
				}
				counts[i]++
			}
		})
	}
	wg.Wait()
	if slices.Max(counts) != slices.Min(counts) {
		t.Errorf("%v features", counts)
	}
}

func TestArchiveStops(t *testing.T) {
	a := open(t, nil)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var last error
	for _, err := range a.Features(ctx, source.Query{Bound: a.Bound()}) {
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("error %v", last)
	}
	// A reading that was cancelled does not spoil the archive.
	n := 0
	for range a.Features(context.Background(), source.Query{Bound: a.Bound()}) {
		if n++; n == 10 {
			break
		}
	}
	if n != 10 {
		t.Errorf("%d features after a break at 10", n)
	}
}

// TestArchiveIsNotHeldOpen: a new archive may take the place of one in use.
func TestArchiveIsNotHeldOpen(t *testing.T) {
	path, _ := build(t, sampleExtract, basemap.Options{})
	a, err := basemap.Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	n := len(all(t, a, source.Query{Bound: a.Bound(), Scale: 5000}))
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if m := len(all(t, a, source.Query{Bound: a.Bound(), Scale: 5000})); m != n {
		t.Errorf("%d features, then %d", n, m)
	}
}

func TestOpenRefuses(t *testing.T) {
	whole, err := os.ReadFile(samplePath(t))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	put := func(name string, b []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, path := range map[string]string{
		"tiles only": "../../data/testdata/real/tiles/world_cities.mbtiles",
		"text":       put("text.mbtiles", []byte(strings.Repeat("text ", 500))),
		"empty":      put("empty.mbtiles", nil),
		"cut off":    put("cut.mbtiles", whole[:len(whole)/3]),
		"folder":     dir,
	} {
		if _, err := basemap.Open(path, nil); !errors.Is(err, basemap.ErrNoFeatures) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := basemap.Open(filepath.Join(dir, "none"), nil); !errors.Is(err, os.ErrNotExist) || errors.Is(err, basemap.ErrNoFeatures) {
		t.Errorf("missing: %v", err)
	}
}

func BenchmarkOpen(b *testing.B) {
	path := samplePath(b)
	for b.Loop() {
		a, err := basemap.Open(path, nil)
		if err != nil {
			b.Fatal(err)
		}
		for _, err := range a.Features(context.Background(), source.Query{}) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkFeatures(b *testing.B) {
	a := open(b, nil)
	q := source.Query{Bound: a.Bound(), Scale: 5000}
	for b.Loop() {
		n := 0
		for range a.Features(context.Background(), q) {
			n++
		}
		if n < 10_000 {
			b.Fatal(n)
		}
	}
}
