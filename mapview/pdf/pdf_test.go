package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"io"
	"math"
	"regexp"
	"strings"
	"testing"

	"pinezka/mapview/scene"
	"pinezka/mapview/typeface"
)

// sheet is an A5 page of the given commands.
func sheet(ops ...scene.Op) Page {
	return Page{Scene: scene.Scene{W: 210, H: 148, Ops: ops}}
}

// words is what a reader finds, copies or hears, line by line.
func words(t *testing.T, pages ...Page) string {
	t.Helper()
	return strings.TrimSpace(tool(t, "pdftotext", "-layout", writeFile(t, pages...), "-"))
}

func TestPolishLettersAreFound(t *testing.T) {
	for _, want := range []string{
		"Zażółć gęślą jaźń — ĄĆĘŁŃÓŚŹŻ ąćęłńóśźż",
		"„Cudzysłów” – półpauza… № 5, §, °, ², ½, €, ×",
		"office, fjord, fi fl ffi",
	} {
		for _, face := range []scene.Face{scene.Regular, scene.Bold, scene.Italic} {
			if got := words(t, sheet(typeface.Set(face, 4, want).Text(10, 20, black))); got != want {
				t.Errorf("%s: found %q, want %q", face, got, want)
			}
		}
	}
}

func TestNamesAreFoundOnce(t *testing.T) {
	const name = "Świętego Michała Archanioła"
	haloed := typeface.Set(scene.Regular, 4, name).Text(10, 20, black)
	haloed.Halo, haloed.HaloMM = white, 0.5
	for what, op := range map[string]scene.Op{
		"level, with halo": haloed,
		"around a bend":    arc(name, scene.Point{X: 100, Y: 120}, 60),
		"tight bend":       arc(name, scene.Point{X: 100, Y: 90}, 18),
		"slanted":          turned(name, scene.Point{X: 40, Y: 120}, -0.7),
		"upright":          turned(name, scene.Point{X: 40, Y: 120}, -math.Pi/2),
		"spaced":           typeface.SetSpaced(scene.Bold, 4, name, 0.4).Text(10, 20, black),
	} {
		got := tool(t, "pdftotext", writeFile(t, sheet(op)), "-")
		if strings.TrimSpace(got) != name {
			t.Errorf("%s: found %q", what, got)
		}
	}
}

func TestLettersThatShareAGlyph(t *testing.T) {
	// One glyph that stands for two letters, as some fonts have it for the micro
	// sign and the Greek mu: each run must still say what it says.
	a, b := typeface.Set(scene.Regular, 4, "5 \u00b5m").Text(10, 20, black), typeface.Set(scene.Regular, 4, "7 \u00b5m").Text(10, 40, black)
	for i, g := range b.Glyphs {
		if g.Runes == "\u00b5" {
			b.Glyphs[i].Runes = "\u03bc"
		}
	}
	b.String = "7 \u03bcm"
	got := tool(t, "pdftotext", writeFile(t, sheet(a, b)), "-")
	if !strings.Contains(got, a.String) || !strings.Contains(got, b.String) {
		t.Errorf("found %q, want %q and %q", got, a.String, b.String)
	}
}

func TestFonts(t *testing.T) {
	out := tool(t, "pdffonts", writeFile(t, Page{Scene: sampler()}))
	for _, name := range []string{"Regular", "Bold", "Italic"} {
		if !regexp.MustCompile(`(?m)^[A-Z]{6}\+NotoSans-` + name + ` +CID TrueType +Identity-H +yes yes yes`).MatchString(out) {
			t.Errorf("%s is not embedded as a subset:\n%s", name, out)
		}
	}
}

func TestSameInputSameBytes(t *testing.T) {
	s := sampler()
	s.Ops = append(s.Ops, tagged()...)
	first := bytesOf(t, Page{Scene: s, Label: "A1"}, Page{Scene: s})
	for range 3 {
		if !bytes.Equal(first, bytesOf(t, Page{Scene: s, Label: "A1"}, Page{Scene: s})) {
			t.Fatal("two writings differ")
		}
	}
}

func TestPaper(t *testing.T) {
	path := writeFile(t, Page{Scene: scene.Scene{W: 1189, H: 841}}, Page{Scene: scene.Scene{W: 210, H: 297}})
	out := tool(t, "pdfinfo", "-f", "1", "-l", "2", path)
	for _, want := range []string{"3370.39 x 2383.94 pts (A0)", "595.276 x 841.89 pts (A4)"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

func TestDescription(t *testing.T) {
	path := writeFile(t, sheet())
	out := tool(t, "pdfinfo", path)
	for _, want := range []string{"Mapa zagrożeń", "Ośrodek (test)", "Pinezka", "Sat Mar 14 15:09:26 2026", "Tagged:          no", "Metadata Stream: yes"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if meta := tool(t, "pdfinfo", "-meta", path); !strings.Contains(meta, ">Mapa zagrożeń<") || !strings.Contains(meta, "2026-03-14T15:09:26Z") {
		t.Errorf("description in XML:\n%s", meta)
	}
	raw := plain(t, path)
	for _, want := range []string{"/PrintScaling /None", "/DisplayDocTitle true", "/Lang (pl-PL)"} {
		if !strings.Contains(raw, want) {
			t.Errorf("no %q in the catalogue", want)
		}
	}
}

// plain returns the file as qpdf spells it out.
func plain(t *testing.T, path string) string {
	t.Helper()
	return tool(t, "qpdf", "--qdf", "--object-streams=disable", path, "-")
}

func TestLayersLinksLabelsBookmarks(t *testing.T) {
	word := func(s string, y float64) scene.Op { return typeface.Set(scene.Regular, 4, s).Text(10, y, black) }
	first := sheet(
		scene.Group{Layer: true, Name: "Podkład", Ops: []scene.Op{word("ulice", 20)}},
		scene.Group{Layer: true, Name: "Zagrożenia", Ops: []scene.Op{word("kropki", 30)}},
		scene.Group{Link: "https://www.openstreetmap.org/copyright?a=ł", Ops: []scene.Op{word("© autorzy OpenStreetMap", 140)}},
	)
	second := sheet(scene.Group{Layer: true, Name: "Podkład", Ops: []scene.Op{word("dalej", 20)}})
	first.Label, first.Bookmark = "A1", "Mapa główna"
	second.Bookmark = "Spis ulic"
	raw := plain(t, writeFile(t, first, second))
	for want, n := range map[string]int{
		"/Type /OCG":   2, // the layers of two pages are one
		"/OC/L0 BDC":   2,
		"/OC/L1 BDC":   1,
		"/P (A1)":      1,
		"/St 2":        1,
		"/Type /Annot": 1,
		"/URI (https://www.openstreetmap.org/copyright?a=%C5%82)": 1,
		"/PageMode /UseOutlines":                                  1,
		"/Count 2":                                                2, // of the pages and of the bookmarks
	} {
		if got := strings.Count(raw, want); got != n {
			t.Errorf("%q stands %d times, want %d", want, got, n)
		}
	}
	if !strings.Contains(tool(t, "pdfinfo", "-url", writeFile(t, first)), "openstreetmap.org/copyright") {
		t.Error("link is not found")
	}
}

// tagged is a small report: heading, paragraph of two lines, map, table, link.
func tagged() []scene.Op {
	word := func(s string, x, y float64) scene.Op { return typeface.Set(scene.Regular, 4, s).Text(x, y, black) }
	g := func(t scene.Tag, ops ...scene.Op) scene.Group { return scene.Group{Tag: t, Ops: ops} }
	frame := scene.Box(10, 30, 60, 40).Path()
	figure := scene.Group{Tag: scene.TagFigure, Alt: "Mapa Łąk: 11 wniosków", Ops: []scene.Op{
		scene.Group{Layer: true, Name: "Podkład", Ops: []scene.Op{scene.Fill{Path: frame, Paint: green}}},
		scene.Group{Clip: &frame, Ops: []scene.Op{word("Łąkowa", 20, 40)}},
		scene.Group{Opacity: 0.5, Ops: []scene.Op{scene.Fill{Path: scene.Box(20, 50, 5, 5).Path(), Paint: red}}},
	}}
	link := g(scene.TagText, word("Dane:", 10, 120), scene.Group{Link: "https://example.org", Ops: []scene.Op{word("strona", 30, 120)}})
	return []scene.Op{
		scene.Fill{Path: scene.Box(0, 0, 210, 148).Path(), Paint: white},
		g(scene.TagTitle, word("Wnioski z debaty", 10, 12)),
		g(scene.TagText, word("Zgłoszenie to", 10, 20), word("nie zdarzenie", 10, 26)),
		figure,
		g(scene.TagTable,
			scene.Stroke{Path: scene.Line(scene.Point{X: 80, Y: 34}, scene.Point{X: 120, Y: 34}), Width: 0.4, Paint: black},
			g(scene.TagRow, g(scene.TagHeadCell, word("Nr", 80, 33)), g(scene.TagHeadCell, word("Miejsce", 90, 33))),
			g(scene.TagRow, g(scene.TagCell, word("1", 80, 40)), g(scene.TagCell, word("Żabia", 90, 40))),
		),
		g(scene.TagArtifact, word("strona 1 z 2", 180, 144)),
		link,
	}
}

func TestStructure(t *testing.T) {
	path := writeFile(t, sheet(tagged()...), sheet(tagged()...))
	if out := tool(t, "pdfinfo", path); !strings.Contains(out, "Tagged:          yes") {
		t.Errorf("not tagged:\n%s", out)
	}
	out := tool(t, "pdfinfo", "-struct-text", path)
	one := `  H1 (block)
    "Wnioski z debaty "
  P (block)
    "Zgłoszenie to nie zdarzenie "
  Figure
    ""
    "Łąkowa"
    ""
  Table (block)
    TR
      TH:
         /Scope /Column
        "Nr "
      TH:
         /Scope /Column
        "Miejsce "
    TR
      TD
        "1 "
      TD
        "Żabia "
  P (block)
    "Dane: "
    Link (inline)
      Object 0 0
      "strona "
`
	out = regexp.MustCompile(`Object \d+ \d+`).ReplaceAllString(out, "Object 0 0")
	if want := "Document\n" + one + one; out != want {
		t.Errorf("structure:\n%s\nwant\n%s", out, want)
	}
	raw := plain(t, path)
	if want := strings.ToLower(text("Mapa Łąk: 11 wniosków")); !strings.Contains(raw, "/Alt "+want) {
		t.Error("alternative text is lost")
	}
	if n := strings.Count(raw, "/Artifact BMC"); n < 6 {
		t.Errorf("%d pieces of decoration, want paper, rule and page number on each page", n)
	}
	if !strings.Contains(words(t, sheet(tagged()...)), "strona 1 z 2") {
		t.Error("decoration cannot be found any more")
	}
}

func TestTagsInsideSeeThroughGroups(t *testing.T) {
	op := scene.Group{Opacity: 0.5, Ops: []scene.Op{scene.Group{Tag: scene.TagText, Ops: []scene.Op{typeface.Set(scene.Regular, 4, "blado").Text(10, 20, black)}}}}
	out := tool(t, "pdfinfo", "-struct-text", writeFile(t, sheet(op)))
	if !strings.Contains(out, "P (block)") {
		t.Errorf("structure:\n%s", out)
	}
}

func TestGeo(t *testing.T) {
	p := sheet(scene.Fill{Path: scene.Box(10, 10, 100, 80).Path(), Paint: green})
	p.Geo = &Geo{
		Name: "Mapa", Frame: scene.Box(10, 10, 100, 80), EPSG: 2180, WKT: `PROJCS["ETRF2000-PL / CS92"]`,
		Corners: [4]LonLat{{22, 50.03}, {22.03, 50.03}, {22.03, 50.01}, {22, 50.01}},
	}
	raw := plain(t, writeFile(t, p))
	for _, want := range []string{
		"/Subtype /GEO", "/EPSG 2180", "50.030000000", "22.030000000",
		"28.3465", // left edge: 10 mm in points
	} {
		if !strings.Contains(raw, want) {
			t.Errorf("no %q", want)
		}
	}
}

func TestPictures(t *testing.T) {
	tile := image.NewPaletted(image.Rect(0, 0, 64, 64), color.Palette{color.White, color.Black, red.Color})
	for i := range tile.Pix {
		tile.Pix[i] = uint8(i % 3)
	}
	photo := image.NewRGBA(image.Rect(10, 10, 74, 74))
	for i := range photo.Pix {
		photo.Pix[i] = 255
		if i%4 < 2 {
			photo.Pix[i] = uint8(i * i / 64)
		}
	}
	at := func(im image.Image, x float64) scene.Op {
		return scene.Picture{Image: im, To: scene.Affine{A: 20, D: 20, E: x, F: 10}}
	}
	faint := scene.Picture{Image: halves(), To: scene.Affine{A: 20, D: 20, E: 100, F: 10}, Smooth: true}
	out := tool(t, "pdfimages", "-list", writeFile(t, sheet(at(tile, 10), at(tile, 40), at(photo, 70), faint)))
	for _, want := range []string{
		`image +64 +64 +index +1 +8 `, `image +64 +64 +rgb +3 +8 `, `image +8 +8 +index +1 +8 .*yes`, `smask +8 +8 +gray +1 +8`,
	} {
		if !regexp.MustCompile(want).MatchString(out) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	raw := plain(t, writeFile(t, sheet(at(tile, 10), at(tile, 40))))
	if n := strings.Count(raw, "/Subtype /Image"); n != 1 {
		t.Errorf("a tile shown twice is stored %d times", n)
	}
}

// halves is an image whose left half is see-through.
func halves() image.Image {
	im := image.NewNRGBA(image.Rect(0, 0, 8, 8))
	for i := range 64 {
		im.Set(i%8, i/8, color.NRGBA{200, 0, 0, uint8(i % 8 / 4 * 255)})
	}
	return im
}

func TestErrors(t *testing.T) {
	if err := Write(io.Discard, Document{}, Pages()); !errors.Is(err, ErrNoPages) {
		t.Errorf("no pages: %v", err)
	}
	broken := errors.New("no map")
	pages := func(yield func(Page, error) bool) {
		if yield(sheet(), nil) {
			yield(Page{}, broken)
		}
	}
	if err := Write(io.Discard, Document{}, pages); !errors.Is(err, broken) || !strings.Contains(err.Error(), "page 2") {
		t.Errorf("page that fails: %v", err)
	}
	for _, room := range []int{0, 10, 3000} {
		if err := Write(&full{room: room}, Document{}, Pages(Page{Scene: sampler()})); !errors.Is(err, errFull) {
			t.Errorf("disk full after %d bytes: %v", room, err)
		}
	}
}

var errFull = errors.New("disk full")

// full is a disk with little room.
type full struct{ room int }

func (f *full) Write(b []byte) (int, error) {
	if f.room -= len(b); f.room < 0 {
		return 0, errFull
	}
	return len(b), nil
}

func TestOddInput(t *testing.T) {
	nothing := scene.Path{}
	nan := math.NaN()
	writeFile(t, sheet(
		scene.Fill{}, scene.Stroke{}, scene.Text{}, scene.Picture{}, scene.Group{}, scene.Group{Link: "x"},
		scene.Group{Clip: &nothing, Ops: []scene.Op{scene.Fill{Path: scene.Box(0, 0, 9, 9).Path(), Paint: red}}},
		scene.Group{Opacity: 0.3}, scene.Group{Layer: true},
		scene.Stroke{Path: scene.Box(1, 1, 5, 5).Path(), Width: 1, Paint: red, Dash: []float64{0, 0}},
		scene.Stroke{Path: scene.Box(1, 1, 5, 5).Path(), Width: 1, Paint: red, Dash: []float64{1, 2}, Phase: -4},
		scene.Fill{Path: scene.Line(scene.Point{X: nan, Y: 1}, scene.Point{X: 3, Y: math.Inf(1)}, scene.Point{X: 1e300}), Paint: red},
		typeface.Set("unknown", 4, "litery (nawiasy) \\ <>").Text(10, 10, black),
	))
}

func TestNumber(t *testing.T) {
	tests := []struct {
		v        float64
		decimals int
		want     string
	}{
		{0, 2, "0"},
		{1, 2, "1"},
		{-1, 2, "-1"},
		{0.5, 2, ".5"},
		{-0.25, 2, "-.25"},
		{12.3456, 2, "12.35"},
		{0.004, 2, "0"},
		{-0.004, 2, "0"},
		{100, 0, "100"},
		{1.05, 2, "1.05"},
		{0.000001, 6, ".000001"},
		{1189, 3, "1189"},
		{math.NaN(), 2, "0"},
		{math.Inf(1), 2, "0"},
	}
	for _, c := range tests {
		if got := string(number(nil, c.v, c.decimals)); got != c.want {
			t.Errorf("%v to %d places: %q, want %q", c.v, c.decimals, got, c.want)
		}
	}
}

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"plain": "(plain)", `a(b)\`: `(a\(b\)\\)`, "ż": "<FEFF017C>", "": "()", "😀": "<FEFFD83DDE00>",
	} {
		if got := text(in); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

func TestSubsetKeepsWhatItNeeds(t *testing.T) {
	whole, err := parseSFNT(typeface.Bytes(scene.Regular))
	if err != nil {
		t.Fatal(err)
	}
	var gids []uint16
	for _, g := range typeface.Set(scene.Regular, 1, "Łąka ź").Glyphs {
		gids = append(gids, g.ID)
	}
	b := whole.subset(gids)
	part, err := parseSFNT(b)
	if err != nil {
		t.Fatal(err)
	}
	if len(b) > len(typeface.Bytes(scene.Regular))/8 {
		t.Errorf("subset of %d bytes", len(b))
	}
	if sum := checksum(b); sum != 0xB1B0AFBA {
		t.Errorf("checksum of the file is %#x", sum)
	}
	for _, g := range gids {
		for _, p := range append(parts(whole.outline(g)), g) {
			if got, want := part.outline(p), whole.outline(p); !bytes.Equal(bytes.TrimRight(got, "\x00"), bytes.TrimRight(want, "\x00")) {
				t.Errorf("outline of glyph %d changed", p)
			}
		}
		if part.width(g) != whole.width(g) {
			t.Errorf("width of glyph %d changed", g)
		}
	}
	if q := typeface.Set(scene.Regular, 1, "Q").Glyphs[0].ID; part.outline(q) != nil {
		t.Error("a letter that is not used was kept")
	}
}

func FuzzParseSFNT(f *testing.F) {
	f.Add(typeface.Bytes(scene.Regular)[:2000])
	f.Add(joinSFNT(map[string][]byte{
		"head": make([]byte, 54), "hhea": make([]byte, 36), "maxp": make([]byte, 6),
		"hmtx": make([]byte, 4), "loca": make([]byte, 4), "glyf": make([]byte, 1),
	}))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := parseSFNT(b)
		if err != nil {
			return
		}
		s.width(3)
		s.subset([]uint16{1, 2, 3})
	})
}

// ExampleWrite writes a sheet with a title and a line.
func ExampleWrite() {
	title := typeface.Set(scene.Bold, 9, "Osiedle Łąki").Text(14, 16.5, scene.Solid(scene.MustHex("#000000")))
	page := Page{
		Label: "A1",
		Scene: scene.Scene{W: 420, H: 297, Ops: []scene.Op{
			scene.Group{Tag: scene.TagTitle, Ops: []scene.Op{title}},
		}},
	}
	var out bytes.Buffer
	err := Write(&out, Document{Title: "Osiedle Łąki", Lang: "pl-PL"}, Pages(page))
	fmt.Println(err, out.Len() > 1000)
	// Output: <nil> true
}
