package sheet

import (
	"context"
	"fmt"
	"math"

	"pinezka/mapview/scene"
	"pinezka/mapview/typeface"
)

// Poster is a meeting map on large paper, cut into sheets that an office printer can
// print: a plan of assembly, then the tiles, row by row. The large sheet is drawn once,
// so a name that two tiles share is whole after gluing.
//
// Each tile repeats at least Overlap millimetres of its neighbours. Left and upper
// edges carry a grey strip for glue, right and lower edges are cut along a dashed line;
// the cut edge of a tile laid along the inner edge of its neighbour's strip is the right
// place, and covers all that is printed on the strip: the tile's name, its neighbours,
// the sheet's id and a ruler of 100 mm.
type Poster struct {
	Meeting
	Tile Paper // A4 or A3; the turn that takes fewer tiles is chosen
	Says PosterWords
}

// PosterWords are what the plan and the tiles say.
type PosterWords struct {
	Title  string // of the plan
	Second func(scale float64, tiles, columns, rows int, across bool) string
	Tile   func(n int) string                                  // sheet 3
	Before string                                              // heading
	Advice string                                              // print at actual size, measure the ruler
	Steps  func(first, last string, diagonal float64) []string // names of the first row's ends; mm of the finished poster
	Glue   string                                              // glue here
	Cut    string                                              // cut here
	Beside func(left, right, above, below string) string       // neighbours; "" for none
	Alt    func(name string) string                            // a tile in words
	Note   string                                              // what each tile repeats
}

// Overlap is what neighbouring tiles of a poster have in common at least, in mm.
const Overlap = 10.0

// unprintable is the edge of paper that an office printer leaves white, in mm.
const unprintable = 5.0

// tiling is how a poster is cut.
type tiling struct {
	paper         Paper
	columns, rows int
	w, h          float64 // of a tile's picture
	stepX, stepY  float64 // from tile to tile
}

// cut lays tiles over a poster, upright or across, whichever takes fewer.
func cut(poster, tile Paper) tiling {
	one := func(p Paper) tiling {
		t := tiling{paper: p, w: p.W - 2*unprintable, h: p.H - 2*unprintable}
		t.columns, t.stepX = cutSide(poster.W, t.w)
		t.rows, t.stepY = cutSide(poster.H, t.h)
		return t
	}
	upright, across := one(Paper{tile.Name, min(tile.W, tile.H), max(tile.W, tile.H)}), one(tile.Landscape())
	if across.columns*across.rows < upright.columns*upright.rows {
		return across
	}
	return upright
}

// cutSide returns how many tiles a side takes and how far they are apart.
func cutSide(length, tile float64) (n int, step float64) {
	if length <= tile {
		return 1, 0
	}
	n = int(math.Ceil((length - Overlap) / (tile - Overlap)))
	return n, (length - tile) / float64(n-1)
}

// window returns what a tile shows of the poster.
func (t tiling) window(col, row int) scene.Rect {
	return scene.Box(float64(col)*t.stepX, float64(row)*t.stepY, t.w, t.h)
}

// name returns a tile's name, A1 at the upper left; "" beyond the edge.
func (t tiling) name(col, row int) string {
	if col < 0 || row < 0 || col >= t.columns || row >= t.rows {
		return ""
	}
	return cellName(col, row)
}

// Pages draws the plan and the tiles. What the large sheet has overleaf is cut into
// tiles of its own behind the first side's.
func (p Poster) Pages(ctx context.Context) ([]Page, error) {
	sides, err := p.Meeting.Pages(ctx)
	if err != nil {
		return nil, fmt.Errorf("draw the poster: %w", err)
	}
	t := cut(p.Paper, p.Tile)
	plan, err := p.plan(ctx, t, sides[0])
	if err != nil {
		return nil, err
	}
	out := []Page{plan}
	for _, side := range sides {
		for row := range t.rows {
			for col := range t.columns {
				if err := ctx.Err(); err != nil {
					return nil, err
				}
				out = append(out, p.tile(t, side, col, row))
			}
		}
	}
	return out, nil
}

// tile cuts one tile out of a side.
func (p Poster) tile(t tiling, side Page, col, row int) Page {
	at := scene.Point{X: unprintable, Y: unprintable}
	w := t.window(col, row)
	picture := scene.Box(at.X, at.Y, min(t.w, side.Scene.W-w.X0), min(t.h, side.Scene.H-w.Y0))
	to := scene.Translate(at.X-w.X0, at.Y-w.Y0)
	clip := picture.Path()
	name := t.name(col, row)
	figure := scene.Group{
		Tag: scene.TagFigure, Alt: p.Says.Alt(name), Clip: &clip,
		Ops: []scene.Op{scene.Group{To: &to, Ops: fragment(scene.Crop(side.Scene.Ops, w), scene.Point{X: to.E, Y: to.F})}},
	}

	const glue = Overlap
	var strips scene.Path
	if col > 0 {
		strips.Append(scene.Box(picture.X0, picture.Y0, glue, picture.H()).Path())
	}
	if row > 0 {
		left := picture.X0
		if col > 0 {
			left += glue
		}
		strips.Append(scene.Box(left, picture.Y0, picture.X1-left, glue).Path())
	}
	shade := black
	shade.A = 33 // 13 %
	var ops []scene.Op
	if !strips.Empty() {
		ops = append(ops, scene.Fill{Path: strips, Paint: scene.Solid(shade)})
	}
	// The neighbour's strip ends where this tile is cut; the line falls away with the cut.
	const thin = 0.25
	cutX, cutY := at.X+t.stepX+glue+thin/2, at.Y+t.stepY+glue+thin/2
	dash := []float64{2, 2}
	line := func(a, b scene.Point) {
		ops = append(ops, scene.Stroke{Path: scene.Line(a, b), Width: thin, Dash: dash, Paint: scene.Solid(black)})
	}
	if col < t.columns-1 && cutX < picture.X1-0.01 {
		line(scene.Point{X: cutX, Y: picture.Y0}, scene.Point{X: cutX, Y: picture.Y1})
	}
	if row < t.rows-1 && cutY < picture.Y1-0.01 {
		line(scene.Point{X: picture.X0, Y: cutY}, scene.Point{X: picture.X1, Y: cutY})
	}
	if col > 0 && row > 0 {
		ops = append(ops, cross(scene.Point{X: picture.X0 + glue, Y: picture.Y0 + glue})...)
	}
	return Page{Scene: scene.Scene{W: t.paper.W, H: t.paper.H, Ops: []scene.Op{figure, artifact(ops...), p.label(t, picture, col, row)}}}
}

// cross marks where the cut corner of a tile lies on the strips of this one; only its
// arms on the strips are drawn, so that nothing of it is left to be seen.
func cross(at scene.Point) []scene.Op {
	const arm, width = 4.0, 0.3
	at.X, at.Y = at.X-width/2, at.Y-width/2
	p := scene.Line(scene.Point{X: at.X - arm, Y: at.Y}, at, scene.Point{X: at.X, Y: at.Y - arm})
	return []scene.Op{scene.Stroke{Path: p, Width: width, Join: scene.JoinMiter, Paint: scene.Solid(black)}}
}

// label draws the tile's name, its neighbours, the sheet's id and a ruler: on the
// upper strip, which the tile above covers; on the first row in the poster's margin.
func (p Poster) label(t tiling, picture scene.Rect, col, row int) scene.Op {
	x, y := picture.X0+1.5, picture.Y0+1
	if col > 0 {
		x += Overlap + 5
	}
	name := typeface.Set(scene.Bold, 3.4, t.name(col, row))
	words := p.Says.Beside(t.name(col-1, row), t.name(col+1, row), t.name(col, row-1), t.name(col, row+1))
	if p.ID != "" {
		words += " · " + p.Words.Sheet(p.ID)
	}
	room := picture.X1 - x - rulerLength - 6
	beside := newPara(scene.Regular, 2.4, ink, words, room-name.Width-2)
	base := y + typeface.CapHeight(scene.Bold)*3.4 + 0.8
	rx, ry := picture.X1-rulerLength-4, y+3.4
	var ruler scene.Path
	ruler.MoveTo(rx, ry)
	ruler.LineTo(rx+rulerLength, ry)
	for i := range 11 {
		tick := 1.4
		if i%5 == 0 {
			tick = 2.6
		}
		ruler.MoveTo(rx+float64(i)*rulerLength/10, ry)
		ruler.LineTo(rx+float64(i)*rulerLength/10, ry-tick)
	}
	back := scene.Box(x-1, y-0.2, name.Width+2+beside.width()+2, max(4.6, beside.height()+0.4))
	var ops []scene.Op
	pale := paper
	pale.A = 200
	if row > 0 {
		ops = append(ops, artifact(scene.Fill{Path: back.Path(), Paint: scene.Solid(pale)}))
	}
	ops = append(ops, artifact(scene.Stroke{
		Path: ruler, Width: 0.25, Paint: scene.Solid(black), Ref: scene.Ref{Layer: "furniture", Class: "ruler"},
	}))
	text := append([]scene.Op{name.Text(x, base, scene.Solid(ink))}, beside.at(x+name.Width+2, y+0.2)...)
	return scene.Group{Ops: append(ops, scene.Group{Tag: scene.TagText, Ops: text})}
}

// fragment takes roles off commands, since a tile's pieces make no sense to a screen
// reader, which is told what the tile is; and hangs patterns on the poster's origin, so
// that they go on from tile to tile.
func fragment(ops []scene.Op, origin scene.Point) []scene.Op {
	hung := func(p scene.Paint) scene.Paint {
		if p.Pattern != nil {
			moved := *p.Pattern
			moved.Origin = moved.Origin.Add(origin)
			p.Pattern = &moved
		}
		return p
	}
	out := make([]scene.Op, len(ops))
	for i, op := range ops {
		switch o := op.(type) {
		case scene.Group:
			o.Tag, o.Alt, o.Ops = scene.TagNone, "", fragment(o.Ops, origin)
			op = o
		case scene.Fill:
			o.Paint = hung(o.Paint)
			op = o
		case scene.Stroke:
			o.Paint = hung(o.Paint)
			op = o
		}
		out[i] = op
	}
	return out
}
