package exchange

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"
)

// parseBlob reads a geometry of a GeoPackage (OGC 12-128r18, clause 2.1.3): a
// header with a box that is not needed, then well-known binary. It is nil for an
// empty geometry.
func parseBlob(b []byte) (orb.Geometry, error) {
	if len(b) < 8 || b[0] != 'G' || b[1] != 'P' {
		return nil, errShape
	}
	flags := b[3]
	// Bytes of the box: none, xy, xyz, xym, xyzm.
	boxes := [...]int{0, 32, 48, 48, 64}
	box := int(flags >> 1 & 7)
	if flags&(1<<5) != 0 || box >= len(boxes) || len(b) < 8+boxes[box] {
		return nil, errShape // of an extension, or cut off
	}
	w := wkbReader{b: b[8+boxes[box]:]}
	g, err := w.geometry(0)
	if err != nil && flags&(1<<4) != 0 {
		return nil, nil // said to be empty
	}
	return g, err
}

// wkbReader reads well-known binary with heights and measures, which it leaves
// out.
type wkbReader struct{ b []byte }

func (w *wkbReader) uint32(order binary.ByteOrder) (uint32, bool) {
	if len(w.b) < 4 {
		return 0, false
	}
	v := order.Uint32(w.b)
	w.b = w.b[4:]
	return v, true
}

// count reads how many parts of at least so many bytes follow; what is left must
// hold them.
func (w *wkbReader) count(order binary.ByteOrder, size int) (int, error) {
	n, ok := w.uint32(order)
	if !ok || int64(n)*int64(size) > int64(len(w.b)) {
		return 0, errShape
	}
	return int(n), nil
}

// points reads n corners of dim numbers.
func (w *wkbReader) points(order binary.ByteOrder, n, dim int) ([]orb.Point, error) {
	if len(w.b) < 8*dim*n {
		return nil, errShape
	}
	out := make([]orb.Point, n)
	for i := range out {
		out[i] = orb.Point{math.Float64frombits(order.Uint64(w.b)), math.Float64frombits(order.Uint64(w.b[8:]))}
		w.b = w.b[8*dim:]
		if math.IsInf(out[i][0], 0) || math.IsInf(out[i][1], 0) {
			return nil, errShape
		}
	}
	return out, nil
}

func (w *wkbReader) line(order binary.ByteOrder, dim int) ([]orb.Point, error) {
	n, err := w.count(order, 8*dim)
	if err != nil {
		return nil, err
	}
	ps, err := w.points(order, n, dim)
	if err != nil {
		return nil, err
	}
	for _, p := range ps {
		if math.IsNaN(p[0]) || math.IsNaN(p[1]) {
			return nil, errShape
		}
	}
	return ps, nil
}

func (w *wkbReader) geometry(nested int) (orb.Geometry, error) {
	if len(w.b) < 5 || nested > maxNested || w.b[0] > 1 {
		return nil, errShape
	}
	var order binary.ByteOrder = binary.BigEndian
	if w.b[0] == 1 {
		order = binary.LittleEndian
	}
	w.b = w.b[1:]
	kind, _ := w.uint32(order)
	dim := 2
	// ISO adds 1000, 2000, 3000 for Z, M and both; PostGIS sets bits.
	if kind&0x8000_0000 != 0 {
		dim++
	}
	if kind&0x4000_0000 != 0 {
		dim++
	}
	if kind&0x2000_0000 != 0 { // a spatial reference system follows
		if _, ok := w.uint32(order); !ok {
			return nil, errShape
		}
	}
	kind &= 0x0fff_ffff
	switch kind / 1000 {
	case 0:
	case 1, 2:
		dim = 3
	case 3:
		dim = 4
	default:
		return nil, errShape
	}
	switch kind % 1000 {
	case 1:
		ps, err := w.points(order, 1, dim)
		if err != nil || math.IsNaN(ps[0][0]) || math.IsNaN(ps[0][1]) {
			return nil, err // an empty point is two NaN
		}
		return ps[0], nil
	case 2:
		ps, err := w.line(order, dim)
		if err != nil || len(ps) == 0 {
			return nil, err
		}
		return orb.LineString(ps), nil
	case 3:
		n, err := w.count(order, 4)
		if err != nil {
			return nil, err
		}
		var rings [][]orb.Point
		for range n {
			ps, err := w.line(order, dim)
			if err != nil {
				return nil, err
			}
			if len(ps) > 0 {
				rings = append(rings, ps)
			}
		}
		if len(rings) == 0 {
			return nil, nil
		}
		p, err := polygonOf(rings)
		if err != nil {
			return nil, err
		}
		return p, nil
	case 4, 5, 6, 7:
		n, err := w.count(order, 5)
		if err != nil {
			return nil, err
		}
		var parts []orb.Geometry
		for range n {
			g, err := w.geometry(nested + 1)
			if err != nil {
				return nil, err
			}
			if g != nil {
				parts = append(parts, g)
			}
		}
		return gather(parts), nil
	}
	return nil, errShape // curves, which GIS programs rarely write
}
