package sheet

import (
	"math"
	"strings"
)

// Paper is a size of paper in millimetres.
type Paper struct {
	Name string
	W, H float64
}

// Papers lists the sizes that the program prints on, upright.
var Papers = []Paper{{"A4", 210, 297}, {"A3", 297, 420}, {"A2", 420, 594}, {"A1", 594, 841}, {"A0", 841, 1189}}

// FindPaper returns the paper of a name such as "A3", upright.
func FindPaper(name string) (Paper, bool) {
	for _, p := range Papers {
		if strings.EqualFold(p.Name, name) {
			return p, true
		}
	}
	return Paper{}, false
}

// Landscape returns the paper with its long side across.
func (p Paper) Landscape() Paper {
	return Paper{p.Name, max(p.W, p.H), min(p.W, p.H)}
}

// measures are the sizes of things on one paper. On A4 type is set smaller than
// on A3, since it is held nearer; beyond A3 all grows more slowly than the paper,
// since a larger sheet also has to say more.
type measures struct {
	k                     float64 // growth against A3
	edge                  float64 // from the paper's edge to text, left and right
	top, foot             float64 // to the first letter; from the bottom to the footer's line
	title, second, third  float64 // em of the three lines at the top
	body, small, least    float64 // em of tables and legend; of notes; of credit and footer
	heading, sub          float64 // em of headings
	column                float64 // width of the text beside the map, and about that elsewhere
	gap                   float64 // between columns
	symbol, square        float64 // signs in legend and table
	qr, north             float64
	number, cell          float64 // widths of the table's columns
	count, addressee      float64
	minFrameW, minFrameH  float64
	cellLeast, barLongest float64 // of the grid's cells (to twice as much); of the scale bar
}

func measuresFor(p Paper) measures {
	short := min(p.W, p.H)
	if short < 250 {
		return measures{
			k: 0.85, edge: 14, top: 9, foot: 11, title: 6.8, second: 3.5, third: 2.9,
			body: 2.9, small: 2.6, least: 2.4, heading: 3.8, sub: 3.3, column: 84, gap: 8,
			symbol: 4.2, square: 4.6, qr: 18, north: 10,
			number: 7, cell: 8, count: 10, addressee: 20, minFrameW: 80, minFrameH: 60,
			cellLeast: 30, barLongest: 62,
		}
	}
	k := math.Pow(short/297, 0.55)
	return measures{
		k: k, edge: 14 * k, top: 10 * k, foot: 14 * k, title: 9 * k, second: 3.9 * k, third: 3.3 * k,
		body: 3.1 * k, small: 2.7 * k, least: 2.4 * k, heading: 4.4 * k, sub: 3.6 * k, column: 112 * k, gap: 10 * k,
		symbol: 4.4 * k, square: 5 * k, qr: 22 * k, north: 12 * k,
		number: 8 * k, cell: 9 * k, count: 14 * k, addressee: 26 * k, minFrameW: 100 * k, minFrameH: 80 * k,
		cellLeast: 30 * k, barLongest: 62 * k,
	}
}
