package privacy

import (
	"github.com/paulmach/orb"

	"pinezka/data"
)

// Release is what may be made public. Protect makes it.
type Release struct {
	points    []Point
	counts    []Count
	combined  *Combined
	motions   []Motion
	checklist []Check
}

// Point is a report that may be drawn. It carries no number, no time and no word.
type Point struct {
	Category  data.CategoryID
	Status    data.StatusID
	Origin    data.Origin
	Nature    data.Nature
	Place     orb.Point // degrees
	Precision data.Precision
}

// Count is the number of reports of a category that may be told but not drawn.
type Count struct {
	Category data.CategoryID
	Reports  int
}

// Combined is one number for several categories of which some have too few
// reports to be told one by one.
type Combined struct {
	Categories []data.CategoryID
	Reports    int
}

// Motion is a motion that may be printed.
type Motion struct {
	ID                       data.MotionID
	Number                   int
	Title, Text              Text
	Words, Addressee, Answer Text
	Category                 data.CategoryID
	State                    data.MotionState
	Deadline                 *data.Day
	Support                  int
	Place                    data.MotionPlace // its words are empty: Words has them
	PlaceWithheld            bool             // it has a place that is not told
}

// Points returns the reports to draw, in an order that tells nothing.
func (r *Release) Points() []Point { return r.points }

// Counts returns the categories that are only counted.
func (r *Release) Counts() []Count { return r.counts }

// Combined returns the number for the categories with too few reports, or nil.
func (r *Release) Combined() *Combined { return r.combined }

// Motions returns the motions in their order.
func (r *Release) Motions() []Motion { return r.motions }

// Checklist returns what was left out, merged or moved, for the eye of whoever
// prints.
func (r *Release) Checklist() []Check { return r.checklist }

// Told returns how many reports the release tells of: drawn or counted. It is the
// only sum that may stand on a public sheet; the number of all reports would give
// away by subtraction what is withheld.
func (r *Release) Told() int {
	n := len(r.points)
	for _, c := range r.counts {
		n += c.Reports
	}
	if r.combined != nil {
		n += r.combined.Reports
	}
	return n
}

// Reports returns the points as reports without anything else, numbered from 1 in
// the release, for layers that draw reports.
func (r *Release) Reports() []data.Report {
	out := make([]data.Report, len(r.points))
	for i, p := range r.points {
		out[i] = data.Report{
			ID: data.ReportID(i + 1), Category: p.Category, Status: p.Status, Origin: p.Origin, Nature: p.Nature,
			Where: data.Place{Point: p.Place, Precision: p.Precision},
			When:  data.When{Kind: data.TimeNone},
		}
	}
	return out
}

// Check is one line of the checklist. It is for the inside: counts in it may be
// too small to be told.
type Check struct {
	Kind     CheckKind
	Count    int
	Category data.CategoryID // of the checks about one category
}

// CheckKind is what a check is about.
type CheckKind string

// The kinds of check.
const (
	CheckTexts             CheckKind = "texts"              // descriptions left out
	CheckNotes             CheckKind = "notes"              // internal notes left out
	CheckSourceIDs         CheckKind = "source-ids"         // numbers at the source left out
	CheckWithoutPlace      CheckKind = "without-place"      // reports without a place, not on the map
	CheckSensitiveCounted  CheckKind = "sensitive-counted"  // of a category told as a number only
	CheckSensitiveCombined CheckKind = "sensitive-combined" // of categories told as one number
	CheckSensitiveWithheld CheckKind = "sensitive-withheld" // not told at all: too few
	CheckHousesMoved       CheckKind = "houses-moved"       // to the middle of a street section
	CheckHousesWithheld    CheckKind = "houses-withheld"
	CheckMotionPlaces      CheckKind = "motion-places" // places of motions withheld
	CheckMasked            CheckKind = "masked"        // masked in texts of motions
	CheckRead              CheckKind = "read"          // texts of motions that a person should read for names
)
