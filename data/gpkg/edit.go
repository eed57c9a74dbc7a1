package gpkg

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"pinezka/data"
)

// Apply does one step of work as one transaction and one row of the history. It
// returns the edit as it was stored, with ids in After for new records; the
// caller's records stay as they are. It refuses a record whose Before is no
// longer what is stored with data.ErrConflict, an invalid After with what
// Validate says, and a text with NUL or without UTF-8 with ErrText. After an
// error nothing was changed.
func (p *Project) Apply(ctx context.Context, e data.Edit) (data.Edit, error) {
	done, err := p.apply(ctx, e)
	if err != nil {
		return e, fmt.Errorf("apply %s to %q: %w", e.Label, p.path, err)
	}
	return done, nil
}

func (p *Project) apply(ctx context.Context, e data.Edit) (data.Edit, error) {
	if len(e.Before) != len(e.After) {
		return e, fmt.Errorf("%d records before, %d after", len(e.Before), len(e.After))
	}
	if len(e.After) == 0 {
		return e, errors.New("no records")
	}
	done := data.Edit{Label: e.Label, Before: e.Before, After: make([]data.Record, len(e.After))}
	err := p.write(ctx, func(c *conn) error {
		before := make([]*image, len(e.Before))
		after := make([]*image, len(e.After))
		// A debate may be named for deletion before its motions.
		if _, _, err := c.exec(ctx, "PRAGMA defer_foreign_keys = ON"); err != nil {
			return err
		}
		for i := range e.Before {
			var err error
			if before[i], after[i], err = c.applyOne(ctx, e.Before[i], e.After[i]); err != nil {
				return err
			}
			if after[i] != nil {
				if done.After[i], err = after[i].record(); err != nil {
					return err
				}
			}
		}
		return p.remember(ctx, c, e.Label, before, after)
	})
	return done, err
}

// applyOne changes one record and returns the row before and after.
func (c *conn) applyOne(ctx context.Context, before, after data.Record) (was, is *image, err error) {
	if before == nil && after == nil {
		return nil, nil, errors.New("a record that neither was nor is")
	}
	var key data.Key
	if before != nil {
		key = before.Key()
		if was, err = c.expect(ctx, before); err != nil {
			return nil, nil, err
		}
	}
	if after == nil {
		return was, nil, c.become(ctx, was, nil)
	}
	if err := after.Validate(); err != nil {
		return nil, nil, fmt.Errorf("%s %d: %w", after.Key().Table, after.Key().Row, err)
	}
	if before != nil && after.Key() != key {
		return nil, nil, fmt.Errorf("%s %d cannot become %s %d", key.Table, key.Row, after.Key().Table, after.Key().Row)
	}
	key = after.Key()
	k, err := kindOf(key.Table)
	if err != nil {
		return nil, nil, err
	}
	row, err := k.encode(after)
	if err != nil {
		return nil, nil, err
	}
	if err := checkTexts(k, row); err != nil {
		return nil, nil, err
	}
	if before != nil {
		err = c.update(ctx, k.table, k.columns, key.Row, row)
		if err == nil {
			err = c.markEdited(ctx, before, after)
		}
	} else {
		if key.Row != 0 {
			if there, err := c.fetch(ctx, key.Table, key.Row); err != nil {
				return nil, nil, err
			} else if there != nil {
				return nil, nil, conflict(key.Table, key.Row)
			}
		}
		key.Row, err = c.insert(ctx, k.table, k.columns, key.Row, row)
	}
	if err != nil {
		return nil, nil, err
	}
	is, err = c.fetch(ctx, key.Table, key.Row)
	return was, is, err
}

// expect returns the stored row when it still says what the record says.
func (c *conn) expect(ctx context.Context, r data.Record) (*image, error) {
	key := r.Key()
	stored, err := c.fetch(ctx, key.Table, key.Row)
	if err != nil {
		return nil, err
	}
	if stored == nil {
		return nil, conflict(key.Table, key.Row)
	}
	k, err := kindOf(key.Table)
	if err != nil {
		return nil, err
	}
	now, err := stored.record()
	if err != nil {
		return nil, err
	}
	// Both go through encode, since another program may write the same record with
	// other bytes (an envelope around a point, a derived column left empty).
	a, err := k.encode(now)
	if err != nil {
		return nil, err
	}
	b, err := k.encode(r)
	if err != nil {
		return nil, err
	}
	for i := range a {
		if !sameValue(a[i], b[i]) {
			return nil, conflict(key.Table, key.Row)
		}
	}
	return stored, nil
}

// markEdited notes which parts of an imported report were changed by hand, so
// that a later import leaves them.
func (c *conn) markEdited(ctx context.Context, before, after data.Record) error {
	b, ok := before.(*data.Report)
	if !ok {
		return nil
	}
	parts := partsChanged(b, after.(*data.Report))
	if parts == 0 {
		return nil
	}
	_, _, err := c.exec(ctx, `UPDATE reports SET edited = coalesce(edited, 0) | ? WHERE id = ? AND identity IS NOT NULL`, parts, int64(b.ID))
	return err
}

// States of a row in changes.
const (
	changeDone   = 0
	changeUndone = 1 // can be done again
	changeDead   = 2 // undone, and other work followed
)

// remember adds the step to the history and ends what could have been redone.
func (p *Project) remember(ctx context.Context, c *conn, l data.Label, before, after []*image) error {
	b, err := json.Marshal(before)
	if err != nil {
		return err
	}
	a, err := json.Marshal(after)
	if err != nil {
		return err
	}
	change, err := p.addChange(ctx, c, l, 0, string(b), string(a))
	if err != nil {
		return err
	}
	if err := p.addStatusChanges(ctx, c, change, 0, nil, before, after); err != nil {
		return err
	}
	return p.touchImages(ctx, c, before, after)
}

func (p *Project) addChange(ctx context.Context, c *conn, l data.Label, imp data.ImportID, before, after string) (int64, error) {
	if _, _, err := c.exec(ctx, `UPDATE changes SET state = ? WHERE state = ?`, int64(changeDead), int64(changeUndone)); err != nil {
		return 0, err
	}
	id, _, err := c.exec(ctx, `INSERT INTO changes (at, who, label, import, state, before, after) VALUES (?,?,?,?,?,?,?)`,
		p.timestamp(), text(p.user), string(l), count(int64(imp)), int64(changeDone), text(before), text(after))
	return id, err
}

func (p *Project) timestamp() string { return p.now().UTC().Format(timeLayout) }

func (p *Project) touchImages(ctx context.Context, c *conn, lists ...[]*image) error {
	changed := map[string]geometryBounds{}
	for _, images := range lists {
		for _, m := range images {
			if m == nil {
				continue
			}
			b, err := m.bounds()
			if err != nil {
				return err
			}
			if old, ok := changed[m.Table]; ok {
				b = b.union(old)
			}
			changed[m.Table] = b
		}
	}
	return c.touch(ctx, p.now(), changed)
}

// StatusChange is one change of a report's status.
type StatusChange struct {
	Report                 data.ReportID
	From, To               data.StatusID
	FromWritten, ToWritten string // as the source wrote them
	// AsOf is the "stan na dzień" of the import that told of the new status; nil
	// when it had none or the status was changed by hand.
	AsOf   *data.Day
	At     time.Time     // when the project took it in, UTC
	Import data.ImportID // 0 when changed by hand
}

// History returns how a report's status changed, oldest first. That a source said
// what a hand had said before is no change.
func (p *Project) History(ctx context.Context, id data.ReportID) ([]StatusChange, error) {
	var out []StatusChange
	err := p.read(ctx, func(c *conn) error {
		return c.each(ctx, `SELECT from_status, from_written, to_status, to_written, +as_of, +at, import
			FROM status_history WHERE report = ? AND (from_status IS NOT to_status OR from_written IS NOT to_written) ORDER BY id`, values(int64(id)), func(v []driver.Value) error {
			asOf, err := dayPtr(v[4])
			if err != nil {
				return err
			}
			at, err := time.Parse(timeLayout, asString(v[5]))
			if err != nil {
				return err
			}
			out = append(out, StatusChange{
				Report: id, From: data.StatusID(asString(v[0])), FromWritten: asString(v[1]), To: data.StatusID(asString(v[2])),
				ToWritten: asString(v[3]), AsOf: asOf, At: at, Import: data.ImportID(asInt(v[6])),
			})
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("history of report %d in %q: %w", id, p.path, err)
	}
	return out, nil
}

// addStatusChanges notes each report whose status differs in the images.
func (p *Project) addStatusChanges(ctx context.Context, c *conn, change int64, imp data.ImportID, asOf *data.Day, before, after []*image) error {
	for i := range before {
		b, a := before[i], after[i]
		if b == nil || a == nil || b.Table != data.TableReports {
			continue
		}
		from, fromWritten := b.Row["status"].v, b.Row["status_written"].v
		to, toWritten := a.Row["status"].v, a.Row["status_written"].v
		if from == to && fromWritten == toWritten {
			continue
		}
		if err := p.addStatusChange(ctx, c, change, imp, asOf, a.ID, from, fromWritten, to, toWritten); err != nil {
			return err
		}
	}
	return nil
}

func (p *Project) addStatusChange(ctx context.Context, c *conn, change int64, imp data.ImportID, asOf *data.Day, report int64,
	from, fromWritten, to, toWritten driver.Value,
) error {
	_, _, err := c.exec(ctx, `INSERT INTO status_history
		(report, from_status, from_written, to_status, to_written, as_of, at, import, change) VALUES (?,?,?,?,?,?,?,?,?)`,
		report, from, fromWritten, to, toWritten, dayText(asOf), p.timestamp(), count(int64(imp)), change)
	return err
}
