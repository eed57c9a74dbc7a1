package window

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pinezka/app/session"
)

// workspaceTab is a tab of the workspace bar. Not Fyne's AppTabs: the map must
// stay the same object in all workspaces.
type workspaceTab struct {
	pressable
	label  string
	icon   fyne.Resource
	active bool
}

func newWorkspaceTab(label string, icon fyne.Resource, tapped func()) *workspaceTab {
	t := &workspaceTab{label: label, icon: icon}
	t.tapped = tapped
	t.ExtendBaseWidget(t)
	return t
}

// CreateRenderer implements fyne.Widget.
func (t *workspaceTab) CreateRenderer() fyne.WidgetRenderer {
	r := &tabRenderer{
		t: t, icon: canvas.NewImageFromResource(nil), text: text("", sizeTab, false, theme.ColorNameForeground),
		line: fill(theme.ColorNamePrimary), ring: ring(4),
	}
	r.Refresh()
	return r
}

type tabRenderer struct {
	t    *workspaceTab
	icon *canvas.Image
	text *canvas.Text
	line *canvas.Rectangle
	ring *canvas.Rectangle
}

func (r *tabRenderer) Destroy() {}

func (r *tabRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.icon, r.text, r.line, r.ring}
}

func (r *tabRenderer) MinSize() fyne.Size {
	w := fyne.MeasureText(r.t.label, scaled(sizeTab), fyne.TextStyle{Bold: true}).Width
	return fyne.NewSize(w+iconSize+36, 42)
}

func (r *tabRenderer) Layout(s fyne.Size) {
	r.icon.Move(fyne.NewPos(13, (s.Height-iconSize)/2))
	r.icon.Resize(fyne.NewSquareSize(iconSize))
	h := r.text.MinSize().Height
	r.text.Move(fyne.NewPos(13+iconSize+8, (s.Height-h)/2))
	r.line.Move(fyne.NewPos(0, s.Height-3))
	r.line.Resize(fyne.NewSize(s.Width, 3))
	r.ring.Move(fyne.NewPos(2, 2))
	r.ring.Resize(s.SubtractWidthHeight(4, 6))
}

func (r *tabRenderer) Refresh() {
	ink := theme.ColorNameForeground
	if r.t.active {
		ink = theme.ColorNamePrimary
	}
	r.icon.Resource = inked(r.t.icon, ink)
	r.icon.Refresh()
	r.text.Text, r.text.TextSize, r.text.TextStyle.Bold, r.text.Color = r.t.label, scaled(sizeTab), r.t.active, themed(ink)
	r.line.FillColor = themed(theme.ColorNamePrimary)
	r.line.Hidden = !r.t.active
	r.ring.StrokeColor, r.ring.Hidden = themed(colorFocusRing), !r.t.focused
	r.Layout(r.t.Size())
	canvas.Refresh(r.t)
}

// filterStrip says the filter as a sentence, always, and how many reports it
// lets through.
type filterStrip struct {
	s        *session.Session
	sentence *elided
	counts   *canvas.Text
	clear    *button
	stamp    *fyne.Container
	content  fyne.CanvasObject
}

func newFilterStrip(s *session.Session) *filterStrip {
	w := s.Words()
	f := &filterStrip{s: s, sentence: newElided(sizeText, false, theme.ColorNameForeground), counts: text("", sizeText, true, theme.ColorNameForeground)}
	f.clear = newFlat(w.T("filter.clear"), iconClose, s.Filter.Reset)
	f.stamp = padded(3, 6, 3, 8, badge(w.T("stamp.sample"), colorWarn, colorWarnText, true))
	funnel := canvas.NewImageFromResource(inked(iconFilter, colorInfoText))
	right := container.NewHBox(middle(f.counts), f.clear, f.stamp)
	f.content = container.NewStack(fill(colorInfo), fixed(100, 28, container.NewBorder(nil, nil,
		fixed(34, 28, container.NewCenter(fixed(16, 16, funnel))), right, f.sentence)))
	return f
}

func (f *filterStrip) update() {
	w := f.s.Words()
	f.sentence.Set(f.s.FilterWords(f.s.Filter.Value(), false))
	f.counts.Text = w.T("filter.visible", "n", f.s.Filter.Count(), "of", f.s.Filter.Total())
	f.counts.Refresh()
	if f.s.Filter.Value().IsSet() {
		f.clear.Show()
	} else {
		f.clear.Hide()
	}
	if f.s.Info().Sample {
		f.stamp.Show()
	} else {
		f.stamp.Hide()
	}
	f.content.Refresh()
}

// elided is a line of text that ends in an ellipsis where there is no room.
type elided struct {
	widget.BaseWidget
	full string
	size float32
	bold bool
	ink  fyne.ThemeColorName
}

func newElided(size float32, bold bool, ink fyne.ThemeColorName) *elided {
	e := &elided{size: size, bold: bold, ink: ink}
	e.ExtendBaseWidget(e)
	return e
}

// Set changes the text.
func (e *elided) Set(s string) {
	e.full = s
	e.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (e *elided) CreateRenderer() fyne.WidgetRenderer {
	r := &elidedRenderer{e: e, t: text("", e.size, e.bold, e.ink)}
	r.Refresh()
	return r
}

type elidedRenderer struct {
	e *elided
	t *canvas.Text
}

func (r *elidedRenderer) Destroy()                     {}
func (r *elidedRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.t} }

func (r *elidedRenderer) MinSize() fyne.Size {
	return fyne.NewSize(40, fyne.MeasureText("Ąg", scaled(r.e.size), fyne.TextStyle{}).Height)
}

func (r *elidedRenderer) Layout(s fyne.Size) {
	r.t.Text = cut(r.e.full, r.e.size, r.e.bold, s.Width)
	r.t.Move(fyne.NewPos(0, (s.Height-r.t.MinSize().Height)/2))
}

func (r *elidedRenderer) Refresh() {
	r.t.TextSize, r.t.TextStyle.Bold, r.t.Color = scaled(r.e.size), r.e.bold, themed(r.e.ink)
	r.Layout(r.e.Size())
	canvas.Refresh(r.e)
}

// statusBar says what is selected, how far the map shows, how old the data are,
// and that the map calls no help.
type statusBar struct {
	s        *session.Session
	selected *canvas.Text
	filtered *canvas.Text
	total    *canvas.Text
	scale    *canvas.Text
	asOf     *canvas.Text
	credit   *canvas.Text
	message  *elided
	content  fyne.CanvasObject
}

func newStatusBar(s *session.Session) *statusBar {
	b := &statusBar{s: s, message: newElided(sizeCaption, false, colorText2)}
	line := func(bold bool) *canvas.Text { return text("", sizeCaption, bold, theme.ColorNameForeground) }
	b.selected, b.filtered, b.total, b.scale, b.asOf = line(true), line(false), line(false), line(false), line(false)
	b.credit = text("", sizeCaption, false, colorText2)
	row := container.NewHBox()
	for i, t := range []*canvas.Text{b.selected, b.filtered, b.total, b.scale, b.asOf, b.credit} {
		if i > 0 {
			row.Add(padded(6, 0, 6, 0, hairline()))
		}
		row.Add(padded(0, 4, 0, 6, middle(t)))
	}
	phone := canvas.NewImageFromResource(inked(iconPhone, theme.ColorNameForegroundOnPrimary))
	notice := text(s.Words().T("notice.112"), sizeCaption, true, theme.ColorNameForegroundOnPrimary)
	notice.Color = themedWhite
	emergency := container.NewStack(fill(color112), padded(0, 10, 0, 8, container.NewHBox(container.NewCenter(fixed(14, 14, phone)), middle(notice))))
	b.content = container.NewStack(fill(colorRaised), container.NewBorder(hairline(), nil, row, emergency,
		fixed(60, 25, container.New(layout.NewCustomPaddedLayout(0, 0, 8, 8), b.message))))
	return b
}

func (b *statusBar) update() {
	w, s := b.s.Words(), b.s
	set := func(t *canvas.Text, v string) {
		if t.Text != v {
			t.Text = v
			t.Refresh()
		}
	}
	set(b.selected, w.T("status.selected", "n", s.Selection.Count()))
	set(b.filtered, w.T("status.filtered", "n", s.Filter.Count()))
	set(b.total, w.T("status.total", "n", s.Filter.Total()))
	set(b.scale, w.T("status.scale", "scale", w.Scale(roundScale(s.Camera().Scale))))
	if d, ok := s.AsOf(); ok {
		set(b.asOf, w.T("status.as-of", "date", s.Date(d)))
	} else {
		set(b.asOf, w.T("status.as-of.none"))
	}
	set(b.credit, s.CreditShort())
	switch busy := s.Busy(); {
	case busy.What != "" && busy.Total > 0:
		b.message.Set(w.T("busy.progress", "what", busy.What, "percent", int(100*busy.Done/busy.Total)))
	case busy.What != "":
		b.message.Set(busy.What)
	default:
		m := s.Message()
		b.message.ink = colorText2
		if m.Error {
			b.message.ink = colorErrorText
		}
		b.message.Set(m.Text)
	}
	b.content.Refresh()
}

// roundScale writes a screen's scale with two figures that mean something.
func roundScale(v float64) float64 {
	step := 10.0
	for v/step >= 100 {
		step *= 10
	}
	return float64(int(v/step+0.5)) * step
}

func title(s *session.Session) string {
	if s.Path() == "" {
		return s.Words().T("app.name")
	}
	return filepath.Base(s.Path()) + " – " + s.Words().T("app.name")
}
