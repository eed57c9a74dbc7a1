package exchange

import (
	"iter"
	"strconv"

	"pinezka/data"
)

// attributes are the columns of a list that features of map formats bear, with
// their names there. The coordinates are geometry, and features are not counted.
var attributes = []struct {
	column int
	name   string
}{
	{colID, "source_id"},
	{colTime, "time"},
	{colTimeSource, "time_source"},
	{colWeekdays, "weekdays"},
	{colHours, "hours"},
	{colCategory, "category"},
	{colCategoryWritten, "category_as_written"},
	{colStatus, "status"},
	{colStatusWritten, "status_as_written"},
	{colOrigin, "origin"},
	{colNature, "nature"},
	{colInstitution, "institution"},
	{colPlace, "place"},
	{colPrecision, "precision"},
	{colText, "text"},
}

// Attributes returns the names of what exported features say of a report, in the
// order of the values that Features yields. They are the same in every map format
// and language.
func Attributes() []string {
	names := make([]string, len(attributes))
	for i, a := range attributes {
		names[i] = a.name
	}
	return names
}

// Features yields each report with its attributes as texts, "" for none. The time
// is the wall clock as ISO 8601 without an offset. The slice is used again for
// the next report.
func Features(reports Reports, c *data.Catalogue, l Layout) iter.Seq2[*data.Report, []string] {
	return func(yield func(*data.Report, []string) bool) {
		var cells []string
		values := make([]string, len(attributes))
		for r := range reports {
			cells = l.cells(r, 0, c, cells)
			cells[colTime] = r.When.Wall
			for i, a := range attributes {
				values[i] = cells[a.column]
			}
			if !yield(r, values) {
				return
			}
		}
	}
}

// decimal writes degrees with a point, to a millimetre on the ground.
func decimal(v float64) string { return strconv.FormatFloat(degrees(v), 'f', -1, 64) }
