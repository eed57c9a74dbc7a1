package compare

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"pinezka/data"
)

// How far apart two reports of one nuisance may lie.
const (
	MergeMetres = 50 // from the group's first report, in the plane
	MergeDays   = 14 // after the group's first report
)

// Sighting is a report as merging sees it.
type Sighting struct {
	ID       data.ReportID
	Category data.CategoryID
	Point    orb.Point // metres of the plane
	Day      data.Day
	Dated    bool // a single civil day is known; others are never merged
}

// Group is one nuisance: indices of its sightings, the first one first.
type Group []int

// Merge joins repeats of one nuisance. Sightings of a category are taken in order
// of their day, ties by id; each joins the group begun earliest whose first
// sighting lies within MergeMetres and at most MergeDays before it, else it
// begins a group. There are no chains: a report a day for 60 days makes four
// groups. The groups come in order of their first sighting.
func Merge(sightings []Sighting) []Group {
	order := make([]int, len(sightings))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		x, y := &sightings[a], &sightings[b]
		if x.Dated != y.Dated {
			if x.Dated {
				return -1
			}
			return 1
		}
		if x.Dated && x.Day != y.Day {
			return cmp.Compare(x.Day, y.Day)
		}
		return cmp.Or(cmp.Compare(x.ID, y.ID), cmp.Compare(a, b))
	})

	// Groups lie in squares as wide as the distance, so that those within it are in
	// the square of a sighting or the eight around it.
	type square struct {
		category data.CategoryID
		x, y     int
	}
	in := map[square][]int{}
	var groups []Group
	for _, i := range order {
		s := &sightings[i]
		at := square{s.Category, int(math.Floor(s.Point[0] / MergeMetres)), int(math.Floor(s.Point[1] / MergeMetres))}
		if !s.Dated {
			groups = append(groups, Group{i})
			continue
		}
		joined := -1
		for dx := -1; dx <= 1; dx++ {
			for dy := -1; dy <= 1; dy++ {
				for _, g := range in[square{at.category, at.x + dx, at.y + dy}] {
					first := &sightings[groups[g][0]]
					if (joined < 0 || g < joined) && s.Day-first.Day <= MergeDays && planeDistance(first.Point, s.Point) <= MergeMetres {
						joined = g
					}
				}
			}
		}
		if joined >= 0 {
			groups[joined] = append(groups[joined], i)
			continue
		}
		in[at] = append(in[at], len(groups))
		groups = append(groups, Group{i})
	}
	return groups
}

func planeDistance(a, b orb.Point) float64 { return math.Hypot(a[0]-b[0], a[1]-b[1]) }
