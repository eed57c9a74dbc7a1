package overlay

import (
	"context"

	"pinezka/data"
	"pinezka/mapview/camera"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/style"
)

// LayerFacilities is the layer of police stations and posts.
const LayerFacilities = "facilities"

// Facilities are police stations and posts, existing or candidate. They lie under
// the reports, which are what a map is about.
type Facilities struct {
	Facilities []data.Facility
	Symbols    *style.Symbols // nil for the built-in ones
	Size       float64        // of a report's symbol in mm; 0 means 4.8
}

var _ portrayal.Overlay = Facilities{}

// Marks returns a square with a star for each facility in the view, by id; existing
// ones lie over candidates.
func (o Facilities) Marks(ctx context.Context, c camera.Camera) ([]portrayal.Mark, error) {
	t := Threats{Size: o.Size, Symbols: o.Symbols}
	to := c.Affine()
	var existing, candidates []portrayal.Mark
	for _, f := range o.Facilities {
		if f.Validate() != nil {
			continue // another program may have left it without a place
		}
		at := to.Apply(plane(c, f.Point))
		if at.X < 0 || at.Y < 0 || at.X > c.W || at.Y > c.H {
			continue
		}
		lay := scene.Translate(at.X, at.Y)
		candidate := f.Kind == data.FacilityCandidate
		m := portrayal.Mark{
			Band:  portrayal.OnTop,
			Ops:   []scene.Op{scene.Group{To: &lay, Ops: t.symbols().Facility(style.FacilitySign{Candidate: candidate, Size: t.size()})}},
			Boxes: []scene.Rect{scene.Box(at.X, at.Y, 0, 0).Grow(0.45 * t.size())},
			Ref:   scene.Ref{Layer: LayerFacilities, ID: int64(f.ID), Class: string(f.Kind)},
			At:    at,
		}
		if candidate {
			candidates = append(candidates, m)
		} else {
			existing = append(existing, m)
		}
	}
	return append(candidates, existing...), ctx.Err()
}
