package command

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"pinezka/data"
	"pinezka/data/compare"
)

type findingRow struct {
	Number   int              `json:"number"`
	Category data.CategoryID  `json:"category"`
	Place    data.PlaceKind   `json:"place"`
	Count    int              `json:"count"`
	Merged   int              `json:"count_merged"`
	IDs      []data.ReportID  `json:"ids"` // of count
	Expected *float64         `json:"expected"`
	Baseline data.Baseline    `json:"baseline"`
	Ratio    *float64         `json:"ratio"`
	Low      *float64         `json:"ratio_low"`
	High     *float64         `json:"ratio_high"`
	P        *float64         `json:"p"`
	PHolm    *float64         `json:"p_holm"`
	POther   *float64         `json:"p_other_categories"`
	Verdict  *compare.Verdict `json:"verdict"` // null where another distance or period than the debate's own was asked for
	Sentence string           `json:"sentence"`
	Warnings []string         `json:"warnings"`
}

type clusterRow struct {
	Category data.CategoryID `json:"category"`
	Lon      float64         `json:"lon"`
	Lat      float64         `json:"lat"`
	Place    string          `json:"place"`
	Merged   int             `json:"count_merged"`
	IDs      []data.ReportID `json:"ids"`
	Expected *float64        `json:"expected"`
	PHolm    *float64        `json:"p_holm"`
	POther   *float64        `json:"p_other_categories"`
}

func runCompare(ctx context.Context, e *env) error {
	if err := e.selectDebate(); err != nil {
		return err
	}
	set := e.s.Compare.Setting()
	var err error
	if set.Radius, err = e.args.number("radius", set.Radius, 10, 5000); err != nil {
		return err
	}
	if v := e.args.last("period"); v != "" {
		n, err := strconv.Atoi(strings.TrimSuffix(v, "m"))
		if err != nil || !strings.HasSuffix(v, "m") || n < 1 || n > 120 {
			return badValue("period", v, "1m–120m")
		}
		set.Months = n
	}
	e.s.Compare.Explore(set)
	res, err := e.s.Compare.Run(ctx)
	if err != nil {
		return err
	}
	debate, _ := e.s.Debates.Open()
	e.out["debate"], e.out["radius_m"], e.out["months"], e.out["baseline"] = debate.ID, res.Radius, set.Months, res.Baseline
	e.out["period"] = map[string]any{"from": day(res.Period.From), "to": day(res.Period.To)}
	e.out["reports"], e.out["reports_in_period"], e.out["undated"], e.out["without_place"] = res.Reports, res.ReportsInPeriod, res.Undated, res.WithoutPlace
	e.out["outside_area"], e.out["default_point"], e.out["area_assumed"] = res.OutsideArea, res.DefaultPoint, res.AreaAssumed
	explored := e.s.Compare.Explored()
	e.out["explored"] = explored
	if explored {
		e.out.inform("explored", e.w.T("verdict.explored"))
	}
	rows := []findingRow{}
	for i := range res.Motions {
		f := &res.Motions[i]
		rows = append(rows, e.finding(f, explored))
		e.say(fmt.Sprintf("%d\t%d\t%s\t%s", f.Number, f.Count, e.s.Compare.VerdictWords(*f), e.s.Compare.Sentence(*f)))
	}
	e.out["motions"] = rows
	spots := []clusterRow{}
	if !explored {
		for _, c := range res.NotNamed {
			spots = append(spots, clusterRow{
				c.Category, c.Centre.Lon(), c.Centre.Lat(), c.Words, c.CountMerged, list(c.IDs), compare.Finite(c.Expected), compare.Finite(c.PHolm), compare.Finite(c.POtherHolm),
			})
		}
	}
	e.out["hot_spots_not_named"] = spots
	return nil
}

// finding writes what the reports say of a motion. The tests are left out where
// another setting than the debate's own was asked for: a verdict of a distance
// that was chosen after looking proves what one wanted to see. That there are no
// reports, no place, or the whole municipality is no verdict of a test.
func (e *env) finding(f *compare.Finding, explored bool) findingRow {
	row := findingRow{
		Number: f.Number, Category: f.Category, Place: f.Kind, Count: f.Count, Merged: f.CountMerged, IDs: list(f.Matching()),
		Sentence: e.s.Compare.Sentence(*f), Warnings: list(e.s.Compare.Warnings(*f)),
	}
	located := f.Verdict != compare.VerdictWhole && f.Verdict != compare.VerdictNowhere
	if located {
		row.Baseline, row.Expected = f.Share.Baseline, compare.Finite(f.Expected)
		row.Ratio, row.Low, row.High = compare.Finite(f.Ratio), compare.Finite(f.Low), compare.Finite(f.High)
	}
	if !explored || !located || f.Verdict == compare.VerdictNone {
		row.Verdict = &f.Verdict
	}
	if located && !explored {
		row.P, row.PHolm, row.POther = compare.Finite(f.P), compare.Finite(f.PHolm), compare.Finite(f.POther)
	}
	return row
}

func day(d *data.Day) any {
	if d == nil {
		return nil
	}
	return d.String()
}
