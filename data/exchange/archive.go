package exchange

import (
	"archive/zip"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"
)

// archive is a zip archive whose entries are read where they are. Nothing of it is
// ever unpacked to the disk, so the name of an entry can lead nowhere.
type archive struct {
	*zip.ReadCloser
	left int64 // bytes that may still unfold, as they are really read
}

func openArchive(path string) (*archive, error) {
	z, err := zip.OpenReader(path)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, err
	}
	return &archive{ReadCloser: z, left: maxUnzipped}, nil
}

// open returns the content of an entry. Reading fails with ErrTooLarge once all
// entries that were read unfold beyond the limit, whatever they claim.
func (a *archive) open(e *zip.File) (io.ReadCloser, error) {
	r, err := e.Open()
	if err != nil {
		return nil, err
	}
	return &entry{ReadCloser: r, a: a}, nil
}

type entry struct {
	io.ReadCloser
	a *archive
}

func (e *entry) Read(p []byte) (int, error) {
	n, err := e.ReadCloser.Read(p)
	if e.a.left -= int64(n); e.a.left < 0 {
		return 0, ErrTooLarge
	}
	return n, err
}

// ending returns the entries with an ending, in the order of the archive.
func (a *archive) ending(ext string) []*zip.File {
	var out []*zip.File
	for _, e := range a.File {
		if !litter(e.Name) && strings.EqualFold(path.Ext(e.Name), ext) {
			out = append(out, e)
		}
	}
	return out
}

// litter tells whether an entry is what some systems add to archives of their
// own accord.
func litter(name string) bool {
	return strings.HasPrefix(name, "__MACOSX/") || strings.HasPrefix(path.Base(name), "._")
}

// noteEntries notes the entries whose names would lead out of a folder, were they
// unpacked, and those that hold data of other formats than the one that is read.
func (a *archive) noteEntries(s *said, read Format) {
	for _, e := range a.File {
		if f := nameSays(e.Name); f != "" && f != read && !litter(e.Name) && fs.ValidPath(e.Name) {
			s.note(FoundNotLoaded, e.Name, "another file in the archive is not read; unpack it to import it")
		}
		name := strings.TrimSuffix(e.Name, "/")
		if !fs.ValidPath(name) || strings.ContainsAny(name, `\:`) {
			s.note(FoundEntryName, e.Name, "an entry has a name that leads out of the archive; it was not unpacked")
		}
	}
}
