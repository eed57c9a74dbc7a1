package sheet

import (
	"math/bits"

	"pinezka/mapview/scene"
)

// markWords are the codes inside the marks of a sheet that is photographed back: four
// rows of four modules, the first row in the highest bits, 1 white. Between any two of
// them, and between each and its own turns, at least markDistance modules differ, over
// all four turns: a mark that is read with two modules wrong is still known, and so
// is which way up it lies. Found by a search in random order that kept each word far
// enough from those before.
var markWords = [...]uint16{
	0x0383, 0x0778, 0x0A49, 0x10D7, 0x19CA, 0x2494, 0x333D, 0x344B,
	0x3BF6, 0x514D, 0x5A67, 0x7574, 0x9C92, 0xA1F5, 0xAA23, 0xC78E,
}

// markDistance is how many modules differ between two marks at least.
const markDistance = 6

// Measures of a mark in millimetres: 6 x 6 modules, the outer ones black, and the
// white that must stay around it.
const (
	markSide   = 12.0
	markModule = markSide / 6
	markQuiet  = 2.0
)

// turned returns a word turned clockwise by a quarter.
func turned(w uint16) uint16 {
	var out uint16
	for r := range 4 {
		for c := range 4 {
			out = out<<1 | w>>(15-((3-c)*4+r))&1
		}
	}
	return out
}

// apart returns in how many modules two words differ at least over all turns of one.
func apart(a, b uint16) int {
	least := 16
	for range 4 {
		least = min(least, bits.OnesCount16(a^b))
		a = turned(a)
	}
	return least
}

// mark draws mark n with its upper left corner at a place.
func mark(n int, at scene.Point) scene.Op {
	word := markWords[n]
	var white scene.Path
	for r := range 4 {
		for c := 0; c < 4; c++ {
			from := c
			for c < 4 && word>>(15-(r*4+c))&1 == 1 {
				c++
			}
			if c > from { // modules of one row become one bar, so that no seam shows
				white.Append(scene.Box(at.X+float64(from+1)*markModule, at.Y+float64(r+1)*markModule, float64(c-from)*markModule, markModule).Path())
			}
		}
	}
	ref := scene.Ref{Layer: "furniture", Class: "mark", ID: int64(n + 1)}
	return artifact(
		scene.Fill{Path: scene.Box(at.X, at.Y, markSide, markSide).Grow(markQuiet).Path(), Paint: scene.Solid(paper)},
		scene.Fill{Path: scene.Box(at.X, at.Y, markSide, markSide).Path(), Paint: scene.Solid(black), Ref: ref},
		scene.Fill{Path: white, Paint: scene.Solid(paper)},
	)
}

// marksAround returns the places of the 14 marks on a sheet between two heights: four
// at the top, four at the bottom, three at each side between, read as a page is. So many
// stand there because a hand, a pen or a shadow covers some, and paper and lens bend the
// rest: eight that are left still tell where every point of the map lies.
func marksAround(w, top, bottom, edge float64) []scene.Point {
	var out []scene.Point
	left, right := edge, w-edge-markSide
	row := func(y float64) {
		for i := range 4 {
			out = append(out, scene.Point{X: left + (right-left)*float64(i)/3, Y: y})
		}
	}
	row(top)
	for i := range 3 {
		y := top + (bottom-top)*float64(i+1)/4
		out = append(out, scene.Point{X: left, Y: y}, scene.Point{X: right, Y: y})
	}
	row(bottom)
	return out
}
