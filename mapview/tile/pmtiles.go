package tile

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"

	"github.com/paulmach/orb"
)

// pmtiles is a PMTiles archive, version 3 of its specification: a header, a
// directory of runs of tile ids along a Hilbert curve, and the tiles.
type pmtiles struct {
	file *os.File
	head pmHeader
	root []pmEntry
	info Info

	mu     sync.Mutex
	leaves map[uint64][]pmEntry // by offset; at most maxLeaves
	closed bool
}

// Limits of what a directory may claim. A planet at zoom 15 stays far below.
const (
	maxDirBytes    = 32 << 20
	maxDirEntries  = 1 << 21
	maxMetadata    = 1 << 20
	maxLeaves      = 32
	maxDirectories = 4 // how deep directories may nest
)

// pmHeader is the header's 127 bytes, as far as they matter here.
type pmHeader struct {
	rootOffset, rootLength     uint64
	metaOffset, metaLength     uint64
	leafOffset, leafLength     uint64
	dataOffset, dataLength     uint64
	innerPacking, tilePacking  byte
	tileKind                   byte
	minZoom, maxZoom           uint8
	west, south, east, northE7 int32
}

// Packings and kinds of tiles, as the specification numbers them.
const (
	pmPlain    = 1
	pmGzip     = 2
	pmKindMVT  = 1
	pmKindPNG  = 2
	pmKindWebP = 4
	pmKindMLT  = 6
)

const pmHeaderSize = 127

// parsePMHeader reads and checks the header of a file of the given size.
func parsePMHeader(b []byte, size int64) (pmHeader, error) {
	var h pmHeader
	if len(b) < 8 {
		return h, fmt.Errorf("%w: %d bytes", ErrTruncated, len(b))
	}
	if string(b[:7]) != "PMTiles" {
		// Versions 1 and 2 have "PM" and a number of two bytes.
		if string(b[:2]) == "PM" && (b[2] == 1 || b[2] == 2) && b[3] == 0 {
			return h, fmt.Errorf("%w: PMTiles %d, version 3 is needed", ErrVersion, b[2])
		}
		return h, ErrNotArchive
	}
	if b[7] != 3 {
		return h, fmt.Errorf("%w: PMTiles %d, version 3 is needed", ErrVersion, b[7])
	}
	if len(b) < pmHeaderSize {
		return h, fmt.Errorf("%w: the header has %d of %d bytes", ErrTruncated, len(b), pmHeaderSize)
	}
	u := func(at int) uint64 { return binary.LittleEndian.Uint64(b[at:]) }
	i := func(at int) int32 { return int32(binary.LittleEndian.Uint32(b[at:])) }
	h = pmHeader{
		rootOffset: u(8), rootLength: u(16), metaOffset: u(24), metaLength: u(32),
		leafOffset: u(40), leafLength: u(48), dataOffset: u(56), dataLength: u(64),
		innerPacking: b[97], tilePacking: b[98], tileKind: b[99], minZoom: b[100], maxZoom: b[101],
		west: i(102), south: i(106), east: i(110), northE7: i(114),
	}
	for _, part := range []struct {
		name           string
		offset, length uint64
	}{{"root directory", h.rootOffset, h.rootLength}, {"metadata", h.metaOffset, h.metaLength}, {"directories", h.leafOffset, h.leafLength}, {"tiles", h.dataOffset, h.dataLength}} {
		if end := part.offset + part.length; end < part.offset || end > uint64(size) {
			return h, fmt.Errorf("%w: %s should end at byte %d of %d", ErrTruncated, part.name, end, size)
		}
	}
	if h.innerPacking != pmPlain && h.innerPacking != pmGzip {
		return h, fmt.Errorf("%w: directories packed by method %d", ErrFormat, h.innerPacking)
	}
	if h.minZoom > h.maxZoom || h.maxZoom > MaxZoom {
		return h, fmt.Errorf("%w: zoom levels %d to %d", ErrFormat, h.minZoom, h.maxZoom)
	}
	return h, nil
}

// pmEntry is one run of a directory: Run tiles from ID on share the bytes; with
// Run 0 it points to a directory of the next level.
type pmEntry struct {
	id, offset  uint64
	length, run uint32
}

// parseDirectory reads an unpacked directory: four columns of varints.
func parseDirectory(b []byte) ([]pmEntry, error) {
	bad := func(what string) ([]pmEntry, error) { return nil, fmt.Errorf("%w: directory: %s", ErrDamaged, what) }
	next := func() (uint64, bool) {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			return 0, false
		}
		b = b[n:]
		return v, true
	}
	n, ok := next()
	// Each entry has at least a byte in each of the four columns.
	if !ok || n > maxDirEntries || n*4 > uint64(len(b)) {
		return bad("wrong number of entries")
	}
	dir := make([]pmEntry, n)
	var id uint64
	for i := range dir {
		d, ok := next()
		if !ok || id+d < id {
			return bad("ids end early")
		}
		id += d
		dir[i].id = id
	}
	for i := range dir {
		v, ok := next()
		if !ok || v > 1<<32-1 {
			return bad("runs end early")
		}
		dir[i].run = uint32(v)
	}
	for i := range dir {
		v, ok := next()
		if !ok || v == 0 || v > 1<<32-1 {
			return bad("lengths end early")
		}
		dir[i].length = uint32(v)
	}
	for i := range dir {
		v, ok := next()
		switch {
		case !ok:
			return bad("offsets end early")
		case v > 0:
			dir[i].offset = v - 1
		case i == 0:
			return bad("the first offset is missing")
		default: // right after the tile before
			dir[i].offset = dir[i-1].offset + uint64(dir[i-1].length)
		}
	}
	return dir, nil
}

// findEntry returns the run that holds the id, or the directory to look in.
func findEntry(dir []pmEntry, id uint64) (pmEntry, bool) {
	i := sort.Search(len(dir), func(i int) bool { return dir[i].id > id })
	if i == 0 {
		return pmEntry{}, false
	}
	e := dir[i-1]
	return e, e.run == 0 || id-e.id < uint64(e.run)
}

// hilbertID numbers tiles zoom by zoom along a Hilbert curve, as PMTiles does.
func hilbertID(t ID) uint64 {
	before := (uint64(1)<<(2*t.Z) - 1) / 3 // tiles of the coarser zooms
	x, y := uint64(t.X), uint64(t.Y)
	var d uint64
	for s := uint64(1) << t.Z >> 1; s > 0; s >>= 1 {
		var rx, ry uint64
		if x&s != 0 {
			rx = 1
		}
		if y&s != 0 {
			ry = 1
		}
		d += s * s * (3*rx ^ ry)
		if ry == 0 { // turn the quadrant
			if rx == 1 {
				x, y = s-1-(x&(s-1)), s-1-(y&(s-1))
			}
			x, y = y, x
		}
		x, y = x&(s-1), y&(s-1)
	}
	return before + d
}

func openPMTiles(path string, want kind) (Archive, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, &ArchiveError{File: path, Err: err}
	}
	p := &pmtiles{file: f, leaves: map[uint64][]pmEntry{}}
	if err := p.init(want); err != nil {
		f.Close()
		for _, reason := range []error{ErrNotArchive, ErrTruncated, ErrVersion, ErrFormat, ErrVector, ErrPicture, ErrEmpty} {
			if errors.Is(err, reason) {
				detail := strings.TrimPrefix(strings.TrimPrefix(err.Error(), reason.Error()), ": ")
				return nil, &ArchiveError{File: path, Err: reason, Detail: detail}
			}
		}
		return nil, &ArchiveError{File: path, Err: err}
	}
	return p, nil
}

func (p *pmtiles) init(want kind) error {
	st, err := p.file.Stat()
	if err != nil {
		return err
	}
	b := make([]byte, pmHeaderSize)
	n, err := p.file.ReadAt(b, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if p.head, err = parsePMHeader(b[:n], st.Size()); err != nil {
		return err
	}
	switch k := p.head.tileKind; {
	case k == pmKindMLT:
		return fmt.Errorf("%w: vector tiles of MapLibre's own kind (MLT)", ErrFormat)
	case k == pmKindMVT && want != kindVector:
		return ErrVector
	case k >= pmKindPNG && k <= pmKindWebP && want != kindPicture:
		return ErrPicture
	case k < pmKindMVT || k > pmKindWebP:
		return fmt.Errorf("%w: kind %d", ErrFormat, k)
	}
	if p.root, err = p.directory(p.head.rootOffset, p.head.rootLength); err != nil {
		return err
	}
	if len(p.root) == 0 {
		return ErrEmpty
	}
	const e7 = 1e7
	bound, ok := checkBound(orb.Bound{
		Min: orb.Point{float64(p.head.west) / e7, float64(p.head.south) / e7},
		Max: orb.Point{float64(p.head.east) / e7, float64(p.head.northE7) / e7},
	})
	if !ok {
		bound = world
	}
	p.info = Info{Bound: bound, MinZoom: p.head.minZoom, MaxZoom: p.head.maxZoom}
	p.readMetadata()
	return nil
}

// readMetadata takes name and credit from the JSON; a fault in it costs only
// these.
func (p *pmtiles) readMetadata() {
	base := filepath.Base(p.file.Name())
	p.info.Name = strings.TrimSuffix(base, filepath.Ext(base))
	var meta struct{ Name, Attribution string }
	b, err := p.unpack(p.head.metaOffset, p.head.metaLength, maxMetadata)
	if err != nil || json.Unmarshal(b, &meta) != nil {
		return
	}
	if meta.Name != "" {
		p.info.Name = meta.Name
	}
	p.info.Credit = CleanCredit(meta.Attribution)
	p.info.Layers = parseLayers(b)
}

// unpack reads a part of the file that the inner packing applies to.
func (p *pmtiles) unpack(offset, length uint64, limit int64) ([]byte, error) {
	if length > uint64(limit) {
		return nil, fmt.Errorf("%w: a directory of %d bytes", ErrFormat, length)
	}
	b := make([]byte, length)
	if _, err := p.file.ReadAt(b, int64(offset)); err != nil {
		return nil, fmt.Errorf("%w: %v", ErrTruncated, err)
	}
	if p.head.innerPacking == pmPlain {
		return b, nil
	}
	return gunzip(b, limit)
}

// gunzip unpacks at most limit bytes: a small file may claim to unfold to any size.
func gunzip(b []byte, limit int64) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	return readUpTo(z, limit)
}

// readUpTo reads all, unless it is more than limit bytes.
func readUpTo(r io.Reader, limit int64) ([]byte, error) {
	out, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	if int64(len(out)) > limit {
		return nil, fmt.Errorf("%w: unfolds to more than %d bytes", ErrDamaged, limit)
	}
	return out, nil
}

func (p *pmtiles) directory(offset, length uint64) ([]pmEntry, error) {
	b, err := p.unpack(offset, length, maxDirBytes)
	if err != nil {
		return nil, err
	}
	return parseDirectory(b)
}

// leaf returns a directory of the second level, from memory when it was read.
func (p *pmtiles) leaf(e pmEntry) ([]pmEntry, error) {
	p.mu.Lock()
	dir, ok := p.leaves[e.offset]
	p.mu.Unlock()
	if ok {
		return dir, nil
	}
	if end := e.offset + uint64(e.length); end < e.offset || end > p.head.leafLength {
		return nil, fmt.Errorf("%w: directory beyond the file", ErrDamaged)
	}
	dir, err := p.directory(p.head.leafOffset+e.offset, uint64(e.length))
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.leaves) >= maxLeaves {
		clear(p.leaves) // rare: a view needs one or two
	}
	p.leaves[e.offset] = dir
	return dir, nil
}

func (p *pmtiles) Info() Info { return p.info }

func (p *pmtiles) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil
	}
	p.closed = true
	return p.file.Close()
}

func (p *pmtiles) Read(ctx context.Context, id ID, _ How) ([]byte, error) {
	if !id.Valid() {
		return nil, ErrNone
	}
	b, err := p.read(ctx, hilbertID(id))
	if err != nil && !errors.Is(err, ErrNone) && ctx.Err() == nil {
		err = fmt.Errorf("read tile %v of %q: %w", id, p.file.Name(), err)
	}
	return b, err
}

func (p *pmtiles) read(ctx context.Context, id uint64) ([]byte, error) {
	dir := p.root
	for range maxDirectories {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		e, ok := findEntry(dir, id)
		if !ok {
			return nil, ErrNone
		}
		if e.run == 0 {
			var err error
			if dir, err = p.leaf(e); err != nil {
				return nil, err
			}
			continue
		}
		if end := e.offset + uint64(e.length); end < e.offset || end > p.head.dataLength || e.length > maxBody {
			return nil, fmt.Errorf("%w: %d bytes at %d", ErrDamaged, e.length, e.offset)
		}
		b := make([]byte, e.length)
		if _, err := p.file.ReadAt(b, int64(p.head.dataOffset+e.offset)); err != nil {
			return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
		}
		if p.head.tilePacking == pmGzip {
			return gunzip(b, maxBody)
		}
		return b, nil
	}
	return nil, fmt.Errorf("%w: directories nest too deep", ErrDamaged)
}
