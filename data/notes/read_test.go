package notes

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// folder is where the documents lie whose reading was written down by hand.
func folder() string {
	if dir := os.Getenv("PINEZKA_NOTES"); dir != "" {
		return dir
	}
	return filepath.Join("..", "testdata", "oracle", "15-notes")
}

// TestTextIsTheReference: the text equals byte for byte what a reader must get
// out of each document.
func TestTextIsTheReference(t *testing.T) {
	refs, err := filepath.Glob(filepath.Join(folder(), "*.ref.txt"))
	if err != nil || len(refs) == 0 {
		t.Fatalf("no references in %s (%v)", folder(), err)
	}
	for _, ref := range refs {
		want, err := os.ReadFile(ref)
		if err != nil {
			t.Fatal(err)
		}
		path := strings.TrimSuffix(ref, ".ref.txt")
		got, err := ReadText(context.Background(), path)
		if err != nil {
			t.Error(err)
			continue
		}
		if got.Body != string(want) {
			t.Errorf("%s reads\n%q\nwant\n%q", filepath.Base(path), got.Body, want)
		}
		for i, l := range got.Lines {
			if strings.ContainsRune(got.in(l.Span), '\n') && got.Form == FormText {
				t.Errorf("%s: line %d holds a line break", path, i)
			}
		}
	}
}
