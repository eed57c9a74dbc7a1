package notes

import (
	"slices"
	"strings"

	"pinezka/data"
)

// splitter goes through the blocks of a text, one debate after the other.
type splitter struct {
	t          *Text
	opt        Options
	classifier *classifier
	blocks     []*block

	d       *Debate
	section section
	level   int    // of the heading that began the section
	topic   string // the last heading that names a subject
	asking  bool   // the words above the list ask for what stands in it
	record  bool   // people speak in turn, with their names or functions before a colon
	turn    int    // counts paragraphs and speeches
	speaker label  // who speaks in a record: labelSpeaker, labelChair or none
	upper   []upper
	last    *Item // the item above, for answers
	spoken  *Item // the last that was said in a record, which officials answer
}

// upper is an item of the list that is open: either a real one or a head, which
// only names the place or the subject of those below it.
type upper struct {
	level int
	item  *Item
	head  string
}

// debate reads the blocks of one debate.
func (s *splitter) debate(from, to int) *Debate {
	s.d = &Debate{Kind: data.DebateInaugural}
	s.section, s.level, s.topic, s.speaker, s.upper, s.last, s.spoken, s.asking = sectionOpen, 0, "", labelNone, nil, nil, nil, false
	blocks := s.blocks[from:to]
	n := s.headed(s.d, blocks)
	s.record = false
	for _, x := range blocks {
		switch knownLabel(x.label) {
		case labelSpeaker, labelChair:
			s.record = s.record || x.kind == LinePlain
		}
	}
	for _, x := range blocks[:n] {
		// The title may say already that a list of motions follows.
		if sec, ok := sectionOf(strings.Join(foldWords(x.text), " ")); ok && sec == sectionMotions {
			s.section = sec
		}
	}
	for i := n; i < len(blocks); i++ {
		x := blocks[i]
		if x.kind == LineRow {
			k := i + 1
			for k < len(blocks) && blocks[k].kind == LineRow && blocks[k].table == x.table {
				k++
			}
			s.table(blocks[i:k])
			i = k - 1
			continue
		}
		if k := formed(blocks[i:]); k > 0 {
			s.form(blocks[i : i+k])
			i += k - 1
			continue
		}
		var next *block
		if i+1 < len(blocks) {
			next = blocks[i+1]
		}
		s.block(x, next)
	}
	s.fields()
	s.passages(blocks)
	return s.d
}

// block takes one block in.
func (s *splitter) block(x, next *block) {
	known := knownLabel(x.label)
	switch {
	case x.quote:
		x.passage = PassageAside
		return
	case x.about:
		return
	case s.record && known == labelOfficial && x.kind == LinePlain:
		s.official(x)
		return
	case x.heading() && known != labelSpeaker && known != labelChair:
		s.heading(x)
		return
	case x.answer || known == labelAnswer && s.last != nil:
		if s.last != nil {
			s.answer(s.last, x)
			return
		}
		if x.answer && strings.HasPrefix(x.marker, ">") { // a quotation in Markdown
			x.answer = false
			break
		}
		x.passage = PassageAnswer
		return
	case known == labelMeta && x.kind == LineItem && sectionPassage(s.section) == "":
		x.passage = PassageMeeting
		return
	case x.kind != LineItem && (known == labelMeta || x.meta() && !asks(x.text, x.fold) && !tellPattern.MatchString(x.fold.s)):
		x.passage = PassageMeeting
		if s.section == sectionAttendance || s.section == sectionClosing {
			x.passage = sectionPassage(s.section)
		}
		return
	}
	if p := sectionPassage(s.section); p != "" {
		if s.section == sectionAnswers {
			s.answerList(x)
			return
		}
		// A list of names ends where sentences begin.
		long := x.kind == LinePlain && len(x.fold.words()) >= 8 && strings.ContainsAny(x.text[len(x.text)-1:], ".!?") &&
			(asks(x.text, x.fold) || tellPattern.MatchString(x.fold.s) || coursePattern.MatchString(x.fold.s))
		if !long || s.section == sectionClosing || s.section == sectionReport {
			x.passage = p
			return
		}
		s.section = sectionOpen
	}
	if x.kind == LineItem {
		s.speaker = labelNone
		s.item(x, next)
		return
	}
	s.paragraph(x, known)
}

// sectionPassage is the kind of passage that all of a section is; "" where items
// are looked for.
func sectionPassage(s section) PassageKind {
	switch s {
	case sectionAttendance:
		return PassageAttendance
	case sectionAgenda:
		return PassageAgenda
	case sectionClosing:
		return PassageClosing
	case sectionAnswers:
		return PassageAnswer
	case sectionReport:
		return PassageCourse
	}
	return ""
}

// official takes in what an official says in a record: it answers what was said
// last, or belongs to the course of the meeting.
func (s *splitter) official(x *block) {
	s.turn++
	s.speaker = labelChair
	f := fold(s.t.tidy(x.body))
	courteous := coursePattern.MatchString(f.s) || courtesyPattern.MatchString(f.s)
	if s.spoken == nil || courteous && len(f.words()) <= 8 {
		x.passage = PassageCourse
		return
	}
	s.answer(s.spoken, x)
}

// heading begins a section or names a subject.
func (s *splitter) heading(x *block) {
	x.passage = PassageHeading
	s.upper, s.last, s.spoken, s.speaker = nil, nil, nil, labelNone
	s.turn++
	sec, ok := sectionOf(strings.Join(foldWords(x.text), " "))
	s.asking = !ok && x.kind == LinePlain && asks(x.text, x.fold) // "Mieszkańcy prosili, by:"
	switch {
	case nonePattern.MatchString(x.fold.s):
		x.passage = PassageNone
		s.section, s.topic = sectionOpen, ""
	case ok:
		s.section, s.level, s.topic = sec, x.level, ""
	case sectionPassage(s.section) != "" && x.kind == LineHeading && (s.level == 0 || x.level <= s.level):
		s.section, s.topic = sectionOpen, x.text
	case sectionPassage(s.section) != "":
		x.passage = sectionPassage(s.section)
	case x.kind == LineHeading && s.level > 0 && x.level <= s.level:
		s.section, s.topic = sectionOpen, x.text
	default:
		s.topic = x.text
	}
}

// answer gives a block to the item above as its answer.
func (s *splitter) answer(to *Item, x *block) {
	to.Answers = append(to.Answers, Passage{Kind: PassageAnswer, Span: x.Span, Text: x.text, Marker: x.marker})
}

// answerList takes an answer of a section that has nothing else: it belongs to the
// motion of its number.
func (s *splitter) answerList(x *block) {
	if x.number > 0 {
		for _, it := range s.d.Items {
			if it.Number == x.number && it.Kind == KindMotion {
				s.answer(it, x)
				return
			}
		}
	}
	x.passage = PassageAnswer
}

// passages gathers what no item took.
func (s *splitter) passages(blocks []*block) {
	var taken []Span
	for _, it := range s.d.Items {
		taken = append(taken, it.Span)
		taken = append(taken, it.Rest...)
		for _, a := range it.Answers {
			taken = append(taken, a.Span)
		}
	}
	slices.SortFunc(taken, func(a, b Span) int { return a.Start - b.Start })
	k, done := 0, 0 // an item may end in another block than it began
	for _, x := range blocks {
		at := max(x.Start, min(done, x.End))
		add := func(to int) {
			// A number with nothing but signs behind it is kept too.
			if p := trim(s.t.Body, Span{at, max(to, at)}); p.Start < p.End && (hasWords(s.t.in(p)) || p.Start == x.Start && hasWords(x.marker)) {
				kind, marker := x.passage, x.marker
				whole := p == trim(s.t.Body, x.Span)
				switch {
				case kind == "" && !whole && p.End <= x.body.Start:
					kind = PassageLabel
				case kind == "":
					kind = PassageOther
				}
				if p.Start > x.Start {
					marker = ""
				}
				s.d.Passages = append(s.d.Passages, Passage{Kind: kind, Span: p, Text: s.t.tidy(p), Marker: marker})
			}
		}
		for k < len(taken) && taken[k].Start < x.End {
			add(taken[k].Start)
			at = max(at, taken[k].End)
			done = at
			k++
		}
		add(x.End)
	}
}
