package mapview

import (
	"cmp"
	"math"
	"slices"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
	"github.com/paulmach/orb"

	"pinezka/mapview/camera"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
)

// Options are what a widget is made with; the zero value serves a window.
type Options struct {
	Painter Painter          // nil: portrayal and raster
	Post    func(func())     // runs a function on the interface goroutine, later; nil: fyne.Do. It must not wait
	Memory  int              // bound of the drawn tiles in bytes; 0: 40 MB, what a view needs three times over
	Now     func() time.Time // nil: the system's clock
}

// Hit is what lies under the pointer, or under the cross in the middle.
type Hit struct {
	LonLat   orb.Point // degrees
	At       fyne.Position
	Marks    []portrayal.Mark // signs of the overlay, the topmost first
	Modifier fyne.KeyModifier
}

// Widget is the map. Make it with NewWidget, do not embed it, and end it with
// Close. The callbacks are called on the interface goroutine; any may be nil.
type Widget struct {
	widget.BaseWidget

	OnTap       func(Hit)           // click of the first button, or Space
	OnSecondary func(Hit)           // click of the second button
	OnEnter     func(Hit)           // Enter: the place under the cross
	OnHover     func(Hit)           // the pointer rests or moves on the map; once a frame at most
	OnHoverEnd  func()              // the pointer left the map
	OnCamera    func(camera.Camera) // the view changed; once a frame at most
	OnHome      func()              // Home; nil: the box of SetHome
	OnStep      func(by int)        // Page Down and Page Up: +1 and -1
	OnKey       func(*fyne.KeyEvent)
	OnRune      func(rune)
	OnDrawing   func(portrayal.Drawing) // a new overlay is shown
	OnGaps      func([]portrayal.Gap)   // what tiles of the base map lack
	OnError     func(error)             // a drawing failed

	post   func(func())
	now    func() time.Time
	frames *frames

	cam     camera.Camera
	told    camera.Camera // what OnCamera heard last
	sized   bool          // a layout took place
	fit     *orb.Bound    // to be fitted as soon as the size is known
	home    orb.Bound
	m       portrayal.Map
	base    int // counts changes of m that tiles show
	version int // counts changes of m that the overlay shows; 0 before the first map
	scale   float64
	dirty   bool
	closed  bool
	missing int // tiles that the last applied camera lacked

	tiles   *cache
	over    drawnOver
	hand    hand
	rings   []orb.Point
	cursor  desktop.Cursor
	focused bool

	renewMu    sync.Mutex
	renewTimer *time.Timer
	renewals   int

	ground     *canvas.Rectangle
	coarse     *pool
	sharp      *pool
	overlay    *canvas.Image
	ringBox    *fyne.Container
	clip       *container.Clip
	furniture  *furniture
	wholeSteps bool
}

// Zoom levels between which the map moves.
const (
	minZoom = 3.0
	maxZoom = 21.0
)

// overSize is how much larger than the view the overlay is drawn.
const overSize = 1.5

// maxCoarse bounds the stand-ins, maxRings the highlighted places: each canvas
// object costs 10 µs a frame.
const (
	maxCoarse = 24
	maxRings  = 40
)

// retry is how long a tile with gaps is left alone when nothing new arrived.
const retry = time.Second

// NewWidget returns a map of nothing that looks at Poland.
func NewWidget(o Options) *Widget {
	if o.Painter == nil {
		o.Painter = standard{}
	}
	if o.Post == nil {
		o.Post = fyne.Do
	}
	if o.Memory == 0 {
		o.Memory = 40 << 20
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	w := &Widget{
		post: o.Post, now: o.Now, tiles: newCache(o.Memory), scale: 1,
		cam:    camera.Screen(orb.Point{19.3, 52}, 4e6, 100, 100),
		ground: canvas.NewRectangle(portrayal.Ground("")), coarse: newPool(), sharp: newPool(), overlay: newPicture(), ringBox: container.NewWithoutLayout(),
	}
	w.overlay.Hidden = true
	w.frames = newFrames(o.Painter,
		func(t drawnTile) { w.post(func() { w.tileCame(t) }) },
		func(d drawnOver) { w.post(func() { w.overCame(d) }) })
	w.clip = container.NewClip(container.NewWithoutLayout(w.ground, w.coarse.box, w.sharp.box, w.overlay, w.ringBox))
	w.furniture = newFurniture(w)
	w.ExtendBaseWidget(w)
	return w
}

// Close ends the workers and waits for them. It must not be called from a
// function that was posted by one and that the worker waits for.
func (w *Widget) Close() {
	w.closed = true
	w.renewMu.Lock()
	if w.renewTimer != nil {
		w.renewTimer.Stop()
	}
	w.renewMu.Unlock()
	w.frames.close()
}

// SetMap shows another map. Where only overlays changed, the tiles stay.
func (w *Widget) SetMap(m portrayal.Map) {
	if !sameBase(w.m, m) {
		w.base++
	}
	w.m = m
	w.version++
	w.wholeSteps = len(m.Raster) > 0
	w.furniture.setCredit(m.Credit)
	if g := portrayal.Ground(m.Look); w.ground.FillColor != g {
		w.ground.FillColor = g
		w.ground.Refresh()
	}
	w.touch()
}

// Map returns what is shown.
func (w *Widget) Map() portrayal.Map { return w.m }

// Camera returns where the map looks.
func (w *Widget) Camera() camera.Camera { return w.cam }

// SetCamera looks at c's centre at c's scale, in the widget's own size.
func (w *Widget) SetCamera(c camera.Camera) {
	w.fit = nil
	w.look(camera.Screen(c.Centre, c.Scale, w.cam.W, w.cam.H))
}

// Fit shows the whole box (degrees).
func (w *Widget) Fit(b orb.Bound) {
	if !w.sized {
		w.fit = &b
		return
	}
	w.fit = nil
	const margin = 24 / scene.PxPerMM
	w.look(camera.Fit(b, w.cam.W, w.cam.H, margin))
}

// SetHome says what the Home key and button show.
func (w *Widget) SetHome(b orb.Bound) { w.home = b }

// GoHome does what the Home key does.
func (w *Widget) GoHome() {
	switch {
	case w.OnHome != nil:
		w.OnHome()
	case !w.home.IsZero():
		w.Fit(w.home)
	}
}

// SetHighlight draws thin rings around places (degrees), forty at most. They
// move with the map and cost no drawing.
func (w *Widget) SetHighlight(places []orb.Point) {
	w.rings = slices.Clone(places[:min(len(places), maxRings)])
	w.touch()
}

// SetCursor sets the pointer's form over the map; nil for the usual one.
func (w *Widget) SetCursor(c desktop.Cursor) { w.cursor = c }

// Renew says that something which tiles lacked has arrived, as a tile source
// does. It may be called from any goroutine, as often as one likes.
func (w *Widget) Renew() {
	w.renewMu.Lock()
	defer w.renewMu.Unlock()
	if w.renewTimer != nil {
		return
	}
	const together = 80 * time.Millisecond // tiles come in flocks
	w.renewTimer = time.AfterFunc(together, func() {
		w.renewMu.Lock()
		w.renewTimer = nil
		w.renewMu.Unlock()
		w.post(func() {
			w.renewals++
			w.touch()
		})
	})
}

// Settled tells whether all that the view needs is drawn and shown.
func (w *Widget) Settled() bool {
	return w.sized && !w.dirty && w.missing == 0 && w.over.img != nil && w.over.wish.version == w.version && covers(w.over.wish.camera, w.cam)
}

// look moves the camera, within the limits.
func (w *Widget) look(c camera.Camera) {
	c.Centre[0] = max(-180, min(180, c.Centre[0]))
	c.Centre[1] = max(-84, min(84, c.Centre[1]))
	if z := c.Zoom(); z < minZoom || z > maxZoom || math.IsNaN(z) {
		z = max(minZoom, min(maxZoom, z))
		c = camera.Screen(c.Centre, camera.ScaleAtZoom(z, c.Centre[1]), c.W, c.H)
	}
	if c == w.cam {
		return
	}
	w.cam = c
	w.touch()
}

// touch asks for one application of the state, however many changes come before.
func (w *Widget) touch() {
	if w.dirty || w.closed {
		return
	}
	w.dirty = true
	w.post(w.apply)
}

// apply is the one place where state becomes picture. It moves what there is,
// then wishes for what is missing.
func (w *Widget) apply() {
	w.dirty = false
	if w.closed || !w.sized || w.version == 0 {
		return // there is nothing to show yet
	}
	w.readScale()
	v := viewOf(w.cam)
	want := w.placeTiles(v)
	over := w.placeOverlay(v)
	w.placeRings(v)
	w.furniture.place(w.cam)
	px := w.scale * scene.PxPerMM
	w.frames.request(wish{m: w.m, base: w.base, renewal: w.renewals, pxPerMM: px, tiles: want, view: w.cam, over: over})
	if w.cam != w.told {
		w.told = w.cam
		if w.OnCamera != nil {
			w.OnCamera(w.cam)
		}
	}
	w.hand.tellHover(w)
	// Pictures that were never painted belong to no canvas yet, so refreshing them
	// wakes nobody: an idle window would stay empty. The ground always does.
	w.ground.Refresh()
}

// readScale follows the canvas to another screen: all is drawn anew.
func (w *Widget) readScale() {
	c := fyne.CurrentApp().Driver().CanvasForObject(w)
	if c == nil {
		return
	}
	if s := float64(c.Scale()); s > 0 && s != w.scale {
		w.scale = s
		w.base++
		w.version++
	}
}

// placeTiles moves the tiles and returns the keys of those to draw.
func (w *Widget) placeTiles(v view) []tileKey {
	w.tiles.turn++
	level := v.level(w.wholeSteps)
	var want []tileKey
	var shown []*shot
	var holes []rect
	for _, k := range v.tiles(level) {
		s := w.tiles.get(k)
		if w.lacks(s) {
			want = append(want, k)
		}
		if s != nil && s.img != nil {
			shown = append(shown, s)
		} else {
			holes = append(holes, v.rect(k))
		}
	}
	w.missing = len(want)
	where := func(k tileKey) rect { return v.rect(k).snapped(w.scale) }
	w.coarse.show(w.standIns(v, level, holes), where)
	w.sharp.show(shown, where)
	return want
}

// lacks tells whether a tile has to be drawn, or drawn again.
func (w *Widget) lacks(s *shot) bool {
	if s == nil || s.base != w.base {
		return true
	}
	return (s.partial || s.img == nil) && (s.renewal != w.renewals || w.now().Sub(s.at) > retry)
}

// standIns picks tiles of other levels that show something in the holes, the
// nearest levels last, so that they lie on top.
func (w *Widget) standIns(v view, level int16, holes []rect) []*shot {
	if len(holes) == 0 {
		return nil
	}
	var found []*shot
	for k, s := range w.tiles.shots {
		if k.Level == level || s.img == nil {
			continue
		}
		r := v.rect(k)
		if slices.ContainsFunc(holes, r.overlaps) {
			found = append(found, s)
		}
	}
	away := func(s *shot) int { return max(int(s.key.Level-level), int(level-s.key.Level)) }
	slices.SortFunc(found, func(a, b *shot) int {
		return cmp.Or(cmp.Compare(away(b), away(a)), cmp.Compare(a.base, b.base), cmp.Compare(a.key.Y, b.key.Y), cmp.Compare(a.key.X, b.key.X))
	})
	if n := len(found); n > maxCoarse {
		found = found[n-maxCoarse:]
	}
	for _, s := range found {
		s.used = w.tiles.turn
	}
	return found
}

// placeOverlay moves the overlay and returns the wish for a new one, when the one
// at hand is old, of another size, or about to end within the view.
func (w *Widget) placeOverlay(v view) *overWish {
	d := w.over
	if d.img != nil {
		c := d.wish.camera
		x, y := worldAt(c.Centre)
		old := viewOf(c)
		k := v.world / old.world
		mx, my := v.at(x, y)
		r := rect{mx - old.w*k/2, my - old.h*k/2, mx + old.w*k/2, my + old.h*k/2}
		lay(w.overlay, d.img, r.snapped(w.scale))
	}
	px := w.scale * scene.PxPerMM
	if d.img != nil && d.wish.version == w.version && d.wish.pxPerMM == px && covers(d.wish.camera, w.cam) {
		return nil
	}
	c := w.cam
	// Whole pixels on each side, so that an overlay at rest is not blurred.
	c.W = (v.w + 2*math.Round(v.w*(overSize-1)/2)) / scene.PxPerMM
	c.H = (v.h + 2*math.Round(v.h*(overSize-1)/2)) / scene.PxPerMM
	return &overWish{version: w.version, camera: c, m: w.m, pxPerMM: px}
}

// tileCame takes a tile from a worker.
func (w *Widget) tileCame(t drawnTile) {
	w.frames.tileTaken(t)
	if w.closed || t.base != w.base {
		return // the tile was wished for before the map changed
	}
	w.tiles.put(&shot{key: t.key, base: t.base, img: t.img, partial: slices.ContainsFunc(t.gaps, portrayal.Gap.Passing), at: w.now(), renewal: t.renewal})
	if t.err != nil && w.OnError != nil {
		w.OnError(t.err)
	}
	if len(t.gaps) > 0 && w.OnGaps != nil {
		w.OnGaps(t.gaps)
	}
	w.touch()
}

// overCame takes an overlay from the worker. One of an older map is shown, too:
// it is newer than what is there.
func (w *Widget) overCame(d drawnOver) {
	w.frames.overTaken(d)
	if w.closed {
		return
	}
	if d.err != nil {
		if w.OnError != nil { // what is shown stays
			w.OnError(d.err)
		}
		return
	}
	w.over = d
	if w.OnDrawing != nil {
		w.OnDrawing(d.drawing)
	}
	w.touch()
}

// sameBase tells whether two maps have the same tiles.
func sameBase(a, b portrayal.Map) bool {
	return a.Look == b.Look && a.Reading == b.Reading &&
		slices.EqualFunc(a.Base, b.Base, same) && slices.EqualFunc(a.Raster, b.Raster, same) && slices.EqualFunc(a.Under, b.Under, same)
}

// CreateRenderer is called by Fyne.
func (w *Widget) CreateRenderer() fyne.WidgetRenderer {
	objects := append([]fyne.CanvasObject{w.clip}, w.furniture.objects()...)
	return &renderer{w: w, objects: objects}
}

// renderer lays the layers over each other.
type renderer struct {
	w       *Widget
	objects []fyne.CanvasObject
}

func (r *renderer) Destroy()                     {}
func (r *renderer) MinSize() fyne.Size           { return fyne.NewSize(120, 120) }
func (r *renderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *renderer) Refresh()                     { r.w.furniture.refresh(); r.w.touch() }

// Layout takes the widget's size; the middle of the map stays the middle.
func (r *renderer) Layout(size fyne.Size) {
	w := r.w
	w.clip.Resize(size)
	w.ground.Resize(size)
	w.furniture.layout(size)
	if size.Width < 1 || size.Height < 1 {
		return
	}
	w.sized = true
	c := w.cam
	c.W, c.H = float64(size.Width)/scene.PxPerMM, float64(size.Height)/scene.PxPerMM
	w.cam = c
	if w.fit != nil {
		w.Fit(*w.fit)
	}
	w.touch()
}
