package basemap

import (
	"encoding/binary"
	"errors"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/planar"

	"pinezka/data/osm"
)

// centre returns a point of an area where its sign stands.
func centre(g orb.MultiPolygon) orb.Point {
	best, at := -1.0, g.Bound().Center()
	for _, p := range g {
		if c, a := planar.CentroidArea(p); a > best {
			best, at = a, c
		}
	}
	return at
}

// clipTo cuts a geometry at a box. It returns nil when nothing is left.
func clipTo(b orb.Bound, g orb.Geometry) orb.Geometry {
	bound := g.Bound()
	if !bound.Intersects(b) {
		return nil
	}
	if b.Contains(bound.Min) && b.Contains(bound.Max) {
		return g
	}
	switch g := g.(type) {
	case orb.Point:
		return g
	case orb.LineString:
		m := clip.LineString(b, g.Clone())
		switch len(m) {
		case 0:
			return nil
		case 1:
			return m[0]
		}
		return m
	case orb.MultiPolygon:
		m := clip.MultiPolygon(b, g.Clone())
		if len(m) == 0 {
			return nil
		}
		return m
	}
	return nil
}

// Geometries lie in the features table as a byte for the type, then for each
// line its number of points and the line itself; a ring that begins a polygon has
// its number with the top bit set.
const (
	typePoint byte = iota
	typeLines
	typeArea
)

const newPolygon = 1 << 31

var errGeometry = errors.New("broken geometry")

func encode(g orb.Geometry) []byte {
	line := func(b []byte, l orb.LineString, mark uint32) []byte {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(l))|mark)
		return append(b, osm.EncodeLine(l)...)
	}
	switch g := g.(type) {
	case orb.Point:
		return append([]byte{typePoint}, osm.EncodeLine(orb.LineString{g})...)
	case orb.LineString:
		return line([]byte{typeLines}, g, 0)
	case orb.MultiLineString:
		b := []byte{typeLines}
		for _, l := range g {
			b = line(b, l, 0)
		}
		return b
	case orb.MultiPolygon:
		b := []byte{typeArea}
		for _, p := range g {
			for i, r := range p {
				mark := uint32(0)
				if i == 0 {
					mark = newPolygon
				}
				b = line(b, orb.LineString(r), mark)
			}
		}
		return b
	}
	return nil
}

func decode(b []byte) (orb.Geometry, error) {
	if len(b) == 0 {
		return nil, errGeometry
	}
	kind := b[0]
	b = b[1:]
	if kind == typePoint {
		l := osm.DecodeLine(b)
		if len(l) != 1 {
			return nil, errGeometry
		}
		return l[0], nil
	}
	var lines orb.MultiLineString
	var area orb.MultiPolygon
	for len(b) > 0 {
		if len(b) < 4 {
			return nil, errGeometry
		}
		n := binary.LittleEndian.Uint32(b)
		count := int(n &^ newPolygon)
		b = b[4:]
		if count > len(b)/8 {
			return nil, errGeometry
		}
		l := osm.DecodeLine(b[:8*count])
		b = b[8*count:]
		switch {
		case kind == typeLines:
			lines = append(lines, l)
		case kind != typeArea:
			return nil, errGeometry
		case n&newPolygon != 0 || len(area) == 0:
			area = append(area, orb.Polygon{orb.Ring(l)})
		default:
			area[len(area)-1] = append(area[len(area)-1], orb.Ring(l))
		}
	}
	switch {
	case kind == typeArea && len(area) > 0:
		return area, nil
	case len(lines) == 1:
		return lines[0], nil
	case len(lines) > 1:
		return lines, nil
	}
	return nil, errGeometry
}

// pad grows a box of degrees by metres.
func pad(b orb.Bound, metres float64) orb.Bound {
	lat := (b.Min[1] + b.Max[1]) / 2
	dy := metres / 111_320
	dx := dy / math.Max(0.1, math.Cos(lat*math.Pi/180))
	return orb.Bound{Min: orb.Point{b.Min[0] - dx, b.Min[1] - dy}, Max: orb.Point{b.Max[0] + dx, b.Max[1] + dy}}
}
