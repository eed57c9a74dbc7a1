package tile

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	_ "github.com/mattn/go-sqlite3" // MBTiles are SQLite files
	"github.com/paulmach/orb"
)

// mbtiles is an MBTiles archive (specification 1.3): a table or view `tiles`
// whose rows count from the south, and a table `metadata` that may be missing or
// wrong, so that only the tiles themselves are believed.
type mbtiles struct {
	file string
	db   *sql.DB
	stmt *sql.Stmt
	info Info
	xyz  bool // rows were stored from the north, against the specification
}

func openMBTiles(path string, want kind) (Archive, error) {
	db, err := openReadOnly(path)
	if err != nil {
		return nil, &ArchiveError{File: path, Err: err}
	}
	m := &mbtiles{file: path, db: db}
	if err := m.init(want); err != nil {
		db.Close()
		return nil, err
	}
	return m, nil
}

// openReadOnly opens SQLite so that nothing is written beside the file. A
// database that was left in WAL mode can be read on a write-protected medium
// only as an immutable one; but if its log is there and holds something, the log
// belongs to the tiles.
func openReadOnly(path string) (*sql.DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	slash := filepath.ToSlash(abs)
	if !strings.HasPrefix(slash, "/") {
		slash = "/" + slash // a Windows drive
	}
	query := "mode=ro&immutable=1"
	if st, err := os.Stat(path + "-wal"); err == nil && st.Size() > 0 {
		query = "mode=ro"
	}
	u := url.URL{Scheme: "file", Path: slash, RawQuery: query}
	db, err := sql.Open("sqlite3", u.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(2)
	return db, nil
}

func (m *mbtiles) fail(err error, detail string) error {
	return &ArchiveError{File: m.file, Err: err, Detail: detail}
}

// init looks at the tables, then at the tiles, and believes the metadata where
// the tiles do not speak against it.
func (m *mbtiles) init(want kind) error {
	var n int
	err := m.db.QueryRow(`SELECT count(*) FROM sqlite_master WHERE name = 'tiles' AND type IN ('table', 'view')`).Scan(&n)
	if err != nil {
		return m.fail(ErrNotArchive, err.Error())
	}
	if n == 0 {
		return m.fail(ErrNotArchive, "an SQLite file without tiles")
	}
	meta, err := m.metadata()
	if err != nil {
		return m.fail(ErrNotArchive, err.Error())
	}
	if err := m.checkKind(meta["format"], want); err != nil {
		return err
	}
	if err := m.measure(meta); err != nil {
		return err
	}
	m.info.Name = meta["name"]
	if m.info.Name == "" {
		m.info.Name = strings.TrimSuffix(filepath.Base(m.file), filepath.Ext(m.file))
	}
	m.info.Credit = CleanCredit(meta["attribution"])
	m.info.Layers = parseLayers([]byte(meta["json"]))
	m.stmt, err = m.db.Prepare(`SELECT length(tile_data), CASE WHEN length(tile_data) <= ? THEN tile_data END
		FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?`)
	if err != nil {
		return m.fail(ErrNotArchive, err.Error())
	}
	return nil
}

// metadata reads the table of names and values; it may be missing.
func (m *mbtiles) metadata() (map[string]string, error) {
	meta := map[string]string{}
	var n int
	if err := m.db.QueryRow(`SELECT count(*) FROM sqlite_master WHERE name = 'metadata' AND type IN ('table', 'view')`).Scan(&n); err != nil || n == 0 {
		return meta, err
	}
	rows, err := m.db.Query(`SELECT name, substr(value, 1, CASE name WHEN 'json' THEN 1048576 ELSE 4096 END) FROM metadata WHERE name IS NOT NULL AND value IS NOT NULL LIMIT 1000`)
	if err != nil {
		return meta, fmt.Errorf("read metadata: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var k, v string
		if err := rows.Scan(&k, &v); err != nil {
			return meta, fmt.Errorf("read metadata: %w", err)
		}
		meta[k] = strings.TrimSpace(v)
	}
	return meta, rows.Err()
}

// checkKind looks at a few tiles, whether they are of the kind that is wanted.
func (m *mbtiles) checkKind(format string, want kind) error {
	rows, err := m.db.Query(`SELECT substr(tile_data, 1, 64) FROM tiles WHERE length(tile_data) > 0 LIMIT 16`)
	if err != nil {
		return m.fail(ErrNotArchive, err.Error())
	}
	defer rows.Close()
	var seen, pictures, vectors int
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			return m.fail(ErrNotArchive, err.Error())
		}
		seen++
		switch sniff(b) {
		case kindPicture:
			pictures++
		case kindVector:
			vectors++
		case kindUnknown:
		}
	}
	if err := rows.Err(); err != nil {
		return m.fail(ErrTruncated, err.Error())
	}
	switch {
	case seen == 0:
		return m.fail(ErrEmpty, "")
	case pictures > 0:
		return m.unlike(want, kindPicture)
	case format != "" && format != "pbf" && format != "mvt" && vectors == 0:
		return m.fail(ErrFormat, fmt.Sprintf("%q", format))
	case vectors > 0 || format != "":
		return m.unlike(want, kindVector)
	}
	return m.fail(ErrFormat, "")
}

// unlike says that the tiles are not what is wanted.
func (m *mbtiles) unlike(want, is kind) error {
	switch {
	case want == is:
		return nil
	case is == kindVector:
		return m.fail(ErrVector, "")
	}
	return m.fail(ErrPicture, "")
}

// measure finds zooms and bounds. The metadata's bounds are kept where they say
// something; they also show whether the rows were stored the wrong way up.
func (m *mbtiles) measure(meta map[string]string) error {
	var zmin, zmax sql.NullInt64
	if err := m.db.QueryRow(`SELECT min(zoom_level), max(zoom_level) FROM tiles`).Scan(&zmin, &zmax); err != nil {
		return m.fail(ErrTruncated, err.Error())
	}
	if !zmin.Valid || zmin.Int64 < 0 || zmax.Int64 > MaxZoom {
		return m.fail(ErrFormat, fmt.Sprintf("zoom levels %d to %d", zmin.Int64, zmax.Int64))
	}
	m.info.MinZoom, m.info.MaxZoom = uint8(zmin.Int64), uint8(zmax.Int64)

	var x0, x1, y0, y1 int64
	err := m.db.QueryRow(`SELECT min(tile_column), max(tile_column), min(tile_row), max(tile_row) FROM tiles WHERE zoom_level = ?`, zmax.Int64).Scan(&x0, &x1, &y0, &y1)
	if err != nil {
		return m.fail(ErrTruncated, err.Error())
	}
	last := int64(1)<<zmax.Int64 - 1
	if x0 < 0 || y0 < 0 || x1 > last || y1 > last {
		return m.fail(ErrFormat, fmt.Sprintf("columns or rows beyond zoom level %d", zmax.Int64))
	}
	box := func(top, bottom int64) orb.Bound {
		z := uint8(zmax.Int64)
		return ID{z, uint32(x0), uint32(top)}.Bound().Union(ID{z, uint32(x1), uint32(bottom)}.Bound())
	}
	tms, xyz := box(last-y1, last-y0), box(y0, y1)
	m.info.Bound = tms
	if said, ok := parseBounds(meta["bounds"]); ok {
		switch {
		case said.Intersects(tms):
			m.info.Bound = said
		case said.Intersects(xyz):
			m.info.Bound, m.xyz = said, true
		}
	}
	return nil
}

// parseBounds reads "west,south,east,north".
func parseBounds(s string) (orb.Bound, bool) {
	parts := strings.Split(s, ",")
	if len(parts) != 4 {
		return orb.Bound{}, false
	}
	var v [4]float64
	for i, p := range parts {
		f, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
			return orb.Bound{}, false
		}
		v[i] = f
	}
	return checkBound(orb.Bound{Min: orb.Point{v[0], v[1]}, Max: orb.Point{v[2], v[3]}})
}

// checkBound cuts a box to the world and tells whether anything of it is left.
func checkBound(b orb.Bound) (orb.Bound, bool) {
	for i := range 2 {
		b.Min[i], b.Max[i] = max(b.Min[i], world.Min[i]), min(b.Max[i], world.Max[i])
	}
	return b, b.Min[0] < b.Max[0] && b.Min[1] < b.Max[1]
}

func (m *mbtiles) Info() Info { return m.info }

func (m *mbtiles) Close() error {
	return errors.Join(m.stmt.Close(), m.db.Close())
}

func (m *mbtiles) Read(ctx context.Context, id ID, _ How) ([]byte, error) {
	if !id.Valid() {
		return nil, ErrNone
	}
	row := id.Y
	if !m.xyz {
		row = 1<<id.Z - 1 - id.Y
	}
	var size sql.NullInt64
	var b []byte
	err := m.stmt.QueryRowContext(ctx, maxBody, id.Z, id.X, row).Scan(&size, &b)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, ErrNone
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, fmt.Errorf("read tile %v of %q: %w: %v", id, m.file, ErrDamaged, err)
	case size.Int64 > maxBody:
		return nil, fmt.Errorf("read tile %v of %q: %w: %d bytes", id, m.file, ErrDamaged, size.Int64)
	}
	return b, nil // also an empty one: decoding says that it is damaged
}
