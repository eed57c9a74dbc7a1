package exchange

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// GML has many ways to say the same. What is read are simple features of the
// versions 2 and 3: collections of members whose properties are words or a
// geometry. Curved pieces become straight lines between their corners. Properties
// with properties inside have the names of both, "idIIP.lokalnyId".
//
// The numbers of a corner stand in the order of the coordinate system when it is
// named by an urn: or by an address of OGC, and with the easting first when it is
// named "EPSG:2180" in the manner of version 2.

// readGML goes through the members of a GML collection.
func readGML(ctx context.Context, r io.Reader, yield func(*feature) error) (said, error) {
	m, err := newMarkup(ctx, r)
	if err != nil {
		return said{}, err
	}
	g := gmlReader{m: m, yield: yield}
	if err := m.children(g.collection); err != nil {
		return said{}, fmt.Errorf("after feature %d: %w", g.n, err)
	}
	g.said.epsg, _ = srsOf(g.srs)
	if g.said.epsg == 0 {
		g.said.words = g.srs
	}
	return g.said, nil
}

type gmlReader struct {
	m        *markup
	yield    func(*feature) error
	said     said
	n        int
	envelope string // system named for the whole collection
	srs      string // system of the first geometry; the file has one
}

// collection reads an element whose members are features.
func (g *gmlReader) collection(start xml.StartElement) error {
	return g.m.children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "featureMember", "member", "featureMembers":
			return g.m.children(func(e xml.StartElement) error {
				if e.Name.Local == "FeatureCollection" {
					return g.collection(e)
				}
				return g.feature(e)
			})
		case "boundedBy":
			n, err := g.m.record(e)
			if err != nil {
				return err
			}
			if srs := findSRS(n); srs != "" {
				g.envelope = srs
			}
			return nil
		}
		return g.m.skip()
	})
}

// feature yields a member. Its gml:id is a mark within the file, not the office's
// number, so it is no column.
func (g *gmlReader) feature(start xml.StartElement) error {
	n, err := g.m.record(start)
	if err != nil {
		return err
	}
	g.n++
	f := &feature{number: g.n}
	near := findSRS(n.kid("boundedBy"))
	for _, k := range n.kids {
		if k.name != "boundedBy" {
			g.property(f, k, k.name, near)
		}
	}
	return g.yield(f)
}

func (g *gmlReader) property(f *feature, n *node, name, near string) {
	if len(n.kids) == 0 {
		f.set(name, n.words())
		return
	}
	for _, k := range n.kids {
		if !gmlShapes[k.name] {
			below := name + "." + k.name
			// An object within a property has a name of its own that says nothing.
			if k.name != "" && k.name[0] >= 'A' && k.name[0] <= 'Z' && len(k.kids) > 0 {
				below = name
			}
			g.property(f, k, below, near)
			continue
		}
		shape, err := g.shape(k, near)
		switch {
		case errors.Is(err, errMixed):
			f.bad = err.Error()
		case err != nil:
			f.torn = k.name
		case f.shape == nil && f.torn == "":
			f.shape = shape
		}
	}
}

// gmlShapes are the elements that begin a geometry.
var gmlShapes = map[string]bool{
	"Point": true, "LineString": true, "LinearRing": true, "Curve": true, "CompositeCurve": true, "OrientableCurve": true, "Polygon": true,
	"Surface": true, "CompositeSurface": true, "OrientableSurface": true, "PolyhedralSurface": true, "MultiPoint": true, "MultiLineString": true,
	"MultiCurve": true, "MultiPolygon": true, "MultiSurface": true, "MultiGeometry": true, "Solid": true,
}

var errMixed = errors.New("its coordinate system is another than that of the features before")

// shape reads a geometry with the easting or longitude first.
func (g *gmlReader) shape(n *node, near string) (orb.Geometry, error) {
	srs := findSRS(n)
	if srs == "" {
		srs = near
	}
	if srs == "" {
		srs = g.envelope
	}
	if g.srs == "" {
		g.srs = srs
	}
	code, northFirst := srsOf(srs)
	if first, _ := srsOf(g.srs); srs != g.srs && code != first {
		return nil, errMixed
	}
	parts, err := gmlParts(n, 2)
	if err != nil {
		return nil, err
	}
	shape := gather(parts)
	if shape != nil && northFirst {
		shape = swapAxes(shape)
	}
	return shape, nil
}

// findSRS returns the first srsName in an element or below it.
func findSRS(n *node) string {
	if n == nil {
		return ""
	}
	if s := n.attribute("srsName"); s != "" {
		return s
	}
	for _, k := range n.kids {
		if s := findSRS(k); s != "" {
			return s
		}
	}
	return ""
}

// srsOf reads the name of a coordinate system: its EPSG code, 0 when it has none,
// and whether its northing or latitude stands first.
func srsOf(name string) (epsg int, northFirst bool) {
	upper := strings.ToUpper(name)
	if strings.HasSuffix(upper, "CRS84") {
		return 4326, false
	}
	i := strings.LastIndexAny(name, ":/#")
	n, err := strconv.Atoi(name[i+1:])
	if err != nil || !strings.Contains(upper, "EPSG") || n <= 0 {
		return 0, false
	}
	if !strings.HasPrefix(upper, "URN:") && !strings.Contains(upper, "/DEF/CRS/") {
		return n, false
	}
	switch {
	case n == 2180, n >= 2172 && n <= 2179, n == 3120, n >= 3328 && n <= 3335, n == 4326, n == 4258, n == 4979, n == 4937, n == 9701, n == 9702:
		return n, true
	}
	return n, false
}

// gmlParts reads the parts of a geometry as they are written. dim is how many
// numbers a corner has when the element does not say.
func gmlParts(n *node, dim int) ([]orb.Geometry, error) {
	dim = dimension(n, dim)
	switch n.name {
	case "Point":
		ps, err := gmlCorners(n, dim)
		if err != nil || len(ps) == 0 {
			return nil, err
		}
		return []orb.Geometry{ps[0]}, nil
	case "LineString", "LinearRing", "Curve", "CompositeCurve", "OrientableCurve":
		ps, err := gmlLine(n, dim)
		if err != nil || len(ps) == 0 {
			return nil, err
		}
		return []orb.Geometry{orb.LineString(ps)}, nil
	case "Polygon", "PolygonPatch", "Rectangle", "Triangle":
		var rings [][]orb.Point
		for _, sides := range [][]string{{"exterior", "outerBoundaryIs"}, {"interior", "innerBoundaryIs"}} {
			for _, k := range n.kids {
				if !slices.Contains(sides, k.name) {
					continue
				}
				for _, ring := range k.kids {
					ps, err := gmlLine(ring, dimension(k, dim))
					if err != nil {
						return nil, err
					}
					rings = append(rings, ps)
				}
			}
			if len(rings) == 0 {
				if len(n.kids) == 0 {
					return nil, nil // an empty polygon
				}
				return nil, errShape
			}
		}
		p, err := polygonOf(rings)
		if err != nil {
			return nil, err
		}
		return []orb.Geometry{p}, nil
	}
	// The others only hold parts: MultiSurface, surfaceMember, Surface, patches …
	var out []orb.Geometry
	for _, k := range n.kids {
		parts, err := gmlParts(k, dim)
		if err != nil {
			return nil, err
		}
		out = append(out, parts...)
	}
	return out, nil
}

func dimension(n *node, dim int) int {
	for _, name := range []string{"srsDimension", "dimension"} {
		if d, err := strconv.Atoi(n.attribute(name)); err == nil && d >= 2 && d <= 4 {
			return d
		}
	}
	return dim
}

// gmlLine joins the pieces of a line or ring.
func gmlLine(n *node, dim int) ([]orb.Point, error) {
	dim = dimension(n, dim)
	out, err := gmlCorners(n, dim)
	if err != nil {
		return nil, err
	}
	for _, k := range n.kids {
		if len(k.kids) == 0 || k.name == "pointProperty" || k.name == "coord" {
			continue // corners, which are read above
		}
		piece, err := gmlLine(k, dim)
		if err != nil {
			return nil, err
		}
		if len(out) > 0 && len(piece) > 0 && out[len(out)-1] == piece[0] {
			piece = piece[1:]
		}
		out = append(out, piece...)
	}
	return out, nil
}

// gmlCorners reads the corners that stand directly in an element.
func gmlCorners(n *node, dim int) ([]orb.Point, error) {
	var out []orb.Point
	for _, k := range n.kids {
		switch k.name {
		case "pos", "posList":
			d := dimension(k, dim)
			w := strings.Fields(k.text)
			switch {
			case k.name == "pos":
				d = len(w)
			case len(w)%d != 0 && len(w)%3 == 0:
				d = 3 // heights that nobody announced
			}
			if len(w) == 0 {
				continue
			}
			if d < 2 || len(w)%d != 0 {
				return nil, errShape
			}
			for i := 0; i < len(w); i += d {
				p, err := cornerOf(w[i], w[i+1])
				if err != nil {
					return nil, err
				}
				out = append(out, p)
			}
		case "coordinates":
			ps, err := parseTuples(plainTuples(k))
			if err != nil {
				return nil, err
			}
			out = append(out, ps...)
		case "coord":
			p, err := cornerOf(k.kid("X").words(), k.kid("Y").words())
			if err != nil {
				return nil, err
			}
			out = append(out, p)
		case "pointProperty", "pointRep":
			for _, point := range k.kids {
				ps, err := gmlCorners(point, dim)
				if err != nil {
					return nil, err
				}
				out = append(out, ps...)
			}
		}
	}
	return out, nil
}

func cornerOf(first, second string) (orb.Point, error) {
	x, err := coordinate(first)
	if err != nil {
		return orb.Point{}, err
	}
	y, err := coordinate(second)
	return orb.Point{x, y}, err
}

// plainTuples writes coordinates with the signs that version 2 has by default.
func plainTuples(n *node) string {
	mark, comma, blank := n.attribute("decimal"), n.attribute("cs"), n.attribute("ts")
	var pairs []string
	for _, p := range [][2]string{{mark, "."}, {comma, ","}, {blank, " "}} {
		if p[0] != "" && p[0] != p[1] {
			pairs = append(pairs, p[0], p[1])
		}
	}
	if pairs == nil {
		return n.text
	}
	return strings.NewReplacer(pairs...).Replace(n.text)
}
