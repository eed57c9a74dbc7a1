package typeface

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"pinezka/mapview/scene"
)

const (
	noBreakSpace = '\u00a0'
	ellipsis     = "…"
)

// Wrap breaks words into lines of at most width mm: after spaces, hyphens, dashes
// and slashes, and where the text itself breaks the line. One-letter words
// ("i", "w", "z", ...) do not stay alone at the end of a line, as Polish
// typesetting asks. A word wider than a line is broken between letters.
func Wrap(face scene.Face, size float64, s string, width float64) []string {
	var lines []string
	for _, par := range strings.Split(s, "\n") {
		line := ""
		for _, piece := range pieces(par) {
			if fits(face, size, strings.TrimRight(line+piece, " "), width) {
				line += piece
				continue
			}
			if t := strings.TrimRight(line, " "); t != "" {
				lines = append(lines, t)
			}
			line = strings.TrimLeft(piece, " ")
			for !fits(face, size, strings.TrimRight(line, " "), width) && utf8.RuneCountInString(line) > 1 {
				n := fitting(face, size, line, width)
				lines = append(lines, line[:n])
				line = line[n:]
			}
		}
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return lines
}

// Shorten returns s, or as much of its beginning as fits into width mm together with
// an ellipsis. Spaces and commas before
// the ellipsis go.
func Shorten(face scene.Face, size float64, s string, width float64) string {
	if fits(face, size, s, width) {
		return s
	}
	room := width - Set(face, size, ellipsis).Width
	if room <= 0 {
		return ellipsis
	}
	n := 0
	for i := range s {
		if !fits(face, size, s[:i], room) {
			break
		}
		n = i
	}
	return strings.TrimRightFunc(s[:n], func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;:.–-/(", r)
	}) + ellipsis
}

func fits(face scene.Face, size float64, s string, width float64) bool {
	return measure(face, size, s) <= width+1e-9
}

// measure is the width of s. It does not go through the cache, which would fill
// with beginnings of lines that are never drawn.
func measure(face scene.Face, size float64, s string) float64 {
	return shape(key{face: face, size: size, s: s}).Width
}

// fitting returns how many bytes of s fit into width, at least one letter.
func fitting(face scene.Face, size float64, s string, width float64) int {
	_, n := utf8.DecodeRuneInString(s)
	for i := range s {
		if i > n {
			if !fits(face, size, s[:i], width) {
				break
			}
			n = i
		}
	}
	return n
}

// pieces cuts a paragraph where a line may be broken; each piece keeps its
// trailing space or hyphen.
func pieces(s string) []string {
	var out []string
	start := 0
	runes := []rune(s)
	for i, r := range runes {
		if i+1 == len(runes) {
			break
		}
		next := runes[i+1]
		cut := false
		switch {
		case r == noBreakSpace:
		case unicode.IsSpace(r) && !unicode.IsSpace(next):
			cut = !loneLetter(runes, i)
		case r == '-' || r == '–' || r == '—' || r == '/':
			// 8-10 and 3/5 are numbers that belong together.
			cut = unicode.IsLetter(next) && i > start
		}
		if cut {
			out = append(out, string(runes[start:i+1]))
			start = i + 1
		}
	}
	return append(out, string(runes[start:]))
}

// loneLetter tells whether the word before the space at i is a single letter.
func loneLetter(s []rune, i int) bool {
	return i >= 1 && unicode.IsLetter(s[i-1]) && (i == 1 || unicode.IsSpace(s[i-2]))
}
