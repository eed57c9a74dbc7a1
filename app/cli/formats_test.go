package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const vector = "../../data/testdata/real/vector/"

// questionKeys returns the keys of an answer's questions and what they propose.
func questionKeys(o map[string]any) []string {
	var out []string
	list, _ := o["questions"].([]any)
	for _, q := range list {
		m := q.(map[string]any)
		out = append(out, m["key"].(string)+"="+m["proposal"].(string))
	}
	return out
}

// Every format goes through the same command: what is open is asked, with an
// answer it is stored, and the same file twice changes nothing.
func TestFormatsIn(t *testing.T) {
	shapes := cases + "imp-shp-no-prj-no-cpg/"
	for _, c := range []struct {
		file, format string
		asked        []string
		options      []string
		read, onMap  int
	}{
		{shapes + "miejsca.zip", "shapefile", []string{"crs=EPSG:2180"}, []string{"--crs", "EPSG:2180"}, 4, 4},
		{shapes + "miejsca.dbf", "shapefile", []string{"crs=EPSG:2180"}, []string{"--answer", "crs=EPSG:2180", "--encoding", "windows-1250"}, 4, 4},
		{cases + "imp-kml-nested-whitespace/spacer.kml", "kml", nil, nil, 5, 4},
		{cases + "imp-wrong-extension/c.kml", "kmz", nil, nil, 3, 3},
		{cases + "sec-kml-network-link/dzwoni.kml", "kml", nil, nil, 2, 2},
		{cases + "sec-kmz-zip-slip/wycieczka.kmz", "kmz", nil, nil, 1, 1},
		{cases + "imp-gpkg-null-geometry/braki.gpkg", "gpkg", nil, nil, 5, 3},
		{vector + "rzeszow-2178.gpkg", "gpkg", []string{"layer=roads"}, []string{"--answer", "layer=buildings"}, 364, 364},
		{vector + "gminy-hajnowski-2180.gml", "gml", nil, nil, 9, 9},
		{vector + "rzeszow-poi.kmz", "kmz", nil, nil, 387, 387},
	} {
		p := project(t)
		name := filepath.Base(c.file)
		if c.asked != nil {
			o := run(t, 1, "import", c.file, "--project", p)
			if got := questionKeys(o); !slices.Equal(got, c.asked) || o["format"] != c.format || len(reports(t, p)) != 0 {
				t.Errorf("%s asks %v (%v)", name, got, o["format"])
			}
		}
		args := append([]string{"import", c.file, "--project", p}, c.options...)
		o := run(t, 0, args...)
		adds(t, o)
		if o["format"] != c.format || int(o["read"].(float64)) != c.read || int(o["on_map"].(float64)) != c.onMap {
			t.Errorf("%s: %v", name, o)
		}
		again := run(t, 0, args...)
		if int(again["already_present"].(float64)) != c.read || again["updated"].(float64) != 0 {
			t.Errorf("%s again: %v", name, again)
		}
	}
}

func TestEncodingOfShapefile(t *testing.T) {
	p := project(t)
	o := run(t, 0, "import", cases+"imp-shp-no-prj-no-cpg/miejsca.zip", "--project", p, "--crs", "EPSG:2180", "--encoding", "cp852")
	if o["encoding"] != "cp852" || reports(t, p)[0]["text"] == "Śliska kładka nad Żółtą Rzeką" {
		t.Errorf("%v", o["encoding"])
	}
}

// Nothing is stored of what is refused, and people are told what to do.
func TestFormatsRefused(t *testing.T) {
	p := project(t)
	file := func(name, content string) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	other := project(t)
	for path, words := range map[string]string{
		other: "projektem", file("x.kml", "tekst"): "zwykłym tekstem", file("x.shp", "tekst"): "zwykłym tekstem", file("x.gpx", "tekst"): "zwykłym tekstem",
		cases + "sec-kml-entity-bomb/bomba.kml": "DOCTYPE", cases + "sec-kml-entity-bomb/kwadrat.kml": "DOCTYPE", cases + "sec-xlsx-zip-bomb/bomba.xlsx": "za duży",
		cases + "imp-wrong-extension/d.xls": "stroną internetową", file("x.gml", "<a>"): "Nie umiem", file("x.gpx", "<gpx><wpt>"): "uszkodzony",
	} {
		o := run(t, 1, "import", path, "--project", p)
		e := o["errors"].([]any)[0].(map[string]any)
		if text := e["text"].(string); !strings.Contains(text, words) || strings.Contains(text, "error.") {
			t.Errorf("%s: %q", path, text)
		}
		if code := e["code"]; code != "format" && code != "too-large" {
			t.Errorf("%s: code %v", path, code)
		}
		english := run(t, 1, "import", path, "--project", p, "--lang", "en")["errors"].([]any)[0].(map[string]any)["text"].(string)
		if strings.Contains(english, words) && words != "DOCTYPE" {
			t.Errorf("%s in English: %q", path, english)
		}
	}
	if n := len(reports(t, p)); n != 0 {
		t.Errorf("%d reports after nothing but failures", n)
	}
}

// Areas and the boundary of a project come in the same formats, with the same
// questions.
func TestAreaFormats(t *testing.T) {
	const noCRS = vector + "gminy-hajnowski-2179-bez-prj.zip"
	for _, c := range []struct {
		file    string
		asked   []string
		options []string
		areas   int
	}{
		{vector + "gminy-hajnowski-2180-cp1250-bez-cpg.zip", nil, nil, 9},
		{noCRS, []string{"crs=EPSG:2179"}, []string{"--crs", "EPSG:2179"}, 9},
		{vector + "gminy-hajnowski-2180.gml", nil, nil, 9},
		{vector + "podlaskie-powiaty.kml", nil, nil, 17},
		{vector + "rzeszow-2178.gpkg", []string{"layer=roads"}, []string{"--answer", "layer=buildings"}, 364},
	} {
		p := project(t)
		if c.asked != nil {
			o := run(t, 1, "import", c.file, "--as", "areas", "--project", p)
			if got := questionKeys(o); !slices.Equal(got, c.asked) {
				t.Errorf("%s asks %v", c.file, got)
			}
		}
		o := run(t, 0, append([]string{"import", c.file, "--as", "areas", "--project", p}, c.options...)...)
		if int(o["areas"].(float64)) != c.areas {
			t.Errorf("%s: %v", c.file, o)
		}
		list := run(t, 0, "list", "areas", "--project", p)["areas"].([]any)
		if len(list) != c.areas {
			t.Errorf("%s: %d areas are stored", c.file, len(list))
		}
	}
	at := filepath.Join(t.TempDir(), "powiat.gpkg")
	o := run(t, 1, "new", at, "--name", "Powiat", "--boundary", noCRS)
	if got := questionKeys(o); !slices.Equal(got, []string{"crs=EPSG:2179"}) {
		t.Errorf("new asks %v", got)
	}
	if _, err := os.Stat(at); err == nil {
		t.Error("a project was made while a question was open")
	}
	if o := run(t, 0, "new", at, "--name", "Powiat", "--boundary", noCRS, "--answer", "crs=EPSG:2179"); o["boundary_exact"] != true {
		t.Errorf("%v", o)
	}
}

// TestLookedUp: the answer says how many places were found by their words, and
// none without a base map.
func TestLookedUp(t *testing.T) {
	list := filepath.Join(t.TempDir(), "ulice.csv")
	if err := os.WriteFile(list, []byte("numer;data;kategoria;miejsce\n1;2026-03-01;alkohol;Seniora 3\n2;2026-03-01;alkohol;Zimowa\n3;2026-03-01;alkohol;Niepodległości\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	sample := run(t, 0, "sample", dir)["project"].(string)
	for p, want := range map[string][3]float64{sample: {1, 1, 2}, project(t): {0, 0, 0}} {
		o := run(t, 0, "import", list, "--project", p)
		adds(t, o)
		found := o["looked_up"].(map[string]any)
		if got := [3]float64{found["address"].(float64), found["street"].(float64), o["on_map"].(float64)}; got != want {
			t.Errorf("%s: %v, want %v: %v", p, got, want, o)
		}
	}
}
