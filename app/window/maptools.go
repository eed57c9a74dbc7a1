package window

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pinezka/app/session"
	"pinezka/mapview/overlay"
)

// surfaceKinds are what the map may show, in the order of the tool bar.
var surfaceKinds = []overlay.SurfaceKind{"", overlay.SurfaceDensity, overlay.SurfaceSquares, overlay.SurfaceHexes}

// mapTools is the bar over the map: symbols, density or cells, and how wide.
type mapTools struct {
	w        *Window
	kinds    *segment
	size     *widget.Select
	label    *canvas.Text
	content  fyne.CanvasObject
	updating bool
}

func newMapTools(w *Window) *mapTools {
	t := &mapTools{w: w}
	words := w.s.Words()
	names := make([]string, len(surfaceKinds))
	for i, k := range surfaceKinds {
		if k == "" {
			k = "symbols"
		}
		names[i] = words.T("view." + string(k))
	}
	t.kinds = newSegment(names, 0, func(i int) {
		w.s.View.SetKind(surfaceKinds[i])
		t.update()
	})
	t.size = widget.NewSelect(nil, func(string) {
		if i := t.size.SelectedIndex(); !t.updating && i >= 0 {
			w.s.View.SetSize(session.SurfaceSizes[w.s.View.Kind()][i])
		}
	})
	t.label = text("", sizeText, false, colorText2)
	t.content = onGround(theme.ColorNameBackground, container.NewVBox(padded(5, 8, 5, 8, container.NewHBox(t.kinds, middle(t.label), t.size)), hairline()))
	t.update()
	return t
}

func (t *mapTools) update() {
	v := &t.w.s.View
	t.updating = true
	defer func() { t.updating = false }()
	t.kinds.Choose(max(0, slices.Index(surfaceKinds, v.Kind())))
	if v.Kind() == "" {
		t.label.Hide()
		t.size.Hide()
		return
	}
	t.label.Text = t.w.s.Words().T("view.size")
	if v.Kind() == overlay.SurfaceDensity {
		t.label.Text = t.w.s.Words().T("view.radius")
	}
	sizes := session.SurfaceSizes[v.Kind()]
	options := make([]string, len(sizes))
	for i, m := range sizes {
		options[i] = t.w.s.Words().Int(int(m)) + " m"
	}
	t.size.Options = options
	t.size.SetSelectedIndex(max(0, slices.Index(sizes, v.Size())))
	t.label.Show()
	t.size.Show()
}
