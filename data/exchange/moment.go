package exchange

import (
	"math"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // offices' computers may have no time zones of their own

	"pinezka/data"
)

// DateOrder is the order of day, month and year in a column. A column has one.
type DateOrder string

// The orders of dates. Years of four digits that stand first are told by
// themselves.
const (
	DayFirst   DateOrder = "dmy"
	MonthFirst DateOrder = "mdy"
)

// moment is a date, a time of day, or both, as a cell has them.
type moment struct {
	year, month, day     int // day 0: the month only
	hour, minute, second int
	dated, timed, zoned  bool
	offset               int // minutes east of Greenwich, when zoned
}

// reading says how well a cell could be read.
type reading uint8

const (
	readable   reading = iota
	unreadable         // no date
	impossible         // a date that the calendar does not have
)

// warsaw is the clock of the reports.
var warsaw = mustLoad("Europe/Warsaw")

func mustLoad(name string) *time.Location {
	l, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // the zones are embedded
	}
	return l
}

// parseMoment reads a cell with a date and perhaps a time of day.
func parseMoment(s string, order DateOrder) (moment, reading) {
	var m moment
	s = strings.TrimSpace(s)
	a, na, rest := digits(s)
	if na == 0 {
		return m, unreadable
	}
	var y, mo, d int
	switch {
	case na == 8 && (rest == "" || rest[0] == 'T' || rest[0] == ' '): // 20240501
		y, mo, d = a/10000, a/100%100, a%100
	case rest == "":
		return m, unreadable
	default:
		sep := rest[0]
		if sep == ' ' || (sep == '.' && len(rest) > 1 && rest[1] == ' ') {
			if na <= 2 {
				if month, year, tail, ok := wordMonth(strings.TrimLeft(rest, ". ")); ok {
					y, mo, d, rest = year, month, a, tail
					break
				}
			}
			return m, unreadable
		}
		if sep != '.' && sep != '-' && sep != '/' {
			return m, unreadable
		}
		b, nb, rest2 := digits(rest[1:])
		if nb == 0 || nb > 2 && na > 2 {
			return m, unreadable
		}
		if len(rest2) == 0 || rest2[0] != sep {
			switch {
			case strings.TrimSpace(rest2) != "":
				return m, unreadable
			case na == 4 && nb <= 2: // 2024-05
				m.year, m.month = a, b
			case na <= 2 && nb == 4: // 05.2024
				m.year, m.month = b, a
			default:
				return m, unreadable
			}
			if m.month < 1 || m.month > 12 {
				return m, impossible
			}
			m.dated = true
			return m, readable
		}
		c, nc, rest3 := digits(rest2[1:])
		if nc == 0 {
			return m, unreadable
		}
		rest = rest3
		switch {
		case na == 4 && nc <= 2:
			y, mo, d = a, b, c
		case na <= 2 && (nc == 4 || nc == 2):
			y, mo, d = c, b, a
			if order == MonthFirst {
				mo, d = a, b
			}
			if nc == 2 {
				y += 2000
			}
		default:
			return m, unreadable
		}
	}
	if mo < 1 || mo > 12 || d < 1 || d > daysIn(y, mo) || y < 1 {
		return m, impossible
	}
	m.year, m.month, m.day, m.dated = y, mo, d, true
	rest = strings.TrimLeft(rest, "T ,")
	rest = strings.TrimPrefix(rest, "r.")
	rest = strings.TrimLeft(rest, " ,")
	rest = strings.TrimPrefix(rest, "godz.")
	if rest == "" {
		return m, readable
	}
	t, ok := parseClock(strings.TrimLeft(rest, " "))
	if !ok {
		return m, unreadable
	}
	m.hour, m.minute, m.second = t.hour, t.minute, t.second
	m.timed, m.zoned, m.offset = true, t.zoned, t.offset
	return m, readable
}

// parseClock reads a time of day: 8:15, 08.15, 22:10:05, with Z or an offset.
func parseClock(s string) (moment, bool) {
	var m moment
	h, n, rest := digits(s)
	if n == 0 || n > 2 {
		return m, false
	}
	m.hour = h
	if rest != "" && (rest[0] == ':' || rest[0] == '.') {
		m.minute, n, rest = digits(rest[1:])
		if n != 2 {
			return m, false
		}
		if rest != "" && (rest[0] == ':' || rest[0] == '.') {
			m.second, n, rest = digits(rest[1:])
			if n != 2 {
				return m, false
			}
			if rest != "" && (rest[0] == '.' || rest[0] == ',') { // parts of a second
				_, _, rest = digits(rest[1:])
			}
		}
	}
	if m.hour > 24 || m.minute > 59 || m.second > 59 || (m.hour == 24 && m.minute+m.second > 0) {
		return m, false
	}
	m.timed = true
	rest = strings.TrimSpace(rest)
	switch {
	case rest == "":
		return m, m.hour < 24
	case rest == "Z" || rest == "z":
		m.zoned = true
		return m, m.hour < 24
	case rest[0] == '+' || rest[0] == '-':
		oh, n, tail := digits(rest[1:])
		om := 0
		switch {
		case n == 4 && tail == "":
			oh, om = oh/100, oh%100
		case n == 2 && len(tail) == 3 && tail[0] == ':':
			om, _, tail = digits(tail[1:])
		}
		if tail != "" || oh > 14 || om > 59 {
			return m, false
		}
		m.zoned, m.offset = true, oh*60+om
		if rest[0] == '-' {
			m.offset = -m.offset
		}
		return m, m.hour < 24
	}
	return m, false
}

// fromSerial turns a spreadsheet's day number into a moment: days since
// 30 December 1899, or since 1904 in workbooks of old Macintoshes. A whole number
// is a day without an hour.
func fromSerial(v float64, since1904 bool) (moment, bool) {
	if since1904 {
		v += 1462
	}
	if !(v >= 1 && v < 109575) { // to the year 2199
		return moment{}, false
	}
	seconds := int64(math.Round(v * 86400)) // a hair below the minute is the minute
	day, clock := seconds/86400, int(seconds%86400)
	y, mo, d := time.Unix((day-25569)*86400, 0).UTC().Date()
	m := moment{year: y, month: int(mo), day: d, dated: true}
	if v != math.Trunc(v) {
		m.timed = true
		m.hour, m.minute, m.second = clock/3600, clock/60%60, clock%60
	}
	return m, true
}

// clockFromSerial turns a part of a day into a time.
func clockFromSerial(v float64) (moment, bool) {
	if !(v >= 0 && v < 1) {
		return moment{}, false
	}
	clock := int(math.Round(v*86400)) % 86400
	return moment{timed: true, hour: clock / 3600, minute: clock / 60 % 60, second: clock % 60}, true
}

// serial reads a cell that is nothing but a spreadsheet's number.
func serial(s string) (float64, bool) {
	if s == "" || s[0] < '0' || s[0] > '9' {
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil
}

// digits cuts a run of at most nine digits off.
func digits(s string) (value, n int, rest string) {
	for n < len(s) && n < 9 && s[n] >= '0' && s[n] <= '9' {
		value = value*10 + int(s[n]-'0')
		n++
	}
	return value, n, s[n:]
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// months are the first letters of the months, in both cases of Polish and in
// English, after folding.
var months = []string{
	"sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paz", "lis", "gru",
	"jan", "feb", "", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
}

// wordMonth reads "maja 2024" and what follows.
func wordMonth(s string) (month, year int, rest string, ok bool) {
	word, tail, ok := strings.Cut(s, " ")
	if !ok {
		return 0, 0, "", false
	}
	f := data.Fold(word)
	for i, m := range months {
		if m != "" && strings.HasPrefix(f, m) {
			month = i%12 + 1
			break
		}
	}
	year, n, rest := digits(tail)
	return month, year, rest, month > 0 && n == 4
}

// wall appends the moment as the wall clock of a When and returns its kind. Whole
// minutes are written without seconds.
func (m *moment) wall(b []byte) ([]byte, data.TimeKind) {
	b = pad(b, m.year, 4)
	b = append(b, '-')
	b = pad(b, m.month, 2)
	if m.day == 0 {
		return b, data.TimeMonth
	}
	b = append(b, '-')
	b = pad(b, m.day, 2)
	if !m.timed {
		return b, data.TimeDate
	}
	b = append(b, 'T')
	b = pad(b, m.hour, 2)
	b = append(b, ':')
	b = pad(b, m.minute, 2)
	if m.second != 0 {
		b = append(b, ':')
		b = pad(b, m.second, 2)
	}
	return b, data.TimeInstant
}

func pad(b []byte, v, n int) []byte {
	for unit := [...]int{0, 1, 10, 100, 1000}[n]; unit > 0; unit /= 10 {
		b = append(b, byte('0'+v/unit%10))
	}
	return b
}

// local turns an instant with an offset into the clock of Warsaw.
func (m *moment) local() {
	t := time.Date(m.year, time.Month(m.month), m.day, m.hour, m.minute-m.offset, m.second, 0, time.UTC).In(warsaw)
	m.year, m.day = t.Year(), t.Day()
	m.month = int(t.Month())
	m.hour, m.minute, m.second = t.Clock()
	m.zoned = false
}

// skipped tells whether the clock of Warsaw never showed this time, since it was
// put forward.
func (m *moment) skipped() bool {
	if !m.timed || m.day == 0 || m.hour > 3 {
		return false
	}
	t := time.Date(m.year, time.Month(m.month), m.day, m.hour, m.minute, 0, 0, warsaw)
	return t.Hour() != m.hour
}

// dateEvidence counts what a column says about the order of its dates.
type dateEvidence struct {
	firstBig, secondBig int // how many dates have more than 12 in the first, second place
	small               int // dates that fit either order
	slashes             int
}

// see looks at a cell; dates that begin with the year say nothing.
func (e *dateEvidence) see(s string) {
	s = strings.TrimSpace(s)
	if len(s) < 6 || len(s) > 4 && s[4] == '-' {
		return
	}
	a, na, rest := digits(s)
	if na == 0 || na > 2 || len(rest) < 2 || (rest[0] != '.' && rest[0] != '/' && rest[0] != '-') {
		return
	}
	b, nb, rest2 := digits(rest[1:])
	if nb == 0 || nb > 2 || len(rest2) < 3 || rest2[0] != rest[0] {
		return
	}
	if rest[0] == '/' {
		e.slashes++
	}
	switch {
	case a > 12 && b <= 12:
		e.firstBig++
	case b > 12 && a <= 12:
		e.secondBig++
	case a <= 12 && b <= 12:
		e.small++
	}
}

// order returns the order of the column, and whether it is sure. Points and
// hyphens are the Polish way, so without other evidence they mean the day first;
// slashes are written both ways.
func (e *dateEvidence) order() (o DateOrder, sure bool) {
	switch {
	case e.firstBig+e.secondBig == 0:
		return DayFirst, e.slashes == 0
	case e.secondBig*4 <= e.firstBig:
		return DayFirst, true
	case e.firstBig*4 <= e.secondBig:
		return MonthFirst, true
	}
	return DayFirst, false
}

// civil returns the day of a moment that has one.
func (m *moment) civil() data.Day {
	d, _ := data.DayOf(m.year, time.Month(m.month), m.day)
	return d
}
