package mapview

import (
	"image/color"
	"math"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pinezka/mapview/camera"
	"pinezka/mapview/scene"
)

// furniture is what stands on the map and does not move with it: buttons, scale
// bar, credit, focus ring and cross. Fewer than twenty canvas objects.
type furniture struct {
	size    fyne.Size
	in, out *button
	home    *button

	bar     *canvas.Line
	ends    [2]*canvas.Line
	barText *canvas.Text
	barBack *canvas.Rectangle

	credit     *canvas.Text
	creditBack *canvas.Rectangle

	ring  *canvas.Rectangle
	cross [2]*canvas.Line
}

// Measures of the furniture in units.
const (
	buttonSize = 28
	buttonGap  = 4
	edge       = 8
	smallText  = 11
	barMax     = 100 // the longest scale bar
	barBox     = 30
	crossSize  = 14
)

func newFurniture(w *Widget) *furniture {
	f := &furniture{
		in:   newButton(theme.ContentAddIcon(), func() { w.Zoom(1) }),
		out:  newButton(theme.ContentRemoveIcon(), func() { w.Zoom(-1) }),
		home: newButton(theme.HomeIcon(), w.GoHome),
		bar:  canvas.NewLine(color.Black), barText: canvas.NewText("", color.Black), barBack: canvas.NewRectangle(color.White),
		credit: canvas.NewText("", color.Black), creditBack: canvas.NewRectangle(color.White),
		ring: canvas.NewRectangle(color.Transparent),
	}
	for i := range f.ends {
		f.ends[i], f.cross[i] = canvas.NewLine(color.Black), canvas.NewLine(color.Black)
		f.cross[i].Hide()
	}
	f.barText.TextSize, f.credit.TextSize = smallText, smallText
	f.barText.Alignment = fyne.TextAlignCenter
	f.ring.StrokeWidth = 2
	f.ring.Hide()
	f.credit.Hide()
	f.creditBack.Hide()
	f.refresh()
	return f
}

func (f *furniture) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{
		f.cross[0], f.cross[1], f.barBack, f.bar, f.ends[0], f.ends[1], f.barText,
		f.creditBack, f.credit, f.in, f.out, f.home, f.ring,
	}
}

// refresh takes the theme's colours.
func (f *furniture) refresh() {
	ink := theme.Color(theme.ColorNameForeground)
	ground := color.NRGBAModel.Convert(theme.Color(theme.ColorNameBackground)).(color.NRGBA)
	ground.A = 0xe0 // the map shows through, the words stay readable
	for _, l := range []*canvas.Line{f.bar, f.ends[0], f.ends[1]} {
		l.StrokeColor, l.StrokeWidth = ink, 1.5
	}
	for _, l := range f.cross {
		l.StrokeColor, l.StrokeWidth = theme.Color(theme.ColorNameFocus), 2
	}
	f.barText.Color, f.credit.Color = ink, ink
	f.barBack.FillColor, f.creditBack.FillColor = ground, ground
	f.barBack.CornerRadius = 4
	f.ring.StrokeColor = theme.Color(theme.ColorNameFocus)
	for _, o := range f.objects() {
		if _, ok := o.(*button); !ok {
			o.Refresh()
		}
	}
}

// layout puts everything at its edge of the map.
func (f *furniture) layout(size fyne.Size) {
	f.size = size
	for i, b := range []*button{f.in, f.out, f.home} {
		b.Resize(fyne.NewSize(buttonSize, buttonSize))
		b.Move(fyne.NewPos(edge, edge+float32(i)*(buttonSize+buttonGap)))
	}
	f.ring.Move(fyne.NewPos(1, 1))
	f.ring.Resize(fyne.NewSize(max(0, size.Width-2), max(0, size.Height-2)))
	mid := fyne.NewPos(size.Width/2, size.Height/2)
	f.cross[0].Position1, f.cross[0].Position2 = mid.AddXY(-crossSize/2, 0), mid.AddXY(crossSize/2, 0)
	f.cross[1].Position1, f.cross[1].Position2 = mid.AddXY(0, -crossSize/2), mid.AddXY(0, crossSize/2)
	f.layCredit()
}

// setCredit shows whose map it is. There is no way to hide it.
func (f *furniture) setCredit(s string) {
	if f.credit.Text == s {
		return
	}
	f.credit.Text = s
	f.credit.Hidden, f.creditBack.Hidden = s == "", s == ""
	f.layCredit()
	f.credit.Refresh()
	f.creditBack.Refresh()
}

func (f *furniture) layCredit() {
	const pad = 5
	s := f.credit.MinSize()
	f.credit.Resize(s)
	f.creditBack.Resize(fyne.NewSize(s.Width+2*pad, s.Height+2))
	f.creditBack.Move(fyne.NewPos(f.size.Width-s.Width-2*pad, f.size.Height-s.Height-2))
	f.credit.Move(fyne.NewPos(f.size.Width-s.Width-pad, f.size.Height-s.Height-1))
}

// place draws the scale bar for the camera: true at the middle of the view.
func (f *furniture) place(c camera.Camera) {
	metres, text := barLength(c.MetresPerMM() / scene.PxPerMM * barMax)
	long := float32(metres / (c.MetresPerMM() / scene.PxPerMM))
	right := f.size.Width - edge - 8
	y := f.size.Height - edge - f.creditBack.Size().Height - 8
	if f.barText.Text != text {
		f.barText.Text = text
		f.barText.Resize(fyne.NewSize(barMax, f.barText.MinSize().Height))
		f.barText.Refresh()
	}
	line := func(l *canvas.Line, x1, y1, x2, y2 float32) {
		p1, p2 := fyne.NewPos(x1, y1), fyne.NewPos(x2, y2)
		if l.Position1 != p1 || l.Position2 != p2 {
			l.Position1, l.Position2 = p1, p2
			l.Refresh()
		}
	}
	line(f.bar, right-long, y, right, y)
	line(f.ends[0], right-long, y-4, right-long, y+4)
	line(f.ends[1], right, y-4, right, y+4)
	f.barText.Move(fyne.NewPos(right-long/2-barMax/2, y-6-f.barText.MinSize().Height))
	f.barBack.Resize(fyne.NewSize(long+16, barBox))
	f.barBack.Move(fyne.NewPos(right-long-8, y-barBox+8))
}

// barLength returns the longest round length that fits, with its name.
func barLength(most float64) (metres float64, text string) {
	p := math.Pow(10, math.Floor(math.Log10(most)))
	for _, k := range []float64{5, 2, 1} {
		if k*p <= most {
			metres = k * p
			break
		}
	}
	if metres >= 1000 {
		return metres, strconv.FormatFloat(metres/1000, 'f', -1, 64) + " km"
	}
	return metres, strconv.FormatFloat(metres, 'f', -1, 64) + " m"
}

// setFocus shows or hides ring and cross.
func (f *furniture) setFocus(on bool) {
	for _, o := range []fyne.CanvasObject{f.ring, f.cross[0], f.cross[1]} {
		if on {
			o.Show()
		} else {
			o.Hide()
		}
		o.Refresh()
	}
}

// button is a square of the map's corner. It takes no focus: each has a key that
// works when the map has it.
type button struct {
	widget.BaseWidget
	icon fyne.Resource
	do   func()
	over bool
	back *canvas.Rectangle
	pic  *canvas.Image
}

var _ desktop.Hoverable = (*button)(nil)

func newButton(icon fyne.Resource, do func()) *button {
	b := &button{icon: icon, do: do, back: canvas.NewRectangle(color.White), pic: canvas.NewImageFromResource(icon)}
	b.back.CornerRadius = 4
	b.back.StrokeWidth = 1
	b.pic.FillMode = canvas.ImageFillContain
	b.ExtendBaseWidget(b)
	return b
}

// Tapped presses the button.
func (b *button) Tapped(*fyne.PointEvent) { b.do() }

// MouseIn lights the button.
func (b *button) MouseIn(*desktop.MouseEvent) { b.hover(true) }

// MouseMoved is of no interest.
func (b *button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut darkens it again.
func (b *button) MouseOut() { b.hover(false) }

func (b *button) hover(on bool) {
	b.over = on
	b.Refresh()
}

// CreateRenderer is called by Fyne.
func (b *button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{b}
	r.Refresh()
	return r
}

type buttonRenderer struct{ b *button }

func (r *buttonRenderer) Destroy()           {}
func (r *buttonRenderer) MinSize() fyne.Size { return fyne.NewSize(buttonSize, buttonSize) }
func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.b.back, r.b.pic}
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	r.b.back.Resize(size)
	const pad = 6
	r.b.pic.Move(fyne.NewPos(pad, pad))
	r.b.pic.Resize(fyne.NewSize(size.Width-2*pad, size.Height-2*pad))
}

func (r *buttonRenderer) Refresh() {
	r.b.back.FillColor = theme.Color(theme.ColorNameBackground)
	if r.b.over {
		r.b.back.FillColor = theme.Color(theme.ColorNameHover)
	}
	r.b.back.StrokeColor = theme.Color(theme.ColorNameInputBorder)
	r.b.back.Refresh()
	r.b.pic.Resource = r.b.icon
	r.b.pic.Refresh()
}
