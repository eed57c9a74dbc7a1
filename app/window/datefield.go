package window

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pinezka/app/wording"
	"pinezka/data"
)

func itoa(n int) string { return strconv.Itoa(n) }

// dateField takes a day as people type it and shows it as 31.10.2026. An empty
// field is an open end; a day that does not exist turns the outline red and
// changes nothing.
type dateField struct {
	widget.Entry
	day     *data.Day
	write   func(data.Day) string
	changed func(*data.Day)
}

func newDateField(write func(data.Day) string, changed func(*data.Day)) *dateField {
	f := &dateField{write: write, changed: changed}
	f.ExtendBaseWidget(f)
	f.Validator = func(s string) error {
		_, err := parseDay(s)
		return err
	}
	f.OnSubmitted = func(string) { f.commit() }
	return f
}

type badDate string

func (b badDate) Error() string { return "no such day: " + string(b) }

func parseDay(s string) (*data.Day, error) {
	if s == "" {
		return nil, nil
	}
	y, m, d, ok := wording.ParseDate(s)
	if !ok {
		return nil, badDate(s)
	}
	day, ok := data.DayOf(y, m, d)
	if !ok {
		return nil, badDate(s)
	}
	return &day, nil
}

// sameDay tells whether both are the same day, or both none.
func sameDay(a, b *data.Day) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

// Put shows a day, or nothing.
func (f *dateField) Put(d *data.Day) {
	f.day = d
	s := ""
	if d != nil {
		s = f.write(*d)
	}
	if f.Text != s {
		f.SetText(s)
	}
}

func (f *dateField) commit() {
	d, err := parseDay(f.Text)
	if err != nil {
		return // the outline is red
	}
	same := sameDay(d, f.day)
	f.Put(d)
	if !same {
		f.changed(d)
	}
}

// FocusLost implements fyne.Focusable: leaving the field takes what was typed.
func (f *dateField) FocusLost() {
	f.Entry.FocusLost()
	f.commit()
}

// MinSize implements fyne.CanvasObject.
func (f *dateField) MinSize() fyne.Size {
	w := fyne.MeasureText("00.00.0000", theme.TextSize(), fyne.TextStyle{}).Width
	return fyne.NewSize(w+38, f.Entry.MinSize().Height)
}
