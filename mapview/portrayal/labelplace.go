package portrayal

import (
	"slices"
	"strings"
	"unicode/utf8"

	"pinezka/mapview/scene"
	"pinezka/mapview/style"
	"pinezka/mapview/typeface"
)

const (
	// lineEm is from baseline to baseline in ems; riseEm and fallEm are how far
	// letters reach above and below it, accents on capitals left aside.
	lineEm = 1.14
	riseEm = 0.76
	fallEm = 0.22
	// longestName is how many letters a place's name may have; beyond, the icon
	// stands alone.
	longestName = 46
	// iconApart is how many icon widths two icons of one kind keep apart.
	iconApart = 3.4
	// iconHalo is the width of the light line around an icon, in icon widths.
	iconHalo = 0.22
)

// block is a name in lines, centred about the origin.
type block struct {
	runs []typeface.Run
	w, h float64
	rule style.Name
}

func (p *placer) block(rule style.Name, name string) block {
	if rule.Upper {
		name = strings.ToUpper(name)
	}
	lines := []string{name}
	if rule.WrapEm > 0 {
		lines = wrapName(rule.Face, rule.Size, name, rule.WrapEm*rule.Size)
	}
	b := block{rule: rule, h: (float64(len(lines)-1)*lineEm + riseEm + fallEm) * rule.Size}
	for _, l := range lines {
		r := typeface.SetSpaced(rule.Face, rule.Size, l, rule.Spacing)
		b.runs = append(b.runs, r)
		b.w = max(b.w, r.Width)
	}
	return b
}

// box is the room that the block takes about a centre.
func (b block) box(c scene.Point) scene.Rect {
	return scene.Box(c.X-b.w/2, c.Y-b.h/2, b.w, b.h)
}

// align is where the lines of a block meet: at their starts (-1), middles (0) or
// ends (1).
type align float64

// set adds the block's lines about a centre.
func (p *placer) set(b block, c scene.Point, a align, ref scene.Ref) {
	y := c.Y - b.h/2 + riseEm*b.rule.Size
	for _, r := range b.runs {
		x := c.X - r.Width/2 + float64(a)*(b.w-r.Width)/2
		t := r.Text(x, y, scene.Solid(b.rule.Color))
		t.Halo, t.HaloMM, t.Ref = scene.Solid(p.rules.Halo), b.rule.HaloMM, ref
		p.ops = append(p.ops, t)
		y += lineEm * b.rule.Size
	}
}

// place sets a place's icon and, beside it, its name. It tells whether a name was
// wanted.
func (p *placer) place(w *wish) bool {
	named := w.poi.Named && w.name != "" && utf8.RuneCountInString(w.name) <= longestName
	half := w.poi.Size / 2
	icon := scene.Rect{X0: w.at.X - half, Y0: w.at.Y - half, X1: w.at.X + half, Y1: w.at.Y + half}
	for _, q := range p.icons[w.class] {
		if q.Dist(w.at) < iconApart*w.poi.Size {
			return false // its like stands there already
		}
	}
	if !p.taken.free(icon) {
		return named
	}
	p.taken.add(icon)
	p.icons[w.class] = append(p.icons[w.class], w.at)
	ref := scene.Ref{Layer: layerBase, ID: w.id, Class: w.class}
	shape := w.poi.Icon.Transform(scene.ScaleBy(w.poi.Size, w.poi.Size).Then(scene.Translate(w.at.X, w.at.Y)))
	p.ops = append(p.ops,
		scene.Stroke{Path: shape, Paint: scene.Solid(p.rules.Halo), Width: iconHalo * w.poi.Size, Ref: ref},
		scene.Fill{Path: shape, Paint: scene.Solid(w.poi.Color), Ref: ref})
	if named {
		p.beside(w, ref)
	}
	return named
}

// beside sets a name on the first free of eight places around an icon.
func (p *placer) beside(w *wish, ref scene.Ref) {
	if p.isTwin(w, [3]scene.Point{w.at, w.at, w.at}, 6*w.rule.Size) {
		return
	}
	b := p.block(*w.rule, w.name)
	gap := w.poi.Size/2 + 0.3*w.rule.Size
	x, y := gap+b.w/2, w.poi.Size/2+0.1*w.rule.Size+b.h/2
	slant := w.poi.Size * 0.35 // corners lie a little nearer than sides
	for _, at := range [8]struct {
		d scene.Point
		a align
	}{
		{scene.Point{X: x}, -1},
		{scene.Point{X: -x}, 1},
		{scene.Point{Y: y}, 0},
		{scene.Point{Y: -y}, 0},
		{scene.Point{X: x - slant, Y: y - slant}, -1},
		{scene.Point{X: x - slant, Y: slant - y}, -1},
		{scene.Point{X: slant - x, Y: y - slant}, 1},
		{scene.Point{X: slant - x, Y: slant - y}, 1},
	} {
		c := w.at.Add(at.d)
		box := b.box(c)
		if !p.taken.free(box.Grow(w.rule.HaloMM / 2)) {
			continue
		}
		p.taken.add(box)
		p.set(b, c, at.a, ref)
		p.grant(w, [3]scene.Point{c, c, c})
		return
	}
}

// point sets the name of a settlement or of an area about its place.
func (p *placer) point(w *wish) {
	rule := *w.rule
	if w.kind == wishArea {
		rule.WrapEm = areaWrapEm
	}
	b := p.block(rule, w.name)
	if w.kind == wishArea && (b.w > 1.15*w.room.W() || b.h > 1.15*w.room.H()) {
		return
	}
	if p.isTwin(w, [3]scene.Point{w.at, w.at, w.at}, max(rule.Repeat/2, 12*rule.Size)) {
		return
	}
	e := rule.Size
	for _, d := range [...]scene.Point{
		{},
		{Y: -e},
		{Y: e},
		{X: -2 * e},
		{X: 2 * e},
		{Y: -2 * e},
		{Y: 2 * e},
		{X: -2 * e, Y: -e},
		{X: 2 * e, Y: -e},
		{X: -2 * e, Y: e},
		{X: 2 * e, Y: e},
		{X: -4 * e},
		{X: 4 * e},
		{Y: -3 * e},
		{Y: 3 * e},
	} {
		c := w.at.Add(d)
		if w.kind == wishArea && (abs(d.X) > w.room.W()/3 || abs(d.Y) > w.room.H()/3) {
			continue
		}
		box := b.box(c)
		if !p.taken.free(box.Grow(rule.HaloMM / 2)) {
			continue
		}
		p.taken.add(box)
		p.set(b, c, 0, scene.Ref{Layer: layerBase, ID: w.id, Class: w.class})
		p.grant(w, [3]scene.Point{c, c, c})
		return
	}
}

// areaWrapEm is the longest line of an area's name, in ems.
const areaWrapEm = 9

// house sets a house number on its house, or not at all.
func (p *placer) house(w *wish) {
	b := p.block(*w.rule, w.name)
	box := b.box(w.at)
	if p.taken.free(box.Grow(0.1)) {
		p.taken.add(box)
		p.set(b, w.at, 0, scene.Ref{Layer: layerBase, ID: w.id, Class: w.class})
	}
}

// isTwin tells whether the same name stands nearer than apart already.
func (p *placer) isTwin(w *wish, spine [3]scene.Point, apart float64) bool {
	return slices.ContainsFunc(p.twins[w.name], func(t twin) bool {
		for _, a := range t.spine {
			for _, b := range spine {
				if a.Dist(b) < apart {
					return true
				}
			}
		}
		return false
	})
}

func (p *placer) grant(w *wish, spine [3]scene.Point) {
	p.granted[w.name] = true
	p.twins[w.name] = append(p.twins[w.name], twin{w.kind, spine})
}
