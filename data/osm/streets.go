package osm

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/tidwall/rtree"
)

// namedLines are the lines under one name, wherever they lie.
type namedLines struct {
	sub   string
	alt   []string
	lines []orb.LineString
}

func (n *namedLines) add(alt []string, lines []orb.LineString) {
	for _, a := range alt {
		if !slices.Contains(n.alt, a) {
			n.alt = append(n.alt, a)
		}
	}
	n.lines = append(n.lines, lines...)
}

// notStreets are values of highway whose name is not that of a street.
var notStreets = map[string]bool{
	"bus_stop": true, "platform": true, "rest_area": true, "services": true, "elevator": true, "corridor": true,
	"proposed": true, "construction": true, "razed": true, "abandoned": true,
}

// streetClasses are the values of highway that residents live along.
var streetClasses = map[string]bool{
	"primary": true, "secondary": true, "tertiary": true, "residential": true, "unclassified": true, "living_street": true, "pedestrian": true,
}

// addHighway takes a way under all that it may be: a street with a name, a
// piece of street to live along, an edge of the road graph.
func (c *Collector) addHighway(o *Object, line orb.LineString) {
	t := o.Tags
	class := t.Find("highway")
	if t.Has("area", "yes") || notStreets[class] {
		return
	}
	pieces := clipLine(c.clip, line)
	if len(pieces) == 0 {
		return
	}
	if name := t.Name(); name != "" && !t.Has("footway", "sidewalk", "crossing") {
		c.named(c.streets, name).add(t.OtherNames(), pieces)
	}
	class = c.keep(class)
	if streetClasses[class] {
		for _, p := range pieces {
			c.built.addWay(p, class)
		}
	}
	c.roads.add(o, line, class)
}

func (c *Collector) named(in map[string]*namedLines, name string) *namedLines {
	n := in[name]
	if n == nil {
		n = &namedLines{}
		in[c.keep(name)] = n
	}
	return n
}

// clipLine cuts a line at a box; pieces of no length are left out.
func clipLine(b orb.Bound, line orb.LineString) []orb.LineString {
	box := line.Bound()
	if b.Contains(box.Min) && b.Contains(box.Max) {
		return []orb.LineString{line}
	}
	var out []orb.LineString
	for _, l := range clip.LineString(b, line) {
		for i := range l {
			l[i] = snap(l[i])
		}
		if l = slices.Compact(l); len(l) > 1 {
			out = append(out, l)
		}
	}
	return out
}

// snap moves a point to OSM's raster, as it will be stored.
func snap(p orb.Point) orb.Point {
	return orb.Point{math.Round(p[0]*raster) / raster, math.Round(p[1]*raster) / raster}
}

// streetGap is how far apart pieces of one street may lie, in metres. It is more
// than any junction or square that interrupts a name, and less than the way from
// one village's Szkolna to the next one's.
const streetGap = 500

// waterGap is the same for rivers and lakes.
const waterGap = 3000

func (c *Collector) finishStreets(towns *towns) []Street {
	var out []Street
	for _, name := range slices.Sorted(maps.Keys(c.streets)) {
		n := c.streets[name]
		for _, lines := range cluster(n.lines, streetGap) {
			s := Street{Name: name, Alt: n.alt, Lines: lines, Bound: boundOf(lines)}
			for _, l := range lines {
				s.Metres += length(l)
			}
			s.Town = towns.nearest(onLines(lines, s.Bound.Center()))
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b Street) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), cmp.Compare(a.Bound.Min[0], b.Bound.Min[0]), cmp.Compare(a.Bound.Min[1], b.Bound.Min[1]))
	})
	return out
}

// cluster sorts lines into groups whose boxes lie at most so many metres apart.
func cluster(lines []orb.LineString, gap float64) [][]orb.LineString {
	group := make([]int, len(lines)) // a forest of roots
	for i := range group {
		group[i] = i
	}
	root := func(i int) int {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	order := make([]int, len(lines))
	boxes := make([]orb.Bound, len(lines))
	for i, l := range lines {
		order[i], boxes[i] = i, grow(l.Bound(), gap/2)
	}
	// A sweep from west to east; names have few lines in reach of each other.
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(boxes[a].Min[0], boxes[b].Min[0]) })
	var open []int
	for _, i := range order {
		open = slices.DeleteFunc(open, func(k int) bool { return boxes[k].Max[0] < boxes[i].Min[0] })
		for _, k := range open {
			if boxes[k].Intersects(boxes[i]) {
				group[root(i)] = root(k)
			}
		}
		open = append(open, i)
	}
	at := map[int]int{}
	var out [][]orb.LineString
	for i, l := range lines {
		r := root(i)
		k, ok := at[r]
		if !ok {
			k = len(out)
			at[r] = k
			out = append(out, nil)
		}
		out[k] = append(out[k], l)
	}
	return out
}

func boundOf(lines []orb.LineString) orb.Bound {
	b := lines[0].Bound()
	for _, l := range lines[1:] {
		b = b.Union(l.Bound())
	}
	return b
}

// onLines returns the point of lines that is nearest to a place.
func onLines(lines []orb.LineString, p orb.Point) orb.Point {
	best, at := math.Inf(1), p
	for _, l := range lines {
		if d, q := fromLine(p, l); d < best {
			best, at = d, q
		}
	}
	return at
}

// towns tells the settlement that a place belongs to, as far as points can.
type towns struct {
	tree rtree.RTreeG[*Place] // each with the box that its name reaches
}

// reach is how far a settlement's name is used about its middle, in metres.
var reach = map[string]float64{"city": 12000, "town": 5000, "village": 3000, "hamlet": 1500}

func newTowns(places []Place) *towns {
	t := &towns{}
	for i := range places {
		p := &places[i]
		if far := reach[p.Sub]; p.Kind == KindPlace && far > 0 && p.Name != "" {
			b := grow(p.Point.Bound(), far)
			t.tree.Insert(b.Min, b.Max, p)
		}
	}
	return t
}

// nearest returns the settlement within whose reach a place lies deepest.
func (t *towns) nearest(at orb.Point) string {
	best, name := 1.0, ""
	t.tree.Search(at, at, func(_, _ [2]float64, p *Place) bool {
		part := metres(at, p.Point) / reach[p.Sub]
		if part < best || part == best && p.Name < name {
			best, name = part, p.Name
		}
		return true
	})
	return name
}
