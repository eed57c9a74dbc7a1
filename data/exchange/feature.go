package exchange

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

// feature is a record of a format whose records have shapes: GeoJSON, KML and the
// like. All that such a reader does is to yield features; columns, questions,
// rows and areas follow from them alike.
type feature struct {
	number int // position in the file, from 1
	names  []string
	values []string
	shape  orb.Geometry // nil without geometry; x or longitude first, else as written
	torn   string       // kind of a geometry that could not be read; the record has no place then
	bad    string       // why it is no feature at all

	at map[string]int // of names, made when there are many
}

// said is what a file of features says of itself.
type said struct {
	epsg  int       // code of the coordinate system, 0 when it does not say
	words string    // name of a system that has no such code
	notes []Finding // what was noticed and left out
}

// keptNotes is how many notes of one file are kept one by one.
const keptNotes = 20

func (s *said) note(code Code, value, text string) {
	if len(s.notes) >= keptNotes {
		last := &s.notes[len(s.notes)-1]
		last.Count = max(1, last.Count) + 1
		return
	}
	s.notes = append(s.notes, Finding{Code: code, Text: text, Value: value})
}

// featureReader goes through the features of a file from the first to the last.
type featureReader func(ctx context.Context, yield func(*feature) error) (said, error)

// maxRepeated is how long a value may grow of a name that occurs again and again.
const maxRepeated = 64 << 10

// set gives the feature a value. A name that occurs again keeps both values.
func (f *feature) set(name, value string) {
	name = strings.TrimSpace(name)
	i := f.index(name)
	switch {
	case i < 0:
		if f.at != nil {
			f.at[name] = len(f.names)
		}
		f.names, f.values = append(f.names, name), append(f.values, value)
	case value == "" || value == f.values[i]:
	case f.values[i] == "":
		f.values[i] = value
	case len(f.values[i])+len("; ")+len(value) > maxRepeated:
		f.bad = "one name has too many values"
	default:
		f.values[i] += "; " + value
	}
}

func (f *feature) index(name string) int {
	const few = 32
	if len(f.names) <= few {
		return slices.Index(f.names, name)
	}
	if f.at == nil {
		f.at = make(map[string]int, 2*len(f.names))
		for i, n := range f.names {
			f.at[n] = i
		}
	}
	if i, ok := f.at[name]; ok {
		return i
	}
	return -1
}

// shaped tells whether the records of a format have shapes of their own, so that
// no columns of numbers are looked for.
func (f Format) shaped() bool {
	switch f {
	case FormatGeoJSON, FormatShapefile, FormatKML, FormatKMZ, FormatGeoPackage, FormatGPX, FormatGML:
		return true
	}
	return false
}

// asks tells whether a format that does not name its coordinate system leaves it
// open. The others are in degrees by their definition.
func (f Format) asks() bool {
	return f == FormatShapefile || f == FormatGeoPackage || f == FormatGML
}

// features returns the reader of the file as the mapping has it.
func (p *Proposal) features() featureReader {
	switch p.Format {
	case FormatShapefile:
		return shapefileReader(p.Path, p.Layer, p.Encoding)
	case FormatKML:
		return fileReader(p.Path, readKML)
	case FormatKMZ:
		return kmzReader(p.Path)
	case FormatGeoPackage:
		return geoPackageReader(p.Path, p.Layer)
	case FormatGPX:
		return fileReader(p.Path, readGPX)
	case FormatGML:
		return fileReader(p.Path, readGML)
	}
	return fileReader(p.Path, readFeatures)
}

// fileReader makes a reader of a file out of one of a text.
func fileReader(path string, read func(context.Context, io.Reader, func(*feature) error) (said, error)) featureReader {
	return func(ctx context.Context, yield func(*feature) error) (said, error) {
		f, err := os.Open(path)
		if err != nil {
			return said{}, err
		}
		defer f.Close()
		return read(ctx, f, yield)
	}
}

// featureSource yields features as rows of the given columns.
func featureSource(read featureReader, columns []Column) source {
	at := make(map[string]int, len(columns))
	for i, c := range columns {
		if _, taken := at[c.Name]; !taken {
			at[c.Name] = i
		}
	}
	return func(ctx context.Context, yield func(*rawRow) error) error {
		fields := make([]string, len(columns))
		_, err := read(ctx, func(f *feature) error {
			clear(fields)
			size := 0
			for i, n := range f.names {
				if j, ok := at[strings.TrimSpace(n)]; ok {
					fields[j] = f.values[i]
					size += len(f.values[i])
				}
			}
			row := rawRow{line: f.number, fields: fields, shape: f.shape, why: f.torn}
			switch {
			case f.bad != "":
				row.bad, row.why = RejectFeature, f.bad
			case size > maxRecord:
				row.bad = RejectSize
			}
			return yield(&row)
		})
		return err
	}
}

// lookAtFeatures settles what the format leaves open, goes through the file once
// for the names of the columns, and takes what it says of itself.
func (p *Proposal) lookAtFeatures(ctx context.Context, known map[string]claim) error {
	var err error
	switch p.Format {
	case FormatShapefile:
		err = p.lookAtShapefile()
	case FormatGeoPackage:
		err = p.lookAtGeoPackage(ctx)
	}
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	var header []string
	s, err := p.features()(ctx, func(f *feature) error {
		for _, n := range f.names {
			if n = strings.TrimSpace(n); !seen[n] && len(header) < maxColumns {
				seen[n] = true
				header = append(header, n)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	p.CRS, p.crsWords = s.epsg, s.words
	p.takeTable(found{columns: header}, known)
	p.Infos = append(p.Infos, s.notes...)
	return nil
}

// layer is one of several tables of a file.
type layer struct {
	name   string
	points bool // its records are points
	rows   int64
}

// settleLayer takes the layer that was answered, or the only one; of several it
// proposes the one with the most points, since reports are points.
func (p *Proposal) settleLayer(layers []layer) error {
	best := 0
	names := make([]string, len(layers))
	for i, l := range layers {
		names[i] = l.name
		if b := layers[best]; l.points != b.points && l.points || l.points == b.points && l.rows > b.rows {
			best = i
		}
	}
	before := ""
	if m := p.opt.Mapping; m != nil && slices.Contains(names, m.Layer) {
		before = m.Layer
	}
	a, answered := p.answer(AskLayer, before)
	switch {
	case answered && !slices.Contains(names, a):
		return fmt.Errorf("answer %s=%s: want one of %s", AskLayer, a, strings.Join(names, ", "))
	case answered:
		p.Layer = a
	default:
		p.Layer = names[best]
		if len(names) > 1 {
			p.ask(Question{Key: AskLayer, Text: "the file has several layers", Proposal: p.Layer, Choices: names})
		}
	}
	if len(names) > 1 {
		p.info(FoundLayer, p.Layer, "layer %q is read", p.Layer)
	}
	return nil
}

// gather makes one geometry of several parts: of one kind where they are alike.
// It is nil without any.
func gather(parts []orb.Geometry) orb.Geometry {
	var flat []orb.Geometry
	var points orb.MultiPoint
	var lines orb.MultiLineString
	var areas orb.MultiPolygon
	var add func(g orb.Geometry)
	add = func(g orb.Geometry) {
		switch g := g.(type) {
		case orb.Point:
			points = append(points, g)
		case orb.LineString:
			lines = append(lines, g)
		case orb.Polygon:
			areas = append(areas, g)
		case orb.MultiPoint:
			points = append(points, g...)
		case orb.MultiLineString:
			lines = append(lines, g...)
		case orb.MultiPolygon:
			areas = append(areas, g...)
		case orb.Collection:
			for _, part := range g {
				add(part)
			}
			return
		default:
			return
		}
		flat = append(flat, g)
	}
	for _, g := range parts {
		add(g)
	}
	switch {
	case len(flat) == 0:
		return nil
	case len(points)+len(lines)+len(areas) == 1:
		return slices.Concat(bare(points), bare(lines), bare(areas))[0]
	case len(lines)+len(areas) == 0:
		return points
	case len(points)+len(areas) == 0:
		return lines
	case len(points)+len(lines) == 0:
		return areas
	}
	return orb.Collection(flat)
}

// bare returns parts as geometries of their own.
func bare[T orb.Geometry](parts []T) []orb.Geometry {
	out := make([]orb.Geometry, len(parts))
	for i, p := range parts {
		out[i] = p
	}
	return out
}

// closed returns a ring whose end is its beginning, as some programs leave the
// last corner out.
func closed(corners []orb.Point) (orb.Ring, error) {
	if n := len(corners); n > 2 && corners[0] != corners[n-1] {
		corners = append(corners, corners[0])
	}
	if len(corners) < 4 {
		return nil, errShape
	}
	return corners, nil
}

// swapAxes turns the numbers of each corner round, in place but for a point.
func swapAxes(g orb.Geometry) orb.Geometry {
	turn := func(ps []orb.Point) {
		for i, p := range ps {
			ps[i] = orb.Point{p[1], p[0]}
		}
	}
	switch g := g.(type) {
	case orb.Point:
		return orb.Point{g[1], g[0]}
	case orb.MultiPoint:
		turn(g)
	case orb.LineString:
		turn(g)
	case orb.MultiLineString:
		for _, l := range g {
			turn(l)
		}
	case orb.Polygon:
		for _, r := range g {
			turn(r)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			for _, r := range p {
				turn(r)
			}
		}
	case orb.Collection:
		for i := range g {
			g[i] = swapAxes(g[i])
		}
	}
	return g
}

// areasOf returns the polygons of a shape.
func areasOf(g orb.Geometry) orb.MultiPolygon {
	switch g := g.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{g}
	case orb.MultiPolygon:
		return g
	case orb.Collection:
		var out orb.MultiPolygon
		for _, part := range g {
			out = append(out, areasOf(part)...)
		}
		return out
	}
	return nil
}
