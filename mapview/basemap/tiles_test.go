package basemap_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/planar"

	"pinezka/data/osm"
)

// tilesOf reads the tiles of an archive with orb's decoder: our encoder held
// against a second implementation.
func tilesOf(t *testing.T, path string) map[maptile.Tile]mvt.Layers {
	t.Helper()
	db, err := osm.OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[maptile.Tile]mvt.Layers{}
	for rows.Next() {
		var z, x, row uint32
		var b []byte
		if err := rows.Scan(&z, &x, &row, &b); err != nil {
			t.Fatal(err)
		}
		layers, err := mvt.UnmarshalGzipped(b)
		if err != nil {
			t.Fatalf("tile %d/%d/%d: %v", z, x, row, err)
		}
		out[maptile.New(x, 1<<z-1-row, maptile.Zoom(z))] = layers
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTiles(t *testing.T) {
	tiles := tilesOf(t, samplePath(t))
	const streets = "streets"
	var zooms [15]int
	names := map[string]bool{}
	kinds := map[string]bool{}
	rejtana := orb.Point{22.0169391, 50.0245441}
	nearest := math.Inf(1)
	for id, layers := range tiles {
		zooms[id.Z]++
		for _, l := range layers {
			names[l.Name] = true
			if l.Version != 2 || l.Extent != 4096 {
				t.Fatalf("layer %s: version %d, extent %d", l.Name, l.Version, l.Extent)
			}
			for _, f := range l.Features {
				checkTileGeometry(t, id, l.Name, f)
			}
			if l.Name == streets {
				for _, f := range l.Features {
					kinds[fmt.Sprint(f.Properties["kind"])] = true
				}
			}
			if l.Name != "street_labels" || id.Z != 14 {
				continue
			}
			l.ProjectToWGS84(id)
			for _, f := range l.Features {
				if f.Properties["name"] == "Aleja Tadeusza Rejtana" {
					nearest = min(nearest, planar.DistanceFrom(f.Geometry, rejtana))
				}
			}
		}
	}
	for z := 8; z <= 14; z++ { // below, the sample has nothing to show
		if zooms[z] == 0 {
			t.Errorf("no tile at zoom %d", z)
		}
	}
	for _, want := range strings.Fields("land sites water_polygons water_lines streets street_labels buildings addresses pois place_labels") {
		if !names[want] {
			t.Errorf("no layer %s", want)
		}
	}
	for _, want := range []string{"primary", "residential", "unclassified", "footway"} {
		if !kinds[want] {
			t.Errorf("no street of kind %s", want)
		}
	}
	// A unit of a tile at zoom 14 is 0.4 m here.
	if nearest > 1e-5 {
		t.Errorf("Rejtana is %g degrees off in the tiles", nearest)
	}
}

// checkTileGeometry: nothing beyond the buffer, and outer rings wound as the
// format asks, holes against them.
func checkTileGeometry(t *testing.T, id maptile.Tile, layer string, f *geojson.Feature) {
	t.Helper()
	b := f.Geometry.Bound()
	if b.Min[0] < -64 || b.Min[1] < -64 || b.Max[0] > 4096+64 || b.Max[1] > 4096+64 {
		t.Errorf("%v %s: reaches to %v", id, layer, b)
	}
	polygon := func(p orb.Polygon) {
		for i, r := range p {
			// In a tile y runs down, so the sign of the winding is turned.
			if outer := r.Orientation() == orb.CCW; outer != (i == 0) {
				t.Errorf("%v %s: ring %d is wound the wrong way", id, layer, i)
			}
		}
	}
	switch g := f.Geometry.(type) {
	case orb.Polygon:
		polygon(g)
	case orb.MultiPolygon:
		for _, p := range g {
			polygon(p)
		}
	}
}

func TestMetadata(t *testing.T) {
	db, err := osm.OpenReadOnly(samplePath(t))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	meta := map[string]string{}
	rows, err := db.Query(`SELECT name, value FROM metadata`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var k, v string
		if err := rows.Scan(&k, &v); err != nil {
			t.Fatal(err)
		}
		meta[k] = v
	}
	for k, want := range map[string]string{
		"format": "pbf", "minzoom": "6", "maxzoom": "14", "attribution": "© autorzy OpenStreetMap (ODbL)", "type": "baselayer",
		"name": "rzeszow-nowe-miasto-2024", "description": "OpenStreetMap 2024-04-06", "bounds": "21.997903,50.013653,22.036597,50.035847",
	} {
		if meta[k] != want {
			t.Errorf("%s: %q, want %q", k, meta[k], want)
		}
	}
	var js struct {
		Layers []struct {
			ID     string            `json:"id"`
			Fields map[string]string `json:"fields"`
		} `json:"vector_layers"`
	}
	if err := json.Unmarshal([]byte(meta["json"]), &js); err != nil {
		t.Fatal(err)
	}
	if len(js.Layers) != 11 || js.Layers[0].ID != "land" || js.Layers[0].Fields["kind"] != "String" {
		t.Errorf("layers %+v", js.Layers)
	}
}
