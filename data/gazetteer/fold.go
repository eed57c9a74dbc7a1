package gazetteer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"pinezka/data"
)

// plainLetters takes the Polish signs off small letters.
var plainLetters = map[rune]rune{'ą': 'a', 'ć': 'c', 'ę': 'e', 'ł': 'l', 'ń': 'n', 'ó': 'o', 'ś': 's', 'ź': 'z', 'ż': 'z'}

// fold returns a word in small letters without Polish signs and without what is
// no letter or digit; other signs are left to data.Fold.
func fold(word string) string {
	var b strings.Builder
	b.Grow(len(word))
	for _, r := range word {
		r = unicode.ToLower(r)
		if p, ok := plainLetters[r]; ok {
			r = p
		}
		switch {
		case r >= utf8.RuneSelf:
			return strings.ReplaceAll(data.Fold(word), " ", "")
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteByte(byte(r))
		}
	}
	return b.String()
}

// sound returns a word as it is heard, so that what was written by ear meets what
// stands on the sign: rz and ż, ó and u, ch and h, ą and on, ey and ej, and
// letters written twice are one each. For words of the dictionary it means
// nothing: "morze" and "może" are two words.
func sound(word string) string {
	w := strings.ToLower(word)
	w = strings.NewReplacer("rz", "z", "ż", "z", "ó", "u", "ch", "h", "ąb", "omb", "ąp", "omp", "ą", "on", "ęb", "emb", "ęp", "emp", "ę", "en").Replace(w)
	w = fold(w)
	var b strings.Builder
	var last byte
	for i := range len(w) {
		c := w[i]
		if c == 'y' && last != 0 && strings.IndexByte("aeou", last) >= 0 {
			c = 'j'
		}
		if c != last {
			b.WriteByte(c)
		}
		last = c
	}
	return b.String()
}
