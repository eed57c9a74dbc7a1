package session

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"pinezka/data"
	"pinezka/data/exchange"
)

// reactions are who did what about reports and motions.
type reactions struct {
	all     []data.Reaction // by id
	reports map[data.ReportID][]int
	motions map[data.MotionID][]int
}

// reloadReactions reads the reactions from the project.
func (s *Session) reloadReactions() error {
	list, err := s.project.Reactions(s.ctx)
	if err != nil {
		return err
	}
	s.reactions = reactions{all: list, reports: map[data.ReportID][]int{}, motions: map[data.MotionID][]int{}}
	for i, r := range list {
		if r.Report != 0 {
			s.reactions.reports[r.Report] = append(s.reactions.reports[r.Report], i)
		} else {
			s.reactions.motions[r.Motion] = append(s.reactions.motions[r.Motion], i)
		}
	}
	return nil
}

// Reactions returns all reactions, by id.
func (s *Session) Reactions() []data.Reaction { return s.reactions.all }

// ReportReactions returns what was done about a report, by day.
func (s *Session) ReportReactions(id data.ReportID) []data.Reaction {
	return s.reactions.pick(s.reactions.reports[id])
}

// MotionReactions returns what was done about a motion, by day.
func (s *Session) MotionReactions(id data.MotionID) []data.Reaction {
	return s.reactions.pick(s.reactions.motions[id])
}

func (x *reactions) pick(at []int) []data.Reaction {
	var out []data.Reaction
	for _, i := range at {
		out = append(out, x.all[i])
	}
	slices.SortStableFunc(out, func(a, b data.Reaction) int { return cmp.Compare(a.Day, b.Day) })
	return out
}

// Today is the day on which ages are told: the newest "stan na dzień" of the
// imports, else the computer's day.
func (s *Session) Today() data.Day {
	if d, ok := s.AsOf(); ok {
		return d
	}
	return data.DayFromTime(time.Now())
}

// AddReaction stores what somebody did about a report or a motion.
func (s *Session) AddReaction(r data.Reaction) error {
	if _, err := s.apply(data.Add(data.LabelAddReaction, &r)); err != nil {
		return err
	}
	s.say(s.words.T("reaction.added", "who", r.Who))
	return nil
}

// DeleteReaction removes a reaction.
func (s *Session) DeleteReaction(id data.ReactionID) error {
	for _, r := range s.reactions.all {
		if r.ID == id {
			_, err := s.apply(data.Delete(data.LabelDeleteReaction, &r))
			return err
		}
	}
	return fmt.Errorf("reaction %d: %w", id, data.ErrConflict)
}

// along adds to an edit that the reactions go with what they are about.
func along(e *data.Edit, list []data.Reaction) {
	for _, r := range list {
		e.Before, e.After = append(e.Before, &r), append(e.After, nil)
	}
}

// ListPlan is a list that was looked through: what it would store, and what was
// refused.
type ListPlan struct {
	List    *exchange.List
	Counts  data.Counts
	Rejects []exchange.Reject // all refused rows, by line
	edit    data.Edit
}

// planList reads a list and counts the rows that cannot be read.
func (s *Session) planList(ctx context.Context, path string, kind exchange.ListKind, choice ImportChoice, label data.Label) (*ListPlan, error) {
	list, err := exchange.ReadList(ctx, path, kind, s.exchangeOptions(choice))
	if list == nil {
		return nil, err
	}
	p := &ListPlan{List: list, Rejects: list.Rejects, edit: data.Edit{Label: label}}
	p.Counts.Read = len(list.Rows) + len(list.Rejects)
	return p, err
}

// add takes a new record in.
func (p *ListPlan) add(r data.Record, onMap bool) {
	p.edit.Before, p.edit.After = append(p.edit.Before, nil), append(p.edit.After, r)
	if onMap {
		p.Counts.OnMap++
	} else {
		p.Counts.WithoutPlace++
	}
}

// finish counts what was refused.
func (p *ListPlan) finish() *ListPlan {
	p.Counts.Refused = len(p.Rejects)
	slices.SortStableFunc(p.Rejects, func(a, b exchange.Reject) int { return cmp.Compare(a.Row, b.Row) })
	return p
}

// StoreList stores a planned list as one step that Undo takes back.
func (s *Session) StoreList(p *ListPlan) error {
	if s.ReadOnly() {
		return data.ErrReadOnly
	}
	if len(p.edit.After) == 0 {
		return nil
	}
	_, err := s.apply(p.edit)
	return err
}

// WriteRefused writes the refused rows of a list to a file that can be imported
// once they are mended.
func (s *Session) WriteRefused(path string, p *ListPlan) error {
	_, err := writeWhole(path, func(w io.Writer) (struct{}, error) {
		return struct{}{}, exchange.WriteRejects(w, p.List.Proposal.Header(), p.Rejects)
	})
	return err
}

// PlanReactions looks through a list of reactions. It stores nothing. While a
// question is open it returns the questions with ErrOpenQuestion.
func (s *Session) PlanReactions(ctx context.Context, path string, choice ImportChoice) (*ListPlan, error) {
	p, err := s.planList(ctx, path, exchange.ListReactions, choice, data.LabelImportReactions)
	if err != nil {
		return p, listError(err)
	}
	// Equal rows are told apart by how many there are: the third patrol of a day is
	// new when two of them are there already.
	there := map[data.Reaction]int{}
	for _, r := range s.reactions.all {
		r.ID = 0
		there[r]++
	}
	find := s.reportFinder()
	for i := range p.List.Rows {
		row := &p.List.Rows[i]
		r := data.Reaction{Who: row.Cell(exchange.RoleInstitution), What: row.Cell(exchange.RoleWhat), Result: row.Cell(exchange.RoleResult)}
		onMap, no := s.aboutOf(row, find, &r)
		switch {
		case no != nil:
		case row.Day == nil:
			no = s.noDay(row)
		case r.Who == "":
			no = s.missing(row, exchange.RoleInstitution, "reject.who")
		case r.What == "" && r.Result == "":
			no = s.missing(row, exchange.RoleWhat, "reject.what")
		}
		if no != nil {
			p.Rejects = append(p.Rejects, *no)
			continue
		}
		r.Day = *row.Day
		if there[r] > 0 {
			there[r]--
			p.Counts.AlreadyPresent++
			continue
		}
		p.add(&r, onMap)
	}
	return p.finish(), nil
}

func (s *Session) missing(row *exchange.ListRow, role exchange.Role, key string) *exchange.Reject {
	return row.Refuse(exchange.RejectMissing, role, s.words.T(key))
}

// noDay refuses a row without a day, with the reader's reason where it has one.
func (s *Session) noDay(row *exchange.ListRow) *exchange.Reject {
	for _, f := range row.Findings {
		if f.Code == exchange.WarnBadDate || f.Code == exchange.WarnUnreadableDate {
			return row.Refuse(f.Code, exchange.RoleDate, s.words.T("finding."+string(f.Code), "value", f.Value))
		}
	}
	return s.missing(row, exchange.RoleDate, "reject.day")
}

// reportFinder returns a function that finds a report by its id in the project or
// by its number at its source.
func (s *Session) reportFinder() func(row *exchange.ListRow) (data.Report, *exchange.Reject) {
	numbers := map[string][]int{}
	for i := range s.reports {
		if id := s.reports[i].Source.ID; id != "" {
			numbers[id] = append(numbers[id], i)
		}
	}
	byNumber := func(v string) (found []int) { return numbers[v] }
	byID := func(v string) []int {
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil {
			return nil
		}
		if i, ok := s.indexOf(data.ReportID(n)); ok {
			return []int{i}
		}
		return nil
	}
	return func(row *exchange.ListRow) (data.Report, *exchange.Reject) {
		// What the column says comes first; many lists call either of the two "nr".
		role, first, second := exchange.RoleReport, byID, byNumber
		v := row.Cell(role)
		if v == "" {
			role, first, second = exchange.RoleReportNumber, byNumber, byID
			v = row.Cell(role)
		}
		at := first(v)
		if len(at) == 0 {
			at = second(v)
		}
		switch len(at) {
		case 0:
			return data.Report{}, row.Refuse(exchange.RejectUnknown, role, s.words.T("reject.report", "id", v))
		case 1:
			return s.reports[at[0]], nil
		}
		return data.Report{}, row.Refuse(exchange.RejectAmbiguous, role, s.words.T("reject.report.several", "id", v))
	}
}

// aboutOf finds what a row's reaction is about, and whether that is on the map.
func (s *Session) aboutOf(row *exchange.ListRow, find func(*exchange.ListRow) (data.Report, *exchange.Reject), r *data.Reaction) (onMap bool, no *exchange.Reject) {
	report := row.Cell(exchange.RoleReport) + row.Cell(exchange.RoleReportNumber)
	motion := row.Cell(exchange.RoleMotionNumber)
	switch {
	case report == "" && motion == "":
		return false, s.missing(row, exchange.RoleNone, "reject.about")
	case report != "" && motion != "":
		return false, row.Refuse(exchange.RejectAmbiguous, exchange.RoleMotionNumber, s.words.T("reject.about.both"))
	case report != "":
		rep, no := find(row)
		r.Report = rep.ID
		return rep.Where.Known(), no
	}
	var found []data.Motion
	for _, m := range s.Debates.motions {
		if strconv.Itoa(m.Number) == motion && s.saidAt(m.Debate, row.Cell(exchange.RoleDebate)) {
			found = append(found, m)
		}
	}
	switch len(found) {
	case 0:
		return false, row.Refuse(exchange.RejectUnknown, exchange.RoleMotionNumber, s.words.T("reject.motion", "number", motion))
	case 1:
		r.Motion = found[0].ID
		return found[0].Place.Located(), nil
	}
	return false, row.Refuse(exchange.RejectAmbiguous, exchange.RoleMotionNumber, s.words.T("reject.motion.several", "number", motion))
}

// saidAt tells whether words name a debate, by its title or day; no words name any.
func (s *Session) saidAt(id data.DebateID, words string) bool {
	d, ok := s.Debates.byID(id)
	return words == "" || ok && (data.Fold(d.Title) == data.Fold(words) || d.Day.String() == words || s.Date(d.Day) == words)
}

// listError names an open question as the session does.
func listError(err error) error {
	if errors.Is(err, exchange.ErrQuestion) {
		return ErrOpenQuestion
	}
	return err
}

// ReactionStat is what an institution did, and what still waits for it.
type ReactionStat struct {
	Institution string // "" for reports of which nobody is in charge
	// Count is of its reactions to the reports that pass the filter and to motions;
	// Reports and Motions are how many of each it reacted to.
	Count, Reports, Motions int
	// Median is of the days from a report's day, and MedianMotions from the day of the
	// debate, to the institution's first reaction; nil where there is none.
	Median, MedianMotions *float64
	// Open are the reports that pass the filter, are its own by their category,
	// unsettled, and without any reaction; OpenMotions the unfinished motions
	// addressed to it without any.
	Open, OpenMotions int
}

// ReactionStats counts reactions by institution, by name; who has neither reacted
// nor been asked is left out.
func (s *Session) ReactionStats() []ReactionStat {
	stats := map[string]*ReactionStat{}
	of := func(name string) *ReactionStat {
		if stats[name] == nil {
			stats[name] = &ReactionStat{Institution: name}
		}
		return stats[name]
	}
	delays, motionDelays := map[string][]float64{}, map[string][]float64{}
	for i := range s.Filter.Count() {
		r := s.Filter.At(i)
		list := s.ReportReactions(r.ID)
		if len(list) == 0 && !r.Settled() {
			of(s.Addressee(r.Category)).Open++
		}
		day, last, dated := r.When.Days()
		for who, first := range firsts(list, func(who string) { of(who).Count++ }) {
			of(who).Reports++
			if dated && day == last {
				delays[who] = append(delays[who], float64(first-day))
			}
		}
	}
	for _, m := range s.Debates.motions {
		list := s.MotionReactions(m.ID)
		if len(list) == 0 && m.State != data.MotionDone && m.State != data.MotionRefused {
			of(m.Addressee).OpenMotions++
		}
		d, ok := s.Debates.byID(m.Debate)
		for who, first := range firsts(list, func(who string) { of(who).Count++ }) {
			of(who).Motions++
			if ok {
				motionDelays[who] = append(motionDelays[who], float64(first-d.Day))
			}
		}
	}
	var names []string
	for name := range stats {
		if name != "" {
			names = append(names, name)
		}
	}
	s.words.Sort(names)
	if stats[""] != nil {
		names = append(names, "")
	}
	var out []ReactionStat
	for _, name := range names {
		x := stats[name]
		x.Median, x.MedianMotions = median(delays[name]), median(motionDelays[name])
		out = append(out, *x)
	}
	return out
}

// firsts returns the day of each institution's first reaction in a list by day, and
// calls each for every one.
func firsts(list []data.Reaction, each func(who string)) map[string]data.Day {
	out := map[string]data.Day{}
	for _, r := range list {
		each(r.Who)
		if _, ok := out[r.Who]; !ok {
			out[r.Who] = r.Day
		}
	}
	return out
}

// median returns the middle of the values, nil without any.
func median(v []float64) *float64 {
	if len(v) == 0 {
		return nil
	}
	slices.Sort(v)
	m := (v[(len(v)-1)/2] + v[len(v)/2]) / 2
	return &m
}
