package notes

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"pinezka/data/exchange"
)

// ReadText gets the text out of a document: TXT, MD, DOCX or ODT. The form is told
// by content; only Markdown is told from plain text by the file's name. It fails
// with an *exchange.FormatError when the file is of a kind that cannot be read,
// and with an error that wraps exchange.ErrTooLarge beyond the limits.
func ReadText(ctx context.Context, path string) (*Text, error) {
	t, err := readText(ctx, path)
	if err != nil {
		return nil, exchange.Unread(filepath.Base(path), err)
	}
	return t, nil
}

func readText(ctx context.Context, path string) (*Text, error) {
	name := filepath.Base(path)
	start, err := exchange.Head(path)
	if err != nil {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(start, []byte("PK\x03\x04")), bytes.HasPrefix(start, []byte("PK\x05\x06")):
		return readPacked(ctx, path)
	case bytes.HasPrefix(start, []byte("%PDF")), bytes.HasPrefix(start, []byte(`{\rtf`)), bytes.HasPrefix(start, []byte("\xd0\xcf\x11\xe0")):
		return nil, &exchange.FormatError{File: name, Is: "not-text", Advice: "it is a PDF, an RTF or an old Word document; save it as DOCX, ODT or text"}
	}
	t := &Text{Name: name, Form: FormText}
	if t.Body, t.Encoding, err = exchange.ReadText(path); err != nil {
		return nil, err
	}
	if strings.TrimSpace(t.Body) == "" {
		return nil, &exchange.FormatError{File: name, Is: "empty", Advice: "there is nothing in it"}
	}
	switch ext := strings.ToLower(filepath.Ext(name)); ext {
	case ".md", ".markdown":
		t.Form = FormMarkdown
	case ".docx", ".docm", ".odt":
		t.found(FoundForm, "it is a plain text in spite of its name "+ext)
	}
	if strings.ContainsRune(t.Body, '\uFFFD') {
		t.found(FoundSigns, "some signs do not belong to the encoding "+t.Encoding)
	}
	t.lines()
	return t, nil
}

// readPacked reads a document that is a zip archive of XML.
func readPacked(ctx context.Context, path string) (t *Text, err error) {
	name := filepath.Base(path)
	a, err := exchange.OpenArchive(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if cerr := a.Close(); err == nil {
			err = cerr
		}
	}()
	names := a.Names()
	has := func(what string) bool { return slices.Contains(names, what) }
	switch {
	case has("word/document.xml"):
		t, err = readDOCX(ctx, name, a)
	case has("xl/workbook.xml"):
		return nil, errList
	case has("content.xml"):
		t, err = readODT(ctx, name, a)
	default:
		return nil, &exchange.FormatError{File: name, Is: "not-text", Advice: "the archive holds no document; unpack it first"}
	}
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(t.Body) == "" {
		return nil, &exchange.FormatError{File: name, Is: "empty", Advice: "there is nothing in it"}
	}
	return t, nil
}

// errList means that a file is a workbook, which exchange reads.
var errList = fmt.Errorf("a workbook: %w", errNotHere)

var errNotHere = fmt.Errorf("read elsewhere")

// lines cuts a text file into its lines.
func (t *Text) lines() {
	for at := 0; at < len(t.Body); {
		end := strings.IndexByte(t.Body[at:], '\n')
		if end < 0 {
			end = len(t.Body) - at
		}
		t.Lines = append(t.Lines, Line{Span: Span{at, at + end}})
		at += end + 1
	}
}

// part calls do with the markup of an entry of an archive; it does nothing when
// there is none.
func part(ctx context.Context, a *exchange.Archive, name string, do func(*exchange.Markup) error) error {
	r, err := a.Open(name)
	if err != nil || r == nil {
		return err
	}
	m, err := exchange.NewMarkup(ctx, r)
	if err == nil {
		err = do(m)
	}
	if cerr := r.Close(); err == nil {
		err = cerr
	}
	return err
}
