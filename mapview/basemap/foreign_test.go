package basemap_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/geo"

	"pinezka/assets"
	"pinezka/mapview/basemap"
	"pinezka/mapview/source"
	"pinezka/mapview/style"
	"pinezka/mapview/tile"
)

const (
	realTiles = "../../data/testdata/real/tiles/"
	tileCases = "../../data/testdata/cases/"
)

func openTiles(t testing.TB, path string) *basemap.Tiles {
	t.Helper()
	rules, err := basemap.ParseRules(assets.Read("basemap/style.json"))
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := basemap.ParseSchemas(assets.Read("basemap/schemas.json"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := basemap.OpenTiles(path, basemap.TilesOptions{Rules: rules, Schemas: schemas, Visible: style.Default().VisibleFrom()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// rzeszow is the box of the sample's district.
var rzeszow = orb.Bound{Min: orb.Point{22.0, 50.015}, Max: orb.Point{22.0345, 50.0345}}

func ask(t testing.TB, s source.Source, b orb.Bound, scale float64) ([]source.Feature, error) {
	t.Helper()
	var out []source.Feature
	for f, err := range s.Features(context.Background(), source.Query{Bound: b, Scale: scale, Wait: true}) {
		if err != nil {
			return out, err
		}
		out = append(out, f)
	}
	return out, nil
}

func countClasses(fs []source.Feature) map[string]int {
	n := map[string]int{}
	for _, f := range fs {
		n[f.Class]++
	}
	return n
}

func named(fs []source.Feature, name string) (classes []string) {
	for _, f := range fs {
		if f.Name == name {
			classes = append(classes, f.Class)
		}
	}
	slices.Sort(classes)
	return slices.Compact(classes)
}

// TestForeignSchemas asks each kind of vector archive for what it must hold of
// the same district.
func TestForeignSchemas(t *testing.T) {
	for _, tc := range []struct {
		file, schema string
		want         []string
	}{
		{"rzeszow-openmaptiles.pmtiles", "OpenMapTiles", []string{"road.residential", "road.secondary", "road.foot", "building.main", "land.residential", "water.river", "water.area", "house", "poi.school", "place.suburb"}},
		{"rzeszow-openmaptiles.mbtiles", "OpenMapTiles", []string{"road.residential", "building.main", "house"}},
		{"rzeszow-vector.mbtiles", "", []string{"road.residential", "building.main", "poi.school"}},
		{"rzeszow-vector.pmtiles", "", []string{"road.residential", "road.secondary", "road.foot", "building.main", "land.residential", "water.area", "poi.school"}},
	} {
		a := openTiles(t, realTiles+tc.file)
		if a.Schema() != tc.schema {
			t.Errorf("%s: schema %q, want %q", tc.file, a.Schema(), tc.schema)
		}
		fs, err := ask(t, a, rzeszow, 3000)
		if err != nil {
			t.Errorf("%s: %v", tc.file, err)
		}
		n := countClasses(fs)
		for _, class := range tc.want {
			if n[class] == 0 {
				t.Errorf("%s: no %s among %v", tc.file, class, n)
			}
		}
		if got := named(fs, "Aleja Tadeusza Rejtana"); !slices.ContainsFunc(got, func(c string) bool { return strings.HasPrefix(c, "road.") }) {
			t.Errorf("%s: Aleja Tadeusza Rejtana is of %q", tc.file, got)
		}
		if strings.Contains(tc.file, "openmaptiles") && !strings.Contains(a.Info().Credit.String(), "OpenMapTiles") {
			t.Errorf("%s: credit %q does not name the schema's authors", tc.file, a.Info().Credit)
		}
	}
}

// TestOwnTilesAreRead reads the tiles that Build makes as a stranger would and
// holds them against the features they came from.
func TestOwnTilesAreRead(t *testing.T) {
	path := samplePath(t)
	a := openTiles(t, path)
	if a.Schema() != "Shortbread" {
		t.Fatalf("schema %q", a.Schema())
	}
	full, err := basemap.Open(path, style.Default().VisibleFrom())
	if err != nil {
		t.Fatal(err)
	}
	mine, err := ask(t, full, rzeszow, 2000)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := ask(t, a, rzeszow, 2000)
	if err != nil {
		t.Fatal(err)
	}
	want, got := lengths(mine), lengths(theirs)
	for _, class := range []string{"road.primary", "road.residential", "road.service", "road.foot", "water.river"} {
		if want[class] == 0 || math.Abs(got[class]-want[class]) > 0.02*want[class] {
			t.Errorf("%s: %.0f m in the tiles, %.0f m in the extract", class, got[class], want[class])
		}
	}
	areasWant, areasGot := extents(mine), extents(theirs)
	for _, class := range []string{"land.park", "land.allotments", "land.forest"} {
		// Areas overlap at the tiles' edges, so there is more rather than less.
		if areasWant[class] == 0 || areasGot[class] < 0.98*areasWant[class] || areasGot[class] > 1.25*areasWant[class] {
			t.Errorf("%s: %.0f m2 in the tiles, %.0f m2 in the extract", class, areasGot[class], areasWant[class])
		}
	}
}

// TestLinesAreSewn: a street that crosses tiles comes in as many pieces as in the
// extract, not in one for each tile.
func TestLinesAreSewn(t *testing.T) {
	fs, err := ask(t, openTiles(t, realTiles+"rzeszow-openmaptiles.pmtiles"), rzeszow, 3000)
	if err != nil {
		t.Fatal(err)
	}
	box := tile.At(rzeszow.Center(), 14).Bound()
	crossing, loose := 0, 0
	for _, f := range fs {
		l, ok := f.Geometry.(orb.LineString)
		if !ok {
			continue
		}
		for i := 1; i < len(l); i++ {
			if (l[i-1][0] < box.Min[0]) != (l[i][0] < box.Min[0]) {
				crossing++
			}
		}
		for _, p := range []orb.Point{l[0], l[len(l)-1]} {
			if math.Abs(p[0]-box.Min[0]) < 1e-7 {
				loose++
			}
		}
	}
	// The program that made the tiles left out the other piece of one short driveway.
	if crossing < 40 || loose > 2 {
		t.Errorf("%d lines cross the edge between two tiles, %d end at it", crossing, loose)
	}
}

// TestCutAreasHaveNoFalseOutline: where a tile's edge cuts a building, no wall is
// drawn.
func TestCutAreasHaveNoFalseOutline(t *testing.T) {
	fs, err := ask(t, openTiles(t, realTiles+"rzeszow-openmaptiles.pmtiles"), rzeszow, 3000)
	if err != nil {
		t.Fatal(err)
	}
	cut := 0
	for _, f := range fs {
		if f.Edges == nil {
			continue
		}
		cut++
		rings := 0
		for _, p := range f.Geometry.(orb.MultiPolygon) {
			for _, r := range p {
				rings += len(r) - 1
			}
		}
		edges := 0
		for _, l := range f.Edges {
			edges += len(l) - 1
		}
		if edges >= rings {
			t.Errorf("a cut %s has %d edges of %d", f.Class, edges, rings)
		}
	}
	if cut == 0 {
		t.Error("no area is cut by a tile's edge")
	}
}

func TestCaseVectorGzip(t *testing.T) {
	var want struct {
		Layer    string
		Features int
		Tile     [3]int `json:"tile_z14"`
	}
	b, err := os.ReadFile(tileCases + "tile-vector-gzip/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &want); err != nil {
		t.Fatal(err)
	}
	a := openTiles(t, tileCases+"tile-vector-gzip/wektor.mbtiles")
	box := tile.ID{Z: uint8(want.Tile[0]), X: uint32(want.Tile[1]), Y: uint32(want.Tile[2])}.Bound()
	fs, err := ask(t, a, box.Pad(-1e-6), 3000)
	if err != nil {
		t.Fatal(err)
	}
	if len(fs) != want.Features {
		t.Fatalf("%d features, want %d: %v", len(fs), want.Features, fs)
	}
	f := fs[0]
	l, ok := f.Geometry.(orb.LineString)
	if !ok || f.Name != "Łąkowa" {
		t.Fatalf("%+v, want the line Łąkowa", f)
	}
	b0 := l.Bound()
	if math.Abs(b0.Min[0]-box.Min[0]) > 1e-6 || math.Abs(b0.Max[0]-box.Max[0]) > 1e-6 {
		t.Errorf("the line goes from %v to %v, want from edge to edge of %v", b0.Min, b0.Max, box)
	}
	if box.Center()[1] < b0.Min[1]-1e-4 || box.Center()[1] > b0.Max[1]+1e-4 {
		t.Errorf("the line %v misses the tile's middle %v", l, box.Center())
	}
}

// TestForeignFixtures draws from the small archives of other projects.
func TestForeignFixtures(t *testing.T) {
	world := orb.Bound{Min: orb.Point{-180, -85}, Max: orb.Point{180, 85}}
	if fs := must(ask(t, openTiles(t, realTiles+"test_fixture_1.pmtiles"), world, 200_000)); len(fs) != 1 || fs[0].Class != "plain.area" {
		t.Errorf("test_fixture_1: %v, want a plain area", fs)
	}
	if _, err := ask(t, openTiles(t, realTiles+"uncompressed_mvt.mbtiles"), world, 200_000); !errors.Is(err, tile.ErrDamaged) {
		t.Errorf("a tile of two bytes: %v", err)
	}
	cities := openTiles(t, realTiles+"world_cities.mbtiles")
	if _, err := ask(t, cities, world, 200_000); !errors.Is(err, basemap.ErrFar) {
		t.Errorf("the whole world at 1:200 000: %v", err)
	}
	// Nobody has a rule for cities of this kind, so they are drawn plainly, by name.
	south := must(ask(t, cities, orb.Bound{Min: orb.Point{-1, 51}, Max: orb.Point{1, 52}}, 200_000))
	if len(south) != 1 || south[0].Class != "plain.point" || south[0].Name != "London" {
		t.Errorf("%v, want London as a plain point", south)
	}
	if _, err := basemap.OpenTiles(realTiles+"rzeszow-raster-jpg.mbtiles", basemap.TilesOptions{}); !errors.Is(err, tile.ErrPicture) {
		t.Errorf("pictures: %v", err)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// TestDamagedVectorTiles: half a tile, an empty one, none, and one packed twice; the
// levels above are good and stand in.
func TestDamagedVectorTiles(t *testing.T) {
	a := openTiles(t, realTiles+"broken/rzeszow-corrupt-tiles.mbtiles")
	fs, err := ask(t, a, rzeszow, 3000)
	if !errors.Is(err, tile.ErrDamaged) {
		t.Errorf("error %v", err)
	}
	if n := countClasses(fs); n["road.residential"] == 0 {
		t.Errorf("nothing stands in for damaged tiles: %v", n)
	}
	if n := a.Damaged(); n < 3 || n > 4 {
		t.Errorf("%d damaged tiles", n)
	}
	if fs, err := ask(t, a, rzeszow, 30_000); err != nil || len(fs) == 0 {
		t.Errorf("at zoom 13: %d features, %v", len(fs), err)
	}
}

// TestRowsOfVectorTiles: an archive that counts its rows from the north against
// the specification, and one whose metadata say nothing.
func TestRowsOfVectorTiles(t *testing.T) {
	for _, file := range []string{"rzeszow-xyz-rows-not-tms.mbtiles", "rzeszow-uncompressed-no-json.mbtiles"} {
		a := openTiles(t, realTiles+"broken/"+file)
		fs, err := ask(t, a, rzeszow, 12_000)
		if err != nil || countClasses(fs)["road.residential"] == 0 {
			t.Errorf("%s: %v, %v", file, countClasses(fs), err)
		}
		if !a.Bound().Contains(rzeszow.Center()) {
			t.Errorf("%s covers %v", file, a.Bound())
		}
	}
}

func lengths(fs []source.Feature) map[string]float64 {
	out := map[string]float64{}
	for _, f := range fs {
		if f.Flags&source.NameOnly != 0 {
			continue
		}
		switch g := f.Geometry.(type) {
		case orb.LineString:
			out[f.Class] += lengthWithin(g)
		case orb.MultiLineString:
			for _, l := range g {
				out[f.Class] += lengthWithin(l)
			}
		}
	}
	return out
}

// lengthWithin is the length in metres of what of a line lies in the district.
func lengthWithin(l orb.LineString) float64 {
	sum := 0.0
	for _, p := range clip.LineString(rzeszow, l) {
		sum += geo.Length(p)
	}
	return sum
}

func extents(fs []source.Feature) map[string]float64 {
	out := map[string]float64{}
	for _, f := range fs {
		if g, ok := f.Geometry.(orb.MultiPolygon); ok {
			out[f.Class] += geo.Area(clip.MultiPolygon(rzeszow, g.Clone()))
		}
	}
	return out
}

// FuzzVectorTile feeds a tile of any bytes to the decoder: no panic, no hang, and
// nothing outside of the world.
func FuzzVectorTile(f *testing.F) {
	for _, file := range []string{realTiles + "rzeszow-openmaptiles.pmtiles", realTiles + "rzeszow-vector.pmtiles", tileCases + "tile-vector-gzip/wektor.mbtiles"} {
		a, err := tile.OpenVector(file)
		if err != nil {
			f.Fatal(err)
		}
		info := a.Info()
		for z := max(info.MinZoom, 11); z <= min(info.MaxZoom, 13); z++ {
			b, err := a.Read(context.Background(), tile.At(info.Bound.Center(), z), tile.Wait)
			if err == nil {
				b, err = tile.Unpack(b)
			}
			if err == nil && len(b) < 40_000 {
				f.Add(b)
			}
		}
		a.Close()
	}
	rules := must(basemap.ParseRules(assets.Read("basemap/style.json")))
	schemas := must(basemap.ParseSchemas(assets.Read("basemap/schemas.json")))
	world := orb.Bound{Min: orb.Point{-181, -90}, Max: orb.Point{181, 90}}
	f.Fuzz(func(t *testing.T, b []byte) {
		s := must(basemap.TilesOf(oneTile(b), basemap.TilesOptions{Rules: rules, Schemas: schemas}))
		for g, err := range s.Features(context.Background(), source.Query{Bound: world, Scale: 1e9}) {
			if err != nil {
				continue
			}
			if b := g.Geometry.Bound(); math.IsNaN(b.Min[0]) || math.IsNaN(b.Max[1]) {
				t.Errorf("%s lies in %v", g.Class, b)
			}
		}
	})
}

// oneTile is an archive of one tile, the world.
type oneTile []byte

func (o oneTile) Info() tile.Info {
	return tile.Info{Name: "one", Bound: orb.Bound{Min: orb.Point{-180, -85}, Max: orb.Point{180, 85}}}
}

func (o oneTile) Read(_ context.Context, id tile.ID, _ tile.How) ([]byte, error) {
	if id != (tile.ID{}) {
		return nil, tile.ErrNone
	}
	return o, nil
}

func (o oneTile) Close() error { return nil }
