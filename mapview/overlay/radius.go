package overlay

import (
	"context"
	"math"

	"github.com/paulmach/orb"

	"pinezka/data/crs"
	"pinezka/mapview/camera"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/style"
)

// Circle is the distance of a comparison around a place: what lies inside or on
// it belongs to it.
type Circle struct {
	Centre orb.Point // degrees
	Radius float64   // metres on the ground
	Night  bool
	// Shade lays a light tint over the inside; paper does without it.
	Shade bool
}

var _ portrayal.Overlay = Circle{}

// Marks returns the circle as the view's plane shows it.
func (o Circle) Marks(_ context.Context, c camera.Camera) ([]portrayal.Mark, error) {
	ring := Ring(o.Centre, o.Radius)
	if !ring.Bound().Intersects(c.Bound(2)) {
		return nil, nil
	}
	p := outline(orb.Polygon{ring}, c)
	var ops []scene.Op
	if o.Shade {
		ops = append(ops, scene.Fill{Path: p, Paint: scene.Solid(scene.MustHex("#0b3d9118"))})
	}
	return []portrayal.Mark{{
		Band: portrayal.OverBase, Ops: append(ops, style.RadiusLine(p, o.Night)...),
		Ref: scene.Ref{Layer: LayerRadius}, At: c.ToPage(o.Centre),
	}}, nil
}

// Ring returns 128 points at a distance (metres) around a place (degrees). The
// radii of curvature of WGS 84 at the place make it good to 1:10,000 for distances up
// to a few kilometres.
func Ring(centre orb.Point, radius float64) orb.Ring {
	const n = 128
	meridian, parallel := crs.Radii(centre[1])
	ring := make(orb.Ring, n+1)
	for i := range ring {
		s, c := math.Sincos(float64(i%n) * 2 * math.Pi / n)
		ring[i] = orb.Point{
			centre[0] + radius*s/parallel*180/math.Pi,
			centre[1] + radius*c/meridian*180/math.Pi,
		}
	}
	return ring
}
