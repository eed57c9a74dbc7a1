package osm

import (
	"math"
	"runtime"
	"sync"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"
)

// builtUp finds where people live along a street.
//
// The baseline "residents by street length" wants the street length in built-up
// land. Land is built up when it is mapped as residential, commercial or retail,
// or lies within 50 m of a building's outline: land use is drawn in towns only,
// buildings nearly everywhere. A street is judged every 10 m, which is finer
// than a front garden.
type builtUp struct {
	land      rtree.RTreeG[orb.Polygon]
	buildings rtree.RTreeG[orb.LineString] // outlines
	ways      []streetWay
}

type streetWay struct {
	line  orb.LineString
	class string
}

const (
	nearBuilding = 50.0 // metres
	judgeEvery   = 10.0 // metres
	mostSteps    = 1000 // between two nodes: no street runs straight for 10 km
)

// addLand takes a building or an area of built-up land.
func (u *builtUp) addLand(o *Object) {
	if o.Kind == Node {
		return
	}
	building := o.Tags.Yes("building")
	if !building && !o.Tags.Has("landuse", "residential", "commercial", "retail") {
		return
	}
	for _, p := range o.Polygons() {
		b := p.Bound()
		if building {
			u.buildings.Insert(b.Min, b.Max, orb.LineString(p[0]))
		} else {
			u.land.Insert(b.Min, b.Max, p)
		}
	}
}

func (u *builtUp) addWay(line orb.LineString, class string) {
	u.ways = append(u.ways, streetWay{line, class})
}

// cut splits the streets where built-up land begins or ends. The trees are only
// read, so that ways may be cut side by side.
func (u *builtUp) cut() []Segment {
	pieces := make([][]Segment, len(u.ways))
	workers := runtime.GOMAXPROCS(0)
	var wg sync.WaitGroup
	for k := range workers {
		wg.Go(func() {
			for i := k; i < len(u.ways); i += workers {
				pieces[i] = u.cutWay(u.ways[i])
			}
		})
	}
	wg.Wait()
	n := 0
	for _, p := range pieces {
		n += len(p)
	}
	out := make([]Segment, 0, n)
	for _, p := range pieces {
		out = append(out, p...)
	}
	return out
}

// cutWay walks along a way in steps and begins a new piece where the answer
// changes.
func (u *builtUp) cutWay(w streetWay) []Segment {
	var out []Segment
	last := orb.LineString(nil) // of the piece that is being made
	for i := 1; i < len(w.line); i++ {
		a, b := w.line[i-1], w.line[i]
		d := metres(a, b)
		if d == 0 {
			continue
		}
		n := max(1, min(mostSteps, int(math.Round(d/judgeEvery))))
		at := func(t float64) orb.Point { return orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])} }
		for k := range n {
			from, to := float64(k)/float64(n), float64(k+1)/float64(n)
			built := u.is(at((from + to) / 2))
			if len(out) == 0 || out[len(out)-1].BuiltUp != built {
				start := snap(at(from))
				if len(out) > 0 {
					out[len(out)-1].Line = extend(last, start)
				}
				out = append(out, Segment{Class: w.class, BuiltUp: built})
				last = orb.LineString{start}
			}
		}
		last = extend(last, b)
	}
	if len(out) > 0 {
		out[len(out)-1].Line = last
	}
	kept := out[:0]
	for _, s := range out {
		if s.Metres = length(s.Line); len(s.Line) > 1 && s.Metres > 0 {
			kept = append(kept, s)
		}
	}
	return kept
}

func extend(l orb.LineString, p orb.Point) orb.LineString {
	if n := len(l); n > 0 && l[n-1] == p {
		return l
	}
	return append(l, p)
}

// is tells whether a place is built up.
func (u *builtUp) is(p orb.Point) bool {
	e, n := metresOf(p[1])
	dx, dy := nearBuilding/e, nearBuilding/n
	found := false
	u.buildings.Search([2]float64{p[0] - dx, p[1] - dy}, [2]float64{p[0] + dx, p[1] + dy}, func(lo, hi [2]float64, outline orb.LineString) bool {
		// The box is asked first: most boxes in reach are far enough inside it.
		x, y := max(lo[0]-p[0], p[0]-hi[0], 0)*e, max(lo[1]-p[1], p[1]-hi[1], 0)*n
		if x*x+y*y > nearBuilding*nearBuilding {
			return true
		}
		d, _ := fromLine(p, outline)
		found = d <= nearBuilding
		return !found
	})
	if found {
		return true
	}
	u.land.Search(p, p, func(_, _ [2]float64, area orb.Polygon) bool {
		found = PolygonContains(area, p)
		return !found
	})
	return found
}
