package osm

import (
	"math"
	"strings"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"pinezka/data"
)

// index answers by name and by place.
type index struct {
	hits    []Hit
	street  []int32     // of each hit: its street, or -1
	metres  []float64   // of each street
	names   []indexName // of all hits, those of one hit together
	lines   rtree.RTreeG[streetLine]
	houses  map[string][]int32 // folded street to its addresses
	numbers []string           // of each address, folded
}

type indexName struct {
	folded string
	hit    int32
	rank   int8 // streets, then places and waters, then points of interest
}

type streetLine struct {
	name string
	line orb.LineString
}

func newIndex(f *Facts) *index {
	x := &index{houses: map[string][]int32{}, numbers: make([]string, len(f.addresses))}
	add := func(h Hit, street int, rank int8, alt []string) {
		at := int32(len(x.hits))
		x.hits = append(x.hits, h)
		x.street = append(x.street, int32(street))
		for i := -1; i < len(alt); i++ {
			name := h.Name
			if i >= 0 {
				name = alt[i]
			}
			if folded := data.Fold(name); folded != "" {
				x.names = append(x.names, indexName{folded, at, rank})
			}
		}
	}
	for i := range f.streets {
		s := &f.streets[i]
		x.metres = append(x.metres, s.Metres)
		add(Hit{Kind: KindStreet, Name: s.Name, Town: s.Town, Point: onLines(s.Lines, s.Bound.Center()), Bound: s.Bound}, i, 0, s.Alt)
		for _, l := range s.Lines {
			b := l.Bound()
			x.lines.Insert(b.Min, b.Max, streetLine{s.Name, l})
		}
	}
	for i := range f.places {
		p := &f.places[i]
		if p.Name == "" {
			continue
		}
		rank := int8(2)
		if p.Kind == KindPlace || p.Kind == KindWater {
			rank = 1
		}
		add(Hit{Kind: p.Kind, Sub: p.Sub, Name: p.Name, Point: p.Point, Bound: p.Bound}, -1, rank, p.Alt)
	}
	street, folded := "", ""
	for i := range f.addresses {
		a := &f.addresses[i]
		if a.Street != street || i == 0 {
			street, folded = a.Street, data.Fold(a.Street)
		}
		if folded != "" {
			x.houses[folded] = append(x.houses[folded], int32(i))
		}
		x.numbers[i] = houseNumber(strings.Fields(data.Fold(a.Number)))
	}
	return x
}

// houseNumber joins the words of a house number: "5 A" is "5a", "5/12" stays "5 12".
func houseNumber(words []string) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 && w[0] >= '0' && w[0] <= '9' {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return b.String()
}

// NearestStreet returns the named street nearest to a place and its distance in
// metres; ok is false when none lies within the limit.
func (f *Facts) NearestStreet(p orb.Point, limit float64) (name string, distance float64, ok bool) {
	b := grow(p.Bound(), limit)
	distance = math.Inf(1)
	f.index.lines.Search(b.Min, b.Max, func(_, _ [2]float64, s streetLine) bool {
		// Two names at one distance are a junction: take the same one each time.
		if d, _ := fromLine(p, s.line); d < distance || d == distance && s.name < name {
			name, distance = s.name, d
		}
		return true
	})
	if distance > limit {
		return "", 0, false
	}
	return name, distance, true
}
