package window

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// saveCard asks where a file is to be written, and only asks: the toolkit's own
// dialog opens the file for writing, and so empties one that is there, before the
// program has seen its name. Here nothing is touched until what is to be written is
// whole; a file that is there is replaced only when the user says so a second time.
type saveCard struct {
	w      *Window
	done   func(path string)
	before func() // puts back what the card covered

	folder  string
	name    *widget.Entry
	where   *elided
	warning *elided
	save    *button
	sure    string // the path that the user was asked about
}

// saveFile asks for a file to write and calls back with its path. Of several endings
// the user chooses one.
func (w *Window) saveFile(title, name string, endings []string, done func(path string)) {
	objects, catch := slices.Clone(w.layer.Objects), w.catch
	c := &saveCard{w: w, done: done, folder: w.saveFolder(), before: func() {
		if len(objects) == 0 {
			w.hideLayer()
			return
		}
		w.layer.Objects, w.catch = objects, catch
		w.layer.Refresh()
	}}
	w.showLayer(c.build(title, name, endings))
	w.focus(c.name)
}

// saveFolder is where files were saved last, else where the project lies.
func (w *Window) saveFolder() string {
	if w.host.Preferences != nil {
		if dir := w.host.Preferences.String(prefFolder); dir != "" {
			if st, err := os.Stat(dir); err == nil && st.IsDir() {
				return dir
			}
		}
	}
	if w.s.HasProject() {
		if dir, err := filepath.Abs(filepath.Dir(w.s.Path())); err == nil {
			return dir
		}
	}
	if dir, err := os.UserHomeDir(); err == nil {
		return dir
	}
	return "."
}

func (c *saveCard) build(title, name string, endings []string) fyne.CanvasObject {
	w, words := c.w, c.w.s.Words()
	c.name = widget.NewEntry()
	c.name.SetText(name)
	c.name.OnChanged = func(string) { c.ask("") }
	c.name.OnSubmitted = func(string) { c.take() }
	c.where = newElided(sizeText, false, theme.ColorNameForeground)
	c.where.Set(c.folder)
	c.warning = newElided(sizeText, true, colorWarnText)
	c.save = newPrimary(words.T("save.save"), iconSave, c.take)
	pick := newButton(words.T("save.folder"), iconFolder, func() {
		if w.host.PickFolder != nil {
			w.host.PickFolder(words.T("save.folder"), c.folder, c.move)
		}
	})
	label := func(key string) fyne.CanvasObject { return text(words.T(key), sizeText, false, colorText2) }
	form := container.New(layout.NewFormLayout(), label("save.name"), c.name)
	if len(endings) > 1 {
		kinds := make([]string, len(endings))
		for i, e := range endings {
			kinds[i] = strings.ToUpper(strings.TrimPrefix(e, "."))
		}
		at := max(0, slices.Index(endings, strings.ToLower(filepath.Ext(name))))
		form.Add(label("save.kind"))
		form.Add(newSegment(kinds, at, func(i int) { c.rename(endings, endings[i]) }))
	}
	form.Add(label("save.where"))
	form.Add(container.NewBorder(nil, nil, nil, pick, middle(c.where)))
	buttons := container.NewBorder(nil, nil, nil, container.NewHBox(newButton(words.T("cancel"), nil, c.before), c.save), middle(c.warning))
	return w.dialogCard(title, form, buttons, 620)
}

// rename gives the name another of the endings.
func (c *saveCard) rename(endings []string, ending string) {
	name := c.name.Text
	if slices.Contains(endings, strings.ToLower(filepath.Ext(name))) {
		name = strings.TrimSuffix(name, filepath.Ext(name))
	}
	c.name.SetText(name + ending)
}

func (c *saveCard) move(folder string) {
	c.folder = folder
	c.where.Set(folder)
	c.ask("")
}

// ask says that a file is there, or takes the question back.
func (c *saveCard) ask(path string) {
	words := c.w.s.Words()
	c.sure = path
	if path == "" {
		c.warning.Set("")
		c.save.SetLabel(words.T("save.save"))
		return
	}
	c.warning.Set(words.T("save.exists", "file", filepath.Base(path)))
	c.save.SetLabel(words.T("save.replace"))
}

// take calls back when the path may be written.
func (c *saveCard) take() {
	words := c.w.s.Words()
	name := strings.TrimSpace(c.name.Text)
	if name == "" || name != filepath.Base(name) || name == "." || name == ".." {
		c.warning.Set(words.T("save.bad-name"))
		return
	}
	path := filepath.Join(c.folder, name)
	st, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err == nil && st.IsDir():
		c.warning.Set(words.T("save.bad-name"))
		return
	case err == nil && c.w.s.HasProject() && sameFile(path, c.w.s.Path()):
		c.warning.Set(words.T("save.open-project"))
		return
	case err == nil && c.sure != path:
		c.ask(path)
		return
	}
	if c.w.host.Preferences != nil {
		c.w.host.Preferences.SetString(prefFolder, c.folder)
	}
	c.before()
	c.done(path)
}

func sameFile(a, b string) bool {
	x, err1 := os.Stat(a)
	y, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(x, y)
}
