package notes

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// abbreviations end with a point that ends no sentence. After "r." (rok) and the
// like a sentence may end all the same, when a capital follows.
var abbreviations = map[string]bool{
	"ul": true, "al": true, "pl": true, "os": true, "ks": true, "św": true, "nr": true, "godz": true, "tzw": true, "np": true, "itp": true, "itd": true, "dr": true,
	"mgr": true, "inż": true, "gen": true, "płk": true, "mjr": true, "kpt": true, "asp": true, "sierż": true, "st": true, "mł": true, "kom": true, "nadkom": true,
	"podkom": true, "podinsp": true, "insp": true, "im": true, "ok": true, "pow": true, "woj": true, "gm": true, "tel": true, "wg": true, "ws": true, "tj": true,
	"por": true, "prof": true, "hab": true, "jez": true, "ust": true, "art": true, "pkt": true, "poz": true, "m": true, "in": true, "dz": true, "bp": true, "abp": true,
	"marsz": true, "hr": true, "rtm": true, "zob": true, "ww": true, "pn": true, "bud": true, "miejsc": true, "kol": true, "lok": true, "par": true, "min": true,
}

// sentences cuts a part of the body at the ends of its sentences.
func (t *Text) sentences(s Span) []Span {
	var out []Span
	text := t.in(s)
	from := 0
	for i := 0; i < len(text); i++ {
		if !strings.ContainsRune(".!?…", rune(text[i])) && !strings.HasPrefix(text[i:], "…") {
			continue
		}
		end := i + 1
		for end < len(text) && strings.ContainsRune(".!?)\"'*_", rune(text[end])) {
			end++
		}
		if strings.HasPrefix(text[end:], "”") {
			end += len("”")
		}
		rest := strings.TrimLeft(text[end:], " \t\n\u00a0")
		if rest == "" || len(rest) == len(text)-end || !begins(rest) || text[i] == '.' && shortened(text[from:i]) {
			continue
		}
		if x := trim(t.Body, Span{s.Start + from, s.Start + end}); x.Start < x.End {
			out = append(out, x)
		}
		from = end
		i = end - 1
	}
	if x := trim(t.Body, Span{s.Start + from, s.End}); x.Start < x.End {
		out = append(out, x)
	}
	return out
}

// begins tells whether a sentence may begin so.
func begins(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "„\"'(*_–- "))
	return unicode.IsUpper(r) || unicode.IsDigit(r)
}

// shortened tells whether the word before a point is an abbreviation, an initial
// or the number of a date or an ordinal.
func shortened(s string) bool {
	i := strings.LastIndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	w := s[i+1:]
	if i >= 0 {
		_, n := utf8.DecodeRuneInString(s[i:])
		w = s[i+n:]
	}
	if utf8.RuneCountInString(w) == 1 {
		r, _ := utf8.DecodeRuneInString(w)
		return unicode.IsUpper(r)
	}
	return abbreviations[strings.ToLower(w)]
}
