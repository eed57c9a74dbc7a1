package raster

import (
	"image"
	"testing"

	"pinezka/mapview/internal/town"
	"pinezka/mapview/scene"
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
