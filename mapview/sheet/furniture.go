package sheet

import (
	"pinezka/mapview/scene"
	"pinezka/mapview/typeface"
)

// scaleBlock is the scale in words, as a bar, and as ground per centimetre. It
// returns its size.
func (p *board) scaleBlock(x, y float64, f frame) (ops []scene.Op, w, h float64) {
	m, words, scale := p.m, &p.Words, f.cam.Scale
	length := barLength(scale, m.barLongest)
	long := onPaper(length, scale)

	number := newPara(scene.Bold, 3.8*max(0.9, m.k), ink, words.Scale(scale), 1e9)
	ops = append(ops, number.tagged(scene.TagText, x, y)...)
	top := y + number.height() + 0.6*m.k
	thick := 1.6 * m.k
	var bar []scene.Op
	for i := range 4 {
		x0 := x + long*float64(i)/4
		if i%2 == 0 {
			bar = append(bar, scene.Fill{Path: scene.Box(x0, top, long/4, thick).Path(), Paint: scene.Solid(black)})
		}
	}
	bar = append(bar, scene.Stroke{
		Path: scene.Box(x, top, long, thick).Path(), Width: 0.25, Join: scene.JoinMiter, Paint: scene.Solid(black),
		Ref: scene.Ref{Layer: "furniture", Class: "scale-bar"},
	})
	size := 2.8 * max(0.95, m.k)
	base := top + thick + size*0.95
	set := func(s string) typeface.Run { return typeface.Set(scene.Regular, size, s) }
	end := set(words.Length(length))
	bar = append(bar,
		set("0").Text(x, base, scene.Solid(ink)),
		set(digits(words.Length(length/2))).CentreText(x+long/2, base, scene.Solid(ink)),
		end.Text(x+long-set(digits(words.Length(length))).Width/2, base, scene.Solid(ink)))
	ops = append(ops, artifact(bar...))

	mapped := newPara(scene.Regular, m.small, faint,
		words.Ground(ground(10, scale), ground(f.box.W(), scale), ground(f.box.H(), scale)), max(long, m.barLongest)+end.Width/2)
	under := base + 0.5*size
	ops = append(ops, mapped.tagged(scene.TagText, x, under)...)
	return ops, max(number.width(), long+end.Width, mapped.width()), under + mapped.height() - y
}

// digits returns the number at the beginning of a length: the middle of the bar
// has no unit.
func digits(s string) string {
	end := len(s)
	for i, r := range s {
		if !(r >= '0' && r <= '9') && r != '.' && r != ',' && r != ' ' && r != '\u00a0' && r != '\u202f' {
			end = i
			break
		}
	}
	for end > 0 && (s[end-1] < '0' || s[end-1] > '9') {
		end--
	}
	return s[:end]
}

// northArrow points up, since true north is up on every sheet.
func (p *board) northArrow(x, y float64) (ops []scene.Op, w, h float64) {
	h = p.m.north
	w = h * 0.62
	size := h * 0.3
	run := typeface.Set(scene.Bold, size, p.Words.North)
	cx := x + w/2
	tip, foot := y+size*0.95, y+h+size*0.2
	notch := foot - (foot-tip)*0.26
	half := (foot - tip) * 0.3
	left := scene.Line(scene.Point{X: cx, Y: tip}, scene.Point{X: cx - half, Y: foot}, scene.Point{X: cx, Y: notch})
	left.Close()
	right := scene.Line(scene.Point{X: cx, Y: tip}, scene.Point{X: cx + half, Y: foot}, scene.Point{X: cx, Y: notch})
	right.Close()
	line := func(q scene.Path) scene.Op {
		return scene.Stroke{Path: q, Width: 0.25, Paint: scene.Solid(black)}
	}
	ops = []scene.Op{artifact(
		run.CentreText(cx, y+typeface.CapHeight(scene.Bold)*size, scene.Solid(ink)),
		scene.Fill{Path: right, Paint: scene.Solid(black)}, line(right),
		scene.Fill{Path: left, Paint: scene.Solid(paper)}, line(left),
	)}
	return ops, w, foot - y
}

// rulerLength is what the check ruler must measure on the print.
const rulerLength = 100.0

func (p *board) ruler(x, y float64) (ops []scene.Op, h float64) {
	var line scene.Path
	base := y + 3.2
	line.MoveTo(x, base)
	line.LineTo(x+rulerLength, base)
	for i := range 11 {
		tick := 1.4
		if i%5 == 0 {
			tick = 2.6
		}
		line.MoveTo(x+float64(i)*rulerLength/10, base)
		line.LineTo(x+float64(i)*rulerLength/10, base-tick)
	}
	words := newPara(scene.Regular, p.m.least, faint, p.Words.Ruler, rulerLength)
	ops = append(ops, artifact(scene.Stroke{
		Path: line, Width: 0.25, Paint: scene.Solid(black), Ref: scene.Ref{Layer: "furniture", Class: "ruler"},
	}))
	ops = append(ops, words.tagged(scene.TagText, x, base+0.7)...)
	return ops, base + 0.7 + words.height() - y
}

// notices are the 112 sentence and the one about bias; on a sheet that lies
// across, the sheet's code stands at the right (upright it stands in the head).
func (p *board) notices(x, y, w float64, page int) (ops []scene.Op, h float64) {
	m := p.m
	room := w
	coded := p.ID != "" && p.across()
	if coded {
		room -= m.qr + 4*m.k
	}
	notice := newPara(scene.Bold, 3.2*max(0.95, m.k), ink, p.Words.Notice, room)
	bias := newPara(scene.Regular, 2.8*max(0.95, m.k), ink, p.Words.Bias, room)
	gap := 0.9 * m.k
	ops = append(ops, notice.tagged(scene.TagText, x, y)...)
	ops = append(ops, bias.tagged(scene.TagText, x, y+notice.height()+gap)...)
	h = notice.height() + gap + bias.height()
	if coded {
		q, qh := p.code(x+w-m.qr, y, page)
		ops = append(ops, q...)
		h = max(h, qh)
	}
	return ops, h
}

// stamp is the framed word at the upper right; x is its right edge.
func (p *board) stamp(x, y float64) (ops []scene.Op, w float64) {
	if p.Words.Stamp == "" {
		return nil, 0
	}
	size, h := 3*max(0.9, p.m.k), 5.4*max(0.9, p.m.k)
	run := typeface.Set(scene.Bold, size, p.Words.Stamp)
	w = run.Width + 4*p.m.k
	return []scene.Op{
		artifact(scene.Stroke{Path: scene.Box(x-w, y, w, h).Path(), Width: 0.4, Paint: scene.Solid(black)}),
		scene.Group{Tag: scene.TagText, Ops: []scene.Op{
			run.CentreText(x-w/2, y+h/2+typeface.CapHeight(scene.Bold)*size/2, scene.Solid(ink)),
		}},
	}, w
}

// footer is the line at the bottom: how to print at the left, which sheet and page
// at the right.
func (p *board) footer(page, of int, left string) []scene.Op {
	m := p.m
	y := p.Paper.H - m.foot
	x0, x1 := m.edge, p.Paper.W-m.edge
	run := typeface.Set(scene.Bold, m.least, p.Words.Page(page, of))
	right := x1 - run.Width
	base := y + 1.6*m.least
	texts := []scene.Op{run.Text(right, base, scene.Solid(ink))}
	if p.ID != "" {
		id := typeface.Set(scene.Regular, m.least, p.Words.Sheet(p.ID))
		right -= id.Width + 4*m.k
		texts = append([]scene.Op{id.Text(right, base, scene.Solid(faint))}, texts...)
	}
	ops := []scene.Op{artifact(hline(x0, x1, y, 0.25, black))}
	words := newPara(scene.Regular, m.least, faint, left, right-x0-6)
	ops = append(ops, words.tagged(scene.TagText, x0, base-0.5*leading*m.least-typeface.CapHeight(scene.Regular)*m.least/2)...)
	return append(ops, scene.Group{Tag: scene.TagText, Ops: texts})
}
