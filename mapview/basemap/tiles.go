package basemap

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/simplify"
)

// packed is a vector tile, gzipped; y counts from the north.
type packed struct {
	z, x, y uint32
	data    []byte
}

// tileSet is what drawTiles made, in the order of zoom, column and row.
type tileSet struct {
	tiles []packed
	err   error
}

// projected is a feature on the unit square of web tiles, x from the west, y from
// the north.
type projected struct {
	f        *feature
	geometry orb.Geometry // orb.Point, orb.MultiLineString or orb.MultiPolygon
	bound    orb.Bound
	in       [2]entry // the layers that take it: a street and its name; unused ones are zero
}

// entry says from which zoom a feature is in a layer.
type entry struct{ layer, from int }

// drawn is a feature in a layer, in the units of a zoom level's tiles: 4096 to a
// tile, over the whole world.
type drawn struct {
	f        *feature
	geometry orb.Geometry
	bound    orb.Bound
	layer    int
}

const (
	// buffer is how far a tile's features reach beyond its edge, in its units.
	buffer = 64
	// tolerance is how far a generalised line may lie off, in tile units: a fifth
	// of a pixel of a 256-pixel tile.
	tolerance = 3.0
)

// drawTiles generalises the features, whose boxes are given, into tiles, zoom after
// zoom.
func drawTiles(ctx context.Context, features []feature, boxes []orb.Bound, bound orb.Bound) tileSet {
	var out tileSet
	all := project(features, boxes)
	var things []drawn
	for z := minZoom; z <= maxZoom; z++ {
		things = atZoom(all, z, things[:0])
		tiles, err := drawZoom(ctx, things, z, bound)
		if err != nil {
			return tileSet{err: err}
		}
		out.tiles = append(out.tiles, tiles...)
	}
	return out
}

func drawZoom(ctx context.Context, things []drawn, z int, bound orb.Bound) ([]packed, error) {
	n := float64(uint32(1) << z)
	lo, hi := mercator(orb.Point{bound.Min[0], bound.Max[1]}), mercator(orb.Point{bound.Max[0], bound.Min[1]})
	x0, x1 := tileAt(lo[0]*n, n), tileAt(hi[0]*n, n)
	y0, y1 := tileAt(lo[1]*n, n), tileAt(hi[1]*n, n)
	type spot struct{ x, y uint32 }
	buckets := map[spot][]int32{}
	for i := range things {
		b := things[i].bound
		for x := max(x0, tileAt((b.Min[0]-buffer)/extent, n)); x <= min(x1, tileAt((b.Max[0]+buffer)/extent, n)); x++ {
			for y := max(y0, tileAt((b.Min[1]-buffer)/extent, n)); y <= min(y1, tileAt((b.Max[1]+buffer)/extent, n)); y++ {
				buckets[spot{x, y}] = append(buckets[spot{x, y}], int32(i))
			}
		}
	}
	spots := make([]spot, 0, len(buckets))
	for s := range buckets {
		spots = append(spots, s)
	}
	slices.SortFunc(spots, func(a, b spot) int { return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y)) })
	tiles := make([]packed, len(spots))
	workers := runtime.GOMAXPROCS(0)
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for k := range workers {
		wg.Go(func() {
			e := newTileEncoder()
			for i := k; i < len(spots) && ctx.Err() == nil; i += workers {
				s := spots[i]
				data, err := e.encode(things, buckets[s], s.x, s.y)
				if err != nil {
					errs[k] = fmt.Errorf("tile %d/%d/%d: %w", z, s.x, s.y, err)
					return
				}
				tiles[i] = packed{uint32(z), s.x, s.y, data}
			}
		})
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(tiles, func(t packed) bool { return t.data == nil }), nil
}

func tileAt(v, n float64) uint32 { return uint32(max(0, min(n-1, math.Floor(v)))) }

// mercator projects a place onto the unit square of web tiles.
func mercator(p orb.Point) orb.Point {
	const edge = 85.0511287798
	s := math.Sin(max(-edge, min(edge, p[1])) * math.Pi / 180)
	return orb.Point{p[0]/360 + 0.5, 0.5 - math.Log((1+s)/(1-s))/(4*math.Pi)}
}

// project brings the features, whose boxes are given, onto the unit square.
func project(features []feature, boxes []orb.Bound) []projected {
	line := func(l []orb.Point) orb.LineString {
		out := make(orb.LineString, len(l))
		for i, p := range l {
			out[i] = mercator(p)
		}
		return out
	}
	out := make([]projected, 0, len(features))
	for i := range features {
		f := &features[i]
		var in [2]entry
		n := 0
		for k := range tileLayers {
			if from := tileLayers[k].takes(f); from > 0 && n < len(in) {
				in[n] = entry{k, from}
				n++
			}
		}
		if n == 0 {
			continue
		}
		var g orb.Geometry
		switch x := f.Geometry.(type) {
		case orb.Point:
			g = mercator(x)
		case orb.LineString:
			g = orb.MultiLineString{line(x)}
		case orb.MultiLineString:
			m := make(orb.MultiLineString, len(x))
			for i, l := range x {
				m[i] = line(l)
			}
			g = m
		case orb.MultiPolygon:
			m := make(orb.MultiPolygon, len(x))
			for i, p := range x {
				m[i] = make(orb.Polygon, len(p))
				for k, r := range p {
					m[i][k] = orb.Ring(line(r))
				}
			}
			g = m
		default:
			continue
		}
		b := boxes[i]
		nw, se := mercator(orb.Point{b.Min[0], b.Max[1]}), mercator(orb.Point{b.Max[0], b.Min[1]})
		out = append(out, projected{f, g, orb.Bound{Min: nw, Max: se}, in})
	}
	return out
}

// atZoom appends what a zoom level shows, in its units, generalised once for all
// tiles. Layers stand one after the other and keep the features' order.
func atZoom(all []projected, z int, out []drawn) []drawn {
	scale := extent * float64(uint32(1)<<z)
	thin := simplify.DouglasPeucker(tolerance)
	for i := range all {
		p := drawn{f: all[i].f}
		for _, e := range all[i].in {
			if e.from == 0 || e.from > z {
				continue
			}
			if p.geometry == nil {
				// The finest level comes last and may have what the others copied.
				p.geometry = scaled(all[i].geometry, scale, z == maxZoom)
				if z < maxZoom {
					p.geometry = thin.Simplify(p.geometry)
				}
				b := all[i].bound
				p.bound = orb.Bound{
					Min: orb.Point{b.Min[0] * scale, b.Min[1] * scale},
					Max: orb.Point{b.Max[0] * scale, b.Max[1] * scale},
				}
			}
			p.layer = e.layer
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b drawn) int { return a.layer - b.layer })
	return out
}

// scaled returns a geometry times a factor, in its own place or as a copy.
func scaled(g orb.Geometry, by float64, inPlace bool) orb.Geometry {
	line := func(l []orb.Point) []orb.Point {
		out := l
		if !inPlace {
			out = make([]orb.Point, len(l))
		}
		for i, p := range l {
			out[i] = orb.Point{p[0] * by, p[1] * by}
		}
		return out
	}
	switch x := g.(type) {
	case orb.Point:
		return orb.Point{x[0] * by, x[1] * by}
	case orb.MultiLineString:
		m := x
		if !inPlace {
			m = make(orb.MultiLineString, len(x))
		}
		for i, l := range x {
			m[i] = line(l)
		}
		return m
	case orb.MultiPolygon:
		m := x
		if !inPlace {
			m = make(orb.MultiPolygon, len(x))
		}
		for i, poly := range x {
			if !inPlace {
				m[i] = make(orb.Polygon, len(poly))
			}
			for k, r := range poly {
				m[i][k] = line(r)
			}
		}
		return m
	}
	return nil
}

// tileEncoder makes one tile after another.
type tileEncoder struct {
	layers []*layerWriter
	zip    *gzip.Writer
	raw    []byte
}

func newTileEncoder() *tileEncoder {
	// The tiles are for other programs; a tenth of their size for half of the time.
	fast, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	if err != nil {
		panic(err) // the level is a constant
	}
	e := &tileEncoder{zip: fast}
	for _, l := range tileLayers {
		e.layers = append(e.layers, newLayerWriter(l.name))
	}
	return e
}

// encode makes a tile of some of the things; nil when nothing is left of them.
func (e *tileEncoder) encode(things []drawn, which []int32, x, y uint32) ([]byte, error) {
	origin := orb.Point{float64(x) * extent, float64(y) * extent}
	box := orb.Bound{
		Min: orb.Point{origin[0] - buffer, origin[1] - buffer},
		Max: orb.Point{origin[0] + extent + buffer, origin[1] + extent + buffer},
	}
	for _, w := range e.layers {
		w.reset()
	}
	for _, i := range which {
		t := &things[i]
		g := cut(t.geometry, t.bound, box)
		if g == nil {
			continue
		}
		w := e.layers[t.layer]
		fields(w.name, t.f, w.tag)
		w.add(t.f.ID, g, origin)
	}
	e.raw = e.raw[:0]
	for _, w := range e.layers {
		e.raw = w.append(e.raw)
	}
	if len(e.raw) == 0 {
		return nil, nil
	}
	var out bytes.Buffer
	e.zip.Reset(&out)
	if _, err := e.zip.Write(e.raw); err != nil {
		return nil, err
	}
	if err := e.zip.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// cut returns the part of a geometry in a box. The geometry is not changed, and
// not copied where it lies inside.
func cut(g orb.Geometry, bound, box orb.Bound) orb.Geometry {
	if !bound.Intersects(box) {
		return nil
	}
	if box.Contains(bound.Min) && box.Contains(bound.Max) {
		return g
	}
	switch g := g.(type) {
	case orb.MultiLineString:
		var out orb.MultiLineString
		for _, l := range g {
			out = append(out, clip.LineString(box, l)...)
		}
		if len(out) > 0 {
			return out
		}
	case orb.MultiPolygon:
		var out orb.MultiPolygon
		for _, p := range g {
			if p = clipPolygon(box, p); p != nil {
				out = append(out, p)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}
