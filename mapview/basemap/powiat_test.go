package basemap_test

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"testing"
	"time"

	"pinezka/mapview/basemap"
	"pinezka/mapview/camera"
	"pinezka/mapview/internal/powiat"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/raster"
	"pinezka/mapview/scene"
	"pinezka/mapview/source"
	"pinezka/mapview/style"
)

// powiatExtract writes the extract of a powiat: 12 MB.
func powiatExtract(tb testing.TB, columns, rows int) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "powiat.osm.pbf")
	if err := powiat.Write(path, columns, rows); err != nil {
		tb.Fatal(err)
	}
	return path
}

// peak reports the most memory that was held while f ran, beyond what was held
// before, in MB.
func peak(f func()) float64 {
	held := func() float64 {
		s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
		metrics.Read(s)
		return float64(s[0].Value.Uint64()-s[1].Value.Uint64()) / (1 << 20)
	}
	runtime.GC()
	before, most := held(), 0.0
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-done:
				return
			case <-time.After(5 * time.Millisecond):
				most = max(most, held())
			}
		}
	}()
	f()
	close(done)
	<-ended
	return max(0, most-before)
}

// BenchmarkBuildPowiat builds the base map of a powiat with gazetteer and roads.
func BenchmarkBuildPowiat(b *testing.B) {
	extract := powiatExtract(b, 6, 5)
	info, err := os.Stat(extract)
	if err != nil {
		b.Fatal(err)
	}
	out := filepath.Join(b.TempDir(), "x.osm.mbtiles")
	r := rules(b)
	b.SetBytes(info.Size())
	most := 0.0
	for b.Loop() {
		most = max(most, peak(func() {
			if _, err := basemap.Build(context.Background(), extract, out, basemap.Options{Rules: r}); err != nil {
				b.Fatal(err)
			}
		}))
	}
	b.ReportMetric(most, "MB-held")
	b.ReportMetric(float64(info.Size())/1e6, "MB-extract")
}

// BenchmarkOverviewPowiat draws a powiat whole, labels included, from an archive
// that is in memory: 1920 x 1080 pixels at 4.7 m.
func BenchmarkOverviewPowiat(b *testing.B) {
	out := filepath.Join(b.TempDir(), "x.osm.mbtiles")
	if _, err := basemap.Build(context.Background(), powiatExtract(b, 6, 5), out, basemap.Options{Rules: rules(b)}); err != nil {
		b.Fatal(err)
	}
	a, err := basemap.Open(out, style.Default().VisibleFrom())
	if err != nil {
		b.Fatal(err)
	}
	m := portrayal.Map{Base: []source.Source{a}}
	c := camera.Screen(a.Bound().Center(), 4.7*scene.PxPerMM*1000, 1920/scene.PxPerMM, 1080/scene.PxPerMM)
	features := 0
	for range a.Features(context.Background(), source.Query{Bound: a.Bound()}) {
		features++
	}
	for b.Loop() {
		d, err := portrayal.Draw(context.Background(), m, c)
		if err != nil {
			b.Fatal(err)
		}
		raster.Render(d.Scene, scene.PxPerMM)
	}
	b.ReportMetric(float64(features), "features")
}

// TestPowiat: the copies lie side by side and each is whole.
func TestPowiat(t *testing.T) {
	out := filepath.Join(t.TempDir(), "x.osm.mbtiles")
	one, err := basemap.Build(context.Background(), powiatExtract(t, 1, 1), out, basemap.Options{Rules: rules(t)})
	if err != nil {
		t.Fatal(err)
	}
	four, err := basemap.Build(context.Background(), powiatExtract(t, 2, 2), out, basemap.Options{Rules: rules(t)})
	if err != nil {
		t.Fatal(err)
	}
	if f := float64(four.Features) / float64(one.Features); f < 3.8 || f > 4.2 || four.Stats.Nodes != 4*one.Stats.Nodes {
		t.Errorf("%d features in one, %d in four", one.Features, four.Features)
	}
}
