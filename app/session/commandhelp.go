package session

import (
	"context"
	"io"

	"pinezka/data"
)

// Institutions returns who is responsible for which categories.
func (s *Session) Institutions() []data.Institution { return s.institutions }

// ReportByNumber returns a report by its row, as marks of the map carry it.
func (s *Session) ReportByNumber(id int64) (data.Report, bool) { return s.Report(data.ReportID(id)) }

// Use sets the comparison's setting without making the comparison; Run does.
func (c *Compare) Use(set data.CompareSetting) {
	c.setting = &set
	if d, ok := c.s.Debates.Open(); ok && d.Setting == set {
		c.setting = nil
	}
	c.fresh = false
}

// WritePDFFile draws the sheet into a file that appears only when it is whole.
func (x *Sheet) WritePDFFile(ctx context.Context, path string, o SheetOptions) (Printed, error) {
	return writeWhole(path, func(w io.Writer) (Printed, error) { return x.WritePDF(ctx, w, o) })
}
