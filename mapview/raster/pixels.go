package raster

import (
	"encoding/binary"
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
	p := newPainted(c)
	for py := area.Min.Y; py < area.Max.Y; py++ {
		row := mask.Pix[(py-y-mask.Rect.Min.Y)*mask.Stride+area.Min.X-x-mask.Rect.Min.X:][:area.Dx()]
		out := dst.Pix[py*dst.Stride+area.Min.X*4:][:4*len(row)]
		for i, m := range row {
			if m != 0 {
				p.run(out[4*i:4*i+4], uint32(m))
			}
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
		if mask == nil {
			mix(out, in, alpha)
			continue
		}
		for i, m := range mask.Pix[(py-y)*mask.Stride+area.Min.X-x:][:area.Dx()] {
			mix(out[4*i:4*i+4], in[4*i:4*i+4], div255(alpha*uint32(m)))
		}
	}
}

// mix lays premultiplied pixels over others, weakened to k of 255.
func mix(out, in []uint8, k uint32) {
	for ; len(in) >= 4 && len(out) >= 4; in, out = in[4:], out[4:] {
		v := binary.LittleEndian.Uint32(in)
		switch {
		case v == 0:
		case k == 255 && v>>24 == 255:
			binary.LittleEndian.PutUint32(out, v)
		default:
			over(out, v&low*k, v>>8&low*k, 255-div255(v>>24*k))
		}
	}
}

// low picks two bytes out of four, 16 bits apart, so that one multiplication serves
// both of them.
const low = 0x00ff00ff

// over lays a colour on a pixel: red and blue, and green and alpha, as products with
// 255, and how much of the pixel remains.
func over(px []uint8, rb, ga, rest uint32) {
	const half = 0x00800080
	v := binary.LittleEndian.Uint32(px)
	x := v&low*rest + rb + half
	y := v>>8&low*rest + ga + half
	// (x + x/256) / 256 is x / 255 to the nearest, as in div255.
	x = (x + x>>8&low) >> 8 & low
	y = (y + y>>8&low) & (low << 8)
	binary.LittleEndian.PutUint32(px, x|y)
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
