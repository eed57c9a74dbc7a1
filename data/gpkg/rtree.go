package gpkg

import (
	"context"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"pinezka/data"
)

// Layout of SQLite's R-tree (https://sqlite.org/rtree.html, "Appendix"): a node
// is a big endian blob of a 2-byte depth (of the root only), a 2-byte count, and
// cells of an 8-byte id with four 4-byte floats minx, maxx, miny, maxy. Node 1 is
// the root. The shadow tables map rows to leaves and nodes to their parents.
const (
	rtreeCells    = 51 // most cells that SQLite puts in a node
	rtreeCellLen  = 8 + 4*4
	rtreeNodeHead = 4
	rtreeRoot     = 1
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
	var t tree
	built := make(chan struct{})
	go func() {
		defer close(built)
		t = buildTree(list)
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
func (c *conn) writeTree(ctx context.Context, name string, entries []entry, t tree) error {
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
	for _, n := range t.nodes {
		row := nodes.next()
		row[0].Value, row[1].Value = n.number, n.blob
		if err := nodes.done(ctx); err != nil {
			return err
		}
		if n.number == rtreeRoot {
			continue
		}
		row = parents.next()
		row[0].Value, row[1].Value = n.number, n.parent
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
		row[0].Value, row[1].Value = entries[i].id, int64(t.leafOf[i])
		if err := rows.done(ctx); err != nil {
			return err
		}
	}
	return rows.flush(ctx)
}

// tree is an R-tree ready to be written: its nodes, and the leaf of each entry.
type tree struct {
	nodes  []treeNode
	leafOf []int32
}

// treeNode is a finished node.
type treeNode struct {
	number, parent int64
	blob           []byte
}

// cell is a node's or a row's box with its id.
type cell struct {
	id                     int64
	minX, maxX, minY, maxY float32
}

// buildTree packs the entries in the order of a Hilbert curve, bottom-up.
func buildTree(entries []entry) tree {
	order := hilbertOrder(entries)
	t := tree{leafOf: make([]int32, len(entries)), nodes: make([]treeNode, 0, 2+len(entries)/(rtreeCells-2))}
	level := make([]cell, len(order))
	for i, at := range order {
		e := entries[at]
		level[i] = cell{e.id, floor32(e.x), ceil32(e.x), floor32(e.y), ceil32(e.y)}
	}
	// Numbers run from the leaves up; the root alone is number 1.
	next := int64(rtreeRoot + 1)
	for depth := 0; ; depth++ {
		if len(level) <= rtreeCells {
			if depth == 0 {
				for i := range t.leafOf {
					t.leafOf[i] = rtreeRoot
				}
			}
			t.nodes = append(t.nodes, treeNode{number: rtreeRoot, blob: nodeBlob(depth, level)})
			return t
		}
		// Equal shares keep the last node of a level from being nearly empty.
		n := (len(level) + rtreeCells - 1) / rtreeCells
		groups := (n + rtreeCells - 1) / rtreeCells // nodes of the level above
		first := next
		above := make([]cell, n)
		for i := range n {
			lo, hi := i*len(level)/n, (i+1)*len(level)/n
			number := first + int64(i)
			if depth == 0 {
				for _, at := range order[lo:hi] {
					t.leafOf[at] = int32(number)
				}
			}
			parent := int64(rtreeRoot)
			if n > rtreeCells {
				parent = first + int64(n) + int64(groupOf(i, n, groups))
			}
			t.nodes = append(t.nodes, treeNode{number: number, parent: parent, blob: nodeBlob(0, level[lo:hi])})
			above[i] = cover(number, level[lo:hi])
		}
		next = first + int64(n)
		level = above
	}
}

// groupOf returns the share g with g*n/groups <= i < (g+1)*n/groups.
func groupOf(i, n, groups int) int { return ((i+1)*groups - 1) / n }

func cover(id int64, cells []cell) cell {
	c := cells[0]
	c.id = id
	for _, o := range cells[1:] {
		c.minX, c.maxX = min(c.minX, o.minX), max(c.maxX, o.maxX)
		c.minY, c.maxY = min(c.minY, o.minY), max(c.maxY, o.maxY)
	}
	return c
}

// nodeBlob writes a node. SQLite wants all nodes as long as the longest.
func nodeBlob(depth int, cells []cell) []byte {
	b := make([]byte, rtreeNodeHead, rtreeNodeHead+rtreeCells*rtreeCellLen)
	binary.BigEndian.PutUint16(b[0:], uint16(depth))
	binary.BigEndian.PutUint16(b[2:], uint16(len(cells)))
	for _, c := range cells {
		b = binary.BigEndian.AppendUint64(b, uint64(c.id))
		for _, f := range [4]float32{c.minX, c.maxX, c.minY, c.maxY} {
			b = binary.BigEndian.AppendUint32(b, math.Float32bits(f))
		}
	}
	return b[:cap(b)]
}

// floor32 and ceil32 round outwards, so that a box never loses its point.
func floor32(v float64) float32 {
	f := float32(v)
	if float64(f) > v {
		f = math.Nextafter32(f, float32(math.Inf(-1)))
	}
	return f
}

func ceil32(v float64) float32 {
	f := float32(v)
	if float64(f) < v {
		f = math.Nextafter32(f, float32(math.Inf(1)))
	}
	return f
}

// hilbertOrder returns the entries' indices along a Hilbert curve over their box.
func hilbertOrder(entries []entry) []uint32 {
	box := boxOf(entries)
	const side = 1<<16 - 1
	scale := func(v, lo, hi float64) uint32 {
		if hi <= lo {
			return 0
		}
		return uint32((v - lo) / (hi - lo) * side)
	}
	keys := make([]uint64, len(entries))
	for i, e := range entries {
		h := hilbert(scale(e.x, box.minX, box.maxX), scale(e.y, box.minY, box.maxY))
		keys[i] = uint64(h)<<32 | uint64(i)
	}
	slices.Sort(keys)
	order := make([]uint32, len(keys))
	for i, k := range keys {
		order[i] = uint32(k)
	}
	return order
}

// hilbert returns how far along the curve of order 16 a cell lies: each pair of
// bits picks a quadrant, and the quadrant turns what follows.
func hilbert(x, y uint32) uint32 {
	var d uint32
	for s := uint32(1 << 15); s > 0; s >>= 1 {
		rx, ry := x&s != 0, y&s != 0
		d <<= 2
		switch {
		case rx && !ry:
			d |= 3
		case rx:
			d |= 2
		case ry:
			d |= 1
		}
		if !ry {
			if rx {
				x, y = ^x, ^y
			}
			x, y = y, x
		}
	}
	return d
}
