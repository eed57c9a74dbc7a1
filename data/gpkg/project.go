package gpkg

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"os/user"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/mattn/go-sqlite3"

	"pinezka/data"
)

// Memory is the path of a project that lives in memory only; Create makes it.
const Memory = ":memory:"

// Project is an open project file. Its methods may be called from any goroutine;
// they take turns on the file. Close it when done.
type Project struct {
	path     string
	readOnly bool
	user     string
	now      func() time.Time

	turn chan struct{} // holds one token while somebody uses c
	c    *conn
	lock *lock

	infoMu    sync.Mutex
	info      Info
	importing atomic.Bool
}

// Options say how a project is opened.
type Options struct {
	// ReadOnly opens the file without a lock and without writing a byte, also
	// from media that cannot be written to.
	ReadOnly bool
	// User is who edits, for the history and the lock; "" asks the operating system.
	User string
}

// Create makes a project under a path where no file is. It refuses an existing
// file with ErrExists. The file appears under its name only when it is whole; a
// failure leaves nothing behind. The path Memory makes a project in memory.
func Create(ctx context.Context, path string, info Info, cat *data.Catalogue) (*Project, error) {
	if path == Memory {
		c, err := dial(path, modeMemory)
		if err != nil {
			return nil, fmt.Errorf("create project in memory: %w", err)
		}
		p := newProject(path, c, Options{})
		if err := p.populate(ctx, info, cat); err != nil {
			return nil, errors.Join(fmt.Errorf("create project in memory: %w", err), p.Close())
		}
		return p, nil
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("create project %q: %w", path, err)
	}
	p, err := create(ctx, path, info, cat)
	if err != nil {
		return nil, fmt.Errorf("create project %q: %w", path, err)
	}
	return p, nil
}

func create(ctx context.Context, path string, info Info, cat *data.Catalogue) (_ *Project, err error) {
	if _, err := os.Lstat(path); err == nil {
		return nil, ErrExists
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if dir, err := os.Stat(filepath.Dir(path)); err != nil {
		return nil, err
	} else if !dir.IsDir() {
		return nil, fmt.Errorf("%q is not a folder", filepath.Dir(path))
	}
	held, err := takeLock(path, whoAmI("", time.Now()))
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, held.release())
		}
	}()
	// Nobody else works under this lock, so a part file is of a killed Create.
	part := path + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	defer os.Remove(part)
	c, err := dial(part, modeCreate)
	if err != nil {
		return nil, err
	}
	p := newProject(part, c, Options{})
	if err := errors.Join(p.populate(ctx, info, cat), c.close()); err != nil {
		os.Remove(part + "-journal")
		return nil, err
	}
	if err := publish(part, path); err != nil {
		return nil, err
	}
	p.path, p.lock = path, held
	if p.c, err = dial(path, modeWrite); err != nil {
		return nil, err
	}
	return p, nil
}

// publish gives the finished file its name, never over a file that came there
// meanwhile. Where the file system has no hard links (memory sticks), it looks
// and renames.
func publish(part, path string) error {
	if err := os.Link(part, path); err == nil || errors.Is(err, fs.ErrExist) {
		if err != nil {
			return ErrExists
		}
		return nil
	}
	if _, err := os.Lstat(path); err == nil {
		return ErrExists
	}
	return os.Rename(part, path)
}

func (p *Project) populate(ctx context.Context, info Info, cat *data.Catalogue) error {
	return p.c.transaction(ctx, func() error {
		if err := p.c.markGeoPackage(ctx); err != nil {
			return err
		}
		return p.addTables(ctx, info, cat)
	})
}

// addTables runs inside a transaction.
func (p *Project) addTables(ctx context.Context, info Info, cat *data.Catalogue) error {
	if err := p.c.createSchema(ctx, p.now()); err != nil {
		return err
	}
	if err := p.c.storeCatalogue(ctx, cat); err != nil {
		return err
	}
	info.Version = schemaVersion
	if err := p.c.storeInfo(ctx, info); err != nil {
		return err
	}
	p.info = info
	return nil
}

// Adopt makes a project inside a GeoPackage of somebody else, whose layers,
// styles and tables stay as they are. It refuses with ErrTableExists when one of
// them has a name that the project needs.
func Adopt(ctx context.Context, path string, info Info, cat *data.Catalogue, opt Options) (*Project, error) {
	p, err := connect(path, opt)
	if err != nil {
		return nil, fmt.Errorf("adopt %q: %w", path, err)
	}
	err = p.c.transaction(ctx, func() error {
		if ok, err := p.c.hasTable(ctx, "gpkg_contents"); err != nil {
			return err
		} else if !ok {
			return fmt.Errorf("not a GeoPackage: %w", ErrNotProject)
		}
		for _, t := range tables {
			if taken, err := p.c.hasTable(ctx, t.name); err != nil {
				return err
			} else if taken {
				rows, err := p.c.number(ctx, "SELECT count(*) FROM "+t.name)
				if err != nil {
					return err
				}
				return fmt.Errorf("table %s with %d rows: %w", t.name, rows, ErrTableExists)
			}
		}
		return p.addTables(ctx, info, cat)
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("adopt %q: %w", path, err), p.Close())
	}
	return p, nil
}

// Open opens a project. An older one is migrated, after a dated copy was laid
// beside it. Errors: fs.ErrNotExist, ErrNotProject, ErrNewer, ErrDamaged, a
// *LockedError when another window edits it, data.ErrReadOnly when it cannot be
// written to; the last two let the caller open it with ReadOnly.
func Open(ctx context.Context, path string, opt Options) (*Project, error) {
	p, err := connect(path, opt)
	if err != nil {
		return nil, fmt.Errorf("open project %q: %w", path, err)
	}
	if err := p.start(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open project %q: %w", path, err), p.Close())
	}
	return p, nil
}

// connect opens an existing file, with the lock unless it is for reading only.
func connect(path string, opt Options) (*Project, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if err := checkHeader(path); err != nil {
		return nil, err
	}
	if opt.ReadOnly {
		c, err := dialRead(path, opt)
		if err != nil {
			return nil, err
		}
		return newProject(path, c, opt), nil
	}
	if f, err := os.OpenFile(path, os.O_RDWR, 0); err != nil {
		if unwritable(err) {
			return nil, fmt.Errorf("%w (%w)", data.ErrReadOnly, err)
		}
		return nil, err
	} else if err := f.Close(); err != nil {
		return nil, err
	}
	held, err := takeLock(path, whoAmI(opt.User, time.Now()))
	if err != nil {
		return nil, err
	}
	c, err := dial(path, modeWrite)
	if err != nil {
		return nil, errors.Join(err, held.release())
	}
	p := newProject(path, c, opt)
	p.lock = held
	// Another program may have left a write-ahead log.
	if _, _, err := c.exec(context.Background(), "PRAGMA journal_mode = DELETE"); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

// dialRead opens for reading. A step that a killed program left half done is
// taken back first, which takes a moment's lock. Where SQLite cannot make its
// shared memory file, as for a write-ahead log on a write-protected stick, the
// file is read as immutable; never while somebody writes, since that way of
// reading obeys no lock and no journal.
func dialRead(path string, opt Options) (*conn, error) {
	c, err := dialAs(path, modeRead)
	if needsRollback(err) {
		if back := rollBack(path, opt); back != nil {
			return nil, errors.Join(err, back)
		}
		c, err = dialAs(path, modeRead)
	}
	if err == nil || errors.Is(err, ErrBusy) || needsRollback(err) {
		return c, err
	}
	return dialAs(path, modeImmutable)
}

// dialAs opens the file and asks it a first question.
func dialAs(path string, m mode) (*conn, error) {
	c, err := dial(path, m)
	if err != nil {
		return nil, err
	}
	if _, err := c.number(context.Background(), "SELECT count(*) FROM sqlite_master"); err != nil {
		return nil, errors.Join(err, c.close())
	}
	return c, nil
}

func needsRollback(err error) bool {
	var se sqlite3.Error
	return errors.As(err, &se) && se.ExtendedCode == sqlite3.ErrReadonlyRollback
}

// rollBack lets SQLite take back what a killed program left half done.
func rollBack(path string, opt Options) error {
	held, err := takeLock(path, whoAmI(opt.User, time.Now()))
	if err != nil {
		return err
	}
	c, err := dialAs(path, modeWrite)
	if err != nil {
		return errors.Join(err, held.release())
	}
	return errors.Join(c.close(), held.release())
}

// checkHeader tells files that are no database, and files cut off, apart from
// others before SQLite is asked. It reads the first 100 bytes (SQLite's file
// format, 1.3).
func checkHeader(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	var h [100]byte
	if _, err := io.ReadFull(f, h[:]); err != nil || string(h[:16]) != "SQLite format 3\x00" {
		return ErrNotProject
	}
	st, err := f.Stat()
	if err != nil {
		return err
	}
	pageSize := int64(h[16])<<8 | int64(h[17])
	if pageSize == 1 {
		pageSize = 65536
	}
	pages := int64(h[28])<<24 | int64(h[29])<<16 | int64(h[30])<<8 | int64(h[31])
	// With a journal beside it the file is repaired when it is opened.
	if _, err := os.Stat(path + "-journal"); err != nil && st.Size() < pages*pageSize {
		return fmt.Errorf("%w: %d bytes instead of %d", ErrDamaged, st.Size(), pages*pageSize)
	}
	return nil
}

func newProject(path string, c *conn, opt Options) *Project {
	return &Project{
		path: path, c: c, readOnly: opt.ReadOnly, user: whoAmI(opt.User, time.Time{}).User,
		now: time.Now, turn: make(chan struct{}, 1),
	}
}

func whoAmI(name string, at time.Time) holder {
	h := holder{User: name, Since: at.UTC()}
	if h.User == "" {
		if u, err := user.Current(); err == nil {
			h.User = u.Username
		}
	}
	if host, err := os.Hostname(); err == nil {
		h.Host = host
	}
	return h
}

// start checks that the file is a project of a version that this program reads,
// and migrates an older one. One that is open for reading stays as it is.
func (p *Project) start(ctx context.Context) error {
	version, err := p.c.version(ctx)
	if err != nil {
		return err
	}
	if version > schemaVersion {
		return fmt.Errorf("version %d, this program knows %d: %w", version, schemaVersion, ErrNewer)
	}
	if version < schemaVersion && !p.readOnly {
		if err := p.migrate(ctx, version, migrations); err != nil {
			return err
		}
	}
	p.info, err = p.c.loadInfo(ctx)
	return err
}

// Close lets go of the file and its lock. It waits for work that goes on.
func (p *Project) Close() error {
	p.turn <- struct{}{}
	defer func() { <-p.turn }()
	if p.c == nil {
		return nil
	}
	err := errors.Join(p.c.close(), p.lock.release())
	p.c, p.lock = nil, nil
	return err
}

// CopyTo writes the whole project, its history too, to a path where no file is
// (else ErrExists); p stays what it is. It is the way on when the disk of p is full
// or its folder cannot be written to. A failure leaves nothing behind.
func (p *Project) CopyTo(ctx context.Context, path string) error {
	path, err := filepath.Abs(path)
	if err == nil {
		if _, there := os.Lstat(path); there == nil {
			err = ErrExists
		} else {
			err = p.read(ctx, func(c *conn) error { return c.copyTo(ctx, path) })
			if err != nil {
				os.Remove(path)
				os.Remove(path + "-journal")
			}
		}
	}
	if err != nil {
		return fmt.Errorf("copy project %q to %q: %w", p.path, path, err)
	}
	return nil
}

func (c *conn) copyTo(ctx context.Context, path string) error {
	_, _, err := c.exec(ctx, "VACUUM INTO ?", path)
	return err
}

// Path returns the file's absolute path, or Memory.
func (p *Project) Path() string { return p.path }

// ReadOnly tells whether every change is refused.
func (p *Project) ReadOnly() bool { return p.readOnly }

// errClosed is what a closed project answers.
var errClosed = errors.New("the project is closed")

// read takes a turn on the file.
func (p *Project) read(ctx context.Context, f func(c *conn) error) error {
	select {
	case p.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-p.turn }()
	if p.c == nil {
		return errClosed
	}
	return f(p.c)
}

// write takes a turn on the file for one transaction.
func (p *Project) write(ctx context.Context, f func(c *conn) error) error {
	if p.readOnly {
		return data.ErrReadOnly
	}
	return p.read(ctx, func(c *conn) error {
		return c.transaction(ctx, func() error { return f(c) })
	})
}

// reportPage is how many reports are read in one turn.
const reportPage = 4096

// Reports yields all reports, by id. Texts are as they are stored. Pages of a
// few thousand are read at a time and the file is free in between: the caller
// may write while it ranges, and then sees later pages as changed.
func (p *Project) Reports(ctx context.Context) iter.Seq2[data.Report, error] {
	return func(yield func(data.Report, error) bool) {
		words := interner{}
		page := make([]data.Report, 0, reportPage)
		last := int64(-1 << 63)
		query := fmt.Sprintf("SELECT id, %s FROM reports WHERE id > ? ORDER BY id LIMIT ?", selection(reportKind.columns))
		for {
			page = page[:0]
			err := p.read(ctx, func(c *conn) error {
				return c.each(ctx, query, values(last, int64(reportPage)), func(row []driver.Value) error {
					var r data.Report
					last = asInt(row[0])
					if err := decodeReport(&r, last, row[1:], words); err != nil {
						return fmt.Errorf("report %d: %w", last, err)
					}
					page = append(page, r)
					return nil
				})
			})
			for _, r := range page {
				if !yield(r, nil) {
					return
				}
			}
			if err != nil {
				yield(data.Report{}, fmt.Errorf("read reports of %q: %w", p.path, err))
				return
			}
			if len(page) < reportPage {
				return
			}
		}
	}
}

// list reads all records of a kind.
func list[T any](ctx context.Context, p *Project, k *kind, where string, args ...driver.Value) (out []T, err error) {
	if !has(p.Info().Version, k.table) {
		return nil, nil
	}
	err = p.read(ctx, func(c *conn) error {
		out, err = records[T](ctx, c, k, where, args...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read %s of %q: %w", k.table, p.path, err)
	}
	return out, nil
}

// Debates returns the debates, by id.
func (p *Project) Debates(ctx context.Context) ([]data.Debate, error) {
	return list[data.Debate](ctx, p, &debateKind, "")
}

// Motions returns the motions of a debate, or all for 0, by id.
func (p *Project) Motions(ctx context.Context, d data.DebateID) ([]data.Motion, error) {
	return list[data.Motion](ctx, p, &motionKind, "WHERE ?1 = 0 OR debate = ?1", int64(d))
}

// Notes returns the notes of a debate, or all for 0, by id.
func (p *Project) Notes(ctx context.Context, d data.DebateID) ([]data.Note, error) {
	return list[data.Note](ctx, p, &noteKind, "WHERE ?1 = 0 OR debate = ?1", int64(d))
}

// Areas returns the areas, by id.
func (p *Project) Areas(ctx context.Context) ([]data.Area, error) {
	return list[data.Area](ctx, p, &areaKind, "")
}

// Institutions returns the institutions, by id.
func (p *Project) Institutions(ctx context.Context) ([]data.Institution, error) {
	return list[data.Institution](ctx, p, &institutionKind, "")
}

// DataVersion returns a number that changes when another program or window
// commits to the file (PRAGMA data_version). Own changes leave it as it is.
func (p *Project) DataVersion(ctx context.Context) (n int64, err error) {
	err = p.read(ctx, func(c *conn) error {
		n, err = c.number(ctx, "PRAGMA data_version")
		return err
	})
	return n, err
}
