package pdf

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"pinezka/mapview/scene"
)

// Document says what the file as a whole is.
type Document struct {
	Title, Author, Subject, Keywords string
	Producer                         string
	Lang                             string    // such as pl-PL
	Created                          time.Time // zero for none; nothing else of the file depends on a clock
}

// Page is one sheet of paper, as large as its scene.
type Page struct {
	Scene    scene.Scene
	Label    string // what the reader shows instead of the number; "" for the number
	Bookmark string // title in the list of contents; "" for none
	Geo      *Geo
}

// ErrNoPages says that there was nothing to write.
var ErrNoPages = errors.New("document has no pages")

// Pages returns pages that are at hand already, in the form that Write takes.
func Pages(pages ...Page) iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) {
		for _, p := range pages {
			if !yield(p, nil) {
				return
			}
		}
	}
}

// Write writes a document. Pages are asked for one by one, and each is dropped when
// it is written. The first error of the pages or of w ends the writing; what is in w
// then is no PDF.
func Write(w io.Writer, d Document, pages iter.Seq2[Page, error]) error {
	wr := newWriter(w, d)
	for p, err := range pages {
		if err == nil {
			err = wr.page(p)
		}
		if err == nil {
			err = wr.err
		}
		if err != nil {
			wr.abandon()
			return fmt.Errorf("write page %d: %w", len(wr.pages)+1, err)
		}
	}
	if len(wr.pages) == 0 {
		return ErrNoPages
	}
	if err := wr.finish(); err != nil {
		return fmt.Errorf("write document %q: %w", d.Title, err)
	}
	return nil
}
