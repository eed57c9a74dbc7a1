package crs

import (
	"math"

	"github.com/paulmach/orb"
)

// ellipsoid is a figure of the Earth with the series that depend on it alone.
type ellipsoid struct {
	a, f, e, e2 float64
	rectifying  float64    // radius of the circle as long as a meridian
	alpha, beta [6]float64 // Krüger's coefficients, forward and back
}

func newEllipsoid(a, inverseFlattening float64) *ellipsoid {
	f := 1 / inverseFlattening
	n := f / (2 - f)
	n2 := n * n
	n3, n4, n5, n6 := n2*n, n2*n2, n2*n2*n, n2*n2*n2
	e2 := f * (2 - f)
	return &ellipsoid{
		a: a, f: f, e: math.Sqrt(e2), e2: e2,
		rectifying: a / (1 + n) * (1 + n2/4 + n4/64 + n6/256),
		alpha: [6]float64{
			n/2 - 2*n2/3 + 5*n3/16 + 41*n4/180 - 127*n5/288 + 7891*n6/37800,
			13*n2/48 - 3*n3/5 + 557*n4/1440 + 281*n5/630 - 1983433*n6/1935360,
			61*n3/240 - 103*n4/140 + 15061*n5/26880 + 167603*n6/181440,
			49561*n4/161280 - 179*n5/168 + 6601661*n6/7257600,
			34729*n5/80640 - 3418889*n6/1995840,
			212378941 * n6 / 319334400,
		},
		beta: [6]float64{
			n/2 - 2*n2/3 + 37*n3/96 - n4/360 - 81*n5/512 + 96199*n6/604800,
			n2/48 + n3/15 - 437*n4/1440 + 46*n5/105 - 1118711*n6/3870720,
			17*n3/480 - 37*n4/840 - 209*n5/4480 + 5569*n6/90720,
			4397*n4/161280 - 11*n5/504 - 830251*n6/7257600,
			4583*n5/161280 - 108847*n6/3991680,
			20648693 * n6 / 638668800,
		},
	}
}

// Radii returns metres on the ground for a radian of latitude and of longitude on
// WGS 84, at a latitude in degrees.
func Radii(lat float64) (north, east float64) { return wgs84.radii(lat) }

// radii returns the radius of curvature along the meridian, and that of the
// prime vertical times the cosine of the latitude: metres for a radian of
// latitude and of longitude.
func (el *ellipsoid) radii(lat float64) (meridian, parallel float64) {
	s, c := math.Sincos(lat * radians)
	w2 := 1 - el.e2*s*s
	w := math.Sqrt(w2)
	return el.a * (1 - el.e2) / (w2 * w), el.a / w * c
}

// conformal returns the tangent of the conformal latitude from that of the
// geographic one.
func (el *ellipsoid) conformal(tau float64) float64 {
	sigma := math.Sinh(el.e * math.Atanh(el.e*tau/math.Hypot(1, tau)))
	return tau*math.Hypot(1, sigma) - sigma*math.Hypot(1, tau)
}

// geographic is the inverse of conformal, by Newton's method. Two steps give
// full precision; the bound is for numbers that are no place.
func (el *ellipsoid) geographic(conformal float64) float64 {
	tau := conformal / (1 - el.e2)
	for range 6 {
		t := el.conformal(tau)
		d := (conformal - t) / math.Hypot(1, t) * (1 + (1-el.e2)*tau*tau) / ((1 - el.e2) * math.Hypot(1, tau))
		tau += d
		if !(math.Abs(d) > 1e-14*math.Max(1, math.Abs(tau))) {
			break
		}
	}
	return tau
}

// transverse is a transverse Mercator plane whose latitude of origin is the
// equator.
type transverse struct {
	*ellipsoid
	lon0        float64 // degrees
	k0          float64 // scale on the central meridian
	east, north float64 // metres added
	name        string
}

// harmonics returns the sums over sin(2j xi)cosh(2j eta) and cos(2j xi)sinh(2j eta)
// with the coefficients c, and the derivative 1 + sum of 2j c cos cosh and its
// conjugate sum of 2j c sin sinh. Multiples of the angle come by the addition
// theorem, so one sine, cosine and exponential serve all terms.
func harmonics(c *[6]float64, xi, eta float64) (sc, cs, p, q float64) {
	s1, c1 := math.Sincos(2 * xi)
	sh1, ch1 := math.Sinh(2*eta), math.Cosh(2*eta)
	s, co, sh, ch := s1, c1, sh1, ch1
	p = 1
	for j := range c {
		k := 2 * float64(j+1) * c[j]
		sc += c[j] * s * ch
		cs += c[j] * co * sh
		p += k * co * ch
		q += k * s * sh
		s, co = s*c1+co*s1, co*c1-s*s1
		sh, ch = sh*ch1+ch*sh1, ch*ch1+sh*sh1
	}
	return sc, cs, p, q
}

// sphere turns degrees into the spherical transverse Mercator of the conformal
// sphere.
func (t *transverse) sphere(lonlat orb.Point) (xi, eta, tau, taup, sinLon, cosLon float64) {
	tau = math.Tan(lonlat[1] * radians)
	taup = t.conformal(tau)
	sinLon, cosLon = math.Sincos((lonlat[0] - t.lon0) * radians)
	xi = math.Atan2(taup, cosLon)
	eta = math.Asinh(sinLon / math.Hypot(taup, cosLon))
	return xi, eta, tau, taup, sinLon, cosLon
}

func (t *transverse) project(lonlat orb.Point) orb.Point {
	xi, eta, _, _, _, _ := t.sphere(lonlat)
	sc, cs, _, _ := harmonics(&t.alpha, xi, eta)
	k := t.k0 * t.rectifying
	return orb.Point{t.east + k*(eta+cs), t.north + k*(xi+sc)}
}

func (t *transverse) unproject(p orb.Point) orb.Point {
	k := t.k0 * t.rectifying
	xi, eta := (p[1]-t.north)/k, (p[0]-t.east)/k
	sc, cs, _, _ := harmonics(&t.beta, xi, eta)
	xi -= sc
	eta -= cs
	s, c := math.Sincos(xi)
	sh := math.Sinh(eta)
	tau := t.geographic(s / math.Hypot(sh, c))
	return orb.Point{t.lon0 + math.Atan2(sh, c)/radians, math.Atan(tau) / radians}
}

// distortion returns the convergence in radians, clockwise positive, and the
// scale factor.
func (t *transverse) distortion(lonlat orb.Point) (gamma, k float64) {
	xi, eta, tau, taup, sinLon, cosLon := t.sphere(lonlat)
	_, _, p, q := harmonics(&t.alpha, xi, eta)
	gamma = math.Atan2(taup*sinLon, cosLon*math.Hypot(1, taup)) + math.Atan2(q, p)
	sinLat := tau / math.Hypot(1, tau)
	k = math.Sqrt(1-t.e2*sinLat*sinLat) * math.Hypot(1, tau) / math.Hypot(taup, cosLon)
	return gamma, t.k0 * t.rectifying / t.a * k * math.Hypot(p, q)
}
