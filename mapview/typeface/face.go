package typeface

import (
	"bytes"
	"fmt"
	"sync"

	"github.com/go-text/typesetting/font"

	"pinezka/assets"
	"pinezka/mapview/scene"
)

// files names the font file of each face.
var files = map[scene.Face]string{
	scene.Regular: "fonts/NotoSans-Regular.ttf",
	scene.Bold:    "fonts/NotoSans-Bold.ttf",
	scene.Italic:  "fonts/NotoSans-Italic.ttf",
}

// typeface is one parsed font. The font is only read, so it is shared; a
// font.Face keeps caches of its own, so each borrower takes one from the pool.
type typeface struct {
	bytes    []byte
	font     *font.Font
	faces    sync.Pool // of *font.Face
	em       float64   // font units in an em
	ascent   float64   // ems, like the two below
	descent  float64
	cap      float64
	outlines sync.Map // glyph id (uint16) to scene.Path
}

// loaders parse each face when it is first asked for.
var loaders = func() map[scene.Face]func() *typeface {
	m := make(map[scene.Face]func() *typeface, len(files))
	for face, file := range files {
		m[face] = sync.OnceValue(func() *typeface { return load(file) })
	}
	return m
}()

// load parses an embedded font. It panics on a broken one, which is a fault of
// the program.
func load(file string) *typeface {
	b := assets.Read(file)
	face, err := font.ParseTTF(bytes.NewReader(b))
	if err != nil {
		panic(fmt.Sprintf("parse embedded font %s: %v", file, err))
	}
	t := &typeface{bytes: b, font: face.Font, em: float64(face.Upem())}
	t.faces.New = func() any { return font.NewFace(t.font) }
	ext, _ := face.FontHExtents()
	t.ascent = float64(ext.Ascender) / t.em
	t.descent = -float64(ext.Descender) / t.em
	t.cap = float64(face.LineMetric(font.CapHeight)) / t.em
	return t
}

// of returns the font of a face; an unknown face is set in Regular, so that
// words never vanish.
func of(face scene.Face) *typeface {
	if f, ok := loaders[face]; ok {
		return f()
	}
	return loaders[scene.Regular]()
}

// Ascent returns how far the face reaches above the baseline, in ems: room for
// accents on capitals included.
func Ascent(face scene.Face) float64 { return of(face).ascent }

// Descent returns how far the face reaches below the baseline, in ems, as a
// positive number.
func Descent(face scene.Face) float64 { return of(face).descent }

// CapHeight returns the height of a capital letter without accent, in ems.
func CapHeight(face scene.Face) float64 { return of(face).cap }

// Bytes returns the TrueType file of a face, to be embedded. The caller must not
// change it.
func Bytes(face scene.Face) []byte { return of(face).bytes }

// Missing returns the letters of s, each once and in their order, for which the
// faces have no glyph, such as the true minus sign U+2212 or arrows. Such signs are drawn as
// paths by whoever needs them.
func Missing(s string) []rune {
	t := of(scene.Regular)
	var lacking []rune
	seen := map[rune]bool{}
	for _, r := range s {
		if _, ok := t.font.NominalGlyph(r); ok || seen[r] || r == '\n' || r == '\t' {
			continue
		}
		seen[r] = true
		lacking = append(lacking, r)
	}
	return lacking
}

// Outline returns the shape of a glyph in ems, y down, its origin on the
// baseline. It is empty for a space. The caller must not change it.
func Outline(face scene.Face, gid uint16) scene.Path {
	t := of(face)
	if p, ok := t.outlines.Load(gid); ok {
		return p.(scene.Path)
	}
	f := t.faces.Get().(*font.Face)
	defer t.faces.Put(f)
	o, ok := f.GlyphDataOutline(font.GID(gid))
	var p scene.Path
	if ok {
		p = t.path(o)
	}
	t.outlines.Store(gid, p)
	return p
}

// path turns a font's outline, y up and in font units, into a scene's path. Each
// contour is closed before the next begins.
func (t *typeface) path(o font.GlyphOutline) scene.Path {
	var p scene.Path
	at := func(s font.SegmentPoint) (x, y float64) { return float64(s.X) / t.em, -float64(s.Y) / t.em }
	for _, s := range o.Segments {
		x0, y0 := at(s.Args[0])
		x1, y1 := at(s.Args[1])
		x2, y2 := at(s.Args[2])
		switch s.Op {
		case opMoveTo:
			if !p.Empty() {
				p.Close()
			}
			p.MoveTo(x0, y0)
		case opLineTo:
			p.LineTo(x0, y0)
		case opQuadTo:
			p.QuadTo(x0, y0, x1, y1)
		case opCubeTo:
			p.CubicTo(x0, y0, x1, y1, x2, y2)
		}
	}
	if !p.Empty() {
		p.Close()
	}
	return p
}
