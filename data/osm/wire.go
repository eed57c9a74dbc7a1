package osm

import "errors"

// errWire means that bytes are no protocol buffer message of the wanted form.
var errWire = errors.New("malformed message")

// wire reads the fields of a protocol buffer message. After the first fault it
// yields nothing more, and err tells.
type wire struct {
	b   []byte
	err error

	field int
	kind  int
	value uint64 // of a number
	data  []byte // of a message, a string or a packed list
}

// The kinds of fields on the wire.
const (
	wireVarint = 0
	wire64     = 1
	wireBytes  = 2
	wire32     = 5
)

// next goes to the next field.
func (w *wire) next() bool {
	if len(w.b) == 0 || w.err != nil {
		return false
	}
	key := w.varint()
	w.field, w.kind = int(key>>3), int(key&7)
	w.value, w.data = 0, nil
	switch w.kind {
	case wireVarint:
		w.value = w.varint()
	case wire64:
		w.skip(8)
	case wire32:
		w.skip(4)
	case wireBytes:
		n := w.varint()
		if n > uint64(len(w.b)) {
			w.err = errWire
			return false
		}
		w.data, w.b = w.b[:n], w.b[n:]
	default:
		w.err = errWire
	}
	return w.err == nil
}

func (w *wire) skip(n int) {
	if n > len(w.b) {
		w.err = errWire
		return
	}
	w.b = w.b[n:]
}

func (w *wire) varint() uint64 {
	v, rest, ok := varint(w.b)
	if !ok {
		w.err = errWire
		return 0
	}
	w.b = rest
	return v
}

// varint reads a number of up to ten bytes.
func varint(b []byte) (v uint64, rest []byte, ok bool) {
	var shift uint
	for i, c := range b {
		if i == 10 {
			break
		}
		v |= uint64(c&0x7f) << shift
		if c < 0x80 {
			return v, b[i+1:], true
		}
		shift += 7
	}
	return 0, nil, false
}

// zigzag turns the wire's form of a signed number into the number.
func zigzag(v uint64) int64 { return int64(v>>1) ^ -int64(v&1) }

// list walks over a packed list of numbers.
type list struct {
	b   []byte
	bad bool
}

func (l *list) next() (uint64, bool) {
	if len(l.b) == 0 {
		return 0, false
	}
	v, rest, ok := varint(l.b)
	if !ok {
		l.b, l.bad = nil, true
		return 0, false
	}
	l.b = rest
	return v, true
}

// len returns how many numbers are left.
func (l *list) len() int {
	n := 0
	for _, c := range l.b {
		if c < 0x80 {
			n++
		}
	}
	return n
}
