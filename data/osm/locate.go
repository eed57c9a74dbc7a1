package osm

import (
	"regexp"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"pinezka/data"
)

// Outcome is how a search for a written place ended.
type Outcome uint8

// The outcomes.
const (
	NotFound  Outcome = iota // nothing is called so
	Ambiguous                // several places are called so, and the words do not tell them apart
	Found
)

// Locator reads the places that offices write into their lists: a street and a
// house number, a crossing, a named object, or a street alone. Unlike Find, which
// offers what the user may mean, it answers only what the words say: each word has
// to stand in the name as a whole, a surname may do without the given name and
// nothing else may be missing, and of two places of one name neither is taken.
//
// It never changes and may be asked from any goroutine.
type Locator struct {
	facts   *Facts
	names   map[string][]named // streets by their words; see nameOf
	objects map[string][]*Place
	towns   map[string]bool // folded names of settlements
	near    *towns          // tells the settlement that an object lies in
	inside  func(orb.Point) bool
}

// named is a street, or a name that only addresses bear.
type named struct {
	name
	street *Street // nil for a name of addresses only
	folded string  // under which the index has its houses
}

// NewLocator makes a Locator. Of places of one name that lie inside and outside,
// those inside are taken; a nil inside tells none apart.
func NewLocator(f *Facts, inside func(orb.Point) bool) *Locator {
	l := &Locator{facts: f, names: map[string][]named{}, objects: map[string][]*Place{}, towns: map[string]bool{}, near: newTowns(f.places), inside: inside}
	lined := map[string]bool{}
	for i := range f.streets {
		s := &f.streets[i]
		for k := -1; k < len(s.Alt); k++ {
			written := s.Name
			if k >= 0 {
				written = s.Alt[k]
			}
			l.add(written, s)
		}
		lined[data.Fold(s.Name)] = true
		l.town(s.Town)
	}
	last := ""
	for i := range f.addresses {
		a := &f.addresses[i]
		l.town(a.Town)
		if a.Street != last {
			last = a.Street
			if folded := data.Fold(last); !lined[folded] {
				lined[folded] = true
				l.add(last, nil)
			}
		}
	}
	for i := range f.places {
		p := &f.places[i]
		if p.Name == "" {
			continue
		}
		if reach[p.Sub] > 0 && p.Kind == KindPlace {
			l.town(p.Name)
		}
		keys := []string{objectKey(p.Name)}
		for _, alt := range p.Alt {
			if k := objectKey(alt); !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
		for _, k := range keys {
			if k != "" {
				l.objects[k] = append(l.objects[k], p)
			}
		}
	}
	return l
}

func (l *Locator) town(name string) {
	if f := data.Fold(name); f != "" {
		l.towns[f] = true
	}
}

func (l *Locator) add(written string, s *Street) {
	folded := data.Fold(written)
	if s != nil {
		folded = data.Fold(s.Name)
	}
	n := nameOf(strings.Fields(data.Fold(quoted.ReplaceAllString(written, " "))))
	if n.key == "" {
		return
	}
	if !slices.ContainsFunc(l.names[n.key], func(o named) bool { return o.street == s && o.folded == folded && o.kind == n.kind }) {
		l.names[n.key] = append(l.names[n.key], named{n, s, folded})
	}
}

var (
	quoted = regexp.MustCompile(`["„”“][^"„”“]*["„”“]`)
	remark = regexp.MustCompile(`\([^)]*\)`)
	postal = regexp.MustCompile(`\b\d\d-\d{3}\b`)
	slash  = regexp.MustCompile(`(\pL)\s*/\s*(\pL)`) // between two names
)

// Locate returns the place that words mean, and how exactly: the words are the
// cells of a row, such as settlement, street and number, or a single text. The
// precision is address, crossing, street or area; of an object as large as a park
// it is area.
func (l *Locator) Locate(words []string) (data.Place, Outcome) {
	town := ""
	var parts []string
	for _, w := range words {
		for _, part := range strings.Split(postal.ReplaceAllString(remark.ReplaceAllString(quoted.ReplaceAllString(w, " "), " "), " "), ",") {
			if f := data.Fold(part); f != "" {
				if town == "" && l.towns[f] {
					town = f
					continue
				}
				parts = append(parts, strings.Trim(part, " /\t"))
			}
		}
	}
	text := slash.ReplaceAllString(strings.Join(parts, " "), "$1 rog $2")
	q := strings.Fields(data.Fold(text))
	switch {
	case len(q) == 0 && town == "":
		return data.Place{}, NotFound
	case len(q) == 0:
		if slices.ContainsFunc(l.streets(strings.Fields(town), ""), func(n named) bool { return n.street != nil }) {
			return data.Place{}, Ambiguous // a village and a street of one name
		}
		return l.object(town, "")
	case town != "" && isHouse(q):
		q, town = append(strings.Fields(town), q...), "" // a village without street names
	}
	p, how := l.read(q, town)
	// "Rzeszów Seniora 5" and "Seniora 5 Rzeszów" in one cell.
	for n := 1; how == NotFound && town == "" && n < min(4, len(q)); n++ {
		if t := strings.Join(q[:n], " "); l.towns[t] {
			p, how = l.read(q[n:], t)
		} else if t := strings.Join(q[len(q)-n:], " "); l.towns[t] {
			p, how = l.read(q[:len(q)-n], t)
		}
	}
	return p, how
}

// read looks words up as a street, a crossing and an object, in this order.
func (l *Locator) read(q []string, town string) (data.Place, Outcome) {
	for _, try := range []func([]string, string) (data.Place, Outcome){l.byStreet, l.byCrossing} {
		if p, how := try(q, town); how != NotFound {
			return p, how
		}
	}
	return l.object(strings.Join(q, " "), town)
}

// isHouse tells whether words are a house number and nothing else.
func isHouse(words []string) bool {
	return len(words) > 0 && len(words) <= 3 && len(words[0]) <= 5 && words[0][0] >= '0' && words[0][0] <= '9'
}

// byStreet reads a street with or without a house number. A number may belong to
// the name ("3 Maja"), so the longest name is tried first.
func (l *Locator) byStreet(q []string, town string) (data.Place, Outcome) {
	for end := len(q); end > 0; end-- {
		number := q[end:]
		if len(number) > 0 && (number[0][0] < '0' || number[0][0] > '9') {
			continue
		}
		found := l.streets(q[:end], town)
		if len(found) == 0 {
			continue
		}
		if len(number) > 0 {
			if p, how := l.house(found, number, town); how != NotFound {
				return p, how
			}
			if !slices.ContainsFunc(number, func(w string) bool { return flatWords[w] }) && !numbersOnly(number) {
				return data.Place{}, NotFound // "Seniora 5 sklep rowerowy": who knows
			}
		}
		return l.oneOf(found)
	}
	return data.Place{}, NotFound
}

// numbersOnly tells whether words are house numbers, ranges and letters.
func numbersOnly(words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool {
		_, rest := leading(w)
		return len(rest) > 3 || len(rest) > 1 && rest == w
	})
}

// oneOf returns the only street of several candidates.
func (l *Locator) oneOf(found []named) (data.Place, Outcome) {
	lines := slices.DeleteFunc(slices.Clone(found), func(n named) bool { return n.street == nil })
	if len(lines) > 1 && l.inside != nil {
		if near := slices.DeleteFunc(slices.Clone(lines), func(n named) bool { return !l.inside(n.middle()) }); len(near) > 0 {
			lines = near
		}
	}
	switch len(lines) {
	case 0:
		// A street that has houses only: they say where, when they lie together.
		if len(found) != 1 {
			return data.Place{}, Ambiguous
		}
		houses := l.facts.index.houses[found[0].folded]
		b := l.facts.addresses[houses[0]].Point.Bound()
		for _, k := range houses {
			b = b.Extend(l.facts.addresses[k].Point)
		}
		if metres(b.Min, b.Max) > 2*streetGap {
			return data.Place{}, Ambiguous
		}
		precision := data.PrecisionStreet
		if l.towns[found[0].folded] {
			precision = data.PrecisionArea // the houses of a village
		}
		return data.Place{Point: b.Center(), Precision: precision}, Found
	case 1:
		p := data.Place{Point: lines[0].middle(), Precision: data.PrecisionStreet}
		if lines[0].kind == "rondo" {
			p.Precision = data.PrecisionCrossing
		}
		return p, Found
	}
	return data.Place{}, Ambiguous
}

// middle returns the point of a street that is nearest to its middle.
func (n named) middle() orb.Point { return onLines(n.street.Lines, n.street.Bound.Center()) }

// house finds a house number at streets. Of a flat the house is enough; a range or
// list is taken for its first number when its last lies near.
func (l *Locator) house(found []named, number []string, town string) (data.Place, Outcome) {
	if i := slices.IndexFunc(number, func(w string) bool { return flatWords[w] }); i > 0 && i+1 < len(number) {
		number = number[:i]
	}
	for end := len(number); end > 0; end-- {
		if end < len(number) && !numbersOnly(number[end:]) {
			continue
		}
		wanted := houseNumber(number[:end])
		at, how := l.houses(found, town, func(n string) bool { return n == wanted })
		if how == NotFound && end == 1 {
			// The houses of a terrace: 14 stands for 14/1, 14/2, …
			at, how = l.houses(found, town, func(n string) bool { return strings.HasPrefix(n, wanted+" ") })
		}
		if how == NotFound {
			continue
		}
		if how == Found && end < len(number) {
			// What follows is a flat unless it counts on: 16-18, but not 5/12 when
			// there is no 12 in the street.
			end := number[len(number)-1]
			if last, also := l.houses(found, town, func(n string) bool { return n == end }); also == Found && metres(at, last) > sameHouse {
				return data.Place{}, NotFound
			}
		}
		return data.Place{Point: at, Precision: data.PrecisionAddress}, how
	}
	return data.Place{}, NotFound
}

// flatWords stand before the number of a flat.
var flatWords = map[string]bool{"m": true, "lok": true, "lokal": true, "mieszkanie": true, "mieszk": true, "kl": true, "klatka": true}

// houses returns where a number stands at streets.
func (l *Locator) houses(found []named, town string, wanted func(number string) bool) (orb.Point, Outcome) {
	var at []orb.Point
	inTown := false
	for _, n := range found {
		for _, k := range l.facts.index.houses[n.folded] {
			a := &l.facts.addresses[k]
			if !wanted(l.facts.index.numbers[k]) || n.street != nil && !grow(n.street.Bound, streetGap).Contains(a.Point) {
				continue
			}
			exact := town != "" && data.Fold(a.Town) == town
			switch {
			case town != "" && a.Town != "" && !exact, inTown && !exact:
				continue
			case exact && !inTown:
				at, inTown = nil, true
			}
			at = append(at, a.Point)
		}
	}
	return l.together(at, sameHouse)
}

// together returns the first of points that lie within a distance in metres.
func (l *Locator) together(at []orb.Point, far float64) (orb.Point, Outcome) {
	if len(at) == 0 {
		return orb.Point{}, NotFound
	}
	apart := func(p []orb.Point) bool {
		return slices.ContainsFunc(p, func(q orb.Point) bool { return metres(p[0], q) > far })
	}
	if apart(at) && l.inside != nil {
		if near := slices.DeleteFunc(slices.Clone(at), func(p orb.Point) bool { return !l.inside(p) }); len(near) > 0 {
			at = near
		}
	}
	if apart(at) {
		return orb.Point{}, Ambiguous
	}
	return at[0], Found
}

// streets returns what words may name. A street in a town that is named is taken
// before one whose town nobody knows.
func (l *Locator) streets(q []string, town string) []named {
	found := l.called(nameOf(q))
	if len(found) == 0 {
		// "przy Letniej": the one other case that can be turned back for sure.
		bent := slices.Clone(q)
		last := len(bent) - 1
		for _, ending := range []struct{ is, was string }{{"iej", "a"}, {"ej", "a"}} {
			if stem, ok := strings.CutSuffix(q[last], ending.is); ok && len(stem) > 2 {
				bent[last] = stem + ending.was
				found = append(found, l.called(nameOf(bent))...)
			}
		}
	}
	if town == "" {
		return found
	}
	townOf := func(n named) string {
		if n.street == nil {
			return ""
		}
		return data.Fold(n.street.Town)
	}
	if slices.ContainsFunc(found, func(n named) bool { return townOf(n) == town }) {
		return slices.DeleteFunc(found, func(n named) bool { return townOf(n) != town })
	}
	return slices.DeleteFunc(found, func(n named) bool { return townOf(n) != "" })
}

// called returns the streets of a name.
func (l *Locator) called(q name) []named {
	if q.key == "" {
		return nil
	}
	var out []named
	exact := false
	for _, n := range l.names[q.key] {
		if !q.fits(n.name) {
			continue
		}
		out = append(out, n)
		exact = exact || len(n.given) == len(q.given) && n.kind == q.kind
	}
	switch {
	case q.kind != "" && q.kind != "ulica":
		out = slices.DeleteFunc(out, func(n named) bool { return n.kind != q.kind })
	default:
		// A square or bridge is called one; an avenue often is not.
		out = slices.DeleteFunc(out, func(n named) bool { return n.kind != "" && n.kind != "aleja" })
		if q.kind == "ulica" && slices.ContainsFunc(out, func(n named) bool { return n.kind == "" && !n.scrap() }) {
			out = slices.DeleteFunc(out, func(n named) bool { return n.kind != "" })
		}
	}
	if len(q.given) > 0 && exact {
		out = slices.DeleteFunc(out, func(n named) bool { return len(n.given) != len(q.given) })
	}
	// Beside an avenue there is often a few metres of road with its name cut short.
	if slices.ContainsFunc(out, func(n named) bool { return n.street != nil && !n.scrap() }) {
		out = slices.DeleteFunc(out, func(n named) bool { return n.scrap() })
	}
	return out
}

func (n named) scrap() bool { return n.street != nil && n.street.Metres < shortStreet }

// meetingWords stand between two streets that meet.
var meetingWords = map[string]bool{"a": true, "rog": true, "x": true, "przy": true, "naroznik": true, "skrzyzowanie": true}

// crossingWords begin the words for a crossing; then "z" and "i" part the streets.
var crossingWords = map[string]bool{
	"skrzyzowanie": true, "skrzyzowaniu": true, "skrzyz": true, "zbieg": true, "zbiegu": true, "rog": true, "rogu": true, "naroznik": true,
}

// byCrossing reads two streets that meet.
func (l *Locator) byCrossing(q []string, town string) (data.Place, Outcome) {
	for len(q) > 1 && (q[0] == "na" || q[0] == "u") {
		q = q[1:]
	}
	told := false
	for len(q) > 1 && crossingWords[q[0]] {
		q, told = q[1:], true
	}
	for i := 1; i+1 < len(q); i++ {
		if !meetingWords[q[i]] && !(told && (q[i] == "z" || q[i] == "i" || q[i] == "oraz")) {
			continue
		}
		right := q[i+1:]
		if len(right) > 1 && (right[0] == "z" || meetingWords[right[0]]) {
			right = right[1:] // "róg z"
		}
		a, b := l.streets(withoutNumber(q[:i]), town), l.streets(withoutNumber(right), town)
		if len(a) == 0 || len(b) == 0 {
			continue
		}
		var at []orb.Point
		for _, s := range a {
			for _, t := range b {
				if s.street == nil || t.street == nil || s.street == t.street {
					continue
				}
				at = append(at, meetings(s.street, t.street)...)
			}
		}
		p, how := l.together(at, 2*oneCrossing)
		return data.Place{Point: p, Precision: data.PrecisionCrossing}, how
	}
	return data.Place{}, NotFound
}

// withoutNumber takes a house number off the end of a street's words.
func withoutNumber(words []string) []string {
	for len(words) > 1 && words[len(words)-1][0] >= '0' && words[len(words)-1][0] <= '9' {
		words = words[:len(words)-1]
	}
	return words
}

// meetings returns where two streets meet, the middle of the largest junction
// first; streets that cross without a shared node meet where they are at most
// nearCrossing apart.
func meetings(s, t *Street) []orb.Point {
	if !grow(s.Bound, nearCrossing).Intersects(t.Bound) {
		return nil
	}
	points := shared(s, t)
	if len(points) == 0 {
		if p, d := closest(s, t); d <= nearCrossing {
			return []orb.Point{p}
		}
		return nil
	}
	var out []orb.Point
	for len(points) > 0 {
		p, _ := largestKnot(points)
		out = append(out, p)
		left := slices.DeleteFunc(slices.Clone(points), func(q orb.Point) bool { return metres(p, q) <= oneCrossing })
		if len(left) == len(points) {
			break // the middle of a knot lies by its points, but for rounding
		}
		points = left
	}
	return out
}

// largeObject is the diagonal in metres beyond which an object is an area rather
// than a spot, and hugeObject that beyond which it is no place to pin anything to.
const (
	largeObject = 250
	hugeObject  = 3000
)

// object finds a school, shop, park or housing estate by its whole name.
func (l *Locator) object(text, town string) (data.Place, Outcome) {
	var same []*Place
	for _, p := range l.objects[objectKey(text)] {
		if in := data.Fold(l.near.nearest(p.Point)); town != "" && in != "" && in != town {
			continue
		}
		// A town is where everything is.
		if p.Sub != "city" && p.Sub != "town" && metres(p.Bound.Min, p.Bound.Max) <= hugeObject {
			same = append(same, p)
		}
	}
	if len(same) == 0 {
		return data.Place{}, NotFound
	}
	var at []orb.Point
	large := same[0].Kind == KindPlace
	for _, p := range same {
		at = append(at, p.Point)
		large = large || metres(p.Bound.Min, p.Bound.Max) > largeObject
	}
	p, how := l.together(at, sameThing)
	precision := data.PrecisionAddress
	if large {
		precision = data.PrecisionArea
	}
	return data.Place{Point: p, Precision: precision}, how
}

// objectWords are short for others in the names of objects, or say nothing.
var objectWords = map[string]string{
	"sp": "szkola podstawowa", "lo": "liceum ogolnoksztalcace", "zs": "zespol szkol", "nr": "", "numer": "", "os": "", "osiedle": "", "przy": "",
	"pw": "", "sw": "swietego", "ul": "", "obok": "", "kolo": "",
}

// objectKey makes names of objects comparable: "SP 12" is "Szkoła Podstawowa nr 12
// im. Mikołaja Reja".
func objectKey(written string) string {
	var out []string
	for i, w := range strings.Fields(data.Fold(written)) {
		if i > 0 && (w == "im" || w == "imienia") {
			break
		}
		if long, ok := objectWords[w]; ok {
			w = long
		}
		if w != "" {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}
