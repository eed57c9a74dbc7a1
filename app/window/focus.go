package window

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// ring returns the focus ring: two units thick, drawn only while shown.
func ring(radius float32) *canvas.Rectangle {
	r := canvas.NewRectangle(color.Transparent)
	r.StrokeWidth = 2
	r.CornerRadius = radius
	r.Hide()
	return r
}

// pressable is what everything that is pushed shares: a click, Space or Enter
// does it, and it can have the focus.
type pressable struct {
	widget.BaseWidget
	tapped   func()
	disabled bool
	focused  bool
}

// Tapped implements fyne.Tappable.
func (p *pressable) Tapped(*fyne.PointEvent) {
	if !p.disabled && p.tapped != nil {
		p.tapped()
	}
}

// FocusGained implements fyne.Focusable.
func (p *pressable) FocusGained() { p.focused = true; p.Refresh() }

// FocusLost implements fyne.Focusable.
func (p *pressable) FocusLost() { p.focused = false; p.Refresh() }

// TypedRune implements fyne.Focusable.
func (p *pressable) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (p *pressable) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeySpace || e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter {
		p.Tapped(nil)
	}
}

// hoverable is a pressable that shows when the mouse is over it.
type hoverable struct {
	pressable
	hovered bool
}

// MouseIn implements desktop.Hoverable.
func (h *hoverable) MouseIn(*desktop.MouseEvent) { h.hovered = true; h.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (h *hoverable) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (h *hoverable) MouseOut() { h.hovered = false; h.Refresh() }

// button is a push button that draws the focus ring, since Fyne's own only
// tints its ground. It can hold an icon, be the main one of its group, or be flat.
type button struct {
	hoverable
	label   string
	icon    fyne.Resource
	primary bool
	flat    bool
}

var (
	_ fyne.Focusable    = (*button)(nil)
	_ fyne.Tappable     = (*button)(nil)
	_ desktop.Hoverable = (*button)(nil)
)

func newButton(label string, icon fyne.Resource, tapped func()) *button {
	b := &button{label: label, icon: icon}
	b.tapped = tapped
	b.ExtendBaseWidget(b)
	return b
}

func newPrimary(label string, icon fyne.Resource, tapped func()) *button {
	b := newButton(label, icon, tapped)
	b.primary = true
	return b
}

func newFlat(label string, icon fyne.Resource, tapped func()) *button {
	b := newButton(label, icon, tapped)
	b.flat = true
	return b
}

// SetLabel changes the words.
func (b *button) SetLabel(s string) {
	b.label = s
	b.Refresh()
}

// SetEnabled lets the button be pressed or not.
func (b *button) SetEnabled(on bool) {
	if b.disabled == !on {
		return
	}
	b.disabled = !on
	b.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{b: b, ground: canvas.NewRectangle(color.Transparent), text: canvas.NewText("", color.Black), ring: ring(5)}
	r.ground.CornerRadius = 4
	r.text.Alignment = fyne.TextAlignCenter
	r.Refresh()
	return r
}

type buttonRenderer struct {
	b      *button
	ground *canvas.Rectangle
	icon   *canvas.Image
	text   *canvas.Text
	ring   *canvas.Rectangle
}

func (r *buttonRenderer) Destroy() {}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	o := []fyne.CanvasObject{r.ground, r.text}
	if r.icon != nil {
		o = append(o, r.icon)
	}
	return append(o, r.ring)
}

const iconSize = 16

func (r *buttonRenderer) MinSize() fyne.Size {
	w := float32(10)
	if r.b.label != "" {
		w += fyne.MeasureText(r.b.label, r.text.TextSize, r.text.TextStyle).Width + 10
	}
	if r.b.icon != nil {
		w += iconSize + 2
	}
	return fyne.NewSize(max(w, 28), 28)
}

func (r *buttonRenderer) Layout(s fyne.Size) {
	r.ground.Resize(s)
	r.ring.Move(fyne.NewPos(-3, -3))
	r.ring.Resize(s.Add(fyne.NewSize(6, 6)))
	textW := float32(0)
	if r.b.label != "" {
		textW = fyne.MeasureText(r.b.label, r.text.TextSize, r.text.TextStyle).Width
	}
	x := (s.Width - textW) / 2
	if r.icon != nil {
		total := float32(iconSize)
		if textW > 0 {
			total += 6 + textW
		}
		left := (s.Width - total) / 2
		r.icon.Move(fyne.NewPos(left, (s.Height-iconSize)/2))
		r.icon.Resize(fyne.NewSquareSize(iconSize))
		x = left + iconSize + 6
	}
	h := r.text.MinSize().Height
	r.text.Move(fyne.NewPos(x, (s.Height-h)/2))
	r.text.Resize(fyne.NewSize(textW, h))
}

func (r *buttonRenderer) Refresh() {
	b := r.b
	ground, ink := theme.ColorNameButton, theme.ColorNameForeground
	switch {
	case b.primary && !b.disabled:
		ground, ink = theme.ColorNamePrimary, theme.ColorNameForegroundOnPrimary
	case b.disabled:
		ink = theme.ColorNameDisabled
	case b.hovered:
		ground = theme.ColorNameHover
	}
	r.ground.FillColor = themed(ground)
	if b.flat && !b.hovered {
		r.ground.FillColor = color.Transparent
	}
	r.text.Text = b.label
	r.text.Color = themed(ink)
	r.text.TextSize = scaled(sizeText)
	r.text.TextStyle.Bold = b.primary
	if b.icon != nil {
		if r.icon == nil {
			r.icon = canvas.NewImageFromResource(nil)
		}
		r.icon.Resource = inked(b.icon, ink)
		r.icon.Refresh()
	} else {
		r.icon = nil
	}
	r.ring.StrokeColor = themed(colorFocusRing)
	r.ring.Hidden = !b.focused
	r.Layout(b.Size())
	canvas.Refresh(b)
}
