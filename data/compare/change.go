package compare

import "math"

// ChangeVerdict says what two counts tell about a change.
type ChangeVerdict string

// The verdicts on a change.
const (
	ChangeTooFew ChangeVerdict = "too-few" // from so few not even a fall to zero could be told
	ChangeChance ChangeVerdict = "chance"  // not distinguishable from chance, which is not "no change"
	ChangeFall   ChangeVerdict = "fall"
	ChangeRise   ChangeVerdict = "rise"
)

// ChangeResult is the comparison of two counts, both of which belong beside it
// wherever it is shown.
type ChangeResult struct {
	Before, After int

	// Ratio is the daily rate after over the daily rate before, with its exact 95 %
	// interval. +Inf without reports before; not a number without any.
	Ratio, Low, High float64

	// P is the central two-sided p of the exact conditional test; 1 without any
	// reports.
	P float64

	// Percent is the change of the daily rate in percent; nil where there was
	// nothing before, since no percentage exists then.
	Percent *float64

	Verdict ChangeVerdict
}

// Change compares the reports of two spans, which may differ in length. If
// nothing changed, the later count is binomial among all with the later span's
// part of the days.
func Change(before, after int, daysBefore, daysAfter float64) ChangeResult {
	c := ChangeResult{Before: before, After: after, P: changeP(before, after, daysBefore, daysAfter)}
	c.Ratio, c.Low, c.High = RateRatio(after, before, daysAfter, daysBefore)
	if before > 0 {
		percent := (c.Ratio - 1) * 100
		c.Percent = &percent
	}
	switch {
	case c.P < Alpha && c.Ratio < 1:
		c.Verdict = ChangeFall
	case c.P < Alpha:
		c.Verdict = ChangeRise
	case changeP(before, 0, daysBefore, daysAfter) >= Alpha:
		c.Verdict = ChangeTooFew
	default:
		c.Verdict = ChangeChance
	}
	return c
}

func changeP(before, after int, daysBefore, daysAfter float64) float64 {
	return twoSided(after, before+after, daysAfter/(daysBefore+daysAfter))
}

// LargestFall returns the largest later count that would be a distinguishable
// fall from the earlier one, or false when not even zero would.
func LargestFall(before int, daysBefore, daysAfter float64) (int, bool) {
	found, ok := 0, false
	even := int(math.Ceil(float64(before) * daysAfter / daysBefore))
	for after := 0; after <= even; after++ {
		if Change(before, after, daysBefore, daysAfter).Verdict != ChangeFall {
			break
		}
		found, ok = after, true
	}
	return found, ok
}

// SmallestRise returns the smallest later count that would be a distinguishable
// rise from the earlier one.
func SmallestRise(before int, daysBefore, daysAfter float64) int {
	after := int(float64(before) * daysAfter / daysBefore)
	for Change(before, after, daysBefore, daysAfter).Verdict != ChangeRise {
		after++
	}
	return after
}
