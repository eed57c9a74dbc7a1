package data

import (
	"fmt"
	"strings"
	"time"
)

// TimeKind says how exactly a When is known.
type TimeKind string

// The kinds of time. A date is not midnight and a month is not its first day.
const (
	TimeNone      TimeKind = "none"      // nothing is known
	TimeInstant   TimeKind = "instant"   // day and hour
	TimeDate      TimeKind = "date"      // the day only
	TimeMonth     TimeKind = "month"     // the month only
	TimeRecurring TimeKind = "recurring" // weekdays and a band of hours, with or without a day
)

// When is when a threat happens, with its doubt; never a bare instant.
type When struct {
	Kind TimeKind

	// Wall is the wall clock as ISO 8601 without an offset: 2024-05-01T11:05,
	// 2024-05-01T11:05:30, 2024-05-01 or 2024-05, by Kind. A recurring time may have a date or "".
	Wall string

	// Original keeps the instant of a source that gave one with an offset or Z.
	Original string

	// Weekdays on which it happens, as given by the reporter; 0 when not stated.
	Weekdays Weekdays

	// Band of hours as given by the reporter.
	Band Band
}

// Weekdays is a set of days of the week, Monday is bit 0.
type Weekdays uint8

// WeekdaysOf returns the set of the given days.
func WeekdaysOf(days ...time.Weekday) Weekdays {
	var w Weekdays
	for _, d := range days {
		w |= 1 << mondayFirst(d)
	}
	return w
}

// Has tells whether the day is in the set.
func (w Weekdays) Has(d time.Weekday) bool { return w&(1<<mondayFirst(d)) != 0 }

func mondayFirst(d time.Weekday) uint { return uint(d+6) % 7 }

var weekdayCodes = [7]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// String writes the set as mon,fri.
func (w Weekdays) String() string {
	var s []string
	for i, code := range weekdayCodes {
		if w&(1<<i) != 0 {
			s = append(s, code)
		}
	}
	return strings.Join(s, ",")
}

// ParseWeekdays reads mon,fri; the empty string is the empty set.
func ParseWeekdays(s string) (Weekdays, error) {
	var w Weekdays
	if strings.TrimSpace(s) == "" {
		return 0, nil
	}
next:
	for _, part := range strings.Split(s, ",") {
		for i, code := range weekdayCodes {
			if strings.EqualFold(strings.TrimSpace(part), code) {
				w |= 1 << i
				continue next
			}
		}
		return 0, fmt.Errorf("weekday %q: want mon, tue, wed, thu, fri, sat or sun", part)
	}
	return w, nil
}

// Band is a span of the day in minutes after midnight, half-open; To <= From
// goes over midnight. The zero value means that no band is stated.
type Band struct {
	From, To int
}

// IsSet tells whether a band is stated.
func (b Band) IsSet() bool { return b.From != 0 || b.To != 0 }

// Contains tells whether the minute of the day lies in the band.
func (b Band) Contains(minute int) bool {
	if b.From < b.To {
		return minute >= b.From && minute < b.To
	}
	return minute >= b.From || minute < b.To
}

// String writes the band as 22:00-06:00.
func (b Band) String() string {
	if !b.IsSet() {
		return ""
	}
	return fmt.Sprintf("%02d:%02d-%02d:%02d", b.From/60, b.From%60, b.To/60, b.To%60)
}

// ParseBand reads 22:00-06:00; the empty string is no band.
func ParseBand(s string) (Band, error) {
	if strings.TrimSpace(s) == "" {
		return Band{}, nil
	}
	var h1, m1, h2, m2 int
	if n, err := fmt.Sscanf(s, "%d:%d-%d:%d", &h1, &m1, &h2, &m2); n != 4 || err != nil ||
		h1 < 0 || h1 > 24 || h2 < 0 || h2 > 24 || m1 < 0 || m1 > 59 || m2 < 0 || m2 > 59 || h1*60+m1 > 1440 || h2*60+m2 > 1440 {
		return Band{}, fmt.Errorf("hours %q: want HH:MM-HH:MM", s)
	}
	return Band{From: (h1*60 + m1) % 1440, To: h2*60 + m2}, nil
}

// Days returns the first and the last civil day that the time may lie on. It
// reports false when no day is known.
func (w When) Days() (first, last Day, ok bool) {
	switch {
	case w.Kind == TimeMonth && len(w.Wall) >= 7:
		d, err := ParseDay(w.Wall[:7] + "-01")
		if err != nil {
			return 0, 0, false
		}
		return d, d.AddMonths(1) - 1, true
	case w.Kind != TimeNone && len(w.Wall) >= 10:
		d, err := ParseDay(w.Wall[:10])
		return d, d, err == nil
	}
	return 0, 0, false
}

// Dated tells whether a single civil day is known.
func (w When) Dated() bool {
	first, last, ok := w.Days()
	return ok && first == last
}

// Minute returns the minute of the day of an instant.
func (w When) Minute() (int, bool) {
	if len(w.Wall) < 16 || w.Wall[10] != 'T' {
		return 0, false
	}
	var h, m int
	if n, err := fmt.Sscanf(w.Wall[11:16], "%d:%d", &h, &m); n != 2 || err != nil {
		return 0, false
	}
	return h*60 + m, true
}

// wallLayouts are the forms of Wall that each kind allows.
var wallLayouts = map[TimeKind][]string{
	TimeNone:      {""},
	TimeInstant:   {"2006-01-02T15:04", "2006-01-02T15:04:05"},
	TimeDate:      {time.DateOnly},
	TimeMonth:     {"2006-01"},
	TimeRecurring: {"", time.DateOnly, "2006-01-02T15:04"},
}

// Validate tells what is wrong with the time, or nil.
func (w When) Validate() error {
	layouts, ok := wallLayouts[w.Kind]
	if !ok {
		return fmt.Errorf("time kind %q is unknown", w.Kind)
	}
	for _, l := range layouts {
		if _, err := time.Parse(l, w.Wall); err == nil {
			return nil
		}
	}
	return fmt.Errorf("time %q does not fit its kind %q", w.Wall, w.Kind)
}
