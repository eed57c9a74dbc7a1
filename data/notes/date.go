package notes

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"pinezka/data"
)

// Months by the beginning of their folded names, which tells them apart in all
// their forms, and by Roman numbers.
const monthNames = `stycz\w*|lut(?:y|ego|ym)|marz(?:ec|ca|cu)|marca|marcu|kwie(?:cien|tni\w*)|maj(?:a|u)?|czerw(?:iec|ca|cu)|lip(?:iec|ca|cu)|sierp\w+|wrzes\w+|wrzesni\w*|pazdziernik\w*|listopad\w*|grud\w+`

const monthRomans = `i|ii|iii|iv|v|vi|vii|viii|ix|x|xi|xii`

func monthOf(s string) time.Month {
	for i, stem := range []string{"stycz", "lut", "mar", "kwie", "maj", "czerw", "lip", "sierp", "wrze", "pazdz", "listop", "grud"} {
		if strings.HasPrefix(s, stem) {
			return time.Month(i + 1)
		}
	}
	for i, r := range strings.Split(monthRomans, "|") {
		if s == r {
			return time.Month(i + 1)
		}
	}
	return 0
}

// when is a date found in a text.
type when struct {
	from, to int // in the folded text
	day      data.Day
	year     bool // false: the date has no year, and day means nothing
	month    time.Month
	date     int
}

var (
	isoPattern    = regexp.MustCompile(`\b(\d{4})-(\d{2})-(\d{2})\b`)
	dottedPattern = regexp.MustCompile(`\b(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4})\b`)
	namedPattern  = regexp.MustCompile(`\b(\d{1,2})\.?\s+(` + monthNames + `|(?:` + monthRomans + `)\b)(?:\s+(\d{4}))?\b`)
	shortPattern  = regexp.MustCompile(`\b(\d{1,2})\.(\d{1,2})\b`)
)

// maxDates is how many dates of one paragraph are looked at.
const maxDates = 200

// dates returns the dates of a text in their order. A short one such as 28.02
// counts only where short is true: elsewhere it may be an hour or a number.
func dates(f folded, short bool) []when {
	var out []when
	take := func(m []int, y, mo, d int) {
		if len(out) == maxDates {
			return
		}
		for _, w := range out {
			if m[0] < w.to && w.from < m[1] {
				return
			}
		}
		w := when{from: m[0], to: m[1], month: time.Month(mo), date: d, year: y > 0}
		ref := y
		if y == 0 {
			ref = 2024 // a leap year: 29 February may be meant
		}
		day, ok := data.DayOf(ref, w.month, d)
		if !ok || y != 0 && (y < 1990 || y > 2100) {
			return
		}
		w.day = day
		out = append(out, w)
	}
	num := func(m []int, i int) int {
		if m[2*i] < 0 {
			return 0
		}
		n, _ := strconv.Atoi(f.s[m[2*i]:m[2*i+1]])
		return n
	}
	for _, m := range isoPattern.FindAllStringSubmatchIndex(f.s, -1) {
		take(m, num(m, 1), num(m, 2), num(m, 3))
	}
	for _, m := range dottedPattern.FindAllStringSubmatchIndex(f.s, -1) {
		take(m, num(m, 3), num(m, 2), num(m, 1))
	}
	for _, m := range namedPattern.FindAllStringSubmatchIndex(f.s, -1) {
		if m[5]-m[4] <= 4 && m[6] < 0 && strings.Trim(f.s[m[4]:m[5]], "ivx") == "" {
			continue // "4, 5 i 6" is no day in January
		}
		take(m, num(m, 3), int(monthOf(f.s[m[4]:m[5]])), num(m, 1))
	}
	if short {
		for _, m := range shortPattern.FindAllStringSubmatchIndex(f.s, -1) {
			take(m, 0, num(m, 2), num(m, 1))
		}
	}
	for i := range out { // few, so they are sorted by hand
		for k := i; k > 0 && out[k].from < out[k-1].from; k-- {
			out[k], out[k-1] = out[k-1], out[k]
		}
	}
	return out
}

// startsDate tells whether a line that begins with a number and a point begins
// with a date, not with a list's number.
func startsDate(line string) bool {
	d := dates(fold(line), false)
	return len(d) > 0 && d[0].from == 0
}

// after returns the first such day that is not before the debate.
func (w when) after(debate data.Day) data.Day {
	if w.year {
		return w.day
	}
	y := debate.Time().Year()
	for range 9 {
		if d, ok := data.DayOf(y, w.month, w.date); ok && d >= debate {
			return d
		}
		y++
	}
	return w.day
}

// monthEnd returns the last day of a month.
func monthEnd(y int, m time.Month) data.Day {
	return data.DayFromTime(time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC))
}
