package portrayal

import (
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"pinezka/mapview/scene"
	"pinezka/mapview/source"
)

// roads gathers the named streets that touch the picture. Streets too small for the
// scale are among them when the sources give them.
type roads struct {
	view   *view
	byName map[string][][]scene.Point
}

func (r *roads) take(f *source.Feature) {
	if f.Name == "" || !strings.HasPrefix(f.Class, "road.") {
		return
	}
	eachLine(f.Geometry, func(g orb.LineString) {
		line, box := r.view.pages(g, lineStep)
		if len(line) < 2 || !touches(box, scene.Rect{X1: r.view.W, Y1: r.view.H}) {
			return
		}
		if r.byName == nil {
			r.byName = map[string][][]scene.Point{}
		}
		r.byName[f.Name] = append(r.byName[f.Name], line)
	})
}

// streets returns them cut to the picture and joined end to end, sorted by name.
func (r *roads) streets() []Street {
	picture := scene.Rect{X1: r.view.W, Y1: r.view.H}
	var out []Street
	for name, lines := range r.byName {
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
