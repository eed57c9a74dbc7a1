package exchange

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/paulmach/orb"
)

func file(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const polish = "Nr sprawy;Kategoria;Opis\nA/1;Żebractwo;Zażółć gęślą jaźń\nA/2;Wypalanie traw;ŁĄKA ŹLE\n"

func TestEncodings(t *testing.T) {
	for name, e := range map[string]encoding.Encoding{
		UTF8: encoding.Nop, Windows1250: charmap.Windows1250, ISO8859_2: charmap.ISO8859_2, CP852: charmap.CodePage852,
		UTF16LE: unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), UTF16BE: unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
	} {
		s, err := e.NewEncoder().String(polish)
		if err != nil {
			t.Fatal(err)
		}
		got := read(t, file(t, "lista.csv", s), Options{})
		if got.p.Encoding != name || got.tally.Read != 2 || got.reports()[0].Text != "Zażółć gęślą jaźń" {
			t.Errorf("%s is read as %s: %+v", name, got.p.Encoding, got.reports()[0])
		}
	}
}

func TestQuestions(t *testing.T) {
	for _, c := range []struct {
		name, content, key, proposal string
		answer, want                 string // and what the first report's field then is
		field                        func(*result) string
	}{
		{
			"no encoding fits", "Nr sprawy;Opis\n1;\x81\xb0\n", AskEncoding, "", CP852, "ü░",
			func(r *result) string { return r.reports()[0].Text },
		},
		{
			"two separators fit", "a;b,c;d\n1;2,3;4\n5;6,7;8\n", AskSeparator, ";", ",", ",",
			func(r *result) string { return r.p.Separator },
		},
		{
			"slashes", "id,data,kategoria\nA,01/02/2024,Wypalanie traw\nB,03/04/2024,Wypalanie traw\n", AskDateOrder, "dmy", "mdy", "2024-01-02",
			func(r *result) string { return r.reports()[0].When.Wall },
		},
		{
			"UTM of which zone", "id;kategoria;x;y\nA;Wypalanie traw;572889;5543303\n", AskCRS, "EPSG:32633", "EPSG:32634", "22.018",
			func(r *result) string { return fmt.Sprintf("%.3f", r.reports()[0].Where.Point[0]) },
		},
		{
			"numbers of no system", "id;kategoria;x;y\nA;Wypalanie traw;99999999;5\n", AskCRS, "EPSG:2180", "2180", "none",
			func(r *result) string { return string(r.reports()[0].Where.Precision) },
		},
		{
			"X is which", "id;kategoria;X;Y\nA;Wypalanie traw;476005,03;615363,27\n", AskAxes, AxesXNorth, AxesXEast, "18.639",
			func(r *result) string { return fmt.Sprintf("%.3f", r.reports()[0].Where.Point[0]) },
		},
	} {
		path := file(t, "lista.csv", c.content)
		p, err := Inspect(context.Background(), path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Questions) != 1 || p.Questions[0].Key != c.key || c.proposal != "" && p.Questions[0].Proposal != c.proposal ||
			!slices.Contains(p.Questions[0].Choices, p.Questions[0].Proposal) {
			t.Errorf("%s: questions %+v", c.name, p.Questions)
			continue
		}
		if a, err := p.Accept(context.Background()); err != nil || a.Open() {
			t.Errorf("%s: after accepting %+v, %v", c.name, a.Questions, err)
		}
		got := read(t, path, Options{Answers: map[string]string{c.key: c.answer}})
		if s := c.field(&got); s != c.want {
			t.Errorf("%s: after the answer %q, want %q", c.name, s, c.want)
		}
		// The mapping of this file is used for the next one without asking again.
		m, err := ParseMapping(got.p.Mapping.String())
		if err != nil {
			t.Fatal(err)
		}
		if got := read(t, path, Options{Mapping: m}); c.field(&got) != c.want {
			t.Errorf("%s: with the mapping %q, want %q", c.name, c.field(&got), c.want)
		}
		if _, err := Inspect(context.Background(), path, Options{Answers: map[string]string{c.key: "dowolne"}}); err == nil {
			t.Errorf("%s: a nonsense answer is taken", c.name)
		}
	}
}

func TestMunicipalityDecides(t *testing.T) {
	path := file(t, "lista.csv", "id;kategoria;X;Y\nA;Wypalanie traw;476005,03;615363,27\nB;Wypalanie traw;243715,47;716054,88\n")
	near := orb.Bound{Min: orb.Point{20.5, 52}, Max: orb.Point{20.9, 52.3}}
	got := read(t, path, Options{Municipality: near})
	if !got.p.Swapped || got.tally.OnMap != 2 || got.tally.Number(WarnSuspicious) != 1 {
		t.Errorf("swapped %v, %+v, findings %+v", got.p.Swapped, got.tally.Counts(), got.tally.Findings())
	}
}

func TestTables(t *testing.T) {
	for _, c := range []struct {
		name, content   string
		header, records int
		columns         []string
	}{
		{"title above", "Wykaz zgłoszeń\nstan na dzień 30.06.2024\n\nid;kategoria;lat\n1;a;52\n2;b;52\n", 4, 2, []string{"id", "kategoria", "lat"}},
		{"total below", "id;kategoria;ile\n1;a;5\n\nRazem;;5\nSporządził: sekretariat\n", 1, 1, []string{"id", "kategoria", "ile"}},
		{"unknown names", "foo;bar\nx;1\ny;2\n", 1, 2, []string{"foo", "bar"}},
		{"no names", "1;a;52\n2;b;53\n", 0, 2, []string{"#A", "#B", "#C"}},
		{"one column", "kategoria\nWypalanie traw\nŻebractwo\n", 1, 2, []string{"kategoria"}},
		{"words of a record that look like names", "ref;phrase;kind\na;ulica Ptasia;data\nopis;miejsce;typ\n", 1, 2, []string{"ref", "phrase", "kind"}},
		{"names only", "id;kategoria\n", 1, 0, []string{"id", "kategoria"}},
		{"a person called Razem is a record", "id;kategoria;opis\nRazem;Wypalanie traw;ul. Razem\n", 1, 1, []string{"id", "kategoria", "opis"}},
	} {
		p, err := Inspect(context.Background(), file(t, "lista.csv", c.content), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if p.HeaderRow != c.header || p.Records != c.records || !slices.Equal(p.Header(), c.columns) {
			t.Errorf("%s: row %d, %d records, columns %q", c.name, p.HeaderRow, p.Records, p.Header())
		}
	}
}

func TestFormats(t *testing.T) {
	for is, content := range map[string]string{
		"empty": " \n", "xls": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "pdf": "%PDF-1.7", "damaged": "SQLite format 3\x00", "html": "<html><table>",
		"xml": `<?xml version="1.0"?><osm/>`, "doctype": `<!DOCTYPE kml [<!ENTITY a "b">]><kml/>`, "binary": "ab\x00\x01\x02;\x03\nabcdefgh", "a damaged archive": "PK\x03\x04rubbish", "gzip": "\x1f\x8b\x08",
	} {
		_, err := Inspect(context.Background(), file(t, "plik.csv", content), Options{})
		var f *FormatError
		if !errors.As(err, &f) || f.Is != is {
			t.Errorf("%s gives %v", is, err)
		}
	}
	if _, err := Inspect(context.Background(), t.TempDir(), Options{}); err == nil {
		t.Error("a folder is read")
	}
	if _, err := Inspect(context.Background(), filepath.Join(t.TempDir(), "nie ma.csv"), Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file gives %v", err)
	}
}

// An archive that says that it unfolds beyond the limit is refused before
// anything of it is unfolded.
func TestZipBomb(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bomba.xlsx")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for _, name := range []string{"xl/workbook.xml", "xl/worksheets/sheet1.xml"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		block := make([]byte, 1<<20)
		for range maxUnzipped>>21 + 1 {
			if _, err := w.Write(block); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := errors.Join(z.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := Inspect(context.Background(), path, Options{}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("the bomb gives %v", err)
	}
}

// A sheet that is cut off is refused, rather than read as a shorter table.
func TestCutSheet(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ucięty.xlsx")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for name, content := range map[string]string{
		"xl/workbook.xml":          "<workbook/>",
		"xl/worksheets/sheet1.xml": `<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>` + strings.Repeat(" ", 1000),
	} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(z.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	var fe *FormatError
	if _, err := Inspect(context.Background(), path, Options{}); !errors.As(err, &fe) || fe.Is != "a damaged workbook" {
		t.Errorf("the cut workbook gives %v", err)
	}
}

func TestDigest(t *testing.T) {
	got, err := Digest(file(t, "a.csv", "abc"))
	if err != nil || got != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" {
		t.Errorf("%q, %v", got, err)
	}
}

// Roles that the user gave stay, even where the program would propose others.
func TestMappingKeepsRoles(t *testing.T) {
	path := file(t, "lista.csv", "Nr;Kategoria;Adres\n1;Wypalanie traw;a\n2;Wypalanie traw;b\n")
	first := read(t, path, Options{})
	if first.p.Columns[0].Role != RoleOrdinal {
		t.Fatalf("columns are %v", first.p.Columns)
	}
	m := first.p.Mapping
	m.Columns = slices.Clone(m.Columns)
	m.Columns[0].Role, m.Columns[2].Role = RoleID, RoleText
	got := read(t, path, Options{Mapping: &m})
	if got.rows[0].Key != "id:1" || got.reports()[0].Text != "a" {
		t.Errorf("key %s, %+v", got.rows[0].Key, got.reports()[0])
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	path := file(t, "lista.csv", "id;kategoria\n"+strings.Repeat("1;Wypalanie traw\n", 5000))
	p, err := Inspect(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	var last error
	for _, err := range Read(ctx, p, catalogue(t)) {
		if n++; n == 10 {
			cancel()
		}
		last = err
	}
	if !errors.Is(last, context.Canceled) || n > 3000 {
		t.Errorf("after %d rows: %v", n, last)
	}
	if _, err := Inspect(ctx, path, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("inspecting gives %v", err)
	}
	// Whoever stops listening stops the reading.
	for range Read(context.Background(), p, catalogue(t)) {
		break
	}
}

// No name claims two roles, or which one it gets would be chance.
func TestNamesAreUnique(t *testing.T) {
	if len(names) < 150 || len(motionNames) < 30 {
		t.Errorf("%d and %d names", len(names), len(motionNames))
	}
	for n := range names {
		if n == "" || strings.ToLower(n) != n {
			t.Errorf("name %q is not folded", n)
		}
	}
}
