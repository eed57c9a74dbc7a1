package data

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// StatisticID is a statistic's row in the project; 0 means not stored yet.
type StatisticID int64

// IndicatorID is an indicator's code in the catalogue, such as "burglary".
type IndicatorID string

// AreaStatistic (statystyka obszaru) is a number for an area and a period: crime
// counts come so, never as points.
type AreaStatistic struct {
	ID        StatisticID
	Area      AreaID
	Indicator IndicatorID
	From, To  Day // both belong to the period
	Value     float64
}

// Validate tells what keeps the statistic from being stored, or nil.
func (s *AreaStatistic) Validate() error {
	switch {
	case s.Area == 0:
		return errors.New("statistic is of no area")
	case s.Indicator == "":
		return errors.New("statistic has no indicator")
	case s.To < s.From:
		return fmt.Errorf("statistic's period ends on %s, before it begins on %s", s.To, s.From)
	case math.IsNaN(s.Value) || math.IsInf(s.Value, 0) || s.Value < 0:
		return fmt.Errorf("statistic's value is %v", s.Value)
	}
	return nil
}

// TableStatistics is the table of the statistics.
const TableStatistics = "statistics"

// Key returns the statistic's table and row.
func (s *AreaStatistic) Key() Key { return Key{TableStatistics, int64(s.ID)} }

func (*AreaStatistic) record() {}

// LabelImportStatistics is the label of an import of statistics.
const LabelImportStatistics Label = "statistics-imported"

// Indicator (wskaźnik) says what a statistic counts.
type Indicator struct {
	ID             IndicatorID
	NamePL, NameEN string
	Aliases        []string
	Order          int
}

// Indicators is the catalogue of indicators, in its order.
type Indicators struct {
	List  []Indicator
	words map[string]int // folded code, name or alias
}

// ReadIndicators reads the catalogue: UTF-8, comma separated, with a header row, "|"
// between aliases. It refuses a word that means two indicators.
func ReadIndicators(r io.Reader) (*Indicators, error) {
	c := &Indicators{words: map[string]int{}}
	if err := readTable("indicators", r, func(f func(string) string) {
		order, _ := strconv.Atoi(f("order"))
		c.List = append(c.List, Indicator{
			ID: IndicatorID(f("code")), NamePL: f("name_pl"), NameEN: f("name_en"), Aliases: list(f("aliases_pl")), Order: order,
		})
	}); err != nil {
		return nil, err
	}
	for i, in := range c.List {
		for _, w := range append([]string{string(in.ID), in.NamePL, in.NameEN}, in.Aliases...) {
			f := Fold(w)
			if other, dup := c.words[f]; dup && other != i {
				return nil, fmt.Errorf("alias %q means both %q and %q", w, c.List[other].ID, in.ID)
			}
			c.words[f] = i
		}
	}
	return c, nil
}

// Find returns the indicator that a word names, by code, name or alias.
func (c *Indicators) Find(word string) (Indicator, bool) {
	i, ok := c.words[Fold(word)]
	if !ok {
		return Indicator{}, false
	}
	return c.List[i], true
}

// months are the folded names of the months, in Polish by the nominative and the
// genitive, and in English.
var months = [12][]string{
	{"styczen", "stycznia", "january"},
	{"luty", "lutego", "february"},
	{"marzec", "marca", "march"},
	{"kwiecien", "kwietnia", "april"},
	{"maj", "maja", "may"},
	{"czerwiec", "czerwca", "june"},
	{"lipiec", "lipca", "july"},
	{"sierpien", "sierpnia", "august"},
	{"wrzesien", "wrzesnia", "september"},
	{"pazdziernik", "pazdziernika", "october"},
	{"listopad", "listopada", "november"},
	{"grudzien", "grudnia", "december"},
}

// halves are the folded words for the two halves of a year, where they stand with
// "półrocze" or "half"; those with an h or a p stand alone.
var halves = map[string]int{"1": 1, "i": 1, "pierwsze": 1, "first": 1, "h1": 1, "1h": 1, "p1": 1, "2": 2, "ii": 2, "drugie": 2, "second": 2, "h2": 2, "2h": 2, "p2": 2}

// ParsePeriod reads the words for a whole year, half of a year or month, or for two
// days: "2024", "I półrocze 2024", "2024-H1", "2024-03", "marzec 2024",
// "2024-01-01..2024-03-31", "1.01.2024 - 31.03.2024". The period is closed.
func ParsePeriod(words string) (Period, error) {
	fail := fmt.Errorf("period %q: want a year, half of a year, a month or two days", words)
	year, half, month, isHalf := 0, 0, 0, false
	var numbers []int
	for _, w := range strings.Fields(Fold(words)) {
		n, err := strconv.Atoi(w)
		at := slices.IndexFunc(months[:], func(names []string) bool { return slices.Contains(names, w) })
		switch {
		case w == "r" || w == "rok" || w == "roku" || w == "year" || w == "od" || w == "do" || w == "from" || w == "to":
		case strings.HasPrefix(w, "polrocz") || w == "half" || w == "pol":
			isHalf = true
		case at >= 0 && month == 0:
			month = at + 1
		case err == nil && len(w) == 4 && year == 0:
			year = n
			numbers = append(numbers, n)
		case err == nil:
			numbers = append(numbers, n)
		case halves[w] != 0 && half == 0:
			half = halves[w]
			isHalf = isHalf || len(w) == 2 && w != "ii"
		default:
			return Period{}, fail
		}
	}
	rest := make([]int, 0, 1) // numbers beside the year
	for i, n := range numbers {
		if n != year || slices.Contains(numbers[:i], year) {
			rest = append(rest, n)
		}
	}
	if len(numbers) == 6 && half == 0 && month == 0 && !isHalf {
		from, ok1 := dayOf(numbers[:3])
		to, ok2 := dayOf(numbers[3:])
		if !ok1 || !ok2 || to < from {
			return Period{}, fail
		}
		return NewPeriod(from, to), nil
	}
	length := 12
	switch {
	case year == 0:
		return Period{}, fail
	case isHalf && half == 0 && len(rest) == 1 && (rest[0] == 1 || rest[0] == 2) && month == 0:
		half = rest[0]
		fallthrough
	case isHalf && half != 0 && month == 0 && (len(rest) == 0 || len(rest) == 1 && rest[0] == half):
		month, length = 6*half-5, 6
	case isHalf || half != 0:
		return Period{}, fail
	case month != 0 && len(rest) == 0:
		length = 1
	case month == 0 && len(rest) == 1 && rest[0] >= 1 && rest[0] <= 12:
		month, length = rest[0], 1
	case month == 0 && len(rest) == 0:
		month = 1
	default:
		return Period{}, fail
	}
	from, ok := DayOf(year, time.Month(month), 1)
	if !ok {
		return Period{}, fail
	}
	return NewPeriod(from, from.AddMonths(length)-1), nil
}

// dayOf reads year, month and day, or the other way round.
func dayOf(n []int) (Day, bool) {
	if n[0] > 31 {
		return DayOf(n[0], time.Month(n[1]), n[2])
	}
	return DayOf(n[2], time.Month(n[1]), n[0])
}
