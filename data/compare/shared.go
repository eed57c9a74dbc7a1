package compare

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"pinezka/data"
)

// SharedPoint is a point on which suspiciously many reports lie: probably where
// their source puts what has no place, such as the town hall.
type SharedPoint struct {
	Point      orb.Point // degrees
	Count      int
	Of         int // reports with a place
	Categories int
	Marked     bool // all of them are marked as lying at a default point
}

// Percent returns the count in percent of the reports with a place.
func (s SharedPoint) Percent() float64 { return float64(s.Count) / float64(s.Of) * 100 }

// When a point is suspicious.
const (
	sharedCount      = 10 // at least so many reports at exactly one point
	sharedCategories = 4  // and of so many categories,
	sharedPart       = 10 // or at least one in so many of all reports
)

// SharedPoints returns the suspicious points, most reports first. Points that a
// street, a crossing or an address was turned into are not suspicious: those fall
// on one point by their nature.
func SharedPoints(reports []data.Report) []SharedPoint {
	type tally struct {
		count      int
		marked     int
		categories map[string]bool
	}
	at := map[orb.Point]*tally{}
	located := 0
	for i := range reports {
		r := &reports[i]
		if !r.Where.Known() {
			continue
		}
		located++
		if r.Where.Precision != data.PrecisionPoint && r.Where.Precision != data.PrecisionDefault {
			continue
		}
		t := at[r.Where.Point]
		if t == nil {
			t = &tally{categories: map[string]bool{}}
			at[r.Where.Point] = t
		}
		t.count++
		if r.Where.Precision == data.PrecisionDefault {
			t.marked++
		}
		t.categories[string(r.Category)+"|"+data.Fold(r.CategoryWritten)] = true
	}
	var out []SharedPoint
	for p, t := range at {
		if t.count >= sharedCount && (len(t.categories) >= sharedCategories || t.count*sharedPart >= located) {
			out = append(out, SharedPoint{Point: p, Count: t.count, Of: located, Categories: len(t.categories), Marked: t.marked == t.count})
		}
	}
	slices.SortFunc(out, func(a, b SharedPoint) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Point[0], b.Point[0]), cmp.Compare(a.Point[1], b.Point[1]))
	})
	return out
}
