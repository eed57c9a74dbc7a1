package raster

import (
	"image"
	"image/color"

	"github.com/fogleman/gg"

	"pinezka/mapview/scene"
)

// rasteriser fills polygons on the one picture it was made for. Lines, patterns,
// letters and clips are all brought to this, so that another one can be tried by writing one
// method.
type rasteriser interface {
	// fill paints the inside of the polygons, each taken as closed. The
	// polygons are cut to the picture: freetype's scan converter, which gg uses,
	// gets the first column wrong for shapes that begin left of it.
	fill(area *polygons, evenOdd bool, c color.NRGBA)
}

// newRasteriser returns the rasteriser in use.
func newRasteriser(dst *image.RGBA) rasteriser { return &ggRasteriser{gg.NewContextForRGBA(dst)} }

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
