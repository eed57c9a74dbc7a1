package basemap

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"pinezka/data/osm"
)

// writeMetadata says what the tiles are, in the words of MBTiles 1.3.
func writeMetadata(ctx context.Context, tx *sql.Tx, meta osm.Meta) error {
	type vectorLayer struct {
		ID      string            `json:"id"`
		Fields  map[string]string `json:"fields"`
		MinZoom int               `json:"minzoom"`
		MaxZoom int               `json:"maxzoom"`
	}
	var layers []vectorLayer
	for _, l := range tileLayers {
		types := map[string]string{}
		for _, name := range l.fields {
			switch name {
			case "bridge", "link", "rail", "service", "tunnel":
				types[name] = "Boolean"
			case "admin_level":
				types[name] = "Number"
			default:
				types[name] = "String"
			}
		}
		layers = append(layers, vectorLayer{l.name, types, minZoom, maxZoom})
	}
	js, err := json.Marshal(map[string]any{"vector_layers": layers})
	if err != nil {
		return err
	}
	description := "OpenStreetMap"
	if day := meta.Day(); day != "" {
		description += " " + day
	}
	b, c := meta.Bound, meta.Bound.Center()
	rows := osm.NewInserter(ctx, tx, "metadata", 2)
	for _, kv := range [][2]string{
		{"name", strings.TrimSuffix(strings.TrimSuffix(meta.Source, ".pbf"), ".osm")},
		{"format", "pbf"},
		{"type", "baselayer"},
		{"version", "1"},
		{"description", description},
		{"attribution", attribution},
		{"bounds", fmt.Sprintf("%.6f,%.6f,%.6f,%.6f", b.Min[0], b.Min[1], b.Max[0], b.Max[1])},
		{"center", fmt.Sprintf("%.6f,%.6f,%d", c[0], c[1], maxZoom-1)},
		{"minzoom", fmt.Sprint(minZoom)},
		{"maxzoom", fmt.Sprint(maxZoom)},
		{"json", string(js)},
	} {
		rows.Add(kv[0], kv[1])
	}
	return rows.Close()
}
