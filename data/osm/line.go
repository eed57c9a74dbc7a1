package osm

import (
	"encoding/binary"
	"errors"
	"math"

	"github.com/paulmach/orb"
)

// ErrLine means that bytes are no line that AppendLine wrote.
var ErrLine = errors.New("broken line")

// AppendLine packs a line into bytes: the number of points, then for each the
// steps of 1e-7 degrees (about a centimetre) from the one before, all as variable
// length numbers. A street of a town needs some 5 bytes a point.
func AppendLine(b []byte, l orb.LineString) []byte {
	b = binary.AppendUvarint(b, uint64(len(l)))
	var x, y int64
	for _, p := range l {
		px, py := int64(math.Round(p[0]*raster)), int64(math.Round(p[1]*raster))
		b = binary.AppendVarint(binary.AppendVarint(b, px-x), py-y)
		x, y = px, py
	}
	return b
}

// CutLine reads the line at the start of b into points, which it may grow, and
// returns what follows the line. Its error is ErrLine.
func CutLine(b []byte, points []orb.Point) (orb.LineString, []byte, error) {
	n, size := binary.Uvarint(b)
	// Each point takes at least two bytes: a wrong number cannot ask for memory.
	if size <= 0 || n > uint64(len(b)-size)/2 {
		return nil, nil, ErrLine
	}
	b = b[size:]
	if cap(points) < int(n) {
		points = make([]orb.Point, 0, n)
	}
	l := orb.LineString(points[:0])
	var x, y int64
	for range n {
		dx, i := binary.Varint(b)
		if i <= 0 {
			return nil, nil, ErrLine
		}
		dy, k := binary.Varint(b[i:])
		if k <= 0 {
			return nil, nil, ErrLine
		}
		b = b[i+k:]
		x, y = x+dx, y+dy
		l = append(l, orb.Point{float64(x) / raster, float64(y) / raster})
	}
	return l, b, nil
}

// decodeLine reads a blob that is one line.
func decodeLine(b []byte) (orb.LineString, error) {
	l, rest, err := CutLine(b, nil)
	if err != nil || len(rest) > 0 || len(l) < 2 {
		return nil, ErrLine
	}
	return l, nil
}
