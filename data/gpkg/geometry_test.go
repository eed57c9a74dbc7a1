package gpkg

import (
	"bytes"
	"encoding/hex"
	"errors"
	"testing"

	"github.com/paulmach/orb"
)

func TestGeometryRoundTrip(t *testing.T) {
	ring := orb.Ring{{22, 50}, {22.1, 50}, {22.1, 50.1}, {22, 50}}
	for _, g := range []orb.Geometry{
		orb.Point{22.0123456789, -50.5},
		orb.LineString{{22, 50}, {23, 51}},
		orb.Polygon{ring},
		orb.MultiPolygon{{ring}, {ring}},
		orb.MultiPoint{{1, 2}, {3, 4}},
		orb.MultiLineString{{{1, 2}, {3, 4}}},
	} {
		blob, err := encodeGeometry(g)
		if err != nil {
			t.Fatal(err)
		}
		got, err := decodeGeometry(blob)
		if err != nil || !orb.Equal(got, g) {
			t.Errorf("%s came back as %v, %v", g.GeoJSONType(), got, err)
		}
		b, err := boundsOf(blob)
		box := g.Bound()
		if err != nil || b != (geometryBounds{minX: box.Min[0], maxX: box.Max[0], minY: box.Min[1], maxY: box.Max[1]}) {
			t.Errorf("%s: bounds %+v, %v", g.GeoJSONType(), b, err)
		}
	}
	if blob, err := encodeGeometry(nil); blob != nil || err != nil {
		t.Errorf("no geometry: %v, %v", blob, err)
	}
}

// Blobs as other programs write them.
func TestForeignGeometries(t *testing.T) {
	for name, c := range map[string]struct {
		blob  string
		want  orb.Geometry
		empty bool
		fails bool
	}{
		"point of GDAL":           {"47500001e6100000 0101000000 0000000000003640 0000000000004940", orb.Point{22, 50}, false, false},
		"big endian, envelope":    {"47500002000010e6 4036000000000000 4036000000000000 4049000000000000 4049000000000000 0000000001 4036000000000000 4049000000000000", orb.Point{22, 50}, false, false},
		"empty point of GDAL":     {"47500011e6100000 0101000000 000000000000f87f 000000000000f87f", nil, true, false},
		"empty point, no flag":    {"47500001e6100000 0101000000 000000000000f87f 000000000000f87f", nil, true, false},
		"not a geometry":          {"00000000e6100000 0101000000", nil, false, true},
		"short":                   {"475000", nil, false, true},
		"cut in the envelope":     {"47500003e6100000 00000000", nil, false, true},
		"unknown envelope":        {"4750000be6100000 0101000000 0000000000003640 0000000000004940", nil, false, true},
		"cut in the point":        {"47500001e6100000 0101000000 0000000000003640", nil, false, true},
		"a billion points follow": {"47500001e6100000 0102000000 ffffff3f", nil, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			blob, err := hex.DecodeString(string(bytes.ReplaceAll([]byte(c.blob), []byte(" "), nil)))
			if err != nil {
				t.Fatal(err)
			}
			g, err := decodeGeometry(blob)
			if c.fails {
				if !errors.Is(err, errGeometry) {
					t.Errorf("got %v, %v", g, err)
				}
				return
			}
			if err != nil || !orb.Equal(g, c.want) {
				t.Errorf("got %v, %v", g, err)
			}
			if b, err := boundsOf(blob); err != nil || b.empty != c.empty {
				t.Errorf("bounds %+v, %v", b, err)
			}
		})
	}
}

func FuzzDecodeGeometry(f *testing.F) {
	for _, g := range []orb.Geometry{orb.Point{22, 50}, orb.LineString{{22, 50}, {23, 51}}, orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}} {
		blob, err := encodeGeometry(g)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(blob)
	}
	f.Fuzz(func(t *testing.T, blob []byte) {
		g, err := decodeGeometry(blob)
		if err != nil && !errors.Is(err, errGeometry) {
			t.Errorf("error of another kind: %v", err)
		}
		if _, err := boundsOf(blob); err != nil && !errors.Is(err, errGeometry) {
			t.Errorf("error of another kind: %v", err)
		}
		if g == nil {
			return
		}
		again, err := encodeGeometry(g)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := decodeGeometry(again); err != nil {
			t.Errorf("what was written cannot be read: %v", err)
		}
	})
}
