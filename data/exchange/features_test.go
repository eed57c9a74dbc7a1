package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"pinezka/data"
)

// feats reads all features of a file as it is inspected with the options.
func feats(t *testing.T, path string, opt Options) (*Proposal, []feature) {
	t.Helper()
	p, err := Inspect(context.Background(), path, opt)
	if err != nil {
		t.Fatal(err)
	}
	var out []feature
	_, err = p.features()(context.Background(), func(f *feature) error {
		c := *f
		c.names, c.values = slices.Clone(f.names), slices.Clone(f.values)
		out = append(out, c)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return p, out
}

func (f *feature) value(name string) string {
	if i := slices.Index(f.names, name); i >= 0 {
		return f.values[i]
	}
	return ""
}

func infos(p *Proposal, code Code) []string {
	var out []string
	for _, f := range p.Infos {
		if f.Code == code {
			out = append(out, f.Value)
		}
	}
	return out
}

func TestCaseShapefile(t *testing.T) {
	var want struct {
		CRS, Encoding string
		Read          int
		OnMap         int `json:"on_map"`
		Columns       []string
		Records       []wantRecord
	}
	expected(t, "imp-shp-no-prj-no-cpg", &want)
	for _, file := range []string{"miejsca.zip", "miejsca.shp", "miejsca.dbf", "miejsca.shx"} {
		path := caseFile("imp-shp-no-prj-no-cpg", file)
		p, err := Inspect(context.Background(), path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Questions) != 1 || p.Questions[0].Key != AskCRS || p.Questions[0].Proposal != want.CRS || p.Encoding != want.Encoding {
			t.Fatalf("%s: %s, questions %+v", file, p.Encoding, p.Questions)
		}
		for _, err := range Read(context.Background(), p, catalogue(t)) {
			if !errors.Is(err, ErrQuestion) {
				t.Fatalf("%s is read with an open question: %v", file, err)
			}
		}
		got := read(t, path, Options{Answers: map[string]string{AskCRS: want.CRS}})
		if got.tally.Read != want.Read || got.tally.OnMap != want.OnMap || !slices.Equal(got.p.Header(), want.Columns) {
			t.Errorf("%s: columns %q, %+v", file, got.p.Header(), got.tally.Counts())
		}
		for _, w := range want.Records {
			r := got.find(t, idText(w.ID))
			near(t, r, w.Lon, w.Lat, 2e-6)
			if r.Text != w.Text {
				t.Errorf("%s: text %q, want %q", file, r.Text, w.Text)
			}
		}
		// Another encoding can be answered, and shows at once.
		other := read(t, path, Options{Answers: map[string]string{AskCRS: "2180", AskEncoding: CP852}})
		if s := other.p.Preview[0][2]; s == want.Records[0].Text || other.p.Encoding != CP852 {
			t.Errorf("%s: after an answer the text is %q", file, s)
		}
	}
}

func TestCaseKMLNested(t *testing.T) {
	var want struct {
		Placemarks, Holes int
		Points            [][2]float64
		LineVertices      int      `json:"line_vertices"`
		NoPlace           []string `json:"no_place"`
		TimeLocal         string   `json:"time_local"`
	}
	expected(t, "imp-kml-nested-whitespace", &want)
	path := caseFile("imp-kml-nested-whitespace", "spacer.kml")
	p, fs := feats(t, path, Options{})
	if len(fs) != want.Placemarks || p.CRS != 4326 {
		t.Fatalf("%d placemarks in EPSG:%d", len(fs), p.CRS)
	}
	var points [][2]float64
	var without []string
	for _, f := range fs {
		switch g := f.shape.(type) {
		case orb.Point:
			points = append(points, g)
		case orb.MultiPoint:
			for _, c := range g {
				points = append(points, c)
			}
		case orb.LineString:
			if len(g) != want.LineVertices {
				t.Errorf("the line has %d corners", len(g))
			}
		case orb.Polygon:
			if len(g)-1 != want.Holes || planar.PolygonContains(g, orb.Point{20.678, 52.142}) || !planar.PolygonContains(g, orb.Point{20.672, 52.142}) {
				t.Errorf("the area is %v", g)
			}
		case nil:
			without = append(without, f.value("name"))
		}
	}
	if !slices.Equal(points, want.Points) || !slices.Equal(without, want.NoPlace) {
		t.Errorf("points %v, without place %q", points, without)
	}
	if s := fs[0].value("folder"); s != "Bezpieczeństwo / Parkowanie" {
		t.Errorf("the folders are %q", s)
	}
	got := read(t, path, Options{})
	first := got.reports()[0]
	near(t, first, want.Points[0][0], want.Points[0][1], 1e-9)
	if first.CategoryWritten != "Nieprawidłowe parkowanie" || first.Category != "parking" || first.When.Wall != want.TimeLocal || first.When.Original == "" ||
		first.Text != "Auta na chodniku\nCodziennie rano\nprzy szkole & przedszkolu" {
		t.Errorf("the first is %+v", first)
	}
	near(t, got.reports()[1], want.Points[1][0], want.Points[1][1], 1e-9) // the first of two
	last := got.reports()[4]
	if last.Where.Known() || last.Text != want.NoPlace[0] || got.tally.WithoutPlace != len(want.NoPlace) || len(got.rowsOf(WarnNoPlace)) != 1 {
		t.Errorf("the last is %+v", last)
	}
	// The folder can be made the category.
	m := got.p.Mapping
	m.Columns = slices.Clone(m.Columns)
	for i, c := range m.Columns {
		switch c.Name {
		case "folder":
			m.Columns[i].Role = RoleCategory
		case "kategoria":
			m.Columns[i].Role = RoleNone
		}
	}
	byFolder := read(t, path, Options{Mapping: &m})
	if r := byFolder.reports()[0]; r.CategoryWritten != "Bezpieczeństwo / Parkowanie" {
		t.Errorf("with the folder as category it is %+v", r)
	}
	areas, _, err := ReadAreas(context.Background(), path, Options{})
	if err != nil || len(areas) != 1 || areas[0].Name != "Park (bez stawu)" || len(areas[0].Geometry[0])-1 != want.Holes {
		t.Errorf("areas %+v, %v", areas, err)
	}
}

func hashFile(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

func TestCaseGeoPackageNull(t *testing.T) {
	var want struct {
		Read    int
		OnMap   []int `json:"on_map"`
		NoPlace []int `json:"no_place"`
		SHA256  string
		Records []wantRecord
	}
	expected(t, "imp-gpkg-null-geometry", &want)
	path := caseFile("imp-gpkg-null-geometry", "braki.gpkg")
	dir, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	got := read(t, path, Options{})
	var onMap, without []int
	for _, row := range got.rows {
		if row.Report.Where.Known() {
			onMap = append(onMap, row.Row)
		} else {
			without = append(without, row.Row)
		}
	}
	if got.tally.Read != want.Read || !slices.Equal(onMap, want.OnMap) || !slices.Equal(without, want.NoPlace) || !slices.Equal(got.rowsOf(WarnNoPlace), want.NoPlace) {
		t.Errorf("on the map %v, without place %v", onMap, without)
	}
	for _, w := range want.Records {
		near(t, got.find(t, idText(w.ID)), w.Lon, w.Lat, 1e-6)
	}
	after, err := os.ReadDir(filepath.Dir(path))
	if h := hashFile(t, path); h != want.SHA256 || err != nil || len(after) != len(dir) {
		t.Errorf("the file is %s now, beside it lie %v", h, after)
	}
}

// within measures the time and the memory that stays allocated or was allocated
// in between, in megabytes.
func within(t *testing.T, seconds, mb float64, do func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	do()
	took := time.Since(start).Seconds()
	runtime.ReadMemStats(&after)
	if used := float64(after.TotalAlloc-before.TotalAlloc) / (1 << 20); took > seconds || used > mb {
		t.Errorf("it took %.1f s and %.0f MB, may %.0f s and %.0f MB", took, used, seconds, mb)
	}
}

func TestCaseEntityBomb(t *testing.T) {
	var want struct {
		Message string
		Seconds float64 `json:"max_seconds"`
		MB      float64 `json:"max_extra_mb"`
	}
	expected(t, "sec-kml-entity-bomb", &want)
	bomb, err := os.ReadFile(caseFile("sec-kml-entity-bomb", "bomba.kml"))
	if err != nil || want.Message != "error" {
		t.Fatal(err, want)
	}
	for name, path := range map[string]string{
		"nested": caseFile("sec-kml-entity-bomb", "bomba.kml"), "long": caseFile("sec-kml-entity-bomb", "kwadrat.kml"),
		"behind a comment": file(t, "c.kml", strings.Replace(string(bomb), "<!DOCTYPE", "<!-- "+strings.Repeat("x", 2*sniffed)+" --><!DOCTYPE", 1)),
		"in an archive":    zipped(t, "b.kmz", map[string]string{"doc.kml": string(bomb)}),
	} {
		within(t, want.Seconds, want.MB, func() {
			_, err := Inspect(context.Background(), path, Options{})
			var f *FormatError
			if !errors.As(err, &f) || f.File == "" || name != "behind a comment" && f.Is != "doctype" {
				t.Errorf("%s gives %v", name, err)
			}
		})
	}
}

func TestCaseNetworkLink(t *testing.T) {
	var want struct{ Placemarks int }
	expected(t, "sec-kml-network-link", &want)
	got := read(t, caseFile("sec-kml-network-link", "dzwoni.kml"), Options{})
	if got.tally.OnMap != want.Placemarks {
		t.Errorf("%+v", got.tally.Counts())
	}
	if a, b := got.reports()[0].Text, got.reports()[1].Text; a != "Punkt 1\nOpis link link2" || b != "Punkt 2" {
		t.Errorf("the texts are %q and %q", a, b)
	}
	if left := infos(got.p, FoundNotLoaded); !slices.Equal(left, []string{"NetworkLink http://127.0.0.1:9911/dane.kml", "GroundOverlay http://127.0.0.1:9911/mapa.png"}) {
		t.Errorf("said to be not loaded: %q", left)
	}
}

func TestCaseZipSlip(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv("TMP", dir)
	got := read(t, caseFile("sec-kmz-zip-slip", "wycieczka.kmz"), Options{})
	if got.tally.Read != 1 {
		t.Errorf("%+v", got.tally.Counts())
	}
	near(t, got.reports()[0], 20.68, 52.14, 1e-9)
	if n := infos(got.p, FoundEntryName); len(n) != 4 || n[0] != "../../poza.txt" {
		t.Errorf("strange names are %q", n)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("%v lie in the temporary folder, %v", left, err)
	}
	for _, name := range []string{"../../poza.txt", `..\..\poza2.txt`, "/tmp/poza3.txt", "C:/poza4.txt", "poza.txt", "poza2.txt", "poza3.txt", "poza4.txt", "../poza.txt"} {
		if _, err := os.Stat(name); err == nil {
			t.Errorf("%s was written", name)
		}
	}
}

func TestCaseZipBomb(t *testing.T) {
	var want map[string]struct {
		Message string
		Seconds float64 `json:"max_seconds"`
		MB      float64 `json:"max_extra_mb"`
		Read    int
	}
	expected(t, "sec-xlsx-zip-bomb", &want)
	bomb := want["bomba.xlsx"]
	within(t, bomb.Seconds, bomb.MB, func() {
		if _, err := Inspect(context.Background(), caseFile("sec-xlsx-zip-bomb", "bomba.xlsx"), Options{}); !errors.Is(err, ErrTooLarge) {
			t.Errorf("the bomb gives %v", err)
		}
	})
	if got := read(t, caseFile("sec-xlsx-zip-bomb", "uczciwy.xlsx"), Options{}); got.tally.Read != want["uczciwy.xlsx"].Read {
		t.Errorf("%+v", got.tally.Counts())
	}
}

// One content in four formats and three coordinate systems: the areas are those
// of the GeoJSON file from which they were made.
func TestRealAreasAlike(t *testing.T) {
	read := func(file string, opt Options) []data.Area {
		areas, _, err := ReadAreas(context.Background(), filepath.Join(realData, file), opt)
		if err != nil {
			t.Fatal(err)
		}
		return areas
	}
	want := read("boundaries/powiat-hajnowski-gminy.geojson", Options{})
	for file, answers := range map[string]map[string]string{
		"vector/gminy-hajnowski-2180-cp1250-bez-cpg.zip": nil, "vector/gminy-hajnowski-2179-bez-prj.zip": {AskCRS: "EPSG:2179"}, "vector/gminy-hajnowski-2180.gml": nil,
	} {
		got := read(file, Options{Answers: answers})
		if len(got) != len(want) || len(got) != 9 {
			t.Fatalf("%s has %d areas", file, len(got))
		}
		for i, a := range got {
			w := want[i]
			if a.Name != w.Name || a.Code != w.Code || a.Kind != w.Kind {
				t.Errorf("%s: area %d is %q %s %s", file, i, a.Name, a.Code, a.Kind)
			}
			// The formats turn rings either way and begin where they like; 1e-5 degrees
			// are a metre, which ETRS89 and the digits of the files allow.
			if len(a.Geometry) != len(w.Geometry) {
				t.Fatalf("%s: %s has %d parts", file, a.Name, len(a.Geometry))
			}
			for j := range a.Geometry {
				for _, c := range a.Geometry[j][0] {
					if !slices.ContainsFunc(w.Geometry[j][0], func(o orb.Point) bool { return planar.Distance(c, o) < 1e-5 }) {
						t.Fatalf("%s: %s has the corner %v", file, a.Name, c)
					}
				}
				if len(a.Geometry[j][0]) != len(w.Geometry[j][0]) {
					t.Errorf("%s: %s has %d corners", file, a.Name, len(a.Geometry[j][0]))
				}
			}
		}
	}
	if _, p, err := ReadAreas(context.Background(), filepath.Join(realData, "vector", "gminy-hajnowski-2179-bez-prj.zip"), Options{}); !errors.Is(err, ErrQuestion) ||
		len(p.Questions) != 1 || p.Questions[0].Proposal != "EPSG:2179" {
		t.Errorf("without .prj: %v", err)
	}
}

func TestRealVector(t *testing.T) {
	vector := func(name string) string { return filepath.Join(realData, "vector", name) }
	powiaty, _, err := ReadAreas(context.Background(), vector("podlaskie-powiaty.kml"), Options{})
	if err != nil || len(powiaty) != 17 || powiaty[0].Name != "augustowski" || powiaty[0].Code != "2001" {
		t.Errorf("%d powiaty, %v", len(powiaty), err)
	}
	// The doc.kml of this archive has nothing but a link to another text in it.
	poi := read(t, vector("rzeszow-poi.kmz"), Options{})
	if poi.tally.OnMap != 387 || len(infos(poi.p, FoundNotLoaded)) > 0 {
		t.Errorf("%+v, not loaded %q", poi.tally.Counts(), infos(poi.p, FoundNotLoaded))
	}
	near(t, poi.reports()[0], 22.0133408, 50.0190843, 1e-9)

	path := vector("rzeszow-2178.gpkg")
	before := hashFile(t, path)
	p, err := Inspect(context.Background(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Questions) != 1 || p.Questions[0].Key != AskLayer || p.Questions[0].Proposal != "roads" || !slices.Equal(p.Questions[0].Choices, []string{"roads", "buildings"}) {
		t.Fatalf("questions %+v", p.Questions)
	}
	for layer, n := range map[string]int{"roads": 826, "buildings": 364} {
		got := read(t, path, Options{Answers: map[string]string{AskLayer: layer}})
		if got.p.Layer != layer || got.p.CRS != 2178 || got.tally.Read != n || got.tally.OnMap != n {
			t.Errorf("%s: EPSG:%d, %+v", layer, got.p.CRS, got.tally.Counts())
		}
		for _, r := range got.reports() {
			if !(orb.Bound{Min: orb.Point{22, 50}, Max: orb.Point{22.04, 50.04}}).Contains(r.Where.Point) {
				t.Fatalf("%s: %v", layer, r.Where.Point)
			}
		}
		// The next file of the same office is not asked about again.
		if next, err := Inspect(context.Background(), path, Options{Mapping: &got.p.Mapping}); err != nil || next.Open() || next.Layer != layer {
			t.Errorf("with the mapping of before: %v, %+v", err, next)
		}
	}
	if _, err := Inspect(context.Background(), path, Options{Answers: map[string]string{AskLayer: "lasy"}}); err == nil {
		t.Error("a layer that is not there is taken")
	}
	if hashFile(t, path) != before {
		t.Error("the file has changed")
	}
}

// A text under a name that promises something else is refused when it is no table
// either; a table is read whatever its name.
func TestTextUnderAnotherName(t *testing.T) {
	for _, ext := range []string{"kml", "kmz", "shp", "gpx", "gml", "gpkg", "geojson", "xlsx"} {
		for _, content := range []string{"tekst", "to nie jest mapa\nnaprawdę\n", "{x"} {
			_, err := Inspect(context.Background(), file(t, "x."+ext, content), Options{})
			var f *FormatError
			switch {
			case err == nil:
				t.Errorf("%q named .%s is read", content, ext)
			case content != "{x" && (!errors.As(err, &f) || f.Is != "text" || f.File != "x."+ext):
				t.Errorf("%q named .%s gives %v", content, ext, err)
			}
		}
		got := read(t, file(t, "x."+ext, "id;kategoria;lat;lon\n1;Wypalanie traw;52;20\n"), Options{})
		if got.p.Format != FormatCSV || got.tally.OnMap != 1 || len(infos(got.p, FoundFormat)) != 1 {
			t.Errorf("a table named .%s is %s", ext, got.p.Format)
		}
	}
	if f, err := Sniff(file(t, "x.csv", `<kml><Document/></kml>`)); f != FormatKML || err != nil {
		t.Errorf("KML named .csv is %q, %v", f, err)
	}
}

func TestGather(t *testing.T) {
	a, b := orb.Point{1, 2}, orb.Point{3, 4}
	line := orb.LineString{a, b}
	area := orb.Polygon{{{0, 0}, {2, 0}, {2, 2}, {0, 2}, {0, 0}}}
	for name, c := range map[string]struct {
		parts  []orb.Geometry
		kind   string
		middle orb.Point
	}{
		"one":              {[]orb.Geometry{a}, "Point", a},
		"points":           {[]orb.Geometry{a, b}, "MultiPoint", a},
		"lines":            {[]orb.Geometry{line, orb.LineString{{0, 0}, {50, 0}, {90, 0}}}, "MultiLineString", orb.Point{50, 0}},
		"areas":            {[]orb.Geometry{area, area}, "MultiPolygon", orb.Point{1, 1}},
		"nested":           {[]orb.Geometry{orb.Collection{orb.MultiPoint{a}, b}}, "MultiPoint", a},
		"a point in all":   {[]orb.Geometry{area, line, b}, "GeometryCollection", b},
		"areas before":     {[]orb.Geometry{area, line}, "GeometryCollection", orb.Point{1, 1}},
		"nothing at all":   {nil, "", orb.Point{}},
		"nothing in parts": {[]orb.Geometry{orb.Collection{}}, "", orb.Point{}},
	} {
		g := gather(c.parts)
		if g == nil {
			if c.kind != "" {
				t.Errorf("%s is nothing", name)
			}
			continue
		}
		m, _, ok := middle(g)
		if g.GeoJSONType() != c.kind || !ok || planar.Distance(m, c.middle) > 1e-9 {
			t.Errorf("%s is %s at %v", name, g.GeoJSONType(), m)
		}
		if back := swapAxes(swapAxes(orb.Clone(g))); !orb.Equal(back, g) {
			t.Errorf("%s turned twice is %v", name, back)
		}
	}
}

func TestGeoJSONCollections(t *testing.T) {
	_, fs := feats(t, file(t, "z.geojson", `{"type":"FeatureCollection","features":[
		{"properties":{"id":1},"geometry":{"type":"GeometryCollection","geometries":[{"type":"LineString","coordinates":[[20,52],[21,52]]},{"type":"Point","coordinates":[20.5,52.5]}]}},
		{"properties":{"id":2},"geometry":{"type":"MultiLineString","coordinates":[[[20,52],[21,52]],[[20,53],[20.1,53]]]}},
		{"properties":{"id":3},"geometry":{"type":"Circle","coordinates":[20,52]}}]}`), Options{})
	if m, _, ok := middle(fs[0].shape); !ok || m != (orb.Point{20.5, 52.5}) {
		t.Errorf("the collection is %v", fs[0].shape)
	}
	if m, _, ok := middle(fs[1].shape); !ok || m != (orb.Point{21, 52}) {
		t.Errorf("the lines are %v", fs[1].shape)
	}
	if fs[2].shape != nil || fs[2].torn == "" {
		t.Errorf("an unknown shape is %+v", fs[2])
	}
}

// A name that occurs again and again keeps its values, within limits.
func TestFeatureSet(t *testing.T) {
	var f feature
	for range 3 {
		f.set("a", "1")
		f.set(" a ", "2")
	}
	if f.set("b", ""); !slices.Equal(f.values, []string{"1; 2; 1; 2; 1; 2", ""}) && !slices.Equal(f.values, []string{"1; 2", ""}) {
		t.Errorf("values are %q", f.values)
	}
	for i := range 200 {
		f.set(strings.Repeat("x", i), "v")
	}
	f.set(strings.Repeat("x", 150), "w")
	if len(f.names) != 202 || f.value(strings.Repeat("x", 150)) != "v; w" || f.bad != "" {
		t.Errorf("%d names, %q", len(f.names), f.value(strings.Repeat("x", 150)))
	}
	for range maxRepeated {
		f.set("b", "long")
		f.set("b", "longer")
	}
	if f.bad == "" || len(f.value("b")) > maxRepeated {
		t.Errorf("a value grows to %d bytes", len(f.value("b")))
	}
}

// fuzzFile holds a reader to what every reader must do: end, and give reports that
// are valid and as many as announced.
func fuzzFile(t *testing.T, path string, cat *data.Catalogue) {
	p, err := Inspect(context.Background(), path, Options{})
	if err != nil {
		return
	}
	if p, err = p.Accept(context.Background()); err != nil || p.Open() {
		t.Fatalf("%v, questions %+v", err, p.Questions)
	}
	var tally Tally
	for row, err := range Read(context.Background(), p, cat) {
		if err != nil {
			t.Fatal(err) // Inspect has read the whole of it before
		}
		if row.Report != nil {
			if err := row.Report.Validate(); err != nil {
				t.Fatal(err)
			}
		}
		tally.Add(row)
	}
	if tally.Read != p.Records || !tally.Counts().AddsUp() {
		t.Errorf("%+v of %d", tally.Counts(), p.Records)
	}
	if _, err := json.Marshal(p.Mapping); err != nil {
		t.Error(err)
	}
	areas, _, err := ReadAreas(context.Background(), path, Options{})
	for _, a := range areas {
		if err := a.Validate(); err != nil {
			t.Error(err)
		}
	}
	if err == nil && len(areas) == 0 {
		t.Error("no areas and no error")
	}
}
