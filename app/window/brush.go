package window

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pinezka/app/session"
	"pinezka/data"
)

// brush is the histogram of the filtered reports over time, with a period
// between two thumbs. Dragging a thumb, the span between them or beside them
// sets the period on every step; the arrow keys move the chosen thumb by a bar,
// with Ctrl by a month, with Shift both thumbs; Tab goes to the other thumb.
type brush struct {
	widget.BaseWidget
	bars     func() []session.Bar
	period   func() data.Period
	set      func(data.Period)
	tick     func(data.Day) string // words under the axis for the first day of a month
	describe func(data.Day) string // words of a thumb's label

	shown   []session.Bar
	focused bool
	thumb   int // 0 the left, 1 the right
	grip    grip
	grabbed float32 // x where the drag began
	from    data.Period
}

type grip uint8

const (
	gripNone grip = iota
	gripLeft
	gripRight
	gripSpan
	gripNew
)

const (
	brushLeft  = 32 // room for the counts beside the axis
	brushRight = 12
	brushFoot  = 16 // room for the months under it
	thumbW     = 12
	thumbH     = 26
	thumbHit   = 11
)

func newBrush(bars func() []session.Bar, period func() data.Period, set func(data.Period), tick, describe func(data.Day) string) *brush {
	b := &brush{bars: bars, period: period, set: set, tick: tick, describe: describe}
	b.ExtendBaseWidget(b)
	return b
}

// update asks for the bars again.
func (b *brush) update() {
	b.shown = b.bars()
	b.Refresh()
}

// span returns the first and the last day of the axis.
func (b *brush) span() (data.Day, data.Day, bool) {
	if len(b.shown) == 0 {
		return 0, 0, false
	}
	return b.shown[0].From, b.shown[len(b.shown)-1].To, true
}

func (b *brush) x(d data.Day) float32 {
	first, last, _ := b.span()
	w := b.Size().Width - brushLeft - brushRight
	return brushLeft + w*float32(d-first)/float32(last-first+1)
}

func (b *brush) day(x float32) data.Day {
	first, last, _ := b.span()
	w := b.Size().Width - brushLeft - brushRight
	d := first + data.Day(math.Round(float64((x-brushLeft)/w*float32(last-first+1))))
	return max(first, min(last+1, d))
}

// ends returns the period's ends on the axis.
func (b *brush) ends() (data.Day, data.Day) {
	first, last, _ := b.span()
	p := b.period()
	if p.From != nil {
		first = max(first, min(last, *p.From))
	}
	if p.To != nil {
		last = min(last, max(first, *p.To))
	}
	return first, last
}

func (b *brush) setEnds(from, to data.Day) {
	first, last, ok := b.span()
	if !ok {
		return
	}
	from, to = max(first, from), min(last, to)
	if to < from {
		to = from
	}
	if from == first && to == last {
		b.set(data.Period{})
		return
	}
	b.set(data.NewPeriod(from, to))
}

// Cursor implements desktop.Cursorable.
func (b *brush) Cursor() desktop.Cursor { return desktop.HResizeCursor }

// Tapped implements fyne.Tappable: it only takes the focus.
func (b *brush) Tapped(e *fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(b); c != nil {
		c.Focus(b)
	}
	from, to := b.ends()
	if abs32(e.Position.X-b.x(from)) <= abs32(e.Position.X-b.x(to+1)) {
		b.thumb = 0
	} else {
		b.thumb = 1
	}
	b.Refresh()
}

// DoubleTapped would delay every click, so it is not here; a click beside the
// bars and Esc do the same: the whole time.

// Dragged implements fyne.Draggable.
func (b *brush) Dragged(e *fyne.DragEvent) {
	if _, _, ok := b.span(); !ok {
		return
	}
	if b.grip == gripNone {
		b.grabbed = e.Position.X - e.Dragged.DX
		from, to := b.ends()
		b.from = data.NewPeriod(from, to)
		x0, x1 := b.x(from), b.x(to+1)
		switch {
		case abs32(b.grabbed-x0) <= thumbHit && abs32(b.grabbed-x0) <= abs32(b.grabbed-x1):
			b.grip, b.thumb = gripLeft, 0
		case abs32(b.grabbed-x1) <= thumbHit:
			b.grip, b.thumb = gripRight, 1
		case b.grabbed > x0 && b.grabbed < x1 && b.period().IsSet():
			b.grip = gripSpan
		default:
			b.grip = gripNew
		}
	}
	from, to := *b.from.From, *b.from.To
	switch b.grip {
	case gripLeft:
		b.setEnds(min(b.day(e.Position.X), to), to)
	case gripRight:
		b.setEnds(from, max(b.day(e.Position.X)-1, from))
	case gripSpan:
		by := b.day(e.Position.X) - b.day(b.grabbed)
		first, last, _ := b.span()
		by = max(first-from, min(last-to, by))
		b.setEnds(from+by, to+by)
	case gripNew:
		a, z := b.day(b.grabbed), b.day(e.Position.X)
		if z < a {
			a, z = z, a
		}
		b.setEnds(a, max(a, z-1))
	}
}

// DragEnd implements fyne.Draggable.
func (b *brush) DragEnd() { b.grip = gripNone; b.Refresh() }

// FocusGained implements fyne.Focusable.
func (b *brush) FocusGained() { b.focused = true; b.Refresh() }

// FocusLost implements fyne.Focusable.
func (b *brush) FocusLost() { b.focused, b.thumb = false, 0; b.Refresh() }

// AcceptsTab implements fyne.Tabbable: the first Tab goes to the right thumb.
func (b *brush) AcceptsTab() bool { return b.thumb == 0 }

// TypedRune implements fyne.Focusable.
func (b *brush) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (b *brush) TypedKey(e *fyne.KeyEvent) {
	from, to := b.ends()
	first, last, ok := b.span()
	if !ok {
		return
	}
	move := 0
	switch e.Name {
	case fyne.KeyTab:
		b.thumb = 1
		b.Refresh()
		return
	case fyne.KeyLeft:
		move = -1
	case fyne.KeyRight:
		move = 1
	case fyne.KeyHome:
		from = first
		b.setEnds(from, to)
		return
	case fyne.KeyEnd:
		to = last
		b.setEnds(from, to)
		return
	case fyne.KeyEscape:
		b.set(data.Period{})
		return
	default:
		return
	}
	mods := modifiers()
	shift := func(d data.Day) data.Day {
		if mods&fyne.KeyModifierControl != 0 {
			return d.AddMonths(move)
		}
		return d + data.Day(move*b.barDays(d))
	}
	switch {
	case mods&fyne.KeyModifierShift != 0:
		by := shift(from) - from
		by = max(first-from, min(last-to, by))
		b.setEnds(from+by, to+by)
	case b.thumb == 0:
		b.setEnds(min(shift(from), to), to)
	default:
		b.setEnds(from, max(shift(to+1)-1, from))
	}
}

func (b *brush) barDays(d data.Day) int {
	for _, bar := range b.shown {
		if d >= bar.From && d <= bar.To {
			return int(bar.To-bar.From) + 1
		}
	}
	return 1
}

// modifiers returns the keys held down; none where the driver cannot tell.
func modifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

func abs32(v float32) float32 { return float32(math.Abs(float64(v))) }

// CreateRenderer implements fyne.Widget.
func (b *brush) CreateRenderer() fyne.WidgetRenderer {
	r := &brushRenderer{b: b, chart: canvas.NewImageFromImage(nil), ring: ring(4)}
	r.chart.FillMode, r.chart.ScaleMode = canvas.ImageFillStretch, canvas.ImageScaleFastest
	for i := range r.thumbs {
		r.thumbs[i] = canvas.NewRectangle(color.White)
		r.thumbs[i].CornerRadius, r.thumbs[i].StrokeWidth = 3, 2
		for k := range r.grips[i] {
			r.grips[i][k] = canvas.NewLine(color.Black)
		}
	}
	r.Refresh()
	return r
}

type brushRenderer struct {
	b      *brush
	chart  *canvas.Image // bars, span and grid in one picture
	labels []*canvas.Text
	thumbs [2]*canvas.Rectangle
	grips  [2][2]*canvas.Line
	ring   *canvas.Rectangle
}

func (r *brushRenderer) Destroy() {}

func (r *brushRenderer) Objects() []fyne.CanvasObject {
	o := []fyne.CanvasObject{r.chart}
	for _, l := range r.labels {
		o = append(o, l)
	}
	if len(r.b.shown) > 0 {
		for i := range r.thumbs {
			o = append(o, r.thumbs[i], r.grips[i][0], r.grips[i][1])
		}
	}
	return append(o, r.ring)
}

func (r *brushRenderer) MinSize() fyne.Size { return fyne.NewSize(160, 24) }

func (r *brushRenderer) Layout(fyne.Size) { r.Refresh() }

func (r *brushRenderer) Refresh() {
	b := r.b
	size := b.Size()
	if size.Width < 1 || size.Height < 1 {
		return
	}
	px := canvasScale(b)
	r.draw(px)
	r.chart.Move(fyne.NewPos(0, 0))
	r.chart.Resize(size)
	r.chart.Refresh()
	if len(b.shown) > 0 {
		from, to := b.ends()
		for i, x := range []float32{b.x(from), b.x(to + 1)} {
			h := min(float32(thumbH), size.Height-brushFoot-2)
			y := (size.Height - brushFoot - h) / 2
			r.thumbs[i].FillColor, r.thumbs[i].StrokeColor = themed(theme.ColorNameInputBackground), themed(theme.ColorNamePrimary)
			r.thumbs[i].Move(fyne.NewPos(x-thumbW/2, y))
			r.thumbs[i].Resize(fyne.NewSize(thumbW, h))
			for k := range r.grips[i] {
				gx := x - 1.5 + 3*float32(k)
				r.grips[i][k].StrokeColor = themed(theme.ColorNamePrimary)
				r.grips[i][k].Position1, r.grips[i][k].Position2 = fyne.NewPos(gx, y+6), fyne.NewPos(gx, y+h-6)
			}
		}
		at := r.thumbs[b.thumb]
		r.ring.Move(at.Position().SubtractXY(3, 3))
		r.ring.Resize(at.Size().Add(fyne.NewSize(6, 6)))
	}
	r.ring.StrokeColor = themed(colorFocusRing)
	r.ring.Hidden = !b.focused || len(b.shown) == 0
	canvas.Refresh(b)
}

// draw paints the chart at px pixels for a unit.
func (r *brushRenderer) draw(px float32) {
	b := r.b
	size := b.Size()
	img := image.NewRGBA(image.Rect(0, 0, int(size.Width*px), int(size.Height*px)))
	box := func(x0, y0, x1, y1 float32, c color.Color) {
		draw.Draw(img, image.Rect(int(x0*px+0.5), int(y0*px+0.5), int(x1*px+0.5), int(y1*px+0.5)), image.NewUniform(c), image.Point{}, draw.Over)
	}
	r.labels = r.labels[:0]
	label := func(s string, x, y float32, align fyne.TextAlign) {
		t := text(s, sizeTick, false, colorText2)
		t.Alignment = align
		w := t.MinSize().Width
		switch align {
		case fyne.TextAlignTrailing:
			x -= w
		case fyne.TextAlignCenter:
			x -= w / 2
		}
		t.Move(fyne.NewPos(x, y))
		t.Resize(t.MinSize())
		r.labels = append(r.labels, t)
	}
	top, bottom := float32(3), size.Height-brushFoot
	r.chart.Image = img
	if len(b.shown) == 0 || bottom-top < 8 {
		return
	}
	most := 1
	for _, bar := range b.shown {
		most = max(most, bar.Count)
	}
	axis := niceCeil(most)
	y := func(n int) float32 { return bottom - (bottom-top)*float32(n)/float32(axis) }
	from, to := b.ends()
	x0, x1 := b.x(from), b.x(to+1)
	box(x0, top, x1, bottom, themed(theme.ColorNameSelection))
	for _, n := range []int{axis / 2, axis} {
		box(brushLeft, y(n), size.Width-brushRight, y(n)+1/px, themed(colorBarEmpty))
	}
	for _, n := range []int{0, axis / 2, axis} {
		if bottom-top < 40 && n != axis {
			continue
		}
		label(itoa(n), brushLeft-5, y(n)-7, fyne.TextAlignTrailing)
	}
	for _, bar := range b.shown {
		if bar.Count == 0 {
			continue
		}
		a, z := b.x(bar.From), b.x(bar.To+1)
		gap := min(float32(1), (z-a)*0.2)
		c := themed(colorBar)
		if bar.From >= from && bar.To <= to {
			c = themed(theme.ColorNamePrimary)
		}
		box(a+gap/2, y(bar.Count), max(z-gap/2, a+gap/2+1/px), bottom, c)
	}
	box(brushLeft, bottom, size.Width-brushRight, bottom+1/px, themed(colorBar))
	for _, x := range []float32{x0, x1} {
		box(x-0.75, top, x+0.75, bottom, themed(theme.ColorNamePrimary))
	}
	// Years first, then the other months where there is room.
	first, last, _ := b.span()
	type extent struct{ lo, hi float32 }
	var taken []extent
	for _, years := range []bool{true, false} {
		for d := first.MonthStart(); d <= last; d = d.AddMonths(1) {
			_, m, _ := d.Date()
			if d < first || (m == 1) != years {
				continue
			}
			s := b.tick(d)
			x, w := b.x(d), fyne.MeasureText(s, scaled(sizeTick), fyne.TextStyle{}).Width
			e := extent{x - w/2 - 4, x + w/2 + 4}
			if e.lo < brushLeft-16 || e.hi > size.Width || slices.ContainsFunc(taken, func(o extent) bool { return e.lo < o.hi && o.lo < e.hi }) {
				continue
			}
			taken = append(taken, e)
			box(x, bottom, x+1/px, bottom+3, themed(colorBar))
			label(s, x, bottom+2, fyne.TextAlignCenter)
		}
	}
}

// niceCeil returns the least of 2, 4, 6, 10, 20, ... that is at least n.
func niceCeil(n int) int {
	for step := 1; ; step *= 10 {
		for _, k := range []int{2, 4, 6, 8, 10} {
			if k*step >= n {
				return k * step
			}
		}
	}
}

// canvasScale returns how many pixels a unit has where the object is shown.
func canvasScale(o fyne.CanvasObject) float32 {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil && c.Scale() > 0 {
		return c.Scale()
	}
	return 1
}
