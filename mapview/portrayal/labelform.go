package portrayal

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"pinezka/mapview/scene"
	"pinezka/mapview/typeface"
)

// shortWords are the usual Polish abbreviations of what stands before a name.
var shortWords = map[string]string{
	"aleja": "al.", "aleje": "al.", "ulica": "ul.", "plac": "pl.", "osiedle": "os.",
	"księdza": "ks.", "generała": "gen.", "profesora": "prof.", "majora": "mjr", "biskupa": "bp",
	"świętego": "św.", "świętej": "św.", "świętych": "św.",
	"pułkownika": "płk", "kapitana": "kpt.", "porucznika": "por.", "doktora": "dr", "kardynała": "kard.",
}

// epithets name nobody by themselves.
var epithets = map[string]bool{"wielkiego": true, "wielkiej": true, "młodszego": true, "starszego": true, "małej": true, "małego": true}

// notStreets begin the names of places whose last word may be anything.
var notStreets = map[string]bool{"rondo": true, "skwer": true, "most": true, "wiadukt": true, "bulwar": true, "park": true, "rynek": true}

// forms returns what may be set for a street's name, best first: as written,
// with abbreviations, (for letters read from afar) the last two words, the last
// word. Each stands once.
func forms(name string, afar bool) []string {
	out := []string{name}
	add := func(s string) {
		for _, have := range out {
			if s == have {
				return
			}
		}
		if s != "" {
			out = append(out, s)
		}
	}
	words := strings.Fields(name)
	if len(words) < 2 {
		return out
	}
	short := make([]string, len(words))
	for i, w := range words {
		short[i] = w
		if a, ok := shortWords[strings.ToLower(w)]; ok && i < len(words)-1 {
			short[i] = a
		}
	}
	add(strings.Join(short, " "))
	if n := len(words); surname(words) {
		if afar && n > 2 {
			if _, title := shortWords[strings.ToLower(words[n-2])]; !title {
				add(words[n-2] + " " + words[n-1])
			}
		}
		add(words[n-1])
	}
	return out
}

// surname tells whether the last word says which street it is: a name of a
// person does, "Maja" of 3 Maja, "I" of Mieszka I and "Krajowej" of Armii Krajowej
// do not. The words before it tell, by the endings of counted things and of
// bodies of people; "Powstańców Warszawy" goes as "Warszawy" nowhere.
func surname(words []string) bool {
	n := len(words)
	last, before := words[n-1], strings.ToLower(words[n-2])
	first, _ := utf8.DecodeRuneInString(last)
	if !unicode.IsUpper(first) || utf8.RuneCountInString(last) < 4 || strings.Trim(last, "IVXL") == "" {
		return false
	}
	if r, _ := utf8.DecodeRuneInString(before); unicode.IsDigit(r) {
		return false
	}
	// "Rondo Krzyża Świętego" is no street of a Świętego, nor is "Kazimierza Wielkiego"
	// one of a Wielkiego.
	lower := strings.ToLower(last)
	if _, epithet := shortWords[lower]; epithet || epithets[lower] || notStreets[strings.ToLower(words[0])] {
		return false
	}
	for _, end := range []string{"ów", "ii", "ji", "rzy", "ni", "skiej", "ckiej"} {
		if strings.HasSuffix(before, end) {
			return false
		}
	}
	return true
}

// wrapName breaks a name into the fewest lines of at most width mm, and those as
// even as they can be. Words of one letter stay with the word after them; a word
// longer than the width has a line of its own.
func wrapName(face scene.Face, size float64, name string, width float64) []string {
	if typeface.Set(face, size, name).Width <= width {
		return []string{name}
	}
	var words []string
	glue := false
	for _, w := range strings.Fields(name) {
		if glue {
			words[len(words)-1] += " " + w
		} else {
			words = append(words, w)
		}
		glue = utf8.RuneCountInString(w) == 1
	}
	space := typeface.Set(face, size, " ").Width
	widths := make([]float64, len(words))
	widest := 0.0
	for i, w := range words {
		widths[i] = typeface.Set(face, size, w).Width
		widest = max(widest, widths[i])
	}
	// fill breaks greedily at a width and returns the words of each line.
	fill := func(limit float64) (counts []int) {
		at := 0.0
		for i, w := range widths {
			if i > 0 && at+space+w <= limit {
				at += space + w
				counts[len(counts)-1]++
				continue
			}
			at = w
			counts = append(counts, 1)
		}
		return counts
	}
	hi := max(width, widest)
	lines := len(fill(hi))
	lo := widest
	for range 10 { // the narrowest block with as many lines
		if mid := (lo + hi) / 2; len(fill(mid)) <= lines {
			hi = mid
		} else {
			lo = mid
		}
	}
	var out []string
	i := 0
	for _, n := range fill(hi) {
		out = append(out, strings.Join(words[i:i+n], " "))
		i += n
	}
	return out
}
