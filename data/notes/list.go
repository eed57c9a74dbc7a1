package notes

import (
	"context"
	"path/filepath"
	"strings"

	"pinezka/data/exchange"
)

// readList brings a list of motions into the form of a document. Its columns were
// understood by exchange; here only categories that it does not name are proposed,
// and addressees are told apart. The Body holds the words of the motions and of
// their answers, a line each.
func readList(ctx context.Context, path string, opt Options) (*Document, error) {
	list, err := exchange.ReadMotions(ctx, path, opt.Catalogue, opt.Exchange)
	if err != nil {
		return nil, err
	}
	d := &Document{Text: &Text{Name: filepath.Base(path), Form: FormList, Encoding: list.Proposal.Encoding}}
	s := &splitter{t: d.Text, opt: opt, classifier: newClassifier(opt.Catalogue)}
	byName := map[string]*Debate{}
	var body strings.Builder
	line := func(text string) Span {
		at := body.Len()
		body.WriteString(text)
		body.WriteByte('\n')
		return Span{at, at + len(text)}
	}
	for i := range list.Rows {
		r := &list.Rows[i]
		key := r.Debate
		if key == "" && r.Day != nil {
			key = r.Day.String()
		}
		b := byName[key]
		if b == nil {
			b = &Debate{Title: r.Debate, Day: r.Day, Kind: "inaugural"}
			if b.Title == "" {
				b.Title = strings.TrimSuffix(d.Name, filepath.Ext(d.Name))
			}
			if r.Day != nil {
				b.DateText = r.Day.String()
			}
			byName[key] = b
			d.Debates = append(d.Debates, b)
		}
		if r.None() {
			continue
		}
		m := r.Motion
		s.d, s.topic = b, r.Theme
		s.turn++
		it := &Item{
			Kind: KindMotion, Span: line(m.Text), Text: strings.Join(strings.Fields(m.Text), " "), Number: m.Number, turn: s.turn, topic: r.Theme,
			row: map[column]string{columnPlace: m.Place.Words, columnAddressee: m.Addressee, columnAnswer: m.Answer},
		}
		it.fold = fold(it.Text)
		if m.Answer != "" {
			it.Rest = append(it.Rest, line(m.Answer))
		}
		b.Items = append(b.Items, it)
		s.category(it, nil)
		if m.Category != "" {
			it.Category = m.Category
		}
		s.place(it, nil, b.Title)
		s.motion(it)
		if m.Deadline != nil {
			it.Deadline = m.Deadline
		}
	}
	d.Body = body.String()
	d.notice()
	return d, nil
}
