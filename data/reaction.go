package data

import "errors"

// ReactionID is a reaction's row in the project; 0 means not stored yet.
type ReactionID int64

// Reaction (reakcja) is what somebody did about a report or a motion.
type Reaction struct {
	ID     ReactionID
	Report ReportID // what it is about: either a report
	Motion MotionID // or a motion, never both
	Who    string   // name of the institution
	Day    Day      // when
	What   string   // what was done
	Result string   // what came of it; "" while nobody knows
}

// Validate tells what keeps the reaction from being stored, or nil: it is about one
// report or one motion, somebody did it, and it says what was done or what came of
// it.
func (r *Reaction) Validate() error {
	switch {
	case r.Report == 0 && r.Motion == 0:
		return errors.New("reaction is about no report and no motion")
	case r.Report != 0 && r.Motion != 0:
		return errors.New("reaction is about a report and a motion at once")
	case r.Who == "":
		return errors.New("reaction is nobody's")
	case r.What == "" && r.Result == "":
		return errors.New("reaction does not say what was done")
	}
	return nil
}

// TableReactions is the table of the reactions.
const TableReactions = "reactions"

// Key returns the reaction's table and row.
func (r *Reaction) Key() Key { return Key{TableReactions, int64(r.ID)} }

func (*Reaction) record() {}

// The labels of edits of reactions.
const (
	LabelAddReaction     Label = "reaction-added"
	LabelDeleteReaction  Label = "reaction-deleted"
	LabelImportReactions Label = "reactions-imported"
)

// The states of reports that ask nobody for anything any more.
const (
	StatusEliminated StatusID = "eliminated"
	StatusJoke       StatusID = "joke"
)

// Settled tells whether the report asks nobody for a reaction any more: the threat
// is eliminated, or the report was a joke or a mistake.
func (r *Report) Settled() bool { return r.Status == StatusEliminated || r.Status == StatusJoke }

// Reactions gives the matcher what Filter.WithoutReaction asks for: the day on
// which ages are told, and which reports somebody reacted to. Without it no report
// passes a filter with that part. It returns the matcher.
func (m *Matcher) Reactions(asOf Day, reacted func(ReportID) bool) *Matcher {
	m.asOf, m.reacted = asOf, reacted
	return m
}

// waiting tells whether the report has waited for a reaction for longer than the
// filter says. The age of a report counts from its last possible day; without a
// day only that keeps it out.
func (m *Matcher) waiting(r *Report) Verdict {
	if m.reacted == nil || r.Settled() || m.reacted(r.ID) {
		return Excluded
	}
	_, last, ok := r.When.Days()
	switch {
	case !ok && m.f.Undated:
		return Included
	case !ok:
		return UndatedOnly
	case int(m.asOf-last) <= m.f.WithoutReaction:
		return Excluded
	}
	return Included
}
