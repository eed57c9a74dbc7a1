package session

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"strings"

	"pinezka/app/wording"
	"pinezka/data"
	"pinezka/data/exchange"
	"pinezka/data/privacy"
)

// ErrExportFormat means that no writer knows the file's ending.
var ErrExportFormat = errors.New("unknown kind of file to export")

// ExportEndings lists the endings that Export writes.
var ExportEndings = []string{".csv", ".xlsx", ".geojson"}

// Export writes exactly the reports that the filter lets through, and returns
// how many. A public export is made from a release: no texts, no numbers, no
// sensitive places.
func (s *Session) Export(path string, public bool) (int, error) {
	reports := s.Filter.Shown()
	if public {
		release := privacy.Protect(reports, nil, privacy.Options{
			Catalogue: s.catalogue, Addresses: s.base.ground.Addresses, Streets: s.base.ground.Streets,
		})
		reports = release.Reports()
	}
	seq := each(reports)
	layout := exchange.Layout{English: s.words.Lang() == wording.EN}
	var write func(io.Writer) error
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv":
		write = func(w io.Writer) error { return exchange.WriteCSV(w, seq, s.catalogue, layout) }
	case ".xlsx":
		write = func(w io.Writer) error { return exchange.WriteXLSX(w, seq, s.catalogue, layout) }
	case ".geojson", ".json":
		write = func(w io.Writer) error { return exchange.WriteGeoJSON(w, seq, s.catalogue, layout) }
	default:
		return 0, fmt.Errorf("export %q: %w", path, ErrExportFormat)
	}
	return writeWhole(path, func(w io.Writer) (int, error) { return len(reports), write(w) })
}

func each(reports []data.Report) iter.Seq[*data.Report] {
	return func(yield func(*data.Report) bool) {
		for i := range reports {
			if !yield(&reports[i]) {
				return
			}
		}
	}
}
