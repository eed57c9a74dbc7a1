package compare

import (
	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"pinezka/data"
	"pinezka/data/crs"
)

// Ground is what baselines are measured on, in degrees. Either part may be
// missing; the next baseline is used then, and named.
type Ground struct {
	Streets   []orb.LineString // streets in built-up land, without drives and paths
	Addresses []orb.Point
}

// Has tells whether the ground knows what a baseline is measured on.
func (g Ground) Has(b data.Baseline) bool {
	switch b {
	case data.BaselineAddresses:
		return len(g.Addresses) > 0
	case data.BaselineStreets:
		return len(g.Streets) > 0
	}
	return true
}

// choose returns the baseline asked for, or the next one that the ground knows.
func (g Ground) choose(want data.Baseline) data.Baseline {
	order := []data.Baseline{data.BaselineAddresses, data.BaselineStreets, data.BaselineArea}
	if want == "" {
		want = data.DefaultSetting.Baseline
	}
	for i, b := range order {
		if b != want {
			continue
		}
		for _, b := range order[i:] {
			if g.Has(b) {
				return b
			}
		}
	}
	return data.BaselineArea
}

// Share is the part of the baseline that lies within the distance of a place.
type Share struct {
	Baseline    data.Baseline
	Inside, All float64 // metres of street, square metres, or addresses
}

// Value returns the part, 0 to 1.
func (s Share) Value() float64 {
	if s.All <= 0 {
		return 0
	}
	return min(1, s.Inside/s.All)
}

// baseline measures one baseline within the municipality.
type baseline struct {
	kind   data.Baseline
	region *region
	all    float64 // ground units: the plane's scale is taken out
	scale  float64
	pieces []edge            // of streets inside the municipality
	tree   rtree.RTreeG[int] // of pieces, or of addresses
	points []orb.Point
}

func newBaseline(kind data.Baseline, g Ground, r *region, plane crs.CRS) *baseline {
	b := &baseline{kind: kind, region: r, scale: plane.ScaleFactor(plane.Unproject(r.bound.Center()))}
	switch kind {
	case data.BaselineStreets:
		for _, street := range g.Streets {
			line := projectLine(street, plane)
			for i := 1; i < len(line); i++ {
				if line[i-1] == line[i] {
					continue
				}
				for _, s := range r.spans(line[i-1], line[i]) {
					b.addPiece(edge{along(line[i-1], line[i], s.from), along(line[i-1], line[i], s.to)})
				}
			}
		}
		b.all /= b.scale
	case data.BaselineAddresses:
		for _, a := range g.Addresses {
			if p := plane.Project(a); r.contains(p) {
				b.tree.Insert(p, p, len(b.points))
				b.points = append(b.points, p)
			}
		}
		b.all = float64(len(b.points))
	default:
		b.all = r.area() / (b.scale * b.scale)
	}
	return b
}

func (b *baseline) addPiece(e edge) {
	box := orb.LineString{e.a, e.b}.Bound()
	b.tree.Insert(box.Min, box.Max, len(b.pieces))
	b.pieces = append(b.pieces, e)
	b.all += planeDistance(e.a, e.b)
}

// share measures the baseline within a zone.
func (b *baseline) share(z *zone) Share {
	s := Share{Baseline: b.kind, All: b.all}
	box := z.bound()
	switch b.kind {
	case data.BaselineStreets:
		b.tree.Search(box.Min, box.Max, func(_, _ [2]float64, i int) bool {
			s.Inside += z.length(b.pieces[i].a, b.pieces[i].b) / b.scale
			return true
		})
	case data.BaselineAddresses:
		b.tree.Search(box.Min, box.Max, func(_, _ [2]float64, i int) bool {
			if z.distance(b.points[i])*z.perMetre <= z.radius {
				s.Inside++
			}
			return true
		})
	default:
		s.Inside = z.area(b.region) / (b.scale * b.scale)
	}
	return s
}
