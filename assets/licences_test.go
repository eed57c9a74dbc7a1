package assets

import (
	"io/fs"
	"path"
	"strings"
	"testing"
)

// rows returns the licence of each name or pattern in the table of LICENSES.md.
func rows(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	body := false
	for line := range strings.Lines(string(Read("LICENSES.md"))) {
		cells := strings.Split(line, "|")
		switch {
		case len(cells) < 6:
			body = false
		case strings.HasPrefix(strings.TrimSpace(cells[1]), "--"):
			body = true
		case body:
			out[strings.TrimSpace(cells[1])] = strings.TrimSpace(cells[3])
		}
	}
	if len(out) == 0 {
		t.Fatal("LICENSES.md has no table")
	}
	return out
}

// TestLicences: every embedded file is named in LICENSES.md, by itself or by a
// pattern, with a licence, and every row names something that is embedded. Only
// the list itself and the licence text beside the fonts need no row.
func TestLicences(t *testing.T) {
	table, used := rows(t), map[string]bool{}
	err := fs.WalkDir(FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == "LICENSES.md" || name == "fonts/OFL.txt" {
			return err
		}
		named := false
		for pattern := range table {
			ok, err := path.Match(pattern, name)
			if err != nil {
				t.Errorf("LICENSES.md: %s: %v", pattern, err)
			}
			if ok {
				named, used[pattern] = true, true
			}
		}
		if !named {
			t.Errorf("%s is embedded, but LICENSES.md does not name it", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for pattern, licence := range table {
		if !used[pattern] {
			t.Errorf("LICENSES.md names %s, which is not embedded", pattern)
		}
		if licence == "" {
			t.Errorf("LICENSES.md gives no licence for %s", pattern)
		}
	}
}
