package portrayal

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

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
	d, err := newDrafter(ctx, m, c)
	if err != nil {
		return Drawing{}, err
	}
	ground, wishes, roads := d.groundwork(), d.wishlist(), &roads{view: d.v}
	if err := d.gather(ground, wishes, roads); err != nil {
		return Drawing{}, err
	}
	base, err := d.base(ground)
	if err != nil {
		return Drawing{}, err
	}
	under, err := d.under()
	if err != nil {
		return Drawing{}, err
	}
	over, err := d.over(wishes)
	if err != nil {
		return Drawing{}, err
	}
	over.all = append(under.all, over.all...)
	var out group
	out.add(GroupBase, base.ground)
	out.add(GroupMarks, slices.Concat(under.ops, over.marks[UnderBuildings]))
	out.add(GroupBase, base.built)
	out.add(GroupMarks, over.marks[OverBase])
	out.add(GroupNames, over.names)
	out.add(GroupMarks, over.marks[OnTop])
	return Drawing{
		Scene: scene.Scene{W: c.W, H: c.H, Ops: out}, Marks: over.all, Gaps: d.gaps,
		Unplaced: over.unplaced, Streets: roads.streets(),
	}, nil
}

// DrawBase draws stage 2 only, without names and marks, for square tiles that are
// laid side by side. Tiles whose cameras abut have no seams: lines and outlines
// run on over the edge, dashes keep their places, and the steps of patterns are
// rounded so that a whole number of them fits the picture's width. (What lies
// under buildings is drawn by DrawOver, and so over them; a sheet has it under.)
func DrawBase(ctx context.Context, m Map, c camera.Camera) (scene.Scene, []Gap, error) {
	d, err := newDrafter(ctx, m, c)
	if err != nil {
		return scene.Scene{}, nil, err
	}
	ground := d.groundwork()
	if err := d.gather(ground); err != nil {
		return scene.Scene{}, nil, err
	}
	base, err := d.base(ground)
	if err != nil {
		return scene.Scene{}, nil, err
	}
	under, err := d.under()
	if err != nil {
		return scene.Scene{}, nil, err
	}
	ops := slices.Concat(base.ground, under.ops, base.built)
	fitPatterns(ops, c.W)
	return scene.Scene{W: c.W, H: c.H, Ops: ops}, d.gaps, nil
}

// DrawOver draws stages 3 and 4 only, the marks of all bands and the names, on
// nothing: the screen lays it over the tiles.
func DrawOver(ctx context.Context, m Map, c camera.Camera) (Drawing, error) {
	d, err := newDrafter(ctx, m, c)
	if err != nil {
		return Drawing{}, err
	}
	wishes := d.wishlist()
	if !m.NoNames {
		if err := d.gather(wishes); err != nil {
			return Drawing{}, err
		}
	}
	over, err := d.over(wishes)
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

// fitPatterns rounds the steps of patterns so that a whole number of their repeats
// fits a width (mm) and as much height.
func fitPatterns(ops []scene.Op, width float64) {
	for i, op := range ops {
		switch op := op.(type) {
		case scene.Fill:
			op.Paint.Pattern = fitPattern(op.Paint.Pattern, width)
			ops[i] = op
		case scene.Stroke:
			op.Paint.Pattern = fitPattern(op.Paint.Pattern, width)
			ops[i] = op
		case scene.Group:
			op.Ops = slices.Clone(op.Ops)
			fitPatterns(op.Ops, width)
			ops[i] = op
		}
	}
}

func fitPattern(p *scene.Pattern, width float64) *scene.Pattern {
	if p == nil {
		return nil
	}
	q := *p
	along := 1.0 // a hatch at 45 degrees repeats after more of the width than its step
	if s := math.Abs(math.Sin(p.Angle)); p.Kind == scene.PatternHatch && s > 0.1 {
		along = s
	}
	q.Step = width * along / max(1, math.Round(width*along/p.Step))
	return &q
}

// drafter makes one drawing.
type drafter struct {
	ctx   context.Context
	m     Map
	v     *view
	rules *style.Rules
	gaps  []Gap
}

// ErrSize says that a camera's picture has no extent or no scale.
var ErrSize = errors.New("the picture has no size")

func newDrafter(ctx context.Context, m Map, c camera.Camera) (*drafter, error) {
	if !(c.W > 0 && c.H > 0 && c.Scale > 0 && c.Factor > 0) || c.Plane == nil {
		return nil, fmt.Errorf("draw map: %w: %g by %g mm at 1:%g", ErrSize, c.W, c.H, c.Scale)
	}
	if m.Look == "" {
		m.Look = Colour
	}
	rules, err := style.Default().At(string(m.Look), c.Scale, m.Reading)
	if err != nil {
		return nil, fmt.Errorf("draw map: %w", err)
	}
	// Wide enough for what a line outside the picture leaves in it.
	margin := 1.0
	for _, l := range rules.Lines {
		margin = max(margin, l.Width/2+l.CasingMM+1)
	}
	return &drafter{ctx: ctx, m: m, v: newView(c, margin), rules: rules}, nil
}

// taker takes what it needs of the features of a view. It must not keep f.
type taker interface{ take(f *source.Feature) }

// gather asks the sources once and shows every feature to all takers.
func (d *drafter) gather(takers ...taker) error {
	q := source.Query{Bound: d.v.Bound(d.v.box.X1 - d.v.W), Scale: d.v.Scale, Wait: d.m.Wait}
	var cur source.Feature // one place for all, since it leaves the stack
	for _, s := range d.m.Base {
		for f, err := range s.Features(d.ctx, q) {
			if err != nil {
				d.gaps = append(d.gaps, Gap{Layer: layerBase, Err: err})
				break
			}
			cur = f
			for _, t := range takers {
				t.take(&cur)
			}
		}
		if err := d.ctx.Err(); err != nil {
			return fmt.Errorf("draw map: %w", err)
		}
	}
	return nil
}

// underOps is what lies under buildings and roads.
type underOps struct {
	ops []scene.Op
	all []Mark
}

func (d *drafter) under() (out underOps, err error) {
	for i, o := range d.m.Under {
		marks, err := o.Marks(d.ctx, d.v.Camera)
		if d.ctx.Err() != nil {
			return out, fmt.Errorf("draw map: %w", d.ctx.Err())
		}
		if err != nil {
			d.gaps = append(d.gaps, Gap{Layer: fmt.Sprintf("surface %d", i+1), Err: err})
			continue
		}
		for _, mk := range marks {
			out.ops = append(out.ops, mk.Ops...)
		}
		out.all = append(out.all, marks...)
	}
	return out, nil
}

// overOps is what lies over the tiles.
type overOps struct {
	marks    map[Band][]scene.Op
	all      []Mark
	names    []scene.Op
	unplaced int
}

// over draws stages 3 and 4.
func (d *drafter) over(wishes *wishlist) (overOps, error) {
	out := overOps{marks: map[Band][]scene.Op{}}
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
	if !d.m.NoNames {
		out.names, out.unplaced = d.names(wishes.all, out.all)
	}
	return out, nil
}
