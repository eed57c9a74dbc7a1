package exchange

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
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

// areaQuestions are the questions that matter to areas; whatever else a file
// leaves open is about reports.
var areaQuestions = []string{AskLayer, AskEncoding, AskCRS, AskAxes}

// ReadAreas reads the polygons of a file in any of the formats with shapes, in
// degrees of WGS 84. Points and lines in it are left out. An area without a kind is
// AreaDrawn; without a name it has its number in the file. It fails with
// ErrNoAreas without any polygon, and with data.ErrPlace when a corner is no place
// on Earth. While a question is open it returns the Proposal alone, with no other
// questions than those about areas, and an error that wraps ErrQuestion.
func ReadAreas(ctx context.Context, path string, opt Options) ([]data.Area, *Proposal, error) {
	base := filepath.Base(path)
	fail := func(err error) error { return unread(base, err) }
	p, err := Inspect(ctx, path, opt)
	if err != nil {
		return nil, nil, fail(err)
	}
	if !p.Format.shaped() {
		return nil, nil, fail(&FormatError{File: base, Is: string(p.Format), Advice: "areas come as GeoJSON, a shapefile, KML, GML or a GeoPackage"})
	}
	p.Questions = slices.DeleteFunc(p.Questions, func(q Question) bool { return !slices.Contains(areaQuestions, q.Key) })
	if p.Open() {
		return nil, p, fail(fmt.Errorf("%s: %w", p.Questions[0].Key, ErrQuestion))
	}
	plane, err := crs.ByEPSG(or(p.CRS, crs.WGS84))
	if err != nil {
		return nil, p, fail(err)
	}
	var areas []data.Area
	_, err = p.features()(ctx, func(f *feature) error {
		shape := areasOf(f.shape)
		if len(shape) == 0 {
			return nil
		}
		if p.Swapped {
			swapAxes(shape)
		}
		a := data.Area{Kind: data.AreaDrawn, Name: f.pick(areaNames), Code: f.pick(areaCodes), Geometry: shape}
		if k, ok := kindWords[data.Fold(f.pick(areaKinds))]; ok {
			a.Kind = k
		}
		if a.Name == "" {
			a.Name = fmt.Sprint(f.number)
		}
		if err := toDegrees(shape, plane); err != nil {
			return fmt.Errorf("%s: %w", a.Name, err)
		}
		areas = append(areas, a)
		return nil
	})
	if err != nil {
		return nil, p, fail(err)
	}
	if len(areas) == 0 {
		return nil, p, fail(ErrNoAreas)
	}
	return areas, p, nil
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
