package window

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"pinezka/app/session"
)

// newProjectCard asks for the municipality by name, says which extract of
// OpenStreetMap to download for it, takes that by drop or from a folder, and makes
// the project with base map and border in one go.
type newProjectCard struct {
	w       *Window
	gmina   *widget.SelectEntry
	found   []session.Gmina
	chosen  *session.Gmina
	extract string // path; "" for none

	file *elided          // which extract was taken
	page *button          // opens the page to download from
	hint *widget.RichText // what to download
}

func (w *Window) newProject() {
	c := &newProjectCard{w: w}
	w.showLayer(c.build())
	w.catch = c.take
	w.focus(c.gmina)
}

func (c *newProjectCard) build() fyne.CanvasObject {
	w, words := c.w, c.w.s.Words()
	c.gmina = widget.NewSelectEntry(nil)
	c.gmina.SetPlaceHolder(words.T("new.hint"))
	c.gmina.OnChanged = c.search
	c.file = newElided(sizeText, false, theme.ColorNameForeground)
	c.file.Set(words.T("new.extract.none"))
	c.hint = wrapped(words.T("new.basemap.hint"), theme.SizeNameCaptionText, false, colorText2)
	pick := newButton(words.T("new.extract"), iconFolder, func() {
		if w.host.OpenFile != nil {
			w.host.OpenFile(words.T("new.extract"), session.ExtractEndings, func(path string) { c.take(path) })
		}
	})
	c.page = newButton(words.T("new.page"), iconLoad, func() {
		if c.chosen != nil {
			w.host.OpenURL(session.ExtractFor(*c.chosen).Page)
		}
	})
	c.page.Hide()
	body := container.NewVBox(
		text(words.T("new.gmina"), sizeCaption, true, theme.ColorNameForeground), c.gmina,
		padded(8, 0, 0, 0, text(words.T("new.basemap"), sizeCaption, true, theme.ColorNameForeground)),
		c.hint, container.NewBorder(nil, nil, container.NewHBox(c.page, pick), nil, padded(0, 0, 0, 8, c.file)))
	buttons := container.NewHBox(layout.NewSpacer(), newButton(words.T("cancel"), nil, w.hideLayer), newPrimary(words.T("new.create"), iconCheck, c.create))
	return w.dialogCard(words.T("menu.new"), body, buttons, 620)
}

// search offers the municipalities that fit, and takes the one that is written out.
func (c *newProjectCard) search(q string) {
	c.chosen = nil
	for i := range c.found {
		if c.label(c.found[i]) == q {
			c.choose(&c.found[i])
			return
		}
	}
	c.found = session.SearchGmina(q, 12)
	names := make([]string, len(c.found))
	for i, g := range c.found {
		names[i] = c.label(g)
	}
	c.gmina.SetOptions(names)
	if len(c.found) == 1 {
		c.choose(&c.found[0])
	}
}

func (c *newProjectCard) choose(g *session.Gmina) {
	c.chosen = g
	rewrite(c.hint, c.w.s.Words().T("new.download", "voivodeship", g.Voivodeship, "file", session.ExtractFor(*g).File))
	c.page.Hidden = c.w.host.OpenURL == nil
	c.page.Refresh()
}

func (c *newProjectCard) label(g session.Gmina) string {
	words := c.w.s.Words()
	return g.Name + ", " + g.Kind + ", " + words.T("new.powiat", "name", g.Powiat) + ", " + g.Voivodeship + " (" + g.Code + ")"
}

// take takes the extract, and tells whether the file is one.
func (c *newProjectCard) take(path string) bool {
	if !session.IsExtract(path) {
		return false
	}
	c.extract = path
	c.file.Set(filepath.Base(path))
	return true
}

func (c *newProjectCard) create() {
	w, s := c.w, c.w.s
	if c.chosen == nil {
		s.Say(s.Words().T("new.choose"))
		return
	}
	g, extract := *c.chosen, c.extract
	w.host.SaveFile(s.Words().T("menu.new"), g.Name+".gpkg", func(path string) {
		s.CreateLater(path, session.NewProject{Name: g.Name, TERYT: g.Code, Extract: extract}, func(err error) {
			if err != nil {
				s.Fail(err)
				return
			}
			w.remember(path)
			w.hideLayer()
			if !s.Info().BoundaryExact {
				s.Say(s.Words().T("new.approximate"))
			}
		})
	})
}
