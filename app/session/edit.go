package session

import (
	"fmt"
	"slices"

	"pinezka/data"
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
	reports := false
	for i := range e.After {
		before, after := e.Before[i], e.After[i]
		if r, ok := after.(*data.Report); ok {
			s.putReport(*r)
			reports = true
			continue
		}
		if r, ok := before.(*data.Report); ok && after == nil {
			s.dropReport(r.ID)
			reports = true
		}
	}
	if reports {
		s.indexReports()
		s.reportsChanged()
	}
	if err := s.Debates.reload(); err != nil {
		return err
	}
	s.announce(TopicHistory)
	return nil
}

func (s *Session) putReport(r data.Report) {
	if i, ok := s.byID[r.ID]; ok {
		s.reports[i] = r
		return
	}
	at, _ := slices.BinarySearchFunc(s.reports, r.ID, func(a data.Report, id data.ReportID) int { return int(a.ID - id) })
	s.reports = slices.Insert(s.reports, at, r)
}

func (s *Session) dropReport(id data.ReportID) {
	if i, ok := s.byID[id]; ok {
		s.reports = slices.Delete(s.reports, i, i+1)
		delete(s.Selection.reports, id)
	}
}

// reportsChanged tells everybody who counts reports.
func (s *Session) reportsChanged() {
	s.Filter.refresh()
	s.Compare.stale()
	s.Sheet.stale()
	s.announce(TopicReports | TopicFilter)
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
	return s.changeReports(ids, func(r *data.Report) { r.Status, r.StatusWritten = st, s.StatusName(st, "") })
}

// SetReportCategory stores another category for the reports, as one step.
func (s *Session) SetReportCategory(id data.CategoryID, ids ...data.ReportID) error {
	return s.changeReports(ids, func(r *data.Report) { r.Category = id })
}

func (s *Session) changeReports(ids []data.ReportID, change func(*data.Report)) error {
	e := data.Edit{Label: data.LabelChangeReport}
	for _, id := range ids {
		old, ok := s.Report(id)
		if !ok {
			continue
		}
		after := old
		change(&after)
		e.Before = append(e.Before, &old)
		e.After = append(e.After, &after)
	}
	if len(e.After) == 0 {
		return nil
	}
	_, err := s.apply(e)
	return err
}

// DeleteReports removes the reports, as one step.
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
	if len(e.After) == 0 {
		return nil
	}
	if _, err := s.apply(e); err != nil {
		return err
	}
	s.say(s.words.N("report.deleted", len(e.After)))
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
func (s *Session) CanUndo() string {
	if s.ReadOnly() {
		return ""
	}
	c, ok, err := s.project.CanUndo(s.ctx)
	if err != nil || !ok {
		return ""
	}
	return s.words.T("edit." + string(c.Label))
}

// CanRedo returns what Redo would do again, in words, or "".
func (s *Session) CanRedo() string {
	if s.ReadOnly() {
		return ""
	}
	c, ok, err := s.project.CanRedo(s.ctx)
	if err != nil || !ok {
		return ""
	}
	return s.words.T("edit." + string(c.Label))
}
