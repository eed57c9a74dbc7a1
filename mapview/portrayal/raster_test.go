package portrayal

import (
	"context"
	"encoding/json"
	"errors"
	"image"
	"image/color"
	"math"
	"os"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/mapview/camera"
	"pinezka/mapview/scene"
	"pinezka/mapview/tile"
)

const tileCases = "../../data/testdata/cases/"

// rasterOf opens an archive of a case as a base map.
func rasterOf(t *testing.T, path string) RasterTiles {
	t.Helper()
	a, err := tile.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	c := tile.NewChain(tile.ChainConfig{}, a)
	t.Cleanup(func() {
		c.Close()
		a.Close()
	})
	return RasterTiles{Name: "base", Tiles: c}
}

// colourAt returns what the pictures show at a point of the view; the last one
// drawn counts.
func colourAt(pictures []scene.Picture, p scene.Point) (c color.RGBA, found bool) {
	for _, pic := range pictures {
		m := pic.To
		det := m.A*m.D - m.B*m.C
		dx, dy := p.X-m.E, p.Y-m.F
		u, v := (m.D*dx-m.C*dy)/det, (m.A*dy-m.B*dx)/det
		if u < 0 || u >= 1 || v < 0 || v >= 1 {
			continue
		}
		r := pic.Image.Bounds()
		c = color.RGBAModel.Convert(pic.Image.At(r.Min.X+int(u*float64(r.Dx())), r.Min.Y+int(v*float64(r.Dy())))).(color.RGBA)
		found = true
	}
	return c, found
}

func colourName(c color.RGBA) string {
	switch {
	case c.R > 150 && c.G < 100 && c.B < 100:
		return "red"
	case c.G > 100 && c.R < 100 && c.B < 120:
		return "green"
	case c.B > 150 && c.R < 100:
		return "blue"
	case c.R > 150 && c.G > 150 && c.B < 120:
		return "yellow"
	}
	return "none of them"
}

// screenAt is a view of 1000 x 700 css pixels.
func screenAt(at orb.Point, zoom float64) camera.Camera {
	return camera.Screen(at, camera.ScaleAtZoom(zoom, at[1]), 1000/scene.PxPerMM, 700/scene.PxPerMM)
}

// TestQuartersOnTheScreen lays the four tiles of the case from both formats.
func TestQuartersOnTheScreen(t *testing.T) {
	var want map[string]string
	b, err := os.ReadFile(tileCases + "tile-tms-row/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &want); err != nil {
		t.Fatal(err)
	}
	places := map[string]orb.Point{"20E 52N (Poland)": {20, 52}, "100W 40N": {-100, 40}, "60W 15S": {-60, -15}, "135E 25S": {135, -25}}
	for _, file := range []string{"cwiartki.mbtiles", "cwiartki.pmtiles"} {
		r := rasterOf(t, tileCases+"tile-tms-row/"+file)
		for _, zoom := range []float64{1, 1.5, 6.3} {
			for place, at := range places {
				c := screenAt(at, zoom)
				pictures, _, err := r.Pictures(context.Background(), c, false)
				if err != nil {
					t.Fatal(err)
				}
				col, _ := colourAt(pictures, c.ToPage(at))
				if got := colourName(col); got != want[place] {
					t.Errorf("%s, %s at zoom %g: %s, want %s", file, place, zoom, got, want[place])
				}
			}
		}
	}
}

func TestOverzoom(t *testing.T) {
	r := rasterOf(t, tileCases+"tile-overzoom/do_osmego.mbtiles")
	at := orb.Point{20.68, 52.14}
	c := screenAt(at, 14)
	pictures, gaps, err := r.Pictures(context.Background(), c, true)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []scene.Point{{X: 1, Y: 1}, {X: c.W / 2, Y: c.H / 2}, {X: c.W - 1, Y: c.H - 1}} {
		if col, _ := colourAt(pictures, p); colourName(col) != "green" {
			t.Errorf("at %v: %v", p, col)
		}
	}
	if len(gaps) != 1 || !errors.Is(gaps[0].Err, ErrCoarse) {
		t.Errorf("gaps %v, want one that says how coarse the map is", gaps)
	}
	// Where no zoom level has a tile, nothing is stretched.
	pictures, _, err = r.Pictures(context.Background(), screenAt(orb.Point{10, 45}, 14), true)
	if err != nil || len(pictures) != 0 {
		t.Errorf("%d pictures, %v", len(pictures), err)
	}
}

func TestDamagedTilesAreMarked(t *testing.T) {
	r := rasterOf(t, tileCases+"tile-bad-tiles/uszkodzone.mbtiles")
	c := camera.Screen(orb.Point{0, 0}, camera.ScaleAtZoom(2, 0), 1024/scene.PxPerMM, 1024/scene.PxPerMM)
	for _, wait := range []bool{false, true} {
		pictures, gaps, err := r.Pictures(context.Background(), c, wait)
		if err != nil {
			t.Fatal(err)
		}
		marked := 0
		for _, p := range pictures {
			if p.Ref.Class == "damaged" {
				marked++
			}
		}
		if len(pictures) != 16 || marked != 4 || len(gaps) != 1 || !errors.Is(gaps[0].Err, tile.ErrDamaged) {
			t.Errorf("%d pictures, %d marked, gaps %v", len(pictures), marked, gaps)
		}
	}
}

// pending is a service whose tiles of one zoom level are at hand; without a list
// of what was asked for, all are.
type pending struct {
	have  uint8
	limit int
	asked map[tile.ID]tile.How
}

func (p *pending) Info() tile.Info {
	return tile.Info{MaxZoom: 19, MaxTiles: p.limit, Bound: orb.Bound{Min: orb.Point{-180, -85}, Max: orb.Point{180, 85}}}
}

func (p *pending) Tile(_ context.Context, id tile.ID, how tile.How) (*image.RGBA, error) {
	if id.Z == p.have || p.asked == nil {
		m := image.NewRGBA(image.Rect(0, 0, 256, 256))
		for y := range 256 { // column and row in red and green
			for x := range 256 {
				m.SetRGBA(x, y, color.RGBA{uint8(x), uint8(y), 0, 255})
			}
		}
		return m, nil
	}
	if how != tile.AtHand {
		p.asked[id] = how
	}
	return nil, tile.ErrPending
}

// TestStandIns: while tiles are fetched, the coarser ones that are at hand show,
// in their right part, and nothing of another zoom is asked for.
func TestStandIns(t *testing.T) {
	at := orb.Point{20.032, 49.4775}
	p := &pending{have: 12, asked: map[tile.ID]tile.How{}}
	c := screenAt(at, 14)
	pictures, gaps, err := RasterTiles{Tiles: p}.Pictures(context.Background(), c, false)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(p.asked); n < 12 || n > 20 || len(pictures) != n {
		t.Errorf("%d tiles asked for, %d pictures", n, len(pictures))
	}
	for id, how := range p.asked {
		if id.Z != 14 || how != tile.Fetch {
			t.Errorf("asked for %v by %d", id, how)
		}
	}
	if len(gaps) != 1 || !errors.Is(gaps[0].Err, tile.ErrPending) {
		t.Errorf("gaps %v", gaps)
	}
	col, _ := colourAt(pictures, c.ToPage(at))
	x, y := tile.Position(at, 12)
	_, fx := math.Modf(x)
	_, fy := math.Modf(y)
	if dx, dy := float64(col.R)-fx*256, float64(col.G)-fy*256; math.Abs(dx) > 1.5 || math.Abs(dy) > 1.5 {
		t.Errorf("pixel %v of the coarse tile, want %.0f, %.0f", col, fx*256, fy*256)
	}
}

// TestSweepIsRefused: a sheet that needs more tiles than the service allows
// fetches none of them.
func TestSweepIsRefused(t *testing.T) {
	p := &pending{have: 1, limit: 10, asked: map[tile.ID]tile.How{}}
	_, gaps, err := RasterTiles{Tiles: p}.Pictures(context.Background(), screenAt(orb.Point{20, 50}, 14), true)
	if err != nil || len(p.asked) != 0 || len(gaps) == 0 || !errors.Is(gaps[0].Err, ErrSweep) {
		t.Errorf("%d tiles asked for, gaps %v, %v", len(p.asked), gaps, err)
	}
}

// TestTilesFitAlways: at any zoom tiles are shown at 59 to 119 % of their size,
// and a view cut along tiles asks for these alone.
func TestTilesFitAlways(t *testing.T) {
	p := &pending{have: 14}
	for zoom := 13.3; zoom < 14.24; zoom += 0.05 {
		pictures, _, err := RasterTiles{Tiles: p}.Pictures(context.Background(), screenAt(orb.Point{20, 50}, zoom), true)
		if err != nil {
			t.Fatal(err)
		}
		for _, pic := range pictures {
			if k := pic.To.Scale() * scene.PxPerMM / 256; k < 0.59 || k > 1.2 {
				t.Errorf("zoom %.2f: a tile at %.0f %%", zoom, 100*k)
			}
		}
	}
	// 512 css pixels over two tiles by two.
	mid := tile.ID{Z: 14, X: 9111, Y: 5601}.Bound()
	centre := orb.Point{mid.Min[0], mid.Max[1]}
	c := camera.Screen(centre, camera.ScaleAtZoom(14, centre[1]), 512/scene.PxPerMM, 512/scene.PxPerMM)
	pictures, _, err := RasterTiles{Tiles: p}.Pictures(context.Background(), c, true)
	if err != nil || len(pictures) != 4 {
		t.Errorf("%d pictures, want 4 (%v)", len(pictures), err)
	}
}

// flat is a plane whose scale changes otherwise than Mercator's, as that of a
// national grid does: a degree of latitude has the same length everywhere.
type flat struct{}

const degree = 111195.0

func (flat) Project(p orb.Point) orb.Point {
	return orb.Point{p[0] * degree * math.Cos(50*math.Pi/180), p[1] * degree}
}

func (flat) Unproject(p orb.Point) orb.Point {
	return orb.Point{p[0] / degree / math.Cos(50*math.Pi/180), p[1] / degree}
}

// TestOtherPlanes lays tiles in planes that are turned and bent as a sheet's is:
// each pixel shows what lies there on the ground.
func TestOtherPlanes(t *testing.T) {
	at := orb.Point{22.017, 50.0248}
	turned, sheet := screenAt(at, 15), screenAt(at, 15)
	turned.Turn = 0.04
	sheet.Plane, sheet.Factor, sheet.Turn = flat{}, 1, -0.04
	for name, c := range map[string]camera.Camera{"turned": turned, "sheet": sheet} {
		pictures, _, err := RasterTiles{Tiles: &pending{have: 15}}.Pictures(context.Background(), c, true)
		if err != nil || len(pictures) == 0 {
			t.Fatalf("%s: %d pictures, %v", name, len(pictures), err)
		}
		if k := pictures[0].To.Scale() * scene.PxPerMM / 256; math.Abs(k-1) > 0.01 {
			t.Errorf("%s: tiles at %.0f %% of their size", name, 100*k)
		}
		for x := 1.0; x < c.W; x += c.W / 9 {
			for y := 1.0; y < c.H; y += c.H / 7 {
				col, found := colourAt(pictures, scene.Point{X: x, Y: y})
				tx, ty := tile.Position(c.ToGround(scene.Point{X: x, Y: y}), 15)
				_, fx := math.Modf(tx)
				_, fy := math.Modf(ty)
				dx, dy := math.Abs(float64(col.R)-fx*256), math.Abs(float64(col.G)-fy*256)
				// At the edge of a tile the neighbour's first column is as right as the last.
				if !found || min(dx, 256-dx) > 1.5 || min(dy, 256-dy) > 1.5 {
					t.Errorf("%s at %.0f, %.0f: pixel %v, want %.0f, %.0f", name, x, y, col, fx*256, fy*256)
				}
			}
		}
	}
}

func TestGround(t *testing.T) {
	if Ground(Night) == Ground(Colour) || Ground("") != Ground(Colour) || Ground("none such") != (color.NRGBA{0xff, 0xff, 0xff, 0xff}) {
		t.Errorf("night %v, colour %v, without %v", Ground(Night), Ground(Colour), Ground(""))
	}
}
