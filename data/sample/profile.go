package sample

import (
	"fmt"
	"math/rand/v2"
	"time"

	"pinezka/data"
)

// profile is how often a category is reported, when, and what becomes of it.
type profile struct {
	category  data.CategoryID
	weight    float64    // of 1000 everyday reports
	confirmed float64    // part of those looked at
	months    [12]int    // weights, January first
	days      [7]int     // weights, Monday first
	hours     []hourBand // weights
}

type hourBand struct {
	data.Band
	weight int
}

func band(from, to, weight int) hourBand {
	return hourBand{data.Band{From: from * 60, To: to % 24 * 60}, weight}
}

// Shapes that several categories share.
var (
	evenYear = [12]int{9, 9, 10, 10, 10, 10, 9, 9, 10, 10, 9, 8}
	summer   = [12]int{4, 4, 7, 10, 13, 15, 15, 15, 12, 8, 5, 4}
	spring   = [12]int{7, 10, 15, 14, 9, 7, 6, 6, 7, 9, 9, 7}
	evenWeek = [7]int{10, 10, 10, 10, 10, 10, 10}
	workdays = [7]int{14, 14, 14, 14, 14, 7, 4}
	weekend  = [7]int{6, 6, 7, 10, 19, 20, 9}

	daytime = []hourBand{band(6, 10, 3), band(10, 14, 4), band(14, 18, 4), band(18, 22, 2)}
	rush    = []hourBand{band(6, 10, 5), band(10, 14, 3), band(14, 18, 5), band(18, 22, 3)}
	evening = []hourBand{band(10, 14, 1), band(14, 18, 3), band(18, 22, 6), band(22, 6, 4)}
	night   = []hourBand{band(14, 18, 1), band(18, 22, 4), band(22, 6, 6)}
)

// profiles keep the weights of published figures: parking, speeding and alcohol
// are seven of ten reports (national figure of 2021); the order and size of the
// rest follow the Podlasie districts of 2019 and 2022. A level crossing cannot be
// reported where there is no railway.
var profiles = []profile{
	{"parking", 345, 0.65, evenYear, workdays, rush},
	{"speeding", 175, 0.57, evenYear, evenWeek, evening},
	{"alcohol", 165, 0.38, summer, weekend, evening},
	{"road-infrastructure", 80, 0.62, spring, evenWeek, daytime},
	{"vandalism", 46, 0.34, evenYear, weekend, night},
	{"traffic-organisation", 42, 0.48, evenYear, workdays, rush},
	{"dumps", 30, 0.66, spring, evenWeek, daytime},
	{"minors", 26, 0.22, summer, weekend, evening},
	{"stray-dogs", 22, 0.27, evenYear, evenWeek, daytime},
	{"greenery-damage", 18, 0.41, spring, evenWeek, daytime},
	{"car-races", 16, 0.25, summer, weekend, night},
	{"intoxicants", 12, 0.2, evenYear, weekend, night},
	{"homeless", 8, 0.5, [12]int{16, 14, 10, 6, 4, 3, 3, 3, 4, 8, 13, 16}, evenWeek, evening},
	{"begging", 4, 0.3, evenYear, workdays, daytime},
	{"tree-felling", 3, 0.3, spring, workdays, daytime},
	{"grass-burning", 3, 0.45, [12]int{1, 5, 30, 25, 4, 1, 1, 1, 1, 1, 1, 1}, evenWeek, daytime},
	{"water-areas", 2, 0.4, summer, weekend, daytime},
	{"entertainment", 2, 0.25, evenYear, weekend, night},
	{"bathing", 1, 0.5, [12]int{0, 0, 0, 0, 3, 10, 14, 12, 2, 0, 0, 0}, weekend, daytime},
	{"animal-cruelty", 1, 0.2, evenYear, evenWeek, daytime},
	{"dangerous-waters", 0.6, 0.4, evenYear, weekend, daytime},
	{"forest-animals", 0.6, 0.6, evenYear, evenWeek, night},
	{"quads", 0.4, 0.2, summer, weekend, daytime},
}

func profileOf(id data.CategoryID) *profile {
	for i := range profiles {
		if profiles[i].category == id {
			return &profiles[i]
		}
	}
	panic(fmt.Sprintf("no profile of category %q", id)) // a fault of this package
}

// dayIn draws a day from first to last by season and weekday; later years have a
// few reports more.
func (p *profile) dayIn(r *rand.Rand, first, last data.Day) data.Day {
	most := 0
	for _, m := range p.months {
		for _, d := range p.days {
			most = max(most, m*d)
		}
	}
	for {
		d := first + data.Day(r.IntN(int(last-first)+1))
		_, month, _ := d.Date()
		growth := 0.85 + 0.15*float64(d-firstDay)/float64(asOf-firstDay)
		if r.Float64()*float64(most) < growth*float64(p.months[month-1]*p.days[mondayFirst(d.Weekday())]) {
			return d
		}
	}
}

func mondayFirst(d time.Weekday) int { return int(d+6) % 7 }

// minute draws a minute of the day from a band, rounded as people round.
func minute(r *rand.Rand, b data.Band) int {
	length := (b.To - b.From + 1440) % 1440
	return (b.From + r.IntN(length)) / 5 * 5 % 1440
}

// wall writes a day and minute as a wall clock.
func wall(d data.Day, minute int) string {
	return fmt.Sprintf("%sT%02d:%02d", d, minute/60, minute%60)
}
