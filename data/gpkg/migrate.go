package gpkg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"pinezka/data"
)

// schemaVersion is the version of the project's own tables. It stands in
// settings, since the file's user_version belongs to GeoPackage.
const schemaVersion = 3

// migration brings a project from one version to the next, inside a transaction.
type migration func(ctx context.Context, c *conn) error

// migrations holds at index i the step from version i+1 to i+2.
var migrations = []migration{
	addTables(data.TableReactions),
	addTables(data.TableStatistics, data.TableFacilities),
}

// since tells with which version a table came; those that it does not name were
// there from the first on. A file that is open for reading is not migrated, and
// what it does not have is empty.
var since = map[string]int{
	data.TableReactions:  2,
	data.TableStatistics: 3,
	data.TableFacilities: 3,
}

// has tells whether a file of a version has a table of the project.
func has(version int, table string) bool { return version >= since[table] }

// addTables is the step that brings new tables. It takes them as they are today:
// who changes one of them later has to write its first form down here.
func addTables(names ...string) migration {
	return func(ctx context.Context, c *conn) error {
		for _, t := range tables {
			if !slices.Contains(names, t.name) {
				continue
			}
			if taken, err := c.hasTable(ctx, t.name); err != nil {
				return err
			} else if taken {
				return fmt.Errorf("table %s: %w", t.name, ErrTableExists)
			}
			if err := c.createTable(ctx, t, time.Now()); err != nil {
				return fmt.Errorf("create table %s: %w", t.name, err)
			}
			for _, sql := range indexes {
				if !strings.Contains(sql, " ON "+t.name+"(") {
					continue
				}
				if _, _, err := c.exec(ctx, sql); err != nil {
					return fmt.Errorf("create index: %w", err)
				}
			}
		}
		return nil
	}
}

// copiesKept is how many dated copies stay beside a project.
const copiesKept = 5

// version returns the project's version, or ErrNotProject.
func (c *conn) version(ctx context.Context) (int, error) {
	for _, name := range []string{"gpkg_contents", "settings", "reports"} {
		if ok, err := c.hasTable(ctx, name); err != nil {
			return 0, err
		} else if !ok {
			return 0, fmt.Errorf("no table %s: %w", name, ErrNotProject)
		}
	}
	// The settings of another program may have other columns.
	row, err := c.one(ctx, `SELECT value FROM settings WHERE key = ?`, keyVersion)
	if errors.Is(err, ErrDamaged) || errors.Is(err, ErrBusy) {
		return 0, err
	}
	if err != nil || row == nil {
		return 0, fmt.Errorf("no version in its settings: %w", ErrNotProject)
	}
	n, err := strconv.Atoi(asString(row[0]))
	if err != nil || n < 1 {
		return 0, fmt.Errorf("version %q: %w", asString(row[0]), ErrNotProject)
	}
	return n, nil
}

func (c *conn) hasTable(ctx context.Context, name string) (bool, error) {
	n, err := c.number(ctx, `SELECT count(*) FROM sqlite_master WHERE type IN ('table', 'view') AND lower(name) = lower(?)`, name)
	return n > 0, err
}

// migrate lays a dated copy beside the project and takes the steps from its
// version on, all in one transaction.
func (p *Project) migrate(ctx context.Context, from int, steps []migration) error {
	to := len(steps) + 1
	if err := p.keepCopy(ctx, from); err != nil {
		return fmt.Errorf("copy before migration: %w", err)
	}
	return p.c.transaction(ctx, func() error {
		for v := from; v < to; v++ {
			if err := steps[v-1](ctx, p.c); err != nil {
				return fmt.Errorf("migrate from version %d to %d: %w", v, v+1, err)
			}
		}
		_, _, err := p.c.exec(ctx, `UPDATE settings SET value = ? WHERE key = ?`, strconv.Itoa(to), keyVersion)
		return err
	})
}

// keepCopy writes NAME.2026-11-25T041900.v1.gpkg beside the project and removes
// the oldest copies beyond copiesKept.
func (p *Project) keepCopy(ctx context.Context, version int) error {
	base := strings.TrimSuffix(p.path, filepath.Ext(p.path))
	target := fmt.Sprintf("%s.%s.v%d.gpkg", base, p.now().UTC().Format("2006-01-02T150405"), version)
	if err := p.c.copyTo(ctx, target); err != nil {
		return err
	}
	copies, err := copiesOf(p.path)
	if err != nil {
		return err
	}
	for _, old := range copies[:max(0, len(copies)-copiesKept)] {
		if err := os.Remove(old); err != nil {
			return err
		}
	}
	return nil
}

// copiesOf returns the dated copies beside a project, oldest first. Names are
// compared, not matched as patterns: a folder may well be called [1].
func copiesOf(path string) ([]string, error) {
	dir := filepath.Dir(path)
	prefix := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)) + "."
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		middle, ok := strings.CutPrefix(e.Name(), prefix)
		if !ok {
			continue
		}
		// 2026-11-25T041900.v1.gpkg
		stamp, rest, ok := strings.Cut(middle, ".v")
		if ok && len(stamp) == len("2006-01-02T150405") && strings.HasSuffix(rest, ".gpkg") {
			out = append(out, filepath.Join(dir, e.Name()))
		}
	}
	slices.Sort(out)
	return out, nil
}
