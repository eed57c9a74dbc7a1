package pdf

import (
	"crypto/md5"
	"fmt"
	"math"
	"slices"
	"strconv"
	"sync"

	"pinezka/mapview/scene"
	"pinezka/mapview/typeface"
)

// fontNames are the fonts' own PostScript names.
var fontNames = map[scene.Face]string{
	scene.Regular: "NotoSans-Regular",
	scene.Bold:    "NotoSans-Bold",
	scene.Italic:  "NotoSans-Italic",
}

// italicAngle is how far Noto Sans Italic leans, in degrees.
const italicAngle = -12

// font is a face as one document uses it.
type font struct {
	face  scene.Face
	name  string // in the resources
	r     ref
	file  *sfnt
	space uint16
	runes map[uint16]string // glyphs used, and the letters that each stands for
}

// parsed keeps the tables of each face.
var parsed sync.Map // scene.Face to *sfnt

// font returns the document's font for a face.
func (d *writer) font(face scene.Face) (*font, error) {
	if fontNames[face] == "" {
		face = scene.Regular
	}
	if f := d.fonts[face]; f != nil {
		return f, nil
	}
	file, ok := parsed.Load(face)
	if !ok {
		s, err := parseSFNT(typeface.Bytes(face))
		if err != nil {
			return nil, fmt.Errorf("embed face %s: %w", face, err)
		}
		file, _ = parsed.LoadOrStore(face, s)
	}
	f := &font{
		face: face, name: "F" + strconv.Itoa(len(d.fonts)), r: d.alloc(), file: file.(*sfnt),
		space: typeface.Set(face, 1, " ").Glyphs[0].ID, runes: map[uint16]string{},
	}
	d.fonts[face] = f
	d.fontOrder = append(d.fontOrder, f)
	return f, nil
}

// use notes that a glyph is drawn for some letters. It reports false when the
// glyph stands for others already, so that the run has to say its words itself.
func (f *font) use(gid uint16, letters string) bool {
	old, used := f.runes[gid]
	switch {
	case !used || old == "":
		f.runes[gid] = letters
		return true
	case letters == "":
		return true
	}
	return old == letters
}

// writeFont writes a font's objects: the composite font, the font it is made of,
// what it looks like, its file, and what its glyphs mean.
func (d *writer) writeFont(f *font) {
	gids := make([]uint16, 0, len(f.runes))
	for g := range f.runes {
		gids = append(gids, g)
	}
	slices.Sort(gids)
	name := subsetTag(gids) + "+" + fontNames[f.face]

	down, desc, data, meaning := d.alloc(), d.alloc(), d.alloc(), d.alloc()
	d.object(f.r, fmt.Appendf(nil, "<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%v]/ToUnicode %v>>", name, down, meaning))

	b := fmt.Appendf(nil, "<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %v/CIDToGIDMap/Identity/DW 0/W[", name, desc)
	for i, g := range gids {
		if i == 0 || g != gids[i-1]+1 {
			if i > 0 {
				b = append(b, ']')
			}
			b = append(strconv.AppendInt(b, int64(g), 10), '[')
		} else {
			b = append(b, ' ')
		}
		b = number(b, f.file.width(g), 2)
	}
	if len(gids) > 0 {
		b = append(b, ']')
	}
	d.object(down, append(b, "]>>"...))

	em := func(v float64) int { return int(math.Round(v * 1000)) }
	head := f.file.tables["head"]
	bound := func(i int) int { return em(float64(int16(uint16(head[i])<<8|uint16(head[i+1]))) / f.file.em) }
	angle, flags := 0, 4
	if f.face == scene.Italic {
		angle, flags = italicAngle, flags|64
	}
	d.object(desc, fmt.Appendf(nil, "<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle %d/Ascent %d/Descent %d/CapHeight %d/StemV 80/FontFile2 %v>>",
		name, flags, bound(36), bound(38), bound(40), bound(42), angle,
		em(typeface.Ascent(f.face)), -em(typeface.Descent(f.face)), em(typeface.CapHeight(f.face)), data))

	file := f.file.subset(gids)
	d.stream(data, "/Length1 "+strconv.Itoa(len(file)), file)
	d.stream(meaning, "", f.toUnicode(gids))
}

// toUnicode maps glyphs to letters, for search and copy.
func (f *font) toUnicode(gids []uint16) []byte {
	b := []byte("/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n" +
		"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n" +
		"/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n" +
		"1 begincodespacerange<0000><FFFF>endcodespacerange\n")
	const block = 100 // as many as a block may have
	for part := range slices.Chunk(f.meant(gids), block) {
		b = fmt.Appendf(b, "%d beginbfchar\n", len(part))
		for _, g := range part {
			b = append(hexUnit(append(b, '<'), g), "><"...)
			b = append(hex16(b, f.runes[g]), ">\n"...)
		}
		b = append(b, "endbfchar\n"...)
	}
	return append(b, "endcmap CMapName currentdict/CMap defineresource pop end end"...)
}

// meant returns the glyphs that stand for letters.
func (f *font) meant(gids []uint16) []uint16 {
	return slices.DeleteFunc(slices.Clone(gids), func(g uint16) bool { return f.runes[g] == "" })
}

// subsetTag returns the six letters that tell this subset from others.
func subsetTag(gids []uint16) string {
	b := make([]byte, 0, 2*len(gids))
	for _, g := range gids {
		b = append(b, byte(g>>8), byte(g))
	}
	sum := md5.Sum(b)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}
