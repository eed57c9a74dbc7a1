package basemap

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"pinezka/data/osm"
	"pinezka/mapview/source"
)

// Options say what is kept of an extract.
type Options struct {
	// Clip is the municipality; empty keeps the extract's own box.
	Clip orb.MultiPolygon
	// Margin in metres around the clip or box; negative keeps no margin, 0 means
	// DefaultMargin.
	Margin float64
	// Date of the data, for an extract that does not say it.
	Date time.Time
	// Rules class the objects; see ParseRules.
	Rules []ClassRule
	// Progress is told the stage and how far it is; nil tells nobody.
	Progress func(stage Stage, done, total int64)
}

// DefaultMargin is how far the base map reaches beyond the municipality, in
// metres: a sheet shows the neighbours' first streets.
const DefaultMargin = 500

// Stage is a part of Build's work.
type Stage string

// The stages.
const (
	StageRead  Stage = "read"
	StageWrite Stage = "write"
	StageTiles Stage = "tiles"
)

// ErrOutside means that the extract does not touch the municipality.
var ErrOutside = errors.New("the extract does not touch the municipality")

// Report says what Build made.
type Report struct {
	Path     string
	Hash     string    // SHA-256 of the archive, hexadecimal
	Date     time.Time // of the data
	Bound    orb.Bound // kept, degrees
	Features int
	Tiles    int
	Stats    osm.Stats
	// Boundaries are the municipalities that the extract holds whole, by their
	// teryt:terc code.
	Boundaries map[string]Boundary
}

// Boundary is the border of a municipality with its name.
type Boundary struct {
	Name     string
	Geometry orb.MultiPolygon
}

// Credit is the sentence that the licence of OpenStreetMap asks for.
const Credit = "© autorzy OpenStreetMap (ODbL) – openstreetmap.org/copyright, opendatacommons.org"

// Build makes the archive out of an extract. Nothing appears under out unless
// the whole archive could be written. Errors: those of osm.Read, ErrOutside, of
// the disk, and of the context.
func Build(ctx context.Context, extract, out string, opt Options) (rep Report, err error) {
	if opt.Progress == nil {
		opt.Progress = func(Stage, int64, int64) {}
	}
	b := &builder{opt: opt}
	if b.classes, err = newClassifier(opt.Rules); err != nil {
		return rep, err
	}
	if err := b.read(ctx, extract); err != nil {
		return rep, err
	}
	hash, err := hashFile(extract)
	if err != nil {
		return rep, fmt.Errorf("read extract: %w", err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(out), ".pinezka-*.mbtiles")
	if err != nil {
		return rep, fmt.Errorf("write base map: %w", err)
	}
	name := tmp.Name()
	tmp.Close()
	defer os.Remove(name)
	if b.header.Date.IsZero() {
		b.header.Date = opt.Date
	}
	meta := osm.Meta{Source: filepath.Base(extract), Hash: hash, Date: b.header.Date, Bound: b.bound, Stats: b.stats}
	tiles, err := b.write(ctx, name, meta)
	if err != nil {
		return rep, fmt.Errorf("write base map %q: %w", out, err)
	}
	if rep.Hash, err = hashFile(name); err != nil {
		return rep, fmt.Errorf("write base map %q: %w", out, err)
	}
	if err := os.Chmod(name, 0o644); err != nil {
		return rep, fmt.Errorf("write base map %q: %w", out, err)
	}
	if err := os.Rename(name, out); err != nil {
		return rep, fmt.Errorf("write base map: %w", err)
	}
	rep.Path, rep.Date, rep.Bound, rep.Features, rep.Tiles, rep.Stats, rep.Boundaries = out, meta.Date, b.bound, len(b.features), tiles, b.stats, b.boundaries
	return rep, nil
}

type builder struct {
	opt        Options
	classes    *classifier
	header     osm.Header
	stats      osm.Stats
	bound      orb.Bound
	features   []source.Feature
	facts      *osm.Collector
	boundaries map[string]Boundary
}

func (b *builder) read(ctx context.Context, extract string) error {
	progress := func(done, total int64) { b.opt.Progress(StageRead, done, total) }
	// The box must be known before the first object comes.
	header, err := osm.ReadHeader(extract)
	if err != nil {
		return err
	}
	b.bound = header.Bound
	if len(b.opt.Clip) > 0 {
		b.bound = b.opt.Clip.Bound()
		if !header.Bound.IsZero() && !header.Bound.Intersects(b.bound) {
			return fmt.Errorf("extract %q: %w", extract, ErrOutside)
		}
	}
	switch {
	case b.bound.IsZero():
		b.bound = orb.Bound{Min: orb.Point{-180, -85}, Max: orb.Point{180, 85}}
	case b.opt.Margin == 0:
		b.bound = pad(b.bound, DefaultMargin)
	case b.opt.Margin > 0:
		b.bound = pad(b.bound, b.opt.Margin)
	}
	b.facts = osm.NewCollector(b.bound)
	b.boundaries = map[string]Boundary{}
	b.header, b.stats, err = osm.Read(ctx, extract, progress, func(o osm.Object) error {
		b.add(o)
		return nil
	})
	if err != nil {
		return err
	}
	if len(b.features) == 0 {
		return fmt.Errorf("extract %q: %w", extract, ErrOutside)
	}
	b.markPublic()
	for i := range b.features {
		b.features[i].ID = int64(i + 1)
	}
	return nil
}

func (b *builder) add(o osm.Object) {
	b.facts.Add(o)
	if g, ok := o.Geometry.(orb.MultiPolygon); ok && o.Tags.Find("boundary") == "administrative" {
		if code := o.Tags.Find("teryt:terc"); code != "" {
			b.boundaries[code] = Boundary{osm.Name(o.Tags), g}
		}
	}
	if !o.Geometry.Bound().Intersects(b.bound) {
		return
	}
	for _, f := range b.classes.classify(o) {
		if f.Geometry = clipTo(b.bound, f.Geometry); f.Geometry != nil {
			b.features = append(b.features, f)
		}
	}
}

// markPublic makes the building around a public institution's sign a public one.
func (b *builder) markPublic() {
	var tree rtree.RTreeG[int]
	for i := range b.features {
		if f := &b.features[i]; f.Class == "building.main" {
			box := f.Geometry.Bound()
			tree.Insert(box.Min, box.Max, i)
		}
	}
	for i := range b.features {
		f := &b.features[i]
		p, ok := f.Geometry.(orb.Point)
		if !ok || !publicAmenities[f.Class] {
			continue
		}
		tree.Search(p, p, func(_, _ [2]float64, k int) bool {
			if covers(b.features[k].Geometry, p) {
				b.features[k].Class = "building.public"
			}
			return true
		})
	}
}

const tables = `
CREATE TABLE metadata (name TEXT, value TEXT);
CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB);
CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row);
CREATE TABLE features (id INTEGER PRIMARY KEY, class TEXT NOT NULL, name TEXT NOT NULL, layer INTEGER NOT NULL, flags INTEGER NOT NULL, area REAL NOT NULL, geometry BLOB NOT NULL);
CREATE VIRTUAL TABLE features_rtree USING rtree (id, min_lon, max_lon, min_lat, max_lat);
`

// write fills the archive. Features stand in the order of their places on a
// curve through the plane, so that a view reads few pages of the disk.
func (b *builder) write(ctx context.Context, path string, meta osm.Meta) (tiles int, err error) {
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: "_journal_mode=OFF&_synchronous=OFF&_locking_mode=EXCLUSIVE"}
	if !strings.HasPrefix(u.Path, "/") {
		u.Path = "/" + u.Path
	}
	db, err := sql.Open("sqlite3", u.String())
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	if _, err := tx.ExecContext(ctx, tables); err != nil {
		return 0, err
	}
	slices.SortStableFunc(b.features, func(a, z source.Feature) int {
		return cmp.Or(cmp.Compare(b.cell(a), b.cell(z)), cmp.Compare(a.ID, z.ID))
	})
	insert, err := tx.PrepareContext(ctx, `INSERT INTO features VALUES (?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return 0, err
	}
	defer insert.Close()
	box, err := tx.PrepareContext(ctx, `INSERT INTO features_rtree VALUES (?, ?, ?, ?, ?)`)
	if err != nil {
		return 0, err
	}
	defer box.Close()
	for i := range b.features {
		f := &b.features[i]
		f.ID = int64(i + 1)
		if i%4096 == 0 {
			b.opt.Progress(StageWrite, int64(i), int64(len(b.features)))
		}
		g := f.Geometry.Bound()
		if _, err := insert.ExecContext(ctx, f.ID, f.Class, f.Name, f.Layer, f.Flags, math.Round(f.Area*10)/10, encode(f.Geometry)); err != nil {
			return 0, err
		}
		if _, err := box.ExecContext(ctx, f.ID, g.Min[0], g.Max[0], g.Min[1], g.Max[1]); err != nil {
			return 0, err
		}
	}
	if err := b.facts.Write(ctx, tx, meta); err != nil {
		return 0, err
	}
	if tiles, err = b.writeTiles(ctx, tx); err != nil {
		return 0, err
	}
	if err := b.writeMetadata(ctx, tx, meta); err != nil {
		return 0, err
	}
	return tiles, tx.Commit()
}

// cell returns a place's number on a Z-order curve of 256 x 256 cells.
func (b *builder) cell(f source.Feature) uint32 {
	c := f.Geometry.Bound().Center()
	at := func(v, lo, hi float64) uint32 { return uint32(max(0, min(255, 256*(v-lo)/max(hi-lo, 1e-12)))) }
	x, y := at(c[0], b.bound.Min[0], b.bound.Max[0]), at(c[1], b.bound.Min[1], b.bound.Max[1])
	n := uint32(0)
	for bit := range uint32(8) {
		n |= (x>>bit&1)<<(2*bit) | (y>>bit&1)<<(2*bit+1)
	}
	return n
}

func hashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
