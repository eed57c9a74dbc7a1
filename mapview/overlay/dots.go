package overlay

import (
	"context"

	"pinezka/mapview/camera"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/style"
)

// Dots shows each report as a small dot, whatever it is about: over a density, so
// that the reader sees how few reports a high number may be.
type Dots struct{ Threats }

var _ portrayal.Overlay = Dots{}

// Marks returns a dot for each report in the view.
func (d Dots) Marks(ctx context.Context, c camera.Camera) ([]portrayal.Mark, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var marks []portrayal.Mark
	for i := range d.Reports {
		r := &d.Reports[i]
		if !r.Where.Known() {
			continue
		}
		at := c.ToPage(r.Where.Point)
		if at.X < 0 || at.Y < 0 || at.X > c.W || at.Y > c.H {
			continue
		}
		to := scene.Translate(at.X, at.Y)
		ref := scene.Ref{Layer: LayerReports, ID: int64(r.ID), Class: string(r.Category)}
		marks = append(marks, portrayal.Mark{
			Band: portrayal.OnTop, Ops: []scene.Op{scene.Group{To: &to, Ops: style.SmallDot()}}, Ref: ref, Members: []int64{int64(r.ID)}, At: at,
		})
	}
	return marks, nil
}
