package window

import (
	"encoding/json"

	"fyne.io/fyne/v2"

	"pinezka/app/session"
)

// PrefStart is the name of the preference that shows the start card.
const PrefStart = prefStart

// Recent returns the paths of projects opened lately, the newest first.
func Recent(p fyne.Preferences) []string {
	var paths []string
	if p == nil || json.Unmarshal([]byte(p.String(prefRecent)), &paths) != nil {
		return nil
	}
	return paths
}

// ShowStart lays the start card over the window.
func (w *Window) ShowStart() { w.showLayer(w.startCard()) }

// ShowComparison shows the comparison of the newest debate with its first motion
// chosen.
func (w *Window) ShowComparison() {
	s := w.s
	s.SetWorkspace(session.WorkspaceCompare)
	ms := s.Debates.Motions()
	if len(ms) == 0 {
		return
	}
	chosen := ms[0]
	if len(ms) > 1 && ms[1].Place.Located() {
		chosen = ms[1]
	}
	s.Debates.Select(chosen.ID)
	s.Compare.Highlight()
	if c, ok := chosen.Place.Centre(); ok {
		s.LookAt(c, 3000)
	}
}

// Started draws everything for the size that the window really has; called once,
// when the program's loop runs.
func (w *Window) Started() {
	w.host.Deferred = false
	w.changed(topicAll &^ (session.TopicProject | session.TopicWords))
	w.relayout()
	w.focus(w.m)
}
