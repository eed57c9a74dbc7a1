package pdf

import (
	"math"
	"strconv"
	"strings"

	"pinezka/mapview/scene"
	"pinezka/mapview/typeface"
)

// haloKey tells the outline of one glyph from another.
type haloKey struct {
	face scene.Face
	gid  uint16
}

// text shows a run of words, its halo first.
func (c *content) text(t scene.Text, m scene.Affine) error {
	if len(t.Glyphs) == 0 || t.Size <= 0 {
		return nil
	}
	if b, ok := scene.OpBounds(t); !ok || !b.Transform(m).Overlaps(c.view) {
		return nil
	}
	f, err := c.d.font(t.Face)
	if err != nil {
		return err
	}
	r := run{font: f, size: t.Size * m.Scale(), turn: math.Atan2(m.B, m.A), text: t, at: make([]scene.Point, len(t.Glyphs))}
	for i, g := range t.Glyphs {
		r.at[i] = m.Apply(g.At)
	}
	c.mark()
	if halo := t.HaloMM * m.Scale(); halo > 0 && t.Halo.Visible() {
		c.halo(r, halo)
	}
	if t.Paint.Visible() {
		c.words(r, m.Scale())
	}
	return nil
}

// run is a text as it stands on the page.
type run struct {
	font *font
	size float64 // mm
	turn float64 // of the groups around it
	text scene.Text
	at   []scene.Point // of each glyph
}

func (r run) angle(i int) float64 { return r.text.Glyphs[i].Angle + r.turn }

// straight tells whether the glyphs stand in line, and along which angle.
func (r run) straight() (float64, bool) {
	a := r.angle(0)
	sin, cos := math.Sincos(a)
	for i := range r.at {
		d := r.at[i].Sub(r.at[0])
		if math.Abs(r.angle(i)-a) > 1e-4 || math.Abs(d.Y*cos-d.X*sin) > 0.004*r.size {
			return 0, false
		}
		if i > 0 {
			if step := r.at[i].Sub(r.at[i-1]); step.X*cos+step.Y*sin < -1e-6 && r.text.Glyphs[i].Runes != "" {
				return 0, false
			}
		}
	}
	return a, true
}

// spaced tells whether letters of a level run stand so far apart that a reader would
// take them for words.
func (r run) spaced() bool {
	const far = 0.09 // em
	pen := r.at[0].X
	for i, g := range r.text.Glyphs {
		if r.at[i].X-pen > far*r.size {
			return true
		}
		pen = r.at[i].X + r.font.file.width(g.ID)*r.size/1000
	}
	return false
}

// halo paints the outlines of all glyphs, wide and round, and their insides.
// The line width is set around the forms, so that one form serves every halo.
func (c *content) halo(r run, reach float64) {
	c.setAlpha(r.text.Halo.Color.A)
	solid := scene.Solid(r.text.Halo.Color)
	c.setFill(solid, 1)
	c.setStroke(solid, 1)
	c.setDash(nil, 0, 1)
	if c.state.join != 1 {
		c.state.join = 1
		c.buf = append(c.buf, "1 j\n"...)
	}
	c.setWidth(2 * reach / r.size) // in ems, for the forms scale the em to r.size
	for i, g := range r.text.Glyphs {
		name := c.d.halo(r.text.Face, g.ID)
		if name == "" {
			continue
		}
		sin, cos := math.Sincos(r.angle(i))
		c.buf = append(c.buf, "q "...)
		c.buf = numbers(c.buf, 4, r.size*cos, r.size*sin, -r.size*sin, r.size*cos)
		c.buf = numbers(c.buf, places, r.at[i].X, r.at[i].Y)
		c.buf = append(append(append(c.buf, "cm/"...), name...), " Do Q\n"...)
	}
}

// halo returns the name of the form that outlines a glyph of 1 em, "" for a glyph
// without ink. Colour and width come from where it is used.
func (d *writer) halo(face scene.Face, gid uint16) string {
	k := haloKey{face, gid}
	if n, ok := d.halos[k]; ok {
		return n.name
	}
	outline := typeface.Outline(face, gid)
	box, ok := outline.Bounds()
	if !ok {
		d.halos[k] = named{}
		return ""
	}
	c := &content{d: d}
	c.emPath(outline)
	c.buf = append(c.buf, 'B')
	box = box.Grow(1)
	r := d.alloc()
	dict := append([]byte("/Type/XObject/Subtype/Form/BBox["), numbers(nil, 2, box.X0, box.Y0, box.X1, box.Y1)...)
	d.stream(r, string(append(dict, ']')), c.buf)
	n := named{name: d.xobject(r), r: r}
	d.halos[k] = n
	return n.name
}

// emPath appends a path in ems, to a thousandth.
func (c *content) emPath(p scene.Path) {
	p.Each(func(v scene.Verb, pts []scene.Point) {
		for _, q := range pts {
			c.buf = numbers(c.buf, 3, q.X, q.Y)
		}
		c.buf = append(c.buf, "mlch"[v], '\n')
	})
}

// words shows the glyphs as text. A level run with letters that its glyphs stand
// for anyway needs no more; any other says its words as ActualText.
func (c *content) words(r run, scale float64) {
	c.setFill(r.text.Paint, scale)
	c.setAlpha(r.text.Paint.Color.A)
	plain := true
	var said strings.Builder
	for _, g := range r.text.Glyphs {
		plain = r.font.use(g.ID, g.Runes) && plain
		said.WriteString(g.Runes)
	}
	angle, straight := r.straight()
	plain = plain && straight && math.Abs(angle) < 1e-4 && !r.spaced() && said.String() == r.text.String
	if !plain {
		c.buf = append(append(append(c.buf, "/Span<</ActualText"...), utf16Hex(r.text.String)...), ">>BDC\n"...)
	}
	c.buf = append(c.buf, "BT\n"...)
	if c.state.face != r.font.face || c.state.size != r.size {
		c.state.face, c.state.size = r.font.face, r.size
		c.buf = append(append(append(c.buf, '/'), r.font.name...), ' ')
		c.buf = append(number(c.buf, r.size, 4), " Tf\n"...)
	}
	if straight {
		c.line(r, angle)
	} else {
		for i, g := range r.text.Glyphs {
			c.matrix(r.angle(i), r.at[i])
			c.buf = append(hexUnit(append(c.buf, '<'), g.ID), ">Tj\n"...)
		}
	}
	c.buf = append(c.buf, "ET\n"...)
	if !plain {
		c.buf = append(c.buf, "EMC\n"...)
	}
}

// matrix sets the place and the angle of the next glyph. Letters stand upright in a
// space whose y points down.
func (c *content) matrix(angle float64, at scene.Point) {
	sin, cos := math.Sincos(angle)
	c.buf = numbers(c.buf, 5, cos, sin, sin, -cos)
	c.buf = numbers(c.buf, places, at.X, at.Y)
	c.buf = append(c.buf, "Tm\n"...)
}

// line shows a straight run as one string; where a glyph does not stand where the
// widths alone would put it, a number moves it.
func (c *content) line(r run, angle float64) {
	c.matrix(angle, r.at[0])
	sin, cos := math.Sincos(angle)
	c.buf = append(c.buf, "[<"...)
	pen := 0.0 // thousandths of an em
	for i, g := range r.text.Glyphs {
		d := r.at[i].Sub(r.at[0])
		x := (d.X*cos + d.Y*sin) * 1000 / r.size
		if by := math.Round(pen - x); by != 0 {
			c.buf = strconv.AppendInt(append(c.buf, '>'), int64(by), 10)
			c.buf = append(c.buf, '<')
			pen -= by
		}
		c.buf = hexUnit(c.buf, g.ID)
		r.font.use(g.ID, g.Runes)
		pen += r.font.file.width(g.ID)
	}
	if c.endsWord(r) {
		c.buf = hexUnit(c.buf, r.font.space)
		r.font.use(r.font.space, " ")
	}
	c.buf = append(c.buf, ">]TJ\n"...)
}

// endsWord tells whether a space belongs after the run, so that a paragraph read
// aloud does not join the last word of a line with the first of the next.
func (c *content) endsWord(r run) bool {
	if !c.tagged || c.openFor == nil || c.openFor.tag == scene.TagFigure {
		return false
	}
	s := r.text.String
	return s != "" && !strings.HasSuffix(s, " ") && !strings.HasSuffix(s, "-") && !strings.HasSuffix(s, "/")
}
