package sheet_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"

	"pinezka/assets"
	"pinezka/mapview/source"
)

// town returns enough of the sample's extract for a sheet to look like one: roads,
// buildings, parks, water and a few signs. The program's own base map knows much more.
var town = sync.OnceValues(func() (*source.Memory, error) {
	sc := osmpbf.New(context.Background(), bytes.NewReader(assets.Read("sample/rzeszow-nowe-miasto-2024.osm.pbf")), 1)
	defer sc.Close()
	nodes := map[osm.NodeID]orb.Point{}
	var fs []source.Feature
	for sc.Scan() {
		switch o := sc.Object().(type) {
		case *osm.Node:
			nodes[o.ID] = o.Point()
			if c := poiClass(o.Tags); c != "" {
				fs = append(fs, source.Feature{ID: int64(o.ID), Class: c, Geometry: o.Point(), Name: o.Tags.Find("name")})
			}
		case *osm.Way:
			line := make(orb.LineString, 0, len(o.Nodes))
			for _, n := range o.Nodes {
				if p, ok := nodes[n.ID]; ok {
					line = append(line, p)
				}
			}
			if len(line) < 2 {
				continue
			}
			f := source.Feature{ID: int64(o.ID), Name: o.Tags.Find("name"), Geometry: line}
			if f.Class = roadClass(o.Tags.Find("highway")); f.Class == "" {
				if f.Class = areaClass(o.Tags); f.Class == "" || line[0] != line[len(line)-1] {
					continue
				}
				f.Geometry = orb.Polygon{orb.Ring(line)}
			}
			fs = append(fs, f)
		}
	}
	if err := sc.Err(); err != nil && err != io.EOF {
		return nil, err
	}
	return source.NewMemory(fs), nil
})

func extract(t testing.TB) *source.Memory {
	t.Helper()
	m, err := town()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func roadClass(highway string) string {
	switch h := strings.TrimSuffix(highway, "_link"); h {
	case "motorway", "trunk", "primary", "secondary", "tertiary", "residential", "service", "track", "pedestrian", "steps":
		return "road." + h
	case "unclassified", "living_street":
		return "road.residential"
	case "footway", "path":
		return "road.foot"
	case "cycleway":
		return "road.cycle"
	}
	return ""
}

func areaClass(t osm.Tags) string {
	for _, r := range [][3]string{
		{"building", "", "building.main"},
		{"natural", "water", "water.area"},
		{"leisure", "park", "land.park"},
		{"leisure", "pitch", "land.sport"},
		{"leisure", "playground", "land.playground"},
		{"amenity", "parking", "land.parking"},
		{"amenity", "school", "land.school"},
		{"landuse", "grass", "land.grass"},
		{"landuse", "meadow", "land.meadow"},
		{"landuse", "forest", "land.forest"},
		{"landuse", "residential", "land.residential"},
		{"landuse", "retail", "land.commercial"},
		{"landuse", "allotments", "land.allotments"},
	} {
		if v := t.Find(r[0]); v != "" && (r[1] == "" || v == r[1]) {
			return r[2]
		}
	}
	return ""
}

func poiClass(t osm.Tags) string {
	switch v := t.Find("amenity"); v {
	case "pharmacy", "bank", "restaurant", "police", "library", "kindergarten":
		return "poi." + v
	}
	if t.Find("shop") == "supermarket" {
		return "poi.supermarket"
	}
	return ""
}
