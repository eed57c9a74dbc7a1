package exchange

import (
	"bufio"
	"io"
	"strings"

	"pinezka/data"
)

// WriteCSV writes reports as Excel in Poland opens them with a double click:
// UTF-8 with its mark, semicolons, CRLF. Texts that a spreadsheet would take for
// formulas get an apostrophe, which reading takes off again; numbers stay
// numbers.
func WriteCSV(w io.Writer, reports Reports, c *data.Catalogue, l Layout) error {
	header, err := l.header()
	if err != nil {
		return err
	}
	out := newCSVWriter(w)
	out.row(header)
	n := 0
	var cells []string
	for r := range reports {
		n++
		cells = l.cells(r, n, c, cells)
		for i, v := range cells {
			cells[i] = protect(v)
		}
		if r.Where.Known() {
			cells[colLon], cells[colLat] = l.number(r.Where.Point[0]), l.number(r.Where.Point[1])
		}
		out.row(cells)
	}
	return out.finish()
}

func (l Layout) number(v float64) string {
	s := decimal(v)
	if !l.English {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

// WriteRejects writes refused rows in the columns of their file, so that it can
// be imported again once they are mended. The reason stands in a column of its
// own before them, where no overlong row can push it aside; it is passed over
// when the file is read.
func WriteRejects(w io.Writer, header []string, rejects []Reject) error {
	out := newCSVWriter(w)
	out.row(append([]string{RejectColumn}, header...))
	for _, j := range rejects {
		row := []string{j.Why}
		for _, f := range j.Fields {
			row = append(row, protect(f))
		}
		for len(row) <= len(header) {
			row = append(row, "")
		}
		out.row(row)
	}
	return out.finish()
}

// RejectColumn is the name of the column of reasons.
const RejectColumn = "Powód odrzucenia"

// csvWriter writes rows; the first error is kept to the end.
type csvWriter struct{ w *bufio.Writer }

func newCSVWriter(w io.Writer) *csvWriter {
	out := &csvWriter{bufio.NewWriterSize(w, 64<<10)}
	out.w.Write(bomUTF8)
	return out
}

func (o *csvWriter) row(cells []string) {
	for i, c := range cells {
		if i > 0 {
			o.w.WriteByte(';')
		}
		if !strings.ContainsAny(c, ";\"\r\n\t") && (c == "" || c[0] != ' ' && c[len(c)-1] != ' ') {
			o.w.WriteString(c)
			continue
		}
		o.w.WriteByte('"')
		o.w.WriteString(strings.ReplaceAll(c, `"`, `""`))
		o.w.WriteByte('"')
	}
	o.w.WriteString("\r\n")
}

func (o *csvWriter) finish() error { return o.w.Flush() }
