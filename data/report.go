package data

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// ReportID is a report's row in the project; 0 means not stored yet.
type ReportID int64

// Report (zgłoszenie) is one threat, from one plane.
type Report struct {
	ID ReportID

	Category        CategoryID // "" when the catalogue knows no such category
	CategoryWritten string     // the category as the source wrote it
	Status          StatusID   // "" when the source gave none or an unknown one
	StatusWritten   string     // the status as the source wrote it

	Where Place
	When  When

	Origin Origin
	Nature Nature
	Source Source

	Text string // description; never on a public sheet
	Note string // the coordinator's own internal note; imports never touch it

	Import   ImportID // the file it came with; 0 when entered by hand
	Vanished bool     // a later full state of its source lacks it
}

// Source is the institution that gave a report, and its number there.
type Source struct {
	Institution string
	ID          string // as written, with leading zeros; "" when the source has none
}

// Origin is one of KMZB's three planes (pochodzenie).
type Origin string

// The three planes.
const (
	OriginPolice   Origin = "police"   // police records
	OriginContact  Origin = "contact"  // direct contact: local government files, debates
	OriginInternet Origin = "internet" // the internet platform
)

// Origins lists the planes in KMZB's order.
var Origins = []Origin{OriginPolice, OriginContact, OriginInternet}

// Nature tells what kind of knowledge a report is (charakter).
type Nature string

// The natures.
const (
	NatureOffence  Nature = "offence"  // recorded offence
	NatureNuisance Nature = "nuisance" // reported nuisance
	NatureFelt     Nature = "felt"     // felt by residents
)

// Natures lists the natures in order of hardness.
var Natures = []Nature{NatureOffence, NatureNuisance, NatureFelt}

// Precision says how exactly a place is known.
type Precision string

// The precisions, from none to exact.
const (
	PrecisionNone     Precision = "none"     // without place
	PrecisionDefault  Precision = "default"  // a default point of the source, such as the town hall
	PrecisionArea     Precision = "area"     // somewhere in an area
	PrecisionStreet   Precision = "street"   // somewhere along a street
	PrecisionCrossing Precision = "crossing" // at a crossing
	PrecisionAddress  Precision = "address"  // at a house number
	PrecisionPoint    Precision = "point"    // a point given by coordinates or by a click
)

// Place is where something is, or that it is not known.
type Place struct {
	Point     orb.Point // degrees, WGS 84; meaningful only when Known
	Precision Precision
	Words     string // the words it came from: street, crossing, object
}

// At returns a place given by its coordinates.
func At(lon, lat float64) Place {
	return Place{Point: orb.Point{lon, lat}, Precision: PrecisionPoint}
}

// Known tells whether the place can be drawn.
func (p Place) Known() bool { return p.Precision != PrecisionNone && p.Precision != "" }

// ErrPlace is what Place.Validate wraps.
var ErrPlace = errors.New("not a place on Earth")

// Validate refuses coordinates that are no place: outside the degrees, not
// numbers, or 0 N 0 E, which is what an empty field becomes.
func (p Place) Validate() error {
	if !p.Known() {
		return nil
	}
	lon, lat := p.Point.Lon(), p.Point.Lat()
	if math.IsNaN(lon) || math.IsNaN(lat) || math.Abs(lon) > 180 || math.Abs(lat) > 90 || (lon == 0 && lat == 0) {
		return fmt.Errorf("longitude %v, latitude %v: %w", lon, lat, ErrPlace)
	}
	return nil
}

// Validate tells what is wrong with the report, or nil. A report without
// category, place or time is valid: it is kept and shown as such.
func (r *Report) Validate() error {
	if err := r.Where.Validate(); err != nil {
		return err
	}
	if err := r.When.Validate(); err != nil {
		return err
	}
	if !slices.Contains(Origins, r.Origin) {
		return fmt.Errorf("origin %q is none of police, contact, internet", r.Origin)
	}
	if !slices.Contains(Natures, r.Nature) {
		return fmt.Errorf("nature %q is none of offence, nuisance, felt", r.Nature)
	}
	return nil
}
