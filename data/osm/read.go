package osm

import (
	"cmp"
	"context"
	"io"
	"slices"
	"time"

	"github.com/paulmach/orb"
)

// Kind tells what an object is in OpenStreetMap.
type Kind uint8

// The kinds of objects.
const (
	Node Kind = iota
	Way
	Relation
)

// Object is a tagged node, a tagged way, or a relation that is an area.
type Object struct {
	Kind Kind
	ID   int64
	// Tags share memory with the block they came from: whoever keeps a string for
	// long clones it.
	Tags Tags
	// Geometry in degrees: an orb.Point, an orb.LineString (closed when its ends
	// meet) or an orb.MultiPolygon; nil for a boundary of which no ring is whole.
	Geometry orb.Geometry
	Nodes    []int64      // of a way, one for each point of its line
	Lines    []MemberLine // of a relation: its ways, as far as the extract has them
	Whole    bool         // a relation of which nothing is missing
}

// MemberLine is a way of a relation.
type MemberLine struct {
	Way  int64
	Line orb.LineString
}

// Closed tells whether a way's ends meet.
func (o *Object) Closed() bool {
	l, ok := o.Geometry.(orb.LineString)
	return ok && orb.Ring(l).Closed()
}

// Polygons returns the area of a closed way or of a relation, else nil. Whether
// a closed way means an area, its tags decide.
func (o *Object) Polygons() orb.MultiPolygon {
	switch g := o.Geometry.(type) {
	case orb.MultiPolygon:
		return g
	case orb.LineString:
		if o.Closed() {
			return orb.MultiPolygon{{orb.Ring(g)}}
		}
	}
	return nil
}

// Stats counts what was read, and what an extract's edge cost.
type Stats struct {
	Nodes, Ways, Relations int // in the file
	Areas                  int // relations of type multipolygon or boundary
	MissingNodes           int // that ways refer to
	MissingWays            int // that those relations refer to
	OpenRings              int // of those relations, cut open by the edge, left out
	Incomplete             int // those relations that lack anything
}

// Progress is told how many bytes were read, of how many; both passes count.
type Progress func(done, total int64)

// Read gives all objects of an extract to visit; see ReadWithin.
func Read(ctx context.Context, path string, progress Progress, visit func(Object) error) (Header, Stats, error) {
	return ReadWithin(ctx, path, orb.Bound{}, progress, visit)
}

// ReadWithin gives the objects of an extract whose box touches a box of degrees to
// visit; the zero box asks for all. Tagged nodes come first, in the order of the
// file, then tagged ways, then relations of type multipolygon and boundary. An
// old-style multipolygon, which has its tags on the outer way, is given in place
// of that way. An error of visit ends the reading and is returned as it is; the
// errors of the file are a *FileError. The header's date is that of the newest
// object when the header names none.
func ReadWithin(ctx context.Context, path string, within orb.Bound, progress Progress, visit func(Object) error) (Header, Stats, error) {
	r := &reader{within: within, all: within == orb.Bound{}, progress: progress, visit: visit, parts: map[int64]*part{}}
	h, err := r.read(ctx, path)
	if err != nil {
		return h, r.stats, err
	}
	if err := r.giveRelations(ctx); err != nil {
		return h, r.stats, err
	}
	if h.Date.IsZero() && r.newest > 0 {
		h.Date = time.Unix(r.newest, 0).UTC()
	}
	return h, r.stats, nil
}

// read does both passes over a file.
func (r *reader) read(ctx context.Context, path string) (Header, error) {
	if is, err := isXML(path); err != nil {
		return Header{}, err
	} else if is {
		return r.readXML(ctx, path)
	}
	x, err := openFile(path)
	if err != nil {
		return Header{}, err
	}
	defer x.f.Close()
	r.x = x
	h, err := x.header()
	if err != nil {
		return h, err
	}
	if err := r.first(ctx); err != nil {
		return h, err
	}
	return h, r.second(ctx)
}

type reader struct {
	x        *file
	within   orb.Bound
	all      bool
	progress Progress
	visit    func(Object) error
	stats    Stats

	ids    []int64 // of nodes, ascending after the first pass
	places []fixed
	chunks struct { // of both, as the blocks came
		ids    [][]int64
		places [][]fixed
	}
	blocks    []int64 // where blocks with ways begin
	relations []rawRelation
	parts     map[int64]*part // ways of relations
	newest    int64
}

// part is a way that relations are made of.
type part struct {
	line     orb.LineString
	nodes    []int64
	tags     Tags
	oldStyle bool // may bear the tags of its relation
	given    bool
}

// decoder returns the work on a block of data.
func (x *file) decoder(want parts) func(*blob, *[]byte) (contents, error) {
	return func(b *blob, buf *[]byte) (contents, error) {
		if !b.data {
			return contents{}, nil
		}
		msg, err := b.unpack(*buf)
		if err != nil {
			return contents{}, x.fault(b.at, ErrNotExtract, err.Error())
		}
		if cap(msg) > cap(*buf) {
			*buf = msg
		}
		c, err := decodeBlock(msg, want)
		if err != nil {
			return contents{}, x.fault(b.at, ErrNotExtract, err.Error())
		}
		return c, nil
	}
}

func (r *reader) tell(done int64) {
	if r.progress != nil {
		r.progress(done, 2*r.x.size)
	}
}

// first finds the nodes' places, gives the tagged ones, and keeps relations.
func (r *reader) first(ctx context.Context) error {
	err := inOrder(ctx, r.x.next, r.x.decoder(nodesAndRelations), func(c contents, at int64) error {
		r.tell(at)
		if c.nWays > 0 {
			r.blocks = append(r.blocks, at)
		}
		return r.takeNodes(c)
	})
	if err != nil {
		return err
	}
	r.nodesDone()
	return nil
}

// takeNodes takes what the first pass wants of a block.
func (r *reader) takeNodes(c contents) error {
	r.newest = max(r.newest, c.newest)
	r.stats.Nodes += len(c.ids)
	r.stats.Relations += c.nRelation
	r.chunks.ids, r.chunks.places = append(r.chunks.ids, c.ids), append(r.chunks.places, c.places)
	r.relations = append(r.relations, c.relations...)
	for i := range c.tagged {
		o := &c.tagged[i]
		if !r.all && !r.within.Contains(o.Geometry.(orb.Point)) {
			continue
		}
		if err := r.visit(*o); err != nil {
			return err
		}
	}
	return nil
}

// nodesDone makes the index of nodes and finds which ways relations want.
func (r *reader) nodesDone() {
	r.ids, r.places = slices.Concat(r.chunks.ids...), slices.Concat(r.chunks.places...)
	r.chunks.ids, r.chunks.places = nil, nil
	for i := 1; i < len(r.ids); i++ {
		if r.ids[i] <= r.ids[i-1] {
			r.sort()
			break
		}
	}
	r.stats.Areas = len(r.relations)
	for i := range r.relations {
		rel := &r.relations[i]
		old := bare(rel.tags)
		for _, m := range rel.members {
			if !m.way {
				continue
			}
			p := r.parts[m.ref]
			if p == nil {
				p = &part{}
				r.parts[m.ref] = p
			}
			p.oldStyle = p.oldStyle || old && !m.inner
		}
	}
}

// sort orders the nodes of an extract that does not list them by number.
func (r *reader) sort() {
	at := make([]int, len(r.ids))
	for i := range at {
		at[i] = i
	}
	slices.SortStableFunc(at, func(a, b int) int {
		return cmp.Compare(r.ids[a], r.ids[b])
	})
	ids, places := make([]int64, len(at)), make([]fixed, len(at))
	for i, k := range at {
		ids[i], places[i] = r.ids[k], r.places[k]
	}
	r.ids, r.places = ids, places
}

// placed is what a block of ways becomes in the second pass.
type placed struct {
	objects []Object
	ways    int
	missing int
	newest  int64
}

// second reads the blocks that hold ways.
func (r *reader) second(ctx context.Context) error {
	i := 0
	next := func() (blob, error) {
		if i == len(r.blocks) {
			return blob{}, io.EOF
		}
		r.x.at = r.blocks[i]
		i++
		return r.x.next()
	}
	decode := r.x.decoder(ways)
	work := func(b *blob, buf *[]byte) (placed, error) {
		c, err := decode(b, buf)
		if err != nil {
			return placed{}, err
		}
		return r.placeWays(c), nil
	}
	return inOrder(ctx, next, work, func(p placed, at int64) error {
		r.tell(r.x.size + at)
		return r.takeWays(p)
	})
}

// placeWays gives the ways of a block their lines. It only reads.
func (r *reader) placeWays(c contents) placed {
	out := placed{ways: c.nWays, newest: c.newest, objects: make([]Object, 0, len(c.ways))}
	for k := range c.ways {
		o, missing := r.place(&c.ways[k])
		out.missing += missing
		if o.Geometry != nil {
			out.objects = append(out.objects, o)
		}
	}
	return out
}

// takeWays takes what the second pass found in a block.
func (r *reader) takeWays(p placed) error {
	r.newest = max(r.newest, p.newest)
	r.stats.Ways += p.ways
	r.stats.MissingNodes += p.missing
	for k := range p.objects {
		if err := r.takeWay(&p.objects[k]); err != nil {
			return err
		}
	}
	return nil
}

// place gives a way its line; a way of which fewer than two nodes are known has
// none. It only reads, so that blocks may be placed side by side.
func (r *reader) place(w *rawWay) (Object, int) {
	line := make(orb.LineString, 0, len(w.refs))
	missing, at := 0, 0
	nodes := w.refs[:0]
	for _, ref := range w.refs {
		// A way's nodes were often drawn one after the other.
		if at++; at >= len(r.ids) || r.ids[at] != ref {
			var ok bool
			if at, ok = slices.BinarySearch(r.ids, ref); !ok {
				missing++
				continue
			}
		}
		p := r.places[at].point()
		if n := len(line); n > 0 && line[n-1] == p {
			continue
		}
		line, nodes = append(line, p), append(nodes, ref)
	}
	if len(line) < 2 {
		return Object{}, missing
	}
	return Object{Kind: Way, ID: w.id, Tags: w.tags, Geometry: line, Nodes: nodes}, missing
}

func (r *reader) takeWay(o *Object) error {
	p, isPart := r.parts[o.ID]
	if isPart {
		p.line, p.nodes, p.tags = o.Geometry.(orb.LineString), o.Nodes, o.Tags
	}
	if len(o.Tags) == 0 || !r.near(o.Geometry.Bound()) {
		return nil
	}
	if isPart {
		if p.oldStyle && o.Closed() {
			return nil // until it is known whether its relation is whole
		}
		p.given = true
	}
	return r.visit(*o)
}

func (r *reader) near(b orb.Bound) bool { return r.all || r.within.Intersects(b) }

// giveRelations makes areas of the relations.
func (r *reader) giveRelations(ctx context.Context) error {
	for i := range r.relations {
		if i%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		o, ok := r.relation(&r.relations[i])
		if !ok {
			continue
		}
		if err := r.visit(o); err != nil {
			return err
		}
	}
	// Outer ways whose relation did not come to anything speak for themselves.
	ids := make([]int64, 0, len(r.parts))
	for id, p := range r.parts {
		if p.oldStyle && !p.given && len(p.tags) > 0 && len(p.line) > 1 && r.near(p.line.Bound()) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		p := r.parts[id]
		if err := r.visit(Object{Kind: Way, ID: id, Tags: p.tags, Geometry: p.line, Nodes: p.nodes}); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) relation(rel *rawRelation) (Object, bool) {
	o := Object{Kind: Relation, ID: rel.id, Tags: rel.tags, Whole: true}
	var pieces []piece
	old := bare(rel.tags)
	var outer []*part
	for _, m := range rel.members {
		if !m.way {
			continue
		}
		p := r.parts[m.ref]
		if len(p.line) < 2 {
			r.stats.MissingWays++
			o.Whole = false
			continue
		}
		pieces = append(pieces, piece{p.line, m.inner})
		o.Lines = append(o.Lines, MemberLine{m.ref, p.line})
		if old && !m.inner {
			outer = append(outer, p)
			if bare(o.Tags) && !bare(p.tags) {
				o.Tags = p.tags
			}
		}
	}
	rings, open := assemble(pieces)
	r.stats.OpenRings += open
	o.Whole = o.Whole && open == 0 && len(rings) > 0
	if !o.Whole {
		r.stats.Incomplete++
	}
	area := group(rings, o.Whole)
	if len(area) > 0 {
		o.Geometry = area
	}
	if len(area) == 0 && !rel.tags.Has("type", "boundary") && !rel.tags.Has("boundary", "administrative") {
		return o, false
	}
	if len(area) > 0 && o.Whole {
		for _, p := range outer {
			p.given = p.given || p.line[0] == p.line[len(p.line)-1]
		}
	} else if old {
		return o, false
	}
	near := r.all
	for _, l := range o.Lines {
		near = near || r.near(l.Line.Bound())
	}
	// A view may lie wholly inside a large area, away from all of its lines.
	if !near && (len(area) == 0 || !r.near(area.Bound())) {
		return o, false
	}
	return o, true
}

// bare tells whether tags say nothing of what an object is.
func bare(t Tags) bool {
	for i := range t {
		switch t[i].Key {
		case "type", "source", "note", "created_by", "fixme", "FIXME":
		default:
			return false
		}
	}
	return true
}
