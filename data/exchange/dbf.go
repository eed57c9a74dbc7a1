package exchange

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding"
)

// dbfEncodings are the encodings that a table of a shapefile can have.
var dbfEncodings = []string{Windows1250, UTF8, ISO8859_2, CP852}

// dbfField is a column of a dBASE table.
type dbfField struct {
	name string // as in the file, not decoded
	kind byte
	from int // offset in the record
	size int
	more int // what a text is longer by in the manner of some programs
}

// dbfTable reads the table of a shapefile record by record.
type dbfTable struct {
	r        *bufio.Reader
	fields   []dbfField
	left     []dbfField // those of kinds that are not read, such as memos
	language byte
	records  uint32 // as the header says
	read     uint32
	buf      []byte
	values   []string // reused
	decoder  *encoding.Decoder
}

// errTable says that a table contradicts itself.
var errTable = &FormatError{Is: "damaged", Advice: "the table (.dbf) is broken; ask the sender for it again"}

// newDBF reads the header of a table whose text is in an encoding; "" leaves it
// as it is.
func newDBF(r io.Reader, encoding string) (*dbfTable, error) {
	t := &dbfTable{r: bufio.NewReaderSize(r, 64<<10)}
	var h [32]byte
	if _, err := io.ReadFull(t.r, h[:]); err != nil {
		return nil, cutShort(err, errTable)
	}
	t.records, t.language = binary.LittleEndian.Uint32(h[4:]), h[29]
	header, size := int(binary.LittleEndian.Uint16(h[8:])), int(binary.LittleEndian.Uint16(h[10:]))
	if header < 33 || size < 1 {
		return nil, errTable
	}
	rest := make([]byte, header-32)
	if _, err := io.ReadFull(t.r, rest); err != nil {
		return nil, cutShort(err, errTable)
	}
	var all []dbfField
	plain, long := 1, 1 // lengths of a record, its mark of deletion included
	for ; len(rest) >= 32 && rest[0] != '\r'; rest = rest[32:] {
		name, _, _ := bytes.Cut(rest[:11], []byte{0})
		f := dbfField{name: string(name), kind: rest[11], size: int(rest[16])}
		plain += f.size
		if long += f.size; f.kind == 'C' {
			f.more = int(rest[17]) << 8
			long += f.more
		}
		all = append(all, f)
	}
	at := 1
	for _, f := range all {
		if plain != size && long == size {
			f.size += f.more // how some programs write long texts
		}
		f.from = at
		if at += f.size; at > size {
			return nil, errTable
		}
		switch f.kind {
		case 'C', 'N', 'F', 'D', 'L':
			t.fields = append(t.fields, f)
		default:
			t.left = append(t.left, f)
		}
	}
	if len(t.fields) > maxColumns {
		return nil, fmt.Errorf("%d columns: %w", len(t.fields), ErrTooLarge)
	}
	t.buf, t.values = make([]byte, size), make([]string, len(t.fields))
	for _, e := range singleByte {
		if e.name == encoding {
			t.decoder = e.cm.NewDecoder()
		}
	}
	return t, nil
}

// names returns the columns; of several with one name all but the first are
// numbered.
func (t *dbfTable) names() []string {
	out := make([]string, len(t.fields))
	seen := map[string]int{}
	for i, f := range t.fields {
		out[i] = strings.TrimSpace(t.text([]byte(f.name)))
		if seen[out[i]]++; seen[out[i]] > 1 {
			out[i] = fmt.Sprintf("%s %d", out[i], seen[out[i]])
		}
	}
	return out
}

// next returns the values of the next record, valid until the one after it.
func (t *dbfTable) next() (values []string, deleted, ok bool, err error) {
	if t.records > 0 && t.read >= t.records {
		return nil, false, false, nil
	}
	n, err := io.ReadFull(t.r, t.buf)
	switch {
	case n == 0 && errors.Is(err, io.EOF), n > 0 && t.buf[0] == 0x1a: // the mark of the end
		if t.read < t.records {
			return nil, false, false, fmt.Errorf("the table is cut off after record %d: %w", t.read, errTable)
		}
		return nil, false, false, nil
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, false, false, fmt.Errorf("the table is cut off after record %d: %w", t.read, errTable)
	case err != nil:
		return nil, false, false, err
	}
	t.read++
	for i, f := range t.fields {
		t.values[i] = t.value(f, t.buf[f.from:f.from+f.size])
	}
	return t.values, t.buf[0] == '*', true, nil
}

func (t *dbfTable) value(f dbfField, b []byte) string {
	b = bytes.Trim(b, " \x00\t")
	switch f.kind {
	case 'C':
		return t.text(b)
	case 'L':
		switch {
		case len(b) == 0:
			return ""
		case b[0] == 'T' || b[0] == 't' || b[0] == 'Y' || b[0] == 'y':
			return "true"
		case b[0] == 'F' || b[0] == 'f' || b[0] == 'N' || b[0] == 'n':
			return "false"
		}
		return ""
	}
	// Stars fill a number that did not fit; zeros stand for a day that is not known.
	if len(bytes.Trim(b, "*")) == 0 || f.kind == 'D' && len(bytes.Trim(b, "0")) == 0 {
		return ""
	}
	return strings.ToValidUTF8(string(b), "")
}

// text decodes letters. A letter that the end of a field cut in two is left out.
func (t *dbfTable) text(b []byte) string {
	if t.decoder != nil {
		if s, err := t.decoder.Bytes(b); err == nil {
			b = s
		}
	}
	return strings.ToValidUTF8(string(b), "")
}

// languages are the code pages that a table's language byte can name. The bytes
// for the system's own code page say nothing: programs set them without looking.
var languages = map[byte]string{
	0xc8: Windows1250, 0x1f: CP852, 0x22: CP852, 0x23: CP852, 0x40: CP852, 0x64: CP852, 0x87: CP852,
}

// cutShort names the end of a file within its header.
func cutShort(err error, what error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return what
	}
	return err
}
