package sample

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"pinezka/data"
)

// Metres of a degree at the middle of the box.
var (
	metresNorth = 111_229.0
	metresEast  = 111_412.84*math.Cos(50.024*math.Pi/180) - 93.5*math.Cos(3*50.024*math.Pi/180)
)

// metres returns the distance between two places.
func metres(a, b orb.Point) float64 {
	return math.Hypot((a[0]-b[0])*metresEast, (a[1]-b[1])*metresNorth)
}

// city is the streets of the municipality, cut into steps for drawing lots.
type city struct {
	streets   []street
	byName    map[string]int
	crossings []crossing
	length    float64
}

type street struct {
	name, words string
	steps       []step
	length      float64
}

type step struct {
	a, b   orb.Point
	length float64
}

// crossing is a point that two streets share.
type crossing struct {
	point orb.Point
	words string
}

// spot is a place on a street.
type spot struct {
	point orb.Point
	words string
}

func newCity(f Facts) (*city, error) {
	c := &city{byName: map[string]int{}}
	given := slices.Clone(f.Streets)
	slices.SortStableFunc(given, func(a, b Street) int { return cmp.Compare(a.Name, b.Name) })
	for _, s := range given {
		if s.Name == "" {
			continue
		}
		if n := len(c.streets); n == 0 || c.streets[n-1].name != s.Name {
			c.streets = append(c.streets, street{name: s.Name, words: spoken(s.Name)})
		}
		own := &c.streets[len(c.streets)-1]
		for _, line := range s.Lines {
			for i := 1; i < len(line); i++ {
				st := step{line[i-1], line[i], metres(line[i-1], line[i])}
				if st.length > 0 && Municipality.Contains(st.a) && Municipality.Contains(st.b) {
					own.steps = append(own.steps, st)
				}
			}
		}
	}
	c.streets = slices.DeleteFunc(c.streets, func(s street) bool { return len(s.steps) == 0 })
	names := map[orb.Point][]string{}
	for i := range c.streets {
		s := &c.streets[i]
		c.byName[s.name] = i
		slices.SortFunc(s.steps, func(a, b step) int {
			return cmp.Or(comparePoints(a.a, b.a), comparePoints(a.b, b.b))
		})
		for _, st := range s.steps {
			s.length += st.length
			for _, p := range []orb.Point{st.a, st.b} {
				if !slices.Contains(names[p], s.words) {
					names[p] = append(names[p], s.words)
				}
			}
		}
		c.length += s.length
	}
	for p, words := range names {
		if len(words) >= 2 {
			slices.Sort(words)
			c.crossings = append(c.crossings, crossing{p, words[0] + " / " + words[1]})
		}
	}
	slices.SortFunc(c.crossings, func(a, b crossing) int { return comparePoints(a.point, b.point) })
	for i := range stories {
		for _, name := range stories[i].streets {
			if _, ok := c.byName[name]; !ok {
				return nil, fmt.Errorf("the extract has no street %q", name)
			}
		}
	}
	if len(c.crossings) == 0 {
		return nil, fmt.Errorf("the extract's %d streets never meet", len(c.streets))
	}
	return c, nil
}

func comparePoints(a, b orb.Point) int {
	return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
}

// spoken turns a street's name into the words of a report: al. Tadeusza Rejtana,
// ul. Seniora.
func spoken(name string) string {
	switch {
	case strings.HasPrefix(name, "Aleja "):
		return "al. " + strings.TrimPrefix(name, "Aleja ")
	case strings.HasPrefix(name, "Rondo "):
		return "rondo " + strings.TrimPrefix(name, "Rondo ")
	}
	return "ul. " + name
}

// anywhere returns a spot anywhere along the streets, each metre as likely as any
// other.
func (c *city) anywhere(r *rand.Rand) spot {
	s := pick(r, c.streets, func(s street) float64 { return s.length })
	return s.spot(r)
}

// spot returns a spot along the street, up to a few metres beside its middle.
func (s *street) spot(r *rand.Rand) spot {
	st := pick(r, s.steps, func(st step) float64 { return st.length })
	t := r.Float64()
	aside := r.NormFloat64() * 5
	aside = max(-12, min(12, aside))
	east, north := (st.b[0]-st.a[0])*metresEast/st.length, (st.b[1]-st.a[1])*metresNorth/st.length
	return spot{orb.Point{
		degrees(st.a[0] + (st.b[0]-st.a[0])*t - north*aside/metresEast),
		degrees(st.a[1] + (st.b[1]-st.a[1])*t + east*aside/metresNorth),
	}, s.words}
}

// degrees rounds to six decimals, as sources write them.
func degrees(v float64) float64 { return math.Round(v*1e6) / 1e6 }

// middle returns the point of the street nearest to the middle of its box.
func (s *street) middle() orb.Point {
	box := s.steps[0].a.Bound()
	for _, st := range s.steps {
		box = box.Extend(st.a).Extend(st.b)
	}
	best := s.steps[0].a
	for _, st := range s.steps {
		if metres(st.a, box.Center()) < metres(best, box.Center()) {
			best = st.a
		}
	}
	return orb.Point{degrees(best[0]), degrees(best[1])}
}

// Lines along which the municipality is cut. Their points are read off the
// extract.
var (
	lineRejtana = orb.LineString{
		{22.0171, 50.017},
		{22.0171, 50.0179},
		{22.0172, 50.0191},
		{22.0171, 50.0215},
		{22.0170, 50.0253},
		{22.0169, 50.0270},
		{22.0169, 50.0285},
		{22.0169, 50.0297},
		{22.0168, 50.031},
	}
	linePowstancow = orb.LineString{
		{22.002, 50.01995},
		{22.0038, 50.0198},
		{22.0054, 50.0195},
		{22.0075, 50.0190},
		{22.0090, 50.01855},
		{22.0111, 50.0181},
		{22.0126, 50.01795},
		{22.0153, 50.01775},
		{22.0171, 50.0179},
	}
	lineWislok = orb.LineString{
		{22.002, 50.02437},
		{22.0024061, 50.0249573},
		{22.003225, 50.0274774},
		{22.0037208, 50.0285592},
		{22.0044475, 50.0296225},
		{22.0055086, 50.0306426},
		{22.00600, 50.031},
	}
)

// areas returns the municipality and the four invented parts of it.
func areas() []data.Area {
	b := Municipality
	nw, ne, sw, se := orb.Point{b.Min[0], b.Max[1]}, b.Max, b.Min, orb.Point{b.Max[0], b.Min[1]}
	area := func(kind data.AreaKind, name string, ring ...orb.Point) data.Area {
		r := orb.Ring(append(ring, ring[0]))
		if r.Orientation() == orb.CW {
			r.Reverse()
		}
		return data.Area{Kind: kind, Name: name + " (obszar przykładowy)", Geometry: orb.MultiPolygon{{r}}}
	}
	back := func(line orb.LineString) []orb.Point {
		r := line.Clone()
		r.Reverse()
		return r
	}
	south := lineRejtana[:2] // from the box to where al. Powstańców Warszawy ends
	north := lineRejtana[1:]
	return []data.Area{
		area(data.AreaGmina, "Rzeszów – Nowe Miasto", sw, se, ne, nw),
		area(data.AreaEstate, "Nowe Miasto – zachód", slices.Concat([]orb.Point(linePowstancow), []orb.Point(north), back(lineWislok))...),
		area(data.AreaEstate, "Nowe Miasto – wschód", slices.Concat([]orb.Point(lineRejtana), []orb.Point{ne, se})...),
		area(data.AreaEstate, "Drabinianka – północ", slices.Concat([]orb.Point{sw}, []orb.Point(south), back(linePowstancow))...),
		area(data.AreaEstate, "Lewy brzeg Wisłoka", slices.Concat([]orb.Point(lineWislok), []orb.Point{nw})...),
	}
}
