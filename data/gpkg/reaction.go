package gpkg

import (
	"context"
	"database/sql/driver"
	"fmt"

	"pinezka/data"
)

var reactionKind = kind{
	table:   data.TableReactions,
	columns: []string{"report", "motion", "who", "day", "what", "result"},
	encode: func(r data.Record) ([]driver.Value, error) {
		x := r.(*data.Reaction)
		return []driver.Value{count(int64(x.Report)), count(int64(x.Motion)), text(x.Who), dayText(&x.Day), text(x.What), text(x.Result)}, nil
	},
	decode: func(id int64, v []driver.Value) (data.Record, error) {
		on, _, err := day(v[3])
		if err != nil {
			return nil, err
		}
		return &data.Reaction{
			ID: data.ReactionID(id), Report: data.ReportID(asInt(v[0])), Motion: data.MotionID(asInt(v[1])),
			Who: asString(v[2]), Day: on, What: asString(v[4]), Result: asString(v[5]),
		}, nil
	},
}

// Reactions returns the reactions, by id.
func (p *Project) Reactions(ctx context.Context) ([]data.Reaction, error) {
	return list[data.Reaction](ctx, p, &reactionKind, "")
}

// leaning are the tables whose rows belong to a report and would be left without
// it, with the column that names the report.
var leaning = map[string]string{data.TableReactions: "report"}

// checkLeaned refuses to take an import back while something stands on one of the
// reports that it brought. What the program itself stored there it has taken back
// before; this is the work of somebody else.
func (c *conn) checkLeaned(ctx context.Context, imp int64) error {
	for table, column := range leaning {
		row, err := c.one(ctx, fmt.Sprintf(`SELECT id FROM reports WHERE import = ? AND id IN (SELECT %s FROM %s) LIMIT 1`, column, table), imp)
		if err != nil {
			return err
		}
		if row != nil {
			return conflict(data.TableReports, asInt(row[0]))
		}
	}
	return nil
}
