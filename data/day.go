package data

import (
	"fmt"
	"time"
)

// Day is a civil day in Europe/Warsaw, counted from 1 January 1970 (day 0).
// The zero value is therefore a real day; where a day may be missing, use the
// bool that comes with it.
type Day int32

// DayOf returns the day of a year, month and day of the month. It reports false
// when the calendar has no such day, as 30 February.
func DayOf(year int, month time.Month, day int) (Day, bool) {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if t.Year() != year || t.Month() != month || t.Day() != day {
		return 0, false
	}
	return Day(t.Unix() / secondsPerDay), true
}

const secondsPerDay = 24 * 60 * 60

// ParseDay reads a day written as 2006-01-02.
func ParseDay(s string) (Day, error) {
	// Read by hand: a day is read for every report, filter and count, and
	// time.Parse takes several times as long.
	if len(s) == 10 && s[4] == '-' && s[7] == '-' {
		y, ok1 := digits(s[:4])
		m, ok2 := digits(s[5:7])
		d, ok3 := digits(s[8:])
		if ok1 && ok2 && ok3 {
			if day, ok := DayOf(y, time.Month(m), d); ok {
				return day, nil
			}
		}
	}
	return 0, fmt.Errorf("day %q: want YYYY-MM-DD", s)
}

func digits(s string) (n int, ok bool) {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

// DayFromTime returns the day that the clock of t shows in t's own zone.
func DayFromTime(t time.Time) Day {
	y, m, d := t.Date()
	day, _ := DayOf(y, m, d)
	return day
}

// Time returns midnight of the day in UTC, for calendar arithmetic only.
func (d Day) Time() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

// String writes the day as 2006-01-02.
func (d Day) String() string { return d.Time().Format(time.DateOnly) }

// Date returns year, month and day of the month.
func (d Day) Date() (int, time.Month, int) { return d.Time().Date() }

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday { return d.Time().Weekday() }

// AddMonths moves by whole months; where the month is shorter, its last day is
// meant: 31 January plus one month is 28 or 29 February.
func (d Day) AddMonths(n int) Day {
	y, m, dd := d.Date()
	first := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return DayFromTime(first.AddDate(0, 0, min(dd, last)-1))
}

// MonthStart returns the first day of d's month.
func (d Day) MonthStart() Day {
	y, m, _ := d.Date()
	first, _ := DayOf(y, m, 1)
	return first
}

// Period is a span of civil days; both its ends belong to it. A nil end is open.
type Period struct {
	From, To *Day
}

// NewPeriod returns the closed span of two days.
func NewPeriod(from, to Day) Period { return Period{From: &from, To: &to} }

// IsSet tells whether the period excludes any day at all.
func (p Period) IsSet() bool { return p.From != nil || p.To != nil }

// Contains tells whether the day lies in the period, ends included.
func (p Period) Contains(d Day) bool {
	return (p.From == nil || d >= *p.From) && (p.To == nil || d <= *p.To)
}

// ContainsSpan tells whether all days from first to last lie in the period.
func (p Period) ContainsSpan(first, last Day) bool { return p.Contains(first) && p.Contains(last) }

// Days returns how many days a closed period has, or 0 when an end is open.
func (p Period) Days() int {
	if p.From == nil || p.To == nil {
		return 0
	}
	return int(*p.To-*p.From) + 1
}

// Validate refuses a period that ends before it begins.
func (p Period) Validate() error {
	if p.From != nil && p.To != nil && *p.To < *p.From {
		return fmt.Errorf("period ends on %s, before it begins on %s", *p.To, *p.From)
	}
	return nil
}
