package gpkg

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
)

// CheckReport is what Check found.
type CheckReport struct {
	OK        bool
	Version   int
	Integrity string         // what SQLite's integrity_check says; "ok" when well
	Counts    map[string]int // rows of each of the project's tables
	Problems  []string       // empty when well
}

// Check reads the whole file and tells what is wrong with it: pages and indexes
// (integrity_check), references (foreign_key_check), R-trees (rtreecheck, and
// that each geometry is in its R-tree).
func (p *Project) Check(ctx context.Context) (CheckReport, error) {
	var r CheckReport
	err := p.read(ctx, func(c *conn) error {
		var err error
		r, err = c.check(ctx, p.Info().Version)
		return err
	})
	if err != nil {
		return r, fmt.Errorf("check %q: %w", p.path, err)
	}
	r.Version = p.Info().Version
	return r, nil
}

// CheckFile opens a project for reading and checks it.
func CheckFile(ctx context.Context, path string) (CheckReport, error) {
	p, err := Open(ctx, path, Options{ReadOnly: true})
	if err != nil {
		return CheckReport{}, err
	}
	r, err := p.Check(ctx)
	return r, errors.Join(err, p.Close())
}

func (c *conn) check(ctx context.Context, version int) (CheckReport, error) {
	r := CheckReport{Counts: map[string]int{}}
	if err := c.each(ctx, "PRAGMA integrity_check", nil, func(row []driver.Value) error {
		if r.Integrity == "" {
			r.Integrity = asString(row[0])
		}
		if asString(row[0]) != "ok" {
			r.Problems = append(r.Problems, asString(row[0]))
		}
		return nil
	}); err != nil && !errors.Is(err, ErrDamaged) {
		return r, err
	} else if err != nil {
		r.Integrity = err.Error()
		r.Problems = append(r.Problems, err.Error())
		return r, nil
	}
	if err := c.each(ctx, "PRAGMA foreign_key_check", nil, func(row []driver.Value) error {
		r.Problems = append(r.Problems, fmt.Sprintf("%s %d refers to a row of %s that is not there", asString(row[0]), asInt(row[1]), asString(row[2])))
		return nil
	}); err != nil {
		return r, err
	}
	for _, t := range tables {
		if !has(version, t.name) {
			continue
		}
		n, err := c.number(ctx, "SELECT count(*) FROM "+t.name)
		if err != nil {
			return r, err
		}
		r.Counts[t.name] = int(n)
		if t.geometry == "" {
			continue
		}
		problem, err := c.checkTree(ctx, t.name)
		if err != nil {
			return r, err
		}
		if problem != "" {
			r.Problems = append(r.Problems, problem)
		}
	}
	r.OK = len(r.Problems) == 0
	return r, nil
}

// checkTree tells what is wrong with a table's R-tree, or "".
func (c *conn) checkTree(ctx context.Context, table string) (string, error) {
	row, err := c.one(ctx, "SELECT rtreecheck(?)", rtreeOf(table))
	if err != nil {
		return "", err
	}
	if s := asString(row[0]); s != "ok" {
		return fmt.Sprintf("%s: %s", rtreeOf(table), s), nil
	}
	boxes := map[int64][4]float32{}
	if err := c.each(ctx, "SELECT id, minx, maxx, miny, maxy FROM "+rtreeOf(table), nil, func(row []driver.Value) error {
		boxes[asInt(row[0])] = [4]float32{
			float32(asFloat(row[1])), float32(asFloat(row[2])), float32(asFloat(row[3])), float32(asFloat(row[4])),
		}
		return nil
	}); err != nil {
		return "", err
	}
	wrong := 0
	if err := c.each(ctx, fmt.Sprintf("SELECT id, +geom FROM %s WHERE geom IS NOT NULL", table), nil, func(row []driver.Value) error {
		g, err := boundsOf(asBlob(row[1]))
		if err == nil && g.empty {
			return nil
		}
		id := asInt(row[0])
		b, there := boxes[id]
		delete(boxes, id)
		if err != nil || !there || float64(b[0]) > g.minX || float64(b[1]) < g.maxX || float64(b[2]) > g.minY || float64(b[3]) < g.maxY {
			wrong++
		}
		return nil
	}); err != nil {
		return "", err
	}
	if wrong+len(boxes) > 0 {
		return fmt.Sprintf("%s: %d geometries are not where they should be, %d boxes have no geometry", rtreeOf(table), wrong, len(boxes)), nil
	}
	return "", nil
}
