package overlay

import (
	"context"
	"math"

	"pinezka/data"
	"pinezka/mapview/camera"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/style"
)

// Role is what a report is to the motion that it is compared with.
type Role uint8

// The roles, lowest drawn first.
const (
	OtherCategory Role = iota // a dot
	SameCategory              // the category elsewhere: a small symbol
	Repeat                    // within the distance, but a repeat that is not counted: a whole symbol
	Counted                   // a symbol with a ring
)

// Points draws every report of a comparison at its very place, never clustered:
// what is counted can be counted by eye.
type Points struct {
	Reports   []data.Report
	Role      func(*data.Report) Role // nil makes all OtherCategory
	Catalogue *data.Catalogue
	Symbols   *style.Symbols // nil for the built-in ones
	Size      float64        // of a counted report's symbol in mm; 0 means 4.8
	Letters   bool
	Night     bool
	Hovered   data.ReportID
}

var _ portrayal.Overlay = Points{}

// Dots nearer than this, in mm, are drawn as one.
const dotCell = 0.6

// Marks returns dots, then small symbols, then repeats, then what is counted.
func (o Points) Marks(ctx context.Context, c camera.Camera) ([]portrayal.Mark, error) {
	t := Threats{Size: o.Size, Symbols: o.Symbols}
	var layers [4][]portrayal.Mark
	var hovered []portrayal.Mark
	dots := map[[2]int]int{} // cell to mark
	for _, s := range project(o.Reports, c) {
		r := &o.Reports[s.report]
		role := OtherCategory
		if o.Role != nil {
			role = o.Role(r)
		}
		to := scene.Translate(s.at.X, s.at.Y)
		m := portrayal.Mark{
			Band: portrayal.OnTop, Members: []int64{int64(r.ID)}, At: s.at,
			Ref: scene.Ref{Layer: LayerReports, ID: int64(r.ID), Class: string(r.Category)},
		}
		isHovered := r.ID != 0 && r.ID == o.Hovered
		if role == OtherCategory && !isHovered {
			cell := [2]int{int(math.Floor(s.at.X / dotCell)), int(math.Floor(s.at.Y / dotCell))}
			if i, ok := dots[cell]; ok {
				there := &layers[role][i]
				there.Members = append(there.Members, int64(r.ID))
				if there.Ref.Class != string(r.Category) {
					there.Ref.Class = ""
				}
				continue
			}
			dots[cell] = len(layers[role])
			m.Ops = []scene.Op{scene.Group{To: &to, Ops: style.Dot(1.2*t.size()/style.SymbolSize, o.Night)}}
			layers[role] = append(layers[role], m)
			continue
		}
		look := style.Sign{Size: t.size(), UseLetters: o.Letters, Night: o.Night}
		switch {
		case isHovered:
			look.State = style.Hovered
		case role == Counted:
			look.State = style.Selected
		case role == SameCategory:
			look.Size *= 0.6
		}
		m.Ops = []scene.Op{scene.Group{To: &to, Ops: t.symbols().Report(sign(r, o.Catalogue, look))}}
		if role >= Repeat || isHovered {
			m.Boxes = []scene.Rect{scene.Box(s.at.X, s.at.Y, 0, 0).Grow(0.62 * look.Size)}
		}
		if isHovered {
			hovered = append(hovered, m)
			continue
		}
		layers[role] = append(layers[role], m)
	}
	var marks []portrayal.Mark
	for _, l := range layers {
		marks = append(marks, l...)
	}
	return append(marks, hovered...), ctx.Err()
}
