package sheet

import (
	"slices"

	"pinezka/mapview/scene"
	"pinezka/mapview/style"
)

// MotionRow is a line of the table of numbered places.
type MotionRow struct {
	ID        int64  // as the mark on the map has it
	Number    string // as on the map
	Place     string // Seniora, przy parkingu
	Text      string // what is asked for
	Count     string // reports near it; "" for no column
	Addressee string
	Located   bool
	// Elsewhere stands in place of the grid cell when the motion is not on this map.
	Elsewhere string
}

// table makes the table of motions for a column of a width; cells are the grid
// cells of the motions that the map shows.
func (p *pages) table(cells map[int64]string, width float64) []section {
	if len(p.ask.Motions) == 0 {
		return nil
	}
	m, w := p.m, &p.Words
	pad := 0.8 * m.k
	all := []tableColumn{
		{w.Number, m.number, func(MotionRow) string { return "" }}, // a square stands there
		{w.Cell, m.cell, func(r MotionRow) string {
			if c := cells[r.ID]; c != "" {
				return c
			}
			return r.Elsewhere
		}},
		{w.Motion, 0, func(r MotionRow) string {
			if r.Place == "" || r.Text == "" {
				return r.Place + r.Text
			}
			return r.Place + ": " + r.Text
		}},
		{w.Count, m.count, func(r MotionRow) string { return r.Count }},
		{w.Addressee, m.addressee, func(r MotionRow) string { return r.Addressee }},
	}
	// A column without any word is left out; the motion's own takes what is left.
	var cols []tableColumn
	counted, rest, wide := false, width, 0
	for i, c := range all {
		if i > 0 && !slices.ContainsFunc(p.ask.Motions, func(r MotionRow) bool { return c.value(r) != "" }) {
			continue
		}
		if c.w == 0 {
			wide = len(cols)
		}
		counted = counted || i == 3
		cols = append(cols, c)
		rest -= c.w
	}
	cols[wide].w = max(cols[wide].w, rest)

	head := p.tableRow(cols, pad, scene.TagHeadCell, func(c tableColumn) para {
		return newPara(scene.Bold, m.body*0.92, ink, c.head, c.w-pad)
	}, nil)
	line := head
	head = row{line.h + 0.4, func(x, y float64) []scene.Op {
		return append(line.draw(x, y), artifact(hline(x, x+width, y+line.h+0.2, 0.4, black)))
	}}
	s := section{
		head:  []row{newPara(scene.Bold, m.heading, ink, w.Motions, width).row(scene.TagHeading, 0.8*m.k), head},
		again: []row{head}, split: true, tag: scene.TagTable, space: 4 * m.k,
	}
	for _, r := range p.ask.Motions {
		body := p.tableRow(cols, pad, scene.TagCell, func(c tableColumn) para {
			return newPara(scene.Regular, m.body*0.95, ink, c.value(r), c.w-pad)
		}, &r)
		s.rows = append(s.rows, row{body.h, func(x, y float64) []scene.Op {
			return append(body.draw(x, y), artifact(hline(x, x+width, y+body.h, 0.12, rule)))
		}})
	}
	if counted && w.CountNote != "" {
		s.rows = append(s.rows, newPara(scene.Regular, m.least, faint, w.CountNote, width).row(scene.TagText, 0))
	}
	return []section{s}
}

type tableColumn struct {
	head  string
	w     float64
	value func(MotionRow) string
}

// tableRow lays cells side by side; a motion's row begins with its square.
func (p *board) tableRow(cols []tableColumn, pad float64, tag scene.Tag, cell func(tableColumn) para, motion *MotionRow) row {
	paras := make([]para, len(cols))
	h := 0.0
	for i, c := range cols {
		paras[i] = cell(c)
		h = max(h, paras[i].height())
	}
	if motion != nil {
		h = max(h, p.m.square)
	}
	h += 2 * pad
	return row{h, func(x, y float64) []scene.Op {
		var cells []scene.Op
		at := x
		for i, c := range cols {
			ops := paras[i].at(at, y+pad)
			if motion != nil && i == 0 {
				square := p.look.Symbols.Motion(style.MotionSign{
					Number: motion.Number, Size: p.m.square, Located: motion.Located,
				})
				ops = []scene.Op{sign(square, at+p.m.square/2+0.3, y+h/2)}
			}
			cells = append(cells, scene.Group{Tag: tag, Ops: ops})
			at += c.w
		}
		return []scene.Op{scene.Group{Tag: scene.TagRow, Ops: cells}}
	}}
}
