package portrayal

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"pinezka/mapview/camera"
	"pinezka/mapview/scene"
	"pinezka/mapview/source"
	"pinezka/mapview/style"
)

// The names of the groups at the top of a drawing's scene. A name may occur
// several times: marks lie under buildings, over the base and over the names.
const (
	GroupBase  = "base"
	GroupNames = "names"
	GroupMarks = "marks"
)

// layerBase is the Ref.Layer of what the base map draws.
const layerBase = "base"

// Draw draws all of a map for a camera: base, marks and names, in groups that a
// PDF can switch (see GroupBase). What could not be shown is in the drawing's
// gaps; an error means that there is no drawing.
func Draw(ctx context.Context, m Map, c camera.Camera) (Drawing, error) {
	d := newDrafter(ctx, m, c)
	base, err := d.base()
	if err != nil {
		return Drawing{}, err
	}
	over, err := d.over()
	if err != nil {
		return Drawing{}, err
	}
	var out group
	out.add(GroupBase, base.ground)
	out.add(GroupMarks, over.marks[UnderBuildings])
	out.add(GroupBase, base.built)
	out.add(GroupMarks, over.marks[OverBase])
	out.add(GroupNames, over.names)
	out.add(GroupMarks, over.marks[OnTop])
	return Drawing{
		Scene: scene.Scene{W: c.W, H: c.H, Ops: out}, Marks: over.all, Gaps: d.gaps,
		Unplaced: over.unplaced, Streets: d.streets(),
	}, nil
}

// DrawBase draws stage 2 only, without names and marks, for square tiles that are
// laid side by side. Tiles whose cameras abut have no seams: lines and outlines
// run on over the edge, dashes keep their places, and the steps of patterns are
// rounded so that a whole number of them fits the picture's width. (What lies
// under buildings is drawn by DrawOver, and so over them; a sheet has it under.)
func DrawBase(ctx context.Context, m Map, c camera.Camera) (scene.Scene, []Gap, error) {
	d := newDrafter(ctx, m, c)
	base, err := d.base()
	if err != nil {
		return scene.Scene{}, nil, err
	}
	ops := append(base.ground, base.built...)
	fitPatterns(ops, c.W)
	return scene.Scene{W: c.W, H: c.H, Ops: ops}, d.gaps, nil
}

// DrawOver draws stages 3 and 4 only, the marks of all bands and the names, on
// nothing: the screen lays it over the tiles.
func DrawOver(ctx context.Context, m Map, c camera.Camera) (Drawing, error) {
	d := newDrafter(ctx, m, c)
	over, err := d.over()
	if err != nil {
		return Drawing{}, err
	}
	var out group
	out.add(GroupMarks, slices.Concat(over.marks[UnderBuildings], over.marks[OverBase]))
	out.add(GroupNames, over.names)
	out.add(GroupMarks, over.marks[OnTop])
	return Drawing{
		Scene: scene.Scene{W: c.W, H: c.H, Ops: out}, Marks: over.all, Gaps: d.gaps, Unplaced: over.unplaced,
	}, nil
}

// group is a list of groups in the making.
type group []scene.Op

func (g *group) add(name string, ops []scene.Op) {
	if len(ops) > 0 {
		*g = append(*g, scene.Group{Name: name, Layer: true, Ops: ops})
	}
}

// fitPatterns rounds the steps of patterns to whole parts of a width (mm).
func fitPatterns(ops []scene.Op, width float64) {
	for i, op := range ops {
		f, ok := op.(scene.Fill)
		if !ok || f.Paint.Pattern == nil {
			continue
		}
		p := *f.Paint.Pattern
		p.Step = width / max(1, math.Round(width/p.Step))
		f.Paint.Pattern = &p
		ops[i] = f
	}
}

// drafter makes one drawing. It asks the sources once, for all stages.
type drafter struct {
	ctx      context.Context
	m        Map
	v        *view
	rules    *style.Rules
	err      error // of preparing
	asked    bool
	features []source.Feature
	gaps     []Gap
}

// ErrSize says that a camera's picture has no extent or no scale.
var ErrSize = errors.New("the picture has no size")

func newDrafter(ctx context.Context, m Map, c camera.Camera) *drafter {
	d := &drafter{ctx: ctx, m: m}
	if !(c.W > 0 && c.H > 0 && c.Scale > 0 && c.Factor > 0) || c.Plane == nil {
		d.err = fmt.Errorf("draw map: %w: %g by %g mm at 1:%g", ErrSize, c.W, c.H, c.Scale)
		return d
	}
	d.rules, d.err = style.Default().At(string(m.Look), c.Scale, m.Reading)
	if d.err != nil {
		d.err = fmt.Errorf("draw map: %w", d.err)
		return d
	}
	// Wide enough for what a line outside the picture leaves in it.
	margin := 1.0
	for _, l := range d.rules.Lines {
		margin = max(margin, l.Width/2+l.CasingMM+1)
	}
	d.v = newView(c, margin)
	return d
}

// query asks all vector sources for what touches the view.
func (d *drafter) query() error {
	if d.err != nil || d.asked {
		return d.err
	}
	d.asked = true
	q := source.Query{Bound: d.v.Bound(d.v.box.X1 - d.v.W), Scale: d.v.Scale, Wait: d.m.Wait}
	for _, s := range d.m.Base {
		for f, err := range s.Features(d.ctx, q) {
			if err != nil {
				d.gaps = append(d.gaps, Gap{Layer: layerBase, Err: err})
				break
			}
			d.features = append(d.features, f)
		}
		if err := d.ctx.Err(); err != nil {
			d.err = fmt.Errorf("draw map: %w", err)
			return d.err
		}
	}
	return nil
}

// baseOps is the base map in two parts, with room for a surface between.
type baseOps struct{ ground, built []scene.Op }

// base draws stage 2 in the order that the style table asks for.
func (d *drafter) base() (baseOps, error) {
	if err := d.query(); err != nil {
		return baseOps{}, err
	}
	var land, water, buildings []area
	var ls lines
	var trees scene.Path
	for i := range d.features {
		f := &d.features[i]
		if rule, ok := d.rules.Areas[f.Class]; ok {
			switch {
			case strings.HasPrefix(f.Class, "building."):
				buildings = d.v.areas(*f, rule, buildings)
			case strings.HasPrefix(f.Class, "water."):
				water = d.v.areas(*f, rule, water)
			default:
				land = d.v.areas(*f, rule, land)
			}
			continue
		}
		if rule, ok := d.rules.Lines[f.Class]; ok {
			ls.add(d.v, *f, rule)
			continue
		}
		if p, ok := f.Geometry.(orb.Point); ok && f.Class == style.ClassTree && d.rules.Tree.A > 0 {
			if at := d.v.page(p); d.v.box.Contains(at) {
				trees.Append(scene.Circle(at, d.rules.TreeMM/2))
			}
		}
	}
	sortLand(land)
	sortByOrder(water)
	sortByOrder(buildings)

	var out baseOps
	ground := scene.Rect{X1: d.v.W, Y1: d.v.H}.Path()
	out.ground = append(out.ground, scene.Fill{
		Path: ground, Paint: scene.Solid(d.rules.Background), Ref: scene.Ref{Layer: layerBase, Class: "ground"},
	})
	raster, err := d.raster()
	if err != nil {
		return out, err
	}
	out.ground = append(out.ground, raster...)
	out.ground = drawAreas(out.ground, land, outlineUnder)
	out.ground = drawPlain(out.ground, ls.pick("water"))
	out.ground = drawAreas(out.ground, water, outlineUnder)
	if !trees.Empty() {
		out.ground = append(out.ground, scene.Fill{
			Path: trees, Paint: scene.Solid(d.rules.Tree), Ref: scene.Ref{Layer: layerBase, Class: style.ClassTree},
		})
	}
	out.ground = drawPlain(out.ground, ls.pick("barrier"))
	out.built = drawAreas(out.built, buildings, outlineOver)
	out.built = drawWays(out.built, ls.pick("road", "rail"), d.rules.Background)
	out.built = drawPlain(out.built, ls.pick("boundary"))
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

// overOps is what lies over the tiles.
type overOps struct {
	marks    map[Band][]scene.Op
	all      []Mark
	names    []scene.Op
	unplaced int
}

// over draws stages 3 and 4.
func (d *drafter) over() (overOps, error) {
	out := overOps{marks: map[Band][]scene.Op{}}
	if d.err != nil {
		return out, d.err
	}
	for i, o := range d.m.Overlay {
		marks, err := o.Marks(d.ctx, d.v.Camera)
		if d.ctx.Err() != nil {
			return out, fmt.Errorf("draw map: %w", d.ctx.Err())
		}
		if err != nil {
			d.gaps = append(d.gaps, Gap{Layer: fmt.Sprintf("overlay %d", i+1), Err: err})
			continue
		}
		for _, mk := range marks {
			out.marks[mk.Band] = append(out.marks[mk.Band], mk.Ops...)
		}
		out.all = append(out.all, marks...)
	}
	if d.m.NoNames {
		return out, nil
	}
	if err := d.query(); err != nil {
		return out, err
	}
	out.names, out.unplaced = d.names(out.all)
	return out, nil
}
