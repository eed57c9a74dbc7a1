package window

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pinezka/app/session"
	"pinezka/data"
)

func titleOf(m data.Motion) string { return session.MotionTitle(m) }

func atoi(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// newDebateRow is a motion in the list of the debates workspace, with what can
// be done to it.
func newDebateRow(v *debatesView, m data.Motion, group, sub string) fyne.CanvasObject {
	s, w := v.w.s, v.w.s.Words()
	number := fixed(30, 30, v.w.signs.motion(itoa(m.Number), string(m.State), m.Place.Located(), s.IsSelectedMotion(m.ID)))
	sign := fyne.CanvasObject(layout.NewSpacer())
	if m.Category != "" {
		sign = fixed(22, 22, v.w.signs.category(string(m.Category), group))
	}
	place := m.Place.Words
	if place == "" || !m.Place.Located() {
		place = strings.TrimSpace(place + " · " + w.T("motion.place.kind."+string(m.Place.Kind)))
		place = strings.TrimPrefix(place, "· ")
	}
	lines := container.NewVBox(
		wrapped(titleOf(m), theme.SizeNameText, s.IsSelectedMotion(m.ID), theme.ColorNameForeground),
		wrapped(place, theme.SizeNameCaptionText, false, colorText2),
		wrapped(sub, theme.SizeNameCaptionText, false, colorText2),
	)
	show := newFlat("", iconPlace, func() {
		s.Debates.Select(m.ID)
		if c, ok := m.Place.Centre(); ok {
			v.w.lookAt(c)
		} else {
			v.w.placeMotion(m.ID)
		}
	})
	edit := newFlat("", iconEdit, func() { s.Debates.Select(m.ID); v.edit(m) })
	remove := newFlat("", iconDelete, func() { v.w.do(s.Debates.DeleteMotion(m.ID)) })
	edit.SetEnabled(!s.ReadOnly())
	remove.SetEnabled(!s.ReadOnly())
	return container.NewVBox(padded(4, 6, 2, 8, container.NewBorder(nil, nil, container.NewVBox(number, sign), container.NewVBox(container.NewHBox(show, edit, remove)), lines)), hairline())
}

// newDebateForm is the layer for a new debate.
func newDebateForm(w *Window) fyne.CanvasObject {
	s, words := w.s, w.s.Words()
	title, venue, start, present := widget.NewEntry(), widget.NewEntry(), widget.NewEntry(), widget.NewEntry()
	var chosen *data.Day
	day := newDateField(s.Date, func(d *data.Day) { chosen = d })
	start.SetPlaceHolder("17:00")
	kinds := widget.NewSelect([]string{words.T("debate.kind.inaugural"), words.T("debate.kind.evaluation")}, nil)
	kinds.SetSelectedIndex(0)
	store := newPrimary(words.T("debate.store"), iconCheck, func() {
		day.commit()
		if chosen == nil || strings.TrimSpace(title.Text) == "" {
			s.Say(words.T("debate.incomplete"))
			return
		}
		kind := data.DebateInaugural
		if kinds.SelectedIndex() == 1 {
			kind = data.DebateEvaluation
		}
		err := s.Debates.Add(data.Debate{
			Title: strings.TrimSpace(title.Text), Kind: kind, Day: *chosen, Start: start.Text, Venue: venue.Text, Present: atoi(present.Text),
		})
		if err != nil {
			s.Fail(err)
			return
		}
		w.hideLayer()
	})
	form := container.New(layout.NewFormLayout(),
		text(words.T("debate.title"), sizeText, false, theme.ColorNameForeground), title,
		text(words.T("debate.kind"), sizeText, false, theme.ColorNameForeground), kinds,
		text(words.T("debate.day"), sizeText, false, theme.ColorNameForeground), day,
		text(words.T("debate.start"), sizeText, false, theme.ColorNameForeground), start,
		text(words.T("debate.venue"), sizeText, false, theme.ColorNameForeground), venue,
		text(words.T("debate.present"), sizeText, false, theme.ColorNameForeground), present,
	)
	return w.dialogCard(words.T("debate.new"), form, container.NewHBox(layout.NewSpacer(), newButton(words.T("cancel"), nil, w.hideLayer), store), 520)
}
