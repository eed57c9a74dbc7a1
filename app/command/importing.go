package command

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"

	"pinezka/app/session"
	"pinezka/data"
	"pinezka/data/exchange"
)

// askFullState is answered with yes where a file is the whole state of its
// source in its span of days.
const askFullState = "full-state"

func runImport(ctx context.Context, e *env) error {
	path := e.args.positional[0]
	choice, err := importChoice(e.args)
	if err != nil {
		return err
	}
	e.out["file"] = path
	switch as := e.args.last("as"); as {
	case "", "reports":
		return importReports(ctx, e, path, choice)
	case "areas":
		return importAreas(ctx, e, path)
	case "notes":
		return importNotes(ctx, e, path, choice)
	case "facilities", "statistics", "reactions":
		return wrong("cmd.not-in-version", "name", "--as "+as)
	default:
		return badValue("as", as, "reports, areas, notes")
	}
}

func importChoice(a *arguments) (session.ImportChoice, error) {
	c := session.ImportChoice{Source: a.last("source"), Encoding: a.last("encoding"), Answers: map[string]string{}, FullState: a.has("full-state")}
	for _, given := range a.values["answer"] {
		// A category's name may hold an equals sign, its code never.
		i := strings.LastIndex(given, "=")
		if i < 1 {
			return c, badValue("answer", given, "KEY=VALUE")
		}
		key, value := given[:i], given[i+1:]
		switch key {
		case exchange.AskCRS:
			code, err := epsg("answer", value)
			if err != nil {
				return c, err
			}
			value = strconv.Itoa(code)
		case askFullState:
			c.FullState = value == "yes" || value == "tak" || value == "true"
			continue
		}
		c.Answers[key] = value
	}
	if v := a.last("crs"); v != "" {
		var err error
		if c.CRS, err = epsg("crs", v); err != nil {
			return c, err
		}
	}
	if v := a.last("state-of"); v != "" {
		d, err := data.ParseDay(v)
		if err != nil {
			return c, badValue("state-of", v, "2026-10-31")
		}
		c.AsOf = &d
	}
	if v := a.last("mapping"); v != "" {
		b, err := os.ReadFile(v)
		if err != nil {
			return c, fmt.Errorf("read the mapping: %w", err)
		}
		if c.Mapping, err = exchange.ParseMapping(string(b)); err != nil {
			return c, badValue("mapping", v, "JSON")
		}
	}
	return c, nil
}

// epsg reads EPSG:2180 or 2180.
func epsg(flag, v string) (int, error) {
	digits := v
	if len(v) > 5 && strings.EqualFold(v[:5], "EPSG:") {
		digits = v[5:]
	}
	n, err := strconv.Atoi(digits)
	if err != nil || n <= 0 {
		return 0, badValue(flag, v, "EPSG:2180")
	}
	return n, nil
}

func importReports(ctx context.Context, e *env, path string, choice session.ImportChoice) error {
	plan, err := e.s.PlanImport(ctx, path, choice)
	if err != nil {
		return err
	}
	counts := plan.Counts
	e.tellPlan(plan)
	open := plan.Proposal.Open()
	dry := e.args.has("dry-run")
	switch {
	case open:
		// Nothing is stored, so nothing was counted.
		e.count(counts)
		e.tellQuestions(plan.Proposal.Questions)
		return session.ErrOpenQuestion
	case !dry:
		done, err := e.s.Import(ctx, plan, nil)
		if err != nil {
			return err
		}
		counts = done.Counts
		e.out["import"] = done.ID
	}
	e.out["dry_run"] = dry
	e.count(counts)
	if to := e.args.last("rejects"); to != "" {
		if err := e.s.WriteRejects(to, plan); err != nil {
			// What was imported stays: the list can be asked for again.
			e.out.warn("rejects", e.s.ErrorWords(err))
			e.say(e.s.ErrorWords(err))
		} else {
			e.out["rejects"] = to
		}
	}
	e.say(e.w.T("cmd.import.done", "read", counts.Read, "map", counts.OnMap, "noplace", counts.WithoutPlace, "refused", counts.Refused,
		"present", counts.AlreadyPresent, "updated", counts.Updated))
	for i := range plan.Rejects {
		e.say(plan.Rejects[i].String())
	}
	return nil
}

func (e *env) count(c data.Counts) {
	e.out["read"], e.out["on_map"], e.out["without_place"], e.out["refused"] = c.Read, c.OnMap, c.WithoutPlace, c.Refused
	e.out["already_present"], e.out["updated"], e.out["vanished"] = c.AlreadyPresent, c.Updated, c.Vanished
}

// tellPlan says how the file was understood.
func (e *env) tellPlan(plan *session.ImportPlan) {
	e.tellProposal(plan.Proposal)
	e.out["infos"], e.out["warnings"] = list(plan.Infos), list(plan.Warnings)
	e.out["unknown_categories"] = plan.UnknownCategories
	e.tellRejects(plan.Rejects)
}

func (e *env) tellProposal(p *exchange.Proposal) {
	e.out["format"], e.out["form"] = p.Format, orNull(p.Form)
	e.out["encoding"], e.out["separator"], e.out["crs"] = orNull(p.Encoding), orNull(p.Separator), nil
	if p.CRS != 0 {
		e.out["crs"] = fmt.Sprintf("EPSG:%d", p.CRS)
	}
	e.out["mapping"], e.out["questions"] = p.Mapping, []question{}
	e.out["infos"], e.out["warnings"] = list(p.Infos), list(p.Warnings)
}

func (e *env) tellRejects(rejects []exchange.Reject) {
	faults := []fault{}
	for _, r := range rejects {
		faults = append(faults, fault{Code: string(r.Code), Text: r.Why, Row: r.Row, Column: r.Column, Value: r.Value})
	}
	e.out["errors"] = faults
}

func (e *env) tellQuestions(asked []exchange.Question) {
	open := []question{}
	for _, q := range asked {
		open = append(open, question{q.Key, q.Text, q.Proposal, list(q.Choices), list(q.Rows)})
		e.say(e.w.T("cmd.question", "key", q.Key, "proposal", q.Proposal, "choices", join(q.Choices)))
	}
	e.out["questions"] = open
}

func importAreas(ctx context.Context, e *env, path string) error {
	if e.args.has("dry-run") {
		areas, err := exchange.ReadAreas(ctx, path)
		e.out["read"], e.out["dry_run"] = len(areas), true
		return err
	}
	n, err := e.s.ImportAreas(ctx, path)
	if err != nil {
		return err
	}
	e.out["read"] = n
	e.say(strconv.Itoa(n))
	return nil
}

// importNotes stores a list of what was asked for at debates.
func importNotes(ctx context.Context, e *env, path string, choice session.ImportChoice) error {
	if e.args.has("dry-run") {
		return wrong("cmd.not-in-version", "name", "--dry-run --as notes")
	}
	if choice.CRS != 0 {
		choice.Answers[exchange.AskCRS] = strconv.Itoa(choice.CRS)
	}
	if choice.Encoding != "" {
		choice.Answers[exchange.AskEncoding] = choice.Encoding
	}
	added, l, err := e.s.ImportMotions(ctx, path, choice.Answers)
	if l != nil && l.Proposal != nil {
		e.tellProposal(l.Proposal)
		e.tellRejects(l.Rejects)
		if l.Proposal.Open() {
			e.tellQuestions(l.Proposal.Questions)
		}
	}
	if err != nil {
		return err
	}
	located, none := 0, 0
	warnings := list(l.Proposal.Warnings)
	for i := range l.Rows {
		row := &l.Rows[i]
		warnings = append(warnings, row.Findings...)
		switch {
		case row.None():
			none++
		case row.Motion.Place.Located():
			located++
		}
	}
	e.out["warnings"] = warnings
	e.out["read"], e.out["refused"], e.out["without_motions"] = len(l.Rows)+len(l.Rejects), len(l.Rejects), none
	e.out["added"], e.out["on_map"], e.out["without_place"] = added, located, added-located
	e.say(e.w.N("motions", added))
	return nil
}
