package osm

import (
	"cmp"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"pinezka/data"
)

// Hit is a name that was found.
type Hit struct {
	Kind  HitKind
	Sub   string
	Name  string
	Town  string    // of a street or address, where known
	Point orb.Point // of a street: the point of it nearest to its middle
	Bound orb.Bound
}

// Find returns the names that hold the words of text, each word at the start of
// one of theirs, without regard to case, Polish letters and punctuation: "swiadka"
// finds "Witolda Świadka". A house number after a street's name finds its address
// first. Whole names come before ends ("Rejtana"), those before beginnings, then
// streets, places and points of interest. Words such as "ul." are passed over.
func (f *Facts) Find(text string, limit int) []Hit {
	words := queryWords(text)
	if len(words) == 0 || limit <= 0 {
		return nil
	}
	var out []Hit
	if a, ok := f.address(words); ok {
		out = append(out, Hit{
			Kind: KindAddress, Name: a.Street + " " + a.Number, Town: a.Town, Point: a.Point, Bound: a.Point.Bound(),
		})
	}
	for _, m := range f.index.search(words) {
		if len(out) >= limit {
			break
		}
		out = append(out, f.index.hits[m.hit])
	}
	return out
}

// search returns the hits for words, the best first; words that stand before a
// name are passed over when nothing is called so.
func (x *index) search(words []string) []match {
	for len(words) > 0 {
		if found := x.match(words); len(found) > 0 || len(words) < 2 || !passedOver[words[0]] {
			return found
		}
		words = words[1:]
	}
	return nil
}

// shortStreet is the length in metres below which a street is more likely a piece
// with the name cut short than the street that is meant: beside an Aleja Tadeusza
// Rejtana there is often some "Rejtana".
const shortStreet = 60

// match is a hit with how well it fits; less is better.
type match struct {
	hit   int
	score int
}

// match returns the names that hold all words.
func (x *index) match(words []string) []match {
	var found []match
	whole := strings.Join(words, " ")
	for i := range x.names {
		n := &x.names[i]
		if !n.holds(words) {
			continue
		}
		m := match{int(n.hit), 4*int(n.rank) + n.fit(whole)}
		if s := x.street[n.hit]; s >= 0 && x.metres[s] < shortStreet {
			m.score += 13
		}
		// Names of one hit stand together: keep its best.
		if k := len(found); k > 0 && found[k-1].hit == m.hit {
			found[k-1].score = min(found[k-1].score, m.score)
			continue
		}
		found = append(found, m)
	}
	slices.SortStableFunc(found, func(a, b match) int {
		ha, hb := &x.hits[a.hit], &x.hits[b.hit]
		return cmp.Or(cmp.Compare(a.score, b.score), cmp.Compare(len(ha.Name), len(hb.Name)), strings.Compare(ha.Name, hb.Name), cmp.Compare(a.hit, b.hit))
	})
	return found
}

// holds tells whether each word begins a word of the name.
func (n *indexName) holds(words []string) bool {
	for _, w := range words {
		if !strings.HasPrefix(n.folded, w) && !strings.Contains(n.folded, " "+w) {
			return false
		}
	}
	return true
}

// fit scores how the words stand in the name.
func (n *indexName) fit(whole string) int {
	switch {
	case n.folded == whole:
		return -20
	case strings.HasSuffix(n.folded, " "+whole):
		return -8
	case strings.HasPrefix(n.folded, whole):
		return -4
	}
	return 0
}

// passedOver stand before a name and are no part of it.
var passedOver = map[string]bool{
	"ul": true, "ulica": true, "ulicy": true, "al": true, "aleja": true, "alei": true, "pl": true, "plac": true, "placu": true,
	"os": true, "osiedle": true, "osiedlu": true, "przy": true, "na": true, "w": true, "we": true, "obok": true, "kolo": true,
}

// spelledOut are abbreviations that are no beginning of their word.
var spelledOut = map[string]string{
	"mjr": "majora", "bp": "biskupa", "bpa": "biskupa", "abp": "arcybiskupa", "ks": "ksiedza", "dr": "doktora", "plk": "pulkownika",
	"pplk": "podpulkownika", "kpt": "kapitana", "rtm": "rotmistrza", "hm": "harcmistrza", "inz": "inzyniera", "sw": "swiet",
}

// queryWords folds a text into the words to look for.
func queryWords(text string) []string {
	words := strings.Fields(data.Fold(text))
	for i, w := range words {
		if full, ok := spelledOut[w]; ok && len(words) > 1 {
			words[i] = full
		}
	}
	return words
}
