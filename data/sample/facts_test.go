package sample_test

import (
	"context"
	"os"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"

	"pinezka/data/compare"
	"pinezka/data/sample"
)

var carriageways = []string{"primary", "secondary", "tertiary", "residential", "unclassified", "living_street", "primary_link", "secondary_link", "tertiary_link"}

// extract reads the streets of the extract that the program brings along.
func extract(t testing.TB) (sample.Facts, compare.Ground) {
	t.Helper()
	f, err := os.Open("../../assets/sample/rzeszow-nowe-miasto-2024.osm.pbf")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	scanner := osmpbf.New(context.Background(), f, 1)
	defer scanner.Close()
	nodes := map[osm.NodeID]orb.Point{}
	var facts sample.Facts
	var ground compare.Ground
	for scanner.Scan() {
		switch o := scanner.Object().(type) {
		case *osm.Node:
			nodes[o.ID] = o.Point()
		case *osm.Way:
			highway := o.Tags.Find("highway")
			if highway == "" {
				continue
			}
			var line orb.LineString
			for _, n := range o.Nodes {
				if p, ok := nodes[n.ID]; ok {
					line = append(line, p)
				}
			}
			if len(line) < 2 || !slices.Contains(carriageways, highway) {
				continue
			}
			ground.Streets = append(ground.Streets, line)
			if name := o.Tags.Find("name"); name != "" {
				facts.Streets = append(facts.Streets, sample.Street{Name: name, Lines: []orb.LineString{line}})
			}
		}
	}
	if err := scanner.Err(); err != nil {
		t.Fatal(err)
	}
	return facts, ground
}
