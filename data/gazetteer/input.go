package gazetteer

import "github.com/paulmach/orb"

// Kind says what a thing or a proposal is.
type Kind string

// The kinds of things, and those of proposals that are made of several things.
const (
	Street     Kind = "street"
	Roundabout Kind = "roundabout"
	POI        Kind = "poi"
	Water      Kind = "water"
	Green      Kind = "green"
	District   Kind = "district"
	Square     Kind = "square"

	Crossing Kind = "crossing" // where two streets meet
	Address  Kind = "address"  // a house
	Stretch  Kind = "stretch"  // a street between two others
	Whole    Kind = "whole"    // the whole municipality
)

// Thing is something with a name.
type Thing struct {
	ID     string
	Kind   Kind
	Sub    string // OpenStreetMap's value: pharmacy, supermarket, suburb ...
	Name   string
	Other  []string // other names
	SameAs string   // the thing that this is another spelling of
	Point  orb.Point
	Shape  []orb.Point // of a street: points along it, for what is near it
}

// street tells what is named as streets are.
func (t *Thing) street() bool { return t.Kind == Street || t.Kind == Roundabout || t.Kind == Square }

// House is a house number of a thing, most often a street.
type House struct {
	Thing  string // its ID
	Number string
	Point  orb.Point
}

// Input is what a gazetteer is made of.
type Input struct {
	Things []Thing
	Houses []House
	// Meet returns where two streets meet, by their IDs; nil where nobody knows.
	Meet func(a, b string) (orb.Point, bool)
	// Towns are the names of other municipalities, so that "Rejtana w Krakowie" is
	// not taken for ours; Own are those of this one.
	Towns, Own []string
}
