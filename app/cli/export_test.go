package cli

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"
	"github.com/xuri/excelize/v2"

	"pinezka/app/session"
)

// exportedIDs reads the numbers at the source out of an exported file, sorted.
func exportedIDs(t *testing.T, path string) []string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	column := func(rows [][]string) {
		at := slices.Index(rows[0], "Nr w źródle")
		for _, r := range rows[1:] {
			ids = append(ids, r[at])
		}
	}
	switch filepath.Ext(path) {
	case ".csv":
		r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff"))))
		r.Comma = ';'
		rows, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		column(rows)
	case ".xlsx":
		f, err := excelize.OpenReader(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := f.GetRows(f.GetSheetName(0))
		if err != nil {
			t.Fatal(err)
		}
		column(rows)
	case ".geojson":
		var list struct {
			Features []struct{ Properties map[string]*string }
		}
		if err := json.Unmarshal(b, &list); err != nil {
			t.Fatal(err)
		}
		for _, f := range list.Features {
			ids = append(ids, *f.Properties["source_id"])
		}
	case ".gpkg":
		db, err := sql.Open("sqlite3", path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		rows, err := db.Query("SELECT source_id FROM reports")
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var id string
			if err := rows.Scan(&id); err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
		}
	case ".kml", ".gml":
		ids = xmlIDs(t, b)
	default:
		t.Fatalf("cannot read %s", path)
	}
	slices.Sort(ids)
	return ids
}

// xmlIDs finds <Data name="source_id"><value>… of KML and <p:source_id> of GML.
func xmlIDs(t *testing.T, b []byte) (ids []string) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(b))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return ids
		}
		if err != nil {
			t.Fatal(err)
		}
		e, ok := token.(xml.StartElement)
		switch {
		case ok && e.Name.Local == "source_id":
			var id string
			if err := d.DecodeElement(&id, &e); err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
		case ok && e.Name.Local == "Data" && e.Attr[0].Value == "source_id":
			var v struct {
				Value string `xml:"value"`
			}
			if err := d.DecodeElement(&v, &e); err != nil {
				t.Fatal(err)
			}
			ids = append(ids, v.Value)
		}
	}
}

// A public export holds no text, number, time or institution of the lists, in
// whatever format: not in its bytes either.
func TestPublicExportTellsNothing(t *testing.T) {
	p := project(t)
	run(t, 0, "import", cases+"sec-public-print-text/poufne.csv", "--project", p)
	rs := reports(t, p)
	if len(rs) == 0 {
		t.Fatal("nothing was imported")
	}
	var want struct {
		Forbidden []string `json:"forbidden_in_public"`
	}
	expected(t, "sec-public-print-text", &want)
	for _, ending := range session.ExportEndings {
		inside := filepath.Join(t.TempDir(), "wewnętrzne"+ending)
		run(t, 0, "export", "--project", p, "--to", inside)
		if b := plainBytes(t, inside); !bytes.Contains(b, []byte(want.Forbidden[0])) {
			t.Errorf("%s: the internal export lacks %q, so that this test proves nothing", ending, want.Forbidden[0])
		}
		to := filepath.Join(t.TempDir(), "publiczne"+ending)
		o := run(t, 0, "export", "--project", p, "--to", to, "--public")
		if n := int(o["written"].(float64)); n > len(rs) {
			t.Errorf("%s: %d of %d reports", ending, n, len(rs))
		}
		b := plainBytes(t, to)
		for _, s := range want.Forbidden {
			if bytes.Contains(b, []byte(s)) {
				t.Errorf("%s tells %q", ending, s)
			}
		}
		for _, r := range rs {
			for _, member := range []string{"text", "source_id", "place", "time"} {
				s, _ := r[member].(string)
				for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(";\"<>&'\n", r) }) {
					if len(part) >= 6 && bytes.Contains(b, []byte(part)) {
						t.Errorf("%s tells %s %q", ending, member, part)
					}
				}
			}
		}
	}
}

// plainBytes returns a file's bytes, of a workbook those of its cells.
func plainBytes(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Ext(path) != ".xlsx" {
		return b
	}
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, r := range rows {
		out.WriteString(strings.Join(r, "\n") + "\n")
	}
	return out.Bytes()
}

// An export that fails leaves what was there, and nothing beside it; a project is
// never written over.
func TestExportThatFailsLeavesNothing(t *testing.T) {
	p := project(t)
	run(t, 0, "import", cases+"flt-equals-export/maj.csv", "--project", p)
	before, err := os.ReadFile(p)
	if err != nil {
		t.Fatal(err)
	}
	run(t, 1, "export", "--project", p, "--to", p)
	if after, err := os.ReadFile(p); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the project was written over: %v", err)
	}
	run(t, 2, "export", "--project", p, "--to", strings.TrimSuffix(p, ".gpkg")+".xyz")
	for _, ending := range session.ExportEndings {
		run(t, 1, "export", "--project", p, "--to", filepath.Join(filepath.Dir(p), "brak", "x"+ending))
		// A folder bears the name: the file is whole, but cannot be put there.
		dir := filepath.Join(t.TempDir(), "lista"+ending)
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		run(t, 1, "export", "--project", p, "--to", dir)
		for _, d := range []string{filepath.Dir(dir), dir} {
			if left := others(t, d, filepath.Base(dir)); len(left) > 0 {
				t.Errorf("%s left %q", ending, left)
			}
		}
	}
	if left := others(t, filepath.Dir(p), filepath.Base(p)); len(left) > 0 {
		t.Errorf("beside the project lies %q", left)
	}
	// An earlier export is replaced, and says the same again.
	to := filepath.Join(t.TempDir(), "kopia.gpkg")
	var first []byte
	for i := range 2 {
		run(t, 0, "export", "--project", p, "--to", to)
		b, err := os.ReadFile(to)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = b
		} else if !bytes.Equal(first, b) {
			t.Error("the second export has other bytes")
		}
	}
	var words bytes.Buffer
	if code := Run(context.Background(), []string{"export", "--project", p, "--to", p}, io.Discard, &words, Options{}); code != 1 || !strings.Contains(words.String(), "już istnieje") {
		t.Errorf("exit %d: %s", code, words.String())
	}
}

// others lists what lies in a folder beside the names given.
func others(t *testing.T, dir string, names ...string) (out []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !slices.Contains(names, e.Name()) {
			out = append(out, e.Name())
		}
	}
	return out
}
