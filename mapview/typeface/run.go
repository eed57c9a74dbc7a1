package typeface

import (
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"

	"pinezka/mapview/scene"
)

const (
	opMoveTo = opentype.SegmentOpMoveTo
	opLineTo = opentype.SegmentOpLineTo
	opQuadTo = opentype.SegmentOpQuadTo
	opCubeTo = opentype.SegmentOpCubeTo
)

// Run is one line of words, shaped: its glyphs stand on a baseline that begins at
// the origin and runs to the right. Runs are shared through a cache, so callers must
// not change Glyphs.
type Run struct {
	Face   scene.Face
	Size   float64 // em in mm
	String string
	Glyphs []scene.Glyph // At is relative to the start, Angle is 0
	Width  float64       // mm from the start to where the next letter would stand
}

// Set shapes a string in a face at a size (em in mm). Line breaks and tabs become
// spaces. The result comes from a cache where the same was asked before.
func Set(face scene.Face, size float64, s string) Run { return SetSpaced(face, size, s, 0) }

// SetSpaced is Set with spacing ems of extra room after each letter but the last, as
// for the names of districts and waters. Spaced letters are never joined into ligatures.
func SetSpaced(face scene.Face, size float64, s string, spacing float64) Run {
	k := key{face, size, spacing, s}
	if r, ok := runs.get(k); ok {
		return r
	}
	r := shape(k)
	runs.put(k, r)
	return r
}

// shapers lends out HarfBuzz buffers, which serve one goroutine at a time.
var shapers = newPool(func() *shaping.HarfbuzzShaper { return new(shaping.HarfbuzzShaper) })

var polish = language.NewLanguage("pl")

// noLigatures switches joined letters off.
var noLigatures = []shaping.FontFeature{
	{Tag: opentype.MustNewTag("liga"), Value: 0},
	{Tag: opentype.MustNewTag("clig"), Value: 0},
}

// shape does the work of SetSpaced. It shapes at one font unit a pixel, where
// the shaper's 1/64 steps lose nothing, and scales afterwards.
func shape(k key) Run {
	t := of(k.face)
	face := t.faces.Get().(*font.Face)
	defer t.faces.Put(face)
	h := shapers.Get()
	defer shapers.Put(h)

	text := []rune(k.s)
	for i, r := range text {
		if r == '\n' || r == '\r' || r == '\t' {
			text[i] = ' '
		}
	}
	run := Run{Face: k.face, Size: k.size, String: string(text)}
	if len(text) == 0 {
		return run
	}
	in := shaping.Input{
		Text: text, RunEnd: len(text), Direction: di.DirectionLTR, Face: face,
		Size: fixed.I(int(t.em)), Script: language.Latin, Language: polish,
	}
	if k.spacing != 0 {
		in.FontFeatures = noLigatures
	}
	out := h.ShapeNoExtents(in)

	mm := k.size / t.em / 64
	pen := 0.0
	run.Glyphs = make([]scene.Glyph, 0, len(out.Glyphs))
	last := -1 // start of the cluster whose letters the glyph before took
	for _, g := range out.Glyphs {
		glyph := scene.Glyph{
			ID: uint16(g.GlyphID),
			At: scene.Point{X: pen + float64(g.XOffset)*mm, Y: -float64(g.YOffset) * mm},
		}
		if start := g.TextIndex(); start != last {
			glyph.Runes = string(text[start : start+g.RunesCount()])
			last = start
		}
		run.Glyphs = append(run.Glyphs, glyph)
		pen += float64(g.Advance)*mm + k.spacing*k.size
	}
	run.Width = pen
	if len(out.Glyphs) > 0 {
		run.Width -= k.spacing * k.size
	}
	return run
}

// At returns the run with its baseline beginning at x, y (mm), not yet coloured.
func (r Run) At(x, y float64) scene.Text { return r.Text(x, y, scene.Paint{}) }

// Text returns the run with its baseline beginning at x, y (mm).
func (r Run) Text(x, y float64, p scene.Paint) scene.Text {
	t := scene.Text{
		String: r.String, Face: r.Face, Size: r.Size, Paint: p,
		Glyphs: make([]scene.Glyph, len(r.Glyphs)),
	}
	for i, g := range r.Glyphs {
		g.At.X += x
		g.At.Y += y
		t.Glyphs[i] = g
	}
	return t
}

// RightText returns the run with its baseline ending at x, y (mm).
func (r Run) RightText(x, y float64, p scene.Paint) scene.Text { return r.Text(x-r.Width, y, p) }

// CentreText returns the run with the middle of its baseline at x, y (mm).
func (r Run) CentreText(x, y float64, p scene.Paint) scene.Text {
	return r.Text(x-r.Width/2, y, p)
}
