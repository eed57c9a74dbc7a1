package exchange

import (
	"math"
	"strconv"
	"strings"

	"pinezka/data/crs"
)

// wkt is a coordinate system in words, as a .prj and a GeoPackage have it:
// KEYWORD["name", 1, OTHER["name"]].
type wkt struct {
	key   string // in capitals
	words []string
	kids  []wkt
}

// parseWKT reads what it can: a text that breaks off keeps what came before.
func parseWKT(s string) wkt {
	n, _ := cutWKT(strings.TrimSpace(s), 0)
	return n
}

// cutWKT cuts the first element off.
func cutWKT(s string, depth int) (n wkt, rest string) {
	i := strings.IndexAny(s, "[(")
	if i < 0 || depth > 20 {
		return n, ""
	}
	n.key = strings.ToUpper(strings.TrimSpace(s[:i]))
	s = s[i+1:]
	for {
		s = strings.TrimLeft(s, " \t\r\n,")
		switch {
		case s == "":
			return n, ""
		case s[0] == ']' || s[0] == ')':
			return n, s[1:]
		case s[0] == '"':
			word, tail, _ := strings.Cut(s[1:], `"`)
			n.words, s = append(n.words, word), tail
		default:
			end := strings.IndexAny(s, ",[]()")
			if end < 0 {
				return n, ""
			}
			if s[end] == '[' || s[end] == '(' {
				var kid wkt
				kid, s = cutWKT(s, depth+1)
				n.kids = append(n.kids, kid)
				continue
			}
			n.words, s = append(n.words, strings.TrimSpace(s[:end])), s[end:]
		}
	}
}

// find returns the first element with one of the keys, in n or below.
func (n *wkt) find(keys ...string) *wkt {
	for _, k := range keys {
		if n.key == k {
			return n
		}
	}
	for i := range n.kids {
		if k := n.kids[i].find(keys...); k != nil {
			return k
		}
	}
	return nil
}

func (n *wkt) name() string {
	if n == nil || len(n.words) == 0 {
		return ""
	}
	return n.words[0]
}

func (n *wkt) number(i int) float64 {
	if n == nil || i >= len(n.words) {
		return math.NaN()
	}
	v, err := strconv.ParseFloat(n.words[i], 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

// parameter returns a parameter of the projection by one of its folded names;
// NaN without.
func (n *wkt) parameter(names ...string) float64 {
	for i := range n.kids {
		k := &n.kids[i]
		if k.key == "PARAMETER" {
			folded := strings.ReplaceAll(strings.ToLower(k.name()), "_", " ")
			for _, want := range names {
				if folded == want {
					return k.number(1)
				}
			}
		}
		if k.key == "CONVERSION" {
			return k.parameter(names...)
		}
	}
	return math.NaN()
}

// epsgOfWKT recognises a coordinate system by its code or, since ESRI writes
// none, by its parameters. It returns 0 with the system's name for others, such as
// those of the old datums that lie some hundred metres off.
func epsgOfWKT(text string) (epsg int, name string) {
	root := parseWKT(text)
	plane := root.find("PROJCS", "PROJCRS", "PROJECTEDCRS")
	base := root.find("GEOGCS", "GEOGCRS", "GEODCRS", "BASEGEOGCRS", "BASEGEODCRS", "GEODETICCRS")
	top := plane
	if top == nil {
		top = base
	}
	if top == nil {
		return 0, strings.TrimSpace(text[:min(len(text), 60)])
	}
	for i := range top.kids {
		k := &top.kids[i]
		if (k.key == "AUTHORITY" || k.key == "ID") && strings.EqualFold(k.name(), "EPSG") {
			if v := k.number(1); v > 0 && v < 1e6 {
				if code := alike(int(v)); knownCRS(code) {
					return code, top.name()
				}
				return 0, top.name()
			}
		}
	}
	// WGS 84 and GRS 80, on which ETRS89 rests, differ by a hair; the old datums
	// have other ellipsoids.
	ball := root.find("SPHEROID", "ELLIPSOID")
	if math.Abs(ball.number(1)-6378137) > 0.5 || math.Abs(ball.number(2)-298.2572) > 0.001 {
		return 0, top.name()
	}
	if plane == nil {
		return crs.WGS84, top.name()
	}
	method := plane.find("PROJECTION", "METHOD").name()
	method = strings.ReplaceAll(strings.ToLower(method), "_", " ")
	called := strings.ReplaceAll(strings.ToLower(plane.name()), "_", " ")
	east, north := plane.parameter("false easting"), plane.parameter("false northing")
	lon0 := plane.parameter("central meridian", "longitude of natural origin", "longitude of origin")
	switch {
	case strings.Contains(method, "auxiliary sphere"), strings.Contains(method, "popular visualisation"),
		strings.HasPrefix(method, "mercator") && (strings.Contains(called, "pseudo") || strings.Contains(called, "web mercator")):
		return crs.WebMercator, top.name()
	case !strings.HasPrefix(method, "transverse mercator") && !strings.HasPrefix(method, "gauss kruger"):
		return 0, top.name()
	}
	if unit := planeUnit(plane); math.Abs(unit-1) > 1e-9 {
		return 0, top.name()
	}
	scale := plane.parameter("scale factor", "scale factor at natural origin")
	is := func(l, k, e, n float64) bool {
		return math.Abs(lon0-l) < 1e-6 && math.Abs(scale-k) < 1e-7 && math.Abs(east-e) < 0.01 && math.Abs(north-n) < 0.01
	}
	if is(19, 0.9993, 500000, -5300000) {
		return crs.PL1992, top.name()
	}
	for zone := 5.0; zone <= 8; zone++ {
		if is(zone*3, 0.999923, zone*1e6+500000, 0) {
			return 2171 + int(zone), top.name()
		}
	}
	for zone := 1.0; zone <= 60; zone++ {
		if is(zone*6-183, 0.9996, 500000, 0) {
			return 32600 + int(zone), top.name()
		}
		if is(zone*6-183, 0.9996, 500000, 1e7) {
			return 32700 + int(zone), top.name()
		}
	}
	return 0, top.name()
}

// planeUnit returns the metres of a plane's unit.
func planeUnit(plane *wkt) float64 {
	for i := range plane.kids {
		if k := &plane.kids[i]; k.key == "UNIT" || k.key == "LENGTHUNIT" {
			return k.number(1)
		}
	}
	for i := range plane.kids { // version 2 has it with the axes
		if u := plane.kids[i].find("LENGTHUNIT"); plane.kids[i].key == "AXIS" && u != nil {
			return u.number(1)
		}
	}
	return 1
}

func knownCRS(code int) bool {
	_, err := crs.ByEPSG(code)
	return err == nil
}
