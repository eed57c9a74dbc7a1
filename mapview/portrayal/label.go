package portrayal

import (
	"cmp"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"pinezka/mapview/scene"
	"pinezka/mapview/source"
	"pinezka/mapview/style"
)

// wish is something that wants room for its name or icon. Wishes are granted in
// order of priority, each in the first place that is free.
type wish struct {
	priority float64
	kind     wishKind
	name     string
	id       int64
	class    string
	rule     *style.Name
	poi      *style.POI
	lines    [][]scene.Point // of a street or river
	at       scene.Point     // of anything else
	room     scene.Rect      // of an area
}

type wishKind uint8

const (
	wishPlace wishKind = iota
	wishLine
	wishPOI
	wishArea
	wishHouse
)

// placer places names.
type placer struct {
	rules   *style.Rules
	afar    bool // letters are read from afar
	taken   *taken
	ops     []scene.Op
	icons   map[string][]scene.Point // where each kind of icon stands
	twins   map[string][]twin        // where each name stands
	granted map[string]bool          // names that stand somewhere
	work    letters
}

// twin is where a name stands already.
type twin struct {
	kind  wishKind
	spine [3]scene.Point
}

// names draws stage 4 and tells how many names found no room. The boxes of the
// marks are taken first.
func (d *drafter) names(wishes []wish, marks []Mark) ([]scene.Op, int) {
	p := &placer{
		rules: d.rules, afar: d.m.Look == Large, taken: newTaken(d.v.W, d.v.H),
		icons: map[string][]scene.Point{}, twins: map[string][]twin{}, granted: map[string]bool{},
	}
	for _, m := range marks {
		p.taken.addAll(m.Boxes)
	}
	slices.SortFunc(wishes, func(a, b wish) int {
		return cmp.Or(cmp.Compare(b.priority, a.priority), cmp.Compare(a.kind, b.kind),
			strings.Compare(a.name, b.name), cmp.Compare(a.id, b.id),
			cmp.Compare(a.at.X, b.at.X), cmp.Compare(a.at.Y, b.at.Y))
	})
	wanted := map[string]bool{}
	for i := range wishes {
		w := &wishes[i]
		switch w.kind {
		case wishLine:
			wanted[w.name] = true
			p.line(w)
		case wishPOI:
			if p.place(w) {
				wanted[w.name] = true
			}
		case wishHouse:
			p.house(w)
		default:
			wanted[w.name] = true
			p.point(w)
		}
	}
	// A main street that symbols lie on has its name beside it rather than none.
	for i := range wishes {
		if w := &wishes[i]; w.kind == wishLine && mainRoads[w.class] && !p.granted[w.name] {
			p.alongside(w)
		}
	}
	unplaced := 0
	for name := range wanted {
		if !p.granted[name] {
			unplaced++
		}
	}
	return p.ops, unplaced
}

// wishlist gathers what wants a name or an icon.
type wishlist struct {
	view    *view
	rules   *style.Rules
	picture scene.Rect
	all     []wish
	byName  map[wishKey]int // lines of one name and rule are one wish
	cut     map[wishKey]int // and so are areas that tiles' edges have cut
}

type wishKey struct {
	name string
	rule *style.Name
}

func (d *drafter) wishlist() *wishlist {
	return &wishlist{view: d.v, rules: d.rules, picture: scene.Rect{X1: d.v.W, Y1: d.v.H}, byName: map[wishKey]int{}, cut: map[wishKey]int{}}
}

func (l *wishlist) take(f *source.Feature) {
	if poi, ok := l.rules.POIs[f.Class]; ok {
		at := l.view.page(middle(f.Geometry))
		if l.picture.Contains(at) && drawn(f) {
			l.all = append(l.all, wish{priority: poi.Priority, name: f.Name, id: f.ID, class: f.Class, rule: &poi.Name, at: at, poi: poi, kind: wishPOI})
		}
		return
	}
	if f.Name == "" {
		return
	}
	rule, ok := l.rules.Names[f.Class]
	if !ok {
		return
	}
	w := wish{priority: rule.Priority, name: f.Name, id: f.ID, class: f.Class, rule: rule}
	switch g := f.Geometry.(type) {
	case orb.Point:
		w.kind, w.at = wishPlace, l.view.page(g)
		if f.Class == style.ClassHouse {
			w.kind = wishHouse
		}
		if l.picture.Contains(w.at) {
			l.all = append(l.all, w)
		}
	case orb.Polygon, orb.MultiPolygon:
		w.kind = wishArea
		if !l.area(&w, g) {
			return
		}
		if f.Edges != nil { // of the pieces of one area, the one with most room
			k := wishKey{w.name, w.rule}
			if i, ok := l.cut[k]; ok {
				if other := l.all[i].room; w.room.W()*w.room.H() > other.W()*other.H() {
					l.all[i] = w
				}
				return
			}
			l.cut[k] = len(l.all)
		}
		l.all = append(l.all, w)
	default:
		if f.Flags&(source.Link|source.Minor) == 0 {
			w.kind = wishLine
			eachLine(g, func(line orb.LineString) { l.line(w, line) })
		}
	}
}

// line adds a line to its name's wish.
func (l *wishlist) line(w wish, g orb.LineString) {
	line, box := l.view.pages(g, lineStep)
	if len(line) < 2 || !touches(box, l.picture) {
		return
	}
	k := wishKey{w.name, w.rule}
	i, ok := l.byName[k]
	if !ok {
		i = len(l.all)
		l.byName[k] = i
		l.all = append(l.all, w)
	}
	l.all[i].lines = append(l.all[i].lines, line)
	l.all[i].id = min(l.all[i].id, w.id)
}

// drawn tells whether a place has an icon of its own: a car park has when it is
// large and open to all.
func drawn(f *source.Feature) bool {
	return f.Class != "poi.parking" || f.Flags&source.Big != 0 && f.Flags&source.Private == 0
}

// middle is a point for a place of any shape.
func middle(g orb.Geometry) orb.Point {
	if p, ok := g.(orb.Point); ok {
		return p
	}
	return g.Bound().Center()
}

// area finds where in an area its name may stand: in the widest of some level
// cuts through the part that is in the picture. It returns false for an area that
// has no room for letters.
func (l *wishlist) area(w *wish, g orb.Geometry) bool {
	var best float64
	eachPolygon(g, func(p orb.Polygon) {
		var rings [][]scene.Point
		for i, r := range p {
			ring, box := l.view.pages(r, lineStep)
			if i == 0 && (!touches(box, l.picture) || box.W() < 2*w.rule.Size) {
				return
			}
			if ring = clipRing(ring, l.picture); len(ring) > 2 {
				rings = append(rings, ring)
			}
		}
		if len(rings) == 0 {
			return
		}
		if at, width, height := widest(rings); width*height > best {
			best = width * height
			w.at, w.room = at, scene.Box(at.X-width/2, at.Y-height/2, width, height)
		}
	})
	return best > 0
}

func eachPolygon(g orb.Geometry, f func(orb.Polygon)) {
	switch g := g.(type) {
	case orb.Polygon:
		f(g)
	case orb.MultiPolygon:
		for _, p := range g {
			f(p)
		}
	}
}

// widest returns the middle of the widest stretch that level cuts through the
// rings leave inside them, and how wide and high the area is there. Cuts near the
// middle of the area are preferred.
func widest(rings [][]scene.Point) (at scene.Point, width, height float64) {
	box := emptyRect()
	for _, p := range rings[0] {
		box.Y0, box.Y1 = min(box.Y0, p.Y), max(box.Y1, p.Y)
	}
	best := 0.0
	const cuts = 9
	for i := range cuts {
		t := (float64(i) + 0.5) / cuts
		y := box.Y0 + t*box.H()
		var xs []float64
		for _, ring := range rings {
			a := ring[len(ring)-1]
			for _, b := range ring {
				if (a.Y > y) != (b.Y > y) {
					xs = append(xs, a.X+(y-a.Y)/(b.Y-a.Y)*(b.X-a.X))
				}
				a = b
			}
		}
		slices.Sort(xs)
		for j := 0; j+1 < len(xs); j += 2 {
			w := xs[j+1] - xs[j]
			if score := w * (1 - abs(t-0.5)); score > best {
				best = score
				at, width = scene.Point{X: (xs[j] + xs[j+1]) / 2, Y: y}, w
				height = 2 * min(y-box.Y0, box.Y1-y)
			}
		}
	}
	return at, width, height
}
