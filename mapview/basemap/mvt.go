package basemap

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"
)

// The encoder writes Mapbox Vector Tiles 2.1. orb has one, too, but it asks for a
// map of attributes per feature and tile; here they are gathered once. The tests
// read the tiles back with orb's.

// extent is the width of a tile in its own units.
const extent = 4096

// Types of geometry in a tile.
const (
	mvtPoint   = 1
	mvtLine    = 2
	mvtPolygon = 3
)

// layerWriter gathers the features of one layer of one tile.
type layerWriter struct {
	name     string
	features []byte // encoded
	keys     map[string]uint64
	values   map[any]uint64
	keyList  []byte // encoded
	valList  []byte
	tags     []byte
	geom     []byte
	scratch  []byte
	pts      [][2]int64
	count    int
}

func newLayerWriter(name string) *layerWriter {
	return &layerWriter{name: name, keys: map[string]uint64{}, values: map[any]uint64{}}
}

// reset empties the layer for the next tile.
func (w *layerWriter) reset() {
	clear(w.keys)
	clear(w.values)
	w.features, w.keyList, w.valList, w.count = w.features[:0], w.keyList[:0], w.valList[:0], 0
}

// tag adds an attribute to the feature that is being made. A value is a string, a
// bool or an int64.
func (w *layerWriter) tag(key string, value any) {
	k, ok := w.keys[key]
	if !ok {
		k = uint64(len(w.keys))
		w.keys[key] = k
		w.keyList = appendBytes(w.keyList, 3, []byte(key))
	}
	v, ok := w.values[value]
	if !ok {
		v = uint64(len(w.values))
		w.values[value] = v
		w.scratch = appendValue(w.scratch[:0], value)
		w.valList = appendBytes(w.valList, 4, w.scratch)
	}
	w.tags = binary.AppendUvarint(binary.AppendUvarint(w.tags, k), v)
}

func appendValue(b []byte, value any) []byte {
	switch v := value.(type) {
	case string:
		return appendBytes(b, 1, []byte(v))
	case int64:
		return binary.AppendUvarint(appendKey(b, 4, 0), uint64(v))
	case bool:
		n := uint64(0)
		if v {
			n = 1
		}
		return binary.AppendUvarint(appendKey(b, 7, 0), n)
	}
	return b
}

// add ends a feature with its geometry in tile units, measured from the tile's
// corner. One of which nothing is left at this zoom is dropped.
func (w *layerWriter) add(id int64, g orb.Geometry, corner orb.Point) {
	kind := uint64(0)
	w.geom = w.geom[:0]
	c := cursor{b: w.geom, pts: w.pts, corner: corner}
	switch g := g.(type) {
	case orb.Point:
		kind = mvtPoint
		c.point(g)
	case orb.MultiLineString:
		kind = mvtLine
		for _, l := range g {
			c.line(l)
		}
	case orb.MultiPolygon:
		kind = mvtPolygon
		for _, p := range g {
			for i, r := range p {
				if !c.ring(r, i == 0) && i == 0 {
					break
				}
			}
		}
	}
	w.geom, w.pts = c.b, c.pts
	if len(w.geom) > 0 {
		f := binary.AppendUvarint(appendKey(w.scratch[:0], 1, 0), uint64(id))
		f = appendBytes(f, 2, w.tags)
		f = binary.AppendUvarint(appendKey(f, 3, 0), kind)
		f = appendBytes(f, 4, w.geom)
		w.features = appendBytes(w.features, 2, f)
		w.scratch = f
		w.count++
	}
	w.tags = w.tags[:0]
}

// append adds the layer to a tile, unless it is empty.
func (w *layerWriter) append(b []byte) []byte {
	if w.count == 0 {
		return b
	}
	l := binary.AppendUvarint(appendKey(nil, 15, 0), 2) // version
	l = appendBytes(l, 1, []byte(w.name))
	l = append(l, w.features...)
	l = append(l, w.keyList...)
	l = append(l, w.valList...)
	l = binary.AppendUvarint(appendKey(l, 5, 0), extent)
	return appendBytes(b, 3, l)
}

func appendKey(b []byte, field, wire uint64) []byte {
	return binary.AppendUvarint(b, field<<3|wire)
}

func appendBytes(b []byte, field uint64, data []byte) []byte {
	b = binary.AppendUvarint(appendKey(b, field, 2), uint64(len(data)))
	return append(b, data...)
}

// cursor writes geometry commands, each relative to the place before.
type cursor struct {
	b      []byte
	x, y   int64
	pts    [][2]int64
	corner orb.Point
}

const (
	moveTo    = 1
	lineTo    = 2
	closePath = 7
)

func (c *cursor) command(id, count uint64) { c.b = binary.AppendUvarint(c.b, count<<3|id) }

func (c *cursor) to(p [2]int64) {
	c.b = binary.AppendVarint(binary.AppendVarint(c.b, p[0]-c.x), p[1]-c.y)
	c.x, c.y = p[0], p[1]
}

// round brings points to the tile's grid, each once.
func (c *cursor) round(line []orb.Point) {
	c.pts = c.pts[:0]
	for _, p := range line {
		q := [2]int64{int64(math.Floor(p[0] - c.corner[0] + 0.5)), int64(math.Floor(p[1] - c.corner[1] + 0.5))}
		if n := len(c.pts); n == 0 || c.pts[n-1] != q {
			c.pts = append(c.pts, q)
		}
	}
}

func (c *cursor) point(p orb.Point) {
	c.round([]orb.Point{p})
	c.command(moveTo, 1)
	c.to(c.pts[0])
}

func (c *cursor) line(l orb.LineString) {
	if c.round(l); len(c.pts) < 2 {
		return
	}
	c.command(moveTo, 1)
	c.to(c.pts[0])
	c.command(lineTo, uint64(len(c.pts)-1))
	for _, p := range c.pts[1:] {
		c.to(p)
	}
}

// ring writes a ring in the winding that the format asks for: outer ones
// clockwise to the eye, holes against it. It reports false when no area is left.
func (c *cursor) ring(r orb.Ring, outer bool) bool {
	c.round(r)
	if n := len(c.pts); n > 1 && c.pts[0] == c.pts[n-1] {
		c.pts = c.pts[:n-1]
	}
	n := len(c.pts)
	if n < 3 {
		return false
	}
	area := int64(0) // positive is clockwise where y runs down
	for i, p := range c.pts {
		q := c.pts[(i+1)%n]
		area += p[0]*q[1] - q[0]*p[1]
	}
	if area == 0 {
		return false
	}
	if (area > 0) != outer {
		for i, k := 0, n-1; i < k; i, k = i+1, k-1 {
			c.pts[i], c.pts[k] = c.pts[k], c.pts[i]
		}
	}
	c.command(moveTo, 1)
	c.to(c.pts[0])
	c.command(lineTo, uint64(n-1))
	for _, p := range c.pts[1:] {
		c.to(p)
	}
	c.command(closePath, 1)
	return true
}
