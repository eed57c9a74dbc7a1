package privacy

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"pinezka/data"
	"pinezka/data/crs"
)

// How near is near.
const (
	houseMetres   = 25 // a point so near to a lonely address is that house
	aloneMetres   = 50 // an address without another so near is alone
	sectionHouses = 8  // addresses that a street section needs to hide one of them
	sectionMetres = 60 // an address so near to a section belongs to it
	moveMetres    = 300
)

// houses knows which places are single houses, and where to put them instead.
type houses struct {
	plane    crs.CRS
	alone    rtree.RTreeG[orb.Point] // lonely addresses, in the plane
	sections []section               // with enough addresses
}

type section struct {
	line   orb.LineString // in the plane
	middle orb.Point      // in degrees
}

func newHouses(addresses []orb.Point, streets []orb.LineString, around orb.Point) *houses {
	h := &houses{plane: crs.ForPlace(around)}
	var all rtree.RTreeG[int]
	plane := make([]orb.Point, len(addresses))
	for i, a := range addresses {
		plane[i] = h.plane.Project(a)
		all.Insert(plane[i], plane[i], i)
	}
	for i, p := range plane {
		lonely := true
		box := p.Bound().Pad(aloneMetres)
		all.Search(box.Min, box.Max, func(_, _ [2]float64, k int) bool {
			if k != i && plane[k] != p && distance(plane[k], p) <= aloneMetres {
				lonely = false
			}
			return lonely
		})
		if lonely {
			h.alone.Insert(p, p, p)
		}
	}
	for _, street := range streets {
		s := section{line: make(orb.LineString, len(street))}
		for i, p := range street {
			s.line[i] = h.plane.Project(p)
		}
		if len(s.line) < 2 {
			continue
		}
		belong := map[orb.Point]bool{}
		box := s.line.Bound().Pad(sectionMetres)
		all.Search(box.Min, box.Max, func(_, _ [2]float64, i int) bool {
			if lineDistance(plane[i], s.line) <= sectionMetres {
				belong[plane[i]] = true
			}
			return true
		})
		if len(belong) >= sectionHouses {
			s.middle = h.plane.Unproject(halfway(s.line))
			h.sections = append(h.sections, s)
		}
	}
	return h
}

// single tells whether a place is one house.
func (h *houses) single(w data.Place) bool {
	if w.Precision == data.PrecisionAddress {
		return true
	}
	p := h.plane.Project(w.Point)
	found := false
	box := p.Bound().Pad(houseMetres)
	h.alone.Search(box.Min, box.Max, func(_, _ [2]float64, a orb.Point) bool {
		found = distance(a, p) <= houseMetres
		return !found
	})
	return found
}

// instead returns the middle of the nearest section that hides a house, or false.
func (h *houses) instead(p orb.Point) (orb.Point, bool) {
	at := h.plane.Project(p)
	best, nearest := orb.Point{}, math.Inf(1)
	for _, s := range h.sections {
		if d := lineDistance(at, s.line); d < nearest {
			best, nearest = s.middle, d
		}
	}
	return best, nearest <= moveMetres
}

func distance(a, b orb.Point) float64 { return math.Hypot(a[0]-b[0], a[1]-b[1]) }

func lineDistance(p orb.Point, line orb.LineString) float64 {
	nearest := math.Inf(1)
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		dx, dy := b[0]-a[0], b[1]-a[1]
		t := 0.0
		if l := dx*dx + dy*dy; l > 0 {
			t = min(1, max(0, ((p[0]-a[0])*dx+(p[1]-a[1])*dy)/l))
		}
		nearest = min(nearest, distance(p, orb.Point{a[0] + t*dx, a[1] + t*dy}))
	}
	return nearest
}

// halfway returns the point at half of a line's length.
func halfway(line orb.LineString) orb.Point {
	var length float64
	for i := 1; i < len(line); i++ {
		length += distance(line[i-1], line[i])
	}
	left := length / 2
	for i := 1; i < len(line); i++ {
		d := distance(line[i-1], line[i])
		if d >= left && d > 0 {
			t := left / d
			return orb.Point{line[i-1][0] + (line[i][0]-line[i-1][0])*t, line[i-1][1] + (line[i][1]-line[i-1][1])*t}
		}
		left -= d
	}
	return line[len(line)-1]
}
