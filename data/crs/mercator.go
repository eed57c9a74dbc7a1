package crs

import (
	"math"

	"github.com/paulmach/orb"
)

// mercatorEdge is the latitude where the square of Web Mercator ends.
const mercatorEdge = 85.0511287798066

func mercator(p orb.Point) orb.Point {
	lat := max(-mercatorEdge, min(mercatorEdge, p[1]))
	return orb.Point{
		wgs84.a * p[0] * radians,
		wgs84.a * math.Asinh(math.Tan(lat*radians)),
	}
}

func unmercator(p orb.Point) orb.Point {
	return orb.Point{
		p[0] / wgs84.a / radians,
		math.Atan(math.Sinh(p[1]/wgs84.a)) / radians,
	}
}
