package exchange

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Format is what a file is, by its content.
type Format string

// The formats that can be read.
const (
	FormatCSV     Format = "csv" // with any separator, TSV included
	FormatXLSX    Format = "xlsx"
	FormatGeoJSON Format = "geojson"

	FormatShapefile  Format = "shapefile" // its parts beside each other or in a zip archive
	FormatKML        Format = "kml"
	FormatKMZ        Format = "kmz" // a zip archive with KML in it
	FormatGeoPackage Format = "gpkg"
	FormatGPX        Format = "gpx"
	FormatGML        Format = "gml" // simple features of versions 2 and 3
)

// FormatError says that a file is of a kind that cannot be read.
type FormatError struct {
	File   string // base name
	Is     string // what it is: "project", "html", "xls", "pdf", "binary", "empty" …
	Advice string // what to do, plain English
}

func (e *FormatError) Error() string {
	return fmt.Sprintf("%s is %s: %s", e.File, e.Is, e.Advice)
}

// unread says that a file could not be read. What is broken in its own way, such as
// XML that is cut off, becomes a *FormatError that names the file.
func unread(file string, err error) error {
	var wrong *FormatError
	var syntax *xml.SyntaxError
	var packed flate.CorruptInputError
	switch {
	case errors.As(err, &wrong) && wrong.File == "":
		err = &FormatError{File: file, Is: wrong.Is, Advice: wrong.Advice}
	case errors.As(err, &syntax), errors.Is(err, errCut), errors.As(err, &packed), errors.Is(err, zip.ErrFormat), errors.Is(err, zip.ErrChecksum):
		err = &FormatError{File: file, Is: "damaged", Advice: err.Error() + "; ask the sender for it again"}
	}
	return fmt.Errorf("read %q: %w", file, err)
}

// ErrTooLarge means that a file is beyond the limits.
var ErrTooLarge = errors.New("the file is too large")

// Limits against hostile files.
const (
	maxFile     = 2 << 30   // bytes of a text file
	maxUnzipped = 256 << 20 // bytes that a workbook unfolds to
	maxRecord   = 1 << 20   // bytes of one row
	maxColumns  = 1000
	// One shape may be larger than a row of words: the border of a voivodeship has
	// 50,000 corners of 16 bytes, written out 40 bytes.
	maxShape = 16 << 20
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

// Sniff tells what a file is by its content. It fails with a *FormatError when it is
// of a kind that cannot be read.
func Sniff(path string) (Format, error) {
	base := filepath.Base(path)
	path, err := mainPart(path)
	if err != nil {
		return "", unread(base, err)
	}
	start, _, err := head(path)
	if err != nil {
		return "", unread(base, err)
	}
	f, err := sniff(path, start)
	if err != nil {
		return "", unread(base, err)
	}
	return f, nil
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
		return sniffDatabase(path)
	case bytes.HasPrefix(b, []byte("\x1f\x8b")):
		return no("gzip", "unpack it first")
	case isShape(b):
		if ext := strings.ToLower(filepath.Ext(path)); ext == ".shx" {
			return no("shapefile-part", "it is one part of a shapefile; the .shp beside it is missing")
		}
		return FormatShapefile, nil
	}
	if enc := utf16Of(b); enc != "" {
		// UTF-16 is read by whoever reads the text; here the beginning is enough.
		if r, err := decode(bytes.NewReader(b), enc); err == nil {
			start, _ := io.ReadAll(io.LimitReader(r, sniffed))
			if f, is := markupKind(start); f != "" || is != "" {
				return sniffMarkup(f, is, no)
			}
		}
		return FormatCSV, nil
	}
	if strings.EqualFold(filepath.Ext(path), ".dbf") && bytes.IndexByte(b, 0) >= 0 {
		return no("shapefile-part", "it is one part of a shapefile; the .shp beside it is missing")
	}
	text := bytes.TrimSpace(bytes.TrimPrefix(b, bomUTF8))
	lower := bytes.ToLower(text[:min(len(text), 1024)])
	if f, is := markupKind(text); f != "" || is != "" {
		return sniffMarkup(f, is, no)
	}
	switch {
	case text[0] == '{', text[0] == '[' && bytes.Contains(lower, []byte(`"type"`)):
		return FormatGeoJSON, nil
	case bytes.IndexByte(b, 0) >= 0:
		return no("binary", "it is neither a text file nor a workbook")
	}
	return FormatCSV, nil
}

// markupKind tells what a text in angle brackets is: a format, or what it is that
// cannot be read. Both are "" for other texts.
func markupKind(text []byte) (f Format, is string) {
	text = bytes.TrimSpace(bytes.TrimPrefix(text, bomUTF8))
	if len(text) == 0 || text[0] != '<' {
		return "", ""
	}
	f, is = rootKind(text)
	if f == "" {
		lower := bytes.ToLower(text[:min(len(text), 1024)])
		for _, tag := range []string{"<html", "<table", "<!doctype html"} {
			if bytes.Contains(lower, []byte(tag)) {
				is = "html"
			}
		}
	}
	return f, is
}

// rootKind looks at the first element.
func rootKind(text []byte) (f Format, is string) {
	d := xml.NewDecoder(bytes.NewReader(text))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // names of elements are ASCII
	for {
		t, err := d.Token()
		if err != nil {
			return "", "xml"
		}
		switch t := t.(type) {
		case xml.Directive:
			if isDoctype(t) {
				return "", "doctype"
			}
		case xml.StartElement:
			switch name := strings.ToLower(t.Name.Local); {
			case name == "kml":
				return FormatKML, ""
			case name == "gpx":
				return FormatGPX, ""
			case bytes.Contains(text, []byte("opengis.net/gml")):
				return FormatGML, ""
			}
			return "", "xml"
		}
	}
}

func sniffMarkup(f Format, is string, no func(is, advice string) (Format, error)) (Format, error) {
	switch is {
	case "":
		return f, nil
	case "html":
		return no(is, "it is a web page with a table; open it in a spreadsheet and save it as .xlsx or .csv")
	case "doctype":
		return no(is, doctypeAdvice)
	}
	return no(is, "save it as GeoJSON, or a table as CSV")
}

// sniffZip looks into a zip archive and refuses one that unfolds beyond the
// limit, before anything of it is unfolded.
func sniffZip(path string) (Format, error) {
	name := filepath.Base(path)
	z, err := openArchive(path)
	if err != nil {
		return "", &FormatError{File: name, Is: "a damaged archive", Advice: "ask the sender for it again"}
	}
	defer z.Close()
	var size uint64
	has := func(f func(string) bool) bool {
		for _, e := range z.File {
			if !litter(e.Name) && f(e.Name) {
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
	secret := slices.ContainsFunc(z.File, func(e *zip.File) bool { return e.Flags&1 != 0 })
	suffix := func(s string) func(string) bool {
		return func(n string) bool { return strings.HasSuffix(strings.ToLower(n), s) }
	}
	no := func(is, advice string) (Format, error) {
		return "", &FormatError{File: name, Is: is, Advice: advice}
	}
	switch {
	case secret:
		return no("password", "the archive asks for a password; unpack it first")
	case has(func(n string) bool { return n == "xl/workbook.xml" }):
		if !wholeSheets(&z.ReadCloser.Reader) {
			return no("a damaged workbook", "open it in a spreadsheet and save it again")
		}
		return FormatXLSX, nil
	case has(func(n string) bool { return n == "xl/workbook.bin" }):
		return no("xlsb", "save it as .xlsx")
	case has(suffix(".shp")):
		return FormatShapefile, nil
	case has(suffix(".kml")):
		return FormatKMZ, nil
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
// knows it again. That of a shapefile whose parts lie beside each other goes over
// shapes and table, since a later state may differ in either.
func Digest(path string) (string, error) {
	path, err := mainPart(path)
	if err != nil {
		return "", err
	}
	files := []string{path}
	if table := besides(path, ".dbf"); table != "" && strings.EqualFold(filepath.Ext(path), ".shp") {
		files = append(files, table)
	}
	h := sha256.New()
	for _, path := range files {
		f, err := os.Open(path)
		if err != nil {
			return "", err
		}
		_, err = io.Copy(h, f)
		if err := errors.Join(err, f.Close()); err != nil {
			return "", fmt.Errorf("read %q: %w", filepath.Base(path), err)
		}
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
	case ".shp":
		return FormatShapefile
	case ".kml":
		return FormatKML
	case ".kmz":
		return FormatKMZ
	case ".gpkg":
		return FormatGeoPackage
	case ".gpx":
		return FormatGPX
	case ".gml":
		return FormatGML
	}
	return ""
}
