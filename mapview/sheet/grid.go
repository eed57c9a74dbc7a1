package sheet

import (
	"slices"

	"pinezka/mapview/scene"
)

// Grid is a table of words: its heads, how wide the columns are against each other,
// and the rows. A column without any word is left out.
type Grid struct {
	Title  string // heading over it; "" for none
	Heads  []string
	Widths []float64 // parts of the whole width
	Rows   [][]string
	Note   string // under the last row; "" for none
}

// section lays the table out in a width; em is its type size in mm.
func (g Grid) section(m measures, em, width float64) section {
	keep := []int{}
	sum := 0.0
	for i := range g.Heads {
		if slices.ContainsFunc(g.Rows, func(r []string) bool { return i < len(r) && r[i] != "" }) {
			keep = append(keep, i)
			sum += g.Widths[i]
		}
	}
	pad := 0.8 * m.k
	line := func(words []string, face scene.Face, size float64, tag scene.Tag, under float64) row {
		cells := make([]para, len(keep))
		h := 0.0
		for k, i := range keep {
			w := ""
			if i < len(words) {
				w = words[i]
			}
			cells[k] = newPara(face, size, ink, w, width*g.Widths[i]/sum-2*pad)
			h = max(h, cells[k].height())
		}
		h += 2 * pad
		return row{h + under, func(x, y float64) []scene.Op {
			var ops []scene.Op
			at := x
			for k, i := range keep {
				ops = append(ops, scene.Group{Tag: tag, Ops: cells[k].at(at, y+pad)})
				at += width * g.Widths[i] / sum
			}
			c, thick := rule, 0.12
			if under > 0 {
				c, thick = black, under
			}
			return []scene.Op{
				scene.Group{Tag: scene.TagRow, Ops: ops},
				artifact(hline(x, x+width, y+h+under/2, thick, c)),
			}
		}}
	}
	s := section{split: true, tag: scene.TagTable, space: 4 * m.k}
	head := line(g.Heads, scene.Bold, 0.92*em, scene.TagHeadCell, 0.4)
	s.again = []row{head}
	if g.Title != "" {
		s.head = []row{newPara(scene.Bold, m.heading, ink, g.Title, width).row(scene.TagHeading, 0.8*m.k)}
	}
	s.head = append(s.head, head)
	for _, r := range g.Rows {
		s.rows = append(s.rows, line(r, scene.Regular, em, scene.TagCell, 0))
	}
	if g.Note != "" {
		s.rows = append(s.rows, newPara(scene.Regular, m.least, faint, g.Note, width).row(scene.TagText, 0))
	}
	return s
}
