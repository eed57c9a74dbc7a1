package gpkg

import (
	"errors"
	"fmt"
	"time"

	"github.com/mattn/go-sqlite3"

	"pinezka/data"
)

// Errors that callers ask for with errors.Is.
var (
	// ErrExists means that Create found a file under the name.
	ErrExists = errors.New("the file exists already")
	// ErrNewer means that a newer program wrote the project.
	ErrNewer = errors.New("the project was written by a newer version")
	// ErrNotProject means that the file is no project, though it may be a
	// GeoPackage of somebody else; see Adopt.
	ErrNotProject = errors.New("the file is not a project")
	// ErrDamaged means that the file's bytes are broken.
	ErrDamaged = errors.New("the file is damaged")
	// ErrLocked means that another window edits the project. The error is a
	// *LockedError.
	ErrLocked = errors.New("the project is open for editing elsewhere")
	// ErrBusy means that another program held SQLite's own lock for longer than
	// the 10 seconds that a write waits.
	ErrBusy = errors.New("another program keeps the file locked")
	// ErrNoRoom means that the disk is full.
	ErrNoRoom = errors.New("no room left on the disk")
	// ErrText means that a text holds a NUL or bytes that are not UTF-8.
	ErrText = errors.New("text is not valid UTF-8 without NUL")
	// ErrTableExists means that Adopt found a table of somebody else under a name
	// that the project needs.
	ErrTableExists = errors.New("the GeoPackage has a table of that name already")
)

// LockedError says who edits the project.
type LockedError struct {
	User, Host string
	Since      time.Time // UTC; zero when the holder did not say
}

// Error implements error.
func (e *LockedError) Error() string {
	return fmt.Sprintf("%v: by %s at %s since %s", ErrLocked, e.User, e.Host, e.Since.Format(time.RFC3339))
}

// Is makes errors.Is(err, ErrLocked) true.
func (e *LockedError) Is(target error) bool { return target == ErrLocked }

// explain joins SQLite's result code with the sentinel that callers ask for.
func explain(err error) error {
	var se sqlite3.Error
	if !errors.As(err, &se) {
		return err
	}
	var cause error
	switch se.Code {
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		cause = ErrBusy
	case sqlite3.ErrFull:
		cause = ErrNoRoom
	case sqlite3.ErrReadonly:
		cause = data.ErrReadOnly
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
		cause = ErrDamaged
	default:
		return err
	}
	return fmt.Errorf("%w (%w)", cause, err)
}
