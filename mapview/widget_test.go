package mapview

import (
	"context"
	"errors"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/paulmach/orb"

	"pinezka/mapview/camera"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
)

// testPainter paints plain tiles at once, or when a test lets it.
type testPainter struct {
	mu    sync.Mutex
	base  []camera.Camera
	over  []portrayal.Map
	hold  chan struct{} // when set, Over waits for it or for the context's end
	given int           // overlays given up
	gaps  []portrayal.Gap
	fail  error
	place orb.Point // where the one mark is
}

func (p *testPainter) Base(_ context.Context, _ portrayal.Map, c camera.Camera, px float64) (*image.RGBA, []portrayal.Gap, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.base = append(p.base, c)
	if p.fail != nil {
		return nil, nil, p.fail
	}
	return plain(c, px, color.RGBA{uint8(40 * len(p.base)), 160, 90, 255}), p.gaps, nil
}

func (p *testPainter) Over(ctx context.Context, m portrayal.Map, c camera.Camera, px float64) (*image.RGBA, portrayal.Drawing, error) {
	p.mu.Lock()
	p.over = append(p.over, m)
	hold, place := p.hold, p.place
	p.mu.Unlock()
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			p.mu.Lock()
			p.given++
			p.mu.Unlock()
			return nil, portrayal.Drawing{}, ctx.Err()
		}
	}
	img := plain(c, px, color.RGBA{})
	at := c.ToPage(place)
	for y := range 10 {
		for x := range 10 {
			img.Set(int(at.X*px)-5+x, int(at.Y*px)-5+y, color.RGBA{200, 0, 0, 255})
		}
	}
	return img, portrayal.Drawing{Marks: []portrayal.Mark{{Band: portrayal.OnTop, At: at, Ref: scene.Ref{Layer: "reports", ID: 7}}}}, nil
}

func (p *testPainter) drawn() (tiles, overlays int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.base), len(p.over)
}

func plain(c camera.Camera, px float64, col color.RGBA) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, int(math.Round(c.W*px)), int(math.Round(c.H*px))))
	for i := 0; i < len(m.Pix); i += 4 {
		m.Pix[i], m.Pix[i+1], m.Pix[i+2], m.Pix[i+3] = col.R, col.G, col.B, col.A
	}
	return m
}

// bench is a widget in a window, with the test as its interface goroutine.
type bench struct {
	*Widget
	t     testing.TB
	p     *testPainter
	queue chan func()
	clock time.Time
	win   fyne.Window
}

var rzeszow = orb.Point{22.017, 50.0248}

func newBench(t testing.TB, size fyne.Size, o Options) *bench {
	t.Helper()
	app := test.NewApp()
	b := &bench{t: t, p: &testPainter{place: rzeszow}, queue: make(chan func(), 1<<16), clock: time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)}
	if o.Painter == nil {
		o.Painter = b.p
	}
	o.Post = func(f func()) { b.queue <- f }
	o.Now = func() time.Time { return b.clock }
	b.Widget = NewWidget(o)
	b.win = app.NewWindow("")
	b.win.SetPadded(false)
	b.win.SetContent(b.Widget)
	b.win.Resize(size)
	t.Cleanup(func() {
		b.Close()
		b.win.Close()
		app.Quit()
	})
	b.SetMap(portrayal.Map{})
	b.SetCamera(camera.Screen(rzeszow, camera.ScaleAtZoom(15, rzeszow[1]), 1, 1))
	return b
}

// frame runs what has been posted so far, as one turn of the interface loop.
func (b *bench) frame() {
	for n := len(b.queue); n > 0; n-- {
		(<-b.queue)()
	}
}

// until runs the interface loop until a condition holds.
func (b *bench) until(what string, ok func() bool) {
	b.t.Helper()
	end := time.After(20 * time.Second)
	for !ok() {
		select {
		case f := <-b.queue:
			f()
		case <-time.After(time.Millisecond): // what is waited for need not post
		case <-end:
			b.t.Fatalf("waited in vain for: %s", what)
		}
	}
}

func (b *bench) settle() {
	b.t.Helper()
	b.until("a settled map", b.Settled)
}

func (b *bench) press(at fyne.Position, button desktop.MouseButton) {
	b.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: button})
}

func (b *bench) release(at fyne.Position, button desktop.MouseButton) {
	b.MouseUp(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: button})
}

func (b *bench) drag(from fyne.Position, steps ...fyne.Delta) {
	b.press(from, desktop.MouseButtonPrimary)
	for _, d := range steps {
		from = from.AddXY(d.DX, d.DY)
		b.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: from}, Dragged: d})
	}
	b.release(from, desktop.MouseButtonPrimary)
	b.DragEnd()
}

// shownAt returns where tiles and overlay are shown.
func (b *bench) shownAt() (tiles map[tileKey]fyne.Position, over fyne.Position) {
	tiles = map[tileKey]fyne.Position{}
	for k, im := range b.sharp.used {
		if im.Visible() {
			tiles[k] = im.Position()
		}
	}
	return tiles, b.overlay.Position()
}

var window = fyne.NewSize(1000, 700)

func TestPanMovesEverythingInTheSameFrame(t *testing.T) {
	b := newBench(t, window, Options{})
	b.settle()
	tiles, over := b.shownAt()
	before, _ := b.p.drawn()
	hold := make(chan struct{})
	b.p.mu.Lock()
	b.p.hold = hold // no overlay can help
	b.p.mu.Unlock()
	defer close(hold)
	b.drag(fyne.NewPos(500, 300), fyne.NewDelta(10, 0), fyne.NewDelta(20, -15), fyne.NewDelta(7, -3))
	if n := len(b.queue); n != 1 {
		t.Errorf("%d posts for three events of the mouse, want 1", n)
	}
	b.frame()
	now, overNow := b.shownAt()
	if d := overNow.Subtract(over); d != fyne.NewPos(37, -18) {
		t.Errorf("overlay moved by %v, want 37, -18", d)
	}
	n := 0
	for k, p := range tiles {
		if q, ok := now[k]; ok {
			n++
			if d := q.Subtract(p); d != fyne.NewPos(37, -18) {
				t.Errorf("tile %v moved by %v, want 37, -18", k, d)
			}
		}
	}
	if n < 4 {
		t.Errorf("only %d tiles stayed", n)
	}
	b.until("tiles", func() bool { return b.missing == 0 && !b.dirty })
	if after, _ := b.p.drawn(); after-before > 6 {
		t.Errorf("%d tiles drawn for a small pan", after-before)
	}
}

func TestNewestWins(t *testing.T) {
	b := newBench(t, window, Options{})
	b.settle()
	hold := make(chan struct{})
	b.p.mu.Lock()
	b.p.hold, b.p.over = hold, nil
	b.p.mu.Unlock()
	for _, credit := range []string{"1", "2", "3", "4", "5"} {
		b.SetMap(portrayal.Map{Credit: credit})
		b.frame()
		if credit == "1" {
			b.until("the first overlay begun", func() bool { _, n := b.p.drawn(); return n == 1 })
		}
	}
	close(hold)
	b.settle()
	b.p.mu.Lock()
	defer b.p.mu.Unlock()
	if n := len(b.p.over); n != 2 || b.p.over[1].Credit != "5" {
		t.Errorf("%d overlays drawn, the last of %q; want the first and the last", n, b.p.over[n-1].Credit)
	}
	if b.over.wish.version != b.version {
		t.Error("an old overlay is shown")
	}
}

// TestUselessOverlayIsGivenUp: after a jump to another place nobody waits for
// what was being drawn for the old one.
func TestUselessOverlayIsGivenUp(t *testing.T) {
	b := newBench(t, window, Options{})
	b.settle()
	hold := make(chan struct{})
	b.p.mu.Lock()
	b.p.hold, b.p.over = hold, nil
	b.p.mu.Unlock()
	b.SetMap(portrayal.Map{})
	b.until("an overlay begun", func() bool { _, n := b.p.drawn(); return n == 1 })
	b.SetCamera(camera.Screen(orb.Point{19, 52}, 10000, 1, 1))
	b.until("it is given up", func() bool { b.p.mu.Lock(); defer b.p.mu.Unlock(); return b.p.given == 1 })
	close(hold)
	b.settle()
}

func TestOnlyOverlaysChanged(t *testing.T) {
	b := newBench(t, window, Options{})
	var drawings int
	b.OnDrawing = func(portrayal.Drawing) { drawings++ }
	b.settle()
	tiles, overlays := b.p.drawn()
	b.SetMap(portrayal.Map{Overlay: []portrayal.Overlay{nil}})
	b.settle()
	if t2, o2 := b.p.drawn(); t2 != tiles || o2 != overlays+1 {
		t.Errorf("%d tiles and %d overlays drawn, want 0 and 1", t2-tiles, o2-overlays)
	}
	b.SetMap(portrayal.Map{Look: portrayal.Night})
	b.settle()
	if t2, _ := b.p.drawn(); t2 != 2*tiles {
		t.Errorf("%d tiles drawn for another look, want %d", t2-tiles, tiles)
	}
	if drawings != 3 {
		t.Errorf("%d drawings told of, want 3", drawings)
	}
}

// TestObjectsAndMemoryStayBounded pans and zooms a thousand times at random.
func TestObjectsAndMemoryStayBounded(t *testing.T) {
	const limit = 24 << 20
	b := newBench(t, fyne.NewSize(800, 500), Options{Memory: limit})
	b.settle()
	r := rand.New(rand.NewPCG(1, 2))
	var after300 int
	for i := range 1000 {
		if i%10 == 9 {
			b.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(r.Float32()*800, r.Float32()*500)}, Scrolled: fyne.NewDelta(0, 25-50*float32(r.IntN(2)))})
		} else {
			b.pan(r.Float64()*300-150, r.Float64()*300-150)
		}
		b.frame()
		if i%50 == 49 {
			b.settle()
		}
		if i == 300 {
			after300 = b.sharp.size() + b.coarse.size()
		}
	}
	b.settle()
	objects := b.sharp.size() + b.coarse.size()
	if objects > after300+6 || objects+len(b.furniture.objects())+len(b.ringBox.Objects) > 100 {
		t.Errorf("%d image objects, %d after 300 steps", objects, after300)
	}
	if b.tiles.bytes > limit+12<<20 {
		t.Errorf("%d MB of tiles", b.tiles.bytes>>20)
	}
	sum := 0
	for _, s := range b.tiles.shots {
		sum += s.size()
	}
	if sum != b.tiles.bytes {
		t.Errorf("counted %d bytes, there are %d", b.tiles.bytes, sum)
	}
}

func TestClickAndDrag(t *testing.T) {
	b := newBench(t, window, Options{})
	var taps, seconds []Hit
	b.OnTap = func(h Hit) { taps = append(taps, h) }
	b.OnSecondary = func(h Hit) { seconds = append(seconds, h) }
	b.settle()
	start := b.Camera().Centre

	b.drag(fyne.NewPos(500, 350), fyne.NewDelta(2, 1), fyne.NewDelta(-1, 1)) // a trembling hand
	if len(taps) != 1 || b.Camera().Centre != start {
		t.Errorf("%d taps and centre %v after a trembling click", len(taps), b.Camera().Centre)
	}
	if len(taps[0].Marks) != 1 || taps[0].Marks[0].Ref.ID != 7 {
		t.Errorf("marks under the pointer: %v", taps[0].Marks)
	}
	b.clock = b.clock.Add(time.Second)
	b.drag(fyne.NewPos(500, 350), fyne.NewDelta(50, 0))
	if len(taps) != 1 {
		t.Error("a drag was taken for a click")
	}
	b.frame()
	if at := b.Camera().ToPage(rzeszow); math.Abs(at.X*scene.PxPerMM-550) > 0.01 {
		t.Errorf("after a drag by 50 the place is at %.2f, want 550", at.X*scene.PxPerMM)
	}
	b.press(fyne.NewPos(550, 350), desktop.MouseButtonSecondary)
	b.release(fyne.NewPos(551, 350), desktop.MouseButtonSecondary)
	if len(seconds) != 1 || len(seconds[0].Marks) != 1 {
		t.Errorf("second button: %v", seconds)
	}
	b.press(fyne.NewPos(100, 100), desktop.MouseButtonPrimary)
	b.release(fyne.NewPos(100, 100), desktop.MouseButtonPrimary)
	if len(taps) != 2 || len(taps[1].Marks) != 0 {
		t.Errorf("click beside: %v", taps[1:])
	}
	// A second click soon after zooms in by a level about the pointer.
	ground, z := taps[1].LonLat, b.Camera().Zoom()
	b.clock = b.clock.Add(200 * time.Millisecond)
	b.press(fyne.NewPos(101, 100), desktop.MouseButtonPrimary)
	b.release(fyne.NewPos(101, 100), desktop.MouseButtonPrimary)
	at := b.Camera().ToPage(ground)
	if len(taps) != 2 || math.Abs(b.Camera().Zoom()-z-1) > 1e-6 || math.Abs(at.X*scene.PxPerMM-99) > 0.1 {
		t.Errorf("double click: %d taps, zoom %+.3f, place at %.2f", len(taps), b.Camera().Zoom()-z, at.X*scene.PxPerMM)
	}
}

func TestWheelZoomsAboutThePointer(t *testing.T) {
	b := newBench(t, window, Options{})
	b.settle()
	at := fyne.NewPos(200, 600)
	ground := b.Camera().ToGround(page(at))
	for _, notches := range []float32{1, 1, -3, 0.3, 5} {
		z := b.Camera().Zoom()
		b.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: at}, Scrolled: fyne.NewDelta(0, 25*notches)})
		b.frame()
		if d := b.Camera().Zoom() - z; math.Abs(d-float64(notches)/4) > 1e-6 {
			t.Errorf("%g notches: %+.3f levels", notches, d)
		}
		if p := b.Camera().ToPage(ground); p.Dist(page(at)) > 0.001 {
			t.Errorf("%g notches: the place under the pointer moved by %.4f mm", notches, p.Dist(page(at)))
		}
		for k, im := range b.sharp.used {
			if s := im.Size().Width; s < 512/1.2 || s > 512*1.2 {
				t.Errorf("tile %v is shown at %g units", k, s)
			}
		}
	}
	for range 200 {
		b.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: at}, Scrolled: fyne.NewDelta(0, 100)})
	}
	if z := b.Camera().Zoom(); math.Abs(z-maxZoom) > 1e-6 {
		t.Errorf("zoomed in to %g, the end is %g", z, maxZoom)
	}
}

// TestZoomShowsOtherLevelsMeanwhile: while no worker answers, what was drawn for
// other levels fills the view.
func TestZoomShowsOtherLevelsMeanwhile(t *testing.T) {
	b := newBench(t, window, Options{})
	b.settle()
	b.zoomAbout(b.middle(), 1)
	b.frame()
	shown := 0
	for _, im := range b.coarse.used {
		if im.Visible() && im.Position().X < 500 && im.Position().X+im.Size().Width > 500 {
			shown++
		}
	}
	if shown == 0 {
		t.Error("nothing is shown in the middle")
	}
	b.settle()
	if len(b.coarse.used) != 0 {
		t.Errorf("%d stand-ins left when all is drawn", len(b.coarse.used))
	}
}

func TestKeyboard(t *testing.T) {
	b := newBench(t, window, Options{})
	b.settle()
	var got []string
	b.OnStep = func(by int) { got = append(got, map[int]string{1: "next", -1: "previous"}[by]) }
	b.OnEnter = func(h Hit) {
		if h.LonLat != b.Camera().ToGround(page(b.middle())) {
			t.Errorf("Enter at %v", h.LonLat)
		}
		got = append(got, "enter")
	}
	b.OnTap = func(h Hit) { got = append(got, "select") }
	b.OnHome = func() { got = append(got, "home") }
	b.OnRune = func(r rune) { got = append(got, string(r)) }
	b.OnKey = func(e *fyne.KeyEvent) { got = append(got, string(e.Name)) }
	key := func(n fyne.KeyName) { b.TypedKey(&fyne.KeyEvent{Name: n}) }
	for _, c := range []struct {
		key   fyne.KeyName
		shift bool
		x, y  float64
	}{
		{fyne.KeyLeft, false, keyStep, 0},
		{fyne.KeyRight, false, -keyStep, 0},
		{fyne.KeyUp, false, 0, keyStep},
		{fyne.KeyDown, false, 0, -keyStep},
		{fyne.KeyLeft, true, smallStep, 0},
	} {
		before := b.Camera()
		if c.shift {
			b.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		}
		key(c.key)
		b.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		p := b.Camera().ToPage(before.Centre)
		if math.Abs((p.X-before.W/2)*scene.PxPerMM-c.x) > 0.01 || math.Abs((p.Y-before.H/2)*scene.PxPerMM-c.y) > 0.01 {
			t.Errorf("%s moved the picture to %v", c.key, p)
		}
	}
	for _, k := range []fyne.KeyName{fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyHome, fyne.KeyEscape} {
		key(k)
	}
	for _, r := range " nń" {
		b.TypedRune(r)
	}
	want := []string{"next", "previous", "enter", "enter", "select", "home", "Escape", "n", "ń"}
	if len(got) != len(want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %q, want %q", got, want)
			break
		}
	}
	b.zoomAbout(b.middle(), 0.13)
	for _, c := range []struct {
		r    rune
		zoom float64
	}{{'+', 15.5}, {'=', 16}, {'-', 15.5}, {'-', 15}} {
		b.TypedRune(c.r)
		if z := b.Camera().Zoom(); math.Abs(z-c.zoom) > 1e-6 {
			t.Errorf("%c: zoom %g, want %g", c.r, z, c.zoom)
		}
	}
}

func TestFocusShows(t *testing.T) {
	b := newBench(t, window, Options{})
	b.press(fyne.NewPos(10, 300), desktop.MouseButtonPrimary)
	if b.win.Canvas().Focused() != fyne.Focusable(b.Widget) || !b.furniture.ring.Visible() {
		t.Error("a press on the map does not give it the keyboard, with a ring")
	}
	b.win.Canvas().Unfocus()
	if b.furniture.ring.Visible() {
		t.Error("the ring stays without focus")
	}
}

func TestHoverOnceAFrame(t *testing.T) {
	b := newBench(t, window, Options{})
	b.settle()
	var hovers []Hit
	ended := 0
	b.OnHover = func(h Hit) { hovers = append(hovers, h) }
	b.OnHoverEnd = func() { ended++ }
	for i := range 100 {
		test.MoveMouse(b.win.Canvas(), fyne.NewPos(400+float32(i), 350))
	}
	b.frame()
	test.MoveMouse(b.win.Canvas(), fyne.NewPos(500, 350))
	b.frame()
	if len(hovers) != 2 || hovers[0].At.X != 499 || len(hovers[1].Marks) != 1 {
		t.Errorf("heard of %d moves: %v", len(hovers), hovers)
	}
	test.MoveMouse(b.win.Canvas(), fyne.NewPos(20, 20)) // a button
	if ended != 1 {
		t.Errorf("%d ends of hovering", ended)
	}
}

func TestButtons(t *testing.T) {
	b := newBench(t, window, Options{})
	b.settle()
	box := orb.Bound{Min: orb.Point{22.002, 50.017}, Max: orb.Point{22.031, 50.031}}
	b.SetHome(box)
	test.TapCanvas(b.win.Canvas(), fyne.NewPos(22, 22))
	if z := b.Camera().Zoom(); math.Abs(z-15.5) > 1e-6 {
		t.Errorf("after + zoom %g", z)
	}
	test.TapCanvas(b.win.Canvas(), fyne.NewPos(22, 22+2*32))
	c := b.Camera()
	for _, p := range []orb.Point{box.Min, box.Max} {
		if q := c.ToPage(p); q.X < 0 || q.Y < 0 || q.X > c.W || q.Y > c.H {
			t.Errorf("home leaves %v at %v of %g x %g mm", p, q, c.W, c.H)
		}
	}
}

func TestFitBeforeLayout(t *testing.T) {
	test.NewApp()
	w := NewWidget(Options{Painter: &testPainter{}, Post: func(func()) {}})
	defer w.Close()
	box := orb.Bound{Min: orb.Point{22.002, 50.017}, Max: orb.Point{22.031, 50.031}}
	w.Fit(box)
	w.CreateRenderer().Layout(window)
	if c := w.Camera(); math.Abs(c.Centre[0]-box.Center()[0]) > 1e-4 || c.Scale > 20000 {
		t.Errorf("looks at %v, 1:%.0f", c.Centre, c.Scale)
	}
}

// TestTilesOfServicesFit: over a raster base map a tile of the widget holds four
// whole tiles of the service at every zoom, so that the view and one ring of them
// are all that is ever asked for.
func TestTilesOfServicesFit(t *testing.T) {
	for zoom := 12.0; zoom < 16; zoom += 0.1 {
		v := viewOf(camera.Screen(rzeszow, camera.ScaleAtZoom(zoom, rzeszow[1]), 1000/scene.PxPerMM, 700/scene.PxPerMM))
		level := v.level(true)
		if level%2 != 0 {
			t.Fatalf("level %d is half a step", level)
		}
		n := 0
		for _, k := range v.tiles(level) {
			c := k.camera()
			if math.Abs(c.Zoom()-float64(level)/2) > 1e-9 {
				t.Errorf("tile %v is drawn at zoom %g", k, c.Zoom())
			}
			n += 4
		}
		side := 256 * math.Exp2(zoom-float64(level)/2)
		ring := (int(1000/side) + 4) * (int(700/side) + 4)
		if n > ring {
			t.Errorf("zoom %.1f: %d tiles of the service, the view and one ring have %d", zoom, n, ring)
		}
		if zoom == 14 && n > 54 {
			t.Errorf("%d tiles at zoom 14", n)
		}
	}
}

// TestGapsCloseOnRenewal: a tile that lacked something is drawn again when told
// that something arrived, and not before.
func TestGapsCloseOnRenewal(t *testing.T) {
	b := newBench(t, window, Options{})
	b.p.gaps = []portrayal.Gap{{Layer: "base", Err: errors.New("never comes")}}
	told := 0
	b.OnGaps = func([]portrayal.Gap) { told++ }
	b.settle()
	n, _ := b.p.drawn()
	if told != n {
		t.Errorf("told of %d gaps for %d tiles", told, n)
	}
	b.Renew()
	b.until("a renewal", func() bool { return b.renewals == 1 && !b.dirty })
	b.settle()
	if again, _ := b.p.drawn(); again != n {
		t.Errorf("%d tiles drawn again though nothing can come", again-n)
	}
	for _, s := range b.tiles.shots {
		s.partial = true
	}
	for range 50 {
		b.Renew()
	}
	b.until("a second renewal", func() bool { return b.renewals == 2 && !b.dirty })
	b.settle()
	if again, _ := b.p.drawn(); again != 2*n {
		t.Errorf("%d tiles drawn again, want %d", again-n, n)
	}
}

func TestFailuresAreTold(t *testing.T) {
	b := newBench(t, window, Options{})
	b.p.mu.Lock()
	b.p.fail = errors.New("no such file")
	b.p.mu.Unlock()
	var got error
	b.OnError = func(err error) { got = err }
	b.SetMap(portrayal.Map{Look: portrayal.Grey})
	b.until("an error", func() bool { return got != nil })
	if got.Error() != "no such file" {
		t.Error(got)
	}
}

func TestBarLength(t *testing.T) {
	for most, want := range map[float64]string{99: "50 m", 100: "100 m", 250: "200 m", 4999: "2 km", 999: "500 m", 1000: "1 km", 60000: "50 km", 7.9: "5 m"} {
		if m, got := barLength(most); got != want || m > most {
			t.Errorf("at most %g m: %g, %q, want %q", most, m, got, want)
		}
	}
}

func TestScaleOfTheScreen(t *testing.T) {
	b := newBench(t, window, Options{})
	b.settle()
	b.win.Canvas().(interface{ SetScale(float32) }).SetScale(1.5)
	b.Refresh()
	b.settle()
	for k, s := range b.tiles.shots {
		if s.base == b.base && s.img.Rect.Dx() != 768 {
			t.Errorf("tile %v has %d pixels, want 768", k, s.img.Rect.Dx())
		}
	}
	if w := b.over.img.Rect.Dx(); w < 2200 {
		t.Errorf("the overlay has %d pixels", w)
	}
}

func BenchmarkPanStep(b *testing.B) {
	w := newBench(b, fyne.NewSize(1920, 1080), Options{})
	w.settle()
	i := 0
	for b.Loop() {
		i++
		d := 3.0
		if i/100%2 == 1 {
			d = -3
		}
		w.pan(d, d/2)
		for len(w.queue) > 0 {
			(<-w.queue)()
		}
	}
}

func BenchmarkFirstFrame(b *testing.B) {
	for b.Loop() {
		w := newBench(b, fyne.NewSize(1280, 800), Options{})
		w.settle()
	}
}
