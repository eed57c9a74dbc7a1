package wording

import (
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"pinezka/assets"
)

// Lang is a language of the interface.
type Lang string

// The languages.
const (
	PL Lang = "pl"
	EN Lang = "en"
)

// Langs lists the languages, the default first.
var Langs = []Lang{PL, EN}

// Words speaks one language. It is safe for use by several goroutines.
type Words struct {
	lang     Lang
	messages map[string]message
}

// message holds plural forms; a message without plural has only many.
type message struct {
	one, few, many string
	plural         bool
}

func (m *message) UnmarshalJSON(b []byte) error {
	if err := json.Unmarshal(b, &m.many); err == nil {
		return nil
	}
	var forms struct{ One, Few, Many string }
	if err := json.Unmarshal(b, &forms); err != nil {
		return err
	}
	m.one, m.few, m.many, m.plural = forms.One, forms.Few, forms.Many, true
	if m.few == "" {
		m.few = m.many
	}
	return nil
}

var load = sync.OnceValue(func() map[Lang]*Words {
	all := map[Lang]*Words{}
	for _, l := range Langs {
		w := &Words{lang: l}
		if err := json.Unmarshal(assets.Read("wording/"+string(l)+".json"), &w.messages); err != nil {
			panic(fmt.Sprintf("wording %s: %v", l, err))
		}
		all[l] = w
	}
	return all
})

// For returns the words of a language; an unknown one gets Polish.
func For(l Lang) *Words {
	if w, ok := load()[l]; ok {
		return w
	}
	return load()[PL]
}

// Lang returns the language.
func (w *Words) Lang() Lang { return w.lang }

// Has tells whether there is a message of this key.
func (w *Words) Has(key string) bool {
	_, ok := w.messages[key]
	return ok
}

// T returns a message. The values come in pairs of name and value:
// T("open.failed", "file", name). A missing key shows itself, so that it is
// noticed rather than silently empty.
func (w *Words) T(key string, pairs ...any) string {
	m, ok := w.messages[key]
	if !ok {
		return "‹" + key + "›"
	}
	return w.fill(m.many, pairs)
}

// N returns a message in the plural form for n, which the message may show as
// {n} with thousands parted.
func (w *Words) N(key string, n int, pairs ...any) string {
	m, ok := w.messages[key]
	if !ok {
		return "‹" + key + "›"
	}
	form := m.many
	if m.plural {
		switch w.form(n) {
		case one:
			form = m.one
		case few:
			form = m.few
		}
	}
	return w.fill(form, append([]any{"n", n}, pairs...))
}

type pluralForm uint8

const (
	many pluralForm = iota
	few
	one
)

// form picks the plural form: Polish 1 zgłoszenie, 2-4 zgłoszenia (not 12-14),
// otherwise zgłoszeń; English one report, otherwise reports.
func (w *Words) form(n int) pluralForm {
	if n < 0 {
		n = -n
	}
	switch {
	case n == 1:
		return one
	case w.lang == PL && n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14):
		return few
	}
	return many
}

func (w *Words) fill(s string, pairs []any) string {
	if len(pairs) == 0 || !strings.Contains(s, "{") {
		return s
	}
	old := make([]string, 0, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		old = append(old, "{"+fmt.Sprint(pairs[i])+"}", w.value(pairs[i+1]))
	}
	return strings.NewReplacer(old...).Replace(s)
}

func (w *Words) value(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return w.Int(v)
	case error:
		return v.Error()
	case fmt.Stringer:
		return v.String()
	default:
		return fmt.Sprint(v)
	}
}

// Int writes a whole number with thousands parted: a no-break space in Polish
// from five digits on, a comma in English.
func (w *Words) Int(n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, s = "–", s[1:]
	}
	if len(s) < 4 || w.lang == PL && len(s) < 5 {
		return sign + s
	}
	if w.lang == PL {
		return sign + grouped(s, "\u00a0")
	}
	return sign + grouped(s, ",")
}

// grouped puts a separator between thousands.
func grouped(digits, sep string) string {
	var b strings.Builder
	for i, r := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(sep)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Decimal writes a number with the given digits after the decimal mark.
func (w *Words) Decimal(v float64, digits int) string {
	s := strconv.FormatFloat(v, 'f', digits, 64)
	s = strings.Replace(s, "-", "–", 1)
	if w.lang == PL {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

// Percent writes a share of one as a percentage.
func (w *Words) Percent(share float64, digits int) string { return w.Decimal(share*100, digits) + "%" }

// Scale writes 1 : 5 000.
func (w *Words) Scale(denominator float64) string {
	sep := " "
	if w.lang == EN {
		sep = ","
	}
	return "1 : " + grouped(strconv.Itoa(int(denominator+0.5)), sep)
}

// Sort puts strings in the language's order: ą after a.
func (w *Words) Sort(s []string) {
	collate.New(language.Make(string(w.lang))).SortStrings(s)
}

// Keys returns all keys in order, for tests.
func (w *Words) Keys() []string {
	keys := make([]string, 0, len(w.messages))
	for k := range w.messages {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// UpperFirst begins a text with a capital letter.
func UpperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}
