package mapview

import (
	"context"
	"image"
	"runtime"
	"sync"

	"pinezka/mapview/camera"
	"pinezka/mapview/portrayal"
)

// wish is what the widget would like to see drawn. It replaces the wish before.
type wish struct {
	m portrayal.Map
	// base counts the changes of what tiles show.
	base int
	// renewal counts what arrived at the map's sources. A tile keeps the number that
	// its drawing began with: what came meanwhile it may have missed.
	renewal int
	pxPerMM float64
	tiles   []tileKey // missing ones, most wanted first
	view    camera.Camera
	over    *overWish // nil when the overlay at hand will do
}

// overWish asks for an overlay.
type overWish struct {
	version int // counts the changes of what the overlay shows
	camera  camera.Camera
	m       portrayal.Map
	pxPerMM float64
}

// drawnTile is a tile as it comes from a worker.
type drawnTile struct {
	key     tileKey
	base    int
	renewal int
	img     *image.RGBA // nil when drawing failed
	gaps    []portrayal.Gap
	err     error
	flight  *flying
}

// drawnOver is an overlay as it comes from the worker.
type drawnOver struct {
	wish    *overWish
	img     *image.RGBA
	drawing portrayal.Drawing
	err     error
}

// frames draws tiles and overlays off the interface goroutine. Request returns
// at once; results come through the two functions, called by a worker.
type frames struct {
	painter Painter
	onTile  func(drawnTile)
	onOver  func(drawnOver)

	ctx    context.Context
	cancel context.CancelFunc
	work   sync.WaitGroup

	mu       sync.Mutex
	changed  *sync.Cond
	closed   bool
	wish     wish
	flying   map[tileKey]*flying
	over     *overWish // waiting
	overNow  *overWish // being drawn
	overDone *overWish // drawn, not yet taken by the interface goroutine
	overStop context.CancelFunc
}

// flying is a tile that is being drawn, or drawn and not yet taken by the
// interface goroutine.
type flying struct {
	base int
	stop context.CancelFunc
}

// maxPainters is how many tiles are drawn at once. One more goroutine draws the
// overlay.
const maxPainters = 4

func newFrames(p Painter, onTile func(drawnTile), onOver func(drawnOver)) *frames {
	f := &frames{painter: p, onTile: onTile, onOver: onOver, flying: map[tileKey]*flying{}}
	f.changed = sync.NewCond(&f.mu)
	f.ctx, f.cancel = context.WithCancel(context.Background())
	for range min(maxPainters, max(2, runtime.GOMAXPROCS(0)-1)) {
		f.work.Go(f.drawTiles)
	}
	f.work.Go(f.drawOvers)
	return f
}

// request makes w the wish that counts. Tiles that it no longer wants are given
// up. An overlay that is being drawn is given up only when it would be of no use
// any more: were each step of a brush to stop the one before, nothing would be
// seen until the hand rests.
func (f *frames) request(w wish) {
	f.mu.Lock()
	defer f.mu.Unlock()
	wanted := map[tileKey]bool{}
	waiting := w.tiles[:0:0]
	for _, k := range w.tiles {
		wanted[k] = true
		if fl, ok := f.flying[k]; !ok || fl.base != w.base {
			waiting = append(waiting, k)
		}
	}
	for k, fl := range f.flying {
		if !wanted[k] || fl.base != w.base {
			fl.stop()
			delete(f.flying, k)
		}
	}
	w.tiles = waiting
	f.wish = w
	f.over = w.over
	if f.over != nil {
		switch {
		case f.over.metBy(f.overNow, w.view) || f.over.metBy(f.overDone, w.view):
			f.over = nil // it is coming
		case f.overNow != nil && !useful(f.overNow.camera, w.view):
			f.overStop()
		}
	}
	f.changed.Broadcast()
}

// metBy tells whether a wish is met by what is coming for another.
func (o *overWish) metBy(coming *overWish, view camera.Camera) bool {
	return coming != nil && coming.version == o.version && coming.pxPerMM == o.pxPerMM && covers(coming.camera, view)
}

// tileTaken and overTaken say that the interface goroutine has a result. Until
// then a wish for the same is not begun again.
func (f *frames) tileTaken(t drawnTile) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.flying[t.key] == t.flight {
		delete(f.flying, t.key)
	}
}

func (f *frames) overTaken(d drawnOver) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.overDone == d.wish {
		f.overDone = nil
	}
}

// covers tells whether an overlay drawn for one camera is as good as new for a
// view: the same size, and the view inside it with something to spare.
func covers(drawn, view camera.Camera) bool {
	k := drawn.Scale * drawn.Factor / (view.Scale * view.Factor)
	p := drawn.ToPage(view.Centre)
	spare := 0.55 // of the view's width and height, from its middle
	return k > 0.999999 && k < 1.000001 &&
		p.X >= spare*view.W && p.X <= drawn.W-spare*view.W &&
		p.Y >= spare*view.H && p.Y <= drawn.H-spare*view.H
}

// useful tells whether an overlay drawn for one camera still serves another: the
// middle of the view lies in it, at less than half a zoom step's difference.
func useful(drawn, view camera.Camera) bool {
	k := drawn.Scale / view.Scale
	p := drawn.ToPage(view.Centre)
	return k > 0.7 && k < 1.45 && p.X > 0 && p.X < drawn.W && p.Y > 0 && p.Y < drawn.H
}

// close stops the workers and waits for their end.
func (f *frames) close() {
	f.mu.Lock()
	f.closed = true
	f.mu.Unlock()
	f.cancel()
	f.changed.Broadcast()
	f.work.Wait()
}

// drawTiles draws the most wanted tile that no other worker draws, for ever.
func (f *frames) drawTiles() {
	for {
		f.mu.Lock()
		for len(f.wish.tiles) == 0 && !f.closed {
			f.changed.Wait()
		}
		if f.closed {
			f.mu.Unlock()
			return
		}
		k, m, px := f.wish.tiles[0], f.wish.m, f.wish.pxPerMM
		drawn := drawnTile{key: k, base: f.wish.base, renewal: f.wish.renewal}
		f.wish.tiles = f.wish.tiles[1:]
		ctx, stop := context.WithCancel(f.ctx)
		drawn.flight = &flying{drawn.base, stop}
		f.flying[k] = drawn.flight
		f.mu.Unlock()

		drawn.img, drawn.gaps, drawn.err = f.painter.Base(ctx, m, k.camera(), px)
		given := ctx.Err() != nil
		stop()
		if !given {
			f.onTile(drawn)
		}
	}
}

// drawOvers draws the newest overlay that is wished, for ever.
func (f *frames) drawOvers() {
	for {
		f.mu.Lock()
		for f.over == nil && !f.closed {
			f.changed.Wait()
		}
		if f.closed {
			f.mu.Unlock()
			return
		}
		w := f.over
		ctx, stop := context.WithCancel(f.ctx)
		f.overNow, f.over, f.overStop = w, nil, stop
		f.mu.Unlock()

		img, drawing, err := f.painter.Over(ctx, w.m, w.camera, w.pxPerMM)
		given := ctx.Err() != nil
		stop()

		f.mu.Lock()
		f.overNow = nil
		if !given {
			f.overDone = w
		}
		f.mu.Unlock()
		if !given {
			f.onOver(drawnOver{wish: w, img: img, drawing: drawing, err: err})
		}
	}
}
