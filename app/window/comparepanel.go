package window

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pinezka/app/wording"
	"pinezka/data"
	"pinezka/data/compare"
)

// compareView is the comparison workspace: the motions with what the reports
// say of each, and the evidence card with its arithmetic.
type compareView struct {
	w        *Window
	tools    *fyne.Container
	debate   *debatePick
	radius   *widget.Label
	months   *widget.Select
	baseline *widget.Select
	explored *fyne.Container
	left     *fyne.Container
	list     *motionList
	pills    *fyne.Container
	note     *fyne.Container
	card     *fyne.Container
	updating bool
}

var (
	periodMonths = []int{6, 12, 24, 36}
	baselines    = []data.Baseline{data.BaselineStreets, data.BaselineAddresses, data.BaselineArea}
)

func newCompareView(w *Window) *compareView {
	v := &compareView{w: w, card: container.NewStack(), pills: container.NewStack(), note: container.NewStack()}
	s, words := w.s, w.s.Words()
	v.debate = newDebatePick(s)
	v.radius = widget.NewLabel("")
	v.radius.Alignment = fyne.TextAlignTrailing
	less := newButton("", iconMinus, func() { v.changeRadius(-10) })
	more := newButton("", iconPlus, func() { v.changeRadius(10) })
	var monthNames []string
	for _, n := range periodMonths {
		monthNames = append(monthNames, words.N("months", n))
	}
	v.months = widget.NewSelect(monthNames, func(string) {
		if i := v.months.SelectedIndex(); !v.updating && i >= 0 {
			set := s.Compare.Setting()
			set.Months = periodMonths[i]
			s.Compare.Explore(set)
		}
	})
	var baseNames []string
	for _, b := range baselines {
		baseNames = append(baseNames, words.T("baseline."+string(b)))
	}
	v.baseline = widget.NewSelect(baseNames, func(string) {
		if i := v.baseline.SelectedIndex(); !v.updating && i >= 0 {
			set := s.Compare.Setting()
			set.Baseline = baselines[i]
			s.Compare.Explore(set)
		}
	})
	v.explored = padded(0, 0, 0, 6, container.NewHBox(
		middle(badge(words.T("compare.explored"), colorWarn, colorWarnText, false)),
		newFlat(words.T("compare.own"), nil, s.Compare.Own)))
	label := func(key string) fyne.CanvasObject { return middle(text(words.T(key), sizeText, false, colorText2)) }
	v.tools = container.NewStack(fill(theme.ColorNameBackground), container.NewVBox(padded(5, 8, 5, 8, container.NewHBox(
		fixed(250, 28, v.debate), label("compare.distance"), less, fixed(64, 28, v.radius), more,
		label("compare.period"), fixed(150, 28, v.months), label("compare.baseline"), fixed(190, 28, v.baseline), v.explored,
		layout.NewSpacer(), newButton(words.T("compare.print"), iconPrint, w.showPrint))), hairline()))

	v.list = newMotionList(w)
	head := container.NewHBox(text(words.T("compare.list.motion"), sizeCaption, false, colorText2), layout.NewSpacer(),
		text(words.T("compare.list.counts"), sizeCaption, false, colorText2))
	v.left = onGround(theme.ColorNameBackground, container.NewBorder(
		container.NewVBox(padded(6, 8, 4, 8, v.pills), padded(2, 12, 2, 12, head), hairline()), v.note, nil, nil, v.list.scroll))
	return v
}

func (v *compareView) changeRadius(by float64) {
	set := v.w.s.Compare.Setting()
	set.Radius += by
	v.w.s.Compare.Explore(set)
}

func (v *compareView) update() {
	s, w := v.w.s, v.w.s.Words()
	v.updating = true
	defer func() { v.updating = false }()
	v.debate.update()
	_, hasDebate := s.Debates.Open()
	set := s.Compare.Setting()
	v.radius.SetText(w.T("metres", "n", w.Decimal(set.Radius, 0)))
	v.months.SetSelectedIndex(slices.Index(periodMonths, set.Months))
	v.baseline.SetSelectedIndex(slices.Index(baselines, set.Baseline))
	v.explored.Hidden = !s.Compare.Explored()

	v.pills.Objects = []fyne.CanvasObject{v.pillRow()}
	v.list.update()
	noteText := ""
	if res, ok := s.Compare.Result(); ok {
		noteText = w.T("compare.absence") + " " + w.N("compare.tested.note", res.Tested)
		if res.Undated > 0 {
			noteText += " " + w.N("compare.undated", res.Undated)
		}
	} else if !hasDebate {
		noteText = w.T("compare.no-debate")
	}
	v.note.Objects = []fyne.CanvasObject{container.NewVBox(hairline(), padded(4, 8, 6, 8, wrapped(noteText, theme.SizeNameCaptionText, false, colorText2)))}
	v.left.Refresh()
	v.tools.Refresh()
	v.selectionChanged()
}

// selectionChanged shows which motion is looked at. The rows stay the same
// objects, so that the focus stays with them.
func (v *compareView) selectionChanged() {
	for _, r := range v.list.rows {
		r.Refresh()
	}
	v.card.Objects = []fyne.CanvasObject{v.evidence()}
	v.card.Refresh()
}

// pillRow filters the list by verdict.
func (v *compareView) pillRow() fyne.CanvasObject {
	s, w := v.w.s, v.w.s.Words()
	res, ok := s.Compare.Result()
	if !ok {
		return text(w.T("compare.working"), sizeCaption, false, colorText2)
	}
	// Rows are filled by measure: a wrapping layout cannot know its height before
	// its width.
	rows, row, used := container.NewVBox(), container.NewHBox(), float32(0)
	add := func(p *pill) {
		width := p.MinSize().Width + 4
		if used > 0 && used+width > 380 {
			rows.Add(row)
			row, used = container.NewHBox(), 0
		}
		row.Add(p)
		used += width
	}
	add(newPill(w.T("pill.all", "n", len(res.Motions)), s.Compare.OnlyVerdict() == "", func() { s.Compare.Only("") }))
	for _, verdict := range compare.Verdicts {
		if n := res.Summary[verdict]; n > 0 {
			add(newPill(w.T("pill."+string(verdict), "n", n), s.Compare.OnlyVerdict() == verdict, func() { s.Compare.Only(verdict) }))
		}
	}
	rows.Add(row)
	return rows
}

// evidence is the card of the chosen motion.
func (v *compareView) evidence() fyne.CanvasObject {
	s, w := v.w.s, v.w.s.Words()
	m, ok := s.Debates.Selected()
	f, found := s.Compare.Finding(m.ID)
	if !ok || !found {
		box := container.NewVBox(wrapped(w.T("card.none"), theme.SizeNameText, true, theme.ColorNameForeground))
		if sum := s.Compare.Summary(); sum != "" {
			box.Add(wrapped(wording.UpperFirst(sum)+".", theme.SizeNameText, false, theme.ColorNameForeground))
		}
		box.Add(wrapped(w.T("card.none.hint"), theme.SizeNameText, false, colorText2))
		return onGround(theme.ColorNameBackground, padded(10, 12, 10, 12, box))
	}
	number := fixed(32, 32, v.w.signs.motion(itoa(m.Number), string(m.State), m.Place.Located(), true))
	sub := m.Addressee
	if m.Support > 0 {
		sub = w.N("card.support", m.Support) + " · " + sub
	}
	prev := newFlat("", iconLeft, func() { s.Debates.Step(-1) })
	next := newFlat("", iconRight, func() { s.Debates.Step(1) })
	head := container.NewBorder(nil, nil, container.NewVBox(number), container.NewHBox(prev, next), container.NewVBox(
		wrapped(titleOf(m), theme.SizeNameSubHeadingText, true, theme.ColorNameForeground),
		wrapped(sub, theme.SizeNameCaptionText, false, colorText2)))

	ground, ink := colorRaised, theme.ColorNameForeground
	if !s.Compare.Explored() {
		switch f.Verdict {
		case compare.VerdictBacked:
			ground, ink = colorOK, colorOKText
		case compare.VerdictUnsettled, compare.VerdictFew, compare.VerdictBusy:
			ground, ink = colorWarn, colorWarnText
		}
	}
	box := fill(ground)
	box.CornerRadius, box.StrokeWidth, box.StrokeColor = 6, 1, themed(ink)
	verdict := container.NewStack(box, padded(8, 10, 8, 10, container.NewVBox(
		container.NewBorder(nil, nil, fixed(20, 20, newVerdictIcon(f.Verdict)), nil,
			wrapped(wording.UpperFirst(s.Compare.VerdictWords(f)), theme.SizeNameText, true, ink)),
		wrapped(s.Compare.Sentence(f), theme.SizeNameText, false, theme.ColorNameForeground))))

	body := container.NewVBox(head, verdict)
	if m.Text != "" && m.Title != "" {
		body.Add(wrapped(w.T("card.text", "text", m.Text), theme.SizeNameText, false, colorText2))
	}
	facts := s.Compare.Facts(f)
	if len(facts) > 0 {
		copyButton := newFlat(w.T("card.copy"), iconCopy, func() {
			fyne.CurrentApp().Clipboard().SetContent(s.Compare.CardText(f))
			s.Say(w.T("card.copied"))
		})
		body.Add(padded(6, 0, 0, 0, container.NewHBox(middle(text(w.T("card.working"), sizeText, true, theme.ColorNameForeground)), layout.NewSpacer(), copyButton)))
		for _, x := range facts {
			body.Add(factRow(x.Label, x.Note, x.Value, x.Bold))
			body.Add(hairline())
		}
		if f.CountMerged >= 3 && !s.Compare.Explored() {
			body.Add(newRangeChart(f.Ratio, f.Low, f.High, w.T("card.average."+string(s.Compare.Setting().Baseline))))
		}
	}
	for _, warning := range s.Compare.Warnings(f) {
		body.Add(warnRow(warning))
	}
	body.Add(padded(6, 0, 0, 0, wrapped(s.Footer(), theme.SizeNameCaptionText, false, colorText2)))
	list := newButton(w.N("card.show", f.Count), iconTable, func() {
		s.Selection.Select(f.Matching()...)
		v.w.showReports()
	})
	list.SetEnabled(f.Count > 0)
	foot := container.NewVBox(hairline(), padded(8, 8, 8, 8, container.NewHBox(newPrimary(w.T("compare.print"), iconPrint, v.w.showPrint), list)))
	return onGround(theme.ColorNameBackground, container.NewBorder(nil, foot, nil, nil, container.NewVScroll(padded(8, 12, 8, 12, body))))
}

func factRow(label, note, value string, bold bool) fyne.CanvasObject {
	v := text(value, sizeText, true, theme.ColorNameForeground)
	left := container.NewVBox(wrapped(label, theme.SizeNameText, bold, theme.ColorNameForeground))
	if note != "" {
		left.Add(wrapped(note, theme.SizeNameCaptionText, false, colorText2))
	}
	return container.NewBorder(nil, nil, nil, container.NewVBox(padded(6, 0, 0, 6, v)), left)
}

func warnRow(s string) fyne.CanvasObject {
	g := fill(colorWarn)
	g.CornerRadius = 4
	return container.NewStack(g, padded(2, 6, 2, 6, wrapped(s, theme.SizeNameCaptionText, false, colorWarnText)))
}

// verdictIcon is the sign of a verdict: a filled disc with a tick, a half disc,
// an empty disc, a dashed disc with a question mark, a dashed square. Never a red
// cross: a resident's motion is not refuted by a lack of reports.
func newVerdictIcon(v compare.Verdict) fyne.CanvasObject {
	const frame = `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" viewBox="0 0 20 20">`
	var inside string
	switch v {
	case compare.VerdictBacked:
		inside = `<circle cx="10" cy="10" r="8" fill="#125A3A"/><path d="M6 10.5L9 13.5L14.2 7" fill="none" stroke="#FFFFFF" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`
	case compare.VerdictBusy:
		inside = `<circle cx="10" cy="10" r="7" fill="none" stroke="#694700" stroke-width="2"/><circle cx="10" cy="10" r="3.4" fill="#694700"/>`
	case compare.VerdictUnsettled, compare.VerdictFew:
		inside = `<circle cx="10" cy="10" r="7" fill="#FFFFFF" stroke="#694700" stroke-width="2"/><path d="M10 3A7 7 0 0 0 10 17Z" fill="#694700"/>`
	case compare.VerdictNone:
		inside = `<circle cx="10" cy="10" r="7" fill="#FFFFFF" stroke="#44515E" stroke-width="2"/>`
	case compare.VerdictWhole:
		inside = `<rect x="3.5" y="3.5" width="13" height="13" fill="none" stroke="#44515E" stroke-width="1.8" stroke-dasharray="3 2"/>`
	default:
		inside = `<circle cx="10" cy="10" r="7.3" fill="none" stroke="#44515E" stroke-width="1.6" stroke-dasharray="2.6 2"/><path d="M8 8A2 2 0 1 1 10.6 10C10 10.3 10 10.8 10 11.4M10 13.6V13.7" fill="none" stroke="#44515E" stroke-width="1.6" stroke-linecap="round"/>`
	}
	img := canvas.NewImageFromResource(fyne.NewStaticResource("verdict-"+string(v)+".svg", []byte(frame+inside+`</svg>`)))
	img.SetMinSize(fyne.NewSquareSize(16))
	img.FillMode = canvas.ImageFillContain
	return img
}

// pill is a small rounded button of the verdict filter.
type pill struct {
	pressable
	label string
	on    bool
}

func newPill(label string, on bool, tapped func()) *pill {
	p := &pill{label: label, on: on}
	p.tapped = tapped
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer implements fyne.Widget.
func (p *pill) CreateRenderer() fyne.WidgetRenderer {
	g := fill(theme.ColorNameBackground)
	g.CornerRadius, g.StrokeWidth = 11, 1
	t := text(p.label, sizeCaption, false, theme.ColorNameForeground)
	t.Alignment = fyne.TextAlignCenter
	g.StrokeColor = themed(theme.ColorNameInputBorder)
	if p.on {
		g.FillColor, g.StrokeColor = themed(theme.ColorNameSelection), themed(theme.ColorNamePrimary)
	}
	r := ring(13)
	r.StrokeColor = themed(colorFocusRing)
	return &pillRenderer{p: p, ground: g, text: t, ring: r}
}

type pillRenderer struct {
	p      *pill
	ground *canvas.Rectangle
	text   *canvas.Text
	ring   *canvas.Rectangle
}

func (r *pillRenderer) Destroy() {}
func (r *pillRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.text, r.ring}
}

func (r *pillRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.text.MinSize().Width+16, 22)
}

func (r *pillRenderer) Layout(s fyne.Size) {
	r.ground.Resize(s)
	r.text.Resize(s)
	r.ring.Move(fyne.NewPos(-2, -2))
	r.ring.Resize(s.AddWidthHeight(4, 4))
}

func (r *pillRenderer) Refresh() {
	r.ring.Hidden = !r.p.focused
	canvas.Refresh(r.p)
}

// motionList is the list of motions with their verdicts; arrows go up and down.
type motionList struct {
	w      *Window
	box    *fyne.Container
	scroll *container.Scroll
	rows   []*motionRow
}

func newMotionList(w *Window) *motionList {
	l := &motionList{w: w, box: container.NewVBox()}
	l.scroll = container.NewVScroll(l.box)
	return l
}

func (l *motionList) update() {
	s, w := l.w.s, l.w.s.Words()
	l.box.RemoveAll()
	l.rows = l.rows[:0]
	for _, f := range s.Compare.Listed() {
		m, ok := s.Debates.Motion(f.Motion)
		if !ok {
			continue
		}
		counts, range_ := w.T("ratio", "a", f.CountMerged, "b", w.Decimal(f.Expected, 1)), ""
		switch f.Verdict {
		case compare.VerdictWhole:
			counts, range_ = "", w.N("reports", f.Count)
		case compare.VerdictNowhere:
			counts, range_ = "", w.T("compare.show-place")
		case compare.VerdictNone, compare.VerdictFew:
		default:
			if !s.Compare.Explored() {
				range_ = w.T("compare.range", "ratio", s.Compare.Times(f.Ratio), "low", s.Compare.Times(f.Low), "high", s.Compare.Times(f.High))
			}
		}
		r := newMotionRow(l, m, f.Verdict, s.Compare.VerdictWords(f), counts, range_)
		l.rows = append(l.rows, r)
		l.box.Add(r)
	}
	l.box.Refresh()
}

type motionRow struct {
	hoverable
	list                  *motionList
	m                     data.Motion
	verdict               compare.Verdict
	words, counts, range_ string
}

func newMotionRow(l *motionList, m data.Motion, v compare.Verdict, words, counts, range_ string) *motionRow {
	r := &motionRow{list: l, m: m, verdict: v, words: words, counts: counts, range_: range_}
	r.tapped = r.choose
	r.ExtendBaseWidget(r)
	return r
}

func (r *motionRow) choose() {
	r.list.w.s.Debates.Select(r.m.ID)
	if c, ok := r.m.Place.Centre(); ok {
		r.list.w.lookAt(c)
	} else if r.m.Place.Kind == data.PlaceNone {
		r.list.w.placeMotion(r.m.ID)
	}
}

// TypedRune implements fyne.Focusable.
func (r *motionRow) TypedRune(c rune) {
	switch c {
	case '+':
		r.list.w.compare.changeRadius(10)
	case '-':
		r.list.w.compare.changeRadius(-10)
	}
}

// TypedKey implements fyne.Focusable.
func (r *motionRow) TypedKey(e *fyne.KeyEvent) {
	step := 0
	switch e.Name {
	case fyne.KeyDown:
		step = 1
	case fyne.KeyUp:
		step = -1
	default:
		r.hoverable.TypedKey(e)
		return
	}
	rows := r.list.rows
	for i, other := range rows {
		if other == r && i+step >= 0 && i+step < len(rows) {
			next := rows[i+step]
			next.choose()
			r.list.w.focus(next)
			return
		}
	}
}

// CreateRenderer implements fyne.Widget.
func (r *motionRow) CreateRenderer() fyne.WidgetRenderer {
	x := &motionRowRenderer{
		r: r, ground: canvas.NewRectangle(color.Transparent), line: hairline(), ring: ring(4),
		number: r.list.w.signs.motion(itoa(r.m.Number), string(r.m.State), r.m.Place.Located(), false),
		icon:   newVerdictIcon(r.verdict),
		title:  text("", sizeText, false, theme.ColorNameForeground), words: text(r.words, sizeCaption, false, theme.ColorNameForeground),
		counts: text(r.counts, sizeText, true, theme.ColorNameForeground), range_: text(r.range_, sizeCaption, false, colorText2),
	}
	x.Refresh()
	return x
}

type motionRowRenderer struct {
	r                            *motionRow
	ground, line, ring           *canvas.Rectangle
	number                       *canvas.Image
	icon                         fyne.CanvasObject
	title, words, counts, range_ *canvas.Text
}

func (x *motionRowRenderer) Destroy() {}
func (x *motionRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{x.ground, x.line, x.number, x.icon, x.title, x.words, x.counts, x.range_, x.ring}
}
func (x *motionRowRenderer) MinSize() fyne.Size { return fyne.NewSize(220, 51) }

func (x *motionRowRenderer) Layout(s fyne.Size) {
	x.ground.Resize(s)
	x.line.Move(fyne.NewPos(0, s.Height-1))
	x.line.Resize(fyne.NewSize(s.Width, 1))
	x.number.Move(fyne.NewPos(8, 7))
	x.number.Resize(fyne.NewSquareSize(28))
	cw := x.counts.MinSize().Width
	x.counts.Move(fyne.NewPos(s.Width-cw-12, 7))
	x.title.Text = cut(titleOf(x.r.m), sizeText, x.title.TextStyle.Bold, s.Width-44-cw-22)
	x.title.Move(fyne.NewPos(44, 7))
	x.icon.Move(fyne.NewPos(44, 28))
	x.icon.Resize(fyne.NewSquareSize(16))
	rw := x.range_.MinSize().Width
	x.range_.Move(fyne.NewPos(s.Width-rw-12, 28))
	x.words.Text = cut(x.r.words, sizeCaption, false, s.Width-66-rw-20)
	x.words.Move(fyne.NewPos(65, 28))
	x.ring.Move(fyne.NewPos(2, 1))
	x.ring.Resize(s.SubtractWidthHeight(4, 3))
}

func (x *motionRowRenderer) Refresh() {
	selected, ok := x.r.list.w.s.Debates.Selected()
	on := ok && selected.ID == x.r.m.ID
	x.ground.FillColor = color.Transparent
	switch {
	case on:
		x.ground.FillColor = themed(theme.ColorNameSelection)
	case x.r.hovered:
		x.ground.FillColor = themed(theme.ColorNameHover)
	}
	x.title.TextStyle.Bold = on
	x.ring.StrokeColor, x.ring.Hidden = themed(colorFocusRing), !x.r.focused
	x.Layout(x.r.Size())
	canvas.Refresh(x.r)
}
