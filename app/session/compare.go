package session

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"pinezka/data"
	"pinezka/data/compare"
)

// Compare holds the comparison of the open debate's motions with the reports.
//
// The debate's stored distance, period and baseline give the verdicts. Looking
// with others shows counts, since a verdict of a distance chosen after looking
// at the map would prove what one wanted to see.
type Compare struct {
	latest
	s       *Session
	result  *compare.Result
	setting *data.CompareSetting // explored; nil for the debate's own
	only    compare.Verdict
}

// Setting returns the distance, period and baseline in force.
func (c *Compare) Setting() data.CompareSetting {
	if c.setting != nil {
		return *c.setting
	}
	d, _ := c.s.Debates.Open()
	return settingOf(d)
}

// settingOf returns the setting that gives a debate's verdicts.
func settingOf(d data.Debate) data.CompareSetting {
	if d.Setting.Radius > 0 {
		return d.Setting
	}
	return data.DefaultSetting
}

// Explored tells whether the setting is not the debate's own, so that only
// counts are shown.
func (c *Compare) Explored() bool {
	d, ok := c.s.Debates.Open()
	return ok && c.setting != nil && *c.setting != d.Setting
}

// Explore looks with another setting; the debate's own gives verdicts again.
func (c *Compare) Explore(set data.CompareSetting) {
	if c.Use(set) {
		c.refresh()
	}
}

// Use sets the comparison's setting without making the comparison; Run does. It
// takes 10 to 5000 m and 1 to 120 months, and returns false for others.
func (c *Compare) Use(set data.CompareSetting) bool {
	if set.Radius < 10 || set.Radius > 5000 || set.Months < 1 || set.Months > 120 {
		return false
	}
	c.setting = &set
	if d, ok := c.s.Debates.Open(); ok && d.Setting == set {
		c.setting = nil
	}
	c.fresh = false
	return true
}

// Own goes back to the debate's own setting.
func (c *Compare) Own() {
	c.setting, c.fresh = nil, false
	c.refresh()
}

// drop forgets the comparison, since another debate is open.
func (c *Compare) drop() { c.result, c.setting, c.fresh, c.only = nil, nil, false, "" }

// stale marks the comparison as out of date; it is made again when shown.
func (c *Compare) stale() {
	c.fresh = false
	if c.s.workspace == WorkspaceCompare {
		c.refresh()
	}
}

// Result returns the newest comparison, or false while there is none.
func (c *Compare) Result() (compare.Result, bool) {
	if c.result == nil {
		return compare.Result{}, false
	}
	return *c.result, true
}

// Running tells whether a newer comparison is being made.
func (c *Compare) Running() bool { return c.running }

// question gathers what a comparison needs as values.
func (c *Compare) question() (compare.Question, bool) {
	d, ok := c.s.Debates.Open()
	if !ok {
		return compare.Question{}, false
	}
	return c.s.question(d, c.s.Debates.Motions(), c.Setting()), true
}

// question asks about motions of a debate. The filter holds but for its period:
// the setting's own decides.
func (s *Session) question(d data.Debate, motions []data.Motion, set data.CompareSetting) compare.Question {
	f := s.Filter.value
	f.Period = data.Period{}
	m := s.matcher(f)
	var reports []data.Report
	for i := range s.reports {
		if m.Match(&s.reports[i]) == data.Included {
			reports = append(reports, s.reports[i])
		}
	}
	q := compare.Question{
		Motions: motions, Reports: reports, Setting: set, Day: d.Day, Area: s.gmina, Catalogue: s.catalogue, Ground: s.base.ground,
	}
	if as, ok := s.AsOf(); ok {
		q.AsOf = &as
	}
	return q
}

// refresh makes the comparison on a worker; a newer wish waits for its end and
// replaces it.
func (c *Compare) refresh() {
	if !c.begin() {
		return
	}
	q, ok := c.question()
	if !ok {
		c.latest, c.result = latest{}, nil
		c.s.announce(TopicComparison)
		return
	}
	s := c.s
	project, debate := s.project, s.Debates.open
	s.work.Add(1)
	go func() {
		defer s.work.Done()
		res, err := compare.Compare(s.ctx, q)
		s.opt.Post(func() {
			again := c.end()
			switch {
			case s.project != project || s.Debates.open != debate:
				c.fresh, again = false, true
			case err != nil:
				s.Fail(fmt.Errorf("compare: %w", err))
			default:
				c.result = &res
				s.announce(TopicComparison)
			}
			if again {
				c.refresh()
			}
		})
	}()
}

// Run makes the comparison in place and returns it; for commands.
func (c *Compare) Run(ctx context.Context) (compare.Result, error) {
	q, ok := c.question()
	if !ok {
		return compare.Result{}, ErrNoDebate
	}
	res, err := compare.Compare(ctx, q)
	if err != nil {
		return res, fmt.Errorf("compare: %w", err)
	}
	c.result, c.fresh = &res, true
	c.s.announce(TopicComparison)
	return res, nil
}

// Highlight selects the reports that are counted for the motion looked at, and
// tells whether it did: only in the comparison, and with a finding.
func (c *Compare) Highlight() bool {
	f, ok := c.Finding(c.s.Selection.motion)
	if !ok || c.s.workspace != WorkspaceCompare {
		return false
	}
	c.s.Selection.Select(f.Matching()...)
	return true
}

// Finding returns what the reports say of a motion.
func (c *Compare) Finding(id data.MotionID) (compare.Finding, bool) {
	if c.result == nil || id == 0 {
		return compare.Finding{}, false
	}
	for _, f := range c.result.Motions {
		if f.Motion == id {
			return f, true
		}
	}
	return compare.Finding{}, false
}

// Only narrows the list of motions to a verdict; "" shows all.
func (c *Compare) Only(v compare.Verdict) {
	c.only = v
	c.s.announce(TopicComparison)
}

// OnlyVerdict returns the verdict that the list is narrowed to.
func (c *Compare) OnlyVerdict() compare.Verdict { return c.only }

// Listed returns the findings in the list, by number.
func (c *Compare) Listed() []compare.Finding {
	if c.result == nil {
		return nil
	}
	var out []compare.Finding
	for _, f := range c.result.Motions {
		if c.only == "" || f.Verdict == c.only {
			out = append(out, f)
		}
	}
	return out
}

// Summary says what the reports can say: "2 z oparciem, 1 ruchliwe miejsce, …".
func (c *Compare) Summary() string {
	if c.result == nil {
		return ""
	}
	var parts []string
	for _, v := range compare.Verdicts {
		if n := c.result.Summary[v]; n > 0 {
			parts = append(parts, c.s.words.N("verdict."+string(v)+".count", n))
		}
	}
	return strings.Join(parts, ", ")
}

// VerdictWords names a verdict; in an explored setting, none is given.
func (c *Compare) VerdictWords(f compare.Finding) string {
	if c.Explored() && f.Verdict != compare.VerdictWhole && f.Verdict != compare.VerdictNowhere {
		return c.s.words.T("verdict.explored")
	}
	return c.s.words.T("verdict." + string(f.Verdict))
}

// Sentence says what may be said of a motion, in the wording of STATISTICS.
func (c *Compare) Sentence(f compare.Finding) string {
	w := c.s.words
	set := c.Setting()
	here := w.N("compare.here", f.CountMerged, "radius", w.Decimal(set.Radius, 0))
	expected := w.T("compare.expected."+string(f.Share.Baseline), "x", w.Decimal(f.Expected, 1))
	tested := w.N("compare.tested", c.tested())
	if c.Explored() && f.Verdict != compare.VerdictWhole && f.Verdict != compare.VerdictNowhere {
		return w.T("compare.sentence.explored", "here", here, "expected", expected)
	}
	return w.T("compare.sentence."+string(f.Verdict), "here", here, "expected", expected, "tested", tested,
		"radius", w.Decimal(set.Radius, 0), "x", w.Decimal(f.Expected, 1), "all", w.N("reports", f.Count))
}

func (c *Compare) tested() int {
	if c.result == nil {
		return 0
	}
	return c.result.Tested
}

// Fact is a row of the evidence card: anyone can check it with a calculator.
type Fact struct {
	Label, Note, Value string
	Bold               bool
}

// Facts returns the arithmetic behind a finding, in the order of the working.
func (c *Compare) Facts(f compare.Finding) []Fact {
	w, s := c.s.words, c.s
	if f.Verdict == compare.VerdictWhole {
		return []Fact{{Label: w.T("card.whole"), Value: w.Int(f.Count), Bold: true, Note: w.T("card.whole.note")}}
	}
	if f.Verdict == compare.VerdictNowhere || c.result == nil {
		return nil
	}
	m, _ := s.Debates.Motion(f.Motion)
	category := s.CategoryShort(m.Category)
	if m.Category == "" {
		category = w.T("card.any-category")
	}
	radius := w.Decimal(c.result.Radius, 0)
	all := w.Int(f.SameAll)
	facts := []Fact{{Label: w.T("card.all", "category", category), Value: all, Note: w.T("card.all.note")}}
	inside, whole := w.Int(int(f.Share.Inside+0.5)), w.Int(int(f.Share.All+0.5))
	if f.Share.Baseline == data.BaselineArea {
		inside, whole = w.Decimal(f.Share.Inside/1e6, 3), w.Decimal(f.Share.All/1e6, 2)
	}
	share := w.Percent(f.Share.Value(), 2)
	kind := string(f.Share.Baseline)
	facts = append(facts, Fact{
		Label: w.T("card.share."+kind, "radius", radius, "inside", inside, "all", whole), Value: share, Note: w.T("card.share." + kind + ".note"),
	})
	facts = append(facts,
		Fact{Label: w.T("card.expected", "all", all, "share", share), Value: w.Decimal(f.Expected, 2), Note: w.T("card.expected.note." + kind)},
		Fact{Label: w.T("card.here", "radius", radius), Value: w.Int(f.CountMerged), Bold: true, Note: w.T("card.here.note", "n", f.Count)},
	)
	if f.CountMerged >= 3 {
		facts = append(facts, Fact{
			Label: w.T("card.ratio", "here", w.Int(f.CountMerged), "expected", w.Decimal(f.Expected, 2)), Value: c.Times(f.Ratio), Bold: true,
			Note: w.T("card.ratio.note", "low", c.Times(f.Low), "high", c.Times(f.High)),
		})
	}
	if y := f.YearEarlier; y != nil {
		facts = append(facts, Fact{
			Label: w.T("card.year-earlier"), Value: w.T("arrow", "a", y.Change.Before, "b", y.Change.After), Bold: true,
			Note: w.T("change.words." + string(y.Change.Verdict)),
		})
	}
	if m.Category != "" {
		facts = append(facts, Fact{
			Label: w.T("card.others"), Value: w.T("n-of-m", "n", f.CountMerged, "of", f.CountMerged+f.OtherHere), Bold: true,
			Note: w.T("card.others.note", "same", f.SameAll, "all", f.SameAll+f.OtherAll),
		})
	}
	return facts
}

// Times writes how many times: 4,0; over 100 without digits.
func (c *Compare) Times(v float64) string {
	switch {
	case v > 1e6:
		return "∞"
	case v >= 100:
		return c.s.words.Decimal(v, 0)
	}
	return c.s.words.Decimal(v, 1)
}

// CardText returns the whole card as text, for the clipboard.
func (c *Compare) CardText(f compare.Finding) string {
	m, _ := c.s.Debates.Motion(f.Motion)
	lines := []string{fmt.Sprintf("%d. %s", m.Number, MotionTitle(m)), c.VerdictWords(f), c.Sentence(f)}
	for _, x := range c.Facts(f) {
		lines = append(lines, x.Label+": "+x.Value+" ("+x.Note+")")
	}
	return strings.Join(append(lines, c.s.Footer()), "\n")
}

// Footer is what every screen and sheet with counts says.
func (s *Session) Footer() string {
	if d, ok := s.AsOf(); ok {
		return s.words.T("footer", "date", s.words.DateLong(d.Date()))
	}
	return s.words.T("footer.no-date")
}

// Roles sorts the reports for the comparison's map: counted, repeats, same
// category elsewhere, other categories.
func (c *Compare) Roles(f compare.Finding) (counted, repeats, same, other []data.ReportID) {
	m, _ := c.s.Debates.Motion(f.Motion)
	counted, repeats = f.IDs, f.Repeats
	here := make(map[data.ReportID]bool, len(counted)+len(repeats))
	for _, id := range slices.Concat(counted, repeats) {
		here[id] = true
	}
	for i := range c.s.reports {
		r := &c.s.reports[i]
		first, last, ok := r.When.Days()
		if !ok || c.result == nil || !c.result.Period.ContainsSpan(first, last) || here[r.ID] || !r.Where.Known() {
			continue
		}
		if m.Category == "" || r.Category == m.Category {
			same = append(same, r.ID)
		} else {
			other = append(other, r.ID)
		}
	}
	return counted, repeats, same, other
}

// Warnings says what a reader of a finding has to know, a sentence each.
func (c *Compare) Warnings(f compare.Finding) []string {
	var out []string
	for _, x := range f.Warnings {
		out = append(out, c.s.words.N("warning."+string(x.Kind), x.Count, "value", c.s.words.Decimal(x.Value, 1)))
	}
	return out
}
