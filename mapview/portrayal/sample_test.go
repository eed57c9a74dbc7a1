package portrayal_test

import (
	"context"
	"flag"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/assets"
	"pinezka/mapview/basemap"
	"pinezka/mapview/camera"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/raster"
	"pinezka/mapview/scene"
	"pinezka/mapview/source"
	"pinezka/mapview/style"
)

var pictures = flag.String("pictures", "", "folder to write pictures of the sample to, for the eye")

// sample is the district of Rzeszów, built from the embedded extract once.
var sample = sync.OnceValues(func() (source.Source, error) {
	dir, err := os.MkdirTemp("", "pinezka-portrayal")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	rules, err := basemap.ParseRules(assets.Read("basemap/style.json"))
	if err != nil {
		return nil, err
	}
	extract, out := filepath.Join(dir, "s.osm.pbf"), filepath.Join(dir, "s.osm.mbtiles")
	if err := os.WriteFile(extract, assets.Read("sample/rzeszow-nowe-miasto-2024.osm.pbf"), 0o644); err != nil {
		return nil, err
	}
	if _, err := basemap.Build(context.Background(), extract, out, basemap.Options{Rules: rules}); err != nil {
		return nil, err
	}
	a, err := basemap.Open(out, style.Default().VisibleFrom())
	if err != nil {
		return nil, err
	}
	// In memory, so that the file can go and that what is measured is the drawing.
	var fs []source.Feature
	for f, err := range a.Features(context.Background(), source.Query{Bound: a.Bound()}) {
		if err != nil {
			return nil, err
		}
		fs = append(fs, f)
	}
	return source.NewMemory(fs), nil
})

func sampleMap(t testing.TB, look portrayal.Look) portrayal.Map {
	t.Helper()
	s, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	return portrayal.Map{Look: look, Base: []source.Source{s}}
}

// viewV is the view that the program's speed is measured with: 1920 x 1080 px of
// the sample at 1.535 m a pixel.
func viewV() camera.Camera {
	return camera.Screen(orb.Point{22.017, 50.0248}, 1.535*scene.PxPerMM*1000, 1920/scene.PxPerMM, 1080/scene.PxPerMM)
}

// names returns what a drawing says, each once, sorted.
func names(s scene.Scene) []string {
	var out []string
	scene.Walk(s.Ops, func(op scene.Op, _ scene.Affine) bool {
		if t, ok := op.(scene.Text); ok {
			out = append(out, t.String)
		}
		return true
	})
	slices.Sort(out)
	return slices.Compact(out)
}

// The names of the sample at some scales, as a reader of the map would list them.
func TestSampleNames(t *testing.T) {
	for _, tt := range []struct {
		look  portrayal.Look
		scale float64
		want  []string // on the map
		none  []string // not there
	}{
		{portrayal.Colour, 2000, []string{"Podwisłocze", "Seniora", "Szpital Asklepios"}, []string{"NOWE MIASTO"}},
		{portrayal.Colour, 5000, []string{"NOWE MIASTO", "Aleja Tadeusza Rejtana", "Policja", "Seniora"}, nil},
		{portrayal.Colour, 10000, []string{"NOWE MIASTO", "PADEREWSKIEGO", "Wisłok", "Aleja majora Wacława Kopisto", "Aleja Powstańców Warszawy", "Policja"}, []string{"Warszawy", "Krajowej"}},
		{portrayal.Grey, 10000, []string{"NOWE MIASTO", "Wisłok", "Aleja Armii Krajowej"}, nil},
		{portrayal.Night, 25000, []string{"NOWE MIASTO", "Wisłok"}, []string{"Policja", "Seniora"}},
		{portrayal.Large, 5000, []string{"Seniora"}, []string{"Jedynka"}},
	} {
		c := camera.Screen(orb.Point{22.0125, 50.0235}, tt.scale, 190, 130)
		if tt.scale == 2000 {
			c.Centre = orb.Point{22.0085, 50.0245}
		}
		if tt.look == portrayal.Large {
			c.W, c.H = 420, 297
		}
		d, err := portrayal.Draw(context.Background(), sampleMap(t, tt.look), c)
		if err != nil || len(d.Gaps) > 0 {
			t.Fatal(err, d.Gaps)
		}
		got := names(d.Scene)
		for _, n := range tt.want {
			if !slices.Contains(got, n) {
				t.Errorf("%s 1:%g: no %q in %q", tt.look, tt.scale, n, got)
			}
		}
		for _, n := range tt.none {
			if slices.Contains(got, n) {
				t.Errorf("%s 1:%g: %q stands on the map", tt.look, tt.scale, n)
			}
		}
		for _, n := range got {
			if strings.TrimSpace(n) != n || n == "" {
				t.Errorf("%s 1:%g: name %q", tt.look, tt.scale, n)
			}
		}
	}
}

// The sample has to look right, which no test can say: with -pictures DIR it is
// drawn in every look at the scales of the style table, to be seen. Without, the
// drawings are held to be no empty sheets.
func TestSamplePictures(t *testing.T) {
	for _, look := range []portrayal.Look{portrayal.Colour, portrayal.Grey, portrayal.Night, portrayal.Large} {
		for _, scale := range []float64{2000, 5000, 10000, 25000} {
			c := camera.Screen(orb.Point{22.0125, 50.0235}, scale, 190.2, 130)
			if look == portrayal.Large {
				c.W, c.H = 841, 594
			}
			d, err := portrayal.Draw(context.Background(), sampleMap(t, look), c)
			if err != nil {
				t.Fatal(err)
			}
			least := 5
			if look == portrayal.Large && scale > 10000 {
				least = 1 // letters of 12 mm find hardly any room
			}
			if n := len(names(d.Scene)); n < least {
				t.Errorf("%s 1:%g: only %d names", look, scale, n)
			}
			if *pictures == "" {
				continue
			}
			px := 150 / 25.4
			if look == portrayal.Large {
				px = 40 / 25.4
			}
			f, err := os.Create(filepath.Join(*pictures, fmt.Sprintf("%s-%g.png", look, scale)))
			if err != nil {
				t.Fatal(err)
			}
			if err := png.Encode(f, raster.Render(d.Scene, px)); err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestSampleStreets(t *testing.T) {
	d, err := portrayal.Draw(context.Background(), sampleMap(t, portrayal.Colour), viewV())
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(d.Streets, func(s portrayal.Street) bool { return s.Name == "Aleja Tadeusza Rejtana" })
	if i < 0 || len(d.Streets) < 50 {
		t.Fatalf("%d streets, Rejtana at %d", len(d.Streets), i)
	}
	if !slices.IsSortedFunc(d.Streets, func(a, b portrayal.Street) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("streets are not sorted")
	}
}

func BenchmarkDrawBaseV(b *testing.B) {
	m := sampleMap(b, portrayal.Colour)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := portrayal.DrawBase(context.Background(), m, viewV()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDrawOverV(b *testing.B) {
	m := sampleMap(b, portrayal.Colour)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := portrayal.DrawOver(context.Background(), m, viewV()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkColdFrameV is a whole frame from features to pixels, labels included.
func BenchmarkColdFrameV(b *testing.B) {
	m := sampleMap(b, portrayal.Colour)
	b.ReportAllocs()
	for b.Loop() {
		d, err := portrayal.Draw(context.Background(), m, viewV())
		if err != nil {
			b.Fatal(err)
		}
		raster.Render(d.Scene, scene.PxPerMM)
	}
}
