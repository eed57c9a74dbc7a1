package style

import (
	"strconv"

	"pinezka/mapview/scene"
)

// ClusterDiameter returns how wide the sign of n reports is, in millimetres,
// among symbols of a size.
func ClusterDiameter(n int, size float64) float64 {
	d := 6.4
	switch {
	case n >= 100:
		d = 10
	case n >= 10:
		d = 8
	}
	return d * size / SymbolSize
}

// ClusterSign says which cluster is meant; it is comparable.
type ClusterSign struct {
	Count  int
	Size   float64 // of the symbols around it, mm
	Night  bool
	Single State
}

// Cluster returns the double ring with a number that stands for several reports,
// around (0, 0).
func (s *Symbols) Cluster(c ClusterSign) []scene.Op {
	return s.once(c, func() []scene.Op {
		k := c.Size / SymbolSize
		r := ClusterDiameter(c.Count, c.Size) / 2
		outer := scene.Circle(scene.Point{}, r-0.14*k)
		inner := r - (0.14+0.65)*k
		ops := rings(outer, c.Single, c.Night, c.Size/unit)
		return append(ops,
			scene.Fill{Path: scene.Circle(scene.Point{}, r+0.16*k), Paint: scene.Solid(white)},
			scene.Stroke{Path: outer, Width: 0.28 * k, Paint: scene.Solid(ink)},
			scene.Stroke{Path: scene.Circle(scene.Point{}, inner), Width: 0.45 * k, Paint: scene.Solid(ink)},
			centred(clusterWords(c.Count), scene.Point{}, 1.12*inner, 1.62*inner, ink),
		)
	})
}

// clusterWords shortens what would not fit into a ring.
func clusterWords(n int) string {
	if n < 10000 {
		return strconv.Itoa(n)
	}
	return strconv.Itoa(n/1000) + "k"
}
