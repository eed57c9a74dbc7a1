package window

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"pinezka/app/session"
	"pinezka/data"
	"pinezka/mapview"
)

// at clicks the map at a place of the ground.
func (d *desk) at(lon, lat float64) { d.w.mapTapped(mapview.Hit{LonLat: [2]float64{lon, lat}}) }

// TestReportByHand: N, a click, letters of the category, Enter; the next report
// asks for its place at once, and each takes at most six inputs.
func TestReportByHand(t *testing.T) {
	d := openDesk(t)
	before := d.s.Filter.Total()
	d.w.mapRune('n')
	for i := range 10 {
		inputs := 0
		d.at(22.010+float64(i)*0.001, 50.022)
		inputs++
		d.w.form.category.SetText("")
		for _, r := range "alk" {
			test.Type(d.w.form.category, string(r))
			inputs++
		}
		d.w.form.category.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		inputs++
		d.settle()
		if inputs > 6 {
			t.Fatalf("%d inputs for a report", inputs)
		}
		if got := d.s.Filter.Total(); got != before+i+1 {
			t.Fatalf("%d reports after %d by hand, want %d", got, i+1, before+i+1)
		}
	}
	last := d.s.Filter.At(d.s.Filter.Count() - 1)
	if last.Category != "alcohol" || last.Where.Precision != data.PrecisionPoint || last.Import != 0 {
		t.Errorf("stored %+v", last)
	}
	for range 10 {
		d.w.focus(d.w.m)
		d.w.undo()
	}
	if got := d.s.Filter.Total(); got != before {
		t.Errorf("%d reports after undoing all, want %d", got, before)
	}
	d.w.redo()
	if got := d.s.Filter.Total(); got != before+1 {
		t.Errorf("%d reports after redo, want %d", got, before+1)
	}
}

// TestUnknownCategoryKeepsTheCard: nothing is stored, nothing typed is lost.
func TestUnknownCategoryKeepsTheCard(t *testing.T) {
	d := openDesk(t)
	before := d.s.Filter.Total()
	d.w.newReportAt([2]float64{22.01, 50.02})
	d.w.form.category.SetText("zzz")
	d.w.form.save()
	if got := d.s.Filter.Total(); got != before {
		t.Errorf("a report without a category was stored")
	}
	if d.w.form.category.Text != "zzz" {
		t.Error("what was typed is gone")
	}
}

// TestMotionByKeyboard: a motion is written with keys alone, finds its street and
// category in its own words, and undo in a text field takes back typing only.
func TestMotionByKeyboard(t *testing.T) {
	d := openDesk(t)
	motions := len(d.s.Debates.Motions())
	d.w.newMotion()
	v := d.w.debates
	test.Type(v.text, "Nieprawidłowe parkowanie na ul. Seniora")
	if v.where.Kind != data.PlacePoint || v.where.Words != "Seniora" {
		t.Errorf("place %+v", v.where)
	}
	if got := v.codes[v.category.SelectedIndex()]; got != "parking" {
		t.Errorf("category %q", got)
	}
	if v.addressee.Text == "" {
		t.Error("no addressee is proposed")
	}
	typed := v.text.Text
	d.w.focus(v.text)
	d.w.undo()
	if v.text.Text == typed {
		t.Error("undo in the field took back nothing")
	}
	if got := len(d.s.Debates.Motions()); got != motions {
		t.Errorf("undo in the field changed the number of motions to %d", got)
	}
	v.text.SetText(typed)
	v.text.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl})
	d.settle()
	if got := len(d.s.Debates.Motions()); got != motions+1 {
		t.Fatalf("%d motions, want %d", got, motions+1)
	}
	d.w.focus(d.w.m)
	d.w.undo()
	if got := len(d.s.Debates.Motions()); got != motions {
		t.Errorf("%d motions after undo, want %d", got, motions)
	}
}

// TestTreeAndBrush: "only this", a folded parent, the period by keyboard.
func TestTreeAndBrush(t *testing.T) {
	d := openDesk(t)
	tree := d.w.filter.trees[0]
	tree.at = 1
	tree.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	f := &d.s.Filter
	if f.Count() == 0 || f.Count() == f.Total() {
		t.Fatalf("only the first group: %d of %d", f.Count(), f.Total())
	}
	for i := range f.Count() {
		if c, _ := d.s.Catalogue().Category(f.At(i).Category); c.Group != "traffic" {
			t.Fatalf("a report of group %q passes", c.Group)
		}
	}
	tree.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if f.Count() != 0 {
		t.Errorf("nothing ticked, and %d reports pass", f.Count())
	}
	f.Reset()
	b := d.w.clock.brush
	d.win.Canvas().FocusNext()
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	from, _ := b.ends()
	if first, _, _ := b.span(); from <= first {
		t.Error("an arrow key did not move the left thumb")
	}
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if f.Value().Period.IsSet() {
		t.Error("Esc left a period")
	}
	// Dragging sets the period on every step.
	b.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(400, 40)}, Dragged: fyne.NewDelta(100, 0)})
	b.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(500, 40)}, Dragged: fyne.NewDelta(100, 0)})
	b.DragEnd()
	if !f.Value().Period.IsSet() || f.Count() == 0 {
		t.Errorf("dragging set %v", f.Value().Period)
	}
}

// TestLanguageSwitch: every view is made anew, and nothing shows a bare key.
func TestLanguageSwitch(t *testing.T) {
	d := openDesk(t)
	for _, l := range []string{"en", "pl"} {
		d.s.SetLang(map[string]session.Options{"en": {Lang: "en"}, "pl": {Lang: "pl"}}[l].Lang)
		for _, ws := range []session.Workspace{session.WorkspaceMap, session.WorkspaceDebates, session.WorkspaceCompare, session.WorkspacePrint} {
			d.s.SetWorkspace(ws)
			d.settle()
			if m := test.RenderObjectToMarkup(d.w.content); contains(m, "‹") {
				t.Errorf("%s, %s: a bare key: %s", l, ws, around(m, "‹"))
			}
		}
	}
}

func contains(s, part string) bool { return around(s, part) != "" }

func around(s, part string) string {
	for i := 0; i+len(part) <= len(s); i++ {
		if s[i:i+len(part)] == part {
			return s[max(0, i-40):min(len(s), i+80)]
		}
	}
	return ""
}

// TestMotionsByArrows: up and down go through the list of motions, and the focus
// goes along.
func TestMotionsByArrows(t *testing.T) {
	d := openDesk(t)
	d.s.SetWorkspace(session.WorkspaceCompare)
	d.settle()
	rows := d.w.compare.list.rows
	if len(rows) < 4 {
		t.Fatalf("%d motions", len(rows))
	}
	d.w.focus(rows[0])
	press := func(k fyne.KeyName) { d.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: k}) }
	for i, want := range []int{1, 2, 3, 2} {
		press(map[bool]fyne.KeyName{true: fyne.KeyDown, false: fyne.KeyUp}[i < 3])
		if m, _ := d.s.Debates.Selected(); m.ID != rows[want].m.ID {
			t.Fatalf("after %d keys motion %d is looked at, want %d", i+1, m.Number, rows[want].m.Number)
		}
		if d.win.Canvas().Focused() != d.w.compare.list.rows[want] {
			t.Fatalf("after %d keys the focus is not on the motion", i+1)
		}
	}
}

// TestHoverOnlyLights: the mouse over reports builds no panel anew, and leaves
// the list where it was scrolled to.
func TestHoverOnlyLights(t *testing.T) {
	d := openDesk(t)
	d.w.toggleTable()
	d.s.Selection.Select(d.s.Filter.At(0).ID)
	d.settle()
	panel := d.w.details.content.Objects[0]
	var heard []session.Topic
	d.s.Listen(func(x session.Topic) { heard = append(heard, x) })
	d.s.Selection.Hover(d.s.Filter.At(5).ID)
	d.settle()
	if len(heard) != 1 || heard[0] != session.TopicHover {
		t.Errorf("hovering announces %b", heard)
	}
	if d.w.details.content.Objects[0] != panel {
		t.Error("the details were built anew")
	}
	d.s.Selection.Select(d.s.Filter.At(5).ID)
	if d.w.details.content.Objects[0] == panel {
		t.Error("another selection leaves the details as they were")
	}
}

// TestEscapeInAnotherWorkspace: a form left open in the map workspace closes
// without taking the other workspace's panel.
func TestEscapeInAnotherWorkspace(t *testing.T) {
	d := openDesk(t)
	d.w.newReportAt([2]float64{22.01, 50.02})
	d.s.SetWorkspace(session.WorkspaceCompare)
	d.settle()
	d.w.ask("", nil)
	d.w.escape()
	if d.w.right.Objects[0] != d.w.compare.card {
		t.Error("the evidence card is gone")
	}
	d.s.SetWorkspace(session.WorkspaceMap)
	if d.w.right.Objects[0] != d.w.details.content {
		t.Error("the form is still there")
	}
}

// TestFamilyIsOneStep: ticking the confirmed kinds together filters once.
func TestFamilyIsOneStep(t *testing.T) {
	d := openDesk(t)
	filtered := 0
	d.s.Listen(func(x session.Topic) {
		if x&session.TopicFilter != 0 {
			filtered++
		}
	})
	d.w.filter.tickStatus(familyNode, false)
	if filtered != 1 {
		t.Errorf("filtered %d times", filtered)
	}
	if d.w.filter.familyChecked() != session.Unchecked || d.s.Filter.Count() == 0 {
		t.Errorf("the family is %v, %d reports pass", d.w.filter.familyChecked(), d.s.Filter.Count())
	}
}

// TestNewProjectByDrop: the municipality is found by its name, the card says which
// file to download, and that file is dropped on it.
func TestNewProjectByDrop(t *testing.T) {
	d := openDesk(t)
	dir := t.TempDir()
	var opened string
	d.w.host.OpenURL = func(address string) { opened = address }
	d.w.host.SaveFile = func(_, name string, done func(string)) { done(filepath.Join(dir, name)) }
	c := &newProjectCard{w: d.w}
	d.w.showLayer(c.build())
	d.w.catch = c.take
	c.create()
	if d.s.Message().Text != d.s.Words().T("new.choose") {
		t.Errorf("without a municipality: %q", d.s.Message().Text)
	}
	c.gmina.SetText("1863011")
	if c.chosen == nil || c.chosen.Name != "Rzeszów" {
		t.Fatalf("chosen %+v", c.chosen)
	}
	if hint := c.hint.String(); !strings.Contains(hint, "podkarpackie-latest.osm.pbf") {
		t.Errorf("the card says %q", hint)
	}
	test.Tap(c.page)
	if opened != "https://download.geofabrik.de/europe/poland/podkarpackie.html" {
		t.Errorf("opened %q", opened)
	}
	d.w.dropped("../../assets/sample/rzeszow-nowe-miasto-2024.osm.pbf")
	if c.extract == "" || c.file.full != "rzeszow-nowe-miasto-2024.osm.pbf" {
		t.Fatalf("taken %q, shown %q", c.extract, c.file.full)
	}
	c.create()
	d.settle()
	if info := d.s.Info(); info.Name != "Rzeszów" || info.BaseMap == "" || info.BoundaryExact {
		t.Errorf("project %+v", info)
	}
	if d.w.layerShown() {
		t.Error("the card is still there")
	}
	if d.s.Message().Text != d.s.Words().T("new.approximate") {
		t.Errorf("told %q", d.s.Message().Text)
	}
}

// TestSaveAsksAndTouchesNothing: a file that is there is replaced only when the user
// says so twice, and the open project never.
func TestSaveAsksAndTouchesNothing(t *testing.T) {
	d := openDesk(t)
	dir := t.TempDir()
	old := filepath.Join(dir, "lista.csv")
	if err := os.WriteFile(old, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	var saved []string
	c := &saveCard{w: d.w, folder: dir, before: d.w.hideLayer, done: func(p string) { saved = append(saved, p) }}
	d.w.showLayer(c.build("Eksport", "lista.csv", session.ExportEndings))
	for _, bad := range []string{"", "a/b.csv", ".."} {
		c.name.SetText(bad)
		if c.take(); len(saved) > 0 {
			t.Fatalf("%q was taken", bad)
		}
	}
	c.name.SetText("lista.csv")
	c.take()
	if b, _ := os.ReadFile(old); len(saved) > 0 || string(b) != "old" || c.warning.full == "" {
		t.Fatalf("before the second word: saved %v, the file holds %q, told %q", saved, b, c.warning.full)
	}
	c.rename(session.ExportEndings, ".xlsx")
	if c.name.Text != "lista.xlsx" || c.warning.full != "" {
		t.Errorf("renamed to %q, told %q", c.name.Text, c.warning.full)
	}
	c.rename(session.ExportEndings, ".csv")
	c.take()
	c.take()
	if len(saved) != 1 || saved[0] != old {
		t.Errorf("saved %v", saved)
	}
	if b, _ := os.ReadFile(old); string(b) != "old" {
		t.Errorf("asking wrote %q", b)
	}
	c.folder = filepath.Dir(d.s.Path())
	c.name.SetText(filepath.Base(d.s.Path()))
	c.take()
	c.take()
	if len(saved) != 1 {
		t.Error("the open project was offered for replacing")
	}
}

// TestSaveCardComesBack: cancelling puts back the card that asked.
func TestSaveCardComesBack(t *testing.T) {
	d := openDesk(t)
	d.w.newProject()
	shown := d.w.layer.Objects[1]
	d.w.saveFile("Nowy projekt", "a.gpkg", nil, func(string) { t.Error("nothing was chosen") })
	if d.w.layer.Objects[1] == shown {
		t.Fatal("no card asks for a file")
	}
	var cancel *button
	walk(d.w.layer, func(o fyne.CanvasObject) {
		if b, ok := o.(*button); ok && b.label == d.s.Words().T("cancel") {
			cancel = b
		}
	})
	if cancel == nil {
		t.Fatal("no way back")
	}
	test.Tap(cancel)
	if len(d.w.layer.Objects) < 2 || d.w.layer.Objects[1] != shown || d.w.catch == nil {
		t.Error("the card for a new project is gone")
	}
}

// walk visits an object and all within it that containers and widgets show.
func walk(o fyne.CanvasObject, f func(fyne.CanvasObject)) {
	f(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, c := range o.Objects {
			walk(c, f)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			walk(c, f)
		}
	}
}

// TestSurfaceOnTheMap: the tool bar shows a density with its legend and caution, and
// the symbols again.
func TestSurfaceOnTheMap(t *testing.T) {
	d := openDesk(t)
	d.s.SetWorkspace(session.WorkspaceMap)
	before := len(d.s.Map().Overlay)
	d.w.tools.kinds.pick(1)
	d.settle()
	m := d.s.Map()
	if len(m.Under) != 1 || d.s.View.Surface() != m.Under[0] || d.s.Map().Under[0] != m.Under[0] {
		t.Fatalf("the map's surfaces are %v", m.Under)
	}
	if n := len(d.w.legend.rows.Objects); n < 4 {
		t.Errorf("the legend has %d rows", n)
	}
	d.w.tools.size.SetSelectedIndex(3)
	if d.s.View.Size() != 500 || d.s.Map().Under[0] == m.Under[0] {
		t.Error("another radius shows the same surface")
	}
	d.w.tools.kinds.pick(0)
	d.settle()
	if m := d.s.Map(); len(m.Under) != 0 || len(m.Overlay) != before {
		t.Error("the symbols did not come back")
	}
}

// TestNotesIntoMotions: a protocol is opened, a line of it becomes a motion at the
// street that it names.
func TestNotesIntoMotions(t *testing.T) {
	d := openDesk(t)
	d.s.SetWorkspace(session.WorkspaceDebates)
	l := d.w.debates.notes
	l.open("../../data/testdata/oracle/15-notes/04-protokol.docx")
	if len(l.all) < 10 || len(l.box.Objects) < 10 {
		t.Fatalf("%d lines, told %q", len(l.all), d.s.Message().Text)
	}
	before := len(d.s.Debates.Motions())
	d.w.debates.takeNote("Na Zimowej jeżdżą jak wariaci, prosimy o próg zwalniający.")
	if v := d.w.debates; v.where.Kind != data.PlacePoint && v.where.Kind != data.PlaceLine {
		t.Errorf("the street is not found: %+v", v.where)
	}
	d.w.debates.save()
	d.settle()
	if got := len(d.s.Debates.Motions()); got != before+1 {
		t.Errorf("%d motions, want %d", got, before+1)
	}
	l.open("../../assets/sample/rzeszow-nowe-miasto-2024.osm.pbf")
	if !d.s.Message().Error || len(l.all) < 10 {
		t.Errorf("a file that is no text: told %q, %d lines left", d.s.Message().Text, len(l.all))
	}
	l.close()
	if len(l.box.Objects) != 0 {
		t.Error("the notes are still there")
	}
}
