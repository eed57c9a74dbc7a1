package overlay

import (
	"context"
	"strconv"
	"sync"

	"github.com/paulmach/orb"

	"pinezka/data/crs"
	"pinezka/data/hotspot"
	"pinezka/mapview/camera"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/style"
)

// LayerSurface names the marks of densities and counts.
const LayerSurface = "surface"

// LayerSpots names the marks of hot spots.
const LayerSpots = "spots"

// SurfaceKind says how reports are spread out over the ground.
type SurfaceKind string

// The kinds.
const (
	SurfaceDensity SurfaceKind = "density" // quartic kernel, reports per km2
	SurfaceSquares SurfaceKind = "grid"    // counts in squares
	SurfaceHexes   SurfaceKind = "hex"     // counts in hexagons
)

// Surface is a density of reports, or their counts in cells, in four classes under
// buildings, roads and names. It is worked out at the first drawing and never again:
// for other reports, make a new one.
type Surface struct {
	kind   SurfaceKind
	size   float64     // support radius, or width of a cell, in metres
	points []orb.Point // degrees
	merged []orb.Point // the same after merging repeats, for the test
	border orb.MultiPolygon

	given []float64 // classes that several maps share; nil for own ones

	once    sync.Once
	plane   crs.CRS
	breaks  []float64
	classes [][]orb.Ring // degrees, of each break
	cells   []cellOf
	spots   []Spot
	tested  int
}

// cellOf is a cell with its count.
type cellOf struct {
	ring  orb.Ring // degrees
	at    orb.Point
	count int
	class int
}

// Spot is a hot spot: a group of cells whose reports chance does not easily explain.
type Spot struct {
	Letter   string
	Count    int       // reports in its clearest window, after merging repeats
	Expected float64   // that an even spread would put there
	AreaM2   float64   // of the window inside the municipality
	At       orb.Point // degrees
	outline  []orb.Ring
}

// SpotSize is the width in metres of the squares of the hot-spot test.
const SpotSize = 250

// NewSurface returns a surface of reports' places (degrees), with a support radius or
// a width of cells in metres. merged are the places after merging repeats, of which hot
// spots are looked for; border is the municipality (degrees), empty for none, and then
// there is no test.
func NewSurface(kind SurfaceKind, size float64, points, merged []orb.Point, border orb.MultiPolygon) *Surface {
	return &Surface{kind: kind, size: size, points: points, merged: merged, border: border}
}

// WithBreaks returns the same surface with the classes of another one, so that maps
// beside each other can be compared; of several take those of the one whose last class
// begins highest.
func (s *Surface) WithBreaks(breaks []float64) *Surface {
	return &Surface{kind: s.kind, size: s.size, points: s.points, merged: s.merged, border: s.border, given: breaks}
}

// Kind returns what the surface shows.
func (s *Surface) Kind() SurfaceKind { return s.kind }

// Size returns the support radius, or the width of a cell, in metres.
func (s *Surface) Size() float64 { return s.size }

// Breaks returns the lower bounds of the classes: reports per km2, or counts.
func (s *Surface) Breaks() []float64 { s.work(); return s.breaks }

// Spots returns the hot spots, the clearest first.
func (s *Surface) Spots() []Spot { s.work(); return s.spots }

// Tested returns how many cells were looked at for hot spots.
func (s *Surface) Tested() int { s.work(); return s.tested }

func (s *Surface) work() { s.once.Do(s.make) }

func (s *Surface) make() {
	if len(s.points) == 0 {
		return
	}
	middle := s.points[0]
	if len(s.border) > 0 {
		middle = s.border.Bound().Center()
	}
	s.plane = crs.ForPlace(middle)
	ps := projectAll(s.plane, s.points)
	border := s.border.Clone()
	for _, poly := range border {
		for _, r := range poly {
			for i, p := range r {
				r[i] = s.plane.Project(p)
			}
		}
	}
	box := orb.MultiPoint(ps).Bound()
	if len(border) > 0 {
		box = border.Bound()
	}
	switch s.kind {
	case SurfaceSquares:
		s.count(hotspot.Squares(ps, s.size, box.Min), func(c orb.Point) orb.Ring { return hotspot.Square(c, s.size) })
	case SurfaceHexes:
		s.count(hotspot.Hexagons(ps, s.size, box.Min), func(c orb.Point) orb.Ring { return hotspot.Hexagon(c, s.size) })
	default:
		s.density(ps, box)
	}
	s.test(border)
}

func projectAll(to crs.CRS, points []orb.Point) []orb.Point {
	out := make([]orb.Point, len(points))
	for i, p := range points {
		out[i] = to.Project(p)
	}
	return out
}

// widest is the most nodes that a density has on a side: a report that lies absurdly
// far away must not ask for gigabytes.
const widest = 3000

func (s *Surface) density(ps []orb.Point, box orb.Bound) {
	box = box.Pad(s.size)
	for i := range 2 {
		if most := widest * s.size / 10; box.Max[i]-box.Min[i] > most {
			c := box.Center()[i]
			box.Min[i], box.Max[i] = c-most/2, c+most/2
		}
	}
	f := hotspot.Density(ps, s.size, box)
	if s.breaks = s.given; s.breaks == nil {
		s.breaks = hotspot.Breaks(f.Max())
	}
	for _, b := range s.breaks {
		rings := f.Contour(b)
		for _, r := range rings {
			s.unproject(r)
		}
		s.classes = append(s.classes, rings)
	}
}

func (s *Surface) unproject(r orb.Ring) {
	for i, p := range r {
		r[i] = s.plane.Unproject(p)
	}
}

func (s *Surface) count(cells []hotspot.Cell, shape func(orb.Point) orb.Ring) {
	most := 0
	for _, c := range cells {
		most = max(most, c.Count)
	}
	if s.breaks = s.given; s.breaks == nil {
		s.breaks = countBreaks(most)
	}
	for _, c := range cells {
		class := 0
		for class+1 < len(s.breaks) && float64(c.Count) >= s.breaks[class+1] {
			class++
		}
		ring := shape(c.Centre)
		s.unproject(ring)
		s.cells = append(s.cells, cellOf{ring, s.plane.Unproject(c.Centre), c.Count, class})
	}
}

// countBreaks returns the least counts of classes, whole numbers from 1 on.
func countBreaks(most int) []float64 {
	if most == 0 {
		return nil
	}
	out := []float64{1}
	for _, b := range hotspot.Breaks(float64(most))[1:] {
		if b = float64(int(b + 0.5)); b > out[len(out)-1] {
			out = append(out, b)
		}
	}
	return out
}

func (s *Surface) test(border orb.MultiPolygon) {
	if len(border) == 0 {
		return
	}
	res := hotspot.Test(projectAll(s.plane, s.merged), SpotSize, border)
	s.tested = res.Cells
	const letters = 26
	for i, p := range res.Spots {
		spot := Spot{
			Letter: string(rune('A' + i%letters)), Count: p.Count, Expected: p.Expected, AreaM2: p.Area, At: s.plane.Unproject(p.Centre),
		}
		for n := i / letters; n > 0; n-- {
			spot.Letter += strconv.Itoa(n)
		}
		for _, r := range outlineOf(p.Cells) {
			s.unproject(r)
			spot.outline = append(spot.outline, r)
		}
		s.spots = append(s.spots, spot)
	}
}

// outlineOf returns the common outline of cells: the sides that only one of them has.
func outlineOf(cells []orb.Ring) []orb.Ring {
	type side struct{ a, b orb.Point }
	sides := map[side]int{}
	var order []side
	for _, r := range cells {
		for i := 1; i < len(r); i++ {
			if s := (side{r[i-1], r[i]}); sides[side{s.b, s.a}] > 0 {
				sides[side{s.b, s.a}]--
			} else {
				if sides[s] == 0 {
					order = append(order, s)
				}
				sides[s]++
			}
		}
	}
	next := map[orb.Point][]orb.Point{}
	for _, s := range order {
		if sides[s] > 0 {
			next[s.a] = append(next[s.a], s.b)
		}
	}
	var out []orb.Ring
	for _, s := range order {
		ring := orb.Ring{s.a}
		for at := s.a; len(next[at]) > 0; {
			to := next[at][0]
			next[at] = next[at][1:]
			ring = append(ring, to)
			at = to
		}
		if len(ring) > 3 {
			out = append(out, ring)
		}
	}
	return out
}

var _ portrayal.Overlay = (*Surface)(nil)

// Marks returns the classes, cut at the municipality's border, and the band along it in
// which a density is too low.
func (s *Surface) Marks(ctx context.Context, c camera.Camera) ([]portrayal.Mark, error) {
	s.work()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	near := c.Bound(2)
	var ops []scene.Op
	for class, rings := range s.classes {
		if p := ringsPath(rings, near, c); !p.Empty() {
			ops = append(ops, style.SurfaceArea(p, class)...)
		}
	}
	for class := range s.breaks {
		var p scene.Path
		for _, cell := range s.cells {
			if cell.class == class && cell.ring.Bound().Intersects(near) {
				p.Append(outline(orb.Polygon{cell.ring}, c))
			}
		}
		if !p.Empty() {
			ops = append(ops, style.SurfaceArea(p, class)...)
		}
	}
	if len(ops) == 0 {
		return nil, nil
	}
	g := scene.Group{Ops: ops}
	if len(s.border) > 0 {
		clip := outline(s.border, c)
		g.Clip = &clip
		if s.kind == SurfaceDensity {
			g.Ops = append(g.Ops, style.BorderBand(clip, s.size/c.MetresPerMM())...)
		}
	}
	return []portrayal.Mark{{Band: portrayal.UnderBuildings, Ops: []scene.Op{g}, Ref: scene.Ref{Layer: LayerSurface, Class: string(s.kind)}}}, nil
}

// ringsPath returns rings as one path; those far from the view are left out.
func ringsPath(rings []orb.Ring, near orb.Bound, c camera.Camera) scene.Path {
	var p scene.Path
	for _, r := range rings {
		if r.Bound().Intersects(near) {
			p.Append(outline(orb.Polygon{r}, c))
		}
	}
	return p
}

// Over is what lies over the base map of a surface: outlines of hot spots with their
// letters, and the numbers of cells that have room for them.
type Over struct{ Surface *Surface }

var _ portrayal.Overlay = Over{}

// Marks returns outlines first, then letters and numbers.
func (o Over) Marks(ctx context.Context, c camera.Camera) ([]portrayal.Mark, error) {
	s := o.Surface
	s.work()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	near := c.Bound(2)
	var lines, top []portrayal.Mark
	for _, spot := range s.spots {
		p := ringsPath(spot.outline, near, c)
		if p.Empty() {
			continue
		}
		lines = append(lines, portrayal.Mark{Band: portrayal.OverBase, Ops: style.SpotLine(p), Ref: scene.Ref{Layer: LayerSpots, Class: spot.Letter}, At: c.ToPage(spot.At)})
		b, _ := p.Bounds()
		at := scene.Point{X: max(4, min(c.W-4, b.X1)), Y: max(4, min(c.H-4, b.Y0))}
		to := scene.Translate(at.X, at.Y)
		top = append(top, portrayal.Mark{
			Band: portrayal.OnTop, Ops: []scene.Op{scene.Group{To: &to, Ops: style.SpotLetter(spot.Letter)}},
			Boxes: []scene.Rect{scene.Box(at.X-3, at.Y-3, 6, 6)}, Ref: scene.Ref{Layer: LayerSpots, Class: spot.Letter}, At: at,
		})
	}
	const least, size = 6.0, 3.0 // mm: width of a cell with a number, em of the number
	if room := s.size / c.MetresPerMM(); room >= least {
		for _, cell := range s.cells {
			at := c.ToPage(cell.at)
			if at.X < 0 || at.Y < 0 || at.X > c.W || at.Y > c.H {
				continue
			}
			to := scene.Translate(at.X, at.Y)
			top = append(top, portrayal.Mark{
				Band: portrayal.OnTop, Ops: []scene.Op{scene.Group{To: &to, Ops: style.CellNumber(strconv.Itoa(cell.count), cell.class, size, room*0.8)}},
				Boxes: []scene.Rect{scene.Box(at.X-2, at.Y-2, 4, 4)}, Ref: scene.Ref{Layer: LayerSurface, Class: string(s.kind)}, At: at,
			})
		}
	}
	return append(lines, top...), nil
}
