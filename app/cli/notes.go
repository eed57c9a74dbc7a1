package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"

	"pinezka/app/session"
	"pinezka/data"
	"pinezka/data/notes"
)

// notes reads the notes of debates and says what was understood: with --json a
// line a document, in the order of the files. It stores nothing. A file that
// cannot be read does not keep the others from being read.
func (c *call) notes() (object, error) {
	if _, err := c.word(1, "FILE"); err != nil {
		return nil, err
	}
	if c.args.has("project") && c.args.has("gazetteer") {
		return nil, usage("--gazetteer: not beside --project")
	}
	catalogue, err := c.catalogue()
	if err != nil {
		return nil, err
	}
	opt := notes.Options{Catalogue: catalogue, Locator: c.locator()}
	var failed []error
	var bad object
	for _, path := range c.args.words[1:] {
		d, err := notes.Read(c.ctx, path, opt)
		if err != nil {
			if failed = append(failed, err); bad == nil {
				bad = object{"document": filepath.Base(path)}
			}
			continue
		}
		if err := c.tell(d.Answer(catalogue)); err != nil {
			return nil, err
		}
	}
	return bad, errors.Join(failed...)
}

// catalogue is that of the project that --project names, else KMZB's.
func (c *call) catalogue() (*data.Catalogue, error) {
	if !c.args.has("project") {
		return session.DefaultCatalogue()
	}
	s, err := c.open(true)
	if err != nil {
		return nil, err
	}
	return s.Catalogue(), s.Close()
}

// locator finds the places of notes. No gazetteer is connected yet, so notes are
// read without places.
func (c *call) locator() notes.Locator { return nil }

// tell writes what was understood of a document.
func (c *call) tell(a notes.Answer) error {
	if c.json {
		enc := json.NewEncoder(c.stdout)
		enc.SetEscapeHTML(false)
		return enc.Encode(a)
	}
	for _, d := range a.Debates {
		day := d.DateText
		if d.Date != nil {
			day = *d.Date
		}
		fmt.Fprintln(c.stdout, c.words.T("notes.debate", "file", a.Document, "title", d.Title, "day", day, "motions", d.Motions, "notes", d.Notes))
		for _, it := range d.Items {
			fmt.Fprintln(c.stdout, c.words.T("notes.item."+string(it.Type), "text", it.Text))
		}
	}
	for _, f := range a.Findings {
		fmt.Fprintln(c.stdout, c.words.T("notes.found."+string(f.Code), "file", a.Document))
	}
	return nil
}
