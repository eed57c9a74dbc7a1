package portrayal

import (
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"pinezka/mapview/scene"
)

// streets returns the named streets that touch the picture, cut to it and joined
// end to end, sorted by name. Streets too small for the scale are in it when the
// sources give them.
func (d *drafter) streets() []Street {
	byName := map[string][][]scene.Point{}
	picture := scene.Rect{X1: d.v.W, Y1: d.v.H}
	for i := range d.features {
		f := &d.features[i]
		if f.Name == "" || !strings.HasPrefix(f.Class, "road.") {
			continue
		}
		eachLine(f.Geometry, func(g orb.LineString) {
			line, box := d.v.pages(g, lineStep)
			if len(line) > 1 && touches(box, picture) {
				byName[f.Name] = append(byName[f.Name], line)
			}
		})
	}
	var out []Street
	for name, lines := range byName {
		s := Street{Name: name}
		for _, l := range joinEnds(lines) {
			clipLine(l, picture, 0, func(piece []scene.Point) { s.Lines = append(s.Lines, piece) })
		}
		if len(s.Lines) > 0 {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b Street) int { return strings.Compare(a.Name, b.Name) })
	return out
}
