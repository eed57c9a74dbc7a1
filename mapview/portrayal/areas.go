package portrayal

import (
	"cmp"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"pinezka/mapview/scene"
	"pinezka/mapview/source"
	"pinezka/mapview/style"
)

const (
	// ringStep is the least distance (mm) between two points of an outline; half
	// the width of the finest line.
	ringStep = 0.05
	// leastArea is the least extent (mm) of an area worth drawing: half a pixel.
	leastArea = 0.13
)

// area is an area of the view, cut to its box. Its points are the view's.
type area struct {
	class string
	rule  *style.Area
	m2    float64 // large ones are drawn first
	id    int64
	ring  []scene.Point
	more  [][]scene.Point // holes and parts; drawn by the even-odd rule
	// cut: some ring left the box; then edges are the parts of the outline that are
	// no cut, else the rings are the outline.
	cut   bool
	edges [][]scene.Point
}

// areaPool hands out areas in blocks: a town has thousands, too many to allocate
// one by one and too large to move when a slice grows.
type areaPool struct{ block []area }

func (p *areaPool) get() *area {
	if len(p.block) == 0 {
		p.block = make([]area, 256)
	}
	a := &p.block[0]
	p.block = p.block[1:]
	return a
}

// areas adds the areas that a feature draws, one for each polygon.
func (g *groundwork) areas(f *source.Feature, rule *style.Area, out []*area) []*area {
	switch geometry := f.Geometry.(type) {
	case orb.Polygon:
		out = g.area(f, geometry, rule, out)
	case orb.MultiPolygon:
		for _, p := range geometry {
			out = g.area(f, p, rule, out)
		}
	case orb.LineString: // a closed way
		out = g.area(f, orb.Polygon{orb.Ring(geometry)}, rule, out)
	}
	return out
}

func (g *groundwork) area(f *source.Feature, p orb.Polygon, rule *style.Area, out []*area) []*area {
	v := g.view
	a := area{class: f.Class, rule: rule, id: f.ID, m2: f.Area, cut: f.Edges != nil}
	for i, r := range p {
		ring, box := v.pages(r, ringStep)
		if i == 0 {
			if !touches(box, v.box) || box.W() < leastArea && box.H() < leastArea {
				return out
			}
			if a.m2 == 0 {
				mm := v.MetresPerMM()
				a.m2 = abs(twiceArea(ring)) / 2 * mm * mm
			}
		}
		if n := len(ring); n > 1 && ring[0] == ring[n-1] {
			ring = ring[:n-1]
		}
		if len(ring) < 3 || !touches(box, v.box) {
			continue
		}
		if inside(box, v.box) {
			a.add(ring)
			if a.cut && f.Edges == nil {
				a.edges = append(a.edges, closed(ring))
			}
			continue
		}
		if !a.cut {
			a.cut = true
			a.edges = append(a.edges, a.whole()...)
		}
		if rule.StrokeMM > 0 && f.Edges == nil {
			clipLine(closed(ring), v.box, 0, func(piece []scene.Point) { a.edges = append(a.edges, piece) })
		}
		a.add(clipRing(ring, v.box))
	}
	if a.ring == nil {
		return out
	}
	if rule.StrokeMM > 0 {
		for _, l := range f.Edges {
			line, _ := v.pages(l, ringStep)
			clipLine(line, v.box, 0, func(piece []scene.Point) { a.edges = append(a.edges, piece) })
		}
	}
	kept := g.pool.get()
	*kept = a
	return append(out, kept)
}

// add adds a ring; all turn in one sense, so that neighbours in one path never
// cancel.
func (a *area) add(ring []scene.Point) {
	if len(ring) < 3 {
		return
	}
	if twiceArea(ring) < 0 {
		slices.Reverse(ring)
	}
	if a.ring == nil {
		a.ring = ring
	} else {
		a.more = append(a.more, ring)
	}
}

// whole returns the rings so far as closed lines.
func (a *area) whole() (out [][]scene.Point) {
	if a.ring != nil {
		out = append(out, closed(a.ring))
	}
	for _, r := range a.more {
		out = append(out, closed(r))
	}
	return out
}

// closed returns a ring as a line that ends where it begins.
func closed(ring []scene.Point) []scene.Point { return append(slices.Clip(ring), ring[0]) }

// twiceArea is the signed area of a ring, doubled.
func twiceArea(ring []scene.Point) float64 {
	if len(ring) == 0 {
		return 0
	}
	sum := 0.0
	a := ring[len(ring)-1]
	for _, b := range ring {
		sum += a.X*b.Y - b.X*a.Y
		a = b
	}
	return sum
}

// pathOf puts rings or lines into one path.
func pathOf(parts [][]scene.Point, shut bool) scene.Path {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	verbs := n
	if shut {
		verbs += len(parts)
	}
	out := scene.Path{Points: make([]scene.Point, 0, n), Verbs: make([]scene.Verb, 0, verbs)}
	for _, p := range parts {
		out.Points = append(out.Points, p...)
		for i := range p {
			if i == 0 {
				out.Verbs = append(out.Verbs, scene.MoveTo)
			} else {
				out.Verbs = append(out.Verbs, scene.LineTo)
			}
		}
		if shut {
			out.Close()
		}
	}
	return out
}

// sortLand puts residential land first and the rest large before small, so that a
// playground is seen in its park and the park in its housing estate.
func sortLand(as []*area) {
	slices.SortFunc(as, func(a, b *area) int {
		if ra, rb := a.class == residential, b.class == residential; ra != rb {
			if ra {
				return -1
			}
			return 1
		}
		if a.m2 != b.m2 {
			return cmp.Compare(b.m2, a.m2)
		}
		return cmp.Or(cmp.Compare(a.rule.Order, b.rule.Order), strings.Compare(a.class, b.class), cmp.Compare(a.id, b.id))
	})
}

const residential = "land.residential"

// byClass sorts areas whose classes do not cover one another in any way that
// shows: those of one class stay in the order in which they came.
func byClass(as []*area) []*area {
	slices.SortStableFunc(as, func(a, b *area) int {
		if a.rule == b.rule {
			return 0
		}
		return cmp.Or(cmp.Compare(a.rule.Order, b.rule.Order), strings.Compare(a.class, b.class))
	})
	return as
}

// outlines says how the outline of areas lies.
type outlines bool

const (
	// outlineUnder: stroked twice as wide before filling, so that the outer half
	// shows and the joints between pieces of one lake or park do not.
	outlineUnder outlines = true
	// outlineOver: stroked after filling, so that the walls between joined houses show.
	outlineOver outlines = false
)

// drawAreas turns sorted areas into commands; neighbours of one class share them.
func drawAreas(ops []scene.Op, as []*area, how outlines) []scene.Op {
	for len(as) > 0 {
		n := 1
		for n < len(as) && as[n].class == as[0].class {
			n++
		}
		ops = drawRun(ops, as[:n], how)
		as = as[n:]
	}
	return ops
}

// drawRun draws areas of one class.
func drawRun(ops []scene.Op, as []*area, how outlines) []scene.Op {
	rule, ref := as[0].rule, scene.Ref{Layer: layerBase, Class: as[0].class}
	fills := shapes(as)
	stroke := func(width float64) {
		if rule.Stroke.A == 0 || rule.StrokeMM == 0 {
			return
		}
		var edges [][]scene.Point
		for _, a := range as {
			if a.cut {
				edges = append(edges, a.edges...)
			}
		}
		paint := scene.Solid(rule.Stroke)
		for _, f := range fills {
			if !f.cut {
				ops = append(ops, scene.Stroke{Path: f.path, Paint: paint, Width: width, Ref: ref})
			}
		}
		if len(edges) > 0 {
			ops = append(ops, scene.Stroke{Path: pathOf(edges, false), Paint: paint, Width: width, Ref: ref})
		}
	}
	fill := func(paint scene.Paint) {
		if !paint.Visible() {
			return
		}
		for _, f := range fills {
			ops = append(ops, scene.Fill{Path: f.path, EvenOdd: f.evenOdd, Paint: paint, Ref: ref})
		}
	}
	if how == outlineUnder {
		stroke(2 * rule.StrokeMM)
	}
	fill(rule.Fill)
	fill(rule.Pattern)
	if how == outlineOver {
		stroke(rule.StrokeMM)
	}
	return ops
}

// shape is a path that is filled as one.
type shape struct {
	path    scene.Path
	evenOdd bool
	cut     bool // its outline is not that of the areas
}

// shapes merges areas of one ring into two paths, one of whole areas and one of
// those that were cut; areas with holes stay apart.
func shapes(as []*area) []shape {
	var whole, cut [][]scene.Point
	var out []shape
	for _, a := range as {
		switch {
		case len(a.more) > 0:
			out = append(out, shape{pathOf(append([][]scene.Point{a.ring}, a.more...), true), true, a.cut})
		case a.cut:
			cut = append(cut, a.ring)
		default:
			whole = append(whole, a.ring)
		}
	}
	if len(cut) > 0 {
		out = append(out, shape{pathOf(cut, true), false, true})
	}
	if len(whole) > 0 {
		out = append(out, shape{pathOf(whole, true), false, false})
	}
	return out
}

func abs(x float64) float64 { return max(x, -x) }
