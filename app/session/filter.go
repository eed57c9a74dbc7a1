package session

import (
	"slices"
	"time"

	"github.com/paulmach/orb/planar"

	"pinezka/data"
)

// Filter holds the one filter of the session and what it lets through.
type Filter struct {
	s       *Session
	value   data.Filter
	shown   []int         // indices into reports, in order of id
	passed  []data.Report // the same as values, made when asked for
	undated int

	first, last data.Day // of all dated reports
	dated       bool

	byCategory map[data.CategoryID]int // obeying every part but the categories
	byStatus   map[data.StatusID]int
	byOrigin   map[data.Origin]int
	byArea     map[string]int
}

// noCategory is a category that no report has: the filter's form for "none
// ticked", since an empty list means all.
const noCategory data.CategoryID = "none"

// Value returns the filter.
func (f *Filter) Value() data.Filter { return f.value }

// Set replaces the filter.
func (f *Filter) Set(v data.Filter) {
	f.value = v
	f.refresh()
	f.s.announce(TopicFilter)
	f.s.Compare.stale()
	f.s.Sheet.stale()
}

// Reset drops every part of the filter.
func (f *Filter) Reset() { f.Set(data.Filter{}) }

// refresh passes over the reports once for each question.
func (f *Filter) refresh() {
	s := f.s
	f.shown, f.passed, f.undated, f.dated = f.shown[:0], nil, 0, false
	f.byCategory, f.byStatus, f.byOrigin = map[data.CategoryID]int{}, map[data.StatusID]int{}, map[data.Origin]int{}
	f.byArea = map[string]int{}
	s.View.drop()
	if s.catalogue == nil {
		return
	}
	// Every count obeys the searched words, and to look for them is what takes time.
	text := s.matcher(data.Filter{Text: f.value.Text})
	rest := f.value
	rest.Text = ""
	all := s.matcher(rest)
	noCategories, noStatuses, noOrigins, noArea := rest, rest, rest, rest
	noCategories.Categories, noCategories.Groups = nil, nil
	noStatuses.Statuses = nil
	noOrigins.Origins = nil
	noArea.Area = ""
	mc, ms, mo, ma := s.matcher(noCategories), s.matcher(noStatuses), s.matcher(noOrigins), s.matcher(noArea)
	for i := range s.reports {
		r := &s.reports[i]
		if first, last, ok := r.When.Days(); ok {
			f.widen(first, last)
		}
		if text.Match(r) != data.Included {
			continue
		}
		switch all.Match(r) {
		case data.Included:
			f.shown = append(f.shown, i)
		case data.UndatedOnly:
			f.undated++
		}
		if mc.Match(r) == data.Included {
			id := r.Category
			if id == "" {
				id = data.Uncategorised
			}
			f.byCategory[id]++
		}
		if ms.Match(r) == data.Included {
			id := r.Status
			if id == "" {
				id = data.StatusNone
			}
			f.byStatus[id]++
		}
		if mo.Match(r) == data.Included {
			f.byOrigin[r.Origin]++
		}
		if len(s.areasOf[i]) > 0 && ma.Match(r) == data.Included {
			var names []string // an area may be drawn twice
			for _, a := range s.areasOf[i] {
				if name := s.areas[a].Name; !slices.Contains(names, name) {
					names = append(names, name)
					f.byArea[name]++
				}
			}
		}
	}
}

func (f *Filter) widen(first, last data.Day) {
	if !f.dated {
		f.first, f.last, f.dated = first, last, true
		return
	}
	f.first, f.last = min(f.first, first), max(f.last, last)
}

// matcher prepares a filter for the session's catalogue and areas.
func (s *Session) matcher(f data.Filter) *data.Matcher {
	var inArea func(*data.Report) bool
	if f.Area != "" {
		var named []data.Area
		for _, a := range s.areas {
			if a.Name == f.Area {
				named = append(named, a)
			}
		}
		inArea = func(r *data.Report) bool {
			if !r.Where.Known() {
				return false
			}
			for _, a := range named {
				if planar.MultiPolygonContains(a.Geometry, r.Where.Point) {
					return true
				}
			}
			return false
		}
	}
	m := f.Matcher(s.catalogue, inArea)
	if f.WithoutReaction > 0 {
		m.Reactions(s.Today(), func(id data.ReportID) bool { return len(s.reactions.reports[id]) > 0 })
	}
	return m
}

// Shown returns the reports that pass, by id, as they are now: later edits do not
// reach the slice, and nobody may change it.
func (f *Filter) Shown() []data.Report {
	if f.passed == nil {
		f.passed = make([]data.Report, len(f.shown))
		for i, k := range f.shown {
			f.passed[i] = f.s.reports[k]
		}
	}
	return f.passed
}

// Count returns how many reports pass.
func (f *Filter) Count() int { return len(f.shown) }

// At returns the i-th report that passes.
func (f *Filter) At(i int) *data.Report { return &f.s.reports[f.shown[i]] }

// Undated returns how many reports only the missing day keeps out.
func (f *Filter) Undated() int { return f.undated }

// Total returns how many reports the project has.
func (f *Filter) Total() int { return len(f.s.reports) }

// CategoryCount, StatusCount, OriginCount and AreaCount obey every other part
// of the filter.
func (f *Filter) CategoryCount(id data.CategoryID) int { return f.byCategory[id] }

// StatusCount: see CategoryCount.
func (f *Filter) StatusCount(id data.StatusID) int { return f.byStatus[id] }

// OriginCount: see CategoryCount.
func (f *Filter) OriginCount(id data.Origin) int { return f.byOrigin[id] }

// AreaCount: see CategoryCount.
func (f *Filter) AreaCount(name string) int { return f.byArea[name] }

// GroupCount returns the sum over a group's categories.
func (f *Filter) GroupCount(g data.GroupID) int {
	n := 0
	for _, c := range f.s.catalogue.Categories {
		if c.Group == g {
			n += f.byCategory[c.ID]
		}
	}
	return n
}

// Check is the state of a box over several things.
type Check uint8

// The states of a box.
const (
	Unchecked Check = iota
	Partial
	Checked
)

// CategoryChecked tells whether a category passes.
func (f *Filter) CategoryChecked(id data.CategoryID) bool {
	if len(f.value.Categories)+len(f.value.Groups) == 0 {
		return true
	}
	if slices.Contains(f.value.Categories, id) {
		return true
	}
	c, ok := f.s.catalogue.Category(id)
	return ok && slices.Contains(f.value.Groups, c.Group)
}

// GroupChecked tells whether all, some or none of a group's categories pass.
func (f *Filter) GroupChecked(g data.GroupID) Check {
	return f.checked(func(c data.Category) bool { return c.Group == g })
}

// AllChecked tells whether all, some or none of the categories pass.
func (f *Filter) AllChecked() Check {
	return f.checked(func(data.Category) bool { return true })
}

func (f *Filter) checked(of func(data.Category) bool) Check {
	on, n := 0, 0
	for _, c := range f.s.catalogue.Categories {
		if of(c) {
			n++
			if f.CategoryChecked(c.ID) {
				on++
			}
		}
	}
	return CheckOf(on, n)
}

// CheckOf is the state of a box over n things of which some are on.
func CheckOf(on, n int) Check {
	switch on {
	case 0:
		return Unchecked
	case n:
		return Checked
	}
	return Partial
}

// choose lists what passes in the filter's form: nothing when all do, and what
// no report has when none does.
func choose[T any](all []T, none T, pass func(T) bool) []T {
	var out []T
	for _, x := range all {
		if pass(x) {
			out = append(out, x)
		}
	}
	switch len(out) {
	case len(all):
		return nil
	case 0:
		return []T{none}
	}
	return out
}

// CheckedCategories returns how many of the catalogue's categories pass.
func (f *Filter) CheckedCategories() int {
	n := 0
	for _, c := range f.s.catalogue.Categories {
		if f.CategoryChecked(c.ID) {
			n++
		}
	}
	return n
}

// SetCategory lets a category through or keeps it out.
func (f *Filter) SetCategory(id data.CategoryID, on bool) {
	f.setCategories(func(c data.Category) bool {
		if c.ID == id {
			return on
		}
		return f.CategoryChecked(c.ID)
	})
}

// SetGroup lets all of a group's categories through or keeps them out.
func (f *Filter) SetGroup(g data.GroupID, on bool) {
	f.setCategories(func(c data.Category) bool {
		if c.Group == g {
			return on
		}
		return f.CategoryChecked(c.ID)
	})
}

// SetAllCategories lets all categories through or none.
func (f *Filter) SetAllCategories(on bool) {
	f.setCategories(func(data.Category) bool { return on })
}

// OnlyCategory lets one category through.
func (f *Filter) OnlyCategory(id data.CategoryID) {
	f.setCategories(func(c data.Category) bool { return c.ID == id })
}

// OnlyGroup lets one group through.
func (f *Filter) OnlyGroup(g data.GroupID) {
	f.setCategories(func(c data.Category) bool { return c.Group == g })
}

// setCategories keeps reports without a known category in only while nothing is
// left out: "all" means all, and a choice means what was chosen.
func (f *Filter) setCategories(pass func(data.Category) bool) {
	var ids []data.CategoryID
	for _, c := range f.s.catalogue.Categories {
		ids = append(ids, c.ID)
	}
	v := f.value
	v.Categories = choose(ids, noCategory, func(id data.CategoryID) bool {
		c, _ := f.s.catalogue.Category(id)
		return pass(c)
	})
	v.Groups = nil
	f.Set(v)
}

// StatusChecked tells whether a status passes.
func (f *Filter) StatusChecked(id data.StatusID) bool {
	return len(f.value.Statuses) == 0 || slices.Contains(f.value.Statuses, id)
}

// SetStatuses lets statuses through or keeps them out.
func (f *Filter) SetStatuses(on bool, ids ...data.StatusID) {
	v := f.value
	v.Statuses = choose(f.statuses(), "none", func(st data.StatusID) bool {
		if slices.Contains(ids, st) {
			return on
		}
		return f.StatusChecked(st)
	})
	f.Set(v)
}

// OnlyStatuses lets the given statuses through.
func (f *Filter) OnlyStatuses(ids ...data.StatusID) {
	v := f.value
	v.Statuses = ids
	f.Set(v)
}

// statuses lists the catalogue's and, where a report has none, StatusNone.
func (f *Filter) statuses() []data.StatusID {
	var ids []data.StatusID
	for _, st := range f.s.catalogue.Statuses {
		ids = append(ids, st.ID)
	}
	return append(ids, data.StatusNone)
}

// OriginChecked tells whether an origin passes.
func (f *Filter) OriginChecked(o data.Origin) bool {
	return len(f.value.Origins) == 0 || slices.Contains(f.value.Origins, o)
}

// SetOrigin lets an origin through or keeps it out.
func (f *Filter) SetOrigin(id data.Origin, on bool) {
	v := f.value
	v.Origins = choose(data.Origins, "none", func(o data.Origin) bool {
		if o == id {
			return on
		}
		return f.OriginChecked(o)
	})
	f.Set(v)
}

// SetPeriod sets the span of days; an empty one is the whole time.
func (f *Filter) SetPeriod(p data.Period) {
	v := f.value
	v.Period = p
	f.Set(v)
}

// SetArea narrows to an area of the project; "" is the whole municipality.
func (f *Filter) SetArea(name string) {
	v := f.value
	v.Area = name
	f.Set(v)
}

// SetText narrows to reports that hold the words.
func (f *Filter) SetText(text string) {
	v := f.value
	v.Text = text
	f.Set(v)
}

// SetUndated shows or hides reports without a day while a period is set.
func (f *Filter) SetUndated(on bool) {
	v := f.value
	v.Undated = on
	f.Set(v)
}

// SetWithoutReaction narrows to unsettled reports that are older than some days and
// that nobody reacted to; 0 asks for none of it.
func (f *Filter) SetWithoutReaction(days int) {
	v := f.value
	v.WithoutReaction = days
	f.Set(v)
}

// Span returns the first and last day of all dated reports.
func (f *Filter) Span() (first, last data.Day, ok bool) { return f.first, f.last, f.dated }

// Bar is a bar of the time histogram.
type Bar struct {
	From, To data.Day // both belong to it
	Count    int
}

// Step is the length of a bar.
type Step string

// The steps.
const (
	StepDay   Step = "day"
	StepWeek  Step = "week"
	StepMonth Step = "month"
)

// Histogram counts the reports that pass every part of the filter but the
// period, by day, week from Monday or month. Reports known to the month only
// stand in monthly bars and are left out of finer ones.
func (f *Filter) Histogram(step Step) []Bar {
	first, last, ok := f.Span()
	if !ok {
		return nil
	}
	var bars []Bar
	index := make(map[data.Day]int)
	for d := startOf(first, step); d <= last; {
		next := nextOf(d, step)
		index[d] = len(bars)
		bars = append(bars, Bar{From: d, To: next - 1})
		d = next
	}
	v := f.value
	v.Period = data.Period{}
	m := f.s.matcher(v)
	for i := range f.s.reports {
		r := &f.s.reports[i]
		a, b, dated := r.When.Days()
		if !dated || startOf(a, step) != startOf(b, step) || m.Match(r) != data.Included {
			continue
		}
		bars[index[startOf(a, step)]].Count++
	}
	return bars
}

func startOf(d data.Day, step Step) data.Day {
	switch step {
	case StepMonth:
		return d.MonthStart()
	case StepWeek:
		return d - data.Day(d.Weekday()+6)%7
	}
	return d
}

func nextOf(d data.Day, step Step) data.Day {
	switch step {
	case StepMonth:
		return d.AddMonths(1)
	case StepWeek:
		return d + 7
	}
	return d + 1
}

// Preset is a period with a name.
type Preset string

// Presets lists the periods with names, in the order of the menu.
var Presets = []Preset{PresetAll, PresetYear, PresetHalf, Preset30Days, PresetPlan, PresetYearBefore}

// The presets. All but the first end on the as-of date of the data, or on the
// last report's day where no import says one.
const (
	PresetAll        Preset = "all"
	PresetYear       Preset = "year"        // the last 12 months
	PresetHalf       Preset = "half"        // the last 6 months
	Preset30Days     Preset = "30days"      // the last 30 days
	PresetPlan       Preset = "plan"        // the constables' half-year plan: 1.02-31.07 or 1.08-31.01
	PresetYearBefore Preset = "year-before" // the 12 months before the last 12
)

// PresetPeriod returns the span of a preset.
func (f *Filter) PresetPeriod(p Preset) data.Period {
	end, ok := f.s.AsOf()
	if !ok {
		if _, end, ok = f.Span(); !ok {
			return data.Period{}
		}
	}
	back := func(end data.Day, months int) data.Period { return data.NewPeriod((end + 1).AddMonths(-months), end) }
	switch p {
	case PresetYear:
		return back(end, 12)
	case PresetHalf:
		return back(end, 6)
	case Preset30Days:
		return data.NewPeriod(end-29, end)
	case PresetYearBefore:
		return back((end+1).AddMonths(-12)-1, 12)
	case PresetPlan:
		y, m, _ := end.Date()
		switch {
		case m == time.January:
			return planHalf(y-1, time.August)
		case m < time.August:
			return planHalf(y, time.February)
		}
		return planHalf(y, time.August)
	}
	return data.Period{}
}

func planHalf(year int, month time.Month) data.Period {
	from, _ := data.DayOf(year, month, 1)
	return data.NewPeriod(from, from.AddMonths(6)-1)
}
