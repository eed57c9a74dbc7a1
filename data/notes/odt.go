package notes

import (
	"context"
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"pinezka/data/exchange"
)

// The elements of an ODT document are those of OpenDocument 1.2, part 1: h and p
// are paragraphs, list and list-item nest, s is a run of blanks. What was deleted
// lies apart in tracked-changes; what was inserted is in its place.

func readODT(ctx context.Context, name string, a *exchange.Archive) (*Text, error) {
	d := &odt{flow: newFlow(name, FormODT), numbered: map[string]map[int]listLevel{}}
	for _, n := range a.Names() {
		switch {
		case strings.HasPrefix(n, "Basic/"), strings.HasPrefix(n, "Scripts/"):
			d.t.found(FoundMacros, "the document has macros, which were not looked at")
		case strings.HasPrefix(n, "Object ") && strings.HasSuffix(n, "/content.xml"):
			d.t.found(FoundPart, "a part in another format was left out")
		case n == "META-INF/manifest.xml":
			secret, err := encrypted(a, n)
			if err != nil {
				return nil, err
			}
			if secret {
				return nil, &exchange.FormatError{File: name, Is: "password", Advice: "the document asks for a password; save it without one"}
			}
		}
	}
	if err := part(ctx, a, "content.xml", d.read); err != nil {
		return nil, err
	}
	if !d.document {
		return nil, &exchange.FormatError{File: name, Is: "not-text", Advice: "it is a spreadsheet or a presentation; save it as .xlsx or as text"}
	}
	return d.done(), nil
}

// encrypted tells whether the manifest says that the content has a password.
func encrypted(a *exchange.Archive, name string) (bool, error) {
	r, err := a.Open(name)
	if err != nil || r == nil {
		return false, err
	}
	b, err := io.ReadAll(io.LimitReader(r, 1<<20))
	if cerr := r.Close(); err == nil {
		err = cerr
	}
	return strings.Contains(string(b), "encryption-data"), err
}

type odt struct {
	*flow
	document bool
	lists    []odtList
	numbered map[string]map[int]listLevel // list styles: their numbered levels, from 1
	heading  bool                         // inside table-header-rows
	repeat   int                          // of the cell that is open
	notes    []string                     // footnotes, to stand behind the text
	inNote   int                          // how many paragraphs were open when a footnote began, plus 1
	blank    bool                         // the last sign of the paragraph was a blank
}

type odtList struct {
	style string
	count int
}

func (d *odt) read(m *exchange.Markup) error {
	for {
		tok, err := m.Next()
		if err != nil {
			return err
		}
		switch e := tok.(type) {
		case nil:
			for _, n := range d.notes {
				if err := d.line(n, Line{Quote: true}); err != nil {
					return err
				}
			}
			return d.end(m)
		case xml.StartElement:
			if err := d.start(m, e); err != nil {
				return err
			}
		case xml.EndElement:
			if err := d.close(e.Name.Local); err != nil {
				return err
			}
		case xml.CharData:
			d.words(string(e))
		}
		if err := exchange.DocumentLimit(d.body.Len() + d.size); err != nil {
			return err
		}
	}
}

// words adds text as OpenDocument counts it: any run of blanks is one, and none
// stands at the beginning of a paragraph.
func (d *odt) words(s string) {
	if d.paragraph() == nil {
		return
	}
	var b strings.Builder
	for _, r := range s {
		switch r {
		case ' ', '\t', '\n', '\r':
			if !d.blank {
				b.WriteByte(' ')
			}
			d.blank = true
		default:
			b.WriteRune(r)
			d.blank = false
		}
	}
	d.write(b.String())
}

func (d *odt) start(m *exchange.Markup, e xml.StartElement) error {
	switch e.Name.Local {
	case "text":
		d.document = d.document || e.Name.Space == "" || strings.Contains(e.Name.Space, "office")
	case "tracked-changes":
		d.t.found(FoundChanges, "tracked changes were read as if accepted")
		return m.Skip()
	case "annotation", "annotation-end":
		d.t.found(FoundComments, "comments were left out")
		return m.Skip()
	case "forms", "sequence-decls", "variable-decls", "user-field-decls", "scripts", "font-face-decls", "note-citation", "ruby-text", "desc":
		return m.Skip()
	case "title":
		// The title of a picture; text:title is a field whose words count.
		if strings.Contains(e.Name.Space, "svg") {
			return m.Skip()
		}
	case "number":
		// LibreOffice writes automatic numbers out as well.
		return m.Skip()
	case "list-style":
		return d.listStyle(m, exchange.Attribute(e, "name"))
	case "h", "p":
		d.openParagraph(e)
	case "list":
		style := exchange.Attribute(e, "style-name")
		if style == "" && len(d.lists) > 0 {
			style = d.lists[len(d.lists)-1].style
		}
		d.lists = append(d.lists, odtList{style: style})
	case "list-item":
		if n := len(d.lists); n > 0 {
			d.lists[n-1].count++
		}
	case "s":
		n, err := strconv.Atoi(exchange.Attribute(e, "c"))
		if err != nil {
			n = 1
		}
		d.write(strings.Repeat(" ", min(max(n, 0), 1000)))
		d.blank = true
	case "tab":
		d.write("\t")
		d.blank = true
	case "line-break":
		d.write("\n")
		d.blank = true
	case "note":
		if d.inNote == 0 {
			d.inNote = len(d.begun) + 1
		}
	case "table":
		d.openTable()
	case "table-header-rows":
		d.heading = true
	case "table-row":
		d.openRow()
		if d.heading {
			d.header("")
		}
	case "table-cell", "covered-table-cell":
		d.openCell()
		n, _ := strconv.Atoi(exchange.Attribute(e, "number-columns-repeated"))
		d.repeat = min(max(n, 1), maxSpan)
	}
	return nil
}

func (d *odt) openParagraph(e xml.StartElement) {
	d.open()
	d.blank = true
	p := paragraph{}
	if e.Name.Local == "h" {
		n, _ := strconv.Atoi(exchange.Attribute(e, "outline-level"))
		p.heading = min(max(n, 1), maxLevel)
	}
	switch exchange.Attribute(e, "style-name") {
	case "Title":
		p.heading = 1
	}
	if n := len(d.lists); n > 0 {
		p.list, p.level = "list", min(n, maxLevel)-1
	}
	d.set(p)
	if n := len(d.lists); n > 0 {
		d.paragraph().number = d.item(n)
	}
}

// item returns the number or bullet of the item that the innermost list is at.
func (d *odt) item(depth int) string {
	l := d.lists[depth-1]
	v, ok := d.numbered[l.style][depth]
	if !ok {
		return "•"
	}
	return numeral(v.start+max(l.count, 1)-1, v.format) + v.text
}

func (d *odt) close(name string) error {
	switch name {
	case "h", "p":
		if d.inNote > 0 && len(d.begun) >= d.inNote {
			// A paragraph of a footnote, inside the one that it belongs to.
			text := d.paragraph().text.String()
			d.begun = d.begun[:len(d.begun)-1]
			d.notes = append(d.notes, text)
			return nil
		}
		if len(d.begun) > 1 {
			d.blank = false
		}
		return d.closeParagraph()
	case "note":
		if len(d.begun) < d.inNote {
			d.inNote = 0
		}
	case "list":
		if n := len(d.lists); n > 0 {
			d.lists = d.lists[:n-1]
		}
	case "table-cell", "covered-table-cell":
		d.closeCell()
		if t := d.table(); t != nil && len(t.cells) > 0 {
			for range d.repeat - 1 {
				t.cells = append(t.cells, t.cells[len(t.cells)-1])
				t.columns = append(t.columns, Cell{Column: t.column})
				t.column++
			}
		}
		d.repeat = 1
	case "table-row":
		return d.closeRow()
	case "table-header-rows":
		d.heading = false
	case "table":
		d.closeTable()
	}
	return nil
}

// listStyle reads which levels of a list style have numbers.
func (d *odt) listStyle(m *exchange.Markup, name string) error {
	return m.Each(func(e xml.StartElement) error {
		if e.Name.Local == "list-level-style-number" {
			level, _ := strconv.Atoi(exchange.Attribute(e, "level"))
			v := listLevel{start: 1, text: exchange.Attribute(e, "num-suffix")}
			if n, err := strconv.Atoi(exchange.Attribute(e, "start-value")); err == nil {
				v.start = max(n, 0)
			}
			v.format = map[string]string{"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}[exchange.Attribute(e, "num-format")]
			if d.numbered[name] == nil {
				d.numbered[name] = map[int]listLevel{}
			}
			if exchange.Attribute(e, "num-format") == "" {
				v.format = "none"
			}
			d.numbered[name][level] = v
		}
		return m.Skip()
	})
}
