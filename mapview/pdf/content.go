package pdf

import (
	"fmt"
	"image/color"
	"math"
	"strconv"

	"pinezka/mapview/scene"
)

const (
	// places is how many decimals of a millimetre a coordinate keeps.
	places = 2
	// chunk is from how many bytes on a page's content goes on in a further stream,
	// so that two processors can deflate one page.
	chunk = 256 << 10
)

// content is a content stream in the making: a page's, or a form's.
type content struct {
	d      *writer
	page   *pageParts
	form   ref // 0 for the page itself
	buf    []byte
	chunks []ref
	view   scene.Rect // nothing outside shows (mm)
	state  state
	saved  []state

	tagged   bool
	artifact bool  // inside of a group that is decoration
	elem     *elem // structure element that is being drawn
	open     bool  // a marked piece is open,
	openFor  *elem // for this element; nil for decoration
	marks    []*elem
}

// pageParts is what a page gathers besides its content.
type pageParts struct {
	ref    ref
	height float64 // points
	annots []ref
}

// state is the part of the graphics state that is followed, so that nothing is
// set twice. Known says which of it is.
type state struct {
	fill, stroke     scene.Paint
	fillOK, strokeOK bool
	alpha            int // -1 for unknown
	width            float64
	cap, join        int // -1 for unknown
	dashed           int // 0 solid, 1 dashed, -1 unknown
	face             scene.Face
	size             float64
}

func unknown() state { return state{alpha: -1, width: -1, cap: -1, join: -1, dashed: -1} }

func newContent(d *writer, view scene.Rect) *content {
	c := &content{d: d, view: view, state: unknown()}
	// Whether a page or a form that is a group of its own: both begin opaque, and
	// a mitre limit is set once.
	c.state.alpha = 255
	c.buf = append(c.buf, strconv.Itoa(scene.MiterLimit)+" M\n"...)
	return c
}

// flush hands a page's content over as a stream.
func (c *content) flush() {
	r := c.d.alloc()
	c.chunks = append(c.chunks, r)
	c.d.stream(r, "", c.buf)
	c.buf = make([]byte, 0, chunk+chunk/8)
}

// save and restore keep the graphics state around a clip.
func (c *content) save() {
	c.closeMark()
	c.buf = append(c.buf, "q\n"...)
	c.saved = append(c.saved, c.state)
}

func (c *content) restore() {
	c.closeMark()
	c.buf = append(c.buf, "Q\n"...)
	c.state = c.saved[len(c.saved)-1]
	c.saved = c.saved[:len(c.saved)-1]
}

// ops draws commands; m maps their coordinates to the page's millimetres.
func (c *content) ops(ops []scene.Op, m scene.Affine) error {
	for _, op := range ops {
		var err error
		switch op := op.(type) {
		case scene.Fill:
			c.fill(op, m)
		case scene.Stroke:
			c.stroke(op, m)
		case scene.Text:
			err = c.text(op, m)
		case scene.Picture:
			err = c.picture(op, m)
		case scene.Group:
			err = c.group(op, m)
		}
		if err != nil {
			return err
		}
		if c.form == 0 && len(c.buf) > chunk {
			c.flush()
		}
	}
	return nil
}

// hidden tells whether a path lies outside of what shows.
func (c *content) hidden(p scene.Path, m scene.Affine, reach float64) bool {
	b, ok := p.Bounds()
	if !ok {
		return true
	}
	return !b.Transform(m).Grow(reach + 0.01).Overlaps(c.view)
}

func (c *content) fill(op scene.Fill, m scene.Affine) {
	if !op.Paint.Visible() || c.hidden(op.Path, m, 0) {
		return
	}
	c.mark()
	c.setFill(op.Paint, m.Scale())
	c.setAlpha(op.Paint.Color.A)
	c.path(op.Path, m)
	if op.EvenOdd {
		c.buf = append(c.buf, "f*\n"...)
	} else {
		c.buf = append(c.buf, "f\n"...)
	}
}

func (c *content) stroke(op scene.Stroke, m scene.Affine) {
	w := op.Width * m.Scale()
	if !op.Paint.Visible() || w <= 0 || c.hidden(op.Path, m, w/2*scene.MiterLimit) {
		return
	}
	c.mark()
	c.setStroke(op.Paint, m.Scale())
	c.setAlpha(op.Paint.Color.A)
	c.setWidth(w)
	if k := int(op.Cap); k != c.state.cap {
		c.state.cap = k
		c.buf = append(strconv.AppendInt(c.buf, int64(k), 10), " J\n"...)
	}
	if k := pdfJoin(op.Join); k != c.state.join {
		c.state.join = k
		c.buf = append(strconv.AppendInt(c.buf, int64(k), 10), " j\n"...)
	}
	c.setDash(op.Dash, op.Phase, m.Scale())
	c.path(op.Path, m)
	c.buf = append(c.buf, "S\n"...)
}

// pdfJoin is the number that PDF gives a join.
func pdfJoin(j scene.Join) int {
	switch j {
	case scene.JoinMiter:
		return 0
	case scene.JoinBevel:
		return 2
	}
	return 1
}

func (c *content) setWidth(w float64) {
	if w != c.state.width {
		c.state.width = w
		c.buf = append(number(c.buf, w, 4), " w\n"...)
	}
}

func (c *content) setDash(dash []float64, phase, scale float64) {
	sum := 0.0
	for _, v := range dash {
		sum += max(0, v)
	}
	// PDF refuses a dash of nothing but zeros.
	if sum*scale < 1e-3 {
		if c.state.dashed != 0 {
			c.state.dashed = 0
			c.buf = append(c.buf, "[]0 d\n"...)
		}
		return
	}
	c.state.dashed = 1
	c.buf = append(c.buf, '[')
	for i, v := range dash {
		if i > 0 {
			c.buf = append(c.buf, ' ')
		}
		c.buf = number(c.buf, max(0, v)*scale, 3)
	}
	if phase < 0 { // PDF allows none; whole patterns change nothing
		period := sum * float64(1+len(dash)%2)
		phase += period * float64(int(-phase/period)+1)
	}
	c.buf = append(number(append(c.buf, ']'), phase*scale, 3), " d\n"...)
}

func (c *content) setFill(p scene.Paint, scale float64) {
	if c.state.fillOK && same(c.state.fill, p) {
		return
	}
	c.state.fill, c.state.fillOK = p, true
	if p.Pattern != nil {
		c.buf = append(append(append(c.buf, "/Pattern cs/"...), c.d.pattern(p, scale, c.form != 0)...), " scn\n"...)
		return
	}
	c.buf = colour(c.buf, p.Color, " g\n", " rg\n")
}

func (c *content) setStroke(p scene.Paint, scale float64) {
	if c.state.strokeOK && same(c.state.stroke, p) {
		return
	}
	c.state.stroke, c.state.strokeOK = p, true
	if p.Pattern != nil {
		c.buf = append(append(append(c.buf, "/Pattern CS/"...), c.d.pattern(p, scale, c.form != 0)...), " SCN\n"...)
		return
	}
	c.buf = colour(c.buf, p.Color, " G\n", " RG\n")
}

// same tells whether two paints need the same operator; alpha is set apart. A
// pattern may have another scale, so it is always set anew.
func same(a, b scene.Paint) bool {
	return a.Pattern == nil && b.Pattern == nil && a.Color.R == b.Color.R && a.Color.G == b.Color.G && a.Color.B == b.Color.B
}

// colour appends a colour and the operator for greys or the one for the rest.
func colour(b []byte, c color.NRGBA, grey, rgb string) []byte {
	if c.R == c.G && c.G == c.B {
		return append(number(b, float64(c.R)/255, 4), grey...)
	}
	b = number(b, float64(c.R)/255, 4)
	b = number(append(b, ' '), float64(c.G)/255, 4)
	b = number(append(b, ' '), float64(c.B)/255, 4)
	return append(b, rgb...)
}

func (c *content) setAlpha(a uint8) {
	if int(a) == c.state.alpha {
		return
	}
	c.state.alpha = int(a)
	c.d.alphas[a] = true
	c.buf = append(c.buf, "/A"...)
	c.buf = append(strconv.AppendInt(c.buf, int64(a), 10), " gs\n"...)
}

// path appends the steps of a path. Points that fall together on the grid of
// coordinates are written once, save where a whole piece is but one: that is a dot.
func (c *content) path(p scene.Path, m scene.Affine) {
	b := c.buf
	grid := func(q scene.Point) [2]int64 {
		const k = 100
		return [2]int64{int64(math.Round(q.X * k)), int64(math.Round(q.Y * k))}
	}
	i := 0
	var last [2]int64
	moved := false
	for k, v := range p.Verbs {
		switch v {
		case scene.MoveTo, scene.LineTo:
			q := m.Apply(p.Points[i])
			i++
			at := grid(q)
			goesOn := k+1 < len(p.Verbs) && (p.Verbs[k+1] == scene.LineTo || p.Verbs[k+1] == scene.CubicTo)
			if v == scene.LineTo && at == last && (goesOn || !moved) {
				continue
			}
			last = at
			b = number(append(number(b, q.X, places), ' '), q.Y, places)
			if moved = v == scene.MoveTo; moved {
				b = append(b, " m\n"...)
			} else {
				b = append(b, " l\n"...)
			}
		case scene.CubicTo:
			q0, q1, q2 := m.Apply(p.Points[i]), m.Apply(p.Points[i+1]), m.Apply(p.Points[i+2])
			i += 3
			last, moved = grid(q2), false
			b = numbers(b, places, q0.X, q0.Y, q1.X, q1.Y, q2.X, q2.Y)
			b = append(b, "c\n"...)
		case scene.Close:
			b = append(b, "h\n"...)
			moved = true // what follows begins anew
		}
	}
	c.buf = b
}

// group draws a group: its role, its link, its layer, its clip and its opacity,
// from the outside in.
func (c *content) group(g scene.Group, m scene.Affine) error {
	elem, artifact, view := c.elem, c.artifact, c.view
	defer func() { c.elem, c.artifact, c.view = elem, artifact, view }()
	inner := m
	if g.To != nil {
		inner = g.To.Then(m)
	}
	if stamp, ok := g.AsStamp(); ok {
		return c.stamp(stamp, g, inner)
	}
	c.enter(g)
	if g.Link != "" {
		if err := c.link(g, m); err != nil {
			return err
		}
	}
	if g.Layer {
		c.closeMark()
		c.buf = append(append(append(c.buf, "/OC/"...), c.d.layer(g.Name)...), " BDC\n"...)
		defer func() {
			c.closeMark()
			c.buf = append(c.buf, "EMC\n"...)
		}()
	}
	if g.Clip != nil {
		b, ok := g.Clip.Bounds()
		b = b.Transform(m)
		if !ok || !b.Overlaps(c.view) {
			return nil
		}
		c.view = scene.Rect{
			X0: max(c.view.X0, b.X0), Y0: max(c.view.Y0, b.Y0),
			X1: min(c.view.X1, b.X1), Y1: min(c.view.Y1, b.Y1),
		}
		c.save()
		defer c.restore()
		c.path(*g.Clip, m)
		c.buf = append(c.buf, "W n\n"...)
	}
	if g.Opacity > 0 && g.Opacity < 1 {
		return c.faint(g, inner)
	}
	return c.ops(g.Ops, inner)
}

// stampKey tells forms of symbols apart: the symbol, and how it is scaled and turned.
type stampKey struct {
	scene.Stamp
	a, b, c, d float64
}

// stamp shows a symbol, which is a form that all its places share.
func (c *content) stamp(s scene.Stamp, g scene.Group, m scene.Affine) error {
	ink, ok := scene.Bounds(g.Ops)
	if !ok || !ink.Transform(m).Overlaps(c.view) {
		return nil
	}
	k := stampKey{s, m.A, m.B, m.C, m.D}
	n, ok := c.d.stamps[k]
	if !ok {
		still := scene.Affine{A: m.A, B: m.B, C: m.C, D: m.D}
		ink = ink.Transform(still)
		f := newContent(c.d, ink)
		f.form, f.page = c.d.alloc(), c.page
		f.state.alpha = -1 // no group of its own: it goes on in the state around it
		if err := f.ops(g.Ops, still); err != nil {
			return err
		}
		dict := append([]byte("/Type/XObject/Subtype/Form/BBox["), numbers(nil, places, ink.X0, ink.Y0, ink.X1, ink.Y1)...)
		c.d.stream(f.form, fmt.Sprintf("%s]/Resources %v", dict, c.d.resources), f.buf)
		n = named{name: c.d.xobject(f.form), r: f.form}
		c.d.stamps[k] = n
	}
	c.mark()
	c.buf = append(c.buf, "q 1 0 0 1 "...)
	c.buf = numbers(c.buf, places, m.E, m.F)
	c.buf = append(append(append(c.buf, "cm/"...), n.name...), " Do Q\n"...)
	return nil
}

// enter makes the group's role the current one.
func (c *content) enter(g scene.Group) {
	if !c.tagged || c.artifact {
		return
	}
	tag := g.Tag
	if tag == scene.TagNone && g.Alt != "" {
		tag = scene.TagFigure
	}
	switch tag {
	case scene.TagNone:
	case scene.TagArtifact:
		c.artifact = true
	default:
		c.push(&elem{tag: tag, alt: g.Alt})
	}
	if g.Link != "" && !c.artifact {
		c.push(&elem{tag: tagLink})
	}
}

// push makes e the current element, below the one that was.
func (c *content) push(e *elem) {
	c.elem.kids = append(c.elem.kids, kid{elem: e})
	c.elem = e
}

// faint draws a group that is see-through as a whole: as a form of its own.
func (c *content) faint(g scene.Group, m scene.Affine) error {
	ink, ok := scene.Bounds(g.Ops)
	if !ok {
		return nil
	}
	ink = ink.Transform(m)
	ink = scene.Rect{
		X0: max(c.view.X0, ink.X0), Y0: max(c.view.Y0, ink.Y0),
		X1: min(c.view.X1, ink.X1), Y1: min(c.view.Y1, ink.Y1),
	}
	if ink.X0 >= ink.X1 || ink.Y0 >= ink.Y1 {
		return nil
	}
	c.closeMark()
	f := newContent(c.d, ink)
	f.form, f.page, f.tagged, f.artifact, f.elem = c.d.alloc(), c.page, c.tagged, c.artifact, c.elem
	if err := f.ops(g.Ops, m); err != nil {
		return err
	}
	f.closeMark()
	dict := append([]byte("/Type/XObject/Subtype/Form/BBox["), numbers(nil, places, ink.X0, ink.Y0, ink.X1, ink.Y1)...)
	dict = fmt.Appendf(dict, "]/Group<</S/Transparency/CS/DeviceRGB/I true>>/Resources %v", c.d.resources)
	if len(f.marks) > 0 {
		dict = fmt.Appendf(dict, "/StructParents %d", c.d.parent(parent{marks: f.marks}))
	}
	c.d.stream(f.form, string(dict), f.buf)
	c.setAlpha(uint8(g.Opacity*255 + 0.5))
	c.show(c.d.xobject(f.form))
	return nil
}

// show paints a form or an image.
func (c *content) show(name string) {
	c.buf = append(append(append(c.buf, '/'), name...), " Do\n"...)
}

// xobject names a form or an image in the resources.
func (d *writer) xobject(r ref) string {
	n := named{name: "X" + strconv.Itoa(len(d.xobjects)), r: r}
	d.xobjects = append(d.xobjects, n)
	return n.name
}

// link lays a place to click over the group.
func (c *content) link(g scene.Group, m scene.Affine) error {
	b, ok := scene.OpBounds(g)
	if !ok {
		return nil
	}
	b = b.Transform(m)
	r := c.d.alloc()
	c.page.annots = append(c.page.annots, r)
	out := append([]byte("<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect["),
		numbers(nil, 2, b.X0*point, c.page.height-b.Y1*point, b.X1*point, c.page.height-b.Y0*point)...)
	out = fmt.Appendf(out, "]/A<</S/URI/URI%s>>", asciiURI(g.Link))
	title := g.Alt
	if title == "" {
		title = g.Link
	}
	out = fmt.Appendf(out, "/Contents%s", text(title))
	if c.tagged && !c.artifact && c.elem.tag == tagLink {
		c.elem.kids = append(c.elem.kids, kid{page: c.page.ref, link: r})
		out = fmt.Appendf(out, "/StructParent %d", c.d.parent(parent{link: c.elem}))
	}
	c.d.object(r, append(out, ">>"...))
	return nil
}

// asciiURI returns an address as a string object; letters beyond ASCII are escaped
// as browsers do.
func asciiURI(s string) string {
	b := make([]byte, 0, len(s))
	for _, x := range []byte(s) {
		if x <= ' ' || x >= 0x7f {
			b = append(b, '%', hexDigits[x>>4], hexDigits[x&15])
		} else {
			b = append(b, x)
		}
	}
	return text(string(b))
}
