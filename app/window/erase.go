package window

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"pinezka/data"
)

// eraseButton offers to remove a report's description and note for good, where
// there is one.
func (d *details) eraseButton(r data.Report) fyne.CanvasObject {
	if r.Text == "" && r.Note == "" {
		return layout.NewSpacer()
	}
	b := newFlat(d.w.s.Words().T("erase"), iconDelete, func() { d.w.askErase(r.ID) })
	b.SetEnabled(!d.w.s.ReadOnly())
	return container.NewHBox(b)
}

// askErase says what will go and what cannot come back, and asks.
func (w *Window) askErase(id data.ReportID) {
	words := w.s.Words()
	copies, err := w.s.CopiesWords()
	if err != nil {
		w.s.Fail(err)
		return
	}
	listed := words.T("erase.copies.none")
	if len(copies) > 0 {
		listed = words.T("erase.copies", "list", strings.Join(copies, ", "))
	}
	line := func(t string) fyne.CanvasObject {
		return wrapped(t, theme.SizeNameText, false, theme.ColorNameForeground)
	}
	body := container.NewVBox(line(words.T("erase.about")), line(listed), line(words.T("erase.elsewhere")))
	yes := newButton(words.T("erase"), iconDelete, func() {
		w.hideLayer()
		w.s.EraseTextLater(id)
	})
	// The safe answer is the one that stands out.
	no := newPrimary(words.T("cancel"), nil, w.hideLayer)
	w.showLayer(w.dialogCard(words.T("erase.title"), body, container.NewHBox(yes, layout.NewSpacer(), no), 520))
}
