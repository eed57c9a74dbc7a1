package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/md5"
	"encoding/binary"
	"fmt"
	"hash"
	"io"
	"strconv"
	"sync"
	"unicode/utf16"
)

// ref is the number of an object; generations are always 0.
type ref int

// in appends "n 0 R".
func (r ref) in(b []byte) []byte { return append(strconv.AppendInt(b, int64(r), 10), " 0 R"...) }

func (r ref) String() string { return string(r.in(nil)) }

const (
	// level is deflate's. Level 6 saves 4 % of a map over 4, for twice the time.
	level = 4
	// packed is how many small objects share an object stream.
	packed = 200
	// ahead is how many streams may be in the making at once.
	ahead = 4
)

// file writes the objects of a PDF in the order in which they were handed over.
// Streams are deflated by goroutines meanwhile; small objects are packed together.
type file struct {
	w     io.Writer
	sum   hash.Hash
	n     int64
	err   error
	where []place // by object number; 0 is not used
	queue []pending
	pack  []byte // bodies of the object stream being gathered
	index []byte // its numbers and offsets
	count int
	inner ref // the object stream itself
}

// place is where an object lies: at an offset, or in an object stream.
type place struct {
	offset int64
	stream ref
	at     int
}

// pending is a stream that is being deflated.
type pending struct {
	r    ref
	body chan []byte
}

func newFile(w io.Writer) *file {
	f := &file{w: w, sum: md5.New(), where: make([]place, 1)}
	// The comment of high bytes tells mailers that the file is binary.
	f.write([]byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"))
	return f
}

func (f *file) write(b []byte) {
	if f.err != nil {
		return
	}
	f.sum.Write(b)
	n, err := f.w.Write(b)
	f.n += int64(n)
	f.err = err
}

// alloc reserves an object number.
func (f *file) alloc() ref {
	f.where = append(f.where, place{})
	return ref(len(f.where) - 1)
}

// object hands over a dictionary or an array.
func (f *file) object(r ref, body []byte) {
	if f.count == 0 {
		f.inner = f.alloc()
	}
	f.where[r] = place{stream: f.inner, at: f.count}
	f.index = strconv.AppendInt(f.index, int64(r), 10)
	f.index = append(f.index, ' ')
	f.index = strconv.AppendInt(f.index, int64(len(f.pack)), 10)
	f.index = append(f.index, ' ')
	f.pack = append(append(f.pack, body...), '\n')
	if f.count++; f.count == packed {
		f.flush()
	}
}

// flush hands over the object stream.
func (f *file) flush() {
	if f.count == 0 {
		return
	}
	dict := fmt.Sprintf("/Type/ObjStm/N %d/First %d", f.count, len(f.index))
	f.stream(f.inner, dict, append(f.index, f.pack...))
	f.pack, f.index, f.count = nil, nil, 0
}

// stream hands over a stream to be deflated; dict lacks the brackets and what
// deflating adds. The data must not be changed any more.
func (f *file) stream(r ref, dict string, data []byte) {
	done := make(chan []byte, 1)
	go func() { done <- assemble(r, dict+"/Filter/FlateDecode", deflate(data)) }()
	f.enqueue(r, done)
}

// plain hands over a stream that stays readable in the file.
func (f *file) plain(r ref, dict string, data []byte) {
	done := make(chan []byte, 1)
	done <- assemble(r, dict, data)
	f.enqueue(r, done)
}

func (f *file) enqueue(r ref, body chan []byte) {
	f.queue = append(f.queue, pending{r, body})
	for len(f.queue) > ahead {
		f.next()
	}
}

// next writes the first stream of the queue.
func (f *file) next() {
	p := f.queue[0]
	f.queue = f.queue[1:]
	body := <-p.body
	f.where[p.r] = place{offset: f.n}
	f.write(body)
}

func assemble(r ref, dict string, data []byte) []byte {
	b := make([]byte, 0, len(data)+len(dict)+64)
	b = strconv.AppendInt(b, int64(r), 10)
	b = append(b, " 0 obj\n<<"...)
	b = append(b, dict...)
	b = append(b, "/Length "...)
	b = strconv.AppendInt(b, int64(len(data)), 10)
	b = append(b, ">>\nstream\n"...)
	b = append(b, data...)
	return append(b, "\nendstream\nendobj\n"...)
}

// packers lends out compressors: one takes almost a megabyte, and a map has some
// hundred small streams.
var packers = sync.Pool{New: func() any {
	z, _ := zlib.NewWriterLevel(io.Discard, level) // fails for no valid level
	return z
}}

func deflate(data []byte) []byte {
	var out bytes.Buffer
	z := packers.Get().(*zlib.Writer)
	defer packers.Put(z)
	z.Reset(&out)
	// Neither can fail, for memory takes every write.
	_, _ = z.Write(data)
	_ = z.Close()
	return out.Bytes()
}

// close writes what is left, and the cross-reference stream that says where
// everything is.
func (f *file) close(root, info ref) error {
	f.flush()
	for len(f.queue) > 0 {
		f.next()
	}
	xref := f.alloc()
	f.where[xref] = place{offset: f.n}
	table := make([]byte, 0, 7*len(f.where))
	for i, p := range f.where {
		row := [7]byte{}
		switch {
		case i == 0:
			binary.BigEndian.PutUint16(row[5:], 65535)
		case p.stream != 0:
			row[0] = 2
			binary.BigEndian.PutUint32(row[1:], uint32(p.stream))
			binary.BigEndian.PutUint16(row[5:], uint16(p.at))
		default:
			row[0] = 1
			binary.BigEndian.PutUint32(row[1:], uint32(p.offset))
		}
		table = append(table, row[:]...)
	}
	if f.n > 1<<32-1 {
		return fmt.Errorf("file of %d bytes is too large for its cross-references", f.n)
	}
	id := f.sum.Sum(nil)
	dict := fmt.Sprintf("/Type/XRef/Size %d/W[1 4 2]/Root %v/Info %v/ID[<%x><%x>]/Filter/FlateDecode", len(f.where), root, info, id, id)
	start := f.n
	f.write(assemble(xref, dict, deflate(table)))
	f.write(fmt.Appendf(nil, "startxref\n%d\n%%%%EOF\n", start))
	return f.err
}

// text returns a string for people: plain where it is ASCII, else UTF-16.
func text(s string) string {
	for _, r := range s {
		if r < ' ' || r > '~' {
			return utf16Hex(s)
		}
	}
	b := make([]byte, 0, len(s)+2)
	b = append(b, '(')
	for _, c := range []byte(s) {
		if c == '(' || c == ')' || c == '\\' {
			b = append(b, '\\')
		}
		b = append(b, c)
	}
	return string(append(b, ')'))
}

// utf16Hex returns a string as UTF-16 with its byte order mark.
func utf16Hex(s string) string { return string(append(hex16([]byte("<FEFF"), s), '>')) }

const hexDigits = "0123456789ABCDEF"

// hex16 appends the UTF-16 units of s as hexadecimal digits.
func hex16(b []byte, s string) []byte {
	for _, u := range utf16.Encode([]rune(s)) {
		b = hexUnit(b, u)
	}
	return b
}

func hexUnit(b []byte, u uint16) []byte {
	return append(b, hexDigits[u>>12], hexDigits[u>>8&15], hexDigits[u>>4&15], hexDigits[u&15])
}
