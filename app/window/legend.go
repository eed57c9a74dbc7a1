package window

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"pinezka/data"
	"pinezka/mapview/overlay"
	"pinezka/mapview/style"
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
	if surface := s.View.Surface(); surface != nil {
		l.surface(surface)
		return
	}
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
	kinds := l.kinds()
	for _, k := range kinds {
		key += "/" + string(k)
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
	if len(kinds) > 0 {
		l.rows.Add(text(s.Words().T("legend.facilities"), sizeCaption, true, theme.ColorNameForeground))
	}
	for _, k := range kinds {
		l.rows.Add(container.NewHBox(fixed(20, 18, l.w.signs.facility(k)), middle(text(s.Words().T("facility."+string(k)), sizeCaption, false, theme.ColorNameForeground))))
	}
	l.box.Refresh()
}

// surface lists the classes of a density or of counts, and says what neither can.
func (l *legend) surface(f *overlay.Surface) {
	l.last = ""
	words := l.w.s.Words()
	l.rows.RemoveAll()
	l.rows.Add(text(words.T("legend."+string(f.Kind()), "size", words.Int(int(f.Size()))+" m"), sizeCaption, true, theme.ColorNameForeground))
	breaks := f.Breaks()
	if len(breaks) == 0 {
		l.rows.Add(text(words.T("legend.nothing"), sizeCaption, false, theme.ColorNameForeground))
	}
	for i, low := range breaks {
		span := words.T("legend.over", "low", low)
		if i+1 < len(breaks) {
			span = words.T("legend.span", "low", low, "high", breaks[i+1])
		}
		swatch := canvas.NewRectangle(style.SurfaceColour(i))
		swatch.StrokeWidth, swatch.StrokeColor = 1, themed(theme.ColorNameSeparator)
		l.rows.Add(container.NewHBox(fixed(20, 16, padded(2, 1, 2, 1, swatch)), middle(text(span, sizeCaption, false, theme.ColorNameForeground))))
	}
	const width, few = 262, 3
	spots := f.Spots()
	for _, spot := range spots[:min(few, len(spots))] {
		l.rows.Add(fixed(width, 40, wrapped(words.T("legend.spot", "letter", spot.Letter, "n", spot.Count,
			"expected", words.Decimal(spot.Expected, 1), "area", words.Decimal(spot.AreaM2/1e6, 2), "cells", f.Tested()), theme.SizeNameCaptionText, false, theme.ColorNameForeground)))
	}
	if more := len(spots) - few; more > 0 {
		l.rows.Add(text(words.N("legend.spots-more", more), sizeCaption, false, colorText2))
	}
	if f.Kind() == overlay.SurfaceDensity {
		l.rows.Add(fixed(width, 72, wrapped(words.T("legend.caution"), theme.SizeNameCaptionText, false, colorText2)))
	}
	l.box.Refresh()
}

// kinds returns the kinds of facility that the project has.
func (l *legend) kinds() []data.FacilityKind {
	var out []data.FacilityKind
	for _, k := range []data.FacilityKind{data.FacilityExisting, data.FacilityCandidate} {
		if slices.ContainsFunc(l.w.s.Facilities(), func(f data.Facility) bool { return f.Kind == k }) {
			out = append(out, k)
		}
	}
	return out
}
