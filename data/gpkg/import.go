package gpkg

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"pinezka/data"
)

// Row is a record of an import with its stable identity in its source: "id:Z-3"
// when the source numbers its records, else "row:HASH:N" for the N-th of equal
// rows.
type Row struct {
	Report data.Report
	Key    string
}

// ImportOptions say more about an import.
type ImportOptions struct {
	// FullState is set when the file is the whole state of its source for these
	// days: a record of the source that lies within them wholly and is not in the
	// file is marked vanished.
	FullState *data.Period
	// Refused is asked after the last row how many rows the caller refused while
	// it read; nil means that Counts.Refused of the import is final.
	Refused func() int
	// Aliases are names of categories that the user explained with this file. The
	// catalogue keeps them, also when the import is undone: they are knowledge
	// about words, not about reports.
	Aliases map[string]data.CategoryID
	// Progress is told how many rows were taken in so far, every few thousand.
	Progress func(done int)
}

const tableImports = "imports"

// errUnchanged ends the transaction of an import that brought nothing new.
var errUnchanged = errors.New("nothing new")

// Import streams rows into the project as one transaction and one row of the
// history; when the context ends, rows ends in an error, or a row is invalid,
// everything is taken back.
//
// A record is known by its source (imp.Source) and its key. A new one is stored,
// under the import; ID, Import, Note and Vanished of the row are ignored. Of a
// known one the project remembers what the source said last: when the source
// says the same, the record is left alone, whatever the user made of it; when
// the source says something else, the record takes it over and counts as
// Updated, but for the parts that the user changed by hand, and its former
// status goes into the history. A key that comes again in the same file with
// other words is a record of its own.
//
// While it ranges over rows, the import holds the project: rows must not ask the
// project for anything. They are ranged over on a goroutine of its own, some
// hundreds of rows ahead of what is stored; it has ended when Import returns.
//
// The counts of the returned import are: Refused from the caller, Read that plus
// the rows streamed, the rest as found. A file whose hash is known from an
// earlier import of the same source and that brings nothing new leaves no trace;
// the earlier import's ID is returned.
func (p *Project) Import(ctx context.Context, imp data.Import, opt ImportOptions, rows iter.Seq2[Row, error]) (data.Import, error) {
	p.importing.Store(true)
	defer p.importing.Store(false)
	done := imp
	err := p.write(ctx, func(c *conn) error {
		var err error
		done, err = p.importRows(ctx, c, imp, opt, rows)
		return err
	})
	if err != nil && !errors.Is(err, errUnchanged) {
		return imp, fmt.Errorf("import %q into %q: %w", imp.File, p.path, err)
	}
	return done, nil
}

// known is what the project remembers of a record of the source.
type known struct {
	id, print      int64
	first, last    int32 // the days that it may lie on; first after last for none
	seen, vanished bool
}

// importer is one import at work.
type importer struct {
	p      *Project
	c      *conn
	imp    data.Import
	change int64
	known  map[identity]known
	// repeats counts rows of this file that bear a key again with other words.
	repeats map[identity]int
	next    int64 // id of the next new report
	first   int64 // id of the first new report
	added   entries
	insert  *batch
	row     []driver.Value
	fp      fingerprinter
	box     geometryBounds
	// unindexed is set when the index of identities was dropped; many is how many
	// new reports it takes to drop it.
	unindexed bool
	many      int64
}

// insertRows is how many reports go into one statement.
const insertRows = 64

// Identities are hashes, so each new one goes to another page of their index; with
// many of them it is quicker to sort them once at the end, and the index comes out
// packed. fewRows new reports are always put into the index one by one, and so are
// those that are fewer than a part of the stored ones.
const (
	fewRows      = 4096
	partOfStored = 4
)

func (p *Project) importRows(ctx context.Context, c *conn, imp data.Import, opt ImportOptions, rows iter.Seq2[Row, error]) (data.Import, error) {
	if imp.Source == "" {
		return imp, errors.New("the import names no source")
	}
	for _, s := range []string{imp.File, imp.Hash, imp.Source, imp.Mapping} {
		if err := checkText(s); err != nil {
			return imp, err
		}
	}
	m := &importer{p: p, c: c, imp: imp, box: geometryBounds{empty: true}, row: make([]driver.Value, reportColumns), repeats: map[identity]int{}}
	if m.imp.At.IsZero() {
		m.imp.At = p.now().UTC()
	}
	m.imp.Counts = data.Counts{Refused: imp.Counts.Refused}
	earlier, err := c.number(ctx, `SELECT max(id) FROM imports WHERE source = ? AND hash = ? AND hash <> ''`, imp.Source, imp.Hash)
	if err != nil {
		return imp, err
	}
	if err := m.begin(ctx); err != nil {
		return imp, err
	}
	err = c.bulk(ctx, func() (*packing, error) {
		defer m.insert.close()
		streamed := 0
		for row, err := range ahead(rows) {
			if err != nil {
				return nil, err
			}
			if err := m.take(ctx, row); err != nil {
				return nil, fmt.Errorf("row %d, %s: %w", streamed+1, row.Key, err)
			}
			if streamed++; streamed%4096 == 0 && opt.Progress != nil {
				opt.Progress(streamed)
			}
		}
		if err := m.insert.flush(ctx); err != nil {
			return nil, err
		}
		if err := m.checkIDs(ctx); err != nil {
			return nil, err
		}
		if opt.FullState != nil {
			if err := m.markVanished(ctx, *opt.FullState); err != nil {
				return nil, err
			}
		}
		if opt.Refused != nil {
			m.imp.Counts.Refused += opt.Refused()
		}
		n := &m.imp.Counts
		n.Read = streamed + n.Refused
		if opt.Progress != nil {
			opt.Progress(streamed)
		}
		if earlier != 0 && n.OnMap+n.WithoutPlace+n.Updated+n.Vanished == 0 {
			m.imp.ID = data.ImportID(earlier)
			return nil, errUnchanged
		}
		if n.OnMap+n.WithoutPlace+n.Updated == 0 {
			return nil, nil
		}
		return &packing{from: m.first, added: &m.added, meanwhile: m.index}, nil
	})
	if err != nil {
		return m.imp, err
	}
	if err := c.learnAliases(ctx, opt.Aliases); err != nil {
		return m.imp, err
	}
	return m.imp, m.finish(ctx)
}

// Rows go from the reader to the importer in sheaves, of which a few lie between
// them.
const (
	sheafRows   = 128
	sheavesKept = 4
)

// sheaf is some rows, and the error that ended them.
type sheaf struct {
	rows []Row
	err  error
}

// ahead ranges over rows on a goroutine of its own, so that a file is read while
// SQLite stores what was read. A row is valid until the next one.
func ahead(rows iter.Seq2[Row, error]) iter.Seq2[*Row, error] {
	return func(yield func(*Row, error) bool) {
		full, empty, stop := make(chan sheaf, sheavesKept), make(chan sheaf, sheavesKept+2), make(chan struct{})
		for range sheavesKept + 2 {
			empty <- sheaf{rows: make([]Row, 0, sheafRows)}
		}
		go func() {
			defer close(full)
			var s sheaf
			pass := func() bool { // hands s on and takes an empty one
				select {
				case full <- s:
				case <-stop:
					return false
				}
				select {
				case s = <-empty:
					return true
				case <-stop:
					return false
				}
			}
			s = <-empty
			for row, err := range rows {
				if err == nil {
					s.rows = append(s.rows, row)
				}
				s.err = err
				if err == nil && len(s.rows) < sheafRows {
					continue
				}
				if !pass() || err != nil {
					return
				}
			}
			if len(s.rows) > 0 {
				pass()
			}
		}()
		defer func() {
			close(stop)
			for range full { // until the reader has ended
			}
		}()
		for s := range full {
			for i := range s.rows {
				if !yield(&s.rows[i], nil) {
					return
				}
			}
			if s.err != nil {
				yield(nil, s.err)
				return
			}
			clear(s.rows)
			empty <- sheaf{rows: s.rows[:0]}
		}
	}
}

// begin writes the import's row, which reports refer to, and loads what is known
// of the source.
func (m *importer) begin(ctx context.Context) (err error) {
	id, _, err := m.c.exec(ctx, `INSERT INTO imports (file, hash, source, as_of, at, mapping) VALUES (?,?,?,?,?,?)`,
		m.imp.File, m.imp.Hash, m.imp.Source, dayText(m.imp.AsOf), m.imp.At.UTC().Format(timeLayout), text(m.imp.Mapping))
	if err != nil {
		return err
	}
	m.imp.ID = data.ImportID(id)
	if m.change, err = m.p.addChange(ctx, m.c, data.LabelImport, m.imp.ID, "", ""); err != nil {
		return err
	}
	m.known = map[identity]known{}
	if err := m.c.each(ctx, `SELECT id, +identity, fingerprint, +vanished, day_first, day_last FROM reports
		WHERE identity IS NOT NULL AND import IN (SELECT id FROM imports WHERE source = ?)`, values(m.imp.Source), func(row []driver.Value) error {
		if id, ok := storedIdentity(row[1]); ok {
			k := known{id: asInt(row[0]), print: asInt(row[2]), vanished: asInt(row[3]) != 0, first: 1}
			if row[4] != nil && row[5] != nil {
				k.first, k.last = int32(asInt(row[4])), int32(asInt(row[5]))
			}
			m.known[id] = k
		}
		return nil
	}); err != nil {
		return err
	}
	highest, err := m.c.number(ctx, `SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'reports'), 0), coalesce((SELECT max(id) FROM reports), 0))`)
	if err != nil {
		return err
	}
	m.first = highest + 1
	m.next = m.first
	m.many = fewRows + highest/partOfStored
	// AUTOINCREMENT counts on from the highest id; naming ids in the statement
	// would bring back the copies of pages that batch avoids.
	columns := strings.Join(reportKind.columns, ", ") + ", identity, fingerprint"
	if m.insert, err = m.c.newBatch(ctx, data.TableReports, columns, int(reportColumns)+2, insertRows); err != nil {
		return err
	}
	m.insert.ahead = true
	return nil
}

// take stores one row.
func (m *importer) take(ctx context.Context, row *Row) error {
	r := &row.Report
	if row.Key == "" {
		return errors.New("the row has no key")
	}
	if err := r.Validate(); err != nil {
		return err
	}
	print := m.fp.sum(r)
	id := m.fp.identity(m.imp.Source, row.Key)
	k, there := m.known[id]
	if there && k.seen && k.print != print {
		m.repeats[id]++
		id = m.fp.identity(m.imp.Source, row.Key+"\x00"+strconv.Itoa(m.repeats[id]))
		k, there = m.known[id]
	}
	if !there {
		return m.add(ctx, r, id, print)
	}
	m.imp.Counts.AlreadyPresent++
	k.seen = true
	if k.print == print && !k.vanished {
		m.known[id] = k
		return nil
	}
	if err := m.insert.wait(); err != nil {
		return err
	}
	changed, err := m.alter(ctx, k.id, func(before *image) error {
		stored, err := before.record()
		if err != nil {
			return err
		}
		keep, err := m.keep(ctx, before, r)
		if err != nil {
			return err
		}
		merged := merge(stored.(*data.Report), r, keep)
		var point []byte
		encodeReport(&merged, m.row, &point)
		if err := checkTexts(&reportKind, m.row); err != nil {
			return err
		}
		columns := append(append([]string{}, reportKind.columns...), "fingerprint")
		m.box = m.box.union(pointBounds(&merged))
		return m.c.update(ctx, data.TableReports, columns, k.id, append(append([]driver.Value{}, m.row...), print))
	})
	if err != nil {
		return err
	}
	if changed {
		m.imp.Counts.Updated++
	}
	k.print, k.vanished = print, false
	m.known[id] = k
	return nil
}

// add puts a new record into the batch.
func (m *importer) add(ctx context.Context, r *data.Report, id identity, print int64) error {
	r.Import, r.Note, r.Vanished = m.imp.ID, "", false
	scratch := m.insert.scratch()
	encodeReport(r, m.row, scratch)
	if err := checkTexts(&reportKind, m.row); err != nil {
		return err
	}
	args := m.insert.next()
	for i, v := range m.row {
		args[i].Value = v
	}
	args[reportColumns].Value = int64(id)
	args[reportColumns+1].Value = print
	if err := m.insert.done(ctx); err != nil {
		return err
	}
	if !m.unindexed && m.next-m.first >= m.many {
		if err := m.insert.wait(); err != nil {
			return err
		}
		if _, _, err := m.c.exec(ctx, "DROP INDEX reports_identity"); err != nil {
			return fmt.Errorf("drop the index of identities: %w", err)
		}
		m.unindexed = true
	}
	if r.Where.Known() {
		m.imp.Counts.OnMap++
		m.added.add(entry{m.next, r.Where.Point[0], r.Where.Point[1]})
	} else {
		m.imp.Counts.WithoutPlace++
	}
	m.known[id] = known{id: m.next, print: print, seen: true}
	m.next++
	return nil
}

// index builds the index of identities anew if it was dropped.
func (m *importer) index(ctx context.Context) error {
	if !m.unindexed {
		return nil
	}
	if _, _, err := m.c.exec(ctx, identityIndex); err != nil {
		return fmt.Errorf("build the index of identities: %w", err)
	}
	return nil
}

// checkIDs makes sure that the new reports bear the ids that they were counted
// under, for the R-tree is built of these. Their number is known, so that the least
// and the greatest id say it all, and the index of imports knows both without being
// read through.
func (m *importer) checkIDs(ctx context.Context) error {
	if m.next == m.first {
		return nil
	}
	row, err := m.c.one(ctx, `SELECT
		(SELECT min(id) FROM reports INDEXED BY reports_import WHERE import = ?1),
		(SELECT max(id) FROM reports INDEXED BY reports_import WHERE import = ?1)`, int64(m.imp.ID))
	if err != nil {
		return err
	}
	if first, last := asInt(row[0]), asInt(row[1]); first != m.first || last != m.next-1 {
		return fmt.Errorf("new reports have ids from %d to %d, not from %d to %d", first, last, m.first, m.next-1)
	}
	return nil
}

func pointBounds(r *data.Report) geometryBounds {
	if !r.Where.Known() {
		return geometryBounds{empty: true}
	}
	p := r.Where.Point
	return geometryBounds{minX: p[0], maxX: p[0], minY: p[1], maxY: p[1]}
}

// keep returns the parts of a stored report that the user changed by hand. A
// status changed by hand gives way when the source's own status moved on.
func (m *importer) keep(ctx context.Context, before *image, incoming *data.Report) (int64, error) {
	keep := asInt(before.Row["edited"].v)
	if keep&partStatus == 0 {
		return keep, nil
	}
	last, lastWritten, err := m.sourceStatus(ctx, before.ID)
	if err != nil {
		return 0, err
	}
	if last == string(incoming.Status) && lastWritten == incoming.StatusWritten {
		return keep, nil
	}
	status, written := before.Row["status"].v, before.Row["status_written"].v
	if asString(status) == string(incoming.Status) && asString(written) == incoming.StatusWritten {
		// No status changes, so that nothing else would say what the source said last.
		if err := m.p.addStatusChange(ctx, m.c, m.change, m.imp.ID, m.imp.AsOf, before.ID, status, written, status, written); err != nil {
			return 0, err
		}
	}
	return keep &^ partStatus, nil
}

// sourceStatus returns the status that the source gave last: that of the newest
// import in the history, else the one that the first change by hand replaced.
func (m *importer) sourceStatus(ctx context.Context, report int64) (status, written string, err error) {
	row, err := m.c.one(ctx, `SELECT to_status, to_written FROM status_history
		WHERE report = ? AND import IS NOT NULL ORDER BY id DESC LIMIT 1`, report)
	if err == nil && row == nil {
		row, err = m.c.one(ctx, `SELECT from_status, from_written FROM status_history WHERE report = ? ORDER BY id LIMIT 1`, report)
	}
	if err != nil || row == nil {
		return "", "", err
	}
	return asString(row[0]), asString(row[1]), nil
}

// alter changes a stored report, keeping its images, and tells whether anything
// that users see changed.
func (m *importer) alter(ctx context.Context, id int64, change func(before *image) error) (bool, error) {
	before, err := m.c.fetch(ctx, data.TableReports, id)
	if err != nil {
		return false, err
	}
	if before == nil {
		return false, conflict(data.TableReports, id)
	}
	if err := change(before); err != nil {
		return false, err
	}
	after, err := m.c.fetch(ctx, data.TableReports, id)
	if err != nil {
		return false, err
	}
	b, err := json.Marshal(before)
	if err != nil {
		return false, err
	}
	a, err := json.Marshal(after)
	if err != nil {
		return false, err
	}
	if _, _, err := m.c.exec(ctx, `INSERT INTO import_altered (import, before, after) VALUES (?,?,?)`, int64(m.imp.ID), string(b), string(a)); err != nil {
		return false, err
	}
	if err := m.p.addStatusChanges(ctx, m.c, m.change, m.imp.ID, m.imp.AsOf, []*image{before}, []*image{after}); err != nil {
		return false, err
	}
	was, is := before.values(reportKind.columns), after.values(reportKind.columns)
	for i := range was {
		if !sameValue(was[i], is[i]) {
			return true, nil
		}
	}
	return false, nil
}

// markVanished marks the source's records that lie within the span and were not
// in the file.
func (m *importer) markVanished(ctx context.Context, span data.Period) error {
	if err := span.Validate(); err != nil {
		return err
	}
	missing := make([]int64, 0, len(m.known))
	for _, k := range m.known {
		if !k.seen && !k.vanished && k.first <= k.last && span.ContainsSpan(data.Day(k.first), data.Day(k.last)) {
			missing = append(missing, k.id)
		}
	}
	slices.Sort(missing)
	for _, id := range missing {
		if _, err := m.alter(ctx, id, func(*image) error {
			_, _, err := m.c.exec(ctx, `UPDATE reports SET vanished = 1 WHERE id = ?`, id)
			return err
		}); err != nil {
			return err
		}
		m.imp.Counts.Vanished++
	}
	return nil
}

// finish writes the counts.
func (m *importer) finish(ctx context.Context) error {
	n := m.imp.Counts
	if !n.AddsUp() {
		return fmt.Errorf("counts do not add up: %+v", n)
	}
	if _, _, err := m.c.exec(ctx, `UPDATE imports SET read = ?, on_map = ?, without_place = ?, refused = ?,
		already_present = ?, updated = ?, vanished = ? WHERE id = ?`,
		int64(n.Read), int64(n.OnMap), int64(n.WithoutPlace), int64(n.Refused), int64(n.AlreadyPresent), int64(n.Updated), int64(n.Vanished),
		int64(m.imp.ID)); err != nil {
		return err
	}
	return m.c.touch(ctx, m.p.now(), map[string]geometryBounds{data.TableReports: m.box.union(m.added.box()), tableImports: {empty: true}})
}

// Imports returns the files that were brought in, oldest first.
func (p *Project) Imports(ctx context.Context) ([]data.Import, error) {
	var out []data.Import
	err := p.read(ctx, func(c *conn) error {
		return c.each(ctx, `SELECT id, file, hash, source, +as_of, +at, mapping,
			read, on_map, without_place, refused, already_present, updated, vanished FROM imports ORDER BY id`, nil, func(v []driver.Value) error {
			im, err := decodeImport(v)
			out = append(out, im)
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("read imports of %q: %w", p.path, err)
	}
	return out, nil
}

func decodeImport(v []driver.Value) (data.Import, error) {
	im := data.Import{
		ID: data.ImportID(asInt(v[0])), File: asString(v[1]), Hash: asString(v[2]), Source: asString(v[3]), Mapping: asString(v[6]),
		Counts: data.Counts{
			Read: int(asInt(v[7])), OnMap: int(asInt(v[8])), WithoutPlace: int(asInt(v[9])), Refused: int(asInt(v[10])),
			AlreadyPresent: int(asInt(v[11])), Updated: int(asInt(v[12])), Vanished: int(asInt(v[13])),
		},
	}
	var err error
	if im.AsOf, err = dayPtr(v[4]); err != nil {
		return im, fmt.Errorf("import %d: %w", im.ID, err)
	}
	if im.At, err = time.Parse(timeLayout, asString(v[5])); err != nil {
		return im, fmt.Errorf("import %d: %w", im.ID, err)
	}
	return im, nil
}
