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

// area is an area of the view, cut to its box.
type area struct {
	class string
	rule  style.Area
	m2    float64 // large ones are drawn first
	id    int64
	fill  scene.Path
	// plain: one ring, so that several can share a path by the non-zero rule
	plain   bool
	outline scene.Path // what of the outline is not a cut
}

// areas returns the areas that a feature draws, one for each polygon.
func (v *view) areas(f source.Feature, rule style.Area, out []area) []area {
	switch g := f.Geometry.(type) {
	case orb.Polygon:
		out = v.area(f, g, rule, out)
	case orb.MultiPolygon:
		for _, p := range g {
			out = v.area(f, p, rule, out)
		}
	case orb.LineString: // a closed way
		out = v.area(f, orb.Polygon{orb.Ring(g)}, rule, out)
	}
	return out
}

func (v *view) area(f source.Feature, p orb.Polygon, rule style.Area, out []area) []area {
	a := area{class: f.Class, rule: rule, id: f.ID, m2: f.Area}
	rings := 0
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
		if len(ring) < 3 || !touches(box, v.box) {
			continue
		}
		whole := inside(box, v.box)
		cut := ring
		if !whole {
			cut = clipRing(ring, v.box)
		}
		if len(cut) < 3 {
			continue
		}
		rings++
		// One sense of turning for all, so that neighbours in one path never cancel.
		addRing(&a.fill, cut, twiceArea(cut) < 0)
		if rule.StrokeMM > 0 {
			if whole {
				addRing(&a.outline, ring, false)
			} else {
				if ring[0] != ring[len(ring)-1] {
					ring = append(ring, ring[0])
				}
				clipLine(ring, v.box, 0, func(piece []scene.Point) { addLine(&a.outline, piece) })
			}
		}
	}
	if a.fill.Empty() {
		return out
	}
	a.plain = rings == 1
	return append(out, a)
}

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

// addRing adds a closed piece, backwards if asked.
func addRing(p *scene.Path, ring []scene.Point, backwards bool) {
	if n := len(ring); n > 1 && ring[0] == ring[n-1] {
		ring = ring[:n-1]
	}
	from := len(p.Points)
	addLine(p, ring)
	if backwards {
		slices.Reverse(p.Points[from:])
	}
	p.Close()
}

// addLine adds an open piece.
func addLine(p *scene.Path, line []scene.Point) {
	p.Points = append(p.Points, line...)
	p.Verbs = slices.Grow(p.Verbs, len(line))
	for i := range line {
		if i == 0 {
			p.Verbs = append(p.Verbs, scene.MoveTo)
		} else {
			p.Verbs = append(p.Verbs, scene.LineTo)
		}
	}
}

// sortLand puts residential land first and the rest large before small, so that a
// playground is seen in its park and the park in its housing estate.
func sortLand(as []area) {
	slices.SortFunc(as, func(a, b area) int {
		if c := -cmpBool(a.class == "land.residential", b.class == "land.residential"); c != 0 {
			return c
		}
		return cmp.Or(cmp.Compare(b.m2, a.m2), cmp.Compare(a.rule.Order, b.rule.Order), strings.Compare(a.class, b.class), cmp.Compare(a.id, b.id))
	})
}

// sortByOrder puts the areas in the style's order; areas of one class do not
// cover one another in any way that shows, so that one path can hold them all.
func sortByOrder(as []area) {
	slices.SortFunc(as, func(a, b area) int {
		return cmp.Or(cmp.Compare(a.rule.Order, b.rule.Order), strings.Compare(a.class, b.class), cmp.Compare(a.id, b.id))
	})
}

func cmpBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
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
func drawAreas(ops []scene.Op, as []area, how outlines) []scene.Op {
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
func drawRun(ops []scene.Op, as []area, how outlines) []scene.Op {
	rule, ref := as[0].rule, scene.Ref{Layer: layerBase, Class: as[0].class}
	var outline scene.Path
	for _, a := range as {
		outline.Append(a.outline)
	}
	stroke := func(width float64) {
		if !outline.Empty() && rule.Stroke.A > 0 {
			ops = append(ops, scene.Stroke{Path: outline, Paint: scene.Solid(rule.Stroke), Width: width, Ref: ref})
		}
	}
	if how == outlineUnder {
		stroke(2 * rule.StrokeMM)
	}
	if rule.Fill.Visible() {
		ops = fillAreas(ops, as, rule.Fill, ref)
	}
	if rule.Pattern.Visible() {
		ops = fillAreas(ops, as, rule.Pattern, ref)
	}
	if how == outlineOver {
		stroke(rule.StrokeMM)
	}
	return ops
}

// fillAreas fills plain areas together and those with holes one by one.
func fillAreas(ops []scene.Op, as []area, paint scene.Paint, ref scene.Ref) []scene.Op {
	var plain scene.Path
	for _, a := range as {
		if a.plain {
			plain.Append(a.fill)
		} else {
			ops = append(ops, scene.Fill{Path: a.fill, EvenOdd: true, Paint: paint, Ref: ref})
		}
	}
	if !plain.Empty() {
		ops = append(ops, scene.Fill{Path: plain, Paint: paint, Ref: ref})
	}
	return ops
}

func abs(x float64) float64 { return max(x, -x) }
