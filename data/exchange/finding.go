package exchange

import "fmt"

// Code says what a Finding, a Reject or an error is about. Codes are stable; the
// interface turns them into words.
type Code string

// What can be found. Those of the first group are facts, the others want an eye.
const (
	FoundFormat        Code = "format"            // the content is another format than the name says
	FoundEncoding      Code = "encoding"          // which encoding was taken
	FoundSeparator     Code = "separator"         // which separator was taken
	FoundSheet         Code = "sheet"             // which sheet was taken
	FoundHeader        Code = "header-row"        // which row was taken for the column names
	FoundForm          Code = "form"              // a known form, such as police.uk
	FoundCRS           Code = "crs"               // which coordinate system the numbers are in
	FoundAxes          Code = "axis-order"        // X is the northing
	FoundDateOrder     Code = "date-order"        // which order the dates have
	FoundLinesSkipped  Code = "lines-skipped"     // title, totals and signatures are no records
	FoundNoCoordinates Code = "no-coordinates"    // the file has no coordinates at all
	FoundApostrophe    Code = "apostrophe"        // the sign that protects from formulas was taken off
	FoundUTC           Code = "time-converted"    // an instant with an offset became Polish time
	FoundUnwound       Code = "longitude-unwound" // whole turns were taken off a longitude
	FoundLayer         Code = "layer"             // which of several layers was taken
	FoundNotLoaded     Code = "not-loaded"        // links, pictures and parts that are not read
	FoundEntryName     Code = "entry-name"        // an entry of an archive whose name leads out of it; nothing was unpacked
	FoundLayout        Code = "layout"            // the columns are those of an earlier file; Value is what it was
	FoundPlaces        Code = "places-looked-up"  // places found by their words; Value is their precision
	FoundDeleted       Code = "records-deleted"   // records that the file itself marks as deleted

	WarnNoPlace        Code = "place-missing"    // empty coordinates
	WarnBadPlace       Code = "place-unreadable" // words where a number should be
	WarnOutOfRange     Code = "place-impossible" // no such place on Earth, or 0, 0
	WarnSuspicious     Code = "place-suspicious" // outside the municipality or Poland
	WarnAbroad         Code = "places-abroad"    // the whole file lies outside Poland
	WarnUnknownPlace   Code = "place-unknown"    // words that the base map knows no place for
	WarnTwins          Code = "place-ambiguous"  // words that several places are called by
	WarnShape          Code = "place-shape"      // a line or area stands as one point
	WarnBadDate        Code = "date-impossible"  // the calendar has no such day
	WarnUnreadableDate Code = "date-unreadable"  // no date at all
	WarnBadTime        Code = "time-unreadable"  // no hour
	WarnNoSuchHour     Code = "time-nonexistent" // the hour that the change to summer time skips
	WarnNoCategory     Code = "category-missing" // no category given
	WarnCategory       Code = "category-unknown" // the catalogue has no such category
	WarnStatus         Code = "status-unknown"   // the catalogue has no such status
	WarnShort          Code = "row-short"        // fewer fields than columns
	WarnNoText         Code = "text-missing"     // a motion without words
	WarnColumns        Code = "columns-unclear"  // no column was recognised
	WarnCRSUnknown     Code = "crs-unknown"      // the file names a coordinate system that the program does not know

	RejectTooMany Code = "row-too-long"  // more fields than columns
	RejectQuote   Code = "quote-open"    // a quotation mark is never closed
	RejectFeature Code = "feature-bad"   // a feature that is none
	RejectSize    Code = "row-too-large" // a row beyond the limit
)

// Finding is a fact or a warning about a file or one of its rows.
type Finding struct {
	Code   Code   `json:"code"`
	Text   string `json:"text"`          // plain English, for logs and developers
	Row    int    `json:"row,omitempty"` // number of the record; 0 for the whole file
	Line   int    `json:"line,omitempty"`
	Column string `json:"column,omitempty"`
	Value  string `json:"value,omitempty"`
	Count  int    `json:"count,omitempty"` // how many rows it stands for, when more than one
}

// Reject is a row that could not be read at all.
type Reject struct {
	Row    int
	Line   int
	Column string
	Value  string
	Code   Code
	Why    string   // plain English
	Fields []string // as read, for the file of refused rows
}

func (r *Reject) String() string {
	return fmt.Sprintf("line %d: %s", r.Line, r.Why)
}
