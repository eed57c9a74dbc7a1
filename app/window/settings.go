package window

import (
	"encoding/json"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Preferences that are remembered between starts.
const (
	prefTheme  = "theme"
	prefStart  = "start-card"
	prefRecent = "recent"
	prefLang   = "language"
)

// PrefLang is the name of the preference that holds the language.
const PrefLang = prefLang

// themeModes lists the looks of the window.
var themeModes = []string{"system", "light", "dark"}

func (w *Window) themeMode() int {
	if w.host.Preferences == nil {
		return 0
	}
	mode := w.host.Preferences.String(prefTheme)
	for i, m := range themeModes {
		if m == mode {
			return i
		}
	}
	return 0
}

func (w *Window) setThemeMode(i int) {
	if w.host.Preferences != nil {
		w.host.Preferences.SetString(prefTheme, themeModes[i])
	}
	w.ApplyTheme()
}

// ApplyTheme puts the chosen look into force and draws all views anew.
func (w *Window) ApplyTheme() {
	variants := map[int]fyne.ThemeVariant{1: theme.VariantLight, 2: theme.VariantDark}
	w.theme.Variant = nil
	if v, ok := variants[w.themeMode()]; ok {
		w.theme.Variant = &v
	}
	fyne.CurrentApp().Settings().SetTheme(w.theme)
	shown := w.layerShown()
	w.changed(topicAll)
	if shown {
		w.showLayer(w.startCard())
	}
}

func (w *Window) showStart() bool {
	return w.host.Preferences == nil || w.host.Preferences.BoolWithFallback(prefStart, true)
}

func (w *Window) setShowStart(on bool) {
	if w.host.Preferences != nil {
		w.host.Preferences.SetBool(prefStart, on)
	}
}

// recent returns the paths of projects opened lately, the newest first.
func (w *Window) recent() []string { return Recent(w.host.Preferences) }

func (w *Window) remember(path string) {
	if w.host.Preferences == nil {
		return
	}
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	paths := []string{path}
	for _, p := range w.recent() {
		if p != path && len(paths) < 10 {
			paths = append(paths, p)
		}
	}
	b, err := json.Marshal(paths)
	if err != nil {
		return
	}
	w.host.Preferences.SetString(prefRecent, string(b))
}
