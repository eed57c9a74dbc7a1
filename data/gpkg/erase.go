package gpkg

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"

	"pinezka/data"
)

// erased are the columns of a report that Erase empties.
var erased = []string{"text", "note"}

// Copies returns the dated copies that lie beside the project, oldest first.
func (p *Project) Copies() ([]string, error) {
	if p.path == Memory {
		return nil, nil
	}
	copies, err := copiesOf(p.path)
	if err != nil {
		return nil, fmt.Errorf("copies of %q: %w", p.path, err)
	}
	return copies, nil
}

// Erase removes the description and the note of a report for good: from the record,
// from the history, and from the dated copies beside the project. It returns the
// copies it went through. Nothing brings the texts back: undo and redo go on without
// them, and a later import of the same record leaves them out.
//
// SQLite overwrites what it frees (secure_delete) and writes each file anew
// (VACUUM), so that no byte of the texts is left in them. After an error some of the
// files may have been done; to do it again is safe.
func (p *Project) Erase(ctx context.Context, id data.ReportID) ([]string, error) {
	if p.readOnly {
		return nil, fmt.Errorf("erase texts of report %d: %w", id, data.ErrReadOnly)
	}
	done, err := p.erase(ctx, id)
	if err != nil {
		return done, fmt.Errorf("erase texts of report %d in %q: %w", id, p.path, err)
	}
	return done, nil
}

func (p *Project) erase(ctx context.Context, id data.ReportID) (done []string, err error) {
	copies, err := p.Copies()
	if err != nil {
		return nil, err
	}
	for _, path := range copies {
		c, err := dial(path, modeWrite)
		if err != nil {
			return done, fmt.Errorf("copy %q: %w", path, err)
		}
		if err := errors.Join(c.eraseTexts(ctx, int64(id), nil), c.close()); err != nil {
			return done, fmt.Errorf("copy %q: %w", path, err)
		}
		done = append(done, path)
	}
	return done, p.read(ctx, func(c *conn) error {
		return c.eraseTexts(ctx, int64(id), func() error {
			// The history tells that it happened, and no undo stops there.
			_, _, err := c.exec(ctx, `INSERT INTO changes (at, who, label, state, before, after) VALUES (?,?,?,?,'[]','[]')`,
				p.timestamp(), text(p.user), string(data.LabelEraseText), int64(changeDead))
			if err != nil {
				return err
			}
			return c.touch(ctx, p.now(), map[string]geometryBounds{data.TableReports: {empty: true}})
		})
	})
}

// eraseTexts works in one transaction on a file, then writes it anew. also runs in
// the transaction and may be nil.
func (c *conn) eraseTexts(ctx context.Context, id int64, also func() error) (err error) {
	was, err := c.number(ctx, "PRAGMA secure_delete")
	if err != nil {
		return err
	}
	if _, err := c.number(ctx, "PRAGMA secure_delete = ON"); err != nil {
		return err
	}
	defer func() {
		_, back := c.number(context.WithoutCancel(ctx), fmt.Sprintf("PRAGMA secure_delete = %d", was))
		err = errors.Join(err, back)
	}()
	if err := c.transaction(ctx, func() error {
		// An import of the same record must not bring the text back.
		if _, _, err := c.exec(ctx, `UPDATE reports SET text = NULL, note = NULL,
			edited = CASE WHEN identity IS NULL THEN edited ELSE coalesce(edited, 0) | ?1 END WHERE id = ?2`, int64(partText), id); err != nil {
			return err
		}
		for table, many := range map[string]bool{"changes": true, "import_altered": false} {
			if err := c.eraseImages(ctx, table, many, id); err != nil {
				return fmt.Errorf("%s: %w", table, err)
			}
		}
		if also == nil {
			return nil
		}
		return also()
	}); err != nil {
		return err
	}
	_, _, err = c.exec(ctx, "VACUUM")
	return err
}

// eraseImages empties the texts of a report in the images that a table keeps before
// and after each step: lists of them, or one.
func (c *conn) eraseImages(ctx context.Context, table string, many bool, id int64) error {
	type change struct {
		row           int64
		before, after string
	}
	var changed []change
	err := c.each(ctx, fmt.Sprintf("SELECT id, before, after FROM %s", table), nil, func(row []driver.Value) error {
		x := change{row: asInt(row[0])}
		any := false
		for i, to := range []*string{&x.before, &x.after} {
			*to = asString(row[1+i])
			out, touched, err := withoutTexts(*to, many, id)
			if err != nil {
				return fmt.Errorf("row %d: %w", x.row, err)
			}
			if touched {
				*to, any = out, true
			}
		}
		if any {
			changed = append(changed, x)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, x := range changed {
		if _, _, err := c.exec(ctx, fmt.Sprintf("UPDATE %s SET before = ?, after = ? WHERE id = ?", table), text(x.before), text(x.after), x.row); err != nil {
			return err
		}
	}
	return nil
}

// withoutTexts returns the images without the texts of a report, and whether it has
// any of that report.
func withoutTexts(images string, many bool, id int64) (out string, touched bool, err error) {
	if images == "" {
		return images, false, nil // an import's step has none
	}
	list := make([]*image, 1)
	if many {
		err = json.Unmarshal([]byte(images), &list)
	} else {
		err = json.Unmarshal([]byte(images), &list[0])
	}
	if err != nil {
		return "", false, err
	}
	for _, m := range list {
		if m == nil || m.Table != data.TableReports || m.ID != id {
			continue
		}
		touched = true
		for _, name := range erased {
			delete(m.Row, name)
		}
		// As in the record, so that undo still finds what it left.
		if _, imported := m.Row["identity"]; imported {
			m.Row["edited"] = cellValue{asInt(m.Row["edited"].v) | partText}
		}
	}
	var b []byte
	if many {
		b, err = json.Marshal(list)
	} else {
		b, err = json.Marshal(list[0])
	}
	return string(b), touched, err
}
