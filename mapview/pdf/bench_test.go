package pdf

import (
	"bytes"
	"testing"

	"pinezka/mapview/internal/town"
	"pinezka/mapview/scene"
)

// BenchmarkTownA0 writes a view of V's weight on A0, with the size of the file.
func BenchmarkTownA0(b *testing.B) {
	s := town.Scene()
	to := scene.ScaleBy(1189/s.W, 841/s.H)
	p := Page{Scene: scene.Scene{W: 1189, H: 841, Ops: []scene.Op{scene.Group{To: &to, Ops: s.Ops}}}}
	var out bytes.Buffer
	b.ReportAllocs()
	for b.Loop() {
		out.Reset()
		if err := Write(&out, Document{Title: "Town"}, Pages(p)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(out.Len())/1e6, "MB")
}
