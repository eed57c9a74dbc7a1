package compare

import (
	"cmp"
	"slices"

	"pinezka/data"
)

// ChangeRow is the change of one category.
type ChangeRow struct {
	Category data.CategoryID // "" for one that the catalogue does not know
	Written  string          // such a category as the source wrote it
	ChangeResult
}

// NewlySeen tells whether there are reports now and were none before: a class of
// its own on change maps, since it has no percentage.
func (r ChangeRow) NewlySeen() bool { return r.Before == 0 && r.After > 0 }

// ChangeTable is the change by category between two periods.
type ChangeTable struct {
	Rows    []ChangeRow // most reports first, then by category
	Total   ChangeResult
	Undated int // reports that may lie in either period, since no day is known
}

// ChangeByCategory counts the reports of two closed periods by category. Listed
// are the categories with a report in either, and those of also, which may have
// none. Repeats are counted as they come; give it merged reports for a test that
// repeats cannot mislead.
func ChangeByCategory(reports []data.Report, before, after data.Period, also ...data.CategoryID) ChangeTable {
	type key struct {
		category data.CategoryID
		written  string
	}
	type pair struct{ before, after int }
	counts := map[key]*pair{}
	words := map[key]string{}
	for _, id := range also {
		counts[key{category: id}] = &pair{}
	}
	var t ChangeTable
	var total pair
	for i := range reports {
		r := &reports[i]
		first, last, ok := r.When.Days()
		inBefore := ok && before.ContainsSpan(first, last)
		inAfter := ok && after.ContainsSpan(first, last)
		if !inBefore && !inAfter {
			if !ok || first != last && (before.Contains(first) || before.Contains(last) || after.Contains(first) || after.Contains(last)) {
				t.Undated++
			}
			continue
		}
		k := key{category: r.Category}
		if k.category == "" {
			k.written = data.Fold(r.CategoryWritten)
		}
		c := counts[k]
		if c == nil {
			c = &pair{}
			counts[k] = c
		}
		if _, seen := words[k]; !seen && k.category == "" {
			words[k] = r.CategoryWritten
		}
		if inBefore {
			c.before++
			total.before++
		}
		if inAfter {
			c.after++
			total.after++
		}
	}
	daysBefore, daysAfter := float64(before.Days()), float64(after.Days())
	for k, c := range counts {
		t.Rows = append(t.Rows, ChangeRow{Category: k.category, Written: words[k], ChangeResult: Change(c.before, c.after, daysBefore, daysAfter)})
	}
	slices.SortFunc(t.Rows, func(a, b ChangeRow) int {
		return cmp.Or(cmp.Compare(b.Before+b.After, a.Before+a.After), cmp.Compare(a.Category, b.Category), cmp.Compare(a.Written, b.Written))
	})
	t.Total = Change(total.before, total.after, daysBefore, daysAfter)
	return t
}
