package window

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pinezka/data"
)

// institutionCard edits who is responsible for which categories: one institution at
// a time, its name and a tick for each category.
type institutionCard struct {
	w      *Window
	pick   *widget.Select
	name   *widget.Entry
	checks *widget.CheckGroup
	note   *widget.RichText
	store  *button
	remove *button
	card   fyne.CanvasObject

	ids      []data.InstitutionID // as picked; 0 for a new one
	codes    []data.CategoryID    // as ticked
	names    []string
	editing  data.InstitutionID
	updating bool
}

func newInstitutionCard(w *Window) *institutionCard {
	c := &institutionCard{w: w}
	s, words := w.s, w.s.Words()
	for _, k := range s.Catalogue().Categories {
		c.codes = append(c.codes, k.ID)
		c.names = append(c.names, s.CategoryShort(k.ID))
	}
	c.pick = widget.NewSelect(nil, nil)
	c.pick.OnChanged = func(string) {
		if i := c.pick.SelectedIndex(); !c.updating && i >= 0 {
			c.show(c.ids[i])
		}
	}
	c.name = widget.NewEntry()
	c.name.SetPlaceHolder(words.T("institution.name.hint"))
	c.name.OnSubmitted = func(string) { c.save() }
	c.checks = widget.NewCheckGroup(c.names, func([]string) { c.tell() })
	c.note = wrapped("", theme.SizeNameCaptionText, false, colorText2)
	c.store = newPrimary(words.T("institution.store"), iconCheck, c.save)
	c.remove = newButton(words.T("action.delete"), iconDelete, func() {
		w.do(s.DeleteInstitution(c.editing))
	})
	ticks := container.NewVScroll(c.checks)
	ticks.SetMinSize(fyne.NewSize(200, 300))
	body := container.NewVBox(
		wrapped(words.T("institution.about"), theme.SizeNameCaptionText, false, colorText2),
		field(words, "institution.pick", c.pick), field(words, "institution.name", c.name),
		field(words, "institution.categories", ticks), c.note,
	)
	c.card = w.dialogCard(words.T("institution.title"), body, container.NewHBox(c.remove, layout.NewSpacer(),
		newButton(words.T("close"), nil, w.hideLayer), c.store), 520)
	c.update()
	return c
}

// update shows the table as it is now, after an edit or an undo.
func (c *institutionCard) update() {
	words := c.w.s.Words()
	c.ids, c.pick.Options = []data.InstitutionID{0}, []string{words.T("institution.new")}
	for _, in := range c.w.s.Institutions() {
		c.ids, c.pick.Options = append(c.ids, in.ID), append(c.pick.Options, in.Name)
	}
	if !slices.Contains(c.ids, c.editing) {
		c.editing = 0
	}
	c.show(c.editing)
}

// show puts an institution, or an empty form for 0, into the card.
func (c *institutionCard) show(id data.InstitutionID) {
	in, _ := c.w.s.InstitutionByID(id)
	c.editing, c.updating = id, true
	c.pick.SetSelectedIndex(slices.Index(c.ids, id))
	c.updating = false
	c.name.SetText(in.Name)
	var ticked []string
	for i, code := range c.codes {
		if slices.Contains(in.Categories, code) {
			ticked = append(ticked, c.names[i])
		}
	}
	c.checks.SetSelected(ticked)
	c.store.SetEnabled(!c.w.s.ReadOnly())
	c.remove.SetEnabled(id != 0 && !c.w.s.ReadOnly())
	c.tell()
}

// chosen are the ticked categories in the order of the catalogue, and those that
// the catalogue does not know as they were.
func (c *institutionCard) chosen() []data.CategoryID {
	var out []data.CategoryID
	for i, code := range c.codes {
		if slices.Contains(c.checks.Selected, c.names[i]) {
			out = append(out, code)
		}
	}
	in, _ := c.w.s.InstitutionByID(c.editing)
	for _, code := range in.Categories {
		if !slices.Contains(c.codes, code) {
			out = append(out, code)
		}
	}
	return out
}

// tell says which ticked categories another institution answers for first.
func (c *institutionCard) tell() {
	s := c.w.s
	var shared []string
	for _, code := range c.chosen() {
		for _, in := range s.Institutions() {
			if in.ID == c.editing {
				break
			}
			if slices.Contains(in.Categories, code) {
				shared = append(shared, s.CategoryShort(code)+" ("+in.Name+")")
				break
			}
		}
	}
	if len(shared) == 0 {
		rewrite(c.note, "")
		return
	}
	rewrite(c.note, s.Words().T("institution.shared", "list", strings.Join(shared, ", ")))
}

// save stores the card, which stays open for the next one.
func (c *institutionCard) save() {
	s := c.w.s
	name := strings.TrimSpace(c.name.Text)
	if name == "" {
		s.Say(s.Words().T("institution.incomplete"))
		c.w.focus(c.name)
		return
	}
	id, err := s.StoreInstitution(data.Institution{ID: c.editing, Name: name, Categories: c.chosen()})
	if err != nil {
		s.Fail(err)
		return
	}
	c.editing = id
	c.update()
	s.Say(s.Words().T("institution.stored", "name", name))
}

// editInstitutions shows the card.
func (w *Window) editInstitutions() {
	c := newInstitutionCard(w)
	w.showLayer(c.card)
	w.again = c.update
}
