package style

import (
	"image/color"

	"pinezka/mapview/scene"
)

// Surface colours are steps 3, 5, 7 and 9 of ColorBrewer's OrRd: neighbours differ by
// 17 or more in lightness, so that they are told apart in grey too. They are opaque:
// through them, a ground would take the difference away.
var surfaceColours = []color.NRGBA{scene.MustHex("#fdd49e"), scene.MustHex("#fc8d59"), scene.MustHex("#d7301f"), scene.MustHex("#7f0000")}

// SurfaceClasses is how many classes of a surface there are.
const SurfaceClasses = 4

// SurfaceColour returns the colour of a class, 0 for the lowest.
func SurfaceColour(class int) color.NRGBA {
	return surfaceColours[max(0, min(SurfaceClasses-1, class))]
}

// SurfaceArea returns a class of a surface: filled by the even-odd rule, with an edge
// that parts it from the class below, or from the ground.
func SurfaceArea(p scene.Path, class int) []scene.Op {
	edge, width := white, 0.3
	if class == 0 {
		edge, width = scene.MustHex("#a8703a"), 0.2
	}
	return []scene.Op{
		scene.Fill{Path: p, EvenOdd: true, Paint: scene.Solid(SurfaceColour(class))},
		scene.Stroke{Path: p, Width: width, Paint: scene.Solid(edge)},
	}
}

// BorderBand returns the hatching of the band along a border in which a density is too
// low, since what lies beyond was not counted: width (mm) to either side of the line, to
// be cut at it.
func BorderBand(p scene.Path, width float64) []scene.Op {
	hatch := scene.Pattern{Kind: scene.PatternHatch, Step: 1.6, Size: 0.16, Angle: 0.7854}
	return []scene.Op{scene.Stroke{Path: p, Width: 2 * width, Paint: scene.Paint{Color: scene.MustHex("#5a4a3aa0"), Pattern: &hatch}}}
}

// spotInk is the colour of hot spots' outlines.
var spotInk = scene.MustHex("#7f0000")

// SpotLine returns the outline of a hot spot.
func SpotLine(p scene.Path) []scene.Op {
	return []scene.Op{
		scene.Stroke{Path: p, Width: 1.6, Paint: scene.Solid(white)},
		scene.Stroke{Path: p, Width: 0.9, Paint: scene.Solid(spotInk), Dash: []float64{2.2, 1.1}},
	}
}

// SpotLetter returns the letter of a hot spot in its disc, around (0, 0).
func SpotLetter(letter string) []scene.Op {
	const r = 2.6
	return []scene.Op{
		scene.Fill{Path: scene.Circle(scene.Point{}, r+0.4), Paint: scene.Solid(white)},
		scene.Fill{Path: scene.Circle(scene.Point{}, r), Paint: scene.Solid(spotInk)},
		centred(letter, scene.Point{}, 1.2*r, 1.5*r, white),
	}
}

// CellNumber returns a count in a cell of a class, around (0, 0): dark on the light
// classes, white on the dark ones. size is em in millimetres, width the room.
func CellNumber(words string, class int, size, width float64) []scene.Op {
	return []scene.Op{centred(words, scene.Point{}, size, width, OnSurface(class))}
}

// OnSurface returns the colour of words on a class: dark on the light ones, white on
// the dark ones.
func OnSurface(class int) color.NRGBA {
	if class >= 2 {
		return white
	}
	return ink
}
