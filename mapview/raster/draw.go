package raster

import (
	"image"
	"math"
	"runtime"
	"sync"

	"pinezka/mapview/scene"
)

// Render draws the whole scene on nothing, at pxPerMM pixels a millimetre. The
// picture's sides are rounded up to whole pixels.
func Render(s scene.Scene, pxPerMM float64) *image.RGBA {
	return RenderRect(s, scene.Rect{X1: s.W, Y1: s.H}, pxPerMM)
}

// RenderRect draws the part of the scene within r (mm).
func RenderRect(s scene.Scene, r scene.Rect, pxPerMM float64) *image.RGBA {
	// A side of 297 mm at 300 dpi must not become one pixel more by rounding.
	px := func(mm float64) int { return max(1, int(math.Ceil(mm*pxPerMM-1e-6))) }
	dst := image.NewRGBA(image.Rect(0, 0, px(r.W()), px(r.H())))
	Draw(dst, s, pxPerMM, scene.Point{X: r.X0, Y: r.Y0})
	return dst
}

// bandPixels is from how many pixels on a picture is drawn in bands.
const bandPixels = 1 << 19

// Draw draws the scene over what dst shows already. The upper left corner of dst
// shows the scene's point origin (mm).
func Draw(dst *image.RGBA, s scene.Scene, pxPerMM float64, origin scene.Point) {
	Spans.Draw(dst, s, pxPerMM, origin)
}

// Draw is the package's Draw with areas filled by this engine.
func (e Engine) Draw(dst *image.RGBA, s scene.Scene, pxPerMM float64, origin scene.Point) {
	b := dst.Bounds()
	if b.Empty() || pxPerMM <= 0 {
		return
	}
	n := 1
	if b.Dx()*b.Dy() >= bandPixels {
		n = min(runtime.GOMAXPROCS(0), 8)
	}
	m := scene.Affine{A: pxPerMM, D: pxPerMM, E: -origin.X * pxPerMM, F: -origin.Y * pxPerMM}
	var wg sync.WaitGroup
	for i := range n {
		y0, y1 := b.Min.Y+b.Dy()*i/n, b.Min.Y+b.Dy()*(i+1)/n
		band := rebase(dst, image.Rect(b.Min.X, y0, b.Max.X, y1))
		shift := scene.Translate(0, float64(b.Min.Y-y0))
		draw := func() { e.paint(band, m.Then(shift), s.Ops, scene.Identity) }
		if n == 1 {
			draw()
		} else {
			wg.Go(draw)
		}
	}
	wg.Wait()
}

// scratch are painters that have done their work: what they hold to work with is
// megabytes, which a frame in motion should not ask for anew.
var scratch = sync.Pool{New: func() any { return &painter{engine: Spans, r: &spans{}} }}

// paint draws commands on a picture of its own; page maps millimetres to its pixels,
// to the commands' coordinates to millimetres.
func (e Engine) paint(dst *image.RGBA, page scene.Affine, ops []scene.Op, to scene.Affine) {
	if e != Spans {
		newPainter(e, dst, page).ops(ops, to)
		return
	}
	p := scratch.Get().(*painter)
	p.dst, p.page, p.stamps = dst, page, nil
	p.r.(*spans).dst = dst
	p.ops(ops, to)
	p.dst = nil
	p.r.(*spans).dst = nil
	scratch.Put(p)
}

// rebase returns the part of an image as an image of its own whose corner is the
// origin; both share their pixels.
func rebase(im *image.RGBA, r image.Rectangle) *image.RGBA {
	sub := im.SubImage(r).(*image.RGBA)
	return &image.RGBA{Pix: sub.Pix, Stride: sub.Stride, Rect: image.Rectangle{Max: sub.Rect.Size()}}
}

// painter draws commands on one picture, in one goroutine.
type painter struct {
	engine Engine
	dst    *image.RGBA // its corner is the origin
	page   scene.Affine
	r      rasteriser
	flat   polygons // scratch: flattened paths
	line   polygons // scratch: outlines of lines
	pen    pen
	stamps stamps
}

// newPainter returns a painter on dst; page maps the page's millimetres to its
// pixels.
func newPainter(e Engine, dst *image.RGBA, page scene.Affine) *painter {
	return &painter{engine: e, dst: dst, page: page, r: e.on(dst)}
}

// ops draws the commands; to maps their coordinates to the page's millimetres.
func (p *painter) ops(ops []scene.Op, to scene.Affine) {
	m := to.Then(p.page)
	for _, op := range ops {
		switch op := op.(type) {
		case scene.Fill:
			p.fill(op, m, to.Scale())
		case scene.Stroke:
			p.stroke(op, m, to.Scale())
		case scene.Text:
			p.text(op, m)
		case scene.Picture:
			p.picture(op, m)
		case scene.Group:
			p.group(op, to)
		}
	}
}

// bounds is the picture's own box.
func (p *painter) bounds() scene.Rect {
	b := p.dst.Rect
	return scene.Rect{X1: float64(b.Dx()), Y1: float64(b.Dy())}
}

// outside tells whether nothing within reach pixels of the mapped points can
// touch the picture.
func (p *painter) outside(pts []scene.Point, m scene.Affine, reach float64) bool {
	if len(pts) == 0 {
		return true
	}
	b := box(pts, m)
	return !b.Grow(reach + 1).Overlaps(p.bounds())
}

// box returns the box around the mapped points.
func box(pts []scene.Point, m scene.Affine) scene.Rect {
	r := scene.Rect{X0: math.Inf(1), Y0: math.Inf(1), X1: math.Inf(-1), Y1: math.Inf(-1)}
	for _, q := range pts {
		q = m.Apply(q)
		r.X0, r.Y0 = min(r.X0, q.X), min(r.Y0, q.Y)
		r.X1, r.Y1 = max(r.X1, q.X), max(r.Y1, q.Y)
	}
	return r
}

func (p *painter) fill(op scene.Fill, m scene.Affine, scale float64) {
	if !op.Paint.Visible() || p.outside(op.Path.Points, m, 0) {
		return
	}
	p.flat.reset()
	p.flat.flatten(op.Path, m)
	p.paint(&p.flat, op.EvenOdd, op.Paint, scale)
}

func (p *painter) stroke(op scene.Stroke, m scene.Affine, scale float64) {
	w := op.Width * m.Scale()
	if !op.Paint.Visible() || w <= 0 || p.outside(op.Path.Points, m, w/2*scene.MiterLimit) {
		return
	}
	p.flat.reset()
	p.flat.flatten(op.Path, m)
	p.line.reset()
	p.pen.set(w/2, op.Cap, op.Join, &p.line)
	// Lines are cut so far out that neither cap nor miter shows at the cut.
	reach := p.bounds().Grow(w/2*scene.MiterLimit + 2)
	if d := dashes(op.Dash, m.Scale()); d != nil {
		p.flat.dash(d, op.Phase*m.Scale(), reach, p.pen.draw)
	} else {
		p.flat.cut(reach, p.pen.draw)
	}
	p.paint(&p.line, false, op.Paint, scale)
}

// paint fills polygons with a plain colour or with a pattern.
func (p *painter) paint(area *polygons, evenOdd bool, paint scene.Paint, scale float64) {
	if len(area.ends) == 0 {
		return
	}
	if paint.Pattern != nil {
		p.pattern(area, evenOdd, paint, scale)
		return
	}
	if paint.Color.A == 255 && area.covers(p.bounds()) {
		flood(p.dst, paint.Color)
		return
	}
	area.clip(p.bounds())
	p.r.fill(area, evenOdd, paint.Color)
}
