package osm

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/paulmach/orb"
	posm "github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"
)

// Errors that callers ask for with errors.Is.
var (
	// ErrNotExtract means that the file is no OpenStreetMap extract in PBF.
	ErrNotExtract = errors.New("not an OpenStreetMap extract (.osm.pbf)")
	// ErrTruncated means that the file ends in the middle.
	ErrTruncated = errors.New("the extract is cut off")
)

// Tags are an object's keys and values.
type Tags = posm.Tags

// Kind tells what an object is in OpenStreetMap.
type Kind uint8

// The kinds of objects.
const (
	Node Kind = iota
	Way
	Relation
)

// Object is a tagged node, a way or a multipolygon.
type Object struct {
	Kind Kind
	ID   int64
	Tags Tags
	// Geometry is an orb.Point, an orb.LineString (closed when its ends meet) or,
	// for a relation, an orb.MultiPolygon of closed rings under the even-odd rule.
	Geometry orb.Geometry
	Nodes    []int64 // of a way, for the road graph
}

// Closed tells whether a way's ends meet.
func (o *Object) Closed() bool {
	l, ok := o.Geometry.(orb.LineString)
	return ok && len(l) > 3 && l[0] == l[len(l)-1]
}

// Header is what the extract says about itself.
type Header struct {
	Bound orb.Bound // the extract's box; zero when it does not say
	Date  time.Time // of the data; zero when it does not say
}

// Stats counts what was read, and what an extract's edge cost.
type Stats struct {
	Nodes, Ways, Relations int
	MissingNodes           int // that ways refer to
	MissingWays            int // that multipolygons refer to
	OpenRings              int // of multipolygons that the edge cut open; left out
	Newest                 time.Time
}

// Progress is told how many bytes of a file were read.
type Progress func(done, total int64)

// Read gives every tagged node, every way and every multipolygon of an extract
// to visit, nodes first, then ways, then relations. An error of visit ends the
// reading. The errors of the file itself wrap ErrNotExtract or ErrTruncated.
func Read(ctx context.Context, path string, progress Progress, visit func(Object) error) (Header, Stats, error) {
	var h Header
	var st Stats
	f, err := os.Open(path)
	if err != nil {
		return h, st, fmt.Errorf("open extract: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return h, st, fmt.Errorf("open extract %q: %w", path, err)
	}
	if err := looksLikeExtract(f); err != nil {
		return h, st, fmt.Errorf("extract %q: %w", path, err)
	}
	size := info.Size()
	tell := func(pass int64, s *osmpbf.Scanner) {
		if progress != nil {
			progress(pass*size/2+s.FullyScannedBytes()/2, size)
		}
	}
	r := &reader{needed: map[int64][]orb.Point{}, stats: &st}
	if h, err = r.relations(ctx, f, tell); err != nil {
		return h, st, fmt.Errorf("extract %q: %w", path, describe(err))
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return h, st, fmt.Errorf("extract %q: %w", path, err)
	}
	if err := r.objects(ctx, f, tell, visit); err != nil {
		return h, st, fmt.Errorf("extract %q: %w", path, describe(err))
	}
	if h.Date.IsZero() {
		h.Date = st.Newest
	}
	return h, st, nil
}

// looksLikeExtract reads the first block's name and puts the file back.
func looksLikeExtract(f io.ReadSeeker) error {
	head := make([]byte, 4+2+9)
	n, err := io.ReadFull(f, head)
	if _, seek := f.Seek(0, io.SeekStart); seek != nil {
		return seek
	}
	switch {
	case n == 0:
		return fmt.Errorf("%w: the file is empty", ErrNotExtract)
	case err != nil:
		return ErrNotExtract
	case binary.BigEndian.Uint32(head) > 1<<16, string(head[6:15]) != "OSMHeader":
		return ErrNotExtract
	}
	return nil
}

// describe names the fault of a file that ends early or whose bytes make no sense.
func describe(err error) error {
	var stop visitError
	switch {
	case errors.As(err, &stop):
		return stop.error
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return fmt.Errorf("%w: %v", ErrTruncated, err)
	}
	return fmt.Errorf("%w: %v", ErrNotExtract, err)
}

// visitError marks an error of the visitor, which says nothing about the file.
type visitError struct{ error }

func (v visitError) Unwrap() error { return v.error }

type reader struct {
	needed map[int64][]orb.Point // ways of multipolygons
	ids    []int64
	places []orb.Point
	sorted bool
	stats  *Stats
}

// scan runs over a pass; a panic on broken bytes becomes an error, since the
// decoder trusts its input.
func scan(s *osmpbf.Scanner, each func(posm.Object) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("broken block: %v", p)
		}
	}()
	for s.Scan() {
		if err := each(s.Object()); err != nil {
			return err
		}
	}
	return s.Err()
}

func (r *reader) relations(ctx context.Context, f io.Reader, tell func(int64, *osmpbf.Scanner)) (h Header, err error) {
	s := osmpbf.New(ctx, f, 2)
	defer s.Close()
	s.SkipNodes, s.SkipWays = true, true
	head, err := s.Header()
	if err != nil {
		return h, err
	}
	if b := head.Bounds; b != nil {
		h.Bound = orb.Bound{Min: orb.Point{b.MinLon, b.MinLat}, Max: orb.Point{b.MaxLon, b.MaxLat}}
	}
	h.Date = head.ReplicationTimestamp
	n := 0
	err = scan(s, func(o posm.Object) error {
		rel, ok := o.(*posm.Relation)
		if !ok {
			return nil
		}
		if n++; n%512 == 0 {
			tell(0, s)
		}
		if !isArea(rel.Tags) {
			return nil
		}
		for _, m := range rel.Members {
			if m.Type == posm.TypeWay {
				r.needed[m.Ref] = nil
			}
		}
		return nil
	})
	return h, err
}

// isArea tells whether a relation is drawn as an area.
func isArea(t Tags) bool {
	switch t.Find("type") {
	case "multipolygon", "boundary":
		return true
	}
	return false
}

func (r *reader) objects(ctx context.Context, f io.Reader, tell func(int64, *osmpbf.Scanner), visit func(Object) error) error {
	s := osmpbf.New(ctx, f, 2)
	defer s.Close()
	n := 0
	newest := func(t time.Time) {
		// An extract without metadata gives 1 January 1970.
		if t.Year() > 2000 && t.After(r.stats.Newest) {
			r.stats.Newest = t
		}
	}
	give := func(o Object) error {
		if err := visit(o); err != nil {
			return visitError{err}
		}
		return nil
	}
	r.sorted = true
	return scan(s, func(o posm.Object) error {
		if n++; n%8192 == 0 {
			tell(1, s)
		}
		switch o := o.(type) {
		case *posm.Node:
			r.stats.Nodes++
			newest(o.Timestamp)
			id := int64(o.ID)
			if len(r.ids) > 0 && id <= r.ids[len(r.ids)-1] {
				r.sorted = false
			}
			r.ids = append(r.ids, id)
			r.places = append(r.places, o.Point())
			if len(o.Tags) > 0 {
				return give(Object{Kind: Node, ID: id, Tags: o.Tags, Geometry: o.Point()})
			}
		case *posm.Way:
			r.stats.Ways++
			newest(o.Timestamp)
			r.sort()
			line := make(orb.LineString, 0, len(o.Nodes))
			refs := make([]int64, 0, len(o.Nodes))
			for _, ref := range o.Nodes {
				p, ok := r.place(int64(ref.ID))
				if !ok {
					r.stats.MissingNodes++
					continue
				}
				line = append(line, p)
				refs = append(refs, int64(ref.ID))
			}
			id := int64(o.ID)
			if _, ok := r.needed[id]; ok && len(line) > 1 {
				r.needed[id] = line
			}
			if len(line) < 2 || len(o.Tags) == 0 {
				return nil
			}
			return give(Object{Kind: Way, ID: id, Tags: o.Tags, Geometry: line, Nodes: refs})
		case *posm.Relation:
			r.stats.Relations++
			newest(o.Timestamp)
			if !isArea(o.Tags) {
				return nil
			}
			var lines [][]orb.Point
			for _, m := range o.Members {
				if m.Type != posm.TypeWay {
					continue
				}
				if line := r.needed[m.Ref]; len(line) > 1 {
					lines = append(lines, line)
				} else {
					r.stats.MissingWays++
				}
			}
			rings, open := assemble(lines)
			r.stats.OpenRings += open
			if len(rings) == 0 {
				return nil
			}
			return give(Object{Kind: Relation, ID: int64(o.ID), Tags: o.Tags, Geometry: group(rings)})
		}
		return nil
	})
}

// sort orders the nodes of an extract that does not list them by number.
func (r *reader) sort() {
	if r.sorted {
		return
	}
	at := make([]int, len(r.ids))
	for i := range at {
		at[i] = i
	}
	slices.SortStableFunc(at, func(a, b int) int {
		switch {
		case r.ids[a] < r.ids[b]:
			return -1
		case r.ids[a] > r.ids[b]:
			return 1
		}
		return 0
	})
	ids, places := make([]int64, len(at)), make([]orb.Point, len(at))
	for i, k := range at {
		ids[i], places[i] = r.ids[k], r.places[k]
	}
	r.ids, r.places, r.sorted = ids, places, true
}

func (r *reader) place(id int64) (orb.Point, bool) {
	i, ok := slices.BinarySearch(r.ids, id)
	if !ok {
		return orb.Point{}, false
	}
	return r.places[i], true
}

// ReadHeader reads what an extract says about itself, without its objects.
func ReadHeader(path string) (Header, error) {
	var h Header
	f, err := os.Open(path)
	if err != nil {
		return h, fmt.Errorf("open extract: %w", err)
	}
	defer f.Close()
	if err := looksLikeExtract(f); err != nil {
		return h, fmt.Errorf("extract %q: %w", path, err)
	}
	s := osmpbf.New(context.Background(), f, 1)
	defer s.Close()
	head, err := s.Header()
	if err != nil {
		return h, fmt.Errorf("extract %q: %w", path, describe(err))
	}
	if b := head.Bounds; b != nil {
		h.Bound = orb.Bound{Min: orb.Point{b.MinLon, b.MinLat}, Max: orb.Point{b.MaxLon, b.MaxLat}}
	}
	h.Date = head.ReplicationTimestamp
	return h, nil
}
