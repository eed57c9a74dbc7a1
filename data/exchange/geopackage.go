package exchange

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// A GeoPackage is a database of layers, each with a column of geometries. It is
// opened as immutable: not a byte of it changes, and no file appears beside it.

// geoPackage is an open database, asked without database/sql, whose pool and
// conversions would only be in the way.
type geoPackage struct{ c *sqlite3.SQLiteConn }

func openGeoPackage(path string) (*geoPackage, error) {
	full, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	full = filepath.ToSlash(full)
	if !strings.HasPrefix(full, "/") {
		full = "/" + full // a Windows drive
	}
	name := "file://" + (&url.URL{Path: full}).EscapedPath() + "?mode=ro&immutable=1&_query_only=1"
	c, err := (&sqlite3.SQLiteDriver{}).Open(name)
	if err != nil {
		return nil, damaged(err)
	}
	g := &geoPackage{c: c.(*sqlite3.SQLiteConn)}
	g.c.SetLimit(sqlite3.SQLITE_LIMIT_LENGTH, maxShape)
	// What a schema says is not trusted: views and defaults call no functions that
	// could do anything but compute.
	if _, err := g.c.Exec("PRAGMA trusted_schema = OFF", nil); err != nil {
		return nil, errors.Join(damaged(err), g.Close())
	}
	return g, nil
}

func (g *geoPackage) Close() error { return g.c.Close() }

// damaged names an error of SQLite: mostly a file that is cut off.
func damaged(err error) error {
	var s sqlite3.Error
	if !errors.As(err, &s) {
		return err
	}
	switch s.Code {
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
		return &FormatError{Is: "damaged", Advice: "ask the sender for it again"}
	case sqlite3.ErrTooBig:
		return fmt.Errorf("a value of more than %d MB: %w", maxShape>>20, ErrTooLarge)
	}
	return err
}

// each calls f with every row; the slice is used again for the next one.
func (g *geoPackage) each(ctx context.Context, query string, args []string, f func(row []driver.Value) error) (err error) {
	named := make([]driver.NamedValue, len(args))
	for i, a := range args {
		named[i] = driver.NamedValue{Ordinal: i + 1, Value: a}
	}
	rows, err := g.c.QueryContext(ctx, query, named)
	if err != nil {
		return damaged(err)
	}
	defer func() {
		if e := rows.Close(); err == nil {
			err = damaged(e)
		}
	}()
	row := make([]driver.Value, len(rows.Columns()))
	for {
		switch err := rows.Next(row); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return damaged(err)
		}
		if err := f(row); err != nil {
			return err
		}
	}
}

// names returns the first column of a query.
func (g *geoPackage) names(ctx context.Context, query string, args ...string) ([]string, error) {
	var out []string
	err := g.each(ctx, query, args, func(row []driver.Value) error {
		out = append(out, sqlText(row[0]))
		return nil
	})
	return out, err
}

// sniffDatabase tells a GeoPackage of somebody else from a project of this
// program and from other databases.
func sniffDatabase(path string) (Format, error) {
	no := func(is, advice string) (Format, error) {
		return "", &FormatError{File: filepath.Base(path), Is: is, Advice: advice}
	}
	// Another program that has the file open keeps what it changed beside it.
	for _, beside := range []string{"-wal", "-journal"} {
		if info, err := os.Stat(path + beside); err == nil && info.Size() > 0 {
			return no("open-elsewhere", "another program has it open and keeps changes in "+filepath.Base(path)+beside+"; close it there first")
		}
	}
	g, err := openGeoPackage(path)
	if err != nil {
		return "", err
	}
	defer g.Close()
	ctx := context.Background()
	tables, err := g.names(ctx, `SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')
		AND name IN ('gpkg_contents', 'gpkg_geometry_columns', 'settings', 'reports', 'changes')`)
	var wrong *FormatError
	switch {
	case errors.As(err, &wrong):
		return no(wrong.Is, wrong.Advice)
	case err != nil:
		return "", err
	}
	has := map[string]bool{}
	for _, t := range tables {
		has[t] = true
	}
	switch {
	case !has["gpkg_contents"]:
		return no("database", "it is a database, but no GeoPackage; export a list from it")
	case has["settings"] && has["reports"] && has["changes"]:
		return no("project", "it is a project of this program; open it as a project, or export a list from it there")
	case !has["gpkg_geometry_columns"]:
		return no("database", "it is a GeoPackage without any layer of places; export a list from it")
	}
	return FormatGeoPackage, nil
}

// lookAtGeoPackage settles the layer. Views are none: a file from abroad can hold one
// that never ends.
func (p *Proposal) lookAtGeoPackage(ctx context.Context) error {
	g, err := openGeoPackage(p.Path)
	if err != nil {
		return err
	}
	defer g.Close()
	var layers []layer
	err = g.each(ctx, `SELECT +c.table_name, upper(+m.geometry_type_name) FROM gpkg_contents c
		JOIN gpkg_geometry_columns m ON m.table_name = c.table_name
		JOIN sqlite_schema t ON t.name = c.table_name AND t.type = 'table'
		WHERE c.data_type = 'features' ORDER BY c.rowid`, nil, func(row []driver.Value) error {
		kind := sqlText(row[1])
		layers = append(layers, layer{name: sqlText(row[0]), points: kind == "POINT" || kind == "MULTIPOINT"})
		return nil
	})
	if err != nil {
		return err
	}
	if len(layers) == 0 {
		return &FormatError{Is: "database", Advice: "it is a GeoPackage without any layer of places; export a list from it"}
	}
	for i := range layers {
		err := g.each(ctx, "SELECT count(*) FROM "+quoted(layers[i].name), nil, func(row []driver.Value) error {
			layers[i].rows, _ = row[0].(int64)
			return nil
		})
		if err != nil {
			return fmt.Errorf("layer %q: %w", layers[i].name, err)
		}
	}
	return p.settleLayer(layers)
}

// geoPackageReader reads the rows of a layer.
func geoPackageReader(path, layer string) featureReader {
	return func(ctx context.Context, yield func(*feature) error) (said, error) {
		var out said
		g, err := openGeoPackage(path)
		if err != nil {
			return out, err
		}
		defer g.Close()
		shape := ""
		err = g.each(ctx, `SELECT +m.column_name, +s.organization, +s.organization_coordsys_id, +s.definition, +s.srs_name, +m.srs_id
			FROM gpkg_geometry_columns m LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = m.srs_id WHERE m.table_name = ?`,
			[]string{layer}, func(row []driver.Value) error {
				shape = sqlText(row[0])
				code, _ := row[2].(int64)
				switch id, _ := row[5].(int64); {
				case id == 0 || id == -1: // by the standard: undefined
				case strings.EqualFold(sqlText(row[1]), "EPSG"):
					out.epsg = int(code)
				default:
					if out.epsg, out.words = epsgOfWKT(sqlText(row[3])); out.epsg == 0 {
						out.words = or(sqlText(row[4]), out.words)
					}
				}
				return nil
			})
		if err != nil {
			return out, err
		}
		columns, err := g.names(ctx, `SELECT name FROM pragma_table_info(?)`, layer)
		if err != nil {
			return out, err
		}
		var names, ask []string
		at := -1
		for _, c := range columns {
			if strings.EqualFold(c, shape) {
				at = len(ask)
			} else {
				names = append(names, strings.TrimSpace(c))
			}
			// The sign takes the declared type away, so that the driver hands over
			// dates and numbers as they are stored.
			ask = append(ask, "+"+quoted(c))
		}
		if at < 0 {
			return out, &FormatError{Is: "damaged", Advice: "the layer has no column of shapes; ask the sender for it again"}
		}
		blobs := map[string]bool{}
		n := 0
		err = g.each(ctx, "SELECT "+strings.Join(ask, ", ")+" FROM "+quoted(layer), nil, func(row []driver.Value) error {
			n++
			f := feature{number: n, names: names, values: make([]string, 0, len(names))}
			for i, v := range row {
				b, isBlob := v.([]byte)
				switch {
				case i == at && v == nil:
				case i == at:
					var err error
					if f.shape, err = parseBlob(b); err != nil {
						f.torn = "geometry"
					}
				case isBlob:
					blobs[columns[i]] = true
					f.values = append(f.values, "")
				default:
					f.values = append(f.values, sqlText(v))
				}
			}
			return yield(&f)
		})
		if err != nil {
			return out, err
		}
		for _, c := range columns {
			if blobs[c] {
				out.note(FoundNotLoaded, c, "a column of pictures or other bytes is not read")
			}
		}
		return out, nil
	}
}

// quoted writes a name for SQL.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// sqlText writes a value as the cell of a table.
func sqlText(v driver.Value) string {
	switch v := v.(type) {
	case string:
		return strings.ToValidUTF8(v, "")
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}
