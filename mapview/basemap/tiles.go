package basemap

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/orb/simplify"

	"pinezka/data/osm"
	"pinezka/mapview/source"
)

// The zoom levels of the vector tiles.
const (
	minZoom = 10
	maxZoom = 14
)

// tileLayer is a layer of the tiles with the classes that it holds, in the shape
// of Shortbread 1.0.
type tileLayer struct {
	name    string
	holds   func(class string) bool
	minZoom func(f *source.Feature) maptile.Zoom
}

func prefix(p string) func(string) bool {
	return func(class string) bool { return strings.HasPrefix(class, p) }
}

var tileLayers = []tileLayer{
	{"land", prefix("land."), func(f *source.Feature) maptile.Zoom {
		if f.Area > 50_000 {
			return 10
		}
		return 13
	}},
	{"water_polygons", func(c string) bool { return c == "water.area" }, func(f *source.Feature) maptile.Zoom {
		if f.Area > 20_000 {
			return 10
		}
		return 13
	}},
	{"water_lines", func(c string) bool { return c == "water.river" || c == "water.stream" }, func(f *source.Feature) maptile.Zoom {
		if f.Class == "water.river" {
			return 10
		}
		return 13
	}},
	{"streets", func(c string) bool { return strings.HasPrefix(c, "road.") || strings.HasPrefix(c, "rail.") }, func(f *source.Feature) maptile.Zoom {
		switch f.Class {
		case "road.motorway", "road.trunk", "road.primary", "road.secondary", "rail.main":
			return 10
		case "road.tertiary":
			return 11
		case "road.residential", "road.pedestrian":
			return 13
		}
		return 14
	}},
	{"buildings", prefix("building."), at14},
	{"boundaries", prefix("boundary."), func(*source.Feature) maptile.Zoom { return 10 }},
	{"addresses", func(c string) bool { return c == "house" }, at14},
	{"pois", prefix("poi."), at14},
	{"place_labels", prefix("place."), func(f *source.Feature) maptile.Zoom {
		if f.Class == "place.city" || f.Class == "place.town" {
			return 10
		}
		return 12
	}},
}

func at14(*source.Feature) maptile.Zoom { return 14 }

// writeTiles generalises the features into vector tiles.
func (b *builder) writeTiles(ctx context.Context, tx *sql.Tx) (int, error) {
	insert, err := tx.PrepareContext(ctx, `INSERT INTO tiles VALUES (?, ?, ?, ?)`)
	if err != nil {
		return 0, err
	}
	defer insert.Close()
	by := make([][]*source.Feature, len(tileLayers))
	for i := range b.features {
		f := &b.features[i]
		for k := range tileLayers {
			if tileLayers[k].holds(f.Class) {
				by[k] = append(by[k], f)
				break
			}
		}
	}
	written := 0
	for z := maptile.Zoom(minZoom); z <= maxZoom; z++ {
		buckets := map[maptile.Tile][][]*source.Feature{}
		for k, fs := range by {
			for _, f := range fs {
				if tileLayers[k].minZoom(f) > z {
					continue
				}
				lo, hi := tilesOf(f.Geometry.Bound(), z)
				for x := lo.X; x <= hi.X; x++ {
					for y := lo.Y; y <= hi.Y; y++ {
						t := maptile.Tile{X: x, Y: y, Z: z}
						if buckets[t] == nil {
							buckets[t] = make([][]*source.Feature, len(tileLayers))
						}
						buckets[t][k] = append(buckets[t][k], f)
					}
				}
			}
		}
		tiles := make([]maptile.Tile, 0, len(buckets))
		for t := range buckets {
			tiles = append(tiles, t)
		}
		slices.SortFunc(tiles, func(a, b maptile.Tile) int { return int(a.Quadkey()) - int(b.Quadkey()) })
		for i, t := range tiles {
			if err := ctx.Err(); err != nil {
				return 0, err
			}
			b.opt.Progress(StageTiles, int64(z-minZoom)*1000+int64(1000*i/len(tiles)), (maxZoom-minZoom+1)*1000)
			blob, err := encodeTile(t, buckets[t])
			if err != nil {
				return 0, fmt.Errorf("tile %d/%d/%d: %w", t.Z, t.X, t.Y, err)
			}
			if blob == nil {
				continue
			}
			row := uint32(1)<<t.Z - 1 - t.Y // MBTiles counts rows from the south
			if _, err := insert.ExecContext(ctx, t.Z, t.X, row, blob); err != nil {
				return 0, err
			}
			written++
		}
	}
	return written, nil
}

func tilesOf(b orb.Bound, z maptile.Zoom) (lo, hi maptile.Tile) {
	a, c := maptile.At(orb.Point{b.Min[0], b.Max[1]}, z), maptile.At(orb.Point{b.Max[0], b.Min[1]}, z)
	return a, c
}

func encodeTile(t maptile.Tile, by [][]*source.Feature) ([]byte, error) {
	var layers mvt.Layers
	for k, fs := range by {
		if len(fs) == 0 {
			continue
		}
		fc := geojson.NewFeatureCollection()
		for _, f := range fs {
			x := geojson.NewFeature(orb.Clone(f.Geometry))
			kind := f.Class[strings.IndexByte(f.Class, '.')+1:]
			x.Properties = geojson.Properties{"kind": kind}
			if f.Name != "" {
				key := "name"
				if f.Class == "house" {
					key = "housenumber"
				}
				x.Properties[key] = f.Name
			}
			if f.Flags&source.Bridge != 0 {
				x.Properties["bridge"] = true
			}
			if f.Flags&source.Tunnel != 0 {
				x.Properties["tunnel"] = true
			}
			if f.Flags&source.Link != 0 {
				x.Properties["link"] = true
			}
			fc.Append(x)
		}
		l := mvt.NewLayer(tileLayers[k].name, fc)
		l.ProjectToTile(t)
		l.Clip(mvt.MapboxGLDefaultExtentBound)
		if t.Z < maxZoom {
			l.Simplify(simplify.DouglasPeucker(3))
		}
		l.RemoveEmpty(1, 1)
		if len(l.Features) > 0 {
			layers = append(layers, l)
		}
	}
	if len(layers) == 0 {
		return nil, nil
	}
	raw, err := mvt.Marshal(layers)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	zw := gzip.NewWriter(&out)
	if _, err := zw.Write(raw); err != nil {
		return nil, err
	}
	if err := zw.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func (b *builder) writeMetadata(ctx context.Context, tx *sql.Tx, meta osm.Meta) error {
	type vectorLayer struct {
		ID      string            `json:"id"`
		Fields  map[string]string `json:"fields"`
		MinZoom int               `json:"minzoom"`
		MaxZoom int               `json:"maxzoom"`
	}
	var vector []vectorLayer
	for _, l := range tileLayers {
		vector = append(vector, vectorLayer{l.name, map[string]string{"kind": "String", "name": "String"}, minZoom, maxZoom})
	}
	js, err := json.Marshal(map[string]any{"vector_layers": vector})
	if err != nil {
		return err
	}
	c := b.bound.Center()
	for _, kv := range [][2]string{
		{"name", "Pinezka: " + meta.Source},
		{"format", "pbf"},
		{"type", "baselayer"},
		{"version", "1"},
		{"description", "OpenStreetMap " + meta.Date.UTC().Format("2006-01-02")},
		{"attribution", Credit},
		{"bounds", fmt.Sprintf("%.6f,%.6f,%.6f,%.6f", b.bound.Min[0], b.bound.Min[1], b.bound.Max[0], b.bound.Max[1])},
		{"center", fmt.Sprintf("%.6f,%.6f,%d", c[0], c[1], maxZoom)},
		{"minzoom", fmt.Sprint(minZoom)},
		{"maxzoom", fmt.Sprint(maxZoom)},
		{"json", string(js)},
	} {
		if _, err := tx.ExecContext(ctx, `INSERT INTO metadata VALUES (?, ?)`, kv[0], kv[1]); err != nil {
			return err
		}
	}
	return nil
}

// covers tells whether an area holds a point.
func covers(g orb.Geometry, p orb.Point) bool {
	m, ok := g.(orb.MultiPolygon)
	return ok && planar.MultiPolygonContains(m, p)
}
