package sheet

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"pinezka/mapview/overlay"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/typeface"
)

// mostCells is how many cells the index names for one street.
const mostCells = 6

// streetRows lists the streets of the map with the cells that they touch, in
// the order of the reader's language.
func (p *board) streetRows(streets []portrayal.Street, f frame, width float64) []row {
	cells := map[string]map[[2]int]bool{}
	for _, s := range streets {
		name := s.Name
		if p.Words.Street != nil {
			name = p.Words.Street(name)
		}
		if name == "" {
			continue
		}
		for _, line := range s.Lines {
			for i := range line {
				from := line[max(i-1, 0)]
				// Steps of 2 mm miss no cell that the street really enters.
				steps := int(from.Dist(line[i])/2) + 1
				for k := range steps {
					at := from.Add(line[i].Sub(from).Scale(float64(k+1) / float64(steps)))
					if c, r, ok := f.cellOf(at); ok {
						if cells[name] == nil {
							cells[name] = map[[2]int]bool{}
						}
						cells[name][[2]int{c, r}] = true
					}
				}
			}
		}
	}
	names := make([]string, 0, len(cells))
	for n := range cells {
		names = append(names, n)
	}
	slices.Sort(names)
	collate.New(language.Make(p.Words.Lang)).SortStrings(names)
	rows := make([]row, 0, len(names))
	for _, n := range names {
		list := make([][2]int, 0, len(cells[n]))
		for c := range cells[n] {
			list = append(list, c)
		}
		slices.SortFunc(list, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
		var words []string
		for i, c := range list {
			if i == mostCells {
				words = append(words, "…")
				break
			}
			words = append(words, cellName(c[0], c[1]))
		}
		rows = append(rows, p.indexRow(n, strings.Join(words, " "), width))
	}
	return rows
}

// indexRow is a name at the left and cells at the right, on a line.
func (p *board) indexRow(left, right string, width float64) row {
	m := p.m
	size := m.body * 0.95
	cells := typeface.Set(scene.Regular, size, right)
	name := newPara(scene.Regular, size, ink, left, width-cells.Width-3*m.k)
	h := name.height() + 1.2*m.k
	return row{h, func(x, y float64) []scene.Op {
		base := y + 0.3*m.k + 0.5*leading*size + typeface.CapHeight(scene.Regular)*size/2
		return []scene.Op{
			scene.Group{Tag: scene.TagRow, Ops: []scene.Op{
				scene.Group{Tag: scene.TagCell, Ops: name.at(x, y+0.3*m.k)},
				scene.Group{Tag: scene.TagCell, Ops: []scene.Op{cells.RightText(x+width, base, scene.Solid(ink))}},
			}},
			artifact(hline(x, x+width, y+h, 0.12, rule)),
		}
	}}
}

// cellRows counts reports by grid cell in letter codes, without sensitive
// categories, and returns the categories that the codes stand for.
func (p *board) cellRows(reports []overlay.Fact, f frame, width float64) (rows []row, key []count) {
	type cellCount struct {
		col, row int
		by       map[string]int
	}
	cells := map[[2]int]*cellCount{}
	codes := map[string]count{}
	for _, r := range reports {
		c, l, ok := f.cellOf(f.cam.ToPage(r.Where))
		if !ok || r.Sensitive {
			continue
		}
		k := cells[[2]int{c, l}]
		if k == nil {
			k = &cellCount{c, l, map[string]int{}}
			cells[[2]int{c, l}] = k
		}
		mark := r.Letters
		if mark == "" {
			mark = "?"
		}
		k.by[mark]++
		codes[mark] = count{class: r.Category, order: r.CategoryOrder, mark: mark}
	}
	list := make([]*cellCount, 0, len(cells))
	for _, c := range cells {
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b *cellCount) int { return cmp.Or(cmp.Compare(a.col, b.col), cmp.Compare(a.row, b.row)) })
	m := p.m
	size := m.body * 0.95
	indent := typeface.Set(scene.Bold, size, "AA00").Width + m.k
	for _, c := range list {
		marks := make([]string, 0, len(c.by))
		for mark := range c.by {
			marks = append(marks, mark)
		}
		slices.SortFunc(marks, func(a, b string) int { return cmp.Or(cmp.Compare(c.by[b], c.by[a]), cmp.Compare(a, b)) })
		for i, mark := range marks {
			marks[i] = mark + "\u00a0" + strconv.Itoa(c.by[mark])
		}
		words := newPara(scene.Regular, size, ink, strings.Join(marks, "  "), width-indent)
		name := newPara(scene.Bold, size, ink, cellName(c.col, c.row), indent)
		h := words.height() + 1.2*m.k
		rows = append(rows, row{h, func(x, y float64) []scene.Op {
			return []scene.Op{
				scene.Group{Tag: scene.TagRow, Ops: []scene.Op{
					scene.Group{Tag: scene.TagCell, Ops: name.at(x, y+0.3*m.k)},
					scene.Group{Tag: scene.TagCell, Ops: words.at(x+indent, y+0.3*m.k)},
				}},
				artifact(hline(x, x+width, y+h, 0.12, rule)),
			}
		}})
	}
	for _, c := range codes {
		key = append(key, c)
	}
	slices.SortFunc(key, func(a, b count) int { return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.mark, b.mark)) })
	return rows, key
}
