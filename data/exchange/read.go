package exchange

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"pinezka/data"
	"pinezka/data/crs"
)

// ErrQuestion means that a question is open; nothing was read.
var ErrQuestion = errors.New("a question is open")

// Row is what became of one record: a Report or a Reject.
type Row struct {
	Report   *data.Report
	Reject   *Reject
	Key      string // identity in the source, see Key; "" for a Reject
	Findings []Finding
	LookedUp bool // the report's place was found by its words
	Row      int  // number of the record, from 1
	Line     int  // line of the text, row of the sheet, position of the feature
}

// Read yields a Row for every record of an inspected file. The reports are valid
// and not stored yet. An error ends the sequence; what came before it must then
// not be stored. Categories and statuses that the catalogue does not know stay
// as written, with a warning.
func Read(ctx context.Context, p *Proposal, catalogue *data.Catalogue) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		base := filepath.Base(p.Path)
		if p.Open() {
			yield(Row{}, fmt.Errorf("read %q: %s: %w", base, p.Questions[0].Key, ErrQuestion))
			return
		}
		r, err := newReader(p, catalogue)
		if err != nil {
			yield(Row{}, unread(base, err))
			return
		}
		err = p.table().each(ctx, func(rec *record) error {
			if !yield(r.row(rec), nil) {
				return errStop
			}
			return nil
		})
		if err != nil {
			yield(Row{}, unread(base, err))
		}
	}
}

// reader turns records into reports.
type reader struct {
	p         *Proposal
	catalogue *data.Catalogue
	at        columnsAt
	plane     crs.CRS
	outside   func(orb.Point) bool // nil when places need not be looked at
	given     data.Report          // what reports have when their row says nothing

	categories map[string]word[data.CategoryID]
	statuses   map[string]word[data.StatusID]
	known      map[string]string // institutions, so that equal ones share memory
	ordinals   map[uint64]int    // how many equal rows there were so far
	wall       []byte
	words      []string // of a place, for Locate
	findings   []Finding
}

// word is a name as written, once for all rows, and what it means.
type word[T any] struct {
	written string
	id      T
	known   bool
}

// columnsAt is where the columns of a report stand, -1 without.
type columnsAt struct {
	id, ordinal, category, categoryWritten, status, statusWritten int
	date, time, timeSource, weekdays, hours                       int
	first, second                                                 int // x and y, longitude and latitude
	precision, institution, origin, nature                        int
	place, text                                                   []int
}

func locate(m *Mapping) columnsAt {
	at := columnsAt{
		id: find(m.Columns, RoleID), ordinal: find(m.Columns, RoleOrdinal),
		category: find(m.Columns, RoleCategory), categoryWritten: find(m.Columns, RoleCategoryWritten),
		status: find(m.Columns, RoleStatus), statusWritten: find(m.Columns, RoleStatusWritten),
		date: find(m.Columns, RoleDate), time: find(m.Columns, RoleTime), timeSource: find(m.Columns, RoleTimeSource),
		weekdays: find(m.Columns, RoleWeekdays), hours: find(m.Columns, RoleHours),
		precision: find(m.Columns, RolePrecision), institution: find(m.Columns, RoleInstitution),
		origin: find(m.Columns, RoleOrigin), nature: find(m.Columns, RoleNature),
	}
	at.first, at.second = m.coordinateColumns()
	for i, c := range m.Columns {
		switch c.Role {
		case RolePlace:
			at.place = append(at.place, i)
		case RoleText:
			at.text = append(at.text, i)
		}
	}
	return at
}

func newReader(p *Proposal, catalogue *data.Catalogue) (*reader, error) {
	r := &reader{
		p: p, catalogue: catalogue, at: locate(&p.Mapping),
		categories: map[string]word[data.CategoryID]{}, statuses: map[string]word[data.StatusID]{},
		known: map[string]string{}, ordinals: map[uint64]int{},
	}
	r.given.Origin, r.given.Nature = p.opt.Origin, p.opt.Nature
	if p.Form == FormPoliceUK {
		r.given.Origin, r.given.Nature = or(r.given.Origin, data.OriginPolice), or(r.given.Nature, data.NatureOffence)
	}
	r.given.Origin, r.given.Nature = or(r.given.Origin, data.OriginContact), or(r.given.Nature, data.NatureNuisance)
	r.given.Source.Institution = p.opt.Institution
	r.given.When.Kind = data.TimeNone
	r.given.Where.Precision = data.PrecisionNone
	if p.CRS != 0 {
		c, err := crs.ByEPSG(p.CRS)
		if err != nil {
			return nil, err
		}
		r.plane = c
	}
	switch local := p.opt.Municipality; {
	case p.abroad:
	case local != (orb.Bound{}) && !local.IsEmpty():
		// A box with a margin of a tenth: the border is not the box.
		m := max(local.Max[0]-local.Min[0], local.Max[1]-local.Min[1]) / 10
		wide := local.Pad(m)
		r.outside = func(pt orb.Point) bool { return !wide.Contains(pt) }
	default:
		r.outside = func(pt orb.Point) bool { return !crs.Poland.Contains(pt) }
	}
	return r, nil
}

func or[T comparable](v, instead T) T {
	var zero T
	if v == zero {
		return instead
	}
	return v
}

// cell returns a cell without surrounding blanks, or "".
func cell(rec *record, i int) string {
	if i < 0 {
		return ""
	}
	s := rec.fields[i]
	if n := len(s); n == 0 || s[0] > ' ' && s[0] < 0x80 && s[n-1] > ' ' && s[n-1] < 0x80 {
		return s
	}
	return strings.TrimSpace(s)
}

func (r *reader) row(rec *record) Row {
	if rec.bad != "" {
		return Row{Reject: r.reject(rec), Row: rec.row, Line: rec.line}
	}
	r.findings = nil
	rep := new(data.Report)
	*rep = r.given
	r.source(rec, rep)
	r.category(rec, rep)
	r.status(rec, rep)
	r.when(rec, rep)
	r.where(rec, rep)
	rep.Text = r.join(rec, r.at.text, "\n")
	r.kind(rec, rep)
	if rec.short {
		r.note(rec, WarnShort, -1, "", "the row has fewer fields than the table has columns")
	}
	// The key comes first: a place that was looked up is none of the source's words,
	// and another base map must not make other rows of them.
	key := r.key(rep)
	lookedUp := r.lookUp(rec, rep)
	return Row{Report: rep, Key: key, Findings: r.findings, LookedUp: lookedUp, Row: rec.row, Line: rec.line}
}

// lookUp finds the place of a row that has words for it and no coordinates.
func (r *reader) lookUp(rec *record, rep *data.Report) bool {
	if r.p.opt.Locate == nil || rep.Where.Known() || len(r.at.place) == 0 || strings.TrimSpace(rep.Where.Words) == "" {
		return false
	}
	if code, ok := codeOf(precisionWords, cell(rec, r.at.precision)); ok && code == data.PrecisionNone {
		return false // the list says that nobody knows where
	}
	r.words = r.words[:0]
	for _, c := range r.at.place {
		r.words = append(r.words, r.plain(cell(rec, c)))
	}
	place, twins := r.p.opt.Locate(r.words)
	switch {
	case place.Known():
		rep.Where.Point, rep.Where.Precision = place.Point, place.Precision
		r.findings = slices.DeleteFunc(r.findings, func(f Finding) bool { return f.Code == WarnNoPlace })
		return true
	case twins:
		r.note(rec, WarnTwins, r.at.place[0], rep.Where.Words, "several places are called so")
	default:
		r.note(rec, WarnUnknownPlace, r.at.place[0], rep.Where.Words, "the base map knows no such place")
	}
	return false
}

func (r *reader) note(rec *record, code Code, column int, value, why string) {
	f := Finding{Code: code, Text: why, Row: rec.row, Line: rec.line, Value: value}
	if column >= 0 {
		f.Column = r.p.Columns[column].Name
	}
	r.findings = append(r.findings, f)
}

// notePlace notes something about both coordinates of a row.
func (r *reader) notePlace(rec *record, code Code, why string) {
	if rec.shape != nil || r.at.first < 0 {
		r.note(rec, code, -1, fmt.Sprint(rec.shape), why)
		return
	}
	r.note(rec, code, r.at.first, cell(rec, r.at.first)+"; "+cell(rec, r.at.second), why)
}

func (r *reader) reject(rec *record) *Reject { return rejectOf(rec, r.p.Columns) }

func rejectOf(rec *record, columns []Column) *Reject {
	j := &Reject{Row: rec.row, Line: rec.line, Code: rec.bad, Fields: append([]string(nil), rec.fields...)}
	switch rec.bad {
	case RejectTooMany:
		j.Value = rec.fields[len(columns)]
		j.Why = fmt.Sprintf("the row has %d fields, the table has %d columns", width(rec.fields), len(columns))
	case RejectQuote:
		j.Why = "a quotation mark is never closed"
	case RejectSize:
		j.Why = "the row is too large"
	case RejectFeature:
		j.Why = "the feature cannot be read: " + rec.why
	default:
		j.Why = "the row cannot be read"
	}
	return j
}

// plain takes the apostrophe off that protects a text of a CSV file from being
// taken for a formula; other formats need none.
func (r *reader) plain(s string) string {
	if r.p.Format == FormatCSV && protected(s) {
		return s[1:]
	}
	return s
}

func (r *reader) source(rec *record, rep *data.Report) {
	rep.Source.ID = r.plain(cell(rec, r.at.id))
	if r.at.id < 0 {
		rep.Source.ID = cell(rec, r.at.ordinal)
	}
	if v := cell(rec, r.at.institution); v != "" {
		shared, ok := r.known[v]
		if !ok {
			shared = r.plain(strings.Clone(v))
			r.known[strings.Clone(v)] = shared
		}
		rep.Source.Institution = shared
	}
}

func (r *reader) category(rec *record, rep *data.Report) {
	if r.at.category < 0 && r.at.categoryWritten < 0 {
		return
	}
	v := cell(rec, r.at.category)
	w, ok := r.categories[v]
	if !ok {
		w.written = r.plain(strings.Clone(v))
		w.id, w.known = r.findCategory(w.written)
		r.categories[strings.Clone(v)] = w
	}
	rep.Category, rep.CategoryWritten = w.id, w.written
	if was := cell(rec, r.at.categoryWritten); was != "" {
		rep.CategoryWritten = r.plain(was)
	}
	switch {
	case v == "":
		r.note(rec, WarnNoCategory, r.at.category, "", "the row names no category")
	case !w.known:
		r.note(rec, WarnCategory, r.at.category, w.written, "the catalogue has no such category")
	}
}

func (r *reader) findCategory(name string) (data.CategoryID, bool) {
	if a, ok := r.p.opt.Answers[AskCategory+name]; ok {
		if _, known := r.catalogue.Category(data.CategoryID(a)); known {
			return data.CategoryID(a), true
		}
		return r.catalogue.FindCategory(a)
	}
	if name == "" || r.p.Form == FormPoliceUK {
		return "", false // British categories are others, even where a word is alike
	}
	return r.catalogue.FindCategory(name)
}

func (r *reader) status(rec *record, rep *data.Report) {
	v := cell(rec, r.at.status)
	if v != "" {
		w, ok := r.statuses[v]
		if !ok {
			w.written = r.plain(strings.Clone(v))
			w.id, w.known = r.catalogue.FindStatus(w.written)
			r.statuses[strings.Clone(v)] = w
		}
		rep.Status, rep.StatusWritten = w.id, w.written
		if !w.known {
			r.note(rec, WarnStatus, r.at.status, w.written, "the catalogue has no such status")
		}
	}
	if was := cell(rec, r.at.statusWritten); was != "" {
		rep.StatusWritten = r.plain(was)
	}
}

func (r *reader) when(rec *record, rep *data.Report) {
	r.instant(rec, rep)
	if v := cell(rec, r.at.weekdays); v != "" {
		if w, err := data.ParseWeekdays(v); err == nil {
			rep.When.Weekdays = w
		} else {
			r.note(rec, WarnBadTime, r.at.weekdays, v, "no days of the week")
		}
	}
	if v := cell(rec, r.at.hours); v != "" {
		if b, err := data.ParseBand(v); err == nil {
			rep.When.Band = b
		} else {
			r.note(rec, WarnBadTime, r.at.hours, v, "no span of hours")
		}
	}
	if (rep.When.Weekdays != 0 || rep.When.Band.IsSet()) && rep.When.Kind != data.TimeMonth && len(rep.When.Wall) <= len("2006-01-02T15:04") {
		rep.When.Kind = data.TimeRecurring
	}
	rep.When.Original = or(rep.When.Original, cell(rec, r.at.timeSource))
}

// instant reads date and time of day.
func (r *reader) instant(rec *record, rep *data.Report) {
	v := cell(rec, r.at.date)
	if v == "" {
		return
	}
	var m moment
	got := unreadable
	if r.p.Format == FormatXLSX {
		if n, ok := serial(v); ok {
			if m, ok = fromSerial(n, r.p.date1904); ok {
				got = readable
			}
		}
	}
	if got != readable {
		m, got = parseMoment(v, r.p.DateOrder)
	}
	switch got {
	case impossible:
		r.note(rec, WarnBadDate, r.at.date, v, "the calendar has no such day")
		return
	case unreadable:
		r.note(rec, WarnUnreadableDate, r.at.date, v, "no date")
		return
	}
	if t := cell(rec, r.at.time); t != "" && m.day > 0 {
		clock, ok := parseClock(t)
		if !ok && r.p.Format == FormatXLSX {
			if n, isNumber := serial(t); isNumber {
				clock, ok = clockFromSerial(n)
			}
		}
		if ok {
			m.timed, m.hour, m.minute, m.second = true, clock.hour, clock.minute, clock.second
			m.zoned, m.offset = clock.zoned, clock.offset
		} else {
			r.note(rec, WarnBadTime, r.at.time, t, "no time of day")
		}
	}
	if m.zoned {
		rep.When.Original = v
		m.local()
		r.note(rec, FoundUTC, r.at.date, v, "the instant became Polish time")
	} else if m.skipped() {
		r.note(rec, WarnNoSuchHour, r.at.date, v, "clocks were put forward over this time")
	}
	b, kind := m.wall(r.wall[:0])
	r.wall = b
	if rep.When.Kind = kind; string(b) == v {
		rep.When.Wall = v
	} else {
		rep.When.Wall = string(b)
	}
}

func (r *reader) where(rec *record, rep *data.Report) {
	rep.Where.Words = r.join(rec, r.at.place, " ")
	precision := data.PrecisionPoint
	var x, y float64
	switch {
	case rec.shape != nil:
		p, how, ok := middle(rec.shape)
		if !ok {
			r.note(rec, WarnBadPlace, -1, rec.shape.GeoJSONType(), "the shape has no place")
			return
		}
		if how != data.PrecisionPoint {
			r.note(rec, WarnShape, -1, rec.shape.GeoJSONType(), "the shape stands as one point")
		}
		if u := unwound(p); u != p && r.plane.Geographic() {
			r.note(rec, FoundUnwound, -1, fmt.Sprint(p[0]), "whole turns were taken off the longitude")
			p = u
		}
		x, y, precision = p[0], p[1], how
	case rec.why != "":
		r.note(rec, WarnBadPlace, -1, rec.why, "the shape cannot be read")
		return
	case r.p.Format.shaped():
		r.note(rec, WarnNoPlace, -1, "", "the feature has no geometry")
		return
	case r.at.first < 0:
		return
	default:
		first, second := cell(rec, r.at.first), cell(rec, r.at.second)
		if first == "" && second == "" {
			r.note(rec, WarnNoPlace, r.at.first, "", "the row has no coordinates")
			return
		}
		var ok bool
		if x, ok = parseAngle(first); !ok {
			r.note(rec, WarnBadPlace, r.at.first, first, "no number")
			return
		}
		if y, ok = parseAngle(second); !ok {
			r.note(rec, WarnBadPlace, r.at.second, second, "no number")
			return
		}
	}
	if r.p.Swapped {
		x, y = y, x
	}
	p := orb.Point{x, y}
	if !r.plane.Contains(p) {
		r.notePlace(rec, WarnOutOfRange, "no such place")
		return
	}
	p = r.plane.Unproject(p)
	if r.outside != nil && r.outside(p) {
		r.notePlace(rec, WarnSuspicious, "the place lies outside")
	}
	if r.p.Form == FormPoliceUK {
		precision = data.PrecisionStreet // the published points are moved to the middle of a street
	}
	if v := cell(rec, r.at.precision); v != "" {
		if code, ok := codeOf(precisionWords, v); ok && code != data.PrecisionNone {
			precision = code
		}
	}
	rep.Where.Point, rep.Where.Precision = p, precision
}

// kind reads which of the three planes a report is from, and its nature.
func (r *reader) kind(rec *record, rep *data.Report) {
	if v := cell(rec, r.at.origin); v != "" {
		if code, ok := codeOf(originWords, v); ok {
			rep.Origin = code
		}
	}
	if v := cell(rec, r.at.nature); v != "" {
		if code, ok := codeOf(natureWords, v); ok {
			rep.Nature = code
		}
	}
}

// join puts the words of several columns together. The text of a single column
// stays letter by letter.
func (r *reader) join(rec *record, columns []int, between string) string {
	switch len(columns) {
	case 0:
		return ""
	case 1:
		s := rec.fields[columns[0]]
		if between == " " {
			s = cell(rec, columns[0])
		}
		if r.p.Format == FormatCSV && protected(s) {
			r.note(rec, FoundApostrophe, columns[0], "", "the sign that protects from formulas was taken off")
			s = s[1:]
		}
		return s
	}
	var parts []string
	for _, c := range columns {
		if v := cell(rec, c); v != "" {
			parts = append(parts, r.plain(v))
		}
	}
	return strings.Join(parts, between)
}

func (r *reader) key(rep *data.Report) string {
	if rep.Source.ID != "" && r.at.id >= 0 {
		if _, repeated := r.p.repeated[hashOf(rep.Source.ID)]; !repeated {
			return "id:" + rep.Source.ID
		}
	}
	h := contentHash(rep)
	r.ordinals[h]++
	return rowKey(h, r.ordinals[h])
}
