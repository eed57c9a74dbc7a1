package raster

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"

	"pinezka/mapview/scene"
)

// picture lays an image. A picture that fits the pixels as it is, is copied;
// one that shrinks is averaged, so that thin lines of a tile do not vanish; one
// that grows is smoothed only where asked.
func (p *painter) picture(op scene.Picture, m scene.Affine) {
	if op.Image == nil {
		return
	}
	src := op.Image.Bounds()
	unit := op.To.Then(m)
	if src.Empty() || p.pixelBox(scene.Box(0, 0, 1, 1).Transform(unit)).Empty() {
		return
	}
	// From the image's pixels to the picture's.
	w, h := float64(src.Dx()), float64(src.Dy())
	a := scene.Affine{A: 1 / w, D: 1 / h, E: -float64(src.Min.X) / w, F: -float64(src.Min.Y) / h}.Then(unit)

	opts := &draw.Options{}
	if op.Opacity > 0 && op.Opacity < 1 {
		opts.SrcMask = image.NewUniform(color.Alpha{A: uint8(op.Opacity*255 + 0.5)})
	}
	if near(a.A, 1) && near(a.D, 1) && near(a.B, 0) && near(a.C, 0) && near(a.E, math.Round(a.E)) && near(a.F, math.Round(a.F)) {
		to := src.Add(image.Pt(int(math.Round(a.E)), int(math.Round(a.F))))
		draw.DrawMask(p.dst, to, op.Image, src.Min, opts.SrcMask, image.Point{}, draw.Over)
		return
	}
	interpolator(a, op.Smooth).Transform(p.dst, f64.Aff3{a.A, a.C, a.E, a.B, a.D, a.F}, op.Image, src, draw.Over, opts)
}

// near tells whether two coordinates are the same for all that a pixel shows.
func near(a, b float64) bool { return math.Abs(a-b) < 1.0/256 }

// interpolator picks the way to resample by how much the picture grows.
func interpolator(a scene.Affine, smooth bool) draw.Transformer {
	switch s := a.Scale(); {
	case s < 0.8:
		return draw.BiLinear
	case smooth || s < 1.2:
		return draw.ApproxBiLinear
	}
	return draw.NearestNeighbor
}
