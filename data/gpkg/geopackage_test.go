package gpkg

import (
	"context"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"pinezka/data"
)

// filled returns a project on disk with every kind of record and an import.
func filled(t testing.TB) *Project {
	t.Helper()
	p := onDisk(t)
	for _, r := range everyRecord(t) {
		apply(t, p, data.Add(data.LabelAddReport, r))
	}
	load(t, p, data.Import{File: "a.csv", Source: "straż", AsOf: dayPointer(t, "2024-06-30")}, ImportOptions{}, numbered(200))
	return p
}

// TestGeoPackageRequirements checks what OGC 12-128r18 (GeoPackage 1.3) asks of
// a file, by the numbers of its requirements. GDAL's validate_gpkg.py checks the
// same from outside.
func TestGeoPackageRequirements(t *testing.T) {
	p := filled(t)
	closeProject(t, p)

	// Requirement 2: the application id and user version stand in the header.
	h, err := os.ReadFile(p.Path())
	if err != nil {
		t.Fatal(err)
	}
	if id := string(h[68:72]); id != "GPKG" {
		t.Errorf("application id %q", id)
	}
	if v := binary.BigEndian.Uint32(h[60:64]); v != 10300 {
		t.Errorf("user version %d", v)
	}
	if h[18] != 1 || h[19] != 1 {
		t.Errorf("the header asks for a write-ahead log: %d, %d", h[18], h[19])
	}

	c, err := dial(p.Path(), modeRead)
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	// Requirements 6 and 7.
	want(t, c, "PRAGMA integrity_check", [][]driver.Value{{"ok"}})
	want(t, c, "PRAGMA foreign_key_check", nil)
	// Requirements 10 to 12: the reference systems.
	want(t, c, `SELECT srs_id, organization, organization_coordsys_id FROM gpkg_spatial_ref_sys ORDER BY srs_id`,
		[][]driver.Value{{int64(-1), "NONE", int64(-1)}, {int64(0), "NONE", int64(0)}, {int64(4326), "EPSG", int64(4326)}})
	// Requirement 13 and 14: every user table is listed, and no other.
	var features, attributes [][]driver.Value
	for _, table := range tables {
		if table.geometry == "" {
			attributes = append(attributes, []driver.Value{table.name, nil})
		} else {
			features = append(features, []driver.Value{table.name, int64(srsWGS84)})
		}
	}
	byName := `SELECT table_name, srs_id FROM gpkg_contents WHERE data_type = '%s' ORDER BY rowid`
	want(t, c, fmt.Sprintf(byName, "features"), features)
	want(t, c, fmt.Sprintf(byName, "attributes"), attributes)
	want(t, c, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'gpkg_%' AND name NOT LIKE 'rtree_%'
		AND name NOT LIKE 'sqlite_%' AND name NOT IN (SELECT table_name FROM gpkg_contents)`, nil)
	// Requirement 15: last_change in UTC with milliseconds.
	each(t, c, `SELECT table_name, +last_change FROM gpkg_contents`, func(row []driver.Value) {
		if _, err := time.Parse(timeLayout, asString(row[1])); err != nil {
			t.Errorf("last_change of %s: %v", row[0], err)
		}
	})
	// Requirements 22 to 31: geometry columns.
	want(t, c, `SELECT table_name, column_name, geometry_type_name, srs_id, z, m FROM gpkg_geometry_columns ORDER BY table_name`, [][]driver.Value{
		{"areas", "geom", "MULTIPOLYGON", int64(4326), int64(0), int64(0)},
		{"facilities", "geom", "POINT", int64(4326), int64(0), int64(0)},
		{"motions", "geom", "GEOMETRY", int64(4326), int64(0), int64(0)},
		{"reports", "geom", "POINT", int64(4326), int64(0), int64(0)},
	})
	// Requirements 5, 29 and 119: column types and primary keys.
	types := "|BOOLEAN|TINYINT|SMALLINT|MEDIUMINT|INT|INTEGER|FLOAT|DOUBLE|REAL|TEXT|BLOB|DATE|DATETIME|"
	for _, table := range tables {
		keys := 0
		each(t, c, fmt.Sprintf("SELECT name, type, pk FROM pragma_table_info('%s')", table.name), func(row []driver.Value) {
			name, kind := asString(row[0]), asString(row[1])
			switch {
			case asInt(row[2]) == 1:
				keys++
				if kind != "INTEGER" {
					t.Errorf("%s: primary key of type %s", table.name, kind)
				}
			case name == geometryColumn:
				if kind != table.geometry {
					t.Errorf("%s: geometry of type %s", table.name, kind)
				}
			case !strings.Contains(types, "|"+kind+"|"):
				t.Errorf("%s.%s: type %q", table.name, name, kind)
			}
		})
		if keys != 1 {
			t.Errorf("%s: %d primary keys", table.name, keys)
		}
		if table.geometry != "" {
			checkTreeExtension(t, c, table)
		}
	}
	// Dates and instants are written as such.
	for _, column := range []string{"debates.day", "motions.deadline", "imports.as_of", "status_history.as_of"} {
		table, name, _ := strings.Cut(column, ".")
		each(t, c, fmt.Sprintf("SELECT +%s FROM %s WHERE %[1]s IS NOT NULL", name, table), func(row []driver.Value) {
			if _, err := data.ParseDay(asString(row[0])); err != nil {
				t.Errorf("%s: %v", column, err)
			}
		})
	}
	// The extent of the contents covers the points.
	want(t, c, `SELECT count(*) FROM reports, gpkg_contents WHERE table_name = 'reports' AND geom IS NOT NULL
		AND NOT (ST_MinX(geom) BETWEEN min_x AND max_x AND ST_MinY(geom) BETWEEN min_y AND max_y)`, [][]driver.Value{{int64(0)}})
}

// checkTreeExtension checks requirements 75 to 78, 19, 32, 33 and 152.
func checkTreeExtension(t *testing.T, c *conn, table table) {
	t.Helper()
	tree := rtreeOf(table.name)
	want(t, c, fmt.Sprintf(`SELECT extension_name, definition, scope FROM gpkg_extensions WHERE table_name = '%s' AND column_name = 'geom'`, table.name),
		[][]driver.Value{{"gpkg_rtree_index", "http://www.geopackage.org/spec130/#extension_rtree", "write-only"}})
	want(t, c, fmt.Sprintf(`SELECT name FROM pragma_table_info('%s')`, tree), [][]driver.Value{{"id"}, {"minx"}, {"maxx"}, {"miny"}, {"maxy"}})
	want(t, c, fmt.Sprintf(`SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '%s' ORDER BY name`, table.name), [][]driver.Value{
		{tree + "_delete"}, {tree + "_insert"}, {tree + "_update1"}, {tree + "_update2"}, {tree + "_update3"}, {tree + "_update4"},
	})
	want(t, c, fmt.Sprintf(`SELECT rtreecheck('%s')`, tree), [][]driver.Value{{"ok"}})
	n := 0
	each(t, c, fmt.Sprintf(`SELECT id, +geom FROM %s WHERE geom IS NOT NULL`, table.name), func(row []driver.Value) {
		n++
		b := asBlob(row[1])
		g, err := decodeGeometry(b)
		if err != nil || g == nil {
			t.Errorf("%s %d: %v, %v", table.name, row[0], g, err)
			return
		}
		envelope := byte(envelopeXY << 1)
		if g.GeoJSONType() == "Point" {
			envelope = 0
		}
		if string(b[:4]) != string([]byte{'G', 'P', 0, flagLittle | envelope}) || binary.LittleEndian.Uint32(b[4:]) != srsWGS84 {
			t.Errorf("%s %d: header % x", table.name, row[0], b[:8])
		}
		if table.geometry != "GEOMETRY" && strings.ToUpper(g.GeoJSONType()) != table.geometry {
			t.Errorf("%s %d is a %s", table.name, row[0], g.GeoJSONType())
		}
	})
	if n == 0 {
		t.Errorf("no geometry in %s", table.name)
	}
}

func want(t *testing.T, c *conn, query string, rows [][]driver.Value) {
	t.Helper()
	var got [][]driver.Value
	each(t, c, query, func(row []driver.Value) { got = append(got, append([]driver.Value{}, row...)) })
	if !reflect.DeepEqual(got, rows) {
		t.Errorf("%s\n got %v\nwant %v", query, got, rows)
	}
}

func each(t *testing.T, c *conn, query string, f func(row []driver.Value)) {
	t.Helper()
	if err := c.each(context.Background(), query, nil, func(row []driver.Value) error { f(row); return nil }); err != nil {
		t.Errorf("%s: %v", query, err)
	}
}
