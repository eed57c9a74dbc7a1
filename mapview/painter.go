package mapview

import (
	"context"
	"image"

	"pinezka/mapview/camera"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/raster"
)

// Painter draws a map's two halves as pixels, premultiplied RGBA with no gaps
// between its rows. It is called from several goroutines at once and should
// return soon when the context ends.
type Painter interface {
	// Base draws what lies under the names.
	Base(ctx context.Context, m portrayal.Map, c camera.Camera, pxPerMM float64) (*image.RGBA, []portrayal.Gap, error)
	// Over draws the names and signs on a clear ground.
	Over(ctx context.Context, m portrayal.Map, c camera.Camera, pxPerMM float64) (*image.RGBA, portrayal.Drawing, error)
}

// standard is the Painter of the program: portrayal makes the scene, raster the
// pixels.
type standard struct{}

func (standard) Base(ctx context.Context, m portrayal.Map, c camera.Camera, pxPerMM float64) (*image.RGBA, []portrayal.Gap, error) {
	s, gaps, err := portrayal.DrawBase(ctx, m, c)
	if err != nil {
		return nil, gaps, err
	}
	return raster.Render(s, pxPerMM), gaps, nil
}

func (standard) Over(ctx context.Context, m portrayal.Map, c camera.Camera, pxPerMM float64) (*image.RGBA, portrayal.Drawing, error) {
	d, err := portrayal.DrawOver(ctx, m, c)
	if err != nil {
		return nil, d, err
	}
	return raster.Render(d.Scene, pxPerMM), d, nil
}
