package window

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// rangeChart shows a ratio with its interval on a line with "the average street"
// at 1.
type rangeChart struct {
	widget.BaseWidget
	ratio, low, high float64
	average          string
}

func newRangeChart(ratio, low, high float64, average string) *rangeChart {
	c := &rangeChart{ratio: ratio, low: low, high: high, average: average}
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer implements fyne.Widget.
func (c *rangeChart) CreateRenderer() fyne.WidgetRenderer {
	top := niceCeil(int(math.Ceil(math.Min(c.high*1.15, math.Max(10, c.ratio*3)))))
	r := &rangeRenderer{c: c, top: float64(top)}
	line := func(name fyne.ThemeColorName, w float32) *canvas.Line {
		l := canvas.NewLine(themed(name))
		l.StrokeWidth = w
		return l
	}
	r.axis = line(colorText2, 1)
	r.one = line(theme.ColorNameForeground, 1)
	r.span = line(theme.ColorNameSuccess, 4)
	r.dot = canvas.NewCircle(themed(theme.ColorNameSuccess))
	r.dot.StrokeColor, r.dot.StrokeWidth = themed(theme.ColorNameBackground), 1.5
	r.label = text(c.average, sizeTick, false, colorText2)
	step := max(1, top/5)
	for v := 0; v <= top; v += step {
		r.ticks = append(r.ticks, text(itoa(v), sizeTick, false, colorText2))
		r.at = append(r.at, float64(v))
	}
	return r
}

type rangeRenderer struct {
	c               *rangeChart
	top             float64
	axis, one, span *canvas.Line
	dot             *canvas.Circle
	label           *canvas.Text
	ticks           []*canvas.Text
	at              []float64
}

func (r *rangeRenderer) Destroy() {}

func (r *rangeRenderer) Objects() []fyne.CanvasObject {
	o := []fyne.CanvasObject{r.axis, r.one, r.span, r.dot, r.label}
	for _, t := range r.ticks {
		o = append(o, t)
	}
	return o
}

func (r *rangeRenderer) MinSize() fyne.Size { return fyne.NewSize(160, 56) }

func (r *rangeRenderer) Layout(s fyne.Size) {
	x := func(v float64) float32 {
		return 16 + (s.Width-32)*float32(math.Min(v, r.top)/r.top)
	}
	const y = 28
	r.axis.Position1, r.axis.Position2 = fyne.NewPos(x(0), y), fyne.NewPos(x(r.top), y)
	r.one.Position1, r.one.Position2 = fyne.NewPos(x(1), 8), fyne.NewPos(x(1), y+6)
	r.span.Position1, r.span.Position2 = fyne.NewPos(x(r.c.low), y), fyne.NewPos(x(r.c.high), y)
	r.dot.Move(fyne.NewPos(x(r.c.ratio)-6, y-6))
	r.dot.Resize(fyne.NewSquareSize(12))
	r.label.Move(fyne.NewPos(x(1)+4, 2))
	for i, t := range r.ticks {
		t.Move(fyne.NewPos(x(r.at[i])-t.MinSize().Width/2, y+9))
	}
}

func (r *rangeRenderer) Refresh() { canvas.Refresh(r.c) }
