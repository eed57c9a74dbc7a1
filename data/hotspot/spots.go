package hotspot

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/planar"

	"pinezka/data/compare"
)

// BenjaminiHochberg adjusts p-values for having looked at all of them, by the false
// discovery rate (Benjamini and Hochberg 1995).
func BenjaminiHochberg(p []float64) []float64 {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		switch {
		case p[a] > p[b]:
			return -1
		case p[a] < p[b]:
			return 1
		}
		return 0
	})
	out := make([]float64, len(p))
	least := 1.0
	for i, at := range order { // from the largest
		rank := float64(len(p) - i)
		least = min(least, p[at]*float64(len(p))/rank)
		out[at] = least
	}
	return out
}

// leastReports is how many reports a window must hold to be called a hot spot.
const leastReports = 3

// Spot is a group of neighbouring cells whose windows hold more reports than chance
// easily explains.
type Spot struct {
	// Rings are the cells' common outline, cut at the municipality's border.
	Cells []orb.Ring
	// Count is how many reports lie in the window that speaks most clearly, Expected
	// how many an even spread would put there, Area its part inside the municipality in
	// square metres, and P its adjusted p-value.
	Count    int
	Expected float64
	Area     float64
	P        float64
	Centre   orb.Point // of that window
}

// Result is what the test found.
type Result struct {
	Spots []Spot // the clearest first
	Cells int    // that were tested
}

// Test looks for hot spots in squares of a size (metres): the reports in the window
// of 3 by 3 squares around each square that touches the municipality, against an even
// spread over its area, exactly, with the correction for all squares. A square is
// marked when its window is clear and holds three reports, and it holds one itself.
// points are merged reports; those outside of the municipality are left out.
func Test(points []orb.Point, size float64, window orb.MultiPolygon) Result {
	if len(points) == 0 || len(window) == 0 {
		return Result{}
	}
	inside := make([]orb.Point, 0, len(points))
	for _, p := range points {
		if planar.MultiPolygonContains(window, p) {
			inside = append(inside, p)
		}
	}
	b := window.Bound()
	x0, y0 := math.Floor(b.Min[0]/size)*size, math.Floor(b.Min[1]/size)*size
	w, h := int((b.Max[0]-x0)/size)+1, int((b.Max[1]-y0)/size)+1
	box := func(col, row int) orb.Bound {
		lo := orb.Point{x0 + float64(col)*size, y0 + float64(row)*size}
		return orb.Bound{Min: lo, Max: orb.Point{lo[0] + size, lo[1] + size}}
	}
	areas, counts := make([]float64, w*h), make([]int, w*h)
	total := 0.0
	for row := range h {
		for col := range w {
			a := planar.Area(clip.MultiPolygon(box(col, row), window.Clone()))
			areas[row*w+col] = math.Abs(a)
			total += math.Abs(a)
		}
	}
	for _, c := range Squares(inside, size, orb.Point{x0, y0}) {
		if c.Col >= 0 && c.Row >= 0 && c.Col < w && c.Row < h {
			counts[c.Row*w+c.Col] = c.Count
		}
	}
	type tested struct {
		at, k int
		area  float64
	}
	var list []tested
	var p []float64
	for row := range h {
		for col := range w {
			if areas[row*w+col] <= 0 {
				continue
			}
			t := tested{at: row*w + col}
			for r := max(0, row-1); r <= min(h-1, row+1); r++ {
				for c := max(0, col-1); c <= min(w-1, col+1); c++ {
					t.k += counts[r*w+c]
					t.area += areas[r*w+c]
				}
			}
			list = append(list, t)
			p = append(p, compare.UpperTail(t.k, len(inside), t.area/total))
		}
	}
	adjusted := BenjaminiHochberg(p)
	hot := map[int]int{} // cell: place in list
	for i, t := range list {
		if adjusted[i] < compare.Alpha && t.k >= leastReports && counts[t.at] > 0 {
			hot[t.at] = i
		}
	}
	res := Result{Cells: len(list)}
	for _, t := range list { // in the order of the grid
		if _, ok := hot[t.at]; !ok {
			continue
		}
		s := Spot{P: math.Inf(1)}
		queue := []int{t.at}
		for len(queue) > 0 {
			at := queue[0]
			queue = queue[1:]
			k, ok := hot[at]
			if !ok {
				continue
			}
			delete(hot, at)
			col, row := at%w, at/w
			for _, poly := range clip.MultiPolygon(box(col, row), window.Clone()) {
				s.Cells = append(s.Cells, poly...)
			}
			if adjusted[k] < s.P {
				s.P, s.Count, s.Area = adjusted[k], list[k].k, list[k].area
				s.Expected = float64(len(inside)) * list[k].area / total
				s.Centre = box(col, row).Center()
			}
			for dr := -1; dr <= 1; dr++ {
				for dc := -1; dc <= 1; dc++ {
					if c, r := col+dc, row+dr; c >= 0 && r >= 0 && c < w && r < h {
						queue = append(queue, r*w+c)
					}
				}
			}
		}
		res.Spots = append(res.Spots, s)
	}
	slices.SortStableFunc(res.Spots, func(a, b Spot) int {
		switch {
		case a.P < b.P:
			return -1
		case a.P > b.P:
			return 1
		}
		return 0
	})
	return res
}
