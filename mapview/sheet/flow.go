package sheet

import (
	"math"

	"pinezka/mapview/scene"
)

// row is what is never broken: lines that stay together.
type row struct {
	h    float64
	draw func(x, y float64) []scene.Op // x, y: its upper left corner
}

// section is a run of rows under a heading.
type section struct {
	head  []row // stands over the first rows, and again where the section goes on overleaf
	again []row // stands over what goes on in the next column: a table's head
	rows  []row
	split bool // may go on in the next column
	whole bool // goes on this page with all its rows or not at all
	tag   scene.Tag
	space float64 // before it, when it is not the first in its column
}

func height(rows []row) float64 {
	h := 0.0
	for _, r := range rows {
		h += r.h
	}
	return h
}

// column is a strip of the page that rows fill from the top.
type column struct {
	x, y, bottom float64
	started      bool
}

// flow puts sections into columns. A section that may not be split goes whole
// into the first column with room; one that may goes on from column to column. What
// finds no room is returned.
func flow(columns []column, sections []section) (ops []scene.Op, rest []section, used float64) {
	used = math.Inf(-1)
	place := func(c *column, s section, head, rows []row) {
		if c.started {
			c.y += s.space
		}
		var out []scene.Op
		for _, r := range append(append([]row{}, head...), rows...) {
			out = append(out, r.draw(c.x, c.y)...)
			c.y += r.h
		}
		c.started = true
		used = max(used, c.y)
		if s.tag != scene.TagNone {
			ops = append(ops, scene.Group{Tag: s.tag, Ops: out})
		} else {
			ops = append(ops, out...)
		}
	}
	room := func(c *column, s section) float64 {
		r := c.bottom - c.y + 1e-9
		if c.started {
			r -= s.space
		}
		return r
	}
next:
	for _, s := range sections {
		for i := range columns {
			if height(s.head)+height(s.rows) <= room(&columns[i], s) {
				place(&columns[i], s, s.head, s.rows)
				continue next
			}
		}
		if !s.split {
			rest = append(rest, s)
			continue
		}
		type part struct {
			column     int
			head, rows []row
		}
		var parts []part
		head, rows := s.head, s.rows
		for i := range columns {
			n, h := 0, height(head)
			for n < len(rows) && h+rows[n].h <= room(&columns[i], s) {
				h += rows[n].h
				n++
			}
			if n == 0 || n == 1 && len(rows) > 1 {
				continue // a lone row under its head is lost there
			}
			parts = append(parts, part{i, head, rows[:n]})
			head, rows = s.again, rows[n:]
			if len(rows) == 0 {
				break
			}
		}
		if len(rows) > 0 && s.whole {
			rest = append(rest, s)
			continue
		}
		for _, p := range parts {
			place(&columns[p.column], s, p.head, p.rows)
		}
		if len(rows) > 0 {
			s.rows = rows
			rest = append(rest, s)
		}
	}
	return ops, rest, used
}

// sideBySide returns n columns across a width.
func sideBySide(x, w, gap, top, bottom float64, n int) []column {
	each := (w - gap*float64(n-1)) / float64(n)
	out := make([]column, n)
	for i := range out {
		out[i] = column{x: x + float64(i)*(each+gap), y: top, bottom: bottom}
	}
	return out
}

// level flows sections into n columns of equal height, as low as they go, but
// not below bottom.
func level(x, w, gap, top, bottom float64, n int, sections []section) (ops []scene.Op, rest []section, used float64) {
	total, tallest := 0.0, 0.0
	for _, s := range sections {
		h := height(s.head) + height(s.rows) + s.space
		total += h
		if !s.split {
			tallest = max(tallest, h)
		}
	}
	for h := max(total/float64(n), tallest); top+h < bottom; h += 2 {
		ops, rest, used = flow(sideBySide(x, w, gap, top, top+h, n), sections)
		if len(rest) == 0 {
			return ops, rest, used
		}
	}
	return flow(sideBySide(x, w, gap, top, bottom, n), sections)
}
