package window

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"pinezka/app/session"
)

// notesList shows the lines of a debate's notes under its motions. A click takes a
// line into the form of a new motion, where its place, category and addressee are
// proposed; what was taken is marked.
type notesList struct {
	w    *Window
	take func(text string)
	box  *fyne.Container
	file string
	all  []session.NoteLine
	used map[int]bool
}

func newNotesList(w *Window, take func(text string)) *notesList {
	return &notesList{w: w, take: take, box: container.NewVBox()}
}

// choose asks for a file.
func (l *notesList) choose() {
	if l.w.host.OpenFile != nil {
		l.w.host.OpenFile(l.w.s.Words().T("notes.open"), session.NotesEndings, l.open)
	}
}

// open shows the lines of a file.
func (l *notesList) open(path string) {
	lines, err := session.ReadNotes(context.Background(), path)
	if err != nil {
		l.w.s.Fail(err)
		return
	}
	l.file, l.all, l.used = filepath.Base(path), lines, map[int]bool{}
	l.update()
}

func (l *notesList) update() {
	words := l.w.s.Words()
	l.box.RemoveAll()
	if l.file == "" {
		return
	}
	l.box.Add(hairline())
	l.box.Add(padded(6, 8, 0, 8, container.NewBorder(nil, nil, nil, newFlat("", iconClose, l.close),
		middle(text(cut(l.file, sizeCaption, true, 250), sizeCaption, true, theme.ColorNameForeground)))))
	l.box.Add(padded(0, 8, 4, 8, wrapped(words.T("notes.hint"), theme.SizeNameCaptionText, false, colorText2)))
	for i, n := range l.all {
		if n.Heading {
			l.box.Add(padded(4, 8, 0, 12, text(cut(n.Text, sizeCaption, true, 290), sizeCaption, true, theme.ColorNameForeground)))
			continue
		}
		icon := iconPlus
		if l.used[i] {
			icon = iconCheck
		}
		l.box.Add(newFlat(cut(n.Text, sizeText, false, 280), icon, func() {
			l.used[i] = true
			l.take(n.Text)
			l.update()
		}))
	}
	l.box.Refresh()
}

func (l *notesList) close() {
	l.file, l.all, l.used = "", nil, nil
	l.box.RemoveAll()
	l.box.Refresh()
}
