package basemap

import (
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"pinezka/data/osm"
	"pinezka/mapview/source"
)

// feature is what goes into the archive, with the tag that gave its class: the
// tiles carry OpenStreetMap's own words.
type feature struct {
	source.Feature
	tag osm.Tag
}

// Classes that no rule of the style selects; the style draws them all the same.
const (
	classTree  = "tree"
	classHouse = "house" // Name is the house number
)

// bigCarPark is the area in square metres from which a car park has a sign.
const bigCarPark = 1200

// classifier makes features of objects.
type classifier struct {
	selectors
	buf  []hit
	give func(feature)
}

// add gives the features that an object is on the map: none, one or several, as
// a school's ground and its sign.
func (c *classifier) add(o *osm.Object) {
	f := source.Feature{Name: strings.Clone(o.Tags.Name()), Layer: layer(o.Tags), Flags: flags(o.Tags)}
	switch g := o.Geometry.(type) {
	case orb.Point:
		c.point(o.Tags, g, f)
	case orb.LineString:
		if coversGround(o) {
			c.area(o, f)
		} else {
			c.line(o.Tags, g, f)
		}
	case orb.MultiPolygon:
		if !o.Tags.Has("type", "boundary") && !o.Tags.Has("boundary", "administrative") {
			c.area(o, f)
		}
	}
}

// coversGround tells a closed way that is an area from one that is a loop.
func coversGround(o *osm.Object) bool {
	t := o.Tags
	switch {
	case !o.Closed(), t.Has("area", "no"):
		return false
	case t.Has("area", "yes"), t.Yes("building"):
		return true
	case t.Yes("highway"), t.Yes("barrier"), t.Yes("railway"):
		// A fence around a playground is drawn as the playground.
		return t.Yes("barrier") && (t.Yes("landuse") || t.Yes("leisure") || t.Yes("amenity"))
	case t.Has("waterway", "river", "canal", "stream", "ditch", "drain"):
		return false
	}
	return true
}

func (c *classifier) emit(f source.Feature, class string, g orb.Geometry, tag osm.Tag) {
	f.Class, f.Geometry = class, g
	// The tags share a block's memory, which must not outlive the reading.
	c.give(feature{f, osm.Tag{Key: strings.Clone(tag.Key), Value: strings.Clone(tag.Value)}})
}

// point makes a sign, a tree, the name of a settlement or a house number.
func (c *classifier) point(t osm.Tags, g orb.Point, f source.Feature) {
	c.sign(t, g, f, 0)
	if t.Has("natural", "tree") {
		tree := f
		tree.Name = ""
		c.emit(tree, classTree, g, osm.Tag{Key: "natural", Value: "tree"})
	}
}

// sign makes what stands at one point: a symbol, the name of a settlement. The
// size is that of the area it stands for, in square metres; 0 for a point.
func (c *classifier) sign(t osm.Tags, at orb.Point, f source.Feature, size float64) {
	f.Area = 0
	sel := c.selectors[POI]
	if c.buf = sel.hits(t, c.buf); len(c.buf) > 0 {
		h := c.buf[0]
		class, show := sel.class(h), true
		if class == "poi.parking" {
			show = size > bigCarPark && f.Flags&source.Private == 0
			f.Flags |= source.Big
		}
		if show {
			c.emit(f, class, at, h.tag)
		}
	}
	if class := placeClass(t.Find("place")); class != "" && f.Name != "" {
		c.emit(f, class, at, osm.Tag{Key: "place", Value: t.Find("place")})
	}
}

// line makes the lines that a way is: a road with rails in it is both.
func (c *classifier) line(t osm.Tags, g orb.LineString, f source.Feature) {
	if t.Has("footway", "sidewalk", "crossing") || t.Has("boundary", "administrative") {
		return
	}
	if v, ok := strings.CutSuffix(t.Find("highway"), "_link"); ok {
		// A slip road is drawn as its road; the tag goes first so that it wins.
		t = append(osm.Tags{{Key: "highway", Value: v}}, t...)
	}
	sel := c.selectors[Line]
	c.buf = sel.hits(t, c.buf)
	for i, h := range c.buf {
		class := sel.class(h)
		if i > 0 && family(class) == family(sel.class(c.buf[i-1])) {
			continue
		}
		// Levels stand on many things; boundaries come from their relations.
		if family(class) != "boundary" {
			c.emit(f, class, g, h.tag)
		}
	}
}

// family is the part of a class before the dot.
func family(class string) string {
	a, _, _ := strings.Cut(class, ".")
	return a
}

// area makes the ground or the building that an object covers, and its sign.
func (c *classifier) area(o *osm.Object, f source.Feature) {
	g := o.Polygons()
	f.Area = geo.Area(g)
	c.cover(o.Tags, g, f)
	c.sign(o.Tags, osm.Inside(o.Geometry), f, f.Area)
}

// cover makes the ground or the building of an area, and tells whether it is any.
func (c *classifier) cover(t osm.Tags, g orb.MultiPolygon, f source.Feature) bool {
	sel := c.selectors[Area]
	c.buf = sel.hits(t, c.buf)
	if t.Yes("building") {
		best := -1
		for i, h := range c.buf {
			// A class that names the value goes before the one that takes them all.
			if family(sel.class(h)) == "building" && (best < 0 || !sel.takesAll(c.buf[i])) {
				best = i
			}
		}
		if best >= 0 {
			c.emit(f, sel.class(c.buf[best]), g, c.buf[best].tag)
		}
		return best >= 0
	}
	if underground(t) {
		return false
	}
	for i := len(c.buf) - 1; i >= 0; i-- {
		if class := sel.class(c.buf[i]); family(class) != "building" {
			c.emit(f, class, g, c.buf[i].tag)
			return true
		}
	}
	return false
}

// takesAll tells whether a rule fits by any value of its key.
func (s *selector) takesAll(h hit) bool {
	for _, r := range s.by[h.tag.Key][h.tag.Value] {
		if r == h.rule {
			return false
		}
	}
	return true
}

// underground tells what lies under the ground that is drawn.
func underground(t osm.Tags) bool {
	return t.Has("parking", "underground") || t.Has("location", "underground")
}

// boundaryClass returns the class of an administrative level, or "".
func (c *classifier) boundaryClass(level string) (string, osm.Tag) {
	sel := c.selectors[Line]
	c.buf = sel.hits(osm.Tags{{Key: "admin_level", Value: level}}, c.buf)
	for _, h := range c.buf {
		if class := sel.class(h); family(class) == "boundary" {
			return class, osm.Tag{Key: "admin_level", Value: level}
		}
	}
	return "", osm.Tag{}
}

// placeClass returns the class of a value of place; quarters and neighbourhoods
// are what a resident calls a part of the town.
func placeClass(v string) string {
	switch v {
	case "city", "town", "village", "suburb", "hamlet":
		return "place." + v
	case "borough", "quarter", "neighbourhood":
		return "place.suburb"
	case "isolated_dwelling":
		return "place.hamlet"
	}
	return ""
}

// layer reads OSM's layer; what has none but is a bridge or a tunnel lies over or
// under the ground.
func layer(t osm.Tags) int8 {
	v := t.Find("layer")
	digit, sign := v, int8(1)
	if rest, ok := strings.CutPrefix(v, "-"); ok {
		digit, sign = rest, -1
	}
	switch {
	case len(digit) == 1 && digit[0] >= '0' && digit[0] <= '5':
		return sign * int8(digit[0]-'0')
	case v != "":
	case t.Yes("bridge"):
		return 1
	case t.Yes("tunnel") && !t.Has("tunnel", "building_passage"):
		return -1
	}
	return 0
}

func flags(t osm.Tags) source.Flags {
	var f source.Flags
	if t.Yes("bridge") {
		f |= source.Bridge
	}
	if t.Yes("tunnel") {
		f |= source.Tunnel
	}
	if strings.HasSuffix(t.Find("highway"), "_link") {
		f |= source.Link
	}
	if t.Has("service", "parking_aisle", "driveway", "drive-through", "siding", "spur", "yard", "crossover") {
		f |= source.Minor
	}
	if t.Has("access", "private", "no") {
		f |= source.Private
	}
	return f
}
