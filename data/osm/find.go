package osm

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"pinezka/data"
)

// Hit is a name that was found.
type Hit struct {
	Kind  HitKind
	Sub   string
	Name  string
	Point orb.Point // of a street: the point of it nearest to its middle
	Bound orb.Bound
}

// index answers by name and by place.
type index struct {
	names   []entry
	streets rtree.RTreeG[streetLine]
}

type entry struct {
	folded string // with a space before each word
	hit    Hit
	rank   int // streets and places before points of interest
}

type streetLine struct {
	name string
	line orb.LineString
}

func newIndex(f *Facts) *index {
	x := &index{}
	add := func(h Hit, rank int, names ...string) {
		for _, n := range names {
			if folded := data.Fold(n); folded != "" {
				x.names = append(x.names, entry{" " + folded, h, rank})
			}
		}
	}
	for _, s := range f.streets {
		if len(s.Lines) == 0 {
			continue
		}
		h := Hit{Kind: KindStreet, Name: s.Name, Point: streetMiddle(s), Bound: streetBound(s)}
		add(h, 0, append([]string{s.Name}, s.Alt...)...)
		for _, l := range s.Lines {
			b := l.Bound()
			x.streets.Insert(b.Min, b.Max, streetLine{s.Name, l})
		}
	}
	for _, p := range f.places {
		rank := 2
		if p.Kind == KindPlace || p.Kind == KindWater {
			rank = 1
		}
		add(Hit{Kind: p.Kind, Sub: p.Sub, Name: p.Name, Point: p.Point, Bound: p.Bound}, rank, append([]string{p.Name}, p.Alt...)...)
	}
	return x
}

func streetBound(s Street) orb.Bound {
	b := s.Lines[0].Bound()
	for _, l := range s.Lines[1:] {
		b = b.Union(l.Bound())
	}
	return b
}

// streetMiddle returns the point of a street nearest to the middle of its box, so
// that the point lies on the street.
func streetMiddle(s Street) orb.Point {
	c := streetBound(s).Center()
	best, at := math.Inf(1), c
	for _, l := range s.Lines {
		if d, p := fromLine(c, l); d < best {
			best, at = d, p
		}
	}
	return at
}

// Find returns the names that hold the words of text, each word at the start of
// one of theirs, without regard to case, Polish letters and punctuation: "swiadka"
// finds "Witolda Świadka". Whole names come first, then streets, places and
// points of interest. A house number after a street's name finds its address.
func (f *Facts) Find(text string, limit int) []Hit {
	words := strings.Fields(data.Fold(text))
	for len(words) > 1 && noiseWords[words[0]] {
		words = words[1:]
	}
	if len(words) == 0 || limit <= 0 {
		return nil
	}
	type scored struct {
		hit   Hit
		score int
	}
	var found []scored
	seen := map[Hit]bool{}
	whole := " " + strings.Join(words, " ")
	for _, e := range f.index.names {
		ok := true
		for _, w := range words {
			if !strings.Contains(e.folded, " "+w) {
				ok = false
				break
			}
		}
		if !ok || seen[e.hit] {
			continue
		}
		seen[e.hit] = true
		score := e.rank * 4
		switch {
		case e.folded == whole:
			score -= 20
		case strings.HasSuffix(e.folded, whole):
			score -= 8
		case strings.HasPrefix(e.folded, whole):
			score -= 4
		}
		found = append(found, scored{e.hit, score})
	}
	slices.SortStableFunc(found, func(a, b scored) int {
		return cmp.Or(cmp.Compare(a.score, b.score), cmp.Compare(len(a.hit.Name), len(b.hit.Name)), strings.Compare(a.hit.Name, b.hit.Name))
	})
	out := make([]Hit, 0, limit)
	if a, ok := f.FindAddress(text); ok {
		out = append(out, Hit{Kind: KindAddress, Name: a.Street + " " + a.Number, Point: a.Point, Bound: a.Point.Bound()})
	}
	for _, s := range found {
		if len(out) == limit {
			break
		}
		out = append(out, s.hit)
	}
	return out
}

// noiseWords stand before a street's name and are no part of it.
var noiseWords = map[string]bool{"ul": true, "ulica": true, "al": true, "pl": true, "os": true, "przy": true, "na": true, "w": true}

// FindAddress finds a street and a house number, as "Seniora 5".
func (f *Facts) FindAddress(text string) (Address, bool) {
	words := strings.Fields(data.Fold(text))
	for len(words) > 1 && noiseWords[words[0]] {
		words = words[1:]
	}
	if len(words) < 2 {
		return Address{}, false
	}
	number := words[len(words)-1]
	if number[0] < '0' || number[0] > '9' {
		return Address{}, false
	}
	street := strings.Join(words[:len(words)-1], " ")
	for _, a := range f.addresses {
		if data.Fold(a.Number) == number && (data.Fold(a.Street) == street || strings.HasSuffix(" "+data.Fold(a.Street), " "+street)) {
			return a, true
		}
	}
	return Address{}, false
}

// Crossing returns where two streets meet: a shared point, or the middle between
// their nearest points when these are at most 25 m apart, as the carriageways of
// an avenue are.
func (f *Facts) Crossing(a, b string) (orb.Point, bool) {
	sa, sb := f.street(a), f.street(b)
	if sa == nil || sb == nil || sa == sb {
		return orb.Point{}, false
	}
	best, at := math.Inf(1), orb.Point{}
	for _, la := range sa.Lines {
		for _, p := range la {
			for _, lb := range sb.Lines {
				if d, q := fromLine(p, lb); d < best {
					best, at = d, orb.Point{(p[0] + q[0]) / 2, (p[1] + q[1]) / 2}
				}
			}
		}
	}
	return at, best <= 25
}

func (f *Facts) street(name string) *Street {
	hits := f.Find(name, 8)
	for _, h := range hits {
		if h.Kind != KindStreet {
			continue
		}
		for i := range f.streets {
			if f.streets[i].Name == h.Name {
				return &f.streets[i]
			}
		}
	}
	return nil
}

// NearestStreet returns the named street nearest to a place and its distance in
// metres; false when none lies within the limit.
func (f *Facts) NearestStreet(p orb.Point, limit float64) (name string, distance float64, ok bool) {
	e, n := metresOf(p[1])
	dx, dy := limit/e, limit/n
	distance = math.Inf(1)
	f.index.streets.Search([2]float64{p[0] - dx, p[1] - dy}, [2]float64{p[0] + dx, p[1] + dy}, func(_, _ [2]float64, s streetLine) bool {
		if d, _ := fromLine(p, s.line); d < distance || d == distance && s.name < name {
			name, distance = s.name, d
		}
		return true
	})
	return name, distance, distance <= limit
}
