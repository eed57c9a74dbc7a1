package tile_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/paulmach/orb"

	"pinezka/mapview/tile"
)

// An archive is opened, joined to a chain, and asked for the tile at a place.
func Example() {
	a, err := tile.Open("../../data/testdata/real/tiles/rzeszow-raster-webp.mbtiles")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer a.Close()
	c := tile.NewChain(tile.ChainConfig{}, a)
	defer c.Close()

	id := tile.At(orb.Point{22.017, 50.0248}, 14)
	img, err := c.Tile(context.Background(), id, tile.Wait)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(id, img.Bounds().Size(), c.Info().Credit)
	// Output: 14/9194/5554 (256,256) (c) OpenStreetMap contributors
}

// What cannot be used says why in a form that callers tell apart.
func ExampleOpen() {
	_, err := tile.Open("../../data/testdata/cases/tile-vector-gzip/wektor.mbtiles")
	fmt.Println(errors.Is(err, tile.ErrVector))
	// Output: true
}
