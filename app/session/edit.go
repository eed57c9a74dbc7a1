package session

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"pinezka/data"
	"pinezka/data/gpkg"
)

// apply stores an edit and takes its outcome into the session.
func (s *Session) apply(e data.Edit) (data.Edit, error) {
	if s.ReadOnly() {
		return e, data.ErrReadOnly
	}
	done, err := s.project.Apply(s.ctx, e)
	if err != nil {
		return e, fmt.Errorf("store %s: %w", e.Label, err)
	}
	if err := s.reloadAfter(done); err != nil {
		return done, err
	}
	return done, nil
}

// reloadAfter brings in what an edit touched. Reports are patched in place,
// since there may be many; the rest is read again.
func (s *Session) reloadAfter(e data.Edit) error {
	topics := TopicHistory
	reacted, responsible, placed := false, false, false
	for i, after := range e.After {
		record := after
		if record == nil {
			record = e.Before[i]
		}
		switch r := record.(type) {
		case *data.Report:
			if after == nil {
				s.dropReport(r.ID)
			} else {
				s.putReport(*r)
			}
			topics |= TopicReports | TopicFilter
		case *data.Debate, *data.Motion, *data.Note:
			topics |= TopicDebates
		case *data.Reaction:
			// Whoever shows a report shows what was done about it.
			topics |= TopicReports | TopicFilter
			reacted = true
		case *data.AreaStatistic, *data.Facility:
			topics |= TopicReports
			placed = true
		case *data.Institution:
			topics |= TopicReports | TopicDebates
			responsible = true
		default:
			return s.reload()
		}
	}
	if placed {
		if err := s.reloadPlaces(); err != nil {
			return err
		}
	}
	if responsible {
		if err := s.reloadInstitutions(); err != nil {
			return err
		}
	}
	if reacted {
		if err := s.reloadReactions(); err != nil {
			return err
		}
	}
	if topics&TopicReports != 0 {
		s.Filter.refresh()
	}
	if topics&TopicDebates != 0 {
		if err := s.Debates.reload(); err != nil {
			return err
		}
	}
	s.outdated(topics)
	return nil
}

// outdated tells everybody what changed; whatever counts reports or motions is
// made again.
func (s *Session) outdated(t Topic) {
	s.Compare.stale()
	s.Sheet.stale()
	s.announce(t)
}

// indexOf returns where a report stands, or would stand, among the reports.
func (s *Session) indexOf(id data.ReportID) (int, bool) {
	return slices.BinarySearchFunc(s.reports, id, func(r data.Report, id data.ReportID) int { return cmp.Compare(r.ID, id) })
}

func (s *Session) putReport(r data.Report) {
	i, ok := s.indexOf(r.ID)
	if !ok {
		s.reports = slices.Insert(s.reports, i, data.Report{})
		s.areasOf = slices.Insert(s.areasOf, i, nil)
	}
	s.reports[i], s.areasOf[i] = r, s.areasAt(r.Where)
}

func (s *Session) dropReport(id data.ReportID) {
	if i, ok := s.indexOf(id); ok {
		s.reports = slices.Delete(s.reports, i, i+1)
		s.areasOf = slices.Delete(s.areasOf, i, i+1)
		delete(s.Selection.reports, id)
	}
}

// AddReport stores a report entered by hand and selects it.
func (s *Session) AddReport(r data.Report) (data.ReportID, error) {
	if r.Origin == "" {
		r.Origin = data.OriginInternet
	}
	if r.Nature == "" {
		r.Nature = data.NatureNuisance
	}
	if r.When.Kind == "" {
		r.When.Kind = data.TimeNone
	}
	if r.Where.Precision == "" {
		r.Where.Precision = data.PrecisionNone
	}
	if c, ok := s.catalogue.Category(r.Category); ok && r.CategoryWritten == "" {
		r.CategoryWritten = c.NamePL
	}
	done, err := s.apply(data.Add(data.LabelAddReport, &r))
	if err != nil {
		return 0, err
	}
	id := done.After[0].(*data.Report).ID
	s.Selection.Select(id)
	s.say(s.words.T("report.added", "category", s.CategoryName(&r)))
	return id, nil
}

// ChangeReport stores a changed report.
func (s *Session) ChangeReport(r data.Report) error {
	old, ok := s.Report(r.ID)
	if !ok {
		return fmt.Errorf("report %d: %w", r.ID, data.ErrConflict)
	}
	_, err := s.apply(data.Replace(data.LabelChangeReport, &old, &r))
	return err
}

// SetReportStatus stores another status for the reports, as one step.
func (s *Session) SetReportStatus(st data.StatusID, ids ...data.ReportID) error {
	written := s.StatusName(st, "")
	e := data.Edit{Label: data.LabelChangeReport}
	for _, id := range ids {
		old, ok := s.Report(id)
		if !ok {
			continue
		}
		after := old
		after.Status, after.StatusWritten = st, written
		e.Before = append(e.Before, &old)
		e.After = append(e.After, &after)
	}
	if len(e.After) == 0 {
		return nil
	}
	_, err := s.apply(e)
	return err
}

// DeleteReports removes the reports and what was done about them, as one step.
func (s *Session) DeleteReports(ids ...data.ReportID) error {
	e := data.Edit{Label: data.LabelDeleteReport}
	for _, id := range ids {
		old, ok := s.Report(id)
		if !ok {
			continue
		}
		e.Before = append(e.Before, &old)
		e.After = append(e.After, nil)
	}
	n := len(e.After)
	if n == 0 {
		return nil
	}
	for _, id := range ids {
		along(&e, s.ReportReactions(id))
	}
	if _, err := s.apply(e); err != nil {
		return err
	}
	s.say(s.words.N("report.deleted", n))
	return nil
}

// Undo takes the last edit back, also one from before a restart.
func (s *Session) Undo() error {
	return s.step(func() (data.Change, error) { return s.project.Undo(s.ctx) }, "undo.done")
}

// Redo does again what was taken back.
func (s *Session) Redo() error {
	return s.step(func() (data.Change, error) { return s.project.Redo(s.ctx) }, "redo.done")
}

func (s *Session) step(do func() (data.Change, error), message string) error {
	if s.ReadOnly() {
		return data.ErrReadOnly
	}
	c, err := do()
	if err != nil {
		return err
	}
	if err := s.reload(); err != nil {
		return err
	}
	s.say(s.words.T(message, "what", s.words.T("edit."+string(c.Label))))
	return nil
}

// CanUndo returns what Undo would take back, in words, or "".
func (s *Session) CanUndo() string { return s.canStep((*gpkg.Project).CanUndo) }

// CanRedo returns what Redo would do again, in words, or "".
func (s *Session) CanRedo() string { return s.canStep((*gpkg.Project).CanRedo) }

func (s *Session) canStep(ask func(*gpkg.Project, context.Context) (data.Change, bool, error)) string {
	if s.ReadOnly() {
		return ""
	}
	c, ok, err := ask(s.project, s.ctx)
	if err != nil || !ok {
		return ""
	}
	return s.words.T("edit." + string(c.Label))
}
