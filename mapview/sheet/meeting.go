package sheet

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"pinezka/data/crs"
	"pinezka/mapview/overlay"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/style"
)

// Meeting is the meeting map (mapa na zebranie): the map with a table of
// numbered motions and a legend of what is drawn; overleaf what found no room, and
// the index of streets.
type Meeting struct {
	Paper Paper
	Map   portrayal.Map
	Words Words

	// Show is what the map should show, in degrees; may be empty when Centre is set.
	Show orb.Bound
	// Centre is the middle of the map; the zero point means the middle of Show.
	Centre orb.Point
	// Scale is the denominator; 0 means the largest round one at which Show fits.
	Scale float64

	Motions    []MotionRow
	Categories int    // how many the catalogue has, to say how many have no report here; 0 to say nothing
	ID         string // sheet id, capitals and digits; "" for none
	NoGrid     bool
	Index      bool // street index overleaf, even when nothing else is there
}

// Faults that a caller tells apart.
var (
	ErrPaper  = errors.New("the paper leaves no room for the map")
	ErrCredit = errors.New("the map has no credit")
	ErrNoArea = errors.New("the sheet does not say what to show")
)

// pages is a meeting in the making.
type pages struct {
	Meeting
	m     measures
	facts map[int64]overlay.Fact
	look  overlay.Look
}

// Pages draws the sheet: the map first, then what goes overleaf. A map whose
// base has a source must have its credit: there is no sheet without it.
func (m Meeting) Pages(ctx context.Context) ([]Page, error) {
	if err := m.Words.check(); err != nil {
		return nil, err
	}
	if m.Map.Credit == "" && len(m.Map.Base)+len(m.Map.Raster) > 0 {
		return nil, ErrCredit
	}
	if m.Centre == (orb.Point{}) && m.Show.IsZero() {
		return nil, ErrNoArea
	}
	for _, r := range m.ID {
		if (r < 'A' || r > 'Z') && (r < '0' || r > '9') || len(m.ID) > 12 {
			return nil, fmt.Errorf("sheet id %q: want up to 12 capitals and digits", m.ID)
		}
	}
	p := &pages{Meeting: m, m: measuresFor(m.Paper)}
	p.Map = forPaper(m.Map, p.m)
	p.facts, p.look = factsOf(m.Map)
	return p.draw(ctx)
}

// forPaper returns the map as paper wants it: nothing is missing, the frame cuts
// no sign, and signs grow with the paper unless their size was given.
func forPaper(m portrayal.Map, s measures) portrayal.Map {
	m.Wait = true
	m.Overlay = slices.Clone(m.Overlay)
	for i, o := range m.Overlay {
		switch o := o.(type) {
		case overlay.Threats:
			o.Inside = true
			if o.Size == 0 {
				o.Size = style.SymbolSize * max(1, s.k)
			}
			m.Overlay[i] = o
		case overlay.Facilities:
			if o.Size == 0 {
				o.Size = style.SymbolSize * max(1, s.k)
			}
			m.Overlay[i] = o
		case overlay.Points:
			if o.Size == 0 {
				o.Size = style.SymbolSize * max(1, s.k)
			}
			m.Overlay[i] = o
		}
	}
	return m
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
	info := p.mapped(pl.frame, drawing, t)

	head, _ := p.head(pl)
	figure := scene.Group{Tag: scene.TagFigure, Alt: p.Words.Alt(info.Reports, info.Motions), Ops: []scene.Op{mapped}}
	ops := []scene.Op{artifact(pl.frame.border(p.m)...)}
	content, rest := p.content(pl, p.sections(drawing.Marks, pl, t))
	ops = append(ops, content...)
	furniture, _ := p.furniture(pl.furnitureTop, pl.frame)
	ops = append(ops, furniture...)
	ops = append(ops, p.credit(pl.frame).tagged(scene.TagText, p.m.edge, pl.creditTop)...)
	first := Page{Scene: p.scene(p.layer(head), figure, p.layer(ops)), Map: info}

	back, err := p.overleaf(rest, drawing, pl.frame)
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

func (p *pages) scene(ops ...scene.Op) scene.Scene {
	return scene.Scene{W: p.Paper.W, H: p.Paper.H, Ops: ops}
}

// layer puts commands into the layer of the sheet. The map stands outside of it,
// since it brings layers of its own.
func (p *pages) layer(ops []scene.Op) scene.Group {
	return scene.Group{Name: p.Words.Layers.Sheet, Layer: true, Ops: ops}
}

func (p *pages) credit(f frame) para {
	return newPara(scene.Regular, p.m.least, faint, p.Map.Credit, f.box.W())
}

// mapped says what the map shows.
func (p *pages) mapped(f frame, d portrayal.Drawing, t tally) *Mapped {
	c := f.cam
	info := &Mapped{
		Frame: f.box, Camera: c, EPSG: crs.ForPlace(c.Centre).EPSG(), Cell: ground(f.cell, c.Scale),
		Corners: [4]orb.Point{
			c.ToGround(scene.Point{}), c.ToGround(scene.Point{X: c.W}),
			c.ToGround(scene.Point{X: c.W, Y: c.H}), c.ToGround(scene.Point{Y: c.H}),
		},
		Whole: true, FitScale: c.Scale, Reports: t.reports, Legend: t.entries(&p.Words),
		Gaps: d.Gaps, Unplaced: d.Unplaced,
	}
	if !p.Show.IsZero() {
		info.Whole = fits(c, p.Show)
		info.FitScale = fitScale(p.Show, c.Centre, c.W, c.H)
	}
	for _, s := range t.signs {
		if s.class == string(SignMotion) {
			info.Motions = s.n
		}
	}
	for _, fact := range p.facts {
		if !fact.Placed {
			info.WithoutPlace++
		}
	}
	info.Outside = len(p.facts) - info.WithoutPlace - info.Reports
	return info
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
	return append(p.table(cells, width), p.legend(t, width)...)
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
