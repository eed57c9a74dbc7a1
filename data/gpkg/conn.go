package gpkg

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"math"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// conn is the project's one connection. It speaks to the driver without
// database/sql, whose pool, locks and conversions cost more than SQLite itself
// when a million rows go through.
type conn struct {
	c *sqlite3.SQLiteConn
}

// mode says how the file is opened.
type mode string

const (
	modeCreate    mode = "rwc"
	modeWrite     mode = "rw"
	modeRead      mode = "ro"
	modeImmutable mode = "immutable" // media that nobody can write to
	modeMemory    mode = "memory"
)

// cacheKiB is the page cache. An import of a million rows spills beyond it,
// which only takes SQLite's exclusive lock earlier.
const cacheKiB = 64 * 1024

// dial opens the file.
// busyTimeout is how long, in milliseconds, a statement waits for the lock of
// another program; tests cannot.
var busyTimeout = "10000"

func dial(path string, m mode) (*conn, error) {
	d := sqlite3.SQLiteDriver{ConnectHook: registerFunctions}
	c, err := d.Open(uri(path, m))
	if err != nil {
		return nil, explain(err)
	}
	return &conn{c: c.(*sqlite3.SQLiteConn)}, nil
}

// uri returns SQLite's name for the file. Each byte that SQLite or the driver
// could take for something else (%, #, ?, blanks, Polish letters) is escaped. A
// Windows share \\server\dir becomes file:////server/dir, a drive
// file:///C:/dir.
func uri(path string, m mode) string {
	q := url.Values{
		"_busy_timeout":    {busyTimeout},
		"_foreign_keys":    {"1"},
		"_synchronous":     {"FULL"},
		"_cache_size":      {fmt.Sprint(-cacheKiB)},
		"_stmt_cache_size": {"64"},
		"_mutex":           {"no"}, // Project hands out turns
	}
	switch m {
	case modeImmutable:
		q.Set("mode", "ro")
		q.Set("immutable", "1")
	case modeMemory:
		return "file::memory:?" + q.Encode()
	default:
		q.Set("mode", string(m))
	}
	return "file://" + escapePath(filepath.ToSlash(path)) + "?" + q.Encode()
}

func escapePath(p string) string {
	if !strings.HasPrefix(p, "/") {
		p = "/" + p // a Windows drive
	}
	var b strings.Builder
	for i := 0; i < len(p); i++ {
		switch c := p[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("/:-_.~", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// registerFunctions gives the connection the functions that the triggers of
// gpkg_rtree_index call.
func registerFunctions(c *sqlite3.SQLiteConn) error {
	side := func(pick func(g geometryBounds) float64) func([]byte) (float64, error) {
		return func(blob []byte) (float64, error) {
			g, err := boundsOf(blob)
			if err != nil {
				return math.NaN(), err
			}
			return pick(g), nil
		}
	}
	for name, f := range map[string]any{
		"ST_MinX": side(func(g geometryBounds) float64 { return g.minX }),
		"ST_MaxX": side(func(g geometryBounds) float64 { return g.maxX }),
		"ST_MinY": side(func(g geometryBounds) float64 { return g.minY }),
		"ST_MaxY": side(func(g geometryBounds) float64 { return g.maxY }),
		"ST_IsEmpty": func(blob []byte) (bool, error) {
			if len(blob) == 0 {
				return true, nil
			}
			g, err := boundsOf(blob)
			return g.empty, err
		},
	} {
		if err := c.RegisterFunc(name, f, true); err != nil {
			return fmt.Errorf("register %s: %w", name, err)
		}
	}
	return nil
}

func (c *conn) close() error { return explain(c.c.Close()) }

// exec runs one or more statements; arguments are allowed with one only.
func (c *conn) exec(ctx context.Context, query string, args ...driver.Value) (id, changed int64, err error) {
	res, err := c.c.ExecContext(ctx, query, named(args))
	if err != nil {
		return 0, 0, explain(err)
	}
	id, _ = res.LastInsertId()
	changed, _ = res.RowsAffected()
	return id, changed, nil
}

// each calls f with every row; the slice is used again for the next one. Columns
// are best selected as +column: it takes their declared type away, so that the
// driver hands over dates and booleans as they are stored.
func (c *conn) each(ctx context.Context, query string, args []driver.Value, f func(row []driver.Value) error) (err error) {
	rows, err := c.c.QueryContext(ctx, query, named(args))
	if err != nil {
		return explain(err)
	}
	defer func() { err = errors.Join(err, explain(rows.Close())) }()
	row := make([]driver.Value, len(rows.Columns()))
	for {
		switch err := rows.Next(row); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return explain(err)
		}
		if err := f(row); err != nil {
			return err
		}
	}
}

// one returns the first row of a query, or nil when there is none.
func (c *conn) one(ctx context.Context, query string, args ...driver.Value) ([]driver.Value, error) {
	var first []driver.Value
	err := c.each(ctx, query, args, func(row []driver.Value) error {
		if first == nil {
			first = append([]driver.Value{}, row...)
		}
		return nil
	})
	return first, err
}

// number returns the first column of the first row, or 0.
func (c *conn) number(ctx context.Context, query string, args ...driver.Value) (int64, error) {
	row, err := c.one(ctx, query, args...)
	if err != nil || row == nil {
		return 0, err
	}
	return asInt(row[0]), nil
}

// transaction runs f between BEGIN IMMEDIATE and COMMIT, and takes everything
// back when f fails or the context ends before the commit.
func (c *conn) transaction(ctx context.Context, f func() error) (err error) {
	if _, _, err := c.exec(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	defer func() {
		// An interrupted or full statement may have rolled back by itself.
		if err != nil && !c.c.AutoCommit() {
			if _, _, back := c.exec(context.Background(), "ROLLBACK"); back != nil {
				err = errors.Join(err, fmt.Errorf("roll back: %w", back))
			}
		}
	}()
	if err := f(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	_, _, err = c.exec(context.Background(), "COMMIT")
	return err
}

// values makes a list of arguments.
func values(args ...driver.Value) []driver.Value { return args }

func named(args []driver.Value) []driver.NamedValue {
	out := make([]driver.NamedValue, len(args))
	for i, v := range args {
		out[i] = driver.NamedValue{Ordinal: i + 1, Value: v}
	}
	return out
}

// The conversions below take what SQLite's loose columns may hold: another
// program may have written a number as text.

func asString(v driver.Value) string {
	switch v := v.(type) {
	case string:
		return v
	case []byte:
		return string(v)
	case nil:
		return ""
	}
	return fmt.Sprint(v)
}

func asInt(v driver.Value) int64 {
	switch v := v.(type) {
	case int64:
		return v
	case float64:
		return int64(v)
	case bool:
		if v {
			return 1
		}
	case string:
		var n int64
		if _, err := fmt.Sscan(v, &n); err == nil {
			return n
		}
	}
	return 0
}

func asFloat(v driver.Value) float64 {
	switch v := v.(type) {
	case float64:
		return v
	case int64:
		return float64(v)
	}
	return 0
}

func asBlob(v driver.Value) []byte {
	b, _ := v.([]byte)
	return b
}

// text returns NULL for the empty string, which is how GIS programs expect an
// absent value.
func text[T ~string](s T) driver.Value {
	if s == "" {
		return nil
	}
	return string(s)
}

// count returns NULL for 0 where 0 means "not counted".
func count(n int64) driver.Value {
	if n == 0 {
		return nil
	}
	return n
}

func flag(b bool) driver.Value {
	if b {
		return int64(1)
	}
	return int64(0)
}
