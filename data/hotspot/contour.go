package hotspot

import (
	"github.com/paulmach/orb"
)

// Contour returns the area where the field is at least a level, as rings to be
// filled by the even-odd rule; the lines run between the nodes where the level is
// passed, by linear interpolation (marching squares). Beyond the field there is
// nothing.
func (f *Field) Contour(level float64) []orb.Ring {
	c := contour{f: f, level: float32(level), next: map[edge]edge{}}
	for y := -1; y < f.H; y++ {
		for x := -1; x < f.W; x++ {
			c.cell(x, y)
		}
	}
	var out []orb.Ring
	for y := -1; y < f.H; y++ { // in the order of the grid, so that it is the same every time
		for x := -1; x < f.W; x++ {
			for _, start := range []edge{{x, y, false}, {x, y, true}} {
				if ring := c.follow(start); ring != nil {
					out = append(out, ring)
				}
			}
		}
	}
	return out
}

// edge is the edge of a cell that begins at node x, y and runs east, or north.
type edge struct {
	x, y  int
	north bool
}

type contour struct {
	f     *Field
	level float32
	next  map[edge]edge // the line's way, the area at its left
}

func (c *contour) value(x, y int) float32 {
	if x < 0 || y < 0 || x >= c.f.W || y >= c.f.H {
		return 0
	}
	return c.f.Values[y*c.f.W+x]
}

// cell joins the edges of the cell whose lower left node is x, y.
func (c *contour) cell(x, y int) {
	in := 0
	for i, n := range [4][2]int{{0, 0}, {1, 0}, {1, 1}, {0, 1}} {
		if c.value(x+n[0], y+n[1]) >= c.level {
			in |= 1 << i
		}
	}
	if in == 0 || in == 15 {
		return
	}
	south, east := edge{x, y, false}, edge{x + 1, y, true}
	north, west := edge{x, y + 1, false}, edge{x, y, true}
	link := func(from, to edge) { c.next[from] = to }
	switch in {
	case 1:
		link(south, west)
	case 2:
		link(east, south)
	case 3:
		link(east, west)
	case 4:
		link(north, east)
	case 6:
		link(north, south)
	case 7:
		link(north, west)
	case 8:
		link(west, north)
	case 9:
		link(south, north)
	case 11:
		link(east, north)
	case 12:
		link(west, east)
	case 13:
		link(south, east)
	case 14:
		link(west, south)
	case 5, 10: // a saddle: by the middle
		mid := (c.value(x, y) + c.value(x+1, y) + c.value(x+1, y+1) + c.value(x, y+1)) / 4
		switch joined := mid >= c.level; {
		case in == 5 && joined:
			link(south, east)
			link(north, west)
		case in == 5:
			link(south, west)
			link(north, east)
		case joined:
			link(east, north)
			link(west, south)
		default:
			link(east, south)
			link(west, north)
		}
	}
}

// follow takes the ring that passes an edge; nil when none does, or it was taken.
func (c *contour) follow(start edge) orb.Ring {
	if _, ok := c.next[start]; !ok {
		return nil
	}
	var ring orb.Ring
	for at := start; ; {
		to, ok := c.next[at]
		if !ok {
			break
		}
		delete(c.next, at)
		ring = append(ring, c.place(at))
		at = to
	}
	return append(ring, ring[0])
}

// place is where on an edge the level is passed.
func (c *contour) place(e edge) orb.Point {
	a := c.value(e.x, e.y)
	dx, dy := 1.0, 0.0
	b := c.value(e.x+1, e.y)
	if e.north {
		dx, dy = 0, 1
		b = c.value(e.x, e.y+1)
	}
	t := float64((c.level - a) / (b - a))
	return orb.Point{
		c.f.Origin[0] + (float64(e.x)+dx*t)*c.f.Step,
		c.f.Origin[1] + (float64(e.y)+dy*t)*c.f.Step,
	}
}
