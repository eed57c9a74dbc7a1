package exchange

import (
	"encoding/binary"
	"fmt"
	"math"
	"strconv"

	"pinezka/data"
)

// Key is the identity of a row in its source, by which a later import of the
// same list finds it again. With a number that is unique in its file it is that
// number, so a row whose status has changed stays the same row. Otherwise it is
// the row's content and its ordinal, from 1, among equal rows of the file: the
// same file twice then changes nothing, though a changed row is a new one.
//
// The content is what was understood, not what was written: the same list saved
// in another encoding or format has the same keys.
func Key(r *data.Report, unique bool, ordinal int) string {
	if unique && r.Source.ID != "" {
		return "id:" + r.Source.ID
	}
	return rowKey(contentHash(r), ordinal)
}

func rowKey(hash uint64, ordinal int) string {
	var b [48]byte
	out := append(b[:0], "row:"...)
	for shift := 60; shift >= 0; shift -= 4 {
		out = append(out, "0123456789abcdef"[hash>>shift&15])
	}
	out = append(out, ':')
	return string(strconv.AppendInt(out, int64(ordinal), 10))
}

// The hash is FNV-1a of 64 bits: it must be the same for ever, on every machine.
const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

func hashOf(s string) uint64 { return hashInto(fnvOffset, s) }

func hashInto(h uint64, s string) uint64 {
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * fnvPrime
	}
	// What stands between fields keeps "ab", "c" from being "a", "bc".
	return (h ^ 0xff) * fnvPrime
}

// contentHash leaves out the institution, which the user may name differently at
// the next import, and what the catalogue made of the words.
func contentHash(r *data.Report) uint64 {
	h := hashOf(r.Source.ID)
	h = hashInto(h, r.CategoryWritten)
	h = hashInto(h, r.StatusWritten)
	h = hashInto(h, r.When.Wall)
	h = hashInto(h, r.Where.Words)
	h = hashInto(h, r.Text)
	if r.When.Weekdays != 0 || r.When.Band.IsSet() {
		h = hashInto(h, fmt.Sprint(r.When.Weekdays, r.When.Band))
	}
	if r.Where.Known() {
		// A centimetre: what becomes of a place on its way through another format
		// is smaller.
		var b [16]byte
		binary.LittleEndian.PutUint64(b[:8], uint64(int64(math.Round(r.Where.Point[0]*1e7))))
		binary.LittleEndian.PutUint64(b[8:], uint64(int64(math.Round(r.Where.Point[1]*1e7))))
		for _, c := range b {
			h = (h ^ uint64(c)) * fnvPrime
		}
	}
	return h
}
