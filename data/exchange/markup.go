package exchange

import (
	"bufio"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// Limits against hostile XML, for one record.
const (
	maxDepth = 200
	maxNodes = 400_000
)

// doctypeAdvice is what to say of XML that defines its own entities. No format
// read here needs them, and a kilobyte of them can unfold to gigabytes.
const doctypeAdvice = "it defines entities (DOCTYPE), which can hide anything, and is not accepted; save it again in the program that made it"

func isDoctype(d xml.Directive) bool {
	return len(d) >= 7 && strings.EqualFold(string(d[:7]), "DOCTYPE")
}

// markup reads XML step by step. Between records memory does not grow; a record
// is at most maxShape bytes. Names are told by their local part: programs write
// these formats with many namespaces, and without any.
type markup struct {
	ctx   context.Context
	d     *xml.Decoder
	m     *meter
	depth int
	steps int
	nodes int
	whole bool // a record is being taken in: the meter runs on
	// flat are elements whose content is kept as text with its tags, since it may
	// be HTML that was not escaped.
	flat string
}

// meter limits how much is read for one step.
type meter struct {
	r    io.Reader
	left int
}

func (m *meter) Read(p []byte) (int, error) {
	if m.left <= 0 {
		return 0, fmt.Errorf("a record of more than %d MB: %w", maxShape>>20, ErrTooLarge)
	}
	n, err := m.r.Read(p[:min(len(p), m.left)])
	m.left -= n
	return n, err
}

func newMarkup(ctx context.Context, r io.Reader) (*markup, error) {
	b := bufio.NewReaderSize(r, 4096)
	start, err := b.Peek(512)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	m := &markup{ctx: ctx, m: &meter{r: b, left: maxShape}}
	wide := utf16Of(start)
	if wide != "" {
		if m.m.r, err = decode(b, wide); err != nil {
			return nil, err
		}
	}
	m.d = xml.NewDecoder(m.m)
	// The letters that HTML names are single signs; nothing can be made of them.
	m.d.Entity = xml.HTMLEntity
	m.d.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		if wide != "" {
			return r, nil // it was turned into UTF-8 already
		}
		name := encodingOf(label)
		if name == "" {
			return nil, fmt.Errorf("the encoding %q is unknown", label)
		}
		return decode(r, name)
	}
	return m, nil
}

// next returns the next element's start or end, or text that is valid until the
// next step; nil at the end of the file.
func (m *markup) next() (xml.Token, error) {
	for {
		if m.steps++; m.steps%every == 0 {
			if err := m.ctx.Err(); err != nil {
				return nil, err
			}
		}
		if !m.whole {
			m.m.left = maxShape
		}
		t, err := m.d.Token()
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if m.depth++; m.depth > maxDepth {
				return nil, fmt.Errorf("elements are nested more than %d deep: %w", maxDepth, ErrTooLarge)
			}
			return t, nil
		case xml.EndElement:
			m.depth--
			return t, nil
		case xml.CharData:
			return t, nil
		case xml.Directive:
			if isDoctype(t) {
				return nil, &FormatError{Is: "doctype", Advice: doctypeAdvice}
			}
		}
	}
}

// errCut is a file that ends within an element.
var errCut = errors.New("the file is cut off")

// children calls do for each element directly inside the current one, or in the
// file. do must take the element in, by a tree, a skip or its own children.
func (m *markup) children(do func(xml.StartElement) error) error {
	inside := m.depth
	for {
		t, err := m.next()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case nil:
			if inside > 0 {
				return errCut
			}
			return nil
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if err := do(t); err != nil {
				return err
			}
		}
	}
}

// skip leaves the current element out.
func (m *markup) skip() error {
	for depth := m.depth; m.depth >= depth; {
		t, err := m.next()
		if err != nil {
			return err
		}
		if t == nil {
			return errCut
		}
	}
	return nil
}

// node is an element of a record.
type node struct {
	name string // local part
	attr []xml.Attr
	text string // its own, without that of the elements inside
	kids []*node
}

// record takes the current element in with all that is inside.
func (m *markup) record(start xml.StartElement) (*node, error) {
	m.whole, m.nodes, m.m.left = true, 0, maxShape
	defer func() { m.whole = false }()
	return m.tree(start)
}

func (m *markup) tree(start xml.StartElement) (*node, error) {
	if m.nodes++; m.nodes > maxNodes {
		return nil, fmt.Errorf("a record of more than %d elements: %w", maxNodes, ErrTooLarge)
	}
	n := &node{name: start.Name.Local, attr: start.Attr}
	if m.flat != "" && n.name == m.flat {
		var err error
		n.text, err = m.flatten()
		return n, err
	}
	var text []byte
	for {
		t, err := m.next()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case nil:
			return nil, errCut
		case xml.CharData:
			if text != nil || len(bytes.TrimSpace(t)) > 0 {
				text = append(text, t...)
			}
		case xml.StartElement:
			kid, err := m.tree(t)
			if err != nil {
				return nil, err
			}
			n.kids = append(n.kids, kid)
		case xml.EndElement:
			n.text = string(text)
			return n, nil
		}
	}
}

// flatten returns the content of the current element as text, its tags included.
func (m *markup) flatten() (string, error) {
	var b strings.Builder
	for depth := m.depth; ; {
		t, err := m.next()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case nil:
			return "", errCut
		case xml.CharData:
			b.Write(t)
		case xml.StartElement:
			b.WriteString("<" + t.Name.Local + ">")
		case xml.EndElement:
			if m.depth < depth {
				return b.String(), nil
			}
			b.WriteString("</" + t.Name.Local + ">")
		}
	}
}

// kid returns the first element of a name directly inside, or nil.
func (n *node) kid(name string) *node {
	if n == nil {
		return nil
	}
	for _, k := range n.kids {
		if k.name == name {
			return k
		}
	}
	return nil
}

// words returns the text without surrounding blanks.
func (n *node) words() string {
	if n == nil {
		return ""
	}
	return strings.TrimSpace(n.text)
}

func (n *node) attribute(name string) string { return attribute(n.attr, name) }

func attribute(list []xml.Attr, name string) string {
	for _, a := range list {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// coordinate reads one number of a place.
func coordinate(s string) (float64, error) {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, errShape
	}
	return v, nil
}

// parseTuples reads "x,y x,y,z": commas part the numbers of one corner, with or
// without blanks around them; blanks part corners. Heights are left out.
func parseTuples(s string) ([]orb.Point, error) {
	var out []orb.Point
	var p orb.Point
	n := 0 // numbers of this corner
	for {
		s = strings.TrimLeft(s, " \t\r\n")
		if s == "" {
			break
		}
		if s[0] == ',' {
			if n == 0 {
				return nil, errShape
			}
			s = strings.TrimLeft(s[1:], " \t\r\n")
		} else if n > 0 {
			if n < 2 {
				return nil, errShape
			}
			out, n = append(out, p), 0
		}
		end := strings.IndexAny(s, ", \t\r\n")
		if end < 0 {
			end = len(s)
		}
		v, err := coordinate(s[:end])
		if err != nil {
			return nil, err
		}
		if n < 2 {
			p[n] = v
		}
		n++
		s = s[end:]
	}
	switch {
	case n == 1:
		return nil, errShape
	case n > 1:
		out = append(out, p)
	}
	if len(out) == 0 {
		return nil, errShape
	}
	return out, nil
}

// polygonOf makes a polygon of an outer ring and its holes.
func polygonOf(rings [][]orb.Point) (orb.Polygon, error) {
	var out orb.Polygon
	for _, corners := range rings {
		r, err := closed(corners)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	if len(out) == 0 {
		return nil, errShape
	}
	return out, nil
}
