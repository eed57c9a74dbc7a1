package gpkg

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"pinezka/data"
)

// kind is how one kind of record lies in its table.
type kind struct {
	table   string
	columns []string // of the record, in the order of encode
	hidden  []string // columns that only this package knows; part of every image
	encode  func(data.Record) ([]driver.Value, error)
	decode  func(id int64, row []driver.Value) (data.Record, error)
}

var kinds = map[string]*kind{
	data.TableReports:      &reportKind,
	data.TableDebates:      &debateKind,
	data.TableNotes:        &noteKind,
	data.TableMotions:      &motionKind,
	data.TableAreas:        &areaKind,
	data.TableInstitutions: &institutionKind,
	data.TableReactions:    &reactionKind,
	data.TableStatistics:   &statisticKind,
	data.TableFacilities:   &facilityKind,
}

func kindOf(table string) (*kind, error) {
	k, ok := kinds[table]
	if !ok {
		return nil, fmt.Errorf("no records in table %q", table)
	}
	return k, nil
}

// all returns the columns of a whole image.
func (k *kind) all() []string { return append(append([]string{}, k.columns...), k.hidden...) }

// selection lists columns for SELECT, without their declared types.
func selection(columns []string) string { return "+" + strings.Join(columns, ", +") }

// checkTexts refuses texts that other programs would cut or garble.
func checkTexts(k *kind, row []driver.Value) error {
	for i, v := range row {
		s, ok := v.(string)
		if !ok {
			continue
		}
		if err := checkText(s); err != nil {
			return fmt.Errorf("%s.%s: %w", k.table, k.columns[i], err)
		}
	}
	return nil
}

func checkText(s string) error {
	if !utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0 {
		return ErrText
	}
	return nil
}

// listSeparator stands between the codes of a list in one column.
const listSeparator = "|"

func joinList(list []string) driver.Value { return text(strings.Join(list, listSeparator)) }

func splitList(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, listSeparator)
}

// day reads a DATE; false when there is none.
func day(v driver.Value) (data.Day, bool, error) {
	s := asString(v)
	if s == "" {
		return 0, false, nil
	}
	d, err := data.ParseDay(s)
	return d, err == nil, err
}

func dayPtr(v driver.Value) (*data.Day, error) {
	d, ok, err := day(v)
	if err != nil || !ok {
		return nil, err
	}
	return &d, nil
}

func dayText(d *data.Day) driver.Value {
	if d == nil {
		return nil
	}
	return d.String()
}

var debateKind = kind{
	table:   data.TableDebates,
	columns: []string{"title", "kind", "day", "start", "venue", "organisers", "present", "radius", "months", "baseline"},
	encode: func(r data.Record) ([]driver.Value, error) {
		d := r.(*data.Debate)
		return []driver.Value{
			text(d.Title), text(d.Kind), dayText(&d.Day), text(d.Start), text(d.Venue), text(d.Organisers), count(int64(d.Present)),
			d.Setting.Radius, int64(d.Setting.Months), text(d.Setting.Baseline),
		}, nil
	},
	decode: func(id int64, v []driver.Value) (data.Record, error) {
		on, _, err := day(v[2])
		if err != nil {
			return nil, err
		}
		return &data.Debate{
			ID: data.DebateID(id), Title: asString(v[0]), Kind: data.DebateKind(asString(v[1])), Day: on, Start: asString(v[3]),
			Venue: asString(v[4]), Organisers: asString(v[5]), Present: int(asInt(v[6])),
			Setting: data.CompareSetting{Radius: asFloat(v[7]), Months: int(asInt(v[8])), Baseline: data.Baseline(asString(v[9]))},
		}, nil
	},
}

var noteKind = kind{
	table:   data.TableNotes,
	columns: []string{"debate", "text"},
	encode: func(r data.Record) ([]driver.Value, error) {
		n := r.(*data.Note)
		return []driver.Value{count(int64(n.Debate)), text(n.Text)}, nil
	},
	decode: func(id int64, v []driver.Value) (data.Record, error) {
		return &data.Note{ID: data.NoteID(id), Debate: data.DebateID(asInt(v[0])), Text: asString(v[1])}, nil
	},
}

var motionKind = kind{
	table: data.TableMotions,
	columns: []string{
		"geom", "debate", "number", "title", "text", "category", "place_kind", "place_words",
		"raised_by", "addressee", "deadline", "state", "answer", "support",
	},
	encode: func(r data.Record) ([]driver.Value, error) {
		m := r.(*data.Motion)
		g, err := encodeGeometry(m.Place.Geometry)
		if err != nil {
			return nil, err
		}
		return []driver.Value{
			blob(g), count(int64(m.Debate)), int64(m.Number), text(m.Title), text(m.Text), text(m.Category), text(m.Place.Kind),
			text(m.Place.Words), text(m.RaisedBy), text(m.Addressee), dayText(m.Deadline), text(m.State), text(m.Answer), count(int64(m.Support)),
		}, nil
	},
	decode: func(id int64, v []driver.Value) (data.Record, error) {
		g, err := decodeGeometry(asBlob(v[0]))
		if err != nil {
			return nil, err
		}
		deadline, err := dayPtr(v[10])
		if err != nil {
			return nil, err
		}
		return &data.Motion{
			ID: data.MotionID(id), Debate: data.DebateID(asInt(v[1])), Number: int(asInt(v[2])), Title: asString(v[3]), Text: asString(v[4]),
			Category: data.CategoryID(asString(v[5])),
			Place:    data.MotionPlace{Kind: data.PlaceKind(asString(v[6])), Geometry: g, Words: asString(v[7])},
			RaisedBy: asString(v[8]), Addressee: asString(v[9]), Deadline: deadline,
			State: data.MotionState(asString(v[11])), Answer: asString(v[12]), Support: int(asInt(v[13])),
		}, nil
	},
}

var areaKind = kind{
	table:   data.TableAreas,
	columns: []string{"geom", "kind", "name", "code"},
	encode: func(r data.Record) ([]driver.Value, error) {
		a := r.(*data.Area)
		var g []byte
		if len(a.Geometry) > 0 {
			var err error
			if g, err = encodeGeometry(a.Geometry); err != nil {
				return nil, err
			}
		}
		return []driver.Value{blob(g), text(a.Kind), text(a.Name), text(a.Code)}, nil
	},
	decode: func(id int64, v []driver.Value) (data.Record, error) {
		g, err := decodeGeometry(asBlob(v[0]))
		if err != nil {
			return nil, err
		}
		a := &data.Area{ID: data.AreaID(id), Kind: data.AreaKind(asString(v[1])), Name: asString(v[2]), Code: asString(v[3])}
		switch g := g.(type) {
		case nil:
		case orb.MultiPolygon:
			a.Geometry = g
		case orb.Polygon:
			a.Geometry = orb.MultiPolygon{g}
		default:
			return nil, fmt.Errorf("%w: %s instead of MultiPolygon", errGeometry, g.GeoJSONType())
		}
		return a, nil
	},
}

var institutionKind = kind{
	table:   data.TableInstitutions,
	columns: []string{"name", "categories"},
	encode: func(r data.Record) ([]driver.Value, error) {
		n := r.(*data.Institution)
		codes := make([]string, len(n.Categories))
		for i, c := range n.Categories {
			if codes[i] = string(c); strings.Contains(codes[i], listSeparator) {
				return nil, fmt.Errorf("institution %q: category code %q", n.Name, c)
			}
		}
		return []driver.Value{text(n.Name), joinList(codes)}, nil
	},
	decode: func(id int64, v []driver.Value) (data.Record, error) {
		n := &data.Institution{ID: data.InstitutionID(id), Name: asString(v[0])}
		for _, c := range splitList(asString(v[1])) {
			n.Categories = append(n.Categories, data.CategoryID(c))
		}
		return n, nil
	},
}

// blob returns NULL for no bytes.
func blob(b []byte) driver.Value {
	if b == nil {
		return nil
	}
	return b
}

// records reads all rows of a kind, by id.
func records[T any](ctx context.Context, c *conn, k *kind, where string, args ...driver.Value) ([]T, error) {
	var out []T
	err := c.each(ctx, fmt.Sprintf("SELECT id, %s FROM %s %s ORDER BY id", selection(k.columns), k.table, where), args,
		func(row []driver.Value) error {
			r, err := k.decode(asInt(row[0]), row[1:])
			if err != nil {
				return fmt.Errorf("%s %d: %w", k.table, asInt(row[0]), err)
			}
			out = append(out, *r.(any).(*T))
			return nil
		})
	return out, err
}
