package sheet

import (
	"context"

	"github.com/paulmach/orb"

	"pinezka/mapview/overlay"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/style"
	"pinezka/mapview/typeface"
)

// Slips are evidence slips (kartki z wnioskami), half an A4 each: one motion, the map
// around its place with the reports of its category, two figures, what can be said and
// how it was counted. Two stand on an A4 across, to be cut apart.
type Slips struct {
	Common // the map's base; the paper is always A4 across
	Slips  []Slip
	Says   SlipWords
}

// Slip is what one of them says. On a public sheet the words come from the guard of
// privacy.
type Slip struct {
	ID     int64
	Number string
	Place  string // Seniora, przy parkingu
	Text   string // what is asked for, of whom, by when, how many backed it

	Overlay []portrayal.Overlay // reports of its category, and the motion itself
	Centre  orb.Point           // degrees; the zero point means that the motion has no place on a map
	Radius  float64             // metres
	Outline orb.Geometry        // of a motion along a line or in an area; nil for a point

	Figures    []Figure // two at most
	Conclusion string   // one or two sentences
	Method     string   // how it was counted
}

// Figure is a number that is printed large, with its words.
type Figure struct{ Number, Words string }

// SlipWords are what all slips say alike.
type SlipWords struct {
	Title      func(number string) string
	Means      string // heading over the conclusion
	NoPlace    string // in place of a map
	Of         func(n, of int) string
	RadiusName func(metres float64) string
}

// slipScales lists the scales of a slip's map: the circle should fill it.
var slipScales = []float64{500, 1000, 1500, 2000, 2500, 3000, 4000, 5000, 7500, 10000, 15000, 20000, 25000, 50000, 100000, 200000}

const (
	slipWidth  = 148.5
	slipHeight = 210.0
	slipEdge   = 10.0
	slipMap    = 74.0 // height of its map
	slipFoot   = 7.0  // under the last line
)

// Pages draws the slips, two a page.
func (s Slips) Pages(ctx context.Context) ([]Page, error) {
	if len(s.Slips) == 0 {
		return nil, ErrNoArea
	}
	a4, _ := FindPaper("A4")
	s.Paper = a4.Landscape()
	b, err := s.board()
	if err != nil {
		return nil, err
	}
	b.m.edge, b.m.qr, b.m.least = slipEdge, 18, 2.1
	var out []Page
	for i := 0; i < len(s.Slips); i += 2 {
		var ops []scene.Op
		var info *Mapped
		for j := i; j < min(i+2, len(s.Slips)); j++ {
			slip, mapped, err := s.slip(ctx, &b, j)
			if err != nil {
				return nil, err
			}
			to := scene.Translate(float64(j-i)*slipWidth, 0)
			ops = append(ops, scene.Group{To: &to, Ops: slip})
			if mapped != nil && info == nil {
				info = mapped
			}
		}
		if i+1 < len(s.Slips) {
			ops = append(ops, artifact(scene.Stroke{
				Path:  scene.Line(scene.Point{X: slipWidth, Y: 0}, scene.Point{X: slipWidth, Y: slipHeight}),
				Width: 0.2, Dash: []float64{2, 2}, Paint: scene.Solid(rule),
			}))
		}
		out = append(out, Page{Scene: b.scene(ops...), Map: info})
	}
	return out, nil
}

// slip draws one slip with its upper left corner at the origin.
func (s Slips) slip(ctx context.Context, b *board, i int) ([]scene.Op, *Mapped, error) {
	sl := s.Slips[i]
	x0, x1 := slipEdge+0.5, slipWidth-slipEdge-0.5
	width := x1 - x0
	var ops []scene.Op

	const square = 13.0
	number := b.look.Symbols.Motion(style.MotionSign{Number: sl.Number, Size: square, Located: sl.Centre != orb.Point{} || sl.Outline != nil})
	ops = append(ops, artifact(sign(number, x0+square/2, slipEdge+square/2)))
	tx := x0 + square + 3.5
	title := fitted(scene.Bold, 5, black, s.Says.Title(sl.Number), x1-tx, 1, 0.9, 0.8)
	ops = append(ops, title.tagged(scene.TagTitle, tx, slipEdge-0.8)...)
	second := newPara(scene.Regular, 3, faint, b.Words.Second, x1-tx)
	ops = append(ops, second.tagged(scene.TagText, tx, slipEdge-0.8+title.height()+0.3)...)
	y := max(slipEdge+square, slipEdge-0.8+title.height()+0.3+second.height()) + 1.5
	if stamp, sw := b.stamp(x1, y-1); sw > 0 {
		ops = append(ops, stamp...)
		y += 5.6
	}
	if sl.Place != "" {
		place := newPara(scene.Bold, 3.9, ink, sl.Place, width)
		ops = append(ops, place.tagged(scene.TagHeading, x0, y)...)
		y += place.height()
	}
	text := newPara(scene.Regular, 3.9, ink, sl.Text, width)
	_, height := s.below(b, &sl, x0, width, 0, frame{}, i)
	room := slipHeight - slipFoot - 6 - height - y
	if len(text.lines) > 4 { // a long speech is set smaller; of one that fills the slip the end is left out
		text = newPara(scene.Regular, 3.2, ink, sl.Text, width)
		if n := int(room / (text.leading * text.size)); len(text.lines) > n {
			text.lines = text.lines[:max(1, n)]
			text.lines[len(text.lines)-1] += " …"
		}
	}
	ops = append(ops, text.tagged(scene.TagText, x0, y)...)
	y += text.height() + 2
	high := min(slipMap, room-text.height()-2)
	var info *Mapped
	f := frame{box: scene.Box(x0, y, width, max(0, high))}
	switch {
	case sl.Centre == (orb.Point{}) || high < 30:
		words := newPara(scene.Italic, 3.4, faint, s.Says.NoPlace, width)
		ops = append(ops, words.tagged(scene.TagText, x0, y)...)
		y += words.height() + 3
	default:
		drawn, m, err := s.mapOf(ctx, b, &sl, &f)
		if err != nil {
			return nil, nil, err
		}
		ops, info = append(ops, drawn...), m
		y = f.box.Y1 + 3
	}
	rest, _ := s.below(b, &sl, x0, width, y, f, i)
	return append(ops, rest...), info, nil
}

// mapOf draws the map around the motion's place with the circle, or outline, of what
// was counted.
func (s Slips) mapOf(ctx context.Context, b *board, sl *Slip, f *frame) ([]scene.Op, *Mapped, error) {
	ring := overlay.Ring(sl.Centre, sl.Radius).Bound()
	if sl.Outline != nil {
		ring = sl.Outline.Bound()
		reach := overlay.Ring(ring.Center(), sl.Radius).Bound()
		dx, dy := (reach.Max[0]-reach.Min[0])/2, (reach.Max[1]-reach.Min[1])/2
		ring.Min, ring.Max = orb.Point{ring.Min[0] - dx, ring.Min[1] - dy}, orb.Point{ring.Max[0] + dx, ring.Max[1] + dy}
	}
	centre := ring.Center()
	w, h := f.box.W(), f.box.H()
	scale := slipScales[len(slipScales)-1]
	for _, d := range slipScales {
		if fits(paperCamera(centre, d, w, h), ring) {
			scale = d
			break
		}
	}
	f.cam = paperCamera(centre, scale, w, h)
	m := b.Map
	m.Overlay = append(append([]portrayal.Overlay{}, m.Overlay...), sl.Overlay...)
	m = forPaper(m, b.m)
	drawn, drawing, err := f.draw(ctx, m, &b.Words)
	if err != nil {
		return nil, nil, err
	}
	own := *b
	own.facts, own.look = factsOf(m)
	t := tallyOf(drawing.Marks, own.facts)
	info := own.mapped(*f, drawing, t, ring)
	ops := []scene.Op{
		scene.Group{Tag: scene.TagFigure, Alt: b.Words.Alt(info.Reports, info.Motions), Ops: []scene.Op{drawn}},
		artifact(f.border(b.m)...),
	}
	if sl.Outline == nil && s.Says.RadiusName != nil {
		r := onPaper(sl.Radius, scale)
		at := f.box.Centre()
		name := typeface.Set(scene.Bold, 2.8, s.Says.RadiusName(sl.Radius)).CentreText(at.X, max(f.box.Y0+2.6, at.Y-r+1), scene.Solid(ink))
		name.Halo, name.HaloMM = scene.Solid(paper), 0.7
		ops = append(ops, artifact(name))
	}
	return ops, info, nil
}

// below draws what stands under the map, and returns where it ends.
func (s Slips) below(b *board, sl *Slip, x0, width, y float64, f frame, i int) (ops []scene.Op, bottom float64) {
	x1 := x0 + width
	each := width / float64(max(1, min(2, len(sl.Figures))))
	deep := 0.0
	for k, fig := range sl.Figures {
		if k > 1 {
			break
		}
		x := x0 + float64(k)*each
		n := typeface.Set(scene.Bold, 10, fig.Number)
		words := newPara(scene.Regular, 3.5, ink, fig.Words, each-n.Width-6)
		high := max(10, words.height())
		ops = append(ops, scene.Group{Tag: scene.TagText, Ops: append([]scene.Op{
			n.Text(x, y+7.6, scene.Solid(ink)),
		}, words.at(x+n.Width+2.5, y)...)})
		deep = max(deep, high)
	}
	if deep > 0 {
		y += deep + 1.5
		ops = append(ops, artifact(hline(x0, x1, y, 0.25, rule)))
		y += 1.5
	}
	if sl.Conclusion != "" {
		heading := newPara(scene.Bold, 3.9, ink, s.Says.Means, width)
		ops = append(ops, heading.tagged(scene.TagHeading, x0, y)...)
		y += heading.height()
		words := newPara(scene.Regular, 3.6, ink, sl.Conclusion, width)
		ops = append(ops, words.tagged(scene.TagText, x0, y)...)
		y += words.height() + 1
	}
	if sl.Method != "" {
		words := newPara(scene.Regular, 2.6, faint, sl.Method, width)
		ops = append(ops, words.tagged(scene.TagText, x0, y)...)
		y += words.height()
	}
	bias := newPara(scene.Regular, 2.6, faint, b.Words.Bias, width)
	ops = append(ops, bias.tagged(scene.TagText, x0, y)...)
	y += bias.height()

	// Scale, 112 and code stand at the slip's foot.
	const foot = 24.0
	credit := newPara(scene.Regular, 2.1, faint, b.Map.Credit, width)
	top := slipHeight - slipFoot - 2.1*2.8 - credit.height() - foot
	if f.cam.Scale > 0 {
		narrow := *b
		narrow.m.barLongest, narrow.m.small = 38, 2.6
		narrow.Words.Ground = func(perCM, _, _ float64) string { return b.Words.perCM(perCM) }
		scaleOps, _, _ := narrow.scaleBlock(x0, top+4, f)
		ops = append(ops, scaleOps...)
	}
	notice := newPara(scene.Bold, 2.8, ink, b.Words.Notice, 46)
	ops = append(ops, notice.tagged(scene.TagText, x0+54, top+5)...)
	if b.ID != "" {
		code, _ := b.code(x1-b.m.qr, top, i+1)
		ops = append(ops, code...)
	}
	line := slipHeight - slipFoot - 2.1*2.8 - credit.height() + 1
	ops = append(ops, artifact(hline(x0, x1, line, 0.25, black)))
	ops = append(ops, credit.tagged(scene.TagText, x0, line+0.6)...)
	words := s.Says.Of(i+1, len(s.Slips))
	if b.ID != "" {
		words = b.Words.Sheet(b.ID) + " · " + words
	}
	run := typeface.Set(scene.Bold, 2.1, words)
	ops = append(ops, scene.Group{Tag: scene.TagText, Ops: []scene.Op{run.RightText(x1, line+1.2+credit.height()+2, scene.Solid(ink))}})
	return ops, y + foot + 2.1*2.8 + credit.height()
}
