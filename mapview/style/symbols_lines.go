package style

import (
	"image/color"

	"pinezka/mapview/scene"
	"pinezka/mapview/typeface"
)

// Cased returns a line with a wider one under it, so that it shows on any
// ground; lengths in millimetres.
func Cased(p scene.Path, width, casing float64, c color.NRGBA, dash ...float64) []scene.Op {
	under := white
	if luminous(c) {
		under = night
	}
	return []scene.Op{
		scene.Stroke{Path: p, Width: casing, Paint: scene.Solid(under)},
		scene.Stroke{Path: p, Width: width, Paint: scene.Solid(c), Dash: dash},
	}
}

// RadiusLine returns the circle of a comparison's distance.
func RadiusLine(p scene.Path, dark bool) []scene.Op {
	return Cased(p, 0.55, 1.3, LineInk(dark), 2.4, 1.2)
}

// MotionLine returns the outline of a motion about a street or an area.
func MotionLine(p scene.Path, dark bool) []scene.Op {
	return Cased(p, 0.8, 1.6, LineInk(dark))
}

// AreaLine returns the boundary of an area.
func AreaLine(p scene.Path, dark bool) []scene.Op {
	return Cased(p, 0.45, 1.1, LineInk(dark), 3.2, 1, 0.5, 1)
}

// AreaName returns the name of an area around (0, 0); size is em in millimetres.
func AreaName(name string, size float64, dark bool) []scene.Op {
	c, halo := LineInk(dark), white
	if dark {
		halo = night
	}
	run := typeface.Set(scene.Bold, size, name)
	t := run.CentreText(0, typeface.CapHeight(scene.Bold)*size/2, scene.Solid(c))
	t.Halo, t.HaloMM = scene.Solid(halo), 0.2*size
	return []scene.Op{t}
}

// Dot returns a report that is only shown to be there, around (0, 0).
func Dot(size float64, dark bool) []scene.Op {
	c := scene.MustHex("#5a6b80")
	if dark {
		c = scene.MustHex("#b4c2d4")
	}
	return []scene.Op{
		scene.Fill{Path: scene.Circle(scene.Point{}, size/2+0.15), Paint: scene.Solid(white)},
		scene.Fill{Path: scene.Circle(scene.Point{}, size/2), Paint: scene.Solid(c)},
	}
}

// SmallDot returns a report as a black dot with a white ring, around (0, 0), small
// enough that a density is seen behind it.
func SmallDot() []scene.Op {
	return []scene.Op{
		scene.Fill{Path: scene.Circle(scene.Point{}, 0.57), Paint: scene.Solid(white)},
		scene.Fill{Path: scene.Circle(scene.Point{}, 0.42), Paint: scene.Solid(ink)},
	}
}

// LineInk is the colour of lines: dark by day, white on the night look.
func LineInk(dark bool) color.NRGBA {
	if dark {
		return white
	}
	return ink
}

func luminous(c color.NRGBA) bool {
	return 299*int(c.R)+587*int(c.G)+114*int(c.B) > 128*1000
}
