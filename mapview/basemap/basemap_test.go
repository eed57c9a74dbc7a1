package basemap_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"pinezka/assets"
	"pinezka/mapview/basemap"
	"pinezka/mapview/source"
)

const sampleExtract = "../../assets/sample/rzeszow-nowe-miasto-2024.osm.pbf"

func rules(t testing.TB) []basemap.ClassRule {
	t.Helper()
	r, err := basemap.ParseRules(assets.Read("basemap/style.json"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func build(t testing.TB) (string, basemap.Report) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "probka.osm.mbtiles")
	rep, err := basemap.Build(context.Background(), sampleExtract, out, basemap.Options{Rules: rules(t)})
	if err != nil {
		t.Fatal(err)
	}
	return out, rep
}

func TestBuildSample(t *testing.T) {
	begin := time.Now()
	path, rep := build(t)
	t.Logf("built in %v: %+v", time.Since(begin), rep.Stats)
	t.Logf("features %d tiles %d date %v bound %v", rep.Features, rep.Tiles, rep.Date, rep.Bound)
	a, err := basemap.Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	classes := map[string]int{}
	for f, err := range a.Features(context.Background(), source.Query{Bound: a.Bound()}) {
		if err != nil {
			t.Fatal(err)
		}
		classes[f.Class]++
	}
	t.Log(classes)
	f := a.Facts()
	t.Log(len(f.Streets()), len(f.Places()), len(f.Addresses()), len(f.Segments()))
	for _, q := range []string{"swiadka", "rejtana", "al. Rejtana", "Nowe Miasto", "Seniora 5", "wisłok"} {
		t.Log(q, f.Find(q, 3))
	}
	p, ok := f.Crossing("Rejtana", "Kopisto")
	t.Log(p, ok)
}
