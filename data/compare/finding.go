package compare

import (
	"slices"

	"pinezka/data"
)

// Finding is what the reports tell about one motion.
type Finding struct {
	Motion   data.MotionID
	Number   int
	Kind     data.PlaceKind
	Category data.CategoryID // "" compares all categories

	// Count is the reports within the distance and period (of a motion about the
	// whole municipality: in the period); CountMerged is the same after merging
	// repeats.
	Count, CountMerged int
	IDs                []data.ReportID // one for each of CountMerged, by id
	Repeats            []data.ReportID // the others, by id

	// The test against the baseline, on merged counts.
	Share    Share   // of the baseline within the distance
	Expected float64 // SameAll times the share

	// Ratio is how much denser the reports are here than elsewhere in the
	// municipality, with its exact 95 % interval; +Inf where there are none
	// elsewhere, not a number where there are none at all.
	Ratio, Low, High float64

	// OverExpected is the count over Expected with its exact 95 % interval: the
	// same comparison with the whole municipality, this place included.
	OverExpected, OverLow, OverHigh float64

	P, PHolm           float64 // of so many or more, if reports lay as the baseline does
	POther, POtherHolm float64 // Fisher against the other categories; 1 without a category

	SameAll             int // merged reports of the category in the municipality
	OtherHere, OtherAll int // merged reports of other categories, here and in all

	Verdict Verdict

	// YearEarlier is the same place in the same period a year before; nil when the
	// reports do not reach so far back.
	YearEarlier *YearEarlier

	Rank     *Rank  // of a point among the places of the municipality; nil for others
	Group    int    // merged reports of the category's whole group within the distance
	Nearest  []Near // the nearest of the category beyond the distance, at most three
	Warnings []Warning
}

// Matching returns the ids of all reports that Count counts, by id.
func (f *Finding) Matching() []data.ReportID {
	all := slices.Concat(f.IDs, f.Repeats)
	slices.Sort(all)
	return all
}

// YearEarlier is a count a year before and the change since. Counts are merged.
type YearEarlier struct {
	Period data.Period
	Count  int // as counted, before merging
	Change ChangeResult
}

// Rank tells among how many evenly spaced places of the municipality how many
// have at least as many reports within the distance.
type Rank struct {
	Places, AtLeastAsMany int
}

// Near is a report beyond the distance.
type Near struct {
	ID     data.ReportID
	Metres float64
}

// Warning is something that a reader of a finding has to know.
type Warning struct {
	Kind  WarningKind
	Count int     // of reports
	Value float64 // of WarnUneven: variance over mean
}

// WarningKind is what a warning is about.
type WarningKind string

// The kinds of warning.
const (
	// WarnDefaultPoint counts reports within the distance that are left out, since
	// they lie at a default point of their source or somewhere in an area.
	WarnDefaultPoint WarningKind = "default-point"
	// WarnSharedPoint counts those that lie at one suspicious point together with
	// many of other categories: probably a default point that nobody marked yet.
	WarnSharedPoint WarningKind = "shared-point"
	// WarnRounded counts those whose coordinates are rounded to 10 m or more.
	WarnRounded WarningKind = "rounded"
	// WarnStreet counts those that are known by their street only.
	WarnStreet WarningKind = "street"
	// WarnUneven means that the monthly counts vary more than the tests allow for.
	WarnUneven WarningKind = "uneven"
	// WarnNoBaseline means that nothing of the baseline lies within the distance,
	// and that the area serves instead.
	WarnNoBaseline WarningKind = "no-baseline"
)
