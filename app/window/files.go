package window

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"pinezka/app/session"
	"pinezka/data/exchange"
)

// topicAll draws everything anew.
const topicAll = ^session.Topic(0)

// open opens a project and shows what went wrong when it cannot.
func (w *Window) open(path string) {
	if err := w.s.Open(path); err != nil {
		w.s.Fail(err)
		return
	}
	w.remember(path)
	w.hideLayer()
}

func (w *Window) openProject() {
	if w.host.OpenFile == nil {
		return
	}
	w.host.OpenFile(w.s.Words().T("menu.open"), []string{".gpkg"}, w.open)
}

func (w *Window) openSample() {
	if w.host.SampleDir == "" {
		return
	}
	path, err := w.s.CreateSample(context.Background(), w.host.SampleDir, nil)
	if err != nil {
		w.s.Fail(err)
		return
	}
	w.open(path)
}

// dropped takes a file that was dragged onto the window. A card that waits for one
// comes first.
func (w *Window) dropped(path string) {
	if w.layerShown() && w.catch != nil && w.catch(path) {
		return
	}
	switch ext := strings.ToLower(filepath.Ext(path)); {
	case ext == ".gpkg":
		// A GeoPackage of another program is a file with reports like any other.
		if f, err := exchange.Sniff(path); err == nil && f == exchange.FormatGeoPackage && w.s.HasProject() {
			w.planImport(path, session.ImportChoice{})
			return
		}
		w.open(path)
	case ext == ".mbtiles", ext == ".pmtiles", session.IsExtract(path):
		w.useBaseMap(path)
	default:
		w.planImport(path, session.ImportChoice{})
	}
}

func (w *Window) importFile() {
	if !w.s.HasProject() || w.host.OpenFile == nil {
		return
	}
	w.host.OpenFile(w.s.Words().T("menu.import"), session.ImportEndings, func(path string) {
		w.planImport(path, session.ImportChoice{})
	})
}

func (w *Window) exportFile() {
	if !w.s.HasProject() {
		return
	}
	name := strings.TrimSuffix(filepath.Base(w.s.Path()), filepath.Ext(w.s.Path())) + "-" + w.s.Words().T("export.name") + ".csv"
	w.saveFile(w.s.Words().T("menu.export"), name, session.ExportEndings, func(path string) {
		n, err := w.s.Export(path, false)
		if err != nil {
			w.s.Fail(err)
			return
		}
		w.s.Say(w.s.Words().N("export.done", n, "file", filepath.Base(path)))
	})
}

func (w *Window) savePDF() {
	if !w.s.HasProject() {
		return
	}
	name := strings.TrimSuffix(filepath.Base(w.s.Path()), filepath.Ext(w.s.Path())) + "-" + w.s.Sheet.Options().Paper + ".pdf"
	w.host.SaveFile(w.s.Words().T("menu.pdf"), name, func(path string) {
		w.s.Sheet.SavePDF(path, func(_ session.Printed, err error) { w.do(err) })
	})
}

func (w *Window) addBaseMap() {
	if w.host.OpenFile == nil {
		return
	}
	w.host.OpenFile(w.s.Words().T("menu.basemap"), append(slices.Clone(session.ExtractEndings), ".mbtiles", ".pmtiles"), w.useBaseMap)
}

// useBaseMap makes a file the project's base map, with progress.
func (w *Window) useBaseMap(path string) {
	w.s.AddBaseMapLater(path, func(err error) {
		if err != nil {
			w.s.Fail(err)
			return
		}
		w.s.Say(w.s.Words().T("basemap.added", "file", filepath.Base(path)))
	})
}

// planImport looks through a file and shows what was understood.
func (w *Window) planImport(path string, choice session.ImportChoice) {
	if !w.s.HasProject() {
		return
	}
	plan, err := w.s.PlanImport(context.Background(), path, choice)
	if err != nil {
		w.s.Fail(err)
		w.showLayer(w.messageCard(w.s.Words().T("import.failed"), w.s.ErrorWords(err)))
		return
	}
	w.showLayer(newImportCard(w, plan))
}

// messageCard says one thing and has one button.
func (w *Window) messageCard(heading, body string) fyne.CanvasObject {
	return w.dialogCard(heading, wrapped(body, theme.SizeNameText, false, theme.ColorNameForeground),
		container.NewHBox(layout.NewSpacer(), newPrimary(w.s.Words().T("close"), nil, w.hideLayer)), 520)
}
