package osm

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"
	posm "github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"
)

const (
	rzeszow       = "../../assets/sample/rzeszow-nowe-miasto-2024.osm.pbf"
	liechtenstein = "../testdata/real/osm/fallback-liechtenstein-2013.osm.pbf"
)

// TestCounts holds what is read against osmium-tool 1.15: `osmium fileinfo -e`,
// `osmium tags-filter -R` and `osmium check-refs`.
func TestCounts(t *testing.T) {
	type counts struct {
		stats                                        [3]int // nodes, ways, relations
		highways, buildings, named, numbers, trees   int
		missingNodes                                 int
		boundWest, boundSouth, boundEast, boundNorth float64
	}
	for _, tt := range []struct {
		file string
		want counts
	}{
		{rzeszow, counts{[3]int{61533, 12466, 79}, 3076, 2029, 401, 1094, 3580, 0, 22, 50.015, 22.0345, 50.0345}},
		// One building is the outer way of an old-style multipolygon, and given as that.
		{liechtenstein, counts{[3]int{65733, 7121, 113}, 2753, 3722 - 1, 1411 - 1, 198, 5, 0, 9.471078, 47.04774, 9.636217, 47.27128}},
	} {
		t.Run(filepath.Base(tt.file), func(t *testing.T) {
			var got counts
			h, st, err := Read(context.Background(), tt.file, nil, func(o Object) error {
				if o.Kind == Way {
					if o.Tags.Find("highway") != "" {
						got.highways++
					}
					if o.Tags.Find("building") != "" {
						got.buildings++
					}
					if o.Tags.Find("name") != "" {
						got.named++
					}
				}
				if o.Tags.Find("addr:housenumber") != "" {
					got.numbers++
				}
				if o.Kind == Node && o.Tags.Has("natural", "tree") {
					got.trees++
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			got.stats = [3]int{st.Nodes, st.Ways, st.Relations}
			got.missingNodes = st.MissingNodes
			b := h.Bound
			got.boundWest, got.boundSouth, got.boundEast, got.boundNorth = b.Min[0], b.Min[1], b.Max[0], b.Max[1]
			if got != tt.want {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

// oldStyle counts ways that stand for a multipolygon without tags of its own.
var oldStyle = map[string]int{liechtenstein: 3}

// TestAgainstOSMPBF compares each node's place, each way's line and all tags with
// a second implementation.
func TestAgainstOSMPBF(t *testing.T) {
	for _, file := range []string{rzeszow, liechtenstein} {
		t.Run(filepath.Base(file), func(t *testing.T) {
			f, err := os.Open(file)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			s := osmpbf.New(context.Background(), f, 1)
			defer s.Close()
			at := map[posm.NodeID]orb.Point{}
			nodes, ways := map[int64]posm.Tags{}, map[int64]*posm.Way{}
			for s.Scan() {
				switch o := s.Object().(type) {
				case *posm.Node:
					at[o.ID] = o.Point()
					if len(o.Tags) > 0 {
						nodes[int64(o.ID)] = o.Tags
					}
				case *posm.Way:
					if len(o.Tags) > 0 {
						ways[int64(o.ID)] = o
					}
				}
			}
			if err := s.Err(); err != nil {
				t.Fatal(err)
			}
			same := func(id int64, got Tags, want posm.Tags) {
				if len(got) != len(want) {
					t.Fatalf("object %d: %d tags, want %d", id, len(got), len(want))
				}
				for i := range got {
					if got[i] != (Tag{want[i].Key, want[i].Value}) {
						t.Fatalf("object %d: tag %v, want %v", id, got[i], want[i])
					}
				}
			}
			near := func(id int64, p, q orb.Point) {
				if math.Abs(p[0]-q[0]) > 1e-9 || math.Abs(p[1]-q[1]) > 1e-9 {
					t.Fatalf("object %d: at %v, want %v", id, p, q)
				}
			}
			nNodes, nWays := 0, 0
			_, _, err = Read(context.Background(), file, nil, func(o Object) error {
				switch o.Kind {
				case Node:
					nNodes++
					same(o.ID, o.Tags, nodes[o.ID])
					near(o.ID, o.Geometry.(orb.Point), at[posm.NodeID(o.ID)])
				case Way:
					nWays++
					w := ways[o.ID]
					same(o.ID, o.Tags, w.Tags)
					line := o.Geometry.(orb.LineString)
					if len(o.Nodes) != len(line) {
						t.Fatalf("way %d: %d nodes and %d points", o.ID, len(o.Nodes), len(line))
					}
					k := 0
					for i, n := range o.Nodes {
						for k < len(w.Nodes) && int64(w.Nodes[k].ID) != n {
							k++ // a missing node, or one at the place of the node before
						}
						if k == len(w.Nodes) {
							t.Fatalf("way %d has no node %d there", o.ID, n)
						}
						near(o.ID, line[i], at[w.Nodes[k].ID])
					}
				case Relation:
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if nNodes != len(nodes) {
				t.Errorf("%d nodes, want %d", nNodes, len(nodes))
			}
			if want := len(ways) - oldStyle[file]; nWays != want {
				t.Errorf("%d ways, want %d", nWays, want)
			}
		})
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	_, _, err := Read(ctx, rzeszow, nil, func(Object) error {
		if n++; n == 100 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	stop := errors.New("stop")
	_, _, err = Read(context.Background(), rzeszow, nil, func(Object) error { return stop })
	if err != stop {
		t.Errorf("error %v, want the visitor's own", err)
	}
}

// TestDamagedTimes: a time beyond the year 9999 is damage and says nothing.
func TestDamagedTimes(t *testing.T) {
	for _, c := range []struct{ time, gran, want int64 }{
		{1_700_000_000, 1000, 1_700_000_000},
		{1_700_000_000_000, 1, 1_700_000_000},
		{lastSecond, 1000, lastSecond},
		{lastSecond + 1, 1000, 0},
		{1 << 39, 1000, 0},
		{1 << 60, 1 << 60, 0},
		{2, 1 << 62, 0},
		{-5, 1000, 0},
	} {
		d := block{dateGran: c.gran}
		d.seen(c.time)
		if d.out.newest != c.want {
			t.Errorf("time %d in %d ms: %d, want %d", c.time, c.gran, d.out.newest, c.want)
		}
	}
}
