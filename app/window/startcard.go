package window

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pinezka/app/wording"
)

// bigButton is one of the four ways on of the start card.
type bigButton struct {
	hoverable
	icon       fyne.Resource
	title, sub string
}

func newBigButton(icon fyne.Resource, title, sub string, tapped func()) *bigButton {
	b := &bigButton{icon: icon, title: title, sub: sub}
	b.tapped = tapped
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *bigButton) CreateRenderer() fyne.WidgetRenderer {
	g := fill(colorRaised)
	g.CornerRadius, g.StrokeWidth, g.StrokeColor = 6, 1, themed(theme.ColorNameInputBorder)
	img := canvas.NewImageFromResource(inked(b.icon, theme.ColorNamePrimary))
	r := ring(8)
	r.StrokeColor = themed(colorFocusRing)
	return &bigRenderer{
		b: b, ground: g, icon: img, ring: r,
		title: text(b.title, sizeName, true, theme.ColorNameForeground), sub: text(b.sub, sizeCaption, false, colorText2),
	}
}

type bigRenderer struct {
	b            *bigButton
	ground, ring *canvas.Rectangle
	icon         *canvas.Image
	title, sub   *canvas.Text
}

func (r *bigRenderer) Destroy() {}
func (r *bigRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.icon, r.title, r.sub, r.ring}
}

func (r *bigRenderer) MinSize() fyne.Size {
	return fyne.NewSize(max(r.title.MinSize().Width, r.sub.MinSize().Width)+72, 64)
}

func (r *bigRenderer) Layout(s fyne.Size) {
	r.ground.Resize(s)
	r.icon.Move(fyne.NewPos(18, (s.Height-20)/2))
	r.icon.Resize(fyne.NewSquareSize(20))
	r.title.Move(fyne.NewPos(58, 11))
	r.sub.Move(fyne.NewPos(58, 34))
	r.ring.Move(fyne.NewPos(-3, -3))
	r.ring.Resize(s.AddWidthHeight(6, 6))
}

func (r *bigRenderer) Refresh() {
	r.ground.FillColor = themed(colorRaised)
	if r.b.hovered || r.b.focused {
		r.ground.FillColor = themed(theme.ColorNameSelection)
	}
	r.ring.Hidden = !r.b.focused
	canvas.Refresh(r.b)
}

// startCard is shown at the first start, over the sample that is already open.
func (w *Window) startCard() fyne.CanvasObject {
	s, words := w.s, w.s.Words()
	langs := newSegment([]string{"Polski", "English"}, map[wording.Lang]int{wording.PL: 0, wording.EN: 1}[words.Lang()], func(i int) {
		s.SetLang(wording.Langs[i])
		w.showLayer(w.startCard())
	})
	logo := canvas.NewImageFromResource(iconApp)
	head := container.NewBorder(nil, nil, fixed(56, 56, padded(6, 6, 6, 6, logo)), middle(fixed(170, 28, langs)), container.NewVBox(
		text(words.T("app.name"), sizeMain-2, true, theme.ColorNameForeground), text(words.T("app.tagline"), sizeText, false, colorText2)))
	sample := newBigButton(iconEye, words.T("start.sample"), words.T("start.sample.sub"), w.hideLayer)
	ways := container.NewVBox(
		text(words.T("start.question"), sizePanel, true, theme.ColorNameForeground), sample,
		newBigButton(iconPlus, words.T("start.new"), words.T("start.new.sub"), w.newProject),
		newBigButton(iconFolder, words.T("start.open"), words.T("start.open.sub"), w.openProject),
		newBigButton(iconLoad, words.T("start.import"), words.T("start.import.sub"), w.importFile),
	)
	recent := container.NewVBox(text(words.T("start.recent"), sizeText, true, theme.ColorNameForeground))
	paths := w.recent()
	if len(paths) == 0 {
		recent.Add(wrapped(words.T("start.recent.none"), theme.SizeNameText, false, colorText2))
	}
	for _, p := range paths[:min(len(paths), 5)] {
		recent.Add(newFlat(cut(filepath.Base(p), sizeText, false, 300), iconFolder, func() { w.hideLayer(); w.open(p) }))
	}
	var modes []string
	for _, m := range themeModes {
		modes = append(modes, words.T("theme."+m))
	}
	look := newSegment(modes, w.themeMode(), w.setThemeMode)
	recent.Add(padded(12, 0, 2, 0, text(words.T("start.settings"), sizeText, true, theme.ColorNameForeground)))
	recent.Add(container.NewHBox(middle(text(words.T("start.look"), sizeText, false, colorText2)), look))
	g := fill(colorWarn)
	g.CornerRadius = 6
	recent.Add(padded(12, 0, 0, 0, container.NewStack(g, padded(8, 10, 8, 10, wrapped(words.T("start.sample.note"), theme.SizeNameText, false, colorWarnText)))))

	again := widget.NewCheck(words.T("start.again"), w.setShowStart)
	again.SetChecked(w.showStart())
	foot := onGround(colorRaised, padded(12, 24, 12, 24, container.NewHBox(
		middle(text(words.T("start.112"), sizeText, true, colorErrorText)), layout.NewSpacer(), again, newPrimary(words.T("start.go"), nil, w.hideLayer))))
	body := container.NewGridWithColumns(2, ways, padded(0, 0, 0, 20, recent))
	card := container.NewBorder(container.NewVBox(padded(18, 28, 12, 28, head), hairline()), foot, nil, nil, padded(16, 32, 16, 32, body))
	return w.card(card, 860, 0)
}
