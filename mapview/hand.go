package mapview

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
)

// hand is what the pointer and the keys are doing.
type hand struct {
	pressed  desktop.MouseButton // 0 when none
	from     fyne.Position       // where it was pressed
	dragging bool
	modifier fyne.KeyModifier

	clickAt   fyne.Position // the click before, for double clicks
	clickTime time.Time

	over    *fyne.Position // the pointer, when it is on the map
	hovered bool           // the pointer moved since OnHover heard of it
	shift   bool
}

// How gestures are told apart, in units and time.
const (
	clickReach  = 4 // a click may move so far
	doubleClick = 300 * time.Millisecond
	markReach   = 12 // targets are at least 24 units wide
	wheelNotch  = 25 // what Fyne sends for one notch of a wheel
	keyStep     = 120
	smallStep   = 16
)

var (
	_ desktop.Mouseable  = (*Widget)(nil)
	_ desktop.Hoverable  = (*Widget)(nil)
	_ desktop.Keyable    = (*Widget)(nil)
	_ desktop.Cursorable = (*Widget)(nil)
	_ fyne.Draggable     = (*Widget)(nil)
	_ fyne.Scrollable    = (*Widget)(nil)
)

func page(p fyne.Position) scene.Point {
	return scene.Point{X: float64(p.X) / scene.PxPerMM, Y: float64(p.Y) / scene.PxPerMM}
}

// hit says what lies at a position.
func (w *Widget) hit(at fyne.Position, mod fyne.KeyModifier) Hit {
	ground := w.cam.ToGround(page(at))
	h := Hit{LonLat: ground, At: at, Modifier: mod}
	d := w.over
	if d.img == nil {
		return h
	}
	p := d.wish.camera.ToPage(ground)
	// The overlay may be shown enlarged during a zoom; the hand's reach is the screen's.
	reach := markReach / scene.PxPerMM * w.cam.Scale / d.wish.camera.Scale
	for i := len(d.drawing.Marks) - 1; i >= 0; i-- {
		if m := d.drawing.Marks[i]; m.Band != portrayal.UnderBuildings && touches(m, p, reach) {
			h.Marks = append(h.Marks, m)
		}
	}
	return h
}

// touches tells whether a mark lies within reach of a point.
func touches(m portrayal.Mark, p scene.Point, reach float64) bool {
	if m.At.Dist(p) <= reach {
		return true
	}
	for _, b := range m.Boxes {
		if b.Contains(p) {
			return true
		}
	}
	return false
}

// MouseDown begins a click or a drag, and takes the keyboard.
func (w *Widget) MouseDown(e *desktop.MouseEvent) {
	w.hand.pressed, w.hand.from, w.hand.dragging, w.hand.modifier = e.Button, e.Position, false, e.Modifier
	if c := fyne.CurrentApp().Driver().CanvasForObject(w); c != nil && !w.focused {
		c.Focus(w)
	}
}

// MouseUp ends it. A drag was one when the pointer left the reach of a click.
func (w *Widget) MouseUp(e *desktop.MouseEvent) {
	pressed, dragging := w.hand.pressed, w.hand.dragging
	w.hand.pressed, w.hand.dragging = 0, false
	if pressed != e.Button || dragging || far(w.hand.from, e.Position) {
		return
	}
	switch e.Button {
	case desktop.MouseButtonPrimary:
		now := w.now()
		if now.Sub(w.hand.clickTime) <= doubleClick && !far(w.hand.clickAt, e.Position) {
			w.hand.clickTime = time.Time{}
			w.zoomAbout(e.Position, 1)
			return
		}
		w.hand.clickTime, w.hand.clickAt = now, e.Position
		call(w.OnTap, w.hit(e.Position, e.Modifier))
	case desktop.MouseButtonSecondary:
		call(w.OnSecondary, w.hit(e.Position, e.Modifier))
	}
}

func call(f func(Hit), h Hit) {
	if f != nil {
		f(h)
	}
}

func far(a, b fyne.Position) bool {
	return math.Hypot(float64(a.X-b.X), float64(a.Y-b.Y)) > clickReach
}

// Dragged moves the map with the hand. What the hand moved before it counted as
// a drag is made up for.
func (w *Widget) Dragged(e *fyne.DragEvent) {
	d := fyne.NewPos(e.Dragged.DX, e.Dragged.DY)
	if !w.hand.dragging {
		if w.hand.pressed != 0 {
			d = e.Position.Subtract(w.hand.from)
			if !far(w.hand.from, e.Position) {
				return
			}
		}
		w.hand.dragging = true
	}
	w.pan(float64(d.X), float64(d.Y))
}

// DragEnd is called by Fyne when the button is up again.
func (w *Widget) DragEnd() { w.hand.dragging = false }

// pan moves the picture by units.
func (w *Widget) pan(dx, dy float64) {
	w.look(w.cam.MovedBy(scene.Point{X: dx / scene.PxPerMM, Y: dy / scene.PxPerMM}))
}

// Scrolled zooms about the pointer: a quarter of a level for each notch of a
// wheel, less for finer devices.
func (w *Widget) Scrolled(e *fyne.ScrollEvent) {
	by := float64(e.Scrolled.DY)
	if by == 0 {
		by = float64(e.Scrolled.DX) // Shift turns the wheel sideways
	}
	at := e.Position
	if w.hand.over != nil && at.IsZero() {
		at = *w.hand.over
	}
	w.zoomAbout(at, max(-2, min(2, by/wheelNotch/4)))
}

// zoomAbout enlarges the map by levels about a point that keeps its place.
func (w *Widget) zoomAbout(at fyne.Position, levels float64) {
	z := w.cam.Zoom()
	levels = max(minZoom, min(maxZoom, z+levels)) - z
	if math.Abs(levels) < 1e-9 {
		return
	}
	w.look(w.cam.ZoomedAbout(page(at), math.Exp2(levels)))
}

// Zoom goes in (+1) or out (-1) to the next half level, where tiles are as sharp
// as they were drawn.
func (w *Widget) Zoom(by int) {
	z := 2 * w.cam.Zoom()
	to := math.Floor(z+0.25) + 1
	if by < 0 {
		to = math.Ceil(z-0.25) - 1
	}
	w.zoomAbout(w.middle(), (to-z)/2)
}

// middle is where the cross stands.
func (w *Widget) middle() fyne.Position {
	s := w.Size()
	return fyne.NewPos(s.Width/2, s.Height/2)
}

// MouseIn, MouseMoved and MouseOut note where the pointer is; OnHover hears of it
// with the next frame.
func (w *Widget) MouseIn(e *desktop.MouseEvent) { w.MouseMoved(e) }

// MouseMoved is called by Fyne, up to a thousand times a second.
func (w *Widget) MouseMoved(e *desktop.MouseEvent) {
	at := e.Position
	w.hand.over, w.hand.hovered, w.hand.modifier = &at, true, e.Modifier
	w.touch()
}

// MouseOut is called by Fyne.
func (w *Widget) MouseOut() {
	w.hand.over, w.hand.hovered = nil, false
	if w.OnHoverEnd != nil {
		w.OnHoverEnd()
	}
}

func (h *hand) tellHover(w *Widget) {
	if !h.hovered || h.over == nil || h.dragging {
		return
	}
	h.hovered = false
	call(w.OnHover, w.hit(*h.over, h.modifier))
}

// Cursor is the pointer's form.
func (w *Widget) Cursor() desktop.Cursor {
	if w.cursor != nil {
		return w.cursor
	}
	return desktop.DefaultCursor
}

// FocusGained shows the ring and the cross.
func (w *Widget) FocusGained() {
	w.focused = true
	w.furniture.setFocus(true)
}

// FocusLost hides them.
func (w *Widget) FocusLost() {
	w.focused, w.hand.shift = false, false
	w.furniture.setFocus(false)
}

// KeyDown watches Shift, which Fyne does not send with a key.
func (w *Widget) KeyDown(e *fyne.KeyEvent) { w.shiftKey(e, true) }

// KeyUp watches Shift.
func (w *Widget) KeyUp(e *fyne.KeyEvent) { w.shiftKey(e, false) }

func (w *Widget) shiftKey(e *fyne.KeyEvent, down bool) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		w.hand.shift = down
	}
}

// TypedKey moves the map; keys of no use to it go to OnKey.
func (w *Widget) TypedKey(e *fyne.KeyEvent) {
	step := float64(keyStep)
	if w.hand.shift {
		step = smallStep
	}
	switch e.Name {
	case fyne.KeyLeft:
		w.pan(step, 0)
	case fyne.KeyRight:
		w.pan(-step, 0)
	case fyne.KeyUp:
		w.pan(0, step)
	case fyne.KeyDown:
		w.pan(0, -step)
	case fyne.KeyHome:
		w.GoHome()
	case fyne.KeyPageDown, fyne.KeyPageUp:
		if w.OnStep != nil {
			w.OnStep(map[fyne.KeyName]int{fyne.KeyPageDown: 1, fyne.KeyPageUp: -1}[e.Name])
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		call(w.OnEnter, w.hit(w.middle(), 0))
	case fyne.KeySpace:
		call(w.OnTap, w.hit(w.middle(), 0))
	default:
		if w.OnKey != nil {
			w.OnKey(e)
		}
	}
}

// TypedRune zooms by + and -; other letters go to OnRune. Letters come as runes,
// because with AltGr Fyne also sends the key of the plain letter.
func (w *Widget) TypedRune(r rune) {
	switch r {
	case '+', '=':
		w.Zoom(1)
	case '-', '_':
		w.Zoom(-1)
	case ' ': // Space came as a key
	default:
		if w.OnRune != nil {
			w.OnRune(r)
		}
	}
}
