package overlay

import (
	"cmp"
	"context"
	"slices"

	"github.com/paulmach/orb"

	"pinezka/data"
	"pinezka/mapview/camera"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/style"
)

// Layers that marks name in their Ref.
const (
	LayerReports = "reports"
	LayerMotions = "motions"
	LayerAreas   = "areas"
	LayerRadius  = "radius"
)

// Threats are the reports that the filter left and the motions of a debate, as
// one layer, because symbols give way to the motions' squares. It is a value: fill
// in a new one for each drawing.
type Threats struct {
	Reports   []data.Report // those without place are passed over
	Motions   []data.Motion // those without place are passed over
	Catalogue *data.Catalogue
	Symbols   *style.Symbols // nil for the built-in ones
	Size      float64        // of a report's symbol in mm; 0 means 4.8
	Letters   bool           // two letters instead of pictograms
	Night     bool
	// Inside moves signs at the edge of the view in, so that nothing cuts them: for
	// paper, where nobody can move the map.
	Inside bool

	// What is singled out is drawn alone and on top, unless more than 2,000 reports
	// of the view are, which then gather in clusters like all others.
	Selected       map[data.ReportID]bool
	Hovered        data.ReportID
	SelectedMotion data.MotionID
	HoveredMotion  data.MotionID
}

var _ portrayal.Overlay = Threats{}

// aloneLimit is how many selected reports are drawn one by one.
const aloneLimit = 2000

func (t Threats) size() float64 {
	if t.Size > 0 {
		return t.Size
	}
	return style.SymbolSize
}

func (t Threats) symbols() *style.Symbols {
	if t.Symbols != nil {
		return t.Symbols
	}
	return style.DefaultSymbols()
}

// Marks returns outlines of motions, then symbols and clusters, then the
// motions' squares, then what is singled out.
func (t Threats) Marks(ctx context.Context, c camera.Camera) ([]portrayal.Mark, error) {
	squares := t.placeSquares(c)
	seen := t.inView(c)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	alone, rest := t.singledOut(seen)

	p := pusher{half: t.size() / style.SymbolSize * (style.MotionSize/2 + squareEdge), frame: scene.Box(0, 0, c.W, c.H), inside: t.Inside}
	for _, s := range squares {
		p.squares = append(p.squares, s.at)
	}
	groups := gather(rest, t.size(), p)
	if err := ctx.Err(); err != nil {
		return nil, err
	}

	marks := t.outlines(c)
	marks = slices.Grow(marks, len(groups)+len(squares)+len(alone))
	for _, g := range groups {
		marks = append(marks, t.mark(g, style.Normal))
	}
	marks = append(marks, t.squareMarks(squares)...)
	for _, s := range alone {
		st := style.Selected
		if t.Reports[s.report].ID == t.Hovered {
			st = style.Hovered
		}
		g := cluster{mean: s.at, members: []int32{s.report}}
		g.shown = p.push(s.at, t.size()/2, s.key)
		marks = append(marks, t.mark(g, st))
	}
	return marks, nil
}

// spot is a report in the view.
type spot struct {
	at     scene.Point
	report int32 // index
	key    int64 // the id: what makes the order the same every time
}

// inView returns the reports whose place lies in the view, by id.
func (t Threats) inView(c camera.Camera) []spot {
	return project(t.Reports, c)
}

func project(reports []data.Report, c camera.Camera) []spot {
	spots := make([]spot, 0, len(reports))
	near := c.Bound(1) // lets most far reports go before the projection
	to := c.Affine()
	for i := range reports {
		r := &reports[i]
		if !r.Where.Known() || !near.Contains(r.Where.Point) {
			continue
		}
		at := to.Apply(plane(c, r.Where.Point))
		if at.X < 0 || at.Y < 0 || at.X > c.W || at.Y > c.H {
			continue
		}
		spots = append(spots, spot{at, int32(i), int64(r.ID)})
	}
	byKey := func(a, b spot) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.at.X, b.at.X), cmp.Compare(a.at.Y, b.at.Y))
	}
	if !slices.IsSortedFunc(spots, byKey) {
		slices.SortFunc(spots, byKey)
	}
	return spots
}

func plane(c camera.Camera, lonlat orb.Point) scene.Point {
	p := c.Plane.Project(lonlat)
	return scene.Point{X: p[0], Y: p[1]}
}

// singledOut parts what is hovered or selected from the rest; the hovered one
// comes last, on top.
func (t Threats) singledOut(seen []spot) (alone, rest []spot) {
	if t.Hovered == 0 && len(t.Selected) == 0 {
		return nil, seen
	}
	var hovered []spot
	for _, s := range seen {
		id := t.Reports[s.report].ID
		switch {
		case id != 0 && id == t.Hovered:
			hovered = append(hovered, s)
		case t.Selected[id]:
			alone = append(alone, s)
		default:
			rest = append(rest, s)
		}
	}
	if len(alone) > aloneLimit {
		rest = append(rest, alone...)
		slices.SortFunc(rest, func(a, b spot) int { return cmp.Compare(a.key, b.key) })
		alone = nil
	}
	return append(alone, hovered...), rest
}

// mark draws a single report or a cluster.
func (t Threats) mark(g cluster, st style.State) portrayal.Mark {
	members := make([]int64, len(g.members))
	class := string(t.Reports[g.members[0]].Category)
	for i, m := range g.members {
		members[i] = int64(t.Reports[m].ID)
		if string(t.Reports[m].Category) != class {
			class = ""
		}
		if t.Selected[t.Reports[m].ID] && st == style.Normal {
			st = style.Selected
		}
	}
	var ops []scene.Op
	reach := t.size() * 0.62
	if len(members) == 1 {
		ops = t.symbols().Report(t.sign(&t.Reports[g.members[0]], st))
	} else {
		ops = t.symbols().Cluster(style.ClusterSign{Count: len(members), Size: t.size(), Night: t.Night, Single: st})
		reach = style.ClusterDiameter(len(members), t.size())/2 + 0.2
	}
	to := scene.Translate(g.shown.X, g.shown.Y)
	return portrayal.Mark{
		Band:    portrayal.OnTop,
		Ops:     []scene.Op{scene.Group{To: &to, Ops: ops}},
		Boxes:   []scene.Rect{{X0: g.shown.X - reach, Y0: g.shown.Y - reach, X1: g.shown.X + reach, Y1: g.shown.Y + reach}},
		Ref:     scene.Ref{Layer: LayerReports, ID: members[0], Class: class},
		Members: members,
		At:      g.shown,
	}
}

func (t Threats) sign(r *data.Report, st style.State) style.Sign {
	return sign(r, t.Catalogue, style.Sign{Size: t.size(), UseLetters: t.Letters, Night: t.Night, State: st})
}

// sign fills in what a report says into what the map asks.
func sign(r *data.Report, c *data.Catalogue, s style.Sign) style.Sign {
	s.Category, s.Status, s.Origin = string(r.Category), string(r.Status), string(r.Origin)
	if c != nil {
		if k, ok := c.Category(r.Category); ok {
			s.Group, s.Letters = string(k.Group), k.Letters
		}
	}
	return s
}
