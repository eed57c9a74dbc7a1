package gazetteer

import "strings"

// endings are those of Polish nouns and adjectives in folded letters, the longer
// first.
var endings = [...]string{
	"iego", "iemu", "imi", "ymi", "ami", "ach", "owi", "owie", "ego", "emu", "iej", "iem", "ich", "ych", "iom",
	"ej", "ow", "om", "em", "im", "ym", "iu", "ie", "ia", "io", "a", "e", "i", "o", "u", "y",
}

// softened are ends of stems that change before an ending (kot - kocie, Kaufland -
// Kauflandzie, droga - drodze), brought to one form; the longer first.
var softened = [...][2]string{
	{"szcz", "st"}, {"zdz", "zd"}, {"rz", "r"}, {"dz", "d"}, {"cz", "k"}, {"sc", "st"}, {"c", "t"}, {"sz", "ch"},
}

// stem cuts the ending off a folded word that the dictionary does not know. It is
// made to join the forms of one name, not to find its lemma.
func stem(w string) string {
	for _, e := range endings {
		if s, ok := strings.CutSuffix(w, e); ok && len(s) >= 3 {
			w = s
			break
		}
	}
	for _, s := range softened {
		if base, ok := strings.CutSuffix(w, s[0]); ok && len(base) >= 2 {
			return base + s[1]
		}
	}
	// An e that comes and goes: Wisłoczek - Wisłoczka, Lipiec - Lipca.
	if n := len(w); n > 4 && w[n-2] == 'e' && strings.IndexByte("kt", w[n-1]) >= 0 {
		return w[:n-2] + w[n-1:]
	}
	return w
}
