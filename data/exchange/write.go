package exchange

import (
	"fmt"
	"iter"
	"math"
	"strconv"
	"strings"

	"pinezka/data"
)

// HeaderPL and HeaderEN are the column names of exported lists. A list with
// either header is read back without a question.
var (
	HeaderPL = []string{
		"Lp.", "Nr w źródle", "Data i godzina", "Czas w źródle", "Dni tygodnia", "Godziny", "Kategoria", "Kategoria w źródle",
		"Status", "Status w źródle", "Pochodzenie", "Charakter", "Podmiot", "Miejsce", "Dokładność miejsca",
		"Długość geogr.", "Szerokość geogr.", "Opis",
	}
	HeaderEN = []string{
		"Row", "Number at source", "Date and time", "Time at source", "Weekdays", "Hours", "Category", "Category at source",
		"Status", "Status at source", "Origin", "Nature", "Institution", "Place", "Precision of place",
		"Longitude", "Latitude", "Text",
	}
)

// The columns of an exported list, in order.
const (
	colRow = iota
	colID
	colTime
	colTimeSource
	colWeekdays
	colHours
	colCategory
	colCategoryWritten
	colStatus
	colStatusWritten
	colOrigin
	colNature
	colInstitution
	colPlace
	colPrecision
	colLon
	colLat
	colText
	columnCount
)

// Layout is the language of an exported list.
type Layout struct {
	// English has English words for categories, statuses, origins and so on, and
	// a decimal point; the default is Polish with a decimal comma.
	English bool
	// Header names the columns in the order of HeaderPL; nil for HeaderPL or
	// HeaderEN.
	Header []string
	// NoCategory heads the reports without a category where a format groups them;
	// "" for a dash.
	NoCategory string
}

// title names the whole list.
func (l Layout) title() string {
	if l.English {
		return "Reports"
	}
	return "Zgłoszenia"
}

func (l Layout) header() ([]string, error) {
	switch {
	case l.Header != nil && len(l.Header) != columnCount:
		return nil, fmt.Errorf("a header of %d names for %d columns", len(l.Header), columnCount)
	case l.Header != nil:
		return l.Header, nil
	case l.English:
		return HeaderEN, nil
	}
	return HeaderPL, nil
}

// cells writes a report as the texts of a row. The longitude and the latitude are
// left empty; they are numbers.
func (l Layout) cells(r *data.Report, n int, c *data.Catalogue, out []string) []string {
	out = append(out[:0], make([]string, columnCount)...)
	out[colRow] = strconv.Itoa(n)
	out[colID] = r.Source.ID
	out[colTime] = strings.Replace(r.When.Wall, "T", " ", 1)
	out[colTimeSource] = r.When.Original
	out[colWeekdays] = r.When.Weekdays.String()
	out[colHours] = r.When.Band.String()
	out[colCategory] = r.CategoryWritten
	if k, ok := c.Category(r.Category); ok {
		out[colCategory] = k.NamePL
		if l.English {
			out[colCategory] = k.NameEN
		}
	}
	out[colCategoryWritten] = r.CategoryWritten
	out[colStatus] = r.StatusWritten
	if s, ok := c.Status(r.Status); ok {
		out[colStatus] = s.NamePL
		if l.English {
			out[colStatus] = s.NameEN
		}
	}
	out[colStatusWritten] = r.StatusWritten
	out[colOrigin] = wordOf(originWords, r.Origin, l.English)
	out[colNature] = wordOf(natureWords, r.Nature, l.English)
	out[colInstitution] = r.Source.Institution
	out[colPlace] = r.Where.Words
	out[colPrecision] = wordOf(precisionWords, or(r.Where.Precision, data.PrecisionNone), l.English)
	out[colText] = r.Text
	return out
}

// degrees rounds to a millimetre on the ground.
func degrees(v float64) float64 { return math.Round(v*1e8) / 1e8 }

// Reports is what the writers take: the reports that pass the filter, in order.
type Reports = iter.Seq[*data.Report]
