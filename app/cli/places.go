package cli

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"pinezka/app/session"
	"pinezka/data/gazetteer"
)

// phrase is a sentence with its number in the list that it came in.
type phrase struct {
	nr   int
	text string
}

// places says which places sentences mean: one that is given, or those of a
// list. It writes a line for each.
func (c *call) places() (object, error) {
	phrases, err := c.phrases()
	if err != nil {
		return nil, err
	}
	dir, named := c.args.one("gazetteer"), c.args.has("project")
	switch {
	case dir != "" && named:
		return nil, usage("--gazetteer, --project: want one of the two")
	case dir == "" && !named:
		return nil, usageError{c.words.T("cmd.missing", "what", "--project P.gpkg / --gazetteer DIR")}
	case named:
		return c.with(true, func(s *session.Session) (object, error) {
			g := s.Gazetteer()
			if g == nil {
				// A project without a base map knows no names.
				g = session.NewGazetteer(gazetteer.Input{})
			}
			return c.answers(g, phrases), nil
		})
	}
	in, err := gazetteer.ReadFolder(os.DirFS(dir))
	if err != nil {
		return nil, err
	}
	return c.answers(session.NewGazetteer(in), phrases), nil
}

// phrases returns the sentence that is given, or those of the table that
// --phrases names: columns nr and phrase.
func (c *call) phrases() ([]phrase, error) {
	path := c.args.one("phrases")
	switch {
	case path != "" && len(c.args.words) > 1:
		return nil, usage("%q: a text and --phrases", c.args.words[1])
	case path == "":
		text, err := c.word(1, "TEXT / --phrases F.csv")
		return []phrase{{1, text}}, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	head, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", path, err)
	}
	nr, text := -1, -1
	for i, h := range head {
		switch strings.TrimPrefix(h, "\ufeff") {
		case "nr":
			nr = i
		case "phrase":
			text = i
		}
	}
	if text < 0 {
		return nil, usage("--phrases %q: no column phrase", path)
	}
	var out []phrase
	for {
		row, err := r.Read()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read %q: %w", path, err)
		}
		p := phrase{nr: len(out) + 1}
		if text < len(row) {
			p.text = row[text]
		}
		if nr >= 0 && nr < len(row) {
			if p.nr, err = strconv.Atoi(row[nr]); err != nil {
				return nil, fmt.Errorf("read %q: nr: %w", path, err)
			}
		}
		out = append(out, p)
	}
}

// answers writes all but the last answer and returns that, which is written as
// any command's object is.
func (c *call) answers(g *gazetteer.Gazetteer, phrases []phrase) object {
	out := object{}
	for i, p := range phrases {
		a := g.Find(p.text)
		out = answer(p, a)
		if !c.json {
			out["text"] = line(p, a)
		}
		if i == len(phrases)-1 {
			break
		}
		if c.json {
			c.write(out)
		} else {
			c.say(out)
		}
	}
	return out
}

// line is an answer for people.
func line(p phrase, a gazetteer.Answer) string {
	list := func(ps []gazetteer.Proposal) string {
		var out []string
		for i := range ps {
			if s := strings.TrimSpace(ps[i].Form() + " " + ps[i].Name); !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
		return strings.Join(out, "; ")
	}
	out := fmt.Sprintf("%d: %s -> %s [%s]", p.nr, p.text, list(a.Places), a.Question)
	if len(a.Candidates) > 0 {
		out += " " + list(a.Candidates)
	}
	return out
}

// answer is an answer in the form of oracle 14, with the particulars of each
// place and candidate beside it, in the same order.
func answer(p phrase, a gazetteer.Answer) object {
	out := object{
		"nr": p.nr, "phrase": p.text, "question": string(a.Question),
		"places": gazetteer.Forms(a.Places), "candidates": gazetteer.Forms(a.Candidates),
		"place_details": details(p.text, a.Places), "candidate_details": details(p.text, a.Candidates),
	}
	words := []string{}
	for _, u := range a.Unknown {
		words = append(words, p.text[u.From:u.To])
	}
	out["not_located"] = words
	return out
}

func details(text string, ps []gazetteer.Proposal) []object {
	out := []object{}
	seen := map[string]bool{}
	for i := range ps {
		p := &ps[i]
		form := p.Form()
		if seen[form] {
			continue
		}
		seen[form] = true
		words := []string{}
		for _, s := range p.Spans {
			words = append(words, text[s.From:s.To])
		}
		o := object{
			"place": form, "kind": string(p.Kind), "ids": orEmpty(p.IDs), "name": p.Name, "lon": nil, "lat": nil,
			"why": string(p.Why), "words": words, "spans": orEmpty(p.Spans),
		}
		if p.Number != "" {
			o["number"] = p.Number
		}
		if p.Placed {
			o["lon"], o["lat"] = p.Point.Lon(), p.Point.Lat()
		}
		out = append(out, o)
	}
	return out
}
