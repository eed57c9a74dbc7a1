package gpkg

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

// srsWGS84 is EPSG:4326 in gpkg_spatial_ref_sys.
const srsWGS84 = 4326

// GeoPackage binary (OGC 12-128r18, clause 2.1.3): magic "GP", version 0, flags,
// spatial reference system, envelope, then well-known binary.
const (
	headerLen     = 8
	flagLittle    = 1 << 0
	flagEmpty     = 1 << 4
	envelopeXY    = 1
	wkbPoint      = 1
	wkbPointLen   = 1 + 4 + 16
	pointBlobLen  = headerLen + wkbPointLen
	envelopeXYLen = 4 * 8
)

// errGeometry is what every failure to read a geometry wraps.
var errGeometry = errors.New("not a GeoPackage geometry")

// appendPoint appends a point's GeoPackage binary, without an envelope.
func appendPoint(b []byte, p orb.Point) []byte {
	b = append(b, 'G', 'P', 0, flagLittle)
	b = binary.LittleEndian.AppendUint32(b, srsWGS84)
	b = append(b, 1)
	b = binary.LittleEndian.AppendUint32(b, wkbPoint)
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(p[0]))
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(p[1]))
}

// encodeGeometry returns the GeoPackage binary, with an envelope for all but
// points, or nil for no geometry.
func encodeGeometry(g orb.Geometry) ([]byte, error) {
	if g == nil {
		return nil, nil
	}
	if p, ok := g.(orb.Point); ok {
		return appendPoint(make([]byte, 0, pointBlobLen), p), nil
	}
	body, err := wkb.Marshal(g, binary.LittleEndian)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", g.GeoJSONType(), err)
	}
	bound := g.Bound()
	b := make([]byte, 0, headerLen+envelopeXYLen+len(body))
	b = append(b, 'G', 'P', 0, flagLittle|envelopeXY<<1)
	b = binary.LittleEndian.AppendUint32(b, srsWGS84)
	for _, v := range [4]float64{bound.Min[0], bound.Max[0], bound.Min[1], bound.Max[1]} {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
	}
	return append(b, body...), nil
}

// header takes a GeoPackage binary apart.
func header(blob []byte) (body []byte, envelope []byte, order binary.ByteOrder, empty bool, err error) {
	if len(blob) < headerLen || blob[0] != 'G' || blob[1] != 'P' {
		return nil, nil, nil, false, fmt.Errorf("%w: no header", errGeometry)
	}
	flags := blob[3]
	order = binary.BigEndian
	if flags&flagLittle != 0 {
		order = binary.LittleEndian
	}
	// Doubles in an envelope: none, xy, xyz, xym, xyzm.
	doubles := []int{0, 4, 6, 6, 8}
	kind := int(flags >> 1 & 7)
	if kind >= len(doubles) {
		return nil, nil, nil, false, fmt.Errorf("%w: envelope kind %d", errGeometry, kind)
	}
	n := headerLen + 8*doubles[kind]
	if len(blob) < n {
		return nil, nil, nil, false, fmt.Errorf("%w: cut off in its envelope", errGeometry)
	}
	return blob[n:], blob[headerLen:n], order, flags&flagEmpty != 0, nil
}

// decodeGeometry reads a GeoPackage binary; nil and empty geometries are nil.
func decodeGeometry(blob []byte) (orb.Geometry, error) {
	if len(blob) == 0 {
		return nil, nil
	}
	body, _, _, empty, err := header(blob)
	if err != nil {
		return nil, err
	}
	if p, ok := pointOf(body); ok {
		if math.IsNaN(p[0]) || math.IsNaN(p[1]) {
			return nil, nil // how well-known binary writes an empty point
		}
		return p, nil
	}
	if empty {
		return nil, nil
	}
	g, err := wkb.Unmarshal(body)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errGeometry, err)
	}
	return g, nil
}

// pointOf reads the commonest body, a little endian point, without allocating.
func pointOf(body []byte) (orb.Point, bool) {
	if len(body) != wkbPointLen || body[0] != 1 || binary.LittleEndian.Uint32(body[1:]) != wkbPoint {
		return orb.Point{}, false
	}
	return orb.Point{
		math.Float64frombits(binary.LittleEndian.Uint64(body[5:])),
		math.Float64frombits(binary.LittleEndian.Uint64(body[13:])),
	}, true
}

// geometryBounds is the box of a geometry in degrees.
type geometryBounds struct {
	minX, maxX, minY, maxY float64
	empty                  bool
}

// boundsOf reads a geometry's box from its envelope, else from its body.
func boundsOf(blob []byte) (geometryBounds, error) {
	_, envelope, order, empty, err := header(blob)
	if err != nil {
		return geometryBounds{}, err
	}
	if empty {
		return geometryBounds{empty: true}, nil
	}
	if len(envelope) > 0 {
		at := func(i int) float64 { return math.Float64frombits(order.Uint64(envelope[8*i:])) }
		b := geometryBounds{minX: at(0), maxX: at(1), minY: at(2), maxY: at(3)}
		b.empty = math.IsNaN(b.minX)
		return b, nil
	}
	g, err := decodeGeometry(blob)
	if err != nil || g == nil {
		return geometryBounds{empty: g == nil}, err
	}
	b := g.Bound()
	return geometryBounds{minX: b.Min[0], maxX: b.Max[0], minY: b.Min[1], maxY: b.Max[1], empty: b.IsEmpty()}, nil
}
