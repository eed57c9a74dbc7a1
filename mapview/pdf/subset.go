package pdf

import (
	"encoding/binary"
	"fmt"
	"sort"
)

// sfnt is a TrueType font file, taken apart into its tables.
type sfnt struct {
	tables map[string][]byte
	long   bool // loca has 32-bit offsets
	glyphs int
	wide   int // glyphs with a width of their own in hmtx
	em     float64
}

// parseSFNT reads the tables that embedding needs. Of the embedded fonts only their
// shape is trusted.
func parseSFNT(b []byte) (*sfnt, error) {
	if len(b) < 12 || binary.BigEndian.Uint32(b) != 0x00010000 {
		return nil, fmt.Errorf("read font: not a TrueType file")
	}
	s := &sfnt{tables: map[string][]byte{}}
	for i := range int(binary.BigEndian.Uint16(b[4:])) {
		if len(b) < 12+16*(i+1) {
			return nil, fmt.Errorf("read font: table directory cut off")
		}
		rec := b[12+16*i:]
		at, n := uint64(binary.BigEndian.Uint32(rec[8:])), uint64(binary.BigEndian.Uint32(rec[12:]))
		if at+n > uint64(len(b)) {
			return nil, fmt.Errorf("read font: table %q cut off", rec[:4])
		}
		s.tables[string(rec[:4])] = b[at : at+n]
	}
	for tag, least := range map[string]int{"head": 54, "hhea": 36, "maxp": 6, "hmtx": 4, "loca": 4, "glyf": 1} {
		if len(s.tables[tag]) < least {
			return nil, fmt.Errorf("read font: table %q missing or too short", tag)
		}
	}
	s.em = float64(binary.BigEndian.Uint16(s.tables["head"][18:]))
	s.long = binary.BigEndian.Uint16(s.tables["head"][50:]) == 1
	s.glyphs = int(binary.BigEndian.Uint16(s.tables["maxp"][4:]))
	s.wide = int(binary.BigEndian.Uint16(s.tables["hhea"][34:]))
	size := 2
	if s.long {
		size = 4
	}
	if s.wide == 0 || len(s.tables["hmtx"]) < 4*s.wide || len(s.tables["loca"]) < size*(s.glyphs+1) {
		return nil, fmt.Errorf("read font: widths or offsets cut off")
	}
	return s, nil
}

// width returns a glyph's advance in thousandths of an em.
func (s *sfnt) width(gid uint16) float64 {
	i := min(int(gid), s.wide-1)
	return float64(binary.BigEndian.Uint16(s.tables["hmtx"][4*i:])) * 1000 / s.em
}

// outline returns a glyph's description, nil for an empty one.
func (s *sfnt) outline(gid uint16) []byte {
	if int(gid) >= s.glyphs {
		return nil
	}
	loca, glyf := s.tables["loca"], s.tables["glyf"]
	var from, to uint32
	if s.long {
		from, to = binary.BigEndian.Uint32(loca[4*int(gid):]), binary.BigEndian.Uint32(loca[4*int(gid)+4:])
	} else {
		from, to = 2*uint32(binary.BigEndian.Uint16(loca[2*int(gid):])), 2*uint32(binary.BigEndian.Uint16(loca[2*int(gid)+2:]))
	}
	if from >= to || int(to) > len(glyf) {
		return nil
	}
	return glyf[from:to]
}

// Flags of a composite glyph's parts.
const (
	wordArgs  = 0x0001
	scaled    = 0x0008
	more      = 0x0020
	xyScaled  = 0x0040
	twoByTwo  = 0x0080
	composite = 10 // offset of the first part
)

// parts returns the glyphs that a composite glyph is made of.
func parts(outline []byte) []uint16 {
	if len(outline) < composite || int16(binary.BigEndian.Uint16(outline)) >= 0 {
		return nil
	}
	var out []uint16
	for at := composite; at+4 <= len(outline); {
		flags := binary.BigEndian.Uint16(outline[at:])
		out = append(out, binary.BigEndian.Uint16(outline[at+2:]))
		at += 4 + 2
		if flags&wordArgs != 0 {
			at += 2
		}
		switch {
		case flags&scaled != 0:
			at += 2
		case flags&xyScaled != 0:
			at += 4
		case flags&twoByTwo != 0:
			at += 8
		}
		if flags&more == 0 {
			break
		}
	}
	return out
}

// subset returns a font file with the outlines of the given glyphs only. Glyph ids
// stay as they are, so that content written before need not be mended.
func (s *sfnt) subset(gids []uint16) []byte {
	keep := map[uint16]bool{}
	todo := append([]uint16{0}, gids...)
	for len(todo) > 0 {
		g := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !keep[g] {
			keep[g] = true
			todo = append(todo, parts(s.outline(g))...)
		}
	}
	var glyf []byte
	loca := make([]byte, 4*(s.glyphs+1))
	hmtx := append([]byte(nil), s.tables["hmtx"]...)
	for g := range s.glyphs {
		if keep[uint16(g)] {
			glyf = append(glyf, s.outline(uint16(g))...)
			for len(glyf)%4 != 0 {
				glyf = append(glyf, 0)
			}
		} else if g < s.wide-1 {
			clear(hmtx[4*g : 4*g+4])
		}
		binary.BigEndian.PutUint32(loca[4*(g+1):], uint32(len(glyf)))
	}
	head := append([]byte(nil), s.tables["head"]...)
	binary.BigEndian.PutUint16(head[50:], 1)
	binary.BigEndian.PutUint32(head[8:], 0)
	out := map[string][]byte{"glyf": glyf, "head": head, "hmtx": hmtx, "loca": loca}
	for _, tag := range []string{"hhea", "maxp", "cvt ", "fpgm", "prep"} {
		if t, ok := s.tables[tag]; ok {
			out[tag] = t
		}
	}
	return joinSFNT(out)
}

// joinSFNT writes tables as a font file.
func joinSFNT(tables map[string][]byte) []byte {
	tags := make([]string, 0, len(tables))
	for tag := range tables {
		tags = append(tags, tag)
	}
	sort.Strings(tags)
	n, log := len(tags), 0
	for 2<<log <= n {
		log++
	}
	b := binary.BigEndian.AppendUint32(nil, 0x00010000)
	for _, v := range []int{n, 16 << log, log, 16*n - 16<<log} {
		b = binary.BigEndian.AppendUint16(b, uint16(v))
	}
	at := 12 + 16*n
	var body []byte
	headAt := 0
	for _, tag := range tags {
		t := tables[tag]
		b = append(b, tag...)
		b = binary.BigEndian.AppendUint32(b, checksum(t))
		b = binary.BigEndian.AppendUint32(b, uint32(at+len(body)))
		b = binary.BigEndian.AppendUint32(b, uint32(len(t)))
		if tag == "head" {
			headAt = at + len(body)
		}
		body = append(body, t...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	b = append(b, body...)
	binary.BigEndian.PutUint32(b[headAt+8:], 0xB1B0AFBA-checksum(b))
	return b
}

// checksum sums the 32-bit words of a table, padded with zeros.
func checksum(t []byte) uint32 {
	var sum uint32
	for ; len(t) >= 4; t = t[4:] {
		sum += binary.BigEndian.Uint32(t)
	}
	var last [4]byte
	copy(last[:], t)
	return sum + binary.BigEndian.Uint32(last[:])
}
