package notes

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"pinezka/data/exchange"
)

// whole holds what must be true of every document, however odd.
func whole(t *testing.T, d *Document) {
	t.Helper()
	if what := lost(d); what != "" {
		t.Errorf("%s in %q", what, d.Body)
	}
	for _, p := range pieces(d) {
		if s := d.Body[p.Start:p.End]; !utf8.ValidString(s) {
			t.Errorf("a sign is cut in %q", s)
		}
	}
	for _, b := range d.Debates {
		for _, it := range b.Items {
			if it.Kind != KindNote && it.Kind != KindMotion || it.Text == "" {
				t.Errorf("item %+v", it)
			}
			if it.Sensitive && it.Place.Pin {
				t.Errorf("a sensitive matter is pinned: %q", it.Text)
			}
		}
	}
	d.Answer(nil)
}

func FuzzSplit(f *testing.F) {
	for _, dir := range []string{folder(), others} {
		refs, err := filepath.Glob(filepath.Join(dir, "*.txt"))
		if err != nil {
			f.Fatal(err)
		}
		for _, r := range refs {
			b, err := os.ReadFile(r)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(b), false)
			f.Add(string(b), true)
		}
	}
	f.Add("Lp.\tTreść\tGdzie\n1\tNaprawić\tRynek\n", false)
	f.Add("a\n===\n1) x:\n   -> y\n[x] z | w |\n| a | b |\n|---|---|\n| c | d |\n", true)
	f.Fuzz(func(t *testing.T, body string, markdown bool) {
		x := &Text{Name: "x", Form: FormText, Body: strings.ToValidUTF8(body, "\uFFFD")}
		if markdown {
			x.Form = FormMarkdown
		}
		x.lines()
		whole(t, Split(x, Options{Locator: anywhere{}}))
	})
}

// entries are the contents of a part of the documents of a folder.
func entries(f *testing.F, pattern, name string) (out []string) {
	f.Helper()
	for _, dir := range []string{folder(), others} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range files {
			a, err := exchange.OpenArchive(file)
			if err != nil {
				f.Fatal(err)
			}
			r, err := a.Open(name)
			if err != nil || r == nil {
				f.Fatalf("%s has no %s (%v)", file, name, err)
			}
			var b strings.Builder
			buf := make([]byte, 1<<16)
			for {
				n, err := r.Read(buf)
				b.Write(buf[:n])
				if err != nil {
					break
				}
			}
			out = append(out, b.String())
			if err := a.Close(); err != nil {
				f.Fatal(err)
			}
		}
	}
	return out
}

func FuzzDOCX(f *testing.F) {
	for _, e := range entries(f, "*.docx", "word/document.xml") {
		f.Add(e)
	}
	f.Add(docBody(`<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="3"/><w:vMerge/></w:tcPr><w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`))
	f.Fuzz(func(t *testing.T, xml string) {
		d := &docx{flow: newFlow("x.docx", FormDOCX)}
		m, err := exchange.NewMarkup(context.Background(), strings.NewReader(xml))
		if err == nil {
			err = d.read(m)
		}
		if err == nil {
			whole(t, Split(d.done(), Options{Locator: anywhere{}}))
		}
	})
}

func FuzzODT(f *testing.F) {
	for _, e := range entries(f, "*.odt", "content.xml") {
		f.Add(e)
	}
	f.Add(`<office:text xmlns:office="o" xmlns:text="t"><text:list><text:list-item><text:p>a<text:note><text:p>b</text:p></text:note><text:s text:c="9"/></text:p></text:list-item></text:list></office:text>`)
	f.Fuzz(func(t *testing.T, xml string) {
		d := &odt{flow: newFlow("x.odt", FormODT), numbered: map[string]map[int]listLevel{}}
		m, err := exchange.NewMarkup(context.Background(), strings.NewReader(xml))
		if err == nil {
			err = d.read(m)
		}
		if err == nil {
			whole(t, Split(d.done(), Options{Locator: anywhere{}}))
		}
	})
}
