package portrayal_test

import (
	"context"
	"image"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/mapview/camera"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/raster"
	"pinezka/mapview/scene"
	"pinezka/mapview/source"
)

// Four tiles side by side are the picture that is drawn at once: roads, dashes,
// casings and outlines run on over their edges.
func TestTilesHaveNoSeams(t *testing.T) {
	const side = 256
	const mm = side / scene.PxPerMM
	whole := camera.Screen(orb.Point{22.017, 50.0248}, 5000, 2*mm, 2*mm)
	at := func(x, y float64) orb.Point { return whole.ToGround(scene.Point{X: x, Y: y}) }
	line := func(xy ...float64) (ls orb.LineString) {
		for i := 0; i < len(xy); i += 2 {
			ls = append(ls, at(xy[i], xy[i+1]))
		}
		return ls
	}
	area := func(xy ...float64) orb.Polygon { return orb.Polygon{orb.Ring(line(xy...))} }
	m := portrayal.Map{Look: portrayal.Colour, Base: []source.Source{source.NewMemory([]source.Feature{
		{ID: 1, Class: "land.park", Geometry: area(20, 20, 110, 25, 100, 90, 30, 120, 20, 20)},
		{ID: 2, Class: "water.area", Geometry: area(-40, 60, 80, 50, 90, 80, -40, 100, -40, 60)},
		{ID: 3, Class: "building.main", Geometry: area(60, 60, 75, 60, 75, 75, 60, 75, 60, 60)},
		{ID: 4, Class: "road.secondary", Geometry: line(-50, 10, 200, 130)},
		{ID: 5, Class: "road.foot", Geometry: line(-80, -20, 20, 70, 90, 64, 300, 20)},
		{ID: 6, Class: "road.residential", Geometry: line(66, 0, 68, 140)},
		{ID: 7, Class: "rail.main", Geometry: line(0, 140, 67, 67.9, 140, 0)},
		{ID: 8, Class: "boundary.gmina", Geometry: line(5, -30, 130, 60, 5, 150)},
	})}}
	render := func(c camera.Camera) *image.RGBA {
		s, gaps, err := portrayal.DrawBase(context.Background(), m, c)
		if err != nil || len(gaps) > 0 {
			t.Fatal(err, gaps)
		}
		return raster.Render(s, scene.PxPerMM)
	}
	want := render(whole)
	for i := range 4 {
		dx, dy := i%2, i/2
		tile := whole.MovedBy(scene.Point{X: mm/2 - float64(dx)*mm, Y: mm/2 - float64(dy)*mm})
		tile.W, tile.H = mm, mm
		got := render(tile)
		bad := 0
		for y := range side {
			for x := range side {
				a, b := got.RGBAAt(x, y), want.RGBAAt(dx*side+x, dy*side+y)
				if far(a.R, b.R) || far(a.G, b.G) || far(a.B, b.B) {
					bad++
				}
			}
		}
		if bad > 0 {
			t.Errorf("tile %d, %d: %d pixels differ from the whole picture", dx, dy, bad)
		}
	}
}

// far tells whether two shades differ by more than the rounding of edges.
func far(a, b uint8) bool { return max(a, b)-min(a, b) > 6 }
