package osm

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	_ "github.com/mattn/go-sqlite3" // the archive is an SQLite file
	"github.com/paulmach/orb"
)

// ErrNoFacts means that the archive holds no facts of an extract: it is a
// package of tiles only, or of another version of the program.
var ErrNoFacts = errors.New("the archive holds no facts of an extract")

// Facts is what an extract knew, read into memory. It never changes and may be
// asked from any goroutine.
type Facts struct {
	meta      Meta
	streets   []Street
	places    []Place
	addresses []Address
	segments  []Segment
	index     *index
}

// OpenReadOnly opens an SQLite file for reading without writing a byte beside
// it, whatever its name holds. The file must not change while it is open.
func OpenReadOnly(path string) (*sql.DB, error) {
	// SQLite would say only that it cannot open the file.
	if info, err := os.Stat(path); err != nil {
		return nil, err
	} else if info.IsDir() {
		return nil, fmt.Errorf("%q is a folder", path)
	}
	name, err := FileURL(path, "mode=ro&immutable=1")
	if err != nil {
		return nil, err
	}
	return sql.Open("sqlite3", name)
}

// FileURL returns SQLite's name for a file, opened as the query says.
func FileURL(path, query string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	slash := filepath.ToSlash(abs)
	if !strings.HasPrefix(slash, "/") {
		slash = "/" + slash // a Windows drive
	}
	u := url.URL{Scheme: "file", Path: slash, RawQuery: query}
	return u.String(), nil
}

// OpenFacts reads the facts of an archive and closes it again. It returns
// ErrNoFacts for a package of tiles without them.
func OpenFacts(path string) (*Facts, error) {
	db, err := OpenReadOnly(path)
	if err != nil {
		return nil, fmt.Errorf("open facts: %w", err)
	}
	defer db.Close()
	f := &Facts{}
	if err := f.loadMeta(db); err != nil {
		return nil, fmt.Errorf("open facts %q: %w", path, err)
	}
	if err := f.load(db); err != nil {
		return nil, fmt.Errorf("read facts %q: %w", path, err)
	}
	f.index = newIndex(f)
	return f, nil
}

// ReadMeta reads only what an archive says about its extract.
func ReadMeta(path string) (Meta, error) {
	db, err := OpenReadOnly(path)
	if err != nil {
		return Meta{}, fmt.Errorf("open facts: %w", err)
	}
	defer db.Close()
	f := &Facts{}
	if err := f.loadMeta(db); err != nil {
		return Meta{}, fmt.Errorf("open facts %q: %w", path, err)
	}
	return f.meta, nil
}

func (f *Facts) loadMeta(db *sql.DB) error {
	var n int
	if err := db.QueryRow(`SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'osm_meta'`).Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		return ErrNoFacts
	}
	version := ""
	err := each(db, `SELECT key, value FROM osm_meta`, func(r *sql.Rows) error {
		var k, v string
		if err := r.Scan(&k, &v); err != nil {
			return err
		}
		if k == "schema" {
			version = v
			return nil
		}
		return f.setMeta(k, v)
	})
	if err == nil && version != strconv.Itoa(schema) {
		return fmt.Errorf("%w: version %q of its tables, want %d", ErrNoFacts, version, schema)
	}
	return err
}

func (f *Facts) setMeta(key, value string) (err error) {
	m := &f.meta
	switch key {
	case "source":
		m.Source = value
	case "hash":
		m.Hash = value
	case "date":
		if value != "" {
			m.Date, err = time.Parse(time.RFC3339, value)
		}
	case "bound":
		err = scanBound(value, &m.Bound)
	case "header_bound":
		err = scanBound(value, &m.Header)
	case "stats":
		err = json.Unmarshal([]byte(value), &m.Stats)
	case "kept":
		err = json.Unmarshal([]byte(value), &m.Kept)
	}
	if err != nil {
		return fmt.Errorf("%s %q: %w", key, value, err)
	}
	return nil
}

func scanBound(s string, b *orb.Bound) error {
	_, err := fmt.Sscanf(s, "%f,%f,%f,%f", &b.Min[0], &b.Min[1], &b.Max[0], &b.Max[1])
	return err
}

func (f *Facts) load(db *sql.DB) error {
	shared := map[string]string{} // one copy of what many rows say
	share := func(s *string) {
		if k, ok := shared[*s]; ok {
			*s = k
		} else {
			shared[*s] = *s
		}
	}
	for _, step := range []struct {
		query string
		row   func(*sql.Rows) error
	}{
		{`SELECT name, alt, town, metres FROM osm_streets ORDER BY id`, func(r *sql.Rows) error {
			var s Street
			var alt string
			err := r.Scan(&s.Name, &alt, &s.Town, &s.Metres)
			share(&s.Town)
			s.Alt = splitNames(alt)
			f.streets = append(f.streets, s)
			return err
		}},
		{`SELECT street, line FROM osm_street_lines ORDER BY rowid`, func(r *sql.Rows) error {
			var id int
			var blob sql.RawBytes
			if err := r.Scan(&id, &blob); err != nil {
				return err
			}
			line, err := decodeLine(blob)
			if err != nil || id < 1 || id > len(f.streets) {
				return fmt.Errorf("street %d: %w", id, ErrLine)
			}
			s := &f.streets[id-1]
			s.Lines = append(s.Lines, line)
			return nil
		}},
		{`SELECT kind, sub, name, alt, lon, lat, min_lon, min_lat, max_lon, max_lat FROM osm_places ORDER BY rowid`, func(r *sql.Rows) error {
			var p Place
			var kind, alt string
			b := &p.Bound
			err := r.Scan(&kind, &p.Sub, &p.Name, &alt, &p.Point[0], &p.Point[1], &b.Min[0], &b.Min[1], &b.Max[0], &b.Max[1])
			share(&kind)
			share(&p.Sub)
			p.Kind, p.Alt = HitKind(kind), splitNames(alt)
			f.places = append(f.places, p)
			return err
		}},
		{`SELECT street, number, town, lon, lat FROM osm_addresses ORDER BY rowid`, func(r *sql.Rows) error {
			var a Address
			err := r.Scan(&a.Street, &a.Number, &a.Town, &a.Point[0], &a.Point[1])
			share(&a.Street)
			share(&a.Number)
			share(&a.Town)
			f.addresses = append(f.addresses, a)
			return err
		}},
		{`SELECT class, built_up, metres, line FROM osm_segments ORDER BY rowid`, func(r *sql.Rows) error {
			var s Segment
			var blob sql.RawBytes
			err := r.Scan(&s.Class, &s.BuiltUp, &s.Metres, &blob)
			if err != nil {
				return err
			}
			share(&s.Class)
			s.Line, err = decodeLine(blob)
			f.segments = append(f.segments, s)
			return err
		}},
	} {
		if err := each(db, step.query, step.row); err != nil {
			return err
		}
	}
	for i := range f.streets {
		s := &f.streets[i]
		if len(s.Lines) == 0 {
			return fmt.Errorf("street %d: %w", i+1, ErrLine)
		}
		s.Bound = boundOf(s.Lines)
	}
	return nil
}

func splitNames(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, nameSeparator)
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

// Streets returns the named streets by name. Like the other lists, it must not be
// changed.
func (f *Facts) Streets() []Street { return f.streets }

// Places returns places, points of interest and waters by name; those without a
// name come first.
func (f *Facts) Places() []Place { return f.places }

// Addresses returns the house numbers by street.
func (f *Facts) Addresses() []Address { return f.addresses }

// Segments returns the pieces of street that residents live along.
func (f *Facts) Segments() []Segment { return f.segments }
