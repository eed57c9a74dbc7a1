package gpkg

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// batch inserts many rows with one statement each time. It goes through Query:
// there the driver binds and steps in a single crossing from Go to C. A conflict
// takes the whole transaction back, since SQLite would otherwise copy every page
// that a statement touches, to be able to take back the statement alone; for the
// same reason the references of what is inserted are checked at the commit.
//
// With ahead set, one batch is inserted on a goroutine of its own while the next
// is filled. The connection must then not be used for anything else until wait
// has returned.
type batch struct {
	c      *conn
	insert string // up to VALUES
	width  int
	full   *sqlite3.SQLiteStmt
	n      int // rows waiting in fill
	ahead  bool

	fill, flight batchBuffer
	flying       bool
	landed       chan error
}

// batchBuffer holds the arguments of one statement, and the bytes that they
// point to.
type batchBuffer struct {
	args    []driver.NamedValue
	scratch []byte
}

// newBatch prepares an insert of width columns, rows at a time.
func (c *conn) newBatch(ctx context.Context, table, columns string, width, rows int) (*batch, error) {
	b := &batch{
		c: c, insert: fmt.Sprintf("INSERT OR ROLLBACK INTO %s (%s) VALUES ", table, columns), width: width,
		landed: make(chan error, 1),
	}
	for _, buf := range []*batchBuffer{&b.fill, &b.flight} {
		buf.args = make([]driver.NamedValue, width*rows)
		for i := range buf.args {
			buf.args[i].Ordinal = i + 1
		}
	}
	var err error
	b.full, err = b.prepare(ctx, rows)
	return b, err
}

func (b *batch) prepare(ctx context.Context, rows int) (*sqlite3.SQLiteStmt, error) {
	one := "(?" + strings.Repeat(",?", b.width-1) + ")"
	s, err := b.c.c.PrepareContext(ctx, b.insert+one+strings.Repeat(","+one, rows-1))
	if err != nil {
		return nil, explain(err)
	}
	return s.(*sqlite3.SQLiteStmt), nil
}

// next returns the arguments of the next row, to be filled before done. Bytes
// that they point to may lie in the batch's scratch.
func (b *batch) next() []driver.NamedValue {
	return b.fill.args[b.n*b.width : (b.n+1)*b.width : (b.n+1)*b.width]
}

// scratch is where bytes of the rows that wait may be appended.
func (b *batch) scratch() *[]byte { return &b.fill.scratch }

// done adds the row that next gave, and begins to insert when the batch is full.
func (b *batch) done(ctx context.Context) error {
	b.n++
	if b.n*b.width < len(b.fill.args) {
		return nil
	}
	if err := b.wait(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if !b.ahead {
		b.n, b.fill.scratch = 0, b.fill.scratch[:0]
		return run(b.full, b.fill.args)
	}
	b.fill, b.flight = b.flight, b.fill
	b.n, b.fill.scratch, b.flying = 0, b.fill.scratch[:0], true
	args := b.flight.args
	go func() { b.landed <- run(b.full, args) }()
	return nil
}

// wait returns when nothing is being inserted.
func (b *batch) wait() error {
	if !b.flying {
		return nil
	}
	b.flying = false
	return <-b.landed
}

// flush inserts what waits.
func (b *batch) flush(ctx context.Context) error {
	if err := b.wait(); err != nil || b.n == 0 {
		return err
	}
	s, err := b.prepare(ctx, b.n)
	if err != nil {
		return err
	}
	defer s.Close()
	args := b.fill.args[:b.n*b.width]
	b.n, b.fill.scratch = 0, b.fill.scratch[:0]
	return run(s, args)
}

// close ends the statement. After a failure rows may be on their way still; that
// they fail too says nothing new.
func (b *batch) close() {
	_ = b.wait()
	b.full.Close()
}

func run(s *sqlite3.SQLiteStmt, args []driver.NamedValue) error {
	rows, err := s.QueryContext(context.Background(), args)
	if err != nil {
		return explain(err)
	}
	return explain(rows.Close())
}
