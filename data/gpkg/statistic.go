package gpkg

import (
	"context"
	"database/sql/driver"
	"fmt"

	"github.com/paulmach/orb"

	"pinezka/data"
)

var statisticKind = kind{
	table:   data.TableStatistics,
	columns: []string{"area", "indicator", "day_first", "day_last", "value"},
	encode: func(r data.Record) ([]driver.Value, error) {
		s := r.(*data.AreaStatistic)
		return []driver.Value{count(int64(s.Area)), text(s.Indicator), dayText(&s.From), dayText(&s.To), s.Value}, nil
	},
	decode: func(id int64, v []driver.Value) (data.Record, error) {
		from, _, err := day(v[2])
		if err != nil {
			return nil, err
		}
		to, _, err := day(v[3])
		if err != nil {
			return nil, err
		}
		return &data.AreaStatistic{
			ID: data.StatisticID(id), Area: data.AreaID(asInt(v[0])), Indicator: data.IndicatorID(asString(v[1])), From: from, To: to, Value: asFloat(v[4]),
		}, nil
	},
}

var facilityKind = kind{
	table:   data.TableFacilities,
	columns: []string{"geom", "kind", "name", "place_words"},
	encode: func(r data.Record) ([]driver.Value, error) {
		f := r.(*data.Facility)
		g, err := encodeGeometry(f.Point)
		if err != nil {
			return nil, err
		}
		return []driver.Value{blob(g), text(f.Kind), text(f.Name), text(f.Words)}, nil
	},
	decode: func(id int64, v []driver.Value) (data.Record, error) {
		g, err := decodeGeometry(asBlob(v[0]))
		if err != nil {
			return nil, err
		}
		f := &data.Facility{ID: data.FacilityID(id), Kind: data.FacilityKind(asString(v[1])), Name: asString(v[2]), Words: asString(v[3])}
		switch g := g.(type) {
		case nil: // another program may have left it without a place
		case orb.Point:
			f.Point = g
		default:
			return nil, fmt.Errorf("%w: %s instead of Point", errGeometry, g.GeoJSONType())
		}
		return f, nil
	},
}

// Statistics returns the numbers of areas, by id.
func (p *Project) Statistics(ctx context.Context) ([]data.AreaStatistic, error) {
	return list[data.AreaStatistic](ctx, p, &statisticKind, "")
}

// Facilities returns the facilities, by id.
func (p *Project) Facilities(ctx context.Context) ([]data.Facility, error) {
	return list[data.Facility](ctx, p, &facilityKind, "")
}
