package mapview

import (
	"context"
	"image"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/paulmach/orb"

	"pinezka/mapview/camera"
	"pinezka/mapview/portrayal"
)

// chequer paints tiles like a chess board, so that a picture shows which is which.
type chequer struct{ testPainter }

func (c *chequer) Base(_ context.Context, _ portrayal.Map, cam camera.Camera, px float64) (*image.RGBA, []portrayal.Gap, error) {
	x, y := worldAt(cam.Centre)
	side := tileKey{Level: int16(math.Round(2 * cam.Zoom()))}.side()
	col := color.RGBA{0xdf, 0xe8, 0xd6, 0xff}
	if (int(x/side)+int(y/side))%2 == 1 {
		col = color.RGBA{0xc4, 0xd7, 0xe4, 0xff}
	}
	return plain(cam, px, col), nil, nil
}

// TestPicture holds a small map with all that can stand on it against its golden
// picture: tiles without seams, the overlay's mark in its ring, buttons, scale
// bar, credit, focus ring and cross.
func TestPicture(t *testing.T) {
	corner := placeOf(18388.0/(1<<15), 11112.0/(1<<15)) // of four tiles at zoom 16
	place := orb.Point{corner[0] + 0.0008, corner[1] - 0.0002}
	b := newBench(t, fyne.NewSize(360, 240), Options{Painter: &chequer{testPainter{place: place}}})
	b.SetMap(portrayal.Map{Credit: "© autorzy OpenStreetMap"})
	b.SetCamera(camera.Screen(corner, camera.ScaleAtZoom(16.2, corner[1]), 1, 1))
	b.SetHighlight([]orb.Point{place})
	b.settle()
	b.FocusGained()
	test.AssertImageMatches(t, "map.png", b.win.Canvas().Capture())
}
