package exchange

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"golang.org/x/text/encoding/charmap"
	textunicode "golang.org/x/text/encoding/unicode"
)

func TestTuples(t *testing.T) {
	ab := []orb.Point{{20, 52}, {21, 53}}
	for s, want := range map[string][]orb.Point{
		"20,52": ab[:1], " 20,52,100\n\t": ab[:1], "20,52 21,53": ab, "\n20,52,0\r\n 21,53,0\n": ab, "20, 52, 0 21 ,53": ab, "20 , 52\n21 , 53": ab, "2e1,+52 21,53.0": ab,
		"": nil, "20": nil, "20 52": nil, "20,": nil, ",52": nil, "20,x": nil, "20,NaN": nil, "20,Inf": nil, "20,52 21": nil, "20;52": nil,
	} {
		got, err := parseTuples(s)
		if !slices.Equal(got, want) || (err != nil) != (want == nil) {
			t.Errorf("%q is %v, %v", s, got, err)
		}
	}
}

func TestPlainText(t *testing.T) {
	for s, want := range map[string]string{
		"":                              "",
		"  sam tekst \n w dwóch ":       "sam tekst \n w dwóch",
		"a &lt; b &amp; c":              "a < b & c",
		"a < b i 3 > 2":                 "a < b i 3 > 2",
		"<b>Raz</b>  dwa\ntrzy":         "Raz dwa trzy",
		"Raz<br>dwa<BR/>trzy<br />":     "Raz\ndwa\ntrzy",
		"<p>Raz</p><p>dwa</p>\n\n":      "Raz\ndwa",
		"<ul><li>a<li>b</ul>":           "a\nb",
		"<tr><td>a</td><td>b</td></tr>": "a b",
		"a<script>alert('<b>')</script>b<STYLE>x</STYLE >c": "abc",
		"a<script>bez końca":                                "a",
		"a<!-- uwaga > --><b>c</b>":                         "ac",
		`<a href="x>y" title='>'>tu</a>`:                    "tu",
		`<a href="bez końca>tu</a>`:                         "tu",
		"<img src=x":                                        "",
		"&lt;script&gt;x&lt;/script&gt;<b>y</b>":            "<script>x</script>y",
		"100&nbsp;m<b></b>":                                 "100\u00a0m",
		"5 <6 </b>":                                         "5 <6",
	} {
		if got := plainText(s); got != want {
			t.Errorf("%q becomes %q, want %q", s, got, want)
		}
	}
}

// kml wraps placemarks.
func kml(content string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document><name>D</name>` + content + `</Document></kml>`
}

func TestPlacemarks(t *testing.T) {
	ring := func(s string) string { return "<LinearRing><coordinates>" + s + "</coordinates></LinearRing>" }
	outer := ring("0,0 9,0 9,9 0,9 0,0")
	for name, c := range map[string]struct {
		inside string
		shape  orb.Geometry
		torn   bool
	}{
		"point":             {"<Point><coordinates>20,52,7</coordinates></Point>", orb.Point{20, 52}, false},
		"nothing":           {"", nil, false},
		"empty":             {"<Point><coordinates/></Point>", nil, true},
		"no number":         {"<Point><coordinates>tu,tam</coordinates></Point>", nil, true},
		"line":              {"<LineString><coordinates>1,2 3,4</coordinates></LineString>", orb.LineString{{1, 2}, {3, 4}}, false},
		"hole":              {"<Polygon><outerBoundaryIs>" + outer + "</outerBoundaryIs><innerBoundaryIs>" + ring("1,1 2,1 2,2 1,1") + "</innerBoundaryIs></Polygon>", orb.Polygon{{{0, 0}, {9, 0}, {9, 9}, {0, 9}, {0, 0}}, {{1, 1}, {2, 1}, {2, 2}, {1, 1}}}, false},
		"hole stands first": {"<Polygon><innerBoundaryIs>" + ring("1,1 2,1 2,2 1,1") + "</innerBoundaryIs><outerBoundaryIs>" + outer + "</outerBoundaryIs></Polygon>", orb.Polygon{{{0, 0}, {9, 0}, {9, 9}, {0, 9}, {0, 0}}, {{1, 1}, {2, 1}, {2, 2}, {1, 1}}}, false},
		"not closed":        {"<Polygon><outerBoundaryIs>" + ring("0,0 9,0 9,9") + "</outerBoundaryIs></Polygon>", orb.Polygon{{{0, 0}, {9, 0}, {9, 9}, {0, 0}}}, false},
		"only a hole":       {"<Polygon><innerBoundaryIs>" + outer + "</innerBoundaryIs></Polygon>", nil, true},
		"track":             {"<gx:Track><when>2024-05-06T07:45:00Z</when><gx:coord>20 52 7</gx:coord><gx:coord>21 53 8</gx:coord></gx:Track>", orb.LineString{{20, 52}, {21, 53}}, false},
		"model":             {"<Model><Location><longitude>20</longitude><latitude>52</latitude></Location></Model>", orb.Point{20, 52}, false},
		"mixed": {
			"<MultiGeometry><LineString><coordinates>1,2 3,4</coordinates></LineString><MultiGeometry><Point><coordinates>5,6</coordinates></Point></MultiGeometry></MultiGeometry>",
			orb.Collection{orb.LineString{{1, 2}, {3, 4}}, orb.Point{5, 6}},
			false,
		},
		"one part is broken": {"<MultiGeometry><Point><coordinates>5,6</coordinates></Point><Point/></MultiGeometry>", nil, true},
	} {
		_, fs := feats(t, file(t, "a.kml", kml("<Placemark>"+c.inside+"</Placemark>")), Options{})
		if len(fs) != 1 || (fs[0].shape == nil) != (c.shape == nil) || c.shape != nil && !orb.Equal(fs[0].shape, c.shape) || (fs[0].torn != "") != c.torn {
			t.Errorf("%s is %+v", name, fs)
		}
	}
}

func TestKMLColumns(t *testing.T) {
	path := file(t, "a.kml", kml(`
		<Schema id="s"><SimpleField name="ile" type="int"/></Schema>
		<Style id="x"><IconStyle/></Style>
		<Folder><name>A</name>
			<Placemark id="7"><name>Raz &lt;1&gt; &nbsp;</name><Snippet>krótko</Snippet><address>Ptasia 1</address>
				<ExtendedData xmlns:o="urn:o"><Data name="status"><displayName>S</displayName><value> Nowe </value></Data><Data name="name"><value>Inna</value></Data>
				<SchemaData schemaUrl="#s"><SimpleData name="ile">3</SimpleData></SchemaData><o:wlasny>w</o:wlasny></ExtendedData>
				<TimeSpan><begin>2024-05-06T22:30:00Z</begin><end>2024-05-07T01:00:00Z</end></TimeSpan>
				<Point><coordinates>20,52</coordinates></Point></Placemark>
			<Folder><Folder><name> B </name><Placemark><description>Opis<div>bez <b>CDATA</b></div></description></Placemark></Folder></Folder>
			<Placemark><TimeStamp><when>2024-05</when></TimeStamp></Placemark>
		</Folder>
		<ScreenOverlay><Icon><href>l.png</href></Icon></ScreenOverlay>
		<Placemark><TimeSpan><end>2024-05-08</end></TimeSpan></Placemark>`))
	p, fs := feats(t, path, Options{})
	want := []string{"name", "description", "folder", "address", "status", "ile", "wlasny", "timestamp", "end"}
	if !slices.Equal(p.Header(), want) {
		t.Errorf("columns %q", p.Header())
	}
	for name, w := range map[string]string{
		"name": "Raz <1>; Inna", "description": "krótko", "folder": "A", "address": "Ptasia 1", "status": "Nowe", "ile": "3", "wlasny": "w",
		"timestamp": "2024-05-06T22:30:00Z", "end": "2024-05-07T01:00:00Z",
	} {
		if s := fs[0].value(name); s != w {
			t.Errorf("%s is %q, want %q", name, s, w)
		}
	}
	if s := fs[1].value("folder"); s != "A / B" {
		t.Errorf("the folders of the second are %q", s)
	}
	if s := fs[1].value("description"); s != "Opis\nbez CDATA" {
		t.Errorf("the description of the second is %q", s)
	}
	got := readAll(t, p)
	var walls []string
	for _, r := range got.reports() {
		walls = append(walls, r.When.Wall)
	}
	if !slices.Equal(walls, []string{"2024-05-07T00:30", "", "2024-05", "2024-05-08"}) {
		t.Errorf("times are %q", walls)
	}
	if r := got.reports()[0]; r.Where.Words != "Ptasia 1" || r.Status != "new" || r.When.Original != "2024-05-06T22:30:00Z" {
		t.Errorf("the first is %+v", r)
	}
	if n := infos(p, FoundNotLoaded); !slices.Equal(n, []string{"ScreenOverlay l.png"}) {
		t.Errorf("not loaded: %q", n)
	}
}

func TestKMLEncodings(t *testing.T) {
	body := `<kml><Placemark><name>Zażółć gęślą</name><Point><coordinates>20,52</coordinates></Point></Placemark></kml>`
	must := func(s string, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for name, content := range map[string]string{
		"utf-8":             body,
		"with a mark":       "\xef\xbb\xbf" + body,
		"blank lines above": "\n\n " + body,
		"windows-1250":      `<?xml version="1.0" encoding="windows-1250"?>` + must(charmap.Windows1250.NewEncoder().String(body)),
		"iso":               `<?xml version="1.0" encoding="ISO-8859-2"?>` + must(charmap.ISO8859_2.NewEncoder().String(body)),
		"utf-16": must(textunicode.UTF16(textunicode.LittleEndian, textunicode.UseBOM).NewEncoder().String(
			`<?xml version="1.0" encoding="UTF-16"?>` + body)),
		"prefix": strings.NewReplacer("</", "</k:", "<", "<k:").Replace(body),
	} {
		if name == "prefix" {
			content = strings.ReplaceAll(strings.ReplaceAll(body, "<", "<k:"), "<k:/", "</k:")
			content = strings.Replace(content, "<k:kml", `<k:kml xmlns:k="http://earth.google.com/kml/2.1"`, 1)
		}
		got := read(t, file(t, "a.kml", content), Options{})
		if got.tally.OnMap != 1 || got.reports()[0].Text != "Zażółć gęślą" {
			t.Errorf("%s gives %+v", name, got.reports())
		}
	}
	if _, err := Inspect(context.Background(), file(t, "a.kml", `<?xml version="1.0" encoding="shift_jis"?>`+body), Options{}); err == nil {
		t.Error("an unknown encoding is read")
	}
}

func TestKMLBroken(t *testing.T) {
	whole := kml("<Placemark><name>a</name></Placemark>")
	for name, c := range map[string]struct{ content, is string }{
		"cut off":      {whole[:len(whole)-20], "damaged"},
		"cut in a tag": {whole[:strings.Index(whole, "</name>")+3], "damaged"},
		"crossed":      {"<kml><Document></kml>", "damaged"},
		"entity":       {"<kml><Placemark><name>&moja;</name></Placemark></kml>", "damaged"},
		"doctype":      {`<!DOCTYPE kml SYSTEM "http://127.0.0.1:9911/x.dtd"><kml/>`, "doctype"},
	} {
		_, err := Inspect(context.Background(), file(t, "a.kml", c.content), Options{})
		var f *FormatError
		if !errors.As(err, &f) || f.Is != c.is {
			t.Errorf("%s gives %v", name, err)
		}
	}
	for name, content := range map[string]string{
		"deep":          "<kml>" + strings.Repeat("<Folder>", 100_000),
		"deep record":   "<kml><Placemark>" + strings.Repeat("<a>", 100_000),
		"many":          "<kml><Placemark>" + strings.Repeat("<a/>", maxNodes+1) + "</Placemark></kml>",
		"one text":      "<kml><Placemark><name>" + strings.Repeat("x", maxShape+1<<20) + "</name></Placemark></kml>",
		"many texts":    "<kml><Placemark>" + strings.Repeat("<a>"+strings.Repeat("x", 1000)+"</a>", maxShape/1000) + "</Placemark></kml>",
		"one comment":   "<kml><!--" + strings.Repeat("x", maxShape+1<<20) + "--></kml>",
		"one attribute": `<kml><Placemark id="` + strings.Repeat("x", maxShape+1<<20) + `"/></kml>`,
	} {
		within(t, 10, 1500, func() {
			if _, err := Inspect(context.Background(), file(t, "a.kml", content), Options{}); !errors.Is(err, ErrTooLarge) {
				t.Errorf("%s gives %v", name, err)
			}
		})
	}
	// A text beyond the size of a row refuses that row alone.
	got := read(t, file(t, "a.kml", kml("<Placemark><name>"+strings.Repeat("x", maxRecord+1)+"</name></Placemark><Placemark/>")), Options{})
	if got.tally.Refused != 1 || got.tally.Read != 2 || got.rows[0].Reject.Code != RejectSize {
		t.Errorf("%+v", got.tally.Counts())
	}
	// Notes do not grow with the file.
	p, err := Inspect(context.Background(), file(t, "a.kml", kml(strings.Repeat("<NetworkLink/>", 5000))), Options{})
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, f := range p.Infos {
		if f.Code == FoundNotLoaded {
			sum += max(1, f.Count)
		}
	}
	if len(p.Infos) > keptNotes+5 || sum != 5000 {
		t.Errorf("%d notes for %d links", len(p.Infos), sum)
	}
}

// Memory does not grow with the number of placemarks.
func TestKMLStreams(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("<kml><Document>")
	for i := range 20_000 {
		fmt.Fprintf(&b, "<Placemark><name>Miejsce %d</name><Point><coordinates>20.%05d,52.1</coordinates></Point></Placemark>", i, i)
	}
	b.WriteString("</Document></kml>")
	if got := read(t, file(t, "a.kml", b.String()), Options{}); got.tally.OnMap != 20_000 {
		t.Errorf("%+v", got.tally.Counts())
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Inspect(ctx, file(t, "a.kml", b.String()), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("after a cancel: %v", err)
	}
}

func TestKMZTexts(t *testing.T) {
	mark := func(name string) string { return kml("<Placemark><name>" + name + "</name></Placemark>") }
	path := zipped(t, "a.kmz", map[string]string{
		"doc.kml":        kml(`<NetworkLink><Link><href>warstwy/a.kml</href></Link></NetworkLink><NetworkLink><Url><href>http://x/b.kml</href></Url></NetworkLink>`),
		"warstwy/a.kml":  mark("a"),
		"warstwy/b.KML":  mark("b"),
		"files/znak.png": "x",
	})
	got := read(t, path, Options{})
	if got.tally.Read != 2 || got.reports()[1].Text != "b" || got.rows[1].Line != 2 {
		t.Errorf("%+v", got.reports())
	}
	if n := infos(got.p, FoundNotLoaded); !slices.Equal(n, []string{"NetworkLink http://x/b.kml"}) {
		t.Errorf("not loaded: %q", n)
	}
}

func FuzzKML(f *testing.F) {
	for _, name := range []string{"imp-kml-nested-whitespace/spacer.kml", "sec-kml-network-link/dzwoni.kml", "sec-kml-entity-bomb/bomba.kml"} {
		b, err := os.ReadFile(filepath.Join(cases, name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte(kml("<Placemark><gx:Track><gx:coord>1 2</gx:coord></gx:Track></Placemark>")))
	f.Add([]byte("<kml><Placemark><MultiGeometry><Polygon/></MultiGeometry>"))
	f.Add([]byte("\xff\xfe<\x00k\x00m\x00l\x00/\x00>\x00"))
	path, cat := filepath.Join(f.TempDir(), "f.kml"), catalogue(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		fuzzFile(t, path, cat)
	})
}

func FuzzPlainText(f *testing.F) {
	for _, s := range []string{"<b>a</b>", "a<script>", `<a href="`, "&amp;lt;", "<!--", "<\x00", "a < b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if out := plainText(s); strings.ContainsRune(out, 0) && !strings.ContainsRune(s, 0) {
			t.Errorf("%q becomes %q", s, out)
		}
	})
}
