package notes

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"pinezka/data"
)

// deadline is until when something is asked for.
type deadline struct {
	day  *data.Day // last day that is meant; nil when no day can be told
	text string    // as written; "" when nothing is said
}

// numberWords are the numbers that stand in words before days, weeks and months.
var numberWords = map[string]int{
	"jednego": 1, "dwoch": 2, "trzech": 3, "czterech": 4, "pieciu": 5, "szesciu": 6, "siedmiu": 7, "dziesieciu": 10, "czternastu": 14, "dwudziestu": 20, "trzydziestu": 30, "pol": 6,
}

var (
	withinPattern  = regexp.MustCompile(`\b(?:w ciagu|w terminie|w przeciagu|do|nie pozniej niz (?:w ciagu )?)\s+(?:(\d{1,3}|` + "jednego|dwoch|trzech|czterech|pieciu|szesciu|siedmiu|dziesieciu|czternastu|dwudziestu|trzydziestu" + `)\s+)?(dni|dnia|tygodni|tygodnia|miesiecy|miesiaca|roku|lat)\b(?: od (?:daty |dnia )?(?:debaty|spotkania))?`)
	quarterPattern = regexp.MustCompile(`\b(?:do konca |w |na )?(iv|iii|ii|i|[1-4])\.? kwarta\w+(?:\s+(\d{4}|biezacego roku|przyszlego roku))?`)
	endPattern     = regexp.MustCompile(`\b(?:do|z|pod|na|przed) (?:konca|koncem|koniec) (?:biezacego |tego |br\.? )?(?:miesiaca )?(przyszlego roku|nastepnego roku|roku szkolnego|roku|wakacji|lata|zimy|wiosny|jesieni|sezonu|tygodnia|miesiaca|kwartalu|` + monthNames + `)(?:\s+(\d{4}))?`)
	untilPattern   = regexp.MustCompile(`\b(?:do|najpozniej(?: do)?|przed|nie pozniej niz(?: do)?|termin\w*:?(?: realizacji:?)?(?: do)?|na)\s+(?:dnia\s+)?$`)
	inMonthPattern = regexp.MustCompile(`\b(?:(?:jeszcze|najpozniej|realizacja:?) we? |termin\s*[:-]?\s*(?:w )?)(` + monthNames + `)(?:\s+(\d{4}))?`)
	thisYear       = regexp.MustCompile(`\bjeszcze w (?:tym|biezacym) roku\b|\bw (?:tym|biezacym) roku kalendarzowym\b`)
	nextYear       = regexp.MustCompile(`\bw (?:przyszlym|nastepnym) roku\b`)
	vaguePattern   = regexp.MustCompile(`\b(?:na biezaco|niezwlocznie|pilnie|natychmiast\w*|jak najszybciej|bezzwlocznie|od zaraz|stale|ciagle|bezterminowo|(?:przed|do|na poczatku|z poczatkiem) (?:[a-z]+ )?(?:sezon\w*|zim[ayei]|zimy|wiosn[ayei]|lat[aeo]m?|jesieni\w*|swiet\w*|swiat\w*|wakacj\w*|ferii|feriami|rok\w* szkoln\w+|upal\w*|mroz\w*|` + monthNames + `))\b`)
	sincePattern   = regexp.MustCompile(`\bod\s+(?:dnia\s+)?[\d. a-z]{1,20}$`)
)

// deadlineOf reads until when something is asked for. Days are reckoned from the
// debate; without its day only a date with a year is one.
func deadlineOf(text string, f folded, debate *data.Day) deadline {
	said := func(from, to int) string { return strings.TrimSpace(original(text, f, from, to)) }
	group := func(m []int, i int) string {
		if m[2*i] < 0 {
			return ""
		}
		return f.s[m[2*i]:m[2*i+1]]
	}
	year := func(s string) int {
		switch n, err := strconv.Atoi(s); {
		case err == nil:
			return n
		case debate == nil:
			return 0
		case s != "" && strings.Contains(s, "przyszl"):
			return debate.Time().Year() + 1
		}
		return debate.Time().Year()
	}
	is := func(d data.Day, from, to int) deadline { return deadline{&d, said(from, to)} }

	for _, w := range dates(f, true) {
		before := lastOf(f.s, w.from)
		lead := untilPattern.FindStringIndex(before)
		if lead == nil || sincePattern.MatchString(before[:lead[0]]) {
			continue
		}
		lead[0] += w.from - len(before)
		switch {
		case w.year:
			return is(w.day, lead[0], w.to)
		case debate != nil:
			return is(w.after(*debate), lead[0], w.to)
		}
		return deadline{nil, said(lead[0], w.to)}
	}
	if m := quarterPattern.FindStringSubmatchIndex(f.s); m != nil {
		q := map[string]int{"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}[group(m, 1)]
		y := year(group(m, 2))
		if y == 0 {
			return deadline{nil, said(m[0], m[1])}
		}
		d := monthEnd(y, time.Month(3*q))
		if debate != nil && m[4] < 0 && d < *debate {
			d = monthEnd(y+1, time.Month(3*q))
		}
		return is(d, m[0], m[1])
	}
	if m := endPattern.FindStringSubmatchIndex(f.s); m != nil {
		if d, ok := endOf(group(m, 1), year(group(m, 2)), m[4] >= 0, debate); ok {
			return is(d, m[0], m[1])
		}
		return deadline{nil, said(m[0], m[1])}
	}
	if m := withinPattern.FindStringSubmatchIndex(f.s); m != nil {
		n, err := strconv.Atoi(group(m, 1))
		if err != nil {
			n = max(numberWords[group(m, 1)], 1)
		}
		counted := m[2] >= 0 || !strings.HasPrefix(f.s[m[0]:], "do")
		if unit := group(m, 2); counted && debate != nil {
			t := debate.Time()
			switch {
			case strings.HasPrefix(unit, "d"):
				t = t.AddDate(0, 0, n)
			case strings.HasPrefix(unit, "t"):
				t = t.AddDate(0, 0, 7*n)
			case strings.HasPrefix(unit, "m"):
				t = t.AddDate(0, n, 0)
			default:
				t = t.AddDate(n, 0, 0)
			}
			return is(data.DayFromTime(t), m[0], m[1])
		} else if counted {
			return deadline{nil, said(m[0], m[1])}
		}
	}
	if m := inMonthPattern.FindStringSubmatchIndex(f.s); m != nil {
		if d, ok := endOf(group(m, 1), year(group(m, 2)), m[4] >= 0, debate); ok {
			return is(d, m[0], m[1])
		}
		return deadline{nil, said(m[0], m[1])}
	}
	for i, p := range []*regexp.Regexp{thisYear, nextYear} {
		if m := p.FindStringIndex(f.s); m != nil {
			if debate == nil {
				return deadline{nil, said(m[0], m[1])}
			}
			return is(monthEnd(debate.Time().Year()+i, time.December), m[0], m[1])
		}
	}
	if m := vaguePattern.FindStringIndex(f.s); m != nil {
		return deadline{nil, said(m[0], m[1])}
	}
	return deadline{}
}

// endOf returns the last day of what a word names: a month, the year, the summer
// holidays. Seasons have no day that could be told.
func endOf(what string, year int, given bool, debate *data.Day) (data.Day, bool) {
	if year == 0 {
		return 0, false
	}
	if m := monthOf(what); m != 0 {
		d := monthEnd(year, m)
		if !given && debate != nil && d < *debate {
			d = monthEnd(year+1, m)
		}
		return d, true
	}
	if debate == nil && what != "roku" {
		return 0, false
	}
	switch what {
	case "roku":
		return monthEnd(year, time.December), true
	case "przyszlego roku", "nastepnego roku":
		return monthEnd(year+1, time.December), true
	case "wakacji":
		d := monthEnd(year, time.August)
		if d < *debate {
			d = monthEnd(year+1, time.August)
		}
		return d, true
	case "tygodnia": // until Sunday
		t := debate.Time()
		return *debate + data.Day((7-int(t.Weekday()))%7), true
	case "miesiaca":
		t := debate.Time()
		return monthEnd(t.Year(), t.Month()), true
	case "kwartalu":
		t := debate.Time()
		return monthEnd(t.Year(), (t.Month()-1)/3*3+3), true
	}
	return 0, false
}

// deadlineCell reads a cell that holds nothing but a deadline.
func deadlineCell(text string, debate *data.Day) deadline {
	if text = strings.TrimSpace(text); text == "" {
		return deadline{}
	}
	f := fold(text)
	if found := dates(f, true); len(found) > 0 {
		switch w := found[0]; {
		case w.year:
			return deadline{&w.day, text}
		case debate == nil:
			return deadline{nil, text}
		default:
			d := w.after(*debate)
			return deadline{&d, text}
		}
	}
	if d := deadlineOf(text, f, debate); d.day != nil {
		return deadline{d.day, text}
	}
	// A month alone, with or without its year.
	if m := monthCell.FindStringSubmatch(f.s); m != nil {
		y, err := strconv.Atoi(m[2])
		if err != nil && debate != nil {
			y = debate.Time().Year()
		}
		if d, ok := endOf(m[1], y, err == nil, debate); ok {
			return deadline{&d, text}
		}
	}
	return deadline{nil, text}
}

var monthCell = regexp.MustCompile(`^(?:w |do )?(` + monthNames + `)\s*(\d{4})?(?: r\.?)?$`)
