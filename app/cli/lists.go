package cli

import (
	"pinezka/app/session"
	"pinezka/data"
	"pinezka/data/exchange"
)

// planner looks through a list of one kind.
type planner func(*session.Session, *call, string, session.ImportChoice) (*session.ListPlan, error)

// lists are the lists that --as names beside reports, notes and areas.
var lists = map[string]planner{
	"reactions": func(s *session.Session, c *call, path string, choice session.ImportChoice) (*session.ListPlan, error) {
		return s.PlanReactions(c.ctx, path, choice)
	},
	"statistics": func(s *session.Session, c *call, path string, choice session.ImportChoice) (*session.ListPlan, error) {
		return s.PlanStatistics(c.ctx, path, choice)
	},
	"facilities": func(s *session.Session, c *call, path string, choice session.ImportChoice) (*session.ListPlan, error) {
		return s.PlanFacilities(c.ctx, path, choice)
	},
}

// importList stores a list: each row becomes a record, or is there already, or is
// refused with its reason among the warnings and in the file of refused rows.
func (c *call) importList(s *session.Session, plan planner, path string, choice session.ImportChoice, rejects string, dry bool) (object, error) {
	p, err := plan(s, c, path, choice)
	if p == nil {
		return nil, err
	}
	out := understood(p.List.Proposal)
	n := p.Counts
	out["read"], out["on_map"], out["without_place"], out["refused"] = n.Read, n.OnMap, n.WithoutPlace, n.Refused
	out["already_present"], out["updated"], out["vanished"], out["added"] = n.AlreadyPresent, n.Updated, n.Vanished, n.OnMap+n.WithoutPlace
	if err != nil {
		return out, err
	}
	warnings := findings(p.List.Proposal.Warnings)
	for _, j := range p.Rejects {
		warnings = append(warnings, findings([]exchange.Finding{{Code: j.Code, Text: j.Why, Row: j.Row, Column: j.Column, Value: j.Value}})...)
	}
	out["warnings"] = warnings
	if !dry {
		if err := s.StoreList(p); err != nil {
			return out, err
		}
	}
	if rejects != "" && len(p.Rejects) > 0 {
		if err := s.WriteRefused(rejects, p); err != nil {
			return out, err
		}
		out["rejects"] = rejects
	}
	return out, nil
}

// reactionObjects lists what was done about a report or a motion.
func reactionObjects(list []data.Reaction) []object {
	out := []object{}
	for _, r := range list {
		out = append(out, object{"id": int64(r.ID), "date": r.Day.String(), "who": r.Who, "what": r.What, "result": r.Result})
	}
	return out
}

// listReactions lists all reactions with what they are about; the one of the two
// that they are not about is null.
func listReactions(s *session.Session) []object {
	out := reactionObjects(s.Reactions())
	for i, r := range s.Reactions() {
		out[i]["report"], out[i]["motion"] = nil, nil
		if r.Report != 0 {
			out[i]["report"] = int64(r.Report)
		} else if m, ok := s.Debates.Motion(r.Motion); ok {
			out[i]["motion"], out[i]["debate"] = m.Number, int64(m.Debate)
		}
	}
	return out
}

// statisticObjects lists the numbers of an area.
func statisticObjects(s *session.Session, id data.AreaID) []object {
	out := []object{}
	for _, x := range s.AreaStatistics(id) {
		out = append(out, object{
			"indicator": string(x.Indicator), "name": s.IndicatorName(x.Indicator), "from": x.From.String(), "to": x.To.String(), "value": x.Value,
		})
	}
	return out
}

func listFacilities(s *session.Session) []object {
	out := []object{}
	for _, f := range s.Facilities() {
		out = append(out, object{"id": int64(f.ID), "kind": string(f.Kind), "name": f.Name, "lon": f.Point.Lon(), "lat": f.Point.Lat(), "place": f.Words})
	}
	return out
}

func (c *call) stats() (object, error) {
	what, err := c.word(1, "reactions")
	if err != nil {
		return nil, err
	}
	if what != "reactions" {
		return nil, usage("stats %s: want reactions", what)
	}
	return c.with(true, func(s *session.Session) (object, error) {
		if err := c.filter(s); err != nil {
			return nil, err
		}
		rows := []object{}
		total := session.ReactionStat{}
		for _, r := range s.ReactionStats() {
			rows = append(rows, object{
				"institution": r.Institution, "count": r.Count, "reports": r.Reports, "motions": r.Motions,
				"median_days": r.Median, "median_days_motions": r.MedianMotions, "open": r.Open, "open_motions": r.OpenMotions,
			})
			total.Count, total.Open, total.OpenMotions = total.Count+r.Count, total.Open+r.Open, total.OpenMotions+r.OpenMotions
		}
		return object{
			"as_of": s.Today().String(), "rows": rows, "undated_left_out": s.Filter.Undated(),
			"total": object{"count": total.Count, "open": total.Open, "open_motions": total.OpenMotions},
		}, nil
	})
}
