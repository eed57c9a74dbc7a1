package window

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pinezka/app/session"
	"pinezka/data"
)

// details is the right panel of the map workspace: what about the selected.
type details struct {
	w        *Window
	content  *fyne.Container
	reaction *reactionForm // of the report that is looked at
	scroll   *container.Scroll
	shown    []data.ReportID
}

func newDetails(w *Window) *details {
	d := &details{w: w, content: container.NewStack()}
	return d
}

func (d *details) update() {
	s := d.w.s
	var body, foot fyne.CanvasObject
	ids := s.Selection.Reports()
	switch len(ids) {
	case 0:
		body, foot = d.nothing(), nil
	case 1:
		r, _ := s.Report(ids[0])
		body, foot = d.one(r), d.actions(ids)
	default:
		body, foot = d.several(ids), d.actions(ids)
	}
	head := padded(10, 12, 6, 12, text(s.Words().T("details.title"), sizeTab, true, theme.ColorNamePrimary))
	var bottom fyne.CanvasObject
	if foot != nil {
		bottom = container.NewVBox(hairline(), padded(8, 8, 8, 8, foot))
	}
	scroll := container.NewVScroll(padded(8, 12, 8, 12, body))
	d.content.Objects = []fyne.CanvasObject{onGround(theme.ColorNameBackground,
		container.NewBorder(container.NewVBox(head, hairline()), bottom, nil, nil, scroll))}
	d.content.Refresh()
	// A change of what is shown leaves it where it was read.
	if d.scroll != nil && slices.Equal(ids, d.shown) {
		scroll.ScrollToOffset(d.scroll.Offset)
	}
	d.scroll, d.shown = scroll, ids
}

func (d *details) nothing() fyne.CanvasObject {
	w := d.w.s.Words()
	box := container.NewVBox(wrapped(w.T("details.none"), theme.SizeNameText, true, theme.ColorNameForeground))
	for i := 1; i <= 4; i++ {
		box.Add(wrapped(w.T(fmt.Sprintf("details.hint%d", i)), theme.SizeNameText, false, colorText2))
	}
	for _, o := range d.statistics() {
		box.Add(o)
	}
	return box
}

func (d *details) one(r data.Report) fyne.CanvasObject {
	s, w := d.w.s, d.w.s.Words()
	c, _ := s.Catalogue().Category(r.Category)
	sign := fixed(34, 34, d.w.signs.report(string(r.Category), string(c.Group), string(r.Status), string(r.Origin)))
	number := w.T("details.number", "id", fmt.Sprint(r.ID))
	if r.Source.ID != "" {
		number = w.T("details.number", "id", r.Source.ID)
	}
	box := container.NewVBox(
		container.NewBorder(nil, nil, container.NewVBox(sign), nil, wrapped(s.CategoryName(&r), theme.SizeNameSubHeadingText, true, theme.ColorNameForeground)),
		padded(0, 0, 4, 38, container.NewHBox(statusBadge(s, r), middle(text(number, sizeCaption, false, colorText2)))),
		row(iconPlace, placeWords(s, r), w.T("precision."+string(r.Where.Precision))+areaSuffix(s, r)),
		row(iconDay, s.When(r.When), w.T("nature."+string(r.Nature))),
		row(iconPeople, w.T("origin."+string(r.Origin)), originWords(s, r)),
	)
	if r.Text != "" {
		box.Add(noteCard(iconInfo, w.T("details.text"), r.Text))
	}
	if r.Note != "" {
		box.Add(noteCard(iconLock, w.T("details.note"), r.Note))
	}
	box.Add(d.eraseButton(r))
	if r.Vanished {
		box.Add(noteCard(iconInfo, w.T("details.vanished"), w.T("details.vanished.text")))
	}
	if history := s.StatusHistory(r.ID); len(history) > 1 {
		box.Add(padded(8, 0, 2, 0, text(w.T("details.history"), sizeText, true, theme.ColorNameForeground)))
		for _, h := range history {
			box.Add(container.NewHBox(fixed(20, 20, d.w.signs.report(string(r.Category), string(c.Group), string(h.Status), "internet")),
				middle(text(h.Since, sizeCaption, false, colorText2)), middle(text(s.StatusName(h.Status, ""), sizeText, false, theme.ColorNameForeground))))
		}
	}
	box.Add(d.reactions(r))
	return box
}

func (d *details) several(ids []data.ReportID) fyne.CanvasObject {
	s, w := d.w.s, d.w.s.Words()
	counts := map[string]int{}
	var order []string
	signs := map[string]*canvas.Image{}
	for _, id := range ids {
		r, ok := s.Report(id)
		if !ok {
			continue
		}
		name := s.CategoryName(&r)
		if counts[name] == 0 {
			order = append(order, name)
			c, _ := s.Catalogue().Category(r.Category)
			signs[name] = d.w.signs.category(string(r.Category), string(c.Group))
		}
		counts[name]++
	}
	w.Sort(order)
	box := container.NewVBox(text(w.N("details.several", len(ids)), sizePanel, true, theme.ColorNameForeground))
	for _, name := range order {
		box.Add(container.NewBorder(nil, nil, fixed(22, 22, signs[name]), text(w.Int(counts[name]), sizeText, true, theme.ColorNameForeground),
			wrapped(name, theme.SizeNameText, false, theme.ColorNameForeground)))
	}
	box.Add(padded(8, 0, 2, 0, hairline()))
	for _, id := range ids[:min(len(ids), 40)] {
		r, _ := s.Report(id)
		b := newFlat(cut(s.When(r.When)+" · "+placeWords(s, r), sizeText, false, 250), nil, func() {
			s.Selection.Select(id)
		})
		box.Add(b)
	}
	if len(ids) > 40 {
		box.Add(text(w.N("more", len(ids)-40), sizeCaption, false, colorText2))
	}
	return box
}

func (d *details) actions(ids []data.ReportID) fyne.CanvasObject {
	s, w := d.w.s, d.w.s.Words()
	var names []string
	var codes []data.StatusID
	for _, st := range s.Catalogue().Statuses {
		names = append(names, s.StatusName(st.ID, ""))
		codes = append(codes, st.ID)
	}
	status := widget.NewSelect(names, nil)
	status.PlaceHolder = w.T("action.status")
	status.OnChanged = func(name string) {
		for i, n := range names {
			if n == name {
				d.w.do(s.SetReportStatus(codes[i], ids...))
			}
		}
	}
	edit := newButton(w.T("action.edit"), iconEdit, func() { d.w.editReport(ids[0]) })
	edit.SetEnabled(len(ids) == 1 && !s.ReadOnly())
	move := newButton(w.T("action.move"), iconPlace, func() { d.w.moveReport(ids[0]) })
	move.SetEnabled(len(ids) == 1 && !s.ReadOnly())
	remove := newButton(w.T("action.delete"), iconDelete, func() { d.w.do(s.DeleteReports(ids...)) })
	remove.SetEnabled(!s.ReadOnly())
	if s.ReadOnly() {
		status.Disable()
	}
	return container.NewGridWithColumns(2, status, edit, move, remove)
}

// row is an icon, what it says, and a smaller line.
func row(icon fyne.Resource, first, second string) fyne.CanvasObject {
	img := canvas.NewImageFromResource(inked(icon, colorText2))
	texts := container.NewVBox(wrapped(first, theme.SizeNameText, false, theme.ColorNameForeground))
	if second != "" {
		texts.Add(wrapped(second, theme.SizeNameCaptionText, false, colorText2))
	}
	return container.NewBorder(nil, nil, container.NewVBox(fixed(26, 26, padded(5, 6, 5, 4, fixed(16, 16, img)))), nil, texts)
}

func noteCard(icon fyne.Resource, head, body string) fyne.CanvasObject {
	ground := fill(colorRaised)
	ground.CornerRadius = 6
	img := canvas.NewImageFromResource(inked(icon, colorText2))
	return padded(6, 0, 2, 0, container.NewStack(ground, padded(6, 8, 6, 8, container.NewVBox(
		container.NewHBox(container.NewCenter(fixed(14, 14, img)), text(head, sizeCaption, true, colorText2)),
		wrapped(body, theme.SizeNameText, false, theme.ColorNameForeground)))))
}

func statusBadge(s *session.Session, r data.Report) fyne.CanvasObject {
	ground, ink := colorRaised, theme.ColorNameForeground
	switch st, _ := s.Catalogue().Status(r.Status); {
	case r.Status == "eliminated":
		ground, ink = colorInfo, colorInfoText
	case st.Family == "confirmed":
		ground, ink = colorError, colorErrorText
	case r.Status == "verification":
		ground, ink = colorWarn, colorWarnText
	case r.Status == "new":
		ground, ink = colorOK, colorOKText
	}
	return middle(badge(s.StatusName(r.Status, r.StatusWritten), ground, ink, false))
}

func placeWords(s *session.Session, r data.Report) string {
	switch {
	case r.Where.Words != "":
		return r.Where.Words
	case r.Where.Known():
		return fmt.Sprintf("%.5f N, %.5f E", r.Where.Point.Lat(), r.Where.Point.Lon())
	}
	return s.Words().T("place.none")
}

func areaSuffix(s *session.Session, r data.Report) string {
	if a := s.AreaOf(r.ID); a != "" {
		return " · " + a
	}
	return ""
}

func originWords(s *session.Session, r data.Report) string {
	out := r.Source.Institution
	if im, ok := s.ImportByID(r.Import); ok {
		if out != "" {
			out += " · "
		}
		out += s.Words().T("details.file", "file", im.File)
	} else if r.Import == 0 {
		if out != "" {
			out += " · "
		}
		out += s.Words().T("details.by-hand")
	}
	return out
}
