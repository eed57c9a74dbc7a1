package notes

import (
	"strings"
	"unicode/utf8"

	"pinezka/data"
)

// Answer is a document in the form in which `pinezka notes` writes it: a line of
// JSON. Spans count Unicode code points of the text, as most languages do.
type Answer struct {
	Document string         `json:"document"`
	Form     Form           `json:"form"`
	Encoding string         `json:"encoding,omitempty"`
	Debates  []AnswerDebate `json:"debates"`
	Findings []Finding      `json:"findings,omitempty"`
}

// AnswerDebate is a debate of an Answer.
type AnswerDebate struct {
	Title    string          `json:"title"`
	Date     *string         `json:"date"` // null: not told, or without its year
	DateText string          `json:"date_text,omitempty"`
	Kind     data.DebateKind `json:"kind"`
	Place    string          `json:"place,omitempty"`
	Start    string          `json:"start,omitempty"`
	Present  *int            `json:"present"`
	Motions  int             `json:"motions"`
	Notes    int             `json:"notes"`
	Items    []AnswerItem    `json:"items"`
	Neither  []AnswerPassage `json:"neither"`
}

// AnswerItem is a note or motion of an Answer.
type AnswerItem struct {
	Type          ItemKind        `json:"type"`
	Start         int             `json:"start"`
	End           int             `json:"end"`
	Text          string          `json:"text"` // the span with blanks made single
	Category      *int            `json:"category"`
	CategoryCode  data.CategoryID `json:"category_code,omitempty"`
	Places        string          `json:"places"`
	Question      string          `json:"question"`
	Pin           bool            `json:"pin"`
	RaisedBy      string          `json:"raised_by,omitempty"`
	Addressee     string          `json:"addressee,omitempty"`
	AddresseeCode *AddresseeCode  `json:"addressee_code"`
	Deadline      *string         `json:"deadline"`
	DeadlineText  string          `json:"deadline_text,omitempty"`
	Answer        string          `json:"answer,omitempty"`
	AnsweredBy    string          `json:"answered_by,omitempty"`
	State         string          `json:"state,omitempty"`
	Support       int             `json:"support,omitempty"`
}

// AnswerPassage is what is neither note nor motion.
type AnswerPassage struct {
	Kind  PassageKind `json:"kind"`
	Start int         `json:"start"`
	End   int         `json:"end"`
	Text  string      `json:"text"`
}

// Answer returns what was understood in the form of an answer. catalogue gives the
// numbers of categories; it may be nil.
func (d *Document) Answer(catalogue *data.Catalogue) Answer {
	a := Answer{Document: d.Name, Form: d.Form, Encoding: d.Encoding, Debates: []AnswerDebate{}, Findings: d.Findings}
	points := counter{body: d.Body}
	for _, b := range d.Debates {
		out := AnswerDebate{Title: b.Title, Date: dayText(b.Day), DateText: b.DateText, Kind: b.Kind, Place: b.Venue, Start: b.Start, Items: []AnswerItem{}, Neither: []AnswerPassage{}}
		if b.Present > 0 {
			out.Present = &b.Present
		}
		for _, it := range b.Items {
			if it.Kind == KindMotion {
				out.Motions++
			} else {
				out.Notes++
			}
			out.Items = append(out.Items, it.answer(&points, catalogue))
		}
		points.reset()
		for _, p := range b.Passages {
			out.Neither = append(out.Neither, AnswerPassage{p.Kind, points.at(p.Span.Start), points.at(p.Span.End), p.Text})
		}
		points.reset()
		a.Debates = append(a.Debates, out)
	}
	return a
}

func (it *Item) answer(points *counter, catalogue *data.Catalogue) AnswerItem {
	out := AnswerItem{
		Type: it.Kind, Start: points.at(it.Span.Start), End: points.at(it.Span.End),
		Text:         strings.Join(strings.Fields(points.body[it.Span.Start:it.Span.End]), " "),
		CategoryCode: it.Category, Places: it.Place.IDs, Question: it.Place.Question, Pin: it.Place.Pin, RaisedBy: it.RaisedBy,
		Addressee: it.Addressee, Deadline: dayText(it.Deadline), DeadlineText: it.DeadlineText,
		Answer: it.Answer, AnsweredBy: it.AnsweredBy, State: stateName(it), Support: it.Support,
	}
	if it.AddresseeCode != "" {
		out.AddresseeCode = &it.AddresseeCode
	}
	if catalogue != nil {
		if c, ok := catalogue.Category(it.Category); ok && c.Number > 0 {
			out.Category = &c.Number
		}
	}
	return out
}

// stateName names a state as the answer form does; a motion of which nothing is
// said has none.
func stateName(it *Item) string {
	switch it.State {
	case data.MotionNew:
		if it.Repeated {
			return "open"
		}
		return ""
	case data.MotionInProgress:
		return "in progress"
	case data.MotionPassed:
		return "passed on"
	}
	return string(it.State)
}

func dayText(d *data.Day) *string {
	if d == nil {
		return nil
	}
	s := d.String()
	return &s
}

// counter turns bytes into code points. It goes on from where it was, since
// places are asked for in their order.
type counter struct {
	body        string
	byte, point int
}

func (c *counter) reset() { c.byte, c.point = 0, 0 }

func (c *counter) at(b int) int {
	if b < c.byte {
		c.reset()
	}
	c.point += utf8.RuneCountInString(c.body[c.byte:b])
	c.byte = b
	return c.point
}
