package exchange

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Format is what a file is, by its content.
type Format string

// The formats that can be read.
const (
	FormatCSV     Format = "csv" // with any separator, TSV included
	FormatXLSX    Format = "xlsx"
	FormatGeoJSON Format = "geojson"
)

// FormatError says that a file is of a kind that cannot be read.
type FormatError struct {
	File   string // base name
	Is     string // what it is: "kmz", "html", "xls", "pdf", "binary", "empty" …
	Advice string // what to do, plain English
}

func (e *FormatError) Error() string {
	return fmt.Sprintf("%s is %s: %s", e.File, e.Is, e.Advice)
}

// ErrTooLarge means that a file is beyond the limits.
var ErrTooLarge = errors.New("the file is too large")

// Limits against hostile files.
const (
	maxFile     = 2 << 30   // bytes of a text file
	maxUnzipped = 256 << 20 // bytes that a workbook unfolds to
	maxRecord   = 1 << 20   // bytes of one row
	maxColumns  = 1000
)

// sniffed is how much of a file is looked at to tell what it is.
const sniffed = 64 << 10

// head reads the beginning of a file.
func head(path string) ([]byte, int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	if st.IsDir() {
		return nil, 0, &FormatError{File: filepath.Base(path), Is: "a folder", Advice: "choose a file in it"}
	}
	if st.Size() > maxFile {
		return nil, 0, fmt.Errorf("%d bytes: %w", st.Size(), ErrTooLarge)
	}
	b := make([]byte, sniffed)
	n, err := io.ReadFull(f, b)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, 0, err
	}
	return b[:n], st.Size(), nil
}

// sniff tells the format from the first bytes.
func sniff(path string, b []byte) (Format, error) {
	name := filepath.Base(path)
	no := func(is, advice string) (Format, error) {
		return "", &FormatError{File: name, Is: is, Advice: advice}
	}
	switch {
	case len(bytes.TrimSpace(bytes.TrimPrefix(b, bomUTF8))) == 0:
		return no("empty", "ask the sender for it again")
	case bytes.HasPrefix(b, []byte("PK\x03\x04")):
		return sniffZip(path)
	case bytes.HasPrefix(b, []byte("\xd0\xcf\x11\xe0")):
		return no("xls", "it is a workbook of the old kind; save it as .xlsx")
	case bytes.HasPrefix(b, []byte("%PDF")):
		return no("pdf", "a PDF holds no table; ask for the spreadsheet")
	case bytes.HasPrefix(b, []byte("SQLite format 3\x00")):
		return no("gpkg", "it is a database; open it as a project or export a list from it")
	case bytes.HasPrefix(b, []byte("\x1f\x8b")):
		return no("gzip", "unpack it first")
	}
	if utf16Of(b) != "" {
		return FormatCSV, nil
	}
	text := bytes.TrimSpace(bytes.TrimPrefix(b, bomUTF8))
	lower := bytes.ToLower(text[:min(len(text), 1024)])
	switch {
	case text[0] == '<':
		switch {
		case bytes.Contains(lower, []byte("<kml")):
			return no("kml", "save it as GeoJSON, or a table as CSV")
		case bytes.Contains(lower, []byte("<html")), bytes.Contains(lower, []byte("<table")):
			return no("html", "it is a web page with a table; open it in a spreadsheet and save it as .xlsx or .csv")
		}
		return no("xml", "save it as GeoJSON, or a table as CSV")
	case text[0] == '{', text[0] == '[' && bytes.Contains(lower, []byte(`"type"`)):
		return FormatGeoJSON, nil
	case bytes.IndexByte(b, 0) >= 0:
		return no("binary", "it is neither a text file nor a workbook")
	}
	return FormatCSV, nil
}

// sniffZip looks into a zip archive and refuses one that unfolds beyond the
// limit, before anything of it is unfolded.
func sniffZip(path string) (Format, error) {
	name := filepath.Base(path)
	z, err := zip.OpenReader(path)
	if err != nil {
		return "", &FormatError{File: name, Is: "a damaged archive", Advice: "ask the sender for it again"}
	}
	defer z.Close()
	var size uint64
	has := func(f func(string) bool) bool {
		for _, e := range z.File {
			if f(e.Name) {
				return true
			}
		}
		return false
	}
	for _, e := range z.File {
		size += e.UncompressedSize64
		if size > maxUnzipped {
			return "", fmt.Errorf("%s unfolds to more than %d MB: %w", name, maxUnzipped>>20, ErrTooLarge)
		}
	}
	suffix := func(s string) func(string) bool {
		return func(n string) bool { return strings.HasSuffix(strings.ToLower(n), s) }
	}
	no := func(is, advice string) (Format, error) {
		return "", &FormatError{File: name, Is: is, Advice: advice}
	}
	switch {
	case has(func(n string) bool { return n == "xl/workbook.xml" }):
		if !wholeSheets(&z.Reader) {
			return no("a damaged workbook", "open it in a spreadsheet and save it again")
		}
		return FormatXLSX, nil
	case has(func(n string) bool { return n == "xl/workbook.bin" }):
		return no("xlsb", "save it as .xlsx")
	case has(suffix(".kml")):
		return no("kmz", "save it as GeoJSON, or a table as CSV")
	case has(suffix(".shp")):
		return no("shapefile", "save it as GeoJSON")
	case has(func(n string) bool { return n == "content.xml" }):
		return no("ods", "save it as .xlsx")
	case has(func(n string) bool { return n == "word/document.xml" }):
		return no("docx", "it is a text document; a list must be a spreadsheet")
	}
	return no("zip", "unpack it first")
}

// wholeSheets tells whether every sheet of a workbook reads to its end. A reader
// of sheets takes the end of a cut one for the end of the table, and rows would be
// lost unseen.
func wholeSheets(z *zip.Reader) bool {
	for _, e := range z.File {
		if !strings.HasPrefix(e.Name, "xl/worksheets/") || !strings.HasSuffix(e.Name, ".xml") {
			continue
		}
		r, err := e.Open()
		if err != nil {
			return false
		}
		var end tail
		_, err = io.Copy(&end, r) // the archive's sum is checked at the end
		if e := r.Close(); err == nil {
			err = e
		}
		if err != nil || !bytes.HasSuffix(bytes.TrimRight(end, " \t\r\n"), []byte("worksheet>")) {
			return false
		}
	}
	return true
}

// tail keeps the last bytes written to it.
type tail []byte

func (t *tail) Write(p []byte) (int, error) {
	const keep = 256
	*t = append(*t, p[max(0, len(p)-keep):]...)
	*t = (*t)[max(0, len(*t)-keep):]
	return len(p), nil
}

// Digest returns the SHA-256 of a file in hexadecimal digits, by which an import
// knows it again.
func Digest(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("read %q: %w", filepath.Base(path), err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// nameSays returns the format that a file's name promises, or "".
func nameSays(path string) Format {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv", ".tsv", ".tab", ".txt":
		return FormatCSV
	case ".xlsx", ".xlsm", ".xls":
		return FormatXLSX
	case ".geojson", ".json":
		return FormatGeoJSON
	}
	return ""
}
