package sample

import (
	"math"
	"time"

	"github.com/paulmach/orb"

	"pinezka/data"
)

// everyday draws a report of no story, and sometimes repeats of it.
func (g *generator) everyday() {
	p := pick(g.rand, profiles, func(p profile) float64 { return p.weight })
	s := g.city.anywhere(g.rand)
	for quiet(p.category, s.point) {
		s = g.city.anywhere(g.rand)
	}
	d := p.dayIn(g.rand, firstDay, asOf)
	g.add(&p, s, d, pick(g.rand, p.hours, func(b hourBand) float64 { return float64(b.weight) }).Band)
	for g.chance(0.09) && len(g.reports) < Count {
		g.repeat()
	}
}

// repeat reports the last nuisance once more, a few days later and metres aside.
func (g *generator) repeat() {
	last := g.reports[len(g.reports)-1]
	d := last.day + data.Day(g.rand.IntN(12))
	if d > asOf || !last.report.Where.Known() {
		return
	}
	p := profileOf(last.report.Category)
	s := spot{orb.Point{
		degrees(last.report.Where.Point[0] + g.rand.NormFloat64()*6/metresEast),
		degrees(last.report.Where.Point[1] + g.rand.NormFloat64()*6/metresNorth),
	}, last.report.Where.Words}
	g.add(p, s, d, pick(g.rand, p.hours, func(b hourBand) float64 { return float64(b.weight) }).Band)
}

// add makes a report of a category at a spot and day, with an origin, a time, a
// precision and a status as they come.
func (g *generator) add(p *profile, s spot, d data.Day, hours data.Band) {
	r := data.Report{
		Category: p.category,
		Where:    data.Place{Point: s.point, Precision: data.PrecisionPoint, Words: s.words},
		Text:     texts[p.category][g.rand.IntN(len(texts[p.category]))],
	}
	switch at := g.rand.Float64(); {
	case at < 0.70:
		r.Origin, r.Nature = data.OriginInternet, data.NatureNuisance
		r.Source.Institution = sourceMap
	case at < 0.90:
		r.Origin, r.Nature = data.OriginPolice, data.NatureOffence
		r.Source.Institution = sourcePolice
	default:
		r.Origin, r.Nature = data.OriginContact, data.NatureFelt
		r.Source.Institution = sourceGuard
		if g.chance(0.5) {
			r.Nature = data.NatureNuisance
		}
	}
	r.When = g.when(&r, d, hours)
	g.blur(&r.Where)
	if r.Where.Known() {
		r.Where.Point = within(Municipality, r.Where.Point)
	}
	r.Status = g.status(p, &r, d)
	g.reports = append(g.reports, draft{r, d})
}

// within moves a point that a step aside or rounding put over the border back
// behind it, by a metre.
func within(b orb.Bound, p orb.Point) orb.Point {
	const metre = 1e-5 // degrees
	for i := range p {
		p[i] = degrees(max(b.Min[i]+metre, min(b.Max[i]-metre, p[i])))
	}
	return p
}

// The sources of the sample, which say that they are none.
const (
	sourceMap    = "Mapa zagrożeń (dane przykładowe)"
	sourcePolice = "Komisariat Policji (dane przykładowe)"
	sourceGuard  = "Straż Miejska (dane przykładowe)"
)

// when writes the time as its origin would: records have an hour, the map has
// often weekdays and a band, some know the month only.
func (g *generator) when(r *data.Report, d data.Day, hours data.Band) data.When {
	m := minute(g.rand, hours)
	weekdays := data.WeekdaysOf(d.Weekday())
	for _, w := range []time.Weekday{time.Friday, time.Saturday} {
		if weekdays.Has(time.Friday) || weekdays.Has(time.Saturday) || g.chance(0.2) {
			weekdays |= data.WeekdaysOf(w)
		}
	}
	at := g.rand.Float64()
	if r.Origin == data.OriginPolice {
		at /= 2 // records know the hour
	}
	switch {
	case at < 0.50:
		return data.When{Kind: data.TimeInstant, Wall: wall(d, m)}
	case at < 0.72:
		return data.When{Kind: data.TimeDate, Wall: d.String()}
	case at < 0.95:
		return data.When{Kind: data.TimeRecurring, Wall: d.String(), Weekdays: weekdays, Band: hours}
	case at < 0.965:
		return data.When{Kind: data.TimeRecurring, Weekdays: weekdays, Band: hours}
	case at < 0.985:
		return data.When{Kind: data.TimeMonth, Wall: d.String()[:7]}
	}
	return data.When{Kind: data.TimeNone}
}

// blur makes the place as inexact as sources do: some round, some know only the
// crossing or the street, some nothing.
func (g *generator) blur(w *data.Place) {
	switch at := g.rand.Float64(); {
	case at < 0.12:
		w.Point = orb.Point{round4(w.Point[0]), round4(w.Point[1])}
	case at < 0.19:
		for _, c := range g.city.crossings {
			if metres(c.point, w.Point) < 40 {
				*w = data.Place{Point: c.point, Precision: data.PrecisionCrossing, Words: c.words}
				return
			}
		}
	case at < 0.22:
		for i := range g.city.streets {
			if s := &g.city.streets[i]; s.words == w.Words && metres(s.middle(), w.Point) < 120 {
				w.Point, w.Precision = s.middle(), data.PrecisionStreet
				return
			}
		}
	case at < 0.245:
		*w = data.Place{Precision: data.PrecisionNone, Words: w.Words}
	}
}

func round4(v float64) float64 { return math.Round(v*1e4) / 1e4 }

// status draws what became of a report by the as-of day.
func (g *generator) status(p *profile, r *data.Report, d data.Day) data.StatusID {
	age := asOf - d
	switch {
	case age <= 2 && g.chance(0.9):
		return "new"
	case age <= 7 && g.chance(0.6):
		return "verification"
	case age <= 30 && g.chance(0.15):
		return "verification"
	}
	confirmed := p.confirmed
	if r.Origin == data.OriginPolice {
		confirmed = 0.9
	}
	if !g.chance(confirmed) {
		if g.chance(0.07) {
			return "joke"
		}
		return "not-confirmed"
	}
	passed := 0.04
	if p.category == "road-infrastructure" || p.category == "traffic-organisation" || p.category == "dumps" {
		passed = 0.35
	}
	switch {
	case g.chance(passed):
		return "passed-on"
	case g.chance(0.45):
		return "eliminated"
	}
	return "confirmed"
}
