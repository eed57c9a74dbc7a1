package gazetteer

import (
	"math"
	"strings"

	"github.com/paulmach/orb"

	"pinezka/data/gazetteer/morph"
)

// Gazetteer finds names in texts. It never changes and may be asked from any
// goroutine.
type Gazetteer struct {
	dict     *morph.Dictionary
	things   []Thing
	canon    []int32 // of each thing: the one that it is another spelling of, or itself
	byID     map[string]int32
	houses   map[int32]map[string]orb.Point // of a thing, by number in capitals without blanks
	meet     func(a, b string) (orb.Point, bool)
	terms    *terms
	names    []name
	uses     [][]use // of each term
	byClass  map[string][]int32
	nameMark map[string]Kind // what the first word of a thing's name says it is
	towns    map[string]bool // lemmas
	own      map[string]bool
}

// New makes a gazetteer of names; dict tells the forms of words and may be nil,
// which leaves the rules of suffixes.
func New(in Input, dict *morph.Dictionary) *Gazetteer {
	g := &Gazetteer{
		dict: dict, things: in.Things, byID: map[string]int32{}, houses: map[int32]map[string]orb.Point{}, meet: in.Meet,
		terms: newTerms(), byClass: map[string][]int32{}, nameMark: map[string]Kind{}, towns: map[string]bool{}, own: map[string]bool{},
	}
	l := g.lexicon()
	l.known = map[string][]reading{}
	for _, t := range in.Towns {
		g.towns[fold(t)] = true
	}
	for _, t := range in.Own {
		g.own[fold(t)] = true
	}
	g.guessOwn(l)
	for o := range g.own {
		delete(g.towns, o)
	}
	for i := range g.things {
		g.byID[g.things[i].ID] = int32(i)
	}
	for i := range g.things {
		t := &g.things[i]
		at := int32(i)
		if k, ok := g.byID[t.SameAs]; ok && t.SameAs != "" {
			at = k
		}
		g.canon = append(g.canon, at)
		g.byClass[t.Sub] = append(g.byClass[t.Sub], int32(i))
		if t.Kind == Roundabout {
			g.byClass["roundabout"] = append(g.byClass["roundabout"], int32(i))
		}
		if first, _, _ := strings.Cut(t.Name, " "); first != "" {
			c := l.cut(first)
			if len(c.tokens) > 0 {
				g.nameMark[t.ID] = c.tokens[0].mark
			}
		}
		g.addNames(l, int32(i))
	}
	for _, h := range in.Houses {
		if i, ok := g.byID[h.Thing]; ok {
			m := g.houses[g.canon[i]]
			if m == nil {
				m = map[string]orb.Point{}
				g.houses[g.canon[i]] = m
			}
			m[houseKey(h.Number)] = h.Point
		}
	}
	for len(g.uses) < len(g.terms.list) {
		g.uses = append(g.uses, nil)
	}
	g.terms.finish()
	return g
}

func (g *Gazetteer) lexicon() *lexicon { return &lexicon{reader: morph.Reader{Dict: g.dict}} }

// oftenNamed is how many points of interest name the town that they lie in
// before it is taken for the municipality itself.
const oftenNamed = 3

// guessOwn takes the towns that stand in many names for the municipality's own
// where nobody told it.
func (g *Gazetteer) guessOwn(l *lexicon) {
	if len(g.own) > 0 || len(g.towns) == 0 {
		return
	}
	count := map[string]int{}
	for i := range g.things {
		if g.things[i].Kind != POI {
			continue
		}
		c := l.cut(g.things[i].Name)
		for j := range c.tokens {
			for _, r := range c.tokens[j].reads {
				if j > 0 && g.towns[r.lemma] && c.tokens[j].capital {
					count[r.lemma]++
				}
			}
		}
	}
	for t, n := range count {
		if n >= oftenNamed {
			g.own[t] = true
		}
	}
}

// metres returns the distance of two points on the ground, by a plane at their
// latitude; over a municipality it is right to a per mille.
func metres(a, b orb.Point) float64 {
	const degree = 111_195
	dx := (a[0] - b[0]) * degree * math.Cos((a[1]+b[1])/2*math.Pi/180)
	return math.Hypot(dx, (a[1]-b[1])*degree)
}

// distance returns the metres between a thing and a point.
func (g *Gazetteer) distance(thing int32, p orb.Point) float64 {
	t := &g.things[thing]
	best := metres(t.Point, p)
	for _, q := range t.Shape {
		best = min(best, metres(q, p))
	}
	return best
}

// meets returns where two things meet.
func (g *Gazetteer) meets(a, b int32) (orb.Point, bool) {
	if g.meet == nil {
		return orb.Point{}, false
	}
	return g.meet(g.things[g.canon[a]].ID, g.things[g.canon[b]].ID)
}

func houseKey(n string) string { return strings.ToUpper(strings.Join(strings.Fields(n), "")) }
