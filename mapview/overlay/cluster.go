package overlay

import (
	"cmp"
	"math"
	"slices"

	"pinezka/mapview/scene"
	"pinezka/mapview/style"
)

// Distances at which signs become one, for symbols of 4.8 mm; they grow with
// the symbols.
const (
	joinSymbols = 0.95 // of a size, between two symbols
	joinCluster = -0.4 // mm beyond touching: a cluster bears a little overlap with a symbol
	joinRings   = 0.2  // mm beyond touching: two clusters never overlap
)

// cluster is one sign to be: a report alone or several.
type cluster struct {
	mean    scene.Point // of the members' places
	shown   scene.Point // where the sign goes: mean, unless a square lies there
	members []int32     // indices of reports, by id; filled in last
	n       int         // how many members
	head    int32       // first spot of the chain of members, the one with the lowest id
	tail    int32
}

// gathering joins signs; spots of one sign hang together in a chain.
type gathering struct {
	spots []spot
	next  []int32 // by spot: the next of its sign, or -1
	size  float64
	push  pusher
}

// gather joins spots whose signs would cover each other. Spots come by id, and
// ties go to the lower one, so that the result does not depend on chance.
//
// First each spot joins the nearest sign that is already there (leaders, by a
// grid); then signs that touch are merged, nearest first, each at the mean of its
// members, until none touch.
func gather(spots []spot, size float64, p pusher) []cluster {
	g := gathering{spots, make([]int32, len(spots)), size, p}
	signs := g.lead()
	for i := range signs {
		g.place(&signs[i])
	}
	signs = g.merge(signs)
	g.members(signs)
	// South lies on top, as one looks at things that stand.
	slices.SortStableFunc(signs, func(a, b cluster) int { return cmp.Compare(a.shown.Y, b.shown.Y) })
	return signs
}

// place sets where the sign goes.
func (g *gathering) place(c *cluster) {
	c.shown = g.push.push(c.mean, c.radius(g.size), g.spots[c.head].key)
}

func (c *cluster) radius(size float64) float64 {
	if c.n == 1 {
		return size / 2
	}
	return style.ClusterDiameter(c.n, size) / 2
}

// touch is the distance of two signs under which they become one.
func (g *gathering) touch(a, b *cluster) float64 {
	k := g.size / style.SymbolSize
	switch {
	case a.n == 1 && b.n == 1:
		return joinSymbols * g.size
	case a.n == 1 || b.n == 1:
		return a.radius(g.size) + b.radius(g.size) + joinCluster*k
	default:
		return a.radius(g.size) + b.radius(g.size) + joinRings*k
	}
}

// lead gives each spot to the nearest leader that is near enough, or makes it a
// leader.
func (g *gathering) lead() []cluster {
	reach := joinSymbols * g.size
	box := nowhere
	for i := range g.spots {
		box = box.Union(scene.Rect{X0: g.spots[i].at.X, Y0: g.spots[i].at.Y, X1: g.spots[i].at.X, Y1: g.spots[i].at.Y})
	}
	grid := newGrid(box, reach)
	var signs []cluster
	var leaders []scene.Point
	for i := range g.spots {
		at := g.spots[i].at
		best, dist := int32(-1), reach*reach
		grid.near(at, func(l int32) {
			dx, dy := leaders[l].X-at.X, leaders[l].Y-at.Y
			if d := dx*dx + dy*dy; d < dist || d == dist && l < best {
				best, dist = l, d
			}
		})
		g.next[i] = -1
		if best < 0 {
			grid.add(at, int32(len(signs)))
			leaders = append(leaders, at)
			signs = append(signs, cluster{mean: at, n: 1, head: int32(i), tail: int32(i)})
			continue
		}
		c := &signs[best]
		c.mean = c.mean.Add(at) // a sum until all are in
		c.n++
		g.next[c.tail], c.tail = int32(i), int32(i)
	}
	for i := range signs {
		signs[i].mean = signs[i].mean.Scale(1 / float64(signs[i].n))
	}
	return signs
}

// merge makes one of signs that touch until none do.
func (g *gathering) merge(signs []cluster) []cluster {
	widest := style.ClusterDiameter(100, g.size) + joinRings*g.size/style.SymbolSize
	for {
		box := nowhere
		for i := range signs {
			box = box.Union(scene.Rect{X0: signs[i].shown.X, Y0: signs[i].shown.Y, X1: signs[i].shown.X, Y1: signs[i].shown.Y})
		}
		grid := newGrid(box, widest)
		for i := range signs {
			grid.add(signs[i].shown, int32(i))
		}
		merged := false
		for i := range signs {
			a := &signs[i]
			for a.n > 0 {
				best, dist := int32(-1), math.Inf(1)
				grid.near(a.shown, func(j int32) {
					b := &signs[j]
					if int(j) == i || b.n == 0 {
						return
					}
					dx, dy := a.shown.X-b.shown.X, a.shown.Y-b.shown.Y
					d := dx*dx + dy*dy
					if t := g.touch(a, b); d < t*t && (d < dist || d == dist && j < best) {
						best, dist = j, d
					}
				})
				if best < 0 {
					break
				}
				g.join(a, &signs[best])
				grid.add(a.shown, int32(i))
				merged = true
			}
		}
		if !merged {
			return signs
		}
		signs = slices.DeleteFunc(signs, func(c cluster) bool { return c.n == 0 })
	}
}

// join takes the members of b into a.
func (g *gathering) join(a, b *cluster) {
	na, nb := float64(a.n), float64(b.n)
	a.mean = a.mean.Scale(na / (na + nb)).Add(b.mean.Scale(nb / (na + nb)))
	a.n += b.n
	b.n = 0
	if b.head < a.head {
		a.head, a.tail, b.head, b.tail = b.head, b.tail, a.head, a.tail
	}
	g.next[a.tail], a.tail = b.head, b.tail
	g.place(a)
}

// members lists the reports of each sign by id, all in one array.
func (g *gathering) members(signs []cluster) {
	all := make([]int32, len(g.spots))
	of := make([]int32, len(g.spots)) // by spot: its sign
	from := 0
	for i := range signs {
		signs[i].members = all[from : from : from+signs[i].n]
		from += signs[i].n
		for s := signs[i].head; s >= 0; s = g.next[s] {
			of[s] = int32(i)
		}
	}
	for s, i := range of {
		signs[i].members = append(signs[i].members, g.spots[s].report)
	}
}

// nowhere is the box around nothing.
var nowhere = scene.Rect{X0: math.Inf(1), Y0: math.Inf(1), X1: math.Inf(-1), Y1: math.Inf(-1)}

// grid finds things near a place.
type grid struct {
	x0, y0 float64
	cell   float64
	w, h   int
	first  []int32 // by cell: last entry added, or -1
	next   []int32 // by entry: the one added to the cell before
	item   []int32 // by entry
}

// newGrid covers a box; cells are as wide as the search.
func newGrid(box scene.Rect, cell float64) *grid {
	if box == nowhere {
		box = scene.Rect{}
	}
	g := &grid{x0: box.X0, y0: box.Y0, cell: cell, w: int(box.W()/cell) + 1, h: int(box.H()/cell) + 1}
	g.first = make([]int32, g.w*g.h)
	for i := range g.first {
		g.first[i] = -1
	}
	return g
}

// of returns the cell of a place; places beyond the edge belong to the edge.
func (g *grid) of(p scene.Point) (x, y int) {
	x, y = int((p.X-g.x0)/g.cell), int((p.Y-g.y0)/g.cell)
	return min(max(x, 0), g.w-1), min(max(y, 0), g.h-1)
}

func (g *grid) add(p scene.Point, item int32) {
	x, y := g.of(p)
	c := y*g.w + x
	g.next = append(g.next, g.first[c])
	g.item = append(g.item, item)
	g.first[c] = int32(len(g.item) - 1)
}

func (g *grid) near(p scene.Point, f func(item int32)) {
	x, y := g.of(p)
	for yy := max(y-1, 0); yy <= min(y+1, g.h-1); yy++ {
		for xx := max(x-1, 0); xx <= min(x+1, g.w-1); xx++ {
			for e := g.first[yy*g.w+xx]; e >= 0; e = g.next[e] {
				f(g.item[e])
			}
		}
	}
}
