package osm

import (
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// fixed is a place on OSM's raster: longitude and latitude in 1e-7 degrees.
type fixed [2]int32

// point returns the place in degrees.
func (p fixed) point() orb.Point { return orb.Point{float64(p[0]) / 1e7, float64(p[1]) / 1e7} }

// raster is how many steps OSM's raster has to a degree.
const raster = 1e7

// nowhere is what a node beyond the world becomes; no way finds it.
var nowhere = fixed{math.MinInt32, math.MinInt32}

// parts says which objects of a block are wanted.
type parts uint8

const (
	nodesAndRelations parts = 1 << iota
	ways
)

// rawWay is a way before its nodes are placed.
type rawWay struct {
	id   int64
	tags Tags
	refs []int64
}

// member is a part of a relation.
type member struct {
	ref   int64
	way   bool
	inner bool
}

// rawRelation is a relation that may become an area.
type rawRelation struct {
	id      int64
	tags    Tags
	members []member
}

// contents are the objects of a block.
type contents struct {
	ids       []int64
	places    []fixed
	tagged    []Object // nodes
	ways      []rawWay
	relations []rawRelation
	nWays     int
	nRelation int   // of any type
	newest    int64 // seconds since 1970; 0 when no object has a time
}

// block decodes the message PrimitiveBlock.
type block struct {
	want     parts
	strings  []string
	gran     int64
	dateGran int64
	offset   [2]int64 // longitude, latitude in nanodegrees
	out      contents
}

var errIndex = errors.New("a number beyond the table of strings")

func decodeBlock(b []byte, want parts) (contents, error) {
	d := block{want: want, gran: 100, dateGran: 1000}
	// The table and the units may stand after the objects that need them.
	w := wire{b: b}
	for w.next() {
		switch w.field {
		case 1:
			if err := d.table(w.data); err != nil {
				return contents{}, err
			}
		case 17:
			d.gran = int64(w.value)
		case 18:
			d.dateGran = int64(w.value)
		case 19:
			d.offset[1] = int64(w.value)
		case 20:
			d.offset[0] = int64(w.value)
		}
	}
	if w.err != nil {
		return contents{}, w.err
	}
	if d.gran <= 0 || d.gran > math.MaxInt32 || d.dateGran <= 0 {
		return contents{}, errors.New("impossible units")
	}
	w = wire{b: b}
	for w.next() {
		if w.field != 2 || w.kind != wireBytes {
			continue
		}
		if err := d.group(w.data); err != nil {
			return contents{}, err
		}
	}
	return d.out, nil
}

// table cuts all strings out of one.
func (d *block) table(b []byte) error {
	all := string(b)
	w := wire{b: b}
	for w.next() {
		if w.field != 1 || w.kind != wireBytes {
			continue
		}
		end := len(all) - len(w.b)
		d.strings = append(d.strings, all[end-len(w.data):end])
	}
	return w.err
}

func (d *block) group(b []byte) error {
	w := wire{b: b}
	for w.next() {
		if w.kind != wireBytes {
			continue
		}
		var err error
		switch {
		case w.field == 3:
			d.out.nWays++
			if d.want&ways != 0 {
				err = d.way(w.data)
			}
		case d.want&nodesAndRelations == 0:
		case w.field == 1:
			err = d.node(w.data)
		case w.field == 2:
			err = d.dense(w.data)
		case w.field == 4:
			d.out.nRelation++
			err = d.relation(w.data)
		}
		if err != nil {
			return err
		}
	}
	return w.err
}

// place brings raw coordinates to the raster.
func (d *block) place(lon, lat int64) fixed {
	x, y := d.axis(0, lon), d.axis(1, lat)
	if math.Abs(x) > 180*raster || math.Abs(y) > 90*raster {
		return nowhere
	}
	return fixed{int32(x), int32(y)}
}

func (d *block) axis(i int, v int64) float64 {
	const nanodegrees = 100 // in a step of the raster
	return math.Round((float64(d.offset[i]) + float64(d.gran)*float64(v)) / nanodegrees)
}

func (d *block) addNode(id int64, at fixed, t Tags) {
	if at == nowhere {
		return
	}
	d.out.ids = append(d.out.ids, id)
	d.out.places = append(d.out.places, at)
	if len(t) > 0 {
		d.out.tagged = append(d.out.tagged, Object{Kind: Node, ID: id, Tags: t, Geometry: at.point()})
	}
}

func (d *block) node(b []byte) error {
	var id, lon, lat int64
	var keys, values list
	w := wire{b: b}
	for w.next() {
		switch w.field {
		case 1:
			id = zigzag(w.value)
		case 2:
			keys.b = w.data
		case 3:
			values.b = w.data
		case 4:
			d.info(w.data)
		case 8:
			lat = zigzag(w.value)
		case 9:
			lon = zigzag(w.value)
		}
	}
	if w.err != nil {
		return w.err
	}
	t, err := d.tags(keys, values)
	if err != nil {
		return fmt.Errorf("node %d: %w", id, err)
	}
	d.addNode(id, d.place(lon, lat), t)
	return nil
}

func (d *block) dense(b []byte) error {
	var ids, lats, lons, tags list
	w := wire{b: b}
	for w.next() {
		switch w.field {
		case 1:
			ids.b = w.data
		case 5:
			d.denseInfo(w.data)
		case 8:
			lats.b = w.data
		case 9:
			lons.b = w.data
		case 10:
			tags.b = w.data
		}
	}
	if w.err != nil {
		return w.err
	}
	if d.out.ids == nil {
		n := ids.len()
		d.out.ids, d.out.places = make([]int64, 0, n), make([]fixed, 0, n)
	}
	var id, lat, lon int64
	for {
		v, ok := ids.next()
		if !ok {
			break
		}
		y, ok1 := lats.next()
		x, ok2 := lons.next()
		if !ok1 || !ok2 {
			return errors.New("nodes without a place")
		}
		id, lat, lon = id+zigzag(v), lat+zigzag(y), lon+zigzag(x)
		var t Tags
		for {
			k, ok := tags.next()
			if !ok || k == 0 {
				break
			}
			v, ok := tags.next()
			if !ok || k >= uint64(len(d.strings)) || v >= uint64(len(d.strings)) {
				return fmt.Errorf("node %d: %w", id, errIndex)
			}
			t = append(t, Tag{d.strings[k], d.strings[v]})
		}
		d.addNode(id, d.place(lon, lat), t)
	}
	if ids.bad || lats.bad || lons.bad || tags.bad {
		return errWire
	}
	return nil
}

func (d *block) way(b []byte) error {
	out := rawWay{}
	var keys, values, refs list
	w := wire{b: b}
	for w.next() {
		switch w.field {
		case 1:
			out.id = int64(w.value)
		case 2:
			keys.b = w.data
		case 3:
			values.b = w.data
		case 4:
			d.info(w.data)
		case 8:
			refs.b = w.data
		}
	}
	if w.err != nil {
		return w.err
	}
	var err error
	if out.tags, err = d.tags(keys, values); err != nil {
		return fmt.Errorf("way %d: %w", out.id, err)
	}
	out.refs = make([]int64, 0, refs.len())
	var ref int64
	for v, ok := refs.next(); ok; v, ok = refs.next() {
		ref += zigzag(v)
		out.refs = append(out.refs, ref)
	}
	if refs.bad {
		return fmt.Errorf("way %d: %w", out.id, errWire)
	}
	d.out.ways = append(d.out.ways, out)
	return nil
}

func (d *block) relation(b []byte) error {
	out := rawRelation{}
	var keys, values, roles, refs, types list
	w := wire{b: b}
	for w.next() {
		switch w.field {
		case 1:
			out.id = int64(w.value)
		case 2:
			keys.b = w.data
		case 3:
			values.b = w.data
		case 4:
			d.info(w.data)
		case 8:
			roles.b = w.data
		case 9:
			refs.b = w.data
		case 10:
			types.b = w.data
		}
	}
	if w.err != nil {
		return w.err
	}
	var err error
	if out.tags, err = d.tags(keys, values); err != nil {
		return fmt.Errorf("relation %d: %w", out.id, err)
	}
	if !out.tags.Has("type", "multipolygon", "boundary") {
		return nil
	}
	const wayMember = 1
	var ref int64
	for v, ok := refs.next(); ok; v, ok = refs.next() {
		ref += zigzag(v)
		kind, ok1 := types.next()
		role, ok2 := roles.next()
		if !ok1 || !ok2 || role >= uint64(len(d.strings)) {
			return fmt.Errorf("relation %d: %w", out.id, errIndex)
		}
		out.members = append(out.members, member{ref: ref, way: kind == wayMember, inner: d.strings[role] == "inner"})
	}
	if refs.bad || types.bad || roles.bad {
		return fmt.Errorf("relation %d: %w", out.id, errWire)
	}
	d.out.relations = append(d.out.relations, out)
	return nil
}

func (d *block) tags(keys, values list) (Tags, error) {
	n := keys.len()
	if n == 0 {
		return nil, nil
	}
	t := make(Tags, 0, n)
	for {
		k, ok := keys.next()
		if !ok {
			break
		}
		v, ok := values.next()
		if !ok || k >= uint64(len(d.strings)) || v >= uint64(len(d.strings)) {
			return nil, errIndex
		}
		t = append(t, Tag{d.strings[k], d.strings[v]})
	}
	if keys.bad || values.bad {
		return nil, errWire
	}
	return t, nil
}

// info takes an object's time, which is all that is wanted of it.
func (d *block) info(b []byte) {
	w := wire{b: b}
	for w.next() {
		if w.field == 2 {
			d.seen(int64(w.value))
		}
	}
}

func (d *block) denseInfo(b []byte) {
	w := wire{b: b}
	for w.next() {
		if w.field != 2 {
			continue
		}
		l, t := list{b: w.data}, int64(0)
		for v, ok := l.next(); ok; v, ok = l.next() {
			t += zigzag(v)
			d.seen(t)
		}
	}
}

func (d *block) seen(t int64) {
	if t <= 0 || t > lastSecond*1000/d.dateGran {
		return
	}
	d.out.newest = max(d.out.newest, t*d.dateGran/1000)
}

// lastSecond is the end of the year 9999: later times are damage, and could not
// be read back from the archive.
const lastSecond = 253402300799
