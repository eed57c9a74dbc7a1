package portrayal

import (
	"cmp"
	"image/color"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"pinezka/mapview/scene"
	"pinezka/mapview/source"
	"pinezka/mapview/style"
)

// lineStep is the least distance (mm) between two points of a line.
const lineStep = 0.1

// lineKey tells which lines can share a path.
type lineKey struct {
	class string
	layer int8
	flags source.Flags // of those that change the look
}

// lines gathers the lines of a view, merged by look.
type lines struct {
	at  map[lineKey]int
	all []mergedLine
}

type mergedLine struct {
	lineKey
	rule  style.Line
	parts [][]scene.Point
	path  scene.Path // of the parts, once all are there
}

// lookFlags are the flags by which a line looks different.
const lookFlags = source.Bridge | source.Tunnel | source.Link | source.Minor

// add adds a feature's lines, cut to the view's box.
func (ls *lines) add(v *view, f *source.Feature, rule style.Line) {
	k := lineKey{f.Class, f.Layer, f.Flags & lookFlags}
	if !suit(&k, &rule, v.Scale) {
		return
	}
	i, ok := ls.at[k]
	if !ok {
		if ls.at == nil {
			ls.at = map[lineKey]int{}
		}
		i = len(ls.all)
		ls.at[k] = i
		ls.all = append(ls.all, mergedLine{lineKey: k, rule: rule})
	}
	period := 0.0 // after which dashes repeat
	for _, d := range dashOf(k, rule) {
		period += d
	}
	m := &ls.all[i]
	eachLine(f.Geometry, func(g orb.LineString) {
		line, box := v.pages(g, lineStep)
		switch {
		case len(line) < 2 || !touches(box, v.box):
		case inside(box, v.box):
			m.parts = append(m.parts, line)
		default:
			clipLine(line, v.box, period, func(p []scene.Point) { m.parts = append(m.parts, p) })
		}
	})
}

// dashOf is the dash of any of a line's strokes.
func dashOf(k lineKey, rule style.Line) []float64 {
	switch {
	case strings.HasPrefix(k.class, "rail.") && cased(rule):
		return railDash
	case k.flags&source.Tunnel != 0:
		return tunnelDash
	}
	return rule.Dash
}

// cased tells whether a line has an edge.
func cased(rule style.Line) bool { return rule.Casing.A > 0 && rule.CasingMM > 0 }

// suit fits the rule to the flags, forgets flags that change nothing, and tells
// whether the line is drawn at this scale at all.
func suit(k *lineKey, rule *style.Line, scale float64) bool {
	kind, _, _ := strings.Cut(k.class, ".")
	switch kind {
	case "road":
		if k.flags&source.Link != 0 {
			rule.Width *= style.LinkWidth
		}
		if k.flags&source.Minor != 0 {
			rule.Width *= style.MinorWidth
			return scale <= style.MinorFrom
		}
	case "rail":
		k.flags &^= source.Link
		// A tunnel of the railway is drawn no other than the rest; the map's readers
		// are on the streets.
		k.flags &^= source.Tunnel
		if k.flags&source.Minor != 0 {
			rule.Width *= style.SidingWidth
			return scale <= style.SidingFrom
		}
	case "water":
		if k.flags&source.Tunnel != 0 {
			return false // a stream in a pipe is not to be seen
		}
		k.flags, k.layer = 0, 0
	default:
		k.flags, k.layer = 0, 0
	}
	return true
}

// eachLine calls f for the lines of a geometry; an area gives its rings.
func eachLine(g orb.Geometry, f func(orb.LineString)) {
	switch g := g.(type) {
	case orb.LineString:
		f(g)
	case orb.MultiLineString:
		for _, l := range g {
			f(l)
		}
	case orb.Ring:
		f(orb.LineString(g))
	case orb.Polygon:
		for _, r := range g {
			f(orb.LineString(r))
		}
	case orb.MultiPolygon:
		for _, p := range g {
			eachLine(p, f)
		}
	}
}

// pick returns the lines of some kinds in the order they are drawn in: by layer,
// then as the style says.
func (ls *lines) pick(kinds ...string) []mergedLine {
	var out []mergedLine
	for _, l := range ls.all {
		kind, _, _ := strings.Cut(l.class, ".")
		if slices.Contains(kinds, kind) && len(l.parts) > 0 {
			l.path = pathOf(l.parts, false)
			out = append(out, l)
		}
	}
	slices.SortFunc(out, func(a, b mergedLine) int {
		return cmp.Or(cmp.Compare(a.layer, b.layer), cmp.Compare(a.rule.Order, b.rule.Order), strings.Compare(a.class, b.class), cmp.Compare(a.flags, b.flags))
	})
	return out
}

// drawPlain draws lines one after the other: casing, then fill.
func drawPlain(ops []scene.Op, ls []mergedLine) []scene.Op {
	for _, l := range ls {
		if cased(l.rule) {
			ops = append(ops, l.stroke(l.rule.Casing, l.rule.Width+2*l.rule.CasingMM, scene.CapRound, nil))
		}
		ops = append(ops, l.stroke(l.rule.Fill, l.rule.Width, capOf(l.rule.Dash), l.rule.Dash))
	}
	return ops
}

// drawWays draws roads and rails layer by layer: in a layer all casings, then all
// fills, so that crossings are open, and rails last.
func drawWays(ops []scene.Op, ls []mergedLine, ground color.NRGBA) []scene.Op {
	for len(ls) > 0 {
		n := 1
		for n < len(ls) && ls[n].layer == ls[0].layer {
			n++
		}
		layer := ls[:n]
		ls = ls[n:]
		for _, l := range layer {
			if !l.isRail() && cased(l.rule) {
				ops = append(ops, l.casing())
			}
		}
		for _, l := range layer {
			if l.isRail() {
				continue
			}
			fill := l.rule.Fill
			if l.flags&source.Tunnel != 0 {
				fill = halfway(fill, ground)
			}
			ops = append(ops, l.stroke(fill, l.rule.Width, capOf(l.rule.Dash), l.rule.Dash))
		}
		for _, l := range layer {
			if l.isRail() {
				ops = l.rail(ops)
			}
		}
	}
	return ops
}

// tunnelDash is the dash of a tunnel's casing, mm.
var tunnelDash = []float64{1.2, 0.8}

// casing is the edge of a road. A bridge's edge ends bluntly where the bridge
// ends; others are round, so that ends of streets are closed.
func (l mergedLine) casing() scene.Op {
	width := l.rule.Width + 2*l.rule.CasingMM
	switch {
	case l.flags&source.Tunnel != 0:
		return l.stroke(l.rule.Casing, width, scene.CapButt, tunnelDash)
	case l.flags&source.Bridge != 0:
		return l.stroke(l.rule.Casing, width, scene.CapButt, nil)
	}
	return l.stroke(l.rule.Casing, width, scene.CapRound, nil)
}

// railDash is the light dash inside a railway's dark line, mm.
var railDash = []float64{2.4, 2.4}

// rail draws a railway as Polish maps do, black and white in turns; a tram line
// has no casing and stays a plain line.
func (l mergedLine) rail(ops []scene.Op) []scene.Op {
	if !cased(l.rule) {
		return append(ops, l.stroke(l.rule.Fill, l.rule.Width, scene.CapButt, nil))
	}
	return append(ops,
		l.stroke(l.rule.Casing, l.rule.Width+2*l.rule.CasingMM, scene.CapButt, nil),
		l.stroke(l.rule.Fill, l.rule.Width, scene.CapButt, railDash))
}

func (l mergedLine) isRail() bool { return strings.HasPrefix(l.class, "rail.") }

func (l mergedLine) stroke(c color.NRGBA, width float64, end scene.Cap, dash []float64) scene.Op {
	return scene.Stroke{
		Path: l.path, Paint: scene.Solid(c), Width: width, Cap: end, Dash: dash,
		Ref: scene.Ref{Layer: layerBase, Class: l.class},
	}
}

// capOf keeps the gaps of dashed lines as wide as they are written.
func capOf(dash []float64) scene.Cap {
	if len(dash) > 0 {
		return scene.CapButt
	}
	return scene.CapRound
}

// halfway mixes two colours in equal parts; a road in a tunnel stays opaque so
// that its pieces do not darken where they meet.
func halfway(a, b color.NRGBA) color.NRGBA {
	mix := func(x, y uint8) uint8 { return uint8((int(x) + int(y) + 1) / 2) }
	return color.NRGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), a.A}
}
