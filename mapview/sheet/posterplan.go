package sheet

import (
	"context"
	"math"
	"strconv"

	"pinezka/mapview/scene"
	"pinezka/mapview/typeface"
)

// plan draws the page that says how the tiles come together: the poster in small with
// the tiles and their names, what to do in steps, and what the marks mean.
func (p Poster) plan(ctx context.Context, t tiling, side Page) (Page, error) {
	common := p.Common
	common.Paper = Paper{p.Tile.Name, min(p.Tile.W, p.Tile.H), max(p.Tile.W, p.Tile.H)}
	b, err := common.board()
	if err != nil {
		return Page{}, err
	}
	tiles := t.columns * t.rows
	b.Words.Title, b.Words.Third = p.Says.Title, ""
	b.Words.Second = p.Says.Second(side.Map.Camera.Scale, tiles, t.columns, t.rows, t.paper.W > t.paper.H)
	head, y := b.head(1)
	y += 3 * b.m.k

	width := b.Paper.W - 2*b.m.edge
	k := min(width/side.Scene.W, 0.48*b.Paper.H/side.Scene.H)
	small := scene.Box(b.m.edge+(width-k*side.Scene.W)/2, y, k*side.Scene.W, k*side.Scene.H)
	mapped, err := p.small(ctx, &b, side, small, k)
	if err != nil {
		return Page{}, err
	}
	ops := []scene.Op{artifact(p.tiles(t, small, k)...)}
	y = small.Y1 + 4*b.m.k

	credit := b.credit(frame{box: scene.Rect{X1: width}})
	bottom := b.footTop() - credit.height() - 1
	ops = append(ops, credit.tagged(scene.TagText, b.m.edge, bottom)...)
	_, rh := b.ruler(b.m.edge, 0)
	top := bottom - rh - 3
	ruler, _ := b.ruler(b.m.edge, top)
	ops = append(ops, ruler...)
	_, h := b.notices(b.m.edge, 0, width, 1)
	notesTop := top - h - 4
	notes, _ := b.notices(b.m.edge, notesTop, width, 1)
	ops = append(ops, notes...)

	ops = append(ops, p.steps(&b, t, side, y, notesTop-3)...)
	foot := b.footer(1, 1+tiles, b.Words.FullSize)
	return Page{Scene: b.scene(
		b.layer(head),
		scene.Group{Tag: scene.TagFigure, Alt: p.Says.Alt(""), Ops: []scene.Op{mapped}},
		b.layer(append(ops, foot...)),
	)}, nil
}

// small draws the poster's map without names or threats where the plan has it.
func (p Poster) small(ctx context.Context, b *board, side Page, box scene.Rect, k float64) (scene.Op, error) {
	m := b.Map
	m.Overlay, m.Under, m.NoNames = nil, nil, true
	of := side.Map.Frame
	f := frame{box: scene.Box(box.X0+k*of.X0, box.Y0+k*of.Y0, k*of.W(), k*of.H())}
	c := side.Map.Camera
	f.cam = paperCamera(c.Centre, c.Scale/k, f.box.W(), f.box.H())
	g, _, err := f.draw(ctx, m, &b.Words)
	return g, err
}

// tiles draws the outlines and names of tiles over the poster in small.
func (p Poster) tiles(t tiling, box scene.Rect, k float64) []scene.Op {
	var lines scene.Path
	var ops []scene.Op
	for row := range t.rows {
		for col := range t.columns {
			w := t.window(col, row)
			r := scene.Rect{
				X0: box.X0 + k*w.X0, Y0: box.Y0 + k*w.Y0,
				X1: min(box.X1, box.X0+k*w.X1), Y1: min(box.Y1, box.Y0+k*w.Y1),
			}
			lines.Append(r.Path())
			// Names stand in the middle of what the tile has for itself.
			own := r
			if col > 0 {
				own.X0 = box.X0 + k*t.window(col-1, row).X1
			}
			if col < t.columns-1 {
				own.X1 = box.X0 + k*t.window(col+1, row).X0
			}
			if own.X1 <= own.X0 {
				own.X0, own.X1 = r.X0, r.X1
			}
			size := min(7, 0.4*own.W(), 0.3*own.H())
			c := own.Centre()
			halo := scene.Solid(paper)
			name := typeface.Set(scene.Bold, size, t.name(col, row)).CentreText(c.X, c.Y, scene.Solid(ink))
			name.Halo, name.HaloMM = halo, 0.9
			number := typeface.Set(scene.Regular, max(2, 0.42*size), p.Says.Tile(1+row*t.columns+col)).CentreText(c.X, c.Y+0.7*size, scene.Solid(ink))
			number.Halo, number.HaloMM = halo, 0.6
			ops = append(ops, name, number)
		}
	}
	out := []scene.Op{
		scene.Stroke{Path: lines, Width: 0.25, Join: scene.JoinMiter, Paint: scene.Solid(black)},
		scene.Stroke{Path: box.Path(), Width: 0.5, Join: scene.JoinMiter, Paint: scene.Solid(black)},
	}
	return append(out, ops...)
}

// steps draws what to do, at the left, and a tile with its marks at the right.
func (p Poster) steps(b *board, t tiling, side Page, y, bottom float64) []scene.Op {
	width := b.Paper.W - 2*b.m.edge
	const body = 3.7
	var ops []scene.Op
	heading := newPara(scene.Bold, b.m.heading, ink, p.Says.Before, width)
	ops = append(ops, heading.tagged(scene.TagHeading, b.m.edge, y)...)
	y += heading.height() + 0.6
	advice := newPara(scene.Regular, body, ink, p.Says.Advice, width)
	ops = append(ops, advice.tagged(scene.TagText, b.m.edge, y)...)
	y += advice.height() + 2.5
	diagonal := math.Round(math.Hypot(side.Scene.W, side.Scene.H))
	x, right := b.m.edge, b.Paper.W-b.m.edge
	left := right - 58
	top := y
	for i, s := range p.Says.Steps(t.name(0, 0), t.name(t.columns-1, 0), diagonal) {
		words := newPara(scene.Regular, body, ink, s, left-x-12-4)
		number := typeface.Set(scene.Bold, 3.6, strconv.Itoa(i+1))
		at := scene.Point{X: x + 4, Y: y + 3.4}
		ops = append(ops,
			artifact(scene.Fill{Path: scene.Circle(at, 3.6), Paint: scene.Solid(ink)},
				number.CentreText(at.X, at.Y+typeface.CapHeight(scene.Bold)*3.6/2, scene.Solid(paper))),
			scene.Group{Tag: scene.TagText, Ops: words.at(x+11, y+1)})
		y += max(8, words.height()+3)
	}
	note := newPara(scene.Regular, b.m.small, faint, p.Says.Note, left-x-4)
	if y+note.height() <= bottom {
		ops = append(ops, note.tagged(scene.TagText, x, y)...)
	}
	return append(ops, p.sample(t, scene.Box(left, top, 58, 44))...)
}

// sample draws a tile in small with its strips, cut lines and name.
func (p Poster) sample(t tiling, box scene.Rect) []scene.Op {
	col, row := min(2, t.columns-1), min(1, t.rows-1)
	pic := scene.Rect{X0: box.X0 + 3, Y0: box.Y0 + 3, X1: box.X1 - 3, Y1: box.Y1 - 3}
	grey := black
	grey.A = 40
	var strips scene.Path
	const strip = 6.0
	strips.Append(scene.Box(pic.X0, pic.Y0, strip, pic.H()).Path())
	strips.Append(scene.Box(pic.X0+strip, pic.Y0, pic.W()-strip, strip).Path())
	cutX, cutY := pic.X1-9, pic.Y1-6
	line := func(a, b scene.Point, dash ...float64) scene.Op {
		return scene.Stroke{Path: scene.Line(a, b), Width: 0.25, Dash: dash, Paint: scene.Solid(black)}
	}
	text := func(face scene.Face, size, x, y float64, words string) scene.Op {
		return typeface.Set(face, size, words).CentreText(x, y, scene.Solid(ink))
	}
	mid := scene.Point{X: (pic.X0 + strip + cutX) / 2, Y: (pic.Y0 + strip + cutY) / 2}
	beside := newPara(scene.Regular, 2.3, ink, p.Says.Beside(t.name(col-1, row), t.name(col+1, row), t.name(col, row-1), t.name(col, row+1)), cutX-pic.X0-strip-2)
	ops := []scene.Op{
		scene.Fill{Path: box.Path(), Paint: scene.Solid(scene.MustHex("#f3f3f3"))},
		scene.Fill{Path: pic.Path(), Paint: scene.Solid(paper)},
		scene.Fill{Path: strips, Paint: scene.Solid(grey)},
		scene.Stroke{Path: pic.Path(), Width: 0.25, Join: scene.JoinMiter, Paint: scene.Solid(black)},
		line(scene.Point{X: cutX, Y: box.Y0}, scene.Point{X: cutX, Y: box.Y1}, 1.6, 1.2),
		line(scene.Point{X: box.X0, Y: cutY}, scene.Point{X: box.X1, Y: cutY}, 1.6, 1.2),
		text(scene.Regular, 2.4, (pic.X0+strip+cutX)/2, pic.Y0+3.9, p.Says.Glue),
		text(scene.Bold, 6, mid.X, mid.Y-1, t.name(col, row)),
		text(scene.Regular, 2.4, mid.X, cutY+3.6, p.Says.Cut),
	}
	for i, l := range beside.lines {
		ops = append(ops, text(scene.Regular, 2.3, mid.X, mid.Y+3+2.8*float64(i), l))
	}
	ops = append(ops, cross(scene.Point{X: pic.X0 + strip, Y: pic.Y0 + strip})...)
	return []scene.Op{artifact(ops...)}
}
