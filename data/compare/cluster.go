package compare

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"pinezka/data"
)

// Cluster is a hot spot: a circle of the comparison's radius around a report that
// holds more of its category than chance puts there.
type Cluster struct {
	Category    data.CategoryID
	Centre      orb.Point // degrees
	Words       string    // of the report in the middle: street, crossing
	CountMerged int
	IDs         []data.ReportID // the nuisances in the circle, by id
	Expected    float64
	Share       Share
	P, PHolm    float64 // against the baseline
	POther      float64 // Fisher against the other categories
	POtherHolm  float64
}

// findNotNamed looks for hot spots that no motion names.
//
// Every nuisance is the middle of one circle. Since the middle is there by
// choice, it is tested whether the other nuisances of the category lie in the
// circle by chance, with the other categories as a second test, as for motions.
// Holm corrects both for the circles of all nuisances. What is left is thinned to
// circles of a category that do not overlap, and those go that overlap the zone
// of a motion of their category or of none.
func (c *comparison) findNotNamed(ctx context.Context) error {
	type candidate struct {
		zone    *zone
		cluster Cluster
	}
	radius := c.q.Setting.Radius
	totals := map[data.CategoryID][2]int{}
	var candidates []candidate
	var p, other []float64
	for n, g := range c.now.groups {
		if n%256 == 0 {
			if err := ctx.Err(); err != nil {
				return fmt.Errorf("look for hot spots: %w", err)
			}
		}
		first := &c.now.all[g[0]]
		report := &c.q.Reports[c.now.report[g[0]]]
		p, other = append(p, 1), append(other, 1)
		k := candidate{cluster: Cluster{Category: first.Category, Centre: report.Where.Point, Words: report.Where.Words}}
		if first.Category != "" {
			z, err := newZone(report.Where.Point, radius, c.plane)
			if err != nil {
				return fmt.Errorf("look for hot spots around report %d: %w", report.ID, err)
			}
			k.zone = z
			h := c.now.count(z, radius, first.Category)
			k.cluster.CountMerged, k.cluster.IDs = len(h.same), c.now.ids(h.same)
			if len(h.same) >= FewLimit {
				total, seen := totals[first.Category]
				if !seen {
					total[0], total[1] = c.now.total(first.Category)
					totals[first.Category] = total
				}
				k.cluster.Share = c.baseline.share(z)
				if k.cluster.Share.Inside == 0 {
					k.cluster.Share = c.area.share(z)
				}
				share := k.cluster.Share.Value()
				k.cluster.Expected = float64(total[0]) * share
				p[n] = UpperTail(len(h.same)-1, total[0]-1, share)
				other[n] = Table{
					Here: len(h.same) - 1, OthersHere: h.others,
					Elsewhere: total[0] - len(h.same), OthersElsewhere: total[1] - h.others,
				}.FisherGreater()
			}
		}
		candidates = append(candidates, k)
	}
	pHolm, otherHolm := Holm(p), Holm(other)
	var found []candidate
	for i, k := range candidates {
		k.cluster.P, k.cluster.PHolm, k.cluster.POther, k.cluster.POtherHolm = p[i], pHolm[i], other[i], otherHolm[i]
		if Judge(k.cluster.CountMerged, pHolm[i], otherHolm[i]) == VerdictBacked {
			found = append(found, k)
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.cluster.P, b.cluster.P), cmp.Compare(b.cluster.CountMerged, a.cluster.CountMerged))
	})
	var kept []candidate
next:
	for _, k := range found {
		centre, _ := k.zone.disc()
		for _, other := range kept {
			if other.cluster.Category == k.cluster.Category && other.zone.distance(centre) <= 2*radius {
				continue next
			}
		}
		kept = append(kept, k)
		if !c.named(k.cluster.Category, centre) {
			c.result.NotNamed = append(c.result.NotNamed, k.cluster)
		}
	}
	return nil
}

// named tells whether the circle around a point overlaps the zone of a motion of
// the category, or of one without a category.
func (c *comparison) named(category data.CategoryID, centre orb.Point) bool {
	for i, z := range c.zones {
		if z == nil {
			continue
		}
		if m := c.q.Motions[i].Category; (m == category || m == "") && z.distance(centre) <= 2*c.q.Setting.Radius {
			return true
		}
	}
	return false
}
