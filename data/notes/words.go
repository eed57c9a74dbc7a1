package notes

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// folded is a text in lower case without diacritics but with its punctuation,
// so that expressions can be written in plain letters and find words that were
// typed without Polish ones. Each of its bytes knows where it comes from.
type folded struct {
	s   string
	at  []int // byte of the original; one more at the end
	src string
}

func fold(text string) folded {
	var b strings.Builder
	b.Grow(len(text))
	at := make([]int, 0, len(text)+1)
	put := func(r rune, from int) {
		n := b.Len()
		b.WriteRune(r)
		for range b.Len() - n {
			at = append(at, from)
		}
	}
	for i, r := range text {
		if r < utf8.RuneSelf {
			put(unicode.ToLower(r), i)
			continue
		}
		switch r = unicode.ToLower(r); r {
		case 'ł':
			put('l', i)
			continue
		case '\u00a0', '\u202f':
			put(' ', i)
			continue
		case '–', '—', '−':
			put('-', i)
			continue
		}
		for _, d := range norm.NFD.String(string(r)) {
			if !unicode.Is(unicode.Mn, d) {
				put(d, i)
			}
		}
	}
	return folded{b.String(), append(at, len(text)), text}
}

// span turns a place in the folded text into one in the original.
func (f folded) span(from, to int) Span { return Span{f.at[from], f.at[to]} }

// word is a word of a text, folded.
type word struct {
	s     string
	raw   string // with its diacritics
	start int    // in the folded text
	end   int
}

var wordPattern = regexp.MustCompile(`[\pL\pN]+`)

func (f folded) words() []word {
	var out []word
	for _, m := range wordPattern.FindAllStringIndex(f.s, -1) {
		out = append(out, word{f.s[m[0]:m[1]], strings.ToLower(f.src[f.at[m[0]]:f.at[m[1]]]), m[0], m[1]})
	}
	return out
}

// phrase is a few words of which each may be given by its beginning ("park*"). A
// word with a Polish letter must be written so: "żebrani" is not "zebrani".
type phrase []string

func phraseOf(s string) phrase { return strings.Fields(s) }

// in returns the index of the first and behind the last word of the phrase among
// the words, its words in order with at most gap others between two; -1 when it
// is not there.
func (p phrase) in(words []word, gap int) (from, to int) {
	for i := range words {
		if to := p.at(words, i, gap); to >= 0 {
			return i, to
		}
	}
	return -1, -1
}

// at returns the index behind the phrase when it begins at word i, else -1.
func (p phrase) at(words []word, i, gap int) int {
	if i >= len(words) || !fits(p[0], words[i]) {
		return -1
	}
	k := i + 1
	for _, want := range p[1:] {
		found := false
		for end := min(k+gap+1, len(words)); k < end; k++ {
			if fits(want, words[k]) {
				found = true
				k++
				break
			}
		}
		if !found {
			return -1
		}
	}
	return k
}

func fits(want string, w word) bool {
	s := w.s
	if strings.ContainsFunc(want, func(r rune) bool { return r >= utf8.RuneSelf }) {
		s = w.raw
	}
	if stem, ok := strings.CutSuffix(want, "*"); ok {
		return strings.HasPrefix(s, stem)
	}
	return want == s
}

// tidy returns the words of a text for people: a word that was divided at the end
// of a line is whole again, blanks are single, Markdown's emphasis is gone.
func tidy(s string, markdown bool) string {
	s = dividedPattern.ReplaceAllString(s, "$1$2")
	if markdown {
		s = emphasisPattern.ReplaceAllString(s, "")
		s = underlinePattern.ReplaceAllString(s, "$1$2")
	}
	return strings.Join(strings.Fields(s), " ")
}

var (
	dividedPattern   = regexp.MustCompile(`(\p{Ll})-[ \t]*\n\s*(\p{Ll})`)
	emphasisPattern  = regexp.MustCompile("\\*+|`+|__")
	underlinePattern = regexp.MustCompile(`(^|[^\pL\pN])_|_([^\pL\pN]|$)`)
)

// lastOf returns the last bytes before a place in folded text, as many as the
// expressions that end there look at; a long text would be searched again and
// again otherwise. What does not begin there does not look as if it did.
func lastOf(s string, to int) string {
	const n = 80
	if to <= n {
		return s[:to]
	}
	from := to - n
	for !utf8.RuneStart(s[from]) {
		from++
	}
	return s[from:to]
}

// hasWords tells whether a text has a letter or a digit.
func hasWords(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// trim takes blanks off both ends of a span.
func trim(body string, s Span) Span {
	for s.Start < s.End {
		r, n := utf8.DecodeRuneInString(body[s.Start:s.End])
		if !unicode.IsSpace(r) {
			break
		}
		s.Start += n
	}
	for s.Start < s.End {
		r, n := utf8.DecodeLastRuneInString(body[s.Start:s.End])
		if !unicode.IsSpace(r) {
			break
		}
		s.End -= n
	}
	return s
}

// matchAny compiles alternatives that begin at the beginning of a word.
func matchAny(alternatives ...string) *regexp.Regexp {
	return regexp.MustCompile(`\b(?:` + strings.Join(alternatives, "|") + `)`)
}
