package sheet

import (
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

// Common is what every kind of sheet is told.
type Common struct {
	Paper Paper
	Map   portrayal.Map
	Words Words
	ID    string // sheet id, capitals and digits; "" for none
}

// Faults that a caller tells apart.
var (
	ErrPaper  = errors.New("the paper leaves no room for the map")
	ErrCredit = errors.New("the map has no credit")
	ErrNoArea = errors.New("the sheet does not say what to show")
)

// board is the paper on which a sheet of any kind is laid out: its measures, and what
// the map's overlays know of their reports.
type board struct {
	Common
	m     measures
	facts map[int64]overlay.Fact
	look  overlay.Look
}

// board checks what a sheet was told and lays the paper out. A map whose base has a
// source must have its credit: there is no sheet without it.
func (c Common) board() (board, error) {
	if err := c.Words.check(); err != nil {
		return board{}, err
	}
	if c.Map.Credit == "" && len(c.Map.Base)+len(c.Map.Raster) > 0 {
		return board{}, ErrCredit
	}
	for _, r := range c.ID {
		if (r < 'A' || r > 'Z') && (r < '0' || r > '9') || len(c.ID) > 12 {
			return board{}, fmt.Errorf("sheet id %q: want up to 12 capitals and digits", c.ID)
		}
	}
	b := board{Common: c, m: measuresFor(c.Paper)}
	b.Map = forPaper(c.Map, b.m)
	b.facts, b.look = factsOf(c.Map)
	return b, nil
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

func (p *board) scene(ops ...scene.Op) scene.Scene {
	return scene.Scene{W: p.Paper.W, H: p.Paper.H, Ops: ops}
}

// layer puts commands into the layer of the sheet. The map stands outside of it,
// since it brings layers of its own.
func (p *board) layer(ops []scene.Op) scene.Group {
	return scene.Group{Name: p.Words.Layers.Sheet, Layer: true, Ops: ops}
}

func (p *board) credit(f frame) para {
	return newPara(scene.Regular, p.m.least, faint, p.Map.Credit, f.box.W())
}

// mapped says what a map shows; show is what it should show whole, in degrees, and may
// be empty.
func (p *board) mapped(f frame, d portrayal.Drawing, t tally, show orb.Bound) *Mapped {
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
	if !show.IsZero() {
		info.Whole = fits(c, show)
		info.FitScale = fitScale(show, c.Centre, c.W, c.H)
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
