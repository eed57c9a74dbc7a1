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
	prefFolder = "save-folder" // where files were saved last
)

// PrefLang is the name of the preference that holds the language.
const PrefLang = prefLang

// themeModes lists the looks of the window, the default first: many office
// desktops do not say whether they are light or dark.
var themeModes = []string{"light", "dark", "system"}

// Variant returns the look that the preferences fix, or nil to follow the
// system.
func Variant(p fyne.Preferences) *fyne.ThemeVariant {
	v := theme.VariantLight
	if p != nil {
		switch p.String(prefTheme) {
		case "dark":
			v = theme.VariantDark
		case "system":
			return nil
		}
	}
	return &v
}

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
	w.theme.Variant = Variant(w.host.Preferences)
	fyne.CurrentApp().Settings().SetTheme(w.theme)
	shown := w.layerShown()
	w.s.SetNight(w.dark())
	w.changed(topicAll)
	if shown {
		w.showLayer(w.startCard())
	}
}

// dark tells whether the look in force is the dark one.
func (w *Window) dark() bool {
	if v := w.theme.Variant; v != nil {
		return *v == theme.VariantDark
	}
	return fyne.CurrentApp().Settings().ThemeVariant() == theme.VariantDark
}

// fitTheme draws the map by day or night as the system's look changes.
func (w *Window) fitTheme() { w.s.SetNight(w.dark()) }

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
