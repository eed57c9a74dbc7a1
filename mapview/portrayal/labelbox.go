package portrayal

import (
	"math"

	"pinezka/mapview/scene"
)

// taken knows which boxes of the picture are taken. It is a grid of cells, each
// with the boxes that touch it: boxes are many, small and of one size, for which a
// grid beats a tree.
type taken struct {
	frame scene.Rect // names stay within
	cols  int
	rows  int
	cells [][]int32
	boxes []scene.Rect
}

// cellMM is the side of a cell: a few letters.
const cellMM = 6.0

func newTaken(w, h float64) *taken {
	t := &taken{frame: scene.Rect{X1: w, Y1: h}}
	t.cols, t.rows = int(w/cellMM)+1, int(h/cellMM)+1
	t.cells = make([][]int32, t.cols*t.rows)
	return t
}

// span returns the cells that a box touches.
func (t *taken) span(r scene.Rect) (x0, y0, x1, y1 int) {
	cell := func(v float64, n int) int { return max(0, min(n-1, int(math.Floor(v/cellMM)))) }
	return cell(r.X0, t.cols), cell(r.Y0, t.rows), cell(r.X1, t.cols), cell(r.Y1, t.rows)
}

// add takes a box.
func (t *taken) add(r scene.Rect) {
	if !r.Overlaps(t.frame) {
		return
	}
	i := int32(len(t.boxes))
	t.boxes = append(t.boxes, r)
	x0, y0, x1, y1 := t.span(r)
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			t.cells[y*t.cols+x] = append(t.cells[y*t.cols+x], i)
		}
	}
}

// free tells whether a box lies in the picture and overlaps none that is taken.
func (t *taken) free(r scene.Rect) bool {
	return inside(r, t.frame) && t.clear(r)
}

// clear tells whether a box overlaps none that is taken.
func (t *taken) clear(r scene.Rect) bool {
	x0, y0, x1, y1 := t.span(r)
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			for _, i := range t.cells[y*t.cols+x] {
				if t.boxes[i].Overlaps(r) {
					return false
				}
			}
		}
	}
	return true
}

// allFree tells whether every box is free.
func (t *taken) allFree(rs []scene.Rect) bool {
	for _, r := range rs {
		if !t.free(r) {
			return false
		}
	}
	return true
}

// addAll takes every box.
func (t *taken) addAll(rs []scene.Rect) {
	for _, r := range rs {
		t.add(r)
	}
}
