package assets

import (
	"io/fs"
	"path"
	"strings"
	"testing"
)

// TestLicences: every embedded file is named in LICENSES.md by itself, by its
// pattern, or is a licence or the program's own words.
func TestLicences(t *testing.T) {
	var patterns []string
	for _, line := range strings.Split(string(Read("LICENSES.md")), "\n") {
		if cells := strings.Split(line, "|"); len(cells) > 4 && !strings.HasPrefix(strings.TrimSpace(cells[1]), "-") {
			patterns = append(patterns, strings.TrimSpace(cells[1]))
		}
	}
	used := map[string]bool{}
	err := fs.WalkDir(FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if name == "LICENSES.md" || name == "fonts/OFL.txt" {
			return nil
		}
		for _, p := range patterns {
			if ok, _ := path.Match(p, name); ok {
				used[p] = true
				return nil
			}
		}
		t.Errorf("%s is embedded, but LICENSES.md does not name it", name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range patterns[1:] {
		if !used[p] {
			t.Errorf("LICENSES.md names %s, which is not embedded", p)
		}
	}
}
