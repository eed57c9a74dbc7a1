package basemap

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"pinezka/data/osm"
	"pinezka/mapview/source"
)

// Archive is an open base map. Its features are read at the first question and
// stay in memory; the file is not kept open, so that a new archive may take its
// place. It may be asked from several goroutines.
type Archive struct {
	path    string
	facts   *osm.Facts
	visible map[string]float64

	mu     sync.Mutex
	loaded bool
	err    error
	shelf  []*shelf // by class
}

// Open opens an archive for reading. visible says for each class the smallest
// scale (denominator) at which a style draws it, so that an overview does not
// drag every building along; classes that it does not name, or nil, are shown at
// every scale. A file that is no such archive is ErrNoFeatures.
func Open(path string, visible map[string]float64) (*Archive, error) {
	facts, err := osm.OpenFacts(path)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("open base map: %w", err)
	case err != nil:
		return nil, fmt.Errorf("open base map %q: %w (%w)", path, ErrNoFeatures, err)
	}
	return &Archive{path: path, facts: facts, visible: visible}, nil
}

// Path returns the archive's file.
func (a *Archive) Path() string { return a.path }

// Facts returns what the extract knew beyond what is drawn.
func (a *Archive) Facts() *osm.Facts { return a.facts }

// Meta returns what the archive says about its extract.
func (a *Archive) Meta() osm.Meta { return a.facts.Meta() }

// Credit returns the sentence that must stand by every map, with the data's date.
func (a *Archive) Credit() string {
	if d := a.facts.Meta().Date; !d.IsZero() {
		return Credit + "; dane z " + d.UTC().Format("02.01.2006")
	}
	return Credit
}

// Bound returns the box of degrees that was kept of the extract.
func (a *Archive) Bound() orb.Bound { return a.facts.Meta().Bound }

// Features implements source.Source. Beyond 1:50 000 the geometry is generalised
// to what such a scale can show.
func (a *Archive) Features(ctx context.Context, q source.Query) iter.Seq2[source.Feature, error] {
	return func(yield func(source.Feature, error) bool) {
		shelves, err := a.load(ctx)
		if err != nil {
			yield(source.Feature{}, err)
			return
		}
		for _, s := range shelves {
			if from, known := a.visible[s.class]; known && q.Scale > from {
				continue
			}
			for f, err := range s.at(q.Scale).Features(ctx, q) {
				if !yield(f, err) || err != nil {
					return
				}
			}
		}
	}
}

// load reads all features, once. A reading that was cancelled is begun anew by
// the next question.
func (a *Archive) load(ctx context.Context) ([]*shelf, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.loaded {
		return a.shelf, a.err
	}
	byClass, err := a.read(ctx)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if a.loaded = true; err != nil {
		a.err = fmt.Errorf("read base map %q: %w", a.path, err)
		return nil, a.err
	}
	for _, class := range slices.Sorted(maps.Keys(byClass)) {
		a.shelf = append(a.shelf, newShelf(class, byClass[class]))
	}
	return a.shelf, nil
}

func (a *Archive) read(ctx context.Context) (map[string][]source.Feature, error) {
	db, err := osm.OpenReadOnly(a.path)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	rows, err := db.QueryContext(ctx, `SELECT id, class, name, layer, flags, area, geometry FROM features ORDER BY id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string][]source.Feature{}
	known := map[string]string{"": ""} // one copy of each class, name and house number
	word := func(b sql.RawBytes) string {
		s, ok := known[string(b)]
		if !ok {
			s = string(b)
			known[s] = s
		}
		return s
	}
	var d decoder
	for rows.Next() {
		var f source.Feature
		var class, name, blob sql.RawBytes
		if err := rows.Scan(&f.ID, &class, &name, &f.Layer, &f.Flags, &f.Area, &blob); err != nil {
			return nil, err
		}
		f.Class, f.Name = word(class), word(name)
		if f.Geometry, err = d.geometry(blob); err != nil {
			return nil, fmt.Errorf("feature %d: %w", f.ID, err)
		}
		out[f.Class] = append(out[f.Class], f)
	}
	return out, rows.Err()
}
