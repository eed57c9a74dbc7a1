package sheet

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"pinezka/mapview/scene"
)

// across tells whether table and legend stand beside the map and not under it.
func (p *board) across() bool { return p.Paper.W > p.Paper.H }

// contentColumns is how many columns stand under the map of an upright sheet.
func (p *board) contentColumns() int {
	return max(1, int((p.Paper.W-2*p.m.edge+p.m.gap)/(p.m.column+p.m.gap)))
}

func (p *board) contentWidth() float64 {
	if p.across() {
		return p.m.column
	}
	n := float64(p.contentColumns())
	return (p.Paper.W - 2*p.m.edge - (n-1)*p.m.gap) / n
}

// footTop is where everything above the footer ends.
func (p *board) footTop() float64 { return p.Paper.H - p.m.foot - 2.5*p.m.k }

// plan finds the frame and the scale. Furniture and content take what they need
// and the map what is left; since the scale's words and the legend depend on the
// frame, and the frame on them, it goes around until nothing changes.
func (p *pages) plan() (plan, error) {
	var pl plan
	scale, under := 5000.0, 0.0
	if p.ask.Scale > 0 {
		scale = p.ask.Scale
	}
	for range 6 {
		pl = p.layout(scale, under)
		box := pl.frame.box
		if box.W() < p.m.minFrameW || box.H() < p.m.minFrameH {
			return plan{}, fmt.Errorf("%s, %.0f by %.0f mm: %w (%.0f by %.0f mm are left)",
				p.Paper.Name, p.Paper.W, p.Paper.H, ErrPaper, max(0, box.W()), max(0, box.H()))
		}
		centre := centreOf(p.ask.Centre, p.ask.Show, box)
		next := p.ask.Scale
		if next <= 0 {
			next = 5000
			if !p.ask.Show.IsZero() {
				next = fitScale(p.ask.Show, centre, box.W(), box.H())
			}
		}
		pl.frame.cam = paperCamera(centre, next, box.W(), box.H())
		if !p.ask.NoGrid {
			pl.frame.cell = onPaper(cellLength(next, p.m.cellLeast), next)
		}
		need := under
		if !p.across() {
			need = max(under, p.contentHeight(pl, under))
		}
		if next == scale && need <= under {
			return pl, nil
		}
		scale, under = next, need
	}
	return pl, nil
}

// centreOf is the middle of a map: what was asked, or the middle of what shall be
// shown as it lies on paper.
func centreOf(centre orb.Point, show orb.Bound, box scene.Rect) orb.Point {
	if centre != (orb.Point{}) {
		return centre
	}
	c := paperCamera(show.Center(), 5000, box.W(), box.H())
	return c.ToGround(boundOnPage(c, show).Centre())
}

// layout places everything for a scale and a height of the content under the map.
func (p *pages) layout(scale, under float64) plan {
	m := p.m
	var pl plan
	pl.frame.cam.Scale = scale
	_, y := p.head(1)
	room := 1.2 * m.k
	if !p.ask.NoGrid {
		room = gridRoom(m)
	}
	right := p.Paper.W - m.edge
	if p.across() {
		right -= m.column + m.gap
	}
	pl.frame.box = scene.Rect{X0: m.edge, Y0: y + room + 0.8*m.k, X1: right, Y1: p.Paper.H}

	_, h := p.furniture(0, pl.frame, 1)
	bottom := p.footTop() - under
	if under > 0 {
		bottom -= 3 * m.k
	}
	pl.furnitureTop = bottom - h
	pl.creditTop = pl.furnitureTop - 1.5*m.k - p.credit(pl.frame).height()
	pl.frame.box.Y1 = pl.creditTop - room - 0.4*m.k

	if p.across() {
		top := m.top
		heading := newPara(scene.Bold, m.heading, ink, p.firstHeading(), 1e9).width()
		if _, sw := p.stamp(0, 0); sw > 0 && heading+sw+4*m.k > m.column {
			top += 5.4*max(0.9, m.k) + 2*m.k
		}
		pl.content = []column{{x: p.Paper.W - m.edge - m.column, y: top, bottom: pl.furnitureTop - 2*m.k}}
		return pl
	}
	pl.content = sideBySide(m.edge, p.Paper.W-2*m.edge, m.gap, bottom+3*m.k, p.footTop(), p.contentColumns())
	pl.level = true
	return pl
}

// firstHeading is what stands beside the stamp.
func (p *pages) firstHeading() string {
	if len(p.ask.Motions) > 0 {
		return p.Words.Motions
	}
	return p.Words.OnSheet(len(p.facts))
}

// leastMap is the part of an upright page that the map keeps; what has no room
// under it goes overleaf.
const leastMap = 0.43

// contentHeight is what table and legend of an upright sheet will take at most,
// given what they have now.
func (p *pages) contentHeight(pl plan, under float64) float64 {
	c := newCounter()
	box := scene.Rect{X1: pl.frame.cam.W, Y1: pl.frame.cam.H}
	for _, f := range p.facts {
		if f.Placed && box.Contains(pl.frame.cam.ToPage(f.Where)) {
			c.add(f)
		}
	}
	if c.reports > 1 {
		c.sign[SignCluster] = 1 // there may be one
	}
	if len(p.ask.Motions) > 0 {
		c.sign[SignMotion] = len(p.ask.Motions)
	}
	sections := p.sections(nil, pl, c.tally())
	if len(sections) == 0 {
		return 0
	}
	most := max(2*p.m.small, pl.frame.box.H()+under-leastMap*p.Paper.H)
	_, rest, used := level(0, p.Paper.W-2*p.m.edge, p.m.gap, 0, most, p.contentColumns(), sections)
	if len(rest) > 0 {
		// What goes overleaf needs no room here; the note that says so does.
		used += 2 * p.m.small
	}
	if math.IsInf(used, 0) {
		used = 2 * p.m.small
	}
	return min(used+0.5, most)
}

// head draws title, second and third line and the stamp of a page, and returns where
// they end.
func (p *board) head(page int) (ops []scene.Op, bottom float64) {
	m, w := p.m, &p.Words
	width := p.Paper.W - 2*m.edge
	x1 := p.Paper.W - m.edge
	stamp, sw := p.stamp(x1, m.top)
	var codeBottom float64
	if p.across() {
		width -= m.column + m.gap
	} else {
		y := m.top
		if sw > 0 {
			y += 5.4*max(0.9, m.k) + 2*m.k
		}
		if p.ID != "" {
			sw = max(sw, m.qr)
			code, h := p.code(x1-m.qr, y, page)
			stamp = append(stamp, code...)
			codeBottom = y + h
		}
		if sw > 0 {
			width -= sw + 4*m.k
		}
	}
	title := p.title(width)
	y := m.top - 0.22*title.size // the first line's capitals begin at the top
	ops = append(ops, title.tagged(scene.TagTitle, m.edge, y)...)
	y += title.height()
	for _, l := range []struct {
		words string
		size  float64
		faint bool
	}{{w.Second, m.second, false}, {w.Third, m.third, true}} {
		colour := ink
		if l.faint {
			colour = faint
		}
		line := fitted(scene.Regular, l.size, colour, l.words, width, 1, 0.93, 0.87)
		ops = append(ops, line.tagged(scene.TagText, m.edge, y+0.4*m.k)...)
		y += line.height() + 0.4*m.k
	}
	return append(ops, stamp...), max(y, codeBottom)
}

// title is one line where it fits; a long title becomes smaller, down to two
// thirds, and then takes several lines, but is never cut.
func (p *board) title(width float64) para {
	t := fitted(scene.Bold, p.m.title, black, p.Words.Title, width, 1, 0.9, 0.8)
	if len(t.lines) > 1 {
		t = newPara(scene.Bold, 0.67*p.m.title, black, p.Words.Title, width)
	}
	return t
}

// furniture is the strip under the map: scale, north, ruler, notices and code; in
// one line where the paper is wide enough, else in two.
func (p *board) furniture(y float64, f frame, page int) (ops []scene.Op, h float64) {
	m := p.m
	x0, x1 := m.edge, p.Paper.W-m.edge
	gap := 6 * m.k
	scaleOps, sw, sh := p.scaleBlock(x0, y, f)
	x := x0 + max(sw, m.barLongest) + gap
	northOps, nw, nh := p.northArrow(x, y)
	x += nw + gap
	rulerOps, rh := p.ruler(x, y+1)
	x += rulerLength + gap
	first := max(sh, nh, rh+1)
	ops = append(append(append(ops, scaleOps...), northOps...), rulerOps...)
	if x1-x >= 75*max(m.k, 0.9) {
		notes, h := p.notices(x, y, x1-x, page)
		return append(ops, notes...), max(first, h)
	}
	notes, h := p.notices(x0, y+first+2*m.k, x1-x0, page)
	return append(ops, notes...), first + 2*m.k + h
}
