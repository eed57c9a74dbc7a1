package osm

import (
	"strings"
	"time"

	"github.com/paulmach/orb"
)

// Street is a named street with all its pieces.
type Street struct {
	Name  string
	Alt   []string // other names
	Lines []orb.LineString
}

// Place is a named place, point of interest, square or water.
type Place struct {
	Kind  HitKind
	Sub   string // OpenStreetMap's value: suburb, school, park, ...
	Name  string
	Alt   []string
	Point orb.Point
	Bound orb.Bound
}

// Address is a house number.
type Address struct {
	Street, Number string
	Point          orb.Point
}

// Segment is a piece of street that residents live along: carriageways from
// living_street to primary and pedestrian streets; without drives, paths,
// pavements and motorways.
type Segment struct {
	Line    orb.LineString
	Class   string // of highway
	BuiltUp bool   // in residential or commercial land, or within 50 m of a building
}

// Road is an edge of the road graph.
type Road struct {
	From, To int64 // node ids
	Class    string
	Metres   float64
	OneWay   bool
}

// Meta is what an archive says about its extract.
type Meta struct {
	Source string    // base name of the extract
	Hash   string    // SHA-256 of its bytes, hexadecimal
	Date   time.Time // of the data
	Bound  orb.Bound // what was kept, degrees
	Stats  Stats
}

// HitKind tells what a found name is.
type HitKind string

// The kinds of names.
const (
	KindStreet  HitKind = "street"
	KindPlace   HitKind = "place"
	KindPOI     HitKind = "poi"
	KindWater   HitKind = "water"
	KindAddress HitKind = "address"
)

// Name returns an object's name in Polish, else its name.
func Name(t Tags) string {
	if n := t.Find("name:pl"); n != "" {
		return n
	}
	return t.Find("name")
}

// altNames returns the other names of an object.
func altNames(t Tags) []string {
	var out []string
	name := Name(t)
	for _, key := range []string{"name", "alt_name", "short_name", "official_name", "old_name", "loc_name"} {
		for _, n := range strings.Split(t.Find(key), ";") {
			if n = strings.TrimSpace(n); n != "" && n != name {
				out = append(out, n)
			}
		}
	}
	return out
}

// poiKeys are the keys whose value says what a named thing is.
var poiKeys = []string{"amenity", "shop", "leisure", "tourism", "office", "historic", "railway", "public_transport", "building"}

// streetClasses are the values of highway that residents live along.
var streetClasses = map[string]bool{
	"primary": true, "secondary": true, "tertiary": true, "residential": true, "unclassified": true, "living_street": true, "pedestrian": true,
}

// graphClasses are the values of highway that a patrol car may use.
var graphClasses = map[string]bool{
	"motorway": true, "trunk": true, "primary": true, "secondary": true, "tertiary": true, "residential": true, "unclassified": true,
	"living_street": true, "service": true, "track": true, "road": true,
	"motorway_link": true, "trunk_link": true, "primary_link": true, "secondary_link": true, "tertiary_link": true,
}
