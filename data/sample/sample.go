package sample

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"pinezka/data"
)

// Seed is the seed of the sample that the program opens first.
const Seed = 20261112

// Count is how many reports the sample has.
const Count = 1800

// Municipality is the box of the extract that is the sample's municipality: all
// of it is covered by the extract's data.
var Municipality = orb.Bound{Min: orb.Point{22.002, 50.017}, Max: orb.Point{22.031, 50.031}}

// Sample is a project's content. Rows are numbered from 1 in the order of the
// slices, and motions name their debate by such a number, so that it can be
// stored in a new project as it is.
type Sample struct {
	Areas        []data.Area // the municipality first
	Reports      []data.Report
	Debates      []data.Debate
	Motions      []data.Motion
	Institutions []data.Institution
	AsOf         data.Day
}

// The days of the sample.
var (
	firstDay  = day(2023, time.November, 1)
	asOf      = day(2026, time.October, 31)
	firstMeet = day(2025, time.November, 13)
	lastMeet  = day(2026, time.November, 12)
)

func day(y int, m time.Month, d int) data.Day {
	v, _ := data.DayOf(y, m, d)
	return v
}

// Generate makes the sample of a seed. It fails when the facts lack the streets
// that its stories play on.
func Generate(seed uint64, f Facts) (Sample, error) {
	city, err := newCity(f)
	if err != nil {
		return Sample{}, fmt.Errorf("make the sample: %w", err)
	}
	g := &generator{rand: rand.New(rand.NewPCG(seed, 0x70696e657a6b61)), city: city}
	for i := range stories {
		if err := g.tell(&stories[i]); err != nil {
			return Sample{}, fmt.Errorf("make the sample: %w", err)
		}
	}
	g.defaultPoint()
	for len(g.reports) < Count {
		g.everyday()
	}
	slices.SortStableFunc(g.reports, func(a, b draft) int { return cmp.Compare(a.day, b.day) })

	s := Sample{Areas: areas(), Debates: debates(), Motions: motions(), Institutions: Institutions(), AsOf: asOf}
	for i := range g.reports {
		r := g.reports[i].report
		r.ID = data.ReportID(i + 1)
		r.Source.ID = fmt.Sprintf("%s/%d/%05d", sourceLetters[r.Origin], year(g.reports[i].day), i+1)
		s.Reports = append(s.Reports, r)
	}
	for i := range s.Areas {
		s.Areas[i].ID = data.AreaID(i + 1)
	}
	for i := range s.Institutions {
		s.Institutions[i].ID = data.InstitutionID(i + 1)
	}
	return s, nil
}

var sourceLetters = map[data.Origin]string{data.OriginPolice: "P", data.OriginContact: "K", data.OriginInternet: "M"}

func year(d data.Day) int { y, _, _ := d.Date(); return y }

// draft is a report with the day it is sorted by, which it need not tell.
type draft struct {
	report data.Report
	day    data.Day
}

// generator draws reports one after another.
type generator struct {
	rand    *rand.Rand
	city    *city
	reports []draft
}

// chance tells true in the given part of cases.
func (g *generator) chance(part float64) bool { return g.rand.Float64() < part }

// pick returns one of the choices by weight.
func pick[T any](r *rand.Rand, choices []T, weight func(T) float64) T {
	var sum float64
	for _, c := range choices {
		sum += weight(c)
	}
	at := r.Float64() * sum
	for _, c := range choices {
		if at -= weight(c); at < 0 {
			return c
		}
	}
	return choices[len(choices)-1]
}
