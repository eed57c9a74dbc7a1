package notes

import (
	"strconv"
	"strings"

	"pinezka/data"
)

// backPattern finds words that point to the place spoken of before.
var backPattern = matchAny(`tam\b`, `tamtedy\b`, `tamtejsz\w+`, `tu\b`, `tutaj\b`, `t(?:o|ego|ym) miejsc\w+`, `t(?:en|ego|ym) (?:rejon\w*|odcin\w+|teren\w*)`)

// repeatPattern finds motions that were asked for before.
var repeatPattern = matchAny(`ponawia\w+`, `ponowi\w+`, `ponown\w+ wnios\w+`, `po raz kolejny`, `kolejny raz`)

// fields fills the fields of the items of a debate. Those of one paragraph or
// speech are about one place until another is named.
func (s *splitter) fields() {
	var before *Item
	area := strings.TrimSpace(s.d.Title + " " + s.d.Venue)
	for _, it := range s.d.Items {
		if before != nil && before.turn != it.turn {
			before = nil
		}
		s.answered(it)
		s.category(it, before)
		s.place(it, before, area)
		if it.Kind == KindMotion {
			s.motion(it)
		}
		before = it
	}
}

// answered reads the answers of an item. One that speaks of a motion shows that
// the item is one, however it was worded.
func (s *splitter) answered(it *Item) {
	var texts []string
	for _, a := range it.Answers {
		text, by := a.Text, ""
		if name, rest, ok := strings.Cut(text, ":"); ok && len(strings.Fields(name)) <= 5 {
			switch f := fold(name); {
			case knownLabel(strings.Join(foldWords(name), " ")) == labelAddressee, knownLabel(strings.Join(foldWords(name), " ")) == labelOfficial:
				by, text = name, strings.TrimSpace(rest)
			case replyPattern.MatchString(f.s) || knownLabel(strings.Join(foldWords(name), " ")) == labelAnswer:
				if as := addressees(f); len(as) > 0 {
					by = original(name, f, as[0].from, as[0].to)
				}
				if by == "" {
					text = strings.TrimSpace(rest)
				}
			}
		}
		f := fold(text)
		if by == "" {
			if as := addressees(f); len(as) > 0 && (as[0].from == 0 || replyPattern.MatchString(f.s)) {
				by = original(text, f, as[0].from, as[0].to)
			}
		}
		if by != "" && it.AnsweredBy == "" {
			it.AnsweredBy = by
		}
		if motionAnswer.MatchString(fold(a.Text).s) {
			it.Kind = KindMotion
		}
		texts = append(texts, text)
	}
	it.Answer = strings.Join(texts, "\n")
	if it.State == "" {
		it.State = stateOf(fold(it.Answer))
	}
}

var motionAnswer = matchAny(`wniosek\b`, `odmow\w*`, `nieuwzgledn\w+`, `uwzgledni\w+ wnios\w+`)

func (s *splitter) category(it, before *Item) {
	if name := it.row[columnCategory]; name != "" && s.opt.Catalogue != nil {
		if id, ok := s.opt.Catalogue.FindCategory(name); ok {
			it.Category = id
			return
		}
	}
	it.Category = s.classifier.category(it.fold)
	if it.Category == "" && it.topic != "" {
		it.Category = s.classifier.category(fold(it.topic))
	}
	if it.Category == "" && before != nil && backPattern.MatchString(it.fold.s) {
		it.Category = before.Category
	}
}

func (s *splitter) place(it, before *Item, area string) {
	whole := it.fold
	if p := it.row[columnPlace]; p != "" {
		whole = fold(it.Text + " " + p)
	}
	it.Sensitive = sensitive(whole)
	if s.opt.Locator != nil {
		p := Place{}
		if words := it.row[columnPlace]; words != "" {
			p = s.opt.Locator.Locate(words, area)
		}
		if p.unknown() {
			p = s.opt.Locator.Locate(it.Text, area)
		}
		if p.unknown() && before != nil && (it.asked || backPattern.MatchString(it.fold.s)) {
			p = before.Place
		}
		if p.unknown() && it.topic != "" {
			p = s.opt.Locator.Locate(it.topic, area)
		}
		it.Place = p
	}
	it.Place = it.Place.settled(it.Sensitive)
}

// motion fills the fields that only motions have.
func (s *splitter) motion(it *Item) {
	if cell := it.row[columnAddressee]; cell != "" {
		it.Addressee, it.AddresseeCode = cell, AddresseeOther
		if as := addressees(fold(cell)); len(as) > 0 {
			it.AddresseeCode = as[0].code
		}
	} else if a, ok := addresseeOf(it.fold); ok {
		it.Addressee, it.AddresseeCode = a.name, a.code
	} else if as := addressees(fold(it.AnsweredBy)); len(as) > 0 {
		// Who answers was asked.
		it.Addressee, it.AddresseeCode = as[0].name, as[0].code
	}
	d := deadlineOf(it.Text, it.fold, s.d.Day)
	if cell, ok := it.row[columnDeadline]; ok {
		d = deadlineCell(cell, s.d.Day)
	}
	it.Deadline, it.DeadlineText = d.day, d.text
	it.Support = supportOf(it.fold)
	if n, err := strconv.Atoi(it.row[columnSupport]); err == nil && n > 0 {
		it.Support = n
	}
	if cell := it.row[columnAnswer]; cell != "" && it.Answer == "" {
		it.Answer = cell
	}
	if it.State == "" {
		it.State = stateOf(fold(it.row[columnState] + " " + it.row[columnAnswer]))
	}
	if it.State == "" {
		it.State = data.MotionNew
	}
	it.Repeated = repeatPattern.MatchString(it.fold.s)
}
