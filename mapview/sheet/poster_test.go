package sheet_test

import (
	"context"
	"fmt"
	"image"
	"math"
	"strings"
	"testing"

	"pinezka/mapview/raster"
	"pinezka/mapview/scene"
	"pinezka/mapview/sheet"
)

func posterSays() sheet.PosterWords {
	return sheet.PosterWords{
		Title: "Plan składania plakatu A0 z kartek A4",
		Second: func(scale float64, n, columns, rows int, _ bool) string {
			return fmt.Sprintf("Nowe Miasto, mapa ścienna 1 : %s · %d kartek (%d × %d), zakładka 10 mm", thousands(scale), n, columns, rows)
		},
		Tile: func(n int) string { return fmt.Sprintf("kartka %d", n) }, Before: "Zanim zaczniesz",
		Advice: "Drukuj w rozmiarze rzeczywistym (100 %), bez dopasowania do strony. Zmierz linijkę na pierwszej kartce: musi mieć 100 mm.",
		Steps: func(first, last string, diagonal float64) []string {
			return []string{
				"Przytnij każdą kartkę przy prawej i dolnej krawędzi wzdłuż linii przerywanej; gdzie jej nie ma, przy brzegu obrazu. Lewej i górnej nie tnij: na szarym pasku będzie klej.",
				fmt.Sprintf("Sklej rzędami od lewej: %s … %s, potem następny rząd. Obcięty brzeg leży na brzegu szarego paska.", first, last),
				fmt.Sprintf("Połącz rzędy od góry. Sprawdź przekątną plakatu: %s mm (± 5 mm).", thousands(diagonal)),
			}
		},
		Glue: "klej: zakładka 10 mm", Cut: "tnij tu",
		Beside: func(l, r, a, b string) string {
			return strings.Join(strings.Fields(fmt.Sprintf("sąsiedzi: %s %s %s %s", l, r, a, b)), " ")
		},
		Alt:  func(name string) string { return "Plakat " + name },
		Note: "Każda kartka powtarza swój numer, sąsiadów, numer arkusza i linijkę 100 mm.",
	}
}

func poster(t testing.TB, paper, tile int) sheet.Poster {
	m := a3(t, 60, 5)
	m.Paper, m.Index, m.NoGrid = sheet.Papers[paper].Landscape(), false, false
	return sheet.Poster{Meeting: m, Tile: sheet.Papers[tile], Says: posterSays()}
}

// TestPosterTiles: the turn of paper with fewer tiles is taken, as the plan of
// cartography has it, and each tile says who its neighbours are.
func TestPosterTiles(t *testing.T) {
	for _, c := range []struct{ paper, tile, want int }{{4, 0, 21}, {4, 1, 9}, {3, 0, 12}, {3, 1, 6}, {2, 0, 8}} {
		p := poster(t, c.paper, c.tile)
		pages, err := p.Pages(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if got := len(pages) - 1; got != c.want {
			t.Errorf("%s on %s: %d tiles, want %d", p.Paper.Name, p.Tile.Name, got, c.want)
		}
		if c.paper == 4 && c.tile == 0 {
			save(t, "poster", pages)
			if words := allText(pages[1+7+2]); !strings.Contains(words, "C2") || !strings.Contains(words, "sąsiedzi: B2 D2 C1 C3") || !strings.Contains(words, "7F3K9Q2M") {
				t.Errorf("tile C2 says %s", words)
			}
			for _, want := range []string{"A1", "G3", "kartka 21", "1\u00a0456 mm", "21 kartek (7 × 3)"} {
				if !strings.Contains(allText(pages[0]), want) {
					t.Errorf("the plan does not say %q", want)
				}
			}
		}
	}
}

// TestPosterJoined glues rasterised tiles as the plan says and holds them against the
// sheet in one piece at 150 dpi: neither strip nor line nor label is left to be seen.
// Tiles are moved by less than half a pixel, so that their pixels are the sheet's; what
// differs then is no rounding.
func TestPosterJoined(t *testing.T) {
	p := poster(t, 2, 0) // A2 on A4
	ctx := context.Background()
	whole, err := p.Meeting.Pages(ctx)
	if err != nil {
		t.Fatal(err)
	}
	pages, err := p.Pages(ctx)
	if err != nil {
		t.Fatal(err)
	}
	const px = 150 / 25.4
	white := func(s scene.Scene, dx, dy float64) *image.RGBA {
		to := scene.Translate(dx, dy)
		s.Ops = []scene.Op{
			scene.Fill{Path: scene.Box(-1, -1, s.W+2, s.H+2).Path(), Paint: scene.Solid(scene.MustHex("#ffffff"))},
			scene.Group{To: &to, Ops: sheet.Hung(s.Ops, dx, dy)},
		}
		return raster.Render(s, px)
	}
	want := white(whole[0].Scene, 0, 0)
	const columns, rows = 4, 2 // upright tiles over a sheet that lies across
	const edge, glue = 5.0, 10.0
	tile := pages[1].Scene
	stepX, stepY := (p.Paper.W-tile.W+2*edge)/(columns-1), (p.Paper.H-tile.H+2*edge)/(rows-1)
	if len(pages) != 1+columns*rows {
		t.Fatalf("%d tiles", len(pages)-1)
	}
	off := func(i int, step float64) (whole int, moved float64) {
		exact := (float64(i)*step - edge) * px
		r := math.Round(exact)
		return int(r), (exact - r) / px
	}
	tiles := make([]*image.RGBA, columns*rows)
	for i := range tiles {
		_, dx := off(i%columns, stepX)
		_, dy := off(i/columns, stepY)
		tiles[i] = white(pages[1+i].Scene, dx, dy)
	}
	// A tile covers its neighbour's strip up to the strip's inner edge; the pixel that
	// the scissors cross is neither's.
	owner := func(at int, step float64, n int) int {
		for i := n - 1; i > 0; i-- {
			switch edge := (float64(i)*step + glue) * px; {
			case float64(at) >= edge:
				return i
			case float64(at)+1 > edge:
				return -1
			}
		}
		return 0
	}
	bad, most := 0, 0
	b := want.Bounds()
	for y := range b.Max.Y {
		row := owner(y, stepY, rows)
		oy, _ := off(max(0, row), stepY)
		for x := range b.Max.X {
			col := owner(x, stepX, columns)
			if row == 0 && float64(y) < 6*px || row < 0 || col < 0 {
				continue // the first row's labels stand in the poster's white margin
			}
			ox, _ := off(col, stepX)
			got, w := tiles[row*columns+col].RGBAAt(x-ox, y-oy), want.RGBAAt(x, y)
			d := max(apart(got.R, w.R), apart(got.G, w.G), apart(got.B, w.B))
			if most = max(most, d); d > 8 {
				bad++
			}
		}
	}
	t.Logf("the largest difference is %d of 255", most)
	if bad > 0 {
		t.Errorf("%d of %d pixels differ", bad, b.Dx()*b.Dy())
	}
}

func apart(a, b uint8) int { return max(int(a)-int(b), int(b)-int(a)) }
