package data

import (
	"errors"
	"time"
)

// Record is what an Edit changes: *Report, *Debate, *Note, *Motion, *Area,
// *Institution, *Reaction, *AreaStatistic or *Facility. The set is closed.
type Record interface {
	// Key returns the record's table and row; the row is 0 before it is stored.
	Key() Key
	// Validate tells what keeps the record from being stored, or nil.
	Validate() error
	record()
}

// Key names a stored record.
type Key struct {
	Table string
	Row   int64
}

// The tables of the records.
const (
	TableReports      = "reports"
	TableDebates      = "debates"
	TableNotes        = "notes"
	TableMotions      = "motions"
	TableAreas        = "areas"
	TableInstitutions = "institutions"
)

// Key returns the report's table and row.
func (r *Report) Key() Key { return Key{TableReports, int64(r.ID)} }

// Key returns the debate's table and row.
func (d *Debate) Key() Key { return Key{TableDebates, int64(d.ID)} }

// Key returns the note's table and row.
func (n *Note) Key() Key { return Key{TableNotes, int64(n.ID)} }

// Key returns the motion's table and row.
func (m *Motion) Key() Key { return Key{TableMotions, int64(m.ID)} }

// Key returns the area's table and row.
func (a *Area) Key() Key { return Key{TableAreas, int64(a.ID)} }

// Key returns the institution's table and row.
func (i *Institution) Key() Key { return Key{TableInstitutions, int64(i.ID)} }

func (*Report) record()      {}
func (*Debate) record()      {}
func (*Note) record()        {}
func (*Motion) record()      {}
func (*Area) record()        {}
func (*Institution) record() {}

// Label says what an edit was, for the undo menu and the history. It is a code
// that the wording turns into words.
type Label string

// The labels of edits.
const (
	LabelAddReport    Label = "report-added"
	LabelChangeReport Label = "report-changed"
	LabelDeleteReport Label = "report-deleted"
	LabelAddMotion    Label = "motion-added"
	LabelChangeMotion Label = "motion-changed"
	LabelDeleteMotion Label = "motion-deleted"
	LabelAddDebate    Label = "debate-added"
	LabelChangeDebate Label = "debate-changed"
	LabelAddArea      Label = "area-added"
	LabelImport       Label = "imported"

	LabelEraseText Label = "text-erased"

	LabelAddInstitution    Label = "institution-added"
	LabelChangeInstitution Label = "institution-changed"
	LabelDeleteInstitution Label = "institution-deleted"
)

// Edit is one step of work: Before[i] becomes After[i]. A nil Before means that
// the record is new, a nil After that it goes. Undo is the same step with the
// two swapped.
type Edit struct {
	Label         Label
	Before, After []Record
}

// Inverse returns the step that takes e back.
func (e Edit) Inverse() Edit { return Edit{Label: e.Label, Before: e.After, After: e.Before} }

// Add returns the edit that stores a new record.
func Add(l Label, r Record) Edit {
	return Edit{Label: l, Before: []Record{nil}, After: []Record{r}}
}

// Replace returns the edit that changes a record.
func Replace(l Label, before, after Record) Edit {
	return Edit{Label: l, Before: []Record{before}, After: []Record{after}}
}

// Delete returns the edit that removes a record.
func Delete(l Label, r Record) Edit {
	return Edit{Label: l, Before: []Record{r}, After: []Record{nil}}
}

// Change is a row of the project's history.
type Change struct {
	ID     int64
	At     time.Time // UTC
	By     string    // user name at the computer
	Label  Label
	Import ImportID // set when the change is an import
	Undone bool
}

// Errors that callers ask for with errors.Is.
var (
	// ErrConflict means that a record is no longer what the edit left or expects.
	ErrConflict = errors.New("the record was changed by somebody else")
	// ErrNothing means that there is nothing to undo or redo.
	ErrNothing = errors.New("nothing to undo or redo")
	// ErrReadOnly means that the project is open for reading only.
	ErrReadOnly = errors.New("the project is open for reading only")
)
