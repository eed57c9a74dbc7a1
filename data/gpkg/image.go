package gpkg

import (
	"bytes"
	"context"
	"database/sql/driver"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"pinezka/data"
)

// image is a stored row as the history keeps it: the very values of its columns,
// the hidden ones too, so that an undo brings back exactly what was there. A nil
// image means that there was no row.
type image struct {
	Table string               `json:"table"`
	ID    int64                `json:"id"`
	Row   map[string]cellValue `json:"row"` // columns that are not NULL
}

// cellValue is an SQL value in JSON: a number, a text, or {"hex": ...} for bytes.
// Numbers with a fraction or an exponent are REAL, others INTEGER.
type cellValue struct{ v driver.Value }

type hexBytes struct {
	Hex string `json:"hex"`
}

// MarshalJSON implements json.Marshaler.
func (c cellValue) MarshalJSON() ([]byte, error) {
	switch v := c.v.(type) {
	case []byte:
		return json.Marshal(hexBytes{hex.EncodeToString(v)})
	case float64:
		b, err := json.Marshal(v)
		if err == nil && !bytes.ContainsAny(b, ".eE") {
			b = append(b, ".0"...)
		}
		return b, err
	}
	return json.Marshal(c.v)
}

// UnmarshalJSON implements json.Unmarshaler.
func (c *cellValue) UnmarshalJSON(b []byte) error {
	switch {
	case len(b) > 0 && b[0] == '{':
		var h hexBytes
		if err := json.Unmarshal(b, &h); err != nil {
			return err
		}
		raw, err := hex.DecodeString(h.Hex)
		c.v = raw
		return err
	case len(b) > 0 && b[0] == '"':
		var s string
		err := json.Unmarshal(b, &s)
		c.v = s
		return err
	case bytes.ContainsAny(b, ".eE"):
		var f float64
		err := json.Unmarshal(b, &f)
		c.v = f
		return err
	}
	var n int64
	err := json.Unmarshal(b, &n)
	c.v = n
	return err
}

// equal compares stored values.
func (m *image) equal(o *image) bool {
	if m == nil || o == nil {
		return m == o
	}
	if m.Table != o.Table || m.ID != o.ID || len(m.Row) != len(o.Row) {
		return false
	}
	for name, v := range m.Row {
		w, ok := o.Row[name]
		if !ok || !sameValue(v.v, w.v) {
			return false
		}
	}
	return true
}

func sameValue(a, b driver.Value) bool {
	if x, ok := a.([]byte); ok {
		y, ok := b.([]byte)
		return ok && bytes.Equal(x, y)
	}
	if _, ok := b.([]byte); ok {
		return false
	}
	return a == b
}

// fetch reads a row, or nil when there is none.
func (c *conn) fetch(ctx context.Context, table string, id int64) (*image, error) {
	k, err := kindOf(table)
	if err != nil {
		return nil, err
	}
	columns := k.all()
	row, err := c.one(ctx, fmt.Sprintf("SELECT %s FROM %s WHERE id = ?", selection(columns), table), id)
	if err != nil || row == nil {
		return nil, err
	}
	m := &image{Table: table, ID: id, Row: make(map[string]cellValue, len(row))}
	for i, v := range row {
		if v != nil {
			m.Row[columns[i]] = cellValue{v}
		}
	}
	return m, nil
}

// record returns what the image holds as a record, or nil.
func (m *image) record() (data.Record, error) {
	if m == nil {
		return nil, nil
	}
	k, err := kindOf(m.Table)
	if err != nil {
		return nil, err
	}
	return k.decode(m.ID, m.values(k.columns))
}

func (m *image) values(columns []string) []driver.Value {
	out := make([]driver.Value, len(columns))
	for i, name := range columns {
		out[i] = m.Row[name].v
	}
	return out
}

// become makes the stored row what the image says; was is what it is now.
func (c *conn) become(ctx context.Context, was, m *image) error {
	switch {
	case m == nil && was == nil:
		return nil
	case m == nil:
		_, _, err := c.exec(ctx, fmt.Sprintf("DELETE FROM %s WHERE id = ?", was.Table), was.ID)
		return err
	}
	k, err := kindOf(m.Table)
	if err != nil {
		return err
	}
	columns := k.all()
	for name := range m.Row {
		if !slices.Contains(columns, name) {
			return fmt.Errorf("%s %d: history names a column %q that is not there", m.Table, m.ID, name)
		}
	}
	if was == nil {
		_, err := c.insert(ctx, m.Table, columns, m.ID, m.values(columns))
		return err
	}
	return c.update(ctx, m.Table, columns, m.ID, m.values(columns))
}

// insert stores a new row; id 0 lets SQLite number it.
func (c *conn) insert(ctx context.Context, table string, columns []string, id int64, row []driver.Value) (int64, error) {
	query := fmt.Sprintf("INSERT INTO %s (id, %s) VALUES (?%s)", table, strings.Join(columns, ", "), strings.Repeat(", ?", len(columns)))
	id, _, err := c.exec(ctx, query, append([]driver.Value{count(id)}, row...)...)
	return id, err
}

func (c *conn) update(ctx context.Context, table string, columns []string, id int64, row []driver.Value) error {
	query := fmt.Sprintf("UPDATE %s SET %s = ? WHERE id = ?", table, strings.Join(columns, " = ?, "))
	_, _, err := c.exec(ctx, query, append(append([]driver.Value{}, row...), id)...)
	return err
}

// bounds returns the box of the image's geometry.
func (m *image) bounds() (geometryBounds, error) {
	if m == nil {
		return geometryBounds{empty: true}, nil
	}
	b := asBlob(m.Row[geometryColumn].v)
	if len(b) == 0 {
		return geometryBounds{empty: true}, nil
	}
	return boundsOf(b)
}

func conflict(table string, id int64) error {
	return fmt.Errorf("%s %d: %w", table, id, data.ErrConflict)
}
