package testdata_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// originals is where cases and oracle come from; it lies beside the project only
// where the project was made.
var originals = filepath.Join("..", "..", "..", "shared")

// TestCasesAreWhole: one look at a case's folder shows what is tested and what
// the right answer is.
func TestCasesAreWhole(t *testing.T) {
	cases, err := os.ReadDir("cases")
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) < 15 {
		t.Errorf("%d cases, want all that tests read", len(cases))
	}
	for _, c := range cases {
		for _, name := range []string{"case.md", "expected.json"} {
			if info, err := os.Stat(filepath.Join("cases", c.Name(), name)); err != nil || info.Size() == 0 {
				t.Errorf("case %s has no %s (%v)", c.Name(), name, err)
			}
		}
	}
}

// TestCopies: a copy that was bent until a test passed would prove nothing, so
// each folder equals its original byte by byte, with no file more or less.
func TestCopies(t *testing.T) {
	if _, err := os.Stat(originals); errors.Is(err, fs.ErrNotExist) {
		t.Log("no originals here to compare with")
		return
	}
	for _, part := range []string{"cases", "oracle"} {
		folders, err := os.ReadDir(part)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range folders {
			folder := filepath.Join(part, d.Name())
			mine, theirs := files(t, folder), files(t, filepath.Join(originals, folder))
			for name, b := range mine {
				original, ok := theirs[name]
				switch {
				case !ok:
					t.Errorf("%s has no original", filepath.Join(folder, name))
				case !bytes.Equal(b, original):
					t.Errorf("%s differs from its original", filepath.Join(folder, name))
				}
			}
			for name := range theirs {
				if _, ok := mine[name]; !ok {
					t.Errorf("%s was not copied", filepath.Join(folder, name))
				}
			}
		}
	}
}

// files returns what lies in a folder, by its name below it.
func files(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(filepath.Join(folder, name))
		out[name] = b
		return err
	})
	if err != nil {
		t.Fatalf("read %s: %v", folder, err)
	}
	return out
}
