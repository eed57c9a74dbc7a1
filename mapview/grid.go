package mapview

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"pinezka/mapview/camera"
	"pinezka/mapview/scene"
)

// tileUnits is the side of a tile in units, when it is shown as it was drawn.
const tileUnits = 512

// tileKey names a tile of the pyramid. Levels count half zoom steps: level 28 is
// zoom 14. Columns and rows count from the north west corner of the world; in odd
// levels the last ones reach beyond it.
type tileKey struct {
	Level int16
	X, Y  int32
}

// view is what placing needs of a camera: where its centre lies in the world of
// Web Mercator, a square of side 1 from the north west, and how many units that
// side has.
type view struct {
	cx, cy float64
	world  float64 // units
	w, h   float64 // units
}

func viewOf(c camera.Camera) view {
	x, y := worldAt(c.Centre)
	return view{cx: x, cy: y, world: 256 * math.Exp2(c.Zoom()), w: c.W * scene.PxPerMM, h: c.H * scene.PxPerMM}
}

// mercatorSide is the length of the square world in plane metres.
const mercatorSide = 2 * math.Pi * 6378137

// worldAt returns where a place (degrees) lies in the square world.
func worldAt(lonlat orb.Point) (x, y float64) {
	p := camera.Mercator{}.Project(lonlat)
	return p[0]/mercatorSide + 0.5, 0.5 - p[1]/mercatorSide
}

// placeOf is the inverse of worldAt.
func placeOf(x, y float64) orb.Point {
	return camera.Mercator{}.Unproject(orb.Point{(x - 0.5) * mercatorSide, (0.5 - y) * mercatorSide})
}

// at returns where a point of the world is shown, in units.
func (v view) at(x, y float64) (float64, float64) {
	return (x-v.cx)*v.world + v.w/2, (y-v.cy)*v.world + v.h/2
}

// rect is a box in units of the widget.
type rect struct{ x0, y0, x1, y1 float64 }

func (r rect) overlaps(q rect) bool {
	return r.x0 < q.x1 && q.x0 < r.x1 && r.y0 < q.y1 && q.y0 < r.y1
}

// snapped moves the edges to whole pixels, so that neighbours share theirs and
// leave no seam. Edges that lie between two pixels but for arithmetic's dust all go
// the same way, or tiles would change their size, and so their texture, in a pan.
func (r rect) snapped(scale float64) rect {
	const dust = 1e-5
	s := func(v float64) float64 { return math.Round(v*scale+dust) / scale }
	return rect{s(r.x0), s(r.y0), s(r.x1), s(r.y1)}
}

// side is the side of a tile in parts of the world.
func (k tileKey) side() float64 { return math.Exp2(1 - float64(k.Level)/2) }

// rect returns where a tile is shown.
func (v view) rect(k tileKey) rect {
	s := k.side()
	x0, y0 := v.at(float64(k.X)*s, float64(k.Y)*s)
	return rect{x0, y0, x0 + s*v.world, y0 + s*v.world}
}

// level returns the level whose tiles are nearest to the size that the view
// shows; over a raster base map whole zoom steps only.
func (v view) level(whole bool) int16 {
	zoom := math.Log2(v.world / 256)
	if whole {
		return int16(2 * math.Round(zoom))
	}
	return int16(math.Round(2 * zoom))
}

// tiles returns the tiles of a level that the view shows, the middle first,
// because that is where one looks.
func (v view) tiles(level int16) []tileKey {
	s := tileKey{Level: level}.side()
	first := func(c, size float64) int32 { return int32(math.Floor(max(0, c-size/2/v.world) / s)) }
	last := func(c, size float64) int32 { return int32(math.Ceil(min(1, c+size/2/v.world)/s)) - 1 }
	var keys []tileKey
	for y := first(v.cy, v.h); y <= last(v.cy, v.h); y++ {
		for x := first(v.cx, v.w); x <= last(v.cx, v.w); x++ {
			keys = append(keys, tileKey{level, x, y})
		}
	}
	away := func(k tileKey) float64 {
		r := v.rect(k)
		return math.Hypot((r.x0+r.x1-v.w)/2, (r.y0+r.y1-v.h)/2)
	}
	slices.SortFunc(keys, func(a, b tileKey) int {
		return cmp.Or(cmp.Compare(away(a), away(b)), cmp.Compare(a.Y, b.Y), cmp.Compare(a.X, b.X))
	})
	return keys
}

// camera returns the camera that a tile is drawn with.
func (k tileKey) camera() camera.Camera {
	s := k.side()
	centre := placeOf((float64(k.X)+0.5)*s, (float64(k.Y)+0.5)*s)
	const mm = tileUnits / scene.PxPerMM
	return camera.Screen(centre, camera.ScaleAtZoom(float64(k.Level)/2, centre[1]), mm, mm)
}
