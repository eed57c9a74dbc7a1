package rtree

import (
	"encoding/binary"
	"math"
	"slices"
)

// Layout of SQLite's R-tree of two dimensions: a node is a big endian blob of a
// 2-byte depth (of the root only), a 2-byte count, and cells of an 8-byte id with four
// 4-byte floats minx, maxx, miny, maxy.
const (
	cells    = 51 // most that SQLite puts in a node
	cellLen  = 8 + 4*4
	nodeHead = 4
)

// Root is the number of the root's node.
const Root = 1

// Box is a row's box, in the units of its table.
type Box struct {
	ID                     int64
	MinX, MinY, MaxX, MaxY float64
}

// Node is a finished node.
type Node struct {
	Number, Parent int64 // the root has no parent
	Blob           []byte
}

// Tree is an R-tree ready to be written.
type Tree struct {
	Nodes  []Node
	LeafOf []int32 // the number of the leaf that each row is in
}

// cell is a node's or a row's box with its id, as it is stored.
type cell struct {
	id                     int64
	minX, maxX, minY, maxY float32
}

// Pack packs n boxes in the order of a Hilbert curve through their middles. at
// gives each of them, more than once.
func Pack(n int, at func(i int) Box) Tree {
	order := hilbertOrder(n, at)
	t := Tree{LeafOf: make([]int32, n), Nodes: make([]Node, 0, 2+n/(cells-2))}
	level := make([]cell, n)
	for i, k := range order {
		b := at(int(k))
		level[i] = cell{b.ID, floor32(b.MinX), ceil32(b.MaxX), floor32(b.MinY), ceil32(b.MaxY)}
	}
	// Numbers run from the leaves up; the root alone is number 1.
	next := int64(Root + 1)
	for depth := 0; ; depth++ {
		if len(level) <= cells {
			if depth == 0 {
				for i := range t.LeafOf {
					t.LeafOf[i] = Root
				}
			}
			t.Nodes = append(t.Nodes, Node{Number: Root, Blob: nodeBlob(depth, level)})
			return t
		}
		// Equal shares keep the last node of a level from being nearly empty.
		n := (len(level) + cells - 1) / cells
		groups := (n + cells - 1) / cells // nodes of the level above
		first := next
		above := make([]cell, n)
		for i := range n {
			lo, hi := i*len(level)/n, (i+1)*len(level)/n
			number := first + int64(i)
			if depth == 0 {
				for _, at := range order[lo:hi] {
					t.LeafOf[at] = int32(number)
				}
			}
			parent := int64(Root)
			if n > cells {
				parent = first + int64(n) + int64(groupOf(i, n, groups))
			}
			t.Nodes = append(t.Nodes, Node{Number: number, Parent: parent, Blob: nodeBlob(0, level[lo:hi])})
			above[i] = cover(number, level[lo:hi])
		}
		next = first + int64(n)
		level = above
	}
}

// groupOf returns the share g with g*n/groups <= i < (g+1)*n/groups.
func groupOf(i, n, groups int) int { return ((i+1)*groups - 1) / n }

func cover(id int64, list []cell) cell {
	c := list[0]
	c.id = id
	for _, o := range list[1:] {
		c.minX, c.maxX = min(c.minX, o.minX), max(c.maxX, o.maxX)
		c.minY, c.maxY = min(c.minY, o.minY), max(c.maxY, o.maxY)
	}
	return c
}

// nodeBlob writes a node. SQLite wants all nodes as long as the longest.
func nodeBlob(depth int, list []cell) []byte {
	b := make([]byte, nodeHead, nodeHead+cells*cellLen)
	binary.BigEndian.PutUint16(b[0:], uint16(depth))
	binary.BigEndian.PutUint16(b[2:], uint16(len(list)))
	for _, c := range list {
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

// hilbertOrder returns the boxes' indices along a Hilbert curve over all of them.
func hilbertOrder(n int, at func(i int) Box) []uint32 {
	lo, hi := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
	middle := func(b Box) [2]float64 { return [2]float64{(b.MinX + b.MaxX) / 2, (b.MinY + b.MaxY) / 2} }
	for i := range n {
		m := middle(at(i))
		for k := range m {
			lo[k], hi[k] = min(lo[k], m[k]), max(hi[k], m[k])
		}
	}
	const side = 1<<16 - 1
	scale := func(v float64, k int) uint32 {
		if hi[k] <= lo[k] {
			return 0
		}
		return uint32((v - lo[k]) / (hi[k] - lo[k]) * side)
	}
	keys := make([]uint64, n)
	for i := range keys {
		m := middle(at(i))
		keys[i] = uint64(hilbert(scale(m[0], 0), scale(m[1], 1)))<<32 | uint64(i)
	}
	slices.Sort(keys)
	order := make([]uint32, n)
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
