package osm

import (
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	_ "github.com/mattn/go-sqlite3" // the archive is an SQLite file
	"github.com/paulmach/orb"
)

// The facts lie in tables of NAME.osm.mbtiles beside the tiles. Lines are blobs
// of 32-bit little-endian pairs of 1e-7 degrees.
const factTables = `
CREATE TABLE osm_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE osm_streets (id INTEGER PRIMARY KEY, name TEXT NOT NULL, alt TEXT NOT NULL);
CREATE TABLE osm_street_lines (street INTEGER NOT NULL, line BLOB NOT NULL);
CREATE TABLE osm_places (kind TEXT NOT NULL, sub TEXT NOT NULL, name TEXT NOT NULL, alt TEXT NOT NULL, lon REAL, lat REAL, min_lon REAL, min_lat REAL, max_lon REAL, max_lat REAL);
CREATE TABLE osm_addresses (street TEXT NOT NULL, number TEXT NOT NULL, lon REAL, lat REAL);
CREATE TABLE osm_segments (class TEXT NOT NULL, built_up INTEGER NOT NULL, metres REAL NOT NULL, line BLOB NOT NULL);
CREATE TABLE osm_roads (a INTEGER NOT NULL, b INTEGER NOT NULL, class TEXT NOT NULL, metres REAL NOT NULL, one_way INTEGER NOT NULL);
`

// Write stores what was gathered in a transaction of an archive.
func (c *Collector) Write(ctx context.Context, tx *sql.Tx, m Meta) error {
	c.finish()
	if _, err := tx.ExecContext(ctx, factTables); err != nil {
		return fmt.Errorf("write facts: %w", err)
	}
	w := writer{ctx: ctx, tx: tx}
	stats, err := json.Marshal(m.Stats)
	if err != nil {
		return fmt.Errorf("write facts: %w", err)
	}
	bound := make([]string, 0, 4)
	for _, v := range []float64{m.Bound.Min[0], m.Bound.Min[1], m.Bound.Max[0], m.Bound.Max[1]} {
		bound = append(bound, strconv.FormatFloat(v, 'f', 7, 64))
	}
	for key, value := range map[string]string{
		"source": m.Source, "hash": m.Hash, "date": m.Date.UTC().Format(time.RFC3339), "bound": strings.Join(bound, ","), "stats": string(stats),
	} {
		w.run(`INSERT INTO osm_meta VALUES (?, ?)`, key, value)
	}
	for i, name := range slices.Sorted(maps.Keys(c.streets)) {
		s := c.streets[name]
		w.run(`INSERT INTO osm_streets VALUES (?, ?, ?)`, i+1, s.Name, strings.Join(s.Alt, ";"))
		for _, l := range s.Lines {
			w.run(`INSERT INTO osm_street_lines VALUES (?, ?)`, i+1, EncodeLine(l))
		}
	}
	for _, p := range c.places {
		w.run(`INSERT INTO osm_places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, string(p.Kind), p.Sub, p.Name, strings.Join(p.Alt, ";"),
			p.Point[0], p.Point[1], p.Bound.Min[0], p.Bound.Min[1], p.Bound.Max[0], p.Bound.Max[1])
	}
	for _, a := range c.addresses {
		w.run(`INSERT INTO osm_addresses VALUES (?, ?, ?, ?)`, a.Street, a.Number, a.Point[0], a.Point[1])
	}
	for _, s := range c.segments {
		w.run(`INSERT INTO osm_segments VALUES (?, ?, ?, ?)`, s.Class, s.BuiltUp, length(s.Line), EncodeLine(s.Line))
	}
	for _, r := range c.roads {
		w.run(`INSERT INTO osm_roads VALUES (?, ?, ?, ?, ?)`, r.From, r.To, r.Class, r.Metres, r.OneWay)
	}
	if err := w.close(); err != nil {
		return fmt.Errorf("write facts: %w", err)
	}
	return nil
}

// writer prepares each statement once and keeps the first error.
type writer struct {
	ctx   context.Context
	tx    *sql.Tx
	ready map[string]*sql.Stmt
	err   error
}

func (w *writer) run(query string, args ...any) {
	if w.err != nil {
		return
	}
	st, ok := w.ready[query]
	if !ok {
		if st, w.err = w.tx.PrepareContext(w.ctx, query); w.err != nil {
			return
		}
		if w.ready == nil {
			w.ready = map[string]*sql.Stmt{}
		}
		w.ready[query] = st
	}
	_, w.err = st.ExecContext(w.ctx, args...)
}

func (w *writer) close() error {
	for _, st := range w.ready {
		w.err = errors.Join(w.err, st.Close())
	}
	return w.err
}

// EncodeLine packs a line into 8 bytes a point: 1e-7 degrees, about a centimetre.
func EncodeLine(l orb.LineString) []byte {
	b := make([]byte, 0, 8*len(l))
	for _, p := range l {
		b = binary.LittleEndian.AppendUint32(b, uint32(int32(math.Round(p[0]*1e7))))
		b = binary.LittleEndian.AppendUint32(b, uint32(int32(math.Round(p[1]*1e7))))
	}
	return b
}

// DecodeLine unpacks a line; bytes beyond the last whole point are ignored.
func DecodeLine(b []byte) orb.LineString {
	l := make(orb.LineString, 0, len(b)/8)
	for ; len(b) >= 8; b = b[8:] {
		l = append(l, orb.Point{
			float64(int32(binary.LittleEndian.Uint32(b))) / 1e7,
			float64(int32(binary.LittleEndian.Uint32(b[4:]))) / 1e7,
		})
	}
	return l
}

// ErrNoFacts means that the archive holds no facts of an extract: it is a
// package of tiles only.
var ErrNoFacts = errors.New("the archive holds tiles only")

// Facts is what an extract knew, read into memory.
type Facts struct {
	meta      Meta
	streets   []Street
	places    []Place
	addresses []Address
	segments  []Segment
	index     *index
}

// OpenReadOnly opens an SQLite file for reading without writing a byte beside
// it, whatever its name holds.
func OpenReadOnly(path string) (*sql.DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	slash := filepath.ToSlash(abs)
	if !strings.HasPrefix(slash, "/") {
		slash = "/" + slash
	}
	u := url.URL{Scheme: "file", Path: slash, RawQuery: "mode=ro&immutable=1"}
	return sql.Open("sqlite3", u.String())
}

// OpenFacts reads the facts of an archive. It returns ErrNoFacts for a package
// of tiles without them.
func OpenFacts(path string) (*Facts, error) {
	db, err := OpenReadOnly(path)
	if err != nil {
		return nil, fmt.Errorf("open facts %q: %w", path, err)
	}
	defer db.Close()
	var n int
	if err := db.QueryRow(`SELECT count(*) FROM sqlite_master WHERE name = 'osm_streets'`).Scan(&n); err != nil {
		return nil, fmt.Errorf("open facts %q: %w", path, err)
	}
	if n == 0 {
		return nil, fmt.Errorf("open facts %q: %w", path, ErrNoFacts)
	}
	f := &Facts{}
	if err := f.load(db); err != nil {
		return nil, fmt.Errorf("read facts %q: %w", path, err)
	}
	f.index = newIndex(f)
	return f, nil
}

func (f *Facts) load(db *sql.DB) error {
	if err := each(db, `SELECT key, value FROM osm_meta`, func(r *sql.Rows) error {
		var k, v string
		if err := r.Scan(&k, &v); err != nil {
			return err
		}
		return f.setMeta(k, v)
	}); err != nil {
		return err
	}
	at := map[int64]int{}
	if err := each(db, `SELECT id, name, alt FROM osm_streets ORDER BY id`, func(r *sql.Rows) error {
		var id int64
		var s Street
		var alt string
		if err := r.Scan(&id, &s.Name, &alt); err != nil {
			return err
		}
		s.Alt = splitNames(alt)
		at[id] = len(f.streets)
		f.streets = append(f.streets, s)
		return nil
	}); err != nil {
		return err
	}
	if err := each(db, `SELECT street, line FROM osm_street_lines ORDER BY rowid`, func(r *sql.Rows) error {
		var id int64
		var line []byte
		if err := r.Scan(&id, &line); err != nil {
			return err
		}
		if i, ok := at[id]; ok {
			f.streets[i].Lines = append(f.streets[i].Lines, DecodeLine(line))
		}
		return nil
	}); err != nil {
		return err
	}
	if err := each(db, `SELECT kind, sub, name, alt, lon, lat, min_lon, min_lat, max_lon, max_lat FROM osm_places ORDER BY rowid`, func(r *sql.Rows) error {
		var p Place
		var kind, alt string
		b := &p.Bound
		if err := r.Scan(&kind, &p.Sub, &p.Name, &alt, &p.Point[0], &p.Point[1], &b.Min[0], &b.Min[1], &b.Max[0], &b.Max[1]); err != nil {
			return err
		}
		p.Kind, p.Alt = HitKind(kind), splitNames(alt)
		f.places = append(f.places, p)
		return nil
	}); err != nil {
		return err
	}
	if err := each(db, `SELECT street, number, lon, lat FROM osm_addresses ORDER BY rowid`, func(r *sql.Rows) error {
		var a Address
		err := r.Scan(&a.Street, &a.Number, &a.Point[0], &a.Point[1])
		f.addresses = append(f.addresses, a)
		return err
	}); err != nil {
		return err
	}
	return each(db, `SELECT class, built_up, line FROM osm_segments ORDER BY rowid`, func(r *sql.Rows) error {
		var s Segment
		var line []byte
		err := r.Scan(&s.Class, &s.BuiltUp, &line)
		s.Line = DecodeLine(line)
		f.segments = append(f.segments, s)
		return err
	})
}

func (f *Facts) setMeta(key, value string) error {
	switch key {
	case "source":
		f.meta.Source = value
	case "hash":
		f.meta.Hash = value
	case "date":
		t, err := time.Parse(time.RFC3339, value)
		if err != nil {
			return fmt.Errorf("date of the data: %w", err)
		}
		f.meta.Date = t
	case "bound":
		b := &f.meta.Bound
		if _, err := fmt.Sscanf(value, "%f,%f,%f,%f", &b.Min[0], &b.Min[1], &b.Max[0], &b.Max[1]); err != nil {
			return fmt.Errorf("bound %q: %w", value, err)
		}
	case "stats":
		return json.Unmarshal([]byte(value), &f.meta.Stats)
	}
	return nil
}

func splitNames(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ";")
}

func each(db *sql.DB, query string, row func(*sql.Rows) error) error {
	rows, err := db.Query(query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Meta returns what the archive says about its extract.
func (f *Facts) Meta() Meta { return f.meta }

// Streets returns the named streets by name.
func (f *Facts) Streets() []Street { return f.streets }

// Places returns the named places, points of interest and waters by name.
func (f *Facts) Places() []Place { return f.places }

// Addresses returns the house numbers by street.
func (f *Facts) Addresses() []Address { return f.addresses }

// Segments returns the pieces of street that residents live along.
func (f *Facts) Segments() []Segment { return f.segments }
