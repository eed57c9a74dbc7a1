package window

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A wizard or start card is a layer between menu and status bar, not a dialog,
// so that the 112 notice stays readable.

// showLayer lays a card over the workspace.
func (w *Window) showLayer(card fyne.CanvasObject) {
	w.catch, w.again = nil, nil
	w.layer.Objects = []fyne.CanvasObject{newBlocker(color.NRGBA{0x16, 0x20, 0x2A, 0x66}), container.NewCenter(card)}
	w.layer.Show()
	w.layer.Refresh()
}

// hideLayer takes the card away.
func (w *Window) hideLayer() {
	w.layer.Objects, w.catch, w.again = nil, nil, nil
	w.layer.Hide()
	w.layer.Refresh()
	w.focus(w.m)
}

func (w *Window) layerShown() bool { return w.layer.Visible() && len(w.layer.Objects) > 0 }

// blocker is a ground that swallows clicks meant for what lies under it.
type blocker struct {
	widget.BaseWidget
	colour color.Color
}

func newBlocker(c color.Color) *blocker {
	b := &blocker{colour: c}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *blocker) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(b.colour))
}

// Tapped implements fyne.Tappable.
func (*blocker) Tapped(*fyne.PointEvent) {}

// TappedSecondary implements fyne.SecondaryTappable.
func (*blocker) TappedSecondary(*fyne.PointEvent) {}

// Scrolled implements fyne.Scrollable.
func (*blocker) Scrolled(*fyne.ScrollEvent) {}

// Dragged implements fyne.Draggable.
func (*blocker) Dragged(*fyne.DragEvent) {}

// DragEnd implements fyne.Draggable.
func (*blocker) DragEnd() {}

// card puts a content on a white sheet of a least size.
func (w *Window) card(content fyne.CanvasObject, width, height float32) fyne.CanvasObject {
	g := fill(theme.ColorNameOverlayBackground)
	g.CornerRadius = 6
	g.StrokeWidth, g.StrokeColor = 1, themed(theme.ColorNameSeparator)
	return container.NewStack(g, newBlocker(color.Transparent), fixed(width, height, content))
}

// dialogCard is a card with a heading, a body and a row of buttons.
func (w *Window) dialogCard(heading string, body, buttons fyne.CanvasObject, width float32) fyne.CanvasObject {
	head := container.NewBorder(nil, nil, nil, newFlat("", iconClose, w.hideLayer), middle(text(heading, sizeDialog, true, theme.ColorNameForeground)))
	return w.card(container.NewBorder(container.NewVBox(padded(12, 12, 10, 20, head), hairline()),
		container.NewVBox(hairline(), padded(10, 16, 10, 16, buttons)), nil, nil, padded(14, 20, 14, 20, body)), width, 0)
}
