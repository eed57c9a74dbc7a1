package notes

import "strings"

// add makes an item of a part of the text.
func (s *splitter) add(kind ItemKind, span Span) *Item {
	it := &Item{Kind: kind, Span: span, Text: s.t.tidy(span), turn: s.turn, topic: s.topic}
	it.fold = fold(it.Text)
	s.d.Items = append(s.d.Items, it)
	s.last = it
	return it
}

// item takes an item of a list in. Its words are one note or motion, its answers
// those of a deeper level; where the upper level is only a place or a subject,
// that is passed on to the items below.
func (s *splitter) item(x, next *block) {
	for len(s.upper) > 0 && s.upper[len(s.upper)-1].level >= x.level {
		s.upper = s.upper[:len(s.upper)-1]
	}
	s.turn++
	known := knownLabel(x.label)
	span, text, f := x.Span, x.text, x.fold
	if (known == labelMotion || known == labelNote || known == labelSpeaker) && x.body.Start < x.body.End {
		span = x.body
		text = s.t.tidy(span)
		f = fold(text)
	}
	asked := asks(text, f)
	head := ""
	if n := len(s.upper); n > 0 {
		up := s.upper[n-1]
		head = up.head
		if up.item != nil && (up.item.Kind == KindMotion || !asked) && known != labelMotion && known != labelNote {
			// Below a real item stands what was done about it.
			if !asked || stateOf(f) != "" || replyPattern.MatchString(f.s) {
				s.answer(up.item, x)
				return
			}
		}
	}
	if s.isHead(x, next, asked) {
		x.passage = PassageHeading
		name := strings.TrimRight(x.text, " :")
		if head != "" {
			name = head + ", " + name
		}
		s.upper = append(s.upper, upper{level: x.level, head: name})
		return
	}
	kind, p := s.judge(text, f, asked, known)
	if p != "" {
		x.passage = p
		s.last = nil
		return
	}
	it := s.add(kind, span)
	it.Marker, it.Number, it.listed, it.asked = x.marker, x.number, true, asked
	if head != "" {
		it.topic = head
	}
	if x.ticked {
		it.State = "done"
	}
	if known == labelGroup {
		it.RaisedBy = strings.TrimSpace(s.t.tidy(Span{x.Start, x.Start + strings.IndexByte(s.t.in(x.Span), ':')}))
	}
	s.upper = append(s.upper, upper{level: x.level, item: it})
}

// judge tells what an item of a list is: a note or a motion, or a passage of the
// kind that is returned.
func (s *splitter) judge(text string, f folded, asked bool, known label) (ItemKind, PassageKind) {
	switch {
	case !hasWords(text):
		return "", PassageOther
	case known == labelMotion:
		return KindMotion, ""
	case nonePattern.MatchString(f.s):
		return "", PassageNone
	case earlierPattern.MatchString(f.s) && s.section != sectionMotions:
		return "", PassageCourse
	case s.section == sectionMotions && known != labelNote:
		return KindMotion, ""
	case asked || s.asking && known != labelNote:
		return KindMotion, ""
	case known == labelNote:
		return KindNote, ""
	case known == labelMeta || s.section == sectionOpen && (courseStart.MatchString(f.s) || coursePattern.MatchString(f.s) && !tellPattern.MatchString(f.s)):
		return "", PassageCourse
	}
	if a, ok := addresseeOf(f); ok && a.apart() {
		return KindMotion, ""
	}
	return KindNote, ""
}

// isHead tells whether an item of a list only heads those below it.
func (s *splitter) isHead(x, next *block, asked bool) bool {
	if next == nil || next.kind != LineItem || next.level <= x.level || next.answer || asked {
		return false
	}
	if strings.HasSuffix(x.text, ":") {
		return true
	}
	if len(x.fold.words()) > 4 || strings.HasSuffix(x.text, ".") {
		return false
	}
	if a, ok := addresseeOf(x.fold); ok && a.apart() && a.from > 0 {
		return false
	}
	// What was done stands below a real item.
	return stateOf(next.fold) == "" && !replyPattern.MatchString(next.fold.s) && knownLabel(next.label) != labelAnswer
}

// paragraph takes prose in: it is cut at its sentences.
func (s *splitter) paragraph(x *block, known label) {
	s.asking = false
	span := x.Span
	switch known {
	case labelSpeaker, labelChair:
		s.speaker, span = known, x.body
		s.turn++
	case labelMotion, labelNote, labelGroup:
		s.speaker = labelNone
		s.turn++
		if known != labelGroup {
			span = x.body
		}
	default:
		if x.gap || s.speaker == labelNone {
			s.speaker = labelNone
			s.turn++
		}
	}
	var before *Item // the item that the last sentence of the paragraph belongs to
	if s.last != nil && s.last.turn == s.turn {
		before = s.last
	} else {
		s.last = nil
		s.upper = nil
	}
	for _, part := range s.t.sentences(span) {
		before = s.sentence(x, part, known, before)
	}
}

// maxJoined is how long a note may grow by sentences that go on with it, in bytes.
const maxJoined = 1000

// sentence takes one sentence in and returns the item it belongs to, if any.
func (s *splitter) sentence(x *block, span Span, known label, before *Item) *Item {
	text := s.t.tidy(span)
	f := fold(text)
	asked := asks(text, f)
	tells := tellPattern.MatchString(f.s)
	addressed := false
	if a, ok := addresseeOf(f); ok && a.apart() {
		addressed = true
	}
	kind := ItemKind("")
	switch {
	case !hasWords(text) || nonePattern.MatchString(f.s):
		if hasWords(text) && span == trim(s.t.Body, x.Span) {
			x.passage = PassageNone
		}
		return nil
	case before != nil && replyPattern.MatchString(f.s) && s.speaker != labelSpeaker:
		before.Answers = append(before.Answers, Passage{Kind: PassageAnswer, Span: span, Text: text})
		return before
	case known == labelMotion:
		kind = KindMotion
	case known == labelNote:
		kind = KindNote
	case s.speaker == labelChair:
		x.passage = PassageCourse
		return nil
	case earlierPattern.MatchString(f.s) && !asked:
		return s.course(x, span)
	case asked && !(courseStart.MatchString(f.s) && s.section == sectionOpen):
		kind = KindMotion
	case s.section == sectionMotions && addressed:
		kind = KindMotion
	case tells:
		kind = KindNote
	case coursePattern.MatchString(f.s) || courseStart.MatchString(f.s):
		return s.course(x, span)
	case s.speaker == labelSpeaker && !(before != nil && before.Kind == KindNote && s.classifier.category(f) == "" && !sensitive(f)):
		kind = KindNote
	case s.classifier.category(f) != "" || sensitive(f):
		kind = KindNote
		if s.section == sectionMotions {
			kind = KindMotion
		}
	case before != nil && len(before.Answers) == 0 && before.Kind == KindNote && before.Span.End-before.Span.Start < maxJoined:
		// A sentence that says nothing of its own goes on with the one before it.
		before.Span.End = span.End
		before.Text = s.t.tidy(before.Span)
		before.fold = fold(before.Text)
		return before
	default:
		return nil
	}
	it := s.add(kind, span)
	it.asked = asked
	if s.speaker == labelSpeaker {
		s.spoken = it
	}
	if known == labelGroup {
		it.RaisedBy = strings.TrimSpace(s.t.tidy(Span{x.Start, x.Start + strings.IndexByte(s.t.in(x.Span), ':')}))
	}
	return it
}

// course marks a block that has nothing but the course of the meeting.
func (s *splitter) course(x *block, span Span) *Item {
	if span == trim(s.t.Body, x.Span) {
		x.passage = PassageCourse
	}
	return nil
}
