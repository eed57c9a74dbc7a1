package crs

import (
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// CRS is a coordinate reference system. It is a small value; the zero value is
// EPSG:4326, degrees.
type CRS struct {
	epsg int
	kind kind
	tm   *transverse // shared, never changed
}

type kind uint8

const (
	degrees kind = iota
	webMercator
	transverseMercator
)

// The systems with a name of their own.
const (
	WGS84       = 4326
	WebMercator = 3857
	PL1992      = 2180
)

// ErrUnknown is what ByEPSG wraps for a code that the package does not know.
var ErrUnknown = errors.New("coordinate system is unknown")

var (
	grs80 = newEllipsoid(6378137, 298.257222101)
	wgs84 = newEllipsoid(6378137, 298.257223563)

	planes = makePlanes()
)

func makePlanes() map[int]*transverse {
	m := map[int]*transverse{
		PL1992: {ellipsoid: grs80, lon0: 19, k0: 0.9993, east: 500000, north: -5300000, name: "PL-1992"},
	}
	for zone := 5; zone <= 8; zone++ {
		m[2171+zone] = &transverse{
			ellipsoid: grs80, lon0: float64(zone) * 3, k0: 0.999923, east: float64(zone)*1e6 + 500000,
			name: fmt.Sprintf("PL-2000/%d", zone),
		}
	}
	for zone := 1; zone <= 60; zone++ {
		lon0 := float64(zone)*6 - 183
		m[32600+zone] = &transverse{
			ellipsoid: wgs84, lon0: lon0, k0: 0.9996, east: 500000,
			name: fmt.Sprintf("UTM %dN", zone),
		}
		m[32700+zone] = &transverse{
			ellipsoid: wgs84, lon0: lon0, k0: 0.9996, east: 500000, north: 1e7,
			name: fmt.Sprintf("UTM %dS", zone),
		}
	}
	return m
}

// ByEPSG returns the system of an EPSG code, or an error that wraps ErrUnknown.
func ByEPSG(code int) (CRS, error) {
	switch code {
	case WGS84:
		return CRS{epsg: WGS84}, nil
	case WebMercator:
		return CRS{epsg: WebMercator, kind: webMercator}, nil
	}
	if tm, ok := planes[code]; ok {
		return CRS{epsg: code, kind: transverseMercator, tm: tm}, nil
	}
	return CRS{}, fmt.Errorf("EPSG:%d: %w", code, ErrUnknown)
}

// must is for codes that stand in this package.
func must(code int) CRS {
	c, err := ByEPSG(code)
	if err != nil {
		panic(err)
	}
	return c
}

// Poland is the box of degrees around Poland with its territorial sea.
var Poland = orb.Bound{Min: orb.Point{14, 48.9}, Max: orb.Point{24.3, 55}}

// ForPlace returns the plane for measuring and printing around a place: PL-1992
// in Poland, elsewhere the UTM zone.
func ForPlace(lonlat orb.Point) CRS {
	if Poland.Contains(lonlat) {
		return must(PL1992)
	}
	zone := int(math.Floor((lonlat[0]+180)/6)) + 1
	zone = max(1, min(60, zone))
	if lonlat[1] < 0 {
		return must(32700 + zone)
	}
	return must(32600 + zone)
}

// EPSG returns the code.
func (c CRS) EPSG() int {
	if c.epsg == 0 {
		return WGS84
	}
	return c.epsg
}

// Name returns the short name that people use, the same in every language.
func (c CRS) Name() string {
	switch c.kind {
	case webMercator:
		return "Web Mercator"
	case transverseMercator:
		return c.tm.name
	default:
		return "WGS 84"
	}
}

// Geographic tells whether the coordinates are degrees.
func (c CRS) Geographic() bool { return c.kind == degrees }

// Project turns degrees (longitude, latitude) into metres (x east, y north).
// Degrees stay degrees in EPSG:4326.
func (c CRS) Project(lonlat orb.Point) orb.Point {
	switch c.kind {
	case webMercator:
		return mercator(lonlat)
	case transverseMercator:
		return c.tm.project(lonlat)
	default:
		return lonlat
	}
}

// Unproject turns metres (x east, y north) into degrees (longitude, latitude).
func (c CRS) Unproject(plane orb.Point) orb.Point {
	switch c.kind {
	case webMercator:
		return unmercator(plane)
	case transverseMercator:
		return c.tm.unproject(plane)
	default:
		return plane
	}
}

// Convergence returns how far grid north lies from true north at a place, in
// radians, positive when grid north lies east (clockwise) of true north. In the
// northern hemisphere that is so east of the central meridian: a map drawn on
// the grid has to be turned clockwise by it for true north to point up.
func (c CRS) Convergence(lonlat orb.Point) float64 {
	if c.kind != transverseMercator {
		return 0
	}
	gamma, _ := c.tm.distortion(lonlat)
	return gamma
}

// ScaleFactor returns how many plane units a ground metre has at a place. Web
// Mercator stretches north and east a little differently over the ellipsoid; the
// geometric mean is given. EPSG:4326 has degrees for units, so the factor is
// about 1/90,000 in Poland and good for orders of magnitude only.
func (c CRS) ScaleFactor(lonlat orb.Point) float64 {
	if c.kind == transverseMercator {
		_, k := c.tm.distortion(lonlat)
		return k
	}
	meridian, parallel := wgs84.radii(lonlat[1])
	if c.kind == webMercator {
		return wgs84.a / math.Sqrt(meridian*parallel) / math.Sqrt(math.Cos(lonlat[1]*radians))
	}
	return 1 / (radians * math.Sqrt(meridian*parallel))
}

const radians = math.Pi / 180
