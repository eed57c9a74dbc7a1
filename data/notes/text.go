package notes

import (
	"strings"

	"pinezka/data/exchange"
)

// Text is what a reader got out of a document: its words, and what the format
// says of the lines they stand in.
type Text struct {
	Name     string // base name of the file
	Form     Form
	Encoding string // of a text file; "" for the other forms
	// Body has a paragraph, list item or table row a line, cells separated by
	// tabs, LF behind each. For a text file it is the file itself, decoded.
	Body     string
	Lines    []Line
	Findings []Finding
}

// Form is the kind of document.
type Form string

// The forms that can be read.
const (
	FormText     Form = "txt"
	FormMarkdown Form = "md"
	FormDOCX     Form = "docx"
	FormODT      Form = "odt"
	FormList     Form = "list" // a table of motions, as exchange.ReadMotions reads it
)

// Span is a part of a Body, in bytes, without what stands at End.
type Span struct{ Start, End int }

// Line is a line of the Body.
type Line struct {
	Span
	Kind LineKind
	// Level is that of the heading, from 1, or of the list, from 1.
	Level  int
	Number string // automatic number or bullet, which is not in the text
	Cells  []Cell // of a row
	Header bool   // the format itself says that the row names the columns
	Table  int    // rows of one table have one number, from 1
	Quote  bool   // what a format puts aside: footnotes
}

// LineKind tells what a line is by its format.
type LineKind int

// The kinds of line. Text files have but plain ones: what they are is told later.
const (
	LinePlain LineKind = iota
	LineHeading
	LineItem
	LineRow
)

// Cell is a cell of a row.
type Cell struct {
	Span
	Column int
	Above  bool // merged with the cell above it, whose words it shares
}

// Finding is something that the reader of a document should know.
type Finding struct {
	Code Code   `json:"code"`
	Text string `json:"text"` // plain English
}

// Code says what a Finding is about. Codes are stable; the interface turns them
// into words.
type Code string

// What can be found.
const (
	FoundMacros   Code = "macros"       // the document has macros, which were not looked at
	FoundChanges  Code = "changes"      // tracked changes were read as if accepted
	FoundComments Code = "comments"     // comments were left out
	FoundMargins  Code = "headers"      // headers and footers were left out
	FoundPart     Code = "part"         // a part in another format was left out
	FoundNothing  Code = "no-items"     // no note and no motion, which may be right
	FoundNoDate   Code = "no-date"      // a debate has no day, or one without a year
	FoundForm     Code = "odd-form"     // the content is another form than the name says
	FoundSigns    Code = "unread-signs" // signs that the encoding does not have
)

func (t *Text) found(code Code, text string) {
	for _, f := range t.Findings {
		if f.Code == code {
			return
		}
	}
	t.Findings = append(t.Findings, Finding{code, text})
}

// in returns the words of a span.
func (t *Text) in(s Span) string { return t.Body[s.Start:s.End] }

// writer puts lines into a Text.
type writer struct {
	t    *Text
	body strings.Builder
}

// line adds a line and returns an error when the text has grown too large.
func (w *writer) line(text string, l Line) error {
	l.Start = w.body.Len()
	w.body.WriteString(text)
	l.End = w.body.Len()
	w.body.WriteByte('\n')
	w.t.Lines = append(w.t.Lines, l)
	return exchange.DocumentLimit(w.body.Len())
}

// row adds a row of cells.
func (w *writer) row(cells []string, l Line) error {
	l.Kind = LineRow
	at := w.body.Len()
	for i, c := range cells {
		l.Cells[i].Span = Span{at, at + len(c)}
		at += len(c) + 1
	}
	return w.line(strings.Join(cells, "\t"), l)
}

func (w *writer) done() *Text {
	w.t.Body = w.body.String()
	return w.t
}
