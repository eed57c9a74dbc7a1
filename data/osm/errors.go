package osm

import (
	"errors"
	"fmt"
)

// What is wrong with a file, for errors.Is.
var (
	// ErrNotExtract means that the file is no OpenStreetMap extract, in PBF or XML,
	// or a broken one.
	ErrNotExtract = errors.New("not an OpenStreetMap extract (.osm.pbf or .osm)")
	// ErrTruncated means that the file ends in the middle.
	ErrTruncated = errors.New("the extract is cut off")
)

// FileError says where a file cannot be read and why. It wraps ErrNotExtract,
// ErrTruncated, or what the operating system said.
type FileError struct {
	File   string
	Offset int64 // of the block that cannot be read, bytes from the start
	Err    error
	Detail string // what was found; may be empty
}

// Error names the file first.
func (e *FileError) Error() string {
	s := fmt.Sprintf("read extract %q at byte %d: %v", e.File, e.Offset, e.Err)
	if e.Detail != "" {
		s += ": " + e.Detail
	}
	return s
}

// Unwrap gives the reason.
func (e *FileError) Unwrap() error { return e.Err }
