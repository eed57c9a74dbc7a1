package notes

import (
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"pinezka/data"
)

// bounds returns where debates begin among the blocks. A heading with a date
// begins a new one once the debate before it has its own; what stands above the
// first belongs to the first.
func (s *splitter) bounds() []int {
	out := []int{0}
	var day *when
	listed := false // the day of the debate stood in the heading of a list
	for i, x := range s.blocks {
		w, ok, strong := x.dated()
		if !ok || laterPattern.MatchString(x.fold.s) {
			continue
		}
		_, section := sectionOf(strings.Join(foldWords(x.text), " "))
		if day == nil {
			day, listed = &w, section && i > 0
			continue
		}
		same := w.year == day.year && w.month == day.month && w.date == day.date && (!w.year || w.day == day.day)
		// Meetings on one day, each on a line that begins with it.
		same = same && (w.from > 0 || day.from > 0 || x.kind == LineHeading)
		if !strong || same || section && !listed {
			continue
		}
		from := i
		if x.kind != LineHeading {
			// "Data: …" stands below the title that it belongs to.
			for k := i - 1; k > out[len(out)-1] && k >= i-3; k-- {
				y := s.blocks[k]
				if m := meetingPattern.FindStringIndex(y.fold.s); y.kind == LineHeading || y.kind == LinePlain && m != nil && m[0] == 0 && len(y.fold.words()) <= 12 {
					from = k
					break
				}
				if !y.meta() {
					break
				}
			}
		}
		out = append(out, from)
		day, listed = &w, section
	}
	return out
}

// laterPattern finds days that are not that of the debate itself.
var laterPattern = matchAny(`sporzadz\w+`, `nastepn\w+ (?:debat|spotkani)\w*`, `kolejn\w+ (?:debat|spotkani)\w*`, `termin\w* realizacji`, `dnia \d+ \w+ \d+ r\. podpis\w*`)

var (
	presentPattern = regexp.MustCompile(`\b(?:obecn(?:i|ych|e)|liczba (?:uczestnikow|obecnych|osob)|uczestnikow|frekwencja)\b\W*(?:bylo |osob )?(\d{1,4})\b`)
	tookPart       = regexp.MustCompile(`(?:uczestniczy\w+|udzial wzi\w+|wzi\w+ udzial|przyby\w+|przysz\w+|obecn\w+)\D{0,40}\b(\d{1,4})\b\s*(?:os\w+|mieszk\w+|uczest\w+)?|\b(\d{1,4}) (?:os\w+|mieszkanc\w+)\D{0,30}(?:uczestniczy\w+|wzi\w+ udzial|przyby\w+)`)
	peoplePattern  = regexp.MustCompile(`\b(\d{1,3}) (?:osob|osoby|uczestnik\w+|mieszkanc\w+|obecnych)\b`)
	startPattern   = regexp.MustCompile(`(zakoncz\w+ )?(?:o )?(?:poczatek|start|godz(?:in\w+)?|rozpocz\w+)\b\.?:?\s*(?:o )?(?:godz(?:in\w+)?\.?\s*)?(\d{1,2})[.:](\d{2})\b`)
	behindDay      = regexp.MustCompile(`^\s*(?:r\.?|roku)?,?\s*(\d{1,2}):(\d{2})\b`)
	venueLabel     = regexp.MustCompile(`(?i)\b(?:miejsce(?: debaty| spotkania)?|adres)\s*:\s*(.+?)(?:\s{3,}|\t|\n|;|$|\.\s|\s+(?:Data|Obecn|Prowadz|Godz|Termin)\p{L}*\s*:)`)
	partBreak      = regexp.MustCompile(`[,;]\s+|\.\s+|\s[–—-]\s|\n|\s{3,}`)
)

// headed reads what the head of a debate says of it, and returns how many blocks
// belong to the head.
func (s *splitter) headed(d *Debate, blocks []*block) int {
	n := 0
	title := false
	for i, x := range blocks {
		if x.kind == LineItem && knownLabel(x.label) != labelMeta || x.kind == LineRow || x.quote || formed(blocks[i:]) > 0 {
			break
		}
		_, section := sectionOf(strings.Join(foldWords(x.text), " "))
		w, dated, _ := x.dated()
		dated = dated && !laterPattern.MatchString(x.fold.s)
		meeting := meetingPattern.FindStringIndex(x.fold.s)
		about := i == 0 && (x.kind == LineHeading || len(x.fold.words()) <= 16) || dated || x.meta() || venueOnly(x) ||
			meeting != nil && meeting[0] == 0 && len(x.fold.words()) <= 10
		if i > 0 && (!about || section && x.heading() && !dated) {
			break
		}
		if !about || len(x.fold.words()) > 12 && x.kind != LineHeading && (asks(x.text, x.fold) || tellPattern.MatchString(x.fold.s)) || i == 0 && (asks(x.text, x.fold) && !dated && x.kind != LineHeading) {
			break
		}
		n = i + 1
		x.passage = PassageMeeting
		if i == 0 && !x.meta() && knownLabel(x.label) != labelMeta {
			title = true
			x.passage = PassageTitle
			d.Title = titleOf(x, dated, w)
		}
		if dated && d.DateText == "" {
			d.DateText = original(x.text, x.fold, w.from, w.to)
			if w.year {
				day := w.day
				d.Day = &day
			}
		}
		s.facts(d, x)
	}
	// A day may stand further down all the same.
	for _, x := range blocks[n:] {
		if d.DateText != "" {
			break
		}
		if w, ok, _ := x.dated(); ok && !laterPattern.MatchString(x.fold.s) {
			d.DateText = original(x.text, x.fold, w.from, w.to)
			if w.year {
				day := w.day
				d.Day = &day
			}
			s.facts(d, x)
			if heldPattern.MatchString(x.fold.s) && !asks(x.text, x.fold) && !tellPattern.MatchString(x.fold.s) {
				x.passage, x.about = PassageMeeting, true
			}
		}
	}
	for _, x := range blocks[n:] {
		if d.Present == 0 && x.meta() {
			s.facts(d, x)
		}
	}
	if !title && d.Title == "" {
		d.Title = strings.TrimSuffix(s.t.Name, filepath.Ext(s.t.Name))
	}
	return n
}

// venueOnly tells whether a short line names nothing but where the debate was.
func venueOnly(x *block) bool {
	at := venuePattern.FindStringIndex(x.fold.s)
	n := len(x.fold.words())
	told := startPattern.MatchString(x.fold.s) || presentPattern.MatchString(x.fold.s) || peoplePattern.MatchString(x.fold.s)
	return at != nil && at[0] == 0 && (n <= 6 || n <= 14 && told) && x.kind == LinePlain
}

// titleOf is the title without the day and what follows it, unless hardly a word
// would be left.
func titleOf(x *block, dated bool, w when) string {
	text := x.text
	if dated {
		before := original(x.text, x.fold, 0, w.from)
		before = strings.TrimRight(before, " ,;:(–—-")
		for _, end := range []string{" z dnia", " w dniu", " dnia", " z", " Data", " data"} {
			before = strings.TrimSuffix(before, end)
		}
		if before = strings.TrimRight(before, " ,;:(–—-"); len(strings.Fields(before)) > 1 {
			text = before
		}
	}
	if utf8.RuneCountInString(text) > 120 {
		text = string([]rune(text)[:119]) + "…"
	}
	return text
}

// facts takes place, hour, kind and number of people from a line of the head.
func (s *splitter) facts(d *Debate, x *block) {
	f := x.fold
	if strings.Contains(f.s, "ewaluacyjn") {
		d.Kind = data.DebateEvaluation
	}
	if m := presentPattern.FindStringSubmatch(f.s); m != nil && d.Present == 0 {
		d.Present, _ = strconv.Atoi(m[1])
	} else if m := tookPart.FindStringSubmatch(f.s); m != nil && d.Present == 0 {
		d.Present, _ = strconv.Atoi(m[1] + m[2])
	} else if m := peoplePattern.FindStringSubmatch(f.s); m != nil && d.Present == 0 {
		d.Present, _ = strconv.Atoi(m[1])
	}
	for _, m := range startPattern.FindAllStringSubmatch(f.s, -1) {
		if h, err := strconv.Atoi(m[2]); err == nil && m[1] == "" && h < 24 && d.Start == "" {
			d.Start = m[2] + ":" + m[3]
		}
	}
	if w, ok, _ := x.dated(); ok && d.Start == "" {
		if m := behindDay.FindStringSubmatch(f.s[w.to:]); m != nil {
			if h, err := strconv.Atoi(m[1]); err == nil && h < 24 {
				d.Start = m[1] + ":" + m[2]
			}
		}
	}
	if d.Venue != "" {
		return
	}
	raw := s.t.in(x.Span)
	if m := venueLabel.FindStringSubmatch(raw); m != nil {
		d.Venue = strings.TrimRight(tidy(m[1], s.t.Form == FormMarkdown), " .,")
		return
	}
	if _, ok, _ := x.dated(); !ok && !venueOnly(x) {
		return
	}
	// Of the parts between commas those count that name a venue, and those right
	// behind one: "Urząd, sala 12".
	var parts []string
	for _, p := range partBreak.Split(raw, -1) {
		p = strings.Trim(tidy(p, s.t.Form == FormMarkdown), " .,")
		pf := fold(p)
		at := venuePattern.FindStringIndex(pf.s)
		meeting := meetingPattern.MatchString(pf.s)
		if at != nil && !meeting && len(dates(pf, false)) == 0 && len(pf.words()) <= 8 {
			parts = append(parts, p)
		} else if len(parts) > 0 {
			break
		}
	}
	d.Venue = strings.Join(parts, ", ")
}
