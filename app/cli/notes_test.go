package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const notesFolder = "../../data/testdata/oracle/15-notes/"

// TestNotes: a line of JSON a document, in the order of the files, and places
// empty where no gazetteer is at hand.
func TestNotes(t *testing.T) {
	var out, errs bytes.Buffer
	if got := Run(context.Background(), []string{"notes", notesFolder + "01-lista.txt", notesFolder + "05-tabela.docx", "--json"}, &out, &errs, Options{}); got != 0 {
		t.Fatalf("exit %d: %s", got, errs.String())
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines: %s", len(lines), out.String())
	}
	for i, want := range []string{"01-lista.txt", "05-tabela.docx"} {
		var a struct {
			Document string
			Debates  []struct {
				Date  string
				Items []struct {
					Type, Places, Text string
					Category           *int
					Pin                bool
				}
			}
		}
		if err := json.Unmarshal([]byte(lines[i]), &a); err != nil {
			t.Fatal(err)
		}
		if a.Document != want || len(a.Debates) != 1 || len(a.Debates[0].Items) < 6 {
			t.Errorf("line %d: %+v", i, a)
		}
		for _, it := range a.Debates[0].Items {
			if it.Places != "" || it.Pin {
				t.Errorf("%q has a place although nothing knows any", it.Text)
			}
		}
	}
}

// TestNotesUnreadable: one bad file is told and does not hide the others.
func TestNotesUnreadable(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "skan.pdf")
	if err := os.WriteFile(bad, []byte("%PDF-1.4"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if got := Run(context.Background(), []string{"notes", bad, notesFolder + "01-lista.txt", "--json"}, &out, &errs, Options{}); got != 1 {
		t.Fatalf("exit %d: %s", got, errs.String())
	}
	if n := strings.Count(out.String(), "\n"); n != 2 || !strings.Contains(out.String(), "01-lista.txt") || !strings.Contains(out.String(), `"code":"format"`) || !strings.Contains(errs.String(), "DOCX") {
		t.Errorf("got %s%s", out.String(), errs.String())
	}
	run(t, 2, "notes")
}

// TestNotesOfProject: words for people, with the catalogue of a project.
func TestNotesOfProject(t *testing.T) {
	var out, errs bytes.Buffer
	if got := Run(context.Background(), []string{"notes", notesFolder + "10-bez-wnioskow.md", "--project", project(t), "--lang", "en"}, &out, &errs, Options{}); got != 0 {
		t.Fatalf("exit %d: %s", got, errs.String())
	}
	for _, want := range []string{"6 czerwca: motions 0, notes 0", "no note and no motion", "its year is missing"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not said: %s", want, out.String())
		}
	}
}
