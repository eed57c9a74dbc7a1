package exchange

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"pinezka/data"
)

// Inspect looks through a file and proposes how to read it. It fails with a
// *FormatError when the file is of a kind that cannot be read, and with an error
// that wraps ErrTooLarge when it is beyond the limits.
func Inspect(ctx context.Context, path string, opt Options) (*Proposal, error) {
	p, err := inspect(ctx, path, opt, names)
	if err != nil || p.Recognised != nil {
		return p, err
	}
	// The columns can be compared only once it is known how to read them: what the
	// file leaves open is tried as an earlier one had it.
	for i := range opt.Remembered {
		m := &opt.Remembered[i].Mapping
		before := map[string]string{AskEncoding: m.Encoding, AskSeparator: m.Separator, AskLayer: m.Layer}
		try := opt
		try.Answers, try.Remembered = maps.Clone(opt.Answers), opt.Remembered[i:i+1]
		if try.Answers == nil {
			try.Answers = map[string]string{}
		}
		helps := false
		for _, q := range p.Questions {
			if a := before[q.Key]; a != "" && slices.Contains(q.Choices, a) {
				try.Answers[q.Key], helps = a, true
			}
		}
		if !helps || m.Format != p.Format {
			continue
		}
		next, err := inspect(ctx, path, try, names)
		if err == nil && next.Recognised != nil {
			return next, nil
		}
		if ctx.Err() != nil {
			return nil, err
		}
	}
	return p, nil
}

func inspect(ctx context.Context, path string, opt Options, known map[string]claim) (*Proposal, error) {
	base := filepath.Base(path)
	path, err := mainPart(path)
	if err != nil {
		return nil, unread(base, err)
	}
	p := &Proposal{Path: path, opt: opt}
	start, _, err := head(path)
	if err != nil {
		return nil, unread(base, err)
	}
	if p.Format, err = sniff(path, start); err != nil {
		return nil, unread(base, err)
	}
	if said := nameSays(path); said != "" && said != p.Format {
		p.info(FoundFormat, string(p.Format), "the name ends in %s, but the content is %s", filepath.Ext(path), p.Format)
	}
	switch {
	case p.Format == FormatXLSX:
		err = p.lookAtWorkbook(ctx, known)
	case p.Format.shaped():
		err = p.lookAtFeatures(ctx, known)
	default:
		err = p.lookAtText(ctx, start, known)
	}
	if err != nil {
		return nil, unread(base, err)
	}
	if err := p.lookAtRows(ctx); err != nil {
		return nil, unread(base, err)
	}
	return p, nil
}

func (p *Proposal) lookAtText(ctx context.Context, start []byte, known map[string]claim) error {
	name, sure, err := guessEncoding(p.Path, start)
	if err != nil {
		return err
	}
	if err := p.settleEncoding(name, sure, Encodings); err != nil {
		return err
	}
	before := Mapping{}
	if p.opt.Mapping != nil && p.opt.Mapping.Format == FormatCSV {
		before = *p.opt.Mapping
	}

	sep, sure, err := guessSeparator(ctx, p.Path, p.Encoding)
	if err != nil {
		return err
	}
	if a, ok := p.answer(AskSeparator, ""); ok {
		if a == `\t` || a == "tab" {
			a = "\t"
		}
		if len(a) != 1 || !slices.Contains(separators, a[0]) {
			return fmt.Errorf("answer %s=%s: want one of ; , | or tab", AskSeparator, a)
		}
		sep = a[0]
	} else if !sure {
		if before.Separator != "" {
			sep = before.Separator[0]
		} else {
			p.ask(Question{Key: AskSeparator, Text: "two separators fit alike", Proposal: string(sep), Choices: []string{";", ",", "\t", "|"}})
		}
	}
	p.Separator = string(sep)
	p.info(FoundSeparator, p.Separator, "fields are parted by %q", p.Separator)

	f, err := findTable(ctx, textSource(p.Path, p.Encoding, sep))
	if err != nil {
		return err
	}
	if said := nameSays(p.Path); said != "" && said != FormatCSV && f.score == 0 {
		// A text without a column that is known, under a name that promises no
		// table: whatever it is, it is not what the sender meant.
		return &FormatError{Is: "text", Advice: fmt.Sprintf("it is named %s, but is a plain text; ask the sender for it again", filepath.Ext(p.Path))}
	}
	p.takeTable(f, known)
	return nil
}

// settleEncoding takes the encoding that was answered; else the guess when it is
// sure, the one of an earlier file, or a question.
func (p *Proposal) settleEncoding(guess string, sure bool, choices []string) error {
	p.Encoding = guess
	if a, ok := p.answer(AskEncoding, ""); ok {
		if !slices.Contains(choices, strings.ToLower(a)) {
			return fmt.Errorf("answer %s=%s: want one of %s", AskEncoding, a, strings.Join(choices, ", "))
		}
		p.Encoding = strings.ToLower(a)
	} else if !sure {
		if m := p.opt.Mapping; m != nil && m.Format == p.Format && slices.Contains(choices, m.Encoding) {
			p.Encoding = m.Encoding
		} else {
			p.ask(Question{Key: AskEncoding, Text: "no encoding fits the whole text", Proposal: guess, Choices: choices})
		}
	}
	p.info(FoundEncoding, p.Encoding, "text is read as %s", p.Encoding)
	return nil
}

func (p *Proposal) lookAtWorkbook(ctx context.Context, known map[string]claim) error {
	wb, err := openWorkbook(p.Path)
	if err != nil {
		return err
	}
	defer wb.Close()
	if props, err := wb.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		p.date1904 = *props.Date1904
	}
	var best found
	wanted, _ := p.answer("sheet", "")
	for _, sheet := range wb.GetSheetList() {
		if wanted != "" && sheet != wanted {
			continue
		}
		f, err := findTable(ctx, func(ctx context.Context, yield func(*rawRow) error) error { return readSheet(ctx, wb, sheet, yield) })
		if err != nil {
			return err
		}
		if p.Sheet == "" || f.score > best.score || f.score == best.score && len(f.columns) > len(best.columns) {
			p.Sheet, best = sheet, f
		}
	}
	if p.Sheet == "" {
		return errors.New("the workbook has no such sheet")
	}
	p.info(FoundSheet, p.Sheet, "the table is on sheet %q", p.Sheet)
	p.takeTable(best, known)
	return nil
}

// takeTable sets header and columns.
func (p *Proposal) takeTable(f found, known map[string]claim) {
	p.HeaderRow = f.header
	p.AsOf = f.asOf
	p.Columns = assign(f.columns, known)
	p.knowTexts(known)
	p.knowForm()
	p.recognise()
	if m := p.opt.Mapping; m != nil {
		p.takeRoles(m)
	}
	if len(p.opt.Roles) == len(p.Columns) && len(p.Columns) > 0 {
		for i, r := range p.opt.Roles {
			p.Columns[i].Role = r
		}
		p.mapped = true
	}
	if !slices.ContainsFunc(p.Columns, func(c Column) bool { return c.Role != RoleNone }) {
		p.warn(WarnColumns, "", "no column was recognised")
	}
	if p.HeaderRow > 0 {
		p.Infos = append(p.Infos, Finding{
			Code: FoundHeader, Line: p.HeaderRow, Value: fmt.Sprint(p.HeaderRow),
			Text: fmt.Sprintf("row %d names the columns", p.HeaderRow),
		})
	}
	p.Infos = append(p.Infos, f.above...)
	if p.Form != "" {
		p.info(FoundForm, p.Form, "the columns are those of %s", p.Form)
	}
}

// recognise takes the mapping of an earlier file with the same columns.
func (p *Proposal) recognise() {
	for i := range p.opt.Remembered {
		r := &p.opt.Remembered[i]
		if len(p.Columns) == 0 || r.Mapping.Format != p.Format || !slices.EqualFunc(p.Columns, r.Mapping.Columns, func(a, b Column) bool {
			return data.Fold(a.Name) == data.Fold(b.Name)
		}) {
			continue
		}
		p.Recognised, p.opt.Mapping = r, &r.Mapping
		p.Uncategorised = r.Mapping.Uncategorised
		if p.opt.Institution == "" {
			p.opt.Institution = r.Institution
		}
		p.info(FoundLayout, r.Name, "the columns are those of %q", r.Name)
		return
	}
}

// textColumns are names that mean words for people in one format, while in tables
// they can mean anything.
var textColumns = map[Format][]string{
	FormatKML: {"name", "description"},
	FormatKMZ: {"name", "description"},
	FormatGPX: {"name", "desc", "cmt"},
}

// knowTexts gives the columns of words that the format itself defines their role
// in a list of reports.
func (p *Proposal) knowTexts(known map[string]claim) {
	if known["opis"].role != RoleText {
		return // motions have a column of their own
	}
	for i, c := range p.Columns {
		if c.Role == RoleNone && slices.Contains(textColumns[p.Format], c.Name) {
			p.Columns[i].Role = RoleText
		}
	}
}

// takeRoles takes the roles of an earlier mapping by the names of the columns,
// when it names them all.
func (p *Proposal) takeRoles(m *Mapping) {
	roles := map[string]Role{}
	for _, c := range m.Columns {
		roles[data.Fold(c.Name)] = c.Role
	}
	for _, c := range p.Columns {
		if _, ok := roles[data.Fold(c.Name)]; !ok {
			return
		}
	}
	for i, c := range p.Columns {
		p.Columns[i].Role = roles[data.Fold(c.Name)]
		if len(m.Columns) == len(p.Columns) && data.Fold(m.Columns[i].Name) == data.Fold(c.Name) {
			p.Columns[i].Role = m.Columns[i].Role // of two columns of one name each has its own
		}
	}
	p.mapped = true
}

// lookAtRows goes through all records once: it counts them, finds repeated
// numbers, and gathers what dates and coordinates tell.
func (p *Proposal) lookAtRows(ctx context.Context) error {
	t := p.table()
	p.settleTime(ctx, t)
	id, date := find(p.Columns, RoleID), find(p.Columns, RoleDate)
	first, second := p.coordinateColumns()
	var (
		ids      []uint64
		evidence dateEvidence
		places   placeEvidence
		counting = id >= 0 // the numbers are 1, 2, 3 … so far
	)
	err := t.each(ctx, func(r *record) error {
		p.Records++
		if r.bad != "" {
			return nil
		}
		if len(p.Preview) < previewRows {
			p.Preview = append(p.Preview, slices.Clone(r.fields))
		}
		if id >= 0 {
			if v := strings.TrimSpace(r.fields[id]); v != "" {
				if p.Format == FormatCSV && protected(v) {
					v = v[1:]
				}
				ids = append(ids, hashOf(v))
				counting = counting && isNumber(v, r.row)
			}
		}
		if date >= 0 {
			evidence.see(r.fields[date])
		}
		switch {
		case r.shape != nil:
			places.seeShape(r)
		case first >= 0:
			places.see(r, r.fields[first], r.fields[second])
		}
		return nil
	})
	if err != nil {
		return err
	}
	p.Infos = append(p.Infos, t.skipped...)

	slices.Sort(ids)
	for i := 1; i < len(ids); i++ {
		if ids[i] == ids[i-1] {
			if p.repeated == nil {
				p.repeated = map[uint64]struct{}{}
			}
			p.repeated[ids[i]] = struct{}{}
		}
	}
	if counting && !p.mapped && p.Records > 1 && len(ids) == p.Records && positionName(p.Columns[id].Name) {
		p.Columns[id].Role = RoleOrdinal
	}
	if date >= 0 {
		if err := p.settleDates(&evidence); err != nil {
			return err
		}
	}
	if p.Format == FormatXLSX {
		p.showDates()
	}
	return p.settlePlaces(&places)
}

// positionName tells whether a column's name can mean a mere position in the
// list, which next month's list counts from 1 again.
func positionName(name string) bool {
	switch data.Fold(name) {
	case "nr", "no", "lp", "l p", "poz":
		return true
	}
	return false
}

// isNumber tells whether s is n in decimal digits.
func isNumber(s string, n int) bool {
	v, k, rest := digits(s)
	return k > 0 && rest == "" && v == n && s[0] != '0'
}

// settleTime tells a time of day from a second date among the columns, by what
// stands in them.
func (p *Proposal) settleTime(ctx context.Context, t *table) {
	date := find(p.Columns, RoleDate)
	var clocks []int // columns that may be the time of day
	for i, c := range p.Columns {
		if c.Role == RoleNone && i != date {
			switch data.Fold(c.Name) {
			case "czas", "time", "czas zdarzenia", "czas zgloszenia", "pora":
				clocks = append(clocks, i)
			}
		}
	}
	if p.mapped || date < 0 || find(p.Columns, RoleTime) >= 0 || len(clocks) == 0 {
		return
	}
	good, bad, n := 0, 0, 0
	_ = t.each(ctx, func(r *record) error { // an error comes again in the full pass
		if n++; n > 50 {
			return errStop
		}
		if r.bad == "" {
			if v := strings.TrimSpace(r.fields[clocks[0]]); v != "" {
				if _, ok := parseClock(v); ok {
					good++
				} else {
					bad++
				}
			}
		}
		return nil
	})
	if good > bad {
		p.Columns[clocks[0]].Role = RoleTime
	}
}

func (p *Proposal) settleDates(e *dateEvidence) error {
	order, sure := e.order()
	before := ""
	if m := p.opt.Mapping; m != nil {
		before = string(m.DateOrder)
	}
	a, answered := p.answer(AskDateOrder, "")
	switch {
	case answered:
		switch DateOrder(strings.ToLower(a)) {
		case DayFirst, MonthFirst:
			order = DateOrder(strings.ToLower(a))
		default:
			return fmt.Errorf("answer %s=%s: want %s or %s", AskDateOrder, a, DayFirst, MonthFirst)
		}
	case sure:
	case before != "":
		order = DateOrder(before)
	default:
		p.ask(Question{
			Key: AskDateOrder, Text: "the dates can be read day first and month first", Proposal: string(order),
			Choices: []string{string(DayFirst), string(MonthFirst)},
		})
	}
	p.DateOrder = order
	if e.firstBig+e.secondBig+e.small > 0 {
		p.info(FoundDateOrder, string(order), "dates are read in the order %s", order)
	}
	return nil
}

// showDates writes the day numbers of the preview as dates.
func (p *Proposal) showDates() {
	for i, c := range p.Columns {
		if c.Role != RoleDate && c.Role != RoleTime {
			continue
		}
		for _, row := range p.Preview {
			v, ok := serial(strings.TrimSpace(row[i]))
			if !ok {
				continue
			}
			if c.Role == RoleTime {
				if m, ok := clockFromSerial(v); ok {
					row[i] = fmt.Sprintf("%02d:%02d", m.hour, m.minute)
				}
			} else if m, ok := fromSerial(v, p.date1904); ok {
				b, _ := m.wall(nil)
				row[i] = strings.Replace(string(b), "T", " ", 1)
			}
		}
	}
}
