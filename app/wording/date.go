package wording

import (
	"fmt"
	"strconv"
	"time"
)

var monthsOf = map[Lang][12]string{
	PL: {"stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października", "listopada", "grudnia"},
	EN: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
}

var monthNames = map[Lang][12]string{
	PL: {"styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec", "lipiec", "sierpień", "wrzesień", "październik", "listopad", "grudzień"},
	EN: monthsOf[EN],
}

var monthsShort = map[Lang][12]string{
	PL: {"sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru"},
	EN: {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
}

var weekdaysShort = map[Lang][7]string{
	PL: {"pn", "wt", "śr", "cz", "pt", "sb", "nd"},
	EN: {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"},
}

// Date writes a day in figures: 31.10.2026.
func (w *Words) Date(y int, m time.Month, d int) string {
	return fmt.Sprintf("%02d.%02d.%d", d, int(m), y)
}

// DateLong writes a day in words: 31 października 2026 r., 31 October 2026.
func (w *Words) DateLong(y int, m time.Month, d int) string {
	s := strconv.Itoa(d) + " " + monthsOf[w.lang][m-1] + " " + strconv.Itoa(y)
	if w.lang == PL {
		s += " r."
	}
	return s
}

// DayMonth writes a day without its year: 31 października.
func (w *Words) DayMonth(m time.Month, d int) string {
	return strconv.Itoa(d) + " " + monthsOf[w.lang][m-1]
}

// Month writes a month: październik 2026.
func (w *Words) Month(y int, m time.Month) string {
	return monthNames[w.lang][m-1] + " " + strconv.Itoa(y)
}

// MonthShort writes a month for the ticks of a chart: paź.
func (w *Words) MonthShort(m time.Month) string { return monthsShort[w.lang][m-1] }

// WeekdayShort writes a day of the week for the ticks of a chart: pt.
func (w *Words) WeekdayShort(d time.Weekday) string { return weekdaysShort[w.lang][(d+6)%7] }

// ParseDate reads a day as people type it: 31.10.2026, 1.3.26, 31-10-2026,
// 2026-10-31. It reports false when that is no day of the calendar.
func ParseDate(s string) (y int, m time.Month, d int, ok bool) {
	for _, layout := range []string{"2.1.2006", "2.1.06", "2-1-2006", "2/1/2006", "2006-1-2", "2006.1.2", "2 1 2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			y, m, d = t.Date()
			return y, m, d, true
		}
	}
	return 0, 0, 0, false
}
