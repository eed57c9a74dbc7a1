package exchange

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	"pinezka/data"
)

// The roles of columns in lists of other things than reports and motions.
const (
	RoleReport       Role = "report"        // id of a report in the project
	RoleReportNumber Role = "report-number" // number of a report at its source
	RoleMotionNumber Role = "motion-number"
	RoleWhat         Role = "what"
	RoleResult       Role = "result"
	RoleCode         Role = "code" // TERYT code of an area
	RoleArea         Role = "area"
	RoleIndicator    Role = "indicator"
	RolePeriod       Role = "period"
	RoleYear         Role = "year"
	RoleHalf         Role = "half"
	RoleMonth        Role = "month"
	RoleFrom         Role = "from"
	RoleTo           Role = "to"
	RoleValue        Role = "value"
	RoleName         Role = "name"
	RoleKind         Role = "kind"
)

// The reasons for which a row of a list is refused beside those of Reject.
const (
	RejectMissing   Code = "value-missing"   // an empty cell that is needed
	RejectUnknown   Code = "value-unknown"   // the project has no such thing
	RejectAmbiguous Code = "value-ambiguous" // the project has several such things
)

// ListKind is what a list is of.
type ListKind struct {
	known  map[string]claim
	needed [][]Role // of each group the file has a column at least
}

// ListReactions is a list of reactions: the report's id or number, or the motion's
// number, then day, institution, what was done, and with what result.
var ListReactions = ListKind{
	known: index(map[Role][]string{
		RoleReport: {"id", "id zgloszenia", "report id", "report", "zgloszenie", "identyfikator", "identyfikator zgloszenia"},
		RoleReportNumber: {
			"nr zgloszenia", "numer zgloszenia", "report number", "nr w zrodle", "numer w zrodle", "number at source", "source id",
			"nr sprawy", "numer sprawy", "znak sprawy", "nr", "numer", "number",
		},
		RoleMotionNumber: {"nr wniosku", "numer wniosku", "wniosek", "motion number", "motion no", "motion"},
		RoleDebate:       {"debata", "debate", "nazwa debaty", "data debaty"},
		RoleDate:         {"data reakcji", "data", "date", "dzien", "day", "kiedy", "when", "data dzialania"},
		RoleInstitution:  {"podmiot", "institution", "kto", "who", "instytucja", "jednostka"},
		RoleWhat:         {"co", "what", "co zrobiono", "reakcja", "reaction", "dzialanie", "action", "czynnosc", "tresc"},
		RoleResult:       {"wynik", "result", "rezultat", "efekt", "skutek", "outcome"},
	}),
	needed: [][]Role{{RoleReport, RoleReportNumber, RoleMotionNumber}, {RoleDate}, {RoleInstitution}, {RoleWhat, RoleResult}},
}

// ListRow is a row of a list, its cells by what their columns mean.
type ListRow struct {
	Day       *data.Day  // of the column RoleDate; nil when it is empty, no day or only a month
	From, To  *data.Day  // of the columns of these roles
	Where     data.Place // of the columns of coordinates, or of the shape
	Findings  []Finding
	Row, Line int

	cells   map[Role]string
	fields  []string
	columns []Column
}

// Cell returns a cell without surrounding blanks, or "".
func (r *ListRow) Cell(role Role) string { return r.cells[role] }

// Number reads a cell as people write numbers; false when it is none.
func (r *ListRow) Number(role Role) (float64, bool) { return parseNumber(r.cells[role]) }

// Refuse makes the row a refused one, for a reason that a column gives; RoleNone
// when none does.
func (r *ListRow) Refuse(code Code, role Role, why string) *Reject {
	j := &Reject{Row: r.Row, Line: r.Line, Code: code, Why: why, Value: r.cells[role], Fields: r.fields}
	if at := find(r.columns, role); at >= 0 && role != RoleNone {
		j.Column = r.columns[at].Name
	}
	return j
}

// List is a whole list: there are dozens of such rows, not thousands.
type List struct {
	Proposal *Proposal
	Rows     []ListRow
	Rejects  []Reject // rows that cannot be read at all
}

// ErrColumns means that a list lacks a column that its kind needs.
var ErrColumns = fmt.Errorf("a column is missing")

// ReadList reads a list: CSV, XLSX or any format of shapes. While a question is open
// it returns the list with its Proposal alone, and an error that wraps ErrQuestion.
func ReadList(ctx context.Context, path string, kind ListKind, opt Options) (*List, error) {
	base := filepath.Base(path)
	p, err := inspect(ctx, path, opt, kind.known)
	if err != nil {
		return nil, err
	}
	list := &List{Proposal: p}
	for _, group := range kind.needed {
		if !slices.ContainsFunc(group, func(r Role) bool { return find(p.Columns, r) >= 0 }) {
			return nil, fmt.Errorf("read %q: %v: %w", base, group, ErrColumns)
		}
	}
	if p.Open() {
		return list, fmt.Errorf("read %q: %s: %w", base, p.Questions[0].Key, ErrQuestion)
	}
	if p.Records > maxMotions {
		return nil, fmt.Errorf("read %q: %d rows: %w", base, p.Records, ErrTooLarge)
	}
	r, err := newReader(p, nil)
	if err != nil {
		return nil, unread(base, err)
	}
	err = p.table().each(ctx, func(rec *record) error {
		if rec.bad != "" {
			list.Rejects = append(list.Rejects, *r.reject(rec))
			return nil
		}
		list.Rows = append(list.Rows, r.listRow(rec))
		return nil
	})
	if err != nil {
		return nil, unread(base, err)
	}
	return list, nil
}

// listRow reads a row with the reader of reports: date and coordinates mean the
// same there.
func (r *reader) listRow(rec *record) ListRow {
	r.findings = nil
	rep := r.given
	r.instant(rec, &rep)
	if r.at.first >= 0 || rec.shape != nil {
		r.where(rec, &rep)
	}
	row := ListRow{
		Where: rep.Where, Findings: r.findings, Row: rec.row, Line: rec.line,
		cells: map[Role]string{}, fields: slices.Clone(rec.fields), columns: r.p.Columns,
	}
	for i, c := range r.p.Columns {
		if c.Role != RoleNone {
			row.cells[c.Role] = r.plain(cell(rec, i))
		}
	}
	row.From, row.To = r.day(row.cells[RoleFrom]), r.day(row.cells[RoleTo])
	maps.DeleteFunc(row.cells, func(_ Role, v string) bool { return v == "" })
	if first, last, ok := rep.When.Days(); ok && first == last && rep.When.Kind != data.TimeMonth {
		row.Day = &first
	}
	return row
}

// day reads a cell with a day, in a sheet its number too; nil when it is none.
func (r *reader) day(v string) *data.Day {
	var m moment
	got := unreadable
	if n, ok := serial(v); ok && r.p.Format == FormatXLSX {
		if m, ok = fromSerial(n, r.p.date1904); ok {
			got = readable
		}
	}
	if got != readable {
		m, got = parseMoment(v, r.p.DateOrder)
	}
	if got != readable || m.day == 0 {
		return nil
	}
	d := m.civil()
	return &d
}

// ListStatistics is a list of numbers for areas and periods: the area's TERYT code or
// name, the indicator's code or name, the period (or year with month or half of the
// year, or first and last day), and the number.
var ListStatistics = ListKind{
	known: index(map[Role][]string{
		RoleCode:      {"teryt", "kod teryt", "terc", "kod terc", "kod obszaru", "area code", "code", "kod"},
		RoleArea:      {"obszar", "area", "nazwa obszaru", "area name", "gmina", "municipality", "miejscowosc", "osiedle", "solectwo", "rejon", "nazwa", "name"},
		RoleIndicator: {"wskaznik", "indicator", "kod wskaznika", "nazwa wskaznika", "przestepstwo", "kategoria", "category", "rodzaj", "crime"},
		RolePeriod:    {"okres", "period"},
		RoleYear:      {"rok", "year"},
		RoleHalf:      {"polrocze", "half", "half year"},
		RoleMonth:     {"miesiac", "month"},
		RoleFrom:      {"od", "from", "data od", "od dnia", "poczatek", "start"},
		RoleTo:        {"do", "to", "data do", "do dnia", "koniec", "end"},
		RoleValue:     {"wartosc", "value", "liczba", "number", "count", "ilosc", "liczba zdarzen"},
	}),
	needed: [][]Role{{RoleCode, RoleArea}, {RoleIndicator}, {RolePeriod, RoleYear, RoleFrom}, {RoleValue}},
}

// ListFacilities is a list of police stations and posts: name, kind, address and
// coordinates, or shapes with a name.
var ListFacilities = ListKind{
	known: index(map[Role][]string{
		RoleName:  {"nazwa", "name", "placowka", "facility", "nazwa placowki"},
		RoleKind:  {"rodzaj", "kind", "typ", "type", "stan", "status"},
		RolePlace: {"adres", "address", "miejsce", "place", "ulica", "street", "miejscowosc", "lokalizacja", "nr domu"},
		RoleLat:   {"lat", "latitude", "szerokosc", "szerokosc geograficzna", "szerokosc geogr"},
		RoleLon:   {"lon", "lng", "longitude", "dlugosc", "dlugosc geograficzna", "dlugosc geogr"},
		RoleX:     {"x", "wspolrzedna x"},
		RoleY:     {"y", "wspolrzedna y"},
	}),
	needed: [][]Role{{RoleName}},
}
