package notes

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// block is a heading, a paragraph, a list item or a table row: lines that belong
// together, without bullet and number.
type block struct {
	Span
	kind   LineKind
	level  int
	number int    // of a numbered item; 0 for none
	marker string // bullet or number as it stands in the text
	answer bool   // the marker says that it answers what stands above
	ticked bool   // a check box that is ticked
	gap    bool   // a blank line stands above
	quote  bool
	cells  []Cell
	table  int
	header bool

	text  string // tidy
	fold  folded // of text
	label string // folded words before a colon, when they are such as label something
	body  Span   // without the label

	passage PassageKind // what it is when no item takes it
	about   bool        // it tells of the meeting, whatever else its words look like
}

var (
	headingPattern  = regexp.MustCompile(`^\s{0,3}(#{1,6}|={2,}|-{3,}|\*{3,})\s+(\S.*)$`)
	rulePattern     = regexp.MustCompile(`^\s*([=\-_*~]\s*){3,}$`)
	bulletPattern   = regexp.MustCompile(`^(\s*)([-*•–—+·▪◦●○■□➢✓✔o‣])[ \t]+(\S)`)
	arrowPattern    = regexp.MustCompile(`^(\s*)(-+>|=+>|→|⇒|>)[ \t]*(\S)`)
	numberPattern   = regexp.MustCompile(`^(\s*)(\(?(?:\d{1,3}(?:\.\d{1,2})*|[a-zA-Z]|[IVX]{1,5})(?:\.\)|[.)]))[ \t]+(\S)`)
	checkPattern    = regexp.MustCompile(`^\[([ xX])\]\s+`)
	pipePattern     = regexp.MustCompile(`^\s*\|.*\|\s*$`)
	pipeRulePattern = regexp.MustCompile(`^\s*\|?[\s:|-]+\|?\s*$`)
	digitsPattern   = regexp.MustCompile(`\d+`)
)

// blocks groups the lines of a text.
func (t *Text) blocks() []*block {
	b := blocker{t: t}
	b.measure()
	tables := 1000 // those that text files show have numbers of their own
	for i := 0; i < len(t.Lines); i++ {
		l := t.Lines[i]
		switch {
		case l.Kind != LinePlain:
			b.formatted(l)
		case pipePattern.MatchString(t.in(l.Span)) && t.Form.plain():
			tables++
			for ; i < len(t.Lines) && pipePattern.MatchString(t.in(t.Lines[i].Span)); i++ {
				b.pipes(t.Lines[i], tables)
			}
			i--
		case t.Form.plain() && b.tabbed(i) > 1:
			tables++
			for n := b.tabbed(i); n > 0; n-- {
				b.tabs(t.Lines[i], tables)
				i++
			}
			i--
		default:
			// A paragraph of a document may hold line breaks of its own.
			for at := l.Start; at <= l.End; {
				end := strings.IndexByte(t.Body[at:l.End], '\n')
				if end < 0 {
					end = l.End - at
				}
				sub := l
				sub.Span = Span{at, at + end}
				b.plain(sub, at > l.Start || t.Form.plain())
				at += end + 1
			}
		}
	}
	for _, x := range b.out {
		b.finish(x)
	}
	b.unmarked()
	return b.out
}

// unmarked finds lists whose items have no bullets: three or more lines on end
// that hold a statement each and end without a point.
func (b *blocker) unmarked() {
	for i := 0; i < len(b.out); {
		k, open := i, 0
		for k < len(b.out) && b.out[k].single(k == 0) && (k == i || !b.out[k].gap) {
			if !strings.ContainsAny(b.out[k].text[len(b.out[k].text)-1:], ".!?:") {
				open++
			}
			k++
		}
		if n := k - i; n >= 3 && 3*open >= 2*n {
			for _, x := range b.out[i:k] {
				x.kind, x.level = LineItem, 1
			}
		}
		i = max(k, i+1)
	}
}

// single tells whether a block may be an item of a list without bullets.
func (x *block) single(first bool) bool {
	if x.kind != LinePlain || first || x.quote || x.text == "" || x.heading() || x.meta() || venueOnly(x) || strings.HasSuffix(x.text, ":") {
		return false
	}
	if _, dated, _ := x.dated(); dated {
		return false
	}
	switch knownLabel(x.label) {
	case labelSpeaker, labelChair, labelMeta, labelAnswer:
		return false
	}
	return len(x.fold.words()) >= 2
}

// plain tells whether lines may be broken anywhere and tables be drawn by signs.
func (f Form) plain() bool { return f == FormText || f == FormMarkdown }

type blocker struct {
	t       *Text
	out     []*block
	gap     bool
	width   int   // of the longest plain line, in signs; lines are broken there
	indents []int // of the list levels that are open
}

// measure finds the width at which lines were broken. Where lines are longer than
// people set by hand, each is a paragraph.
func (b *blocker) measure() {
	for _, l := range b.t.Lines {
		b.width = max(b.width, utf8.RuneCountInString(b.t.in(l.Span)))
	}
	if b.width > 120 {
		b.width = 0
	}
}

func (b *blocker) add(x *block) *block {
	x.gap, b.gap = b.gap, false
	b.out = append(b.out, x)
	return x
}

// formatted takes a line whose kind the format tells.
func (b *blocker) formatted(l Line) {
	if l.Kind == LineRow {
		b.add(&block{Span: l.Span, kind: LineRow, cells: l.Cells, table: l.Table, header: l.Header, quote: l.Quote})
		return
	}
	s := trim(b.t.Body, l.Span)
	if s.Start == s.End {
		b.gap = true
		return
	}
	x := b.add(&block{Span: s, kind: l.Kind, level: l.Level, marker: l.Number, quote: l.Quote})
	if n, err := strconv.Atoi(digitsPattern.FindString(l.Number)); err == nil {
		x.number = n
	}
}

// plain takes a line of which only its words tell what it is. joins says that it
// may run on from the line above.
func (b *blocker) plain(l Line, joins bool) {
	line := b.t.in(l.Span)
	if strings.TrimSpace(line) == "" {
		b.gap = true
		return
	}
	if rulePattern.MatchString(line) {
		// A rule under a line makes that a heading.
		if n := len(b.out); n > 0 && !b.gap && b.out[n-1].kind == LinePlain && strings.ContainsAny(line, "=-") {
			b.out[n-1].kind, b.out[n-1].level = LineHeading, 1
		}
		b.gap = true
		return
	}
	if m := headingPattern.FindStringSubmatchIndex(line); m != nil {
		s := Span{l.Start + m[4], l.Start + m[5]}
		level := 1
		if line[m[2]] == '#' {
			level = m[3] - m[2]
		}
		b.indents = nil
		b.add(&block{Span: trim(b.t.Body, s), kind: LineHeading, level: level})
		return
	}
	indent := indentOf(line)
	for _, p := range []*regexp.Regexp{arrowPattern, bulletPattern, numberPattern} {
		m := p.FindStringSubmatchIndex(line)
		if m == nil {
			continue
		}
		x := &block{Span: trim(b.t.Body, Span{l.Start + m[6], l.End}), kind: LineItem, marker: line[m[4]:m[5]], answer: p == arrowPattern, quote: l.Quote}
		if p == numberPattern {
			if startsDate(line[m[4]:]) {
				break
			}
			x.number, _ = strconv.Atoi(digitsPattern.FindString(x.marker))
		}
		x.level = b.listLevel(indent)
		if c := checkPattern.FindStringSubmatch(b.t.in(x.Span)); c != nil {
			x.ticked = c[1] != " "
			x.Start += len(c[0])
		}
		b.add(x)
		return
	}
	if joins && b.runsOn(line, indent) {
		last := b.out[len(b.out)-1]
		last.End = trim(b.t.Body, l.Span).End
		return
	}
	if indent == 0 || b.gap {
		b.indents = nil
	}
	b.add(&block{Span: trim(b.t.Body, l.Span), kind: LinePlain, quote: l.Quote})
}

// indentOf counts the blanks before a line, a tab as four.
func indentOf(line string) int {
	n := 0
	for _, r := range line {
		switch r {
		case '\t':
			n += 4
		case ' ', '\u00a0':
			n++
		default:
			return n
		}
	}
	return n
}

// listLevel returns the level of an item by its indent among those before it.
func (b *blocker) listLevel(indent int) int {
	for len(b.indents) > 0 && b.indents[len(b.indents)-1] > indent {
		b.indents = b.indents[:len(b.indents)-1]
	}
	if len(b.indents) == 0 || b.indents[len(b.indents)-1] < indent {
		b.indents = append(b.indents, indent)
	}
	return min(len(b.indents), maxLevel)
}

// runsOn tells whether a line continues the one above it: an item goes on at a
// deeper indent; a paragraph goes on when its sentence has not ended and the line
// was full, or goes on in lower case although it began with a capital.
func (b *blocker) runsOn(line string, indent int) bool {
	if b.gap || len(b.out) == 0 {
		return false
	}
	last := b.out[len(b.out)-1]
	if last.kind == LineHeading || last.kind == LineRow {
		return false
	}
	if b.t.Form == FormMarkdown && !labelStart(line) {
		return true
	}
	if labelStart(line) {
		return false
	}
	before := b.t.in(last.Span)
	if last.kind == LineItem && indent > 0 {
		return true
	}
	lastLine := before[strings.LastIndexByte(before, '\n')+1:]
	end, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(strings.TrimSpace(line))
	first, _ := utf8.DecodeRuneInString(before)
	if strings.ContainsRune(".!?:", end) {
		return false
	}
	if end == '-' && unicode.IsLower(next) {
		return true
	}
	if b.width == 0 {
		return false
	}
	if unicode.IsLower(next) {
		return unicode.IsUpper(first) || first == '„' || first == '"'
	}
	// The line is full when the next word would not have fitted.
	word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
	full := utf8.RuneCountInString(lastLine)+1+utf8.RuneCountInString(word) > b.width
	return full && b.width >= 50 && (end == ',' || !unicode.IsPunct(end))
}

// pipes takes a row drawn with | between its cells.
func (b *blocker) pipes(l Line, table int) {
	line := b.t.in(l.Span)
	if pipeRulePattern.MatchString(line) {
		// The rule below the first row makes that the header.
		if n := len(b.out); n > 0 && b.out[n-1].table == table {
			b.out[n-1].header = true
		}
		return
	}
	b.cut(l, '|', table)
}

func (b *blocker) tabs(l Line, table int) { b.cut(l, '\t', table) }

// cut makes a row of the parts of a line.
func (b *blocker) cut(l Line, sign byte, table int) {
	s := trim(b.t.Body, l.Span)
	if sign == '\t' {
		s = l.Span
	}
	x := &block{Span: s, kind: LineRow, table: table, quote: l.Quote}
	at := s.Start
	for i := s.Start; i <= s.End; i++ {
		if i < s.End && b.t.Body[i] != sign {
			continue
		}
		if sign == '\t' || i > s.Start && at > s.Start {
			x.cells = append(x.cells, Cell{Span: trim(b.t.Body, Span{at, i}), Column: len(x.cells)})
		}
		at = i + 1
	}
	b.add(x)
}

// tabbed counts the lines from i on that have the same three or more parts
// between tabs: a table that was pasted.
func (b *blocker) tabbed(i int) int {
	count := func(k int) int {
		s := b.t.in(b.t.Lines[k].Span)
		if strings.TrimSpace(s) == "" || b.t.Lines[k].Kind != LinePlain {
			return 0
		}
		return strings.Count(s, "\t")
	}
	want, n := count(i), 0
	if want < 2 {
		return 0
	}
	for i+n < len(b.t.Lines) && count(i+n) == want {
		n++
	}
	return n
}

// finish works out the text of a block and its label.
func (b *blocker) finish(x *block) {
	markdown := b.t.Form == FormMarkdown
	x.text = tidy(b.t.in(x.Span), markdown)
	x.fold = fold(x.text)
	x.body = x.Span
	if x.kind == LineRow {
		return
	}
	raw := b.t.in(x.Span)
	m := labelPattern.FindStringSubmatchIndex(raw)
	if m == nil {
		return
	}
	x.label = strings.Join(foldWords(raw[m[2]:m[3]]), " ")
	x.body = trim(b.t.Body, Span{x.Start + m[1], x.End})
}

// A label is a few words before a colon, in bold or not.
var labelPattern = regexp.MustCompile(`^[*_]*(\pL[\pL\pN .()/-]{1,40}?)[*_]*\s*:[*_]*(?:\s+|$)`)

func labelStart(line string) bool {
	m := labelPattern.FindStringSubmatch(strings.TrimSpace(line))
	return m != nil && (unicode.IsUpper([]rune(m[1])[0]) || knownLabel(strings.Join(foldWords(m[1]), " ")) != labelOther)
}

func foldWords(s string) []string {
	var out []string
	for _, w := range fold(s).words() {
		out = append(out, w.s)
	}
	return out
}

// in returns the tidy words of a span of the body.
func (t *Text) tidy(s Span) string { return tidy(t.in(s), t.Form == FormMarkdown) }
