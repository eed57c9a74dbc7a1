package data

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"
)

// DebateID, NoteID and MotionID are rows in the project; 0 means not stored yet.
type (
	DebateID int64
	NoteID   int64
	MotionID int64
)

// Debate (debata) is a public meeting about safety.
type Debate struct {
	ID         DebateID
	Title      string
	Kind       DebateKind
	Day        Day
	Start      string // 17:00, or ""
	Venue      string
	Organisers string
	Present    int // how many people; 0 when not counted

	// Setting is fixed before the comparison is opened, and stored: looking with
	// another distance or period shows counts, not verdicts.
	Setting CompareSetting
}

// DebateKind tells the two meetings of a cycle apart.
type DebateKind string

// The kinds of debate.
const (
	DebateInaugural  DebateKind = "inaugural"
	DebateEvaluation DebateKind = "evaluation"
)

// CompareSetting is what a debate's motions are compared with.
type CompareSetting struct {
	Radius   float64 // metres on the ground; a distance equal to it belongs to it
	Months   int     // length of the period before the debate
	Baseline Baseline
}

// Baseline names how reports would lie if the place were like any other.
type Baseline string

// The baselines, best first.
const (
	BaselineAddresses Baseline = "addresses" // address points
	BaselineStreets   Baseline = "streets"   // length of streets in built-up land
	BaselineArea      Baseline = "area"      // even over the municipality
)

// DefaultSetting is what a new debate is compared with.
var DefaultSetting = CompareSetting{Radius: DefaultRadius, Months: 12, Baseline: BaselineStreets}

// Note (głos) is something said at a debate that asks nobody for anything.
type Note struct {
	ID     NoteID
	Debate DebateID
	Text   string
}

// Validate tells what keeps the note from being stored, or nil: it needs words and
// a debate.
func (n *Note) Validate() error {
	if n.Text == "" {
		return errors.New("note has no text")
	}
	if n.Debate == 0 {
		return errors.New("note belongs to no debate")
	}
	return nil
}

// Motion (wniosek) is a note that asks somebody for something.
type Motion struct {
	ID        MotionID
	Debate    DebateID
	Number    int
	Title     string // a few words, for lists and sheets; "" means the text itself
	Text      string
	Category  CategoryID // "" for none
	Place     MotionPlace
	RaisedBy  string // a group, never a person
	Addressee string
	Deadline  *Day
	State     MotionState
	Answer    string
	Support   int // hands raised; 0 when not counted
}

// PlaceKind tells what a motion is about. The whole gmina and not located are
// different.
type PlaceKind string

// The kinds of a motion's place.
const (
	PlacePoint PlaceKind = "point"
	PlaceLine  PlaceKind = "line"
	PlaceArea  PlaceKind = "area"
	PlaceWhole PlaceKind = "whole" // the whole municipality
	PlaceNone  PlaceKind = "none"  // not located
)

// MotionPlace is where a motion asks for something.
type MotionPlace struct {
	Kind     PlaceKind
	Geometry orb.Geometry // Point, LineString, Polygon in degrees; nil for whole and none
	Words    string       // as spoken: "Seniora, przy parkingu"
}

// MotionState is how far a motion has come.
type MotionState string

// The states of a motion.
const (
	MotionNew        MotionState = "new"
	MotionAccepted   MotionState = "accepted"
	MotionPlanned    MotionState = "planned"
	MotionInProgress MotionState = "progress"
	MotionDone       MotionState = "done"
	MotionRefused    MotionState = "refused"
	MotionPassed     MotionState = "passed"
)

// MotionStates lists the states in the order of work.
var MotionStates = []MotionState{MotionNew, MotionAccepted, MotionPlanned, MotionInProgress, MotionDone, MotionRefused, MotionPassed}

// Located tells whether the motion has a place on the map.
func (p MotionPlace) Located() bool {
	return p.Geometry != nil && (p.Kind == PlacePoint || p.Kind == PlaceLine || p.Kind == PlaceArea)
}

// Centre returns the point where the motion's number stands.
func (p MotionPlace) Centre() (orb.Point, bool) {
	switch g := p.Geometry.(type) {
	case orb.Point:
		return g, true
	case orb.LineString:
		if len(g) > 0 {
			return g[len(g)/2], true
		}
	case orb.Polygon:
		if len(g) > 0 && len(g[0]) > 0 {
			return g.Bound().Center(), true
		}
	}
	return orb.Point{}, false
}

// Validate tells what is wrong with the place, or nil.
func (p MotionPlace) Validate() error {
	want := map[PlaceKind]string{PlacePoint: "Point", PlaceLine: "LineString", PlaceArea: "Polygon"}
	if t, located := want[p.Kind]; located {
		if p.Geometry == nil || p.Geometry.GeoJSONType() != t {
			return fmt.Errorf("motion place of kind %q needs a %s", p.Kind, t)
		}
		if c, ok := p.Centre(); !ok {
			return errors.New("motion place is empty")
		} else {
			return Place{Point: c, Precision: PrecisionPoint}.Validate()
		}
	}
	if p.Kind != PlaceWhole && p.Kind != PlaceNone {
		return fmt.Errorf("motion place kind %q is unknown", p.Kind)
	}
	if p.Geometry != nil {
		return fmt.Errorf("motion place of kind %q has a geometry", p.Kind)
	}
	return nil
}

// Validate tells what is wrong with the motion, or nil.
func (m *Motion) Validate() error {
	if m.Text == "" {
		return errors.New("motion has no text")
	}
	if m.Debate == 0 {
		return errors.New("motion belongs to no debate")
	}
	return m.Place.Validate()
}

// Validate tells what is wrong with the debate, or nil.
func (d *Debate) Validate() error {
	if d.Title == "" {
		return errors.New("debate has no title")
	}
	if d.Kind != DebateInaugural && d.Kind != DebateEvaluation {
		return fmt.Errorf("debate kind %q is unknown", d.Kind)
	}
	return nil
}
