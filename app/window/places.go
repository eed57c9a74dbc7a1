package window

import (
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"pinezka/app/wording"
	"pinezka/data"
)

// tellFacility says which facility was clicked.
func (w *Window) tellFacility(id data.FacilityID) {
	if f, ok := w.s.Facility(id); ok {
		w.s.Say(strings.TrimSpace(w.s.Words().T("facility.said", "kind", w.s.Words().T("facility."+string(f.Kind)), "name", f.Name, "place", f.Words)))
	}
}

// numberWords writes a count without decimals, and other numbers with two.
func numberWords(w *wording.Words, v float64) string {
	if v == math.Trunc(v) && v < 1e15 {
		return w.Int(int(v))
	}
	return w.Decimal(v, 2)
}

// statistics lists the numbers of the area that the filter names, else of the whole
// municipality.
func (d *details) statistics() []fyne.CanvasObject {
	s, w := d.w.s, d.w.s.Words()
	name := s.Filter.Value().Area
	var out []fyne.CanvasObject
	for _, a := range s.Areas() {
		if name == "" && a.Kind != data.AreaGmina || name != "" && a.Name != name {
			continue
		}
		list := s.AreaStatistics(a.ID)
		if len(list) == 0 {
			continue
		}
		out = append(out, wrapped(w.T("details.statistics", "area", a.Name), theme.SizeNameText, true, theme.ColorNameForeground),
			wrapped(w.T("details.statistics.note"), theme.SizeNameCaptionText, false, colorText2))
		for _, x := range list {
			out = append(out, container.NewBorder(nil, nil, nil, middle(text(numberWords(w, x.Value), sizeText, true, theme.ColorNameForeground)),
				container.NewVBox(wrapped(s.IndicatorName(x.Indicator), theme.SizeNameText, false, theme.ColorNameForeground),
					wrapped(s.PeriodShort(x.From, x.To), theme.SizeNameCaptionText, false, colorText2))))
		}
	}
	return out
}
