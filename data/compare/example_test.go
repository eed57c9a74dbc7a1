package compare_test

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"pinezka/data"
	"pinezka/data/compare"
)

// The constable's plan of nine reports a year, and seven the year after.
func ExampleChange() {
	c := compare.Change(9, 7, 365, 365)
	fmt.Printf("%d → %d: %s, p %.2f, ratio %.2f, fits %.2f to %.2f\n", c.Before, c.After, c.Verdict, c.P, c.Ratio, c.Low, c.High)
	fall, _ := compare.LargestFall(9, 365, 365)
	fmt.Printf("only a fall to %d could be told from chance\n", fall)
	// Output:
	// 9 → 7: chance, p 0.80, ratio 0.78, fits 0.25 to 2.35
	// only a fall to 1 could be told from chance
}

// A motion about parking, and six reports in two months beside it.
func ExampleCompare() {
	var reports []data.Report
	for i := range 6 {
		day, _ := data.ParseDay("2025-03-01")
		reports = append(reports, data.Report{
			ID: data.ReportID(i + 1), Category: "parking", Where: data.At(22.0171, 50.0226),
			When: data.When{Kind: data.TimeDate, Wall: (day + data.Day(10*i)).String()},
		})
	}
	debate, _ := data.ParseDay("2025-11-13")
	result, err := compare.Compare(context.Background(), compare.Question{
		Motions: []data.Motion{{
			Number: 1, Category: "parking",
			Place: data.MotionPlace{Kind: data.PlacePoint, Geometry: orb.Point{22.0172, 50.0227}},
		}},
		Reports: reports,
		Setting: data.CompareSetting{Radius: 100, Months: 12, Baseline: data.BaselineArea},
		Day:     debate,
		Area:    orb.MultiPolygon{orb.Bound{Min: orb.Point{22, 50.01}, Max: orb.Point{22.04, 50.03}}.ToPolygon()},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	f := result.Motions[0]
	fmt.Printf("%s: %d reports, %d after merging repeats, from %s to %s\n", f.Verdict, f.Count, f.CountMerged, result.Period.From, result.Period.To)
	// Output:
	// busy: 6 reports, 3 after merging repeats, from 2024-11-14 to 2025-11-13
}
