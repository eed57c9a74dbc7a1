package window

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// segment chooses one of a few: a row of cells, the chosen one filled. The
// arrow keys choose while it has the focus.
type segment struct {
	widget.BaseWidget
	labels  []string
	chosen  int
	changed func(int)
	focused bool
}

func newSegment(labels []string, chosen int, changed func(int)) *segment {
	s := &segment{labels: labels, chosen: chosen, changed: changed}
	s.ExtendBaseWidget(s)
	return s
}

// Choose shows another cell as chosen, without calling changed.
func (s *segment) Choose(i int) {
	if i == s.chosen {
		return
	}
	s.chosen = i
	s.Refresh()
}

func (s *segment) pick(i int) {
	if i < 0 || i >= len(s.labels) || i == s.chosen {
		return
	}
	s.Choose(i)
	s.changed(i)
}

// Tapped implements fyne.Tappable.
func (s *segment) Tapped(e *fyne.PointEvent) {
	x := float32(0)
	for i, w := range s.widths() {
		if e.Position.X < x+w {
			s.pick(i)
			return
		}
		x += w
	}
}

func (s *segment) widths() []float32 {
	ws := make([]float32, len(s.labels))
	total := float32(0)
	for i, l := range s.labels {
		ws[i] = fyne.MeasureText(l, scaled(sizeText), fyne.TextStyle{Bold: true}).Width + 24
		total += ws[i]
	}
	if s.Size().Width > total {
		extra := (s.Size().Width - total) / float32(len(ws))
		for i := range ws {
			ws[i] += extra
		}
	}
	return ws
}

// FocusGained implements fyne.Focusable.
func (s *segment) FocusGained() { s.focused = true; s.Refresh() }

// FocusLost implements fyne.Focusable.
func (s *segment) FocusLost() { s.focused = false; s.Refresh() }

// TypedRune implements fyne.Focusable.
func (s *segment) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (s *segment) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		s.pick(s.chosen - 1)
	case fyne.KeyRight:
		s.pick(s.chosen + 1)
	}
}

// CreateRenderer implements fyne.Widget.
func (s *segment) CreateRenderer() fyne.WidgetRenderer {
	r := &segmentRenderer{s: s, frame: canvas.NewRectangle(color.Transparent), ring: ring(5)}
	r.frame.StrokeWidth, r.frame.CornerRadius = 1, 4
	for range s.labels {
		c := canvas.NewRectangle(color.Transparent)
		c.CornerRadius = 3
		t := canvas.NewText("", color.Black)
		t.Alignment = fyne.TextAlignCenter
		r.cells, r.texts = append(r.cells, c), append(r.texts, t)
	}
	r.Refresh()
	return r
}

type segmentRenderer struct {
	s     *segment
	frame *canvas.Rectangle
	cells []*canvas.Rectangle
	texts []*canvas.Text
	ring  *canvas.Rectangle
}

func (r *segmentRenderer) Destroy() {}

func (r *segmentRenderer) Objects() []fyne.CanvasObject {
	o := []fyne.CanvasObject{r.frame}
	for i := range r.cells {
		o = append(o, r.cells[i], r.texts[i])
	}
	return append(o, r.ring)
}

func (r *segmentRenderer) MinSize() fyne.Size {
	w := float32(0)
	for _, l := range r.s.labels {
		w += fyne.MeasureText(l, scaled(sizeText), fyne.TextStyle{Bold: true}).Width + 24
	}
	return fyne.NewSize(w, 28)
}

func (r *segmentRenderer) Layout(size fyne.Size) {
	r.frame.Resize(size)
	r.ring.Move(fyne.NewPos(-3, -3))
	r.ring.Resize(size.Add(fyne.NewSize(6, 6)))
	x := float32(0)
	for i, w := range r.s.widths() {
		r.cells[i].Move(fyne.NewPos(x, 0))
		r.cells[i].Resize(fyne.NewSize(w, size.Height))
		h := r.texts[i].MinSize().Height
		r.texts[i].Move(fyne.NewPos(x, (size.Height-h)/2))
		r.texts[i].Resize(fyne.NewSize(w, h))
		x += w
	}
}

func (r *segmentRenderer) Refresh() {
	s := r.s
	r.frame.StrokeColor = themed(theme.ColorNameInputBorder)
	for i, t := range r.texts {
		on := i == s.chosen
		t.Text, t.TextSize, t.TextStyle.Bold = s.labels[i], scaled(sizeText), on
		t.Color = themed(theme.ColorNameForeground)
		r.cells[i].FillColor = color.Transparent
		if on {
			t.Color = themed(theme.ColorNameForegroundOnPrimary)
			r.cells[i].FillColor = themed(theme.ColorNamePrimary)
		}
	}
	r.ring.StrokeColor = themed(colorFocusRing)
	r.ring.Hidden = !s.focused
	r.Layout(s.Size())
	canvas.Refresh(s)
}
