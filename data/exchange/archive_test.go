package exchange

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// zipped writes an archive with the entries in the order of their names.
func zipped(t testing.TB, name string, entries map[string]string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, entries[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(z.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// What unfolds is counted as it is read: here the limit is set low, whatever the
// entries say of themselves.
func TestArchiveCounts(t *testing.T) {
	path := zipped(t, "a.zip", map[string]string{"a.txt": strings.Repeat("a", 5000), "b.txt": strings.Repeat("b", 5000)})
	a, err := openArchive(path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	a.left = 8000
	var read int64
	for _, e := range a.File {
		r, err := a.open(e)
		if err != nil {
			t.Fatal(err)
		}
		n, err := io.Copy(io.Discard, r)
		read += n
		if late := e.Name == "b.txt"; late != errors.Is(err, ErrTooLarge) {
			t.Errorf("%s gives %v after %d bytes", e.Name, err, read)
		}
	}
	if read > 8000 {
		t.Errorf("%d bytes came through", read)
	}
}

// An entry that claims to be smaller than it is does not get past.
func TestArchiveLies(t *testing.T) {
	path := zipped(t, "k.kmz", map[string]string{"doc.kml": `<kml><Placemark><name>` + strings.Repeat(" ", 100_000) + `</name></Placemark></kml>`})
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := strings.Index(string(b), "PK\x01\x02")
	copy(b[at+24:], "\x10\x00\x00\x00") // the size in the directory
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Inspect(context.Background(), path, Options{})
	var f *FormatError
	if !errors.As(err, &f) || f.Is != "damaged" {
		t.Errorf("it gives %v", err)
	}
}

func TestArchiveKinds(t *testing.T) {
	for is, entries := range map[string]map[string]string{
		"zip": {"a.txt": "x"}, "ods": {"content.xml": "x"}, "docx": {"word/document.xml": "x"}, "xlsb": {"xl/workbook.bin": "x"},
	} {
		_, err := Sniff(zipped(t, "a.zip", entries))
		var f *FormatError
		if !errors.As(err, &f) || f.Is != is {
			t.Errorf("%s gives %v", is, err)
		}
	}
	// What a Macintosh adds is not taken for content.
	if f, err := Sniff(zipped(t, "a.zip", map[string]string{"__MACOSX/._a.shp": "x", "b/doc.KML": "<kml/>"})); f != FormatKMZ || err != nil {
		t.Errorf("%s, %v", f, err)
	}
	path := zipped(t, "haslo.zip", map[string]string{"a.shp": "x"})
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b[strings.Index(string(b), "PK\x01\x02")+8] |= 1
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	var f *FormatError
	if _, err := Sniff(path); !errors.As(err, &f) || f.Is != "password" {
		t.Errorf("a password gives %v", err)
	}
}
