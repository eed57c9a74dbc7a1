package window

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// section is a part of a panel that folds: its head says the present choice at
// the right, also while it is folded.
type section struct {
	box     *fyne.Container
	head    *sectionHead
	body    fyne.CanvasObject
	summary func() string
}

func newSection(title string, open bool, body fyne.CanvasObject, summary func() string) *section {
	s := &section{body: body, summary: summary}
	s.head = &sectionHead{title: title, open: open, summary: summary, toggled: func(open bool) {
		if open {
			body.Show()
		} else {
			body.Hide()
		}
		s.box.Refresh()
	}}
	s.head.ExtendBaseWidget(s.head)
	if !open {
		body.Hide()
	}
	s.box = container.NewVBox(s.head, body)
	return s
}

func (s *section) update() { s.head.Refresh() }

type sectionHead struct {
	widget.BaseWidget
	title   string
	open    bool
	summary func() string
	toggled func(bool)
	focused bool
}

// Tapped implements fyne.Tappable.
func (h *sectionHead) Tapped(*fyne.PointEvent) {
	h.open = !h.open
	h.toggled(h.open)
	h.Refresh()
}

// FocusGained implements fyne.Focusable.
func (h *sectionHead) FocusGained() { h.focused = true; h.Refresh() }

// FocusLost implements fyne.Focusable.
func (h *sectionHead) FocusLost() { h.focused = false; h.Refresh() }

// TypedRune implements fyne.Focusable.
func (h *sectionHead) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (h *sectionHead) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		h.Tapped(nil)
	case fyne.KeyRight:
		if !h.open {
			h.Tapped(nil)
		}
	case fyne.KeyLeft:
		if h.open {
			h.Tapped(nil)
		}
	}
}

// CreateRenderer implements fyne.Widget.
func (h *sectionHead) CreateRenderer() fyne.WidgetRenderer {
	r := &headRenderer{
		h: h, ground: fill(colorRaised), line: fill(theme.ColorNameSeparator),
		title: text("", sizeText, true, theme.ColorNameForeground), summary: text("", sizeCaption, false, colorText2), ring: ring(3),
	}
	for i := range r.fold {
		r.fold[i] = canvas.NewLine(themed(colorText2))
		r.fold[i].StrokeWidth = 1.4
	}
	r.Refresh()
	return r
}

type headRenderer struct {
	h              *sectionHead
	ground, line   *canvas.Rectangle
	fold           [2]*canvas.Line
	title, summary *canvas.Text
	ring           *canvas.Rectangle
}

func (r *headRenderer) Destroy() {}

func (r *headRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.line, r.fold[0], r.fold[1], r.title, r.summary, r.ring}
}

func (r *headRenderer) MinSize() fyne.Size { return fyne.NewSize(120, 27) }

func (r *headRenderer) Layout(s fyne.Size) {
	r.ground.Resize(s)
	r.line.Resize(fyne.NewSize(s.Width, 1))
	cx, cy := float32(14), s.Height/2
	a, b, c := fyne.NewPos(cx-2, cy-4), fyne.NewPos(cx+2, cy), fyne.NewPos(cx-2, cy+4)
	if r.h.open {
		a, b, c = fyne.NewPos(cx-4, cy-2), fyne.NewPos(cx, cy+2), fyne.NewPos(cx+4, cy-2)
	}
	r.fold[0].Position1, r.fold[0].Position2 = a, b
	r.fold[1].Position1, r.fold[1].Position2 = b, c
	th := r.title.MinSize().Height
	r.title.Move(fyne.NewPos(26, (s.Height-th)/2))
	room := s.Width - 26 - r.title.MinSize().Width - 20
	r.summary.Text = cut(r.h.summary(), sizeCaption, false, room)
	m := r.summary.MinSize()
	r.summary.Move(fyne.NewPos(s.Width-m.Width-8, (s.Height-m.Height)/2))
	r.ring.Move(fyne.NewPos(1, 1))
	r.ring.Resize(s.SubtractWidthHeight(2, 2))
}

func (r *headRenderer) Refresh() {
	r.title.Text = r.h.title
	for _, t := range []*canvas.Text{r.title, r.summary} {
		t.TextSize = scaled(sizeText)
	}
	r.summary.TextSize = scaled(sizeCaption)
	r.title.Color, r.summary.Color = themed(theme.ColorNameForeground), themed(colorText2)
	r.ground.FillColor, r.line.FillColor = themed(colorRaised), themed(theme.ColorNameSeparator)
	r.ring.StrokeColor = themed(colorFocusRing)
	r.ring.Hidden = !r.h.focused
	r.Layout(r.h.Size())
	canvas.Refresh(r.h)
}
