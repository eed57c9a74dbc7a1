package raster

import (
	"image"
	"math"

	"pinezka/mapview/scene"
)

// group draws what a group holds. An upright clip cuts the picture down; any
// other clip and an opacity need a layer, which is kept as small as it can be.
func (p *painter) group(g scene.Group, to scene.Affine) {
	inner := to
	if g.To != nil {
		inner = g.To.Then(to)
	}
	if stamp, ok := g.AsStamp(); ok && p.stamp(stamp, g.Ops, inner) {
		return
	}
	opaque := g.Opacity <= 0 || g.Opacity >= 1
	if g.Clip == nil && opaque {
		p.ops(g.Ops, inner)
		return
	}

	area := p.dst.Rect
	var clip polygons
	if g.Clip != nil {
		clip.flatten(*g.Clip, to.Then(p.page))
		if len(clip.pts) == 0 {
			return
		}
		edge := box(clip.pts, scene.Identity)
		if clip.covers(edge) {
			// Edges between pixels are rounded, so that frames that meet neither
			// overlap nor leave a gap.
			area = area.Intersect(image.Rect(round(edge.X0), round(edge.Y0), round(edge.X1), round(edge.Y1)))
			clip.reset()
		} else {
			area = p.pixelBox(edge)
		}
	}
	if !opaque || len(clip.ends) > 0 {
		ink, ok := scene.Bounds(g.Ops)
		if !ok {
			return
		}
		area = area.Intersect(p.pixelBox(ink.Transform(inner.Then(p.page)).Grow(1)))
	}
	if area.Empty() {
		return
	}
	page := p.page.Then(scene.Translate(-float64(area.Min.X), -float64(area.Min.Y)))
	if opaque && len(clip.ends) == 0 {
		p.engine.paint(rebase(p.dst, area), page, g.Ops, inner)
		return
	}

	layer := image.NewRGBA(image.Rectangle{Max: area.Size()})
	p.engine.paint(layer, page, g.Ops, inner)
	var mask *image.Alpha
	if len(clip.ends) > 0 {
		mask = p.engine.coverage(&clip, false, area.Min.X, area.Min.Y, area.Dx(), area.Dy())
	}
	alpha := uint32(255)
	if !opaque {
		alpha = uint32(math.Round(g.Opacity * 255))
	}
	merge(p.dst, layer, area.Min.X, area.Min.Y, mask, alpha)
}

// round returns the nearest pixel edge, within what an image can hold.
func round(v float64) int { return int(math.Round(max(-1e6, min(1e6, v)))) }
