package window

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pinezka/app/session"
	"pinezka/data"
)

// reportTable is the list of reports under the map. Rows and symbols on the map
// are selected together. Cells are bare texts, since labels take 25 times as
// long to scroll.
type reportTable struct {
	s       *session.Session
	table   *widget.Table
	order   []int // of the shown reports
	sortBy  int
	desc    bool
	content fyne.CanvasObject
	inner   bool // a selection that the table itself makes
}

var tableColumns = []struct {
	key   string
	width float32
}{
	{"column.id", 90}, {"column.time", 190}, {"column.category", 250}, {"column.status", 190}, {"column.place", 260}, {"column.origin", 150},
}

func newReportTable(s *session.Session) *reportTable {
	t := &reportTable{s: s, sortBy: 1, desc: true}
	t.table = widget.NewTableWithHeaders(
		func() (int, int) { return len(t.order), len(tableColumns) },
		func() fyne.CanvasObject { return newCell(t) },
		func(id widget.TableCellID, o fyne.CanvasObject) { o.(*cell).set(id.Row, id.Col) },
	)
	t.table.ShowHeaderColumn = false
	t.table.CreateHeader = func() fyne.CanvasObject { return newFlat("", nil, nil) }
	t.table.UpdateHeader = func(id widget.TableCellID, o fyne.CanvasObject) {
		b := o.(*button)
		label := s.Words().T(tableColumns[id.Col].key)
		if id.Col == t.sortBy {
			if t.desc {
				label += "  ↓"
			} else {
				label += "  ↑"
			}
		}
		b.tapped = func() { t.sort(id.Col) }
		if b.label != label {
			b.SetLabel(label)
		}
	}
	for i, c := range tableColumns {
		t.table.SetColumnWidth(i, c.width)
	}
	t.content = onGround(theme.ColorNameBackground, container.NewBorder(hairline(), nil, nil, nil, t.table))
	return t
}

func (t *reportTable) sort(col int) {
	if t.sortBy == col {
		t.desc = !t.desc
	} else {
		t.sortBy, t.desc = col, false
	}
	t.update()
}

// update takes the shown reports in the table's order.
func (t *reportTable) update() {
	n := t.s.Filter.Count()
	t.order = t.order[:0]
	keys := make([]string, n)
	for i := range n {
		t.order = append(t.order, i)
		r := t.s.Filter.At(i)
		if t.sortBy == 1 {
			keys[i] = r.When.Wall
		} else {
			keys[i] = data.Fold(t.words(r, t.sortBy))
		}
	}
	if t.sortBy == 0 {
		if t.desc {
			slices.Reverse(t.order)
		}
	} else {
		slices.SortStableFunc(t.order, func(a, b int) int {
			c := strings.Compare(keys[a], keys[b])
			if t.desc {
				return -c
			}
			return c
		})
	}
	t.table.Refresh()
}

func (t *reportTable) words(r *data.Report, col int) string {
	s := t.s
	switch col {
	case 0:
		if r.Source.ID != "" {
			return r.Source.ID
		}
		return itoa(int(r.ID))
	case 1:
		return s.When(r.When)
	case 2:
		return s.CategoryName(r)
	case 3:
		return s.StatusName(r.Status, r.StatusWritten)
	case 4:
		return placeWords(s, *r)
	}
	return s.Words().T("origin." + string(r.Origin))
}

// selectionChanged shows the selected row.
func (t *reportTable) selectionChanged() {
	t.table.Refresh()
	if t.inner {
		return
	}
	ids := t.s.Selection.Reports()
	if len(ids) != 1 {
		return
	}
	for row, i := range t.order {
		if t.s.Filter.At(i).ID == ids[0] {
			t.table.ScrollTo(widget.TableCellID{Row: row, Col: 0})
			return
		}
	}
}

// cell is a text on a ground that shows selection and hover.
type cell struct {
	widget.BaseWidget
	t        *reportTable
	row, col int
	ground   *canvas.Rectangle
	text     *canvas.Text
}

func newCell(t *reportTable) *cell {
	c := &cell{t: t, ground: fill(theme.ColorNameBackground), text: text("", sizeText, false, theme.ColorNameForeground)}
	c.ExtendBaseWidget(c)
	return c
}

func (c *cell) id() data.ReportID {
	if c.row >= len(c.t.order) || c.t.order[c.row] >= c.t.s.Filter.Count() {
		return 0
	}
	return c.t.s.Filter.At(c.t.order[c.row]).ID
}

func (c *cell) set(row, col int) {
	c.row, c.col = row, col
	id := c.id()
	if id == 0 {
		return
	}
	r := c.t.s.Filter.At(c.t.order[row])
	words := cut(c.t.words(r, col), sizeText, false, tableColumns[col].width-14)
	ground := theme.ColorNameBackground
	switch {
	case c.t.s.Selection.Has(id):
		ground = theme.ColorNameSelection
	case c.t.s.Selection.Hovered() == id:
		ground = theme.ColorNameHover
	}
	g := themed(ground)
	if c.text.Text != words || c.ground.FillColor != g {
		c.text.Text, c.ground.FillColor = words, g
		c.text.Color = themed(theme.ColorNameForeground)
		c.Refresh()
	}
}

// Tapped implements fyne.Tappable: a click selects, with Ctrl it adds.
func (c *cell) Tapped(*fyne.PointEvent) {
	id := c.id()
	if id == 0 {
		return
	}
	c.t.inner = true
	defer func() { c.t.inner = false }()
	if modifiers()&fyne.KeyModifierControl != 0 {
		c.t.s.Selection.Toggle(id)
	} else {
		c.t.s.Selection.Select(id)
	}
}

// MouseIn implements desktop.Hoverable.
func (c *cell) MouseIn(*desktop.MouseEvent) { c.t.s.Selection.Hover(c.id()) }

// MouseMoved implements desktop.Hoverable.
func (c *cell) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (c *cell) MouseOut() { c.t.s.Selection.Hover(0) }

// CreateRenderer implements fyne.Widget.
func (c *cell) CreateRenderer() fyne.WidgetRenderer { return &cellRenderer{c} }

type cellRenderer struct{ c *cell }

func (r *cellRenderer) Destroy() {}
func (r *cellRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.c.ground, r.c.text}
}
func (r *cellRenderer) MinSize() fyne.Size { return fyne.NewSize(40, treeRow) }
func (r *cellRenderer) Layout(s fyne.Size) {
	r.c.ground.Resize(s)
	r.c.text.Move(fyne.NewPos(7, (s.Height-r.c.text.MinSize().Height)/2))
}

func (r *cellRenderer) Refresh() {
	r.Layout(r.c.Size())
	canvas.Refresh(r.c.ground)
	canvas.Refresh(r.c.text)
}
