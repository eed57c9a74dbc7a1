package exchange

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"pinezka/assets"
	"pinezka/data"
)

// cases is where the cases lie.
var cases = filepath.Join("..", "testdata", "cases")

func caseFile(name, file string) string { return filepath.Join(cases, name, file) }

// expected reads a case's expected.json.
func expected(t *testing.T, name string, into any) {
	t.Helper()
	b, err := os.ReadFile(caseFile(name, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatal(err)
	}
}

// catalogue is the one that the program brings along.
func catalogue(t testing.TB) *data.Catalogue {
	t.Helper()
	c, err := data.ReadCatalogue(assets.Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// result is a whole file read.
type result struct {
	p     *Proposal
	rows  []Row
	tally Tally
}

func (r *result) reports() []*data.Report {
	var out []*data.Report
	for _, row := range r.rows {
		if row.Report != nil {
			out = append(out, row.Report)
		}
	}
	return out
}

// find returns the report with the source's number.
func (r *result) find(t *testing.T, id string) *data.Report {
	t.Helper()
	for _, rep := range r.reports() {
		if rep.Source.ID == id {
			return rep
		}
	}
	t.Fatalf("no report %q", id)
	return nil
}

func read(t *testing.T, path string, opt Options) result {
	t.Helper()
	p, err := Inspect(context.Background(), path, opt)
	if err != nil {
		t.Fatal(err)
	}
	if p.Open() {
		t.Fatalf("%s: open questions %+v", path, p.Questions)
	}
	return readAll(t, p)
}

func readAll(t *testing.T, p *Proposal) result {
	t.Helper()
	r := result{p: p}
	keys := map[string]bool{}
	for row, err := range Read(context.Background(), p, catalogue(t)) {
		if err != nil {
			t.Fatal(err)
		}
		if (row.Report == nil) == (row.Reject == nil) {
			t.Fatalf("row %d is neither a report nor a reject, or both", row.Row)
		}
		if row.Report != nil {
			if err := row.Report.Validate(); err != nil {
				t.Errorf("row %d: %v", row.Row, err)
			}
			if row.Key == "" || keys[row.Key] {
				t.Errorf("row %d: key %q is empty or taken", row.Row, row.Key)
			}
			keys[row.Key] = true
		}
		r.rows = append(r.rows, row)
		r.tally.Add(row)
	}
	if !r.tally.Counts().AddsUp() {
		t.Errorf("the sum does not add up: %+v", r.tally.Counts())
	}
	if r.tally.Read != p.Records {
		t.Errorf("%d rows were read, %d were announced", r.tally.Read, p.Records)
	}
	return r
}
