package exchange

import (
	"bufio"
	"encoding/xml"
	"io"
)

// xmlWriter writes elements, and texts so that they stay texts: XML's signs are
// escaped, and control characters, which XML cannot hold at all, become U+FFFD.
// The first error is kept to the end.
type xmlWriter struct{ w *bufio.Writer }

func newXMLWriter(w io.Writer) xmlWriter {
	o := xmlWriter{bufio.NewWriterSize(w, 64<<10)}
	o.w.WriteString(xml.Header)
	return o
}

// raw writes markup as it is.
func (o xmlWriter) raw(parts ...string) {
	for _, p := range parts {
		o.w.WriteString(p)
	}
}

// text writes what people wrote.
func (o xmlWriter) text(s string) {
	// The buffer keeps the error.
	_ = xml.EscapeText(o.w, []byte(s))
}

// element writes a text in an element on a line of its own.
func (o xmlWriter) element(name, s string) {
	o.raw("<", name, ">")
	o.text(s)
	o.raw("</", name, ">\n")
}

func (o xmlWriter) finish() error { return o.w.Flush() }
