package window

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pinezka/app/session"
	"pinezka/data"
)

// debatesView is the debates workspace: the motions at the left, the card for
// writing one down at the right. The card is always there; its fields stand in
// the order in which a motion is spoken.
type debatesView struct {
	w        *Window
	left     *fyne.Container
	card     *fyne.Container
	debate   *debatePick
	list     *fyne.Container
	updating bool

	text              *textArea
	place             *widget.Entry
	category          *widget.Select
	addressee, raised *widget.Entry
	support           *widget.Entry
	placeWords        *elided
	store             *button
	notes             *notesList
	editing           data.MotionID
	where             data.MotionPlace
	codes             []data.CategoryID
	picked            bool // the place was clicked on the map
	ownAddressee      bool // the addressee was typed, not proposed
}

func newDebatesView(w *Window) *debatesView {
	v := &debatesView{w: w, list: container.NewVBox()}
	s, words := w.s, w.s.Words()
	v.debate = newDebatePick(s)
	add := newButton("", iconPlus, func() { w.showLayer(newDebateForm(w)) })
	v.notes = newNotesList(w, v.takeNote)
	read := newButton(words.T("notes.open"), iconLoad, v.notes.choose)
	v.left = onGround(theme.ColorNameBackground, container.NewBorder(
		container.NewVBox(padded(8, 8, 6, 8, container.NewBorder(nil, nil, nil, add, v.debate)), hairline()),
		container.NewVBox(hairline(), padded(6, 8, 6, 8, container.NewHBox(read))), nil, nil, container.NewVScroll(container.NewVBox(v.list, v.notes.box))))

	v.text = newTextArea(4, v.save)
	v.text.SetPlaceHolder(words.T("motion.text.hint"))
	v.text.OnChanged = func(string) { v.propose() }
	v.place = widget.NewEntry()
	v.place.SetPlaceHolder(words.T("motion.place.hint"))
	v.place.OnChanged = func(q string) { v.findPlace(q) }
	v.placeWords = newElided(sizeCaption, false, colorText2)
	names := []string{words.T("motion.category.none")}
	v.codes = []data.CategoryID{""}
	for _, c := range s.Catalogue().Categories {
		names = append(names, s.CategoryShort(c.ID))
		v.codes = append(v.codes, c.ID)
	}
	v.category = widget.NewSelect(names, func(string) {
		if !v.updating && !v.ownAddressee {
			v.addressee.SetText(s.Addressee(v.codes[max(0, v.category.SelectedIndex())]))
		}
	})
	v.addressee, v.raised, v.support = widget.NewEntry(), widget.NewEntry(), widget.NewEntry()
	v.addressee.OnChanged = func(string) {
		v.ownAddressee = v.addressee.Text != "" && !v.updating && v.addressee.Text != s.Addressee(v.codes[max(0, v.category.SelectedIndex())])
	}
	v.raised.SetPlaceHolder(words.T("motion.raised.hint"))
	v.store = newPrimary(words.T("motion.store"), iconCheck, v.save)
	whole := newButton(words.T("motion.whole"), nil, func() { v.setPlace(data.MotionPlace{Kind: data.PlaceWhole}) })
	body := container.NewVBox(
		field(words, "motion.text", v.text),
		field(words, "motion.place", container.NewVBox(v.place, v.placeWords, container.NewHBox(whole, newButton(words.T("motion.nowhere"), nil, func() { v.setPlace(data.MotionPlace{Kind: data.PlaceNone}) })))),
		field(words, "motion.category", v.category),
		field(words, "motion.addressee", v.addressee),
		container.NewGridWithColumns(2, field(words, "motion.raised", v.raised), field(words, "motion.support", v.support)),
		wrapped(words.T("motion.no-names"), theme.SizeNameCaptionText, false, colorText2),
	)
	foot := container.NewVBox(hairline(), padded(8, 8, 8, 8, container.NewHBox(v.store, newButton(words.T("motion.clear"), nil, v.reset), layout.NewSpacer(),
		middle(text("Ctrl+Enter", sizeCaption, false, colorText2)))))
	head := padded(10, 12, 6, 12, text(words.T("motion.new"), sizeTab, true, theme.ColorNamePrimary))
	v.card = onGround(theme.ColorNameBackground, container.NewBorder(container.NewVBox(head, hairline()), foot, nil, nil,
		container.NewVScroll(padded(8, 12, 8, 12, body))))
	v.reset()
	return v
}

// takeNote begins a motion with a line of somebody's notes.
func (v *debatesView) takeNote(line string) {
	v.reset()
	v.text.SetText(line)
	v.w.focus(v.text)
}

// propose fills in what the text says about category and place, unless they
// were chosen by hand.
func (v *debatesView) propose() {
	if v.updating {
		return
	}
	s := v.w.s
	if v.category.SelectedIndex() <= 0 {
		if id, ok := s.ProposeCategory(v.text.Text); ok {
			v.category.SetSelectedIndex(slices.Index(v.codes, id))
		}
	}
	if !v.picked && v.place.Text == "" {
		if hit, ok := s.FindInText(v.text.Text); ok {
			v.showPlace(hit)
			return
		}
		v.where = data.MotionPlace{Kind: data.PlaceNone}
		v.placeWords.Set(s.Words().T("motion.place.none"))
	}
}

func (v *debatesView) findPlace(q string) {
	if v.updating {
		return
	}
	v.picked = false
	hits := v.w.s.FindPlace(q, 1)
	switch {
	case strings.TrimSpace(q) == "":
		v.where = data.MotionPlace{Kind: data.PlaceNone}
		v.placeWords.Set("")
	case len(hits) == 0:
		v.where = data.MotionPlace{Kind: data.PlaceNone, Words: q}
		v.placeWords.Set(v.w.s.Words().T("motion.place.unknown"))
	default:
		v.showPlace(hits[0])
	}
}

func (v *debatesView) showPlace(hit session.PlaceHit) {
	v.where = data.MotionPlace{Kind: data.PlacePoint, Geometry: hit.Point, Words: hit.Name}
	v.placeWords.Set(v.w.s.Words().T("motion.place.found", "name", hit.Name))
	v.w.lookAt(hit.Point)
}

// setPlace takes a place chosen by hand.
func (v *debatesView) setPlace(p data.MotionPlace) {
	v.updating = true
	v.where, v.picked = p, true
	if p.Words != "" {
		v.place.SetText(p.Words)
	}
	v.updating = false
	v.placeWords.Set(v.w.s.Words().T("motion.place.kind." + string(p.Kind)))
}

func (v *debatesView) reset() {
	v.updating = true
	v.editing, v.where, v.picked, v.ownAddressee = 0, data.MotionPlace{Kind: data.PlaceNone}, false, false
	for _, e := range []*widget.Entry{&v.text.Entry, v.place, v.addressee, v.raised, v.support} {
		e.SetText("")
	}
	v.category.SetSelectedIndex(0)
	v.placeWords.Set("")
	v.store.SetLabel(v.w.s.Words().T("motion.store"))
	v.updating = false
}

// edit puts a stored motion into the card.
func (v *debatesView) edit(m data.Motion) {
	v.reset()
	v.updating = true
	v.editing, v.where, v.picked, v.ownAddressee = m.ID, m.Place, true, true
	v.text.SetText(m.Text)
	v.place.SetText(m.Place.Words)
	v.addressee.SetText(m.Addressee)
	v.raised.SetText(m.RaisedBy)
	if m.Support > 0 {
		v.support.SetText(itoa(m.Support))
	}
	v.category.SetSelectedIndex(slices.Index(v.codes, m.Category))
	v.placeWords.Set(v.w.s.Words().T("motion.place.kind." + string(m.Place.Kind)))
	v.store.SetLabel(v.w.s.Words().T("motion.store.changed"))
	v.updating = false
}

// save stores the card. Nothing is lost when it cannot: the fields stay.
func (v *debatesView) save() {
	s := v.w.s
	if strings.TrimSpace(v.text.Text) == "" {
		s.Say(s.Words().T("motion.empty"))
		v.w.focus(v.text)
		return
	}
	m := data.Motion{}
	if old, ok := s.Debates.Motion(v.editing); ok {
		m = old
	}
	m.Text = strings.TrimSpace(v.text.Text)
	m.Category = v.codes[max(0, v.category.SelectedIndex())]
	m.Place = v.where
	if m.Place.Words == "" {
		m.Place.Words = v.place.Text
	}
	m.Addressee, m.RaisedBy = v.addressee.Text, v.raised.Text
	m.Support = atoi(v.support.Text)
	var err error
	if m.ID != 0 {
		err = s.Debates.ChangeMotion(m)
	} else {
		_, err = s.Debates.AddMotion(m)
	}
	if err != nil {
		s.Fail(err)
		return
	}
	v.reset()
	v.w.focus(v.text)
}

func (v *debatesView) update() {
	s, w := v.w.s, v.w.s.Words()
	v.debate.update()
	v.list.RemoveAll()
	if len(s.Debates.All()) == 0 {
		v.list.Add(padded(8, 12, 8, 12, wrapped(w.T("debates.none"), theme.SizeNameText, false, colorText2)))
		v.list.Add(padded(0, 12, 8, 12, newPrimary(w.T("debate.new"), iconPlus, func() { v.w.showLayer(newDebateForm(v.w)) })))
	}
	for _, m := range s.Debates.Motions() {
		c, _ := s.Catalogue().Category(m.Category)
		sub := s.CategoryShort(m.Category)
		if m.Category == "" {
			sub = w.T("motion.category.none")
		}
		if m.Addressee != "" {
			sub += " · " + m.Addressee
		}
		v.list.Add(newDebateRow(v, m, string(c.Group), sub))
	}
	v.list.Refresh()
}

// debatePick chooses the debate that is looked at.
type debatePick struct {
	widget.Select
	s        *session.Session
	updating bool
}

func newDebatePick(s *session.Session) *debatePick {
	p := &debatePick{s: s}
	p.ExtendBaseWidget(p)
	p.OnChanged = func(string) {
		if i := p.SelectedIndex(); !p.updating && i >= 0 {
			s.Debates.SetOpen(s.Debates.All()[i].ID)
		}
	}
	return p
}

func (p *debatePick) update() {
	p.updating = true
	defer func() { p.updating = false }()
	open, _ := p.s.Debates.Open()
	var names []string
	at := -1
	for i, d := range p.s.Debates.All() {
		names = append(names, p.s.Debates.Title(d))
		if d.ID == open.ID {
			at = i
		}
	}
	p.SetOptions(names)
	p.SetSelectedIndex(at)
}
