package compare

import (
	"slices"

	"github.com/tidwall/rtree"

	"pinezka/data"
)

// sightings are the reports of a period that lie at a place of their own within
// the municipality, and the same merged.
type sightings struct {
	all    []Sighting
	report []int // index among the question's reports
	groups []Group
	tree   rtree.RTreeG[int] // of the places of all; the group of each
}

// sightings picks the reports of a closed period and counts into r why others are
// left out.
func (c *comparison) sightings(p data.Period, r *Result) *sightings {
	s := &sightings{}
	for i := range c.q.Reports {
		report := &c.q.Reports[i]
		first, last, ok := report.When.Days()
		if !ok || !p.ContainsSpan(first, last) {
			if !ok || first != last && first <= *p.To && last >= *p.From {
				r.Undated++
			}
			continue
		}
		r.ReportsInPeriod++
		switch {
		case !report.Where.Known():
			r.WithoutPlace++
			continue
		case vague(report.Where.Precision):
			r.DefaultPoint++
			continue
		}
		point := c.plane.Project(report.Where.Point)
		if !c.region.contains(point) {
			r.OutsideArea++
			continue
		}
		s.all = append(s.all, Sighting{ID: report.ID, Category: report.Category, Point: point, Day: first, Dated: first == last})
		s.report = append(s.report, i)
	}
	s.groups = Merge(s.all)
	for n, g := range s.groups {
		for _, i := range g {
			s.tree.Insert(s.all[i].Point, s.all[i].Point, n)
		}
	}
	return s
}

// here is what of the sightings lies in a zone.
type here struct {
	same    []int // the nuisances of the category, each by one of its sightings
	repeats []int // other sightings of the category
	others  int   // nuisances of other categories
}

// count picks the sightings of a category within a zone. A nuisance counts where
// its first report lies, so that merging does not widen the zone. Only where no
// nuisance of the category counts so, but repeats of some lie in the zone, each of
// those counts by its earliest report there: reports at hand are never "none".
func (s *sightings) count(z *zone, radius float64, category data.CategoryID) here {
	var h here
	var strays []Group // members in the zone of groups that begin beyond
	for _, n := range s.near(z) {
		g := s.groups[n]
		same := category == "" || s.all[g[0]].Category == category
		var in Group
		for _, i := range g {
			if z.distance(s.all[i].Point) <= radius {
				in = append(in, i)
			}
		}
		switch {
		case len(in) == 0:
		case !same:
			if in[0] == g[0] {
				h.others++
			}
		case in[0] == g[0]:
			h.same = append(h.same, in[0])
			h.repeats = append(h.repeats, in[1:]...)
		default:
			strays = append(strays, in)
		}
	}
	none := len(h.same) == 0
	for _, in := range strays {
		if none {
			h.same = append(h.same, in[0])
			h.repeats = append(h.repeats, in[1:]...)
		} else {
			h.repeats = append(h.repeats, in...)
		}
	}
	return h
}

// near returns the groups that have a sighting in the zone's box, in order.
func (s *sightings) near(z *zone) []int {
	var out []int
	box := z.bound()
	s.tree.Search(box.Min, box.Max, func(_, _ [2]float64, group int) bool {
		out = append(out, group)
		return true
	})
	slices.Sort(out)
	return slices.Compact(out)
}

// total returns the nuisances of a category and of the others in all.
func (s *sightings) total(category data.CategoryID) (same, others int) {
	for _, g := range s.groups {
		if category == "" || s.all[g[0]].Category == category {
			same++
		} else {
			others++
		}
	}
	return same, others
}

func (s *sightings) ids(indices []int) []data.ReportID {
	var out []data.ReportID
	for _, i := range indices {
		out = append(out, s.all[i].ID)
	}
	slices.Sort(out)
	return out
}
