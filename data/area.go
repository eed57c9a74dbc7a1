package data

import "github.com/paulmach/orb"

// AreaID is an area's row in the project; 0 means not stored yet.
type AreaID int64

// Area (obszar) is a part of the municipality, or the municipality itself.
type Area struct {
	ID   AreaID
	Kind AreaKind
	Name string
	Code string // TERYT code, where there is one
	// Geometry in degrees, WGS 84.
	Geometry orb.MultiPolygon
}

// AreaKind tells what an area is.
type AreaKind string

// The kinds of area.
const (
	AreaGmina   AreaKind = "gmina"   // the municipality; a project has one
	AreaTown    AreaKind = "town"    // miasto
	AreaVillage AreaKind = "village" // sołectwo
	AreaEstate  AreaKind = "estate"  // osiedle
	AreaBeat    AreaKind = "beat"    // rejon dzielnicowego
	AreaDrawn   AreaKind = "drawn"   // drawn by hand
)

// InstitutionID is an institution's row in the project; 0 means not stored yet.
type InstitutionID int64

// Institution (podmiot) is who is responsible for the threats of some
// categories.
type Institution struct {
	ID         InstitutionID
	Name       string
	Categories []CategoryID
}
