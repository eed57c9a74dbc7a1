package raster

import (
	"image"
	"image/color"

	"pinezka/mapview/scene"
)

// premultiply returns a colour as 8-bit premultiplied parts.
func premultiply(c color.NRGBA) (r, g, b, a uint32) {
	a = uint32(c.A)
	return div255(uint32(c.R) * a), div255(uint32(c.G) * a), div255(uint32(c.B) * a), a
}

// div255 divides products of two bytes by 255, rounded.
func div255(v uint32) uint32 {
	v += 128
	return (v + v>>8) >> 8
}

// flood paints the whole picture in an opaque colour.
func flood(dst *image.RGBA, c color.NRGBA) {
	w := dst.Rect.Dx() * 4
	first := dst.Pix[:w]
	for i := 0; i < w; i += 4 {
		first[i], first[i+1], first[i+2], first[i+3] = c.R, c.G, c.B, 255
	}
	for y := 1; y < dst.Rect.Dy(); y++ {
		copy(dst.Pix[y*dst.Stride:y*dst.Stride+w], first)
	}
}

// stamp paints a mask in a colour, with the mask's corner at x, y of dst.
func stamp(dst *image.RGBA, mask *image.Alpha, x, y int, c color.NRGBA) {
	area := mask.Rect.Add(image.Pt(x, y)).Intersect(dst.Rect)
	if area.Empty() {
		return
	}
	cr, cg, cb, ca := premultiply(c)
	for py := area.Min.Y; py < area.Max.Y; py++ {
		row := mask.Pix[(py-y-mask.Rect.Min.Y)*mask.Stride+area.Min.X-x-mask.Rect.Min.X:][:area.Dx()]
		out := dst.Pix[py*dst.Stride+area.Min.X*4:][:4*len(row)]
		for i, m := range row {
			if m == 0 {
				continue
			}
			px := out[4*i : 4*i+4 : 4*i+4]
			if m == 255 && ca == 255 {
				px[0], px[1], px[2], px[3] = uint8(cr), uint8(cg), uint8(cb), 255
				continue
			}
			k := uint32(m)
			rest := 255 - div255(ca*k)
			px[0] = uint8(div255(cr*k + uint32(px[0])*rest))
			px[1] = uint8(div255(cg*k + uint32(px[1])*rest))
			px[2] = uint8(div255(cb*k + uint32(px[2])*rest))
			px[3] = uint8(div255(ca*k + uint32(px[3])*rest))
		}
	}
}

// merge lays src over dst with src's corner at x, y, weakened by alpha (0..255)
// and, where there is one, by a mask as large as src.
func merge(dst, src *image.RGBA, x, y int, mask *image.Alpha, alpha uint32) {
	area := src.Rect.Add(image.Pt(x, y)).Intersect(dst.Rect)
	for py := area.Min.Y; py < area.Max.Y; py++ {
		in := src.Pix[(py-y)*src.Stride+(area.Min.X-x)*4:][:4*area.Dx()]
		out := dst.Pix[py*dst.Stride+area.Min.X*4:][:len(in)]
		for i := 0; i < len(in); i += 4 {
			k := alpha
			if in[i+3] == 0 {
				continue
			}
			if mask != nil {
				k = div255(k * uint32(mask.Pix[(py-y)*mask.Stride+area.Min.X-x+i/4]))
			}
			rest := 255 - div255(uint32(in[i+3])*k)
			for j := i; j < i+4; j++ {
				out[j] = uint8(div255(uint32(in[j])*k + uint32(out[j])*rest))
			}
		}
	}
}

// coverage fills polygons into a mask of w x h pixels whose corner is at x, y of
// the polygons' picture. The polygons are moved by it.
func (e Engine) coverage(area *polygons, evenOdd bool, x, y, w, h int) *image.Alpha {
	for i := range area.pts {
		area.pts[i].X -= float64(x)
		area.pts[i].Y -= float64(y)
	}
	area.clip(scene.Rect{X1: float64(w), Y1: float64(h)})
	im := image.NewRGBA(image.Rect(0, 0, w, h))
	e.on(im).fill(area, evenOdd, color.NRGBA{A: 255})
	return alphaOf(im)
}

// alphaOf returns how opaque each pixel is.
func alphaOf(im *image.RGBA) *image.Alpha {
	m := image.NewAlpha(im.Rect)
	for i := range m.Pix {
		m.Pix[i] = im.Pix[4*i+3]
	}
	return m
}

// pixelBox returns the whole pixels of the picture that a box touches.
func (p *painter) pixelBox(r scene.Rect) image.Rectangle {
	r = scene.Rect{
		X0: max(r.X0, 0), Y0: max(r.Y0, 0),
		X1: min(r.X1, float64(p.dst.Rect.Dx())), Y1: min(r.Y1, float64(p.dst.Rect.Dy())),
	}
	if r.X0 >= r.X1 || r.Y0 >= r.Y1 {
		return image.Rectangle{}
	}
	return image.Rect(int(r.X0), int(r.Y0), ceil(r.X1), ceil(r.Y1)).Intersect(p.dst.Rect)
}

func ceil(v float64) int {
	n := int(v)
	if float64(n) < v {
		n++
	}
	return n
}
