package sheet

import (
	"context"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"pinezka/mapview/camera"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/style"
)

// veil is the grey over what belongs to another page of an atlas, under the symbols.
type veil struct {
	area orb.MultiPolygon // what belongs to this page, degrees
	band bool             // the area is a field of the grid, whose edge is dashed
}

var _ portrayal.Overlay = veil{}

// Marks returns the veil and the outline of what it leaves free.
func (v veil) Marks(_ context.Context, c camera.Camera) ([]portrayal.Mark, error) {
	const beyond = 5 // mm over the edge of the view, so that no line shows there
	own := pathOf(v.area, c)
	all := scene.Box(-beyond, -beyond, c.W+2*beyond, c.H+2*beyond).Path()
	all.Append(own)
	shade := black
	shade.A = 38 // 15 %
	ops := []scene.Op{scene.Fill{Path: all, EvenOdd: true, Paint: scene.Solid(shade)}}
	if v.band {
		ops = append(ops, scene.Stroke{Path: own, Width: 0.25, Dash: []float64{2, 2}, Paint: scene.Solid(black)})
	} else {
		ops = append(ops, style.AreaLine(own, false)...)
	}
	return []portrayal.Mark{{Band: portrayal.OverBase, Ops: ops, Ref: scene.Ref{Layer: "veil"}}}, nil
}

// pathOf returns an area as a path of the page.
func pathOf(area orb.MultiPolygon, c camera.Camera) scene.Path {
	var p scene.Path
	for _, poly := range area {
		for _, ring := range poly {
			for i, q := range ring {
				at := c.ToPage(q)
				if i == 0 {
					p.MoveTo(at.X, at.Y)
				} else {
					p.LineTo(at.X, at.Y)
				}
			}
			p.Close()
		}
	}
	return p
}

// inside returns a place inside an area for its number: the centre of its weight, or
// where that lies outside, the middle of the longest stretch inside at that height.
func inside(area orb.MultiPolygon) orb.Point {
	c, _ := planar.CentroidArea(area)
	if planar.MultiPolygonContains(area, c) {
		return c
	}
	box := area.Bound()
	const steps = 200
	best, from, longest := c, -1, 0
	for i := range steps + 1 {
		x := box.Min[0] + (box.Max[0]-box.Min[0])*float64(i)/steps
		if planar.MultiPolygonContains(area, orb.Point{x, c[1]}) {
			if from < 0 {
				from = i
			}
			if n := i - from; n >= longest {
				longest = n
				best = orb.Point{box.Min[0] + (box.Max[0]-box.Min[0])*float64(from+i)/2/steps, c[1]}
			}
		} else {
			from = -1
		}
	}
	return best
}
