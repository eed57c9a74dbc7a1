package gazetteer

import (
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// house is a number that stands with a street.
type house struct {
	number   string // "36", "16-22", "5,7,9", upper case; "" when there is none
	known    bool   // the street has it
	point    orb.Point
	from, to int // tokens
}

// houseWords may stand between a street and its number.
var houseWords = set(`nr numer numerem numeru numery pod bloku blok blokiem bloki budynku budynek posesji posesja dom domu posesja`)

// houseAfter reads the number behind a street: "36", "nr 8", "30 c", "14-20",
// "5, 7 i 9", "pod czternastką d", "2/3".
func (g *Gazetteer) houseAfter(t *text, street int32, at int) house {
	i := at
	for i < len(t.tokens) && houseWords[t.tokens[i].fold] && !hasStop(t.tokens[i].gap) && i < at+3 {
		i++
	}
	if i >= len(t.tokens) || hasStop(t.tokens[i].gap) {
		return house{}
	}
	return g.readHouse(t, street, i, i > at)
}

// hasStop tells what a number does not belong to a street over.
func hasStop(gap string) bool { return strings.ContainsAny(gap, ",;:!?()–") || gap == "-" }

// readHouse reads a number that begins at a token; words says that a word such as
// "pod" stands before it, so that it may be spelled out.
func (g *Gazetteer) readHouse(t *text, street int32, at int, words bool) house {
	k := &t.tokens[at]
	spelled := words && !k.digit && k.number > 0 && roman(k.text) == 0
	if !k.digit && !spelled {
		return house{}
	}
	h := house{from: at, to: at, number: strings.ToUpper(k.fold)}
	if spelled {
		h.number = strconv.Itoa(k.number)
	}
	base := h.number
	i := at + 1
	for ; i < len(t.tokens); i++ {
		k := &t.tokens[i]
		letter := len(k.fold) == 1 && !k.digit
		switch {
		case k.digit && (k.gap == "-" || k.gap == "–") && i == h.to+1:
			h.number += "-" + strings.ToUpper(k.fold)
		case k.gap == "/" && (k.digit || letter):
			h.number += "/" + strings.ToUpper(k.fold)
		case letter && k.gap == "" && g.isLetterOfHouse(t, street, h.number, i):
			h.number += strings.ToUpper(k.fold)
		case letter && k.gap == ",":
			// "8A,B" is 8A and 8B.
			h.number += "," + strings.TrimRight(base, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") + strings.ToUpper(k.fold)
		case k.digit && k.gap == ",", (k.fold == "i" || k.fold == "oraz") && k.gap == "" && i+1 < len(t.tokens) && t.tokens[i+1].digit && t.tokens[i+1].gap == "" && !g.starts(t, i+1):
			if k.digit {
				h.number += "," + strings.ToUpper(k.fold)
			} else {
				i++
				h.number += "," + strings.ToUpper(t.tokens[i].fold)
			}
		default:
			g.settle(street, &h)
			if t.counts(h.to+1) && !h.known {
				return house{}
			}
			return h
		}
		h.to = i
	}
	g.settle(street, &h)
	return h
}

// starts tells whether a number begins a date or a name ("3 Maja").
func (g *Gazetteer) starts(t *text, i int) bool {
	return i+1 < len(t.tokens) && t.tokens[i+1].capital && t.tokens[i+1].gap == "" && !t.upper
}

// counts tells whether the word at i makes a count of the number before it.
func (t *text) counts(i int) bool {
	return i < len(t.tokens) && t.tokens[i].gap == "" && t.tokens[i].is(counted)
}

// isLetterOfHouse tells the letter of a house from the little words a, i, o, u, w, z.
func (g *Gazetteer) isLetterOfHouse(t *text, street int32, number string, i int) bool {
	f := strings.ToUpper(t.tokens[i].fold)
	if _, ok := g.houses[street][number+f]; ok {
		return true
	}
	return !strings.Contains("AIOUWZ", f) || t.tokens[i].capital
}

// settle looks a number up among the street's houses. Of a range or list one
// that is known suffices; of a house with a flat, the house does.
func (g *Gazetteer) settle(street int32, h *house) {
	all := g.houses[street]
	if p, ok := all[h.number]; ok {
		h.known, h.point = true, p
		return
	}
	for one := range strings.FieldsFuncSeq(h.number, func(r rune) bool { return r == ',' || r == '-' }) {
		if p, ok := all[one]; ok {
			h.known, h.point = true, p
			return
		}
	}
	if n, _, flat := strings.Cut(h.number, "/"); flat {
		if p, ok := all[n]; ok {
			// A flat is nobody's business on a map.
			h.number, h.known, h.point = n, true, p
		}
	}
}

// houseBefore reads the number before a street: "pod numerem 110 na Mieszka I",
// "od numeru 16 do 22 na Saperów", "pod ósemką na Zagłoby".
func (g *Gazetteer) houseBefore(t *text, street int32, from int) house {
	i := from - 1
	for i >= 0 && (t.tokens[i].mark == Street || t.tokens[i].title || t.tokens[i].fold == "na" || t.tokens[i].fold == "przy") && !hasStop(t.tokens[i+1].gap) {
		i--
	}
	if i > 0 && i < from-1 && t.tokens[i-1].fold == "pod" && t.tokens[i].number > 0 && t.tokens[i].has("subst") && !t.tokens[i].digit && !hasStop(t.tokens[i+1].gap) {
		h := house{from: i, to: i, number: strconv.Itoa(t.tokens[i].number)}
		g.settle(street, &h)
		return h
	}
	if i < 1 || !t.tokens[i].digit || i == from-1 || hasStop(t.tokens[i+1].gap) {
		return house{}
	}
	h := house{from: i, to: i, number: strings.ToUpper(t.tokens[i].fold)}
	word := i - 1
	if i >= 3 && t.tokens[i-1].fold == "do" && t.tokens[i-2].digit {
		h.from = i - 2
		h.number = strings.ToUpper(t.tokens[i-2].fold) + "-" + h.number
		word = i - 3
	}
	if !strings.HasPrefix(t.tokens[word].fold, "numer") && t.tokens[word].fold != "nr" {
		return house{}
	}
	// "Szkoła nr 5 na Lipowej" is a school's number.
	if word > 0 && g.isType(&t.tokens[word-1]) {
		return house{}
	}
	g.settle(street, &h)
	return h
}
