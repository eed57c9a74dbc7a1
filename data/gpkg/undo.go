package gpkg

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"pinezka/data"
)

// Undo takes the newest step back that was not taken back yet, also one from
// before a restart or by somebody else. It returns data.ErrNothing when there is
// none, and data.ErrConflict naming the record when one is no longer what the
// step left.
func (p *Project) Undo(ctx context.Context) (data.Change, error) {
	ch, err := p.step(ctx, undoNext, func(c *conn, s stored) error {
		if s.change.Import != 0 {
			return p.undoImport(ctx, c, s.change)
		}
		if err := p.swap(ctx, c, s.after, s.before); err != nil {
			return err
		}
		_, _, err := c.exec(ctx, `DELETE FROM status_history WHERE change = ?`, s.change.ID)
		return err
	}, changeUndone)
	if err != nil {
		return ch, fmt.Errorf("undo in %q: %w", p.path, err)
	}
	return ch, nil
}

// Redo does again the step that was taken back last. An import cannot be done
// again without its file, nor what came after it.
func (p *Project) Redo(ctx context.Context) (data.Change, error) {
	ch, err := p.step(ctx, redoNext, func(c *conn, s stored) error {
		if s.change.Import != 0 {
			return data.ErrNothing
		}
		if err := p.swap(ctx, c, s.before, s.after); err != nil {
			return err
		}
		return p.addStatusChanges(ctx, c, s.change.ID, 0, nil, s.before, s.after)
	}, changeDone)
	if err != nil {
		return ch, fmt.Errorf("redo in %q: %w", p.path, err)
	}
	return ch, nil
}

// Which change is next.
const (
	undoNext = `WHERE state = 0 ORDER BY id DESC LIMIT 1`
	redoNext = `WHERE state = 1 ORDER BY id LIMIT 1`
)

// stored is a change with its images.
type stored struct {
	change        data.Change
	before, after []*image
}

func (p *Project) step(ctx context.Context, which string, do func(*conn, stored) error, state int64) (data.Change, error) {
	var s stored
	err := p.write(ctx, func(c *conn) error {
		row, err := c.one(ctx, changeQuery+which)
		if err != nil {
			return err
		}
		if row == nil {
			return data.ErrNothing
		}
		if s.change, err = decodeChange(row); err != nil {
			return err
		}
		if s.change.Import == 0 {
			for _, side := range []struct {
				to   *[]*image
				from driver.Value
			}{{&s.before, row[6]}, {&s.after, row[7]}} {
				if err := json.Unmarshal([]byte(asString(side.from)), side.to); err != nil {
					return fmt.Errorf("change %d: %w", s.change.ID, err)
				}
			}
			if len(s.before) != len(s.after) {
				return fmt.Errorf("change %d: %d images before, %d after", s.change.ID, len(s.before), len(s.after))
			}
		}
		if _, _, err := c.exec(ctx, "PRAGMA defer_foreign_keys = ON"); err != nil {
			return err
		}
		if err := do(c, s); err != nil {
			return err
		}
		s.change.Undone = state != changeDone
		_, _, err = c.exec(ctx, `UPDATE changes SET state = ? WHERE id = ?`, state, s.change.ID)
		return err
	})
	return s.change, err
}

// swap makes rows that are as in from as they are in to. Undo goes backwards
// through a step, redo forwards; since foreign keys are checked at the commit,
// one order serves both.
func (p *Project) swap(ctx context.Context, c *conn, from, to []*image) error {
	for i := range from {
		m := from[i]
		if m == nil {
			m = to[i]
		}
		if m == nil {
			continue
		}
		now, err := c.fetch(ctx, m.Table, m.ID)
		if err != nil {
			return err
		}
		if !now.equal(from[i]) {
			return conflict(m.Table, m.ID)
		}
		if err := c.become(ctx, now, to[i]); err != nil {
			return err
		}
	}
	return p.touchImages(ctx, c, from, to)
}

// changeColumns are what decodeChange reads.
const changeColumns = `id, +at, who, label, import, state`

const changeQuery = `SELECT ` + changeColumns + `, before, after FROM changes `

func decodeChange(row []driver.Value) (data.Change, error) {
	at, err := time.Parse(timeLayout, asString(row[1]))
	if err != nil {
		return data.Change{}, fmt.Errorf("change %d: %w", asInt(row[0]), err)
	}
	return data.Change{
		ID: asInt(row[0]), At: at, By: asString(row[2]), Label: data.Label(asString(row[3])),
		Import: data.ImportID(asInt(row[4])), Undone: asInt(row[5]) != changeDone,
	}, nil
}

// Changes returns the newest steps first, at most limit of them; 0 means all.
func (p *Project) Changes(ctx context.Context, limit int) ([]data.Change, error) {
	if limit <= 0 {
		limit = -1
	}
	var out []data.Change
	err := p.read(ctx, func(c *conn) error {
		return c.each(ctx, `SELECT `+changeColumns+` FROM changes ORDER BY id DESC LIMIT ?`, values(int64(limit)),
			func(row []driver.Value) error {
				ch, err := decodeChange(row)
				out = append(out, ch)
				return err
			})
	})
	if err != nil {
		return nil, fmt.Errorf("read changes of %q: %w", p.path, err)
	}
	return out, nil
}

// CanUndo returns what Undo would take back. While an import runs it answers no
// at once, so that a window need not wait for it.
func (p *Project) CanUndo(ctx context.Context) (data.Change, bool, error) {
	return p.peek(ctx, undoNext, true)
}

// CanRedo returns what Redo would do again. While an import runs it answers no.
func (p *Project) CanRedo(ctx context.Context) (data.Change, bool, error) {
	return p.peek(ctx, redoNext, false)
}

func (p *Project) peek(ctx context.Context, which string, imports bool) (ch data.Change, ok bool, err error) {
	if p.readOnly || p.importing.Load() {
		return data.Change{}, false, nil
	}
	err = p.read(ctx, func(c *conn) error {
		row, err := c.one(ctx, `SELECT `+changeColumns+` FROM changes `+which)
		if err != nil || row == nil {
			return err
		}
		ch, err = decodeChange(row)
		ok = err == nil && (imports || ch.Import == 0)
		return err
	})
	if err != nil || !ok {
		return data.Change{}, false, err
	}
	return ch, true, nil
}

// undoImport takes an import back: first the records that it altered become what
// they were, then those that it brought go.
func (p *Project) undoImport(ctx context.Context, c *conn, ch data.Change) error {
	imp := int64(ch.Import)
	return c.bulk(ctx, func() (*packing, error) {
		var altered []int64
		if err := c.each(ctx, `SELECT id FROM import_altered WHERE import = ? ORDER BY id`, values(imp), func(row []driver.Value) error {
			altered = append(altered, asInt(row[0]))
			return nil
		}); err != nil {
			return nil, err
		}
		for _, id := range slices.Backward(altered) {
			if err := p.undoAltered(ctx, c, id); err != nil {
				return nil, err
			}
		}
		if err := c.checkBrought(ctx, imp); err != nil {
			return nil, err
		}
		if err := c.checkLeaned(ctx, imp); err != nil {
			return nil, err
		}
		for _, query := range []string{
			`DELETE FROM reports WHERE import = ?`,
			`DELETE FROM import_altered WHERE import = ?`,
			`DELETE FROM status_history WHERE import = ?`,
			`DELETE FROM imports WHERE id = ?`,
		} {
			if _, _, err := c.exec(ctx, query, imp); err != nil {
				return nil, err
			}
		}
		return &packing{}, c.touch(ctx, p.now(), map[string]geometryBounds{data.TableReports: {empty: true}, tableImports: {empty: true}})
	})
}

func (p *Project) undoAltered(ctx context.Context, c *conn, id int64) error {
	row, err := c.one(ctx, `SELECT before, after FROM import_altered WHERE id = ?`, id)
	if err != nil {
		return err
	}
	var before, after image
	for i, m := range []*image{&before, &after} {
		if err := json.Unmarshal([]byte(asString(row[i])), m); err != nil {
			return fmt.Errorf("altered record %d: %w", id, err)
		}
	}
	return p.swap(ctx, c, []*image{&after}, []*image{&before})
}

// checkBrought refuses when a record that the import brought is no longer what
// it brought: its fingerprint tells.
func (c *conn) checkBrought(ctx context.Context, imp int64) error {
	var fp fingerprinter
	columns := append(append([]string{}, reportKind.columns...), "fingerprint", "edited")
	return c.each(ctx, fmt.Sprintf(`SELECT id, %s FROM reports WHERE import = ?`, selection(columns)), values(imp), func(row []driver.Value) error {
		var r data.Report
		id := asInt(row[0])
		if err := decodeReport(&r, id, row[1:], nil); err != nil {
			return conflict(data.TableReports, id)
		}
		print, edited := row[1+reportColumns], row[2+reportColumns]
		if print == nil || asInt(print) != fp.sum(&r) || asInt(edited) != 0 || r.Note != "" || r.Vanished {
			return conflict(data.TableReports, id)
		}
		return nil
	})
}
