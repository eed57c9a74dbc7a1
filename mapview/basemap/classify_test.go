package basemap

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/mattn/go-sqlite3"
	"github.com/paulmach/orb"

	"pinezka/assets"
	"pinezka/data/osm"
	"pinezka/mapview/source"
)

func styleSelectors(t testing.TB) selectors {
	t.Helper()
	rules, err := ParseRules(assets.Read("basemap/style.json"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := newSelectors(rules)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// tags reads "key=value key2=value2"; an underscore stands for a space in values.
func tags(s string) osm.Tags {
	var t osm.Tags
	for kv := range strings.FieldsSeq(s) {
		k, v, _ := strings.Cut(kv, "=")
		if k == "name" {
			v = strings.ReplaceAll(v, "_", " ")
		}
		t = append(t, osm.Tag{Key: k, Value: v})
	}
	return t
}

// TestClassify says what an object becomes: class, with flags and layer where
// there are any.
func TestClassify(t *testing.T) {
	side := func(metres float64) orb.LineString {
		x, y := metres/71_700, metres/111_200
		return orb.LineString{{22, 50}, {22 + x, 50}, {22 + x, 50 + y}, {22, 50 + y}, {22, 50}}
	}
	point, line, loop, large := orb.Point{22, 50}, side(30)[:3], side(30), side(40)
	const bridge, tunnel, link, minor, private, big = source.Bridge, source.Tunnel, source.Link, source.Minor, source.Private, source.Big
	for _, tt := range []struct {
		tags string
		g    orb.Geometry
		want string
	}{
		// Roads.
		{"highway=residential name=Łąkowa", line, "road.residential"},
		{"highway=living_street", line, "road.residential"},
		{"highway=motorway_link bridge=yes", line, fmt.Sprint("road.motorway", bridge|link, 1)},
		{"highway=primary bridge=yes layer=2", line, fmt.Sprint("road.primary", bridge, 2)},
		{"highway=primary tunnel=yes", line, fmt.Sprint("road.primary", tunnel, -1)},
		{"highway=service tunnel=building_passage", line, fmt.Sprint("road.service", tunnel, 0)},
		{"highway=service service=driveway access=private", line, fmt.Sprint("road.service", minor|private, 0)},
		{"highway=service service=parking_aisle", line, fmt.Sprint("road.service", minor, 0)},
		{"highway=footway", line, "road.foot"},
		{"highway=footway footway=sidewalk", line, ""},
		{"highway=footway footway=crossing", line, ""},
		{"highway=path footway=sidewalk", line, ""},
		{"highway=proposed", line, ""},
		{"highway=residential", loop, "road.residential"}, // a loop is no square
		{"highway=pedestrian", loop, "road.pedestrian"},
		{"highway=pedestrian area=yes name=Rynek", loop, "land.square"},
		{"highway=footway area=yes", loop, "land.square"},
		{"highway=residential railway=tram", line, "road.residential rail.tram"},
		{"railway=rail service=siding", line, fmt.Sprint("rail.main", minor, 0)},
		{"railway=rail layer=99", line, "rail.main"},
		// Ground.
		{"landuse=grass leisure=park name=Park", loop, "land.park"},
		{"leisure=park natural=wood", loop, "land.forest"},
		{"landuse=residential", loop, "land.residential"},
		{"landuse=residential", line, ""}, // not closed
		{"landuse=residential area=no", loop, ""},
		{"natural=water name=Staw", loop, "water.area"},
		{"waterway=river name=Wisłok", line, "water.river"},
		{"waterway=ditch tunnel=culvert", line, fmt.Sprint("water.stream", tunnel, -1)},
		{"waterway=stream", loop, "water.stream"},
		{"barrier=fence", loop, "barrier.fence"},
		{"barrier=fence leisure=playground", loop, "land.playground poi.playground"},
		{"natural=tree_row", line, "barrier.hedge"},
		{"natural=tree", point, "tree"},
		// Buildings.
		{"building=yes", loop, "building.main"},
		{"building=house landuse=residential", loop, "building.main"},
		{"building=garages", loop, "building.minor"},
		{"building=school amenity=school name=SP_1", loop, "building.public poi.school"},
		{"building=no", loop, ""},
		// Signs.
		{"amenity=school name=SP_1", loop, "land.school poi.school"},
		{"amenity=police", point, "poi.police"},
		{"office=government name=Straż_Miejska_w_Rzeszowie", point, "poi.municipal_guard"},
		{"office=government name=Straż_Gminna", point, "poi.municipal_guard"},
		{"office=government name=Gminna_Biblioteka", point, ""},
		{"office=government name=Urząd_Skarbowy", point, ""},
		{"amenity=hospital shop=convenience", point, "poi.hospital"}, // the first that fits
		{"amenity=parking", point, ""},
		{"amenity=parking", loop, "land.parking"}, // 900 m2
		{"amenity=parking", large, fmt.Sprint("land.parking poi.parking", big, 0)},
		{"amenity=parking access=private", large, fmt.Sprint("land.parking", private, 0)},
		{"amenity=parking parking=underground", loop, ""},
		{"amenity=parking_space", loop, ""},
		{"highway=bus_stop name=Kopisto", point, "poi.bus_stop"},
		{"railway=level_crossing", point, "poi.level_crossing"},
		// Names.
		{"place=city name=Rzeszów", point, "place.city"},
		{"place=neighbourhood name=Krakowska-Południe", point, "place.suburb"},
		{"place=suburb name=Nowe_Miasto", loop, "place.suburb"},
		{"place=suburb", point, ""},
		{"place=locality name=Pod_Lasem", point, ""},
		// Boundaries come from their relations; levels stand on roads, too.
		{"boundary=administrative admin_level=8", line, ""},
		{"highway=residential admin_level=8", line, "road.residential"},
	} {
		var got []string
		c := &classifier{selectors: styleSelectors(t), give: func(f feature) {
			s := f.Class
			if f.Flags != 0 || f.Layer != 0 {
				s += fmt.Sprint("", f.Flags, f.Layer)
			}
			got = append(got, s)
		}}
		o := osm.Object{Kind: osm.Way, Tags: tags(tt.tags), Geometry: tt.g}
		if _, ok := tt.g.(orb.Point); ok {
			o.Kind = osm.Node
		}
		c.add(&o)
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: %q, want %q", tt.tags, s, tt.want)
		}
	}
}

func TestBoundaryClass(t *testing.T) {
	c := &classifier{selectors: styleSelectors(t)}
	for level, want := range map[string]string{
		"2": "", "4": "boundary.voivodeship", "6": "boundary.powiat", "7": "boundary.gmina", "8": "boundary.gmina", "10": "boundary.district", "": "", "*": "",
	} {
		if got, _ := c.boundaryClass(level); got != want {
			t.Errorf("level %q: %q, want %q", level, got, want)
		}
	}
	if !higher("4", "10") || !higher("7", "8") || higher("8", "8") || higher("9", "8") {
		t.Error("levels are ordered wrongly")
	}
}

func TestParseRules(t *testing.T) {
	rules, err := ParseRules(assets.Read("basemap/style.json"))
	if err != nil {
		t.Fatal(err)
	}
	count := map[RuleKind]int{}
	for _, r := range rules {
		count[r.Kind]++
		if r.Class == "" || r.From <= 0 {
			t.Errorf("rule %+v", r)
		}
	}
	if count[Area] != 23 || count[Line] != 23 || count[POI] != 37 || count[Label] != 19 {
		t.Errorf("%v rules", count)
	}
	for _, bad := range []string{
		``, `[]`, `{"areas": [{"class": "a", "osm": ""}]}`, `{"lines": [{"class": "a", "osm": "b"}]}`, `{"lines": [{"class": "a", "osm": "b=|c"}]}`,
		`{"pois": [{"class": "a", "osm": "b=c + name is 'x'"}]}`, `{"pois": [{"class": "a", "osm": "b=c + name contains 'x"}]}`,
	} {
		if _, err := ParseRules([]byte(bad)); err == nil {
			t.Errorf("%s was taken", bad)
		}
	}
	if _, err := newSelectors([]ClassRule{{Class: "a", Kind: "hill", Rule: "b=c"}}); err == nil {
		t.Error("an unknown kind was taken")
	}
}

func TestMarkPublic(t *testing.T) {
	square := func(x float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{x, 0}, {x + 1, 0}, {x + 1, 1}, {x, 1}, {x, 0}}, {{x + .4, .4}, {x + .6, .4}, {x + .6, .6}, {x + .4, .6}, {x + .4, .4}}}}
	}
	f := func(class string, g orb.Geometry) feature {
		return feature{Feature: source.Feature{Class: class, Geometry: g}}
	}
	fs := []feature{
		f("building.main", square(0)), f("building.main", square(2)), f("building.main", square(4)), f("building.minor", square(6)),
		f("poi.police", orb.Point{0.2, 0.2}), f("poi.police", orb.Point{2.5, 0.5}), f("poi.shop", orb.Point{4.2, 0.2}), f("poi.police", orb.Point{6.2, 0.2}),
	}
	markPublic(fs)
	var got []string
	for _, f := range fs[:4] {
		got = append(got, f.Class)
	}
	// The second stands in a courtyard, the third holds no institution.
	if want := []string{"building.public", "building.main", "building.main", "building.minor"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestNoRoom(t *testing.T) {
	if err := noRoom(fmt.Errorf("write: %w", sqlite3.Error{Code: sqlite3.ErrFull})); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("a full disk: %v", err)
	}
	if err := noRoom(io.ErrShortWrite); !errors.Is(err, io.ErrShortWrite) || errors.Is(err, syscall.ENOSPC) {
		t.Errorf("another error: %v", err)
	}
}

func TestGeometryThereAndBack(t *testing.T) {
	ring := orb.Ring{{22, 50}, {22.1, 50}, {22.1, 50.1}, {22, 50}}
	long := make(orb.LineString, 3*longLine)
	for i := range long {
		long[i] = orb.Point{float64(i) / 1000, -float64(i) / 1000}
	}
	var d decoder
	for range 50 { // beyond one piece of memory
		for _, g := range []orb.Geometry{
			orb.Point{-179.9999999, 89.1234567},
			orb.LineString{{22, 50}, {22.0000001, 50}},
			long,
			orb.MultiLineString{{{22, 50}, {23, 50}}, {{24, 50}, {25, 51}, {26, 51}}},
			orb.MultiPolygon{{ring}},
			orb.MultiPolygon{{ring, ring}, {ring}, {ring, ring, ring}},
		} {
			got, err := d.geometry(encode(nil, g))
			if err != nil || !orb.Equal(got, g) {
				t.Fatalf("%v became %v, %v", g, got, err)
			}
		}
	}
}

func TestClipTo(t *testing.T) {
	box := orb.Bound{Max: orb.Point{10, 10}}
	for _, tt := range []struct{ g, want orb.Geometry }{
		{orb.Point{5, 5}, orb.Point{5, 5}},
		{orb.Point{11, 5}, nil},
		{orb.LineString{{-5, 5}, {15, 5}}, orb.LineString{{0, 5}, {10, 5}}},
		{orb.LineString{{-5, 5}, {5, 5}, {5, 15}, {6, 15}, {6, 5}}, orb.MultiLineString{{{0, 5}, {5, 5}, {5, 10}}, {{6, 10}, {6, 5}}}},
		{orb.LineString{{-5, 12}, {-1, 20}}, nil},
		{orb.MultiPolygon{{{{-5, -5}, {5, -5}, {5, 5}, {-5, 5}, {-5, -5}}}}, orb.MultiPolygon{{{{0, 0}, {5, 0}, {5, 5}, {0, 5}, {0, 0}}}}},
		// A hole that is cut away, and an area that only touches the box.
		{orb.MultiPolygon{{{{-5, -5}, {5, -5}, {5, 5}, {-5, 5}, {-5, -5}}, {{-4, -4}, {-3, -4}, {-3, -3}, {-4, -4}}}}, orb.MultiPolygon{{{{0, 0}, {5, 0}, {5, 5}, {0, 5}, {0, 0}}}}},
		{orb.MultiPolygon{{{{10, 0}, {20, 0}, {20, 5}, {10, 5}, {10, 0}}}}, nil},
	} {
		before := orb.Clone(tt.g)
		got := clipTo(box, tt.g)
		if (got == nil) != (tt.want == nil) || got != nil && !orb.Equal(got, tt.want) {
			t.Errorf("%v: %v, want %v", tt.g, got, tt.want)
		}
		if !orb.Equal(before, tt.g) {
			t.Errorf("%v was changed to %v", before, tt.g)
		}
	}
}

func FuzzGeometry(f *testing.F) {
	f.Add(encode(nil, orb.Point{22, 50}))
	f.Add(encode(nil, orb.MultiLineString{{{22, 50}, {23, 50}}, {{24, 50}, {25, 51}}}))
	f.Add(encode(nil, orb.MultiPolygon{{{{22, 50}, {22.1, 50}, {22.1, 50.1}, {22, 50}}}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		var d decoder
		g, err := d.geometry(b)
		if (err == nil) == (g == nil) {
			t.Errorf("%v, %v", g, err)
		}
	})
}
