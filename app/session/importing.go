package session

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"pinezka/data"
	"pinezka/data/exchange"
	"pinezka/data/gpkg"
	"pinezka/data/privacy"
)

// ImportEndings are the endings of files that can be imported. A shapefile comes in
// a .zip or by its .shp, with its other parts beside it.
var ImportEndings = []string{
	".csv", ".tsv", ".txt", ".xlsx", ".geojson", ".json", ".shp", ".zip", ".kml", ".kmz", ".gpkg", ".gpx", ".gml",
}

// ImportChoice is what the user said about a file beyond its content.
type ImportChoice struct {
	Source    string            // the institution; "" takes the file's own form
	Origin    data.Origin       // "" for direct contact
	Answers   map[string]string // to the proposal's questions
	CRS       int               // EPSG; 0 lets the program guess
	Encoding  string            // "" lets the program guess
	Mapping   *exchange.Mapping // a mapping to use; nil recognises that of an earlier file with the same columns
	Roles     []exchange.Role   // of the columns, in their order, given by hand; nil for none
	AsOf      *data.Day         // stan na dzień; nil takes the file's own, else the day of the import
	FullState bool              // the file is the whole state of its span of days
}

// ImportPlan is how a file is understood, before anything is stored.
type ImportPlan struct {
	Path     string
	Choice   ImportChoice
	Proposal *exchange.Proposal
	Counts   data.Counts // as they would be, but for what is already present
	Rejects  []exchange.Reject
	Warnings []exchange.Finding // of the file, then of its rows as exchange.Tally sums them up
	Infos    []exchange.Finding
	Span     data.Period // of the dated rows
	// LookedUp counts the places that the base map found by their words, by their
	// precision; they are part of Counts.OnMap.
	LookedUp map[data.Precision]int

	// Personal counts the descriptions that hold a phone number, an e-mail address, a
	// PESEL, a car plate or another long number.
	Personal int
	// Sample are reports with a place, for a map of the preview: all of a short file,
	// else some thousands spread over it. Their numbers mean nothing.
	Sample []data.Report

	tally         exchange.Tally
	placed, every int // reports with a place so far, and which of them are kept
}

// UnknownCategories counts the rows of names that the catalogue does not know,
// without those that the user chose to leave so, now or with an earlier file.
func (p *ImportPlan) UnknownCategories() map[string]int {
	out := map[string]int{}
	for _, f := range p.Warnings {
		if f.Code == exchange.WarnCategory && f.Value != "" && p.Choice.Answers[exchange.AskCategory+f.Value] == "" && !slices.Contains(p.Proposal.Uncategorised, f.Value) {
			out[f.Value] += f.Count
		}
	}
	return out
}

// Source is the source that the file is stored under: the one that the user named,
// else that of an earlier file with the same columns, else the known form of its
// columns, so that the next month of the same list finds its records again.
func (p *ImportPlan) Source() string {
	switch {
	case p.Choice.Source != "":
		return p.Choice.Source
	case p.Proposal.Recognised != nil:
		return p.Proposal.Recognised.Source
	}
	return unnamedSource(&p.Proposal.Mapping)
}

// unnamedSource is the source of lists that nobody named one for.
func unnamedSource(m *exchange.Mapping) string {
	if m.Form != "" {
		return m.Form
	}
	return "lista"
}

// mapping is what is kept with the import, and how the next file is recognised.
func (p *ImportPlan) mapping() exchange.Mapping {
	m := p.Proposal.Mapping
	m.Uncategorised = slices.Clone(m.Uncategorised)
	for _, q := range slices.Sorted(maps.Keys(p.Choice.Answers)) {
		name, ok := strings.CutPrefix(q, exchange.AskCategory)
		if !ok {
			continue
		}
		m.Uncategorised = slices.DeleteFunc(m.Uncategorised, func(n string) bool { return n == name })
		if p.Choice.Answers[q] == exchange.LeaveCategory {
			m.Uncategorised = append(m.Uncategorised, name)
		}
	}
	return m
}

// aliases are the names of categories that the user explained.
func (p *ImportPlan) aliases(cat *data.Catalogue) map[string]data.CategoryID {
	out := map[string]data.CategoryID{}
	for q, answer := range p.Choice.Answers {
		name, ok := strings.CutPrefix(q, exchange.AskCategory)
		if !ok || answer == exchange.LeaveCategory {
			continue
		}
		if _, known := cat.Category(data.CategoryID(answer)); known {
			out[name] = data.CategoryID(answer)
		} else if id, known := cat.FindCategory(answer); known {
			out[name] = id
		}
	}
	return out
}

// PlanImport looks through a file. It stores nothing. A question that is open is
// answered as proposed for the preview only.
func (s *Session) PlanImport(ctx context.Context, path string, choice ImportChoice) (*ImportPlan, error) {
	return planImport(ctx, path, choice, s.reportOptions(choice), s.catalogue, nil)
}

// PlanImportLater is PlanImport on a worker, with its progress in Busy.
func (s *Session) PlanImportLater(path string, choice ImportChoice, finish func(*ImportPlan, error)) {
	var plan *ImportPlan
	opt, cat := s.reportOptions(choice), s.catalogue
	s.run(s.words.T("busy.plan"), func(ctx context.Context, progress func(int64, int64)) (err error) {
		plan, err = planImport(ctx, path, choice, opt, cat, progress)
		return err
	}, func(err error) { finish(plan, err) })
}

// planImport knows no session, so that it may run on a worker.
func planImport(ctx context.Context, path string, choice ImportChoice, opt exchange.Options, cat *data.Catalogue, progress func(done, total int64)) (*ImportPlan, error) {
	p, err := exchange.Inspect(ctx, path, opt)
	if err != nil {
		return nil, err
	}
	plan := &ImportPlan{Path: path, Choice: choice, Proposal: p}
	look := p
	if p.Open() {
		if look, err = p.Accept(ctx); err != nil {
			return nil, err
		}
	}
	for row, err := range exchange.Read(ctx, look, cat) {
		if err != nil {
			return nil, err
		}
		plan.add(row)
		if progress != nil && plan.tally.Read%4096 == 0 {
			progress(int64(plan.tally.Read), int64(p.Records))
		}
	}
	plan.Counts, plan.LookedUp = plan.tally.Counts(), plan.tally.LookedUp
	plan.Infos = append(slices.Clone(p.Infos), plan.tally.Places()...)
	plan.Warnings = append(slices.Clone(p.Warnings), plan.tally.Findings()...)
	return plan, nil
}

func (p *ImportPlan) add(row exchange.Row) {
	p.tally.Add(row)
	if row.Reject != nil {
		p.Rejects = append(p.Rejects, *row.Reject)
		return
	}
	if strings.ContainsAny(row.Report.Text, "0123456789@([") && len(privacy.Find(row.Report.Text)) > 0 {
		p.Personal++
	}
	p.sample(row.Report)
	if first, last, ok := row.Report.When.Days(); ok {
		if p.Span.From == nil || first < *p.Span.From {
			p.Span.From = &first
		}
		if p.Span.To == nil || last > *p.Span.To {
			p.Span.To = &last
		}
	}
}

// sampleSize is how many reports a plan keeps for its map.
const sampleSize = 2000

// sample keeps reports that are spread over the file: when there are twice as many
// as wanted, every other one goes.
func (p *ImportPlan) sample(r *data.Report) {
	if !r.Where.Known() {
		return
	}
	p.every = max(p.every, 1)
	if p.placed++; p.placed%p.every != 0 {
		return
	}
	kept := *r
	kept.ID, kept.Text = data.ReportID(p.placed), ""
	if p.Sample = append(p.Sample, kept); len(p.Sample) < 2*sampleSize {
		return
	}
	for i := range sampleSize {
		p.Sample[i] = p.Sample[2*i+1]
	}
	p.Sample, p.every = p.Sample[:sampleSize], 2*p.every
}

func (s *Session) exchangeOptions(c ImportChoice) exchange.Options {
	opt := exchange.Options{Answers: map[string]string{}, Mapping: c.Mapping, Roles: c.Roles, Institution: c.Source, Origin: c.Origin}
	for k, v := range c.Answers {
		opt.Answers[k] = v
	}
	if c.CRS != 0 {
		opt.Answers[exchange.AskCRS] = fmt.Sprint(c.CRS)
	}
	if c.Encoding != "" {
		opt.Answers[exchange.AskEncoding] = c.Encoding
	}
	if len(s.gmina) > 0 {
		opt.Municipality = s.gmina.Bound().Pad(0.05)
	}
	if f := s.placeFinder(); f != nil {
		opt.Locate = f.locate
	}
	return opt
}

// reportOptions are exchangeOptions for a list of reports, which may be like one
// that was imported before.
func (s *Session) reportOptions(c ImportChoice) exchange.Options {
	opt := s.exchangeOptions(c)
	if opt.Mapping != nil {
		return opt
	}
	opt.Remembered = s.remembered(c.Source)
	// Other columns of the same source still have its encoding and its dates.
	if len(opt.Remembered) > 0 && c.Source != "" && opt.Remembered[0].Source == c.Source {
		opt.Mapping = &opt.Remembered[0].Mapping
	}
	return opt
}

// remembered returns how the files of earlier imports were read, those of the
// source at hand and the newest first, each way once.
func (s *Session) remembered(source string) []exchange.Remembered {
	var same, others []exchange.Remembered
	seen := map[string]bool{}
	for _, im := range slices.Backward(s.imports) {
		key := im.Source + "\x00" + im.Mapping
		m, err := exchange.ParseMapping(im.Mapping)
		if im.Mapping == "" || err != nil || seen[key] {
			continue
		}
		seen[key] = true
		r := exchange.Remembered{Name: im.Source, Source: im.Source, Institution: im.Source, Mapping: *m}
		if im.Source == unnamedSource(m) {
			r.Name, r.Institution = im.File, ""
		}
		if im.Source == source {
			same = append(same, r)
		} else {
			others = append(others, r)
		}
	}
	return append(same, others...)
}

// Import stores a planned file as one step that Undo takes back. It refuses with
// ErrOpenQuestion while a question is open.
func (s *Session) Import(ctx context.Context, plan *ImportPlan, progress func(done, total int64)) (data.Import, error) {
	if err := s.mayStore(plan); err != nil {
		return data.Import{}, err
	}
	done, err := storeImport(ctx, s.project, s.catalogue, plan, progress)
	if err != nil {
		return done, err
	}
	return done, s.reload()
}

// ImportLater stores a planned file on a worker.
func (s *Session) ImportLater(plan *ImportPlan, finish func(data.Import, error)) {
	if err := s.mayStore(plan); err != nil {
		finish(data.Import{}, err)
		return
	}
	var done data.Import
	project, cat := s.project, s.catalogue
	s.run(s.words.T("busy.import"), func(ctx context.Context, progress func(int64, int64)) (err error) {
		done, err = storeImport(ctx, project, cat, plan, progress)
		return err
	}, func(err error) {
		if err == nil {
			err = s.reload()
		}
		finish(done, err)
	})
}

func (s *Session) mayStore(plan *ImportPlan) error {
	switch {
	case s.ReadOnly():
		return data.ErrReadOnly
	case plan.Proposal.Open():
		return ErrOpenQuestion
	}
	return nil
}

// storeImport knows no session, so that it may run on a worker.
func storeImport(ctx context.Context, p *gpkg.Project, cat *data.Catalogue, plan *ImportPlan, progress func(done, total int64)) (data.Import, error) {
	hash, err := exchange.Digest(plan.Path)
	if err != nil {
		return data.Import{}, err
	}
	imp := data.Import{
		File: filepath.Base(plan.Path), Hash: hash, Source: plan.Source(), At: time.Now().UTC(), Mapping: plan.mapping().String(), AsOf: plan.Choice.AsOf,
	}
	if imp.AsOf == nil {
		imp.AsOf = plan.Proposal.AsOf
	}
	if imp.AsOf == nil {
		today := data.DayFromTime(time.Now())
		imp.AsOf = &today
	}
	refused := 0
	opt := gpkg.ImportOptions{Refused: func() int { return refused }, Aliases: plan.aliases(cat)}
	if progress != nil {
		total := int64(max(plan.Counts.Read, plan.Proposal.Records))
		opt.Progress = func(done int) { progress(int64(done), total) }
	}
	if plan.Choice.FullState && plan.Span.IsSet() {
		opt.FullState = &plan.Span
	}
	rows := func(yield func(gpkg.Row, error) bool) {
		for row, err := range exchange.Read(ctx, plan.Proposal, cat) {
			if err != nil {
				yield(gpkg.Row{}, err)
				return
			}
			if row.Reject != nil {
				refused++
				continue
			}
			if !yield(gpkg.Row{Report: *row.Report, Key: row.Key}, nil) {
				return
			}
		}
	}
	return p.Import(ctx, imp, opt, rows)
}

// WriteRejects writes a plan's refused rows to a file that can be imported once
// they are mended.
func (s *Session) WriteRejects(path string, plan *ImportPlan) error {
	_, err := writeWhole(path, func(w io.Writer) (struct{}, error) {
		return struct{}{}, exchange.WriteRejects(w, plan.Proposal.Header(), plan.Rejects)
	})
	return err
}

// ImportMotions stores a list of motions. Motions of a debate that the project
// knows by its day join it; others make a new one. It returns how many were
// stored and what was noticed.
func (s *Session) ImportMotions(ctx context.Context, path string, answers map[string]string) (added int, list *exchange.MotionList, err error) {
	if s.ReadOnly() {
		return 0, nil, data.ErrReadOnly
	}
	opt := s.exchangeOptions(ImportChoice{Answers: answers})
	list, err = exchange.ReadMotions(ctx, path, s.catalogue, opt)
	if errors.Is(err, exchange.ErrQuestion) {
		return 0, list, ErrOpenQuestion
	}
	if err != nil {
		return 0, list, err
	}
	e := data.Edit{Label: data.LabelAddMotion}
	numbers := map[data.DebateID]int{}
	for _, m := range s.Debates.motions {
		numbers[m.Debate] = max(numbers[m.Debate], m.Number)
	}
	for i := range list.Rows {
		row := &list.Rows[i]
		if row.None() {
			continue
		}
		debate, err := s.debateOf(ctx, row)
		if err != nil {
			return 0, list, err
		}
		m := row.Motion
		m.Debate = debate
		if m.State == "" {
			m.State = data.MotionNew
		}
		if m.Number == 0 {
			numbers[debate]++
			m.Number = numbers[debate]
		}
		if m.Addressee == "" {
			m.Addressee = s.Addressee(m.Category)
		}
		e.Before, e.After = append(e.Before, nil), append(e.After, &m)
	}
	if len(e.After) == 0 {
		return 0, list, nil
	}
	if _, err := s.apply(e); err != nil {
		return 0, list, err
	}
	return len(e.After), list, nil
}

// debateOf finds or makes the debate of a listed motion.
func (s *Session) debateOf(ctx context.Context, row *exchange.MotionRow) (data.DebateID, error) {
	title := row.Debate
	if title == "" {
		title = s.words.T("debate.imported")
	}
	for _, d := range s.Debates.all {
		if row.Day != nil && d.Day == *row.Day && (row.Debate == "" || d.Title == title) || row.Day == nil && d.Title == title {
			return d.ID, nil
		}
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	day := data.DayFromTime(time.Now())
	if row.Day != nil {
		day = *row.Day
	}
	set := data.DefaultSetting
	done, err := s.apply(data.Add(data.LabelAddDebate, &data.Debate{Title: title, Kind: data.DebateInaugural, Day: day, Setting: set}))
	if err != nil {
		return 0, err
	}
	return done.After[0].(*data.Debate).ID, nil
}

// ImportAreas stores the areas of a file as one step. While a question is open it
// stores nothing and returns the questions with ErrOpenQuestion.
func (s *Session) ImportAreas(ctx context.Context, path string, choice ImportChoice) (int, *exchange.Proposal, error) {
	if s.ReadOnly() {
		return 0, nil, data.ErrReadOnly
	}
	areas, p, err := exchange.ReadAreas(ctx, path, s.exchangeOptions(choice))
	if errors.Is(err, exchange.ErrQuestion) {
		return 0, p, ErrOpenQuestion
	}
	if err != nil {
		return 0, p, err
	}
	e := data.Edit{Label: data.LabelAddArea}
	for i := range areas {
		e.Before, e.After = append(e.Before, nil), append(e.After, &areas[i])
	}
	if _, err := s.apply(e); err != nil {
		return 0, p, err
	}
	return len(areas), p, nil
}
