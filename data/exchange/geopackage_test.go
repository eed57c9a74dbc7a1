package exchange

import (
	"context"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mattn/go-sqlite3"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"pinezka/data/crs"
)

// blob writes a geometry with a head of its own: flags and a box of zeros.
func blob(flags byte, body []byte) []byte {
	b := []byte{'G', 'P', 0, flags, 0, 0, 0, 0}
	b = append(b, make([]byte, [8]int{0, 32, 48, 48, 64}[flags>>1&7])...)
	return append(b, body...)
}

// zm writes a geometry of n-dimensional corners, little endian.
func zm(kind uint32, values ...any) []byte {
	b := binary.LittleEndian.AppendUint32([]byte{1}, kind)
	for _, v := range values {
		switch v := v.(type) {
		case int:
			b = binary.LittleEndian.AppendUint32(b, uint32(v))
		case float64:
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		case []byte:
			b = append(b, v...)
		}
	}
	return b
}

func TestBlob(t *testing.T) {
	nan := math.NaN()
	area := orb.Polygon{{{0, 0}, {9, 0}, {9, 9}, {0, 0}}, {{1, 1}, {2, 1}, {2, 2}, {1, 1}}}
	// A second implementation writes what has no heights, in both byte orders.
	for _, g := range []orb.Geometry{
		orb.Point{20, 52},
		orb.MultiPoint{{1, 2}, {3, 4}},
		orb.LineString{{1, 2}, {3, 4}},
		orb.MultiLineString{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}},
		area,
		orb.MultiPolygon{area, area},
		orb.Collection{orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}},
	} {
		for flags, order := range map[byte]binary.ByteOrder{1: binary.LittleEndian, 1 | 1<<1: binary.BigEndian, 2 << 1: binary.LittleEndian, 4 << 1: binary.BigEndian} {
			body, err := wkb.Marshal(g, order)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := parseBlob(blob(flags, body)); err != nil || !orb.Equal(got, g) {
				t.Errorf("%v comes back as %v, %v", g, got, err)
			}
		}
	}
	for name, c := range map[string]struct {
		b    []byte
		want orb.Geometry
		torn bool
	}{
		"point z":          {blob(1, zm(1001, 20.0, 52.0, 7.0)), orb.Point{20, 52}, false},
		"point m":          {blob(1, zm(2001, 20.0, 52.0, 7.0)), orb.Point{20, 52}, false},
		"point zm":         {blob(1, zm(3001, 20.0, 52.0, 7.0, 8.0)), orb.Point{20, 52}, false},
		"point of postgis": {blob(1, zm(0xa000_0001, 4326, 20.0, 52.0, 7.0)), orb.Point{20, 52}, false},
		"line z":           {blob(1, zm(1002, 2, 1.0, 2.0, 9.0, 3.0, 4.0, 9.0)), orb.LineString{{1, 2}, {3, 4}}, false},
		"points z":         {blob(1, zm(1004, 2, zm(1001, 1.0, 2.0, 9.0), zm(1001, 3.0, 4.0, 9.0))), orb.MultiPoint{{1, 2}, {3, 4}}, false},
		"empty point":      {blob(1, zm(1, nan, nan)), nil, false},
		"empty by flag":    {blob(1|1<<4, nil), nil, false},
		"empty line":       {blob(1, zm(2, 0)), nil, false},
		"empty polygon":    {blob(1, zm(3, 0)), nil, false},
		"empty points":     {blob(1, zm(4, 0)), nil, false},
		"no head":          {[]byte("GP"), nil, true},
		"another head":     {[]byte("XX\x00\x01\x00\x00\x00\x00"), nil, true},
		"unknown box":      {[]byte("GP\x00\x0f\x00\x00\x00\x00\x01"), nil, true},
		"of an extension":  {blob(1|1<<5, zm(1, 20.0, 52.0)), nil, true},
		"cut off":          {blob(1, zm(1, 20.0)), nil, true},
		"a huge count":     {blob(1, zm(2, -1, 1.0, 2.0)), nil, true},
		"huge counts":      {blob(1, zm(3, -1, -1)), nil, true},
		"nested too deep":  {blob(1, slices.Repeat(zm(7, 1), 20)), nil, true},
		"curve":            {blob(1, zm(8, 3, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0)), nil, true},
		"infinite":         {blob(1, zm(1, math.Inf(1), 52.0)), nil, true},
		"no number within": {blob(1, zm(2, 2, 1.0, 2.0, nan, 4.0)), nil, true},
	} {
		g, err := parseBlob(c.b)
		if (err != nil) != c.torn || (g == nil) != (c.want == nil) || g != nil && !orb.Equal(g, c.want) {
			t.Errorf("%s is %v, %v", name, g, err)
		}
	}
}

// database makes a database of the statements.
func database(t testing.TB, name string, statements ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "nowa")
	c, err := (&sqlite3.SQLiteDriver{}).Open(path)
	if err != nil {
		t.Fatal(err)
	}
	conn := c.(*sqlite3.SQLiteConn)
	for _, s := range statements {
		if _, err := conn.Exec(s, nil); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	named := filepath.Join(filepath.Dir(path), name) // SQLite's names of files have signs of their own
	if err := errors.Join(conn.Close(), os.Rename(path, named)); err != nil {
		t.Fatal(err)
	}
	return named
}

const geoPackageTables = `
	CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, srs_id INTEGER);
	CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z INTEGER, m INTEGER);
	CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER, definition TEXT);
	INSERT INTO gpkg_spatial_ref_sys VALUES ('nic', -1, 'NONE', -1, 'undefined'), ('nic', 0, 'NONE', 0, 'undefined'), ('WGS 84', 4326, 'EPSG', 4326, 'x'),
		('moje 1992', 100001, 'QGIS', 7, '` + `PROJCS["a",` + esriGRS + `,PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000],PARAMETER["False_Northing",-5300000],PARAMETER["Central_Meridian",19],PARAMETER["Scale_Factor",0.9993],UNIT["m",1]]` + `'),
		('lokalny', 100002, 'NONE', 8, 'LOCAL_CS["x"]')`

func add(table, kind, srs string) string {
	return `INSERT INTO gpkg_contents VALUES ('` + table + `', 'features', '` + table + `', ` + srs + `);
		INSERT INTO gpkg_geometry_columns VALUES ('` + table + `', 'geom', '` + kind + `', ` + srs + `, 0, 0)`
}

func hexed(b []byte) string {
	const digits = "0123456789abcdef"
	var s strings.Builder
	for _, c := range b {
		s.WriteByte(digits[c>>4])
		s.WriteByte(digits[c&15])
	}
	return "x'" + s.String() + "'"
}

func TestGeoPackage(t *testing.T) {
	at := hexed(blob(1, zm(1, 20.5, 52.5)))
	path := database(t, "zażółć #1 100%?.gpkg", geoPackageTables, add("drogi", "LINESTRING", "4326"), add(`punkty "x"`, "POINT", "4326"),
		`CREATE TABLE drogi (fid INTEGER PRIMARY KEY, geom LINESTRING)`, `INSERT INTO drogi (geom) VALUES (NULL), (NULL), (NULL)`,
		`CREATE TABLE "punkty ""x""" (fid INTEGER PRIMARY KEY, geom POINT, "data zdarzenia" DATETIME, tak BOOLEAN, ile REAL, "opis" TEXT, zdjecie BLOB)`,
		`INSERT INTO "punkty ""x""" (geom, "data zdarzenia", tak, ile, opis, zdjecie) VALUES (`+at+`, '2024-05-06T22:30:00.000Z', 1, 2.5, 'Śliska', x'00'), (x'4747', NULL, NULL, 1e300, 7, NULL)`)
	got := read(t, path, Options{Answers: map[string]string{AskLayer: `punkty "x"`}})
	if !slices.Equal(got.p.Header(), []string{"fid", "data zdarzenia", "tak", "ile", "opis", "zdjecie"}) || got.tally.Read != 2 || got.tally.OnMap != 1 {
		t.Errorf("columns %q, %+v", got.p.Header(), got.tally.Counts())
	}
	if !slices.Equal(got.p.Preview[0], []string{"1", "2024-05-06T22:30:00.000Z", "1", "2.5", "Śliska", ""}) || got.p.Preview[1][4] != "7" {
		t.Errorf("rows %q", got.p.Preview)
	}
	if r := got.reports()[0]; r.When.Wall != "2024-05-07T00:30" || r.Text != "Śliska" {
		t.Errorf("the first is %+v", r)
	}
	if !slices.Equal(got.rowsOf(WarnBadPlace), []int{2}) || !slices.Equal(infos(got.p, FoundNotLoaded), []string{"zdjecie"}) {
		t.Errorf("findings %+v, not loaded %q", got.tally.Findings(), infos(got.p, FoundNotLoaded))
	}
	p, err := Inspect(context.Background(), path, Options{})
	if err != nil || len(p.Questions) != 1 || p.Questions[0].Proposal != `punkty "x"` {
		t.Errorf("questions %+v, %v", p.Questions, err)
	}
	list, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(list) != 1 {
		t.Errorf("beside the file lie %v", list)
	}
}

func TestGeoPackageCRS(t *testing.T) {
	plane, err := crs.ByEPSG(2180)
	if err != nil {
		t.Fatal(err)
	}
	m := plane.Project(orb.Point{20.5, 52.5})
	metres := hexed(blob(1, zm(1, m[0], m[1])))
	for srs, c := range map[string]struct {
		crs            int
		asked, unknown bool
	}{"100001": {2180, false, false}, "100002": {2180, true, true}, "0": {2180, true, false}, "-1": {2180, true, false}, "4711": {2180, true, false}} {
		path := database(t, "a.gpkg", geoPackageTables, add("p", "POINT", srs), `CREATE TABLE p (fid INTEGER PRIMARY KEY, geom POINT)`, `INSERT INTO p (geom) VALUES (`+metres+`)`)
		p, err := Inspect(context.Background(), path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		warned := slices.ContainsFunc(p.Warnings, func(f Finding) bool { return f.Code == WarnCRSUnknown })
		if p.CRS != c.crs || p.Open() != c.asked || warned != c.unknown {
			t.Errorf("srs %s: EPSG:%d, questions %+v, warnings %+v", srs, p.CRS, p.Questions, p.Warnings)
		}
		if p, err = p.Accept(context.Background()); err != nil {
			t.Fatal(err)
		}
		got := readAll(t, p)
		near(t, got.reports()[0], 20.5, 52.5, 1e-8)
	}
}

func TestGeoPackageRefused(t *testing.T) {
	layer := []string{geoPackageTables, add("p", "POINT", "4326"), `CREATE TABLE p (fid INTEGER PRIMARY KEY, geom POINT, opis TEXT)`}
	whole := database(t, "cały.gpkg", append(layer, `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 2000) INSERT INTO p (opis) SELECT 'x' || hex(zeroblob(40)) FROM n`)...)
	b, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	beside := func(ext, content string) string {
		path := database(t, "a.gpkg", layer...)
		if err := os.WriteFile(path+ext, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, c := range map[string]struct{ path, is string }{
		"tiles":          {database(t, "a.mbtiles", `CREATE TABLE tiles (x)`), "database"},
		"a project":      {database(t, "a.gpkg", append(layer, `CREATE TABLE settings (key, value)`, `CREATE TABLE reports (x)`, `CREATE TABLE changes (x)`)...), "project"},
		"no layer":       {database(t, "a.gpkg", geoPackageTables), "database"},
		"no geometry":    {database(t, "a.gpkg", `CREATE TABLE gpkg_contents (table_name)`), "database"},
		"cut off":        {file(t, "a.gpkg", string(b[:len(b)/2])), "damaged"},
		"no such column": {database(t, "a.gpkg", geoPackageTables, add("p", "POINT", "4326"), `CREATE TABLE p (fid INTEGER PRIMARY KEY)`), "damaged"},
		"open elsewhere": {beside("-wal", "x"), "open-elsewhere"},
		"a hot journal":  {beside("-journal", "x"), "open-elsewhere"},
		"an endless view": {database(t, "a.gpkg", geoPackageTables, add("p", "POINT", "4326"),
			`CREATE VIEW p AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT i, NULL AS geom FROM n`), "database"},
		"only its magic":   {file(t, "a.gpkg", "SQLite format 3\x00"), "damaged"},
		"magic and zeroes": {file(t, "a.gpkg", "SQLite format 3\x00"+strings.Repeat("\x00", 5000)), "damaged"},
	} {
		_, err := Inspect(context.Background(), c.path, Options{})
		var f *FormatError
		if !errors.As(err, &f) || f.Is != c.is || f.File != filepath.Base(c.path) {
			t.Errorf("%s gives %v", name, err)
		}
	}
	if got := read(t, beside("-wal", ""), Options{}); got.tally.Read != 0 {
		t.Errorf("an empty journal is no reason to refuse: %+v", got.tally.Counts())
	}
	huge := database(t, "a.gpkg", append(layer, `INSERT INTO p (opis) VALUES (zeroblob(20000000))`)...)
	if _, err := Inspect(context.Background(), huge, Options{}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a huge value gives %v", err)
	}
}

func FuzzBlob(f *testing.F) {
	for _, b := range [][]byte{
		blob(1, zm(1, 20.0, 52.0)), blob(1|1<<1, zm(1002, 1, 1.0, 2.0, 3.0)), blob(1, zm(3, 1, 4, 0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0)), blob(1, zm(7, 1, zm(4, 1, zm(1, 1.0, 2.0)))), blob(1|1<<4, nil),
	} {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if g, err := parseBlob(b); err == nil && g != nil {
			finite(t, g)
			if _, _, ok := middle(g); !ok && len(areasOf(g)) == 0 {
				t.Errorf("%v has no middle", g)
			}
		}
	})
}
