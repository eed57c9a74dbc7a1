package data

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"
)

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

// Validate tells what keeps the area from being stored, or nil: a missing name, a
// polygon without a ring, or places that are not on Earth (ErrPlace).
func (a *Area) Validate() error {
	if a.Name == "" {
		return errors.New("area has no name")
	}
	for _, p := range a.Geometry {
		if len(p) == 0 || len(p[0]) < 4 {
			return fmt.Errorf("area %q has a polygon without a ring", a.Name)
		}
		if c := p.Bound(); c.Min[0] < -180 || c.Max[0] > 180 || c.Min[1] < -90 || c.Max[1] > 90 {
			return fmt.Errorf("area %q: %w", a.Name, ErrPlace)
		}
	}
	return nil
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

// Validate tells what keeps the institution from being stored, or nil: a missing
// name, or an empty code among its categories.
func (i *Institution) Validate() error {
	if i.Name == "" {
		return errors.New("institution has no name")
	}
	for _, c := range i.Categories {
		if c == "" {
			return fmt.Errorf("institution %q: an empty category code", i.Name)
		}
	}
	return nil
}
