package portrayal

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"math"

	"github.com/paulmach/orb"

	"pinezka/mapview/camera"
	"pinezka/mapview/scene"
	"pinezka/mapview/tile"
)

// RasterTiles is a base map of picture tiles: it chooses the zoom level, lays
// each tile by the map through its corners, and lets an enlarged part of a
// coarser tile stand in for one that is missing.
type RasterTiles struct {
	Name  string // the layer's name in gaps
	Tiles tile.Getter
}

// What a gap of picture tiles may say beyond the errors of package tile.
var (
	// ErrCoarse: the tiles end at a coarser zoom level than the view has.
	ErrCoarse = errors.New("the base map is coarse here")
	// ErrSweep: the view needs more tiles than the service lets a program fetch;
	// only what was at hand is shown.
	ErrSweep = errors.New("too many tiles to ask of this service")
)

const (
	// sharpness is how far, in zoom levels, tiles may be enlarged before the next
	// finer level is taken: by a fifth, which hardly shows, while the finer level
	// would have its letters at 59 % of their size.
	sharpness = 0.25
	// maxParents is how many levels up a stand-in is looked for.
	maxParents = 6
	// coarseFrom is from how many missing levels on a base map counts as coarse.
	coarseFrom = 1.0
)

// Pictures lays the tiles of a view. Gaps are counted by their reason.
func (r RasterTiles) Pictures(ctx context.Context, c camera.Camera, wait bool) ([]scene.Picture, []Gap, error) {
	info := r.Tiles.Info()
	// By the true scale, so that a sheet's plane needs no zoom levels of its own.
	zoom := math.Log2(camera.ScaleAtZoom(0, c.Centre[1]) / c.Scale)
	want := math.Ceil(zoom - sharpness)
	z := uint8(max(float64(info.MinZoom), min(float64(info.MaxZoom), want)))
	how := tile.Fetch
	if wait {
		how = tile.Wait
	}
	gaps := gapCounter{layer: r.Name}
	if want-float64(info.MaxZoom) >= coarseFrom {
		gaps.add(fmt.Errorf("%w: its tiles end at zoom level %d", ErrCoarse, info.MaxZoom))
	}
	ids := tilesIn(c, info, z)
	if len(ids) > maxTilesOfView {
		return nil, gaps.list(), fmt.Errorf("lay tiles of zoom level %d: the view has %d of them", z, len(ids))
	}
	if info.MaxTiles > 0 && len(ids) > info.MaxTiles {
		how = tile.AtHand
		gaps.add(fmt.Errorf("%w: %d, at most %d", ErrSweep, len(ids), info.MaxTiles))
	}

	var pictures []scene.Picture
	for _, id := range ids {
		img, err := r.Tiles.Tile(ctx, id, how)
		if ctx.Err() != nil {
			return nil, gaps.list(), ctx.Err()
		}
		if err == nil {
			pictures = append(pictures, lay(c, id, img, id.String()))
			continue
		}
		if !errors.Is(err, tile.ErrNone) {
			gaps.add(err)
		}
		if errors.Is(err, tile.ErrDamaged) {
			pictures = append(pictures, lay(c, id, damagedPicture, "damaged"))
			continue
		}
		if part := r.standIn(ctx, id, info.MinZoom); part != nil {
			pictures = append(pictures, lay(c, id, part, id.String()))
		}
	}
	return pictures, gaps.list(), nil
}

// maxTilesOfView bounds the work for a view that no tiles were made for, such as
// a whole country on tiles that begin at a street.
const maxTilesOfView = 4096

// tilesIn returns the tiles of a zoom level that the view shows, cut to where
// the source has any.
func tilesIn(c camera.Camera, info tile.Info, z uint8) []tile.ID {
	b := c.Bound(0)
	for i := range 2 {
		b.Min[i], b.Max[i] = max(b.Min[i], info.Bound.Min[i]), min(b.Max[i], info.Bound.Max[i])
		if b.Min[i] >= b.Max[i] {
			return nil
		}
	}
	// A view whose edge is the edge of a tile does not show the next one.
	const edge = 1e-6
	x0, y0 := tile.Position(orb.Point{b.Min[0], b.Max[1]}, z)
	x1, y1 := tile.Position(orb.Point{b.Max[0], b.Min[1]}, z)
	n := math.Exp2(float64(z))
	first := func(v float64) float64 { return max(0, math.Floor(v+edge)) }
	last := func(v float64) float64 { return min(n-1, math.Ceil(v-edge)-1) }
	view := scene.Box(0, 0, c.W, c.H)
	var ids []tile.ID
	for y := first(y0); y <= last(y1); y++ {
		for x := first(x0); x <= last(x1); x++ {
			id := tile.ID{Z: z, X: uint32(x), Y: uint32(y)}
			if quad(c, id).box().Overlaps(view) {
				ids = append(ids, id)
			}
			if len(ids) > maxTilesOfView {
				return ids
			}
		}
	}
	return ids
}

// corners are where a tile's corners lie in the picture, in millimetres.
type corners struct{ nw, ne, sw, se scene.Point }

func quad(c camera.Camera, id tile.ID) corners {
	b := id.Bound()
	return corners{
		nw: c.ToPage(orb.Point{b.Min[0], b.Max[1]}), ne: c.ToPage(b.Max),
		sw: c.ToPage(b.Min), se: c.ToPage(orb.Point{b.Max[0], b.Min[1]}),
	}
}

func (q corners) box() scene.Rect {
	return scene.Rect{
		X0: min(q.nw.X, q.sw.X, q.ne.X, q.se.X), Y0: min(q.nw.Y, q.sw.Y, q.ne.Y, q.se.Y),
		X1: max(q.nw.X, q.sw.X, q.ne.X, q.se.X), Y1: max(q.nw.Y, q.sw.Y, q.ne.Y, q.se.Y),
	}
}

// affine maps the unit square to the parallelogram nearest to the corners. On
// the screen's plane it goes through all four; in EPSG:2180 a tile of a street
// map is off by less than a thousandth of a millimetre.
func (q corners) affine() scene.Affine {
	right := q.ne.Sub(q.nw).Add(q.se.Sub(q.sw)).Scale(0.5)
	down := q.sw.Sub(q.nw).Add(q.se.Sub(q.ne)).Scale(0.5)
	mid := q.nw.Add(q.ne).Add(q.sw).Add(q.se).Scale(0.25)
	o := mid.Sub(right.Add(down).Scale(0.5))
	return scene.Affine{A: right.X, B: right.Y, C: down.X, D: down.Y, E: o.X, F: o.Y}
}

func lay(c camera.Camera, id tile.ID, img image.Image, class string) scene.Picture {
	return scene.Picture{Image: img, To: quad(c, id).affine(), Smooth: true, Ref: scene.Ref{Layer: "raster", Class: class}}
}

// standIn cuts a tile's part out of the nearest coarser tile that is at hand.
// Nothing is fetched for it.
func (r RasterTiles) standIn(ctx context.Context, id tile.ID, minZoom uint8) image.Image {
	for n := uint8(1); n <= maxParents && n <= id.Z && id.Z-n >= minZoom; n++ {
		parent, col, row := id.Parent(n)
		img, err := r.Tiles.Tile(ctx, parent, tile.AtHand)
		if err != nil {
			continue
		}
		w, h := img.Rect.Dx()>>n, img.Rect.Dy()>>n
		if w == 0 || h == 0 {
			return nil
		}
		return part(img, int(col)*w, int(row)*h, w, h)
	}
	return nil
}

// part copies a rectangle, so that it begins at the origin with rows of its own.
func part(img *image.RGBA, x, y, w, h int) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range h {
		from := img.PixOffset(img.Rect.Min.X+x, img.Rect.Min.Y+y+i)
		copy(p.Pix[i*p.Stride:i*p.Stride+4*w], img.Pix[from:])
	}
	return p
}

// damagedPicture marks a tile that cannot be shown: sparse grey hatching that
// reads as "something is missing" in a grey print, too.
var damagedPicture = hatch(256, 32, 2, color.RGBA{0x76, 0x82, 0x8f, 0xff})

func hatch(size, step, width int, c color.RGBA) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			if (x+y)%step < width {
				m.SetRGBA(x, y, c)
			}
		}
	}
	return m
}

// Passing tells whether a gap may close without anybody's doing: what lacked was
// on its way, or its service could not be asked at that moment.
func (g Gap) Passing() bool {
	return errors.Is(g.Err, tile.ErrPending) || errors.Is(g.Err, tile.ErrBusy) || errors.Is(g.Err, tile.ErrOffline)
}

// gapCounter gathers gaps, one for each kind of error.
type gapCounter struct {
	layer string
	gaps  []Gap
	count []int
}

func (g *gapCounter) add(err error) {
	for i := range g.gaps {
		if reason(g.gaps[i].Err) == reason(err) {
			g.count[i]++
			return
		}
	}
	g.gaps = append(g.gaps, Gap{Layer: g.layer, Err: err})
	g.count = append(g.count, 1)
}

func (g *gapCounter) list() []Gap {
	for i, n := range g.count {
		if n > 1 {
			g.gaps[i].Err = fmt.Errorf("%w (%d tiles)", g.gaps[i].Err, n)
		}
	}
	return g.gaps
}

// reason returns the error that gaps are counted under.
func reason(err error) error {
	for _, r := range []error{tile.ErrPending, tile.ErrDamaged, tile.ErrOffline, tile.ErrRefused, tile.ErrBusy, tile.ErrClosed} {
		if errors.Is(err, r) {
			return r
		}
	}
	return err
}
