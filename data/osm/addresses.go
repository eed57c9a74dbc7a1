package osm

import (
	"cmp"
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

// house is an address as one object tells it.
type house struct {
	Address
	building bool // the object is a building, or nothing but an address
}

// addHouse keeps an object's house number.
func (c *Collector) addHouse(o *Object) {
	t := o.Tags
	number := t.Find("addr:housenumber")
	if number == "" {
		return
	}
	at := Inside(o.Geometry)
	if !c.clip.Contains(at) {
		return
	}
	c.houses = append(c.houses, house{
		Address: Address{
			Street: c.keep(cmp.Or(t.Find("addr:street"), t.Find("addr:place"))), Number: c.keep(number),
			Town: c.keep(t.Find("addr:city")), Point: snap(at),
		},
		building: o.Kind != Node && t.Yes("building") || o.Kind == Node && onlyAddress(t),
	})
}

// onlyAddress tells a point that stands for a house from a shop in it.
func onlyAddress(t Tags) bool {
	for i := range t {
		k := t[i].Key
		if !strings.HasPrefix(k, "addr:") && !strings.HasPrefix(k, "source") && k != "note" && !strings.HasPrefix(k, "ref") {
			return false
		}
	}
	return true
}

// sameHouse is how far apart two marks of one address lie at most, in metres: the
// shop on the ground floor bears the number of its house again.
const sameHouse = 100

// finishHouses sorts the addresses, each once, where its building or point is.
func (c *Collector) finishHouses() []Address {
	rank := func(h house) int {
		if h.building {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(c.houses, func(a, b house) int {
		return cmp.Or(strings.Compare(a.Street, b.Street), compareNumbers(a.Number, b.Number), cmp.Compare(rank(a), rank(b)),
			cmp.Compare(a.Point[0], b.Point[0]), cmp.Compare(a.Point[1], b.Point[1]))
	})
	var out []Address
	first := 0
	for _, h := range c.houses {
		if n := len(out); n > 0 && (out[n-1].Street != h.Street || out[n-1].Number != h.Number) {
			first = n
		}
		if !slices.ContainsFunc(out[first:], func(a Address) bool { return metres(a.Point, h.Point) <= sameHouse }) {
			out = append(out, h.Address)
		}
	}
	return out
}

// compareNumbers orders 2, 2a, 10, 10/12.
func compareNumbers(a, b string) int {
	na, ra := leading(a)
	nb, rb := leading(b)
	return cmp.Or(cmp.Compare(na, nb), strings.Compare(ra, rb))
}

// leading cuts off the number that a text begins with.
func leading(s string) (n int, rest string) {
	i := 0
	for i < len(s) && i < 9 && s[i] >= '0' && s[i] <= '9' {
		n = 10*n + int(s[i]-'0')
		i++
	}
	return n, s[i:]
}

// Inside returns a point that stands for a geometry and lies in it: the point
// itself, the middle of a line, the centroid of an area when the area holds it,
// else the middle of its widest part at half height.
func Inside(g orb.Geometry) orb.Point {
	switch g := g.(type) {
	case orb.Point:
		return g
	case orb.LineString:
		if orb.Ring(g).Closed() {
			return insideArea(orb.MultiPolygon{{orb.Ring(g)}})
		}
		return middle(g)
	case orb.MultiPolygon:
		return insideArea(g)
	}
	return g.Bound().Center()
}
