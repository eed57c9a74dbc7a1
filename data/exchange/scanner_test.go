package exchange

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

type scanned struct {
	line   int
	bad    Code
	fields []string
}

func scan(t testing.TB, r io.Reader, sep byte) []scanned {
	t.Helper()
	var out []scanned
	err := readText(context.Background(), r, UTF8, sep, func(r *rawRow) error {
		out = append(out, scanned{r.line, r.bad, slices.Clone(r.fields)})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestScanner(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []scanned
	}{
		{"plain", "a;b\r\nc;d\r\n", []scanned{{1, "", []string{"a", "b"}}, {2, "", []string{"c", "d"}}}},
		{"no line end at the end", "a;b\nc;d", []scanned{{1, "", []string{"a", "b"}}, {2, "", []string{"c", "d"}}}},
		{"blank lines keep their number", "a\n\r\n\nb", []scanned{{1, "", []string{"a"}}, {2, "", nil}, {3, "", nil}, {4, "", []string{"b"}}}},
		{"quoted", "\"a;1\";\"b\"\"c\"\n", []scanned{{1, "", []string{"a;1", `b"c`}}}},
		{"quoted over lines", "\"a\r\nb\";c\nd;e\n", []scanned{{1, "", []string{"a\nb", "c"}}, {3, "", []string{"d", "e"}}}},
		{"a mark in the middle", "ul. \"Ptasia\";b\n", []scanned{{1, "", []string{`ul. "Ptasia"`, "b"}}}},
		{"words after the closing mark", "\"Pani\" mówi;b\n", []scanned{{1, "", []string{"Pani mówi", "b"}}}},
		{"empty quoted", "\"\";\"\"\r\n", []scanned{{1, "", []string{"", ""}}}},
		{"never closed spoils one line", "a;b\n\"c;d\ne;f\n", []scanned{{1, "", []string{"a", "b"}}, {2, RejectQuote, []string{`"c;d`}}, {3, "", []string{"e", "f"}}}},
		{"old Macintosh", "a;b\rc;d\r", []scanned{{1, "", []string{"a", "b"}}, {2, "", []string{"c", "d"}}}},
		{"mark before the text", "\ufeffa;b\n", []scanned{{1, "", []string{"a", "b"}}}},
		{"trailing separator", "a;b;\n", []scanned{{1, "", []string{"a", "b", ""}}}},
	} {
		for how, r := range map[string]io.Reader{
			"at once": strings.NewReader(c.in), "byte by byte": iotest.OneByteReader(strings.NewReader(c.in)),
		} {
			if got := scan(t, r, ';'); fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("%s, %s: %v, want %v", c.name, how, got, c.want)
			}
		}
	}
}

func TestScannerLongRows(t *testing.T) {
	long := strings.Repeat("x", maxRecord+10)
	got := scan(t, strings.NewReader("a;b\n"+long+";z\nc;d\n\"open;"+long+"\ne;f\n"), ';')
	want := []scanned{{1, "", []string{"a", "b"}}, {2, RejectSize, nil}, {3, "", []string{"c", "d"}}, {4, RejectSize, nil}, {5, "", []string{"e", "f"}}}
	if len(got) != len(want) {
		t.Fatalf("%d rows", len(got))
	}
	for i, w := range want {
		if got[i].line != w.line || got[i].bad != w.bad || w.fields != nil && !slices.Equal(got[i].fields, w.fields) {
			t.Errorf("row %d is on line %d, %q", i, got[i].line, got[i].bad)
		}
	}
	// A mark that is open over more than a record's limit spoils its line only.
	many := scan(t, strings.NewReader("\"open\n"+strings.Repeat("a;b\n", maxRecord/3)+"c;d\n"), ';')
	if many[0].bad != RejectQuote || len(many) != maxRecord/3+2 || many[len(many)-1].fields[1] != "d" {
		t.Errorf("%d rows, the first is %q", len(many), many[0].bad)
	}
}

// What the standard library reads without complaint we read alike.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{"a;b\nc;d\n", "\"a\"\"b\";c\r\n", "\"a\nb\";c", "\ufeffsep=;\nid;lat\n", "a\rb", "\"", ";;;", "x;\"y\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var got [][]string
		clean := true
		err := readText(context.Background(), strings.NewReader(s), UTF8, ';', func(r *rawRow) error {
			clean = clean && r.bad == ""
			if len(r.fields) > 0 {
				got = append(got, slices.Clone(r.fields))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(strings.TrimSuffix(strings.ReplaceAll(s, "\r\n", ""), "\n"), "\r") || strings.HasPrefix(s, "\ufeff") {
			return // the library takes a lone carriage return for a letter, and the mark too
		}
		r := csv.NewReader(strings.NewReader(s))
		r.Comma, r.FieldsPerRecord = ';', -1
		want, err := r.ReadAll()
		if err != nil || !clean {
			return
		}
		if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
			t.Errorf("%q: %q, the library has %q", s, got, want)
		}
	})
}
