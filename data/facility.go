package data

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"
)

// FacilityID is a facility's row in the project; 0 means not stored yet.
type FacilityID int64

// Facility (placówka) is a police station or post, or a place where one might be.
type Facility struct {
	ID    FacilityID
	Kind  FacilityKind
	Name  string
	Point orb.Point // degrees, WGS 84
	Words string    // its address
}

// FacilityKind tells what there is from what there might be.
type FacilityKind string

// The kinds of facility.
const (
	FacilityExisting  FacilityKind = "existing"
	FacilityCandidate FacilityKind = "candidate"
)

// Validate tells what keeps the facility from being stored, or nil.
func (f *Facility) Validate() error {
	switch {
	case f.Name == "":
		return errors.New("facility has no name")
	case f.Kind != FacilityExisting && f.Kind != FacilityCandidate:
		return fmt.Errorf("facility kind %q is unknown", f.Kind)
	}
	return Place{Point: f.Point, Precision: PrecisionPoint}.Validate()
}

// ParseFacilityKind reads the words of a list. A list that does not say means what
// exists.
func ParseFacilityKind(words string) (FacilityKind, bool) {
	switch Fold(words) {
	case "", "existing", "istniejaca", "istniejacy", "istniejace", "istnieje", "czynna", "czynny", "dzialajaca", "dzialajacy":
		return FacilityExisting, true
	case "candidate", "kandydat", "kandydatka", "kandydujaca", "planowana", "planowany", "planned", "proponowana", "proponowany", "proposed":
		return FacilityCandidate, true
	}
	return "", false
}

// TableFacilities is the table of the facilities.
const TableFacilities = "facilities"

// Key returns the facility's table and row.
func (f *Facility) Key() Key { return Key{TableFacilities, int64(f.ID)} }

func (*Facility) record() {}

// LabelImportFacilities is the label of an import of facilities.
const LabelImportFacilities Label = "facilities-imported"
