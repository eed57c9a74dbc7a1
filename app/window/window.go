package window

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/paulmach/orb"

	"pinezka/app/session"
	"pinezka/app/wording"
	"pinezka/data"
	"pinezka/mapview"
	"pinezka/mapview/camera"
	"pinezka/mapview/overlay"
)

// Window is the main window: five regions around one map.
type Window struct {
	s     *session.Session
	win   fyne.Window // nil while the views are drawn without a window
	signs *signs
	theme *Theme
	host  Host

	m        *mapview.Widget
	tabs     map[session.Workspace]*workspaceTab
	strip    *filterStrip
	filter   *filterPanel
	details  *details
	clock    *timeStrip
	status   *statusBar
	table    *reportTable
	compare  *compareView
	debates  *debatesView
	print    *printView
	form     *reportForm
	search   *searchField
	empty    *fyne.Container
	left     *fyne.Container
	right    *fyne.Container
	bottom   *fyne.Container
	across   *fyne.Container // tools over all regions, in the comparison
	centre   *fyne.Container
	layer    *fyne.Container
	catch    func(path string) bool // takes a file that is dropped on the card that is shown
	again    func()                 // shows the card anew after an edit or an undo
	content  *fyne.Container
	hint     *mapHint
	legend   *legend
	tools    *mapTools
	table212 *fyne.Container

	formOpen  bool
	tableOpen bool
	asking    func(orb.Point) // the next click on the map answers this
	built     session.Workspace
}

// Host is what a window asks of the program around it. A field may be nil where
// there is no such thing, as in tests.
type Host struct {
	Preferences fyne.Preferences
	// OpenFile asks for a file with one of the endings and calls back with its path.
	OpenFile func(title string, endings []string, done func(path string))
	// Deferred leaves the map alone until Started: before the program's loop runs,
	// what workers post would run on their own goroutines.
	Deferred bool
	// Post runs a function on the interface goroutine; nil for fyne.Do.
	Post func(func())
	// SaveFile asks for a file to write and calls back with its path, which it does
	// not touch; nil for the window's own card.
	SaveFile func(title, name string, done func(path string))
	// PickFolder asks for a folder, beginning at one; nil where there is no choice.
	PickFolder func(title, start string, done func(path string))
	// OpenURL shows a page in the user's browser; nil where there is none.
	OpenURL func(address string)
	// SampleDir is the folder where the sample project is made; "" for none.
	SampleDir string
}

// New builds the window's content for a session. win may be nil to draw the
// views without one.
func New(s *session.Session, win fyne.Window, th *Theme, host Host) *Window {
	w := &Window{s: s, win: win, theme: th, host: host, signs: newSigns()}
	if w.host.SaveFile == nil {
		w.host.SaveFile = func(title, name string, done func(string)) { w.saveFile(title, name, nil, done) }
	}
	w.m = mapview.NewWidget(mapview.Options{Post: host.Post})
	w.m.OnTap, w.m.OnHover, w.m.OnHoverEnd = w.mapTapped, w.mapHovered, func() { s.Selection.Hover(0) }
	w.m.OnCamera, w.m.OnHome, w.m.OnStep = w.mapMoved, s.Home, s.Selection.Step
	w.m.OnEnter = func(h mapview.Hit) { w.newReportAt(h.LonLat) }
	w.m.OnKey, w.m.OnRune = w.mapKey, w.mapRune
	w.m.OnError, w.m.OnGaps = s.Fail, s.TellGaps
	s.OnTile(w.m.Renew)
	w.layer = container.NewStack()
	w.layer.Hide()
	s.SetNight(w.dark())
	s.Listen(w.changed)
	fyne.CurrentApp().Settings().AddListener(func(fyne.Settings) { w.fitTheme() })
	w.changed(topicAll)
	if win != nil {
		win.SetContent(w.content)
		win.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) {
			for _, u := range uris {
				w.dropped(u.Path())
			}
		})
	}
	return w
}

// Content returns the root of the views.
func (w *Window) Content() fyne.CanvasObject { return w.content }

// Map returns the map widget, for tests.
func (w *Window) Map() *mapview.Widget { return w.m }

// Close ends the map's workers.
func (w *Window) Close() { w.m.Close() }

// build makes all views anew: at the start, and when the language changes.
func (w *Window) build() {
	s, words := w.s, w.s.Words()
	w.tabs = map[session.Workspace]*workspaceTab{}
	bar := container.NewHBox()
	for _, t := range []struct {
		ws   session.Workspace
		icon fyne.Resource
	}{
		{session.WorkspaceMap, iconMap}, {session.WorkspaceDebates, iconDebate}, {session.WorkspaceCompare, iconCompare}, {session.WorkspacePrint, iconPrint},
	} {
		tab := newWorkspaceTab(words.T("workspace."+string(t.ws)), t.icon, func() { s.SetWorkspace(t.ws) })
		w.tabs[t.ws] = tab
		bar.Add(tab)
	}
	w.search = newSearchField(w)
	load := newButton(words.T("import.file"), iconLoad, w.importFile)
	top := onGround(theme.ColorNameBackground, container.NewBorder(nil, nil, bar,
		padded(7, 10, 7, 10, container.NewHBox(fixed(270, 28, w.search), load)), nil))

	w.strip, w.status, w.clock = newFilterStrip(s), newStatusBar(s), newTimeStrip(s)
	w.across = container.NewStack()
	w.left, w.right, w.bottom, w.centre, w.table212 = container.NewStack(), container.NewStack(), container.NewStack(), container.NewStack(), container.NewStack()
	w.hint = newMapHint(func() { w.ask("", nil) })
	w.legend = newLegend(w)
	w.tools = newMapTools(w)
	mapArea := container.NewBorder(w.tools.content, nil, nil, nil, container.NewStack(w.m, container.NewBorder(nil, container.NewHBox(padded(0, 0, 10, 10, w.legend.box)), nil, nil, nil),
		container.NewVBox(container.NewCenter(w.hint.box))))
	w.empty = container.NewStack()
	w.centre.Objects = []fyne.CanvasObject{mapArea, w.empty}

	if s.HasProject() {
		w.filter, w.details, w.table = newFilterPanel(s, w.signs), newDetails(w), newReportTable(s)
		w.compare, w.debates, w.print, w.form = newCompareView(w), newDebatesView(w), newPrintView(w), newReportForm(w)
	}
	body := container.NewBorder(nil, nil, nil, nil, container.New(&regions{w: w}, w.left, w.centre, w.right, w.bottom, w.table212, w.across))
	main := container.NewBorder(container.NewVBox(top, hairline(), w.strip.content, hairline()), w.status.content, nil, nil,
		container.NewStack(onGround(colorWindow, body), w.layer))
	if w.content == nil {
		w.content = container.NewStack(main)
	} else {
		w.content.Objects = []fyne.CanvasObject{main}
	}
	w.built = ""
	w.showWorkspace()
}

// regions lays out the skeleton: left, middle, right, bottom.
type regions struct{ w *Window }

// MinSize implements fyne.Layout.
func (*regions) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(900, 420) }

// Layout implements fyne.Layout.
func (r *regions) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	w := r.w
	small := size.Width < 1400
	leftW, rightW, clockH := float32(296), float32(320), float32(136)
	if small {
		leftW, rightW, clockH = 276, 284, 116
	}
	switch w.s.Workspace() {
	case session.WorkspaceCompare:
		leftW, rightW, clockH = 400, 404, 0
		if small {
			leftW, rightW = 340, 360
		}
	case session.WorkspaceDebates:
		leftW, rightW, clockH = 340, 340, 0
	case session.WorkspacePrint:
		leftW, rightW, clockH = 252, 348, 0
	}
	if !w.s.HasProject() {
		leftW, rightW, clockH = 0, 0, 0
	}
	tableH := float32(0)
	if w.tableOpen && w.s.Workspace() == session.WorkspaceMap {
		tableH = 212
	}
	place := func(o fyne.CanvasObject, x, y, width, height float32) {
		if width <= 0 || height <= 0 {
			o.Hide()
			return
		}
		o.Show()
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(width, height))
	}
	top := float32(0)
	if w.s.Workspace() == session.WorkspaceCompare && w.s.HasProject() {
		top = 40
	}
	mapH := size.Height - clockH - tableH
	place(w.across, 0, 0, size.Width, top)
	place(w.left, 0, top, leftW, size.Height-top)
	place(w.centre, leftW+1, top, size.Width-leftW-rightW-2, mapH-top)
	place(w.table212, leftW+1, mapH, size.Width-leftW-1, tableH)
	place(w.bottom, leftW+1, mapH+tableH, size.Width-leftW-1, clockH)
	rightH := size.Height - clockH - tableH
	place(w.right, size.Width-rightW, top, rightW, rightH-top)
}

// showWorkspace puts the workspace's panels into their regions.
func (w *Window) showWorkspace() {
	s := w.s
	for ws, t := range w.tabs {
		t.active = ws == s.Workspace()
		t.Refresh()
	}
	if !s.HasProject() {
		w.left.Objects, w.right.Objects, w.bottom.Objects = nil, nil, nil
		return
	}
	ws := s.Workspace()
	w.built = ws
	w.empty.Objects = nil
	w.legend.box.Hide()
	w.tools.content.Hide()
	switch ws {
	case session.WorkspaceMap:
		w.tools.content.Show()
		w.left.Objects = []fyne.CanvasObject{w.filter.content}
		w.right.Objects = []fyne.CanvasObject{w.details.content}
		w.bottom.Objects = []fyne.CanvasObject{w.clock.content}
		w.legend.box.Show()
		if w.formOpen {
			w.right.Objects = []fyne.CanvasObject{w.form.content}
		}
	case session.WorkspaceDebates:
		w.left.Objects = []fyne.CanvasObject{w.debates.left}
		w.right.Objects = []fyne.CanvasObject{w.debates.card}
		w.bottom.Objects = nil
	case session.WorkspaceCompare:
		w.left.Objects = []fyne.CanvasObject{w.compare.left}
		w.right.Objects = []fyne.CanvasObject{w.compare.card}
		w.bottom.Objects = nil
		w.across.Objects = []fyne.CanvasObject{w.compare.tools}
	case session.WorkspacePrint:
		w.left.Objects = []fyne.CanvasObject{w.print.left}
		w.right.Objects = []fyne.CanvasObject{w.print.right}
		w.bottom.Objects = nil
		w.empty.Objects = []fyne.CanvasObject{w.print.middle}
	}
	w.table212.Objects = []fyne.CanvasObject{w.table.content}
	for _, c := range []*fyne.Container{w.left, w.right, w.bottom, w.empty, w.table212, w.across} {
		c.Refresh()
	}
	w.content.Refresh()
	w.relayout()
}

func (w *Window) relayout() {
	// The regions' sizes depend on the workspace, so the layout is asked again.
	w.content.Resize(w.content.Size())
	var again func(o fyne.CanvasObject)
	again = func(o fyne.CanvasObject) {
		if c, ok := o.(*fyne.Container); ok {
			if _, ok := c.Layout.(*regions); ok {
				c.Layout.Layout(c.Objects, c.Size())
				return
			}
			for _, child := range c.Objects {
				again(child)
			}
		}
	}
	again(w.content)
}

// changed redraws what a topic touches.
func (w *Window) changed(t session.Topic) {
	s := w.s
	if t&(session.TopicWords|session.TopicProject) != 0 {
		w.build()
		t = topicAll
		if w.win != nil {
			w.win.SetTitle(title(s))
		}
	}
	if t&session.TopicHistory != 0 && w.again != nil {
		w.again()
	}
	if t&session.TopicHistory != 0 && w.win != nil {
		w.win.SetMainMenu(w.menu())
	}
	if t&session.TopicWorkspace != 0 && w.built != s.Workspace() {
		w.showWorkspace()
	}
	if !s.HasProject() {
		w.status.update()
		return
	}
	if t&(session.TopicFilter|session.TopicReports) != 0 {
		w.strip.update()
		w.filter.update()
		w.clock.update()
		if w.tableOpen {
			w.table.update()
		}
	}
	if t&(session.TopicSelection|session.TopicReports|session.TopicWorkspace) != 0 && s.Workspace() == session.WorkspaceMap ||
		t&session.TopicFilter != 0 && s.Selection.Count() == 0 {
		w.details.update() // without a selection it tells of the filter's area
	}
	if w.tableOpen {
		switch {
		case t&(session.TopicSelection|session.TopicReports|session.TopicFilter) != 0:
			w.table.selectionChanged()
		case t&session.TopicHover != 0:
			w.table.table.Refresh()
		}
	}
	if s.Workspace() == session.WorkspaceCompare {
		switch {
		case t&(session.TopicComparison|session.TopicDebates|session.TopicWorkspace) != 0:
			w.compare.update()
		case t&session.TopicSelection != 0:
			w.compare.selectionChanged()
		}
	}
	if t&(session.TopicDebates|session.TopicSelection|session.TopicWorkspace) != 0 && s.Workspace() == session.WorkspaceDebates {
		w.debates.update()
	}
	if t&(session.TopicSheet|session.TopicWorkspace) != 0 && s.Workspace() == session.WorkspacePrint {
		w.print.update()
	}
	const mapTopics = session.TopicFilter | session.TopicReports | session.TopicSelection | session.TopicHover | session.TopicDebates | session.TopicComparison | session.TopicWorkspace | session.TopicLook
	if t&mapTopics != 0 && !w.host.Deferred {
		w.m.SetMap(s.Map())
	}
	if t&(session.TopicFilter|session.TopicReports|session.TopicLook) != 0 && !w.host.Deferred {
		w.legend.update()
	}
	if t&session.TopicCamera != 0 && !w.host.Deferred {
		w.m.SetCamera(s.Camera())
	}
	w.status.update()
}

func (w *Window) canvas() fyne.Canvas {
	if w.win != nil {
		return w.win.Canvas()
	}
	return fyne.CurrentApp().Driver().CanvasForObject(w.content)
}

func (w *Window) focus(o fyne.Focusable) {
	if c := w.canvas(); c != nil {
		c.Focus(o)
	}
}

// later runs a function when the event at hand is over: the driver gives the
// focus to what was clicked only then.
func (w *Window) later(f func()) {
	if w.host.Post != nil {
		w.host.Post(f)
		return
	}
	go fyne.Do(f)
}

// do shows the error of an action, if there was one.
func (w *Window) do(err error) {
	if err != nil {
		w.s.Fail(err)
	}
}

func (w *Window) lookAt(p orb.Point) {
	sc := w.s.Camera().Scale
	if sc == 0 || sc > 6000 {
		sc = 5000
	}
	w.s.LookAt(p, sc)
}

// toggleTable opens or closes the list under the map.
func (w *Window) toggleTable() {
	w.tableOpen = !w.tableOpen
	if w.tableOpen {
		w.table.update()
	}
	w.relayout()
}

// showReports shows the selected reports in the list of the map workspace.
func (w *Window) showReports() {
	w.s.SetWorkspace(session.WorkspaceMap)
	if !w.tableOpen {
		w.toggleTable()
	}
}

func (w *Window) showPrint() { w.s.SetWorkspace(session.WorkspacePrint) }

// Input on the map.

func (w *Window) mapTapped(e mapview.Hit) {
	if w.asking != nil {
		f := w.asking
		w.ask("", nil)
		f(e.LonLat)
		return
	}
	s := w.s
	for _, m := range e.Marks {
		switch m.Ref.Layer {
		case overlay.LayerFacilities:
			w.tellFacility(data.FacilityID(m.Ref.ID))
			return
		case overlay.LayerMotions:
			s.Debates.Select(data.MotionID(m.Ref.ID))
			return
		case overlay.LayerReports:
			ids := make([]data.ReportID, len(m.Members))
			for k, id := range m.Members {
				ids[k] = data.ReportID(id)
			}
			if e.Modifier&fyne.KeyModifierControl != 0 {
				for _, id := range ids {
					s.Selection.Toggle(id)
				}
			} else {
				s.Selection.Select(ids...)
			}
			return
		}
	}
	if e.Modifier == 0 {
		s.Selection.Clear()
	}
}

func (w *Window) mapHovered(e mapview.Hit) {
	for _, m := range e.Marks {
		if m.Ref.Layer == overlay.LayerReports && len(m.Members) == 1 {
			w.s.Selection.Hover(data.ReportID(m.Members[0]))
			return
		}
	}
	w.s.Selection.Hover(0)
}

func (w *Window) mapMoved(c camera.Camera) {
	w.s.MapMoved(c)
	w.status.update()
}

func (w *Window) mapKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyDelete:
		if ids := w.s.Selection.Reports(); len(ids) > 0 {
			w.do(w.s.DeleteReports(ids...))
		}
	case fyne.KeyEscape:
		w.escape()
	}
}

func (w *Window) mapRune(r rune) {
	switch r {
	case 'n', 'N':
		w.newReport()
	case 'm', 'M':
		w.newMotion()
	}
}

// escape closes the card, then the question on the map, then the form, then the
// selection.
func (w *Window) escape() {
	switch {
	case w.layerShown():
		w.hideLayer()
	case w.asking != nil:
		w.ask("", nil)
	case w.formOpen:
		w.closeForm()
	default:
		w.s.Selection.Clear()
	}
}

// ask lets the next click on the map answer a question.
func (w *Window) ask(question string, answer func(orb.Point)) {
	w.asking = answer
	w.hint.show(question)
}

// newReport asks for a place and then for what is there.
func (w *Window) newReport() {
	if w.s.ReadOnly() {
		w.s.Fail(data.ErrReadOnly)
		return
	}
	w.s.SetWorkspace(session.WorkspaceMap)
	w.askPlace()
}

func (w *Window) askPlace() {
	w.ask(w.s.Words().T("report.ask-place"), w.newReportAt)
	w.focus(w.m)
}

func (w *Window) newReportAt(p orb.Point) {
	if w.s.ReadOnly() {
		w.s.Fail(data.ErrReadOnly)
		return
	}
	w.openForm()
	w.form.begin(p)
}

func (w *Window) openForm() {
	w.s.SetWorkspace(session.WorkspaceMap)
	w.formOpen = true
	w.showWorkspace()
}

func (w *Window) closeForm() {
	w.formOpen = false
	w.ask("", nil)
	w.showWorkspace()
	w.focus(w.m)
}

func (w *Window) editReport(id data.ReportID) {
	r, ok := w.s.Report(id)
	if !ok {
		return
	}
	w.openForm()
	w.form.edit(r)
}

func (w *Window) moveReport(id data.ReportID) {
	w.ask(w.s.Words().T("report.ask-move"), func(p orb.Point) {
		r, ok := w.s.Report(id)
		if !ok {
			return
		}
		r.Where = data.Place{Point: p, Precision: data.PrecisionPoint, Words: w.s.PlaceWords(p)}
		w.do(w.s.ChangeReport(r))
	})
	w.focus(w.m)
}

// newMotion goes to the debates' card.
func (w *Window) newMotion() {
	if w.s.ReadOnly() {
		w.s.Fail(data.ErrReadOnly)
		return
	}
	w.s.SetWorkspace(session.WorkspaceDebates)
	w.debates.reset()
	w.focus(w.debates.text)
	w.ask(w.s.Words().T("motion.ask-place"), func(p orb.Point) {
		w.debates.setPlace(data.MotionPlace{Kind: data.PlacePoint, Geometry: p, Words: w.s.PlaceWords(p)})
		w.focus(w.debates.text)
	})
}

// placeMotion asks where a motion that is not located belongs.
func (w *Window) placeMotion(id data.MotionID) {
	if w.s.ReadOnly() {
		return
	}
	w.ask(w.s.Words().T("motion.ask-where"), func(p orb.Point) {
		m, ok := w.s.Debates.Motion(id)
		if !ok {
			return
		}
		words := m.Place.Words
		if words == "" {
			words = w.s.PlaceWords(p)
		}
		m.Place = data.MotionPlace{Kind: data.PlacePoint, Geometry: p, Words: words}
		w.do(w.s.Debates.ChangeMotion(m))
	})
}

// mapHint is the dark line over the map that asks for a click.
type mapHint struct {
	box   *fyne.Container
	words *elided
}

func newMapHint(cancel func()) *mapHint {
	h := &mapHint{words: newElided(sizeText, true, theme.ColorNameForegroundOnPrimary)}
	g := fill(theme.ColorNamePrimary)
	g.CornerRadius = 6
	h.box = padded(12, 0, 0, 0, container.NewStack(g, padded(6, 8, 6, 12, container.NewHBox(middle(fixed(380, 20, h.words)), newButton("Esc", nil, cancel)))))
	h.box.Hide()
	return h
}

func (h *mapHint) show(s string) {
	h.words.Set(s)
	if s == "" {
		h.box.Hide()
	} else {
		h.box.Show()
	}
}

// searchField finds a place or a report.
type searchField struct {
	widget.SelectEntry
	w    *Window
	hits []session.PlaceHit
}

func newSearchField(w *Window) *searchField {
	f := &searchField{w: w}
	f.ExtendBaseWidget(f)
	f.SetPlaceHolder(w.s.Words().T("search.hint"))
	f.OnChanged = func(q string) {
		f.hits = w.s.FindPlace(q, 12)
		names := make([]string, len(f.hits))
		for i, h := range f.hits {
			names[i] = h.Label
		}
		f.SetOptions(names)
		for _, h := range f.hits {
			if h.Label == q {
				w.lookAt(h.Point)
				break
			}
		}
	}
	f.OnSubmitted = func(q string) {
		if len(f.hits) > 0 {
			w.lookAt(f.hits[0].Point)
			return
		}
		w.s.Say(w.s.Words().T("search.none", "text", q))
	}
	return f
}

// menu is the main menu. Every shortcut lives here, since a focused field
// swallows those of the canvas; undo and redo go to a focused field first.
func (w *Window) menu() *fyne.MainMenu {
	s, words := w.s, w.s.Words()
	item := func(key string, f func()) *fyne.MenuItem { return fyne.NewMenuItem(words.T(key), f) }
	short := func(m *fyne.MenuItem, k fyne.KeyName, mod fyne.KeyModifier) *fyne.MenuItem {
		m.Shortcut = &desktop.CustomShortcut{KeyName: k, Modifier: mod}
		return m
	}
	const ctrl = fyne.KeyModifierControl
	has := s.HasProject()
	off := func(m *fyne.MenuItem, disabled bool) *fyne.MenuItem { m.Disabled = disabled; return m }

	file := fyne.NewMenu(words.T("menu.file"),
		short(item("menu.new", w.newProject), fyne.KeyN, ctrl), short(item("menu.open", w.openProject), fyne.KeyO, ctrl),
		item("menu.sample", w.openSample), fyne.NewMenuItemSeparator(),
		short(off(item("menu.import", w.importFile), !has || s.ReadOnly()), fyne.KeyI, ctrl), short(off(item("menu.export", w.exportFile), !has), fyne.KeyE, ctrl),
		off(item("menu.basemap", w.addBaseMap), !has || s.ReadOnly()), fyne.NewMenuItemSeparator(),
		short(off(item("menu.print", w.showPrint), !has), fyne.KeyP, ctrl), short(off(item("menu.pdf", w.savePDF), !has), fyne.KeyS, ctrl|fyne.KeyModifierShift))
	undo, redo := words.T("menu.undo"), words.T("menu.redo")
	canUndo, canRedo := s.CanUndo(), s.CanRedo()
	if canUndo != "" {
		undo += ": " + canUndo
	}
	if canRedo != "" {
		redo += ": " + canRedo
	}
	// The items stay enabled: in a text field they undo typing.
	edit := fyne.NewMenu(words.T("menu.edit"),
		&fyne.MenuItem{Label: undo, Action: w.undo, Shortcut: &fyne.ShortcutUndo{}},
		&fyne.MenuItem{Label: redo, Action: w.redo, Shortcut: &fyne.ShortcutRedo{}}, fyne.NewMenuItemSeparator(),
		off(item("menu.report", w.newReport), !has || s.ReadOnly()), short(off(item("menu.motion", w.newMotion), !has || s.ReadOnly()), fyne.KeyM, ctrl), fyne.NewMenuItemSeparator(),
		off(item("menu.institutions", w.editInstitutions), !has))
	view := fyne.NewMenu(words.T("menu.view"))
	for i, ws := range []session.Workspace{session.WorkspaceMap, session.WorkspaceDebates, session.WorkspaceCompare, session.WorkspacePrint} {
		view.Items = append(view.Items, short(off(fyne.NewMenuItem(words.T("workspace."+string(ws)), func() { s.SetWorkspace(ws) }), !has), fyne.KeyName(itoa(i+1)), ctrl))
	}
	view.Items = append(view.Items, fyne.NewMenuItemSeparator(),
		short(off(item("menu.table", w.toggleTable), !has), fyne.KeyT, ctrl), short(off(item("menu.find", func() { w.focus(w.search) }), !has), fyne.KeyF, ctrl),
		off(item("menu.home", s.Home), !has), fyne.NewMenuItemSeparator())
	for i, m := range themeModes {
		view.Items = append(view.Items, item("theme.menu."+m, func() { w.setThemeMode(i) }))
	}
	view.Items = append(view.Items, fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem("Polski", func() { s.SetLang(wording.PL) }), fyne.NewMenuItem("English", func() { s.SetLang(wording.EN) }))
	f1 := item("menu.keys", w.showKeys)
	f1.Shortcut = &desktop.CustomShortcut{KeyName: fyne.KeyF1}
	help := fyne.NewMenu(words.T("menu.help"), f1, item("menu.start", func() { w.showLayer(w.startCard()) }), item("menu.about", w.showAbout))
	return fyne.NewMainMenu(file, edit, view, help)
}

// undo takes back typing in a focused field, else the last edit. Fyne gives the
// main menu every shortcut first, so the field's own is forwarded.
func (w *Window) undo() { w.inField(&fyne.ShortcutUndo{}, w.s.Undo) }

func (w *Window) redo() { w.inField(&fyne.ShortcutRedo{}, w.s.Redo) }

func (w *Window) inField(typed fyne.Shortcut, else_ func() error) {
	if c := w.canvas(); c != nil {
		if f, ok := c.Focused().(fyne.Shortcutable); ok && isField(c.Focused()) {
			f.TypedShortcut(typed)
			return
		}
	}
	w.do(else_())
}

func isField(f fyne.Focusable) bool {
	switch f.(type) {
	case *widget.Entry, *widget.SelectEntry, *dateField, *searchField, *textArea:
		return true
	}
	return false
}

// showKeys lists the shortcuts.
func (w *Window) showKeys() {
	words := w.s.Words()
	grid := container.New(layout.NewFormLayout())
	for _, k := range []string{
		"Ctrl+1…4", "Ctrl+N", "Ctrl+O", "Ctrl+I", "Ctrl+E", "Ctrl+P", "Ctrl+Shift+S", "Ctrl+Z / Ctrl+Y", "Ctrl+F", "Ctrl+T", "Ctrl+M", "N", "M",
		"+ / –", "←↑↓→", "Home", "PgUp / PgDn", "Enter", "Del", "Esc", "F1",
	} {
		grid.Add(text(k, sizeText, true, theme.ColorNameForeground))
		grid.Add(text(words.T("key."+k), sizeText, false, theme.ColorNameForeground))
	}
	w.showLayer(w.dialogCard(words.T("menu.keys"), grid, container.NewHBox(layout.NewSpacer(), newPrimary(words.T("close"), nil, w.hideLayer)), 520))
}

// showAbout says what the program is and whose data it shows.
func (w *Window) showAbout() {
	words := w.s.Words()
	box := container.NewVBox(wrapped(words.T("about.text"), theme.SizeNameText, false, theme.ColorNameForeground),
		wrapped(words.T("about.credits"), theme.SizeNameCaptionText, false, colorText2))
	w.showLayer(w.dialogCard(words.T("menu.about"), box, container.NewHBox(layout.NewSpacer(), newPrimary(words.T("close"), nil, w.hideLayer)), 560))
}
