package basemap_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"pinezka/assets"
	"pinezka/mapview/basemap"
	"pinezka/mapview/source"
	"pinezka/mapview/style"
)

// An extract becomes an archive, and the archive a source of features and facts.
func Example() {
	dir, err := os.MkdirTemp("", "basemap")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	rules, err := basemap.ParseRules(assets.Read("basemap/style.json"))
	if err != nil {
		panic(err)
	}
	out := filepath.Join(dir, "nowe-miasto.osm.mbtiles")
	if _, err := basemap.Build(context.Background(), sampleExtract, out, basemap.Options{Rules: rules, Date: sampleDate}); err != nil {
		panic(err)
	}
	archive, err := basemap.Open(out, style.Default().VisibleFrom())
	if err != nil {
		panic(err)
	}
	street := archive.Facts().Find("swiadka", 1)[0]
	fmt.Println(street.Name)
	rivers := 0
	for f, err := range archive.Features(context.Background(), source.Query{Bound: archive.Bound(), Scale: 100_000}) {
		if err != nil {
			panic(err)
		}
		if f.Class == "water.river" {
			rivers++
		}
	}
	fmt.Println(rivers, "river")
	fmt.Println(archive.Credit())
	// Output:
	// Witolda Świadka
	// 1 river
	// © autorzy OpenStreetMap (ODbL) – openstreetmap.org/copyright, opendatacommons.org; dane z 06.04.2024
}
