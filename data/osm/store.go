package osm

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/paulmach/orb"
)

// schema is the version of the tables of facts.
const schema = 2

// factTables are the tables of facts, in NAME.osm.mbtiles beside the tiles.
// Points are two columns in degrees; lines are blobs, see AppendLine.
const factTables = `
CREATE TABLE osm_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE osm_streets (id INTEGER PRIMARY KEY, name TEXT NOT NULL, alt TEXT NOT NULL, town TEXT NOT NULL, metres REAL NOT NULL);
CREATE TABLE osm_street_lines (street INTEGER NOT NULL, line BLOB NOT NULL);
CREATE TABLE osm_places (kind TEXT NOT NULL, sub TEXT NOT NULL, name TEXT NOT NULL, alt TEXT NOT NULL, lon REAL NOT NULL, lat REAL NOT NULL,
	min_lon REAL NOT NULL, min_lat REAL NOT NULL, max_lon REAL NOT NULL, max_lat REAL NOT NULL);
CREATE TABLE osm_addresses (street TEXT NOT NULL, number TEXT NOT NULL, town TEXT NOT NULL, lon REAL NOT NULL, lat REAL NOT NULL);
CREATE TABLE osm_segments (class TEXT NOT NULL, built_up INTEGER NOT NULL, metres REAL NOT NULL, line BLOB NOT NULL);
CREATE TABLE osm_junctions (node INTEGER PRIMARY KEY, lon REAL NOT NULL, lat REAL NOT NULL);
CREATE TABLE osm_roads (a INTEGER NOT NULL, b INTEGER NOT NULL, class TEXT NOT NULL, metres REAL NOT NULL, one_way INTEGER NOT NULL);
`

// nameSeparator stands between names in a column; no name holds it, since OSM
// itself separates them so.
const nameSeparator = ";"

// Write stores what was gathered in a transaction of an archive.
func (c *Collector) Write(ctx context.Context, tx *sql.Tx, m Meta) error {
	if err := c.Content().write(ctx, tx, m); err != nil {
		return fmt.Errorf("write facts: %w", err)
	}
	return nil
}

func (x *Content) write(ctx context.Context, tx *sql.Tx, m Meta) error {
	if _, err := tx.ExecContext(ctx, factTables); err != nil {
		return err
	}
	m.Kept = x.Counts()
	if err := writeMeta(ctx, tx, m); err != nil {
		return err
	}
	streets, lines := NewInserter(ctx, tx, "osm_streets", 5), NewInserter(ctx, tx, "osm_street_lines", 2)
	for i, s := range x.Streets {
		streets.Add(i+1, s.Name, strings.Join(s.Alt, nameSeparator), s.Town, centimetres(s.Metres))
		for _, l := range s.Lines {
			lines.Add(i+1, AppendLine(nil, l))
		}
	}
	places := NewInserter(ctx, tx, "osm_places", 10)
	for _, p := range x.Places {
		b := p.Bound
		places.Add(string(p.Kind), p.Sub, p.Name, strings.Join(p.Alt, nameSeparator), p.Point[0], p.Point[1], b.Min[0], b.Min[1], b.Max[0], b.Max[1])
	}
	addresses := NewInserter(ctx, tx, "osm_addresses", 5)
	for _, a := range x.Addresses {
		addresses.Add(a.Street, a.Number, a.Town, a.Point[0], a.Point[1])
	}
	segments := NewInserter(ctx, tx, "osm_segments", 4)
	for _, s := range x.Segments {
		segments.Add(s.Class, s.BuiltUp, centimetres(s.Metres), AppendLine(nil, s.Line))
	}
	junctions := NewInserter(ctx, tx, "osm_junctions", 3)
	for _, j := range x.Junctions {
		junctions.Add(j.Node, j.Point[0], j.Point[1])
	}
	roads := NewInserter(ctx, tx, "osm_roads", 5)
	for _, r := range x.Roads {
		roads.Add(r.From, r.To, r.Class, centimetres(r.Metres), r.OneWay)
	}
	for _, w := range []*Inserter{streets, lines, places, addresses, segments, junctions, roads} {
		if err := w.Close(); err != nil {
			return err
		}
	}
	return nil
}

// centimetres rounds metres to what an extract can mean.
func centimetres(m float64) float64 { return float64(int64(m*100+0.5)) / 100 }

func writeMeta(ctx context.Context, tx *sql.Tx, m Meta) error {
	date := ""
	if !m.Date.IsZero() {
		date = m.Date.UTC().Format(time.RFC3339)
	}
	stats, err := json.Marshal(m.Stats)
	if err != nil {
		return err
	}
	kept, err := json.Marshal(m.Kept)
	if err != nil {
		return err
	}
	w := NewInserter(ctx, tx, "osm_meta", 2)
	for _, kv := range [][2]string{
		{"bound", boundText(m.Bound)},
		{"date", date},
		{"hash", m.Hash},
		{"header_bound", boundText(m.Header)},
		{"kept", string(kept)},
		{"schema", fmt.Sprint(schema)},
		{"source", m.Source},
		{"stats", string(stats)},
	} {
		w.Add(kv[0], kv[1])
	}
	return w.Close()
}

func boundText(b orb.Bound) string {
	return fmt.Sprintf("%.7f,%.7f,%.7f,%.7f", b.Min[0], b.Min[1], b.Max[0], b.Max[1])
}
