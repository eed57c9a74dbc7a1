package cli

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"pinezka/app/session"
	"pinezka/data"
	"pinezka/data/compare"
	"pinezka/data/exchange"
)

// importChoice reads the options that say how a file is to be understood.
func (c *call) importChoice() (session.ImportChoice, error) {
	choice := session.ImportChoice{Answers: map[string]string{}, Encoding: c.args.one("encoding"), Source: c.args.one("source")}
	for _, a := range c.args.all("answer") {
		k, v, ok := strings.Cut(a, "=")
		if !ok {
			return choice, usage("--answer %q: want KEY=VALUE", a)
		}
		if k == "full-state" {
			choice.FullState = v == "yes"
			continue
		}
		choice.Answers[k] = v
	}
	if v := c.args.one("crs"); v != "" {
		n, err := strconv.Atoi(strings.TrimPrefix(strings.ToUpper(v), "EPSG:"))
		if err != nil {
			return choice, usage("--crs %q: want EPSG:n", v)
		}
		choice.CRS = n
	}
	return choice, nil
}

func (c *call) importFile() (object, error) {
	path, err := c.word(1, "FILE")
	if err != nil {
		return nil, err
	}
	choice, err := c.importChoice()
	if err != nil {
		return nil, err
	}
	if v := c.args.one("state-of"); v != "" {
		d, err := data.ParseDay(v)
		if err != nil {
			return nil, usageError{err.Error()}
		}
		choice.AsOf = &d
	}
	if v := c.args.one("mapping"); v != "" {
		b, err := os.ReadFile(v)
		if err != nil {
			return nil, err
		}
		if choice.Mapping, err = exchange.ParseMapping(string(b)); err != nil {
			return nil, usage("--mapping %s: %v", v, err)
		}
	}
	rejects, dry, as := c.args.one("rejects"), c.args.has("dry-run"), c.args.one("as")
	return c.with(dry, func(s *session.Session) (object, error) {
		switch as {
		case "", "reports":
			return c.importReports(s, path, choice, rejects, dry)
		case "notes":
			return c.importMotions(s, path, choice)
		case "areas":
			return c.importAreas(s, path, choice)
		}
		if plan, ok := lists[as]; ok {
			return c.importList(s, plan, path, choice, rejects, dry)
		}
		return nil, usage("--as %q: want reports, areas, notes or one of %s", as, strings.Join(slices.Sorted(maps.Keys(lists)), ", "))
	})
}

func (c *call) importAreas(s *session.Session, path string, choice session.ImportChoice) (object, error) {
	n, p, err := s.ImportAreas(c.ctx, path, choice)
	out := understood(p)
	out["read"], out["areas"] = n, n
	return out, err
}

// understood is how a file was understood; without a proposal it is empty.
func understood(p *exchange.Proposal) object {
	if p == nil {
		return object{}
	}
	out := object{"format": string(p.Format), "crs": nil, "infos": findings(p.Infos), "warnings": findings(p.Warnings), "questions": questions(p.Questions)}
	for name, v := range map[string]string{"encoding": p.Encoding, "layer": p.Layer} {
		if v != "" {
			out[name] = v
		}
	}
	if p.CRS != 0 {
		out["crs"] = fmt.Sprintf("EPSG:%d", p.CRS)
	}
	return out
}

func (c *call) importReports(s *session.Session, path string, choice session.ImportChoice, rejects string, dry bool) (object, error) {
	plan, err := s.PlanImport(c.ctx, path, choice)
	if err != nil {
		return nil, err
	}
	p := plan.Proposal
	counts := plan.Counts
	out := understood(p)
	out["encoding"], out["separator"], out["mapping"] = p.Encoding, p.Separator, p.Mapping
	out["infos"], out["warnings"] = findings(plan.Infos), findings(plan.Warnings)
	lookedUp := object{}
	for _, precision := range []data.Precision{data.PrecisionAddress, data.PrecisionCrossing, data.PrecisionStreet, data.PrecisionArea} {
		lookedUp[string(precision)] = plan.LookedUp[precision]
	}
	out["looked_up"] = lookedUp
	var failed error
	switch {
	case p.Open():
		failed = session.ErrOpenQuestion
	case !dry:
		done, err := s.Import(c.ctx, plan, nil)
		if err != nil {
			return out, err
		}
		counts = done.Counts
	}
	out["read"], out["on_map"], out["without_place"], out["refused"] = counts.Read, counts.OnMap, counts.WithoutPlace, counts.Refused
	out["already_present"], out["updated"], out["vanished"] = counts.AlreadyPresent, counts.Updated, counts.Vanished
	if rejects != "" && len(plan.Rejects) > 0 && failed == nil {
		if err := s.WriteRejects(rejects, plan); err != nil {
			return out, err
		}
		out["rejects"] = rejects
	}
	return out, failed
}

func (c *call) importMotions(s *session.Session, path string, choice session.ImportChoice) (object, error) {
	n, list, err := s.ImportMotions(c.ctx, path, choice.Answers)
	out := object{"motions": n}
	if list != nil {
		without := 0
		notes := []object{}
		for _, r := range list.Rows {
			if !r.None() && !r.Motion.Place.Located() {
				without++
			}
			notes = append(notes, findings(r.Findings)...)
		}
		out["read"], out["without_place"], out["refused"], out["warnings"] = len(list.Rows)+len(list.Rejects), without, len(list.Rejects), notes
		if list.Proposal != nil {
			out["questions"] = questions(list.Proposal.Questions)
		}
	}
	return out, err
}

func findings(list []exchange.Finding) []object {
	out := []object{}
	for _, f := range list {
		o := object{"code": string(f.Code), "text": f.Text}
		if f.Row > 0 {
			o["row"] = f.Row
		}
		if f.Column != "" {
			o["column"] = f.Column
		}
		if f.Value != "" {
			o["value"] = f.Value
		}
		if f.Count > 0 {
			o["count"] = f.Count
		}
		out = append(out, o)
	}
	return out
}

func questions(list []exchange.Question) []object {
	out := []object{}
	for _, q := range list {
		out = append(out, object{"key": q.Key, "proposal": q.Proposal, "choices": q.Choices, "rows": q.Rows, "text": q.Text})
	}
	return out
}

func (c *call) export() (object, error) {
	to := c.target()
	if to == "" {
		return nil, usageError{c.words.T("cmd.missing", "what", "--to FILE")}
	}
	return c.with(true, func(s *session.Session) (object, error) {
		if err := c.filter(s); err != nil {
			return nil, err
		}
		n, err := s.Export(to, c.args.has("public"))
		if errors.Is(err, session.ErrExportFormat) {
			err = usage("--to %s: want one of %s", to, strings.Join(session.ExportEndings, ", "))
		}
		return object{"file": to, "written": n, "undated_left_out": s.Filter.Undated()}, err
	})
}

func (c *call) list() (object, error) {
	what, err := c.word(1, "reports | debates | motions | areas | categories | institutions | imports | facilities | reactions")
	if err != nil {
		return nil, err
	}
	return c.with(true, func(s *session.Session) (object, error) { return c.listOf(s, what) })
}

func (c *call) listOf(s *session.Session, what string) (object, error) {
	if err := c.filter(s); err != nil {
		return nil, err
	}
	list := []object{}
	switch what {
	case "reports":
		for _, r := range s.Filter.Shown() {
			list = append(list, reportObject(s, r))
		}
		return object{"count": len(list), "undated_left_out": s.Filter.Undated(), "reports": list}, nil
	case "debates":
		for _, d := range s.Debates.All() {
			list = append(list, object{"id": int64(d.ID), "title": d.Title, "kind": string(d.Kind), "day": d.Day.String(), "start": d.Start, "venue": d.Venue, "present": d.Present})
		}
	case "motions":
		if err := c.chooseDebate(s); err != nil {
			return nil, err
		}
		for _, m := range s.Debates.Motions() {
			o := object{
				"id": int64(m.ID), "number": m.Number, "text": m.Text, "lon": nil, "lat": nil, "place": string(m.Place.Kind), "words": m.Place.Words,
				"category": string(m.Category), "addressee": m.Addressee, "deadline": nil, "state": string(m.State), "answer": m.Answer,
			}
			if p, ok := m.Place.Centre(); ok && m.Place.Located() {
				o["lon"], o["lat"] = p.Lon(), p.Lat()
			}
			if done := s.MotionReactions(m.ID); len(done) > 0 {
				o["reactions"] = reactionObjects(done)
			}
			if m.Deadline != nil {
				o["deadline"] = m.Deadline.String()
			}
			list = append(list, o)
		}
	case "areas":
		for _, a := range s.Areas() {
			list = append(list, object{"id": int64(a.ID), "name": a.Name, "kind": string(a.Kind), "code": a.Code, "statistics": statisticObjects(s, a.ID)})
		}
	case "categories":
		for _, k := range s.Catalogue().Categories {
			list = append(list, object{"code": string(k.ID), "letters": k.Letters, "group": string(k.Group), "name": k.NamePL, "name_en": k.NameEN, "sensitive": k.Sensitive, "count": s.Filter.CategoryCount(k.ID)})
		}
	case "institutions":
		for _, i := range s.Institutions() {
			list = append(list, object{"id": int64(i.ID), "name": i.Name, "categories": i.Categories})
		}
	case "imports":
		for _, i := range s.Imports() {
			o := object{"id": int64(i.ID), "file": i.File, "hash": i.Hash, "source": i.Source, "as_of": nil, "counts": i.Counts}
			if i.AsOf != nil {
				o["as_of"] = i.AsOf.String()
			}
			list = append(list, o)
		}
	case "facilities":
		list = listFacilities(s)
	case "reactions":
		list = listReactions(s)
	default:
		return nil, usage("list %s: want reports, debates, motions, areas, categories, institutions, imports, facilities or reactions", what)
	}
	return object{"count": len(list), what: list}, nil
}

func reportObject(s *session.Session, r data.Report) object {
	o := object{
		"id": int64(r.ID), "source_id": r.Source.ID, "lon": nil, "lat": nil, "precision": string(r.Where.Precision), "time": nil,
		"category": string(r.Category), "category_as_written": r.CategoryWritten, "status": string(r.Status), "status_as_written": r.StatusWritten,
		"origin": string(r.Origin), "nature": string(r.Nature), "institution": r.Source.Institution, "text": r.Text, "place": r.Where.Words,
		"area": s.AreaOf(r.ID), "responsible": s.Addressee(r.Category), "import": int64(r.Import), "vanished": r.Vanished,
	}
	if r.Where.Known() {
		o["lon"], o["lat"] = r.Where.Point.Lon(), r.Where.Point.Lat()
	}
	if r.When.Wall != "" {
		o["time"] = r.When.Wall
	}
	if done := s.ReportReactions(r.ID); len(done) > 0 {
		o["reactions"] = reactionObjects(done)
	}
	return o
}

func (c *call) chooseDebate(s *session.Session) error {
	v := c.args.one("debate")
	if v == "" {
		return nil
	}
	id, err := strconv.ParseInt(v, 10, 64)
	if err != nil {
		return usage("--debate %q: want a number of `pinezka list debates`", v)
	}
	for _, d := range s.Debates.All() {
		if int64(d.ID) == id {
			s.Debates.SetOpen(d.ID)
			return nil
		}
	}
	return usage("--debate %d: there is no such debate", id)
}

func (c *call) compare() (object, error) { return c.with(true, c.comparison) }

func (c *call) comparison(s *session.Session) (object, error) {
	if err := c.filter(s); err != nil {
		return nil, err
	}
	if err := c.chooseDebate(s); err != nil {
		return nil, err
	}
	set := s.Compare.Setting()
	var err error
	if set.Radius, err = c.number("radius", set.Radius); err != nil {
		return nil, err
	}
	if v := c.args.one("period"); v != "" {
		n, err := strconv.Atoi(strings.TrimSuffix(v, "m"))
		if err != nil || n < 1 {
			return nil, usage("--period %q: want a number of months, as 12m", v)
		}
		set.Months = n
	}
	if !s.Compare.Use(set) {
		return nil, usage("compare: want a distance of 10 to 5000 m and at most 120 months")
	}
	res, err := s.Compare.Run(c.ctx)
	if err != nil {
		return nil, err
	}
	debate, _ := s.Debates.Open()
	motions := []object{}
	for _, f := range res.Motions {
		o := object{
			"number": f.Number, "place": string(f.Kind), "count": f.Count, "count_merged": f.CountMerged, "ids": orEmpty(f.Matching()), "expected": compare.Finite(f.Expected),
			"baseline": string(f.Share.Baseline), "ratio": compare.Finite(f.Ratio), "ratio_low": compare.Finite(f.Low), "ratio_high": compare.Finite(f.High),
			"p": compare.Finite(f.P), "p_holm": compare.Finite(f.PHolm), "p_other_categories": compare.Finite(f.POther), "verdict": string(f.Verdict),
			"explored": s.Compare.Explored(), "sentence": s.Compare.Sentence(f),
		}
		// Another distance or period than the debate's own gives counts only.
		if s.Compare.Explored() && f.Verdict != compare.VerdictWhole && f.Verdict != compare.VerdictNowhere {
			o["p"], o["p_holm"], o["p_other_categories"], o["verdict"] = nil, nil, nil, nil
		}
		motions = append(motions, o)
	}
	hot := []object{}
	for _, k := range res.NotNamed {
		hot = append(hot, object{"category": string(k.Category), "count_merged": k.CountMerged, "lon": k.Centre.Lon(), "lat": k.Centre.Lat()})
	}
	return object{
		"debate": int64(debate.ID), "radius_m": res.Radius, "period": object{"from": res.Period.From.String(), "to": res.Period.To.String()},
		"reports_in_period": res.ReportsInPeriod, "undated": res.Undated, "baseline": string(res.Baseline), "summary": s.Compare.Summary(), "motions": motions, "hot_spots_not_named": hot,
	}, nil
}
