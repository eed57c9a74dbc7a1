package sheet

import (
	"image/color"

	"pinezka/mapview/scene"
	"pinezka/mapview/typeface"
)

var (
	black = scene.MustHex("#000000")
	ink   = scene.MustHex("#1a1a1a")
	faint = scene.MustHex("#555555")
	rule  = scene.MustHex("#9a9a9a")
	paper = scene.MustHex("#ffffff")
)

// Distances of baselines in ems: of running words, and within an entry of a
// legend, whose lines belong together more than entries do.
const (
	leading = 1.24
	tight   = 1.06
)

// para is words broken into lines.
type para struct {
	face    scene.Face
	size    float64
	ink     color.NRGBA
	leading float64 // ems
	lines   []string
}

func newPara(face scene.Face, size float64, c color.NRGBA, words string, width float64) para {
	p := para{face, size, c, leading, nil}
	if words != "" {
		p.lines = typeface.Wrap(face, size, words, width)
	}
	return p
}

// fitted is words on one line at the first of the given parts of a size at which
// they fit; else on several lines at full size.
func fitted(face scene.Face, size float64, c color.NRGBA, words string, width float64, parts ...float64) para {
	for _, k := range parts {
		if p := newPara(face, k*size, c, words, width); len(p.lines) <= 1 {
			return p
		}
	}
	return newPara(face, size, c, words, width)
}

func (p para) height() float64 { return float64(len(p.lines)) * p.leading * p.size }

// width is that of the longest line.
func (p para) width() float64 {
	w := 0.0
	for _, l := range p.lines {
		w = max(w, typeface.Set(p.face, p.size, l).Width)
	}
	return w
}

// at draws the lines; y is the top of the first.
func (p para) at(x, y float64) []scene.Op {
	ops := make([]scene.Op, 0, len(p.lines))
	for i, l := range p.lines {
		base := y + (float64(i)+0.5)*p.leading*p.size + typeface.CapHeight(p.face)*p.size/2
		ops = append(ops, typeface.Set(p.face, p.size, l).Text(x, base, scene.Solid(p.ink)))
	}
	return ops
}

func (p para) tagged(tag scene.Tag, x, y float64) []scene.Op {
	if len(p.lines) == 0 {
		return nil
	}
	return []scene.Op{scene.Group{Tag: tag, Ops: p.at(x, y)}}
}

// row makes the paragraph a row of a flow with room below it.
func (p para) row(tag scene.Tag, below float64) row {
	return row{p.height() + below, func(x, y float64) []scene.Op { return p.tagged(tag, x, y) }}
}

func hline(x0, x1, y, width float64, c color.NRGBA) scene.Op {
	return scene.Stroke{Path: scene.Line(scene.Point{X: x0, Y: y}, scene.Point{X: x1, Y: y}), Width: width, Paint: scene.Solid(c)}
}

// artifact marks what a screen reader passes over.
func artifact(ops ...scene.Op) scene.Op { return scene.Group{Tag: scene.TagArtifact, Ops: ops} }

// sign lays a symbol at a place.
func sign(ops []scene.Op, x, y float64) scene.Op {
	to := scene.Translate(x, y)
	return scene.Group{To: &to, Ops: ops}
}
