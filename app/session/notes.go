package session

import (
	"context"
	"strings"
	"unicode/utf8"

	"pinezka/data/notes"
)

// NotesEndings are the names that notes of a debate have.
var NotesEndings = []string{".docx", ".odt", ".txt", ".md"}

// NoteLine is a line of somebody's notes.
type NoteLine struct {
	Text    string
	Heading bool
}

// leastNote is how many letters a line must have to be worth showing.
const leastNote = 3

// ReadNotes gets the lines out of a debate's notes. Nothing is stored: the user takes
// the lines that are motions, one by one.
func ReadNotes(ctx context.Context, path string) ([]NoteLine, error) {
	t, err := notes.ReadText(ctx, path)
	if err != nil {
		return nil, err
	}
	var out []NoteLine
	for _, l := range t.Lines {
		s := strings.TrimSpace(strings.ReplaceAll(t.Body[l.Start:l.End], "\t", " · "))
		s = strings.TrimSpace(strings.TrimLeft(s, "-*•–· "))
		if utf8.RuneCountInString(s) >= leastNote {
			out = append(out, NoteLine{Text: s, Heading: l.Kind == notes.LineHeading})
		}
	}
	return out, nil
}
