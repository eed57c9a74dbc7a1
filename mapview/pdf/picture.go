package pdf

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"reflect"

	"pinezka/mapview/scene"
)

// picture shows an image.
func (c *content) picture(op scene.Picture, m scene.Affine) error {
	if op.Image == nil || op.Image.Bounds().Empty() {
		return nil
	}
	u := op.To.Then(m)
	if !scene.Box(0, 0, 1, 1).Transform(u).Overlaps(c.view) {
		return nil
	}
	c.mark()
	alpha := uint8(255)
	if op.Opacity > 0 && op.Opacity < 1 {
		alpha = uint8(op.Opacity*255 + 0.5)
	}
	c.setAlpha(alpha)
	// PDF's unit square has the image's first row on top, at y = 1.
	c.buf = append(c.buf, "q "...)
	c.buf = numbers(c.buf, 4, u.A, u.B, -u.C, -u.D, u.E+u.C, u.F+u.D)
	c.buf = append(c.buf, "cm/"...)
	c.buf = append(append(c.buf, c.d.image(op.Image, op.Smooth)...), " Do Q\n"...)
	return nil
}

// image returns the name of an image, which is stored once however often it is
// shown. Whether it is smoothed is settled at its first use.
func (d *writer) image(im image.Image, smooth bool) string {
	shared := reflect.TypeOf(im).Comparable()
	if shared {
		if n, ok := d.pictures[im]; ok {
			return n.name
		}
	}
	r := d.alloc()
	n := named{name: d.xobject(r), r: r}
	if shared {
		d.pictures[im] = n
	}
	px := nrgba(im)
	w, h := px.Rect.Dx(), px.Rect.Dy()
	dict := fmt.Appendf(nil, "/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8", w, h)
	if smooth {
		dict = append(dict, "/Interpolate true"...)
	}
	if mask := opacity(px); mask != nil {
		s := d.alloc()
		d.stream(s, fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray", w, h), mask)
		dict = fmt.Appendf(dict, "/SMask %v", s)
	}
	if table, index := palette(px); table != nil {
		dict = fmt.Appendf(dict, "/ColorSpace[/Indexed/DeviceRGB %d<%X>]", len(table)/3-1, table)
		d.stream(r, string(dict), index)
	} else {
		dict = fmt.Appendf(dict, "/ColorSpace/DeviceRGB/DecodeParms<</Predictor 15/Colors 3/Columns %d>>", w)
		d.stream(r, string(dict), rows(px))
	}
	return n.name
}

// nrgba returns the image's pixels without premultiplied alpha, its corner at the
// origin.
func nrgba(im image.Image) *image.NRGBA {
	b := im.Bounds()
	px := image.NewNRGBA(image.Rectangle{Max: b.Size()})
	draw.Draw(px, px.Rect, im, b.Min, draw.Src)
	return px
}

// opacity returns the alpha of each pixel, or nil when all are opaque.
func opacity(px *image.NRGBA) []byte {
	a := make([]byte, len(px.Pix)/4)
	clear := false
	for i := range a {
		a[i] = px.Pix[4*i+3]
		clear = clear || a[i] != 255
	}
	if !clear {
		return nil
	}
	return a
}

// palette returns the image as indices into a table, when it has no more than 256
// colours, as map tiles mostly have: they become a third as large.
func palette(px *image.NRGBA) (table, index []byte) {
	seen := make(map[color.NRGBA]byte, 256)
	index = make([]byte, len(px.Pix)/4)
	var last color.NRGBA
	var at byte
	for i := range index {
		p := px.Pix[4*i:]
		c := color.NRGBA{R: p[0], G: p[1], B: p[2], A: 255}
		if i == 0 || c != last {
			k, ok := seen[c]
			if !ok {
				if len(seen) == 256 {
					return nil, nil
				}
				k = byte(len(seen))
				seen[c] = k
				table = append(table, c.R, c.G, c.B)
			}
			last, at = c, k
		}
		index[i] = at
	}
	return table, index
}

// rows returns the colours as PNG rows, each told from the one above, which
// deflates better.
func rows(px *image.NRGBA) []byte {
	w, h := px.Rect.Dx(), px.Rect.Dy()
	out := make([]byte, 0, h*(1+3*w))
	above := make([]byte, 4*w)
	for y := range h {
		row := px.Pix[y*px.Stride:][:4*w]
		out = append(out, 2) // filter "up"
		for i := 0; i < len(row); i += 4 {
			out = append(out, row[i]-above[i], row[i+1]-above[i+1], row[i+2]-above[i+2])
		}
		above = row
	}
	return out
}
