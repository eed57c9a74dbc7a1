package session

import (
	"bytes"
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"pinezka/app/wording"
	"pinezka/assets"
	"pinezka/data"
	"pinezka/data/exchange"
)

// indicators is the catalogue of indicators that the program brings along.
var indicators = sync.OnceValues(func() (*data.Indicators, error) {
	return data.ReadIndicators(bytes.NewReader(assets.Read("catalogue/indicators.csv")))
})

// places are what a project knows of places beside reports and motions.
type places struct {
	statistics []data.AreaStatistic
	facilities []data.Facility
}

// reloadPlaces reads statistics and facilities from the project.
func (s *Session) reloadPlaces() (err error) {
	if s.places.statistics, err = s.project.Statistics(s.ctx); err != nil {
		return err
	}
	s.places.facilities, err = s.project.Facilities(s.ctx)
	return err
}

// AreaStatistics returns the numbers of an area by indicator, in the order of the
// catalogue, and the newest period first.
func (s *Session) AreaStatistics(id data.AreaID) []data.AreaStatistic {
	var out []data.AreaStatistic
	for _, x := range s.places.statistics {
		if x.Area == id {
			out = append(out, x)
		}
	}
	order := func(id data.IndicatorID) int {
		c, err := indicators()
		if err != nil {
			return 0
		}
		in, ok := c.Find(string(id))
		if !ok {
			return len(c.List) + 1
		}
		return in.Order
	}
	slices.SortStableFunc(out, func(a, b data.AreaStatistic) int {
		return cmp.Or(cmp.Compare(order(a.Indicator), order(b.Indicator)), cmp.Compare(a.Indicator, b.Indicator), cmp.Compare(b.To, a.To), cmp.Compare(b.From, a.From))
	})
	return out
}

// IndicatorName returns an indicator's name, or its code when the catalogue does not
// know it.
func (s *Session) IndicatorName(id data.IndicatorID) string {
	c, err := indicators()
	if err != nil {
		return string(id)
	}
	in, ok := c.Find(string(id))
	switch {
	case !ok:
		return string(id)
	case s.words.Lang() == wording.EN:
		return in.NameEN
	}
	return in.NamePL
}

// PlanStatistics looks through a list of numbers for areas and periods. It stores
// nothing. A number that the project has for the same area, indicator and period is
// updated. While a question is open it returns the questions with ErrOpenQuestion.
func (s *Session) PlanStatistics(ctx context.Context, path string, choice ImportChoice) (*ListPlan, error) {
	known, err := indicators()
	if err != nil {
		return nil, err
	}
	p, err := s.planList(ctx, path, exchange.ListStatistics, choice, data.LabelImportStatistics)
	if err != nil {
		return p, listError(err)
	}
	type key struct {
		area      data.AreaID
		indicator data.IndicatorID
		from, to  data.Day
	}
	keyOf := func(x data.AreaStatistic) key { return key{x.Area, x.Indicator, x.From, x.To} }
	there, read := map[key]data.AreaStatistic{}, map[key]float64{}
	for _, x := range s.places.statistics {
		there[keyOf(x)] = x
	}
	for i := range p.List.Rows {
		row := &p.List.Rows[i]
		area, no := s.areaOf(row)
		x := data.AreaStatistic{Area: area.ID}
		if no == nil {
			no = s.statisticOf(row, known, &x)
		}
		if no != nil {
			p.Rejects = append(p.Rejects, *no)
			continue
		}
		k := keyOf(x)
		value, twice := read[k]
		old, present := there[k]
		switch {
		case twice && value != x.Value:
			p.Rejects = append(p.Rejects, *row.Refuse(exchange.RejectAmbiguous, exchange.RoleValue, s.words.T("reject.value.twice")))
			continue
		case twice, present && old.Value == x.Value:
			p.Counts.AlreadyPresent++
		case present:
			x.ID = old.ID
			p.update(&old, &x)
		default:
			p.add(&x, len(area.Geometry) > 0)
		}
		read[k] = x.Value
	}
	return p.finish(), nil
}

// update takes a changed record in.
func (p *ListPlan) update(old, changed data.Record) {
	p.edit.Before, p.edit.After = append(p.edit.Before, old), append(p.edit.After, changed)
	p.Counts.AlreadyPresent++
	p.Counts.Updated++
}

// terytOf writes a code with the leading zero that sheets drop; codes are compared
// by their first seven digits.
func terytOf(code string) string {
	code = strings.TrimSpace(code)
	if len(code) == 6 {
		code = "0" + code
	}
	return code[:min(len(code), 7)]
}

// areaOf finds the area that a row is about, by its code, else by its name.
func (s *Session) areaOf(row *exchange.ListRow) (data.Area, *exchange.Reject) {
	code, name := row.Cell(exchange.RoleCode), row.Cell(exchange.RoleArea)
	if code == "" && name == "" {
		return data.Area{}, row.Refuse(exchange.RejectMissing, exchange.RoleNone, s.words.T("reject.area.none"))
	}
	var coded, named []data.Area
	for _, a := range s.areas {
		have := a.Code
		if have == "" && a.Kind == data.AreaGmina {
			have = s.Info().TERYT
		}
		if code != "" && have != "" && terytOf(have) == terytOf(code) {
			coded = append(coded, a)
		}
		if name != "" && data.Fold(a.Name) == data.Fold(name) {
			named = append(named, a)
		}
	}
	found, role, asked := named, exchange.RoleArea, name
	if code != "" {
		found, role, asked = coded, exchange.RoleCode, code
	}
	if len(found) > 1 && name != "" {
		// Parts of a municipality may share its code; then the name tells.
		found = slices.DeleteFunc(found, func(a data.Area) bool { return data.Fold(a.Name) != data.Fold(name) })
	}
	switch {
	case len(found) == 0:
		return data.Area{}, row.Refuse(exchange.RejectUnknown, role, s.words.T("reject.area", "name", asked))
	case len(found) > 1:
		return data.Area{}, row.Refuse(exchange.RejectAmbiguous, role, s.words.T("reject.area.several", "name", asked))
	case code != "" && len(named) > 0 && !slices.ContainsFunc(named, func(a data.Area) bool { return a.ID == found[0].ID }):
		return data.Area{}, row.Refuse(exchange.RejectAmbiguous, exchange.RoleArea, s.words.T("reject.area.both", "code", code, "name", name))
	}
	return found[0], nil
}

// statisticOf reads indicator, period and value of a row.
func (s *Session) statisticOf(row *exchange.ListRow, known *data.Indicators, x *data.AreaStatistic) *exchange.Reject {
	name := row.Cell(exchange.RoleIndicator)
	if name == "" {
		return s.missing(row, exchange.RoleIndicator, "reject.indicator.none")
	}
	in, ok := known.Find(name)
	if !ok {
		return row.Refuse(exchange.RejectUnknown, exchange.RoleIndicator, s.words.T("reject.indicator", "name", name))
	}
	period, no := s.periodOf(row)
	if no != nil {
		return no
	}
	value := row.Cell(exchange.RoleValue)
	n, ok := row.Number(exchange.RoleValue)
	if !ok || n < 0 || math.IsInf(n, 0) {
		return row.Refuse(exchange.RejectUnknown, exchange.RoleValue, s.words.T("reject.value", "text", value))
	}
	x.Indicator, x.From, x.To, x.Value = in.ID, *period.From, *period.To, n
	return nil
}

// periodOf reads the period of a row: in words, as two days, or as a year with a
// half or a month.
func (s *Session) periodOf(row *exchange.ListRow) (data.Period, *exchange.Reject) {
	cell := row.Cell
	from, to := cell(exchange.RoleFrom), cell(exchange.RoleTo)
	role, words := exchange.RolePeriod, cell(exchange.RolePeriod)
	switch {
	case words != "":
	case from != "" || to != "":
		if row.From != nil && row.To != nil && *row.From <= *row.To {
			return data.NewPeriod(*row.From, *row.To), nil
		}
		return data.Period{}, row.Refuse(exchange.RejectUnknown, exchange.RoleFrom, s.words.T("reject.period", "text", from+" – "+to))
	case cell(exchange.RoleHalf) != "":
		// A bare 2 would be February.
		role, words = exchange.RoleYear, cell(exchange.RoleYear)+" półrocze "+cell(exchange.RoleHalf)
	default:
		role, words = exchange.RoleYear, strings.TrimSpace(cell(exchange.RoleYear)+" "+cell(exchange.RoleMonth))
	}
	if words == "" {
		return data.Period{}, s.missing(row, role, "reject.period.none")
	}
	period, err := data.ParsePeriod(words)
	if err != nil {
		return data.Period{}, row.Refuse(exchange.RejectUnknown, role, s.words.T("reject.period", "text", words))
	}
	return period, nil
}

// PeriodShort writes a statistic's period: a year, a half of one, a month, or two
// days.
func (s *Session) PeriodShort(from, to data.Day) string {
	y, m, d := from.Date()
	next := to + 1
	switch {
	case d == 1 && m == 1 && next == from.AddMonths(12):
		return s.words.T("period.year", "year", strconv.Itoa(y))
	case d == 1 && m == 1 && next == from.AddMonths(6):
		return s.words.T("period.half.1", "year", strconv.Itoa(y))
	case d == 1 && m == 7 && next == from.AddMonths(6):
		return s.words.T("period.half.2", "year", strconv.Itoa(y))
	case d == 1 && next == from.AddMonths(1):
		return s.words.Month(y, m)
	}
	return s.Date(from) + " – " + s.Date(to)
}
