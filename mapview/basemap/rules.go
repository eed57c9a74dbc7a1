package basemap

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"pinezka/data/osm"
	"pinezka/mapview/source"
)

// ClassRule says which objects belong to a class of the base map.
type ClassRule struct {
	Class string
	Kind  RuleKind
	From  float64 // smallest scale at which the class is drawn
	Rule  string  // key=a|b|key2=c, as the style has it
}

// RuleKind is the kind of thing that a class draws.
type RuleKind string

// The kinds of rules.
const (
	Area RuleKind = "area"
	Line RuleKind = "line"
	POI  RuleKind = "poi"
)

// ParseRules reads the selectors of a style file: the field osm of its areas,
// lines and points of interest, in their order.
func ParseRules(styleJSON []byte) ([]ClassRule, error) {
	type part struct {
		Class, OSM string
		From       float64
	}
	var st struct{ Areas, Lines, POIs []part }
	if err := json.Unmarshal(styleJSON, &st); err != nil {
		return nil, fmt.Errorf("style: %w", err)
	}
	var rules []ClassRule
	for _, list := range []struct {
		kind  RuleKind
		parts []part
	}{{Area, st.Areas}, {Line, st.Lines}, {POI, st.POIs}} {
		for _, p := range list.parts {
			rules = append(rules, ClassRule{Class: p.Class, Kind: list.kind, From: p.From, Rule: p.OSM})
		}
	}
	if _, err := newClassifier(rules); err != nil {
		return nil, err
	}
	return rules, nil
}

// classifier finds an object's class.
type classifier struct {
	rules map[RuleKind][]compiled
}

type compiled struct {
	class  string
	tests  []test
	within string // a word that the name must hold
}

type test struct{ key, value string }

func newClassifier(rules []ClassRule) (*classifier, error) {
	c := &classifier{rules: map[RuleKind][]compiled{}}
	for _, r := range rules {
		k := compiled{class: r.Class}
		// Words after a comma, in brackets or after a plus are for people; the
		// rules that they describe are in classify.
		text, _, _ := strings.Cut(r.Rule, ",")
		text, _, _ = strings.Cut(text, " (")
		text, _, _ = strings.Cut(text, " +")
		key := ""
		for _, p := range strings.Split(text, "|") {
			p = strings.TrimSpace(p)
			if a, b, ok := strings.Cut(p, "="); ok {
				key, p = a, b
			}
			if key == "" || p == "" {
				return nil, fmt.Errorf("class %s: selector %q: want key=value", r.Class, r.Rule)
			}
			k.tests = append(k.tests, test{key, p})
		}
		if r.Class == "poi.municipal_guard" {
			k.within = "straż"
		}
		c.rules[r.Kind] = append(c.rules[r.Kind], k)
	}
	return c, nil
}

func (c *classifier) match(kind RuleKind, t osm.Tags) string {
	for _, r := range c.rules[kind] {
		for _, x := range r.tests {
			v := t.Find(x.key)
			if v == "" || v != x.value && (x.value != "*" || v == "no") {
				continue
			}
			if r.within != "" && !strings.Contains(strings.ToLower(osm.Name(t)), r.within) {
				continue
			}
			return r.class
		}
	}
	return ""
}

// publicAmenities make the building around them a public one.
var publicAmenities = map[string]bool{
	"poi.police": true, "poi.fire": true, "poi.hospital": true, "poi.town_hall": true, "poi.court": true, "poi.school": true,
	"poi.kindergarten": true, "poi.church": true, "poi.social": true, "poi.library": true, "poi.post": true, "poi.theatre": true, "poi.museum": true,
}

// classify returns what an object is on the map: none, one or several features
// without ids, as a school's ground and its sign.
func (c *classifier) classify(o osm.Object) []source.Feature {
	t := o.Tags
	f := source.Feature{Name: osm.Name(t), Layer: layer(t), Flags: flags(t)}
	var out []source.Feature
	add := func(class string, g orb.Geometry) {
		x := f
		x.Class, x.Geometry = class, g
		out = append(out, x)
	}
	switch g := o.Geometry.(type) {
	case orb.Point:
		if class := c.match(POI, t); class != "" && class != "poi.parking" {
			add(class, g)
		}
		if t.Find("natural") == "tree" {
			f.Name = ""
			add("tree", g)
		}
		if class := placeClass(t.Find("place")); class != "" && f.Name != "" {
			add(class, g)
		}
		out = append(out, house(o, g)...)
	case orb.LineString:
		highway := t.Find("highway")
		closed := o.Closed()
		asArea := closed && (highway == "" || t.Find("area") == "yes") && t.Find("barrier") == "" && t.Find("railway") == ""
		if asArea {
			out = append(out, c.area(o, orb.MultiPolygon{{orb.Ring(g)}}, f)...)
		}
		if class := c.line(t); class != "" && !(asArea && highway != "") {
			add(class, g)
		}
	case orb.MultiPolygon:
		if t.Find("type") == "boundary" || t.Find("boundary") == "administrative" {
			if class := c.boundary(t); class != "" {
				for _, p := range g {
					for _, r := range p {
						add(class, orb.LineString(r))
					}
				}
			}
			break
		}
		out = append(out, c.area(o, g, f)...)
	}
	return out
}

// area classes an object that covers ground.
func (c *classifier) area(o osm.Object, g orb.MultiPolygon, f source.Feature) []source.Feature {
	t := o.Tags
	size := geo.Area(g)
	f.Area = size
	var out []source.Feature
	anchor := centre(g)
	poi := c.match(POI, t)
	if building := t.Find("building"); building != "" && building != "no" {
		x := f
		x.Class, x.Geometry = c.building(t, poi), g
		out = append(out, x)
	} else if class := c.match(Area, t); class != "" && !strings.HasPrefix(class, "building.") && (class != "land.square" || t.Find("area") == "yes" || t.Find("highway") == "") {
		x := f
		x.Class, x.Geometry = class, g
		out = append(out, x)
	}
	if poi == "poi.parking" {
		if t.Find("access") == "private" || size <= bigCarPark {
			poi = ""
		} else {
			f.Flags |= source.Big
		}
	}
	if poi != "" {
		x := f
		x.Class, x.Geometry, x.Area = poi, anchor, 0
		out = append(out, x)
	}
	if class := placeClass(t.Find("place")); class != "" && f.Name != "" {
		x := f
		x.Class, x.Geometry, x.Area = class, anchor, 0
		out = append(out, x)
	}
	return append(out, house(o, anchor)...)
}

// bigCarPark is the area in square metres from which a car park has a sign.
const bigCarPark = 1200

func (c *classifier) building(t osm.Tags, poi string) string {
	if publicAmenities[poi] {
		return "building.public"
	}
	best := "building.main"
	for _, r := range c.rules[Area] {
		if r.class != "building.public" && r.class != "building.minor" {
			continue
		}
		for _, x := range r.tests {
			if t.Find(x.key) == x.value {
				best = r.class
			}
		}
	}
	return best
}

func (c *classifier) line(t osm.Tags) string {
	if v := t.Find("footway"); v == "sidewalk" || v == "crossing" {
		return ""
	}
	if t.Find("boundary") == "administrative" {
		return ""
	}
	highway := t.Find("highway")
	if base, link := strings.CutSuffix(highway, "_link"); link {
		t = append(osm.Tags{{Key: "highway", Value: base}}, without(t, "highway")...)
	}
	class := c.match(Line, t)
	if strings.HasPrefix(class, "boundary.") {
		return ""
	}
	return class
}

func (c *classifier) boundary(t osm.Tags) string {
	class := c.match(Line, osm.Tags{{Key: "admin_level", Value: t.Find("admin_level")}})
	if strings.HasPrefix(class, "boundary.") {
		return class
	}
	return ""
}

func without(t osm.Tags, key string) osm.Tags {
	var out osm.Tags
	for _, x := range t {
		if x.Key != key {
			out = append(out, x)
		}
	}
	return out
}

// placeClass returns the class of a value of place; quarters and neighbourhoods
// are what a resident calls a part of the town.
func placeClass(v string) string {
	switch v {
	case "city", "town", "village", "suburb", "hamlet":
		return "place." + v
	case "quarter", "neighbourhood":
		return "place.suburb"
	case "isolated_dwelling":
		return "place.hamlet"
	}
	return ""
}

// house returns the house number of an address.
func house(o osm.Object, at orb.Point) []source.Feature {
	n := o.Tags.Find("addr:housenumber")
	if n == "" {
		return nil
	}
	return []source.Feature{{Class: "house", Name: n, Geometry: at}}
}

func layer(t osm.Tags) int8 {
	switch v := t.Find("layer"); {
	case len(v) == 1 && v[0] >= '0' && v[0] <= '5':
		return int8(v[0] - '0')
	case len(v) == 2 && v[0] == '-' && v[1] >= '0' && v[1] <= '5':
		return -int8(v[1] - '0')
	case v == "" && yes(t.Find("bridge")):
		return 1
	case v == "" && yes(t.Find("tunnel")) && t.Find("tunnel") != "building_passage":
		return -1
	}
	return 0
}

func yes(v string) bool { return v != "" && v != "no" }

func flags(t osm.Tags) source.Flags {
	var f source.Flags
	if yes(t.Find("bridge")) {
		f |= source.Bridge
	}
	if yes(t.Find("tunnel")) {
		f |= source.Tunnel
	}
	if strings.HasSuffix(t.Find("highway"), "_link") {
		f |= source.Link
	}
	switch t.Find("service") {
	case "parking_aisle", "driveway", "drive-through", "siding", "spur", "yard", "crossover":
		f |= source.Minor
	}
	if t.Find("access") == "private" {
		f |= source.Private
	}
	return f
}
