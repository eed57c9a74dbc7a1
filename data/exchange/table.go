package exchange

import (
	"context"
	"errors"
	"strings"

	"github.com/paulmach/orb"

	"pinezka/data"
)

// headerWithin is in how many rows from the top the column names are looked for.
const headerWithin = 30

// found is where a table lies among the rows of a text or a sheet.
type found struct {
	header  int // line of the column names; 0 when there is none
	columns []string
	score   int // how many columns were recognised
	asOf    *data.Day
	above   []Finding // lines above the table
}

// findTable looks for the row of column names: the one with the most words that
// name columns, at least two unless the table has but one column. When no word is
// known, it is the first row as wide as the table with no number in it.
func findTable(ctx context.Context, src source) (found, error) {
	var rows []rawRow
	err := src(ctx, func(r *rawRow) error {
		if len(rows) >= headerWithin {
			return errStop
		}
		if r.bad != "" || blank(r.fields) {
			return nil
		}
		c := *r
		c.fields = append([]string(nil), r.fields...)
		rows = append(rows, c)
		return nil
	})
	if err != nil && !errors.Is(err, errStop) {
		return found{}, err
	}
	var f found
	best, wide := -1, 0
	for i, r := range rows {
		wide = max(wide, width(r.fields))
		if n := recognised(r.fields); n > f.score && (n >= 2 || width(r.fields) == 1) {
			best, f.score = i, n
		}
	}
	if best < 0 {
		for i, r := range rows {
			if width(r.fields) == wide && wide > 0 && !hasNumber(r.fields) {
				best = i
				break
			}
		}
	}
	// Titles are narrower than their table: a row above that is as wide has the
	// names, and what looked like names are words of a record.
	for i := 0; i < best; i++ {
		if w := width(rows[i].fields); w >= 3 && w >= width(rows[best].fields) && !hasNumber(rows[i].fields) {
			best, f.score = i, recognised(rows[i].fields)
			break
		}
	}
	if best < 0 {
		// No names at all: columns are numbered, every row is a record.
		for i := range wide {
			f.columns = append(f.columns, "#"+string(rune('A'+i%26)))
		}
		return f, nil
	}
	f.header = rows[best].line
	f.columns = append([]string(nil), rows[best].fields[:width(rows[best].fields)]...)
	for _, r := range rows[:best] {
		if _, ok := sepLine(r.fields, ';'); ok {
			continue
		}
		words := strings.TrimSpace(strings.Join(r.fields, " "))
		f.above = append(f.above, Finding{Code: FoundLinesSkipped, Text: "line above the table", Line: r.line, Value: words})
		if d, ok := asOf(words); ok {
			f.asOf = &d
		}
	}
	return f, nil
}

// asOf reads "stan na dzień 30.06.2024".
func asOf(words string) (data.Day, bool) {
	f := data.Fold(words)
	if !strings.Contains(f, "stan na") && !strings.Contains(f, "as of") {
		return 0, false
	}
	for _, w := range strings.Fields(words) {
		if m, r := parseMoment(strings.Trim(w, ",;()r"), DayFirst); r == readable && m.day > 0 {
			return m.civil(), true
		}
	}
	return 0, false
}

func blank(fields []string) bool {
	for _, f := range fields {
		if f != "" && strings.TrimSpace(f) != "" {
			return false
		}
	}
	return true
}

// width is the number of columns up to the last that is not empty.
func width(fields []string) int {
	n := len(fields)
	for n > 0 && strings.TrimSpace(fields[n-1]) == "" {
		n--
	}
	return n
}

func hasNumber(fields []string) bool {
	for _, f := range fields {
		if _, ok := parseNumber(strings.TrimSpace(f)); ok {
			return true
		}
		if _, r := parseMoment(f, DayFirst); r == readable {
			return true
		}
	}
	return false
}

// footers are the first words of lines below a table.
var footers = map[string]bool{
	"razem": true, "suma": true, "ogolem": true, "lacznie": true, "total": true, "sporzadzil": true, "sporzadzila": true, "sporzadzono": true,
	"zatwierdzil": true, "zatwierdzila": true, "wykonal": true, "wykonala": true, "podpis": true, "sum": true,
}

// footer tells whether a row is a total or a signature: at most two cells of a
// wider table, the first of which begins with such a word.
func footer(fields []string, columns int) bool {
	if columns < 3 {
		return false
	}
	filled, first := 0, ""
	for _, f := range fields {
		if f == "" || strings.TrimSpace(f) == "" {
			continue
		}
		if filled++; filled > 2 {
			return false
		}
		if filled == 1 {
			first = f
		}
	}
	word, _, _ := strings.Cut(data.Fold(first), " ")
	return footers[word]
}

// record is a row of the table.
type record struct {
	row, line int
	fields    []string // as many as there are columns, valid until the next record
	shape     orb.Geometry
	bad       Code
	why       string
	short     bool // fewer fields than columns
}

// table cuts the records out of a source: what is above the header, blank lines
// and totals go; each record has as many fields as there are columns.
type table struct {
	src     source
	format  Format
	header  int
	columns int
	skipped []Finding // totals and signatures
}

func (t *table) each(ctx context.Context, yield func(*record) error) error {
	rec := record{}
	t.skipped = nil
	first := true
	err := t.src(ctx, func(r *rawRow) error {
		if first {
			first = false
			if _, ok := sepLine(r.fields, ';'); ok && t.header != r.line {
				return nil
			}
		}
		if r.line <= t.header {
			return nil
		}
		if !t.format.shaped() && r.bad == "" {
			n := len(r.fields)
			if n == 0 {
				return nil
			}
			// Rows that are filled at both ends and in the middle are records; the
			// others are looked at.
			if r.fields[0] == "" || r.fields[n/2] == "" || r.fields[n-1] == "" || n < t.columns {
				if blank(r.fields) {
					return nil
				}
				if footer(r.fields, t.columns) {
					t.skipped = append(t.skipped, Finding{
						Code: FoundLinesSkipped, Text: "total or signature below the table", Line: r.line,
						Value: strings.TrimSpace(strings.Join(r.fields, " ")),
					})
					return nil
				}
			}
		}
		rec = record{row: rec.row + 1, line: r.line, fields: r.fields, shape: r.shape, bad: r.bad, why: r.why}
		if n := len(rec.fields); n != t.columns && rec.bad == "" {
			switch w := width(rec.fields); {
			case w > t.columns:
				rec.bad = RejectTooMany
			case n > t.columns:
				rec.fields = rec.fields[:t.columns]
			default:
				// A sheet stores no empty cells at the end of a row.
				rec.short = t.format == FormatCSV
				for len(rec.fields) < t.columns {
					rec.fields = append(rec.fields, "")
				}
			}
		}
		return yield(&rec)
	})
	if errors.Is(err, errStop) {
		return nil
	}
	return err
}
