package privacy

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// Hit is a place in a text that tells who somebody is.
type Hit struct {
	Kind       Kind
	Start, End int // bytes
}

// Kind is what a hit looks like.
type Kind string

// The kinds of hit.
const (
	KindPhone  Kind = "phone"
	KindEmail  Kind = "email"
	KindPESEL  Kind = "pesel"
	KindPlate  Kind = "plate"
	KindNumber Kind = "number" // another long number: a bank account, an identity card
)

var (
	email = regexp.MustCompile(`[\pL\d._%+-]+(?:@|\s?[\(\[](?:at|AT|małpa)[\)\]]\s?)[\pL\d-]+(?:\.[\pL\d-]+)+`)

	// chain is groups of digits with at most two separators between them.
	chain  = regexp.MustCompile(`\+?\(?\d+\)?(?:[ \x{a0}\x{2009}\x{202f}.\-–/()]{1,2}\d+\)?)*`)
	digits = regexp.MustCompile(`\d+`)

	plate = regexp.MustCompile(`[\pL\d]+(?:[ \x{a0}-][\pL\d]+)?`)

	phoneWord = regexp.MustCompile(`(?i)(?:tel|telef\pL*|kom|komórk\pL*|phone|sms|zadzwo\pL*|dzwoni\pL*)[.:]?\s*(?:nr|numer)?[.:]?\s*$`)
	peselWord = regexp.MustCompile(`(?i)pesel\pL*[.:]?\s*(?:nr|numer)?[.:]?\s*$`)
	plateWord = regexp.MustCompile(`(?i)(?:rej\.?|rejestrac\pL*|tablic\pL*|nr|numer\pL*|auto|samoch\pL*|pojazd\pL*)[.:]?\s*$`)
)

// Find returns what in a text tells who somebody is, in order and apart: phone
// numbers, e-mail addresses, PESEL, car plates and other long numbers. All
// occurrences are found, not only the first.
func Find(s string) []Hit {
	var hits []Hit
	for _, m := range email.FindAllStringIndex(s, -1) {
		hits = append(hits, Hit{KindEmail, m[0], m[1]})
	}
	for _, m := range chain.FindAllStringIndex(s, -1) {
		hits = append(hits, numbers(s, m[0], m[1])...)
	}
	hits = append(hits, plates(s)...)
	slices.SortFunc(hits, func(a, b Hit) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End)) })
	var apart []Hit
	for _, h := range hits {
		if n := len(apart); n > 0 && h.Start < apart[n-1].End {
			apart[n-1].End = max(apart[n-1].End, h.End)
			continue
		}
		apart = append(apart, h)
	}
	return apart
}

// phoneShapes are how the digits of a Polish phone number are grouped.
var phoneShapes = [][]int{{9}, {3, 3, 3}, {2, 3, 2, 2}, {2, 7}, {3, 6}, {6, 3}, {2, 3, 4}, {3, 2, 2, 2}, {3, 2, 4}, {3, 4, 2}, {2, 2, 3, 2}}

// numbers finds phone numbers, PESEL and long numbers in a chain of digit groups.
func numbers(s string, start, end int) []Hit {
	groups := digits.FindAllStringIndex(s[start:end], -1)
	for i := range groups {
		groups[i][0] += start
		groups[i][1] += start
	}
	size := func(i int) int { return groups[i][1] - groups[i][0] }
	before := s[max(0, start-24):start]
	if phoneWord.MatchString(before) && end-start >= 6 {
		return []Hit{{KindPhone, start, end}}
	}
	var hits []Hit
	for i := 0; i < len(groups); {
		from, to := groups[i][0], groups[i][1]
		run := s[from:to]
		if n := phone(s, groups[i:]); n > 0 {
			// The country's number before it belongs to it.
			if i > 0 && isCountry(s[groups[i-1][0]:groups[i-1][1]]) {
				from = groups[i-1][0]
			}
			if from > start && s[from-1] == '(' || from > start && s[from-1] == '+' {
				from--
			}
			hits = append(hits, Hit{KindPhone, from, groups[i+n-1][1]})
			i += n
			continue
		}
		switch {
		case size(i) == 11 && (isPESEL(run) || peselWord.MatchString(s[max(0, from-24):from])):
			hits = append(hits, Hit{KindPESEL, from, to})
		case size(i) == 11 && strings.HasPrefix(run, "48"), size(i) == 13 && strings.HasPrefix(run, "0048"):
			hits = append(hits, Hit{KindPhone, from, to})
		case size(i) >= 9:
			hits = append(hits, Hit{KindNumber, from, to})
		}
		i++
	}
	// A bank account is written in fours: no group is long, but the whole is.
	if total := digitCount(groups); total >= 16 && len(groups) >= 4 && !slices.ContainsFunc(groups[1:len(groups)-1], func(g []int) bool { return g[1]-g[0] != 4 }) {
		return []Hit{{KindNumber, start, end}}
	}
	return hits
}

func isCountry(run string) bool { return run == "48" || run == "0048" }

func digitCount(groups [][]int) int {
	n := 0
	for _, g := range groups {
		n += g[1] - g[0]
	}
	return n
}

// phone returns how many of the first groups are a phone number, or 0.
func phone(s string, groups [][]int) int {
next:
	for _, shape := range phoneShapes {
		if len(groups) < len(shape) {
			continue
		}
		for i, n := range shape {
			if groups[i][1]-groups[i][0] != n {
				continue next
			}
			if i > 0 && strings.ContainsAny(s[groups[i-1][1]:groups[i][0]], "/") {
				continue next
			}
		}
		return len(shape)
	}
	return 0
}

// isPESEL tells whether eleven digits carry their check digit.
func isPESEL(run string) bool {
	weights := [...]int{1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1}
	if len(run) != len(weights) {
		return false
	}
	sum := 0
	for i, w := range weights {
		sum += w * int(run[i]-'0')
	}
	return sum%10 == 0
}

// plates finds car plates: two or three letters of a voivodeship and district,
// then four or five letters and digits. In small letters only after a word that
// speaks of a car, since "po 12000" is none.
func plates(s string) []Hit {
	var hits []Hit
	for _, m := range plate.FindAllStringIndex(s, -1) {
		hits = append(hits, platesIn(s, m[0], m[1])...)
	}
	return hits
}

// platesIn looks at one word, and at two words with a space between them. The
// second of two may also begin the next plate, so both readings are tried.
func platesIn(s string, start, end int) []Hit {
	word := s[start:end]
	first, second, two := cutPlate(word)
	rest := func() []Hit {
		if !two {
			return nil
		}
		from := end - len(second)
		// The second word may be a plate alone, or the head of one that goes on.
		to := end
		if m := plate.FindStringIndex(s[from:]); m != nil && m[0] == 0 {
			to = from + m[1]
		}
		if to == end && from == start {
			return nil
		}
		return platesIn(s, from, to)
	}
	if two && isPlate(first, second, s[:start]) {
		return []Hit{{KindPlate, start, end}}
	}
	for _, head := range []int{2, 3} {
		if len(first) > head && isASCII(first) && isPlate(first[:head], first[head:], s[:start]) {
			return append([]Hit{{KindPlate, start, start + len(first)}}, rest()...)
		}
	}
	return rest()
}

func cutPlate(word string) (first, second string, two bool) {
	i := strings.IndexAny(word, " -\u00a0")
	if i < 0 {
		return word, "", false
	}
	return word[:i], strings.TrimLeft(word[i:], " -\u00a0"), true
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// isPlate tells whether a head and a tail are the two parts of a plate.
func isPlate(head, tail, before string) bool {
	if !isASCII(head+tail) || len(head) < 2 || len(head) > 3 || len(tail) < 4 || len(tail) > 5 || len(head)+len(tail) > 8 {
		return false
	}
	upper := strings.ToUpper(head + tail)
	for i := range len(head) {
		if upper[i] < 'A' || upper[i] > 'Z' {
			return false
		}
	}
	if !strings.ContainsRune("BCDEFGHKLNOPRSTUWZ", rune(upper[0])) {
		return false
	}
	figures := 0
	for i := len(head); i < len(upper); i++ {
		switch c := upper[i]; {
		case c >= '0' && c <= '9':
			figures++
		case c < 'A' || c > 'Z':
			return false
		}
	}
	if figures == 0 {
		return false
	}
	if head+tail == upper {
		return true
	}
	return figures >= 2 && plateWord.MatchString(before[max(0, len(before)-24):])
}
