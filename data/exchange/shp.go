package exchange

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// A shapefile (ESRI, 1998) is several files of one name: shapes in .shp, a dBASE
// table in .dbf, and perhaps .prj with the coordinate system in words and .cpg
// with the encoding of the table. They lie beside each other or in a zip archive,
// which may hold several shapefiles; each is a layer. The index .shx is not
// needed: shapes and rows of the table follow each other in the same order.

const (
	shpMagic   = 9994 // big endian, at the beginning
	shpVersion = 1000 // little endian, at byte 28
	shpHeader  = 100  // bytes
)

func isShape(b []byte) bool {
	return len(b) >= 32 && binary.BigEndian.Uint32(b) == shpMagic && binary.LittleEndian.Uint32(b[28:]) == shpVersion
}

// mainPart returns the .shp of a shapefile of which another part was chosen by
// mistake, and every other path as it is.
func mainPart(file string) (string, error) {
	switch strings.ToLower(filepath.Ext(file)) {
	case ".dbf", ".shx", ".prj", ".cpg", ".qpj", ".sbn", ".sbx":
		if _, err := os.Stat(file); err != nil {
			return "", err
		}
		if shapes := besides(file, ".shp"); shapes != "" {
			return shapes, nil
		}
	}
	return file, nil
}

// besides returns the file of the same name with another ending, in whatever
// case, or "".
func besides(file, ext string) string {
	stem := strings.TrimSuffix(file, filepath.Ext(file))
	for _, e := range []string{ext, strings.ToUpper(ext)} {
		if info, err := os.Stat(stem + e); err == nil && info.Mode().IsRegular() {
			return stem + e
		}
	}
	list, err := os.ReadDir(filepath.Dir(file))
	if err != nil {
		return ""
	}
	for _, d := range list {
		if d.Type().IsRegular() && strings.EqualFold(d.Name(), filepath.Base(stem)+ext) {
			return filepath.Join(filepath.Dir(file), d.Name())
		}
	}
	return ""
}

// shapefile is one layer.
type shapefile struct {
	name string
	// part opens the file with an ending; fs.ErrNotExist when there is none.
	part func(ext string) (io.ReadCloser, error)
}

// withShapefiles calls do with all shapefiles of a file.
func withShapefiles(file string, do func(list []shapefile, a *archive) error) error {
	if b, _, err := head(file); err != nil {
		return err
	} else if isShape(b) {
		stem := filepath.Base(file)
		return do([]shapefile{{
			name: strings.TrimSuffix(stem, filepath.Ext(stem)),
			part: func(ext string) (io.ReadCloser, error) {
				if ext == ".shp" {
					return os.Open(file)
				}
				beside := besides(file, ext)
				if beside == "" {
					return nil, fs.ErrNotExist
				}
				return os.Open(beside)
			},
		}}, nil)
	}
	a, err := openArchive(file)
	if err != nil {
		return err
	}
	defer a.Close()
	var list []shapefile
	shapes := a.ending(".shp")
	for _, e := range shapes {
		stem := strings.TrimSuffix(e.Name, path.Ext(e.Name))
		name := path.Base(stem)
		if slices.ContainsFunc(shapes, func(o *zip.File) bool {
			return o != e && strings.EqualFold(path.Base(o.Name), path.Base(e.Name))
		}) {
			name = stem // two folders have a layer of this name
		}
		list = append(list, shapefile{name: name, part: func(ext string) (io.ReadCloser, error) {
			for _, o := range a.ending(ext) {
				if strings.EqualFold(strings.TrimSuffix(o.Name, path.Ext(o.Name)), stem) {
					return a.open(o)
				}
			}
			return nil, fs.ErrNotExist
		}})
	}
	return do(list, a)
}

// lookAtShapefile settles layer and encoding.
func (p *Proposal) lookAtShapefile() error {
	return withShapefiles(p.Path, func(list []shapefile, _ *archive) error {
		layers := make([]layer, len(list))
		for i, s := range list {
			l, err := s.layer()
			if err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
			layers[i] = l
		}
		if err := p.settleLayer(layers); err != nil {
			return err
		}
		for _, s := range list {
			if s.name == p.Layer {
				name, sure, err := s.encoding()
				if err != nil || name == "" {
					return err
				}
				return p.settleEncoding(name, sure, dbfEncodings)
			}
		}
		return nil
	})
}

// layer looks at the headers.
func (s *shapefile) layer() (layer, error) {
	r, err := s.part(".shp")
	if err != nil {
		return layer{}, err
	}
	defer r.Close()
	var h [shpHeader]byte
	if _, err := io.ReadFull(r, h[:]); err != nil {
		return layer{}, cutShort(err, errShapes)
	}
	l := layer{name: s.name}
	kind := binary.LittleEndian.Uint32(h[32:]) % 10
	l.points = kind == 1 || kind == 8
	if t, done, err := s.table(""); err == nil {
		l.rows = int64(t.records)
		done()
	} else if !errors.Is(err, fs.ErrNotExist) {
		return l, err
	}
	return l, nil
}

// table opens the table; fs.ErrNotExist when there is none.
func (s *shapefile) table(encoding string) (t *dbfTable, done func(), err error) {
	r, err := s.part(".dbf")
	if err != nil {
		return nil, nil, err
	}
	t, err = newDBF(r, encoding)
	if err != nil {
		r.Close()
		return nil, nil, err
	}
	return t, func() { r.Close() }, nil
}

// small reads a part of a few words; "" when there is none.
func (s *shapefile) small(ext string) (string, error) {
	r, err := s.part(ext)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, sniffed))
	return strings.TrimSpace(string(bytes.TrimPrefix(b, bomUTF8))), err
}

// encoding tells the encoding of the table: by the .cpg, the table's own mark, or
// its letters, and Windows-1250 where none of them decides, as in Poland it
// usually is. It is "" without a table.
func (s *shapefile) encoding() (name string, sure bool, err error) {
	r, err := s.part(".dbf")
	if errors.Is(err, fs.ErrNotExist) {
		return "", true, nil
	}
	if err != nil {
		return "", false, err
	}
	defer r.Close()
	t, err := newDBF(r, "")
	if err != nil {
		return "", false, err
	}
	var names strings.Builder
	for _, f := range t.fields {
		names.WriteString(f.name + " ")
	}
	c, err := census(io.MultiReader(strings.NewReader(names.String()), t.r))
	if err != nil {
		return "", false, err
	}
	label, err := s.small(".cpg")
	if err != nil {
		return "", false, err
	}
	stated := encodingOf(label)
	if stated == "" && label == "" {
		stated = languages[t.language]
	}
	// The width of a column cuts letters in two, so a few may be broken.
	utf8 := c.multibyte > 4*c.invalid
	switch {
	case stated == UTF8 && c.invalid > c.multibyte: // the letters are others than it says
	case stated != "":
		return stated, true, nil
	case utf8:
		return UTF8, true, nil
	}
	if c.high == 0 {
		return Windows1250, true, nil
	}
	c.invalid = max(c.invalid, 1) // a few letters that happen to look like UTF-8 are none
	c.multibyte = 0
	name, sure = c.encoding()
	return name, sure, nil
}

// errShapes says that the shapes contradict themselves.
var errShapes = &FormatError{Is: "damaged", Advice: "the shapes (.shp) are broken; ask the sender for it again"}

// shapefileReader reads a layer, "" the first one, with the table in an encoding.
func shapefileReader(file, name, encoding string) featureReader {
	return func(ctx context.Context, yield func(*feature) error) (said, error) {
		var out said
		err := withShapefiles(file, func(list []shapefile, a *archive) error {
			if a != nil {
				a.noteEntries(&out, FormatShapefile)
			}
			for _, s := range list {
				if name == "" || s.name == name {
					return s.read(ctx, encoding, &out, yield)
				}
			}
			return fmt.Errorf("layer %q: %w", name, fs.ErrNotExist)
		})
		return out, err
	}
}

func (s *shapefile) read(ctx context.Context, encoding string, out *said, yield func(*feature) error) error {
	words, err := s.small(".prj")
	if err != nil {
		return err
	}
	if words != "" {
		out.epsg, out.words = epsgOfWKT(words)
	}
	shapes, err := s.part(".shp")
	if err != nil {
		return err
	}
	defer shapes.Close()
	r, err := newSHP(shapes)
	if err != nil {
		return err
	}
	t, done, err := s.table(encoding)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		out.note(FoundNotLoaded, s.name+".dbf", "the table of the shapefile is missing")
	case err != nil:
		return err
	default:
		defer done()
	}
	var names []string
	if t != nil {
		names = t.names()
		for _, f := range t.left {
			out.note(FoundNotLoaded, f.name, "a column of a kind that is not read")
		}
	}
	deleted := 0
	for n := 1; ; n++ {
		if n%every == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		f := feature{number: n, names: names}
		more, err := r.next(&f)
		if err != nil {
			return fmt.Errorf("after shape %d: %w", n-1, err)
		}
		gone := false
		if t != nil {
			var row bool
			f.values, gone, row, err = t.next()
			if err != nil {
				return err
			}
			if !row {
				f.names = nil
			}
			more = more || row
		}
		switch {
		case !more:
			if deleted > 0 {
				out.note(FoundDeleted, fmt.Sprint(deleted), "records that the file marks as deleted were left out")
			}
			return nil
		case gone:
			deleted++
		default:
			if err := yield(&f); err != nil {
				return err
			}
		}
	}
}

// shpReader reads shapes one after the other.
type shpReader struct {
	r    *bufio.Reader
	buf  bytes.Buffer
	done bool
}

func newSHP(r io.Reader) (*shpReader, error) {
	s := &shpReader{r: bufio.NewReaderSize(r, 64<<10)}
	var h [shpHeader]byte
	if _, err := io.ReadFull(s.r, h[:]); err != nil {
		return nil, cutShort(err, errShapes)
	}
	if !isShape(h[:]) {
		return nil, errShapes
	}
	return s, nil
}

// next puts the next shape into a feature and reports whether there was one.
func (s *shpReader) next(f *feature) (bool, error) {
	if s.done {
		return false, nil
	}
	var h [8]byte
	if _, err := io.ReadFull(s.r, h[:]); err != nil {
		if errors.Is(err, io.EOF) {
			s.done = true
			return false, nil
		}
		return false, cutShort(err, errShapes)
	}
	size := int64(binary.BigEndian.Uint32(h[4:])) * 2
	switch {
	case size > maxShape:
		return false, fmt.Errorf("a shape of %d MB: %w", size>>20, ErrTooLarge)
	case size < 4:
		return false, errShapes
	}
	s.buf.Reset()
	if _, err := io.CopyN(&s.buf, s.r, size); err != nil {
		return false, cutShort(err, errShapes)
	}
	var err error
	if f.shape, err = parseSHP(s.buf.Bytes()); err != nil {
		kind := binary.LittleEndian.Uint32(s.buf.Bytes())
		f.torn = fmt.Sprintf("shape %d", kind)
	}
	return true, nil
}

// maxRings is how many rings one shape may have. Which hole lies in which ring is
// tried one by one.
const maxRings = 20_000

// parseSHP reads the content of a record; nil for a null shape. Heights and
// measures follow the corners and are left out.
func parseSHP(b []byte) (orb.Geometry, error) {
	if len(b) < 4 {
		return nil, errShape
	}
	kind := binary.LittleEndian.Uint32(b)
	number := func(at int) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b[at:])) }
	points := func(at, n int) ([]orb.Point, error) {
		out := make([]orb.Point, n)
		for i := range out {
			x, y := number(at+16*i), number(at+16*i+8)
			if math.IsNaN(x) || math.IsNaN(y) || math.IsInf(x, 0) || math.IsInf(y, 0) {
				return nil, errShape
			}
			out[i] = orb.Point{x, y}
		}
		return out, nil
	}
	switch kind {
	case 0:
		return nil, nil
	case 1, 11, 21: // point
		if len(b) < 20 {
			return nil, errShape
		}
		if x, y := number(4), number(12); math.IsNaN(x) || math.IsNaN(y) || x < -1e38 || y < -1e38 {
			return nil, nil // how an empty point is written
		}
		ps, err := points(4, 1)
		if err != nil {
			return nil, err
		}
		return ps[0], nil
	case 8, 18, 28: // points
		if len(b) < 40 {
			return nil, errShape
		}
		n := int64(binary.LittleEndian.Uint32(b[36:]))
		if 40+16*n > int64(len(b)) {
			return nil, errShape
		}
		ps, err := points(40, int(n))
		if err != nil || n == 0 {
			return nil, err
		}
		return gather([]orb.Geometry{orb.MultiPoint(ps)}), nil
	case 3, 13, 23, 5, 15, 25: // lines, rings
		if len(b) < 44 {
			return nil, errShape
		}
		parts, n := int64(binary.LittleEndian.Uint32(b[36:])), int64(binary.LittleEndian.Uint32(b[40:]))
		if 44+4*parts+16*n > int64(len(b)) || parts > maxRings {
			return nil, errShape
		}
		if n == 0 || parts == 0 {
			return nil, nil
		}
		corners, err := points(44+4*int(parts), int(n))
		if err != nil {
			return nil, err
		}
		pieces := make([][]orb.Point, parts)
		for i := range pieces {
			from := int64(binary.LittleEndian.Uint32(b[44+4*i:]))
			to := n
			if i+1 < len(pieces) {
				to = int64(binary.LittleEndian.Uint32(b[48+4*i:]))
			}
			if from >= to || to > n {
				return nil, errShape
			}
			pieces[i] = corners[from:to:to]
		}
		if kind%10 == 5 {
			return polygonsOf(pieces)
		}
		lines := make([]orb.Geometry, len(pieces))
		for i, p := range pieces {
			lines[i] = orb.LineString(p)
		}
		return gather(lines), nil
	}
	return nil, errShape
}

// polygonsOf tells outer rings from holes: outer rings go clockwise, and a hole
// belongs to the ring around it. A hole in none is taken for an area turned the
// wrong way.
func polygonsOf(pieces [][]orb.Point) (orb.Geometry, error) {
	var outer orb.MultiPolygon
	var boxes []orb.Bound
	var holes []orb.Ring
	add := func(r orb.Ring) {
		outer, boxes = append(outer, orb.Polygon{r}), append(boxes, r.Bound())
	}
	for _, p := range pieces {
		r, err := closed(p)
		if err != nil {
			return nil, err
		}
		if r.Orientation() == orb.CW {
			add(r)
		} else {
			holes = append(holes, r)
		}
	}
	shells := len(outer)
	for _, h := range holes {
		in := -1
		for i := range shells {
			if boxes[i].Contains(h[0]) && (in < 0 || boxes[in].Contains(boxes[i].Min)) && (shells == 1 || planar.RingContains(outer[i][0], h[0])) {
				in = i
			}
		}
		if in < 0 {
			add(h)
		} else {
			outer[in] = append(outer[in], h)
		}
	}
	return gather([]orb.Geometry{outer}), nil
}
