package sheet

import (
	"context"
	"image/color"
	"slices"

	"github.com/paulmach/orb"

	"pinezka/mapview/overlay"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/typeface"
)

// Blank is the sheet for stickers (kartka do naklejek): a map without threats, which
// a table of people marks with dots, and which says by itself where every dot lies when
// it is photographed: 14 coded marks around the map, two codes and the id in letters.
type Blank struct {
	Common
	Show   orb.Bound // degrees
	Centre orb.Point // the zero point means the middle of Show
	// Scale is the denominator; 0 means the largest round one at which Show fits, but
	// no smaller than LeastForStickers.
	Scale  float64
	Copies int // numbered sheets; 0 means one

	Dots   []Dot                        // what colours mean
	Fill   string                       // "table no. ____ group: ____", to be filled in by hand
	Advice func(sticker float64) string // sticker: metres on the ground under one
	Copy   func(n, of int) string       // "sheet 3 of 12"
}

// Dot is a colour of stickers, in words and by a letter too, since a grey print has
// no colours.
type Dot struct {
	Colour color.NRGBA // dark enough for a white letter
	Letter string
	Words  string
}

// LeastForStickers is the smallest scale (largest denominator) of a sheet that is
// marked by hand: a sticker of 8 mm covers 80 m there, and beyond it nobody can tell
// which corner was meant.
const LeastForStickers = 10000.0

// Sticker is the width in millimetres of the dots that the sheet is made for.
const Sticker = 8.0

// Measures of the sheet in millimetres.
const (
	blankEdge  = 10.0
	blankHead  = 37.0 // to the upper marks
	blankFoot  = 48.0 // from the lower edge to the top of the lower marks
	blankQR    = 20.0
	blankFrame = markSide + 3 // from a mark's outer edge to the map
)

// Pages draws the sheets: the same map on each, with a number and codes of its own.
func (b Blank) Pages(ctx context.Context) ([]Page, error) {
	base, err := b.board()
	if err != nil {
		return nil, err
	}
	if b.Centre == (orb.Point{}) && b.Show.IsZero() {
		return nil, ErrNoArea
	}
	base.Map.Overlay = slices.DeleteFunc(base.Map.Overlay, func(o portrayal.Overlay) bool {
		_, threats := o.(overlay.Threats)
		return threats // whatever else was asked for, a sheet to be marked shows no reports
	})
	base.Map.Under = nil
	base.m.edge, base.m.qr = blankEdge, blankQR

	f := frame{box: scene.Rect{
		X0: blankEdge + blankFrame, Y0: blankHead + blankFrame,
		X1: b.Paper.W - blankEdge - blankFrame, Y1: b.Paper.H - blankFoot - 3,
	}}
	if f.box.W() < base.m.minFrameW || f.box.H() < base.m.minFrameH {
		return nil, ErrPaper
	}
	centre := centreOf(b.Centre, b.Show, f.box)
	scale := b.Scale
	if scale <= 0 {
		scale = 5000
		if !b.Show.IsZero() {
			scale = min(fitScale(b.Show, centre, f.box.W(), f.box.H()), LeastForStickers)
		}
	}
	f.cam = paperCamera(centre, scale, f.box.W(), f.box.H())
	mapped, drawing, err := f.draw(ctx, base.Map, &base.Words)
	if err != nil {
		return nil, err
	}
	info := base.mapped(f, drawing, tally{}, b.Show)
	// A map without reports leaves none out.
	info.Outside, info.WithoutPlace = 0, 0

	n := max(1, b.Copies)
	out := make([]Page, n)
	for i := range out {
		out[i] = Page{Scene: base.scene(b.sheet(&base, f, mapped, i+1, n)...), Map: info}
	}
	return out, nil
}

// sheet draws one of the numbered sheets.
func (b Blank) sheet(p *board, f frame, mapped scene.Group, n, of int) []scene.Op {
	words := &p.Words
	right := p.Paper.W - p.m.edge + 1
	width := right - p.m.qr - 5 - p.m.edge
	var ops []scene.Op

	title := fitted(scene.Bold, 7.4, black, words.Title, width, 1, 0.9, 0.8, 0.7)
	y := 8.5
	ops = append(ops, title.tagged(scene.TagTitle, p.m.edge, y)...)
	y += title.height()
	second := words.Second
	if b.Fill != "" {
		if second != "" {
			second += " · "
		}
		second += b.Fill
	}
	line := fitted(scene.Regular, 3.9, ink, second, width, 1, 0.9, 0.8)
	ops = append(ops, line.tagged(scene.TagText, p.m.edge, y)...)
	y += line.height() + 0.8
	ops = append(ops, b.dots(p.m.edge, y, width)...)

	if p.ID != "" {
		upper, _ := p.code(right-p.m.qr, 8, n)
		ops = append(ops, upper[0]) // the letters stand beside the lower one
	}
	figure := scene.Group{Tag: scene.TagFigure, Alt: words.Alt(0, 0), Ops: []scene.Op{mapped}}
	head := p.layer(ops)
	ops = []scene.Op{artifact(f.border(p.m)...)}
	for i, at := range marksAround(p.Paper.W, blankHead, p.Paper.H-blankFoot, blankEdge) {
		ops = append(ops, mark(i, at))
	}
	ops = append(ops, b.below(p, f, n)...)
	foot := *p
	if b.Copy != nil {
		foot.Words.Page = b.Copy
	}
	foot.m.foot = 8.6
	return []scene.Op{head, figure, p.layer(append(ops, foot.footer(n, of, p.Map.Credit)...))}
}

// dots draws what the colours of stickers mean, in one line.
func (b Blank) dots(x, y, width float64) []scene.Op {
	const side, size = 6.0, 3.6
	each := width / float64(max(1, len(b.Dots)))
	var ops []scene.Op
	for i, d := range b.Dots {
		at := scene.Point{X: x + each*float64(i) + side/2, Y: y + side/2}
		letter := typeface.Set(scene.Bold, 3.4, d.Letter)
		words := fitted(scene.Regular, size, ink, d.Words, each-side-4, 1, 0.9, 0.8, 0.7)
		ops = append(ops,
			artifact(
				scene.Fill{Path: scene.Circle(at, side/2), Paint: scene.Solid(d.Colour)},
				scene.Stroke{Path: scene.Circle(at, side/2), Width: 0.25, Paint: scene.Solid(black)},
				letter.CentreText(at.X, at.Y+typeface.CapHeight(scene.Bold)*3.4/2, scene.Solid(paper))),
			scene.Group{Tag: scene.TagText, Ops: words.at(at.X+side/2+1.8, at.Y-words.height()/2)})
	}
	return ops
}

// below draws what stands under the marks: the second code with the id in letters,
// the scale, and how to mark.
func (b Blank) below(p *board, f frame, n int) []scene.Op {
	top := p.Paper.H - 31
	x := p.m.edge
	var ops []scene.Op
	if p.ID != "" {
		lower, _ := p.code(x, top, n)
		ops = append(ops, lower[0])
		x += p.m.qr + 4
		id := newPara(scene.Bold, 2.8, ink, payload(p.ID, n), 60)
		ops = append(ops, id.tagged(scene.TagText, x, top-0.6)...)
	}
	narrow := *p
	narrow.m.barLongest, narrow.m.small = 42, 2.4
	narrow.Words.Ground = func(perCM, _, _ float64) string { return p.Words.perCM(perCM) }
	scaleOps, _, _ := narrow.scaleBlock(x, top+4, f)
	ops = append(ops, scaleOps...)
	x += 58
	width := p.Paper.W - p.m.edge - x
	advice := newPara(scene.Regular, 3.2, ink, b.advice(f.cam.Scale), width)
	ops = append(ops, advice.tagged(scene.TagText, x, top-0.6)...)
	notice := newPara(scene.Bold, 3.2, ink, p.Words.Notice, width)
	return append(ops, notice.tagged(scene.TagText, x, top+advice.height())...)
}

func (b Blank) advice(scale float64) string {
	if b.Advice == nil {
		return ""
	}
	return b.Advice(ground(Sticker, scale))
}
