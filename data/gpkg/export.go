package gpkg

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"pinezka/data"
)

// HandOver is a copy of reports for somebody else: a GeoPackage with one layer
// and nothing of the project's history, settings or other tables.
type HandOver struct {
	// About describes the layer in gpkg_contents.
	About string
	// Columns are the names of the texts that come with each report. They become
	// columns beside id and geom; use letters and underscores only.
	Columns []string
	// Changed is when what the layer tells of changed last; the zero time is
	// written as 1970. It is not the time of writing, so that the same reports
	// give the same bytes.
	Changed time.Time
}

// Write makes the GeoPackage under a path where no file is: layer reports, points
// in EPSG:4326 under an R-tree, NULL for a report without place. rows yields the
// reports with their texts in the order of Columns, "" for NULL; a slice may be
// used again for the next report. The ids are counted from 1 and tell nothing of
// the project's. After a failure the caller removes what is there, which may be a
// journal too.
func (h HandOver) Write(ctx context.Context, path string, rows iter.Seq2[*data.Report, []string]) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("write %q: %w", path, err)
	}
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("write %q: %w", path, ErrExists)
	}
	c, err := dial(path, modeCreate)
	if err != nil {
		return fmt.Errorf("write %q: %w", path, err)
	}
	err = c.transaction(ctx, func() error { return h.fill(ctx, c, rows) })
	if err = errors.Join(err, c.close()); err != nil {
		return fmt.Errorf("write %q: %w", path, err)
	}
	return nil
}

func (h HandOver) fill(ctx context.Context, c *conn, rows iter.Seq2[*data.Report, []string]) error {
	changed := h.Changed
	if changed.IsZero() {
		changed = time.Unix(0, 0)
	}
	if err := c.markGeoPackage(ctx); err != nil {
		return err
	}
	if err := c.createSystemTables(ctx); err != nil {
		return err
	}
	layer := table{data.TableReports, "POINT", h.About, "\n\t\tgeom POINT,\n\t\t" + strings.Join(h.Columns, " TEXT,\n\t\t") + " TEXT"}
	if err := c.createTable(ctx, layer, changed); err != nil {
		return fmt.Errorf("create table %s: %w", layer.name, err)
	}
	var added entries
	if err := c.bulk(ctx, func() (*packing, error) {
		columns := append([]string{geometryColumn}, h.Columns...)
		b, err := c.newBatch(ctx, layer.name, strings.Join(columns, ", "), len(columns), insertRows)
		if err != nil {
			return nil, err
		}
		defer b.close()
		b.ahead = true
		pk := &packing{from: 1, added: &added}
		id := int64(0)
		for r, values := range rows {
			id++
			if len(values) != len(h.Columns) {
				return nil, fmt.Errorf("row %d has %d texts for %d columns", id, len(values), len(h.Columns))
			}
			row := b.next()
			row[0].Value = nil
			if r.Where.Known() {
				scratch := b.scratch()
				start := len(*scratch)
				*scratch = appendPoint(*scratch, r.Where.Point)
				row[0].Value = (*scratch)[start:len(*scratch):len(*scratch)]
				added.add(entry{id, r.Where.Point[0], r.Where.Point[1]})
			}
			for i, v := range values {
				row[i+1].Value = text(storable(v))
			}
			if err := b.done(ctx); err != nil {
				return nil, err
			}
		}
		return pk, b.flush(ctx)
	}); err != nil {
		return err
	}
	return c.touch(ctx, changed, map[string]geometryBounds{layer.name: added.box()})
}

// storable replaces what SQLite's functions stumble over; a text of a project has
// none of it, unless another program wrote it.
func storable(s string) string {
	if checkText(s) == nil {
		return s
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\x00", "\ufffd")
}

// MayReplace tells whether the copy may take the name of what is there: nothing,
// or an earlier copy with the same columns and nothing else. ErrExists means that
// the file holds something else, such as a project or layers of somebody else, or
// is none that can be looked into.
func (h HandOver) MayReplace(ctx context.Context, path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("replace %q: %w", path, err)
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode().IsRegular() && info.Size() == 0 {
		return nil
	}
	c, err := dialAs(path, modeRead)
	if err != nil {
		return fmt.Errorf("replace %q: %w (%w)", path, ErrExists, err)
	}
	others, err := c.number(ctx, `SELECT count(*) FROM sqlite_master WHERE type IN ('table', 'view')
		AND name NOT LIKE 'gpkg\_%' ESCAPE '\' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
		AND name <> ?1 AND name NOT IN (?2, ?2||'_node', ?2||'_parent', ?2||'_rowid')`,
		data.TableReports, rtreeOf(data.TableReports))
	columns := ""
	if err == nil {
		err = c.each(ctx, `SELECT name FROM pragma_table_info(?)`, values(data.TableReports), func(row []driver.Value) error {
			columns += asString(row[0]) + " "
			return nil
		})
	}
	if err = errors.Join(err, c.close()); err == nil && (others > 0 || columns != "id "+geometryColumn+" "+strings.Join(h.Columns, " ")+" ") {
		err = fmt.Errorf("%d more tables, reports has columns %s", others, columns)
	}
	if err != nil {
		return fmt.Errorf("replace %q: %w (%w)", path, ErrExists, err)
	}
	return nil
}
