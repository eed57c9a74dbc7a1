package raster

import (
	"image"
	"image/color"

	"github.com/fogleman/gg"

	"pinezka/mapview/scene"
)

// Engine is what fills areas; everything else is brought to that. Letters come
// from one cache for both.
type Engine uint8

// The engines. Spans is the package's own and about twice as fast on maps; GG is the
// library fogleman/gg, kept as a second opinion: a test holds the two against each other.
const (
	Spans Engine = iota
	GG
)

// rasteriser fills polygons on the one picture it was made for.
type rasteriser interface {
	// fill paints the inside of the polygons, each taken as closed. The
	// polygons are cut to the picture: freetype's scan converter, which gg uses,
	// gets the first column wrong for shapes that begin left of it.
	fill(area *polygons, evenOdd bool, c color.NRGBA)
}

// on returns the engine's rasteriser for a picture.
func (e Engine) on(dst *image.RGBA) rasteriser {
	if e == GG {
		return &ggRasteriser{gg.NewContextForRGBA(dst)}
	}
	return newSpans(dst)
}

// ggRasteriser fills with gg, exact area coverage in steps of 1/64 pixel.
type ggRasteriser struct{ dc *gg.Context }

func (g *ggRasteriser) fill(area *polygons, evenOdd bool, c color.NRGBA) {
	area.each(func(pts []scene.Point, _ bool) {
		g.dc.MoveTo(pts[0].X, pts[0].Y)
		for _, q := range pts[1:] {
			g.dc.LineTo(q.X, q.Y)
		}
	})
	g.dc.SetFillRule(gg.FillRuleWinding)
	if evenOdd {
		g.dc.SetFillRule(gg.FillRuleEvenOdd)
	}
	g.dc.SetColor(c)
	g.dc.Fill()
}
