package crs

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Candidate is one thing that pairs of numbers may mean.
type Candidate struct {
	EPSG int
	// Swapped means that the first number is the northing or the latitude, as
	// Polish surveyors write it.
	Swapped bool
	// Inside is how many samples fall into the municipality, or into Poland when
	// no municipality was given.
	Inside int
	// InPoland is how many samples fall into Poland.
	InPoland int
	// OnEarth is how many samples the system can mean at all.
	OnEarth int
	// Score ranks the candidates: 0 to 1 for the share in the municipality, plus
	// the same for Poland, plus a tenth of the share that is any place at all.
	Score float64
}

// CRS returns the candidate's system.
func (c Candidate) CRS() CRS { return must(c.EPSG) }

// Point turns a pair as written into degrees.
func (c Candidate) Point(first, second float64) orb.Point {
	if c.Swapped {
		first, second = second, first
	}
	return c.CRS().Unproject(orb.Point{first, second})
}

// Guess tells what pairs of numbers may mean, best first: the system by the
// magnitude of the numbers and by where they would fall, and the order of the
// axes. Samples hold the numbers as written: the first and the second column.
// The municipality's box of degrees may be zero. Candidates that put less than
// half of the samples on Earth are left out; an empty answer means that the
// numbers are no coordinates that the package knows.
//
// In PL-1992 eastings and northings are alike in size, and either order often
// lands in Poland: then the best two tie, which Ambiguous tells.
func Guess(samples []orb.Point, municipality orb.Bound) []Candidate {
	if len(samples) == 0 {
		return nil
	}
	local := municipality != (orb.Bound{}) && !municipality.IsEmpty()
	codes := []int{WGS84, PL1992, 2176, 2177, 2178, 2179, 32633, 32634, 32635, WebMercator}
	if local {
		if c := ForPlace(municipality.Center()); !slices.Contains(codes, c.epsg) {
			codes = append(codes, c.epsg)
		}
	}
	var out []Candidate
	for _, code := range codes {
		c := must(code)
		for _, swapped := range []bool{false, true} {
			cand := Candidate{EPSG: code, Swapped: swapped}
			for _, s := range samples {
				if swapped {
					s[0], s[1] = s[1], s[0]
				}
				p, ok := c.place(s)
				if !ok {
					continue
				}
				cand.OnEarth++
				in := Poland.Contains(p)
				if in {
					cand.InPoland++
				}
				if local {
					in = municipality.Contains(p)
				}
				if in {
					cand.Inside++
				}
			}
			if 2*cand.OnEarth < len(samples) {
				continue
			}
			n := float64(len(samples))
			cand.Score = float64(cand.InPoland)/n + float64(cand.OnEarth)/n/10
			if local {
				cand.Score += float64(cand.Inside) / n
			}
			out = append(out, cand)
		}
	}
	slices.SortStableFunc(out, func(a, b Candidate) int { return cmp.Compare(b.Score, a.Score) })
	return out
}

// Ambiguous tells whether the two best candidates tie: within a twentieth of the
// samples.
func Ambiguous(c []Candidate) bool {
	return len(c) > 1 && c[0].Ties(c[1])
}

// Ties tells whether a worse candidate is as good, but for a twentieth of the
// samples.
func (c Candidate) Ties(worse Candidate) bool { return c.Score-worse.Score < 0.05 }

// Contains tells whether numbers (x east, y north) can be a place in the system:
// inside the zone for which it is meant, with a margin for the neighbours.
func (c CRS) Contains(p orb.Point) bool {
	_, ok := c.place(p)
	return ok
}

// place returns the degrees of a pair, and whether it can be meant at all.
func (c CRS) place(p orb.Point) (orb.Point, bool) {
	x, y := p[0], p[1]
	if math.IsNaN(x) || math.IsNaN(y) || math.IsInf(x, 0) || math.IsInf(y, 0) || (x == 0 && y == 0) {
		return orb.Point{}, false
	}
	switch {
	case c.kind == degrees:
		return p, math.Abs(x) <= 180 && math.Abs(y) <= 90
	case c.kind == webMercator:
		// Less than a kilometre from 0 E 0 N are degrees taken for metres.
		const edge = 20037508.342789244
		if math.Abs(x) > edge || math.Abs(y) > edge || (math.Abs(x) < 1000 && math.Abs(y) < 1000) {
			return orb.Point{}, false
		}
	case c.epsg == PL1992:
		if x < 50e3 || x > 950e3 || y < 50e3 || y > 950e3 {
			return orb.Point{}, false
		}
	case c.tm.east > 1e6: // PL-2000: the zone stands before the easting
		if math.Abs(x-c.tm.east) > 400e3 || y < 5.3e6 || y > 6.3e6 {
			return orb.Point{}, false
		}
	default: // UTM
		if x < 100e3 || x > 900e3 || y < 0 || y > 1e7 {
			return orb.Point{}, false
		}
		// Six-digit northings are the tropics; nobody here means them.
		if c.tm.north == 0 && y < 1.1e6 {
			return orb.Point{}, false
		}
	}
	ll := c.Unproject(p)
	return ll, math.Abs(ll[0]) <= 180 && math.Abs(ll[1]) <= 90
}
