package window

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// section is a part of a panel that folds: its head says the present choice at
// the right, also while it is folded.
type section struct {
	box  *fyne.Container
	head *sectionHead
}

func newSection(title string, open bool, body fyne.CanvasObject, summary func() string) *section {
	s := &section{head: &sectionHead{title: title, open: open, summary: summary}}
	s.head.tapped = func() {
		s.head.open = !s.head.open
		if s.head.open {
			body.Show()
		} else {
			body.Hide()
		}
		s.head.Refresh()
		s.box.Refresh()
	}
	s.head.ExtendBaseWidget(s.head)
	if !open {
		body.Hide()
	}
	s.box = container.NewVBox(s.head, body)
	return s
}

func (s *section) update() { s.head.Refresh() }

type sectionHead struct {
	pressable
	title   string
	open    bool
	summary func() string
}

// TypedKey implements fyne.Focusable.
func (h *sectionHead) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyRight:
		if !h.open {
			h.Tapped(nil)
		}
	case fyne.KeyLeft:
		if h.open {
			h.Tapped(nil)
		}
	default:
		h.pressable.TypedKey(e)
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
	chevron(r.fold, 14, s.Height/2, r.h.open)
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
