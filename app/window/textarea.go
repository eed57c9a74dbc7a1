package window

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// textArea is a field of several lines in which Ctrl+Enter finishes and Tab goes
// to the next field, as whoever writes a motion down while it is spoken needs.
type textArea struct {
	widget.Entry
	finish func()
}

func newTextArea(lines int, finish func()) *textArea {
	t := &textArea{finish: finish}
	t.ExtendBaseWidget(t)
	t.MultiLine = true
	t.Wrapping = fyne.TextWrapWord
	t.SetMinRowsVisible(lines)
	return t
}

// TypedShortcut implements fyne.Shortcutable.
func (t *textArea) TypedShortcut(s fyne.Shortcut) {
	if c, ok := s.(*desktop.CustomShortcut); ok && c.Modifier == fyne.KeyModifierControl && (c.KeyName == fyne.KeyReturn || c.KeyName == fyne.KeyEnter) {
		t.finish()
		return
	}
	t.Entry.TypedShortcut(s)
}

// AcceptsTab implements fyne.Tabbable: a tab never belongs to a motion's text.
func (t *textArea) AcceptsTab() bool { return false }
