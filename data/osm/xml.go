package osm

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"time"

	"github.com/paulmach/orb"
)

// OpenStreetMap's website, its API, Overpass and the editors give XML (.osm), as
// it is or gzipped: a quarter of a town, or a village whole. It is small enough
// to be held in memory, so that one pass does for both; what is too large for that
// comes as PBF everywhere.

// maxXML is the largest XML that is read, unpacked.
const maxXML = 1 << 30

// isXML tells OSM's XML from PBF by the first bytes, in gzip or not.
func isXML(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, fmt.Errorf("open extract: %w", err)
	}
	defer f.Close()
	head, err := beginning(f)
	if err == nil && bytes.HasPrefix(head, []byte{0x1f, 0x8b}) {
		if z, zerr := gzip.NewReader(io.MultiReader(bytes.NewReader(head), f)); zerr == nil {
			head, _ = beginning(z) // what cannot be unpacked is no XML
		}
	}
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	return bytes.HasPrefix(head, []byte("<?xml")) || bytes.HasPrefix(head, []byte("<osm")), nil
}

// beginning reads the first bytes. What cannot be read is said when it matters.
func beginning(r io.Reader) ([]byte, error) {
	b := make([]byte, 512)
	n, err := io.ReadFull(r, b)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return b[:n], err
}

// xmlFile is an OSM XML that is being read.
type xmlFile struct {
	name string
	f    *os.File
	size int64
	dec  *xml.Decoder
}

func openXML(path string) (*xmlFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open extract: %w", err)
	}
	x := &xmlFile{name: path, f: f}
	st, err := f.Stat()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open extract: %w", err), f.Close())
	}
	x.size = st.Size()
	var r io.Reader = bufio.NewReaderSize(f, 256<<10)
	if head, err := r.(*bufio.Reader).Peek(2); err == nil && head[0] == 0x1f && head[1] == 0x8b {
		if r, err = gzip.NewReader(r); err != nil {
			return nil, errors.Join(x.fault(ErrNotExtract, err.Error()), f.Close())
		}
	}
	x.dec = xml.NewDecoder(io.LimitReader(r, maxXML))
	x.dec.Strict = true
	return x, nil
}

func (x *xmlFile) fault(err error, detail string) error {
	return &FileError{File: x.name, Offset: x.at(), Err: err, Detail: detail}
}

func (x *xmlFile) at() int64 {
	if x.dec == nil {
		return 0
	}
	return x.dec.InputOffset()
}

// next returns the next opening or closing element. Entity definitions are
// refused, since nobody needs them here but who means harm.
func (x *xmlFile) next() (open *xml.StartElement, closed string, err error) {
	for {
		t, err := x.dec.RawToken()
		var syntax *xml.SyntaxError
		switch {
		case errors.Is(err, io.EOF):
			return nil, "", io.EOF
		case errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &syntax) && syntax.Msg == "unexpected EOF":
			return nil, "", x.fault(ErrTruncated, "")
		case err != nil:
			return nil, "", x.fault(ErrNotExtract, err.Error())
		}
		switch t := t.(type) {
		case xml.StartElement:
			return &t, "", nil
		case xml.EndElement:
			return nil, t.Name.Local, nil
		case xml.Directive:
			return nil, "", x.fault(ErrNotExtract, "it defines entities")
		}
	}
}

// headerOfXML reads what stands before the first object.
func headerOfXML(path string) (Header, error) {
	x, err := openXML(path)
	if err != nil {
		return Header{}, err
	}
	defer x.f.Close()
	var h Header
	for seen := false; ; {
		e, _, err := x.next()
		switch {
		case errors.Is(err, io.EOF):
			return h, nil
		case err != nil:
			return h, err
		case e == nil:
			continue
		}
		switch e.Name.Local {
		case "node", "way", "relation":
			return h, nil
		}
		if err := x.head(e, &h, &seen); err != nil {
			return h, err
		}
	}
}

// head takes an element that describes the file.
func (x *xmlFile) head(e *xml.StartElement, h *Header, seen *bool) error {
	if !*seen {
		if *seen = true; e.Name.Local != "osm" {
			return x.fault(ErrNotExtract, fmt.Sprintf("it begins with <%s>", e.Name.Local))
		}
		h.By = value(e, "generator")
		h.Date = day(value(e, "timestamp"))
		return nil
	}
	switch e.Name.Local {
	case "meta": // Overpass
		h.Date = day(value(e, "osm_base"))
	case "bounds":
		lo, ok1 := degrees(value(e, "minlon"), value(e, "minlat"))
		hi, ok2 := degrees(value(e, "maxlon"), value(e, "maxlat"))
		if ok1 && ok2 && lo[0] < hi[0] && lo[1] < hi[1] {
			h.Bound = orb.Bound{Min: lo.point(), Max: hi.point()}
		}
	}
	return nil
}

func value(e *xml.StartElement, name string) string {
	for i := range e.Attr {
		if e.Attr[i].Name.Local == name {
			return e.Attr[i].Value
		}
	}
	return ""
}

func day(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || t.Unix() <= 0 || t.Unix() > lastSecond {
		return time.Time{}
	}
	return t.UTC()
}

// degrees reads a place.
func degrees(lon, lat string) (fixed, bool) {
	x, err1 := strconv.ParseFloat(lon, 64)
	y, err2 := strconv.ParseFloat(lat, 64)
	if err1 != nil || err2 != nil || !(math.Abs(x) <= 180 && math.Abs(y) <= 90) {
		return nowhere, false
	}
	return fixed{int32(math.Round(x * raster)), int32(math.Round(y * raster))}, true
}

// contentsOfXML reads all objects. Deleted ones, which editors leave in their
// files, are none.
func contentsOfXML(ctx context.Context, path string, tell func(done, total int64)) (Header, contents, error) {
	var h Header
	x, err := openXML(path)
	if err != nil {
		return h, contents{}, err
	}
	defer x.f.Close()
	var out contents
	var at xmlObject
	known := map[string]string{} // one copy of each word
	whole, seen := false, false
	for n := 0; ; n++ {
		if n%(1<<14) == 0 {
			if err := ctx.Err(); err != nil {
				return h, out, err
			}
			if pos, err := x.f.Seek(0, io.SeekCurrent); err == nil && tell != nil {
				tell(pos, x.size)
			}
		}
		e, closed, err := x.next()
		switch {
		case errors.Is(err, io.EOF) && !whole:
			return h, out, x.fault(ErrTruncated, "</osm> is missing")
		case errors.Is(err, io.EOF):
			return h, out, nil
		case err != nil:
			return h, out, err
		case e == nil:
			whole = whole || closed == "osm"
			if closed == at.kind && closed != "" {
				at.give(&out)
				at = xmlObject{}
			}
			continue
		}
		switch e.Name.Local {
		case "node", "way", "relation":
			if at, err = newXMLObject(e); err != nil {
				return h, out, x.fault(ErrNotExtract, err.Error())
			}
			out.newest = max(out.newest, day(value(e, "timestamp")).Unix())
		case "tag":
			at.tags = append(at.tags, Tag{once(known, value(e, "k")), once(known, value(e, "v"))})
		case "nd":
			ref, err := strconv.ParseInt(value(e, "ref"), 10, 64)
			if err != nil {
				return h, out, x.fault(ErrNotExtract, "a way names no node")
			}
			at.refs = append(at.refs, ref)
		case "member":
			ref, err := strconv.ParseInt(value(e, "ref"), 10, 64)
			if err != nil {
				return h, out, x.fault(ErrNotExtract, "a relation names no member")
			}
			at.members = append(at.members, member{ref: ref, way: value(e, "type") == "way", inner: value(e, "role") == "inner"})
		default:
			if err := x.head(e, &h, &seen); err != nil {
				return h, out, err
			}
		}
	}
}

func once(known map[string]string, s string) string {
	if k, ok := known[s]; ok {
		return k
	}
	known[s] = s
	return s
}

// xmlObject is the object that is open.
type xmlObject struct {
	kind    string
	id      int64
	gone    bool
	at      fixed
	tags    Tags
	refs    []int64
	members []member
}

func newXMLObject(e *xml.StartElement) (xmlObject, error) {
	o := xmlObject{kind: e.Name.Local, gone: value(e, "visible") == "false" || value(e, "action") == "delete"}
	var err error
	if o.id, err = strconv.ParseInt(value(e, "id"), 10, 64); err != nil {
		return o, fmt.Errorf("a %s has no number", o.kind)
	}
	if o.kind == "node" {
		o.at, _ = degrees(value(e, "lon"), value(e, "lat")) // nowhere is left out
	}
	return o, nil
}

func (o *xmlObject) give(out *contents) {
	if o.gone {
		return
	}
	switch o.kind {
	case "node":
		if o.at == nowhere {
			return
		}
		out.ids, out.places = append(out.ids, o.id), append(out.places, o.at)
		if len(o.tags) > 0 {
			out.tagged = append(out.tagged, Object{Kind: Node, ID: o.id, Tags: o.tags, Geometry: o.at.point()})
		}
	case "way":
		out.nWays++
		out.ways = append(out.ways, rawWay{o.id, o.tags, o.refs})
	case "relation":
		out.nRelation++
		if o.tags.Has("type", "multipolygon", "boundary") {
			out.relations = append(out.relations, rawRelation{o.id, o.tags, o.members})
		}
	}
}

// readXML gives the tagged nodes and the ways of an OSM XML.
func (r *reader) readXML(ctx context.Context, path string) (Header, error) {
	h, c, err := contentsOfXML(ctx, path, r.progress)
	if err != nil {
		return h, err
	}
	if err := r.takeNodes(c); err != nil {
		return h, err
	}
	r.nodesDone()
	return h, r.takeWays(r.placeWays(c))
}
