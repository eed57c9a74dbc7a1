// Package morph reads the Polish dictionary PoliMorf: inflected forms with their
// lemmas and grammatical tags. It knows no place and no sentence.
//
// # Stages
//
//  1. Open checks the head of the automaton; nothing is unpacked, the bytes are
//     used as they lie in the program.
//  2. A Reader follows the letters of a form from the root; what may come behind
//     the separator are the form's readings.
//  3. Each reading is decoded into a buffer of the Reader and shown to a visitor.
//
// # Why an own reader
//
// The dictionary is a CFSA2 automaton of the Morfologik project, whose programs
// are in Java; no Go module reads it. Four and a half million forms take 2.8 MB
// and a look-up well under a microsecond without an allocation, so that nobody
// needs a table of their own beside it. The layout is that of the format's
// description in morfologik-fsa; the bytes are trusted no more than any file:
// each index is checked and each look-up ends.
package morph

import (
	"errors"
	"fmt"
)

// ErrNotDictionary means that bytes are no CFSA2 automaton that this package can
// read.
var ErrNotDictionary = errors.New("not a CFSA2 dictionary")

const (
	separator   = ';'
	lastArc     = 0x40
	finalArc    = 0x20
	targetNext  = 0x80
	labelMask   = 0x1f
	numberFlag  = 0x0100
	longest     = 250     // bytes of an entry; the longest of PoliMorf has 163
	mostArcs    = 1 << 14 // that one look-up follows; a damaged automaton may run in circles
	everythingN = 255     // letters to cut: all
)

// Dictionary is an opened automaton. It never changes and may be read from any
// goroutine, through a Reader for each.
type Dictionary struct {
	arcs   []byte
	labels [labelMask + 1]byte
	root   int
}

// Open takes the bytes of a dictionary, which must not change afterwards. It
// returns ErrNotDictionary when their head is not that of one.
func Open(b []byte) (*Dictionary, error) {
	if len(b) < 8 || string(b[:4]) != `\fsa` || b[4] != 0xC6 {
		return nil, ErrNotDictionary
	}
	flags, n := int(b[5])<<8|int(b[6]), int(b[7])
	if flags&numberFlag != 0 || n > labelMask+1 || len(b) < 8+n {
		return nil, fmt.Errorf("%w: flags %#x, %d labels", ErrNotDictionary, flags, n)
	}
	d := &Dictionary{arcs: b[8+n:]}
	copy(d.labels[:], b[8:8+n])
	a, ok := d.arc(0)
	if !ok {
		return nil, fmt.Errorf("%w: no root", ErrNotDictionary)
	}
	if d.root, ok = d.target(a); !ok || d.root == 0 {
		return nil, fmt.Errorf("%w: no root", ErrNotDictionary)
	}
	return d, nil
}

// arc is a decoded arc: where it begins, where the bytes behind it begin.
type arc struct {
	flags, label byte
	to           int // target; not set when it follows the node
	end          int
}

func (d *Dictionary) arc(at int) (a arc, ok bool) {
	if at < 0 || at >= len(d.arcs) {
		return a, false
	}
	a.flags = d.arcs[at]
	at++
	if i := a.flags & labelMask; i > 0 {
		a.label = d.labels[i]
	} else {
		if at >= len(d.arcs) {
			return a, false
		}
		a.label = d.arcs[at]
		at++
	}
	if a.flags&targetNext == 0 {
		shift := 0
		for {
			if at >= len(d.arcs) || shift > 28 {
				return a, false
			}
			c := d.arcs[at]
			at++
			a.to |= int(c&0x7f) << shift
			if c < 0x80 {
				break
			}
			shift += 7
		}
	}
	a.end = at
	return a, true
}

// target returns the node that an arc leads to; 0 when it leads to none.
func (d *Dictionary) target(a arc) (int, bool) {
	if a.flags&targetNext == 0 {
		return a.to, a.to < len(d.arcs)
	}
	for n := 0; a.flags&lastArc == 0; n++ {
		var ok bool
		if a, ok = d.arc(a.end); !ok || n > 255 {
			return 0, false
		}
	}
	return a.end, a.end < len(d.arcs)
}

// follow returns the node behind the arc with a label.
func (d *Dictionary) follow(node int, label byte) (int, bool) {
	for n := 0; n < 256; n++ {
		a, ok := d.arc(node)
		if !ok {
			return 0, false
		}
		if a.label == label {
			to, ok := d.target(a)
			return to, ok && to > 0
		}
		if a.flags&lastArc != 0 {
			return 0, false
		}
		node = a.end
	}
	return 0, false
}
