package testdata

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// TestCopies: each case is whole, and equals its original where the folder of
// originals lies beside the project.
func TestCopies(t *testing.T) {
	cases, err := os.ReadDir("cases")
	if err != nil || len(cases) < 15 {
		t.Fatalf("%d cases: %v", len(cases), err)
	}
	for _, c := range cases {
		if _, err := os.Stat(filepath.Join("cases", c.Name(), "expected.json")); err != nil {
			t.Errorf("case %s: %v", c.Name(), err)
		}
	}
	shared := filepath.Join("..", "..", "..", "shared")
	if _, err := os.Stat(shared); err != nil {
		t.Log("no originals here to compare with")
		return
	}
	for _, part := range []string{"cases", "oracle"} {
		err := filepath.WalkDir(part, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			mine, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			theirs, err := os.ReadFile(filepath.Join(shared, path))
			if err != nil {
				t.Errorf("%s has no original: %v", path, err)
				return nil
			}
			if !bytes.Equal(mine, theirs) {
				t.Errorf("%s differs from its original", path)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
