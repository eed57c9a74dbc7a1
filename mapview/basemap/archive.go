package basemap

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"sync"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/simplify"

	"pinezka/data/osm"
	"pinezka/mapview/source"
)

// ErrNoFeatures means that the file is no base map that Build made.
var ErrNoFeatures = errors.New("not a base map built from an extract")

// Archive is an open base map. Its features are read at the first question and
// stay in memory; it may be asked from several goroutines.
type Archive struct {
	path    string
	facts   *osm.Facts
	visible map[string]float64

	once   sync.Once
	err    error
	near   *source.Memory // full detail
	far    *source.Memory // generalised, for small scales
	credit string
}

// Open opens an archive for reading. visible says for each class the smallest
// scale (denominator) at which a style draws it, so that an overview does not
// drag every building along; nil shows all at every scale.
func Open(path string, visible map[string]float64) (*Archive, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("open base map: %w", err)
	}
	facts, err := osm.OpenFacts(path)
	switch {
	case errors.Is(err, osm.ErrNoFacts):
		return nil, fmt.Errorf("open base map %q: %w", path, ErrNoFeatures)
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("open base map: %w", err)
	case err != nil:
		return nil, fmt.Errorf("open base map %q: %w (%w)", path, ErrNoFeatures, err)
	}
	a := &Archive{path: path, facts: facts, visible: visible}
	a.credit = Credit + dateOf(facts.Meta())
	return a, nil
}

func dateOf(m osm.Meta) string {
	if m.Date.IsZero() {
		return ""
	}
	return "; dane z " + m.Date.Format("02.01.2006")
}

// Path returns the archive's file.
func (a *Archive) Path() string { return a.path }

// Facts returns what the extract knew beyond what is drawn.
func (a *Archive) Facts() *osm.Facts { return a.facts }

// Credit returns the sentence that must stand by every map, with the data's date.
func (a *Archive) Credit() string { return a.credit }

// Bound returns the box of degrees that was kept of the extract.
func (a *Archive) Bound() orb.Bound { return a.facts.Meta().Bound }

// farScale is the scale from which generalised geometry serves.
const farScale = 60_000

// Features implements source.Source.
func (a *Archive) Features(ctx context.Context, q source.Query) iter.Seq2[source.Feature, error] {
	return func(yield func(source.Feature, error) bool) {
		a.once.Do(func() { a.err = a.load() })
		if a.err != nil {
			yield(source.Feature{}, a.err)
			return
		}
		from := a.near
		if q.Scale >= farScale {
			from = a.far
		}
		for f, err := range from.Features(ctx, q) {
			if err == nil && q.Scale > 0 && a.hidden(f.Class, q.Scale) {
				continue
			}
			if !yield(f, err) {
				return
			}
		}
	}
}

func (a *Archive) hidden(class string, scale float64) bool {
	from, known := a.visible[class]
	return known && scale > from
}

func (a *Archive) load() error {
	db, err := osm.OpenReadOnly(a.path)
	if err != nil {
		return fmt.Errorf("read base map %q: %w", a.path, err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT id, class, name, layer, flags, area, geometry FROM features ORDER BY id`)
	if err != nil {
		return fmt.Errorf("read base map %q: %w", a.path, err)
	}
	defer rows.Close()
	var all []source.Feature
	classes := map[string]string{} // one string for all features of a class
	for rows.Next() {
		var f source.Feature
		var blob sql.RawBytes
		if err := rows.Scan(&f.ID, &f.Class, &f.Name, &f.Layer, &f.Flags, &f.Area, &blob); err != nil {
			return fmt.Errorf("read base map %q: %w", a.path, err)
		}
		if c, ok := classes[f.Class]; ok {
			f.Class = c
		} else {
			classes[f.Class] = f.Class
		}
		if f.Geometry, err = decode(blob); err != nil {
			return fmt.Errorf("read base map %q: feature %d: %w", a.path, f.ID, err)
		}
		all = append(all, f)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read base map %q: %w", a.path, err)
	}
	a.near = source.NewMemory(all)
	a.far = source.NewMemory(a.generalise(all))
	return nil
}

// generalise keeps what small scales draw, with fewer corners: about 8 m apart,
// which is a tenth of a millimetre at 1:60 000 and finer than a pixel.
func (a *Archive) generalise(all []source.Feature) []source.Feature {
	const tolerance = 8.0 / 111_320
	var out []source.Feature
	for _, f := range all {
		if a.hidden(f.Class, farScale) {
			continue
		}
		if _, point := f.Geometry.(orb.Point); !point {
			f.Geometry = simplify.DouglasPeucker(tolerance).Simplify(orb.Clone(f.Geometry))
		}
		out = append(out, f)
	}
	return out
}
