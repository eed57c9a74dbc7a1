package osm

import (
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/data"
)

// located says what a locator answers: the precision, "?" when several fit, "-" when
// nothing does.
func located(l *Locator, words ...string) (string, orb.Point) {
	p, how := l.Locate(words)
	switch how {
	case Found:
		return string(p.Precision), p.Point
	case Ambiguous:
		return "?", orb.Point{}
	}
	return "-", orb.Point{}
}

// TestLocateSample reads addresses as offices write them over the streets of
// Rzeszów: what is said is found, and nothing else.
func TestLocateSample(t *testing.T) {
	f := facts(t)
	l := NewLocator(f, nil)
	for _, c := range []struct{ words, want string }{
		// Streets.
		{"Seniora", "street"},
		{"SENIORA /", "street"},
		{"ul. Seniora", "street"},
		{"ul.Seniora", "street"},
		{"PADEREWSKIEGO /", "street"},
		{"I. Paderewskiego", "street"},
		{"Ignacego Paderewskiego", "street"},
		{"PADEREWSKIEGO IGNACEGO /", "street"},
		{"Rejtana", "street"},
		{"al. Rejtana", "street"},
		{"al. T. Rejtana", "street"},
		{"Aleja Tadeusza Rejtana", "street"},
		{"ks. Popiełuszki", "street"},
		{"Popieluszki", "street"},
		{"bp. Pelczara", "street"},
		{"Św. Michała Archanioła", "street"},
		{"Dobrzańskiego \"Hubala\"", "street"},
		{"przy Letniej", "-"},
		{"Letniej", "street"},
		{"35-005 Rzeszów, ul. Seniora", "street"},
		{"Rzeszów Seniora", "street"},
		// Not what is called otherwise.
		{"T. Paderewskiego", "-"},
		{"Jana Paderewskiego", "-"},
		{"pl. Rejtana", "-"},
		{"Helu", "-"},
		{"Powstańców", "-"},
		{"Krajowej", "-"},
		{"Michała Archanioła", "-"},
		{"Nowa Graniczna", "-"},
		{"Sen", "-"},
		{"Boguchwała, Seniora 3", "-"},
		{"Seniora 3 sklep rowerowy", "-"},
		{"", "-"},
		{"/", "-"},
		{"5", "-"},
		{"brak", "-"},
		// Two of one name.
		{"Niepodległości", "?"},
		{"al. Niepodległości", "street"},
		{"Biedronka", "?"},
		// Houses.
		{"Seniora 3", "address"},
		{"SENIORA 3/", "address"},
		{"ul. Seniora 3/12", "address"},
		{"Seniora 3 m. 12", "address"},
		{"Seniora 999", "street"},
		{"Letnia 14", "address"},
		{"Letnia 14/2", "address"},
		{"Zimowa 10-12", "address"},
		{"Niepodległości 10", "address"},
		// Crossings.
		{"SENIORA / ŚWIADKA", "crossing"},
		{"Seniora / Zimowa", "-"},
		{"Paderewskiego / Dobrzańskiego", "crossing"},
		{"Obrońców Helu a Dobrzańskiego", "crossing"},
		{"róg Czerwcowej i Św. Michała Archanioła", "crossing"},
		{"skrzyżowanie ul. Paderewskiego z ul. Dobrzańskiego", "crossing"},
		{"Seniora a Nieznanej", "-"},
		{"Rondo Honorowych Dawców Krwi", "crossing"},
		// Objects.
		{"Park Papieski", "area"},
		{"os. Nowe Miasto", "area"},
		{"Apteka Słoneczna", "address"},
		{"Nowe Miasto", "area"},
	} {
		if got, at := located(l, c.words); got != c.want {
			t.Errorf("%q: %s at %v, want %s", c.words, got, at, c.want)
		}
	}
	// Cells of a row; a point that stands where the oracle of the sample has it.
	if _, at := located(l, "Rzeszów", "Seniora", "3"); at == (orb.Point{}) {
		t.Error("settlement, street and number in cells of their own are not found")
	}
	a, _ := f.FindAddress("Seniora 3")
	if _, at := located(l, "seniora 3"); at != a.Point {
		t.Errorf("Seniora 3 at %v, want %v", at, a.Point)
	}
	if got, at := located(l, "Dobrzańskiego", "róg", "Obrońców Helu"); got != "crossing" || metres(at, orb.Point{22.022610, 50.025412}) > 5 {
		t.Errorf("crossing %s at %v", got, at)
	}
	if _, at := located(l, "Rejtana"); metres(at, onLines(street(t, f, "Aleja Tadeusza Rejtana").Lines, at)) > 1 {
		t.Error("Rejtana is not on the avenue")
	}
}

// TestLocateTwoVillages: a street of two villages is neither without the village's
// name, and the border of one municipality decides.
func TestLocateTwoVillages(t *testing.T) {
	const lon, lat = 23.0, 53.0
	e, n := metresOf(lat)
	at := func(x, y float64) orb.Point { return snap(orb.Point{lon + x/e, lat + y/n}) }
	c := NewCollector(orb.Bound{Min: at(-20000, -20000), Max: at(20000, 20000)})
	id := int64(0)
	add := func(g orb.Geometry, tags ...string) {
		id++
		o := Object{Kind: Way, ID: id, Geometry: g}
		if l, ok := g.(orb.LineString); ok {
			for i := range l {
				o.Nodes = append(o.Nodes, id*1000+int64(i))
			}
		} else {
			o.Kind = Node
		}
		for _, kv := range tags {
			k, v, _ := strings.Cut(kv, "=")
			o.Tags = append(o.Tags, Tag{k, v})
		}
		c.Add(o)
	}
	for i, village := range []string{"Dubiny", "Narewka"} {
		x := float64(i) * 9000
		add(at(x, 0), "place=village", "name="+village)
		add(orb.LineString{at(x, 100), at(x+200, 100), at(x+400, 100)}, "highway=residential", "name=Szkolna")
		add(orb.LineString{at(x+200, 100), at(x+200, 400)}, "highway=residential", "name=Nowa Leśna")
		add(at(x+20, 120), "addr:street=Szkolna", "addr:housenumber=5", "addr:city="+village)
		add(at(x+60, 300), "addr:place="+village, fmt.Sprintf("addr:housenumber=%d", 7+i))
		add(at(x+90, 330), "amenity=school", "name=Szkoła Podstawowa nr 1 im. Jana Kochanowskiego")
	}
	add(orb.LineString{at(0, 900), at(200, 900)}, "highway=residential", "name=Polna")
	add(at(30, 920), "addr:street=Szkolna", "addr:housenumber=11")
	add(orb.LineString{at(0, 2500), at(300, 2500), at(300, 2000), at(0, 2000)}, "highway=residential", "name=Pętla")
	add(orb.LineString{at(0, 2500), at(0, 2000)}, "highway=residential", "name=Prosta")
	f, err := stored(c, Meta{})
	if err != nil {
		t.Fatal(err)
	}
	all, dubiny := NewLocator(f, nil), NewLocator(f, func(p orb.Point) bool { return metres(p, at(0, 0)) < 4000 })
	for _, c := range []struct{ words, all, inside string }{
		{"Szkolna", "?", "street"},
		{"Szkolna 5", "?", "address"},
		{"Narewka|Szkolna|5", "address", "address"},
		{"Szkolna 5, Narewka", "address", "address"},
		{"Narewka ul. Szkolna 5", "address", "address"},
		{"Narewka|Szkolna", "street", "street"},
		{"Dubiny|7", "address", "address"},
		{"Dubiny|8", "area", "area"},
		{"Szkolna a Nowa Leśna", "?", "crossing"},
		{"Narewka|Szkolna / Nowa Leśna", "crossing", "crossing"},
		{"Leśna", "-", "-"},
		{"SP 1", "?", "address"},
		{"Narewka|SP nr 1", "address", "address"},
		{"Polna", "street", "street"},
		{"Pętla a Prosta", "?", "?"},
		{"Narewka|Polna", "-", "-"},
		{"Dubiny", "area", "area"},
	} {
		cells := strings.Split(c.words, "|")
		if got, where := located(all, cells...); got != c.all {
			t.Errorf("%s: %s at %v, want %s", c.words, got, where, c.all)
		}
		if got, where := located(dubiny, cells...); got != c.inside {
			t.Errorf("%s within Dubiny: %s at %v, want %s", c.words, got, where, c.inside)
		}
	}
	if _, p := located(all, "Narewka", "Szkolna", "5"); metres(p, at(9020, 120)) > 1 {
		t.Errorf("Szkolna 5 in Narewka at %v", p)
	}
	if p, how := all.Locate([]string{"Narewka", "Szkolna", "5"}); how != Found || p.Precision != data.PrecisionAddress {
		t.Errorf("%v %v", p, how)
	}
}
