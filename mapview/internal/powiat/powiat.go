// Package powiat makes an extract as large as a powiat's out of the sample's: the
// district is laid side by side on a grid and numbered anew, so that benchmarks
// and tests of large extracts need no large file. It is for tests only.
package powiat

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"os"

	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"

	"pinezka/assets"
)

// The step of the grid in degrees: a little more than the district, so that no
// street runs on into the copy beside it.
const (
	stepLon = 0.036
	stepLat = 0.021
)

// perBlock is how many objects a block holds, as osmium writes them.
const perBlock = 8000

// Write writes an extract of columns by rows copies to a file, nodes first, then
// ways, then relations. 6 by 5 copies are about 12 MB with 260,000 things to draw.
func Write(path string, columns, rows int) error {
	all, err := read()
	if err != nil {
		return fmt.Errorf("powiat: %w", err)
	}
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("powiat: %w", err)
	}
	defer f.Close()
	w := writer{f: f}
	b := all.bounds
	w.header(b.MinLon, b.MinLat, b.MaxLon+float64(columns-1)*stepLon, b.MaxLat+float64(rows-1)*stepLat)
	n := columns * rows
	for i := range n {
		w.nodes(all.nodes, i*all.next, float64(i%columns)*stepLon, float64(i/columns)*stepLat)
	}
	for i := range n {
		w.ways(all.ways, i*all.next)
	}
	for i := range n {
		w.relations(all.relations, i*all.next)
	}
	if w.err == nil {
		w.err = f.Close()
	}
	if w.err != nil {
		return fmt.Errorf("powiat: %w", w.err)
	}
	return nil
}

// district is the sample's extract, its objects numbered from 1.
type district struct {
	bounds    osm.Bounds
	nodes     []*osm.Node
	ways      []*osm.Way
	relations []*osm.Relation
	next      int // above all numbers
}

func read() (*district, error) {
	s := osmpbf.New(context.Background(), bytes.NewReader(assets.Read("sample/rzeszow-nowe-miasto-2024.osm.pbf")), 1)
	defer s.Close()
	h, err := s.Header()
	if err != nil {
		return nil, err
	}
	d := &district{next: 1}
	if h.Bounds != nil {
		d.bounds = *h.Bounds
	}
	number := map[string]int{}
	of := func(kind string, id int64) int64 {
		k := fmt.Sprint(kind, id)
		if number[k] == 0 {
			number[k] = d.next
			d.next++
		}
		return int64(number[k])
	}
	for s.Scan() {
		switch o := s.Object().(type) {
		case *osm.Node:
			o.ID = osm.NodeID(of("n", int64(o.ID)))
			d.nodes = append(d.nodes, o)
		case *osm.Way:
			o.ID = osm.WayID(of("w", int64(o.ID)))
			for i := range o.Nodes {
				o.Nodes[i].ID = osm.NodeID(of("n", int64(o.Nodes[i].ID)))
			}
			d.ways = append(d.ways, o)
		case *osm.Relation:
			o.ID = osm.RelationID(of("r", int64(o.ID)))
			for i := range o.Members {
				kind := string(o.Members[i].Type[:1])
				o.Members[i].Ref = of(kind, o.Members[i].Ref)
			}
			d.relations = append(d.relations, o)
		}
	}
	return d, s.Err()
}

// writer writes blocks of OSM's PBF (wiki.openstreetmap.org/wiki/PBF_Format).
type writer struct {
	f   *os.File
	err error
}

// message is a protocol buffer in the making.
type message []byte

func (m *message) number(field, v uint64) {
	*m = binary.AppendUvarint(binary.AppendUvarint(*m, field<<3), v)
}

func (m *message) bytes(field uint64, b []byte) {
	*m = append(binary.AppendUvarint(binary.AppendUvarint(*m, field<<3|2), uint64(len(b))), b...)
}

func (w *writer) block(kind string, m message) {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	_, err := z.Write(m)
	if e := z.Close(); err == nil {
		err = e
	}
	var blob, head message
	blob.number(2, uint64(len(m)))
	blob.bytes(3, packed.Bytes())
	head.bytes(1, []byte(kind))
	head.number(3, uint64(len(blob)))
	out := binary.BigEndian.AppendUint32(nil, uint32(len(head)))
	out = append(append(out, head...), blob...)
	if err == nil {
		_, err = w.f.Write(out)
	}
	if w.err == nil {
		w.err = err
	}
}

func (w *writer) header(left, bottom, right, top float64) {
	var box, m message
	for i, v := range []float64{left, right, top, bottom} {
		n := int64(math.Round(v * 1e9))
		box.number(uint64(i)+1, uint64(n<<1^n>>63))
	}
	m.bytes(1, box)
	m.bytes(4, []byte("OsmSchema-V0.6"))
	m.bytes(4, []byte("DenseNodes"))
	w.block("OSMHeader", m)
}

// table gives strings numbers; 0 is none's.
type table struct {
	of  map[string]uint64
	out message
}

func newTable() *table {
	t := &table{of: map[string]uint64{}}
	t.out.bytes(1, nil)
	return t
}

func (t *table) number(s string) uint64 {
	n, ok := t.of[s]
	if !ok {
		n = uint64(len(t.of)) + 1
		t.of[s] = n
		t.out.bytes(1, []byte(s))
	}
	return n
}

func (t *table) tags(tags osm.Tags) (keys, values []byte) {
	for _, g := range tags {
		keys, values = binary.AppendUvarint(keys, t.number(g.Key)), binary.AppendUvarint(values, t.number(g.Value))
	}
	return keys, values
}

func (w *writer) primitive(t *table, group message) {
	var m message
	m.bytes(1, t.out)
	m.bytes(2, group)
	w.block("OSMData", m)
}

func (w *writer) nodes(all []*osm.Node, add int, lon, lat float64) {
	for len(all) > 0 {
		part := all[:min(len(all), perBlock)]
		all = all[len(part):]
		t := newTable()
		var ids, lats, lons, tags []byte
		var id, x, y int64
		for _, n := range part {
			i, px, py := int64(n.ID)+int64(add), int64(math.Round((n.Lon+lon)*1e7)), int64(math.Round((n.Lat+lat)*1e7))
			ids, lons, lats = binary.AppendVarint(ids, i-id), binary.AppendVarint(lons, px-x), binary.AppendVarint(lats, py-y)
			id, x, y = i, px, py
			for _, g := range n.Tags {
				tags = binary.AppendUvarint(binary.AppendUvarint(tags, t.number(g.Key)), t.number(g.Value))
			}
			tags = append(tags, 0)
		}
		var dense, group message
		dense.bytes(1, ids)
		dense.bytes(8, lats)
		dense.bytes(9, lons)
		dense.bytes(10, tags)
		group.bytes(2, dense)
		w.primitive(t, group)
	}
}

func (w *writer) ways(all []*osm.Way, add int) {
	for len(all) > 0 {
		part := all[:min(len(all), perBlock)]
		all = all[len(part):]
		t := newTable()
		var group message
		for _, o := range part {
			var way message
			keys, values := t.tags(o.Tags)
			var refs []byte
			var last int64
			for _, n := range o.Nodes {
				refs = binary.AppendVarint(refs, int64(n.ID)+int64(add)-last)
				last = int64(n.ID) + int64(add)
			}
			way.number(1, uint64(int64(o.ID)+int64(add)))
			way.bytes(2, keys)
			way.bytes(3, values)
			way.bytes(8, refs)
			group.bytes(3, way)
		}
		w.primitive(t, group)
	}
}

func (w *writer) relations(all []*osm.Relation, add int) {
	t := newTable()
	var group message
	for _, o := range all {
		var rel message
		keys, values := t.tags(o.Tags)
		var roles, refs, kinds []byte
		var last int64
		for _, m := range o.Members {
			roles = binary.AppendUvarint(roles, t.number(m.Role))
			refs = binary.AppendVarint(refs, m.Ref+int64(add)-last)
			last = m.Ref + int64(add)
			kind := map[osm.Type]byte{osm.TypeNode: 0, osm.TypeWay: 1, osm.TypeRelation: 2}[m.Type]
			kinds = append(kinds, kind)
		}
		rel.number(1, uint64(int64(o.ID)+int64(add)))
		rel.bytes(2, keys)
		rel.bytes(3, values)
		rel.bytes(8, roles)
		rel.bytes(9, refs)
		rel.bytes(10, kinds)
		group.bytes(4, rel)
	}
	w.primitive(t, group)
}
