package portrayal_test

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/assets"
	"pinezka/mapview/basemap"
	"pinezka/mapview/camera"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/raster"
	"pinezka/mapview/source"
	"pinezka/mapview/style"
)

// places are three kinds of country: a housing estate, the edge of a town with
// ponds and industry, and a small alpine state with its villages and slopes.
var places = []struct {
	name, extract string
	at            orb.Point
	scales        []float64
}{
	{"rzeszow", "", orb.Point{22.0165, 50.0245}, []float64{2500, 5000, 10000, 25000, 50000}},
	{"bialystok", "../../data/testdata/real/osm/bialystok-marczukowska-api.osm", orb.Point{23.1127, 53.1302}, []float64{1000, 2500, 5000, 10000, 25000}},
	{"liechtenstein", "../../data/testdata/real/osm/fallback-liechtenstein-2013.osm.pbf", orb.Point{9.5215, 47.1395}, []float64{5000, 10000, 25000, 50000, 150000}},
}

// base builds the base map of an extract once.
func base(t testing.TB, name, extract string) source.Source {
	t.Helper()
	if extract == "" {
		s, err := sample()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	once, _ := builtPlaces.LoadOrStore(name, sync.OnceValues(func() (source.Source, error) {
		rules, err := basemap.ParseRules(assets.Read("basemap/style.json"))
		if err != nil {
			return nil, err
		}
		dir, err := os.MkdirTemp("", "pinezka-portrayal")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(dir)
		out := filepath.Join(dir, "x.osm.mbtiles")
		if _, err := basemap.Build(context.Background(), extract, out, basemap.Options{Rules: rules}); err != nil {
			return nil, err
		}
		a, err := basemap.Open(out, style.Default().VisibleFrom())
		if err != nil {
			return nil, err
		}
		for _, err := range a.Features(context.Background(), source.Query{Bound: a.Bound(), Scale: 1}) {
			if err != nil {
				return nil, err
			}
			break // all are in memory now, and the file may go
		}
		return a, nil
	}))
	s, err := once.(func() (source.Source, error))()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var builtPlaces sync.Map

// TestPlaces draws three places at five scales each and holds them to pictures that
// were looked at. PINEZKA_GOLDEN=1 makes these anew.
func TestPlaces(t *testing.T) {
	for _, p := range places {
		for _, scale := range p.scales {
			t.Run(fmt.Sprintf("%s-%g", p.name, scale), func(t *testing.T) {
				const widthMM, heightMM, pxPerMM = 90, 60, 96 / 25.4
				c := camera.Screen(p.at, scale, widthMM, heightMM)
				d, err := portrayal.Draw(context.Background(), portrayal.Map{Base: []source.Source{base(t, p.name, p.extract)}}, c)
				if err != nil || len(d.Gaps) > 0 {
					t.Fatal(err, d.Gaps)
				}
				golden(t, raster.Render(d.Scene, pxPerMM), filepath.Join("testdata", "places", fmt.Sprintf("%s-%g.png", p.name, scale)))
			})
		}
	}
}

// golden compares a picture with a kept one. Machines round differently in the last
// bit, so that an edge may be a shade off; a line that moved is more.
func golden(t *testing.T, got *image.RGBA, path string) {
	t.Helper()
	if os.Getenv("PINEZKA_GOLDEN") != "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(f, got); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		return
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if want.Bounds() != got.Bounds() {
		t.Fatalf("the picture is %v, want %v", got.Bounds(), want.Bounds())
	}
	const shade, share = 24, 0.001
	off := 0
	b := want.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if apart(got.At(x, y), want.At(x, y)) > shade {
				off++
			}
		}
	}
	if n := b.Dx() * b.Dy(); float64(off) > share*float64(n) {
		t.Errorf("%d of %d pixels differ from %s", off, n, path)
	}
}

// apart is the largest difference of two colours in one part, 0..255.
func apart(a, b color.Color) int {
	r1, g1, b1, _ := a.RGBA()
	r2, g2, b2, _ := b.RGBA()
	d := func(x, y uint32) int { return max(int(x)-int(y), int(y)-int(x)) >> 8 }
	return max(d(r1, r2), d(g1, g2), d(b1, b2))
}
