package camera

import (
	"math"

	"github.com/paulmach/orb"

	"pinezka/mapview/scene"
)

// Plane is a map projection: degrees (longitude, latitude, WGS 84) to plane
// metres (x east, y north) and back.
type Plane interface {
	Project(lonlat orb.Point) orb.Point
	Unproject(plane orb.Point) orb.Point
}

// Camera is where one looks. It is a value: moving it makes another.
type Camera struct {
	Plane  Plane
	Centre orb.Point // degrees
	// Scale is the denominator of the true scale at the centre: 5000 for 1:5000.
	Scale float64
	// Factor is how many plane metres a ground metre has at the centre: about
	// 0.9997 in EPSG:2180, 1/cos(latitude) in Web Mercator.
	Factor float64
	// Turn is added to directions of the plane, clockwise in radians; the grid
	// convergence makes true north point up.
	Turn float64
	W, H float64 // millimetres
}

// earthRadius is that of the Web Mercator sphere, in metres.
const earthRadius = 6378137.0

// Mercator is the plane of Web Mercator (EPSG:3857).
type Mercator struct{}

// Project turns degrees into Web Mercator metres.
func (Mercator) Project(p orb.Point) orb.Point {
	lat := max(-maxLat, min(maxLat, p[1]))
	return orb.Point{
		earthRadius * p[0] * math.Pi / 180,
		earthRadius * math.Log(math.Tan(math.Pi/4+lat*math.Pi/360)),
	}
}

// Unproject turns Web Mercator metres into degrees.
func (Mercator) Unproject(p orb.Point) orb.Point {
	return orb.Point{
		p[0] / earthRadius * 180 / math.Pi,
		(2*math.Atan(math.Exp(p[1]/earthRadius)) - math.Pi/2) * 180 / math.Pi,
	}
}

const maxLat = 85.0511287798

// Screen returns a camera through Web Mercator. The scale is true at the centre:
// on the ellipsoid a Mercator metre is cos(latitude) ground metres, but for the
// ellipsoid's 0.3 %, which Factor takes in.
func Screen(centre orb.Point, scale, w, h float64) Camera {
	return Camera{Plane: Mercator{}, Centre: centre, Scale: scale, Factor: mercatorFactor(centre[1]), W: w, H: h}
}

// mercatorFactor is the mean of the east and north factors of spherical Web
// Mercator over the WGS 84 ellipsoid.
func mercatorFactor(lat float64) float64 {
	const e2 = 0.00669437999014
	s, c := math.Sincos(lat * math.Pi / 180)
	n := 1 / math.Sqrt(1-e2*s*s)                // prime vertical radius / a
	m := (1 - e2) / math.Pow(1-e2*s*s, 1.5)     // meridian radius / a
	return math.Sqrt(1 / (n * c) * 1 / (m * c)) // plane metres for a ground metre
}

// planePerMM is how many plane metres a millimetre of the picture has.
func (c Camera) planePerMM() float64 { return c.Scale / 1000 * c.Factor }

// Affine returns the map from plane metres to millimetres of the picture. The
// whole of a view can so be moved without asking the projection again.
func (c Camera) Affine() scene.Affine {
	k := 1 / c.planePerMM()
	o := c.Plane.Project(c.Centre)
	return scene.Translate(-o[0], -o[1]).
		Then(scene.ScaleBy(k, -k)).
		Then(scene.Rotate(c.Turn)).
		Then(scene.Translate(c.W/2, c.H/2))
}

// ToPage turns degrees into millimetres of the picture.
func (c Camera) ToPage(lonlat orb.Point) scene.Point {
	p := c.Plane.Project(lonlat)
	return c.Affine().Apply(scene.Point{X: p[0], Y: p[1]})
}

// ToGround turns millimetres of the picture into degrees.
func (c Camera) ToGround(p scene.Point) orb.Point {
	k := c.planePerMM()
	o := c.Plane.Project(c.Centre)
	q := scene.Rotate(-c.Turn).Apply(scene.Point{X: p.X - c.W/2, Y: p.Y - c.H/2})
	return c.Plane.Unproject(orb.Point{o[0] + q.X*k, o[1] - q.Y*k})
}

// Bound returns the box of degrees around what the picture shows, grown by
// margin millimetres on every side.
func (c Camera) Bound(margin float64) orb.Bound {
	var b orb.Bound
	for i, p := range []scene.Point{
		{X: -margin, Y: -margin},
		{X: c.W + margin, Y: -margin},
		{X: c.W + margin, Y: c.H + margin},
		{X: -margin, Y: c.H + margin},
		{X: c.W / 2, Y: -margin},
		{X: c.W / 2, Y: c.H + margin},
	} {
		g := c.ToGround(p)
		if i == 0 {
			b = g.Bound()
		} else {
			b = b.Extend(g)
		}
	}
	return b
}

// MetresPerMM is how many ground metres a millimetre has at the centre.
func (c Camera) MetresPerMM() float64 { return c.Scale / 1000 }

// Zoom returns the fractional zoom level in terms of 256 px tiles, for choosing
// tiles: at level z the world is 256*2^z css pixels wide.
func (c Camera) Zoom() float64 {
	planePerPx := c.planePerMM() / scene.PxPerMM
	return math.Log2(2 * math.Pi * earthRadius / 256 / planePerPx)
}

// ScaleAtZoom returns the true scale denominator at a latitude for a zoom level.
func ScaleAtZoom(zoom, lat float64) float64 {
	planePerPx := 2 * math.Pi * earthRadius / 256 / math.Exp2(zoom)
	return planePerPx * scene.PxPerMM * 1000 / mercatorFactor(lat)
}

// MovedBy returns the camera after its picture was dragged by d millimetres.
func (c Camera) MovedBy(d scene.Point) Camera {
	c.Centre = c.ToGround(scene.Point{X: c.W/2 - d.X, Y: c.H/2 - d.Y})
	if _, ok := c.Plane.(Mercator); ok {
		// The plane's picture keeps its size, so the true scale follows the latitude.
		f := mercatorFactor(c.Centre[1])
		c.Scale *= c.Factor / f
		c.Factor = f
	}
	return c
}

// ZoomedAbout returns the camera with its picture enlarged k times about a point
// that keeps its place.
func (c Camera) ZoomedAbout(p scene.Point, k float64) Camera {
	before := c.ToGround(p)
	c.Scale /= k
	at := c.ToPage(before)
	return c.MovedBy(scene.Point{X: p.X - at.X, Y: p.Y - at.Y})
}

// Fit returns the camera that shows the whole box with a margin in millimetres.
func Fit(b orb.Bound, w, h, margin float64) Camera {
	// The middle of the picture is the middle in the plane; in degrees it lies
	// further south, which shows over a whole country.
	m := Mercator{}
	p, q := m.Project(b.Min), m.Project(b.Max)
	centre := m.Unproject(orb.Point{(p[0] + q[0]) / 2, (p[1] + q[1]) / 2})
	c := Screen(centre, 1000, w, h)
	lo, hi := c.ToPage(b.Min), c.ToPage(b.Max)
	k := max(math.Abs(hi.X-lo.X)/max(1, w-2*margin), math.Abs(hi.Y-lo.Y)/max(1, h-2*margin))
	c.Scale = max(250, c.Scale*k)
	return c
}
