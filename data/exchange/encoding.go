package exchange

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	textunicode "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// The encodings of text files, as they are named in proposals and answers.
const (
	UTF8        = "utf-8"
	Windows1250 = "windows-1250"
	ISO8859_2   = "iso-8859-2"
	CP852       = "cp852"
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
)

// Encodings lists the encodings that can be answered.
var Encodings = []string{UTF8, Windows1250, ISO8859_2, CP852, UTF16LE, UTF16BE}

var (
	bomUTF8 = []byte{0xef, 0xbb, 0xbf}
	bomLE   = []byte{0xff, 0xfe}
	bomBE   = []byte{0xfe, 0xff}
)

// singleByte are the encodings of one byte a letter, likeliest first.
var singleByte = []struct {
	name string
	cm   *charmap.Charmap
}{
	{Windows1250, charmap.Windows1250}, {ISO8859_2, charmap.ISO8859_2}, {CP852, charmap.CodePage852},
}

// encodingOf returns the encoding that a label in XML or beside a shapefile means,
// or "" for one that is not known.
func encodingOf(label string) string {
	plain := strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r == ' ' {
			return -1
		}
		return unicode.ToLower(r)
	}, strings.TrimSpace(label))
	switch plain {
	case "utf8", "65001", "cp65001", "usascii", "ascii":
		return UTF8
	case "windows1250", "cp1250", "1250", "ansi1250", "win1250":
		return Windows1250
	case "iso88592", "88592", "latin2", "isolatin2":
		return ISO8859_2
	case "cp852", "ibm852", "852", "oem852":
		return CP852
	}
	return ""
}

// utf16Of tells UTF-16 by its mark, or by every other byte being zero, which a
// Western text has.
func utf16Of(b []byte) string {
	switch {
	case bytes.HasPrefix(b, bomLE):
		return UTF16LE
	case bytes.HasPrefix(b, bomBE):
		return UTF16BE
	}
	n := min(len(b), 512) &^ 1
	if n < 8 {
		return ""
	}
	var even, odd int
	for i := 0; i < n; i += 2 {
		if b[i] == 0 {
			even++
		}
		if b[i+1] == 0 {
			odd++
		}
	}
	switch {
	case odd*2 > n/2 && even == 0:
		return UTF16LE
	case even*2 > n/2 && odd == 0:
		return UTF16BE
	}
	return ""
}

// guessEncoding looks at the whole file. sure is false when no encoding fits
// without odd signs.
func guessEncoding(path string, start []byte) (name string, sure bool, err error) {
	if enc := utf16Of(start); enc != "" {
		return enc, true, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return "", false, err
	}
	defer f.Close()
	c, err := census(f)
	if err != nil {
		return "", false, err
	}
	name, sure = c.encoding()
	return name, sure, nil
}

// encoding tells which encoding the counted bytes are of.
func (c *counts) encoding() (name string, sure bool) {
	if c.invalid == 0 {
		return UTF8, true
	}
	if c.multibyte > 20*c.invalid {
		return UTF8, false
	}
	best, bestScore, clean := "", -1<<62, false
	for _, e := range singleByte {
		score, odd := 0, 0
		for b := 0x80; b < 0x100; b++ {
			if n := c.count[b]; n > 0 {
				v := signValue(e.cm.DecodeByte(byte(b)))
				score += v * n
				if v < 0 {
					odd += n
				}
			}
		}
		if score > bestScore {
			best, bestScore, clean = e.name, score, odd == 0
		}
	}
	return best, clean || bestScore > 0 && c.high >= 50
}

// signValue says how likely a sign is in a Polish text.
func signValue(r rune) int {
	switch r {
	case 'ą', 'ć', 'ę', 'ł', 'ń', 'ó', 'ś', 'ź', 'ż', 'Ą', 'Ć', 'Ę', 'Ł', 'Ń', 'Ó', 'Ś', 'Ź', 'Ż':
		return 3
	case '„', '”', '“', '–', '—', '…', '°', '§', '€', '«', '»', '’', '‘', '‚', '\u00a0', '\u00ad', '×', '·', '•', '´':
		return 1
	case utf8.RuneError:
		return -20
	}
	switch {
	case unicode.IsControl(r):
		return -20
	case unicode.IsLetter(r):
		return 0
	}
	return -2
}

// counts is what a census of bytes found.
type counts struct {
	count              [256]int
	high               int // bytes beyond ASCII
	multibyte, invalid int // letters of UTF-8 beyond ASCII, and bytes that are none
}

func census(r io.Reader) (counts, error) {
	var c counts
	buf := make([]byte, 256<<10)
	have := 0
	for {
		n, err := r.Read(buf[have:])
		have += n
		b := buf[:have]
		eof := err != nil
		if whole := wholeRunes(b); utf8.Valid(b[:whole]) {
			// The usual case, and the fast one: nothing but UTF-8.
			for _, x := range b[:whole] {
				if x >= 0xc0 { // begins a letter
					c.multibyte++
				}
			}
			b = b[whole:]
		}
		for len(b) > 0 {
			i := firstHigh(b)
			b = b[i:]
			if len(b) == 0 || (!eof && !utf8.FullRune(b)) {
				break
			}
			r, size := utf8.DecodeRune(b)
			if r == utf8.RuneError && size == 1 {
				c.invalid++
			} else {
				c.multibyte++
			}
			for _, x := range b[:size] {
				c.count[x]++
			}
			c.high += size
			b = b[size:]
		}
		have = copy(buf, b)
		if err == io.EOF {
			return c, nil
		}
		if err != nil {
			return c, err
		}
	}
}

// wholeRunes returns how much of b ends before a letter that may be cut in two.
func wholeRunes(b []byte) int {
	for i := len(b) - 1; i >= 0 && i >= len(b)-utf8.UTFMax; i-- {
		if utf8.RuneStart(b[i]) {
			if utf8.FullRune(b[i:]) {
				return len(b)
			}
			return i
		}
	}
	return len(b)
}

// firstHigh returns where the first byte beyond ASCII stands, or len(b).
func firstHigh(b []byte) int {
	for i, x := range b {
		if x >= utf8.RuneSelf {
			return i
		}
	}
	return len(b)
}

// decode returns the text as UTF-8 without its mark.
func decode(r io.Reader, name string) (io.Reader, error) {
	var e encoding.Encoding
	switch name {
	case UTF8:
		return skipMark(r)
	case UTF16LE:
		e = textunicode.UTF16(textunicode.LittleEndian, textunicode.UseBOM)
	case UTF16BE:
		e = textunicode.UTF16(textunicode.BigEndian, textunicode.UseBOM)
	default:
		for _, s := range singleByte {
			if s.name == name {
				e = s.cm
			}
		}
	}
	if e == nil {
		return nil, fmt.Errorf("encoding %q is unknown", name)
	}
	return transform.NewReader(r, e.NewDecoder()), nil
}

func skipMark(r io.Reader) (io.Reader, error) {
	var b [3]byte
	n, err := io.ReadFull(r, b[:])
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	if bytes.Equal(b[:n], bomUTF8) {
		return r, nil
	}
	return io.MultiReader(bytes.NewReader(b[:n:n]), r), nil
}
