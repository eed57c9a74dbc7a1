package raster

import (
	"image"
	"image/color"
	"math/rand/v2"
	"testing"

	"pinezka/mapview/internal/town"
	"pinezka/mapview/scene"
	"pinezka/mapview/typeface"
)

// BenchmarkTown draws a whole frame of view V's weight; the warm one has its
// letters in the cache, as after the first frame.
func BenchmarkTown(b *testing.B) {
	s := town.Scene()
	var fills, lines, words scene.Scene
	for _, op := range s.Ops {
		switch op.(type) {
		case scene.Fill:
			fills.Ops = append(fills.Ops, op)
		case scene.Stroke:
			lines.Ops = append(lines.Ops, op)
		case scene.Text:
			words.Ops = append(words.Ops, op)
		}
	}
	frame := func(b *testing.B, e Engine, s scene.Scene) {
		dst := image.NewRGBA(image.Rect(0, 0, 1920, 1080))
		for b.Loop() {
			e.Draw(dst, s, scene.PxPerMM, scene.Point{})
		}
	}
	b.Run("whole", func(b *testing.B) { frame(b, Spans, s) })
	b.Run("whole-gg", func(b *testing.B) { frame(b, GG, s) })
	b.Run("fills", func(b *testing.B) { frame(b, Spans, fills) })
	b.Run("fills-gg", func(b *testing.B) { frame(b, GG, fills) })
	b.Run("lines", func(b *testing.B) { frame(b, Spans, lines) })
	b.Run("lines-gg", func(b *testing.B) { frame(b, GG, lines) })
	b.Run("words", func(b *testing.B) { frame(b, Spans, words) })
	b.Run("words-cold", func(b *testing.B) {
		dst := image.NewRGBA(image.Rect(0, 0, 1920, 1080))
		for b.Loop() {
			masks = &maskCache{young: map[maskKey]*glyphMask{}}
			Draw(dst, words, scene.PxPerMM, scene.Point{})
		}
	})
}

// BenchmarkTiles draws the twelve tiles of 512 px that cover the frame, one after
// another.
func BenchmarkTiles(b *testing.B) {
	s := town.Scene()
	dst := image.NewRGBA(image.Rect(0, 0, 512, 512))
	for b.Loop() {
		for x := range 4 {
			for y := range 3 {
				Draw(dst, s, scene.PxPerMM, scene.Point{X: float64(x) * 512 / scene.PxPerMM, Y: float64(y) * 512 / scene.PxPerMM})
			}
		}
	}
}

// BenchmarkSymbols draws 100,000 symbols of 60 looks, each of a few commands.
func BenchmarkSymbols(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	looks := make([][]scene.Op, 60)
	for i := range looks {
		disc := scene.Circle(scene.Point{}, 2)
		looks[i] = []scene.Op{
			scene.Stroke{Path: disc, Width: 0.8, Paint: scene.Solid(scene.MustHex("#ffffff"))},
			scene.Fill{Path: disc, Paint: scene.Solid(color.NRGBA{uint8(4 * i), 80, 120, 255})},
			scene.Stroke{Path: disc, Width: 0.3, Paint: scene.Solid(scene.MustHex("#000000"))},
			typeface.Set(scene.Bold, 2, string(rune('A'+i%26))).CentreText(0, 0.7, scene.Solid(scene.MustHex("#ffffff"))),
		}
	}
	var s scene.Scene
	for range 100_000 {
		to := scene.Translate(r.Float64()*508, r.Float64()*286)
		s.Ops = append(s.Ops, scene.Group{To: &to, Ops: looks[r.IntN(len(looks))]})
	}
	dst := image.NewRGBA(image.Rect(0, 0, 1920, 1080))
	for b.Loop() {
		Draw(dst, s, scene.PxPerMM, scene.Point{})
	}
}
