package notes

import "strings"

// Some offices hand out forms, so that what was said comes as groups of lines
// with a label each: "Miejsce: … Opis: … Adresat: …". Such a group is read as a
// row of a table is.

// formed tells how many blocks from the first on are the lines of one form; 0 when
// they are none. A line for the matter itself must be among them.
func formed(blocks []*block) int {
	n, text := 0, false
	seen := map[column]bool{}
	for _, x := range blocks {
		if x.kind != LinePlain && x.kind != LineItem || x.quote || x.answer || x.label == "" || n > 0 && x.gap {
			break
		}
		is := columnOf(x.label)
		if is == columnOther || is != columnText && seen[is] {
			break
		}
		seen[is] = true
		text = text || is == columnText
		n++
	}
	if n < 2 || !text || len(seen) < 2 {
		return 0
	}
	return n
}

// form makes an item of the lines of a form. Its words are those of the first line
// for the matter and of those that follow on it directly.
func (s *splitter) form(blocks []*block) {
	s.last, s.upper, s.speaker = nil, nil, labelNone
	s.turn++
	cells := map[column]string{}
	var span Span
	asking := false
	var rest []Span
	last := -1
	for i, x := range blocks {
		is := columnOf(x.label)
		switch {
		case is == columnText && x.body.Start < x.body.End && (last < 0 || last == i-1):
			if last < 0 {
				span.Start = x.body.Start
			}
			span.End = x.body.End
			last = i
			asking = asking || motionHead.MatchString(x.label) || strings.HasPrefix(x.label, "oczekiw")
			continue
		case x.body.Start < x.body.End && !emptyCell.MatchString(s.t.tidy(x.body)):
			cells[is] = strings.TrimSpace(cells[is] + " " + s.t.tidy(x.body))
		}
		rest = append(rest, x.Span)
	}
	if !hasWords(s.t.in(span)) {
		return
	}
	f := fold(s.t.tidy(span))
	kind := KindNote
	asked := asks(s.t.tidy(span), f)
	if asked || asking || cells[columnAddressee] != "" {
		kind = KindMotion
	}
	it := s.add(kind, span)
	it.asked, it.listed, it.row, it.Rest = asked, true, cells, rest
}
