package portrayal

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"pinezka/mapview/scene"
	"pinezka/mapview/typeface"
)

// line sets a street's or river's name along its lines: on each stretch once, and
// again after every repeat distance.
func (p *placer) line(w *wish) {
	runs, shortest := p.runs(w)
	p.setAlong(w, runs, p.pieces(w, shortest))
}

// mainRoads are those that a map must name.
var mainRoads = map[string]bool{
	"road.motorway": true, "road.trunk": true, "road.primary": true, "road.secondary": true, "road.tertiary": true,
}

// besideEm are the distances from the street, in ems, at which a name that found no
// room on it is tried.
var besideEm = [...]float64{1.3, -1.3, 2, -2, 2.7, -2.7}

// alongside sets a street's name once, on a line that runs beside the street.
func (p *placer) alongside(w *wish) {
	runs, shortest := p.runs(w)
	pieces := p.pieces(w, shortest)
	for _, d := range besideEm {
		for _, piece := range pieces {
			p.setAlong(w, runs, [][]scene.Point{parallel(piece, d*w.rule.Size)})
			if p.granted[w.name] {
				return
			}
		}
	}
}

// parallel returns a line at a distance (mm) to the right of another, seen along it.
func parallel(line []scene.Point, d float64) []scene.Point {
	out := make([]scene.Point, len(line))
	for i, q := range line {
		a, b := line[max(0, i-1)], line[min(len(line)-1, i+1)]
		along := b.Sub(a)
		if n := math.Hypot(along.X, along.Y); n > 0 {
			q = q.Add(scene.Point{X: -along.Y, Y: along.X}.Scale(d / n))
		}
		out[i] = q
	}
	return out
}

// runs are the ways to write a line's name, and the least width of them.
func (p *placer) runs(w *wish) ([]typeface.Run, float64) {
	rule := w.rule
	var runs []typeface.Run
	for _, f := range lineForms(w, p.afar) {
		if rule.Upper {
			f = strings.ToUpper(f)
		}
		runs = append(runs, typeface.SetSpaced(rule.Face, rule.Size, f, rule.Spacing))
	}
	return runs, slices.MinFunc(runs, func(a, b typeface.Run) int { return cmp.Compare(a.Width, b.Width) }).Width
}

// setAlong sets a name on pieces of its line: on each once, and again after every
// repeat distance.
func (p *placer) setAlong(w *wish, runs []typeface.Run, pieces [][]scene.Point) {
	rule := w.rule
	for _, piece := range pieces {
		c, ok := newCurve(piece, rule.Size)
		if !ok {
			continue
		}
		slots := 1
		if rule.Repeat > 0 {
			slots = max(1, int(c.length()/rule.Repeat))
		}
		back := c.reversed()
		for i := range slots {
			lo, hi := c.length()*float64(i)/float64(slots), c.length()*float64(i+1)/float64(slots)
			for _, r := range runs {
				if p.along(w, r, &c, &back, lo, hi) {
					break
				}
			}
		}
	}
}

// lineForms are the ways to write a line's name; waters are never shortened.
func lineForms(w *wish, afar bool) []string {
	if strings.HasPrefix(w.class, "water.") {
		return []string{w.name}
	}
	return forms(w.name, afar)
}

// pieces returns the stretches of a name's lines that lie in the picture and are
// long enough, longest first.
func (p *placer) pieces(w *wish, shortest float64) [][]scene.Point {
	frame := p.taken.frame.Grow(-0.6 * w.rule.Size) // so that letters stay inside
	type stretch struct {
		line   []scene.Point
		length float64
	}
	var found []stretch
	for _, l := range joinEnds(w.lines) {
		clipLine(l, frame, 0, func(piece []scene.Point) {
			if n := lengthOf(piece); n >= shortest {
				found = append(found, stretch{piece, n})
			}
		})
	}
	slices.SortFunc(found, func(a, b stretch) int {
		return cmp.Or(cmp.Compare(b.length, a.length), cmp.Compare(a.line[0].X, b.line[0].X), cmp.Compare(a.line[0].Y, b.line[0].Y))
	})
	out := make([][]scene.Point, len(found))
	for i, s := range found {
		out[i] = s.line
	}
	return out
}

// endsApart is how much room, in ems, a name keeps before and after it.
const endsApart = 0.5

// tries are the places within a stretch that are tried for a name, as parts of
// the room on either side of its middle.
var tries = [...]float64{0, -0.3, 0.3, -0.6, 0.6, -0.95, 0.95}

// along sets a run between two lengths of a curve.
func (p *placer) along(w *wish, r typeface.Run, c, back *curve, lo, hi float64) bool {
	rule := w.rule
	slack := (hi - lo - r.Width) / 2
	if slack < 0 {
		return false
	}
	rise := typeface.CapHeight(rule.Face) / 2 * rule.Size
	body := (riseEm+fallEm)*rule.Size*0.9 + rule.HaloMM
	for _, t := range tries {
		if t != 0 && slack < 0.1*rule.Size {
			break
		}
		s0 := (lo+hi-r.Width)/2 + t*slack
		on, from := c, s0
		if !c.upright(s0, s0+r.Width) {
			on, from = back, c.length()-s0-r.Width
		}
		if !on.lay(&p.work, r.Glyphs, r.Width, from, rule.Size, rise, body) || !p.taken.allFree(p.work.boxes) {
			continue
		}
		// Two names in a row must not read as one.
		ends := [2]scene.Rect{p.work.boxes[0], p.work.boxes[len(p.work.boxes)-1]}
		if !p.taken.clear(ends[0].Grow(endsApart*rule.Size)) || !p.taken.clear(ends[1].Grow(endsApart*rule.Size)) {
			continue
		}
		if p.isTwin(w, p.work.spine, rule.Repeat/2) {
			continue
		}
		p.taken.addAll(p.work.boxes)
		p.grant(w, p.work.spine)
		p.ops = append(p.ops, scene.Text{
			String: r.String, Face: rule.Face, Size: rule.Size, Glyphs: slices.Clone(p.work.glyphs),
			Paint: scene.Solid(rule.Color), Halo: scene.Solid(p.rules.Halo), HaloMM: rule.HaloMM,
			Ref: scene.Ref{Layer: layerBase, ID: w.id, Class: w.class},
		})
		return true
	}
	return false
}
