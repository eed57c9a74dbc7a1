package basemap

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"pinezka/mapview/source"
)

// cutLine is a line of a tile that a tile's edge has cut at one end or both.
type cutLine struct {
	source.Feature
	ends [2]*seam // where the first and the last point lie on an edge; nil: nowhere
}

// seam is a place on the edge between two tiles of one zoom level.
type seam struct {
	across bool  // the edge runs from west to east
	edge   int64 // which edge, counted from the west or the north
	along  int64 // where on it, in seamUnits to a tile
	// out: which way the line leaves its tile, -1 towards the west or the north.
	out int8
}

// seamUnits divides a tile's edge; what two tiles made of one line lies at most
// one of them apart.
const seamUnits = 1024

// seam returns where on the tile's edge a point lies, nil when on none.
func (m *tileMapper) seam(p orb.Point) *seam {
	along := func(tile uint32, v float64) int64 {
		return int64(tile)*seamUnits + int64(math.Round(v/m.extent*seamUnits))
	}
	switch {
	case p[0] == 0:
		return &seam{false, int64(m.id.X), along(m.id.Y, p[1]), -1}
	case p[0] == m.extent:
		return &seam{false, int64(m.id.X) + 1, along(m.id.Y, p[1]), 1}
	case p[1] == 0:
		return &seam{true, int64(m.id.Y), along(m.id.X, p[0]), -1}
	case p[1] == m.extent:
		return &seam{true, int64(m.id.Y) + 1, along(m.id.X, p[0]), 1}
	}
	return nil
}

// sew joins lines that tiles' edges have cut. Two ends belong together when they
// lie at one place of an edge, leave it to opposite sides, and are of the same
// class, name and kind.
func sew(lines []cutLine) []source.Feature {
	type end struct{ line, which int }
	type like struct {
		class, name string
		layer       int8
		flags       source.Flags
		seam        seam
	}
	key := func(i, which int, out int8, shift int64) like {
		l := &lines[i]
		s := *l.ends[which]
		s.out, s.along = out, s.along+shift
		return like{l.Class, l.Name, l.Layer, l.Flags, s}
	}
	waiting := map[like][]end{}
	partner := map[end]end{}
	for i := range lines {
	ends:
		for which, s := range lines[i].ends {
			if s == nil {
				continue
			}
			for _, shift := range []int64{0, -1, 1} {
				k := key(i, which, -s.out, shift)
				for n, other := range waiting[k] {
					if other.line != i {
						partner[end{i, which}], partner[other] = other, end{i, which}
						waiting[k] = slices.Delete(waiting[k], n, n+1)
						continue ends
					}
				}
			}
			k := key(i, which, s.out, 0)
			waiting[k] = append(waiting[k], end{i, which})
		}
	}
	used := make([]bool, len(lines))
	var out []source.Feature
	follow := func(at end) { // from a loose end to the other
		f := lines[at.line].Feature
		var joined orb.LineString
		for {
			used[at.line] = true
			l := lines[at.line].Geometry.(orb.LineString)
			if at.which == 1 {
				l = slices.Clone(l)
				slices.Reverse(l)
			}
			if n := len(joined); n > 0 {
				// The two tiles' roundings differ: meet in the middle.
				joined[n-1] = orb.Point{(joined[n-1][0] + l[0][0]) / 2, (joined[n-1][1] + l[0][1]) / 2}
				l = l[1:]
			}
			joined = append(joined, l...)
			next, ok := partner[end{at.line, 1 - at.which}]
			if !ok || used[next.line] {
				break
			}
			at = next
		}
		f.Geometry = joined
		out = append(out, f)
	}
	for i := range lines {
		for which := range 2 {
			if _, joined := partner[end{i, which}]; !joined && !used[i] {
				follow(end{i, which})
			}
		}
	}
	for i := range lines { // rings
		if !used[i] {
			follow(end{i, 0})
		}
	}
	return out
}
