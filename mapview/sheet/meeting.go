package sheet

import (
	"context"

	"github.com/paulmach/orb"

	"pinezka/mapview/overlay"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
)

// Meeting is the meeting map (mapa na zebranie): the map with a table of
// numbered motions and a legend of what is drawn; overleaf what found no room, and
// the index of streets.
type Meeting struct {
	Common

	// Show is what the map should show, in degrees; may be empty when Centre is set.
	Show orb.Bound
	// Centre is the middle of the map; the zero point means the middle of Show.
	Centre orb.Point
	// Scale is the denominator; 0 means the largest round one at which Show fits.
	Scale float64

	Motions    []MotionRow
	Categories int // how many the catalogue has, to say how many have no report here; 0 to say nothing
	NoGrid     bool
	Index      bool // street index overleaf, even when nothing else is there
}

// pages is a meeting in the making.
type pages struct {
	board
	ask Meeting
}

// Pages draws the sheet: the map first, then what goes overleaf. A map whose
// base has a source must have its credit: there is no sheet without it.
func (m Meeting) Pages(ctx context.Context) ([]Page, error) {
	b, err := m.board()
	if err != nil {
		return nil, err
	}
	if m.Centre == (orb.Point{}) && m.Show.IsZero() {
		return nil, ErrNoArea
	}
	p := &pages{board: b, ask: m}
	return p.draw(ctx)
}

// plan is where things go on the page with the map.
type plan struct {
	frame        frame
	creditTop    float64
	furnitureTop float64
	content      []column // for table and legend
	level        bool     // content columns end at one height
}

func (p *pages) draw(ctx context.Context) ([]Page, error) {
	pl, err := p.plan()
	if err != nil {
		return nil, err
	}
	mapped, drawing, err := pl.frame.draw(ctx, p.Map, &p.Words)
	if err != nil {
		return nil, err
	}
	t := tallyOf(drawing.Marks, p.facts)
	info := p.mapped(pl.frame, drawing, t, p.ask.Show)

	head, _ := p.head(1)
	figure := scene.Group{Tag: scene.TagFigure, Alt: p.Words.Alt(info.Reports, info.Motions), Ops: []scene.Op{mapped}}
	ops := []scene.Op{artifact(pl.frame.border(p.m)...)}
	content, rest := p.content(pl, p.sections(drawing.Marks, pl, t))
	ops = append(ops, content...)
	furniture, _ := p.furniture(pl.furnitureTop, pl.frame, 1)
	ops = append(ops, furniture...)
	ops = append(ops, p.credit(pl.frame).tagged(scene.TagText, p.m.edge, pl.creditTop)...)
	first := Page{Scene: p.scene(p.layer(head), figure, p.layer(ops)), Map: info}

	back, err := p.overleaf(rest, drawing, pl.frame, p.ask.Index)
	if err != nil {
		return nil, err
	}
	all := append([]Page{first}, back...)
	for i := range all {
		left := p.Words.FullSize
		if i > 0 {
			left = p.Map.Credit
		}
		all[i].Scene.Ops = append(all[i].Scene.Ops, p.layer(p.footer(i+1, len(all), left)))
	}
	return all, nil
}

// sections are what stands beside or under the map.
func (p *pages) sections(marks []portrayal.Mark, pl plan, t tally) []section {
	cells := map[int64]string{}
	for _, m := range marks {
		if m.Ref.Layer == overlay.LayerMotions && len(m.Members) > 0 {
			cells[m.Ref.ID] = pl.frame.cellAt(m.At)
		}
	}
	width := p.contentWidth()
	return append(p.table(cells, width), p.legend(t, width, p.ask.Categories)...)
}

// content lays sections into the columns beside or under the map. When the
// legend finds no room whole, a line says that it is overleaf.
func (p *pages) content(pl plan, sections []section) (ops []scene.Op, rest []section) {
	lay := func(less float64) {
		columns := append([]column{}, pl.content...)
		for i := range columns {
			columns[i].bottom -= less
		}
		if pl.level {
			first, last := columns[0], columns[len(columns)-1]
			width := last.x + p.contentWidth() - first.x
			ops, rest, _ = level(first.x, width, p.m.gap, first.y, first.bottom, len(columns), sections)
			return
		}
		ops, rest, _ = flow(columns, sections)
	}
	lay(0)
	if len(rest) == 0 || p.Words.Overleaf == "" {
		return ops, rest
	}
	note := newPara(scene.Bold, p.m.small, ink, p.Words.Overleaf, p.contentWidth())
	lay(note.height() + p.m.k)
	c := pl.content[0]
	return append(ops, note.tagged(scene.TagText, c.x, c.bottom-note.height())...), rest
}
