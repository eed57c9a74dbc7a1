package window

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pinezka/app/wording"
)

// text returns a line of text in a colour of the theme.
func text(s string, size float32, bold bool, c fyne.ThemeColorName) *canvas.Text {
	t := canvas.NewText(s, themed(c))
	t.TextSize = scaled(size)
	t.TextStyle.Bold = bold
	return t
}

// wrapped returns text that breaks over lines.
func wrapped(s string, size fyne.ThemeSizeName, bold bool, c fyne.ThemeColorName) *widget.RichText {
	seg := &widget.TextSegment{Text: s, Style: widget.RichTextStyle{
		ColorName: c, SizeName: size, TextStyle: fyne.TextStyle{Bold: bold},
	}}
	r := widget.NewRichText(seg)
	r.Wrapping = fyne.TextWrapWord
	return r
}

// rewrite changes the words of a wrapped text.
func rewrite(r *widget.RichText, s string) {
	r.Segments[0].(*widget.TextSegment).Text = s
	r.Refresh()
}

// fill returns a rectangle in a colour of the theme.
func fill(c fyne.ThemeColorName) *canvas.Rectangle { return canvas.NewRectangle(themed(c)) }

// hairline returns a thin line for borders.
func hairline() *canvas.Rectangle {
	r := fill(theme.ColorNameSeparator)
	r.SetMinSize(fyne.NewSize(1, 1))
	return r
}

// fixed gives an object a least size.
func fixed(w, h float32, o ...fyne.CanvasObject) *fyne.Container {
	r := canvas.NewRectangle(color.Transparent)
	r.SetMinSize(fyne.NewSize(w, h))
	return container.NewStack(append([]fyne.CanvasObject{r}, o...)...)
}

// padded puts space around an object.
func padded(top, right, bottom, left float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedLayout(top, bottom, left, right), o)
}

// onGround lays an object on a colour.
func onGround(c fyne.ThemeColorName, o ...fyne.CanvasObject) *fyne.Container {
	return container.NewStack(append([]fyne.CanvasObject{fill(c)}, o...)...)
}

// middle centres an object vertically and gives it its least width.
func middle(o fyne.CanvasObject) *fyne.Container {
	return container.NewVBox(layout.NewSpacer(), o, layout.NewSpacer())
}

// badge is a short text in a rounded frame.
func badge(s string, ground, ink fyne.ThemeColorName, frame bool) *fyne.Container {
	r := fill(ground)
	r.CornerRadius = 3
	if frame {
		r.StrokeColor = themed(ink)
		r.StrokeWidth = 1
	}
	t := text(s, sizeTick, true, ink)
	return container.NewStack(r, padded(2, 7, 2, 7, t))
}

// cut shortens a text to a width, with an ellipsis.
func cut(s string, size float32, bold bool, width float32) string {
	style := fyne.TextStyle{Bold: bold}
	if fyne.MeasureText(s, scaled(size), style).Width <= width {
		return s
	}
	runes := []rune(s)
	lo, hi := 0, len(runes)
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if fyne.MeasureText(string(runes[:mid])+"…", scaled(size), style).Width <= width {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return string(runes[:lo]) + "…"
}

// field is an input under its name.
func field(w *wording.Words, key string, o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewVBox(text(w.T(key), sizeCaption, true, theme.ColorNameForeground), o)
}

// chevron lays two lines as an arrow about a middle: down when what it stands
// for is open, else to the right.
func chevron(l [2]*canvas.Line, cx, cy float32, open bool) {
	a, b, c := fyne.NewPos(cx-2, cy-4), fyne.NewPos(cx+2, cy), fyne.NewPos(cx-2, cy+4)
	if open {
		a, b, c = fyne.NewPos(cx-4, cy-2), fyne.NewPos(cx, cy+2), fyne.NewPos(cx+4, cy-2)
	}
	l[0].Position1, l[0].Position2 = a, b
	l[1].Position1, l[1].Position2 = b, c
}
