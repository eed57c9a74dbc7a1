package sheet

import (
	"context"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/style"
)

// Panels are maps of one place beside each other (przed i po, małe mapy): one scale,
// one set of classes, a title and a count over each; under them the classes, and a table
// where one is given. Two make the sheet before and after, up to a dozen the small
// multiples of months or categories.
type Panels struct {
	Common
	Panels []Panel
	Show   orb.Bound // degrees, the same for all
	Scale  float64   // denominator; 0 means the largest round one at which Show fits

	Classes     string   // heading over the classes
	ClassNames  []string // of each class, the lowest first; empty for none
	ClassesNote string   // what is measured, and how
	Table       Grid     // without rows there is none
}

// Panel is one of the maps.
type Panel struct {
	Title   string
	Count   func(drawn int) string
	Overlay []portrayal.Overlay
	Under   []portrayal.Overlay
}

// MostPanels is how many maps stand on one page.
const MostPanels = 12

// ErrPanels says that there are no panels, or more than MostPanels.
var ErrPanels = fmt.Errorf("want 1 to %d maps on a page", MostPanels)

// Pages draws the sheet: one page, and overleaf what of the table found no room.
func (s Panels) Pages(ctx context.Context) ([]Page, error) {
	if n := len(s.Panels); n == 0 || n > MostPanels {
		return nil, ErrPanels
	}
	if s.Show.IsZero() {
		return nil, ErrNoArea
	}
	b, err := s.board()
	if err != nil {
		return nil, err
	}
	m := b.m
	head, top := b.head(1)
	top += 3 * m.k
	width := b.Paper.W - 2*m.edge

	// Furniture's height depends little on the scale; the table takes what it needs, but
	// leaves the maps half of the page.
	guess := frame{box: scene.Box(0, 0, width/2, 100), cam: paperCamera(s.Show.Center(), 5000, width/2, 100)}
	_, furniture := b.furniture(0, guess, 1)
	bottom := b.footTop()
	furnitureTop := bottom - furniture
	classes := s.classes(&b, 0, 0, width)
	under := classes.h
	var sections []section
	if len(s.Table.Rows) > 0 {
		sections = append(sections, s.Table.section(m, 0.95*m.body, width))
	}
	tableRoom := 0.0
	if len(sections) > 0 {
		most := (furnitureTop - top) * 0.42
		_, _, used := flow([]column{{x: m.edge, y: 0, bottom: most}}, sections)
		if !math.IsInf(used, 0) {
			tableRoom = used + 3*m.k
		}
	}
	area := scene.Rect{X0: m.edge, Y0: top, X1: m.edge + width, Y1: furnitureTop - under - tableRoom - 3*m.k}
	frames, err := s.frames(&b, area)
	if err != nil {
		return nil, err
	}

	var figures, ops []scene.Op
	var info *Mapped
	for i := range s.Panels {
		figure, own, mapped, err := s.panel(ctx, &b, i, frames[i])
		if err != nil {
			return nil, err
		}
		figures, ops = append(figures, figure), append(ops, own...)
		if info == nil {
			info = mapped
			continue
		}
		info.Reports += mapped.Reports
		info.Outside += mapped.Outside
		info.WithoutPlace += mapped.WithoutPlace
		info.Gaps = append(info.Gaps, mapped.Gaps...)
	}
	y := area.Y1 + 2*m.k
	ops = append(ops, s.classes(&b, m.edge, y, width).ops...)
	table, rest, _ := flow([]column{{x: m.edge, y: y + under + m.k, bottom: furnitureTop - m.k}}, sections)
	ops = append(ops, table...)
	strip, _ := b.furniture(furnitureTop, frames[0], 1)
	ops = append(ops, strip...)

	pages := []Page{{Scene: b.scene(append([]scene.Op{b.layer(head)}, append(figures, b.layer(ops))...)...), Map: info}}
	back, err := b.overleaf(rest, portrayal.Drawing{}, frame{}, false)
	if err != nil {
		return nil, err
	}
	pages = append(pages, back...)
	for i := range pages {
		pages[i].Scene.Ops = append(pages[i].Scene.Ops, b.layer(b.footer(i+1, len(pages), b.Map.Credit)))
	}
	return pages, nil
}

// panelHead is the height of a panel's title for a width.
func (s Panels) panelHead(m measures) float64 {
	if len(s.Panels) <= 2 {
		return 1.5 * 1.15 * m.heading
	}
	return 1.5 * m.second
}

// frames lays the panels out in the columns that make them largest, all of one size
// and one scale.
func (s Panels) frames(b *board, area scene.Rect) ([]frame, error) {
	n, gap, head := len(s.Panels), 6*b.m.k, s.panelHead(b.m)
	on := boundOnPage(paperCamera(s.Show.Center(), 1000, 100, 100), s.Show)
	best, columns := 0.0, 1
	size := func(c int) (w, h float64) {
		rows := (n + c - 1) / c
		return (area.W() - gap*float64(c-1)) / float64(c), (area.H() - (gap+head)*float64(rows) + gap) / float64(rows)
	}
	for c := 1; c <= n; c++ {
		w, h := size(c)
		if k := min(w/on.W(), h/on.H()); k > best {
			best, columns = k, c
		}
	}
	w, h := size(columns)
	if least := 30.0; w < least || h < least {
		return nil, fmt.Errorf("%s, %d maps: %w (each would have %.0f by %.0f mm)", b.Paper.Name, n, ErrPaper, w, max(0, h))
	}
	centre := centreOf(orb.Point{}, s.Show, scene.Box(0, 0, w, h))
	scale := s.Scale
	if scale <= 0 {
		scale = fitScale(s.Show, centre, w, h)
	}
	out := make([]frame, n)
	for i := range out {
		x := area.X0 + float64(i%columns)*(w+gap)
		y := area.Y0 + float64(i/columns)*(h+gap+head) + head
		out[i] = frame{box: scene.Box(x, y, w, h), cam: paperCamera(centre, scale, w, h)}
	}
	return out, nil
}

// panel draws one map with its title and count.
func (s Panels) panel(ctx context.Context, b *board, i int, f frame) (figure scene.Op, ops []scene.Op, info *Mapped, err error) {
	pan := s.Panels[i]
	m := b.Map
	m.Overlay = append(append([]portrayal.Overlay{}, m.Overlay...), pan.Overlay...)
	m.Under = append(append([]portrayal.Overlay{}, m.Under...), pan.Under...)
	m = forPaper(m, b.m)
	drawn, drawing, err := f.draw(ctx, m, &b.Words)
	if err != nil {
		return nil, nil, nil, err
	}
	own := *b
	own.facts, own.look = factsOf(m)
	t := tallyOf(drawing.Marks, own.facts)
	info = own.mapped(f, drawing, t, s.Show)
	head := s.panelHead(b.m)
	size := head / 1.5
	count := newPara(scene.Regular, 0.78*size, ink, pan.Count(info.Reports), f.box.W())
	title := fitted(scene.Bold, size, ink, pan.Title, f.box.W()-count.width()-3, 1, 0.9, 0.8, 0.7)
	base := f.box.Y0 - 0.4*head
	ops = append(ops, title.tagged(scene.TagHeading, f.box.X0, base-title.height()/2-0.1*size)...)
	ops = append(ops, count.tagged(scene.TagText, f.box.X1-count.width(), base-count.height()/2)...)
	ops = append(ops, artifact(f.border(b.m)...))
	return scene.Group{Tag: scene.TagFigure, Alt: pan.Title + ". " + b.Words.Alt(info.Reports, info.Motions), Ops: []scene.Op{drawn}}, ops, info, nil
}

// classBar is the bar of classes with its height.
type classBar struct {
	ops []scene.Op
	h   float64
}

// classes draws the classes that all maps share, as the maps draw them.
func (s Panels) classes(b *board, x, y, width float64) classBar {
	if len(s.ClassNames) == 0 {
		return classBar{}
	}
	m := b.m
	top := y
	heading := newPara(scene.Bold, m.heading, ink, s.Classes, width)
	ops := heading.tagged(scene.TagHeading, x, y)
	y += heading.height() + 0.6*m.k
	const high = 6.0
	each := min(34*m.k, width/float64(len(s.ClassNames)))
	for i, name := range s.ClassNames {
		box := scene.Box(x+each*float64(i), y, each, high*m.k)
		words := fitted(scene.Bold, m.body, style.OnSurface(i), name, each-2, 1, 0.9, 0.8, 0.7)
		c := box.Centre()
		ops = append(ops,
			artifact(style.SurfaceArea(box.Path(), i)...),
			scene.Group{Tag: scene.TagText, Ops: words.at(c.X-words.width()/2, c.Y-words.height()/2)})
	}
	y += high*m.k + 0.8*m.k
	note := newPara(scene.Regular, m.small, faint, s.ClassesNote, width)
	ops = append(ops, note.tagged(scene.TagText, x, y)...)
	return classBar{ops, y + note.height() + m.k - top}
}
