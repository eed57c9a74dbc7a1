package exchange

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/data/crs"
)

// shpBytes writes a .shp of the records' contents.
func shpBytes(kind uint32, records ...[]byte) []byte {
	b := make([]byte, shpHeader)
	binary.BigEndian.PutUint32(b, shpMagic)
	binary.LittleEndian.PutUint32(b[28:], shpVersion)
	binary.LittleEndian.PutUint32(b[32:], kind)
	for i, r := range records {
		b = binary.BigEndian.AppendUint32(b, uint32(i+1))
		b = binary.BigEndian.AppendUint32(b, uint32(len(r)/2))
		b = append(b, r...)
	}
	binary.BigEndian.PutUint32(b[24:], uint32(len(b)/2))
	return b
}

// shpRecord writes whole numbers of 4 bytes and coordinates of 8.
func shpRecord(values ...any) []byte {
	var b []byte
	for _, v := range values {
		switch v := v.(type) {
		case int:
			b = binary.LittleEndian.AppendUint32(b, uint32(v))
		case float64:
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		}
	}
	return b
}

type column struct {
	name string
	kind byte
	size int
}

// dbfBytes writes a table; a record that begins with '*' is deleted.
func dbfBytes(language byte, columns []column, records ...[]string) []byte {
	size := 1
	for _, c := range columns {
		size += c.size
	}
	b := make([]byte, 32)
	b[0], b[29] = 3, language
	binary.LittleEndian.PutUint32(b[4:], uint32(len(records)))
	binary.LittleEndian.PutUint16(b[8:], uint16(33+32*len(columns)))
	binary.LittleEndian.PutUint16(b[10:], uint16(size))
	for _, c := range columns {
		f := make([]byte, 32)
		copy(f, c.name)
		f[11], f[16] = c.kind, byte(c.size)
		b = append(b, f...)
	}
	b = append(b, '\r')
	for _, r := range records {
		mark := byte(' ')
		if len(r) > len(columns) {
			mark, r = '*', r[1:]
		}
		b = append(b, mark)
		for i, c := range columns {
			b = append(b, (r[i] + strings.Repeat(" ", c.size))[:c.size]...)
		}
	}
	return append(b, 0x1a)
}

// loose writes the parts of a shapefile beside each other and returns its .shp.
func loose(t testing.TB, parts map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for ext, b := range parts {
		if err := os.WriteFile(filepath.Join(dir, "warstwa"+ext), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "warstwa.shp")
}

const inDegrees = `GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`

func TestShapes(t *testing.T) {
	box := []any{0.0, 0.0, 0.0, 0.0}
	with := func(kind int, rest ...any) []byte { return shpRecord(append(append([]any{kind}, box...), rest...)...) }
	outer := []any{0.0, 0.0, 0.0, 9.0, 9.0, 9.0, 9.0, 0.0, 0.0, 0.0} // clockwise
	hole := []any{1.0, 1.0, 2.0, 1.0, 2.0, 2.0, 1.0, 1.0}            // the other way
	far := []any{20.0, 0.0, 20.0, 1.0, 21.0, 1.0, 20.0, 0.0}         // clockwise
	all := func(lists ...[]any) []any { return slices.Concat(lists...) }
	square := orb.Polygon{{{0, 0}, {0, 9}, {9, 9}, {9, 0}, {0, 0}}}
	holed := append(orb.Clone(square).(orb.Polygon), orb.Ring{{1, 1}, {2, 1}, {2, 2}, {1, 1}})
	second := orb.Polygon{{{20, 0}, {20, 1}, {21, 1}, {20, 0}}}
	for name, c := range map[string]struct {
		b    []byte
		want orb.Geometry
		torn bool
	}{
		"null":                 {shpRecord(0), nil, false},
		"point":                {shpRecord(1, 20.5, 52.5), orb.Point{20.5, 52.5}, false},
		"point z":              {shpRecord(11, 20.5, 52.5, 7.0, 8.0), orb.Point{20.5, 52.5}, false},
		"point m":              {shpRecord(21, 20.5, 52.5, 7.0), orb.Point{20.5, 52.5}, false},
		"empty point":          {shpRecord(1, math.NaN(), math.NaN()), nil, false},
		"no data":              {shpRecord(1, -1.7e308, -1.7e308), nil, false},
		"infinite":             {shpRecord(1, math.Inf(1), 1.0), nil, true},
		"points":               {with(8, 2, 1.0, 2.0, 3.0, 4.0), orb.MultiPoint{{1, 2}, {3, 4}}, false},
		"points m":             {with(28, 1, 1.0, 2.0, 0.0, 0.0, 5.0), orb.Point{1, 2}, false},
		"no points":            {with(18, 0), nil, false},
		"line":                 {with(3, 1, 2, 0, 1.0, 2.0, 3.0, 4.0), orb.LineString{{1, 2}, {3, 4}}, false},
		"lines z":              {with(13, 2, 4, 0, 2, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0), orb.MultiLineString{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}, false},
		"area":                 {with(5, all([]any{1, 5, 0}, outer)...), square, false},
		"area with a hole":     {with(5, all([]any{2, 9, 0, 5}, outer, hole)...), holed, false},
		"hole first":           {with(15, all([]any{2, 9, 0, 4}, hole, outer)...), holed, false},
		"two and a hole":       {with(25, all([]any{3, 13, 0, 5, 9}, outer, far, hole)...), orb.MultiPolygon{holed, second}, false},
		"turned the wrong way": {with(5, all([]any{1, 4, 0}, hole)...), orb.Polygon{{{1, 1}, {2, 1}, {2, 2}, {1, 1}}}, false},
		"not closed":           {with(5, 1, 3, 0, 0.0, 0.0, 0.0, 9.0, 9.0, 9.0), orb.Polygon{{{0, 0}, {0, 9}, {9, 9}, {0, 0}}}, false},
		"two corners":          {with(5, 1, 2, 0, 0.0, 0.0, 0.0, 9.0), nil, true},
		"more than there are":  {with(8, 1000, 1.0, 2.0), nil, true},
		"overflow":             {with(8, -1, 1.0, 2.0), nil, true},
		"parts overlap":        {with(3, 2, 2, 1, 0, 1.0, 2.0, 3.0, 4.0), nil, true},
		"patches":              {with(31, 1, 1, 0, 0, 1.0, 2.0), nil, true},
		"cut off":              {shpRecord(1, 20.5), nil, true},
	} {
		g, err := parseSHP(c.b)
		if (err != nil) != c.torn || (g == nil) != (c.want == nil) || g != nil && !orb.Equal(g, c.want) {
			t.Errorf("%s is %v, %v", name, g, err)
		}
	}
}

func TestDBF(t *testing.T) {
	cols := []column{{"OPIS", 'C', 20}, {"LICZBA", 'N', 8}, {"F", 'F', 6}, {"DZIEN", 'D', 8}, {"TAK", 'L', 1}, {"MEMO", 'M', 10}, {"OPIS", 'C', 4}}
	point := shpRecord(1, 20.5, 52.5)
	path := loose(t, map[string][]byte{
		".shp": shpBytes(1, point, point, shpRecord(0), point),
		".dbf": dbfBytes(0xc8, cols, []string{"\xafle", "12", "1.5", "20240506", "T", "1", "a"}, []string{"*", "gone", "", "", "", "", "", ""},
			[]string{"", "********", "", "00000000", "?", "", ""}, []string{"  x", " -3", "", "        ", "n", "", "b"}),
		".prj": []byte(inDegrees),
	})
	p, fs := feats(t, path, Options{})
	if p.Encoding != Windows1250 || p.CRS != 4326 || p.Open() {
		t.Errorf("%s, EPSG:%d, %+v", p.Encoding, p.CRS, p.Questions)
	}
	if !slices.Equal(p.Header(), []string{"OPIS", "LICZBA", "F", "DZIEN", "TAK", "OPIS 2"}) {
		t.Errorf("columns %q", p.Header())
	}
	want := [][]string{{"Żle", "12", "1.5", "20240506", "true", "a"}, {"", "", "", "", "", ""}, {"x", "-3", "", "", "false", "b"}}
	if len(fs) != len(want) {
		t.Fatalf("%d records", len(fs))
	}
	for i, f := range fs {
		if !slices.Equal(f.values, want[i]) {
			t.Errorf("record %d is %q", f.number, f.values)
		}
	}
	if fs[1].shape != nil || fs[2].shape == nil || fs[2].number != 4 {
		t.Errorf("shapes and rows do not go together: %+v", fs)
	}
	if n := infos(p, FoundDeleted); !slices.Equal(n, []string{"1"}) {
		t.Errorf("deleted: %q", n)
	}
	if n := infos(p, FoundNotLoaded); !slices.Equal(n, []string{"MEMO"}) {
		t.Errorf("not loaded: %q", n)
	}
	got := readAll(t, p)
	if r := got.reports()[0]; r.When.Wall != "2024-05-06" {
		t.Errorf("the day is %+v", r.When)
	}
}

func TestDBFEncodings(t *testing.T) {
	text := map[string]string{Windows1250: "\xaf\xf3\xb3\xe6 \x9cli\xb9z", UTF8: "Żółć śliąz", ISO8859_2: "\xaf\xf3\xb3\xe6 \xb6li\xb1z", CP852: "\xbd\xa2\x88\x86 \x98li\xa5z"}
	for name, c := range map[string]struct {
		written  string
		language byte
		cpg      string
		is       string
	}{
		"guessed":               {Windows1250, 0, "", Windows1250},
		"guessed utf-8":         {UTF8, 0, "", UTF8},
		"guessed iso":           {ISO8859_2, 0x57, "", ISO8859_2},
		"guessed dos":           {CP852, 0, "", CP852},
		"named":                 {ISO8859_2, 0xc8, "ISO-8859-2\r\n", ISO8859_2},
		"by number":             {Windows1250, 0, "1250", Windows1250},
		"by the byte":           {CP852, 0x64, "", CP852},
		"named wrongly":         {Windows1250, 0, "UTF-8", Windows1250},
		"named unknown":         {Windows1250, 0, "GB18030", Windows1250},
		"utf-8 with a mark":     {UTF8, 0, "\xef\xbb\xbfUTF-8", UTF8},
		"the byte says nothing": {UTF8, 0x57, "", UTF8},
	} {
		parts := map[string][]byte{
			".shp": shpBytes(1, shpRecord(1, 20.5, 52.5)), ".prj": []byte(inDegrees),
			".dbf": dbfBytes(c.language, []column{{"opis", 'C', 30}}, []string{text[c.written]}),
		}
		if c.cpg != "" {
			parts[".cpg"] = []byte(c.cpg)
		}
		p, fs := feats(t, loose(t, parts), Options{})
		if p.Encoding != c.is || p.Open() || fs[0].value("opis") != text[UTF8] {
			t.Errorf("%s: %s, %q, %+v", name, p.Encoding, fs[0].values, p.Questions)
		}
	}
	// A letter that the width of the column cuts in two is left out.
	_, fs := feats(t, loose(t, map[string][]byte{
		".shp": shpBytes(1, shpRecord(1, 20.5, 52.5)), ".cpg": []byte("UTF-8"), ".dbf": dbfBytes(0, []column{{"opis", 'C', 10}}, []string{"Żółć śliąz"}),
	}), Options{})
	if s := fs[0].value("opis"); s != "Żółć " && s != "Żółć" {
		t.Errorf("a cut text is %q", s)
	}
	path := loose(t, map[string][]byte{".shp": shpBytes(1), ".dbf": dbfBytes(0, []column{{"opis", 'C', 10}})})
	if _, err := Inspect(context.Background(), path, Options{Answers: map[string]string{AskEncoding: UTF16LE}}); err == nil {
		t.Error("a table in UTF-16 is believed")
	}
}

func TestShapefileParts(t *testing.T) {
	point := func(x, y float64) []byte { return shpBytes(1, shpRecord(1, x, y)) }
	table := func(text string) []byte { return dbfBytes(0, []column{{"opis", 'C', 10}}, []string{text}) }
	broken := func(name string, parts map[string][]byte, ext, is string) {
		t.Helper()
		path := strings.TrimSuffix(loose(t, parts), ".shp") + ext
		_, err := Inspect(context.Background(), path, Options{})
		var f *FormatError
		if !errors.As(err, &f) || f.Is != is || f.File != "warstwa"+ext {
			t.Errorf("%s gives %v", name, err)
		}
	}
	whole, rows := point(20.5, 52.5), table("a")
	broken("a table alone", map[string][]byte{".dbf": rows}, ".dbf", "shapefile-part")
	broken("an index alone", map[string][]byte{".shx": whole}, ".shx", "shapefile-part")
	broken("shapes cut off", map[string][]byte{".shp": whole[:len(whole)-6], ".dbf": rows}, ".shp", "damaged")
	broken("shapes cut off in the header", map[string][]byte{".shp": whole[:60], ".dbf": rows}, ".shp", "damaged")
	broken("a table cut off", map[string][]byte{".shp": whole, ".dbf": rows[:len(rows)-6]}, ".shp", "damaged")
	broken("a table cut off in the header", map[string][]byte{".shp": whole, ".dbf": rows[:40]}, ".shp", "damaged")

	for name, parts := range map[string]map[string][]byte{
		"capitals": {".SHP": whole, ".DBF": rows, ".PRJ": []byte(inDegrees)}, "mixed": {".Shp": whole, ".dBf": rows, ".Prj": []byte(inDegrees)},
	} {
		dir := filepath.Dir(loose(t, parts))
		list, err := filepath.Glob(filepath.Join(dir, "*.[Ss]*"))
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		if p, fs := feats(t, list[0], Options{}); p.CRS != 4326 || p.Open() || fs[0].value("opis") != "a" {
			t.Errorf("%s: %+v", name, fs)
		}
	}

	p, fs := feats(t, loose(t, map[string][]byte{".shp": whole, ".prj": []byte(inDegrees)}), Options{})
	if len(fs) != 1 || fs[0].shape == nil || !slices.Equal(infos(p, FoundNotLoaded), []string{"warstwa.dbf"}) || p.Encoding != "" {
		t.Errorf("without a table: %+v, %+v", fs, p.Infos)
	}
	_, fs = feats(t, loose(t, map[string][]byte{".shp": whole, ".dbf": dbfBytes(0, []column{{"opis", 'C', 3}}, []string{"a"}, []string{"b"})}), Options{})
	if len(fs) != 2 || fs[1].shape != nil || fs[1].value("opis") != "b" {
		t.Errorf("more rows than shapes: %+v", fs)
	}

	// A state that differs in the table alone is another file.
	path := loose(t, map[string][]byte{".shp": whole, ".dbf": rows})
	one, err := Digest(path)
	if err != nil {
		t.Fatal(err)
	}
	byTable, _ := Digest(strings.TrimSuffix(path, ".shp") + ".dbf")
	if err := os.WriteFile(strings.TrimSuffix(path, ".shp")+".dbf", table("b"), 0o600); err != nil {
		t.Fatal(err)
	}
	if two, err := Digest(path); err != nil || two == one || byTable != one {
		t.Errorf("digests %s, %s, %s", one, byTable, two)
	}
}

func TestShapefileLayers(t *testing.T) {
	line := shpBytes(3, shpRecord(3, 0.0, 0.0, 0.0, 0.0, 1, 2, 0, 20.0, 52.0, 21.0, 52.0), shpRecord(0), shpRecord(0))
	point := shpBytes(1, shpRecord(1, 20.5, 52.5), shpRecord(1, 20.6, 52.6))
	rows := func(n int) string {
		var list [][]string
		for i := range n {
			list = append(list, []string{fmt.Sprint(i)})
		}
		return string(dbfBytes(0, []column{{"id", 'N', 4}}, list...))
	}
	path := zipped(t, "dane.zip", map[string]string{
		"a/drogi.shp": string(line), "a/drogi.dbf": rows(3), "a/drogi.prj": inDegrees, "punkty.shp": string(point), "punkty.dbf": rows(2), "punkty.prj": inDegrees,
		"b/drogi.shp": string(line), "b/drogi.dbf": rows(3), "podglad.kml": "<kml/>", "__MACOSX/._punkty.shp": "x",
	})
	p, _ := feats(t, path, Options{})
	if len(p.Questions) != 1 || p.Questions[0].Key != AskLayer || p.Questions[0].Proposal != "punkty" ||
		!slices.Equal(p.Questions[0].Choices, []string{"a/drogi", "b/drogi", "punkty"}) {
		t.Fatalf("questions %+v", p.Questions)
	}
	if n := infos(p, FoundNotLoaded); !slices.Equal(n, []string{"podglad.kml"}) {
		t.Errorf("not loaded: %q", n)
	}
	if got := read(t, path, Options{Answers: map[string]string{AskLayer: "punkty"}}); got.tally.OnMap != 2 {
		t.Errorf("%+v", got.tally.Counts())
	}
	if got := read(t, path, Options{Answers: map[string]string{AskLayer: "a/drogi"}}); got.tally.OnMap != 1 || got.tally.WithoutPlace != 2 {
		t.Errorf("%+v", got.tally.Counts())
	}
	// Both questions of a layer without .prj are answered by Accept.
	p, err := Inspect(context.Background(), path, Options{Answers: map[string]string{AskLayer: "b/drogi"}})
	if err != nil || len(p.Questions) != 1 || p.Questions[0].Key != AskCRS {
		t.Fatalf("%+v, %v", p.Questions, err)
	}
	if p, err = p.Accept(context.Background()); err != nil || p.Open() || p.CRS != 4326 || p.Layer != "b/drogi" {
		t.Errorf("%+v, %v", p, err)
	}
}

// A coordinate system that is not named, or not known, is asked for whatever the
// numbers look like.
func TestShapefileCRS(t *testing.T) {
	place := orb.Point{20.6862, 52.1381}
	in := func(code int) orb.Point {
		c, err := crs.ByEPSG(code)
		if err != nil {
			t.Fatal(err)
		}
		return c.Project(place)
	}
	zone7 := in(2178)
	for name, c := range map[string]struct {
		at       orb.Point
		prj      string
		proposal string // "" when nothing is asked
		crs      int
		unknown  bool
	}{
		"degrees without":  {place, "", "EPSG:4326", 4326, false},
		"metres without":   {in(2180), "", "EPSG:2180", 2180, false},
		"zone 7 without":   {zone7, "", "EPSG:2178", 2178, false},
		"mercator without": {in(3857), "", "EPSG:3857", 3857, false},
		"swapped":          {orb.Point{zone7[1], zone7[0]}, "", "EPSG:2178", 2178, false},
		"named":            {place, inDegrees, "", 4326, false},
		"old datum":        {place, `GEOGCS["Pulkovo 1942",DATUM["D_Pulkovo_1942",SPHEROID["Krasovsky_1940",6378245.0,298.3]]]`, "EPSG:4326", 4326, true},
		"rubbish":          {place, "układ lokalny", "EPSG:4326", 4326, true},
	} {
		parts := map[string][]byte{".shp": shpBytes(1, shpRecord(1, c.at[0], c.at[1])), ".dbf": dbfBytes(0, []column{{"id", 'N', 3}}, []string{"1"})}
		if c.prj != "" {
			parts[".prj"] = []byte(c.prj)
		}
		path := loose(t, parts)
		p, err := Inspect(context.Background(), path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		asked := ""
		for _, q := range p.Questions {
			asked += q.Proposal
		}
		warned := slices.ContainsFunc(p.Warnings, func(f Finding) bool { return f.Code == WarnCRSUnknown })
		if asked != c.proposal || p.CRS != c.crs || warned != c.unknown {
			t.Errorf("%s: asked %q, EPSG:%d, warnings %+v", name, asked, p.CRS, p.Warnings)
		}
		if p, err = p.Accept(context.Background()); err != nil || p.Open() {
			t.Fatalf("%s: %+v, %v", name, p.Questions, err)
		}
		got := readAll(t, p)
		near(t, got.reports()[0], place[0], place[1], 1e-8)
	}
}

func FuzzSHP(f *testing.F) {
	whole := shpBytes(5, shpRecord(5, 0.0, 0.0, 0.0, 0.0, 1, 4, 0, 20.0, 52.0, 20.0, 53.0, 21.0, 53.0, 20.0, 52.0), shpRecord(0), shpRecord(1, 20.0, 52.0))
	rows := dbfBytes(0, []column{{"id", 'N', 3}, {"data", 'D', 8}, {"opis", 'C', 9}}, []string{"1", "20240506", "\xaf\xf3\xb3"}, []string{"*", "2", "", ""}, []string{"3", "x", ""})
	f.Add(whole, rows, inDegrees)
	f.Add(shpBytes(18, shpRecord(18, 0.0, 0.0, 0.0, 0.0, 2, 615363.0, 476005.0, 615364.0, 476005.0)), rows, "")
	f.Add(shpBytes(3, shpRecord(3, 0.0, 0.0, 0.0, 0.0, 2, 4, 0, 2, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0)), []byte{}, `PROJCS["x",PROJECTION["Mercator"]]`)
	f.Add(whole[:len(whole)-3], rows[:len(rows)-3], "[[[")
	dir, cat := f.TempDir(), catalogue(f)
	f.Fuzz(func(t *testing.T, shapes, table []byte, prj string) {
		for ext, b := range map[string][]byte{".shp": shapes, ".dbf": table, ".prj": []byte(prj)} {
			if err := os.WriteFile(filepath.Join(dir, "f"+ext), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		fuzzFile(t, filepath.Join(dir, "f.shp"), cat)
		if g, err := parseSHP(bytes.TrimPrefix(shapes, whole[:shpHeader+8])); err == nil && g != nil {
			finite(t, g)
		}
	})
}

// finite: no shape comes out whose corners are no numbers.
func finite(t *testing.T, g orb.Geometry) {
	t.Helper()
	b := g.Bound()
	for _, v := range []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Fatalf("%v has the box %v", g, b)
		}
	}
}
