package tile

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// Archive is a file of tiles. Everything in it is at hand.
type Archive interface {
	Source
	Close() error
}

// What is wrong with an archive as a whole.
var (
	ErrNotArchive = errors.New("not a tile archive")
	ErrTruncated  = errors.New("tile archive is cut off")
	ErrVersion    = errors.New("unknown version of a tile archive")
	ErrFormat     = errors.New("tiles of an unknown kind")
	ErrVector     = errors.New("vector tiles, where pictures are needed")
	ErrPicture    = errors.New("pictures, where vector tiles are needed")
	ErrEmpty      = errors.New("tile archive holds no tiles")
)

// ArchiveError says which file could not be used and why. It wraps one of the
// errors above, or what the operating system said.
type ArchiveError struct {
	File   string
	Err    error
	Detail string // what was found; may be empty
}

// Error names the file first.
func (e *ArchiveError) Error() string {
	if e.Detail == "" {
		return fmt.Sprintf("open tiles %q: %v", e.File, e.Err)
	}
	return fmt.Sprintf("open tiles %q: %v: %s", e.File, e.Err, e.Detail)
}

// Unwrap gives the reason.
func (e *ArchiveError) Unwrap() error { return e.Err }

// Open opens an archive of picture tiles; one of vector tiles is ErrVector. The
// content decides what it is, not the name. Nothing is written, neither to the
// file nor beside it.
func Open(path string) (Archive, error) { return openAs(path, kindPicture) }

// OpenVector opens an archive of vector tiles (MVT), one of pictures is
// ErrPicture. Read gives the tiles as they are stored, packed or not; see Unpack.
func OpenVector(path string) (Archive, error) { return openAs(path, kindVector) }

func openAs(path string, want kind) (Archive, error) {
	head, size, err := readHead(path)
	switch {
	case err != nil:
		return nil, &ArchiveError{File: path, Err: err}
	case size == 0:
		return nil, &ArchiveError{File: path, Err: ErrTruncated, Detail: "the file is empty"}
	case string(head[:min(len(head), len(sqliteMagic))]) == sqliteMagic:
		return openMBTiles(path, want)
	case len(head) >= 2 && string(head[:2]) == "PM":
		return openPMTiles(path, want)
	}
	return nil, &ArchiveError{File: path, Err: ErrNotArchive, Detail: "neither MBTiles nor PMTiles"}
}

// sqliteMagic begins every SQLite file.
const sqliteMagic = "SQLite format 3\x00"

// readHead returns the first bytes of a file, and its size.
func readHead(path string) (head []byte, size int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	if st.IsDir() {
		return nil, 0, errors.New("is a folder")
	}
	head = make([]byte, 16)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, 0, err
	}
	return head[:n], st.Size(), nil
}
