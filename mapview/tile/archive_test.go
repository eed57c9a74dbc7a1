package tile

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

const (
	cases = "../../data/testdata/cases/"
	real  = "../../data/testdata/real/tiles/"
)

// expected reads a case's expected.json.
func expected[T any](t *testing.T, name string) T {
	t.Helper()
	var v T
	b, err := os.ReadFile(cases + name + "/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// quarters is what several cases say about the four tiles of zoom 1.
type quarters struct {
	Poland    string `json:"20E 52N (Poland)"`
	America   string `json:"100W 40N"`
	Brazil    string `json:"60W 15S"`
	Australia string `json:"135E 25S"`
	MinZoom   *uint8
	MaxZoom   *uint8
	SHA256    string
}

func (q quarters) places() map[orb.Point]string {
	return map[orb.Point]string{{20, 52}: q.Poland, {-100, 40}: q.America, {-60, -15}: q.Brazil, {135, -25}: q.Australia}
}

// colourName names the colours of the cases; JPEG may be off by 6.
func colourName(c color.RGBA) string {
	near := func(r, g, b int) bool {
		d := func(a uint8, b int) bool { return max(int(a)-b, b-int(a)) <= 6 }
		return d(c.R, r) && d(c.G, g) && d(c.B, b)
	}
	switch {
	case c.R > 150 && c.G < 100 && c.B < 100:
		return "red"
	case c.G > 100 && c.R < 100 && c.B < 120:
		return "green"
	case c.B > 150 && c.R < 100:
		return "blue"
	case c.R > 150 && c.G > 150 && c.B < 120:
		return "yellow"
	case near(255, 255, 255):
		return "white"
	}
	return "none of them"
}

// pixel returns the colour that an archive shows at a place.
func pixel(t *testing.T, g Getter, p orb.Point, z uint8) color.RGBA {
	t.Helper()
	id := At(p, z)
	img, err := g.Tile(context.Background(), id, Wait)
	if err != nil {
		t.Fatalf("tile %v: %v", id, err)
	}
	x, y := Position(p, z)
	fx, fy := x-float64(id.X), y-float64(id.Y)
	r := img.Bounds()
	return img.RGBAAt(int(fx*float64(r.Dx())), int(fy*float64(r.Dy())))
}

func open(t *testing.T, path string) Archive {
	t.Helper()
	a, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func chain(t *testing.T, sources ...Source) *Chain {
	t.Helper()
	c := NewChain(ChainConfig{}, sources...)
	t.Cleanup(func() { c.Close() })
	return c
}

func TestRowsOfBothFormats(t *testing.T) {
	want := expected[quarters](t, "tile-tms-row")
	for _, file := range []string{"cwiartki.mbtiles", "cwiartki.pmtiles"} {
		c := chain(t, open(t, cases+"tile-tms-row/"+file))
		for p, colour := range want.places() {
			if got := colourName(pixel(t, c, p, 1)); got != colour {
				t.Errorf("%s at %v: %s, want %s", file, p, got, colour)
			}
		}
	}
}

func TestMetadataMissing(t *testing.T) {
	want := expected[quarters](t, "tile-no-format")
	c := chain(t, open(t, cases+"tile-no-format/stary.mbtiles"))
	for p, colour := range want.places() {
		if got := colourName(pixel(t, c, p, 1)); got != colour {
			t.Errorf("at %v: %s, want %s", p, got, colour)
		}
	}
	in := c.Info()
	if in.MinZoom != *want.MinZoom || in.MaxZoom != *want.MaxZoom {
		t.Errorf("zooms %d-%d, want %d-%d", in.MinZoom, in.MaxZoom, *want.MinZoom, *want.MaxZoom)
	}
	if in.Bound.Max[0] < 179 || in.Bound.Min[1] > -85 {
		t.Errorf("bound %v, want the world, which the tiles cover", in.Bound)
	}
}

func TestWriteAheadFileStaysUntouched(t *testing.T) {
	want := expected[quarters](t, "tile-wal-readonly")
	dir := t.TempDir()
	path := filepath.Join(dir, "Gmina Żółtańce – mapa #1 100%.mbtiles")
	b, err := os.ReadFile(cases + "tile-wal-readonly/wal.mbtiles")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o400); err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" {
		if err := os.Chmod(dir, 0o500); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.Chmod(dir, 0o700) })
	}
	c := chain(t, open(t, path))
	for p, colour := range want.places() {
		if got := colourName(pixel(t, c, p, 1)); got != colour {
			t.Errorf("at %v: %s, want %s", p, got, colour)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 {
		t.Errorf("files beside the archive: %v", entries)
	}
	after, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(after); hex.EncodeToString(sum[:]) != want.SHA256 {
		t.Error("the file was changed")
	}
}

func TestBadTiles(t *testing.T) {
	want := expected[struct {
		Good int
		Bad  []string `json:"bad_zxy_from_north"`
	}](t, "tile-bad-tiles")
	c := chain(t, open(t, cases+"tile-bad-tiles/uszkodzone.mbtiles"))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	good, bad := 0, map[string]bool{}
	for range 2 { // a second look must not count anything twice
		good = 0
		for y := range uint32(4) {
			for x := range uint32(4) {
				id := ID{2, x, y}
				switch _, err := c.Tile(context.Background(), id, Fetch); {
				case err == nil:
					good++
				case errors.Is(err, ErrDamaged):
					bad[id.String()] = true
				default:
					t.Errorf("tile %v: %v", id, err)
				}
			}
		}
	}
	runtime.ReadMemStats(&after)
	if good != want.Good || len(bad) != len(want.Bad) || c.Damaged() != len(want.Bad) {
		t.Errorf("%d good, %v bad, %d counted; want %d and %v", good, bad, c.Damaged(), want.Good, want.Bad)
	}
	for _, id := range want.Bad {
		if !bad[id] {
			t.Errorf("tile %s passed for a good one", id)
		}
	}
	if took := after.TotalAlloc - before.TotalAlloc; took > 50<<20 {
		t.Errorf("took %d MB", took>>20)
	}
}

func TestVectorIsNamed(t *testing.T) {
	_, err := Open(cases + "tile-vector-gzip/wektor.mbtiles")
	if !errors.Is(err, ErrVector) || !strings.Contains(err.Error(), "wektor.mbtiles") {
		t.Errorf("got %v", err)
	}
}

func TestCredit(t *testing.T) {
	want := expected[struct{ Text, Address string }](t, "prn-attribution")
	in := open(t, cases+"prn-attribution/zrodlo.mbtiles").Info()
	if in.Credit.Text != want.Text || in.Credit.Address != want.Address {
		t.Errorf("got %+v, want %+v", in.Credit, want)
	}
	for _, c := range []struct {
		in   string
		want Credit
	}{
		{"", Credit{}},
		{"Mapa: gmina", Credit{Text: "Mapa: gmina"}},
		{"&lt;b&gt; &amp; <b>c</b>", Credit{Text: "<b> & c"}},
		{`A<br>B <a title="x" href='https://example.org/'>C</a>`, Credit{"A B C", "example.org"}},
		{`<a href="javascript:alert(1)">x</a>`, Credit{Text: "x"}},
		{`<a href=https://a.pl/b target=_blank>x</a> <a href`, Credit{"x", "a.pl/b"}},
		{"© A <b", Credit{Text: "© A"}},
	} {
		if got := CleanCredit(c.in); got != c.want {
			t.Errorf("%q: %+v, want %+v", c.in, got, c.want)
		}
	}
	if s := (Credit{"© A", "a.pl"}).String(); s != "© A, a.pl" {
		t.Errorf("in one line: %q", s)
	}
}

// FuzzCredit: whatever an archive says, no tag and no broken letter is printed.
func FuzzCredit(f *testing.F) {
	for _, s := range []string{`<a href="https://a.pl">&copy; A</a>`, "<a href", "a &lt;b", "<a\nhref=x>", "<a href= >"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := CleanCredit(s)
		if !strings.Contains(s, "&") && strings.Contains(c.Text, "<") {
			t.Errorf("%q left a tag in %q", s, c.Text)
		}
		if strings.ContainsAny(c.Address, "<>\" ") && !strings.Contains(s, "&") {
			t.Errorf("%q has the address %q", s, c.Address)
		}
	})
}

// TestBroken opens files that are no archives of pictures: each is refused with
// its reason and its name.
func TestBroken(t *testing.T) {
	want := map[string]error{
		"empty.pmtiles":                        ErrTruncated,
		"incomplete.mbtiles":                   ErrTruncated,
		"incomplete.mbtiles-journal":           ErrTruncated,
		"not.mbtiles":                          ErrNotArchive,
		"invalid.mbtiles":                      ErrNotArchive,
		"invalid.pmtiles":                      ErrNotArchive,
		"invalid-tile-format.mbtiles":          ErrFormat,
		"json-tiles.mbtiles":                   ErrFormat,
		"mlt-unknown-format.mbtiles":           ErrFormat,
		"invalid_v4.pmtiles":                   ErrVersion,
		"rzeszow-vector-v2.pmtiles":            ErrVersion,
		"rzeszow-truncated.pmtiles":            ErrTruncated,
		"rzeszow-corrupt-tiles.mbtiles":        ErrVector,
		"rzeszow-xyz-rows-not-tms.mbtiles":     ErrVector,
		"rzeszow-uncompressed-no-json.mbtiles": ErrVector,
		"missing-metadata.mbtiles":             nil,
		"webp-truncated-no-key.mbtiles":        nil, // opens; its only tile is damaged
	}
	entries, err := os.ReadDir(real + "broken")
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != len(want) {
		t.Errorf("%d files, %d expectations", len(entries), len(want))
	}
	for _, e := range entries {
		a, err := Open(real + "broken/" + e.Name())
		reason, known := want[e.Name()]
		if !known {
			t.Errorf("no expectation for %s", e.Name())
		}
		if err == nil {
			a.Close()
		}
		if !errors.Is(err, reason) || reason == nil && err != nil {
			t.Errorf("%s: %v, want %v", e.Name(), err, reason)
		}
		var ae *ArchiveError
		if err != nil && (!errors.As(err, &ae) || !strings.Contains(err.Error(), e.Name())) {
			t.Errorf("%s: %v does not name the file", e.Name(), err)
		}
	}
	if _, err := Open(real + "none.mbtiles"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	if _, err := Open(real); err == nil {
		t.Error("a folder was opened")
	}
	c := chain(t, open(t, real+"broken/webp-truncated-no-key.mbtiles"))
	if _, err := c.Tile(context.Background(), ID{}, Wait); !errors.Is(err, ErrDamaged) {
		t.Errorf("broken webp: %v", err)
	}
}

// TestTruncatedMBTiles cuts a good file at many places: an error or fewer tiles,
// never a crash.
func TestTruncatedMBTiles(t *testing.T) {
	b, err := os.ReadFile(real + "rzeszow-raster-webp.mbtiles")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "cut.mbtiles")
	for n := 100; n < len(b); n += 9001 {
		if err := os.WriteFile(path, b[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		a, err := Open(path)
		if err != nil {
			var ae *ArchiveError
			if !errors.As(err, &ae) {
				t.Errorf("cut at %d: %v is no ArchiveError", n, err)
			}
			continue
		}
		c := NewChain(ChainConfig{}, a)
		for _, id := range []ID{{12, 2298, 1388}, {15, 18386, 11110}, {14, 9193, 5555}} {
			if _, err := c.Tile(context.Background(), id, Wait); err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNone) {
				t.Errorf("cut at %d, tile %v: %v", n, id, err)
			}
		}
		c.Close()
		a.Close()
	}
}

func TestRealRasters(t *testing.T) {
	rzeszow := orb.Point{22.017, 50.0248}
	for _, c := range []struct {
		file     string
		at       orb.Point
		min, max uint8
		name     string
	}{
		{real + "rzeszow-raster-jpg.mbtiles", rzeszow, 12, 15, "Rzeszow raster (jpg)"},
		{real + "rzeszow-raster-webp.mbtiles", rzeszow, 12, 15, "Rzeszow raster (webp)"},
		{cases + "prn-attribution/zrodlo.mbtiles", orb.Point{20.68, 52.14}, 10, 15, "Źródło"},
		{real + "stamen-toner-raster-z3.pmtiles", rzeszow, 0, 3, ""},
		{real + "rzeszow-raster-png.mbtiles", rzeszow, 12, 16, "Rzeszow raster (png)"},
		{real + "rzeszow-raster-png.pmtiles", rzeszow, 12, 16, ""},
		{real + "geography-class-png.mbtiles", rzeszow, 0, 1, "Geography Class"},
		{real + "geography-class-jpg.mbtiles", rzeszow, 0, 1, "Geography Class"},
		{real + "geography-class-webp.mbtiles", rzeszow, 0, 1, "Geography Class (WebP)"},
		{real + "broken/missing-metadata.mbtiles", rzeszow, 0, 1, "Geography Class"},
	} {
		a := open(t, c.file)
		in := a.Info()
		if in.MinZoom != c.min || in.MaxZoom != c.max || c.name != "" && in.Name != c.name {
			t.Errorf("%s: %+v", c.file, in)
		}
		ch := chain(t, a)
		for z := c.min; z <= c.max; z++ {
			img, err := ch.Tile(context.Background(), At(c.at, z), AtHand)
			if err != nil {
				t.Errorf("%s, zoom %d: %v", c.file, z, err)
				continue
			}
			if r := img.Bounds(); r.Min != (image.Point{}) || img.Stride != 4*r.Dx() || r.Dx() < 256 {
				t.Errorf("%s: picture %v with stride %d", c.file, r, img.Stride)
			}
		}
		if _, err := ch.Tile(context.Background(), At(orb.Point{-100, -40}, 15), Wait); !errors.Is(err, ErrNone) {
			t.Errorf("%s: a tile on the other side of the world: %v", c.file, err)
		}
	}
}

// TestRowsTheWrongWayUp: an archive that stores rows from the north against the
// specification is known by its own bounds.
func TestRowsTheWrongWayUp(t *testing.T) {
	good, err := os.ReadFile(real + "rzeszow-raster-webp.mbtiles")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "xyz.mbtiles")
	if err := os.WriteFile(path, good, 0o600); err != nil {
		t.Fatal(err)
	}
	turnRows(t, path)
	a, b := chain(t, open(t, real+"rzeszow-raster-webp.mbtiles")), chain(t, open(t, path))
	for z := uint8(12); z <= 15; z++ {
		id := At(orb.Point{22.017, 50.0248}, z)
		want, err1 := a.Tile(context.Background(), id, Wait)
		got, err2 := b.Tile(context.Background(), id, Wait)
		if err1 != nil || err2 != nil || !bytes.Equal(want.Pix, got.Pix) {
			t.Errorf("zoom %d: another picture (%v, %v)", z, err1, err2)
		}
	}
}

// FuzzMBTiles opens files of any bytes as MBTiles: an error or tiles, no panic.
func FuzzMBTiles(f *testing.F) {
	for _, file := range []string{cases + "tile-tms-row/cwiartki.mbtiles", cases + "tile-vector-gzip/wektor.mbtiles", cases + "tile-no-format/stary.mbtiles"} {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "a.mbtiles")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, opening := range []func(string) (Archive, error){Open, OpenVector} {
			a, err := opening(path)
			if err != nil {
				continue
			}
			for _, p := range []orb.Point{{20, 52}, {-100, 40}} {
				if tile, err := a.Read(context.Background(), At(p, a.Info().MaxZoom), Wait); err == nil {
					_, _ = decode(tile) // a picture or an error
					_, _ = Unpack(tile)
				}
			}
			a.Close()
		}
	})
}
