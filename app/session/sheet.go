package session

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"pinezka/data"
	"pinezka/data/compare"
	"pinezka/data/privacy"
	"pinezka/mapview/camera"
	"pinezka/mapview/overlay"
	"pinezka/mapview/pdf"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/raster"
	"pinezka/mapview/scene"
	"pinezka/mapview/sheet"
	"pinezka/mapview/style"
)

// SheetOptions are the few choices of a sheet; they are remembered while the
// project is open.
type SheetOptions struct {
	Title     string // "" proposes one
	Paper     string // A4 to A0
	Landscape bool
	Scale     float64 // denominator; 0 fits the municipality
	Public    bool
	Grid      bool
	Motions   bool // the open debate's motions with their table
	Grey      bool // the look for black-and-white printers
	// Reading is the distance in metres from which a wall map is read; 0 for a map
	// in the hand.
	Reading float64
	Debate  data.DebateID
	Centre  orb.Point // the zero point centres on the municipality
}

// symbolAt3m is the size of a report's symbol (mm) that is read from 3 m.
const symbolAt3m = 14

// Readings lists the distances that a sheet is offered for, in metres.
var Readings = []float64{0, 1, 3}

// Scales lists the round scales that a sheet is offered at.
var Scales = []float64{1000, 2000, 2500, 5000, 7500, 10000, 15000, 20000, 25000, 50000}

// Sheet is the sheet of the print workspace: its options, and its pages as the
// preview shows them.
type Sheet struct {
	latest
	s       *Session
	options SheetOptions
	pages   []image.Image
	drawn   Printed
	failed  error
}

func (x *Sheet) reset() {
	x.options = SheetOptions{Paper: "A3", Landscape: true, Grid: true, Motions: true}
	x.pages, x.fresh, x.drawn, x.failed = nil, false, Printed{}, nil
}

// Options returns the sheet's choices.
func (x *Sheet) Options() SheetOptions { return x.options }

// SetOptions changes the sheet's choices and draws it anew.
func (x *Sheet) SetOptions(o SheetOptions) {
	if o == x.options {
		return
	}
	x.options = o
	x.stale()
	x.s.announce(TopicSheet)
}

func (x *Sheet) stale() {
	x.fresh = false
	if x.s.workspace == WorkspacePrint {
		x.refresh()
	}
}

// Pages returns the newest preview, a picture a page.
func (x *Sheet) Pages() []image.Image { return x.pages }

// DrawnScale returns the denominator of the drawn map, 0 while there is none.
func (x *Sheet) DrawnScale() float64 { return x.drawn.Scale }

// PaperSize returns width and height in millimetres.
func (x *Sheet) PaperSize() (w, h float64) {
	p := x.paper(x.options)
	return p.W, p.H
}

func (x *Sheet) paper(o SheetOptions) sheet.Paper {
	p, ok := sheet.FindPaper(o.Paper)
	if !ok {
		p, _ = sheet.FindPaper("A4")
	}
	if o.Landscape {
		return p.Landscape()
	}
	return p
}

// NotReady says why the sheet cannot be saved yet; "" when it can.
func (x *Sheet) NotReady() string {
	w := x.s.words
	switch {
	case x.failed != nil:
		return x.s.ErrorWords(x.failed)
	case x.running || len(x.pages) == 0:
		return w.T("print.working")
	}
	return ""
}

// Checklist says what the sheet leaves out, a line each.
func (x *Sheet) Checklist() []string { return x.drawn.Checklist }

// Printed says what a sheet shows, for the window, the command line and tests.
type Printed struct {
	Pages        int
	Scale        float64
	ID           string
	Reports      int // drawn on the first map
	Outside      int
	WithoutPlace int
	Legend       []LegendEntry // categories
	Signs        []LegendEntry // signs beyond categories and statuses
	Checklist    []string
	Warnings     []string
}

// LegendEntry is a class of the legend with how many reports, or signs, it stands
// for.
type LegendEntry struct {
	Class string
	Name  string
	Count int
}

// refresh draws the preview on a worker; a newer wish waits and replaces it.
func (x *Sheet) refresh() {
	if !x.begin() {
		return
	}
	s, project := x.s, x.s.project
	job, err := x.prepare(x.options)
	if err != nil {
		x.show(nil, Printed{}, err)
		return
	}
	s.work.Add(1)
	go func() {
		defer s.work.Done()
		pages, printed, err := job.draw(s.ctx)
		var pictures []image.Image
		if err == nil {
			for _, p := range pages {
				pictures = append(pictures, onPaper(p.Scene, previewPx/max(p.Scene.W, p.Scene.H)))
			}
		} else {
			printed = Printed{Checklist: job.checklist}
		}
		s.opt.Post(func() {
			if s.project != project {
				x.end()
				x.stale()
				return
			}
			x.show(pictures, printed, err)
		})
	}()
}

// show takes the outcome of a preview over.
func (x *Sheet) show(pages []image.Image, printed Printed, err error) {
	again := x.end()
	x.pages, x.drawn, x.failed = pages, printed, err
	x.s.announce(TopicSheet)
	if again {
		x.refresh()
	}
}

// previewPx is the long side of a previewed page in pixels.
const previewPx = 1700

// WritePDF draws the sheet and writes it as a vector PDF.
func (x *Sheet) WritePDF(ctx context.Context, w io.Writer, o SheetOptions) (Printed, error) {
	job, err := x.prepare(o)
	if err != nil {
		return Printed{}, err
	}
	return job.pdf(ctx, w)
}

// SavePDF writes the sheet to a file on a worker; done is told what was printed.
// Nothing half-written is left behind.
func (x *Sheet) SavePDF(path string, done func(Printed, error)) {
	job, err := x.prepare(x.options)
	if err != nil {
		done(Printed{}, err)
		return
	}
	var printed Printed
	x.s.run(x.s.words.T("busy.pdf"), func(ctx context.Context, _ func(int64, int64)) (err error) {
		printed, err = writeWhole(path, func(w io.Writer) (Printed, error) { return job.pdf(ctx, w) })
		return err
	}, func(err error) {
		if err == nil {
			x.s.say(x.s.words.T("print.saved", "file", filepath.Base(path)))
		}
		done(printed, err)
	})
}

// writeWhole writes a file under its name only when the writing succeeded.
func writeWhole[T any](path string, write func(io.Writer) (T, error)) (v T, err error) {
	err = makeWhole(path, func(part string) (err error) {
		f, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		if err != nil {
			return err
		}
		v, err = write(f)
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		return err
	})
	if err != nil {
		var zero T
		return zero, err
	}
	return v, nil
}

// makeWhole gives a file its name only when the making of it succeeded. It is made
// in a folder of its own beside it, so that whatever a failure leaves goes with
// the folder.
func makeWhole(path string, write func(part string) error) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("write %q: %w", path, err)
		}
	}()
	dir, err := os.MkdirTemp(filepath.Dir(path), ".pinezka-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	part := filepath.Join(dir, "part")
	if err := write(part); err != nil {
		return err
	}
	if err := os.Chmod(part, 0o644); err != nil {
		return err
	}
	return os.Rename(part, path)
}

// WritePicture writes a picture as PNG to a file that appears only when it is
// whole.
func WritePicture(path string, img image.Image) error {
	_, err := writeWhole(path, func(w io.Writer) (struct{}, error) { return struct{}{}, png.Encode(w, img) })
	return err
}

// RenderPages draws the sheet into pictures at a resolution.
func (x *Sheet) RenderPages(ctx context.Context, o SheetOptions, pxPerMM float64) ([]*image.RGBA, Printed, error) {
	job, err := x.prepare(o)
	if err != nil {
		return nil, Printed{}, err
	}
	pages, printed, err := job.draw(ctx)
	if err != nil {
		return nil, printed, err
	}
	var out []*image.RGBA
	for _, p := range pages {
		out = append(out, onPaper(p.Scene, pxPerMM))
	}
	return out, printed, nil
}

// onPaper draws a page on white: a scene's ground is nothing.
func onPaper(p scene.Scene, pxPerMM float64) *image.RGBA {
	// A page is seldom a whole number of pixels, so the white reaches beyond it.
	white := scene.Fill{Path: scene.Box(-1, -1, p.W+2, p.H+2).Path(), Paint: scene.Solid(color.NRGBA{255, 255, 255, 255})}
	p.Ops = append([]scene.Op{white}, p.Ops...)
	return raster.Render(p, pxPerMM)
}

// sheetJob is a sheet as values, to be drawn anywhere.
type sheetJob struct {
	meeting   sheet.Meeting
	doc       pdf.Document
	question  *compare.Question // counts for the table of motions; nil for none
	rows      []sheet.MotionRow
	hide      map[int]bool // rows whose count is not told
	checklist []string
	title     string
	say       *Session // words and names only; see still
}

// prepare gathers a sheet's values on the session's goroutine.
func (x *Sheet) prepare(o SheetOptions) (*sheetJob, error) {
	s := x.s
	if s.project == nil {
		return nil, ErrNoBaseMap
	}
	if s.base.online {
		return nil, ErrTileSweep
	}
	w := s.words
	job := &sheetJob{say: s.still(), hide: map[int]bool{}}
	debate, hasDebate := s.Debates.Open()
	if o.Debate != 0 {
		debate, hasDebate = s.Debates.byID(o.Debate)
	}
	var motions []data.Motion
	if o.Motions && hasDebate {
		motions = s.Debates.of(debate.ID)
	}
	reports := s.Filter.Shown()
	mask := func(t string) string { return t }
	if o.Public {
		mask = func(t string) string { return privacy.Mask(t).String() }
		release := privacy.Protect(reports, motions, privacy.Options{
			Catalogue: s.catalogue, Addresses: s.base.ground.Addresses, Streets: s.base.ground.Streets,
		})
		reports = release.Reports()
		motions = publicMotions(motions, &release)
		job.checklist = s.checklist(&release)
	} else {
		job.checklist = []string{w.T("print.check.internal")}
	}

	title := o.Title
	if title == "" {
		title = w.T("sheet.title", "name", s.Info().Name)
	}
	job.title = mask(title)
	second := ""
	if hasDebate && o.Motions {
		second = s.debateLine(debate)
	}
	third := s.FilterWords(s.Filter.value, true)
	if d, ok := s.AsOf(); ok {
		third += " · " + w.T("sheet.as-of", "date", w.DateLong(d.Date()))
	}
	m := s.baseOnly(false)
	threats := overlay.Threats{Reports: reports, Motions: motions, Catalogue: s.catalogue}
	switch {
	case o.Reading > 0:
		m.Look, m.Reading = portrayal.Large, o.Reading
		threats.Size = max(style.SymbolSize, symbolAt3m*o.Reading/3)
	case o.Grey:
		m.Look = portrayal.Grey
	}
	m.Overlay = append(s.withFacilities(m.Overlay, threats.Size), threats)

	stamp := ""
	switch {
	case s.Info().Sample:
		stamp = w.T("stamp.sample")
	case !o.Public:
		stamp = w.T("stamp.internal")
	}
	for i, mo := range motions {
		if o.Public && s.sensitive(mo.Category) {
			job.hide[i] = true
		}
		row := sheet.MotionRow{
			ID: int64(mo.ID), Number: strconv.Itoa(mo.Number), Place: mask(mo.Place.Words), Text: mask(lowerFirst(MotionTitle(mo))),
			Addressee: mask(mo.Addressee), Located: mo.Place.Located(),
		}
		if !row.Located {
			row.Elsewhere = w.T("sheet.elsewhere." + string(mo.Place.Kind))
		}
		job.rows = append(job.rows, row)
	}
	if len(motions) > 0 {
		q := s.question(debate, motions, settingOf(debate))
		job.question = &q
	}
	job.meeting = sheet.Meeting{
		Common: sheet.Common{
			Paper: x.paper(o), Map: m, ID: x.sheetID(o, job.title, third),
			Words: job.say.sheetWords(s.Info().Name, job.title, mask(second), mask(third), stamp, settingOf(debate)),
		},
		Show: s.bound, Centre: o.Centre, Scale: o.Scale, Categories: len(s.catalogue.Categories), NoGrid: !o.Grid,
	}
	job.doc = pdf.Document{
		Title: job.title, Author: mask(s.Info().Name), Lang: map[string]string{"pl": "pl-PL", "en": "en-GB"}[string(w.Lang())], Producer: "Pinezka " + s.opt.Version,
	}
	return job, nil
}

// publicMotions takes over what the release tells of each motion.
func publicMotions(motions []data.Motion, r *privacy.Release) []data.Motion {
	out := make([]data.Motion, 0, len(motions))
	for _, p := range r.Motions() {
		m := data.Motion{
			ID: p.ID, Number: p.Number, Title: p.Title.String(), Text: p.Text.String(), Category: p.Category, State: p.State,
			Addressee: p.Addressee.String(), Answer: p.Answer.String(), Place: p.Place, Support: p.Support, Deadline: p.Deadline,
		}
		m.Place.Words = p.Words.String()
		out = append(out, m)
	}
	return out
}

func (s *Session) sensitive(id data.CategoryID) bool {
	c, ok := s.catalogue.Category(id)
	return ok && c.Sensitive
}

// checklist says what a release left out, in words for whoever prints.
func (s *Session) checklist(r *privacy.Release) []string {
	var lines []string
	for _, c := range r.Checklist() {
		if c.Count == 0 {
			continue
		}
		lines = append(lines, s.words.N("privacy."+string(c.Kind), c.Count, "category", s.CategoryShort(c.Category)))
	}
	if len(lines) == 0 {
		lines = append(lines, s.words.T("privacy.nothing"))
	}
	return lines
}

func (s *Session) debateLine(d data.Debate) string {
	parts := []string{d.Title, s.words.DateLong(d.Day.Date())}
	if d.Start != "" {
		parts[1] += ", " + s.words.T("sheet.hour", "time", d.Start)
	}
	if d.Venue != "" {
		parts = append(parts, d.Venue)
	}
	return strings.Join(parts, " · ")
}

// sheetID names a sheet by what it shows: the same sheet has the same name.
func (x *Sheet) sheetID(o SheetOptions, title, third string) string {
	h := sha256.New()
	fmt.Fprint(h, x.s.Info().Name, "\x00", title, "\x00", third, "\x00", x.s.Filter.value.String(), "\x00", o.Paper, o.Landscape, o.Scale, o.Public, o.Grey, o.Reading, o.Motions, o.Debate, len(x.s.reports))
	const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	return base32.NewEncoding(letters).WithPadding(base32.NoPadding).EncodeToString(h.Sum(nil))[:8]
}

// draw draws the pages and says what they show.
func (j *sheetJob) draw(ctx context.Context) ([]sheet.Page, Printed, error) {
	m := j.meeting
	m.Motions = append([]sheet.MotionRow(nil), j.rows...)
	if j.question != nil {
		res, err := compare.Compare(ctx, *j.question)
		if err != nil {
			return nil, Printed{}, fmt.Errorf("count for the motions: %w", err)
		}
		for i := range m.Motions {
			m.Motions[i].Count = "–"
			f := res.Motions[i]
			if !j.hide[i] && (f.Verdict != compare.VerdictNowhere) {
				m.Motions[i].Count = j.say.words.Int(f.Count)
			}
		}
	}
	pages, err := m.Pages(ctx)
	if err != nil {
		return nil, Printed{}, err
	}
	p := Printed{Pages: len(pages), ID: m.ID, Checklist: j.checklist}
	if mapped := pages[0].Map; mapped != nil {
		p.Scale, p.Reports, p.Outside, p.WithoutPlace = mapped.Camera.Scale, mapped.Reports, mapped.Outside, mapped.WithoutPlace
		for _, e := range mapped.Legend {
			switch e.Kind {
			case "category":
				p.Legend = append(p.Legend, LegendEntry{Class: e.Class, Name: m.Words.Category(e.Class), Count: e.Count})
			case "sign":
				p.Signs = append(p.Signs, LegendEntry{Class: e.Class, Name: e.Name, Count: e.Count})
			}
		}
		w := j.say.words
		if !mapped.Whole {
			p.Warnings = append(p.Warnings, w.T("print.not-whole", "scale", w.Scale(mapped.Camera.Scale), "fit", w.Scale(mapped.FitScale)))
		}
		if mapped.Outside > 0 {
			p.Warnings = append(p.Warnings, w.N("print.outside", mapped.Outside))
		}
		if mapped.WithoutPlace > 0 {
			p.Warnings = append(p.Warnings, w.N("print.without-place", mapped.WithoutPlace))
		}
		if j.meeting.Map.Look == portrayal.Large && mapped.Unplaced > 0 {
			p.Warnings = append(p.Warnings, w.N("print.unplaced", mapped.Unplaced))
		}
		for _, g := range mapped.Gaps {
			p.Warnings = append(p.Warnings, w.T("print.gap", "layer", g.Layer))
		}
	}
	return pages, p, nil
}

func (j *sheetJob) pdf(ctx context.Context, w io.Writer) (Printed, error) {
	pages, printed, err := j.draw(ctx)
	if err != nil {
		return printed, err
	}
	var out []pdf.Page
	for i, p := range pages {
		page := pdf.Page{Scene: p.Scene, Bookmark: j.say.words.T("sheet.page", "n", i+1, "of", len(pages))}
		if m := p.Map; m != nil {
			geo := &pdf.Geo{Name: j.title, Frame: m.Frame, EPSG: m.EPSG}
			for k, c := range m.Corners {
				geo.Corners[k] = pdf.LonLat{Lon: c.Lon(), Lat: c.Lat()}
			}
			page.Geo = geo
		}
		out = append(out, page)
	}
	if err := pdf.Write(w, j.doc, pdf.Pages(out...)); err != nil {
		return printed, fmt.Errorf("write pdf: %w", err)
	}
	return printed, nil
}

// sheetWords are all that a sheet says.
func (s *Session) sheetWords(name, title, second, third, stamp string, set data.CompareSetting) sheet.Words {
	w := s.words
	words := sheet.Words{
		Lang: string(w.Lang()), Title: title, Second: second, Third: third, Stamp: stamp, North: w.T("sheet.north"),
		Notice: w.T("sheet.112"), Bias: w.T("sheet.bias"), Ruler: w.T("sheet.ruler"), FullSize: w.T("sheet.full-size"), Overleaf: w.T("sheet.overleaf"),
		Scale: func(d float64) string { return w.T("sheet.scale", "scale", w.Scale(d)) },
		Ground: func(perCM, width, height float64) string {
			return w.T("sheet.ground", "per", s.length(perCM), "w", s.length(width), "h", s.length(height))
		},
		Length: s.length,
		Sheet:  func(id string) string { return w.T("sheet.id", "id", id[:len(id)/2]+" "+id[len(id)/2:]) },
		Page:   func(n, of int) string { return w.T("sheet.page", "n", n, "of", of) },
		Alt: func(reports, motions int) string {
			return w.T("sheet.alt", "name", name, "reports", w.N("reports", reports), "motions", w.N("motions", motions))
		},
		Motions: w.T("sheet.motions"), Number: w.T("sheet.column.number"), Cell: w.T("sheet.column.cell"), Motion: w.T("sheet.column.motion"),
		Count: w.T("sheet.column.count"), Addressee: w.T("sheet.column.addressee"),
		CountNote: w.T("sheet.count-note", "radius", w.Decimal(set.Radius, 0), "months", w.N("months", set.Months)),
		OnSheet:   func(n int) string { return w.N("sheet.on-sheet", n) },
		Absent:    func(n int) string { return w.N("sheet.absent", n) },
		Category: func(code string) string {
			if name := s.categoryName(data.CategoryID(code), false); name != "" {
				return name
			}
			return w.T("category.none")
		},
		Statuses: w.T("sheet.statuses"), Status: func(code string) string { return s.StatusName(data.StatusID(code), "") },
		Signs: w.T("sheet.signs"), Sign: func(k sheet.Sign, n int) string { return w.N("sheet.sign."+string(k), n) },
		Index: w.T("sheet.index"), IndexFor: func(id string, metres float64) string {
			return w.T("sheet.index-for", "id", id, "cell", s.length(metres))
		},
		Streets: w.T("sheet.streets"), ByCell: w.T("sheet.by-cell"), Codes: w.T("sheet.codes"),
	}
	words.Layers.Sheet, words.Layers.Base, words.Layers.Names, words.Layers.Facts = w.T("layer.sheet"), w.T("layer.base"), w.T("layer.names"), w.T("layer.facts")
	return words
}

// length writes a length on the ground: metres, from 10 km on kilometres.
func (s *Session) length(m float64) string {
	if m >= 10000 {
		return s.words.Decimal(m/1000, 1) + " km"
	}
	return s.words.Int(int(m+0.5)) + " m"
}

func lowerFirst(s string) string {
	r := []rune(s)
	if len(r) < 2 || strings.ToUpper(string(r[1])) == string(r[1]) && strings.ToLower(string(r[1])) != string(r[1]) {
		return s
	}
	return strings.ToLower(string(r[0])) + string(r[1:])
}

// ViewPicture draws the map of a view into a picture: what the window shows,
// without a window.
func (s *Session) ViewPicture(ctx context.Context, m portrayal.Map, c camera.Camera) (*image.RGBA, portrayal.Drawing, error) {
	m.Wait = true
	d, err := portrayal.Draw(ctx, m, c)
	if err != nil {
		return nil, d, fmt.Errorf("draw view: %w", err)
	}
	return raster.Render(d.Scene, scene.PxPerMM), d, nil
}
