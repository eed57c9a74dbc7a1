package window

import (
	"image"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pinezka/app/session"
)

// printView is the print workspace: the kinds of sheet at the left, the page
// itself in the middle, its few options at the right.
type printView struct {
	w        *Window
	left     fyne.CanvasObject
	middle   fyne.CanvasObject
	right    fyne.CanvasObject
	tools    *fyne.Container
	preview  *canvas.Image
	holder   *fyne.Container
	size     *canvas.Text
	stepper  *canvas.Text
	title    *widget.Entry
	paper    *widget.Select
	turn     *widget.Select
	scale    *widget.Select
	public   *segment
	reading  *segment
	grid     *widget.Check
	mono     *widget.Check
	motions  *widget.Check
	grey     *widget.Check
	checks   *fyne.Container
	pdf      *button
	reason   *elided
	page     int
	updating bool
}

func newPrintView(w *Window) *printView {
	v := &printView{w: w, checks: container.NewVBox()}
	words := w.s.Words()
	kind := onGround(theme.ColorNameSelection, padded(8, 12, 8, 12, container.NewVBox(
		text(words.T("sheet.meeting"), sizeText, true, theme.ColorNameForeground),
		text(words.T("sheet.meeting.sub"), sizeCaption, false, colorText2))))
	v.left = onGround(theme.ColorNameBackground, container.NewBorder(
		padded(10, 12, 8, 12, text(words.T("print.question"), sizePanel, true, theme.ColorNameForeground)), nil, nil, nil, container.NewVBox(padded(0, 6, 0, 6, kind))))

	v.preview = canvas.NewImageFromImage(nil)
	v.preview.FillMode, v.preview.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
	v.size = text("", sizeText, false, colorText2)
	v.stepper = text("", sizeText, false, theme.ColorNameForeground)
	v.grey = widget.NewCheck(words.T("print.grey"), func(bool) { v.showPage() })
	prev := newButton("", iconLeft, func() { v.page--; v.showPage() })
	next := newButton("", iconRight, func() { v.page++; v.showPage() })
	tools := container.NewVBox(padded(5, 10, 5, 10, container.NewHBox(prev, middle(v.stepper), next, v.grey, layout.NewSpacer(), middle(v.size))), hairline())
	paperShadow := fill(colorWindow)
	v.holder = container.NewStack(paperShadow, padded(16, 20, 16, 20, v.preview))
	v.tools = tools
	v.middle = onGround(colorWindow, container.NewBorder(onGround(theme.ColorNameBackground, tools), nil, nil, nil, v.holder))

	v.title = widget.NewEntry()
	v.title.OnChanged = func(t string) { v.change(func(o *session.SheetOptions) { o.Title = t }) }
	v.paper = widget.NewSelect([]string{"A4", "A3", "A2", "A1", "A0"}, func(p string) { v.change(func(o *session.SheetOptions) { o.Paper = p }) })
	v.turn = widget.NewSelect([]string{words.T("print.portrait"), words.T("print.landscape")}, func(string) {
		v.change(func(o *session.SheetOptions) { o.Landscape = v.turn.SelectedIndex() == 1 })
	})
	scales := []string{words.T("print.fit")}
	for _, d := range session.Scales {
		scales = append(scales, words.Scale(d))
	}
	v.scale = widget.NewSelect(scales, func(string) {
		v.change(func(o *session.SheetOptions) {
			o.Scale = 0
			if i := v.scale.SelectedIndex(); i > 0 {
				o.Scale = session.Scales[i-1]
			}
		})
	})
	v.public = newSegment([]string{words.T("print.public"), words.T("print.internal")}, 1, func(i int) {
		v.change(func(o *session.SheetOptions) { o.Public = i == 0 })
	})
	v.grid = widget.NewCheck(words.T("print.grid"), func(on bool) { v.change(func(o *session.SheetOptions) { o.Grid = on }) })
	v.motions = widget.NewCheck(words.T("print.motions"), func(on bool) { v.change(func(o *session.SheetOptions) { o.Motions = on }) })
	v.mono = widget.NewCheck(words.T("print.mono"), func(on bool) { v.change(func(o *session.SheetOptions) { o.Grey = on }) })
	distances := []string{words.T("print.reading.hand")}
	for _, m := range session.Readings[1:] {
		distances = append(distances, words.T("print.reading.metres", "m", m))
	}
	v.reading = newSegment(distances, 0, func(i int) { v.change(func(o *session.SheetOptions) { o.Reading = session.Readings[i] }) })
	v.pdf = newPrimary(words.T("print.pdf"), iconSave, w.savePDF)
	v.reason = newElided(sizeCaption, false, colorWarnText)
	label := func(key string) fyne.CanvasObject { return text(words.T(key), sizeText, false, colorText2) }
	form := container.New(layout.NewFormLayout(),
		label("print.title"), v.title,
		label("print.paper"), container.NewGridWithColumns(2, v.paper, v.turn),
		label("print.scale"), v.scale,
		label("print.reading"), v.reading,
		label("print.show"), container.NewVBox(container.NewHBox(v.grid, v.motions), v.mono))
	body := container.NewVBox(v.public, padded(8, 0, 8, 0, form), hairline(), padded(8, 0, 4, 0, text(words.T("print.check"), sizeText, true, theme.ColorNameForeground)), v.checks,
		padded(8, 0, 0, 0, wrapped(words.T("print.actual-size"), theme.SizeNameCaptionText, false, colorText2)))
	foot := container.NewVBox(hairline(), padded(8, 10, 8, 10, container.NewVBox(v.pdf, v.reason)))
	v.right = onGround(theme.ColorNameBackground, container.NewBorder(nil, foot, nil, nil, container.NewVScroll(padded(10, 12, 10, 12, body))))
	return v
}

func (v *printView) change(f func(*session.SheetOptions)) {
	if v.updating {
		return
	}
	o := v.w.s.Sheet.Options()
	f(&o)
	v.w.s.Sheet.SetOptions(o)
}

// showPage shows a page of the newest sheet.
func (v *printView) showPage() {
	pages := v.w.s.Sheet.Pages()
	n := len(pages)
	v.page = max(0, min(v.page, n-1))
	w := v.w.s.Words()
	if n == 0 {
		v.preview.Image = nil
		v.stepper.Text = w.T("print.working")
	} else {
		img := pages[v.page]
		if v.grey.Checked {
			img = greyed(img)
		}
		v.preview.Image = img
		v.stepper.Text = w.T("print.page", "n", v.page+1, "of", n)
	}
	v.tools.Refresh()
	v.preview.Refresh()
}

// greyed shows a page as a black-and-white printer gives it.
func greyed(src image.Image) image.Image {
	g := image.NewGray(src.Bounds())
	for y := g.Rect.Min.Y; y < g.Rect.Max.Y; y++ {
		for x := g.Rect.Min.X; x < g.Rect.Max.X; x++ {
			g.Set(x, y, src.At(x, y))
		}
	}
	return g
}

func (v *printView) update() {
	v.updating = true
	o, w := v.w.s.Sheet.Options(), v.w.s.Words()
	if v.title.Text != o.Title {
		v.title.SetText(o.Title)
	}
	v.paper.SetSelected(o.Paper)
	v.turn.SetSelectedIndex(map[bool]int{false: 0, true: 1}[o.Landscape])
	at := 0
	for i, d := range session.Scales {
		if d == o.Scale {
			at = i + 1
		}
	}
	v.scale.SetSelectedIndex(at)
	v.public.Choose(map[bool]int{true: 0, false: 1}[o.Public])
	v.grid.SetChecked(o.Grid)
	v.motions.SetChecked(o.Motions)
	v.reading.Choose(max(0, slices.Index(session.Readings, o.Reading)))
	v.mono.SetChecked(o.Grey)
	v.mono.Enable()
	if o.Reading > 0 { // letters for the wall are black and white enough
		v.mono.Disable()
	}
	v.updating = false

	width, height := v.w.s.Sheet.PaperSize()
	v.size.Text = strconv.Itoa(int(width)) + " × " + strconv.Itoa(int(height)) + " mm"
	if sc := v.w.s.Sheet.DrawnScale(); sc > 0 {
		v.size.Text += " · " + w.Scale(sc)
	}
	v.size.Refresh()
	v.checks.RemoveAll()
	for _, line := range v.w.s.Sheet.Checklist() {
		mark := canvas.NewImageFromResource(inked(iconCheck, colorOKText))
		v.checks.Add(container.NewBorder(nil, nil, container.NewVBox(fixed(22, 22, padded(4, 4, 4, 2, fixed(14, 14, mark)))), nil,
			wrapped(line, theme.SizeNameCaptionText, false, theme.ColorNameForeground)))
	}
	why := v.w.s.Sheet.NotReady()
	v.reason.Set(why)
	v.pdf.SetEnabled(why == "")
	v.showPage()
}
