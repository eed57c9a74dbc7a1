package osm

import (
	"math"

	"github.com/paulmach/orb"
)

// metresOf returns how many metres a degree of longitude and of latitude has at
// a latitude, on the WGS 84 ellipsoid.
func metresOf(lat float64) (east, north float64) {
	s, c := math.Sincos(lat * math.Pi / 180)
	const a, e2 = 6378137.0, 0.00669437999014
	w := 1 - e2*s*s
	return math.Pi / 180 * a * c / math.Sqrt(w), math.Pi / 180 * a * (1 - e2) / (w * math.Sqrt(w))
}

// metres returns the distance of two near places.
func metres(a, b orb.Point) float64 {
	e, n := metresOf((a[1] + b[1]) / 2)
	return math.Hypot((a[0]-b[0])*e, (a[1]-b[1])*n)
}

// length returns the length of a line in metres.
func length(l orb.LineString) float64 {
	sum := 0.0
	for i := 1; i < len(l); i++ {
		sum += metres(l[i-1], l[i])
	}
	return sum
}

// fromLine returns the distance in metres of a place from a line, and the
// nearest point of it.
func fromLine(p orb.Point, l orb.LineString) (float64, orb.Point) {
	e, n := metresOf(p[1])
	best, at := math.Inf(1), orb.Point{}
	for i := 1; i < len(l); i++ {
		ax, ay := (l[i-1][0]-p[0])*e, (l[i-1][1]-p[1])*n
		bx, by := (l[i][0]-p[0])*e, (l[i][1]-p[1])*n
		dx, dy := bx-ax, by-ay
		t := 0.0
		if d := dx*dx + dy*dy; d > 0 {
			t = max(0, min(1, -(ax*dx+ay*dy)/d))
		}
		if d := math.Hypot(ax+t*dx, ay+t*dy); d < best {
			best = d
			at = orb.Point{l[i-1][0] + t*(l[i][0]-l[i-1][0]), l[i-1][1] + t*(l[i][1]-l[i-1][1])}
		}
	}
	return best, at
}

// middle returns the point half-way along a line.
func middle(l orb.LineString) orb.Point {
	half := length(l) / 2
	for i := 1; i < len(l); i++ {
		d := metres(l[i-1], l[i])
		if half <= d && d > 0 {
			t := half / d
			return orb.Point{l[i-1][0] + t*(l[i][0]-l[i-1][0]), l[i-1][1] + t*(l[i][1]-l[i-1][1])}
		}
		half -= d
	}
	return l[len(l)-1]
}

// grow widens a box of degrees by metres on each side.
func grow(b orb.Bound, by float64) orb.Bound {
	e, n := metresOf(b.Center()[1])
	return orb.Bound{
		Min: orb.Point{b.Min[0] - by/e, b.Min[1] - by/n},
		Max: orb.Point{b.Max[0] + by/e, b.Max[1] + by/n},
	}
}
