package notes

import (
	"context"
	"encoding/xml"
	"slices"
	"strconv"
	"strings"

	"pinezka/data/exchange"
)

// The elements of a DOCX document are those of ECMA-376-1, part 17 of its
// WordprocessingML: p and r are paragraph and run, tbl, tr and tc table, row and
// cell; ins, del, moveFrom and moveTo are tracked changes.

// maxLevel is how many levels a list has in both formats at most.
const maxLevel = 10

func readDOCX(ctx context.Context, name string, a *exchange.Archive) (*Text, error) {
	d := &docx{flow: newFlow(name, FormDOCX)}
	for _, n := range a.Names() {
		base := strings.ToLower(n)
		switch {
		case strings.HasSuffix(base, "vbaproject.bin"):
			d.t.found(FoundMacros, "the document has macros, which were not looked at")
		case strings.HasPrefix(base, "word/header"), strings.HasPrefix(base, "word/footer"):
			d.t.found(FoundMargins, "headers and footers were left out")
		case strings.HasPrefix(base, "word/embeddings/"), strings.HasPrefix(base, "word/afchunk"):
			d.t.found(FoundPart, "a part in another format was left out")
		}
	}
	if err := part(ctx, a, "word/styles.xml", d.readStyles); err != nil {
		return nil, err
	}
	if err := part(ctx, a, "word/numbering.xml", d.lists.read); err != nil {
		return nil, err
	}
	if err := part(ctx, a, "word/document.xml", d.read); err != nil {
		return nil, err
	}
	d.aside = true
	for _, n := range []string{"word/footnotes.xml", "word/endnotes.xml"} {
		if err := part(ctx, a, n, d.read); err != nil {
			return nil, err
		}
	}
	return d.done(), nil
}

type docx struct {
	*flow
	styles map[string]docxStyle
	lists  numbering
}

// docxStyle is what a paragraph style says of its paragraphs.
type docxStyle struct {
	heading   int // level, from 1; 0 for none
	list      string
	level     int
	basedOn   string
	hasNumber bool
}

func (d *docx) readStyles(m *exchange.Markup) error {
	d.styles = map[string]docxStyle{}
	return m.Each(func(e xml.StartElement) error { // styles
		return m.Each(func(e xml.StartElement) error {
			if e.Name.Local != "style" {
				return m.Skip()
			}
			id, s := exchange.Attribute(e, "styleId"), docxStyle{}
			err := m.Each(func(e xml.StartElement) error {
				switch e.Name.Local {
				case "name":
					// The names of built-in styles are English in every language.
					name := strings.ToLower(exchange.Attribute(e, "val"))
					if n, ok := strings.CutPrefix(name, "heading "); ok {
						s.heading, _ = strconv.Atoi(n)
					} else if name == "title" {
						s.heading = 1
					}
				case "basedOn":
					s.basedOn = exchange.Attribute(e, "val")
				case "pPr":
					return d.properties(m, func(p paragraph) {
						if p.heading > 0 {
							s.heading = p.heading
						}
						s.list, s.level, s.hasNumber = p.list, p.level, p.list != ""
					})
				}
				return m.Skip()
			})
			d.styles[id] = s
			return err
		})
	})
}

// style applies a style to a paragraph, with those it is based on.
func (d *docx) style(p *paragraph, id string) {
	for range 10 { // a style may be based on itself
		s, ok := d.styles[id]
		if !ok {
			// A document need not bring its styles along.
			low := strings.ToLower(id)
			for _, prefix := range []string{"heading", "nagwek", "nagłówek"} {
				if n, ok := strings.CutPrefix(low, prefix); ok && p.heading == 0 {
					p.heading, _ = strconv.Atoi(n)
				}
			}
			return
		}
		if p.heading == 0 {
			p.heading = s.heading
		}
		if p.list == "" && s.hasNumber {
			p.list, p.level = s.list, s.level
		}
		id = s.basedOn
		if id == "" {
			return
		}
	}
}

// properties reads pPr, whose start was read.
func (d *docx) properties(m *exchange.Markup, do func(paragraph)) error {
	var p paragraph
	var style string
	err := m.Each(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "pStyle":
			style = exchange.Attribute(e, "val")
		case "outlineLvl":
			if n, err := strconv.Atoi(exchange.Attribute(e, "val")); err == nil && n >= 0 && n < 9 {
				p.heading = n + 1
			}
		case "numPr":
			return m.Each(func(e xml.StartElement) error {
				switch e.Name.Local {
				case "ilvl":
					n, _ := strconv.Atoi(exchange.Attribute(e, "val"))
					p.level = min(max(n, 0), maxLevel-1)
				case "numId":
					p.list = exchange.Attribute(e, "val")
				}
				return m.Skip()
			})
		case "rPr":
			// The mark at the end of the paragraph has properties too: if it is
			// deleted, the paragraph runs on into the next.
			return m.Each(func(e xml.StartElement) error {
				if e.Name.Local == "del" || e.Name.Local == "moveFrom" {
					p.runsOn = true
				}
				return m.Skip()
			})
		}
		return m.Skip()
	})
	if style != "" {
		d.style(&p, style)
	}
	do(p)
	return err
}

// read goes through the paragraphs and tables of a part.
func (d *docx) read(m *exchange.Markup) error {
	for {
		tok, err := m.Next()
		if err != nil {
			return err
		}
		switch e := tok.(type) {
		case nil:
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
			if d.taking {
				d.write(string(e))
			}
		}
		if err := exchange.DocumentLimit(d.body.Len() + d.size); err != nil {
			return err
		}
	}
}

func (d *docx) start(m *exchange.Markup, e xml.StartElement) error {
	switch e.Name.Local {
	case "del", "moveFrom":
		d.t.found(FoundChanges, "tracked changes were read as if accepted")
		return m.Skip()
	case "ins", "moveTo":
		d.t.found(FoundChanges, "tracked changes were read as if accepted")
	case "Fallback", "instrText", "delText", "delInstrText", "pPrChange", "sectPr", "tblPr", "tblGrid", "rPr", "sdtPr":
		return m.Skip()
	case "commentReference":
		d.t.found(FoundComments, "comments were left out")
	case "altChunk":
		d.t.found(FoundPart, "a part in another format was left out")
	case "footnote", "endnote":
		if exchange.Attribute(e, "type") != "" { // the line that parts them from the text
			return m.Skip()
		}
	case "p":
		d.open()
	case "pPr":
		return d.properties(m, func(p paragraph) {
			if p.list == "0" { // takes off the list that the style has
				p.list = ""
			}
			d.set(p)
		})
	case "t":
		d.taking = true
	case "tab":
		d.write("\t")
	case "br", "cr":
		if exchange.Attribute(e, "type") == "" || exchange.Attribute(e, "type") == "textWrapping" {
			d.write("\n")
		}
	case "noBreakHyphen":
		d.write("-")
	case "tbl":
		d.openTable()
	case "tr":
		d.openRow()
	case "trPr":
		return m.Each(func(e xml.StartElement) error {
			switch e.Name.Local {
			case "tblHeader":
				d.header(exchange.Attribute(e, "val"))
			case "del":
				d.dropRow()
			}
			return m.Skip()
		})
	case "tc":
		d.openCell()
	case "tcPr":
		return m.Each(func(e xml.StartElement) error {
			switch e.Name.Local {
			case "gridSpan":
				n, _ := strconv.Atoi(exchange.Attribute(e, "val"))
				d.span(n)
			case "vMerge":
				if exchange.Attribute(e, "val") != "restart" {
					d.above()
				}
			}
			return m.Skip()
		})
	}
	return nil
}

func (d *docx) close(name string) error {
	switch name {
	case "t":
		d.taking = false
	case "p":
		p := d.paragraph()
		if p != nil && p.list != "" {
			p.number = d.lists.next(p.list, p.level)
		}
		return d.closeParagraph()
	case "tc":
		d.closeCell()
	case "tr":
		return d.closeRow()
	case "tbl":
		d.closeTable()
	}
	return nil
}

// numbering knows the automatic numbers of lists.
type numbering struct {
	abstract map[string][]listLevel
	lists    map[string]string // numId to abstractNumId
	counts   map[string]*[maxLevel]int
}

type listLevel struct {
	start  int
	format string
	text   string // %1.%2
}

func (l *numbering) read(m *exchange.Markup) error {
	l.abstract, l.lists, l.counts = map[string][]listLevel{}, map[string]string{}, map[string]*[maxLevel]int{}
	return m.Each(func(e xml.StartElement) error { // numbering
		return m.Each(func(e xml.StartElement) error {
			switch e.Name.Local {
			case "abstractNum":
				id := exchange.Attribute(e, "abstractNumId")
				return m.Each(func(e xml.StartElement) error {
					if e.Name.Local != "lvl" || len(l.abstract[id]) >= maxLevel {
						return m.Skip()
					}
					v := listLevel{start: 1}
					err := m.Each(func(e xml.StartElement) error {
						val := exchange.Attribute(e, "val")
						switch e.Name.Local {
						case "start":
							v.start, _ = strconv.Atoi(val)
						case "numFmt":
							v.format = val
						case "lvlText":
							v.text = val
						}
						return m.Skip()
					})
					l.abstract[id] = append(l.abstract[id], v)
					return err
				})
			case "num":
				id := exchange.Attribute(e, "numId")
				return m.Each(func(e xml.StartElement) error {
					if e.Name.Local == "abstractNumId" {
						l.lists[id] = exchange.Attribute(e, "val")
					}
					return m.Skip()
				})
			}
			return m.Skip()
		})
	})
}

// next counts an item and returns its number as it is printed.
func (l *numbering) next(list string, level int) string {
	id, ok := l.lists[list]
	levels := l.abstract[id]
	if !ok || level >= len(levels) {
		return ""
	}
	if levels[level].format == "bullet" {
		return levels[level].text
	}
	c := l.counts[id]
	if c == nil {
		c = new([maxLevel]int)
		l.counts[id] = c
	}
	c[level]++
	for i := level + 1; i < maxLevel; i++ {
		c[i] = 0
	}
	out := levels[level].text
	for i := range level + 1 {
		n := max(levels[i].start+max(c[i], 1)-1, 0)
		out = strings.ReplaceAll(out, "%"+strconv.Itoa(i+1), numeral(n, levels[i].format))
	}
	return out
}

// numeral writes a number as a list does.
func numeral(n int, format string) string {
	switch format {
	case "lowerLetter", "upperLetter":
		s := string(rune('a' + (max(n, 1)-1)%26))
		if format == "upperLetter" {
			s = strings.ToUpper(s)
		}
		return s
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "upperRoman":
		return roman(n)
	case "none":
		return ""
	}
	return strconv.Itoa(n)
}

var romans = []struct {
	n int
	s string
}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}}

func roman(n int) string {
	var b strings.Builder
	for n = min(n, 3999); n > 0; {
		i := slices.IndexFunc(romans, func(r struct {
			n int
			s string
		},
		) bool {
			return r.n <= n
		})
		b.WriteString(romans[i].s)
		n -= romans[i].n
	}
	return b.String()
}
