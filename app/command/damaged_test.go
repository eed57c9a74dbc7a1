package command

import (
	"os"
	"path/filepath"
	"testing"
)

// cut copies the first part of a file.
func cut(t *testing.T, from, to string, part float64) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, b[:int(part*float64(len(b)))], 0o600); err != nil {
		t.Fatal(err)
	}
}

type failed struct {
	Errors []fault `json:"errors"`
}

// TestDamaged: half a project and half an extract are told from whole ones, and
// nothing is left behind.
func TestDamaged(t *testing.T) {
	p := newProject(t)
	run(t, 0, nil, "import", filepath.Join(cases, "flt-equals-export", "maj.csv"), "--project", p)
	half := filepath.Join(t.TempDir(), "pół.gpkg")
	cut(t, p, half, 0.5)
	for _, args := range [][]string{{"check", half}, {"list", "reports", "--project", half}} {
		var got failed
		run(t, 1, &got, args...)
		if len(got.Errors) != 1 || got.Errors[0].Code != "damaged" || got.Errors[0].Text == "" {
			t.Errorf("%q says %+v", args, got)
		}
	}
	dir := t.TempDir()
	extract := filepath.Join(dir, "pół.osm.pbf")
	cut(t, "../../data/testdata/real/osm/fallback-liechtenstein-2013.osm.pbf", extract, 0.4)
	var got failed
	run(t, 1, &got, "new", filepath.Join(dir, "nowy.gpkg"), "--name", "Próba", "--extract", extract)
	if len(got.Errors) != 1 || got.Errors[0].Code != "truncated" {
		t.Errorf("half an extract: %+v", got)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
}

// TestUsage: wrong use exits with 2 and tells what was wrong as one error.
func TestUsage(t *testing.T) {
	for _, args := range [][]string{
		{"fly"},
		{"list"},
		{"check"},
		{"check", "a", "b"},
		{"list", "reports"},
		{"list", "reports", "--project"},
		{"import", "a.csv", "--project", "p", "--dry-run=yes"},
		{"new", "p.gpkg"},
		{"new", "p.gpkg", "--teryt", "0000000"},
		{"basemap", "paint", "x"},
		{"list", "reports", "--lang", "de"},
	} {
		var got failed
		run(t, 2, &got, args...)
		if len(got.Errors) != 1 || got.Errors[0].Code != "usage" {
			t.Errorf("%q says %+v", args, got)
		}
	}
}
