package pdf

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// tool runs a program that reads PDFs and returns what it prints. These programs
// are other people's reading of the standard, which is what a PDF is written for.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Fatalf("%s is not installed: the tests of PDF need the packages poppler-utils and qpdf (apt-get install poppler-utils qpdf)", name)
	}
	cmd := exec.Command(name, args...)
	var out, bad bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &bad
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %q: %v\n%s%s", name, args, err, out.String(), bad.String())
	}
	if bad.Len() > 0 {
		t.Errorf("%s complains: %s", name, bad.String())
	}
	return out.String()
}

// made is when the documents of the tests were made.
var made = time.Date(2026, 3, 14, 15, 9, 26, 0, time.UTC)

// file writes pages to a file and returns its path. Every document of every test
// must pass qpdf.
func writeFile(t *testing.T, pages ...Page) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "test.pdf")
	if err := os.WriteFile(path, bytesOf(t, pages...), 0o600); err != nil {
		t.Fatal(err)
	}
	tool(t, "qpdf", "--check", path)
	return path
}

func bytesOf(t testing.TB, pages ...Page) []byte {
	t.Helper()
	var b bytes.Buffer
	d := Document{Title: "Mapa zagrożeń", Author: "Ośrodek (test)", Lang: "pl-PL", Producer: "Pinezka", Created: made}
	if err := Write(&b, d, Pages(pages...)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// rasterise draws the first page with poppler.
func rasterise(t *testing.T, path string, dpi string) image.Image {
	t.Helper()
	out := filepath.Join(t.TempDir(), "page")
	tool(t, "pdftocairo", "-png", "-r", dpi, "-singlefile", path, out)
	f, err := os.Open(out + ".png")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	im, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return im
}
