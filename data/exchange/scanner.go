package exchange

import (
	"bytes"
	"errors"
	"io"
	"strings"
)

// scanner cuts delimited text in UTF-8 into records, after RFC 4180 with what
// offices do to it: any separator of one byte, any line end, quotation marks in
// the middle of a field taken as they are. A quotation mark that is never closed
// spoils its own line only, not the rest of the file.
//
// It is written for speed: a line without quotation marks, as nearly all are, is
// one string that its fields share.
type scanner struct {
	r   io.Reader
	sep byte

	buf        []byte
	start, end int // what of buf is not yet read
	eof        bool
	err        error
	line       int // line on which the next record begins, from 1

	fields  []string
	scratch []byte
	ends    []int
}

// text is one record of delimited text.
type text struct {
	line   int
	fields []string // the slice is used again for the next record, the strings are not
	bad    Code     // why the record cannot be taken as it is; its fields are then the raw line
}

func newScanner(r io.Reader, sep byte) *scanner {
	return &scanner{r: r, sep: sep, buf: make([]byte, 64<<10), line: 1}
}

// fill reads more, keeping what is not yet read.
func (s *scanner) fill() {
	if s.start > 0 {
		s.end = copy(s.buf, s.buf[s.start:s.end])
		s.start = 0
	}
	if s.end == len(s.buf) {
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	for range 100 {
		n, err := s.r.Read(s.buf[s.end:])
		s.end += n
		if err != nil {
			s.eof = true
			if !errors.Is(err, io.EOF) {
				s.err = err
			}
			return
		}
		if n > 0 {
			return
		}
	}
	s.eof, s.err = true, io.ErrNoProgress
}

// next returns the next record; ok is false at the end. Blank lines are records
// with no fields.
func (s *scanner) next() (t text, ok bool, err error) {
	line, more := s.firstLine()
	if !more {
		return text{}, false, s.err
	}
	if len(line) > maxRecord {
		t = text{line: s.line, bad: RejectSize}
		t.fields = s.single(strings.ToValidUTF8(string(line[:200]), "") + "…")
		s.discardLine()
		return t, true, nil
	}
	if bytes.IndexByte(line, '"') < 0 {
		t = text{line: s.line, fields: s.split(line)}
		s.skip(len(line))
		return t, true, nil
	}
	return s.quoted(), true, s.err
}

// firstLine returns the next line without its end. Of a line beyond maxRecord it
// returns a beginning that is longer than maxRecord.
func (s *scanner) firstLine() ([]byte, bool) {
	seen := 0
	for {
		b := s.buf[s.start:s.end]
		if i := bytes.IndexByte(b[seen:], '\n'); i >= 0 {
			return b[:seen+i], true
		}
		seen = len(b)
		if s.eof || seen > maxRecord {
			return b, len(b) > 0
		}
		s.fill()
	}
}

// discardLine moves past the line without holding it.
func (s *scanner) discardLine() {
	s.line++
	for {
		if i := bytes.IndexByte(s.buf[s.start:s.end], '\n'); i >= 0 {
			s.start += i + 1
			return
		}
		s.start = s.end
		if s.eof {
			return
		}
		s.fill()
	}
}

// skip moves past n bytes and the line end after them.
func (s *scanner) skip(n int) {
	s.start += n
	if s.start < s.end { // the '\n'
		s.start++
	}
	s.line++
}

func (s *scanner) single(f string) []string {
	s.fields = append(s.fields[:0], f)
	return s.fields
}

// split cuts a line without quotation marks.
func (s *scanner) split(line []byte) []string {
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	s.fields = s.fields[:0]
	if len(line) == 0 {
		return s.fields
	}
	str := string(line)
	for {
		i := strings.IndexByte(str, s.sep)
		if i < 0 {
			break
		}
		s.fields = append(s.fields, str[:i])
		str = str[i+1:]
	}
	s.fields = append(s.fields, str)
	return s.fields
}

// quoted reads a record with quotation marks, which may go over many lines.
func (s *scanner) quoted() text {
	t := text{line: s.line}
	out, ends := s.scratch[:0], s.ends[:0]
	const (
		begin  = iota // of a field
		plain         // in a field without quotation marks
		inside        // between quotation marks
		after         // after the closing one
	)
	state, lines := begin, 0
	i := 0
	at := func() (byte, bool) {
		for s.start+i >= s.end {
			if s.eof {
				return 0, false
			}
			s.fill()
		}
		return s.buf[s.start+i], true
	}
	for {
		c, more := at()
		if !more {
			break
		}
		if state == inside {
			if i > maxRecord {
				break
			}
			i++
			switch {
			case c != '"':
				if c == '\n' {
					lines++
					// A break inside a field is one sign, whatever the system.
					if n := len(out); n > 0 && out[n-1] == '\r' {
						out = out[:n-1]
					}
				}
				out = append(out, c)
			default:
				if c, more := at(); more && c == '"' {
					out = append(out, '"')
					i++
				} else {
					state = after
				}
			}
			continue
		}
		i++
		switch {
		case c == '\n':
			if n := len(out); n > 0 && out[n-1] == '\r' && (len(ends) == 0 || n > ends[len(ends)-1]) {
				out = out[:n-1]
			}
			ends = append(ends, len(out))
			s.start += i
			s.line += lines + 1
			return s.finish(t, out, ends)
		case c == s.sep:
			ends = append(ends, len(out))
			state = begin
		case c == '"' && state == begin:
			state = inside
		default:
			out = append(out, c)
			if state == begin {
				state = plain
			}
		}
	}
	if state == inside {
		// Never closed: this line alone is spoilt.
		var first []byte
		if i > maxRecord {
			first = s.buf[s.start : s.start+bytes.IndexByte(s.buf[s.start:s.end], '\n')+1]
			first = bytes.TrimSuffix(first, []byte{'\n'})
		} else if first = s.buf[s.start:s.end]; bytes.IndexByte(first, '\n') >= 0 {
			first = first[:bytes.IndexByte(first, '\n')]
		}
		t.bad = RejectQuote
		t.fields = s.single(strings.TrimSuffix(string(first), "\r"))
		s.skip(len(first))
		return t
	}
	if n := len(out); n > 0 && out[n-1] == '\r' {
		out = out[:n-1]
	}
	ends = append(ends, len(out))
	s.start += i
	s.line += lines + 1
	return s.finish(t, out, ends)
}

func (s *scanner) finish(t text, out []byte, ends []int) text {
	s.scratch, s.ends = out, ends
	str := string(out)
	s.fields = s.fields[:0]
	from := 0
	for _, e := range ends {
		s.fields = append(s.fields, str[from:e])
		from = e
	}
	t.fields = s.fields
	return t
}
