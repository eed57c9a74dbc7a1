package session

import (
	"context"
	"math"

	"pinezka/data"
	"pinezka/data/exchange"
)

// Facilities returns the police stations and posts, existing or candidate, by id.
func (s *Session) Facilities() []data.Facility { return s.places.facilities }

// Facility returns a facility by its id.
func (s *Session) Facility(id data.FacilityID) (data.Facility, bool) {
	for _, f := range s.places.facilities {
		if f.ID == id {
			return f, true
		}
	}
	return data.Facility{}, false
}

// PlanFacilities looks through a list of facilities. It stores nothing. A facility
// that the project has at the same place under the same name is updated. While a
// question is open it returns the questions with ErrOpenQuestion.
func (s *Session) PlanFacilities(ctx context.Context, path string, choice ImportChoice) (*ListPlan, error) {
	p, err := s.planList(ctx, path, exchange.ListFacilities, choice, data.LabelImportFacilities)
	if err != nil {
		return p, listError(err)
	}
	type key struct {
		name     string
		lon, lat int64 // millionths of a degree, about a decimetre
	}
	keyOf := func(f data.Facility) key {
		return key{data.Fold(f.Name), int64(math.Round(f.Point[0] * 1e6)), int64(math.Round(f.Point[1] * 1e6))}
	}
	there, read := map[key]data.Facility{}, map[key]data.Facility{}
	for _, f := range s.places.facilities {
		there[keyOf(f)] = f
	}
	same := func(a, b data.Facility) bool { return a.Kind == b.Kind && a.Name == b.Name && a.Words == b.Words }
	for i := range p.List.Rows {
		row := &p.List.Rows[i]
		f := data.Facility{Name: row.Cell(exchange.RoleName), Point: row.Where.Point, Words: row.Where.Words}
		kind, ok := data.ParseFacilityKind(row.Cell(exchange.RoleKind))
		f.Kind = kind
		var no *exchange.Reject
		switch {
		case f.Name == "":
			no = s.missing(row, exchange.RoleName, "reject.name")
		case !ok:
			no = row.Refuse(exchange.RejectUnknown, exchange.RoleKind, s.words.T("reject.kind", "text", row.Cell(exchange.RoleKind)))
		case !row.Where.Known():
			no = s.noPlace(row)
		}
		first, twice := read[keyOf(f)]
		if no == nil && twice && !same(first, f) {
			no = row.Refuse(exchange.RejectAmbiguous, exchange.RoleName, s.words.T("reject.twice"))
		}
		if no != nil {
			p.Rejects = append(p.Rejects, *no)
			continue
		}
		old, present := there[keyOf(f)]
		switch {
		case twice, present && same(old, f):
			p.Counts.AlreadyPresent++
		case present:
			f.ID, f.Point = old.ID, old.Point
			p.update(&old, &f)
		default:
			p.add(&f, true)
		}
		read[keyOf(f)] = f
	}
	return p.finish(), nil
}

// noPlace refuses a row without a place, with the reader's reason where it has one.
func (s *Session) noPlace(row *exchange.ListRow) *exchange.Reject {
	for _, f := range row.Findings {
		switch f.Code {
		case exchange.WarnNoPlace, exchange.WarnBadPlace, exchange.WarnOutOfRange:
			return row.Refuse(f.Code, exchange.RoleNone, s.words.T("finding."+string(f.Code), "value", f.Value))
		}
	}
	return s.missing(row, exchange.RoleNone, "reject.place")
}
