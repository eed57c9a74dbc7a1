package data

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Filter (filtr) says which reports are meant. Screen, table, charts,
// comparison, export and print all use the same value. A part that is empty
// excludes nothing.
type Filter struct {
	Categories   []CategoryID
	Groups       []GroupID // joined with Categories: a report passes by either
	Statuses     []StatusID
	Origins      []Origin
	Natures      []Nature
	Institutions []string
	Period       Period
	Weekdays     Weekdays
	Hours        Band
	Area         string // name of an area of the project
	Text         string // folded words that text, place or category must contain
	Undated      bool   // with a period or WithoutReaction set: show reports without a day, too
	// WithoutReaction keeps reports that are older than this many days, unsettled
	// and without any reaction; 0 asks for none of it.
	WithoutReaction int
}

// IsSet tells whether the filter excludes anything.
func (f Filter) IsSet() bool {
	return len(f.Categories)+len(f.Groups)+len(f.Statuses)+len(f.Origins)+len(f.Natures)+len(f.Institutions) > 0 ||
		f.Period.IsSet() || f.Weekdays != 0 || f.Hours.IsSet() || f.Area != "" || f.Text != "" || f.WithoutReaction > 0
}

// Uncategorised stands in Filter.Categories for reports whose category the
// catalogue does not know.
const Uncategorised CategoryID = "-"

// StatusNone stands in Filter.Statuses for reports whose status is not known.
const StatusNone StatusID = "-"

// Matcher answers which reports pass a filter. Make one with Filter.Matcher.
type Matcher struct {
	f          Filter
	categories map[CategoryID]bool
	statuses   map[StatusID]bool
	text       string
	inArea     func(*Report) bool
	asOf       Day                 // see Reactions
	reacted    func(ReportID) bool // see Reactions
}

// Matcher prepares the filter for a catalogue. inArea tells whether a report
// lies in the area that the filter names; it is asked only when one is named and
// may be nil otherwise.
func (f Filter) Matcher(c *Catalogue, inArea func(*Report) bool) *Matcher {
	m := &Matcher{f: f, text: Fold(f.Text), inArea: inArea}
	if len(f.Categories)+len(f.Groups) > 0 {
		m.categories = map[CategoryID]bool{}
		for _, id := range f.Categories {
			m.categories[id] = true
		}
		for _, k := range c.Categories {
			if slices.Contains(f.Groups, k.Group) {
				m.categories[k.ID] = true
			}
		}
	}
	if len(f.Statuses) > 0 {
		m.statuses = map[StatusID]bool{}
		for _, id := range f.Statuses {
			m.statuses[id] = true
		}
	}
	return m
}

// Verdict is what a Matcher says of a report.
type Verdict uint8

// The verdicts. Undated means that only the missing day keeps the report out.
const (
	Excluded Verdict = iota
	Included
	UndatedOnly
)

// Match tells whether the report passes. Reports without a day that pass but for
// the period are UndatedOnly, so that they can be counted and named.
func (m *Matcher) Match(r *Report) Verdict {
	f := &m.f
	if m.categories != nil {
		id := r.Category
		if id == "" {
			id = Uncategorised
		}
		if !m.categories[id] {
			return Excluded
		}
	}
	if m.statuses != nil {
		id := r.Status
		if id == "" {
			id = StatusNone
		}
		if !m.statuses[id] {
			return Excluded
		}
	}
	if len(f.Origins) > 0 && !slices.Contains(f.Origins, r.Origin) {
		return Excluded
	}
	if len(f.Natures) > 0 && !slices.Contains(f.Natures, r.Nature) {
		return Excluded
	}
	if len(f.Institutions) > 0 && !slices.Contains(f.Institutions, r.Source.Institution) {
		return Excluded
	}
	if f.Area != "" && (m.inArea == nil || !m.inArea(r)) {
		return Excluded
	}
	if (f.Weekdays != 0 || f.Hours.IsSet()) && !m.matchHours(r) {
		return Excluded
	}
	if m.text != "" && !strings.Contains(Fold(r.Text+" "+r.Note+" "+r.Where.Words+" "+r.CategoryWritten+" "+r.Source.ID), m.text) {
		return Excluded
	}
	waiting := Included
	if f.WithoutReaction > 0 {
		if waiting = m.waiting(r); waiting == Excluded {
			return Excluded
		}
	}
	if f.Period.IsSet() {
		first, last, ok := r.When.Days()
		switch {
		case ok && f.Period.ContainsSpan(first, last):
		case ok && first == last:
			return Excluded
		case ok && (last < first || f.Period.From != nil && last < *f.Period.From || f.Period.To != nil && first > *f.Period.To):
			return Excluded
		case f.Undated:
		default:
			return UndatedOnly // no day, or a month that the period cuts
		}
	}
	return waiting
}

// matchHours follows KMZB: weekdays and hours stated by the reporter decide;
// where none are stated, the instant does.
func (m *Matcher) matchHours(r *Report) bool {
	f := &m.f
	minute, hasMinute := r.When.Minute()
	if f.Weekdays != 0 {
		switch {
		case r.When.Weekdays != 0:
			if r.When.Weekdays&f.Weekdays == 0 {
				return false
			}
		default:
			day, last, ok := r.When.Days()
			if !ok || day != last {
				return false
			}
			// The night of Friday goes on into Saturday morning.
			if f.Hours.IsSet() && f.Hours.To <= f.Hours.From && hasMinute && minute < f.Hours.To {
				day--
			}
			if !f.Weekdays.Has(day.Weekday()) {
				return false
			}
		}
	}
	if f.Hours.IsSet() {
		switch {
		case r.When.Band.IsSet():
			return overlap(f.Hours, r.When.Band)
		case hasMinute:
			return f.Hours.Contains(minute)
		default:
			return false
		}
	}
	return true
}

func overlap(a, b Band) bool {
	return a.Contains(b.From) || b.Contains(a.From)
}

// String writes the filter as the options of the command line have it; the empty
// filter is the empty string. ParseFilter reads it back. The form goes into
// saved views and sheet records.
func (f Filter) String() string {
	var parts []string
	add := func(key, value string) {
		if value != "" {
			parts = append(parts, key+"="+escape(value))
		}
	}
	each := func(key string, values []string) {
		for _, v := range values {
			add(key, v)
		}
	}
	each("category", toStrings(f.Categories))
	each("group", toStrings(f.Groups))
	each("status", toStrings(f.Statuses))
	each("origin", toStrings(f.Origins))
	each("nature", toStrings(f.Natures))
	each("institution", f.Institutions)
	if f.Period.From != nil {
		add("from", f.Period.From.String())
	}
	if f.Period.To != nil {
		add("to", f.Period.To.String())
	}
	add("weekday", f.Weekdays.String())
	add("hours", f.Hours.String())
	add("area", f.Area)
	add("text", f.Text)
	if f.Undated {
		add("undated", "include")
	}
	if f.WithoutReaction > 0 {
		add("without-reaction", strconv.Itoa(f.WithoutReaction))
	}
	return strings.Join(parts, ";")
}

// ParseFilter reads the form that Filter.String writes.
func ParseFilter(s string) (Filter, error) {
	var f Filter
	for _, part := range splitEscaped(s) {
		key, value, ok := strings.Cut(part, "=")
		if !ok {
			return Filter{}, fmt.Errorf("filter part %q: want KEY=VALUE", part)
		}
		if err := f.Set(key, value); err != nil {
			return Filter{}, err
		}
	}
	return f, f.Period.Validate()
}

// Set adds one option of the command line to the filter.
func (f *Filter) Set(key, value string) error {
	switch key {
	case "category":
		f.Categories = append(f.Categories, CategoryID(value))
	case "group":
		f.Groups = append(f.Groups, GroupID(value))
	case "status":
		f.Statuses = append(f.Statuses, StatusID(value))
	case "origin":
		f.Origins = append(f.Origins, Origin(value))
	case "nature":
		f.Natures = append(f.Natures, Nature(value))
	case "institution":
		f.Institutions = append(f.Institutions, value)
	case "from", "to":
		d, err := ParseDay(value)
		if err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		if key == "from" {
			f.Period.From = &d
		} else {
			f.Period.To = &d
		}
	case "weekday":
		w, err := ParseWeekdays(value)
		if err != nil {
			return err
		}
		f.Weekdays |= w
	case "hours":
		b, err := ParseBand(value)
		if err != nil {
			return err
		}
		f.Hours = b
	case "area":
		f.Area = value
	case "text":
		f.Text = value
	case "undated":
		if value != "include" && value != "exclude" {
			return fmt.Errorf("undated: want include or exclude, not %q", value)
		}
		f.Undated = value == "include"
	case "without-reaction":
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > maxAge {
			return fmt.Errorf("without-reaction: want a whole number of days from 1 to %d, not %q", maxAge, value)
		}
		f.WithoutReaction = n
	default:
		return fmt.Errorf("filter part %q is unknown", key)
	}
	return nil
}

// maxAge is the greatest number of days that WithoutReaction may be: a century.
const maxAge = 36525

func toStrings[T ~string](in []T) []string {
	out := make([]string, len(in))
	for i, v := range in {
		out[i] = string(v)
	}
	return out
}

var escaper = strings.NewReplacer(`\`, `\\`, `;`, `\;`)

func escape(s string) string { return escaper.Replace(s) }

func splitEscaped(s string) []string {
	var parts []string
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		case s[i] == ';':
			parts = append(parts, b.String())
			b.Reset()
		default:
			b.WriteByte(s[i])
		}
	}
	if b.Len() > 0 {
		parts = append(parts, b.String())
	}
	return parts
}
