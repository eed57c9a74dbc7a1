package osm

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// Inserter adds rows to a table of an SQLite file, many in one statement: a call
// into SQLite costs more than the row. The context is looked at before each
// statement and not handed on, since the driver would start a goroutine for every
// one to watch it.
type Inserter struct {
	ctx   context.Context
	tx    *sql.Tx
	table string
	width int
	args  []any
	full  *sql.Stmt
	err   error
}

// rowsAtOnce is how many rows one statement adds.
const rowsAtOnce = 50

// NewInserter returns an inserter for a table with so many columns. The first
// error stays; Close returns it.
func NewInserter(ctx context.Context, tx *sql.Tx, table string, columns int) *Inserter {
	return &Inserter{ctx: ctx, tx: tx, table: table, width: columns, args: make([]any, 0, columns*rowsAtOnce)}
}

// Add adds a row with a value for each column.
func (w *Inserter) Add(values ...any) {
	if w.err != nil {
		return
	}
	if len(values) != w.width {
		w.err = fmt.Errorf("insert into %s: %d values for %d columns", w.table, len(values), w.width)
		return
	}
	if w.args = append(w.args, values...); len(w.args) < w.width*rowsAtOnce {
		return
	}
	if w.err = w.ctx.Err(); w.err == nil && w.full == nil {
		w.full, w.err = w.tx.PrepareContext(w.ctx, w.statement(rowsAtOnce))
	}
	if w.err == nil {
		_, w.err = w.full.ExecContext(context.WithoutCancel(w.ctx), w.args...)
	}
	w.args = w.args[:0]
}

func (w *Inserter) statement(rows int) string {
	row := "(?" + strings.Repeat(",?", w.width-1) + ")"
	return "INSERT INTO " + w.table + " VALUES " + row + strings.Repeat(","+row, rows-1)
}

// Close adds what is left and returns the first error.
func (w *Inserter) Close() error {
	if w.err == nil && len(w.args) > 0 {
		_, w.err = w.tx.ExecContext(w.ctx, w.statement(len(w.args)/w.width), w.args...)
		w.args = w.args[:0]
	}
	if w.full != nil {
		if err := w.full.Close(); w.err == nil {
			w.err = err
		}
	}
	if w.err != nil {
		return fmt.Errorf("write table %s: %w", w.table, w.err)
	}
	return nil
}
