package gazetteer

import (
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

// Question is what a person must be asked before anything is put on the map.
type Question string

// The questions.
const (
	NoQuestion  Question = "-"         // the proposals are enough
	WhichOne    Question = "which"     // several things answer to the words
	WhereIsIt   Question = "where"     // a place is meant that cannot be told
	NumberWrong Question = "number"    // the street has no such house
	IsSensitive Question = "sensitive" // about a person in distress: not on the map
)

// Why says what a proposal rests on. Typo and Part must be shown as such.
type Why string

// The reasons, the better first.
const (
	Exact     Why = "exact"
	OtherForm Why = "form" // an inflected form, an abbreviation, a synonym
	Part      Why = "part" // a part of the name that no other name has
	Typo      Why = "typo"
)

// Span is a stretch of the text, in bytes.
type Span struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// Proposal is a place that a text may mean.
type Proposal struct {
	Kind   Kind
	IDs    []string // one; two of a crossing; of a stretch the street, then its ends
	Number string   // of an address: "36", "16-22", "5,7,9", upper case
	Name   string   // of the things, for people
	Point  orb.Point
	Placed bool // Point is known
	Spans  []Span
	Why    Why
}

// Form writes a proposal as oracle 14 does: "street:S058", "address:S042#36",
// "crossing:S013+S058", "stretch:S042(S015..S019)", "whole".
func (p *Proposal) Form() string {
	switch p.Kind {
	case Whole:
		return string(Whole)
	case Crossing:
		return string(p.Kind) + ":" + strings.Join(p.IDs, "+")
	case Address:
		return string(p.Kind) + ":" + p.IDs[0] + "#" + p.Number
	case Stretch:
		return string(p.Kind) + ":" + p.IDs[0] + "(" + strings.Join(p.IDs[1:], "..") + ")"
	}
	return string(p.Kind) + ":" + p.IDs[0]
}

// Answer is what a text says about places.
type Answer struct {
	Places     []Proposal // with a question: what is known all the same
	Question   Question
	Candidates []Proposal // to choose from, for WhichOne
	Unknown    []Span     // words that mean a place which the gazetteer lacks
	Sensitive  []Span     // words that made the answer IsSensitive
}

// Forms writes proposals as oracle 14 does; never nil.
func Forms(ps []Proposal) []string {
	out := make([]string, 0, len(ps))
	for i := range ps {
		if f := ps[i].Form(); !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out
}
