package osm

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

// sampleBox is the header box of the sample's extract and 150 m around it.
var sampleBox = grow(orb.Bound{Min: orb.Point{22, 50.015}, Max: orb.Point{22.0345, 50.0345}}, 150)

// stored writes what a collector gathered into an archive and opens it.
func stored(c *Collector, m Meta) (*Facts, error) {
	dir, err := os.MkdirTemp("", "facts")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "żółw #1.osm.mbtiles") // names that must not be taken for a URL
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	tx, err := db.Begin()
	if err != nil {
		return nil, err
	}
	if err := errors.Join(c.Write(context.Background(), tx, m), tx.Commit(), db.Close()); err != nil {
		return nil, err
	}
	f, err := OpenFacts(path)
	if err != nil {
		return nil, err
	}
	if meta, err := ReadMeta(path); err != nil || meta != f.Meta() {
		return nil, fmt.Errorf("meta alone is %+v, %w", meta, err)
	}
	return f, nil
}

var sampleFacts = sync.OnceValues(func() (*Facts, error) {
	c := NewCollector(sampleBox)
	h, stats, err := ReadWithin(context.Background(), rzeszow, sampleBox, nil, func(o Object) error {
		c.Add(o)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return stored(c, Meta{
		Source: "rzeszów.osm.pbf", Hash: "ab12", Date: time.Date(2024, 4, 6, 0, 0, 0, 0, time.UTC),
		Bound: sampleBox, Header: h.Bound, Stats: stats,
	})
})

func facts(t testing.TB) *Facts {
	t.Helper()
	f, err := sampleFacts()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func street(t *testing.T, f *Facts, name string) Street {
	t.Helper()
	i := slices.IndexFunc(f.Streets(), func(s Street) bool { return s.Name == name })
	if i < 0 {
		t.Fatalf("no street %q", name)
	}
	return f.Streets()[i]
}

// TestSampleStreets holds names and lengths against a count over osmium's OPL
// output, with lines cut at the same box by another method.
func TestSampleStreets(t *testing.T) {
	f := facts(t)
	if n := len(f.Streets()); n != 57 {
		t.Errorf("%d streets, want 57", n)
	}
	for name, want := range map[string]float64{"Aleja Tadeusza Rejtana": 2883, "Aleja majora Wacława Kopisto": 1620, "Witolda Świadka": 548, "Rejtana": 14} {
		if got := street(t, f, name).Metres; math.Abs(got-want) > 1 {
			t.Errorf("%s: %.1f m, want %.0f", name, got, want)
		}
	}
	sum, built := 0.0, 0.0
	for _, s := range f.Segments() {
		sum += s.Metres
		if s.BuiltUp {
			built += s.Metres
		}
		if d := math.Abs(length(s.Line) - s.Metres); d > 0.01 {
			t.Errorf("a segment of %.2f m is %.2f m off", s.Metres, d)
		}
		if !streetClasses[s.Class] {
			t.Errorf("a segment of class %s", s.Class)
		}
	}
	if math.Abs(sum-37210) > 2 {
		t.Errorf("segments are %.1f m long, want 37210", sum)
	}
	if kept := f.Meta().Kept; kept.Segments != len(f.Segments()) || math.Abs(kept.BuiltUpMetres-built) > 1 {
		t.Errorf("kept %+v, but built-up length is %.1f m", kept, built)
	}
	if part := built / sum; part < 0.75 || part > 0.95 {
		t.Errorf("%.2f of the street length is built up", part)
	}
}

func TestSampleMeta(t *testing.T) {
	m := facts(t).Meta()
	if m.Source != "rzeszów.osm.pbf" || m.Hash != "ab12" || m.Day() != "2024-04-06" || m.Stats.Ways != 12466 || m.Kept.Streets != 57 {
		t.Errorf("%+v", m)
	}
	if want := (orb.Bound{Min: orb.Point{22, 50.015}, Max: orb.Point{22.0345, 50.0345}}); m.Header != want {
		t.Errorf("header box %v, want %v", m.Header, want)
	}
	if math.Abs(m.Bound.Min[0]-sampleBox.Min[0]) > 1e-7 || math.Abs(m.Bound.Max[1]-sampleBox.Max[1]) > 1e-7 {
		t.Errorf("box %v, want %v", m.Bound, sampleBox)
	}
}

func TestFind(t *testing.T) {
	f := facts(t)
	for _, tt := range []struct {
		text string
		kind HitKind
		want string // "" for nothing
	}{
		{"swiadka", KindStreet, "Witolda Świadka"},
		{"ŚWIADKA", KindStreet, "Witolda Świadka"},
		{"ul. Świadka", KindStreet, "Witolda Świadka"},
		{"Witolda Świadka", KindStreet, "Witolda Świadka"},
		{"wit świad", KindStreet, "Witolda Świadka"},
		{"rejtana", KindStreet, "Aleja Tadeusza Rejtana"},
		{"al. Rejtana", KindStreet, "Aleja Tadeusza Rejtana"},
		{"aleja rejtana", KindStreet, "Aleja Tadeusza Rejtana"},
		{"przy Rejtana", KindStreet, "Aleja Tadeusza Rejtana"},
		{"mjr. Kopisto", KindStreet, "Aleja majora Wacława Kopisto"},
		{"ks. Popiełuszki", KindStreet, "Księdza Jerzego Popiełuszki"},
		{"św. Michała", KindStreet, "Świętego Michała Archanioła"},
		{"Mieszka I", KindStreet, "Mieszka I"},
		{"nowe miasto", KindPlace, "Nowe Miasto"},
		{"wisłok", KindWater, "Wisłok"},
		{"szpital ask", KindPOI, "Szpital Asklepios"},
		{"Seniora 3", KindAddress, "Seniora 3"},
		{"ul. Seniora 2/II", KindAddress, "Seniora 2/II"},
		{"Rejtana 20", KindAddress, "Aleja Tadeusza Rejtana 20"},
		{"Marszałkowska", "", ""},
		{"ejtana", "", ""}, // words are found from their beginning
		{"", "", ""},
		{" .,- ", "", ""},
	} {
		hits := f.Find(tt.text, 5)
		switch {
		case tt.want == "" && len(hits) > 0:
			t.Errorf("%q finds %v", tt.text, hits)
		case tt.want == "":
		case len(hits) == 0:
			t.Errorf("%q finds nothing, want %s", tt.text, tt.want)
		case hits[0].Name != tt.want || hits[0].Kind != tt.kind:
			t.Errorf("%q finds %s %q, want %s %q", tt.text, hits[0].Kind, hits[0].Name, tt.kind, tt.want)
		}
		for _, h := range hits {
			if !h.Bound.Contains(h.Point) {
				t.Errorf("%q: point %v outside of %v", h.Name, h.Point, h.Bound)
			}
		}
	}
	if n := len(f.Find("a", 3)); n != 3 {
		t.Errorf("%d hits, want 3", n)
	}
	if n := len(f.Find("a", 0)); n != 0 {
		t.Errorf("%d hits, want none", n)
	}
}

// TestStreetPoint: the point of a street lies on it.
func TestStreetPoint(t *testing.T) {
	f := facts(t)
	s := street(t, f, "Aleja Tadeusza Rejtana")
	h := f.Find("Tadeusza Rejtana", 1)[0]
	best := math.Inf(1)
	for _, l := range s.Lines {
		d, _ := fromLine(h.Point, l)
		best = min(best, d)
	}
	if best > 0.02 {
		t.Errorf("point %v is %.2f m off the street", h.Point, best)
	}
}

func TestCrossing(t *testing.T) {
	f := facts(t)
	for _, tt := range []struct {
		a, b string
		near orb.Point // by osm.org; zero: they do not meet
		by   float64   // metres
	}{
		{"Rejtana", "Kopisto", orb.Point{22.0166, 50.0285}, 60},
		{"al. mjr. Kopisto", "Tadeusza Rejtana", orb.Point{22.0166, 50.0285}, 60},
		{"Świadka", "Seniora", orb.Point{22.0100746, 50.0238}, 60},
		{"Rejtana", "Popiełuszki", orb.Point{22.0172, 50.0215}, 80},
		{"Rejtana", "Zimowa", orb.Point{}, 0},
		{"Rejtana", "Rejtana", orb.Point{}, 0},
		{"Rejtana", "Marszałkowska", orb.Point{}, 0},
		{"", "Rejtana", orb.Point{}, 0},
	} {
		p, ok := f.Crossing(tt.a, tt.b)
		if ok != (tt.near != orb.Point{}) {
			t.Errorf("%s / %s: %v %v", tt.a, tt.b, p, ok)
			continue
		}
		if ok && metres(p, tt.near) > tt.by {
			t.Errorf("%s / %s: %v, %.0f m from %v", tt.a, tt.b, p, metres(p, tt.near), tt.near)
		}
		q, _ := f.Crossing(tt.b, tt.a)
		if metres(p, q) > 1 {
			t.Errorf("%s / %s: %v, the other way round %v", tt.a, tt.b, p, q)
		}
	}
}

func TestNearestStreet(t *testing.T) {
	f := facts(t)
	at := f.Find("Witolda Świadka", 1)[0].Point
	name, d, ok := f.NearestStreet(at, 60)
	if !ok || name != "Witolda Świadka" || d > 0.05 {
		t.Errorf("%q %.2f m %v", name, d, ok)
	}
	e, _ := metresOf(at[1])
	name, d, ok = f.NearestStreet(orb.Point{at[0] + 10/e, at[1]}, 60)
	if !ok || name != "Witolda Świadka" || d < 8 || d > 10.01 {
		t.Errorf("10 m aside: %q %.2f m %v", name, d, ok)
	}
	if name, _, ok := f.NearestStreet(orb.Point{20, 50}, 60); ok {
		t.Errorf("far away: %q", name)
	}
}

func TestFindAddress(t *testing.T) {
	f := facts(t)
	for text, want := range map[string]string{
		"Seniora 3": "Seniora 3", "seniora 2C": "Seniora 2c", "Seniora 2 c": "Seniora 2c", "Seniora 3/12": "Seniora 3",
		"Seniora 2/III": "Seniora 2/III", "Seniora 99": "", "Seniora": "", "3": "", "": "",
	} {
		a, ok := f.FindAddress(text)
		if got := strings.TrimSpace(a.Street + " " + a.Number); got != want || ok != (want != "") {
			t.Errorf("%q: %q %v, want %q", text, got, ok, want)
		}
	}
}

// TestMadeUp reads objects made up for what the sample lacks.
func TestMadeUp(t *testing.T) {
	const lon, lat = 23.0, 53.0
	e, n := metresOf(lat)
	at := func(x, y float64) orb.Point { return snap(orb.Point{lon + x/e, lat + y/n}) }
	box := func(x, y, w, h float64) orb.LineString {
		return orb.LineString{at(x, y), at(x+w, y), at(x+w, y+h), at(x, y+h), at(x, y)}
	}
	id := int64(0)
	c := NewCollector(orb.Bound{Min: at(-20000, -20000), Max: at(20000, 20000)})
	add := func(g orb.Geometry, kv ...string) {
		id++
		o := Object{Kind: Way, ID: id, Geometry: g}
		if _, ok := g.(orb.Point); ok {
			o.Kind = Node
		}
		if l, ok := g.(orb.LineString); ok {
			for i := range l {
				o.Nodes = append(o.Nodes, id*1000+int64(i))
			}
		}
		for i := 0; i < len(kv); i += 2 {
			o.Tags = append(o.Tags, Tag{kv[i], kv[i+1]})
		}
		c.Add(o)
	}
	// Two villages, each with its Szkolna; one street in two pieces 300 m apart.
	add(at(0, 0), "place", "village", "name", "Dubiny")
	add(at(9000, 0), "place", "village", "name", "Narewka")
	add(orb.LineString{at(0, 100), at(200, 100)}, "highway", "residential", "name", "Szkolna")
	add(orb.LineString{at(500, 100), at(600, 100)}, "highway", "residential", "name", "Szkolna")
	add(orb.LineString{at(9000, 100), at(9200, 100)}, "highway", "residential", "name", "Szkolna")
	// Polish names go first; other names are kept.
	add(orb.LineString{at(0, -500), at(100, -500)}, "highway", "residential", "name", "Hrodzienskaja", "name:pl", "Grodzieńska", "alt_name", "Szosa; Trakt")
	// A street of 400 m: a building 30 m beside its first 100 m, farmland about it.
	add(orb.LineString{at(2000, 0), at(2400, 0)}, "highway", "tertiary")
	add(box(2000, 30, 100, 10), "building", "yes")
	// Never segments: pavement, drive, slip road, area.
	add(orb.LineString{at(2000, 5), at(2400, 5)}, "highway", "footway", "footway", "sidewalk", "name", "Chodnik")
	add(orb.LineString{at(2000, 6), at(2400, 6)}, "highway", "service", "service", "driveway")
	add(orb.LineString{at(2000, 7), at(2400, 7)}, "highway", "primary_link")
	add(box(2000, -300, 50, 50), "highway", "pedestrian", "area", "yes", "name", "Rynek")
	// One address three times: building, its shop, and another village's.
	add(at(110, 120), "shop", "convenience", "name", "Sklep", "addr:street", "Szkolna", "addr:housenumber", "5 A")
	add(box(100, 110, 20, 20), "building", "house", "addr:street", "Szkolna", "addr:housenumber", "5 A", "addr:city", "Dubiny")
	add(at(9100, 120), "addr:street", "Szkolna", "addr:housenumber", "5 A")
	add(at(50, 50), "addr:place", "Dubiny", "addr:housenumber", "7")
	// A school as ground and as building; nameless things; furniture.
	add(box(-300, 0, 100, 100), "amenity", "school", "name", "Szkoła nr 1")
	add(box(-280, 20, 30, 30), "building", "school", "amenity", "school", "name", "Szkoła nr 1")
	add(at(-400, 0), "leisure", "playground")
	add(at(-410, 0), "amenity", "bench")
	// A river in two pieces and a crossing without a node.
	add(orb.LineString{at(0, -1000), at(500, -1000)}, "waterway", "river", "name", "Leśna", "alt_name", "Leśna Prawa")
	add(orb.LineString{at(500, -1000), at(900, -1000)}, "waterway", "river", "name", "Leśna")
	add(orb.LineString{at(0, 3000), at(100, 3000)}, "highway", "residential", "name", "Górna", "bridge", "yes")
	add(orb.LineString{at(50, 2950), at(50, 3050)}, "highway", "residential", "name", "Dolna")
	f, err := stored(c, Meta{})
	if err != nil {
		t.Fatal(err)
	}

	var streets []string
	for _, s := range f.Streets() {
		streets = append(streets, s.Name+"/"+s.Town)
	}
	if want := []string{"Dolna/", "Grodzieńska/Dubiny", "Górna/", "Szkolna/Dubiny", "Szkolna/Narewka"}; !slices.Equal(streets, want) {
		t.Errorf("streets %v, want %v", streets, want)
	}
	if s := street(t, f, "Szkolna"); len(s.Lines) != 2 || math.Abs(s.Metres-300) > 0.1 {
		t.Errorf("Szkolna has %d pieces of %.1f m", len(s.Lines), s.Metres)
	}
	for _, name := range []string{"grodzieńska", "hrodzienskaja", "szosa", "trakt"} {
		if h := f.Find(name, 1); len(h) != 1 || h[0].Name != "Grodzieńska" {
			t.Errorf("%q finds %v", name, h)
		}
	}

	var built, open float64
	for _, s := range f.Segments() {
		if s.Class != "tertiary" {
			continue
		}
		if s.BuiltUp {
			built += s.Metres
		} else {
			open += s.Metres
		}
	}
	// 50 m about the building reach 40 m beyond its end, judged every 10 m.
	if math.Abs(built-140) > 5 || math.Abs(built+open-400) > 0.1 {
		t.Errorf("%.1f m built up of %.1f, want 140 of 400", built, built+open)
	}

	var addresses []string
	for _, a := range f.Addresses() {
		addresses = append(addresses, a.Street+" "+a.Number+" "+a.Town)
	}
	if want := []string{"Dubiny 7 ", "Szkolna 5 A Dubiny", "Szkolna 5 A "}; !slices.Equal(addresses, want) {
		t.Errorf("addresses %q, want %q", addresses, want)
	}
	if a, ok := f.FindAddress("Dubiny 7"); !ok || a.Street != "Dubiny" {
		t.Errorf("address without a street: %v %v", a, ok)
	}

	kinds := map[string]int{}
	for _, p := range f.Places() {
		kinds[string(p.Kind)+" "+p.Sub+" "+p.Name]++
	}
	for what, want := range map[string]int{
		"poi school Szkoła nr 1": 1, "poi playground ": 1, "poi bench ": 0, "water river Leśna": 1, "place square Rynek": 1, "poi convenience Sklep": 1,
	} {
		if kinds[what] != want {
			t.Errorf("%s: %d, want %d", what, kinds[what], want)
		}
	}
	if h := f.Find("leśna prawa", 1); len(h) != 1 || h[0].Name != "Leśna" {
		t.Errorf("other name of a river: %v", h)
	}
	if p, ok := f.Crossing("Górna", "Dolna"); !ok || metres(p, at(50, 3000)) > 0.1 {
		t.Errorf("crossing without a node: %v %v", p, ok)
	}
}

func TestRoadGraph(t *testing.T) {
	// Two streets that share node 3, one of them against its drawing.
	line := orb.LineString{{23, 53}, {23.001, 53}, {23.002, 53}}
	var r roads
	r.uses = map[int64]uint8{}
	r.add(&Object{Nodes: []int64{1, 2, 3, 4}, Tags: nil}, append(line.Clone(), orb.Point{23.003, 53}), "residential")
	r.add(&Object{Nodes: []int64{5, 6, 3}, Tags: Tags{{"oneway", "-1"}}}, orb.LineString{{23.002, 53.002}, {23.002, 53.001}, {23.002, 53}}, "tertiary")
	r.add(&Object{Nodes: []int64{7, 8}}, orb.LineString{{25, 53}, {25.1, 53}}, "residential")
	r.add(&Object{Nodes: []int64{1, 9}}, orb.LineString{{23, 53}, {23, 53.1}}, "footway")
	roads, junctions := r.edges(orb.Bound{Min: orb.Point{22, 52}, Max: orb.Point{24, 54}})
	type edge struct {
		from, to int64
		oneWay   bool
	}
	var got []edge
	for _, x := range roads {
		got = append(got, edge{x.From, x.To, x.OneWay})
	}
	if want := []edge{{1, 3, false}, {3, 4, false}, {3, 5, true}}; !slices.Equal(got, want) {
		t.Errorf("edges %v, want %v", got, want)
	}
	if d := roads[0].Metres - length(line); math.Abs(d) > 1e-6 {
		t.Errorf("edge is %.3f m off", d)
	}
	if len(junctions) != 4 {
		t.Errorf("junctions %v", junctions)
	}
}

func TestOpenFactsRefuses(t *testing.T) {
	dir := t.TempDir()
	empty := filepath.Join(dir, "tiles.mbtiles")
	db, err := sql.Open("sqlite3", empty)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`CREATE TABLE tiles (x)`); err != nil {
		t.Fatal(err)
	}
	db.Close()
	if _, err := OpenFacts(empty); !errors.Is(err, ErrNoFacts) {
		t.Errorf("tiles only: %v", err)
	}
	text := filepath.Join(dir, "text.mbtiles")
	if err := os.WriteFile(text, []byte(strings.Repeat("text ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenFacts(text); err == nil {
		t.Error("a text was opened")
	}
	if _, err := OpenFacts(filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
	if _, err := OpenFacts(dir); err == nil {
		t.Error("a folder was opened")
	}
}

func BenchmarkFind(b *testing.B) {
	f := facts(b)
	for b.Loop() {
		if len(f.Find("rejt", 8)) == 0 {
			b.Fatal("nothing found")
		}
	}
}

func BenchmarkRead(b *testing.B) {
	info, err := os.Stat(rzeszow)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	for b.Loop() {
		if _, _, err := Read(context.Background(), rzeszow, nil, func(Object) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}
