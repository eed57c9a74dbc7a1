package gpkg

import (
	"context"
	"database/sql/driver"
	"fmt"
	"math"
	"slices"

	"pinezka/data"
	"pinezka/data/rtree"
)

// entry is a point under the R-tree.
type entry struct {
	id   int64
	x, y float64
}

// entries grows without moving what it holds.
type entries struct {
	full [][]entry
	last []entry
}

const entriesChunk = 1 << 16

func (e *entries) add(n entry) {
	if len(e.last) == cap(e.last) {
		if len(e.last) > 0 {
			e.full = append(e.full, e.last)
		}
		// The first chunk is small, as most imports are.
		e.last = make([]entry, 0, min(entriesChunk, 256+cap(e.last)*8))
	}
	e.last = append(e.last, n)
}

func (e *entries) len() int {
	n := len(e.last)
	for _, c := range e.full {
		n += len(c)
	}
	return n
}

// appendTo copies what it holds.
func (e *entries) appendTo(list []entry) []entry {
	list = slices.Grow(list, e.len())
	for _, c := range e.full {
		list = append(list, c...)
	}
	return append(list, e.last...)
}

// box is around all of them.
func (e *entries) box() geometryBounds {
	box := geometryBounds{empty: true}
	for _, c := range append(slices.Clip(e.full), e.last) {
		box = box.union(boxOf(c))
	}
	return box
}

func boxOf(list []entry) geometryBounds {
	if len(list) == 0 {
		return geometryBounds{empty: true}
	}
	b := geometryBounds{minX: list[0].x, maxX: list[0].x, minY: list[0].y, maxY: list[0].y}
	for i := range list[1:] {
		e := &list[i+1]
		b.minX, b.maxX = min(b.minX, e.x), max(b.maxX, e.x)
		b.minY, b.maxY = min(b.minY, e.y), max(b.maxY, e.y)
	}
	return b
}

// packing tells what the R-tree is packed of: the rows below from as they are
// stored, and the points added since, so that they need not be read again. The
// zero value means all rows as they are stored.
type packing struct {
	from  int64
	added *entries
	// meanwhile, when given, works on the connection while the tree is built in
	// memory.
	meanwhile func(context.Context) error
}

// bulk runs f without the triggers of the reports' R-tree, packs the R-tree and
// puts the triggers back. A nil packing means that nothing changed under the
// R-tree. It runs inside a transaction.
func (c *conn) bulk(ctx context.Context, f func() (*packing, error)) error {
	if err := c.dropTriggers(ctx, data.TableReports); err != nil {
		return err
	}
	pk, err := f()
	if err != nil {
		return err
	}
	if pk != nil {
		if err := c.pack(ctx, *pk); err != nil {
			return fmt.Errorf("pack the R-tree: %w", err)
		}
	}
	return c.createTriggers(ctx, data.TableReports)
}

// pack builds the R-tree of the reports bottom-up and writes its nodes.
func (c *conn) pack(ctx context.Context, pk packing) error {
	below := pk.from
	if below == 0 {
		below = math.MaxInt64
	}
	var list []entry
	if err := c.each(ctx, `SELECT id, +geom FROM reports WHERE id < ? AND geom IS NOT NULL ORDER BY id`, values(below), func(row []driver.Value) error {
		b, err := boundsOf(asBlob(row[1]))
		if err != nil {
			return fmt.Errorf("report %d: %w", asInt(row[0]), err)
		}
		if !b.empty {
			list = append(list, entry{asInt(row[0]), b.minX, b.minY})
		}
		return nil
	}); err != nil {
		return err
	}
	if pk.added != nil {
		list = pk.added.appendTo(list)
	}
	var t rtree.Tree
	built := make(chan struct{})
	go func() {
		defer close(built)
		t = rtree.Pack(len(list), func(i int) rtree.Box {
			e := &list[i]
			return rtree.Box{ID: e.id, MinX: e.x, MinY: e.y, MaxX: e.x, MaxY: e.y}
		})
	}()
	var err error
	if pk.meanwhile != nil {
		err = pk.meanwhile(ctx)
	}
	if <-built; err != nil {
		return err
	}
	return c.writeTree(ctx, rtreeOf(data.TableReports), list, t)
}

// writeTree replaces the shadow tables of an R-tree by those of a packed tree of
// the entries, which are ordered by id.
func (c *conn) writeTree(ctx context.Context, name string, entries []entry, t rtree.Tree) error {
	for _, shadow := range []string{"node", "rowid", "parent"} {
		if _, _, err := c.exec(ctx, fmt.Sprintf("DELETE FROM %s_%s", name, shadow)); err != nil {
			return err
		}
	}
	nodes, err := c.newBatch(ctx, name+"_node", "nodeno, data", 2, 32)
	if err != nil {
		return err
	}
	defer nodes.close()
	parents, err := c.newBatch(ctx, name+"_parent", "nodeno, parentnode", 2, 256)
	if err != nil {
		return err
	}
	defer parents.close()
	for _, n := range t.Nodes {
		row := nodes.next()
		row[0].Value, row[1].Value = n.Number, n.Blob
		if err := nodes.done(ctx); err != nil {
			return err
		}
		if n.Number == rtree.Root {
			continue
		}
		row = parents.next()
		row[0].Value, row[1].Value = n.Number, n.Parent
		if err := parents.done(ctx); err != nil {
			return err
		}
	}
	if err := nodes.flush(ctx); err != nil {
		return err
	}
	if err := parents.flush(ctx); err != nil {
		return err
	}

	rows, err := c.newBatch(ctx, name+"_rowid", "rowid, nodeno", 2, 256)
	if err != nil {
		return err
	}
	defer rows.close()
	for i := range entries {
		row := rows.next()
		row[0].Value, row[1].Value = entries[i].id, int64(t.LeafOf[i])
		if err := rows.done(ctx); err != nil {
			return err
		}
	}
	return rows.flush(ctx)
}
