package basemap

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"pinezka/data/osm"
	"pinezka/data/rtree"
)

// The tables of MBTiles 1.3 and of the features. A feature's flags are the bits
// of source.Flags; its geometry is packed, see encode. The application id is
// that of MBTiles.
const tables = `
PRAGMA application_id = 0x4D504258;
CREATE TABLE metadata (name TEXT, value TEXT);
CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB);
CREATE TABLE features (id INTEGER PRIMARY KEY, class TEXT NOT NULL, name TEXT NOT NULL, layer INTEGER NOT NULL,
	flags INTEGER NOT NULL, area REAL NOT NULL, geometry BLOB NOT NULL);
CREATE VIRTUAL TABLE features_rtree USING rtree (id, min_lon, max_lon, min_lat, max_lat);
`

// write fills the file. Facts are worked out and tiles drawn beside the writing
// of features, since SQLite takes one writer.
func (b *builder) write(ctx context.Context, path string, meta osm.Meta) (tiles int, err error) {
	db, err := openNew(path)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var set tileSet
	var facts, drawn sync.WaitGroup
	facts.Go(func() { b.facts.Content() })
	drawn.Go(func() { set = drawTiles(ctx, b.features, b.boxes, b.bound) })
	defer func() { // on every way out
		cancel()
		drawn.Wait()
		facts.Wait()
	}()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	if _, err := tx.ExecContext(ctx, tables); err != nil {
		return 0, err
	}
	if err := b.writeFeatures(ctx, tx); err != nil {
		return 0, err
	}
	facts.Wait()
	if err := b.facts.Write(ctx, tx, meta); err != nil {
		return 0, err
	}
	b.opt.Progress(StageTiles, 0, 1)
	drawn.Wait()
	if set.err != nil {
		return 0, set.err
	}
	if err := b.writeTiles(ctx, tx, set.tiles); err != nil {
		return 0, err
	}
	if err := writeMetadata(ctx, tx, meta); err != nil {
		return 0, err
	}
	return len(set.tiles), tx.Commit()
}

// openNew opens a file that nobody else knows yet: no journal, no waiting for the
// disk, since a broken one is thrown away.
func openNew(path string) (*sql.DB, error) {
	name, err := osm.FileURL(path, "_journal_mode=OFF&_synchronous=OFF&_locking_mode=EXCLUSIVE&_cache_size=-65536")
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite3", name)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

func (b *builder) writeFeatures(ctx context.Context, tx *sql.Tx) error {
	var boxes rtree.Tree
	packed := make(chan struct{})
	go func() {
		defer close(packed)
		boxes = rtree.Pack(len(b.features), func(i int) rtree.Box {
			g := &b.boxes[i]
			return rtree.Box{ID: b.features[i].ID, MinX: g.Min[0], MinY: g.Min[1], MaxX: g.Max[0], MaxY: g.Max[1]}
		})
	}()
	defer func() { <-packed }()
	rows := osm.NewInserter(ctx, tx, "features", 7)
	for i := range b.features {
		f := &b.features[i]
		if i%4096 == 0 {
			b.opt.Progress(StageWrite, int64(i), int64(len(b.features)))
		}
		rows.Add(f.ID, f.Class, f.Name, int64(f.Layer), int64(f.Flags), f.Area, encode(nil, f.Geometry))
	}
	if err := rows.Close(); err != nil {
		return err
	}
	<-packed
	return b.writeTree(ctx, tx, boxes)
}

// writeTree fills the shadow tables of the features' R-tree.
func (b *builder) writeTree(ctx context.Context, tx *sql.Tx, t rtree.Tree) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM features_rtree_node`); err != nil { // the empty root
		return fmt.Errorf("index features: %w", err)
	}
	nodes, parents := osm.NewInserter(ctx, tx, "features_rtree_node", 2), osm.NewInserter(ctx, tx, "features_rtree_parent", 2)
	leaves := osm.NewInserter(ctx, tx, "features_rtree_rowid", 2)
	for _, n := range t.Nodes {
		if nodes.Add(n.Number, n.Blob); n.Number != rtree.Root {
			parents.Add(n.Number, n.Parent)
		}
	}
	for i := range b.features {
		leaves.Add(b.features[i].ID, int64(t.LeafOf[i]))
	}
	return errors.Join(nodes.Close(), parents.Close(), leaves.Close())
}

func (b *builder) writeTiles(ctx context.Context, tx *sql.Tx, tiles []packed) error {
	rows := osm.NewInserter(ctx, tx, "tiles", 4)
	for i, t := range tiles {
		if i%64 == 0 {
			b.opt.Progress(StageTiles, int64(i), int64(len(tiles)))
		}
		row := uint32(1)<<t.z - 1 - t.y // MBTiles counts rows from the south
		rows.Add(int64(t.z), int64(t.x), int64(row), t.data)
	}
	if err := rows.Close(); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row)`); err != nil {
		return fmt.Errorf("index tiles: %w", err)
	}
	return nil
}
