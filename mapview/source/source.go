package source

import (
	"context"
	"iter"

	"github.com/paulmach/orb"
)

// Feature is one thing of the map.
type Feature struct {
	ID       int64
	Class    string       // "road.residential"
	Geometry orb.Geometry // degrees, WGS 84; clipped or not
	Name     string       // name:pl, else name; the house number of an address point
	Layer    int8         // OSM layer, -5..5: bridges and tunnels
	Flags    Flags
	Area     float64 // m2 of an area, 0 when not known; large areas are drawn first
	// Edges is the true outline of an area that a tile's edge has cut; nil when its
	// rings are the outline. Not nil but empty: no piece of it lies here.
	Edges orb.MultiLineString
}

// Flags are what a style asks of a feature beyond its class.
type Flags uint16

// The flags.
const (
	Bridge Flags = 1 << iota
	Tunnel
	Link     // slip road
	Minor    // driveway, parking aisle, siding: narrower and later
	Private  // access=private
	Big      // a car park over 1,200 m2
	NameOnly // gives a name to what another feature draws
)

// Query says what a drawing needs.
type Query struct {
	Bound orb.Bound // degrees
	Scale float64   // denominator of the true scale
	// Wait: a sheet waits for what has to be read or fetched, a frame takes what
	// is at hand.
	Wait bool
}

// Source gives features. It may be asked from several goroutines at once.
type Source interface {
	// Bound is the box of degrees in which the source has anything.
	Bound() orb.Bound
	// Features yields what may touch the query's bound, in no order. An error ends
	// the sequence; the features before it are good.
	Features(ctx context.Context, q Query) iter.Seq2[Feature, error]
}
