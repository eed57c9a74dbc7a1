package notes

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pinezka/data/exchange"
)

// piece is a part of the text with the list's sign that stood before it.
type piece struct {
	Span
	marker string
}

func pieces(d *Document) []piece {
	var out []piece
	for _, b := range d.Debates {
		for _, it := range b.Items {
			out = append(out, piece{it.Span, it.Marker})
			for _, r := range it.Rest {
				out = append(out, piece{r, ""})
			}
			for _, a := range it.Answers {
				out = append(out, piece{a.Span, a.Marker})
			}
		}
		for _, p := range b.Passages {
			out = append(out, piece{p.Span, p.Marker})
		}
	}
	slices.SortFunc(out, func(a, b piece) int { return cmp.Or(a.Start-b.Start, a.End-b.End) })
	return out
}

// lost puts the text together again from items and passages and returns what is
// wrong with it, or "": every word must be there once, in its order.
func lost(d *Document) string {
	at := 0
	for _, p := range pieces(d) {
		if p.Start < at {
			return fmt.Sprintf("%q stands twice", d.Body[p.Start:min(at, p.End)])
		}
		if p.Start > p.End || p.End > len(d.Body) {
			return fmt.Sprintf("span %d-%d of %d", p.Start, p.End, len(d.Body))
		}
		between := d.Body[at:p.Start]
		if d.Form.plain() { // elsewhere numbers are not in the text, unless they were typed
			between = strings.Replace(between, p.marker, "", 1)
			between = strings.Replace(between, "[x]", "", 1)
			between = strings.Replace(between, "[X]", "", 1)
		} else if strings.HasSuffix(strings.TrimSpace(between), p.marker) {
			between = strings.TrimSuffix(strings.TrimSpace(between), p.marker)
		}
		if hasWords(between) {
			return fmt.Sprintf("%q is lost before %q", between, d.Body[p.Start:p.End])
		}
		at = p.End
	}
	if hasWords(d.Body[at:]) {
		return fmt.Sprintf("%q is lost at the end", d.Body[at:])
	}
	return ""
}

// others holds documents in forms that the oracle has not.
var others = filepath.Join("..", "testdata", "notes-inne")

// TestNothingIsLost puts every document together again.
func TestNothingIsLost(t *testing.T) {
	n := 0
	for _, dir := range []string{folder(), others} {
		for name := range expectedOf(t, dir) {
			d, err := Read(context.Background(), filepath.Join(dir, name), Options{Catalogue: catalogue(t), Locator: anywhere{}})
			if err != nil {
				t.Error(err)
				continue
			}
			n++
			if what := lost(d); what != "" {
				t.Errorf("%s: %s", name, what)
			}
		}
	}
	if n < 12 {
		t.Errorf("%d documents read", n)
	}
	// The test itself must be able to fail.
	d := split("- na Zimowej piją\n- prosimy o lampę\n")
	d.Debates[0].Items = d.Debates[0].Items[1:]
	if lost(d) == "" {
		t.Error("a missing item was not noticed")
	}
}

// TestOtherForms holds the documents in other forms.
func TestOtherForms(t *testing.T) {
	c := score(t, others)
	t.Log(c)
	for _, w := range c.wrong {
		t.Log(w)
	}
	if c.debatesFound < c.debates || 10*c.motionsRight < 9*c.motions || 10*c.notesRight < 8*c.notes || c.neither > 0 || 10*c.extra > c.motions+c.notes || c.pinnedWrongly > 0 {
		t.Error("too little is understood")
	}
}

func split(body string) *Document {
	t := &Text{Name: "próba.txt", Form: FormText, Body: body}
	t.lines()
	return Split(t, Options{})
}

func write(t testing.TB, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// pack makes a zip archive of names and contents in turn.
func pack(t testing.TB, entries ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(entries); i += 2 {
		w, err := z.Create(entries[i])
		if err == nil {
			_, err = w.Write([]byte(entries[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func docBody(body string) string {
	return `<?xml version="1.0"?><w:document xmlns:w="w"><w:body>` + body + `</w:body></w:document>`
}

func (d *Document) has(code Code) bool {
	return slices.ContainsFunc(d.Findings, func(f Finding) bool { return f.Code == code })
}

// TestPoorNotes: what is missing is said and is no error.
func TestPoorNotes(t *testing.T) {
	d := split("Debata w remizie\nData: 6 czerwca\n\n- piją na ławkach\n")
	if b := d.Debates[0]; b.Day != nil || b.DateText != "6 czerwca" || !d.has(FoundNoDate) {
		t.Errorf("a date without a year: day %v, text %q, findings %v", b.Day, b.DateText, d.Findings)
	}
	if it := d.Debates[0].Items; len(it) != 1 || it[0].Kind != KindNote || it[0].Place.Pin || it[0].Place.IDs != "" {
		t.Errorf("a note without a place: %+v", it)
	}
	d = split("Debata, 6 czerwca 2024 r.\n\nWniosków nie zgłoszono.\n")
	if len(d.Debates) != 1 || len(d.Debates[0].Items) != 0 || !d.has(FoundNothing) || lost(d) != "" {
		t.Errorf("a debate without a motion: %+v", d.Debates)
	}
}

// TestTwoHundredPages: everything that was pasted is read, in good time.
func TestTwoHundredPages(t *testing.T) {
	var b strings.Builder
	for i := range 200 {
		fmt.Fprintf(&b, "Debata %d, %d.%02d.2024 r., świetlica\n\n", i, 1+i%28, 1+i/28)
		for k := range 40 {
			fmt.Fprintf(&b, "%d. Na ulicy numer %d jeżdżą za szybko, prosimy o próg zwalniający do końca roku.\n", k+1, k)
		}
		b.WriteByte('\n')
	}
	d := split(b.String())
	items := 0
	for _, x := range d.Debates {
		items += len(x.Items)
	}
	if len(d.Debates) != 200 || items != 8000 || lost(d) != "" {
		t.Errorf("%d debates, %d items, lost %q", len(d.Debates), items, lost(d))
	}
}

// TestDocumentsOfOffices: macros, tracked changes, comments, notes and tables.
func TestDocumentsOfOffices(t *testing.T) {
	body := `<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Debata </w:t></w:r></w:p><w:p><w:r><w:t>5.03.2024</w:t></w:r><w:ins><w:r><w:t> r.</w:t></w:r></w:ins><w:del><w:r><w:delText>skreślone</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>stąd</w:t></w:r></w:moveFrom></w:p>` +
		`<w:p><w:pPr><w:pPrChange><w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr></w:pPrChange></w:pPr><w:r><w:t>jeden</w:t><w:tab/><w:t>dwa</w:t><w:br/><w:t>trzy</w:t><w:commentReference w:id="0"/></w:r></w:p>` +
		`<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>w środku</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>wiersz skreślony</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>`
	d, err := Read(context.Background(), write(t, "makra.docm", pack(t, "word/document.xml", docBody(body), "word/vbaProject.bin", "x", "word/header1.xml", "<x/>")), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := "Debata 5.03.2024 r.\njeden\tdwa\ntrzy\na b\tw środku\n"; d.Body != want {
		t.Errorf("got %q, want %q", d.Body, want)
	}
	for _, code := range []Code{FoundMacros, FoundChanges, FoundComments, FoundMargins} {
		if !d.has(code) {
			t.Errorf("%s is not told: %v", code, d.Findings)
		}
	}
	if what := lost(d); what != "" {
		t.Error(what)
	}
	odt := `<office:document-content xmlns:office="urn:office" xmlns:text="urn:text" xmlns:table="urn:table"><office:body><office:text><text:tracked-changes><text:p>skreślone</text:p></text:tracked-changes>` +
		`<text:p>Debata  w<text:s text:c="2"/>szkole<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>przypis</text:p></text:note-body></text:note>, 5.03.2024</text:p>` +
		`<text:list><text:list-item><text:p><text:number>1.</text:number>pierwszy<office:annotation><text:p>uwaga</text:p></office:annotation></text:p></text:list-item></text:list>` +
		`<table:table><table:table-row><table:table-cell table:number-columns-repeated="3"><text:p>x</text:p></table:table-cell></table:table-row></table:table></office:text></office:body></office:document-content>`
	d, err = Read(context.Background(), write(t, "x.odt", pack(t, "content.xml", odt, "Basic/Standard/Module1.xml", "x")), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := "Debata w  szkole, 5.03.2024\npierwszy\nx\tx\tx\nprzypis\n"; d.Body != want {
		t.Errorf("got %q, want %q", d.Body, want)
	}
	for _, code := range []Code{FoundMacros, FoundChanges, FoundComments} {
		if !d.has(code) {
			t.Errorf("%s is not told: %v", code, d.Findings)
		}
	}
}

// TestRefused: hostile and foreign files are refused with a reason.
func TestRefused(t *testing.T) {
	bomb := docBody(`<w:p><w:r><w:t>` + strings.Repeat("a ", 9<<20) + `</w:t></w:r></w:p>`)
	deep := docBody(strings.Repeat("<w:sdt>", 300) + strings.Repeat("</w:sdt>", 300))
	for _, c := range []struct {
		name string
		b    []byte
		want string // what a *exchange.FormatError says it is; "" for ErrTooLarge
	}{
		{"a.docx", pack(t, "word/document.xml", `<!DOCTYPE x [<!ENTITY a "b">]>`+docBody("<w:p/>")), "doctype"},
		{"a.odt", pack(t, "content.xml", `<!DOCTYPE x><office:document-content/>`), "doctype"},
		{"bomba.docx", pack(t, "word/document.xml", bomb), ""},
		{"deep.docx", pack(t, "word/document.xml", deep), ""},
		{"cut.docx", pack(t, "word/document.xml", docBody("<w:p><w:r><w:t>abc</w:t></w:r></w:p>")[:80]), "damaged"},
		{"arkusz.odt", pack(t, "content.xml", `<office:document-content xmlns:office="o"><office:body><office:spreadsheet/></office:body></office:document-content>`), "not-text"},
		{"haslo.odt", pack(t, "content.xml", "x", "META-INF/manifest.xml", "<manifest:encryption-data/>"), "password"},
		{"a.zip", pack(t, "a.txt", "x"), "not-text"},
		{"a.pdf", []byte("%PDF-1.7"), "not-text"},
		{"stary.doc", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "not-text"},
		{"pusty.txt", []byte(" \n"), "empty"},
		{"pusty.docx", pack(t, "word/document.xml", docBody("<w:p/>")), "empty"},
		{"bajty.txt", []byte("abc\x00\x01def abc"), "not-text"},
		{"a.docx", []byte("PK\x03\x04 nothing more"), "a damaged archive"},
	} {
		_, err := Read(context.Background(), write(t, c.name, c.b), Options{})
		var wrong *exchange.FormatError
		switch {
		case c.want == "" && !errors.Is(err, exchange.ErrTooLarge):
			t.Errorf("%s: %v, want too large", c.name, err)
		case c.want != "" && (!errors.As(err, &wrong) || wrong.Is != c.want || wrong.File != c.name):
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}
