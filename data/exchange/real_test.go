package exchange

import (
	"compress/gzip"
	"context"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/data"
)

var realData = filepath.Join("..", "testdata", "real")

// secondOpinion reads a list with the standard library.
func secondOpinion(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestPoliceUK(t *testing.T) {
	for _, month := range []string{"2018-11", "2018-12", "2019-01"} {
		path := filepath.Join(realData, "reports", "police-uk-"+month+"-city-of-london-street.csv")
		rows := secondOpinion(t, path)[1:]
		without := 0
		for _, r := range rows {
			if r[4] == "" {
				without++
			}
		}
		got := read(t, path, Options{})
		if got.p.Form != FormPoliceUK || got.tally.Read != len(rows) || got.tally.WithoutPlace != without || got.tally.Refused != 0 ||
			got.tally.OnMap != len(rows)-without {
			t.Errorf("%s: form %q, %+v, want %d of which %d without place", month, got.p.Form, got.tally.Counts(), len(rows), without)
		}
		for i, r := range got.reports() {
			w := rows[i]
			if r.Source.ID != w[0] || r.When.Kind != data.TimeMonth || r.When.Wall != month || r.CategoryWritten != w[9] || r.Category != "" ||
				r.StatusWritten != w[10] || r.Where.Words != w[6] || r.Origin != data.OriginPolice || r.Nature != data.NatureOffence ||
				r.Source.Institution != "City of London Police" {
				t.Fatalf("%s, row %d is %+v, want %q", month, i+1, r, w)
			}
			if byID := strings.HasPrefix(got.rows[i].Key, "id:"); byID && w[0] == "" {
				t.Errorf("%s, row %d without a number has the key %s", month, i+1, got.rows[i].Key)
			}
		}
		if len(got.p.Warnings) != 1 || got.p.Warnings[0].Code != WarnAbroad || got.tally.Number(WarnSuspicious) != 0 {
			t.Errorf("%s: warnings %+v and %d suspicious", month, got.p.Warnings, got.tally.Number(WarnSuspicious))
		}
		// In a project for London the places are at home.
		london := orb.Bound{Min: orb.Point{-0.2, 51.4}, Max: orb.Point{0, 51.6}}
		if home := read(t, path, Options{Municipality: london}); len(home.p.Warnings) != 0 || home.tally.Number(WarnSuspicious) > len(rows)/100 {
			t.Errorf("%s at home: %+v, %d suspicious", month, home.p.Warnings, home.tally.Number(WarnSuspicious))
		}
	}
}

// The August list comes in three forms. They hold the same rows; the one with
// semicolons lacks the seconds.
func TestWroclawAugust(t *testing.T) {
	dir := filepath.Join(realData, "reports")
	utf := read(t, filepath.Join(dir, "straz-miejska-wroclaw-2016-08.csv"), Options{Institution: "Straż Miejska Wrocławia"})
	old := read(t, filepath.Join(dir, "straz-miejska-wroclaw-2016-08-cp1250-srednik.csv"), Options{})
	book := read(t, filepath.Join(dir, "straz-miejska-wroclaw-2016-08.xlsx"), Options{})
	rows := secondOpinion(t, filepath.Join(dir, "straz-miejska-wroclaw-2016-08.csv"))[1:]
	for name, r := range map[string]result{"UTF-8": utf, "Windows-1250": old, "XLSX": book} {
		if r.tally.Read != 1100 || r.tally.WithoutPlace != 1100 || r.tally.Refused != 0 || r.p.CRS != 0 {
			t.Fatalf("%s: %+v", name, r.tally.Counts())
		}
	}
	if old.p.Encoding != Windows1250 || old.p.Separator != ";" {
		t.Errorf("the old form is read as %s, %q", old.p.Encoding, old.p.Separator)
	}
	placed := 0
	for i, r := range utf.reports() {
		w := rows[i]
		o, b := old.reports()[i], book.reports()[i]
		if r.Source.ID != w[1] || r.Text != w[2] || r.CategoryWritten != strings.TrimSpace(w[3]) || r.Where.Words != strings.TrimSpace(w[4]) {
			t.Fatalf("row %d is %+v, want %q", i+1, r, w)
		}
		if r.Where.Words != "" {
			placed++
		}
		// A workbook stores midnight as a whole day, which has no hour.
		sheet := b.When.Wall[:min(16, len(b.When.Wall))]
		if b.When.Kind == data.TimeDate {
			sheet += "T00:00"
		}
		if r.When.Wall[:16] != o.When.Wall || r.When.Wall[:16] != sheet {
			t.Errorf("row %d is of %s, %s and %s", i+1, r.When.Wall, o.When.Wall, b.When.Wall)
		}
		for _, x := range []*data.Report{o, b} {
			// The old form has three points where the others have an ellipsis.
			dots := strings.NewReplacer("…", "...")
			if x.Source.ID != r.Source.ID || dots.Replace(x.CategoryWritten) != dots.Replace(r.CategoryWritten) || dots.Replace(x.Where.Words) != dots.Replace(r.Where.Words) {
				t.Fatalf("row %d is %+v and %+v", i+1, r, x)
			}
		}
		if r.Source.Institution != "Straż Miejska Wrocławia" {
			t.Fatalf("row %d is of %q", i+1, r.Source.Institution)
		}
	}
	if placed < 1000 {
		t.Errorf("only %d rows have words for a place", placed)
	}
}

func TestWroclawWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "straz.csv")
	in, err := os.Open(filepath.Join(realData, "reports", "straz-miejska-wroclaw-2016-2018.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	z, err := gzip.NewReader(in)
	if err != nil {
		t.Fatal(err)
	}
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, z); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	rows := secondOpinion(t, path)[1:]
	got := read(t, path, Options{})
	if got.tally.Read != 26900 || len(rows) != 26900 || got.tally.WithoutPlace != 26900 || got.tally.Refused != 0 || got.tally.Undated != 0 {
		t.Errorf("%+v, undated %d", got.tally.Counts(), got.tally.Undated)
	}
	repeated := map[string]int{}
	for _, r := range rows {
		repeated[r[1]]++
	}
	for i, r := range got.reports() {
		if r.Source.ID != rows[i][1] || r.When.Wall[:10] != rows[i][0][:10] {
			t.Fatalf("row %d is %+v, want %q", i+1, r, rows[i])
		}
		if byID := strings.HasPrefix(got.rows[i].Key, "id:"); byID != (repeated[r.Source.ID] == 1) {
			t.Fatalf("row %d, whose number occurs %d times, has the key %s", i+1, repeated[r.Source.ID], got.rows[i].Key)
		}
	}
}

// Small files with the traps that Polish offices set. Their points are those of
// one another, so all must come out at the same places in Rzeszów.
func TestTraps(t *testing.T) {
	rzeszow := orb.Bound{Min: orb.Point{21.9, 49.9}, Max: orb.Point{22.2, 50.2}}
	dir := filepath.Join(realData, "reports", "pulapki")
	for file, w := range map[string]struct {
		epsg    int
		swapped bool
		asked   string // before the municipality is known
		placed  int
	}{
		"punkty-2178-tysiace-ze-spacja.csv":             {2178, true, "", 60},
		"punkty-2180-x-to-polnoc-cp1250.csv":            {2180, true, AskAxes, 60},
		"punkty-lat-lon-zamienione-przecinek.csv":       {4326, true, AskAxes, 60},
		"punkty-sewik-stopnie-gwiazdka.csv":             {4326, false, "", 0},
		"punkty-dlugosc-zawinieta.geojson":              {4326, false, "", 60},
		"punkty-geojson-w-2178-zamienione-osie.geojson": {2178, true, AskCRS, 60},
	} {
		path := filepath.Join(dir, file)
		p, err := Inspect(context.Background(), path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		asked := ""
		if p.Open() {
			asked = p.Questions[0].Key
		}
		if asked != w.asked {
			t.Errorf("%s asks %+v, want %q", file, p.Questions, w.asked)
		}
		if p, err = p.Accept(context.Background()); err != nil {
			t.Fatal(err)
		}
		got := readAll(t, p)
		if p.CRS != w.epsg || p.Swapped != w.swapped || got.tally.Read != 60 || w.placed > 0 && got.tally.OnMap != w.placed {
			t.Errorf("%s: EPSG:%d, swapped %v, %+v", file, p.CRS, p.Swapped, got.tally.Counts())
		}
		for _, r := range got.reports() {
			if r.Where.Known() && !rzeszow.Contains(r.Where.Point) {
				t.Fatalf("%s: %s lies at %v", file, r.Source.ID, r.Where.Point)
			}
		}
		if got.tally.OnMap < 40 {
			t.Errorf("%s: %+v", file, got.tally.Counts())
		}
	}
	known, err := Inspect(context.Background(), filepath.Join(dir, "punkty-2180-x-to-polnoc-cp1250.csv"), Options{Municipality: rzeszow})
	if err != nil || known.Open() || !known.Swapped {
		t.Errorf("with the municipality known: %+v, %v", known.Questions, err)
	}
}
