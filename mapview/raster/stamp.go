package raster

import (
	"image"
	"math"

	"pinezka/mapview/scene"
)

// halves is how many places within a pixel, across and down, a repeated symbol
// may have: a quarter pixel off is not seen, and four pictures serve a thousand places.
const halves = 2

// stamps keeps the symbols of one drawing as small pictures. It does not outlive
// the drawing, so that nobody has to promise what becomes of the commands later.
type stamps map[stampKey]stamped

// stampKey tells pictures of symbols apart.
type stampKey struct {
	scene.Stamp
	a, b, c, d float64
	subX, subY uint8
}

// stamped is a picture and where it lies from the symbol's origin. solid is, for each
// row, from which byte to which it is opaque without a gap: that part is copied.
type stamped struct {
	im    *image.RGBA
	x, y  int
	solid [][2]int
}

// largest is the side, in pixels, up to which a symbol is kept as a picture.
const largest = 128

// stamp draws a group's symbol from a picture of it, even when it is there but once:
// else a symbol on the seam of two tiles would stand differently in each. It reports false when
// the symbol is too large and the caller has to draw it.
func (p *painter) stamp(s scene.Stamp, ops []scene.Op, to scene.Affine) bool {
	m := to.Then(p.page)
	qx, qy := int(math.Floor(m.E*halves+0.5)), int(math.Floor(m.F*halves+0.5))
	k := stampKey{Stamp: s, a: m.A, b: m.B, c: m.C, d: m.D, subX: uint8(qx & (halves - 1)), subY: uint8(qy & (halves - 1))}
	st, ok := p.stamps[k]
	if !ok {
		st = p.drawStamp(k, ops)
		if p.stamps == nil {
			p.stamps = stamps{}
		}
		p.stamps[k] = st
	}
	if st.im == nil {
		return false
	}
	st.lay(p.dst, floorDiv(qx, halves)+st.x, floorDiv(qy, halves)+st.y)
	return true
}

// drawStamp draws a symbol on nothing; one that is too large is left to the caller.
func (p *painter) drawStamp(k stampKey, ops []scene.Op) stamped {
	m := scene.Affine{A: k.a, B: k.b, C: k.c, D: k.d, E: float64(k.subX) / halves, F: float64(k.subY) / halves}
	ink, ok := scene.Bounds(ops)
	ink = ink.Transform(m).Grow(1)
	if !ok || ink.W() > largest || ink.H() > largest {
		return stamped{}
	}
	x, y := int(math.Floor(ink.X0)), int(math.Floor(ink.Y0))
	im := image.NewRGBA(image.Rect(0, 0, int(math.Ceil(ink.X1))-x, int(math.Ceil(ink.Y1))-y))
	p.engine.paint(im, m.Then(scene.Translate(-float64(x), -float64(y))), ops, scene.Identity)
	b := inked(im)
	st := stamped{im: rebase(im, b), x: x + b.Min.X, y: y + b.Min.Y, solid: make([][2]int, b.Dy())}
	for row := range st.solid {
		st.solid[row] = longestSolid(st.im.Pix[row*st.im.Stride:][:4*b.Dx()])
	}
	return st
}

// longestSolid returns where the longest run of opaque pixels lies, in bytes.
func longestSolid(row []uint8) (best [2]int) {
	from := 0
	for i := 0; i <= len(row); i += 4 {
		if i == len(row) || row[i+3] != 255 {
			if i-from > best[1]-best[0] {
				best = [2]int{from, i}
			}
			from = i + 4
		}
	}
	return best
}

// lay lays the picture with its corner at x, y.
func (s stamped) lay(dst *image.RGBA, x, y int) {
	size := s.im.Rect
	if !size.Add(image.Pt(x, y)).In(dst.Rect) {
		merge(dst, s.im, x, y, nil, 255)
		return
	}
	for row, solid := range s.solid {
		in := s.im.Pix[row*s.im.Stride:][:4*size.Dx()]
		out := dst.Pix[(y+row)*dst.Stride+4*x:][:len(in)]
		mix(out[:solid[0]], in[:solid[0]], 255)
		copy(out[solid[0]:solid[1]], in[solid[0]:solid[1]])
		mix(out[solid[1]:], in[solid[1]:], 255)
	}
}

// inked returns the box around the pixels that are not empty.
func inked(im *image.RGBA) image.Rectangle {
	var b image.Rectangle
	for y := range im.Rect.Dy() {
		row := im.Pix[y*im.Stride:][:4*im.Rect.Dx()]
		for i := 3; i < len(row); i += 4 {
			if row[i] != 0 {
				b = b.Union(image.Rect(i/4, y, i/4+1, y+1))
			}
		}
	}
	return b
}
