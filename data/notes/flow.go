package notes

import (
	"strings"

	"pinezka/data/exchange"
)

// flow takes paragraphs and tables in as they come and writes lines. It is shared
// by DOCX and ODT, which differ in their elements only: in both, a paragraph may
// stand inside a paragraph (text boxes, footnotes) and a table inside a cell.
type flow struct {
	writer
	begun  []*paragraph // paragraphs that have begun, the innermost last
	tables []*table
	taking bool // inside an element whose text counts
	aside  bool // what comes is not of the text's own flow
	size   int  // bytes in what was not written yet
	number int  // of tables
	// behind is true right after a table. An empty paragraph there is one that the
	// format asks for, not a blank line of the writer's.
	behind bool
	rest   string // of a paragraph that runs on into the next
}

// paragraph is one in the making.
type paragraph struct {
	text    strings.Builder
	heading int
	list    string // "" when it is no list item
	level   int    // of the list, from 0
	number  string
	runsOn  bool
	touched bool // it has runs or properties, even if they are empty
}

// table is one in the making.
type table struct {
	number  int
	rows    int
	cells   []string
	columns []Cell
	column  int
	spans   int
	head    bool
	dropped bool
	in      bool // inside a cell
}

func newFlow(name string, form Form) *flow {
	return &flow{writer: writer{t: &Text{Name: name, Form: form}}}
}

func (f *flow) open() { f.begun = append(f.begun, &paragraph{}) }

func (f *flow) paragraph() *paragraph {
	if len(f.begun) == 0 {
		return nil
	}
	return f.begun[len(f.begun)-1]
}

// set gives the innermost paragraph its properties.
func (f *flow) set(p paragraph) {
	if q := f.paragraph(); q != nil {
		q.heading, q.list, q.level, q.runsOn, q.touched = p.heading, p.list, p.level, p.runsOn, true
	}
}

func (f *flow) write(s string) {
	if p := f.paragraph(); p != nil {
		p.text.WriteString(s)
		p.touched = true
		f.size += len(s)
	}
}

func (f *flow) closeParagraph() error {
	p := f.paragraph()
	if p == nil {
		return nil
	}
	f.begun = f.begun[:len(f.begun)-1]
	text := f.rest + p.text.String()
	f.rest, f.size = "", max(f.size-p.text.Len(), 0)
	if p.runsOn {
		f.rest = text
		return nil
	}
	if t := f.table(); t != nil && t.in {
		f.cellText(t, text)
		return nil
	}
	behind := f.behind
	f.behind = false
	if behind && text == "" && !p.touched {
		return nil
	}
	if strings.ContainsAny(text, "\r") {
		text = strings.ReplaceAll(text, "\r", " ")
	}
	l := Line{Quote: f.aside}
	switch {
	case p.heading > 0:
		l.Kind, l.Level, l.Number = LineHeading, p.heading, p.number
	case p.list != "":
		l.Kind, l.Level, l.Number = LineItem, p.level+1, p.number
	}
	return f.line(text, l)
}

// cellText adds the text of a paragraph to the cell that is open.
func (f *flow) cellText(t *table, text string) {
	text = strings.Join(strings.Fields(text), " ")
	cell := &t.cells[len(t.cells)-1]
	if *cell != "" && text != "" {
		*cell += " "
	}
	*cell += text
	f.size += len(text) + 1
}

func (f *flow) table() *table {
	if len(f.tables) == 0 {
		return nil
	}
	return f.tables[len(f.tables)-1]
}

func (f *flow) openTable() {
	f.number++
	f.tables = append(f.tables, &table{number: f.number})
}

func (f *flow) openRow() {
	if t := f.table(); t != nil {
		t.cells, t.columns, t.column, t.head, t.dropped, t.in = nil, nil, 0, false, false, false
		t.rows++
	}
}

func (f *flow) header(val string) {
	if t := f.table(); t != nil && val != "0" && val != "false" {
		t.head = true
	}
}

func (f *flow) dropRow() {
	if t := f.table(); t != nil {
		t.dropped = true
	}
}

func (f *flow) openCell() {
	if t := f.table(); t != nil {
		t.cells = append(t.cells, "")
		t.columns = append(t.columns, Cell{Column: t.column})
		t.spans, t.in = 1, true
	}
}

// maxSpan is how many columns a cell may span or be repeated over.
const maxSpan = 64

func (f *flow) span(n int) {
	if t := f.table(); t != nil && t.in {
		t.spans = min(max(n, 1), maxSpan)
	}
}

func (f *flow) above() {
	if t := f.table(); t != nil && t.in {
		t.columns[len(t.columns)-1].Above = true
	}
}

func (f *flow) closeCell() {
	if t := f.table(); t != nil && t.in {
		if f.rest != "" {
			f.cellText(t, f.rest)
			f.rest = ""
		}
		t.column += t.spans
		t.in = false
	}
}

func (f *flow) closeRow() error {
	t := f.table()
	if t == nil || t.dropped {
		return nil
	}
	cells, columns := t.cells, t.columns
	t.cells, t.columns = nil, nil
	if len(f.tables) > 1 {
		// A table inside a cell: its words belong to that cell.
		if outer := f.tables[len(f.tables)-2]; outer.in {
			f.cellText(outer, strings.Join(cells, " "))
			return nil
		}
	}
	if len(cells) == 0 {
		return nil
	}
	for _, c := range cells {
		f.size = max(f.size-len(c)-1, 0)
	}
	return f.row(cells, Line{Cells: columns, Header: t.head, Table: t.number, Quote: f.aside})
}

func (f *flow) closeTable() {
	if len(f.tables) > 0 {
		f.tables = f.tables[:len(f.tables)-1]
		f.behind = len(f.tables) == 0
	}
}

// end is called at the end of a part.
func (f *flow) end(m *exchange.Markup) error {
	if len(f.begun) > 0 || len(f.tables) > 0 {
		return m.Cut()
	}
	if f.rest != "" {
		text := f.rest
		f.rest = ""
		return f.line(text, Line{Quote: f.aside})
	}
	return nil
}
