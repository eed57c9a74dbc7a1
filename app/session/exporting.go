package session

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"pinezka/app/wording"
	"pinezka/data"
	"pinezka/data/exchange"
	"pinezka/data/gpkg"
	"pinezka/data/privacy"
)

// ErrExportFormat means that no writer knows the file's ending.
var ErrExportFormat = errors.New("unknown kind of file to export")

// ExportEndings lists the endings that Export writes.
var ExportEndings = []string{".csv", ".xlsx", ".geojson", ".gpkg", ".kml", ".gml"}

// writer is one of exchange's.
type writer func(io.Writer, exchange.Reports, *data.Catalogue, exchange.Layout) error

var writers = map[string]writer{
	".csv": exchange.WriteCSV, ".xlsx": exchange.WriteXLSX, ".geojson": exchange.WriteGeoJSON, ".json": exchange.WriteGeoJSON,
	".kml": exchange.WriteKML, ".gml": exchange.WriteGML,
}

// Export writes exactly the reports that the filter lets through, and returns
// how many. A public export is made from a release: no texts, no numbers, no
// sensitive places. A GeoPackage takes the place of an earlier export only; a
// project or somebody's layers under the name give gpkg.ErrExists.
func (s *Session) Export(path string, public bool) (int, error) {
	reports := s.Filter.Shown()
	if public {
		release := privacy.Protect(reports, nil, privacy.Options{
			Catalogue: s.catalogue, Addresses: s.base.ground.Addresses, Streets: s.base.ground.Streets,
		})
		reports = release.Reports()
	}
	layout := exchange.Layout{English: s.words.Lang() == wording.EN, NoCategory: s.words.T("category.none")}
	ending := strings.ToLower(filepath.Ext(path))
	if ending == ".gpkg" {
		if err := s.exportGeoPackage(path, reports, layout); err != nil {
			return 0, err
		}
		return len(reports), nil
	}
	write, ok := writers[ending]
	if !ok {
		return 0, fmt.Errorf("export %q: %w", path, ErrExportFormat)
	}
	return writeWhole(path, func(w io.Writer) (int, error) {
		return len(reports), write(w, each(reports), s.catalogue, layout)
	})
}

// exportGeoPackage writes a copy without the project's history. Its time of change
// is the as-of date of the data, which is no secret: public sheets print it.
func (s *Session) exportGeoPackage(path string, reports []data.Report, l exchange.Layout) error {
	ctx := context.Background()
	h := gpkg.HandOver{About: s.words.T("export.layer"), Columns: exchange.Attributes()}
	if d, ok := s.AsOf(); ok {
		h.Changed = d.Time()
	}
	if err := h.MayReplace(ctx, path); err != nil {
		return err
	}
	return makeWhole(path, func(part string) error {
		return h.Write(ctx, part, exchange.Features(each(reports), s.catalogue, l))
	})
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

// ExportFormats names the formats for people, as CSV, XLSX.
func ExportFormats() string {
	names := slices.Clone(ExportEndings)
	for i, e := range names {
		names[i] = strings.ToUpper(strings.TrimPrefix(e, "."))
	}
	return strings.Join(names, ", ")
}
