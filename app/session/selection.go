package session

import (
	"maps"
	"slices"

	"pinezka/data"
)

// Selection is what is selected and hovered. Map, list and charts show the same.
type Selection struct {
	s       *Session
	reports map[data.ReportID]bool
	hovered data.ReportID
	motion  data.MotionID
}

// Reports returns the selected reports' ids in order.
func (x *Selection) Reports() []data.ReportID { return slices.Sorted(maps.Keys(x.reports)) }

// Has tells whether a report is selected.
func (x *Selection) Has(id data.ReportID) bool { return x.reports[id] }

// Count returns how many reports are selected.
func (x *Selection) Count() int { return len(x.reports) }

// Select selects the reports and nothing else.
func (x *Selection) Select(ids ...data.ReportID) {
	x.reports = map[data.ReportID]bool{}
	for _, id := range ids {
		x.reports[id] = true
	}
	x.s.announce(TopicSelection)
}

// Toggle adds a report to the selection or takes it out.
func (x *Selection) Toggle(id data.ReportID) {
	if x.reports == nil {
		x.reports = map[data.ReportID]bool{}
	}
	if x.reports[id] {
		delete(x.reports, id)
	} else {
		x.reports[id] = true
	}
	x.s.announce(TopicSelection)
}

// Clear selects nothing.
func (x *Selection) Clear() {
	x.reports, x.motion, x.hovered = nil, 0, 0
	x.s.announce(TopicSelection)
}

// Hover lights a report; 0 lights none.
func (x *Selection) Hover(id data.ReportID) {
	if x.hovered == id {
		return
	}
	x.hovered = id
	x.s.announce(TopicHover)
}

// Hovered returns the report that is lit, or 0.
func (x *Selection) Hovered() data.ReportID { return x.hovered }

// Step selects the next (+1) or previous (-1) of the shown reports.
func (x *Selection) Step(by int) {
	n := x.s.Filter.Count()
	if n == 0 {
		return
	}
	at := -1
	if ids := x.Reports(); len(ids) > 0 {
		at = slices.IndexFunc(x.s.Filter.shown, func(i int) bool { return x.s.reports[i].ID == ids[0] })
	}
	switch {
	case at < 0 && by > 0:
		at = 0
	case at < 0:
		at = n - 1
	default:
		at = (at + by + n) % n
	}
	x.Select(x.s.Filter.At(at).ID)
}
