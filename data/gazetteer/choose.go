package gazetteer

import (
	"cmp"
	"slices"
)

// place is a mention that was chosen, with all things that it may mean.
type place struct {
	mention
	things []int32 // canonical, the best first
	house  house
}

// choose keeps of all mentions those that are meant, none over another: longer
// ones before shorter ones. lost are those that a neighbouring word makes
// another name of.
func (g *Gazetteer) choose(t *text, ms []mention) (chosen []place, lost []mention) {
	kept := ms[:0]
	for i := range ms {
		if g.meant(t, &ms[i]) {
			kept = append(kept, ms[i])
		}
	}
	taken := make([]bool, len(t.tokens))
	for i := range kept {
		for _, k := range kept[i].tokens {
			taken[k] = true
		}
	}
	ours := kept[:0]
	for i := range kept {
		if g.foreign(t, &kept[i], taken) {
			lost = append(lost, kept[i])
		} else {
			ours = append(ours, kept[i])
		}
	}
	slices.SortStableFunc(ours, func(a, b mention) int {
		return cmp.Or(better(&a, &b), cmp.Compare(a.from, b.from), cmp.Compare(a.thing, b.thing))
	})
	used := make([]int, len(t.tokens)) // 1 + index of the place
	for i := range ours {
		m := &ours[i]
		over := 0
		for k := m.from; k <= m.to; k++ {
			over = max(over, used[k])
		}
		if over > 0 {
			c := &chosen[over-1]
			if c.from == m.from && c.to == m.to && better(&c.mention, m) == 0 {
				c.add(g, m.thing)
			}
			continue
		}
		chosen = append(chosen, place{mention: *m, things: []int32{g.canon[m.thing]}})
		for k := m.from; k <= m.to; k++ {
			used[k] = len(chosen)
		}
	}
	lost = slices.DeleteFunc(lost, func(m mention) bool {
		for k := m.from; k <= m.to; k++ {
			if used[k] > 0 {
				return true
			}
		}
		return false
	})
	slices.SortFunc(chosen, func(a, b place) int { return cmp.Compare(a.from, b.from) })
	for i := range chosen {
		g.ofKind(t, &chosen[i])
	}
	return chosen, lost
}

func (c *place) add(g *Gazetteer, thing int32) {
	if i := g.canon[thing]; !slices.Contains(c.things, i) {
		c.things = append(c.things, i)
	}
}

// ofKind drops things of another kind than the text says; where it says nothing,
// a street is meant, behind "nad" a water.
func (g *Gazetteer) ofKind(t *text, c *place) {
	keep := func(fits func(*Thing) bool) {
		var out []int32
		for _, i := range c.things {
			if fits(&g.things[i]) {
				out = append(out, i)
			}
		}
		if len(out) > 0 {
			c.things = out
		}
	}
	if c.marked != "" {
		keep(func(x *Thing) bool { return x.Kind == c.marked || g.nameMark[x.ID] == c.marked })
		return
	}
	if l := t.before(c.from); l.at >= 0 && (t.tokens[l.at].fold == "nad" || t.tokens[l.at].fold == "znad") {
		keep(func(x *Thing) bool { return x.Kind == Water })
	}
	if slices.ContainsFunc(c.things, func(i int32) bool { return g.things[i].Kind != POI }) {
		keep(func(x *Thing) bool { return x.Kind != POI })
	}
	if slices.ContainsFunc(c.things, func(i int32) bool { return g.things[i].Kind == Street }) {
		keep(func(x *Thing) bool { return x.Kind == Street || x.Kind == Square })
	}
	g.together(c)
}

// oneSpot is how near things of one name lie to be one place, in metres: the
// filling station and its car wash, a school drawn twice.
const oneSpot = 60

// together leaves one of points of interest that lie side by side.
func (g *Gazetteer) together(c *place) {
	var out []int32
	for _, i := range c.things {
		same := slices.ContainsFunc(out, func(o int32) bool {
			a, b := &g.things[i], &g.things[o]
			return a.Kind == POI && b.Kind == POI && metres(a.Point, b.Point) <= oneSpot
		})
		if !same {
			out = append(out, i)
		} else if k := len(out) - 1; g.things[i].Sub == "fuel" && metres(g.things[i].Point, g.things[out[k]].Point) <= oneSpot {
			// The station is the thing, its car wash and shop belong to it.
			out[k] = i
		}
	}
	c.things = out
}
