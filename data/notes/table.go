package notes

import (
	"regexp"
	"strconv"
	"strings"
)

// column tells what a column of a table holds, by its heading.
type column int

const (
	columnOther column = iota
	columnNumber
	columnKind
	columnText
	columnPlace
	columnAddressee
	columnDeadline
	columnAnswer
	columnState
	columnSupport
	columnCategory
)

// columnHeads are how the headings of columns begin, folded; the first that fits
// counts.
var columnHeads = []struct {
	is    column
	heads []string
}{
	{columnNumber, []string{"lp", "l p", "nr", "numer", "poz"}},
	{columnKind, []string{"rodzaj", "typ", "glos wniosek", "glos czy wniosek"}},
	{columnSupport, []string{"poparcie", "liczba glosow", "glosow za", "glosy za", "ile osob"}},
	{columnDeadline, []string{"termin", "kiedy", "do kiedy", "data realizacji", "na kiedy"}},
	{columnAddressee, []string{"adresat", "do kogo", "kto", "odpowiedzialn", "podmiot", "wykonawca", "realizujacy", "jednostka", "instytucja", "wlasciw", "zarzadca"}},
	{columnPlace, []string{"miejsce", "miejscowosc", "gdzie", "lokalizacja", "ulica", "adres", "rejon", "okolica", "obszar"}},
	{columnState, []string{"status", "stan"}},
	{columnAnswer, []string{"odpowiedz", "sposob realizacji", "sposob zalatwienia", "realizacja", "stanowisko", "co zrobiono", "efekt", "podjete dzialania", "dzialania", "uwagi"}},
	{columnCategory, []string{"kategoria", "zagrozenie kmzb"}},
	{columnText, []string{"tresc", "wniosek", "wnioski", "postulat", "opis", "zgloszenie", "sprawa", "problem", "co", "temat", "zagrozenie", "czego dotyczy", "przedmiot", "glos", "uwaga", "zadanie", "propozycja"}},
}

func columnOf(words string) column {
	for _, c := range columnHeads {
		for _, h := range c.heads {
			rest, ok := strings.CutPrefix(words, h)
			if ok && (rest == "" || rest[0] == ' ' || len(h) > 5) {
				return c.is
			}
		}
	}
	for _, c := range columnStems {
		for _, w := range strings.Fields(words) {
			for _, stem := range c.stems {
				if strings.HasPrefix(w, stem) {
					return c.is
				}
			}
		}
	}
	return columnOther
}

// columnStems tell a column whose heading begins with another word: "zgłoszony
// problem".
var columnStems = []struct {
	is    column
	stems []string
}{
	{columnDeadline, []string{"termin"}},
	{columnAnswer, []string{"odpowiedz", "realizac", "zalatwien"}},
	{columnAddressee, []string{"adresat", "odpowiedzialn", "wykonawc"}},
	{columnPlace, []string{"miejsc", "lokalizac"}},
	{columnText, []string{"wnios", "postul", "problem", "tresc", "zagroz", "zglosz", "oczekiw"}},
}

var (
	motionWords = regexp.MustCompile(`^(?:wnios|postul|prosb|zadani)`)
	motionHead  = matchAny(`wnios\w+`, `postul\w+`, `prosb\w+`, `zadani\w+`)
	noteWords   = regexp.MustCompile(`^(?:glos|uwag|opini|zagroz|sygnal|zglosz|skarg|informacj)`)
	sumWords    = regexp.MustCompile(`^(?:razem|ogolem|lacznie|suma)\b`)
	emptyCell   = regexp.MustCompile(`^[\s–—\-./]*$`)
)

// table reads a table by its header row: one item a row.
func (s *splitter) table(rows []*block) {
	s.last, s.upper, s.speaker = nil, nil, labelNone
	s.turn++
	heads, from, asking := s.header(rows)
	for _, x := range rows[:from] {
		x.passage = PassageTableHead
	}
	above := map[int]Span{}
	for _, x := range rows[from:] {
		s.turn++
		s.row(x, heads, asking, above)
	}
}

// header finds the row that names the columns among the first rows, and tells
// whether the text of each row is asked for. Without one the longest cell of a row
// is its text.
func (s *splitter) header(rows []*block) (heads map[int]column, from int, asking bool) {
	for i, x := range rows[:min(len(rows), 3)] {
		got := map[int]column{}
		known, text := 0, -1
		for _, c := range x.cells {
			words := strings.Join(foldWords(s.t.in(c.Span)), " ")
			is := columnOf(words)
			if is == columnText && text >= 0 {
				is = columnOther
			}
			if is == columnText {
				text = c.Column
				asking = motionHead.MatchString(words)
			}
			if is != columnOther && len(strings.Fields(words)) <= 5 {
				known++
			}
			got[c.Column] = is
		}
		if text >= 0 && (known >= 2 || x.header) {
			return got, i + 1, asking
		}
	}
	return nil, 0, false
}

// row makes an item of a row.
func (s *splitter) row(x *block, heads map[int]column, asking bool, above map[int]Span) {
	cells := map[column]string{}
	var text Span
	if heads == nil {
		for _, c := range x.cells {
			if c.End-c.Start > text.End-text.Start && hasWords(s.t.in(c.Span)) {
				text = c.Span
			}
		}
	}
	for _, c := range x.cells {
		span := trim(s.t.Body, c.Span)
		if c.Above {
			if up, ok := above[c.Column]; ok {
				span = up
			}
		} else {
			above[c.Column] = span
		}
		words := s.t.tidy(span)
		if emptyCell.MatchString(words) && heads[c.Column] != columnDeadline {
			continue
		}
		is := heads[c.Column]
		if is == columnText {
			if !c.Above {
				text = span
			}
			continue
		}
		if is != columnOther {
			cells[is] = strings.TrimSpace(cells[is] + " " + words)
		}
	}
	if text.Start == text.End || !hasWords(s.t.in(text)) || sumWords.MatchString(x.fold.s) {
		x.passage = PassageOther
		return
	}
	words := s.t.tidy(text)
	f := fold(words)
	asked := asks(words, f)
	kind := KindNote
	switch k := fold(cells[columnKind]).s; {
	case nonePattern.MatchString(f.s):
		x.passage = PassageNone
		return
	case motionWords.MatchString(k):
		kind = KindMotion
	case noteWords.MatchString(k):
	case asking, s.section == sectionMotions, asked, cells[columnAddressee] != "":
		kind = KindMotion
	}
	if kind == KindNote && heads == nil && (courseStart.MatchString(f.s) || len(f.words()) < 2) {
		x.passage = PassageOther
		return
	}
	it := s.add(kind, trim(s.t.Body, text))
	it.asked, it.listed = asked, true
	for _, c := range x.cells {
		if span := trim(s.t.Body, c.Span); span.Start < span.End && span != it.Span {
			it.Rest = append(it.Rest, span)
		}
	}
	it.Number, _ = strconv.Atoi(digitsPattern.FindString(cells[columnNumber]))
	it.row = cells
}
