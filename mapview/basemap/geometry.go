package basemap

import (
	"encoding/binary"
	"errors"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"

	"pinezka/data/osm"
)

// clipTo cuts a geometry at a box. It returns nil when nothing is left. What
// lies inside is not copied.
func clipTo(b orb.Bound, g orb.Geometry) orb.Geometry {
	bound := g.Bound()
	if !bound.Intersects(b) {
		return nil
	}
	if b.Contains(bound.Min) && b.Contains(bound.Max) {
		return g
	}
	switch g := g.(type) {
	case orb.LineString:
		var m orb.MultiLineString
		for _, l := range clip.LineString(b, g) {
			if len(l) > 1 {
				m = append(m, l)
			}
		}
		switch len(m) {
		case 0:
			return nil
		case 1:
			return m[0]
		}
		return m
	case orb.MultiPolygon:
		var m orb.MultiPolygon
		for _, p := range g {
			if p := clipPolygon(b, p); p != nil {
				m = append(m, p)
			}
		}
		if m == nil {
			return nil
		}
		return m
	}
	return nil
}

// clipPolygon cuts a polygon at a box; it returns nil when no area is left.
func clipPolygon(b orb.Bound, p orb.Polygon) orb.Polygon {
	var out orb.Polygon
	for i, r := range p {
		// The library cuts in place.
		cut := clip.Ring(b, r.Clone())
		if len(cut) < 4 || flat(cut) {
			if i == 0 {
				return nil
			}
			continue
		}
		out = append(out, cut)
	}
	return out
}

// flat tells a ring that ran down to an edge of the box.
func flat(r orb.Ring) bool {
	b := r.Bound()
	return b.Min[0] == b.Max[0] || b.Min[1] == b.Max[1]
}

// pad grows a box of degrees by metres, and stays within the world.
func pad(b orb.Bound, metres float64) orb.Bound {
	const perDegree = 111_320
	dy := metres / perDegree
	dx := dy / math.Max(0.1, math.Cos(b.Center()[1]*math.Pi/180))
	return orb.Bound{
		Min: orb.Point{max(-180, b.Min[0]-dx), max(-90, b.Min[1]-dy)},
		Max: orb.Point{min(180, b.Max[0]+dx), min(90, b.Max[1]+dy)},
	}
}

// Geometries lie in the features table as a byte for the type, then lines as
// osm.AppendLine packs them: one for a point, any number for lines, and for an
// area the number of rings before each polygon.
const (
	typePoint byte = iota
	typeLines
	typeArea
)

var errGeometry = errors.New("broken geometry")

func encode(b []byte, g orb.Geometry) []byte {
	switch g := g.(type) {
	case orb.Point:
		return osm.AppendLine(append(b, typePoint), orb.LineString{g})
	case orb.LineString:
		return osm.AppendLine(append(b, typeLines), g)
	case orb.MultiLineString:
		b = append(b, typeLines)
		for _, l := range g {
			b = osm.AppendLine(b, l)
		}
		return b
	case orb.MultiPolygon:
		b = append(b, typeArea)
		for _, p := range g {
			b = binary.AppendUvarint(b, uint64(len(p)))
			for _, r := range p {
				b = osm.AppendLine(b, orb.LineString(r))
			}
		}
		return b
	}
	return nil
}

// decoder reads geometries. It takes the points of many from one piece of memory:
// a town's archive has some hundred thousand small ones.
type decoder struct{ free []orb.Point }

const (
	pointsAtOnce = 8192
	longLine     = 512 // gets memory of its own
)

func (d *decoder) line(b []byte) (orb.LineString, []byte, error) {
	if len(d.free) < longLine {
		d.free = make([]orb.Point, pointsAtOnce)
	}
	l, rest, err := osm.CutLine(b, d.free[:0:longLine])
	if err != nil {
		return nil, nil, errGeometry
	}
	if len(l) > 0 && &l[0] == &d.free[0] {
		l, d.free = l[:len(l):len(l)], d.free[len(l):]
	}
	return l, rest, nil
}

func (d *decoder) geometry(b []byte) (orb.Geometry, error) {
	if len(b) == 0 {
		return nil, errGeometry
	}
	kind := b[0]
	b = b[1:]
	switch kind {
	case typePoint:
		l, rest, err := d.line(b)
		if err != nil || len(rest) > 0 || len(l) != 1 {
			return nil, errGeometry
		}
		return l[0], nil
	case typeLines:
		var m orb.MultiLineString
		for len(b) > 0 {
			l, rest, err := d.line(b)
			if err != nil || len(l) < 2 {
				return nil, errGeometry
			}
			if len(m) == 0 && len(rest) == 0 {
				return l, nil
			}
			m, b = append(m, l), rest
		}
		if len(m) > 0 {
			return m, nil
		}
	case typeArea:
		var m orb.MultiPolygon
		for len(b) > 0 {
			n, size := binary.Uvarint(b)
			// A ring takes more than one byte: a wrong number cannot ask for memory.
			if size <= 0 || n == 0 || n > uint64(len(b)) {
				return nil, errGeometry
			}
			b = b[size:]
			p := make(orb.Polygon, 0, n)
			for range n {
				l, rest, err := d.line(b)
				if err != nil || len(l) < 4 {
					return nil, errGeometry
				}
				p, b = append(p, orb.Ring(l)), rest
			}
			m = append(m, p)
		}
		if len(m) > 0 {
			return m, nil
		}
	}
	return nil, errGeometry
}
