package session

import (
	"github.com/paulmach/orb"

	"pinezka/data"
	"pinezka/data/compare"
	"pinezka/data/crs"
	"pinezka/mapview/overlay"
)

// View is how the map shows the filtered reports: as symbols, or spread over the
// ground.
type View struct {
	s       *Session
	kind    overlay.SurfaceKind // "" for symbols
	sizes   map[overlay.SurfaceKind]float64
	surface *overlay.Surface // of the reports shown; nil when it has to be made
}

// SurfaceSizes lists the support radii, or widths of cells, that are offered, in
// metres.
var SurfaceSizes = map[overlay.SurfaceKind][]float64{
	overlay.SurfaceDensity: {100, 150, 250, 500},
	overlay.SurfaceSquares: {100, 250, 500, 1000},
	overlay.SurfaceHexes:   {100, 250, 500, 1000},
}

const defaultSurfaceSize = 250

// Kind returns what is shown; "" for symbols.
func (v *View) Kind() overlay.SurfaceKind { return v.kind }

// SetKind shows something else.
func (v *View) SetKind(k overlay.SurfaceKind) {
	if v.kind != k {
		v.kind = k
		v.drop()
		v.s.announce(TopicLook)
	}
}

// Size returns the support radius, or the width of the cells, in metres.
func (v *View) Size() float64 {
	if m := v.sizes[v.kind]; m > 0 {
		return m
	}
	return defaultSurfaceSize
}

// SetSize sets it for what is shown.
func (v *View) SetSize(m float64) {
	if v.Size() == m || m <= 0 {
		return
	}
	if v.sizes == nil {
		v.sizes = map[overlay.SurfaceKind]float64{}
	}
	v.sizes[v.kind] = m
	v.drop()
	v.s.announce(TopicLook)
}

func (v *View) drop() { v.surface = nil }

// Surface returns the surface of the filtered reports; nil while symbols are shown. It
// is worked out where it is first drawn, not here.
func (v *View) Surface() *overlay.Surface {
	if v.kind == "" || !v.s.HasProject() {
		return nil
	}
	if v.surface == nil {
		places, merged := v.s.spots()
		v.surface = overlay.NewSurface(v.kind, v.Size(), places, merged, v.s.gmina)
	}
	return v.surface
}

// spots returns where the filtered reports lie that have a place of their own, and the
// same after merging repeats.
func (s *Session) spots() (all, merged []orb.Point) {
	var sightings []compare.Sighting
	var plane crs.CRS
	for i := range s.Filter.Count() {
		r := s.Filter.At(i)
		if !r.Where.Known() || r.Where.Precision == data.PrecisionDefault {
			continue
		}
		if len(all) == 0 {
			plane = crs.ForPlace(r.Where.Point)
		}
		all = append(all, r.Where.Point)
		first, last, dated := r.When.Days()
		sightings = append(sightings, compare.Sighting{
			ID: r.ID, Category: r.Category, Point: plane.Project(r.Where.Point), Day: first, Dated: dated && first == last,
		})
	}
	for _, g := range compare.Merge(sightings) {
		merged = append(merged, all[g[0]])
	}
	return all, merged
}
