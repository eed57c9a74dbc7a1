package window

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/paulmach/orb"

	"pinezka/data"
)

// reportForm is the card for a report by hand: a click at the place, the
// category by letters, the status, the day. The last values stay, so that a row
// of like reports takes few keys, and a counter says how many this sitting has.
type reportForm struct {
	w       *Window
	content fyne.CanvasObject

	place    *elided
	category *widget.SelectEntry
	status   *widget.Select
	day      *dateField
	hours    *widget.Entry
	origin   *widget.Select
	text     *textArea
	note     *textArea
	count    *elided
	store    *button

	names   []string // as shown, in the order of ids
	ids     []data.CategoryID
	states  []data.StatusID
	where   data.Place
	when    *data.Day
	editing data.ReportID
	stored  int
}

func newReportForm(w *Window) *reportForm {
	f := &reportForm{w: w}
	s, words := w.s, w.s.Words()
	for _, c := range s.Catalogue().Categories {
		f.names = append(f.names, s.CategoryShort(c.ID))
		f.ids = append(f.ids, c.ID)
	}
	var statusNames []string
	for _, st := range s.Catalogue().Statuses {
		statusNames = append(statusNames, s.StatusName(st.ID, ""))
		f.states = append(f.states, st.ID)
	}
	f.place = newElided(sizeText, false, theme.ColorNameForeground)
	f.category = widget.NewSelectEntry(f.names)
	f.category.SetPlaceHolder(words.T("report.category.hint"))
	f.category.OnChanged = func(q string) { f.category.SetOptions(f.matching(q)) }
	f.category.OnSubmitted = func(string) { f.save() }
	f.status = widget.NewSelect(statusNames, nil)
	f.status.SetSelectedIndex(0)
	f.day = newDateField(s.Date, func(d *data.Day) { f.when = d })
	f.day.OnSubmitted = func(string) { f.day.commit(); f.save() }
	f.hours = widget.NewEntry()
	f.hours.SetPlaceHolder(words.T("report.hour.hint"))
	f.hours.OnSubmitted = func(string) { f.save() }
	var origins []string
	for _, o := range data.Origins {
		origins = append(origins, words.T("origin."+string(o)))
	}
	f.origin = widget.NewSelect(origins, nil)
	f.origin.SetSelectedIndex(len(origins) - 1)
	f.text, f.note = newTextArea(2, f.save), newTextArea(2, f.save)
	f.count = newElided(sizeCaption, false, colorText2)
	f.store = newPrimary(words.T("report.store"), iconCheck, f.save)
	body := container.NewVBox(
		field(words, "report.place", f.place), field(words, "report.category", f.category), field(words, "report.status", f.status),
		container.NewGridWithColumns(2, field(words, "report.day", f.day), field(words, "report.hour", f.hours)),
		field(words, "report.origin", f.origin), field(words, "report.text", f.text), field(words, "report.note", f.note), f.count,
	)
	head := container.NewBorder(nil, nil, middle(text(words.T("report.new"), sizeTab, true, theme.ColorNamePrimary)), newFlat("", iconClose, w.closeForm))
	foot := container.NewVBox(hairline(), padded(8, 8, 8, 8, container.NewHBox(f.store, newButton(words.T("close"), nil, w.closeForm), layout.NewSpacer(),
		middle(text("Enter", sizeCaption, false, colorText2)))))
	f.content = onGround(theme.ColorNameBackground, container.NewBorder(
		container.NewVBox(padded(6, 6, 4, 12, head), hairline()), foot, nil, nil, container.NewVScroll(padded(8, 12, 8, 12, body))))
	return f
}

// matching lists the categories whose name, letters or words begin as typed.
func (f *reportForm) matching(q string) []string {
	q = data.Fold(q)
	if q == "" {
		return f.names
	}
	var first, rest []string
	for i, name := range f.names {
		c, _ := f.w.s.Catalogue().Category(f.ids[i])
		folded := data.Fold(name)
		switch {
		case strings.HasPrefix(folded, q), strings.EqualFold(c.Letters, q):
			first = append(first, name)
		case strings.Contains(" "+folded+" "+data.Fold(c.NamePL+" "+c.NameEN), " "+q):
			rest = append(rest, name)
		}
	}
	return append(first, rest...)
}

// chosen returns the category that the typed letters mean: the name itself, or
// the only or first match.
func (f *reportForm) chosen() (data.CategoryID, bool) {
	match := f.matching(f.category.Text)
	if strings.TrimSpace(f.category.Text) == "" || len(match) == 0 {
		return "", false
	}
	if i := slices.Index(f.names, f.category.Text); i >= 0 {
		return f.ids[i], true
	}
	return f.ids[slices.Index(f.names, match[0])], true
}

// begin asks for a new report at a place.
func (f *reportForm) begin(at orb.Point) {
	f.editing = 0
	f.setPlace(data.Place{Point: at, Precision: data.PrecisionPoint, Words: f.w.s.PlaceWords(at)})
	f.store.SetLabel(f.w.s.Words().T("report.store"))
	f.w.later(func() { f.w.focus(f.category) })
}

// edit puts a stored report into the card.
func (f *reportForm) edit(r data.Report) {
	f.editing = r.ID
	f.setPlace(r.Where)
	f.category.SetText(f.w.s.CategoryShort(r.Category))
	f.status.SetSelectedIndex(slices.Index(f.states, r.Status))
	f.when = nil
	if d, last, ok := r.When.Days(); ok && d == last {
		f.when = &d
	}
	f.day.Put(f.when)
	f.hours.SetText("")
	if m, ok := r.When.Minute(); ok {
		f.hours.SetText(clock(m))
	}
	f.origin.SetSelectedIndex(slices.Index(data.Origins, r.Origin))
	f.text.SetText(r.Text)
	f.note.SetText(r.Note)
	f.store.SetLabel(f.w.s.Words().T("report.store.changed"))
}

func (f *reportForm) setPlace(p data.Place) {
	f.where = p
	f.place.Set(placeWords(f.w.s, data.Report{Where: p}))
}

// save stores the card and keeps it open for the next report.
func (f *reportForm) save() {
	s, words := f.w.s, f.w.s.Words()
	f.day.commit()
	id, ok := f.chosen()
	if !ok {
		s.Say(words.T("report.category.unknown", "text", f.category.Text))
		f.w.focus(f.category)
		return
	}
	minute, hasHour, ok := parseClock(f.hours.Text)
	if !ok {
		s.Say(words.T("report.hour.unknown", "text", f.hours.Text))
		f.w.focus(f.hours)
		return
	}
	r := data.Report{Nature: data.NatureNuisance}
	if f.editing != 0 {
		if old, ok := s.Report(f.editing); ok {
			r = old
		}
	}
	r.Category, r.Where = id, f.where
	if i := f.status.SelectedIndex(); i >= 0 {
		r.Status, r.StatusWritten = f.states[i], f.status.Selected
	}
	if i := f.origin.SelectedIndex(); i >= 0 {
		r.Origin = data.Origins[i]
	}
	r.Text, r.Note = strings.TrimSpace(f.text.Text), strings.TrimSpace(f.note.Text)
	switch {
	case f.when == nil && r.When.Kind == data.TimeMonth:
		// A month stays what it was; the form has no field for it.
	case f.when == nil:
		r.When = data.When{Kind: data.TimeNone, Weekdays: r.When.Weekdays, Band: r.When.Band}
	case hasHour:
		r.When.Kind, r.When.Wall = data.TimeInstant, f.when.String()+"T"+clock(minute)
	default:
		r.When.Kind, r.When.Wall = data.TimeDate, f.when.String()
	}
	if f.editing != 0 {
		f.w.do(s.ChangeReport(r))
		f.w.closeForm()
		return
	}
	if _, err := s.AddReport(r); err != nil {
		s.Fail(err)
		return
	}
	f.stored++
	f.count.Set(words.N("report.stored", f.stored))
	f.text.SetText("")
	f.note.SetText("")
	f.w.askPlace()
}

func clock(minute int) string {
	two := func(n int) string {
		if n < 10 {
			return "0" + itoa(n)
		}
		return itoa(n)
	}
	return two(minute/60) + ":" + two(minute%60)
}

// parseClock reads 22:30, 22.30 or 22; an empty field states no hour.
func parseClock(s string) (minute int, stated, ok bool) {
	s = strings.TrimSpace(s)
	if s == "" {
		return 0, false, true
	}
	h, m, _ := strings.Cut(strings.ReplaceAll(s, ".", ":"), ":")
	hour, mins := number(h), 0
	if m != "" {
		mins = number(m)
	}
	if hour < 0 || hour > 23 || mins < 0 || mins > 59 {
		return 0, false, false
	}
	return hour*60 + mins, true, true
}

func number(s string) int {
	if s == "" || len(s) > 2 {
		return -1
	}
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' {
			return -1
		}
		n = n*10 + int(r-'0')
	}
	return n
}
