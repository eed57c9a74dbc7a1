package data

import "time"

// ImportID is an import's row in the project; 0 means none.
type ImportID int64

// Import (wczytanie) is one file brought in at one time.
type Import struct {
	ID      ImportID
	File    string    // base name of the file, never its folder
	Hash    string    // SHA-256 of its bytes, hexadecimal
	Source  string    // the institution or the name the user gave the source
	AsOf    *Day      // stan na dzień
	At      time.Time // when it was brought in, UTC
	Mapping string    // the column mapping as JSON, so that it can be used again
	Counts  Counts
}

// Counts is the sum of an import, which must add up:
// Read = OnMap + WithoutPlace + Refused + AlreadyPresent.
type Counts struct {
	Read           int `json:"read"`
	OnMap          int `json:"on_map"`
	WithoutPlace   int `json:"without_place"`
	Refused        int `json:"refused"`
	AlreadyPresent int `json:"already_present"`
	Updated        int `json:"updated"`  // part of AlreadyPresent
	Vanished       int `json:"vanished"` // records of earlier imports, not of this file
}

// AddsUp tells whether no row was dropped unseen.
func (c Counts) AddsUp() bool {
	return c.Read == c.OnMap+c.WithoutPlace+c.Refused+c.AlreadyPresent && c.Updated <= c.AlreadyPresent
}
