package exchange

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/paulmach/orb"

	"pinezka/data"
	"pinezka/data/crs"
)

// ErrNoAreas means that a file has no polygons.
var ErrNoAreas = errors.New("the file holds no areas")

// The names of properties of areas, folded, the best first.
var (
	areaNames = []string{"name", "nazwa", "jpt nazwa", "obszar", "osiedle", "rejon", "solectwo", "gmina", "area"}
	areaCodes = []string{"terc", "teryt", "teryt terc", "kod", "jpt kod je", "code"}
	areaKinds = []string{"rodzaj", "kind", "typ", "type"}
)

// kindWords tells an area's kind from a word.
var kindWords = map[string]data.AreaKind{
	"gmina": data.AreaGmina, "municipality": data.AreaGmina, "gmina miejska": data.AreaGmina, "gmina wiejska": data.AreaGmina,
	"gmina miejsko wiejska": data.AreaGmina, "miejska": data.AreaGmina, "wiejska": data.AreaGmina, "miejsko wiejska": data.AreaGmina,
	"miasto": data.AreaTown, "town": data.AreaTown, "solectwo": data.AreaVillage, "wies": data.AreaVillage, "village": data.AreaVillage,
	"osiedle": data.AreaEstate, "estate": data.AreaEstate, "rejon": data.AreaBeat, "rejon dzielnicowego": data.AreaBeat, "beat": data.AreaBeat,
}

// ReadAreas reads the polygons of a GeoJSON file in degrees or with a crs member
// that the program knows. An area without a kind is AreaDrawn; without a name it
// has its number in the file.
func ReadAreas(ctx context.Context, path string) ([]data.Area, error) {
	base := filepath.Base(path)
	start, _, err := head(path)
	if err != nil {
		return nil, fmt.Errorf("read areas of %q: %w", base, err)
	}
	format, err := sniff(path, start)
	if err != nil {
		return nil, fmt.Errorf("read areas of %q: %w", base, err)
	}
	if format != FormatGeoJSON {
		return nil, fmt.Errorf("read areas of %q: %w", base, &FormatError{File: base, Is: string(format), Advice: "areas come as GeoJSON"})
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read areas of %q: %w", base, err)
	}
	defer f.Close()
	var areas []data.Area
	epsg, err := readFeatures(ctx, f, func(f *feature) error {
		a := data.Area{Kind: data.AreaDrawn, Name: f.pick(areaNames), Code: f.pick(areaCodes)}
		if k, ok := kindWords[data.Fold(f.pick(areaKinds))]; ok {
			a.Kind = k
		}
		switch g := f.shape.(type) {
		case orb.Polygon:
			a.Geometry = orb.MultiPolygon{g}
		case orb.MultiPolygon:
			a.Geometry = g
		default:
			return nil
		}
		if a.Name == "" {
			a.Name = fmt.Sprint(f.number)
		}
		areas = append(areas, a)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read areas of %q: %w", base, err)
	}
	if len(areas) == 0 {
		return nil, fmt.Errorf("read areas of %q: %w", base, ErrNoAreas)
	}
	plane, err := crs.ByEPSG(or(epsg, crs.WGS84))
	if err != nil {
		return nil, fmt.Errorf("read areas of %q: %w", base, err)
	}
	for i := range areas {
		if err := toDegrees(areas[i].Geometry, plane); err != nil {
			return nil, fmt.Errorf("read areas of %q: %s: %w", base, areas[i].Name, err)
		}
	}
	return areas, nil
}

// pick returns the first property of the given names that is not empty.
func (f *feature) pick(names []string) string {
	for _, want := range names {
		for i, n := range f.names {
			if data.Fold(n) == want {
				if v := strings.TrimSpace(f.values[i]); v != "" {
					return v
				}
			}
		}
	}
	return ""
}

// toDegrees turns the corners in place.
func toDegrees(mp orb.MultiPolygon, plane crs.CRS) error {
	for _, p := range mp {
		for _, r := range p {
			for i, c := range r {
				if !plane.Contains(c) {
					return fmt.Errorf("corner %v, %v in EPSG:%d: %w", c[0], c[1], plane.EPSG(), data.ErrPlace)
				}
				r[i] = plane.Unproject(c)
			}
		}
	}
	return nil
}
