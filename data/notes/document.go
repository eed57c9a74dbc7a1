package notes

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"pinezka/data"
	"pinezka/data/exchange"
)

// Document is what notes of debates were understood to say.
type Document struct {
	*Text
	Debates []*Debate
}

// Debate is a meeting as the notes tell of it.
type Debate struct {
	Title    string
	Day      *data.Day // nil when it is not told, or without its year
	DateText string    // as written; "" when nothing is said
	Kind     data.DebateKind
	Venue    string
	Start    string // 17:30, or ""
	Present  int    // how many people; 0 when not told
	Items    []*Item
	Passages []Passage // what is no item, in its order
}

// ItemKind tells a note from a motion.
type ItemKind string

// The kinds of item.
const (
	KindNote   ItemKind = "note"
	KindMotion ItemKind = "motion"
)

// Item is a note or a motion. The fields of a motion are empty in a note.
type Item struct {
	Kind   ItemKind
	Span   Span   // of its words in the Body
	Text   string // those words for people: blanks single, divided words whole
	Marker string // number or bullet before it, as written
	Number int    // of the list or table; 0 for none
	Rest   []Span // the other cells of its row

	Category  data.CategoryID // "" when the words name none
	Place     Place
	Sensitive bool   // must not become a mark on the map of itself
	RaisedBy  string // a group, never a person

	Addressee     string
	AddresseeCode AddresseeCode
	Deadline      *data.Day // last day that is meant
	DeadlineText  string    // as written: "na bieżąco" has no day
	Answers       []Passage // as they stand in the text
	Answer        string    // their words
	AnsweredBy    string    // an office, or ""
	State         data.MotionState
	Repeated      bool // it was asked for before
	Support       int  // hands raised; 0 when not told

	fold   folded
	row    map[column]string // the other cells of its row, by their column
	turn   int               // sentences of one paragraph or speech have one number
	topic  string            // heading or upper level of the list
	asked  bool
	listed bool
}

// Passage is a part of the text that is neither note nor motion.
type Passage struct {
	Kind   PassageKind
	Span   Span
	Text   string
	Marker string
}

// PassageKind tells why a passage is no item.
type PassageKind string

// The kinds of passage.
const (
	PassageTitle      PassageKind = "title"
	PassageMeeting    PassageKind = "meeting" // its date, place, number of people
	PassageHeading    PassageKind = "heading"
	PassageAttendance PassageKind = "attendance"
	PassageAgenda     PassageKind = "agenda"
	PassageCourse     PassageKind = "course" // welcome, thanks, talks
	PassageNone       PassageKind = "none"   // nobody asked for anything
	PassageLabel      PassageKind = "label"
	PassageAnswer     PassageKind = "answer" // to nothing that was found
	PassageTableHead  PassageKind = "table-head"
	PassageClosing    PassageKind = "closing"
	PassageAside      PassageKind = "aside" // footnotes
	PassageOther      PassageKind = "other"
)

// Options say what a document is read with. All of it may be missing.
type Options struct {
	Catalogue *data.Catalogue // nil: no categories
	Locator   Locator         // nil: no places
	Exchange  exchange.Options
}

// Read reads the notes in a file: TXT, MD, DOCX, ODT, or a list of motions in CSV
// or XLSX. It fails with an *exchange.FormatError when the file is of a kind that
// cannot be read, with an error that wraps exchange.ErrTooLarge beyond the limits,
// and with those of exchange.ReadMotions for a list. A document without a date, a
// place or a motion is no error: Findings say so.
func Read(ctx context.Context, path string, opt Options) (*Document, error) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv", ".tsv", ".xlsx":
		return readList(ctx, path, opt)
	}
	t, err := readText(ctx, path)
	if errors.Is(err, errNotHere) {
		return readList(ctx, path, opt)
	}
	if err != nil {
		return nil, exchange.Unread(filepath.Base(path), err)
	}
	return Split(t, opt), nil
}

// Split finds the debates, notes and motions in a text.
func Split(t *Text, opt Options) *Document {
	s := &splitter{t: t, opt: opt, classifier: newClassifier(opt.Catalogue), blocks: t.blocks()}
	d := &Document{Text: t}
	bounds := s.bounds()
	for i, from := range bounds {
		to := len(s.blocks)
		if i+1 < len(bounds) {
			to = bounds[i+1]
		}
		d.Debates = append(d.Debates, s.debate(from, to))
	}
	d.notice()
	return d
}

// notice tells what a person may want to know although it may be right.
func (d *Document) notice() {
	items := 0
	for _, b := range d.Debates {
		items += len(b.Items)
		if b.Day == nil {
			d.found(FoundNoDate, "a debate has no day, or one without its year")
		}
	}
	if items == 0 {
		d.found(FoundNothing, "no note and no motion was found")
	}
}
