package sheet

import (
	"errors"

	"pinezka/mapview/overlay"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
)

// band is what takes the whole width of a page overleaf, in columns of its own.
type band struct {
	heading  []row // over all columns, again on each page that the band goes on
	columns  int
	sections []section
	index    bool // of streets or counts, so that a page beginning with it is called so
}

// columnsOf returns how many columns of at least a width stand on a page, and how
// wide each is.
func (p *board) columnsOf(least float64) (n int, each float64) {
	w := p.Paper.W - 2*p.m.edge
	n = max(1, int((w+p.m.gap)/(least*p.m.k+p.m.gap)))
	return n, (w - float64(n-1)*p.m.gap) / float64(n)
}

// overleaf draws what found no room beside the map, and the index where the map has a
// grid, on as many pages as it takes; none where nothing is left over and no index is
// wanted for its own sake.
func (p *board) overleaf(rest []section, d portrayal.Drawing, f frame, index bool) ([]Page, error) {
	if len(rest) == 0 && !index {
		return nil, nil
	}
	var bands []band
	if len(rest) > 0 {
		for i := range rest {
			tall := height(rest[i].head)+height(rest[i].rows) > 0.6*p.Paper.H
			rest[i].split, rest[i].whole = tall || rest[i].tag == scene.TagTable, false
		}
		n := p.contentColumns()
		if p.across() {
			n, _ = p.columnsOf(p.m.column / p.m.k)
		}
		bands = append(bands, band{columns: n, sections: rest})
	}
	if f.cell > 0 && p.Words.Index != "" {
		bands = append(bands, p.streetBands(d, f)...)
		bands = append(bands, p.cellBands(d.Marks, f)...)
	}
	if len(bands) == 0 {
		return nil, nil
	}
	w := p.Paper.W - 2*p.m.edge
	bias := newPara(scene.Regular, p.m.body*0.95, ink, p.Words.Bias, w).row(scene.TagText, 0)
	bands = append(bands, band{columns: 1, sections: []section{{rows: []row{bias}}}})

	var out []Page
	for len(bands) > 0 {
		ops, y := p.backHead(bands[0].index, f)
		fresh := true
		for len(bands) > 0 {
			b := &bands[0]
			top := y + height(b.heading)
			placed, rest, used := level(p.m.edge, w, p.m.gap, top, p.footTop(), b.columns, b.sections)
			if len(rest) > 0 && !fresh && (len(placed) == 0 || p.short(b.sections, b.columns)) {
				break // whole on the next page
			}
			if len(rest) > 0 && len(placed) == 0 {
				return nil, errTooTall
			}
			for _, r := range b.heading {
				ops = append(ops, r.draw(p.m.edge, y)...)
				y += r.h
			}
			ops = append(ops, placed...)
			y = used + 6*p.m.k
			if len(rest) > 0 {
				b.sections = rest
				break
			}
			fresh = false
			bands = bands[1:]
		}
		out = append(out, Page{Scene: p.scene(p.layer(ops))})
	}
	return out, nil
}

// short tells whether a band would fit into half a page.
func (p *board) short(sections []section, columns int) bool {
	h := 0.0
	for _, s := range sections {
		h += height(s.head) + height(s.rows)
	}
	return h/float64(columns) < 0.5*p.Paper.H
}

// errTooTall would be a row higher than a page, such as a motion of a thousand
// lines.
var errTooTall = errors.New("a row of the sheet is higher than the page")

// backHead draws the title of a page overleaf: that of the index, or the sheet's
// own where the page begins with what found no room beside the map.
func (p *board) backHead(indexed bool, f frame) (ops []scene.Op, y float64) {
	m, w := p.m, &p.Words
	stamp, sw := p.stamp(p.Paper.W-m.edge, m.top)
	words := w.Title
	if indexed {
		words = w.Index
	}
	size := 0.75 * m.title
	title := newPara(scene.Bold, size, black, words, p.Paper.W-2*m.edge-sw-4*m.k)
	y = m.top - 0.22*size
	ops = append(ops, title.tagged(scene.TagTitle, m.edge, y)...)
	y += title.height()
	if p.ID != "" && f.cell > 0 {
		second := newPara(scene.Regular, m.second*0.9, ink, w.IndexFor(p.ID, ground(f.cell, f.cam.Scale)), p.Paper.W-2*m.edge-sw-4*m.k)
		ops = append(ops, second.tagged(scene.TagText, m.edge, y+0.4*m.k)...)
		y += second.height()
	}
	return append(ops, stamp...), y + 6*m.k
}

// streetBands is the index of streets, if the map has any.
func (p *board) streetBands(d portrayal.Drawing, f frame) []band {
	n, each := p.columnsOf(78)
	rows := p.streetRows(d.Streets, f, each)
	if len(rows) == 0 {
		return nil
	}
	b := band{columns: n, sections: []section{{rows: rows, split: true, tag: scene.TagTable}}, index: true}
	if p.Words.Streets != "" {
		b.heading = []row{p.bandHeading(p.Words.Streets)}
	}
	return []band{b}
}

func (p *board) bandHeading(words string) row {
	return newPara(scene.Bold, p.m.heading, ink, words, p.Paper.W-2*p.m.edge).row(scene.TagHeading, 0.8*p.m.k)
}

// cellBands are the counts by cell and the key of their letters.
func (p *board) cellBands(marks []portrayal.Mark, f frame) []band {
	var shown []overlay.Fact
	for _, m := range marks {
		if m.Ref.Layer == overlay.LayerReports {
			for _, id := range m.Members {
				shown = append(shown, p.facts[id])
			}
		}
	}
	n, each := p.columnsOf(60)
	rows, key := p.cellRows(shown, f, each)
	if len(rows) == 0 || p.Words.ByCell == "" {
		return nil
	}
	w := p.Paper.W - 2*p.m.edge
	words := p.Words.Codes
	for i, k := range key {
		if i > 0 {
			words += ";"
		}
		words += " " + k.mark + "\u00a0– " + p.Words.Category(k.class)
	}
	keyRow := newPara(scene.Regular, p.m.body*0.95, ink, words, w).row(scene.TagText, 0)
	return []band{
		{heading: []row{p.bandHeading(p.Words.ByCell)}, columns: n, sections: []section{{rows: rows, split: true, tag: scene.TagTable}}, index: true},
		{columns: 1, sections: []section{{rows: []row{keyRow}}}, index: true},
	}
}
