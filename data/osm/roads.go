package osm

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// graphClasses are the values of highway that a patrol car may use.
var graphClasses = map[string]bool{
	"motorway": true, "trunk": true, "primary": true, "secondary": true, "tertiary": true, "residential": true, "unclassified": true,
	"living_street": true, "service": true, "track": true, "road": true,
	"motorway_link": true, "trunk_link": true, "primary_link": true, "secondary_link": true, "tertiary_link": true,
}

// Junction is a node of the road graph.
type Junction struct {
	Node  int64
	Point orb.Point
}

// roads gathers the road graph. Its nodes are the ends of ways and the nodes that
// several ways share; what lies between two of them is one edge.
type roads struct {
	ways []roadWay
	uses map[int64]uint8 // how often a node is passed; ends count twice
}

type roadWay struct {
	nodes  []int64
	line   orb.LineString
	class  string
	oneWay bool
}

func (r *roads) add(o *Object, line orb.LineString, class string) {
	if !graphClasses[class] || len(o.Nodes) != len(line) {
		return
	}
	w := roadWay{nodes: o.Nodes, line: line, class: class}
	switch o.Tags.Find("oneway") {
	case "yes", "1", "true":
		w.oneWay = true
	case "-1", "reverse":
		w.oneWay = true
		w.nodes, w.line = slices.Clone(w.nodes), line.Clone()
		slices.Reverse(w.nodes)
		slices.Reverse(w.line)
	case "no", "0", "false":
	default:
		w.oneWay = class == "motorway" || o.Tags.Has("junction", "roundabout")
	}
	for i, n := range w.nodes {
		use := uint8(1)
		if i == 0 || i == len(w.nodes)-1 {
			use = 2
		}
		r.uses[n] = uint8(min(3, r.uses[n]+use))
	}
	r.ways = append(r.ways, w)
}

// edges cuts the ways at junctions. Edges without an end in the box are left out.
func (r *roads) edges(box orb.Bound) ([]Road, []Junction) {
	var out []Road
	at := map[int64]orb.Point{}
	for _, w := range r.ways {
		from, sum := 0, 0.0
		for i := 1; i < len(w.nodes); i++ {
			sum += metres(w.line[i-1], w.line[i])
			if r.uses[w.nodes[i]] < 2 {
				continue
			}
			if box.Contains(w.line[from]) || box.Contains(w.line[i]) {
				out = append(out, Road{From: w.nodes[from], To: w.nodes[i], Class: w.class, Metres: sum, OneWay: w.oneWay})
				at[w.nodes[from]], at[w.nodes[i]] = w.line[from], w.line[i]
			}
			from, sum = i, 0
		}
	}
	junctions := make([]Junction, 0, len(at))
	for n, p := range at {
		junctions = append(junctions, Junction{n, p})
	}
	slices.SortFunc(junctions, func(a, b Junction) int { return cmp.Compare(a.Node, b.Node) })
	return out, junctions
}
