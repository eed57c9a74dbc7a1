package exchange

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// What follows is for readers of documents that are no lists, as data/notes is:
// they meet the same encodings and the same hostile files, and should not guess
// or defend themselves in a second way.

// maxDocument is how many bytes of text a document may have; a thousand pages
// have three million.
const maxDocument = 16 << 20

// ErrDocument means that a document has more text than is read.
var ErrDocument = fmt.Errorf("a document of more than %d MB of text: %w", maxDocument>>20, ErrTooLarge)

// DocumentLimit returns ErrDocument once a text has grown beyond the limit.
func DocumentLimit(size int) error {
	if size > maxDocument {
		return ErrDocument
	}
	return nil
}

// Head returns the first bytes of a file, enough to tell what it is. It fails
// with a *FormatError for a folder and with ErrTooLarge.
func Head(path string) ([]byte, error) {
	b, _, err := head(path)
	return b, err
}

// Unread says that a document could not be read, as reading a list does: what is
// broken in its own way becomes a *FormatError that names the file.
func Unread(file string, err error) error { return unread(file, err) }

// ReadText returns a text file as UTF-8 without a mark, with LF at the end of its
// lines, and the encoding that it had. Signs that the encoding does not have
// become U+FFFD. It fails with a *FormatError when the file is no text and with
// an error that wraps ErrTooLarge.
func ReadText(path string) (text, encoding string, err error) {
	start, size, err := head(path)
	if err != nil {
		return "", "", err
	}
	if err := DocumentLimit(int(min(size, maxDocument+1))); err != nil {
		return "", "", err
	}
	if encoding, _, err = guessEncoding(path, start); err != nil {
		return "", "", err
	}
	f, err := os.Open(path)
	if err != nil {
		return "", "", err
	}
	defer f.Close()
	r, err := decode(f, encoding)
	if err != nil {
		return "", "", err
	}
	// A file may grow while it is read, and a byte of Windows-1250 be three of UTF-8.
	b, err := io.ReadAll(io.LimitReader(r, 3*maxDocument+1))
	if err != nil {
		return "", "", err
	}
	if bytes.IndexByte(b, 0) >= 0 {
		return "", "", &FormatError{File: filepath.Base(path), Is: "not-text", Advice: "it holds bytes that no text has; save it as DOCX, ODT or text"}
	}
	text = strings.ToValidUTF8(string(b), "\uFFFD")
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.ReplaceAll(text, "\r", "\n"), encoding, nil
}

// Archive is a zip archive that is read where it is, within the limits of
// workbooks.
type Archive struct{ a *archive }

// OpenArchive opens a zip archive. It fails with a *FormatError when it is broken
// or wants a password, and with ErrTooLarge when it says itself that it unfolds
// beyond the limit.
func OpenArchive(path string) (*Archive, error) {
	name := filepath.Base(path)
	a, err := openArchive(path)
	if err != nil {
		return nil, &FormatError{File: name, Is: "a damaged archive", Advice: "ask the sender for it again"}
	}
	var size uint64
	for _, e := range a.File {
		size += min(e.UncompressedSize64, 2*maxUnzipped)
		if e.Flags&1 != 0 {
			err = &FormatError{File: name, Is: "password", Advice: "the archive asks for a password; unpack it first"}
		}
		if size > maxUnzipped {
			err = fmt.Errorf("%s unfolds to more than %d MB: %w", name, maxUnzipped>>20, ErrTooLarge)
		}
	}
	if err != nil {
		_ = a.Close() // the file is only read, and there is an error to tell already
		return nil, err
	}
	return &Archive{a}, nil
}

// Close closes the file.
func (a *Archive) Close() error { return a.a.Close() }

// Names lists the entries, in the order of the archive.
func (a *Archive) Names() []string {
	var out []string
	for _, e := range a.a.File {
		out = append(out, e.Name)
	}
	return out
}

// Open returns the content of the first entry of a name, or nil when there is none.
func (a *Archive) Open(name string) (io.ReadCloser, error) {
	for _, e := range a.a.File {
		if e.Name == name {
			return a.a.open(e)
		}
	}
	return nil, nil
}

// Markup reads XML step by step under the limits of all formats that are XML: no
// DOCTYPE, depth, size of one step.
type Markup struct{ m *markup }

// NewMarkup begins to read.
func NewMarkup(ctx context.Context, r io.Reader) (*Markup, error) {
	m, err := newMarkup(ctx, r)
	if err != nil {
		return nil, err
	}
	return &Markup{m}, nil
}

// Next returns the start or end of the next element, or text that is valid until
// the next step; nil at the end of the file.
func (m *Markup) Next() (xml.Token, error) { return m.m.next() }

// Skip leaves out all that is in the element whose start was returned last, and
// its end.
func (m *Markup) Skip() error { return m.m.skip() }

// Each calls do for every element directly inside the one whose start was
// returned last, or in the file. do must take the element in: by Skip, by Each or
// by reading to its end.
func (m *Markup) Each(do func(xml.StartElement) error) error { return m.m.children(do) }

// Cut returns the error of a file that ends within an element.
func (m *Markup) Cut() error { return errCut }

// Attribute returns the value of an attribute by the local part of its name, or "".
func Attribute(e xml.StartElement, name string) string { return attribute(e.Attr, name) }
