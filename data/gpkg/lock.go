package gpkg

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"pinezka/data"
)

// lock is the operating system's lock on NAME.gpkg.lock. It says who edits the
// project. The system drops it when the process ends, however it ends, so a file
// left behind by a killed process locks nobody out.
type lock struct {
	f *os.File
}

// holder is what the lock file tells others, as JSON.
type holder struct {
	User  string    `json:"user"`
	Host  string    `json:"host"`
	Since time.Time `json:"since"`
}

// errHeld is what lockFile returns when somebody else holds the lock.
var errHeld = errors.New("the lock is held")

func lockPath(project string) string { return project + ".lock" }

// unwritable tells whether a file or its folder cannot be written to.
func unwritable(err error) bool { return errors.Is(err, fs.ErrPermission) || isReadOnlyMedium(err) }

// takeLock takes the lock, or returns a *LockedError that names its holder.
func takeLock(project string, who holder) (*lock, error) {
	path := lockPath(project)
	for {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
		if err != nil {
			if unwritable(err) {
				return nil, fmt.Errorf("lock %q: %w (%w)", project, data.ErrReadOnly, err)
			}
			return nil, fmt.Errorf("lock %q: %w", project, err)
		}
		if err := lockFile(f); err != nil {
			defer f.Close()
			if !errors.Is(err, errHeld) {
				return nil, fmt.Errorf("lock %q: %w", project, err)
			}
			return nil, readHolder(f)
		}
		// The former holder may have removed the file between our opening and our
		// locking it: then the lock lies on a file that nobody else can find.
		if !sameFile(f, path) {
			f.Close()
			continue
		}
		l := &lock{f: f}
		if err := l.write(who); err != nil {
			return nil, errors.Join(fmt.Errorf("lock %q: %w", project, err), l.release())
		}
		return l, nil
	}
}

func sameFile(f *os.File, path string) bool {
	mine, err := f.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(path)
	return err == nil && os.SameFile(mine, there)
}

func readHolder(f *os.File) *LockedError {
	var h holder
	// Best effort: the holder may be just writing its name.
	if b, err := io.ReadAll(io.LimitReader(f, 4096)); err == nil {
		if json.Unmarshal(b, &h) != nil {
			h = holder{}
		}
	}
	return &LockedError{User: h.User, Host: h.Host, Since: h.Since}
}

func (l *lock) write(who holder) error {
	b, err := json.Marshal(who)
	if err != nil {
		return err
	}
	if err := l.f.Truncate(0); err != nil {
		return err
	}
	_, err = l.f.WriteAt(b, 0)
	return err
}

// release removes the file while the lock is still held, then lets go.
func (l *lock) release() error {
	if l == nil {
		return nil
	}
	removeErr := removeHeld(l.f)
	closeErr := l.f.Close()
	return errors.Join(removeErr, closeErr)
}
