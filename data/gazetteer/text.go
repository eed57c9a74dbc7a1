package gazetteer

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"pinezka/data/gazetteer/morph"
)

// token is a word or number of a text.
type token struct {
	from, to int    // bytes
	text     string // as written, or what an abbreviation with a hyphen stands for
	fold     string
	gap      string // what is written between the token before and this one, without blanks
	dot      bool   // a full stop follows at once
	capital  bool   // its first letter is one
	first    bool   // of a sentence
	digit    bool   // begins with a digit
	number   int    // in digits, Roman or in words; 0: none
	mark     Kind   // it says what is named behind it; "" else
	title    bool
	reads    []reading
}

// reading is what the dictionary says about a word, folded.
type reading struct {
	lemma string
	tags  string
}

// text is a sentence, cut up.
type text struct {
	tokens []token
	upper  bool // written in capitals: what is one says nothing
	lower  bool // written without capitals, or with those of sentences only
	plain  bool // written without Polish letters
}

// is tells whether a token is one of the words, by lemma or as written.
func (t *token) is(words map[string]bool) bool {
	if words[t.fold] {
		return true
	}
	for _, r := range t.reads {
		if words[r.lemma] {
			return true
		}
	}
	return false
}

// has tells whether a reading has a tag.
func (t *token) has(part string) bool {
	for _, r := range t.reads {
		if strings.Contains(r.tags, part) {
			return true
		}
	}
	return false
}

// lexicon looks words up; it is for one goroutine.
type lexicon struct {
	reader morph.Reader
	known  map[string][]reading // names repeat their words; nil: keep none
}

// readings returns what a word may be: as written, in small letters and with a
// capital, for names are stored so. Of texts without Polish letters, words that
// are none so are looked up with them.
func (l *lexicon) readings(word string, plain bool) []reading {
	if l.known == nil {
		return l.look(word, plain)
	}
	out, ok := l.known[word]
	if !ok {
		out = l.look(word, plain)
		l.known[word] = out
	}
	return out
}

func (l *lexicon) look(word string, plain bool) []reading {
	var out []reading
	visit := func(lemma, tags []byte) {
		r := reading{fold(string(lemma)), string(tags)}
		for _, o := range out {
			if o == r {
				return
			}
		}
		out = append(out, r)
	}
	small := strings.ToLower(word)
	first, n := utf8.DecodeRuneInString(small)
	title := string(unicode.ToUpper(first)) + small[n:]
	l.reader.Look(small, visit)
	l.reader.Look(title, visit)
	if word != small && word != title {
		l.reader.Look(word, visit)
	}
	if len(out) == 0 && plain {
		l.reader.LookPlain(small, visit)
		l.reader.LookPlain(title, visit)
	}
	return out
}

// cut makes tokens of a text.
func (l *lexicon) cut(s string) text {
	var t text
	capitals, small := 0, 0
	t.plain = true
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			capitals++
		case unicode.IsLower(r):
			small++
		}
		t.plain = t.plain && r < utf8.RuneSelf
	}
	t.upper = capitals > 2 && capitals >= 4*small
	for at := 0; at < len(s); {
		r, n := utf8.DecodeRuneInString(s[at:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			at += n
			continue
		}
		end := wordEnd(s, at)
		k := token{from: at, to: end, text: s[at:end]}
		before := 0
		if i := len(t.tokens); i > 0 {
			before = t.tokens[i-1].to
		}
		k.gap = strings.Join(strings.Fields(s[before:at]), "")
		k.dot = strings.HasPrefix(s[end:], ".")
		t.add(l, k)
		at = end
	}
	t.lower = true
	for i := range t.tokens {
		k := &t.tokens[i]
		if k.capital && !k.first {
			t.lower = false
		}
	}
	if capitals == 0 {
		t.lower = true
	}
	return t
}

// wordEnd returns where a word ends: letters and digits, with an apostrophe or an
// ampersand between letters.
func wordEnd(s string, at int) int {
	for at < len(s) {
		r, n := utf8.DecodeRuneInString(s[at:])
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) {
			at += n
			continue
		}
		if r == '\'' || r == '’' || r == '&' {
			if next, _ := utf8.DecodeRuneInString(s[at+n:]); unicode.IsLetter(next) {
				at += n
				continue
			}
		}
		break
	}
	return at
}

// add puts a token behind the others.
func (t *text) add(l *lexicon, k token) {
	n := len(t.tokens)
	k.first = n == 0 || strings.ContainsAny(k.gap, ".!?") && !t.abbreviated(n-1)
	// "W-wy" is one word, the "go" of "11-go" none.
	if n > 0 && k.gap == "-" {
		last := &t.tokens[n-1]
		if full, ok := hyphened[strings.ToLower(last.text+"-"+k.text)]; ok {
			last.text, last.to, last.fold, last.dot = full, k.to, fold(full), k.dot
			last.reads = l.readings(full, false)
			return
		}
		if last.digit && (k.text == "go" || k.text == "ego" || k.text == "tego" || k.text == "ej" || k.text == "szego") {
			last.to = k.to
			return
		}
	}
	if i := strings.IndexAny(k.text, "'’"); i > 0 {
		// McDonald's, McDonald'a: the ending is none of the name's.
		k.text = k.text[:i]
	}
	k.fold = fold(k.text)
	if k.fold == "" {
		return
	}
	r, _ := utf8.DecodeRuneInString(k.text)
	k.capital, k.digit = unicode.IsUpper(r), k.fold[0] >= '0' && k.fold[0] <= '9'
	if k.digit {
		k.number, _ = strconv.Atoi(k.fold)
		t.tokens = append(t.tokens, k)
		return
	}
	k.number = roman(k.text)
	k.reads = l.readings(k.text, t.plain)
	for _, r := range k.reads {
		if v := numerals[r.lemma]; v > 0 && k.number == 0 {
			k.number = v
		}
		if m := markers[r.lemma]; m != "" && k.mark == "" && len(k.fold) > 2 {
			k.mark = m
		}
	}
	if m := markers[k.fold]; m != "" {
		k.mark = m
	}
	k.title = titles[k.fold]
	t.tokens = append(t.tokens, k)
}

// abbreviated tells whether the full stop behind a token is that of an
// abbreviation and not of a sentence.
func (t *text) abbreviated(i int) bool {
	k := &t.tokens[i]
	return k.dot && (len(k.fold) == 1 || k.title || k.mark != "" || k.fold == "sw" || k.digit || len(k.fold) <= 5 && len(k.reads) == 0)
}

// roman reads a Roman number up to XXXIX in capitals; 0 when it is none.
func roman(s string) int {
	total, last := 0, 0
	for i := len(s) - 1; i >= 0; i-- {
		v := 0
		switch s[i] {
		case 'I':
			v = 1
		case 'V':
			v = 5
		case 'X':
			v = 10
		default:
			return 0
		}
		if v < last {
			total -= v
		} else {
			total, last = total+v, v
		}
	}
	return total
}

// parted tells whether something stands between a token and the one before that
// names do not reach over.
func (t *text) parted(i int) bool {
	if i == 0 {
		return true
	}
	g := strings.Trim(t.tokens[i].gap, `"„”'()-`)
	if g == "" {
		return false
	}
	return g != "." || !t.abbreviated(i-1) && t.tokens[i].first
}

// initial tells a single letter with a full stop.
func (k *token) initial() bool {
	return len(k.fold) == 1 && k.dot && k.capital || len(k.fold) == 2 && k.dot && k.capital && len(k.reads) == 0 && k.number == 0 && k.fold != "sw"
}
