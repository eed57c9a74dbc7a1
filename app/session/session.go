package session

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/paulmach/orb"

	"pinezka/app/wording"
	"pinezka/data"
	"pinezka/data/gpkg"
	"pinezka/mapview/camera"
)

// Topic is a set of things that changed.
type Topic uint32

// The topics.
const (
	TopicProject    Topic = 1 << iota // another project, or its settings
	TopicReports                      // the reports themselves
	TopicFilter                       // which of them are meant
	TopicSelection                    // what is selected
	TopicDebates                      // debates and motions
	TopicComparison                   // the comparison of the open debate
	TopicSheet                        // settings or pages of the sheet
	TopicHistory                      // what can be undone
	TopicWords                        // the language
	TopicWorkspace                    // the workspace shown
	TopicMessage                      // the newest message for the user
	TopicCamera                       // where the map should look now
	TopicBusy                         // long work began, went on or ended
	TopicHover                        // the report that is lit
	TopicLook                         // whether the map is drawn by day or night
)

// Workspace is one of the window's workspaces.
type Workspace string

// The workspaces. They share one filter and one map.
const (
	WorkspaceMap     Workspace = "map"
	WorkspaceDebates Workspace = "debates"
	WorkspaceCompare Workspace = "comparison"
	WorkspacePrint   Workspace = "print"
)

// Options say how a session runs.
type Options struct {
	Lang     wording.Lang
	ReadOnly bool
	// Post runs a function on the goroutine that owns the session; nil runs it in
	// place, which suits commands and tests that wait for their work.
	Post func(func())
	// User names who edits; "" asks the operating system.
	User string
	// Version and Contact name the program to tile services.
	Version, Contact string
	// CacheDir keeps tiles of online base maps; "" keeps none on disk.
	CacheDir string
}

// Session is the state of one window or command.
type Session struct {
	Filter    Filter
	Selection Selection
	Debates   Debates
	Compare   Compare
	Sheet     Sheet
	View      View

	opt          Options
	night        bool // the map is drawn for a dark window
	words        *wording.Words
	project      *gpkg.Project
	base         baseMap
	catalogue    *data.Catalogue
	reports      []data.Report // by id
	areas        []data.Area
	areaBounds   []orb.Bound
	areasOf      [][]int // indices of the areas that each report lies in, the municipality left out
	gmina        orb.MultiPolygon
	bound        orb.Bound
	imports      []data.Import
	institutions []data.Institution
	reactions    reactions
	places       places

	workspace Workspace
	camera    camera.Camera
	message   Message
	busy      Busy
	listeners []func(Topic)
	work      sync.WaitGroup
	arrived   atomic.Pointer[func()]
	ctx       context.Context
	cancel    context.CancelFunc
}

// New returns a session without a project.
func New(opt Options) *Session {
	if opt.Lang == "" {
		opt.Lang = wording.PL
	}
	if opt.Post == nil {
		opt.Post = func(f func()) { f() }
	}
	s := &Session{opt: opt, words: wording.For(opt.Lang), workspace: WorkspaceMap}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.Filter.s, s.Selection.s, s.Debates.s, s.Compare.s, s.Sheet.s, s.View.s = s, s, s, s, s, s
	s.Sheet.reset()
	return s
}

// Listen calls f after every change with what changed.
func (s *Session) Listen(f func(Topic)) { s.listeners = append(s.listeners, f) }

func (s *Session) announce(t Topic) {
	for _, f := range s.listeners {
		f(t)
	}
}

// still returns a session that only speaks: the words and names of now, for a
// worker that may outlast the language or the project.
func (s *Session) still() *Session {
	return &Session{opt: s.opt, words: s.words, catalogue: s.catalogue}
}

// Words returns the words of the session's language.
func (s *Session) Words() *wording.Words { return s.words }

// SetLang switches the language.
func (s *Session) SetLang(l wording.Lang) {
	if l == s.words.Lang() {
		return
	}
	s.words = wording.For(l)
	s.announce(TopicWords)
}

// Workspace returns the workspace shown.
func (s *Session) Workspace() Workspace { return s.workspace }

// SetWorkspace shows another workspace. The map stays where it is.
func (s *Session) SetWorkspace(w Workspace) {
	if w == s.workspace {
		return
	}
	s.workspace = w
	s.announce(TopicWorkspace)
	if w == WorkspaceCompare {
		s.Compare.refresh()
	}
	if w == WorkspacePrint {
		s.Sheet.refresh()
	}
}

// Message is something the user should read once.
type Message struct {
	Text  string
	Error bool
}

// Message returns the newest message.
func (s *Session) Message() Message { return s.message }

func (s *Session) say(text string) {
	s.message = Message{Text: text}
	s.announce(TopicMessage)
}

// Fail tells the user about an error, in words.
func (s *Session) Fail(err error) {
	s.message = Message{Text: s.ErrorWords(err), Error: true}
	s.announce(TopicMessage)
}

// Busy is long work that goes on.
type Busy struct {
	What        string // in words; "" when nothing goes on
	Done, Total int64  // Total is 0 while it is not known
	Cancel      func()
}

// Busy returns the work that goes on.
func (s *Session) Busy() Busy { return s.busy }

// run does long work on a worker. The work reports through progress; then
// finish runs on the session's goroutine. Only one such work runs at a time; a
// second is told ErrWorking, so that no button can start an import twice.
func (s *Session) run(what string, work func(ctx context.Context, progress func(done, total int64)) error, finish func(error)) {
	if s.busy.What != "" {
		finish(ErrWorking)
		return
	}
	ctx, cancel := context.WithCancel(s.ctx)
	s.busy = Busy{What: what, Cancel: cancel}
	s.announce(TopicBusy)
	progress := func(done, total int64) {
		s.opt.Post(func() {
			if s.busy.What == what {
				s.busy.Done, s.busy.Total = done, total
				s.announce(TopicBusy)
			}
		})
	}
	s.work.Add(1)
	go func() {
		defer s.work.Done()
		err := work(ctx, progress)
		cancel()
		s.opt.Post(func() {
			s.busy = Busy{}
			s.announce(TopicBusy)
			finish(err)
		})
	}()
}

// Wait waits for the workers to end; for tests and commands.
func (s *Session) Wait() { s.work.Wait() }

// Close ends the workers and closes the project.
func (s *Session) Close() error {
	s.cancel()
	s.work.Wait()
	return s.closeProject()
}

// Project tells whether a project is open.
func (s *Session) HasProject() bool { return s.project != nil }

// Path returns the project's file.
func (s *Session) Path() string {
	if s.project == nil {
		return ""
	}
	return s.project.Path()
}

// Info returns the project's settings.
func (s *Session) Info() gpkg.Info {
	if s.project == nil {
		return gpkg.Info{}
	}
	return s.project.Info()
}

// ReadOnly tells whether nothing can be edited.
func (s *Session) ReadOnly() bool { return s.project == nil || s.project.ReadOnly() }

// Catalogue returns the project's catalogue.
func (s *Session) Catalogue() *data.Catalogue { return s.catalogue }

// Reports returns all reports of the project, by id. The slice is not to be
// changed.
func (s *Session) Reports() []data.Report { return s.reports }

// Report returns a report by its id.
func (s *Session) Report(id data.ReportID) (data.Report, bool) {
	i, ok := s.indexOf(id)
	if !ok {
		return data.Report{}, false
	}
	return s.reports[i], true
}

// Areas returns the project's areas.
func (s *Session) Areas() []data.Area { return s.areas }

// Imports returns the files that were brought in.
func (s *Session) Imports() []data.Import { return s.imports }

// AsOf returns the newest "stan na dzień" of the imports, or false.
func (s *Session) AsOf() (data.Day, bool) {
	var d data.Day
	ok := false
	for _, im := range s.imports {
		if im.AsOf != nil && (!ok || *im.AsOf > d) {
			d, ok = *im.AsOf, true
		}
	}
	return d, ok
}

// Camera returns where the map looks.
func (s *Session) Camera() camera.Camera { return s.camera }

// MapMoved takes the camera that the map's user moved; nobody is told, since
// the map itself already shows it.
func (s *Session) MapMoved(c camera.Camera) { s.camera = c }

// LookAt moves the map.
func (s *Session) LookAt(centre orb.Point, scale float64) {
	s.camera = camera.Screen(centre, scale, s.camera.W, s.camera.H)
	s.announce(TopicCamera)
}

// Home looks at the whole municipality.
func (s *Session) Home() {
	if s.bound.IsZero() {
		return
	}
	s.camera = camera.Fit(s.bound, max(s.camera.W, 100), max(s.camera.H, 80), 4)
	s.announce(TopicCamera)
}

// Bound returns the box of the municipality, else of the reports.
func (s *Session) Bound() orb.Bound { return s.bound }

// CategoryName returns a category's full name, or what the source wrote.
func (s *Session) CategoryName(r *data.Report) string {
	if name := s.categoryName(r.Category, false); name != "" {
		return name
	}
	if r.CategoryWritten != "" {
		return r.CategoryWritten
	}
	return s.words.T("category.none")
}

func (s *Session) categoryName(id data.CategoryID, short bool) string {
	c, ok := s.catalogue.Category(id)
	if !ok {
		return ""
	}
	switch {
	case s.words.Lang() == wording.EN && short:
		return c.ShortEN
	case s.words.Lang() == wording.EN:
		return c.NameEN
	case short:
		return c.ShortPL
	}
	return c.NamePL
}

// CategoryShort returns a category's name for panels.
func (s *Session) CategoryShort(id data.CategoryID) string {
	if name := s.categoryName(id, true); name != "" {
		return name
	}
	return s.words.T("category.none")
}

// GroupName returns a group's name.
func (s *Session) GroupName(id data.GroupID) string {
	g, ok := s.catalogue.Group(id)
	if !ok {
		return string(id)
	}
	if s.words.Lang() == wording.EN {
		return g.NameEN
	}
	return g.NamePL
}

// StatusName returns a status's name, or what the source wrote.
func (s *Session) StatusName(id data.StatusID, written string) string {
	st, ok := s.catalogue.Status(id)
	switch {
	case !ok && written != "":
		return written
	case !ok:
		return s.words.T("status.none")
	case s.words.Lang() == wording.EN:
		return st.NameEN
	}
	return st.NamePL
}

// Date writes a day in figures.
func (s *Session) Date(d data.Day) string { return s.words.Date(d.Date()) }

// When writes a report's time in words.
func (s *Session) When(w data.When) string {
	first, _, ok := w.Days()
	var text string
	switch {
	case !ok:
		text = s.words.T("time.none")
	case w.Kind == data.TimeMonth:
		y, m, _ := first.Date()
		text = s.words.Month(y, m)
	default:
		text = s.Date(first)
	}
	if m, ok := w.Minute(); ok {
		text += fmt.Sprintf(", %02d:%02d", m/60, m%60)
	}
	if w.Weekdays != 0 {
		text += " · " + s.weekdays(w.Weekdays)
	}
	if w.Band.IsSet() {
		text += " · " + w.Band.String()
	}
	return text
}
