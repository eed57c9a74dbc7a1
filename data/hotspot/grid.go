package hotspot

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Cell is a cell of a grid and how many points lie in it.
type Cell struct {
	Col, Row int
	Centre   orb.Point
	Count    int
}

// Squares counts points in squares of a size (metres). The first square begins at
// the multiple of the size at or below the corner; a point on a line belongs to
// the square at its right or above. Cells without points are left out; those given
// are sorted by row, then column.
func Squares(points []orb.Point, size float64, corner orb.Point) []Cell {
	x0, y0 := math.Floor(corner[0]/size)*size, math.Floor(corner[1]/size)*size
	return count(points, func(p orb.Point) (int, int) {
		return int(math.Floor((p[0] - x0) / size)), int(math.Floor((p[1] - y0) / size))
	}, func(col, row int) orb.Point {
		return orb.Point{x0 + (float64(col)+0.5)*size, y0 + (float64(row)+0.5)*size}
	})
}

// Hexagons counts points in hexagons that stand on a corner, of a width (metres)
// between flat sides; one of them has its middle at centre. Rows are shifted by half
// a width. Cells without points are left out; those given are sorted by row, then
// column.
func Hexagons(points []orb.Point, width float64, centre orb.Point) []Cell {
	up := width * math.Sqrt(3) / 2 // from row to row
	middle := func(col, row int) orb.Point {
		x := float64(col) * width
		if row&1 != 0 {
			x += width / 2
		}
		return orb.Point{centre[0] + x, centre[1] + float64(row)*up}
	}
	return count(points, func(p orb.Point) (int, int) {
		// The nearest middle of the two rows around the point.
		low := int(math.Floor((p[1] - centre[1]) / up))
		best, col, row := math.Inf(1), 0, 0
		for r := low; r <= low+1; r++ {
			x := p[0] - centre[0]
			if r&1 != 0 {
				x -= width / 2
			}
			c := int(math.Round(x / width))
			m := middle(c, r)
			if d := math.Hypot(p[0]-m[0], p[1]-m[1]); d < best {
				best, col, row = d, c, r
			}
		}
		return col, row
	}, middle)
}

func count(points []orb.Point, in func(orb.Point) (col, row int), middle func(col, row int) orb.Point) []Cell {
	type key struct{ col, row int }
	n := map[key]int{}
	for _, p := range points {
		col, row := in(p)
		n[key{col, row}]++
	}
	out := make([]Cell, 0, len(n))
	for k, c := range n {
		out = append(out, Cell{k.col, k.row, middle(k.col, k.row), c})
	}
	slices.SortFunc(out, func(a, b Cell) int { return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Col, b.Col)) })
	return out
}

// Square returns the corners of a square around a middle.
func Square(centre orb.Point, size float64) orb.Ring {
	h := size / 2
	return orb.Ring{
		{centre[0] - h, centre[1] - h},
		{centre[0] + h, centre[1] - h},
		{centre[0] + h, centre[1] + h},
		{centre[0] - h, centre[1] + h},
		{centre[0] - h, centre[1] - h},
	}
}

// Hexagon returns the corners of a hexagon that stands on one, of a width between
// flat sides.
func Hexagon(centre orb.Point, width float64) orb.Ring {
	r := width / math.Sqrt(3)
	ring := make(orb.Ring, 7)
	for i := range ring {
		s, c := math.Sincos(float64(i%6)*math.Pi/3 + math.Pi/6)
		ring[i] = orb.Point{centre[0] + r*c, centre[1] + r*s}
	}
	return ring
}
