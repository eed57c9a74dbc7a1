package window

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pinezka/app/session"
	"pinezka/data"
)

// treeNode is a row of a checkTree.
type treeNode struct {
	id     string
	parent string // "" for the top
	label  string
	symbol *canvas.Image // may be nil
	state  session.Check
	count  string
	dim    bool // nothing behind it: grey, but it can be ticked
	leaf   bool
}

// checkTree is a tree of three-state boxes with counts. A click on the box or
// Space ticks, a click on the name or Enter means "only this", the left and
// right arrows fold, a letter jumps.
type checkTree struct {
	widget.BaseWidget
	nodes  func() []treeNode // all nodes, parents before their children
	tick   func(id string, on bool)
	only   func(id string)
	folded map[string]bool

	rows    []treeNode // visible ones
	at      int        // row of the focus
	hover   int
	focused bool
	depth   map[string]int
}

const treeRow = 22

func newCheckTree(nodes func() []treeNode, tick func(string, bool), only func(string)) *checkTree {
	t := &checkTree{nodes: nodes, tick: tick, only: only, folded: map[string]bool{}, hover: -1}
	t.ExtendBaseWidget(t)
	return t
}

// update asks for the nodes again.
func (t *checkTree) update() {
	t.depth = map[string]int{}
	t.rows = t.rows[:0]
	hidden := map[string]bool{}
	for _, n := range t.nodes() {
		d := 0
		if n.parent != "" {
			d = t.depth[n.parent] + 1
		}
		t.depth[n.id] = d
		if n.parent != "" && (t.folded[n.parent] || hidden[n.parent]) {
			hidden[n.id] = true
			continue
		}
		t.rows = append(t.rows, n)
	}
	t.at = min(t.at, max(0, len(t.rows)-1))
	t.Refresh()
}

func (t *checkTree) toggle(i int) {
	if i >= 0 && i < len(t.rows) {
		t.tick(t.rows[i].id, t.rows[i].state != session.Checked)
	}
}

func (t *checkTree) fold(i int, on bool) {
	if i < 0 || i >= len(t.rows) || t.rows[i].leaf {
		return
	}
	t.folded[t.rows[i].id] = on
	t.update()
}

// Tapped implements fyne.Tappable.
func (t *checkTree) Tapped(e *fyne.PointEvent) {
	i := int(e.Position.Y / treeRow)
	if i < 0 || i >= len(t.rows) {
		return
	}
	t.at = i
	if c := fyne.CurrentApp().Driver().CanvasForObject(t); c != nil {
		c.Focus(t)
	}
	n := t.rows[i]
	x := e.Position.X - t.indent(n)
	switch {
	case x < 18 && !n.leaf:
		t.fold(i, !t.folded[n.id])
	case x < 40:
		t.toggle(i)
	default:
		t.only(n.id)
	}
}

func (t *checkTree) indent(n treeNode) float32 { return float32(t.depth[n.id]) * 16 }

// MouseIn implements desktop.Hoverable.
func (t *checkTree) MouseIn(e *desktop.MouseEvent) { t.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (t *checkTree) MouseMoved(e *desktop.MouseEvent) {
	if i := int(e.Position.Y / treeRow); i != t.hover {
		t.hover = i
		t.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (t *checkTree) MouseOut() { t.hover = -1; t.Refresh() }

// FocusGained implements fyne.Focusable.
func (t *checkTree) FocusGained() { t.focused = true; t.Refresh() }

// FocusLost implements fyne.Focusable.
func (t *checkTree) FocusLost() { t.focused = false; t.Refresh() }

// TypedRune implements fyne.Focusable: a letter jumps to the next row that
// begins with it.
func (t *checkTree) TypedRune(r rune) {
	want := data.Fold(string(r))
	for k := 1; k <= len(t.rows); k++ {
		i := (t.at + k) % len(t.rows)
		if want != "" && strings.HasPrefix(data.Fold(t.rows[i].label), want) {
			t.at = i
			t.Refresh()
			return
		}
	}
}

// TypedKey implements fyne.Focusable.
func (t *checkTree) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown:
		t.at = min(t.at+1, len(t.rows)-1)
	case fyne.KeyUp:
		t.at = max(t.at-1, 0)
	case fyne.KeyHome:
		t.at = 0
	case fyne.KeyEnd:
		t.at = len(t.rows) - 1
	case fyne.KeyLeft:
		if t.at < len(t.rows) && t.rows[t.at].leaf {
			for i := t.at; i >= 0; i-- {
				if t.rows[i].id == t.rows[t.at].parent {
					t.at = i
					break
				}
			}
			break
		}
		t.fold(t.at, true)
	case fyne.KeyRight:
		t.fold(t.at, false)
	case fyne.KeySpace:
		t.toggle(t.at)
	case fyne.KeyReturn, fyne.KeyEnter:
		if t.at < len(t.rows) {
			t.only(t.rows[t.at].id)
		}
	}
	t.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (t *checkTree) CreateRenderer() fyne.WidgetRenderer {
	r := &treeRenderer{t: t, ring: ring(3)}
	r.Refresh()
	return r
}

// treeRow objects of one visible row, reused.
type rowObjects struct {
	ground *canvas.Rectangle
	fold   [2]*canvas.Line
	box    *canvas.Rectangle
	tick   [2]*canvas.Line
	label  *canvas.Text
	count  *canvas.Text
	symbol *canvas.Image
}

type treeRenderer struct {
	t    *checkTree
	rows []*rowObjects
	ring *canvas.Rectangle
	all  []fyne.CanvasObject
}

func (r *treeRenderer) Destroy() {}

func (r *treeRenderer) Objects() []fyne.CanvasObject { return r.all }

func (r *treeRenderer) MinSize() fyne.Size {
	return fyne.NewSize(120, float32(len(r.t.rows))*treeRow)
}

func (r *treeRenderer) Layout(s fyne.Size) {
	for i, o := range r.rows {
		if i >= len(r.t.rows) {
			break
		}
		r.place(o, r.t.rows[i], float32(i)*treeRow, s.Width)
	}
	r.ring.Move(fyne.NewPos(1, float32(r.t.at)*treeRow+1))
	r.ring.Resize(fyne.NewSize(s.Width-2, treeRow-2))
}

func (r *treeRenderer) place(o *rowObjects, n treeNode, y, width float32) {
	x := r.t.indent(n) + 4
	o.ground.Move(fyne.NewPos(0, y))
	o.ground.Resize(fyne.NewSize(width, treeRow))
	// The expander is drawn, since Noto Sans has no such arrow.
	chevron(o.fold, x+6, y+treeRow/2, !r.t.folded[n.id])
	bx, by := x+17, y+4
	o.box.Move(fyne.NewPos(bx, by))
	o.box.Resize(fyne.NewSize(14, 14))
	if n.state == session.Checked {
		o.tick[0].Position1, o.tick[0].Position2 = fyne.NewPos(bx+3, by+7), fyne.NewPos(bx+6, by+10)
		o.tick[1].Position1, o.tick[1].Position2 = fyne.NewPos(bx+6, by+10), fyne.NewPos(bx+11, by+4)
	} else {
		o.tick[0].Position1, o.tick[0].Position2 = fyne.NewPos(bx+3, by+7), fyne.NewPos(bx+11, by+7)
		o.tick[1].Position1, o.tick[1].Position2 = o.tick[0].Position1, o.tick[0].Position2
	}
	lx := bx + 20
	if n.symbol != nil {
		o.symbol.Move(fyne.NewPos(lx, y+2))
		o.symbol.Resize(fyne.NewSize(18, 18))
		lx += 24
	}
	h := o.label.MinSize().Height
	o.label.Move(fyne.NewPos(lx, y+(treeRow-h)/2))
	o.count.Move(fyne.NewPos(width-o.count.MinSize().Width-8, y+(treeRow-h)/2))
	room := width - lx - o.count.MinSize().Width - 22
	o.label.Text = cut(n.label, sizeText, o.label.TextStyle.Bold, room)
}

func (r *treeRenderer) Refresh() {
	t := r.t
	for len(r.rows) < len(t.rows) {
		o := &rowObjects{
			ground: canvas.NewRectangle(color.Transparent), box: canvas.NewRectangle(color.Transparent),
			label: canvas.NewText("", color.Black), count: canvas.NewText("", color.Black), symbol: canvas.NewImageFromImage(nil),
		}
		for i := range 2 {
			o.fold[i], o.tick[i] = canvas.NewLine(color.Black), canvas.NewLine(color.Black)
			o.fold[i].StrokeWidth, o.tick[i].StrokeWidth = 1.4, 2
		}
		o.box.CornerRadius, o.box.StrokeWidth = 2, 1
		o.count.Alignment = fyne.TextAlignTrailing
		r.rows = append(r.rows, o)
	}
	r.all = r.all[:0]
	for i, n := range t.rows {
		o := r.rows[i]
		o.ground.FillColor = color.Transparent
		if i == t.hover {
			o.ground.FillColor = themed(theme.ColorNameHover)
		}
		ink := theme.ColorNameForeground
		if n.dim {
			ink = theme.ColorNameDisabled
		}
		o.label.Text, o.label.TextSize, o.label.Color = n.label, scaled(sizeText), themed(ink)
		o.label.TextStyle.Bold = n.parent == "" && !n.leaf && n.symbol == nil
		o.count.Text, o.count.TextSize, o.count.Color = n.count, scaled(sizeText), themed(ink)
		o.count.TextStyle.Bold = o.label.TextStyle.Bold
		o.box.FillColor, o.box.StrokeColor = themed(theme.ColorNameInputBackground), themed(theme.ColorNameInputBorder)
		if n.state != session.Unchecked {
			o.box.FillColor, o.box.StrokeColor = themed(theme.ColorNamePrimary), themed(theme.ColorNamePrimary)
		}
		for k := range 2 {
			o.tick[k].StrokeColor = themed(theme.ColorNameForegroundOnPrimary)
			o.tick[k].Hidden = n.state == session.Unchecked
			o.fold[k].StrokeColor = themed(colorText2)
			o.fold[k].Hidden = n.leaf
		}
		r.all = append(r.all, o.ground, o.fold[0], o.fold[1], o.box, o.tick[0], o.tick[1], o.label, o.count)
		if n.symbol != nil {
			o.symbol = n.symbol
			r.all = append(r.all, o.symbol)
		}
	}
	r.ring.StrokeColor = themed(colorFocusRing)
	r.ring.Hidden = !t.focused
	r.all = append(r.all, r.ring)
	r.Layout(t.Size())
	canvas.Refresh(t)
}
