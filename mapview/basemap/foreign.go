package basemap

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"
	"strconv"
	"sync"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geo"

	"pinezka/data/osm"
	"pinezka/mapview/source"
	"pinezka/mapview/tile"
)

// Tiles is a base map of somebody else's vector tiles. It may be asked from
// several goroutines.
//
// A question goes to the zoom level whose tiles are about 256 screen pixels wide
// at its scale, or the nearest that the archive has. A tile is decoded once and
// stays in memory while there is room:
//
//  1. Its layers and attributes become OpenStreetMap's keys and values (Schemas),
//     and those a class by the style's own selectors.
//  2. Areas keep what the tile has beyond its edge, so that neighbours overlap and
//     no joint shows; what the tile's edge has cut is no outline.
//  3. Lines are cut at the edge and sewn together again over all tiles of a
//     question, so that dashes run on and a street has its name once.
type Tiles struct {
	archive tile.Archive
	opt     TilesOptions
	info    tile.Info
	schema  *schema // nil: looked for in each tile
	sel     selectors

	mu      sync.Mutex
	cache   map[tile.ID]*decoded
	recent  []tile.ID // the last used at the end
	points  int       // in the cache
	damaged int
}

// TilesOptions say how foreign tiles are understood.
type TilesOptions struct {
	Rules   []ClassRule        // class what the tiles hold; see ParseRules
	Schemas Schemas            // see ParseSchemas
	Visible map[string]float64 // smallest scale of each class, as for Open
}

// ErrFar says that a view is so wide that it would need more tiles than the
// archive has overviews for.
var ErrFar = errors.New("the base map has no overview of so wide a view")

const (
	// tileMM is how wide a tile stands on the screen: 256 pixels.
	tileMM = 256 * 25.4 / 96
	// mostTiles is how many tiles one question may need: an A0 sheet takes about
	// 150 of its best zoom level.
	mostTiles = 512
	// mostPoints is how many corners stay decoded, about 100 MB.
	mostPoints = 3_000_000
)

// OpenTiles opens an archive of vector tiles, MBTiles or PMTiles. Errors are those
// of tile.OpenVector.
func OpenTiles(path string, opt TilesOptions) (*Tiles, error) {
	a, err := tile.OpenVector(path)
	if err != nil {
		return nil, err
	}
	t, err := TilesOf(a, opt)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open base map %q: %w", path, err), a.Close())
	}
	return t, nil
}

// TilesOf is OpenTiles for an archive that is open.
func TilesOf(a tile.Archive, opt TilesOptions) (*Tiles, error) {
	sel, err := newSelectors(opt.Rules)
	if err != nil {
		return nil, err
	}
	t := &Tiles{archive: a, opt: opt, info: a.Info(), sel: sel, cache: map[tile.ID]*decoded{}}
	if l := t.info.Layers; l != nil {
		t.schema = opt.Schemas.of(slices.Sorted(maps.Keys(l)), func(attribute string) bool {
			for _, names := range l {
				if slices.Contains(names, attribute) {
					return true
				}
			}
			return false
		})
	}
	return t, nil
}

// Info returns name, zooms and credit of the archive.
func (t *Tiles) Info() tile.Info { return t.info }

// Schema returns the name of the schema that the tiles follow, "" when it is not
// known or the archive does not list its layers.
func (t *Tiles) Schema() string {
	if t.schema == nil {
		return ""
	}
	return t.schema.name
}

// Close closes the file.
func (t *Tiles) Close() error { return t.archive.Close() }

// Bound returns the box of degrees that the archive covers.
func (t *Tiles) Bound() orb.Bound { return t.info.Bound }

// zoomFor returns the zoom level for a scale at a latitude, without the limits of
// an archive.
func zoomFor(scale, lat float64) float64 {
	const equator = 40_075_016.686
	width := tileMM / 1000 * scale // of a tile on the ground, in metres
	return math.Log2(equator * math.Cos(lat*math.Pi/180) / width)
}

// Features implements source.Source. A damaged tile is told as an error;
// what the other tiles hold comes first.
func (t *Tiles) Features(ctx context.Context, q source.Query) iter.Seq2[source.Feature, error] {
	return func(yield func(source.Feature, error) bool) {
		ids, err := t.tilesFor(q)
		if err != nil {
			yield(source.Feature{}, err)
			return
		}
		var lines []cutLine
		var bad error
		for _, id := range ids {
			if err := ctx.Err(); err != nil {
				yield(source.Feature{}, err)
				return
			}
			d, err := t.tile(ctx, id)
			if err != nil && bad == nil {
				bad = err
			}
			if d == nil {
				for _, f := range t.standIn(ctx, id, q) {
					if !yield(f, nil) {
						return
					}
				}
				continue
			}
			for f, err := range d.whole.Features(ctx, q) {
				if err == nil && t.hidden(f.Class, q.Scale) {
					continue
				}
				if !yield(f, err) || err != nil {
					return
				}
			}
			for _, l := range d.lines {
				if !t.hidden(l.Class, q.Scale) {
					lines = append(lines, l)
				}
			}
		}
		for _, f := range sew(lines) {
			if f.Geometry.Bound().Intersects(q.Bound) && !yield(f, nil) {
				return
			}
		}
		if bad != nil {
			yield(source.Feature{}, bad)
		}
	}
}

// standIn returns what the nearest tile above a missing one shows in its place.
func (t *Tiles) standIn(ctx context.Context, id tile.ID, q source.Query) (out []source.Feature) {
	box := id.Bound()
	for id.Z > t.info.MinZoom {
		id, _, _ = id.Parent(1)
		d, err := t.tile(ctx, id)
		if d == nil || err != nil {
			continue
		}
		take := func(f source.Feature) {
			if t.hidden(f.Class, q.Scale) {
				return
			}
			if p, ok := f.Geometry.(orb.Point); ok {
				if box.Contains(p) {
					out = append(out, f)
				}
				return
			}
			f.Geometry = clipTo(box, f.Geometry)
			if l, ok := f.Geometry.(orb.LineString); ok && geo.Length(l) == 0 || f.Geometry == nil {
				return // it only touches the edge
			}
			if _, area := f.Geometry.(orb.MultiPolygon); area {
				f.Edges = orb.MultiLineString{} // of a coarse picture, no outline
			}
			out = append(out, f)
		}
		q.Bound = box
		for f := range d.whole.Features(ctx, q) {
			take(f)
		}
		for _, l := range d.lines {
			take(l.Feature)
		}
		return out
	}
	return nil
}

// Damaged returns how many tiles were found damaged so far.
func (t *Tiles) Damaged() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.damaged
}

func (t *Tiles) hidden(class string, scale float64) bool {
	from, known := t.opt.Visible[class]
	return known && scale > from
}

// tilesFor returns the tiles that a question needs.
func (t *Tiles) tilesFor(q source.Query) ([]tile.ID, error) {
	if !q.Bound.Intersects(t.info.Bound) {
		return nil, nil
	}
	b := orb.Bound{
		Min: orb.Point{max(q.Bound.Min[0], t.info.Bound.Min[0]), max(q.Bound.Min[1], t.info.Bound.Min[1])},
		Max: orb.Point{min(q.Bound.Max[0], t.info.Bound.Max[0]), min(q.Bound.Max[1], t.info.Bound.Max[1])},
	}
	// A third of a level more: the details of a style show a little before theirs.
	z := math.Ceil(zoomFor(q.Scale, b.Center()[1]) - 2.0/3)
	z = max(float64(t.info.MinZoom), min(float64(t.info.MaxZoom), z))
	nw, se := tile.At(orb.Point{b.Min[0], b.Max[1]}, uint8(z)), tile.At(orb.Point{b.Max[0], b.Min[1]}, uint8(z))
	if n := (uint64(se.X-nw.X) + 1) * (uint64(se.Y-nw.Y) + 1); n > mostTiles {
		return nil, fmt.Errorf("%w: %d tiles of zoom %d", ErrFar, n, uint8(z))
	}
	var out []tile.ID
	for x := nw.X; x <= se.X; x++ {
		for y := nw.Y; y <= se.Y; y++ {
			out = append(out, tile.ID{Z: uint8(z), X: x, Y: y})
		}
	}
	return out, nil
}

// decoded is a tile as features of ours.
type decoded struct {
	once   sync.Once
	err    error
	none   bool
	whole  *source.Memory // areas, points and lines that stay inside
	lines  []cutLine      // lines that go on in a neighbour
	points int
}

// tile returns a decoded tile, nil when the archive has none.
func (t *Tiles) tile(ctx context.Context, id tile.ID) (*decoded, error) {
	t.mu.Lock()
	d, ok := t.cache[id]
	if !ok {
		d = &decoded{}
		t.cache[id] = d
	}
	t.recent = append(slices.DeleteFunc(t.recent, func(r tile.ID) bool { return r == id }), id)
	t.mu.Unlock()
	d.once.Do(func() {
		// Not the asker's context: others wait for the same tile.
		b, err := t.archive.Read(context.WithoutCancel(ctx), id, tile.Wait)
		switch {
		case errors.Is(err, tile.ErrNone):
			d.none = true
			return
		case err == nil:
			b, err = tile.Unpack(b)
		}
		if err == nil {
			err = t.decode(d, id, b)
		}
		if err != nil {
			d.err = fmt.Errorf("tile %v of %q: %w", id, t.info.Name, err)
		}
	})
	t.mu.Lock()
	defer t.mu.Unlock()
	if !ok {
		t.points += d.points
		if d.err != nil {
			t.damaged++
		}
		t.shed()
	}
	if d.none || d.err != nil {
		return nil, d.err
	}
	return d, nil
}

// shed gives up the tiles that were used longest ago.
func (t *Tiles) shed() {
	for t.points > mostPoints && len(t.recent) > 1 {
		if d, ok := t.cache[t.recent[0]]; ok {
			t.points -= d.points
			delete(t.cache, t.recent[0])
		}
		t.recent = t.recent[1:]
	}
}

// decode makes features of a tile's bytes.
func (t *Tiles) decode(d *decoded, id tile.ID, b []byte) (err error) {
	// The decoder is other people's, and the bytes are a stranger's.
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: decoder failed: %v", tile.ErrDamaged, r)
		}
	}()
	layers, err := mvt.Unmarshal(b)
	if err != nil {
		return fmt.Errorf("%w: %v", tile.ErrDamaged, err)
	}
	m := &tileMapper{t: t, id: id, schema: t.schema}
	if m.schema == nil && t.info.Layers == nil {
		m.schema = t.opt.Schemas.of(layerNames(layers), func(a string) bool { return hasAttribute(layers, a) })
	}
	m.classes = classifier{selectors: t.sel, give: m.give}
	for _, l := range layers {
		m.layer(l)
	}
	d.whole, d.lines, d.points = source.NewMemory(m.whole), m.lines, m.points
	return nil
}

func layerNames(layers mvt.Layers) []string {
	var out []string
	for _, l := range layers {
		out = append(out, l.Name)
	}
	return out
}

func hasAttribute(layers mvt.Layers, name string) bool {
	for _, l := range layers {
		for _, f := range l.Features {
			if _, ok := f.Properties[name]; ok {
				return true
			}
		}
	}
	return false
}

// Classes of what a tile holds beyond all schemas.
const (
	classPlainArea  = "plain.area"
	classPlainLine  = "plain.line"
	classPlainPoint = "plain.point"
)

// tileMapper makes features of one tile's layers.
type tileMapper struct {
	t       *Tiles
	id      tile.ID
	schema  *schema
	classes classifier

	extent float64
	reach  orb.Bound // how far the layer's geometry goes, in tile units
	edges  orb.MultiLineString
	cut    bool
	given  bool // the object at hand has become a feature

	whole  []source.Feature
	lines  []cutLine
	points int
}

// give takes a feature in the tile's units.
func (m *tileMapper) give(f feature) {
	m.given = true
	switch g := f.Geometry.(type) {
	case orb.Point:
		f.Geometry = m.place(g)
		m.points++
	case orb.LineString:
		m.giveLine(f.Feature, g)
		return
	case orb.MultiPolygon:
		if m.cut {
			f.Edges = make(orb.MultiLineString, 0, len(m.edges))
			for _, l := range m.edges {
				f.Edges = append(f.Edges, m.line(l))
			}
		}
		placed := make(orb.MultiPolygon, len(g))
		for i, p := range g {
			placed[i] = make(orb.Polygon, len(p))
			for k, r := range p {
				placed[i][k] = orb.Ring(m.line(orb.LineString(r)))
			}
		}
		f.Geometry, f.Area = placed, geo.Area(placed)
	}
	m.whole = append(m.whole, f.Feature)
}

func (m *tileMapper) layer(l *mvt.Layer) {
	if l.Extent == 0 {
		return
	}
	m.extent = float64(l.Extent)
	m.reach = orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for _, f := range l.Features {
		if b := f.Geometry.Bound(); !b.IsEmpty() {
			m.reach = m.reach.Union(b)
		}
	}
	for _, f := range l.Features {
		get := func(name string) string { return text(f.Properties[name]) }
		var tags osm.Tags
		if m.schema != nil {
			tags = m.schema.tagsOf(l.Name, get)
		} else {
			tags = plainTags(slices.Sorted(maps.Keys(f.Properties)), get)
		}
		out := source.Feature{ID: idOf(f.ID), Name: tags.Name(), Layer: layer(tags), Flags: flags(tags)}
		if tags.Has("pinezka:link", "yes") {
			out.Flags |= source.Link
		}
		if m.schema != nil && slices.Contains(m.schema.names, l.Name) {
			out.Flags |= source.NameOnly
		}
		m.feature(tags, f.Geometry, out)
	}
}

// feature gives what one feature of a tile is on our map. In a schema that is
// known, what no rule names is left out; else it is drawn plainly, points only
// when they have a name.
func (m *tileMapper) feature(t osm.Tags, g orb.Geometry, f source.Feature) {
	plain := m.schema == nil
	switch g := g.(type) {
	case orb.Point:
		m.point(t, g, f, plain)
	case orb.MultiPoint:
		for _, p := range g {
			m.point(t, p, f, plain)
		}
	case orb.LineString:
		m.lineOf(t, g, f, plain)
	case orb.MultiLineString:
		for _, l := range g {
			m.lineOf(t, l, f, plain)
		}
	case orb.Polygon:
		m.area(t, orb.MultiPolygon{g}, f, plain)
	case orb.MultiPolygon:
		for _, p := range g {
			m.area(t, orb.MultiPolygon{p}, f, plain)
		}
	}
}

// point takes a point of the tile itself; those in its margin are a neighbour's.
func (m *tileMapper) point(t osm.Tags, p orb.Point, f source.Feature, plain bool) {
	if p[0] < 0 || p[1] < 0 || p[0] >= m.extent || p[1] >= m.extent {
		return
	}
	m.given = false
	if n := t.Find("addr:housenumber"); n != "" {
		f.Name = n
		m.classes.emit(f, classHouse, p, osm.Tag{})
		return
	}
	m.classes.point(t, p, f)
	if plain && !m.given && f.Name != "" {
		m.classes.emit(f, classPlainPoint, p, osm.Tag{})
	}
}

func (m *tileMapper) lineOf(t osm.Tags, l orb.LineString, f source.Feature, plain bool) {
	if len(l) < 2 {
		return
	}
	m.given = false
	m.classes.line(t, l, f)
	if !m.given {
		if class, _ := m.classes.boundaryClass(t.Find("admin_level")); class != "" {
			m.classes.emit(f, class, l, osm.Tag{})
		}
	}
	if plain && !m.given {
		m.classes.emit(f, classPlainLine, l, osm.Tag{})
	}
}

func (m *tileMapper) area(t osm.Tags, g orb.MultiPolygon, f source.Feature, plain bool) {
	if n := t.Find("addr:housenumber"); n != "" && !t.Yes("building") {
		m.point(t, g.Bound().Center(), f, plain)
		return
	}
	m.given = false
	m.outline(g[0])
	m.classes.cover(t, g, f)
	if plain && !m.given {
		m.classes.emit(f, classPlainArea, g, osm.Tag{})
	}
	m.edges, m.cut = nil, false
}

// outline finds what of a polygon's rings is its outline: all but what runs along
// the edge at which the tile was cut, which is as far as anything of the layer
// reaches.
func (m *tileMapper) outline(p orb.Polygon) {
	b := p.Bound()
	limit := func(v, far float64, beyond bool) bool { return beyond && v == far }
	left, right := m.reach.Min[0] <= 0, m.reach.Max[0] >= m.extent
	top, bottom := m.reach.Min[1] <= 0, m.reach.Max[1] >= m.extent
	m.edges = nil
	m.cut = limit(b.Min[0], m.reach.Min[0], left) || limit(b.Max[0], m.reach.Max[0], right) ||
		limit(b.Min[1], m.reach.Min[1], top) || limit(b.Max[1], m.reach.Max[1], bottom)
	if !m.cut {
		return
	}
	along := func(a, b orb.Point) bool {
		return a[0] == b[0] && (limit(a[0], m.reach.Min[0], left) || limit(a[0], m.reach.Max[0], right)) ||
			a[1] == b[1] && (limit(a[1], m.reach.Min[1], top) || limit(a[1], m.reach.Max[1], bottom))
	}
	seams := 0
	for _, r := range p {
		var run orb.LineString
		for i := 1; i < len(r); i++ {
			if along(r[i-1], r[i]) {
				seams++
				if len(run) > 1 {
					m.edges = append(m.edges, run)
				}
				run = nil
				continue
			}
			if run == nil {
				run = orb.LineString{r[i-1]}
			}
			run = append(run, r[i])
		}
		if len(run) > 1 {
			m.edges = append(m.edges, run)
		}
	}
	m.cut = seams > 0
}

// giveLine cuts a line at the tile's edge; pieces that end there wait to be sewn.
func (m *tileMapper) giveLine(f source.Feature, l orb.LineString) {
	box := orb.Bound{Max: orb.Point{m.extent, m.extent}}
	pieces := orb.MultiLineString{l}
	if b := l.Bound(); !box.Contains(b.Min) || !box.Contains(b.Max) {
		pieces = clip.LineString(box, l)
	}
	for _, p := range pieces {
		if p = slices.Compact(p); len(p) < 2 {
			continue // it only touches the edge
		}
		start, end := m.seam(p[0]), m.seam(p[len(p)-1])
		f.Geometry = m.line(p)
		if start == nil && end == nil {
			m.whole = append(m.whole, f)
			continue
		}
		m.lines = append(m.lines, cutLine{Feature: f, ends: [2]*seam{start, end}})
	}
}

// line brings a line of the tile's units to degrees.
func (m *tileMapper) line(l orb.LineString) orb.LineString {
	out := make(orb.LineString, len(l))
	for i, p := range l {
		out[i] = m.place(p)
	}
	m.points += len(l)
	return out
}

// place brings a point of the tile's units to degrees.
func (m *tileMapper) place(p orb.Point) orb.Point {
	n := math.Exp2(float64(m.id.Z))
	x, y := (float64(m.id.X)+p[0]/m.extent)/n, (float64(m.id.Y)+p[1]/m.extent)/n
	return orb.Point{x*360 - 180, math.Atan(math.Sinh(math.Pi*(1-2*y))) * 180 / math.Pi}
}

// idOf returns the number of a feature, 0 when it has none.
func idOf(id any) int64 {
	switch v := id.(type) {
	case uint64:
		return int64(v)
	case float64:
		return int64(v)
	}
	return 0
}

// text returns an attribute as text: whole numbers without a point.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case nil:
		return ""
	}
	return fmt.Sprint(v)
}
