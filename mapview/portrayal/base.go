package portrayal

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"pinezka/mapview/scene"
	"pinezka/mapview/source"
	"pinezka/mapview/style"
)

// groundwork is what stage 2 draws, sorted into kinds as it comes in.
type groundwork struct {
	view      *view
	rules     *style.Rules
	pool      areaPool
	land      []*area
	water     []*area
	buildings []*area
	lines     lines
	trees     scene.Path
}

func (d *drafter) groundwork() *groundwork { return &groundwork{view: d.v, rules: d.rules} }

func (g *groundwork) take(f *source.Feature) {
	if f.Flags&source.NameOnly != 0 {
		return
	}
	if rule, ok := g.rules.Areas[f.Class]; ok {
		switch {
		case strings.HasPrefix(f.Class, "building."):
			g.buildings = g.areas(f, rule, g.buildings)
		case strings.HasPrefix(f.Class, "water."):
			g.water = g.areas(f, rule, g.water)
		default:
			g.land = g.areas(f, rule, g.land)
		}
		return
	}
	if rule, ok := g.rules.Lines[f.Class]; ok {
		g.lines.add(g.view, f, rule)
		return
	}
	if p, ok := f.Geometry.(orb.Point); ok && f.Class == style.ClassTree && g.rules.Tree.A > 0 {
		if at := g.view.page(p); g.view.box.Contains(at) {
			g.trees.Append(scene.Circle(at, g.rules.TreeMM/2))
		}
	}
}

// baseOps is the base map in two parts, with room for a surface between.
type baseOps struct{ ground, built []scene.Op }

// base draws stage 2 in the order that the style table asks for.
func (d *drafter) base(g *groundwork) (baseOps, error) {
	sortLand(g.land)

	var out baseOps
	out.ground = append(out.ground, scene.Fill{
		Path:  scene.Rect{X1: d.v.W, Y1: d.v.H}.Path(),
		Paint: scene.Solid(d.rules.Background), Ref: scene.Ref{Layer: layerBase, Class: "ground"},
	})
	raster, err := d.raster()
	if err != nil {
		return out, err
	}
	out.ground = append(out.ground, raster...)
	out.ground = drawAreas(out.ground, g.land, outlineUnder)
	out.ground = drawPlain(out.ground, g.lines.pick("water"))
	out.ground = drawAreas(out.ground, byClass(g.water), outlineUnder)
	if !g.trees.Empty() {
		out.ground = append(out.ground, scene.Fill{
			Path: g.trees, Paint: scene.Solid(d.rules.Tree), Ref: scene.Ref{Layer: layerBase, Class: style.ClassTree},
		})
	}
	out.ground = drawPlain(out.ground, g.lines.pick("barrier"))
	out.built = drawAreas(out.built, byClass(g.buildings), outlineOver)
	out.built = drawWays(out.built, g.lines.pick("road", "rail"), d.rules.Background)
	out.built = drawPlain(out.built, g.lines.pick("boundary"))
	return out, nil
}

// raster returns the pictures of the raster base maps.
func (d *drafter) raster() ([]scene.Op, error) {
	var ops []scene.Op
	for _, r := range d.m.Raster {
		pictures, gaps, err := r.Pictures(d.ctx, d.v.Camera, d.m.Wait)
		if d.ctx.Err() != nil {
			return nil, fmt.Errorf("draw map: %w", d.ctx.Err())
		}
		d.gaps = append(d.gaps, gaps...)
		if err != nil {
			d.gaps = append(d.gaps, Gap{Layer: layerBase, Err: err})
		}
		for _, p := range pictures {
			ops = append(ops, p)
		}
	}
	return ops, nil
}
