package exchange

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"pinezka/data"
	"pinezka/data/crs"
)

// MotionRow is a row of a list of motions from debates.
type MotionRow struct {
	// Motion is not stored yet and belongs to no debate yet. Without Text when
	// the row says that a debate had no motions.
	Motion data.Motion
	// What the row says of its debate.
	Debate       string // title or mark; "" when the list is of one debate
	Day          *data.Day
	Municipality string
	Theme        string // subject as written; also the motion's title
	Source       string // where the list has it from

	Findings  []Finding
	Row, Line int
}

// None tells whether the row says that a debate had no motions.
func (m *MotionRow) None() bool { return m.Motion.Text == "" }

// MotionList is a whole list: meetings have dozens of motions, not thousands.
type MotionList struct {
	Proposal *Proposal
	Rows     []MotionRow
	Rejects  []Reject
}

// maxMotions is how many rows a list of motions may have.
const maxMotions = 20_000

// ReadMotions reads a list of motions: CSV, XLSX or GeoJSON with a column for
// the motion's words. While a question is open it returns the list with its
// Proposal alone, and an error that wraps ErrQuestion.
//
// A motion whose place is the whole municipality in words has the whole for a
// place; one with words but no coordinates is not located, which is different,
// and keeps the words. The catalogue finds the category by its name or, where the
// list has a subject instead, by that.
func ReadMotions(ctx context.Context, path string, catalogue *data.Catalogue, opt Options) (*MotionList, error) {
	base := filepath.Base(path)
	p, err := inspect(ctx, path, opt, motionNames)
	if err != nil {
		return nil, err
	}
	list := &MotionList{Proposal: p}
	if p.Open() {
		return list, fmt.Errorf("read %q: %s: %w", base, p.Questions[0].Key, ErrQuestion)
	}
	if find(p.Columns, RoleMotion) < 0 {
		return nil, fmt.Errorf("read %q: %w", base, ErrNoMotions)
	}
	if p.Records > maxMotions {
		return nil, fmt.Errorf("read %q: %d motions: %w", base, p.Records, ErrTooLarge)
	}
	m, err := newMotionReader(p, catalogue)
	if err != nil {
		return nil, unread(base, err)
	}
	err = p.table().each(ctx, func(rec *record) error {
		if rec.bad != "" {
			list.Rejects = append(list.Rejects, *rejectOf(rec, p.Columns))
			return nil
		}
		list.Rows = append(list.Rows, m.row(rec))
		return nil
	})
	if err != nil {
		return nil, unread(base, err)
	}
	return list, nil
}

// ErrNoMotions means that a list has no column for motions.
var ErrNoMotions = fmt.Errorf("no column holds motions")

// motionReader reads a row's words with the reader of reports: date, place and
// coordinates mean the same there.
type motionReader struct {
	*reader
	numbers map[string]int // how many motions each debate has so far
}

func newMotionReader(p *Proposal, catalogue *data.Catalogue) (*motionReader, error) {
	r, err := newReader(p, catalogue)
	if err != nil {
		return nil, err
	}
	return &motionReader{reader: r, numbers: map[string]int{}}, nil
}

func (m *motionReader) cell(rec *record, r Role) string {
	return m.plain(cell(rec, find(m.p.Columns, r)))
}

func (m *motionReader) row(rec *record) MotionRow {
	m.findings = nil
	rep := m.given
	m.when(rec, &rep)
	words := m.join(rec, m.at.place, " ")
	whole := meansWhole(words)
	if m.at.first >= 0 && (cell(rec, m.at.first) != "" || cell(rec, m.at.second) != "") || rec.shape != nil {
		m.where(rec, &rep)
	}
	out := MotionRow{
		Debate: m.cell(rec, RoleDebate), Municipality: m.cell(rec, RoleMunicipality), Theme: m.cell(rec, RoleTheme), Source: m.cell(rec, RoleSource),
		Row: rec.row, Line: rec.line,
	}
	if first, last, ok := rep.When.Days(); ok && first == last {
		out.Day = &first
	}
	text := m.cell(rec, RoleMotion)
	if noMotions(text) {
		out.Findings = m.findings
		return out
	}
	out.Motion = data.Motion{
		Title: out.Theme, Text: text, Addressee: m.cell(rec, RoleAddressee), Answer: m.cell(rec, RoleAnswer), State: data.MotionNew,
		Category: m.motionCategory(rec, out.Theme),
		Place:    data.MotionPlace{Kind: data.PlaceNone, Words: words},
	}
	switch {
	case rep.Where.Known():
		out.Motion.Place.Kind, out.Motion.Place.Geometry = m.geometry(rec, rep.Where.Point)
	case whole:
		out.Motion.Place.Kind = data.PlaceWhole
	}
	m.numbers[out.Debate]++
	out.Motion.Number = m.numbers[out.Debate]
	if n, err := strconv.Atoi(strings.TrimRight(m.cell(rec, RoleNumber), ". ")); err == nil && n > 0 {
		out.Motion.Number = n
	}
	out.Findings = m.findings
	return out
}

// geometry keeps lines and areas drawn in degrees; everything else is a point.
func (m *motionReader) geometry(rec *record, p orb.Point) (data.PlaceKind, orb.Geometry) {
	if m.plane.EPSG() == crs.WGS84 && !m.p.Swapped {
		switch g := rec.shape.(type) {
		case orb.LineString:
			return data.PlaceLine, g
		case orb.Polygon:
			return data.PlaceArea, g
		}
	}
	return data.PlacePoint, p
}

// motionCategory finds the category of a motion; a subject that names none is no
// reason for a warning.
func (m *motionReader) motionCategory(rec *record, theme string) data.CategoryID {
	at := find(m.p.Columns, RoleCategory)
	name := m.plain(cell(rec, at))
	if name == "" {
		id, _ := m.catalogue.FindCategory(theme)
		return id
	}
	id, ok := m.findCategory(name)
	if !ok {
		m.note(rec, WarnCategory, at, name, "the catalogue has no such category")
	}
	return id
}

// meansWhole tells whether the words of a place mean the whole municipality.
func meansWhole(words string) bool {
	switch f := data.Fold(words); f {
	case "cala gmina", "cale miasto", "teren calej gminy", "caly teren gminy", "obszar calej gminy", "w calej gminie", "na terenie calej gminy",
		"teren gminy", "cala gmina i miasto", "cale miasto i gmina", "whole", "whole municipality", "the whole municipality", "whole gmina", "the whole gmina":
		return true
	}
	return false
}

// noMotions tells whether the words say that nobody asked for anything.
func noMotions(text string) bool {
	f := data.Fold(text)
	for _, no := range []string{"nie zgloszono wnioskow", "brak wnioskow", "bez wnioskow", "nie bylo wnioskow", "no motions"} {
		if f == no {
			return true
		}
	}
	return f == ""
}
