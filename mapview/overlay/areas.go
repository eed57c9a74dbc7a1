package overlay

import (
	"context"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"pinezka/data"
	"pinezka/mapview/camera"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/style"
)

// Areas are boundaries with their names: the municipality, its estates, beats.
type Areas struct {
	Areas []data.Area
	// NameSize is em in mm; 0 means 3.4, less than 0 leaves names out.
	NameSize float64
	Night    bool
}

var _ portrayal.Overlay = Areas{}

// Marks returns the outlines, and the names where their middle is in the view.
func (o Areas) Marks(_ context.Context, c camera.Camera) ([]portrayal.Mark, error) {
	size := o.NameSize
	if size == 0 {
		size = 3.4
	}
	near := c.Bound(2)
	var lines, names []portrayal.Mark
	for _, a := range o.Areas {
		if !a.Geometry.Bound().Intersects(near) {
			continue
		}
		ref := scene.Ref{Layer: LayerAreas, ID: int64(a.ID), Class: string(a.Kind)}
		lines = append(lines, portrayal.Mark{
			Band: portrayal.OverBase, Ops: style.AreaLine(outline(a.Geometry, c), o.Night), Ref: ref,
		})
		if size < 0 || a.Name == "" || a.Kind == data.AreaGmina {
			continue // the sheet's title names the municipality
		}
		at := c.ToPage(middle(a.Geometry))
		name := style.AreaName(a.Name, size, o.Night)
		box, _ := scene.Bounds(name)
		box = scene.Rect{X0: box.X0 + at.X, Y0: box.Y0 + at.Y, X1: box.X1 + at.X, Y1: box.Y1 + at.Y}
		if box.X0 < 0 || box.Y0 < 0 || box.X1 > c.W || box.Y1 > c.H {
			continue // a name cut by the frame is worse than none
		}
		to := scene.Translate(at.X, at.Y)
		names = append(names, portrayal.Mark{
			Band: portrayal.OverBase, Ops: []scene.Op{scene.Group{To: &to, Ops: name}},
			Boxes: []scene.Rect{box}, Ref: ref, At: at,
		})
	}
	return append(lines, names...), nil
}

// middle returns the centroid of the largest part.
func middle(m orb.MultiPolygon) orb.Point {
	var best orb.Point
	most := -1.0
	for _, p := range m {
		if c, area := planar.CentroidArea(p); area > most {
			best, most = c, area
		}
	}
	return best
}
