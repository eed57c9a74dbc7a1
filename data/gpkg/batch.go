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
// With ahead set, full batches wait in a short queue for a goroutine that inserts
// them while the next are filled: long enough that neither side stands still when
// SQLite writes out a part of its cache. The connection must then not be used for
// anything else until wait has returned.
type batch struct {
	c      *conn
	insert string // up to VALUES
	width  int
	full   *sqlite3.SQLiteStmt
	n      int // rows waiting in fill
	ahead  bool

	fill    *batchBuffer
	spare   []*batchBuffer
	flying  int // batches in the queue or being inserted
	flights chan *batchBuffer
	landed  chan landing
}

// batchAhead is how many batches are filled at most before the first is inserted.
const batchAhead = 8

// batchBuffer holds the arguments of one statement, and the bytes that they
// point to.
type batchBuffer struct {
	args    []driver.NamedValue
	scratch []byte
}

// landing is a batch that was inserted, or was not.
type landing struct {
	buf *batchBuffer
	err error
}

// newBatch prepares an insert of width columns, rows at a time.
func (c *conn) newBatch(ctx context.Context, table, columns string, width, rows int) (*batch, error) {
	b := &batch{c: c, insert: fmt.Sprintf("INSERT OR ROLLBACK INTO %s (%s) VALUES ", table, columns), width: width}
	b.fill = newBatchBuffer(width * rows)
	var err error
	b.full, err = b.prepare(ctx, rows)
	return b, err
}

func newBatchBuffer(n int) *batchBuffer {
	buf := &batchBuffer{args: make([]driver.NamedValue, n)}
	for i := range buf.args {
		buf.args[i].Ordinal = i + 1
	}
	return buf
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
	if err := ctx.Err(); err != nil {
		return err
	}
	if !b.ahead {
		b.n, b.fill.scratch = 0, b.fill.scratch[:0]
		return run(b.full, b.fill.args)
	}
	if b.flights == nil {
		b.flights, b.landed = make(chan *batchBuffer, batchAhead), make(chan landing, batchAhead)
		go b.fly()
	}
	size := len(b.fill.args)
	b.flights <- b.fill
	b.flying++
	b.n, b.fill = 0, nil
	switch {
	case len(b.spare) > 0:
		b.fill, b.spare = b.spare[len(b.spare)-1], b.spare[:len(b.spare)-1]
	case b.flying < batchAhead:
		b.fill = newBatchBuffer(size)
	default:
		l := <-b.landed
		b.flying--
		b.fill = l.buf
		if l.err != nil {
			return l.err
		}
	}
	b.fill.scratch = b.fill.scratch[:0]
	return nil
}

// fly inserts what comes, until the first failure: that one took the transaction
// back, and whatever was inserted after it would stay.
func (b *batch) fly() {
	var failed error
	for buf := range b.flights {
		if failed == nil {
			failed = run(b.full, buf.args)
		}
		b.landed <- landing{buf, failed}
	}
}

// wait returns when nothing is being inserted.
func (b *batch) wait() error {
	var failed error
	for ; b.flying > 0; b.flying-- {
		l := <-b.landed
		b.spare = append(b.spare, l.buf)
		if failed == nil {
			failed = l.err
		}
	}
	return failed
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
	if b.flights != nil {
		close(b.flights)
	}
	b.full.Close()
}

func run(s *sqlite3.SQLiteStmt, args []driver.NamedValue) error {
	rows, err := s.QueryContext(context.Background(), args)
	if err != nil {
		return explain(err)
	}
	return explain(rows.Close())
}
