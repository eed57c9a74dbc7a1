package sheet

import (
	"context"
	"fmt"
	"math"
	"strconv"

	"pinezka/mapview/camera"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/typeface"
)

// frame is the map on the page.
type frame struct {
	box  scene.Rect // on the page
	cam  camera.Camera
	cell float64 // side of a grid cell in mm; 0 for no grid
}

// gridRoom returns how much the letters of the grid take beside the frame.
func gridRoom(m measures) float64 { return 4.4 * max(1, m.k) }

// draw draws the map into the frame, its groups renamed to the layers' titles.
func (f frame) draw(ctx context.Context, m portrayal.Map, w *Words) (scene.Group, portrayal.Drawing, error) {
	d, err := portrayal.Draw(ctx, m, f.cam)
	if err != nil {
		return scene.Group{}, d, fmt.Errorf("draw the sheet's map: %w", err)
	}
	titles := map[string]string{
		portrayal.GroupBase: w.Layers.Base, portrayal.GroupNames: w.Layers.Names, portrayal.GroupMarks: w.Layers.Facts,
	}
	ops := make([]scene.Op, len(d.Scene.Ops))
	for i, op := range d.Scene.Ops {
		if g, ok := op.(scene.Group); ok && titles[g.Name] != "" {
			g.Name = titles[g.Name]
			op = g
		}
		ops[i] = op
	}
	to := scene.Translate(f.box.X0, f.box.Y0)
	clip := f.box.Path()
	return scene.Group{To: &to, Clip: &clip, Ops: ops}, d, nil
}

// columns and rows return how many cells the frame has, the last ones cut.
func (f frame) columns() int { return int(math.Ceil((f.box.W() - 0.5) / f.cell)) }
func (f frame) rows() int    { return int(math.Ceil((f.box.H() - 0.5) / f.cell)) }

// cellAt names the cell of a place in millimetres of the frame, or "" outside.
func (f frame) cellAt(p scene.Point) string {
	col, row, ok := f.cellOf(p)
	if !ok {
		return ""
	}
	return cellName(col, row)
}

func (f frame) cellOf(p scene.Point) (col, row int, ok bool) {
	if f.cell <= 0 || p.X < 0 || p.Y < 0 || p.X > f.box.W() || p.Y > f.box.H() {
		return 0, 0, false
	}
	return min(int(p.X/f.cell), f.columns()-1), min(int(p.Y/f.cell), f.rows()-1), true
}

// cellName is the column's letter and the row's number: C4, AB12.
func cellName(col, row int) string { return columnName(col) + strconv.Itoa(row+1) }

func columnName(col int) string {
	if col < 26 {
		return string(rune('A' + col))
	}
	return columnName(col/26-1) + string(rune('A'+col%26))
}

// border draws the frame's line, the grid, and its letters and numbers on all
// four sides.
func (f frame) border(m measures) []scene.Op {
	var ops []scene.Op
	if f.cell > 0 {
		var lines scene.Path
		for i := 1; i < f.columns(); i++ {
			x := f.box.X0 + float64(i)*f.cell
			lines.MoveTo(x, f.box.Y0)
			lines.LineTo(x, f.box.Y1)
		}
		for i := 1; i < f.rows(); i++ {
			y := f.box.Y0 + float64(i)*f.cell
			lines.MoveTo(f.box.X0, y)
			lines.LineTo(f.box.X1, y)
		}
		faintBlack := black
		faintBlack.A = 56 // 22 %
		ops = append(ops, scene.Stroke{Path: lines, Width: 0.15, Paint: scene.Solid(faintBlack)})
	}
	ops = append(ops, scene.Stroke{Path: f.box.Path(), Width: 0.35, Join: scene.JoinMiter, Paint: scene.Solid(black)})
	if f.cell <= 0 {
		return ops
	}
	size := 3 * max(1, m.k)
	capital := typeface.CapHeight(scene.Bold) * size
	label := func(s string, x, y float64) {
		ops = append(ops, typeface.Set(scene.Bold, size, s).CentreText(x, y+capital/2, scene.Solid(ink)))
	}
	off := capital/2 + 1.1*max(1, m.k)
	for i := range f.columns() {
		x0 := float64(i) * f.cell
		x1 := min(x0+f.cell, f.box.W())
		if x1-x0 < size {
			continue // a sliver has no room for its letter
		}
		x := f.box.X0 + (x0+x1)/2
		label(columnName(i), x, f.box.Y0-off)
		label(columnName(i), x, f.box.Y1+off)
	}
	for i := range f.rows() {
		y0 := float64(i) * f.cell
		y1 := min(y0+f.cell, f.box.H())
		if y1-y0 < size {
			continue
		}
		y := f.box.Y0 + (y0+y1)/2
		s := strconv.Itoa(i + 1)
		half := typeface.Set(scene.Bold, size, s).Width/2 + 1.1*max(1, m.k)
		label(s, f.box.X0-half, y)
		label(s, f.box.X1+half, y)
	}
	return ops
}
