package raster

import (
	"math"

	"pinezka/mapview/scene"
)

// pattern fills polygons with a pattern. The pattern is reckoned pixel by pixel
// from the page's millimetres, so that it hangs together across shapes, tiles and bands.
func (p *painter) pattern(area *polygons, evenOdd bool, paint scene.Paint, scale float64) {
	at := p.pixelBox(box(area.pts, scene.Identity))
	if at.Empty() {
		return
	}
	if s, ok := p.r.(*spans); ok {
		area.clip(p.bounds())
		s.fillBy(area, evenOdd, &patterned{newPainted(paint.Color), newInk(*paint.Pattern, scale, p.page)})
		return
	}
	mask := p.engine.coverage(area, evenOdd, at.Min.X, at.Min.Y, at.Dx(), at.Dy())
	ink := newInk(*paint.Pattern, scale, p.page)
	for y := range at.Dy() {
		row := mask.Pix[y*mask.Stride:][:at.Dx()]
		for x, m := range row {
			if m != 0 {
				row[x] = uint8(float64(m)*ink(float64(at.Min.X+x)+0.5, float64(at.Min.Y+y)+0.5) + 0.5)
			}
		}
	}
	stamp(p.dst, mask, at.Min.X, at.Min.Y, paint.Color)
}

// patterned is a brush that paints as much of each pixel as a pattern covers.
type patterned struct {
	painted
	ink func(x, y float64) float64
}

// lay implements brush.
func (p *patterned) lay(px []uint8, x, y int, k uint32) {
	for ; len(px) >= 4; x, px = x+1, px[4:] {
		if k := uint32(float64(k)*p.ink(float64(x)+0.5, float64(y)+0.5) + 0.5); k > 0 {
			p.run(px[:4], k)
		}
	}
}

// newInk returns how much of a pixel (given by its centre) a pattern covers.
func newInk(pat scene.Pattern, scale float64, page scene.Affine) func(x, y float64) float64 {
	px := page.Scale()
	origin := page.Apply(pat.Origin)
	step, half := pat.Step*scale*px, pat.Size*scale*px/2
	if step <= 0 {
		return func(x, y float64) float64 { return 1 }
	}
	sin, cos := math.Sincos(pat.Angle)
	// off is how far a coordinate is from the nearest repeat.
	off := func(v float64) float64 { return math.Abs(v - step*math.Round(v/step)) }
	// band is how much of a pixel at distance d a line covers.
	band := func(d float64) float64 { return max(0, min(half, d+0.5)-max(-half, d-0.5)) }
	turned := func(x, y float64) (u, v float64) {
		x, y = x-origin.X, y-origin.Y
		return cos*x + sin*y, cos*y - sin*x
	}
	switch pat.Kind {
	case scene.PatternDots:
		return func(x, y float64) float64 {
			u, v := turned(x, y)
			if u, v = off(u), off(v); u > half+0.5 || v > half+0.5 {
				return 0
			}
			return max(0, min(1, half+0.5-math.Sqrt(u*u+v*v)))
		}
	case scene.PatternCross:
		return func(x, y float64) float64 {
			u, v := turned(x, y)
			return 1 - (1-band(off(u)))*(1-band(off(v)))
		}
	}
	return func(x, y float64) float64 {
		_, v := turned(x, y)
		return band(off(v))
	}
}
