package data

import "testing"

func TestWithoutReaction(t *testing.T) {
	asOf, _ := ParseDay("2024-06-30")
	at := func(id ReportID, kind TimeKind, wall string, st StatusID) Report {
		return Report{ID: id, When: When{Kind: kind, Wall: wall}, Status: st, Origin: OriginPolice, Nature: NatureNuisance}
	}
	f := Filter{WithoutReaction: 30}
	for _, c := range []struct {
		name string
		f    Filter
		r    Report
		want Verdict
	}{
		{"30 days are not more than 30", f, at(1, TimeDate, "2024-05-31", "new"), Excluded},
		{"31 days are", f, at(1, TimeDate, "2024-05-30", "new"), Included},
		{"not confirmed", f, at(1, TimeDate, "2024-05-30", "not-confirmed"), Included},
		{"eliminated", f, at(1, TimeDate, "2024-05-30", "eliminated"), Excluded},
		{"joke", f, at(1, TimeDate, "2024-05-30", "joke"), Excluded},
		{"with a reaction", f, at(7, TimeDate, "2024-01-01", "new"), Excluded},
		{"later than the as-of date", f, at(1, TimeDate, "2024-07-30", "new"), Excluded},
		{"month, which may have been its last day", f, at(1, TimeMonth, "2024-05", "new"), Excluded},
		{"earlier month", f, at(1, TimeMonth, "2024-04", "new"), Included},
		{"without a day", f, at(1, TimeNone, "", "new"), UndatedOnly},
		{"without a day, shown", Filter{WithoutReaction: 30, Undated: true}, at(1, TimeNone, "", "new"), Included},
		{"without a day, with a reaction", f, at(7, TimeNone, "", "new"), Excluded},
		{"in the period, too", Filter{WithoutReaction: 30, Period: NewPeriod(asOf-10, asOf)}, at(1, TimeDate, "2024-05-30", "new"), Excluded},
	} {
		m := c.f.Matcher(catalogue(t), nil).Reactions(asOf, func(id ReportID) bool { return id == 7 })
		if got := m.Match(&c.r); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	old := at(1, TimeDate, "2020-01-01", "new")
	if got := f.Matcher(catalogue(t), nil).Match(&old); got != Excluded {
		t.Errorf("a matcher that knows no reactions says %v", got)
	}
	if !f.IsSet() {
		t.Error("the filter does not say that it is set")
	}
	for _, bad := range []string{"0", "-1", "", "3.5", "dwa", "99999999"} {
		if _, err := ParseFilter("without-reaction=" + bad); err == nil {
			t.Errorf("%q days were taken", bad)
		}
	}
}
