package osm

import (
	"time"

	"github.com/paulmach/orb"
)

// Street is a named street with all its pieces. Streets of one name in different
// villages are different streets.
type Street struct {
	Name   string
	Alt    []string // other names
	Town   string   // the settlement it lies in or nearest to; "" when none is known
	Lines  []orb.LineString
	Bound  orb.Bound
	Metres float64 // length of all lines; both carriageways count
}

// Place is a place, point of interest, square or water. Points of interest may
// be without a name: a playground or a shop is looked for by its kind, too.
type Place struct {
	Kind  HitKind
	Sub   string // OpenStreetMap's value: suburb, square, school, bus_stop, river ...
	Name  string
	Alt   []string
	Point orb.Point
	Bound orb.Bound
}

// Address is a house number. Where a village has no street names, Street is the
// village.
type Address struct {
	Street, Number string
	Town           string // "" when the extract does not say
	Point          orb.Point
}

// Segment is a piece of street that residents live along: the classes living_street,
// residential, unclassified, tertiary, secondary, primary and pedestrian. Drives,
// service ways, paths, pavements, slip roads, trunk roads and motorways are none.
type Segment struct {
	Line    orb.LineString
	Class   string // of highway
	Metres  float64
	BuiltUp bool // on residential, commercial or retail land, or within 50 m of a building
}

// Road is an edge of the road graph: the way between two junctions or ends.
type Road struct {
	From, To int64 // nodes of OpenStreetMap
	Class    string
	Metres   float64
	OneWay   bool // from From to To only
}

// Meta is what an archive says about its extract.
type Meta struct {
	Source string    // base name of the extract
	Hash   string    // SHA-256 of its bytes, hexadecimal
	Date   time.Time // of the data; zero when nobody knows
	Bound  orb.Bound // what was kept, degrees
	Header orb.Bound // the extract's own box; zero when it names none
	Stats  Stats     // of the extract
	Kept   Counts    // in the archive
}

// Day returns the date of the data as 2006-01-02, or "".
func (m Meta) Day() string {
	if m.Date.IsZero() {
		return ""
	}
	return m.Date.UTC().Format(time.DateOnly)
}

// Counts says how many facts an archive holds.
type Counts struct {
	Streets, Places, Addresses, Segments, Roads, Junctions int
	BuiltUpMetres                                          float64 // of segments
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
