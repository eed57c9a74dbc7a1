package command

import (
	"context"
	"fmt"
	"strings"

	"pinezka/data"
)

var listKinds = []string{"reports", "debates", "motions", "areas", "categories", "institutions", "imports"}

func runList(_ context.Context, e *env) error {
	switch what := e.args.positional[0]; what {
	case "reports":
		e.listReports()
	case "debates":
		e.listDebates()
	case "motions":
		return e.listMotions()
	case "areas":
		e.listAreas()
	case "categories":
		e.listCategories()
	case "institutions":
		e.listInstitutions()
	case "imports":
		e.listImports()
	case "sheets":
		return wrong("cmd.not-in-version", "name", "list sheets")
	default:
		return wrong("cmd.unknown-argument", "name", what, "choices", join(listKinds))
	}
	return nil
}

type reportRow struct {
	ID          data.ReportID   `json:"id"`
	SourceID    string          `json:"source_id"`
	Lon         *float64        `json:"lon"`
	Lat         *float64        `json:"lat"`
	Precision   data.Precision  `json:"precision"`
	Place       string          `json:"place"`
	Time        *string         `json:"time"` // the wall clock as written; null when not known
	Category    data.CategoryID `json:"category"`
	AsWritten   string          `json:"category_as_written"`
	Status      data.StatusID   `json:"status"`
	StatusAs    string          `json:"status_as_written"`
	Origin      data.Origin     `json:"origin"`
	Nature      data.Nature     `json:"nature"`
	Institution string          `json:"institution"`
	Text        string          `json:"text"`
	Area        string          `json:"area"`
	Import      data.ImportID   `json:"import"`
	Vanished    bool            `json:"vanished"`
}

func (e *env) listReports() {
	rows := []reportRow{}
	shown := e.s.Filter.Shown()
	for i := range shown {
		r := &shown[i]
		row := reportRow{
			ID: r.ID, SourceID: r.Source.ID, Precision: r.Where.Precision, Place: r.Where.Words, Category: r.Category, AsWritten: r.CategoryWritten,
			Status: r.Status, StatusAs: r.StatusWritten, Origin: r.Origin, Nature: r.Nature, Institution: r.Source.Institution, Text: r.Text,
			Area: e.s.AreaOf(r.ID), Import: r.Import, Vanished: r.Vanished,
		}
		if r.Where.Known() {
			row.Lon, row.Lat = &r.Where.Point[0], &r.Where.Point[1]
		}
		if r.When.Wall != "" {
			row.Time = &r.When.Wall
		}
		rows = append(rows, row)
		e.say(strings.Join([]string{fmt.Sprint(r.ID), r.When.Wall, e.s.CategoryName(r), e.s.StatusName(r.Status, r.StatusWritten), r.Where.Words}, "\t"))
	}
	e.out["count"], e.out["undated_left_out"], e.out["reports"] = len(rows), e.s.Filter.Undated(), rows
	e.out["total"], e.out["filter"] = e.s.Filter.Total(), e.s.FilterWords(e.s.Filter.Value(), false)
	e.say(e.w.N("reports", len(rows)))
}

func (e *env) listDebates() {
	type row struct {
		ID       data.DebateID   `json:"id"`
		Title    string          `json:"title"`
		Kind     data.DebateKind `json:"kind"`
		Day      string          `json:"day"`
		Start    string          `json:"start"`
		Venue    string          `json:"venue"`
		Radius   float64         `json:"radius_m"`
		Months   int             `json:"months"`
		Baseline data.Baseline   `json:"baseline"`
	}
	rows := []row{}
	for _, d := range e.s.Debates.All() {
		rows = append(rows, row{d.ID, d.Title, d.Kind, d.Day.String(), d.Start, d.Venue, d.Setting.Radius, d.Setting.Months, d.Setting.Baseline})
		e.say(fmt.Sprintf("%d\t%s\t%s", d.ID, d.Day, d.Title))
	}
	e.out["count"], e.out["debates"] = len(rows), rows
}

func (e *env) listMotions() error {
	type row struct {
		Debate    data.DebateID    `json:"debate"`
		ID        data.MotionID    `json:"id"`
		Number    int              `json:"number"`
		Title     string           `json:"title"`
		Text      string           `json:"text"`
		Lon       *float64         `json:"lon"`
		Lat       *float64         `json:"lat"`
		Place     data.PlaceKind   `json:"place"`
		Words     string           `json:"place_words"`
		Category  data.CategoryID  `json:"category"`
		Addressee string           `json:"addressee"`
		Deadline  *string          `json:"deadline"`
		State     data.MotionState `json:"state"`
		Answer    string           `json:"answer"`
	}
	debates := e.s.Debates.All()
	if e.args.has("debate") {
		if err := e.selectDebate(); err != nil {
			return err
		}
		d, _ := e.s.Debates.Open()
		debates = []data.Debate{d}
	}
	rows := []row{}
	for _, d := range debates {
		e.s.Debates.SetOpen(d.ID)
		for _, m := range e.s.Debates.Motions() {
			r := row{
				Debate: d.ID, ID: m.ID, Number: m.Number, Title: m.Title, Text: m.Text, Place: m.Place.Kind, Words: m.Place.Words,
				Category: m.Category, Addressee: m.Addressee, State: m.State, Answer: m.Answer,
			}
			if c, ok := m.Place.Centre(); ok && m.Place.Located() {
				r.Lon, r.Lat = &c[0], &c[1]
			}
			if m.Deadline != nil {
				day := m.Deadline.String()
				r.Deadline = &day
			}
			rows = append(rows, r)
			e.say(fmt.Sprintf("%s\t%d\t%s", d.Day, m.Number, m.Text))
		}
	}
	e.out["count"], e.out["motions"] = len(rows), rows
	return nil
}

func (e *env) listAreas() {
	type row struct {
		ID      data.AreaID   `json:"id"`
		Kind    data.AreaKind `json:"kind"`
		Name    string        `json:"name"`
		Code    string        `json:"code"`
		Bound   [4]float64    `json:"bound"`
		Reports int           `json:"reports"`
	}
	rows := []row{}
	for _, a := range e.s.Areas() {
		rows = append(rows, row{a.ID, a.Kind, a.Name, a.Code, box(a.Geometry.Bound()), e.s.Filter.AreaCount(a.Name)})
		e.say(fmt.Sprintf("%s\t%s", a.Kind, a.Name))
	}
	e.out["count"], e.out["areas"] = len(rows), rows
}

func (e *env) listCategories() {
	type row struct {
		ID      data.CategoryID `json:"id"`
		Letters string          `json:"letters"`
		Group   data.GroupID    `json:"group"`
		NamePL  string          `json:"name_pl"`
		NameEN  string          `json:"name_en"`
		Radius  float64         `json:"radius_m"`
		Count   int             `json:"count"`
	}
	rows := []row{}
	for _, c := range e.s.Catalogue().Categories {
		rows = append(rows, row{c.ID, c.Letters, c.Group, c.NamePL, c.NameEN, c.Radius, e.s.Filter.CategoryCount(c.ID)})
		e.say(fmt.Sprintf("%s\t%s\t%s\t%d", c.ID, c.Letters, e.s.CategoryShort(c.ID), e.s.Filter.CategoryCount(c.ID)))
	}
	e.out["count"], e.out["categories"], e.out["without_category"] = len(rows), rows, e.s.Filter.CategoryCount(data.Uncategorised)
}

func (e *env) listInstitutions() {
	type row struct {
		ID         data.InstitutionID `json:"id"`
		Name       string             `json:"name"`
		Categories []data.CategoryID  `json:"categories"`
	}
	rows := []row{}
	for _, in := range e.s.Institutions() {
		rows = append(rows, row{in.ID, in.Name, list(in.Categories)})
		e.say(in.Name)
	}
	e.out["count"], e.out["institutions"] = len(rows), rows
}

func (e *env) listImports() {
	type row struct {
		ID      data.ImportID `json:"id"`
		File    string        `json:"file"`
		Hash    string        `json:"sha256"`
		Source  string        `json:"source"`
		StateOf *string       `json:"state_of"`
		data.Counts
	}
	rows := []row{}
	for _, im := range e.s.Imports() {
		r := row{ID: im.ID, File: im.File, Hash: im.Hash, Source: im.Source, Counts: im.Counts}
		if im.AsOf != nil {
			day := im.AsOf.String()
			r.StateOf = &day
		}
		rows = append(rows, r)
		e.say(fmt.Sprintf("%d\t%s\t%s", im.ID, im.File, im.Source))
	}
	e.out["count"], e.out["imports"] = len(rows), rows
}
