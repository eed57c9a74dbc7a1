package sheet

import (
	"context"
	"fmt"
	"math"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/typeface"
)

// Atlas is a page for each area of the municipality, or where there are none a page
// for each field of a grid laid over it, always across. Each page has a small map of all
// pages, arrows with the numbers of those beside it, and a legend of its own.
//
// What belongs to another page lies under a grey veil: around an area everything
// beyond its outline, around a field of the grid the band of 10 mm that the neighbour
// repeats.
type Atlas struct {
	Common
	Areas []AtlasArea // one page each; empty for the grid
	Show  orb.Bound   // what all pages together show, degrees
	// Scale is the denominator; 0 means for each area the largest round one at which
	// it fits, and 1:5,000 for the grid.
	Scale float64
	Says  AtlasWords
}

// AtlasArea is an area with its page.
type AtlasArea struct {
	Name    string
	Outline orb.MultiPolygon // degrees
}

// AtlasWords are what the pages say beyond other sheets' words.
type AtlasWords struct {
	Title  func(name string) string // Atlas of beats: Nowe Miasto; the name is a number on the grid
	All    string                   // heading over the small map
	Beside func(page int) string    // page 4
	InArea func(reports int) string // reports inside the outline
	Band   string                   // what the grey band is; only the grid has one
}

// MostAtlasPages keeps a municipality from being cut into hundreds of pages unasked.
const MostAtlasPages = 99

// ErrAtlas says that the atlas would have more pages than MostAtlasPages.
var ErrAtlas = fmt.Errorf("the atlas would have more than %d pages: choose a smaller scale", MostAtlasPages)

// leaf is a page of an atlas in the making.
type leaf struct {
	name   string
	area   orb.MultiPolygon // the area, or the field of the grid, degrees
	centre orb.Point
	scale  float64
	around [4]int // index of the leaf at the left, right, above, below; -1 for none

	frame frame
	ops   []scene.Op // the page but for arrows and footer
	info  *Mapped
	back  []Page
	page  int
}

// atlasMeasures is where things stand, in mm of an A4 that lies across, times k.
type atlasMeasures struct {
	k         float64
	frame     scene.Rect // with room for letters and arrows around
	column, w float64
	small     float64 // height of the small map
}

// Pages draws the atlas. Pages are numbered when all are drawn, since an area whose
// legend is long has a second one.
func (a Atlas) Pages(ctx context.Context) ([]Page, error) {
	a.Paper = a.Paper.Landscape()
	b, err := a.board()
	if err != nil {
		return nil, err
	}
	if len(a.Areas) == 0 && a.Show.IsZero() {
		return nil, ErrNoArea
	}
	k := a.Paper.H / 210
	at := atlasMeasures{
		k: k, column: a.Paper.W - b.m.edge - 62*k, w: 62 * k, small: 45 * k,
		frame: scene.Rect{X0: b.m.edge + 8*k, Y0: 31 * k, X1: a.Paper.W - b.m.edge - 75*k},
	}
	_, notices := a.notices(&b, at, 0)
	at.frame.Y1 = b.footTop() - notices - gridRoom(b.m) - 7*k
	leaves, err := a.leaves(at)
	if err != nil {
		return nil, err
	}
	page := 1
	for i := range leaves {
		if err := a.leaf(ctx, &b, at, leaves, i); err != nil {
			return nil, err
		}
		leaves[i].page = page
		page += 1 + len(leaves[i].back)
	}
	var out []Page
	for i := range leaves {
		l := &leaves[i]
		own := b
		own.Words.Title = a.Says.Title(l.name)
		head, _ := own.head(l.page)
		small, err := a.small(ctx, &own, at, leaves, i)
		if err != nil {
			return nil, err
		}
		ops := append(l.ops, own.layer(append(append(head, small...), a.arrows(&own, leaves, i)...)))
		code := own.atlasCode(at, l.page)
		ops = append(ops, own.layer(append(code, own.footer(l.page, page-1, own.Map.Credit)...)))
		out = append(out, Page{Scene: own.scene(ops...), Map: l.info})
		for j, back := range l.back {
			back.Scene.Ops = append(back.Scene.Ops, own.layer(own.footer(l.page+1+j, page-1, own.Map.Credit)))
			out = append(out, back)
		}
	}
	return out, nil
}

// leaves says what each page shows, and which lie beside it.
func (a Atlas) leaves(at atlasMeasures) ([]leaf, error) {
	if len(a.Areas) == 0 {
		return a.fields(at)
	}
	if len(a.Areas) > MostAtlasPages {
		return nil, ErrAtlas
	}
	out := make([]leaf, len(a.Areas))
	for i, area := range a.Areas {
		box := area.Outline.Bound()
		l := leaf{name: area.Name, area: area.Outline, centre: centreOf(orb.Point{}, box, at.frame), scale: a.Scale}
		if l.scale <= 0 {
			l.scale = fitScale(box, l.centre, at.frame.W(), at.frame.H())
		}
		out[i] = l
	}
	for i := range out {
		out[i].frame = frame{box: at.frame, cam: paperCamera(out[i].centre, out[i].scale, at.frame.W(), at.frame.H())}
		for side := range 4 {
			out[i].around[side] = beyond(out, i, side)
		}
	}
	return out, nil
}

// beyond returns which other area lies along most of a side of a page.
func beyond(leaves []leaf, i, side int) int {
	const steps, off = 15, 6.0
	c := leaves[i].frame.cam
	votes := make([]int, len(leaves))
	for s := range steps {
		t := (float64(s) + 0.5) / steps
		p := [4]scene.Point{{X: -off, Y: t * c.H}, {X: c.W + off, Y: t * c.H}, {X: t * c.W, Y: -off}, {X: t * c.W, Y: c.H + off}}[side]
		g := c.ToGround(p)
		for j, l := range leaves {
			if j != i && l.area.Bound().Contains(g) && planar.MultiPolygonContains(l.area, g) {
				votes[j]++
				break
			}
		}
	}
	best := -1
	for j, v := range votes {
		if v > 0 && (best < 0 || v > votes[best]) {
			best = j
		}
	}
	return best
}

// band is how much of a field of the grid its neighbour repeats, in mm.
const atlasBand = 10.0

// fields lays a grid over what is to be shown.
func (a Atlas) fields(at atlasMeasures) ([]leaf, error) {
	scale := a.Scale
	if scale <= 0 {
		scale = 5000
	}
	whole := paperCamera(a.Show.Center(), scale, 0, 0)
	box := boundOnPage(whole, a.Show)
	w, h := at.frame.W()-2*atlasBand, at.frame.H()-2*atlasBand
	columns, rows := max(1, int(math.Ceil(box.W()/w-1e-9))), max(1, int(math.Ceil(box.H()/h-1e-9)))
	if columns*rows > MostAtlasPages {
		return nil, ErrAtlas
	}
	mid := box.Centre()
	out := make([]leaf, 0, columns*rows)
	for row := range rows {
		for col := range columns {
			x := mid.X + (float64(col)-float64(columns-1)/2)*w
			y := mid.Y + (float64(row)-float64(rows-1)/2)*h
			i := len(out)
			l := leaf{name: strconv.Itoa(i + 1), centre: whole.ToGround(scene.Point{X: x, Y: y}), scale: scale, around: [4]int{-1, -1, -1, -1}}
			l.frame = frame{box: at.frame, cam: paperCamera(l.centre, scale, at.frame.W(), at.frame.H())}
			ring := orb.Ring{}
			for _, d := range [][2]float64{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}, {-1, -1}} {
				ring = append(ring, whole.ToGround(scene.Point{X: x + d[0]*w/2, Y: y + d[1]*h/2}))
			}
			l.area = orb.MultiPolygon{{ring}}
			for side, ok := range []bool{col > 0, col < columns-1, row > 0, row < rows-1} {
				if ok {
					l.around[side] = i + []int{-1, 1, -columns, columns}[side]
				}
			}
			out = append(out, l)
		}
	}
	return out, nil
}

// leaf draws a page but for what needs the numbers of pages.
func (a Atlas) leaf(ctx context.Context, b *board, at atlasMeasures, leaves []leaf, i int) error {
	l := &leaves[i]
	l.frame.cell = onPaper(cellLength(l.scale, b.m.cellLeast), l.scale)
	m := b.Map
	m.Overlay = append([]portrayal.Overlay{veil{l.area, len(a.Areas) == 0}}, m.Overlay...)
	mapped, drawing, err := l.frame.draw(ctx, m, &b.Words)
	if err != nil {
		return err
	}
	t := tallyOf(drawing.Marks, b.facts)
	l.info = b.mapped(l.frame, drawing, t, orb.Bound{})
	if len(a.Areas) > 0 {
		l.info.Whole = fits(l.frame.cam, l.area.Bound())
		l.info.FitScale = fitScale(l.area.Bound(), l.centre, at.frame.W(), at.frame.H())
	}
	figure := scene.Group{Tag: scene.TagFigure, Alt: l.name + ". " + b.Words.Alt(l.info.Reports, l.info.Motions), Ops: []scene.Op{mapped}}
	ops := []scene.Op{artifact(l.frame.border(b.m)...)}

	y := 31*at.k + at.small + 5*at.k
	if len(a.Areas) > 0 {
		inside := 0
		for _, f := range b.facts {
			if f.Placed && planar.MultiPolygonContains(l.area, f.Where) {
				inside++
			}
		}
		words := newPara(scene.Bold, b.m.body, ink, a.Says.InArea(inside), at.w)
		ops = append(ops, words.tagged(scene.TagText, at.column, y)...)
		y += words.height() + 2*at.k
	}
	_, foot := b.atlasFoot(at, l.frame)
	columns := []column{{x: at.column, y: y, bottom: b.footTop() - foot - 2*at.k}}
	sections := b.legend(t, at.w, 0)
	legend, rest, _ := flow(columns, sections)
	if len(rest) > 0 && b.Words.Overleaf != "" {
		note := newPara(scene.Bold, b.m.small, ink, b.Words.Overleaf, at.w)
		columns[0].bottom -= note.height() + at.k
		columns[0].y, columns[0].started = y, false
		legend, rest, _ = flow(columns, sections)
		legend = append(legend, note.tagged(scene.TagText, at.column, columns[0].bottom+at.k)...)
	}
	ops = append(ops, legend...)
	furniture, _ := b.atlasFoot(at, l.frame)
	ops = append(ops, furniture...)

	y = at.frame.Y1 + gridRoom(b.m) + 6*at.k
	notices, _ := a.notices(b, at, y)
	ops = append(ops, notices...)
	l.ops = []scene.Op{figure, b.layer(ops)}
	if len(rest) > 0 {
		own := *b
		own.Words.Title = a.Says.Title(l.name)
		if l.back, err = own.overleaf(rest, drawing, frame{cam: l.frame.cam}, false); err != nil {
			return err
		}
	}
	return nil
}

// notices draws what stands under the map: the notices, what the grey band is, and
// north.
func (a Atlas) notices(b *board, at atlasMeasures, y float64) (ops []scene.Op, h float64) {
	own := *b
	own.ID = "" // the code stands in the column
	_, nw, nh := own.northArrow(0, 0)
	width := at.frame.W() - nw - 4*at.k
	ops, h = own.notices(at.frame.X0, y, width, 1)
	if len(a.Areas) == 0 && a.Says.Band != "" {
		band := newPara(scene.Regular, b.m.least, faint, a.Says.Band, width)
		ops = append(ops, band.tagged(scene.TagText, at.frame.X0, y+h)...)
		h += band.height()
	}
	north, _, _ := own.northArrow(at.frame.X1-nw, y)
	return append(ops, north...), max(h, nh)
}

// atlasFoot draws the scale at the foot of the column, and returns the height that it
// and the code take.
func (p *board) atlasFoot(at atlasMeasures, f frame) (ops []scene.Op, h float64) {
	narrow := *p
	narrow.m.barLongest = at.w - p.m.qr - 10*at.k
	narrow.Words.Ground = func(perCM, _, _ float64) string { return p.Words.perCM(perCM) }
	_, _, sh := narrow.scaleBlock(0, 0, f)
	h = max(sh, p.m.qr+1.6*p.m.least) + at.k
	ops, _, _ = narrow.scaleBlock(at.column, p.footTop()-sh, f)
	return ops, h
}

// atlasCode draws the page's code at the foot of the column.
func (p *board) atlasCode(at atlasMeasures, page int) []scene.Op {
	if p.ID == "" {
		return nil
	}
	ops, _ := p.code(at.column+at.w-p.m.qr, p.footTop()-p.m.qr-1.6*p.m.least, page)
	return ops
}

// arrows point to the pages beside this one, at the middle of each side.
func (a Atlas) arrows(b *board, leaves []leaf, i int) []scene.Op {
	l := &leaves[i]
	box, k := l.frame.box, a.Paper.H/210
	room := gridRoom(b.m)
	const size = 3.3
	var ops []scene.Op
	triangle := func(at scene.Point, dx, dy float64) scene.Op {
		p := scene.Line(
			scene.Point{X: at.X + 2.4*k*dx, Y: at.Y + 2.4*k*dy},
			scene.Point{X: at.X + 3.2*k*dy, Y: at.Y - 3.2*k*dx},
			scene.Point{X: at.X - 3.2*k*dy, Y: at.Y + 3.2*k*dx})
		p.Close()
		return scene.Fill{Path: p, Paint: scene.Solid(black)}
	}
	for side, j := range l.around {
		if j < 0 {
			continue
		}
		words := typeface.Set(scene.Bold, size*max(0.9, k), a.Says.Beside(leaves[j].page))
		c := box.Centre()
		var at scene.Point
		dx, dy := 0.0, 0.0
		var text scene.Op
		switch side {
		case 0, 1:
			dx, at = -1, scene.Point{X: box.X0 - room - 3*k, Y: c.Y}
			if side == 1 {
				dx, at = 1, scene.Point{X: box.X1 + room + 3*k, Y: c.Y}
			}
			text = words.CentreText(at.X, at.Y+7*k, scene.Solid(ink))
		default:
			dy, at = -1, scene.Point{X: c.X, Y: box.Y0 - room - 2.2*k}
			if side == 3 {
				dy, at = 1, scene.Point{X: c.X, Y: box.Y1 + room + 2.2*k}
			}
			text = words.Text(at.X+5*k, at.Y+1.2*k, scene.Solid(ink))
		}
		ops = append(ops, artifact(triangle(at, dx, dy)), scene.Group{Tag: scene.TagText, Ops: []scene.Op{text}})
	}
	return ops
}

// small draws the map of all pages, this one filled.
func (a Atlas) small(ctx context.Context, b *board, at atlasMeasures, leaves []leaf, i int) ([]scene.Op, error) {
	var all orb.Bound
	for j, l := range leaves {
		if j == 0 {
			all = l.area.Bound()
		}
		all = all.Union(l.area.Bound())
	}
	heading := newPara(scene.Bold, b.m.sub, ink, a.Says.All, at.w)
	y := 31 * at.k
	ops := heading.tagged(scene.TagHeading, at.column, y-heading.height()-0.6*at.k)
	box := scene.Box(at.column, y, at.w, at.small)
	centre := centreOf(orb.Point{}, all, box)
	on := boundOnPage(paperCamera(centre, 1000, box.W(), box.H()), all)
	scale := 1000 * max(on.W()/(box.W()-3), on.H()/(box.H()-3))
	f := frame{box: box, cam: paperCamera(centre, scale, box.W(), box.H())}
	m := b.Map
	m.Overlay, m.Under, m.NoNames = nil, nil, true
	mapped, _, err := f.draw(ctx, m, &b.Words)
	if err != nil {
		return nil, err
	}
	to := scene.Translate(box.X0, box.Y0)
	clip := box.Path()
	var over []scene.Op
	shade := black
	shade.A = 90
	for j, l := range leaves {
		p := pathOf(l.area, f.cam)
		width := 0.2
		if j == i {
			over = append(over, scene.Fill{Path: p, EvenOdd: true, Paint: scene.Solid(shade)})
			width = 0.6
		}
		over = append(over, scene.Stroke{Path: p, Width: width, Join: scene.JoinMiter, Paint: scene.Solid(black)})
	}
	for _, l := range leaves {
		c := f.cam.ToPage(inside(l.area))
		n := typeface.Set(scene.Bold, 3*max(1, at.k), strconv.Itoa(l.page)).CentreText(c.X, c.Y+1, scene.Solid(ink))
		n.Halo, n.HaloMM = scene.Solid(paper), 0.5
		over = append(over, n)
	}
	figure := scene.Group{Clip: &clip, Ops: []scene.Op{scene.Group{To: &to, Ops: over}}}
	return append(ops, artifact(mapped, figure,
		scene.Stroke{Path: box.Path(), Width: 0.35, Join: scene.JoinMiter, Paint: scene.Solid(black)})), nil
}
