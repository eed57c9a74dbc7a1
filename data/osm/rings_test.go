package osm

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// TestMultipolygons holds the areas of Liechtenstein against `osmium export`:
// polygons, holes and area in square degrees of every relation that it exports.
func TestMultipolygons(t *testing.T) {
	type area struct {
		polygons, holes int
		size            float64
	}
	want := map[int64]area{
		5: {1, 4, 3.4982e-04}, 37: {1, 0, 3.1344e-03}, 38: {1, 0, 4.2320e-04}, 39: {2, 0, 7.3339e-04}, 40: {2, 0, 3.5229e-03},
		41: {2, 0, 1.2339e-03}, 42: {1, 0, 8.7740e-04}, 43: {1, 0, 8.8672e-04}, 44: {5, 2, 3.1989e-03}, 45: {3, 0, 2.3356e-03},
		46: {5, 2, 6.3594e-04}, 47: {1, 0, 1.9032e-02}, 48: {7, 0, 2.0495e-03}, 49: {1, 0, 4.1546e-03}, 50: {1, 0, 1.4877e-02},
		52: {1, 2, 3.4452e-07}, 72: {1, 1, 1.0022e-04}, 73: {1, 1, 5.0487e-07}, 96: {1, 2, 8.8208e-04}, 111: {1, 3, 1.0735e-07},
		112: {1, 0, 1.1397e-04},
	}
	// osmium leaves these out: multipolygons that have their tags on the outer way.
	old := map[int64]Tag{71: {"building", "yes"}, 99: {"amenity", "parking"}}
	_, st, err := Read(context.Background(), liechtenstein, nil, func(o Object) error {
		m, ok := o.Geometry.(orb.MultiPolygon)
		if !ok || !o.Whole {
			return nil
		}
		if tag, ok := old[o.ID]; ok {
			if !o.Tags.Has(tag.Key, tag.Value) {
				t.Errorf("relation %d: tags %v, want %v", o.ID, o.Tags, tag)
			}
			delete(old, o.ID)
			return nil
		}
		w, ok := want[o.ID]
		if !ok {
			t.Errorf("relation %d is given, osmium has none", o.ID)
			return nil
		}
		delete(want, o.ID)
		got := area{polygons: len(m)}
		for _, p := range m {
			got.size += planar.Area(p)
			got.holes += len(p) - 1
		}
		if got.polygons != w.polygons || got.holes != w.holes || math.Abs(got.size-w.size) > 1e-4*w.size {
			t.Errorf("relation %d: %+v, want %+v", o.ID, got, w)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(want)+len(old) > 0 {
		t.Errorf("not given: %v %v", want, old)
	}
	// The country's neighbours are cut off.
	if st.Areas != 51 || st.Incomplete != 28 || st.MissingWays != 1891 || st.OpenRings != 87 {
		t.Errorf("stats %+v", st)
	}
}

// square returns a ring in pieces of so many edges.
func square(x, y, side float64, inner bool, edges ...int) []piece {
	r := orb.LineString{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}
	var out []piece
	at := 0
	for i, n := range edges {
		l := r[at : at+n+1].Clone()
		if i%2 == 1 { // every second piece runs the other way
			l.Reverse()
		}
		out = append(out, piece{l, inner})
		at += n
	}
	return out
}

func TestRings(t *testing.T) {
	join := func(ps ...[]piece) (out []piece) {
		for _, p := range ps {
			out = append(out, p...)
		}
		return out
	}
	for _, tt := range []struct {
		name   string
		pieces []piece
		whole  bool
		want   string // outer corners, then holes, of each polygon
		open   int
	}{
		{"whole ring", square(0, 0, 9, false, 4), true, "[5]", 0},
		{"three pieces", square(0, 0, 9, false, 1, 2, 1), true, "[5]", 0},
		{"hole", join(square(0, 0, 9, false, 2, 2), square(1, 1, 2, true, 4)), true, "[5 5]", 0},
		{"hole that has the wrong role", join(square(1, 1, 2, false, 4), square(0, 0, 9, false, 4)), true, "[5 5]", 0},
		{"island in a hole", join(square(0, 0, 9, false, 4), square(1, 1, 6, true, 4), square(2, 2, 1, false, 1, 3)), true, "[5 5][5]", 0},
		{"two outer rings that share a corner", join(square(0, 0, 3, false, 4), square(3, 3, 2, false, 4)), true, "[5][5]", 0},
		{"hole that shares a corner with its ring", join(square(0, 0, 9, false, 4), square(0, 0, 3, true, 4)), true, "[5 5]", 0},
		{"open ring is never closed", square(0, 0, 9, false, 1, 2), false, "", 1},
		{"hole of an open ring is no area", join(square(0, 0, 9, false, 1, 2), square(1, 1, 2, true, 4)), false, "", 1},
		{"whole ring beside an open one", join(square(0, 0, 9, false, 3), square(20, 0, 2, false, 4)), false, "[5]", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rings, open := assemble(tt.pieces)
			if open != tt.open {
				t.Errorf("%d open rings, want %d", open, tt.open)
			}
			got := ""
			for _, p := range group(rings, tt.whole) {
				var n []int
				for _, r := range p {
					if !r.Closed() {
						t.Error("a ring is not closed")
					}
					n = append(n, len(r))
				}
				got += fmt.Sprint(n)
			}
			if got != tt.want {
				t.Errorf("polygons %s, want %s", got, tt.want)
			}
		})
	}
}
