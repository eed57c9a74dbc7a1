package exchange

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"pinezka/data"
)

// maxCell is how many letters a cell of a workbook holds.
const maxCell = 32767

// WriteXLSX writes reports as a workbook of one sheet: every text is a text cell,
// never a formula and never a number that loses its leading zeros; coordinates
// are numbers. The first row stays in sight and filters.
func WriteXLSX(w io.Writer, reports Reports, c *data.Catalogue, l Layout) (err error) {
	header, err := l.header()
	if err != nil {
		return err
	}
	f := excelize.NewFile()
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	sheet := l.title()
	if err := f.SetSheetName(f.GetSheetName(0), sheet); err != nil {
		return err
	}
	s, err := f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := s.SetColWidth(1, columnCount, 18); err != nil {
		return err
	}
	row := make([]any, columnCount)
	for i, h := range header {
		row[i] = excelize.Cell{StyleID: bold, Value: h}
	}
	if err := s.SetRow("A1", row); err != nil {
		return err
	}
	n := 0
	var cells []string
	for r := range reports {
		n++
		cells = l.cells(r, n, c, cells)
		for i, v := range cells {
			row[i] = cut(v)
			if v == "" {
				row[i] = nil
			}
		}
		row[colRow] = n
		if r.Where.Known() {
			row[colLon], row[colLat] = degrees(r.Where.Point[0]), degrees(r.Where.Point[1])
		}
		if err := s.SetRow(fmt.Sprintf("A%d", n+1), row); err != nil {
			return fmt.Errorf("row %d: %w", n+1, err)
		}
	}
	if err := s.Flush(); err != nil {
		return err
	}
	if n > 0 {
		last, err := excelize.CoordinatesToCellName(columnCount, n+1)
		if err != nil {
			return err
		}
		if err := f.AutoFilter(sheet, "A1:"+last, nil); err != nil {
			return err
		}
	}
	return f.Write(w)
}

// cut shortens a text to what a cell holds.
func cut(s string) string {
	if len(s) <= maxCell {
		return s
	}
	n := 0
	for i := range s {
		if n++; n > maxCell-1 {
			return s[:i] + "…"
		}
	}
	return s
}
