package overlay

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"pinezka/data"
	"pinezka/mapview/camera"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/style"
)

// square is where a motion's number goes.
type square struct {
	motion *data.Motion
	place  scene.Point // what it is about
	at     scene.Point // the square's middle, beside the place when another square is there
}

// side is a square's side in mm.
func (t Threats) side() float64 { return t.size() / style.SymbolSize * style.MotionSize }

// placeSquares lays the squares of motions in the view, by number; a later one
// gives way to those before it.
func (t Threats) placeSquares(c camera.Camera) []square {
	var out []square
	for i := range t.Motions {
		m := &t.Motions[i]
		if !m.Place.Located() {
			continue
		}
		centre, ok := m.Place.Centre()
		if !ok {
			continue
		}
		p := c.ToPage(centre)
		if p.X < 0 || p.Y < 0 || p.X > c.W || p.Y > c.H {
			continue
		}
		out = append(out, square{motion: m, place: p, at: p})
	}
	slices.SortStableFunc(out, func(a, b square) int {
		return cmp.Or(cmp.Compare(a.motion.Number, b.motion.Number), cmp.Compare(a.motion.ID, b.motion.ID))
	})
	side := t.side() + 2*squareEdge
	inside := scene.Box(0, 0, c.W, c.H).Grow(-t.side() / 2)
	for i := range out {
		out[i].at = freePlace(out[:i], out[i].place, side, inside)
	}
	return out
}

// freePlace returns p, or the nearest of the places around it where no square
// lies and the frame does not cut.
func freePlace(taken []square, p scene.Point, side float64, inside scene.Rect) scene.Point {
	free := func(q scene.Point) bool {
		return !slices.ContainsFunc(taken, func(s square) bool {
			return math.Abs(s.at.X-q.X) < side-1e-9 && math.Abs(s.at.Y-q.Y) < side-1e-9
		})
	}
	first := within(inside, p)
	if free(first) {
		return first
	}
	for ring := 1.0; ring <= 4; ring += 0.5 {
		for k := range 16 {
			s, c := math.Sincos(float64(k) * math.Pi / 8)
			q := first.Add(scene.Point{X: c, Y: s}.Scale(ring * side))
			if inside.Contains(q) && free(q) {
				return q
			}
		}
	}
	return first
}

// squareMarks draws the squares, those singled out last, over thin lines to the
// places of those that stand beside them.
func (t Threats) squareMarks(squares []square) []portrayal.Mark {
	var marks, top []portrayal.Mark
	for _, s := range squares {
		if s.place.Dist(s.at) <= t.side()/2 {
			continue
		}
		c := style.LineInk(t.Night)
		marks = append(marks, portrayal.Mark{
			Band: portrayal.OnTop, Ref: scene.Ref{Layer: LayerMotions, ID: int64(s.motion.ID), Class: "outline"}, At: s.place,
			Ops: append(style.Cased(scene.Line(s.place, s.at), 0.35, 0.8, c),
				scene.Fill{Path: scene.Circle(s.place, 0.7), Paint: scene.Solid(c)}),
		})
	}
	for _, s := range squares {
		single := style.Normal
		switch {
		case s.motion.ID == 0:
		case s.motion.ID == t.HoveredMotion:
			single = style.Hovered
		case s.motion.ID == t.SelectedMotion:
			single = style.Selected
		}
		to := scene.Translate(s.at.X, s.at.Y)
		ops := []scene.Op{scene.Group{To: &to, Ops: t.symbols().Motion(style.MotionSign{
			Number: strconv.Itoa(s.motion.Number), State: string(s.motion.State), Size: t.side(),
			Located: true, Night: t.Night, Single: single,
		})}}
		r := t.side()/2 + squareEdge
		m := portrayal.Mark{
			Band:    portrayal.OnTop,
			Ops:     ops,
			Boxes:   []scene.Rect{{X0: s.at.X - r, Y0: s.at.Y - r, X1: s.at.X + r, Y1: s.at.Y + r}},
			Ref:     scene.Ref{Layer: LayerMotions, ID: int64(s.motion.ID), Class: string(s.motion.State)},
			Members: []int64{int64(s.motion.ID)},
			At:      s.at,
		}
		if single == style.Normal {
			marks = append(marks, m)
		} else {
			top = append(top, m)
		}
	}
	return append(marks, top...)
}

// outlines draws streets and areas that motions are about.
func (t Threats) outlines(c camera.Camera) []portrayal.Mark {
	var marks []portrayal.Mark
	for i := range t.Motions {
		m := &t.Motions[i]
		if !m.Place.Located() || m.Place.Kind == data.PlacePoint || !m.Place.Geometry.Bound().Intersects(c.Bound(2)) {
			continue
		}
		p := outline(m.Place.Geometry, c)
		if p.Empty() {
			continue
		}
		marks = append(marks, portrayal.Mark{
			Band: portrayal.OverBase, Ops: style.MotionLine(p, t.Night),
			Ref: scene.Ref{Layer: LayerMotions, ID: int64(m.ID), Class: "outline"},
		})
	}
	return marks
}

// outline returns the lines of a geometry in millimetres of the view.
func outline(g orb.Geometry, c camera.Camera) scene.Path {
	var p scene.Path
	to := c.Affine()
	add := func(pts []orb.Point, closed bool) {
		if closed && len(pts) > 1 && pts[0] == pts[len(pts)-1] {
			pts = pts[:len(pts)-1]
		}
		for i, q := range pts {
			at := to.Apply(plane(c, q))
			if i == 0 {
				p.MoveTo(at.X, at.Y)
			} else {
				p.LineTo(at.X, at.Y)
			}
		}
		if closed && len(pts) > 0 {
			p.Close()
		}
	}
	switch g := g.(type) {
	case orb.LineString:
		add(g, false)
	case orb.MultiLineString:
		for _, l := range g {
			add(l, false)
		}
	case orb.Polygon:
		for _, r := range g {
			add(r, true)
		}
	case orb.MultiPolygon:
		for _, poly := range g {
			for _, r := range poly {
				add(r, true)
			}
		}
	}
	return p
}
