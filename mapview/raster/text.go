package raster

import (
	"image"
	"image/color"
	"math"
	"sync"

	"pinezka/mapview/scene"
	"pinezka/mapview/typeface"
)

const (
	turns    = 128 // steps of a full turn in which letters are drawn
	quarters = 4   // places within a pixel where a letter may begin
	// maxMask is the em, in pixels, above which letters are drawn as paths: they
	// are few, and their masks would fill the cache.
	maxMask = 96
)

// text draws a run: halos of all letters first, since a halo must not cover the
// letter before it, then the letters.
func (p *painter) text(t scene.Text, m scene.Affine) {
	k := m.Scale()
	em := t.Size * k
	halo := t.HaloMM * k
	if !t.Halo.Visible() || halo < 0 {
		halo = 0
	}
	if em <= 0 || !t.Paint.Visible() && halo == 0 {
		return
	}
	turn := math.Atan2(m.B, m.A)
	reach := 1.3*em + halo
	at := make([]scene.Point, len(t.Glyphs))
	seen := false
	view := p.bounds().Grow(reach)
	for i, g := range t.Glyphs {
		at[i] = m.Apply(g.At)
		seen = seen || view.Contains(at[i])
	}
	if !seen {
		return
	}
	draw := func(halo float64, paint scene.Paint) {
		for i, g := range t.Glyphs {
			if !view.Contains(at[i]) {
				continue
			}
			if em > maxMask || paint.Pattern != nil {
				p.letter(t.Face, g.ID, em, halo, at[i], g.Angle+turn, paint)
			} else {
				p.mask(t.Face, g.ID, em, halo, at[i], g.Angle+turn, paint.Color)
			}
		}
	}
	if halo > 0 {
		draw(halo, t.Halo)
	}
	if t.Paint.Visible() {
		draw(0, t.Paint)
	}
}

// letter draws a glyph as a path.
func (p *painter) letter(face scene.Face, gid uint16, em, halo float64, at scene.Point, angle float64, paint scene.Paint) {
	outline := typeface.Outline(face, gid)
	m := scene.ScaleBy(em, em).Then(scene.Rotate(angle)).Then(scene.Translate(at.X, at.Y))
	if outline.Empty() || p.outside(outline.Points, m, halo) {
		return
	}
	if halo > 0 {
		p.flat.reset()
		p.flat.flatten(outline, m)
		p.line.reset()
		p.pen.set(halo, scene.CapButt, scene.JoinRound, &p.line)
		p.flat.cut(p.bounds().Grow(halo+2), p.pen.draw)
		p.paint(&p.line, false, paint, 1)
	}
	p.flat.reset()
	p.flat.flatten(outline, m)
	p.paint(&p.flat, false, paint, 1)
}

// mask draws a glyph from the cache. Its place is rounded to a quarter pixel
// across and, upright, to a whole pixel down, so that baselines stay crisp.
func (p *painter) mask(face scene.Face, gid uint16, em, halo float64, at scene.Point, angle float64, c color.NRGBA) {
	k := maskKey{face: face, gid: gid, em: float32(em), halo: float32(halo)}
	k.turn = uint8(int(math.Floor(angle/(2*math.Pi)*turns+0.5)) & (turns - 1))
	// Halves are always rounded down the page, so that a band rounds as the whole does.
	qx := int(math.Floor(at.X*quarters + 0.5))
	qy := int(math.Floor(at.Y+0.5)) * quarters
	if k.turn != 0 {
		qy = int(math.Floor(at.Y*quarters + 0.5))
	}
	k.subX, k.subY = uint8(qx&(quarters-1)), uint8(qy&(quarters-1))
	g := masks.get(k)
	stamp(p.dst, &g.Alpha, floorDiv(qx, quarters)+g.x, floorDiv(qy, quarters)+g.y, c)
}

// floorDiv is division that rounds down, for a positive divisor.
func floorDiv(a, b int) int {
	if a < 0 {
		return -((-a + b - 1) / b)
	}
	return a / b
}

// maskKey tells one mask from another.
type maskKey struct {
	face       scene.Face
	gid        uint16
	turn       uint8
	subX, subY uint8
	em, halo   float32 // px
}

// glyphMask is the coverage of a letter and where it lies from the letter's origin.
type glyphMask struct {
	image.Alpha
	x, y int
}

// maskCache keeps the masks of late, in two generations as package typeface keeps
// its runs.
type maskCache struct {
	mu         sync.RWMutex
	young, old map[maskKey]*glyphMask
	bytes      int
}

// generationBytes is how much a generation of masks holds.
const generationBytes = 16 << 20

var masks = &maskCache{young: map[maskKey]*glyphMask{}}

func (c *maskCache) get(k maskKey) *glyphMask {
	c.mu.RLock()
	g := c.young[k]
	young := g != nil
	if !young {
		g = c.old[k]
	}
	c.mu.RUnlock()
	if young {
		return g
	}
	if g == nil {
		g = k.draw()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.bytes > generationBytes {
		c.old, c.young, c.bytes = c.young, map[maskKey]*glyphMask{}, 0
	}
	if c.young[k] == nil {
		c.young[k] = g
		c.bytes += len(g.Pix) + 128
	}
	return g
}

// draw makes a mask: the letter, or the letter and its halo.
func (k maskKey) draw() *glyphMask {
	outline := typeface.Outline(k.face, k.gid)
	if outline.Empty() {
		return &glyphMask{}
	}
	em, halo := float64(k.em), float64(k.halo)
	m := scene.ScaleBy(em, em).
		Then(scene.Rotate(float64(k.turn) * 2 * math.Pi / turns)).
		Then(scene.Translate(float64(k.subX)/quarters, float64(k.subY)/quarters))
	b := box(outline.Points, m).Grow(halo + 1)
	x, y := int(math.Floor(b.X0)), int(math.Floor(b.Y0))
	im := image.NewRGBA(image.Rect(0, 0, int(math.Ceil(b.X1))-x, int(math.Ceil(b.Y1))-y))
	p := newPainter(Spans, im, scene.Identity)
	at := scene.Point{X: float64(k.subX)/quarters - float64(x), Y: float64(k.subY)/quarters - float64(y)}
	p.letter(k.face, k.gid, em, halo, at, float64(k.turn)*2*math.Pi/turns, scene.Solid(color.NRGBA{A: 255}))
	return &glyphMask{Alpha: *alphaOf(im), x: x, y: y}
}
