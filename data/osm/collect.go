package osm

import (
	"cmp"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/planar"
	"github.com/tidwall/rtree"
)

// Collector gathers the facts of an extract while it is read.
type Collector struct {
	clip orb.Bound

	streets   map[string]*Street
	places    []Place
	addresses []Address
	segments  []Segment
	roads     []Road

	land      []orb.Polygon // residential and commercial
	buildings rtree.RTreeG[orb.Point]
	kept      []way
}

// way is a street to be cut at built-up land once all buildings are known.
type way struct {
	line  orb.LineString
	class string
}

// NewCollector returns a collector that keeps what lies in a box of degrees.
func NewCollector(clip orb.Bound) *Collector {
	return &Collector{clip: clip, streets: map[string]*Street{}}
}

// Add takes an object of the extract.
func (c *Collector) Add(o Object) {
	t := o.Tags
	highway := t.Find("highway")
	if line, ok := o.Geometry.(orb.LineString); ok && highway != "" {
		c.addHighway(o, line, highway)
	}
	b := o.Geometry.Bound()
	if !b.Intersects(c.clip) {
		return
	}
	at := anchor(o.Geometry)
	if t.Find("building") != "" && o.Kind != Node {
		c.buildings.Insert(b.Min, b.Max, at)
	}
	switch t.Find("landuse") {
	case "residential", "commercial", "retail":
		switch g := o.Geometry.(type) {
		case orb.LineString:
			if o.Closed() {
				c.land = append(c.land, orb.Polygon{orb.Ring(g)})
			}
		case orb.MultiPolygon:
			c.land = append(c.land, g...)
		}
	}
	if !c.clip.Contains(at) {
		return
	}
	if number := t.Find("addr:housenumber"); number != "" {
		street := t.Find("addr:street")
		if street == "" {
			street = t.Find("addr:place")
		}
		c.addresses = append(c.addresses, Address{Street: street, Number: number, Point: at})
	}
	if name := Name(t); name != "" {
		c.addPlace(o, name, at, b)
	}
}

func (c *Collector) addHighway(o Object, line orb.LineString, highway string) {
	t := o.Tags
	if t.Find("area") == "yes" {
		return
	}
	pieces := clip.LineString(c.clip, line.Clone())
	if graphClasses[highway] {
		c.addRoads(o, line, highway)
	}
	if name := Name(t); name != "" && len(pieces) > 0 && highway != "bus_stop" && highway != "platform" && t.Find("footway") == "" {
		s := c.streets[name]
		if s == nil {
			s = &Street{Name: name}
			c.streets[name] = s
		}
		for _, a := range altNames(t) {
			if !slices.Contains(s.Alt, a) {
				s.Alt = append(s.Alt, a)
			}
		}
		s.Lines = append(s.Lines, pieces...)
	}
	if streetClasses[highway] {
		for _, p := range pieces {
			c.kept = append(c.kept, way{p, highway})
		}
	}
}

func (c *Collector) addRoads(o Object, line orb.LineString, highway string) {
	oneWay := o.Tags.Find("oneway") == "yes" || highway == "motorway" || o.Tags.Find("junction") == "roundabout"
	for i := 1; i < len(line) && i < len(o.Nodes); i++ {
		if c.clip.Contains(line[i-1]) || c.clip.Contains(line[i]) {
			c.roads = append(c.roads, Road{o.Nodes[i-1], o.Nodes[i], highway, metres(line[i-1], line[i]), oneWay})
		}
	}
}

func (c *Collector) addPlace(o Object, name string, at orb.Point, b orb.Bound) {
	t := o.Tags
	p := Place{Name: name, Alt: altNames(t), Point: at, Bound: b}
	switch {
	case t.Find("place") != "":
		p.Kind, p.Sub = KindPlace, t.Find("place")
	case t.Find("natural") == "water", t.Find("waterway") != "":
		p.Kind, p.Sub = KindWater, cmp.Or(t.Find("water"), t.Find("waterway"), "water")
	case t.Find("landuse") == "allotments" || t.Find("landuse") == "cemetery" || t.Find("natural") != "":
		p.Kind, p.Sub = KindPlace, cmp.Or(t.Find("landuse"), t.Find("natural"))
	default:
		for _, key := range poiKeys {
			if v := t.Find(key); v != "" && v != "no" {
				if v == "yes" {
					v = key
				}
				p.Kind, p.Sub = KindPOI, v
				break
			}
		}
		if p.Kind == "" {
			return
		}
	}
	c.places = append(c.places, p)
}

// anchor returns the point that stands for a geometry.
func anchor(g orb.Geometry) orb.Point {
	switch g := g.(type) {
	case orb.Point:
		return g
	case orb.LineString:
		if len(g) > 3 && g[0] == g[len(g)-1] {
			p, _ := planar.CentroidArea(orb.Ring(g))
			if planar.RingContains(orb.Ring(g), p) {
				return p
			}
		}
		return middle(g)
	case orb.MultiPolygon:
		if p, area := planar.CentroidArea(g); area != 0 {
			return p
		}
	}
	return g.Bound().Center()
}

// finish sorts what was gathered and cuts the streets at built-up land.
func (c *Collector) finish() {
	for _, w := range c.kept {
		c.cut(w)
	}
	c.kept = nil
	slices.SortStableFunc(c.places, func(a, b Place) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), cmp.Compare(a.Point[0], b.Point[0]), cmp.Compare(a.Point[1], b.Point[1]))
	})
	slices.SortStableFunc(c.addresses, func(a, b Address) int {
		return cmp.Or(strings.Compare(a.Street, b.Street), strings.Compare(a.Number, b.Number), cmp.Compare(a.Point[0], b.Point[0]))
	})
}

// cut splits a street where built-up land begins or ends.
func (c *Collector) cut(w way) {
	var cur *Segment
	for i := 1; i < len(w.line); i++ {
		a, b := w.line[i-1], w.line[i]
		if a == b {
			continue
		}
		built := c.builtUp(orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2})
		if cur == nil || cur.BuiltUp != built {
			c.segments = append(c.segments, Segment{Line: orb.LineString{a}, Class: w.class, BuiltUp: built})
			cur = &c.segments[len(c.segments)-1]
		}
		cur.Line = append(cur.Line, b)
	}
}

// nearBuilding is how far from a building land is still built up, in metres.
const nearBuilding = 50

func (c *Collector) builtUp(p orb.Point) bool {
	for _, l := range c.land {
		if l.Bound().Contains(p) && planar.PolygonContains(l, p) {
			return true
		}
	}
	e, n := metresOf(p[1])
	dx, dy := nearBuilding/e, nearBuilding/n
	found := false
	c.buildings.Search([2]float64{p[0] - dx, p[1] - dy}, [2]float64{p[0] + dx, p[1] + dy}, func(lo, hi [2]float64, _ orb.Point) bool {
		// The nearest point of the building's box stands for the building.
		q := orb.Point{max(lo[0], min(hi[0], p[0])), max(lo[1], min(hi[1], p[1]))}
		found = metres(p, q) <= nearBuilding
		return !found
	})
	return found
}
