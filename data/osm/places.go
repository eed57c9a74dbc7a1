package osm

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

// poiKeys are the keys whose value says what a thing of interest is.
var poiKeys = [...]string{"amenity", "shop", "leisure", "tourism", "office", "healthcare", "emergency", "historic", "railway", "public_transport", "man_made", "building"}

// nameless are the keys whose things are of interest without a name, too:
// a playground, a shop, a defibrillator.
var nameless = map[string]bool{"amenity": true, "shop": true, "leisure": true, "emergency": true}

// furniture is what stands in every street and is of no interest without a name.
var furniture = map[string]bool{
	"bench": true, "waste_basket": true, "waste_disposal": true, "parking_space": true, "parking_entrance": true, "bicycle_parking": true,
	"vending_machine": true, "picnic_table": true, "garden": true, "swimming_pool": true, "fire_hydrant": true, "lounger": true,
	"loading_dock": true, "telephone": true, "hunting_stand": true, "outdoor_seating": true, "slipway": true, "vacant": true, "no": true,
}

// addPlace keeps an object that people call by a name or look for by its kind.
func (c *Collector) addPlace(o *Object) {
	t := o.Tags
	name := t.Name()
	if line, ok := o.Geometry.(orb.LineString); ok && !o.Closed() {
		// Only waters and streets are lines with a name; streets were taken.
		if name != "" && t.Yes("waterway") {
			c.addWater(name, t, clipLine(c.clip, line))
		}
		return
	}
	kind, sub := placeKind(t, name)
	if kind == "" {
		return
	}
	if kind == KindWater {
		var lines []orb.LineString
		for _, p := range o.Polygons() {
			lines = append(lines, clipLine(c.clip, orb.LineString(p[0]))...)
		}
		c.addWater(name, t, lines)
		return
	}
	at := Inside(o.Geometry)
	if !c.clip.Contains(at) {
		return
	}
	c.places = append(c.places, Place{
		Kind: kind, Sub: c.keep(sub), Name: c.keep(name), Alt: t.OtherNames(), Point: snap(at), Bound: o.Geometry.Bound(),
	})
}

func (c *Collector) addWater(name string, t Tags, lines []orb.LineString) {
	if len(lines) == 0 {
		return
	}
	n := c.named(c.waters, name)
	if n.sub == "" {
		n.sub = c.keep(cmp.Or(t.Find("water"), t.Find("waterway"), "water"))
	}
	n.add(t.OtherNames(), lines)
}

// placeKind says what an object is to the gazetteer; no kind: nothing.
func placeKind(t Tags, name string) (HitKind, string) {
	if name != "" {
		switch {
		case t.Yes("place"):
			return KindPlace, t.Find("place")
		case t.Has("natural", "water"), t.Yes("waterway"), t.Has("landuse", "reservoir", "basin"):
			return KindWater, "" // addWater says which
		case t.Has("highway", "pedestrian", "footway") && (t.Has("area", "yes") || t.Has("type", "multipolygon")):
			return KindPlace, "square"
		case t.Has("highway", "bus_stop"):
			return KindPOI, "bus_stop"
		}
	}
	for _, key := range poiKeys {
		v := t.Find(key)
		if v == "" || v == "no" || v == "stop_position" || name == "" && (!nameless[key] || furniture[v]) {
			continue
		}
		if v == "yes" {
			v = key
		}
		return KindPOI, v
	}
	if name != "" {
		for _, key := range [...]string{"landuse", "natural"} {
			if t.Yes(key) {
				return KindPlace, t.Find(key)
			}
		}
	}
	return "", ""
}

// sameThing is how far apart two marks of one thing lie at most, in metres: a
// school is often drawn as a ground and again as a building or a point.
const sameThing = 150

// finishPlaces sorts the places, with each thing once.
func (c *Collector) finishPlaces() []Place {
	for _, name := range slices.Sorted(maps.Keys(c.waters)) {
		n := c.waters[name]
		for _, lines := range cluster(n.lines, waterGap) {
			b := boundOf(lines)
			c.places = append(c.places, Place{
				Kind: KindWater, Sub: n.sub, Name: name, Alt: n.alt, Point: snap(onLines(lines, b.Center())), Bound: b,
			})
		}
	}
	size := func(p *Place) float64 { return (p.Bound.Max[0] - p.Bound.Min[0]) * (p.Bound.Max[1] - p.Bound.Min[1]) }
	slices.SortStableFunc(c.places, func(a, b Place) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(string(a.Kind), string(b.Kind)), strings.Compare(a.Sub, b.Sub),
			cmp.Compare(size(&b), size(&a)), cmp.Compare(a.Point[0], b.Point[0]), cmp.Compare(a.Point[1], b.Point[1]))
	})
	var out []Place
	first := 0 // of those in out that are called the same
	for _, p := range c.places {
		if n := len(out); n > 0 && (out[n-1].Name != p.Name || out[n-1].Kind != p.Kind || out[n-1].Sub != p.Sub) {
			first = n
		}
		twice := p.Name != "" && p.Sub != "bus_stop" && slices.ContainsFunc(out[first:], func(q Place) bool {
			return metres(p.Point, q.Point) <= sameThing || q.Bound.Contains(p.Point)
		})
		if !twice {
			out = append(out, p)
		}
	}
	return out
}
