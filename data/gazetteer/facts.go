package gazetteer

import (
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"

	"pinezka/data"
	"pinezka/data/osm"
)

// districts, greens and unnamed are OpenStreetMap's values for things that are
// parts of a municipality, that are green, and whose name is that of something
// else: a bus stop "Rejtana 01" is no place that anybody means.
var (
	districts = set(`suburb neighbourhood quarter borough village hamlet isolated_dwelling locality city_block town city farm`)
	greens    = set(`park forest wood allotments recreation_ground garden nature_reserve meadow grass village_green`)
	unnamed   = set(`bus_stop platform stop_position tram_stop halt parking_space station_entrance subway_entrance`)
)

// oneName is how near pieces of one name lie to be one thing, in metres.
const oneName = 300

// FromFacts takes the names of a base map. A street is S and its index in Streets,
// counted from one and filled up to three digits; those known from addresses
// alone follow. Things of Places are Q (squares), D (districts), W (waters), G
// (greens) or P, likewise by their index. own are names of the municipality.
func FromFacts(f *osm.Facts, own ...string) Input {
	in := Input{Own: own}
	streets := f.Streets()
	at := map[string]int{} // index in Streets by ID
	named := map[string][]int{}
	add := func(t Thing) {
		named[data.Fold(t.Name)] = append(named[data.Fold(t.Name)], len(in.Things))
		in.Things = append(in.Things, t)
	}
	for i := range streets {
		s := &streets[i]
		t := Thing{ID: fmt.Sprintf("S%03d", i+1), Kind: Street, Name: s.Name, Other: s.Alt, Shape: along(s.Lines)}
		if strings.HasPrefix(data.Fold(s.Name), "rondo ") {
			t.Kind, t.ID = Roundabout, fmt.Sprintf("R%03d", i+1)
		}
		t.Point = middle(t.Shape, s.Bound.Center())
		at[t.ID] = i
		add(t)
	}
	if t := mostly(f.Addresses()); t != "" {
		in.Own = append(in.Own, t)
	}
	mine := map[string]bool{}
	for _, o := range in.Own {
		mine[data.Fold(o)] = true
	}
	for i, p := range f.Places() {
		if p.Name == "" || unnamed[p.Sub] || p.Sub == "city" || p.Sub == "town" && mine[data.Fold(p.Name)] {
			continue
		}
		t := Thing{Kind: POI, Sub: p.Sub, Name: p.Name, Other: p.Alt, Point: p.Point}
		letter := "P"
		switch {
		case p.Kind == osm.KindWater:
			t.Kind, letter = Water, "W"
		case p.Sub == "square":
			t.Kind, letter = Square, "Q"
		case p.Kind == osm.KindPlace && districts[p.Sub]:
			t.Kind, letter = District, "D"
		case greens[p.Sub]:
			t.Kind, letter = Green, "G"
		}
		t.ID = fmt.Sprintf("%s%03d", letter, i+1)
		add(t)
	}
	in.houses(f.Addresses(), named, len(streets))
	in.spellings(named)
	in.Meet = func(a, b string) (orb.Point, bool) {
		i, ok := at[a]
		k, too := at[b]
		if !ok || !too {
			return orb.Point{}, false
		}
		return f.Meet(i, k)
	}
	return in
}

// mostly returns the town of more than half of the addresses, "" when there is
// none.
func mostly(addresses []osm.Address) string {
	count := map[string]int{}
	for _, a := range addresses {
		count[a.Town]++
	}
	for t, n := range count {
		if 2*n > len(addresses) {
			return t
		}
	}
	return ""
}

// houses gives each address to the street or village of its name, the nearest of
// several; streets known from addresses alone become things.
func (in *Input) houses(addresses []osm.Address, named map[string][]int, next int) {
	folded, street := "", ""
	for i, a := range addresses {
		if a.Street == "" {
			continue
		}
		if a.Street != street || i == 0 {
			street, folded = a.Street, data.Fold(a.Street)
		}
		best, far := -1, math.Inf(1)
		for _, k := range named[folded] {
			t := &in.Things[k]
			if t.Kind != Street && t.Kind != District && t.Kind != Square && t.Kind != Roundabout {
				continue
			}
			d := metres(t.Point, a.Point)
			for _, p := range t.Shape {
				d = min(d, metres(p, a.Point))
			}
			if t.Kind == District {
				d += oneName // the street of a name rather than the quarter
			}
			if d < far {
				best, far = k, d
			}
		}
		if best < 0 {
			next++
			best = len(in.Things)
			in.Things = append(in.Things, Thing{ID: fmt.Sprintf("S%03d", next), Kind: Street, Name: street, Point: a.Point})
			named[folded] = append(named[folded], best)
		}
		t := &in.Things[best]
		if t.Kind == Street {
			t.Shape = append(t.Shape, a.Point)
		}
		in.Houses = append(in.Houses, House{t.ID, a.Number, a.Point})
	}
}

// spellings finds things that are another spelling or piece of one: the "Rejtana"
// beside an "Aleja Tadeusza Rejtana", the square that is a street, too, the
// river in two pieces.
func (in *Input) spellings(named map[string][]int) {
	ends := map[string][]int{} // last word of streets
	for i := range in.Things {
		if t := &in.Things[i]; t.Kind == Street {
			w := strings.Fields(data.Fold(t.Name))
			if len(w) > 0 {
				ends[w[len(w)-1]] = append(ends[w[len(w)-1]], i)
			}
		}
	}
	for i := range in.Things {
		t := &in.Things[i]
		f := data.Fold(t.Name)
		if t.Kind == Street {
			w := strings.Fields(f)
			var longer []int
			for _, k := range ends[w[len(w)-1]] {
				if o := data.Fold(in.Things[k].Name); o != f && strings.HasSuffix(o, " "+f) && apart(t, &in.Things[k]) <= oneName {
					longer = append(longer, k)
				}
			}
			if len(longer) == 1 {
				t.SameAs = in.Things[longer[0]].ID
				continue
			}
		}
		for _, k := range named[f] {
			o := &in.Things[k]
			if k >= i {
				break
			}
			near := apart(t, o) <= oneName || t.Kind == Water || t.Kind == District && apart(t, o) <= 5*oneName
			if o.SameAs == "" && near && (o.Kind == t.Kind && t.Kind != POI && t.Kind != Street || o.Kind == Street && t.Kind == Square) {
				t.SameAs = o.ID
				break
			}
		}
	}
}

// apart returns the metres between two things.
func apart(a, b *Thing) float64 {
	best := metres(a.Point, b.Point)
	for _, p := range a.Shape {
		best = min(best, metres(p, b.Point))
		for _, q := range b.Shape {
			best = min(best, metres(p, q))
		}
		if best == 0 {
			break
		}
	}
	return best
}

// step is how far apart the points of a street's shape lie at most, in metres.
const step = 40

// along returns points along lines.
func along(lines []orb.LineString) []orb.Point {
	var out []orb.Point
	for _, l := range lines {
		for i, p := range l {
			if i > 0 {
				a := l[i-1]
				n := int(metres(a, p) / step)
				for k := 1; k <= n; k++ {
					s := float64(k) / float64(n+1)
					out = append(out, orb.Point{a[0] + s*(p[0]-a[0]), a[1] + s*(p[1]-a[1])})
				}
			}
			out = append(out, p)
		}
	}
	return out
}

// middle returns the one of points that is nearest to a point.
func middle(points []orb.Point, p orb.Point) orb.Point {
	best, at := math.Inf(1), p
	for _, q := range points {
		if d := metres(p, q); d < best {
			best, at = d, q
		}
	}
	return at
}
