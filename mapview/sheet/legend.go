package sheet

import (
	"cmp"
	"slices"
	"strconv"

	"pinezka/mapview/overlay"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/style"
	"pinezka/mapview/typeface"
)

// Entry is a line of a legend, and how many there are on the sheet.
type Entry struct {
	Kind  string // category, status or sign
	Class string // code of the catalogue, or a Sign
	Name  string
	Count int
}

// tally is what was drawn on one map, counted.
type tally struct {
	reports    int
	categories []count
	statuses   []count
	signs      []count
}

type count struct {
	class string
	order int // in the catalogue
	n     int
	group string
	mark  string // letters
}

// factSource is an overlay that knows its reports.
type factSource interface {
	Facts() map[int64]overlay.Fact
	Look() overlay.Look
}

// factsOf returns what the map's overlays know of their reports.
func factsOf(m portrayal.Map) (map[int64]overlay.Fact, overlay.Look) {
	look := overlay.Look{Symbols: style.DefaultSymbols()}
	var all map[int64]overlay.Fact
	for _, o := range m.Overlay {
		src, ok := o.(factSource)
		if !ok {
			continue
		}
		look = src.Look()
		if all == nil {
			all = src.Facts()
			continue
		}
		for id, f := range src.Facts() {
			all[id] = f
		}
	}
	return all, look
}

// counter adds up reports and signs.
type counter struct {
	reports          int
	category, status map[string]*count
	sign             map[Sign]int
}

func newCounter() *counter {
	return &counter{category: map[string]*count{}, status: map[string]*count{}, sign: map[Sign]int{}}
}

func (c *counter) add(f overlay.Fact) {
	c.reports++
	k := c.category[f.Category]
	if k == nil {
		k = &count{class: f.Category, order: f.CategoryOrder, group: f.Group, mark: f.Letters}
		c.category[f.Category] = k
	}
	k.n++
	s := c.status[f.Status]
	if s == nil {
		s = &count{class: f.Status, order: f.StatusOrder}
		c.status[f.Status] = s
	}
	s.n++
	switch f.Origin {
	case "police":
		c.sign[SignPolice]++
	case "contact":
		c.sign[SignContact]++
	}
}

func (c *counter) tally() tally {
	t := tally{reports: c.reports}
	for _, k := range c.category {
		t.categories = append(t.categories, *k)
	}
	for _, s := range c.status {
		t.statuses = append(t.statuses, *s)
	}
	slices.SortFunc(t.categories, func(a, b count) int {
		return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.order, b.order), cmp.Compare(a.class, b.class))
	})
	slices.SortFunc(t.statuses, func(a, b count) int {
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.class, b.class))
	})
	for _, s := range signOrder {
		if n := c.sign[s]; n > 0 {
			t.signs = append(t.signs, count{class: string(s), n: n})
		}
	}
	return t
}

var signOrder = []Sign{
	SignMotion, SignDone, SignProgress, SignRefused, SignPassed, SignCluster, SignPolice, SignContact, SignExisting, SignPlanned, SignArea, SignRadius,
}

// tallyOf counts what a drawing shows.
func tallyOf(marks []portrayal.Mark, facts map[int64]overlay.Fact) tally {
	c := newCounter()
	for _, m := range marks {
		switch m.Ref.Layer {
		case overlay.LayerReports:
			for _, id := range m.Members {
				c.add(facts[id])
			}
			if len(m.Members) > 1 {
				c.sign[SignCluster]++
			}
		case overlay.LayerMotions:
			if len(m.Members) == 0 {
				continue // the outline of one
			}
			c.sign[SignMotion]++
			switch outcome := Sign(m.Ref.Class); outcome {
			case SignDone, SignProgress, SignRefused, SignPassed:
				c.sign[outcome]++
			}
		case overlay.LayerFacilities:
			c.sign[Sign(m.Ref.Class)]++
		case overlay.LayerAreas:
			c.sign[SignArea]++
		case overlay.LayerRadius:
			c.sign[SignRadius]++
		}
	}
	return c.tally()
}

// entries lists the legend as values.
func (t tally) entries(w *Words) []Entry {
	var out []Entry
	for _, c := range t.categories {
		out = append(out, Entry{"category", c.class, w.Category(c.class), c.n})
	}
	for _, c := range t.statuses {
		out = append(out, Entry{"status", c.class, w.Status(c.class), c.n})
	}
	for _, c := range t.signs {
		out = append(out, Entry{"sign", c.class, w.Sign(Sign(c.class), c.n), c.n})
	}
	return out
}

// legend makes the sections of the legend for a column of a width.
// categories is how many the catalogue has, 0 to say nothing of those without reports.
func (p *board) legend(t tally, width float64, categories int) []section {
	if t.reports == 0 && len(t.signs) == 0 {
		return nil
	}
	m, w := p.m, &p.Words
	size := m.symbol
	symbols := p.look.Symbols
	counted := func(name string, n int) string { return name + " (" + strconv.Itoa(n) + ")" }

	var cats []entry
	for _, c := range t.categories {
		cats = append(cats, entry{
			symbols.Report(style.Sign{
				Category: c.class, Group: c.group, Letters: c.mark, Status: style.StatusNone, Size: size, UseLetters: p.look.Letters,
			}), c.mark, counted(w.Category(c.class), c.n),
		})
	}
	// Statuses are shown on the most frequent category, as they look on the map.
	var stats []entry
	for _, s := range t.statuses {
		top := t.categories[0]
		stats = append(stats, entry{symbols.Report(style.Sign{
			Category: top.class, Group: top.group, Letters: top.mark, Status: s.class, Size: size, UseLetters: p.look.Letters,
		}), "", counted(w.Status(s.class), s.n)})
	}
	var signs []entry
	for _, s := range t.signs {
		signs = append(signs, entry{p.swatch(Sign(s.class), t, size), "", w.Sign(Sign(s.class), s.n)})
	}

	heading := func(words string, em float64) []row {
		return []row{newPara(scene.Bold, em, ink, words, width).row(scene.TagHeading, 0.8*m.k)}
	}
	var out []section
	first := section{head: heading(w.OnSheet(t.reports), m.heading), rows: p.entryRows(cats, width), space: 4 * m.k, split: true, whole: true}
	if n := categories - len(t.categories); categories > 0 && n > 0 && t.reports > 0 {
		first.rows = append(first.rows, newPara(scene.Regular, m.small, faint, w.Absent(n), width).row(scene.TagText, 0))
	}
	out = append(out, first)
	if len(stats) > 0 {
		out = append(out, section{head: heading(w.Statuses, m.sub), rows: p.entryRows(stats, width), space: 3 * m.k})
	}
	if len(signs) > 0 {
		out = append(out, section{head: heading(w.Signs, m.sub), rows: p.entryRows(signs, width), space: 3 * m.k})
	}
	return out
}

// swatch draws a sign of the legend as the map does.
func (p *board) swatch(s Sign, t tally, size float64) []scene.Op {
	symbols := p.look.Symbols
	report := func(origin string) []scene.Op {
		sign := style.Sign{Status: style.StatusNone, Origin: origin, Size: size * 0.9, UseLetters: p.look.Letters}
		if len(t.categories) > 0 {
			top := t.categories[0]
			sign.Category, sign.Group, sign.Letters = top.class, top.group, top.mark
		}
		to := scene.Translate(0, -0.12*size)
		return []scene.Op{scene.Group{To: &to, Ops: symbols.Report(sign)}}
	}
	line := scene.Line(scene.Point{X: -size / 2}, scene.Point{X: size / 2})
	switch s {
	case SignMotion:
		return symbols.Motion(style.MotionSign{Number: "1", Size: size, Located: true})
	case SignDone, SignProgress, SignRefused, SignPassed:
		to := scene.Translate(-0.1*size, 0.1*size)
		return []scene.Op{scene.Group{To: &to, Ops: symbols.Motion(style.MotionSign{
			Number: "1", State: string(s), Size: size * 0.82, Located: true,
		})}}
	case SignCluster:
		return symbols.Cluster(style.ClusterSign{Count: 5, Size: size * 0.82})
	case SignPolice:
		return report("police")
	case SignContact:
		return report("contact")
	case SignExisting, SignPlanned:
		return symbols.Facility(style.FacilitySign{Candidate: s == SignPlanned, Size: size})
	case SignArea:
		return style.AreaLine(line, false)
	default:
		return style.RadiusLine(scene.Circle(scene.Point{}, size*0.42), false)
	}
}

// entry is a symbol with its words.
type entry struct {
	symbol  []scene.Op
	letters string
	words   string
}

// entryRows lays entries in one column or two, whichever is lower, read down the
// first and then the second.
func (p *board) entryRows(list []entry, width float64) []row {
	one := p.entryGrid(list, width, 1)
	if len(list) < 3 {
		return one
	}
	if two := p.entryGrid(list, width, 2); height(two) < height(one) {
		return two
	}
	return one
}

func (p *board) entryGrid(list []entry, width float64, columns int) []row {
	m := p.m
	gap := 3 * m.k
	each := (width - gap*float64(columns-1)) / float64(columns)
	indent := m.symbol * 1.42
	code := 0.0
	for _, e := range list {
		if e.letters != "" {
			code = max(code, typeface.Set(scene.Bold, m.small, e.letters).Width+1.2*m.k)
		}
	}
	lines := (len(list) + columns - 1) / columns
	rows := make([]row, lines)
	for i := range rows {
		type cell struct {
			e     entry
			words para
		}
		var cells []cell
		h := m.symbol * 1.22
		for c := range columns {
			if j := c*lines + i; j < len(list) {
				words := newPara(scene.Regular, m.body*0.95, ink, list[j].words, each-indent-code)
				words.leading = tight
				h = max(h, words.height()+0.4*m.body)
				cells = append(cells, cell{list[j], words})
			}
		}
		rows[i] = row{h, func(x, y float64) []scene.Op {
			var ops []scene.Op
			for c, cl := range cells {
				cx, mid := x+float64(c)*(each+gap), y+h/2
				ops = append(ops, artifact(sign(cl.e.symbol, cx+m.symbol*0.6, mid)))
				var words []scene.Op
				if cl.e.letters != "" {
					base := mid + typeface.CapHeight(scene.Bold)*m.small/2
					words = append(words, typeface.Set(scene.Bold, m.small, cl.e.letters).Text(cx+indent, base, scene.Solid(faint)))
				}
				words = append(words, cl.words.at(cx+indent+code, mid-cl.words.height()/2)...)
				ops = append(ops, scene.Group{Tag: scene.TagText, Ops: words})
			}
			return ops
		}}
	}
	return rows
}
