package gpkg

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"pinezka/data"
)

// caseFile reads a small semicolon-separated file of a case: enough of an
// importer for this package's tests.
func caseFile(t testing.TB, cat *data.Catalogue, path string) (data.Import, []Row) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff"))))
	r.Comma = ';'
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []Row
	for _, l := range lines[1:] {
		at := func(s string) float64 {
			f, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
			if err != nil {
				t.Fatal(err)
			}
			return f
		}
		category, _ := cat.FindCategory(l[2])
		status, _ := cat.FindStatus(l[3])
		rows = append(rows, Row{Key: "id:" + l[0], Report: data.Report{
			Category: category, CategoryWritten: l[2], Status: status, StatusWritten: l[3],
			Where:  data.At(at(l[5]), at(l[4])),
			When:   data.When{Kind: data.TimeDate, Wall: l[1][6:] + "-" + l[1][3:5] + "-" + l[1][:2]},
			Origin: data.OriginInternet, Nature: data.NatureNuisance, Source: data.Source{ID: l[0]},
		}})
	}
	sum := sha256.Sum256(b)
	return data.Import{File: filepath.Base(path), Hash: hex.EncodeToString(sum[:]), Source: "gmina"}, rows
}

func seq(rows []Row) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func load(t testing.TB, p *Project, imp data.Import, opt ImportOptions, rows []Row) data.Import {
	t.Helper()
	done, err := p.Import(context.Background(), imp, opt, seq(rows))
	if err != nil {
		t.Fatal(err)
	}
	if !done.Counts.AddsUp() {
		t.Errorf("counts do not add up: %+v", done.Counts)
	}
	return done
}

func TestCaseReimportSameIDs(t *testing.T) {
	ctx := context.Background()
	dir := "../testdata/cases/imp-reimport-same-ids"
	var want struct {
		After1 int `json:"after_1"`
		After2 int `json:"after_2"`
		After3 int `json:"after_3"`
		Third  struct{ New, Changed, Unchanged []string }
	}
	b, err := os.ReadFile(filepath.Join(dir, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &want); err != nil {
		t.Fatal(err)
	}
	p := onDisk(t)
	june, juneRows := caseFile(t, testCatalogue(t), filepath.Join(dir, "czerwiec.csv"))
	newer, newerRows := caseFile(t, testCatalogue(t), filepath.Join(dir, "czerwiec_nowszy.csv"))
	newer.AsOf = dayPointer(t, "2024-06-30")

	first := load(t, p, june, ImportOptions{}, juneRows)
	if n := len(reports(t, p)); n != want.After1 || first.Counts.OnMap != want.After1 {
		t.Fatalf("after the first import: %d records, %+v", n, first.Counts)
	}
	again := load(t, p, june, ImportOptions{}, juneRows)
	if n := len(reports(t, p)); n != want.After2 || again.Counts.AlreadyPresent != want.After1 || again.Counts.Updated != 0 {
		t.Fatalf("after the second import: %d records, %+v", n, again.Counts)
	}
	if imports, err := p.Imports(ctx); err != nil || len(imports) != 1 || again.ID != first.ID {
		t.Errorf("the same file left a trace: %v, %v", imports, err)
	}

	z3 := find(t, p, "Z-3")
	noted := z3
	noted.Note = "rozmawiałam ze strażą"
	apply(t, p, data.Replace(data.LabelChangeReport, &z3, &noted))

	third := load(t, p, newer, ImportOptions{}, newerRows)
	if n := len(reports(t, p)); n != want.After3 {
		t.Fatalf("after the third import: %d records, want %d", n, want.After3)
	}
	if c := third.Counts; c.OnMap != len(want.Third.New) || c.Updated != len(want.Third.Changed) ||
		c.AlreadyPresent != len(want.Third.Changed)+len(want.Third.Unchanged) {
		t.Errorf("counts of the third import: %+v", c)
	}
	for _, id := range want.Third.New {
		if r := find(t, p, id); r.Import != third.ID {
			t.Errorf("%s came with import %d", id, r.Import)
		}
	}
	z3 = find(t, p, "Z-3")
	if z3.StatusWritten != "Potwierdzone (wyeliminowane)" || z3.Status != "eliminated" || z3.Note != noted.Note || z3.Vanished {
		t.Errorf("Z-3 is now %+v", z3)
	}
	h, err := p.History(ctx, z3.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(h) != 1 || h[0].FromWritten != "W trakcie weryfikacji" || h[0].From != "verification" || h[0].To != "eliminated" ||
		h[0].AsOf == nil || *h[0].AsOf != *newer.AsOf || h[0].Import != third.ID || h[0].At.IsZero() {
		t.Errorf("history of Z-3: %+v", h)
	}
	mustPass(t, p)

	// And back again, step by step.
	p = reopen(t, p)
	ch, err := p.Undo(ctx)
	if err != nil || ch.Import != third.ID || ch.Label != data.LabelImport {
		t.Fatalf("undo of the third import: %+v, %v", ch, err)
	}
	if n := len(reports(t, p)); n != want.After2 {
		t.Errorf("%d records after undoing the third import", n)
	}
	if z3 := find(t, p, "Z-3"); z3 != noted {
		t.Errorf("Z-3 after undo: %+v, want %+v", z3, noted)
	}
	if h, err := p.History(ctx, z3.ID); err != nil || len(h) != 0 {
		t.Errorf("history after undo: %+v, %v", h, err)
	}
	if _, ok, err := p.CanRedo(ctx); ok || err != nil {
		t.Errorf("an import cannot be done again without its file: %v, %v", ok, err)
	}
	if _, err := p.Redo(ctx); !errors.Is(err, data.ErrNothing) {
		t.Errorf("redo of an import: %v", err)
	}
	for range 2 {
		if _, err := p.Undo(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(reports(t, p)); n != 0 {
		t.Errorf("%d records after undoing everything", n)
	}
	r := mustPass(t, p)
	for _, table := range []string{"imports", "import_altered", "status_history"} {
		if r.Counts[table] != 0 {
			t.Errorf("%d rows left in %s", r.Counts[table], table)
		}
	}
}

func find(t testing.TB, p *Project, number string) data.Report {
	t.Helper()
	for _, r := range reports(t, p) {
		if r.Source.ID == number {
			return r
		}
	}
	t.Fatalf("no report %s", number)
	return data.Report{}
}

// numbered returns n rows with ids; placed says whether the row has a place.
func numbered(n int) []Row {
	rows := make([]Row, n)
	for i := range rows {
		r := report(i)
		r.Where = data.At(22+float64(i*7919%10007)/1e5, 50+float64(i*104729%10009)/1e5)
		r.Source = data.Source{Institution: "Straż Gminna", ID: fmt.Sprint(i)}
		if i%10 == 3 {
			r.Where = data.Place{Precision: data.PrecisionNone, Words: "ul. Długa"}
		}
		rows[i] = Row{Report: r, Key: fmt.Sprintf("id:%d", i)}
	}
	return rows
}

func TestImportCounts(t *testing.T) {
	p := memory(t)
	refused := 0
	rows := func(yield func(Row, error) bool) {
		for _, r := range numbered(20) {
			if !yield(r, nil) {
				return
			}
		}
		refused = 3 // known only after the last row
	}
	progress := 0
	done, err := p.Import(context.Background(), data.Import{File: "a.csv", Source: "straż", Hash: "h", Mapping: `{"id":0}`, Counts: data.Counts{Refused: 1}},
		ImportOptions{Refused: func() int { return refused }, Progress: func(n int) { progress = n }}, rows)
	if err != nil {
		t.Fatal(err)
	}
	if want := (data.Counts{Read: 24, OnMap: 18, WithoutPlace: 2, Refused: 4}); done.Counts != want {
		t.Errorf("counts %+v, want %+v", done.Counts, want)
	}
	if progress != 20 {
		t.Errorf("progress ended at %d", progress)
	}
	imports, err := p.Imports(context.Background())
	if err != nil || len(imports) != 1 || imports[0].Counts != done.Counts || imports[0].Mapping != `{"id":0}` || imports[0].At.IsZero() {
		t.Errorf("imports: %+v, %v", imports, err)
	}
}

func TestImportOfManyRowsPacksTheTree(t *testing.T) {
	ctx := context.Background()
	for _, n := range []int{0, 1, 51, 52, 64, 65, 51 * 51, 51*51 + 1, 7000} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			p := memory(t)
			byHand := report(1)
			apply(t, p, data.Add(data.LabelAddReport, &byHand))
			load(t, p, data.Import{File: "a.csv", Source: "straż"}, ImportOptions{}, numbered(n))
			if r := mustPass(t, p); r.Counts["reports"] != n+1 {
				t.Errorf("%d reports", r.Counts["reports"])
			}
			// The triggers are back: an edit after the import keeps the tree right.
			again := report(2)
			done := apply(t, p, data.Add(data.LabelAddReport, &again))
			apply(t, p, data.Delete(data.LabelDeleteReport, done.After[0]))
			mustPass(t, p)
			for range 2 {
				if _, err := p.Undo(ctx); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := p.Undo(ctx); err != nil {
				t.Fatal(err)
			}
			if r := mustPass(t, p); r.Counts["reports"] != 1 {
				t.Errorf("%d reports after undo", r.Counts["reports"])
			}
		})
	}
}

func TestSpatialQueryFindsPackedPoints(t *testing.T) {
	p := memory(t)
	rows := numbered(3000)
	load(t, p, data.Import{File: "a.csv", Source: "straż"}, ImportOptions{}, rows)
	want := 0
	for _, r := range rows {
		if w := r.Report.Where; w.Known() && w.Point[0] >= 22.02 && w.Point[0] <= 22.05 && w.Point[1] >= 50.03 && w.Point[1] <= 50.06 {
			want++
		}
	}
	got, err := p.c.number(context.Background(), `SELECT count(*) FROM rtree_reports_geom JOIN reports USING (id)
		WHERE maxx >= 22.02 AND minx <= 22.05 AND maxy >= 50.03 AND miny <= 50.06
		AND ST_MinX(geom) BETWEEN 22.02 AND 22.05 AND ST_MinY(geom) BETWEEN 50.03 AND 50.06`)
	if err != nil || int(got) != want || want == 0 {
		t.Errorf("%d points found, want %d, %v", got, want, err)
	}
}

func TestCancelledImportLeavesNothing(t *testing.T) {
	broken := errors.New("the file ends in the middle")
	bad := numbered(500)
	bad[400].Report.Where = data.At(0, 0)
	nul := numbered(500)
	nul[450].Report.Text = "a\x00b"
	for name, c := range map[string]struct {
		rows func(cancel func()) iter.Seq2[Row, error]
		want error
	}{
		"cancelled": {func(cancel func()) iter.Seq2[Row, error] {
			return func(yield func(Row, error) bool) {
				for i, r := range numbered(500) {
					if i == 300 {
						cancel()
					}
					if !yield(r, nil) {
						return
					}
				}
			}
		}, context.Canceled},
		"broken file": {func(func()) iter.Seq2[Row, error] {
			return func(yield func(Row, error) bool) {
				for _, r := range numbered(300) {
					if !yield(r, nil) {
						return
					}
				}
				yield(Row{}, broken)
			}
		}, broken},
		"invalid row": {func(func()) iter.Seq2[Row, error] { return seq(bad) }, data.ErrPlace},
		"NUL":         {func(func()) iter.Seq2[Row, error] { return seq(nul) }, ErrText},
	} {
		t.Run(name, func(t *testing.T) {
			p := onDisk(t)
			load(t, p, data.Import{File: "a.csv", Source: "policja"}, ImportOptions{}, numbered(100))
			before := dump(t, p)
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			if _, err := p.Import(ctx, data.Import{File: "b.csv", Source: "straż"}, ImportOptions{}, c.rows(cancel)); !errors.Is(err, c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			if after := dump(t, p); after != before {
				t.Errorf("the project changed:\n%s\n%s", before, after)
			}
			mustPass(t, p)
			load(t, p, data.Import{File: "b.csv", Source: "straż"}, ImportOptions{}, numbered(100))
			mustPass(t, p)
		})
	}
}

// dump writes out everything that users see, history included.
func dump(t testing.TB, p *Project) string {
	t.Helper()
	ctx := context.Background()
	var b strings.Builder
	for _, r := range everything(ctx, t, p) {
		fmt.Fprintf(&b, "%+v\n", r)
	}
	imports, err := p.Imports(ctx)
	if err != nil {
		t.Fatal(err)
	}
	changes, err := p.Changes(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&b, "%+v\n%+v\n", imports, changes)
	return b.String()
}

func TestImportLeavesHandWorkAlone(t *testing.T) {
	p := memory(t)
	rows := numbered(3)
	imp := data.Import{File: "maj.csv", Source: "straż", Hash: "1"}
	load(t, p, imp, ImportOptions{}, rows)

	// The user mends the category and the status of the first, the text of the second.
	r0, r1 := find(t, p, "0"), find(t, p, "1")
	m0, m1 := r0, r1
	m0.Category, m0.Status, m0.StatusWritten = "vandalism", "confirmed", "Potwierdzone"
	m1.Text = "poprawiony opis"
	apply(t, p, data.Edit{Label: data.LabelChangeReport, Before: []data.Record{&r0, &r1}, After: []data.Record{&m0, &m1}})

	// The same words of the source, in another file: nothing changes.
	imp.Hash = "2"
	if n := load(t, p, imp, ImportOptions{}, rows).Counts; n.Updated != 0 || n.AlreadyPresent != 3 {
		t.Errorf("counts %+v", n)
	}
	if got := find(t, p, "0"); got != m0 {
		t.Errorf("the category was overwritten: %+v", got)
	}

	// The source moves on: its new place and text arrive, hand work stays; a status
	// that the source did not touch stays, too.
	imp.Hash = "3"
	rows = numbered(3)
	rows[0].Report.Where = data.At(22.5, 50.5)
	rows[1].Report.Text = "inny opis źródła"
	rows[1].Report.Status, rows[1].Report.StatusWritten = "unconfirmed", "Niepotwierdzone"
	if n := load(t, p, imp, ImportOptions{}, rows).Counts; n.Updated != 2 {
		t.Errorf("counts %+v", n)
	}
	got := find(t, p, "0")
	want := m0
	want.Where = data.At(22.5, 50.5)
	if got != want {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	if got := find(t, p, "1"); got.Text != m1.Text || got.Status != "unconfirmed" {
		t.Errorf("got %+v", got)
	}

	// The source's own status moves on: it wins over the one set by hand.
	imp.Hash = "4"
	rows = numbered(3)
	rows[0].Report.Where = data.At(22.5, 50.5)
	rows[0].Report.Status, rows[0].Report.StatusWritten = "eliminated", "Potwierdzone (wyeliminowane)"
	load(t, p, imp, ImportOptions{}, rows)
	if got := find(t, p, "0"); got.Status != "eliminated" || got.Category != "vandalism" {
		t.Errorf("got %+v", got)
	}
	// A hand anticipates the source: what the source then says is noted, so that a
	// later change by hand stays while the source repeats itself.
	r2 := find(t, p, "2")
	m2 := r2
	m2.Status, m2.StatusWritten = "confirmed", "Potwierdzone"
	apply(t, p, data.Edit{Label: data.LabelChangeReport, Before: []data.Record{&r2}, After: []data.Record{&m2}})
	rows[2].Report.Status, rows[2].Report.StatusWritten = m2.Status, m2.StatusWritten
	imp.Hash = "5"
	load(t, p, imp, ImportOptions{}, rows)
	was := find(t, p, "2")
	m2 = was
	m2.Status, m2.StatusWritten = "eliminated", "Potwierdzone (wyeliminowane)"
	apply(t, p, data.Edit{Label: data.LabelChangeReport, Before: []data.Record{&was}, After: []data.Record{&m2}})
	rows[2].Report.Text = "dopisano"
	imp.Hash = "6"
	load(t, p, imp, ImportOptions{}, rows)
	if got := find(t, p, "2"); got.Status != "eliminated" || got.Text != "dopisano" {
		t.Errorf("the status set by hand was overwritten: %+v", got)
	}
	if h, err := p.History(context.Background(), r2.ID); err != nil || len(h) != 2 || h[0].Import != 0 || h[1].Import != 0 {
		t.Errorf("history %+v, %v", h, err)
	}

	h, err := p.History(context.Background(), r0.ID)
	if err != nil || len(h) != 2 || h[0].Import != 0 || h[1].From != "confirmed" {
		t.Errorf("history %+v, %v", h, err)
	}
	mustPass(t, p)
}

func TestFullStateMarksVanished(t *testing.T) {
	ctx := context.Background()
	p := memory(t)
	on := func(key, day string) Row {
		r := report(0)
		r.Source.ID = key
		r.When = data.When{Kind: data.TimeDate, Wall: day}
		if day == "" {
			r.When = data.When{Kind: data.TimeNone}
		}
		return Row{Report: r, Key: "id:" + key}
	}
	imp := data.Import{File: "a.csv", Source: "straż"}
	load(t, p, imp, ImportOptions{}, []Row{on("A", "2024-01-31"), on("B", "2024-02-01"), on("C", "2024-02-29"), on("D", "2024-03-01"), on("E", "")})
	load(t, p, data.Import{File: "b.csv", Source: "policja"}, ImportOptions{}, []Row{on("F", "2024-02-10")})

	february := data.NewPeriod(*dayPointer(t, "2024-02-01"), *dayPointer(t, "2024-02-29"))
	n := load(t, p, imp, ImportOptions{FullState: &february}, []Row{on("C", "2024-02-29")}).Counts
	if n.Vanished != 1 || n.AlreadyPresent != 1 {
		t.Errorf("counts %+v", n)
	}
	for _, key := range []string{"A", "B", "C", "D", "E", "F"} {
		if got := find(t, p, key).Vanished; got != (key == "B") {
			t.Errorf("%s vanished: %v", key, got)
		}
	}
	// It comes back in a later file.
	if n := load(t, p, imp, ImportOptions{}, []Row{on("B", "2024-02-01")}).Counts; n.Updated != 1 {
		t.Errorf("counts %+v", n)
	}
	if find(t, p, "B").Vanished {
		t.Error("B is still vanished")
	}
	for range 2 {
		if _, err := p.Undo(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if find(t, p, "B").Vanished {
		t.Error("B is vanished after undo")
	}
	mustPass(t, p)
}

func TestKeyThatComesAgainInOneFile(t *testing.T) {
	p := memory(t)
	a, b := numbered(1)[0], numbered(2)[1]
	b.Key = a.Key
	rows := []Row{a, b, a, b}
	imp := data.Import{File: "a.csv", Source: "straż", Hash: "1"}
	first := load(t, p, imp, ImportOptions{}, rows)
	if n := first.Counts; n.OnMap != 3 || n.AlreadyPresent != 1 {
		t.Errorf("counts %+v", n)
	}
	imp.Hash = "2"
	if n := load(t, p, imp, ImportOptions{}, rows).Counts; n.AlreadyPresent != 4 || n.Updated != 0 {
		t.Errorf("counts of the second time %+v", n)
	}
}

func TestUndoOfImportRefusesWhatOthersChanged(t *testing.T) {
	ctx := context.Background()
	p := memory(t)
	done := load(t, p, data.Import{File: "a.csv", Source: "straż"}, ImportOptions{}, numbered(10))
	if _, _, err := p.c.exec(ctx, `UPDATE reports SET text = 'zmienione w QGIS' WHERE id = 4`); err != nil {
		t.Fatal(err)
	}
	_, err := p.Undo(ctx)
	if !errors.Is(err, data.ErrConflict) || !strings.Contains(err.Error(), "reports 4") {
		t.Fatalf("got %v", err)
	}
	if n := len(reports(t, p)); n != 10 {
		t.Errorf("%d reports left", n)
	}
	if imports, err := p.Imports(ctx); err != nil || len(imports) != 1 || !reflect.DeepEqual(imports[0].Counts, done.Counts) {
		t.Errorf("imports %+v, %v", imports, err)
	}
	mustPass(t, p)
}

// BenchmarkImport100k brings 100,000 rows into a new file, to the last sync.
func BenchmarkImport100k(b *testing.B) { benchmarkImport(b, 100_000) }

func benchmarkImport(b *testing.B, n int) {
	rows := numbered(n)
	var size int64
	for b.Loop() {
		b.StopTimer()
		p := createAt(b, filepath.Join(b.TempDir(), "gmina.gpkg"))
		b.StartTimer()
		load(b, p, data.Import{File: "a.csv", Source: "straż", Hash: "1"}, ImportOptions{}, rows)
		b.StopTimer()
		st, err := os.Stat(p.Path())
		if err != nil {
			b.Fatal(err)
		}
		size = st.Size()
		closeProject(b, p)
		b.StartTimer()
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(size)/float64(n), "bytes/row")
}

// TestImportOfAnEarlierVersionIsKnown: earlier files have identities of 16 bytes,
// of which the first 8 are today's.
func TestImportOfAnEarlierVersionIsKnown(t *testing.T) {
	ctx := context.Background()
	p := onDisk(t)
	load(t, p, data.Import{File: "a.csv", Source: "straż"}, ImportOptions{}, numbered(100))
	for id := range int64(100) {
		h := sha256.Sum256([]byte(fmt.Sprintf("straż\x00id:%d", id)))
		if _, n, err := p.c.exec(ctx, `UPDATE reports SET identity = ? WHERE source_number = ?`, h[:16], fmt.Sprint(id)); err != nil || n != 1 {
			t.Fatalf("%d rows, %v", n, err)
		}
	}
	if n, err := p.c.number(ctx, `SELECT count(*) FROM reports WHERE typeof(identity) = 'blob'`); err != nil || n != 100 {
		t.Fatalf("%d identities are bytes, %v", n, err)
	}
	done := load(t, reopen(t, p), data.Import{File: "b.csv", Source: "straż"}, ImportOptions{}, numbered(101))
	if done.Counts.AlreadyPresent != 100 || done.Counts.OnMap+done.Counts.WithoutPlace != 1 {
		t.Errorf("%+v", done.Counts)
	}
}

// TestLargeImportKeepsTheIndex: the index of identities is dropped and built anew,
// also where rows were stored before, is unique again, and comes back when the
// import fails.
func TestLargeImportKeepsTheIndex(t *testing.T) {
	ctx := context.Background()
	p := onDisk(t)
	index := func(p *Project) string {
		row, err := p.c.one(ctx, `SELECT sql FROM sqlite_master WHERE name = 'reports_identity'`)
		if err != nil || row == nil {
			t.Fatalf("the index of identities is gone: %v", err)
		}
		return asString(row[0])
	}
	before := index(p)
	load(t, p, data.Import{File: "a.csv", Source: "straż"}, ImportOptions{}, numbered(fewRows+500))
	broken := errors.New("the file ends in the middle")
	_, err := p.Import(ctx, data.Import{File: "b.csv", Source: "gmina"}, ImportOptions{}, func(yield func(Row, error) bool) {
		for _, r := range numbered(3 * fewRows) {
			if !yield(r, nil) {
				return
			}
		}
		yield(Row{}, broken)
	})
	if !errors.Is(err, broken) || index(p) != before {
		t.Errorf("%v, %s", err, index(p))
	}
	mustPass(t, p)
	load(t, p, data.Import{File: "b.csv", Source: "gmina"}, ImportOptions{}, numbered(3*fewRows))
	again := load(t, p, data.Import{File: "c.csv", Source: "gmina"}, ImportOptions{}, numbered(3*fewRows+1))
	if again.Counts.AlreadyPresent != 3*fewRows {
		t.Errorf("%+v", again.Counts)
	}
	if after := index(p); after != before {
		t.Errorf("the index is now %s", after)
	}
	if r := mustPass(t, p); r.Counts["reports"] != 4*fewRows+501 {
		t.Errorf("%d reports", r.Counts["reports"])
	}
	if _, _, err := p.c.exec(ctx, `UPDATE reports SET identity = (SELECT identity FROM reports WHERE id = 1) WHERE id = 2`); err == nil {
		t.Error("two reports bear one identity")
	}
	for range 3 {
		if _, err := p.Undo(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if r := mustPass(t, p); r.Counts["reports"] != 0 {
		t.Errorf("%d reports after undo", r.Counts["reports"])
	}
}

// TestReaderAheadEnds: the goroutine that reads ends with the import, however the
// import ends, and what it yields is stored once and in order.
func TestReaderAheadEnds(t *testing.T) {
	for _, stopAt := range []int{0, 1, sheafRows, 5*sheafRows + 3, 1 << 20} {
		ended, n := false, 0
		for row, err := range ahead(func(yield func(Row, error) bool) {
			defer func() { ended = true }()
			for i := range 20 * sheafRows {
				if !yield(Row{Key: strconv.Itoa(i)}, nil) {
					return
				}
			}
		}) {
			if err != nil || row.Key != strconv.Itoa(n) {
				t.Fatalf("row %d is %v, %v", n, row, err)
			}
			if n++; n > stopAt {
				break
			}
		}
		if !ended || n != min(stopAt+1, 20*sheafRows) {
			t.Errorf("stopped at %d: %d rows, ended %v", stopAt, n, ended)
		}
	}
}
