package compare

import (
	"math"

	"github.com/paulmach/orb"

	"pinezka/data"
)

// warnings tells what weakens the counts of a zone.
func (c *comparison) warnings(z *zone, category data.CategoryID, h here) []Warning {
	var out []Warning
	add := func(kind WarningKind, n int) {
		if n > 0 {
			out = append(out, Warning{Kind: kind, Count: n})
		}
	}
	add(WarnDefaultPoint, c.vagueHere(z, category))
	var shared, rounded, street int
	for _, list := range [][]int{h.same, h.repeats} {
		for _, i := range list {
			w := c.q.Reports[c.now.report[i]].Where
			if c.shared[w.Point] {
				shared++
			}
			if isRounded(w.Point) {
				rounded++
			}
			if w.Precision == data.PrecisionStreet {
				street++
			}
		}
	}
	add(WarnSharedPoint, shared)
	add(WarnRounded, rounded)
	add(WarnStreet, street)
	if len(h.same) >= FewLimit {
		if d := DispersionOf(c.monthly(h.same)); d.Ratio > DispersionLimit {
			out = append(out, Warning{Kind: WarnUneven, Count: len(h.same), Value: d.Ratio})
		}
	}
	return out
}

// vagueHere counts the reports of the period that lie in the zone only because
// their source put them there.
func (c *comparison) vagueHere(z *zone, category data.CategoryID) int {
	n := 0
	for i := range c.q.Reports {
		r := &c.q.Reports[i]
		if !vague(r.Where.Precision) || category != "" && r.Category != category {
			continue
		}
		first, last, ok := r.When.Days()
		if ok && c.result.Period.ContainsSpan(first, last) && z.distance(c.plane.Project(r.Where.Point)) <= c.q.Setting.Radius {
			n++
		}
	}
	return n
}

// monthly counts dated sightings by month of the period.
func (c *comparison) monthly(indices []int) []int {
	counts := make([]int, c.q.Setting.Months)
	for _, i := range indices {
		s := &c.now.all[i]
		if !s.Dated {
			continue
		}
		m := 0
		for m+1 < len(counts) && s.Day >= (*c.result.Period.From-1).AddMonths(m+1)+1 {
			m++
		}
		counts[m]++
	}
	return counts
}

// isRounded tells whether both degrees have four decimals or fewer, which is a
// step of 7 to 11 m.
func isRounded(p orb.Point) bool {
	whole := func(v float64) bool { return math.Abs(v*1e4-math.Round(v*1e4)) < 1e-6 }
	return whole(p[0]) && whole(p[1])
}
