package session

import (
	"slices"
	"strings"
	"time"

	"pinezka/app/wording"
	"pinezka/data"
)

// FilterWords says the filter as a sentence. The searched words are left out
// when forPublic is set, since a search may name a person.
func (s *Session) FilterWords(f data.Filter, forPublic bool) string {
	w := s.words
	parts := []string{s.PeriodWords(f.Period), s.categoriesWords(f)}
	if len(f.Statuses) > 0 {
		var in, out []string
		for _, st := range s.catalogue.Statuses {
			name := s.StatusName(st.ID, "")
			if slices.Contains(f.Statuses, st.ID) {
				in = append(in, name)
			} else {
				out = append(out, name)
			}
		}
		if len(out) <= 2 && len(in) > 2 {
			parts = append(parts, w.T("filter.status.except", "list", strings.Join(out, ", ")))
		} else {
			parts = append(parts, w.T("filter.status.only", "list", strings.Join(in, ", ")))
		}
	}
	if len(f.Origins) > 0 {
		var names []string
		for _, o := range f.Origins {
			names = append(names, w.T("origin."+string(o)))
		}
		parts = append(parts, w.T("filter.origin", "list", strings.Join(names, ", ")))
	}
	if len(f.Natures) > 0 {
		var names []string
		for _, n := range f.Natures {
			names = append(names, w.T("nature."+string(n)))
		}
		parts = append(parts, w.T("filter.nature", "list", strings.Join(names, ", ")))
	}
	if len(f.Institutions) > 0 {
		parts = append(parts, w.T("filter.institution", "list", strings.Join(f.Institutions, ", ")))
	}
	if f.Area != "" {
		parts = append(parts, w.T("filter.area", "name", f.Area))
	}
	if f.Weekdays != 0 {
		parts = append(parts, w.T("filter.weekdays", "list", s.weekdays(f.Weekdays)))
	}
	if f.Hours.IsSet() {
		parts = append(parts, w.T("filter.hours", "band", strings.ReplaceAll(f.Hours.String(), "-", "–")))
	}
	if f.Text != "" && !forPublic {
		parts = append(parts, w.T("filter.text", "text", f.Text))
	}
	if f.WithoutReaction > 0 {
		parts = append(parts, w.N("filter.without-reaction", f.WithoutReaction))
	}
	if f.Undated && (f.Period.IsSet() || f.WithoutReaction > 0) {
		parts = append(parts, w.T("filter.undated"))
	}
	return wording.UpperFirst(strings.Join(parts, "; "))
}

// PeriodWords says a period: "od 1 marca do 31 października 2026 r.".
func (s *Session) PeriodWords(p data.Period) string {
	w := s.words
	switch {
	case p.From == nil && p.To == nil:
		return w.T("filter.period.all")
	case p.To == nil:
		return w.T("filter.period.from", "from", w.DateLong(p.From.Date()))
	case p.From == nil:
		return w.T("filter.period.to", "to", w.DateLong(p.To.Date()))
	}
	y1, m1, d1 := p.From.Date()
	y2, _, _ := p.To.Date()
	from := w.DateLong(y1, m1, d1)
	if y1 == y2 {
		from = w.DayMonth(m1, d1)
	}
	return w.T("filter.period", "from", from, "to", w.DateLong(p.To.Date()))
}

func (s *Session) categoriesWords(f data.Filter) string {
	if len(f.Categories)+len(f.Groups) == 0 {
		return s.words.T("filter.categories.all")
	}
	m := Filter{s: s, value: f}
	var in, out []string
	for _, c := range s.catalogue.Categories {
		if m.CategoryChecked(c.ID) {
			in = append(in, s.CategoryShort(c.ID))
		} else {
			out = append(out, s.CategoryShort(c.ID))
		}
	}
	for _, g := range s.catalogue.Groups {
		if len(in) > 0 && m.onlyGroup(g.ID) {
			return s.words.T("filter.categories.group", "name", s.GroupName(g.ID))
		}
	}
	switch {
	case len(in) == 0:
		return s.words.T("filter.categories.none")
	case len(in) <= 4:
		return s.words.T("filter.categories.only", "list", strings.Join(in, ", "))
	case len(out) <= 4:
		return s.words.T("filter.categories.except", "list", strings.Join(out, ", "))
	}
	return s.words.N("filter.categories.some", len(in), "of", len(in)+len(out))
}

// onlyGroup tells whether exactly the categories of a group of several pass.
func (f *Filter) onlyGroup(g data.GroupID) bool {
	n := 0
	for _, c := range f.s.catalogue.Categories {
		if (c.Group == g) != f.CategoryChecked(c.ID) {
			return false
		}
		if c.Group == g {
			n++
		}
	}
	return n > 1
}

func (s *Session) weekdays(set data.Weekdays) string {
	var names []string
	for i := range 7 {
		d := time.Weekday((i + 1) % 7)
		if set.Has(d) {
			names = append(names, s.words.WeekdayShort(d))
		}
	}
	return strings.Join(names, ", ")
}
