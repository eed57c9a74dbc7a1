package compare

import (
	"math"
	"testing"
	"time"

	"pinezka/data"
)

func TestChangeVerdicts(t *testing.T) {
	tests := []struct {
		before, after int
		want          ChangeVerdict
	}{
		{0, 0, ChangeTooFew},
		{0, 5, ChangeTooFew},
		{0, 6, ChangeRise},
		{5, 0, ChangeTooFew},
		{6, 0, ChangeFall},
		{6, 1, ChangeChance},
		{9, 7, ChangeChance},
		{9, 1, ChangeFall},
		{30, 12, ChangeFall},
		{4, 13, ChangeRise},
	}
	for _, tt := range tests {
		if got := Change(tt.before, tt.after, 365, 365); got.Verdict != tt.want {
			t.Errorf("%d to %d: %s, want %s", tt.before, tt.after, got.Verdict, tt.want)
		}
	}
	if c := Change(30, 12, 1, 1); math.Round((1-c.High)*100) != 20 || math.Round((1-c.Low)*100) != 81 {
		t.Errorf("30 to 12 fits a fall of %.0f to %.0f percent, want 20 to 81", (1-c.High)*100, (1-c.Low)*100)
	}
	if c := Change(10, 10, 365, 182.5); *c.Percent != 100 {
		t.Errorf("the same count in half the days is %v percent more a day, want 100", *c.Percent)
	}
}

func TestTailsKeepSmallValues(t *testing.T) {
	if p := UpperTail(33, 400, 0.00122396512370928); p <= 0 || p > 1e-47 {
		t.Errorf("p = %v, want about 1e-48", p)
	}
	for n := range 12 {
		for k := range n + 2 {
			for _, share := range []float64{0, 0.01, 0.3, 0.99, 1} {
				if sum := UpperTail(k, n, share) + LowerTail(k-1, n, share); math.Abs(sum-1) > 1e-12 {
					t.Errorf("tails of %d of %d at %v add up to %v", k, n, share, sum)
				}
			}
		}
	}
}

func TestHolm(t *testing.T) {
	got := Holm([]float64{0.04, 0.01, 0.03, 0.9})
	for i, want := range []float64{0.09, 0.04, 0.09, 0.9} {
		near(t, "Holm", got[i], want, 1e-12)
	}
	if len(Holm(nil)) != 0 {
		t.Error("no p-values must stay none")
	}
}

// TestZeroBaseCase is the case ana-zero-base.
func TestZeroBaseCase(t *testing.T) {
	var want map[string][3]*float64
	readJSON(t, "../testdata/cases/ana-zero-base/expected.json", &want)
	var reports []data.Report
	for i, row := range readCSV(t, "../testdata/cases/ana-zero-base/kwiecien.csv", ';') {
		day, err := time.Parse("02.01.2006", row["data"])
		if err != nil {
			t.Fatal(err)
		}
		reports = append(reports, data.Report{
			ID: data.ReportID(i + 1), CategoryWritten: row["kategoria"],
			When: data.When{Kind: data.TimeDate, Wall: day.Format(time.DateOnly)},
		})
	}
	month := func(year int) data.Period {
		from, _ := data.DayOf(year, time.April, 1)
		return data.NewPeriod(from, from+29)
	}
	table := ChangeByCategory(reports, month(2023), month(2024), "drownings")
	rows := map[string]ChangeResult{"total": table.Total}
	for _, r := range table.Rows {
		rows[r.Written] = r.ChangeResult
		if r.Category == "drownings" && (r.Before != 0 || r.After != 0 || r.Percent != nil || r.NewlySeen()) {
			t.Errorf("a category without reports: %+v", r)
		}
		if newly := r.Written == "Hulajnogi na chodniku"; newly != r.NewlySeen() {
			t.Errorf("%s: newly seen %v", r.Written, r.NewlySeen())
		}
	}
	if len(want) != 4 || len(table.Rows) != 4 {
		t.Fatalf("%d wanted rows, %d rows", len(want), len(table.Rows))
	}
	for name, w := range want {
		got, ok := rows[name]
		if !ok {
			t.Errorf("%s is missing", name)
			continue
		}
		if float64(got.Before) != *w[0] || float64(got.After) != *w[1] {
			t.Errorf("%s: %d to %d", name, got.Before, got.After)
		}
		switch {
		case (got.Percent == nil) != (w[2] == nil):
			t.Errorf("%s: percent %v, want %v", name, got.Percent, w[2])
		case w[2] != nil && math.Abs(*got.Percent-*w[2]) > 0.05:
			t.Errorf("%s: %v percent, want %v", name, *got.Percent, *w[2])
		}
	}
}

func TestChangeByCategoryNamesUndated(t *testing.T) {
	on := func(kind data.TimeKind, wall string) data.Report {
		return data.Report{Category: "parking", When: data.When{Kind: kind, Wall: wall}}
	}
	day := func(s string) data.Day { d, _ := data.ParseDay(s); return d }
	reports := []data.Report{
		on(data.TimeDate, "2023-04-30"), on(data.TimeMonth, "2024-04"), on(data.TimeInstant, "2024-04-30T23:59"),
		on(data.TimeNone, ""), on(data.TimeMonth, "2022-01"), on(data.TimeDate, "2024-05-01"),
	}
	table := ChangeByCategory(reports, data.NewPeriod(day("2023-04-01"), day("2023-04-30")), data.NewPeriod(day("2024-04-01"), day("2024-04-30")))
	if table.Total.Before != 1 || table.Total.After != 2 || table.Undated != 1 {
		t.Errorf("%d to %d, %d undated; want 1 to 2, 1 undated", table.Total.Before, table.Total.After, table.Undated)
	}
}

func BenchmarkChange(b *testing.B) {
	for b.Loop() {
		Change(208, 167, 365, 365)
	}
}
