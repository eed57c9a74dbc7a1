package window

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"pinezka/data"
)

// legend lists the statuses of the shown reports, drawn by the map's own symbols.
type legend struct {
	w    *Window
	box  *fyne.Container
	rows *fyne.Container
	last string
}

func newLegend(w *Window) *legend {
	l := &legend{w: w, rows: container.NewVBox()}
	g := fill(theme.ColorNameBackground)
	g.CornerRadius, g.StrokeWidth, g.StrokeColor = 4, 1, themed(theme.ColorNameSeparator)
	l.box = container.NewVBox(container.NewStack(g, padded(6, 12, 6, 8, l.rows)))
	return l
}

func (l *legend) update() {
	s := l.w.s
	counts := map[data.StatusID]int{}
	for i := range s.Filter.Count() {
		counts[s.Filter.At(i).Status]++
	}
	key := string(s.Words().Lang())
	for _, st := range s.Catalogue().Statuses {
		if counts[st.ID] > 0 {
			key += "/" + string(st.ID)
		}
	}
	if key == l.last {
		return
	}
	l.last = key
	l.rows.RemoveAll()
	l.rows.Add(text(s.Words().T("legend.status"), sizeCaption, true, theme.ColorNameForeground))
	for _, st := range s.Catalogue().Statuses {
		if counts[st.ID] == 0 {
			continue
		}
		l.rows.Add(container.NewHBox(fixed(20, 18, l.w.signs.status(string(st.ID))), middle(text(s.StatusName(st.ID, ""), sizeCaption, false, theme.ColorNameForeground))))
	}
	l.box.Refresh()
}
