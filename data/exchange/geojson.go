package exchange

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// readFeatures goes through a GeoJSON text feature by feature; what it says of
// itself is its crs member.
func readFeatures(ctx context.Context, r io.Reader, yield func(*feature) error) (said, error) {
	epsg, err := readCollection(ctx, r, yield)
	return said{epsg: epsg}, err
}

func readCollection(ctx context.Context, r io.Reader, yield func(*feature) error) (epsg int, err error) {
	d, err := skipMark(bufio.NewReaderSize(r, 64<<10))
	if err != nil {
		return 0, err
	}
	dec := json.NewDecoder(d)
	dec.UseNumber()
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return 0, fmt.Errorf("not a GeoJSON object, it begins with %v (%v)", t, err)
	}
	n, collection := 0, false
	var single rawFeature
	var kind string
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return 0, fmt.Errorf("after feature %d: %w", n, err)
		}
		switch key {
		case "features":
			collection = true
			if t, err := dec.Token(); err != nil || t != json.Delim('[') {
				return 0, fmt.Errorf("features are no list, they begin with %v (%v)", t, err)
			}
			for dec.More() {
				if n%every == 0 {
					if err := ctx.Err(); err != nil {
						return 0, err
					}
				}
				n++
				var raw rawFeature
				err := dec.Decode(&raw)
				var wrong *json.UnmarshalTypeError
				if err != nil && !errors.As(err, &wrong) {
					return 0, fmt.Errorf("feature %d: %w", n, err)
				}
				f := raw.feature(n)
				if err != nil {
					f.bad = "it is no feature"
				}
				if err := yield(&f); err != nil {
					return 0, err
				}
			}
			if _, err := dec.Token(); err != nil {
				return 0, fmt.Errorf("after feature %d: %w", n, err)
			}
		case "crs":
			var c struct {
				Properties struct{ Name string }
			}
			var wrong *json.UnmarshalTypeError
			if err := dec.Decode(&c); err != nil && !errors.As(err, &wrong) {
				return 0, fmt.Errorf("crs: %w", err)
			}
			epsg = epsgOf(c.Properties.Name)
		case "type", "id", "properties", "geometry":
			var v json.RawMessage
			if err := dec.Decode(&v); err != nil {
				return 0, fmt.Errorf("%s: %w", key, err)
			}
			switch key {
			case "type":
				_ = json.Unmarshal(v, &kind) // a type that is no string is none
			case "id":
				single.ID = v
			case "properties":
				single.Properties = v
			case "geometry":
				single.Geometry = v
			}
		default:
			var skip json.RawMessage
			if err := dec.Decode(&skip); err != nil {
				return 0, fmt.Errorf("member %v: %w", key, err)
			}
		}
	}
	if _, err := dec.Token(); err != nil {
		return 0, fmt.Errorf("the file is cut off after feature %d: %w", n, err)
	}
	switch {
	case collection:
	case kind == "Feature":
		f := single.feature(1)
		if err := yield(&f); err != nil {
			return 0, err
		}
	default:
		return 0, errors.New("a JSON file, but neither a FeatureCollection nor a Feature")
	}
	return epsg, nil
}

// epsgOf reads urn:ogc:def:crs:EPSG::2180, EPSG:2180 and CRS84.
func epsgOf(name string) int {
	if strings.HasSuffix(name, "CRS84") {
		return 4326
	}
	if i := strings.LastIndexByte(name, ':'); i >= 0 && strings.Contains(strings.ToUpper(name), "EPSG") {
		if n, err := strconv.Atoi(name[i+1:]); err == nil {
			return n
		}
	}
	return 0
}

type rawFeature struct {
	Type       string
	ID         json.RawMessage
	Properties json.RawMessage
	Geometry   json.RawMessage
}

func (raw *rawFeature) feature(n int) feature {
	f := feature{number: n}
	f.properties(raw.Properties)
	if id := cellOf(raw.ID); id != "" {
		known := false
		for _, name := range f.names {
			known = known || strings.EqualFold(name, "id")
		}
		if !known {
			f.names, f.values = append(f.names, "id"), append(f.values, id)
		}
	}
	if len(raw.Geometry) > 0 && !bytes.Equal(raw.Geometry, []byte("null")) {
		var err error
		if f.shape, err = parseShape(raw.Geometry, 0); err != nil {
			f.torn = "geometry" // a report without place
		}
	}
	return f
}

// properties reads the members in the order of the file.
func (f *feature) properties(raw json.RawMessage) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return
		}
		var v json.RawMessage
		if err := dec.Decode(&v); err != nil {
			return
		}
		name, _ := key.(string)
		f.names, f.values = append(f.names, name), append(f.values, cellOf(v))
	}
}

// cellOf writes a JSON value as the cell of a table: strings and numbers as they
// are, null as nothing.
func cellOf(v json.RawMessage) string {
	if len(v) == 0 || v[0] == 'n' {
		return ""
	}
	if v[0] == '"' {
		var s string
		if json.Unmarshal(v, &s) == nil {
			return s
		}
	}
	return string(v)
}

var errShape = errors.New("not a geometry")

// maxNested is how deep geometries may hold geometries.
const maxNested = 8

// parseShape reads a geometry; heights are left out.
func parseShape(raw json.RawMessage, nested int) (orb.Geometry, error) {
	var g struct {
		Type        string
		Coordinates json.RawMessage
		Geometries  []json.RawMessage
	}
	if err := json.Unmarshal(raw, &g); err != nil {
		return nil, err
	}
	point := func(c []float64) (orb.Point, error) {
		if len(c) < 2 {
			return orb.Point{}, errShape
		}
		return orb.Point{c[0], c[1]}, nil
	}
	line := func(cs [][]float64) ([]orb.Point, error) {
		out := make([]orb.Point, len(cs))
		for i, c := range cs {
			p, err := point(c)
			if err != nil {
				return nil, err
			}
			out[i] = p
		}
		return out, nil
	}
	polygon := func(rings [][][]float64) (orb.Polygon, error) {
		var out orb.Polygon
		for _, r := range rings {
			l, err := line(r)
			if err != nil {
				return nil, err
			}
			if len(l) < 4 || l[0] != l[len(l)-1] {
				return nil, errShape
			}
			out = append(out, l)
		}
		if len(out) == 0 {
			return nil, errShape
		}
		return out, nil
	}
	switch g.Type {
	case "Point":
		var c []float64
		if err := json.Unmarshal(g.Coordinates, &c); err != nil {
			return nil, err
		}
		return point(c)
	case "MultiPoint", "LineString":
		var c [][]float64
		if err := json.Unmarshal(g.Coordinates, &c); err != nil {
			return nil, err
		}
		l, err := line(c)
		if err != nil || len(l) == 0 {
			return nil, errShape
		}
		if g.Type == "LineString" {
			return orb.LineString(l), nil
		}
		return orb.MultiPoint(l), nil
	case "MultiLineString":
		var c [][][]float64
		if err := json.Unmarshal(g.Coordinates, &c); err != nil {
			return nil, err
		}
		var out orb.MultiLineString
		for _, cs := range c {
			l, err := line(cs)
			if err != nil {
				return nil, err
			}
			if len(l) > 0 {
				out = append(out, l)
			}
		}
		if len(out) == 0 {
			return nil, errShape
		}
		return out, nil
	case "GeometryCollection":
		var parts []orb.Geometry
		for _, raw := range g.Geometries {
			if nested >= maxNested {
				return nil, errShape
			}
			part, err := parseShape(raw, nested+1)
			if err != nil {
				return nil, err
			}
			parts = append(parts, part)
		}
		return gather(parts), nil
	case "Polygon":
		var c [][][]float64
		if err := json.Unmarshal(g.Coordinates, &c); err != nil {
			return nil, err
		}
		return polygon(c)
	case "MultiPolygon":
		var c [][][][]float64
		if err := json.Unmarshal(g.Coordinates, &c); err != nil {
			return nil, err
		}
		var out orb.MultiPolygon
		for _, rings := range c {
			p, err := polygon(rings)
			if err != nil {
				return nil, err
			}
			out = append(out, p)
		}
		if len(out) == 0 {
			return nil, errShape
		}
		return out, nil
	}
	return nil, errShape
}
