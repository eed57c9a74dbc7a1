package basemap

import (
	"slices"
	"sync"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/simplify"

	"pinezka/mapview/source"
)

// shelf holds the features of one class, so that a view that does not show the
// class does not meet them.
type shelf struct {
	class  string
	all    []source.Feature
	full   *source.Memory
	levels [len(levels)]level
}

// level is a generalised copy, made when it is first asked for.
type level struct {
	once sync.Once
	copy *source.Memory
}

// levels are the scales beyond which generalised copies serve, and by how many
// metres these may be off: a tenth of a millimetre at the level's largest scale.
var levels = [...]struct{ from, metres float64 }{{50_000, 5}, {150_000, 15}}

func newShelf(class string, all []source.Feature) *shelf {
	all = slices.Clip(all)
	return &shelf{class: class, all: all, full: source.NewMemory(all)}
}

// at returns the features for a scale.
func (s *shelf) at(scale float64) *source.Memory {
	for i := len(levels) - 1; i >= 0; i-- {
		if scale > levels[i].from {
			l := &s.levels[i]
			l.once.Do(func() { l.copy = source.NewMemory(generalise(s.all, levels[i].metres)) })
			return l.copy
		}
	}
	return s.full
}

// generalise returns features with fewer corners, without areas too small to be
// seen. Points stay as they are.
func generalise(all []source.Feature, metres float64) []source.Feature {
	const perDegree = 111_320 // of latitude; finer in longitude
	thin := simplify.DouglasPeucker(metres / perDegree)
	out := make([]source.Feature, 0, len(all))
	for _, f := range all {
		switch g := f.Geometry.(type) {
		case orb.LineString:
			f.Geometry = thin.LineString(g.Clone())
		case orb.MultiLineString:
			f.Geometry = thin.MultiLineString(g.Clone())
		case orb.MultiPolygon:
			const cells = 4 // squares of the tolerance
			if f.Area > 0 && f.Area < cells*metres*metres {
				continue
			}
			m := make(orb.MultiPolygon, 0, len(g))
			for _, p := range g {
				var q orb.Polygon
				for i, r := range p {
					if r = thin.Ring(r.Clone()); len(r) >= 4 {
						q = append(q, r)
					} else if i == 0 {
						break
					}
				}
				if len(q) > 0 {
					m = append(m, q)
				}
			}
			if len(m) == 0 {
				continue
			}
			f.Geometry = m
		}
		out = append(out, f)
	}
	return out
}
