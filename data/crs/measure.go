package crs

import (
	"math"

	"github.com/paulmach/orb"
)

// Distance returns the metres on the ground between two places in degrees: the
// geodesic on the WGS 84 ellipsoid after T. Vincenty, "Direct and inverse
// solutions of geodesics on the ellipsoid", Survey Review 23 (1975), good to
// 0.1 mm. Nearly opposite ends of the Earth, where that method finds no answer,
// get the great circle, good to 0.6 %.
func Distance(a, b orb.Point) float64 {
	if a == b {
		return 0
	}
	el := wgs84
	semiMinor := el.a * (1 - el.f)
	lon := math.Remainder(b[0]-a[0], 360) * radians
	s1, c1 := math.Sincos(math.Atan((1 - el.f) * math.Tan(a[1]*radians)))
	s2, c2 := math.Sincos(math.Atan((1 - el.f) * math.Tan(b[1]*radians)))
	lambda := lon
	for range 100 {
		sl, cl := math.Sincos(lambda)
		sinSigma := math.Hypot(c2*sl, c1*s2-s1*c2*cl)
		if sinSigma == 0 {
			return 0
		}
		cosSigma := s1*s2 + c1*c2*cl
		sigma := math.Atan2(sinSigma, cosSigma)
		sinAlpha := c1 * c2 * sl / sinSigma
		cos2Alpha := 1 - sinAlpha*sinAlpha
		var cos2M float64 // along the equator there is no middle to take
		if cos2Alpha > 1e-15 {
			cos2M = cosSigma - 2*s1*s2/cos2Alpha
		}
		c := el.f / 16 * cos2Alpha * (4 + el.f*(4-3*cos2Alpha))
		was := lambda
		lambda = lon + (1-c)*el.f*sinAlpha*(sigma+c*sinSigma*(cos2M+c*cosSigma*(2*cos2M*cos2M-1)))
		if math.Abs(lambda) > math.Pi {
			break
		}
		if math.Abs(lambda-was) > 1e-12 {
			continue
		}
		u2 := cos2Alpha * (el.a*el.a - semiMinor*semiMinor) / (semiMinor * semiMinor)
		ka := 1 + u2/16384*(4096+u2*(-768+u2*(320-175*u2)))
		kb := u2 / 1024 * (256 + u2*(-128+u2*(74-47*u2)))
		d := kb * sinSigma * (cos2M + kb/4*(cosSigma*(2*cos2M*cos2M-1)-
			kb/6*cos2M*(4*sinSigma*sinSigma-3)*(4*cos2M*cos2M-3)))
		return semiMinor * ka * (sigma - d)
	}
	return greatCircle(a, b)
}

// meanRadius is that of the sphere as large as the Earth, in metres.
const meanRadius = 6371008.8

func greatCircle(a, b orb.Point) float64 {
	dLat, dLon := (b[1]-a[1])*radians/2, (b[0]-a[0])*radians/2
	s1, s2 := math.Sin(dLat), math.Sin(dLon)
	h := s1*s1 + math.Cos(a[1]*radians)*math.Cos(b[1]*radians)*s2*s2
	return 2 * meanRadius * math.Asin(math.Min(1, math.Sqrt(h)))
}

// Area returns the square metres of ground in a Polygon or MultiPolygon in
// degrees, holes taken out; any other geometry has none. It is exact on the
// WGS 84 ellipsoid for borders that are straight in the plane of longitude and
// authalic latitude. That differs from borders straight on the ground by less
// than 0.002 % for pieces of border of 1 km, and by less than the drawing of any
// municipality's border is worth.
func Area(g orb.Geometry) float64 {
	switch g := g.(type) {
	case orb.Polygon:
		var sum float64
		for i, ring := range g {
			a := math.Abs(ringArea(ring))
			if i > 0 {
				a = -a
			}
			sum += a
		}
		return math.Max(0, sum)
	case orb.MultiPolygon:
		var sum float64
		for _, p := range g {
			sum += Area(p)
		}
		return sum
	}
	return 0
}

// ringArea is the signed area that a ring encloses.
func ringArea(r orb.Ring) float64 {
	if len(r) < 3 {
		return 0
	}
	var sum float64
	q0 := wgs84.authalic(r[0][1])
	q, lon := q0, r[0][0]
	for i := 1; i <= len(r); i++ {
		p := r[i%len(r)]
		next := q0
		if i < len(r) {
			next = wgs84.authalic(p[1])
		}
		// Heights above the first corner keep the sums small.
		sum += (p[0] - lon) * ((q - q0) + (next - q0)) / 2
		q, lon = next, p[0]
	}
	return sum * radians * wgs84.a * wgs84.a / 2
}

// authalic returns q, twice the area in squares of the semi-major axis between
// the equator and a latitude, for a radian of longitude.
func (el *ellipsoid) authalic(lat float64) float64 {
	s := math.Sin(lat * radians)
	return (1 - el.e2) * (s/(1-el.e2*s*s) + math.Atanh(el.e*s)/el.e)
}
