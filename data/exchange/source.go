package exchange

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"
)

// rawRow is a row of any source before it is known what its cells mean.
type rawRow struct {
	line   int
	fields []string // valid until the next row; the strings stay
	shape  orb.Geometry
	bad    Code
	why    string // more about bad
}

// source yields the rows of a file from the first to the last.
type source func(ctx context.Context, yield func(*rawRow) error) error

// errStop ends a source early.
var errStop = errors.New("enough")

// every is how many rows pass between two looks at the context.
const every = 1024

// textSource reads delimited text.
func textSource(path, encoding string, sep byte) source {
	return func(ctx context.Context, yield func(*rawRow) error) error {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		return readText(ctx, f, encoding, sep, yield)
	}
}

func readText(ctx context.Context, r io.Reader, encoding string, sep byte, yield func(*rawRow) error) error {
	d, err := decode(r, encoding)
	if err != nil {
		return err
	}
	if d, err = mendLineEnds(d); err != nil {
		return err
	}
	s := newScanner(d, sep)
	var row rawRow
	for n := 0; ; n++ {
		if n%every == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		t, ok, err := s.next()
		if err != nil {
			return fmt.Errorf("line %d: %w", s.line, err)
		}
		if !ok {
			return nil
		}
		row = rawRow{line: t.line, fields: t.fields, bad: t.bad}
		if len(t.fields) > maxColumns {
			row.bad, row.fields = RejectSize, t.fields[:maxColumns]
		}
		if err := yield(&row); err != nil {
			return err
		}
	}
}

// mendLineEnds makes '\n' of the '\r' with which old Macintoshes end lines, when
// the beginning has no other line end.
func mendLineEnds(r io.Reader) (io.Reader, error) {
	b := bufio.NewReaderSize(r, 16<<10)
	start, err := b.Peek(16 << 10)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, err
	}
	if bytes.IndexByte(start, '\n') < 0 && bytes.IndexByte(start, '\r') >= 0 {
		return &oldMac{b}, nil
	}
	return b, nil
}

type oldMac struct{ r io.Reader }

func (o *oldMac) Read(p []byte) (int, error) {
	n, err := o.r.Read(p)
	for i, c := range p[:n] {
		if c == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// separators are the candidates, as they are answered.
var separators = []byte{';', ',', '\t', '|'}

// guessSeparator tries each separator on the first rows of a text. A line sep=;
// decides at once.
func guessSeparator(ctx context.Context, path, encoding string) (sep byte, sure bool, err error) {
	type result struct {
		sep     byte
		score   float64
		columns int
	}
	var results []result
	for _, c := range separators {
		counts := map[int]int{}
		roles, rows := 0, 0
		err := textSource(path, encoding, c)(ctx, func(r *rawRow) error {
			if rows == 0 {
				if named, ok := sepLine(r.fields, c); ok {
					results = []result{{sep: named, score: 1, columns: 2}}
					return errStop
				}
			}
			if len(r.fields) == 0 || r.bad != "" {
				return nil
			}
			if rows++; rows > 200 {
				return errStop
			}
			counts[len(r.fields)]++
			if rows <= headerWithin {
				roles = max(roles, recognised(r.fields))
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStop) {
			return 0, false, err
		}
		if len(results) == 1 && results[0].score == 1 && results[0].columns == 2 {
			return results[0].sep, true, nil
		}
		mode, most := 0, 0
		for columns, n := range counts {
			if n > most || n == most && columns > mode {
				mode, most = columns, n
			}
		}
		if mode < 2 {
			continue
		}
		results = append(results, result{c, float64(roles) + float64(most)/float64(max(1, min(rows, 200))), mode})
	}
	if len(results) == 0 {
		return ';', true, nil // one column
	}
	slices.SortStableFunc(results, func(a, b result) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return b.columns - a.columns
	})
	sure = len(results) == 1 || results[0].score-results[1].score > 0.1
	return results[0].sep, sure, nil
}

// sepLine recognises the line with which some programs tell Excel the separator.
// The line is cut at the separator that is being tried, which may be its own.
func sepLine(fields []string, tried byte) (byte, bool) {
	if len(fields) == 0 || len(fields) > 2 || len(fields[0]) < 4 || !strings.EqualFold(fields[0][:4], "sep=") {
		return 0, false
	}
	rest := strings.TrimRight(fields[0][4:], " ")
	switch {
	case rest == "" && len(fields) == 2:
		return tried, true
	case len(rest) == 1 && len(fields) == 1 && slices.Contains(separators, rest[0]):
		return rest[0], true
	}
	return 0, false
}

// sheetSource reads a sheet of a workbook. Cells come raw: numbers in full, dates
// as the day numbers that they are.
func sheetSource(path, sheet string) source {
	return func(ctx context.Context, yield func(*rawRow) error) error {
		f, err := openWorkbook(path)
		if err != nil {
			return err
		}
		defer f.Close()
		return readSheet(ctx, f, sheet, yield)
	}
}

func openWorkbook(path string) (*excelize.File, error) {
	f, err := excelize.OpenFile(path, excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: 32 << 20,
	})
	if err != nil {
		return nil, fmt.Errorf("read workbook: %w", err)
	}
	return f, nil
}

func readSheet(ctx context.Context, f *excelize.File, sheet string, yield func(*rawRow) error) error {
	rows, err := f.Rows(sheet)
	if err != nil {
		return fmt.Errorf("sheet %q: %w", sheet, err)
	}
	defer rows.Close()
	for n := 1; rows.Next(); n++ {
		if n%every == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return fmt.Errorf("sheet %q, row %d: %w", sheet, n, err)
		}
		row := rawRow{line: n, fields: cells}
		if len(cells) > maxColumns {
			row.bad, row.fields = RejectSize, cells[:maxColumns]
		}
		if err := yield(&row); err != nil {
			return err
		}
	}
	if err := rows.Error(); err != nil {
		return fmt.Errorf("sheet %q: %w", sheet, err)
	}
	return nil
}
