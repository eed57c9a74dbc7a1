package compare

import (
	"cmp"
	"math"
	"slices"

	"pinezka/data"
)

// Places for ranks lie on whole hundreds of metres of the plane; in a very large
// municipality the step is doubled until they are few enough.
const (
	latticeStep = 100
	latticeMost = 200_000
)

// rank counts the lattice places of the municipality that have at least as many
// nuisances within the radius as a disc-shaped zone. Other zones have no rank,
// since no other place has their shape.
func (c *comparison) rank(z *zone, category data.CategoryID, merged int) *Rank {
	if _, ok := z.disc(); !ok {
		return nil
	}
	counts := make([]int, len(c.lattice.inside))
	for _, g := range c.now.groups {
		if s := &c.now.all[g[0]]; category == "" || s.Category == category {
			c.lattice.add(counts, s.Point, z.radius)
		}
	}
	r := &Rank{}
	for i, inside := range c.lattice.inside {
		if inside {
			r.Places++
			if counts[i] >= merged {
				r.AtLeastAsMany++
			}
		}
	}
	return r
}

// lattice is evenly spaced places of a region.
type lattice struct {
	step         float64
	x0, y0, w, h int
	inside       []bool
}

func newLattice(r *region) *lattice {
	b := r.bound
	step := float64(latticeStep)
	for (b.Max[0]-b.Min[0])/step*(b.Max[1]-b.Min[1])/step > latticeMost {
		step *= 2
	}
	l := &lattice{step: step, x0: int(math.Ceil(b.Min[0] / step)), y0: int(math.Ceil(b.Min[1] / step))}
	l.w = max(0, int(math.Floor(b.Max[0]/step))-l.x0+1)
	l.h = max(0, int(math.Floor(b.Max[1]/step))-l.y0+1)
	l.inside = make([]bool, l.w*l.h)
	for i := range l.inside {
		l.inside[i] = r.contains(l.at(i))
	}
	return l
}

func (l *lattice) at(i int) [2]float64 {
	return [2]float64{float64(l.x0+i%l.w) * l.step, float64(l.y0+i/l.w) * l.step}
}

// add counts a point at all places within the radius.
func (l *lattice) add(counts []int, p [2]float64, radius float64) {
	for y := int(math.Ceil((p[1] - radius) / l.step)); float64(y)*l.step <= p[1]+radius; y++ {
		for x := int(math.Ceil((p[0] - radius) / l.step)); float64(x)*l.step <= p[0]+radius; x++ {
			column, row := x-l.x0, y-l.y0
			if column >= 0 && column < l.w && row >= 0 && row < l.h &&
				planeDistance(p, [2]float64{float64(x) * l.step, float64(y) * l.step}) <= radius {
				counts[row*l.w+column]++
			}
		}
	}
}

// CategoryRank sets a category's weight at the meeting beside its weight in the
// reports.
type CategoryRank struct {
	Category    data.CategoryID // "" gathers what has none
	Motions     int
	Support     int // hands raised for them
	Reports     int // merged, in the period
	MeetingRank int // 1 for the most motions, ties by support; 0 without a motion
	ReportRank  int // 1 for the most reports; 0 without a report
}

// rankCategories fills the priorities, most motions first, then most reports.
func (c *comparison) rankCategories() {
	byID := map[data.CategoryID]*CategoryRank{}
	of := func(id data.CategoryID) *CategoryRank {
		if byID[id] == nil {
			byID[id] = &CategoryRank{Category: id}
		}
		return byID[id]
	}
	for i := range c.q.Motions {
		r := of(c.q.Motions[i].Category)
		r.Motions++
		r.Support += c.q.Motions[i].Support
	}
	for _, g := range c.now.groups {
		of(c.now.all[g[0]].Category).Reports++
	}
	ranks := make([]CategoryRank, 0, len(byID))
	for _, r := range byID {
		ranks = append(ranks, *r)
	}
	reports := func(a, b CategoryRank) int { return cmp.Compare(b.Reports, a.Reports) }
	meeting := func(a, b CategoryRank) int {
		return cmp.Or(cmp.Compare(b.Motions, a.Motions), cmp.Compare(b.Support, a.Support))
	}
	name := func(a, b CategoryRank) int { return cmp.Compare(a.Category, b.Category) }
	number := func(order func(a, b CategoryRank) int, set func(r *CategoryRank, rank int)) {
		slices.SortFunc(ranks, func(a, b CategoryRank) int { return cmp.Or(order(a, b), name(a, b)) })
		rank := 0
		for i := range ranks {
			if i == 0 || order(ranks[i-1], ranks[i]) != 0 {
				rank = i + 1
			}
			set(&ranks[i], rank)
		}
	}
	number(reports, func(r *CategoryRank, rank int) {
		if r.Reports > 0 {
			r.ReportRank = rank
		}
	})
	number(meeting, func(r *CategoryRank, rank int) {
		if r.Motions > 0 {
			r.MeetingRank = rank
		}
	})
	slices.SortFunc(ranks, func(a, b CategoryRank) int { return cmp.Or(meeting(a, b), reports(a, b), name(a, b)) })
	c.result.Categories = ranks
}
