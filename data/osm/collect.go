package osm

import (
	"strings"

	"github.com/paulmach/orb"
)

// Collector gathers the facts of an extract while it is read.
type Collector struct {
	clip    orb.Bound
	words   map[string]string // one copy of each string that is kept
	streets map[string]*namedLines
	places  []Place
	waters  map[string]*namedLines
	houses  []house
	built   builtUp
	roads   roads

	facts      Content
	housesDone bool
	finished   bool
}

// Content is what a collector made of an extract.
type Content struct {
	Streets   []Street  // by name, then place
	Places    []Place   // by name, then place
	Addresses []Address // by street, then number
	Segments  []Segment
	Roads     []Road
	Junctions []Junction // by node
}

// NewCollector returns a collector that keeps what lies in a box of degrees;
// streets are cut at its edge.
func NewCollector(clip orb.Bound) *Collector {
	return &Collector{
		clip: clip, words: map[string]string{},
		streets: map[string]*namedLines{}, waters: map[string]*namedLines{},
		roads: roads{uses: map[int64]uint8{}},
	}
}

// Add takes an object of the extract.
func (c *Collector) Add(o Object) {
	if o.Geometry == nil || !o.Geometry.Bound().Intersects(c.clip) {
		return
	}
	if line, ok := o.Geometry.(orb.LineString); ok && o.Tags.Find("highway") != "" {
		c.addHighway(&o, line)
	}
	c.built.addLand(&o)
	c.addHouse(&o)
	c.addPlace(&o)
}

// keep returns the one copy of a string, since tags hold their whole block.
func (c *Collector) keep(s string) string {
	if k, ok := c.words[s]; ok {
		return k
	}
	s = strings.Clone(s)
	c.words[s] = s
	return s
}

// Addresses returns the addresses that were gathered. Nothing may be added after
// it.
func (c *Collector) Addresses() []Address {
	if !c.housesDone {
		c.housesDone = true
		c.facts.Addresses = c.finishHouses()
	}
	return c.facts.Addresses
}

// Content returns all that was gathered. Nothing may be added after it.
func (c *Collector) Content() *Content {
	if !c.finished {
		c.finished = true
		c.facts.Places = c.finishPlaces()
		towns := newTowns(c.facts.Places)
		c.facts.Streets = c.finishStreets(towns)
		c.Addresses()
		c.facts.Segments = c.built.cut()
		c.facts.Roads, c.facts.Junctions = c.roads.edges(c.clip)
	}
	return &c.facts
}

// Counts says how much of each there is.
func (x *Content) Counts() Counts {
	n := Counts{
		Streets: len(x.Streets), Places: len(x.Places), Addresses: len(x.Addresses),
		Segments: len(x.Segments), Roads: len(x.Roads), Junctions: len(x.Junctions),
	}
	for _, s := range x.Segments {
		if s.BuiltUp {
			n.BuiltUpMetres += s.Metres
		}
	}
	return n
}
