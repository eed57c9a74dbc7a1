package sample

import (
	"fmt"
	"time"

	"github.com/paulmach/orb"

	"pinezka/data"
)

// story is reports planted around a place, so that the sample shows something.
// Its years run from 1 November; the third is the one before the second debate.
type story struct {
	category data.CategoryID // "" draws everyday categories
	streets  []string        // on which the reports lie
	centre   orb.Point
	within   float64 // metres from the centre
	years    [3]int  // reports in each
	friday   bool    // on Friday nights
	hours    data.Band
	quiet    float64 // metres around the centre without everyday reports of the category
}

// Places of the stories and of the motions about them.
var (
	placeSwiadka  = orb.Point{22.010640, 50.022700}
	placeRejtana  = orb.Point{22.017040, 50.022600}
	placeSeniora  = orb.Point{22.008600, 50.023900}
	placeKozienia = orb.Point{22.011600, 50.019500}
	placeGallery  = orb.Point{22.017150, 50.026200}
	placeWislok   = orb.Point{22.004600, 50.027200}
	placeLetnia   = orb.Point{22.027400, 50.028300}
	placeOssol    = orb.Point{22.022700, 50.021900}
	placeStadium  = orb.Point{22.003700, 50.018400}
	placeMieszka  = orb.Point{22.028900, 50.029000}
	placeTownHall = orb.Point{22.015210, 50.025480}
)

var stories = []story{
	// Backed: cars on a pavement, speeding on an avenue, drinking by the benches.
	{category: "parking", streets: []string{"Witolda Świadka"}, centre: placeSwiadka, within: 120, years: [3]int{4, 7, 17}, hours: data.Band{From: 7 * 60, To: 17 * 60}},
	{category: "speeding", streets: []string{"Aleja Tadeusza Rejtana"}, centre: placeRejtana, within: 140, years: [3]int{8, 12, 18}, hours: data.Band{From: 20 * 60, To: 1 * 60}},
	{category: "alcohol", streets: []string{"Seniora"}, centre: placeSeniora, within: 90, years: [3]int{10, 16, 20}, friday: true, hours: data.Band{From: 21 * 60, To: 2 * 60}},

	// Too few and none: a claim may be right and yet have no reports.
	{category: "road-infrastructure", streets: []string{"Zdzisława Kozienia"}, centre: placeKozienia, within: 80, years: [3]int{0, 1, 2}, hours: data.Band{From: 17 * 60, To: 22 * 60}, quiet: 260},
	{category: "stray-dogs", centre: placeWislok, quiet: 320},

	// Not settled: a few reports more than the baseline lets expect.
	{category: "vandalism", streets: []string{"Letnia", "Wiosenna"}, centre: placeLetnia, within: 110, years: [3]int{1, 2, 3}, hours: data.Band{From: 22 * 60, To: 5 * 60}, quiet: 260},

	// Busy: by the shopping centre there is more of everything.
	{streets: []string{"Aleja Tadeusza Rejtana", "Aleja profesora Adama Krzyżanowskiego"}, centre: placeGallery, within: 140, years: [3]int{30, 38, 50}},

	// A street that got better after bays and posts were put up.
	{category: "parking", streets: []string{"Ossolińskich"}, centre: placeOssol, within: 130, years: [3]int{20, 32, 5}, hours: data.Band{From: 7 * 60, To: 17 * 60}, quiet: 220},

	// Hot spots that nobody names at the debate.
	{category: "dumps", streets: []string{"Eugeniusza Kwiatkowskiego"}, centre: placeStadium, within: 90, years: [3]int{3, 6, 11}, hours: data.Band{From: 8 * 60, To: 20 * 60}},
	{category: "stray-dogs", streets: []string{"Mieszka I", "Zwiadowców", "Wytrwałych"}, centre: placeMieszka, within: 110, years: [3]int{1, 4, 8}, hours: data.Band{From: 6 * 60, To: 20 * 60}},
}

// quiet tells whether a story wants no everyday reports of the category here.
func quiet(category data.CategoryID, p orb.Point) bool {
	for i := range stories {
		if s := &stories[i]; s.quiet > 0 && s.category == category && metres(s.centre, p) < s.quiet {
			return true
		}
	}
	return false
}

// tell draws the reports of a story. Each has a place and a day of its own: the
// days of a year's reports are spread over it, so that few of them merge.
func (g *generator) tell(s *story) error {
	for y, n := range s.years {
		first := firstDay.AddMonths(12 * y)
		length := int(firstDay.AddMonths(12*(y+1)) - first)
		for k := range n {
			from, to := k*length/n, (k+1)*length/n
			d := first + data.Day(from+g.rand.IntN(max(1, (to-from)*2/3)))
			if s.friday {
				d = min(d+data.Day((int(time.Friday)-int(d.Weekday())+7)%7), firstDay.AddMonths(12*(y+1))-1)
			}
			p, hours := g.subject(s)
			at, err := g.near(s)
			if err != nil {
				return err
			}
			g.add(p, at, d, hours)
			r := &g.reports[len(g.reports)-1].report
			r.Where = data.Place{Point: within(Municipality, at.point), Precision: data.PrecisionPoint, Words: at.words}
			if !r.When.Dated() {
				r.When = data.When{Kind: data.TimeInstant, Wall: wall(d, minute(g.rand, hours))}
			}
			if s.friday && r.When.Kind == data.TimeRecurring {
				r.When.Weekdays = data.WeekdaysOf(time.Friday)
			}
			if s.category != "" && g.chance(0.15) && s.quiet == 0 {
				g.repeat()
			}
		}
	}
	return nil
}

// subject returns what a report of the story is about, and its hours.
func (g *generator) subject(s *story) (*profile, data.Band) {
	if s.category != "" {
		return profileOf(s.category), s.hours
	}
	p := pick(g.rand, profiles, func(p profile) float64 { return p.weight })
	return profileOf(p.category), pick(g.rand, p.hours, func(b hourBand) float64 { return float64(b.weight) }).Band
}

// near draws a spot on one of the story's streets near its centre.
func (g *generator) near(s *story) (spot, error) {
	const tries = 20_000
	for range tries {
		name := s.streets[g.rand.IntN(len(s.streets))]
		if at := g.city.streets[g.city.byName[name]].spot(g.rand); metres(at.point, s.centre) <= s.within {
			return at, nil
		}
	}
	return spot{}, fmt.Errorf("no part of %q lies within %.0f m of %v", s.streets, s.within, s.centre)
}

// defaultPoints is how many reports lie at the point where their source puts what
// has no place.
const defaultPoints = 40

// defaultPoint puts reports of all kinds at one point.
func (g *generator) defaultPoint() {
	for range defaultPoints {
		p := pick(g.rand, profiles, func(p profile) float64 { return p.weight })
		d := p.dayIn(g.rand, firstDay, asOf)
		g.add(profileOf(p.category), spot{placeTownHall, ""}, d, pick(g.rand, p.hours, func(b hourBand) float64 { return float64(b.weight) }).Band)
		r := &g.reports[len(g.reports)-1].report
		r.Where = data.Place{Point: placeTownHall, Precision: data.PrecisionDefault, Words: "bez podanego miejsca"}
		r.Origin, r.Nature, r.Source.Institution = data.OriginContact, data.NatureNuisance, sourceGuard
	}
}
