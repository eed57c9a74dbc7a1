package session

import (
	"context"
	"io"

	"pinezka/data"
)

// Institutions returns who is responsible for which categories.
func (s *Session) Institutions() []data.Institution { return s.institutions }

// WritePDFFile draws the sheet into a file that appears only when it is whole.
func (x *Sheet) WritePDFFile(ctx context.Context, path string, o SheetOptions) (Printed, error) {
	return writeWhole(path, func(w io.Writer) (Printed, error) { return x.WritePDF(ctx, w, o) })
}
