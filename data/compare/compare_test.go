package compare

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/data"
	"pinezka/data/crs"
)

// field is an invented municipality of 4 by 4 km around a corner in Rzeszów, in
// which places are told in metres from the corner.
type field struct {
	plane  crs.CRS
	origin orb.Point
}

func newField() field {
	corner := orb.Point{22.0, 50.0}
	plane := crs.ForPlace(corner)
	return field{plane, plane.Project(corner)}
}

// at returns a place in ground metres east and north of the corner.
func (f field) at(east, north float64) orb.Point {
	k := f.plane.ScaleFactor(f.plane.Unproject(f.origin))
	return f.plane.Unproject(orb.Point{f.origin[0] + east*k, f.origin[1] + north*k})
}

func (f field) area() orb.MultiPolygon {
	return orb.MultiPolygon{{orb.Ring{f.at(0, 0), f.at(4000, 0), f.at(4000, 4000), f.at(0, 4000), f.at(0, 0)}}}
}

func (f field) report(id int, category data.CategoryID, date string, east, north float64) data.Report {
	kind := data.TimeDate
	switch len(date) {
	case 0:
		kind = data.TimeNone
	case 7:
		kind = data.TimeMonth
	}
	p := f.at(east, north)
	return data.Report{ID: data.ReportID(id), Category: category, Where: data.Place{Point: p, Precision: data.PrecisionPoint}, When: data.When{Kind: kind, Wall: date}}
}

func (f field) point(category data.CategoryID, east, north float64) data.Motion {
	return data.Motion{ID: 1, Number: 1, Category: category, Place: data.MotionPlace{Kind: data.PlacePoint, Geometry: f.at(east, north)}}
}

func mustDay(s string) data.Day {
	d, err := data.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func ask(t *testing.T, q Question) Result {
	t.Helper()
	if q.Day == 0 {
		q.Day = mustDay("2025-12-31")
	}
	if q.Setting.Radius == 0 {
		q.Setting = data.CompareSetting{Radius: 100, Months: 12, Baseline: data.BaselineArea}
	}
	r, err := Compare(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestJudge(t *testing.T) {
	tests := []struct {
		merged      int
		base, other float64
		want        Verdict
	}{
		{0, 0, 0, VerdictNone},
		{2, 0, 0, VerdictFew},
		{3, 0.049, 0.049, VerdictBacked},
		{3, 0.049, 0.05, VerdictBusy},
		{3, 0.05, 0.001, VerdictUnsettled},
		{30, 0.9, 0.9, VerdictUnsettled},
	}
	for _, tt := range tests {
		if got := Judge(tt.merged, tt.base, tt.other); got != tt.want {
			t.Errorf("Judge(%d, %v, %v) = %s, want %s", tt.merged, tt.base, tt.other, got, tt.want)
		}
	}
}

func TestPeriodBefore(t *testing.T) {
	tests := []struct {
		debate, asOf string
		months       int
		from, to     string
	}{
		{"2024-05-14", "", 12, "2023-05-15", "2024-05-14"},
		{"2026-11-12", "2026-10-31", 12, "2025-11-01", "2026-10-31"},
		{"2026-10-31", "2026-11-12", 6, "2026-05-01", "2026-10-31"},
		{"2024-02-29", "", 12, "2023-03-01", "2024-02-29"},
	}
	for _, tt := range tests {
		var asOf *data.Day
		if tt.asOf != "" {
			d := mustDay(tt.asOf)
			asOf = &d
		}
		p := PeriodBefore(mustDay(tt.debate), asOf, tt.months)
		if p.From.String() != tt.from || p.To.String() != tt.to {
			t.Errorf("%+v: %s to %s", tt, p.From, p.To)
		}
	}
}

// crowd puts reports of a category, a month apart, at a place.
func (f field) crowd(from int, category data.CategoryID, n int, east, north float64) []data.Report {
	var out []data.Report
	for i := range n {
		d := (mustDay("2025-01-03") + data.Day(i*350/n)).String()
		out = append(out, f.report(from+i, category, d, east+float64(i%5)*12, north+float64(i%7)*9))
	}
	return out
}

// spread puts reports of a category evenly over the municipality.
func (f field) spread(from int, category data.CategoryID, n int) []data.Report {
	var out []data.Report
	for i := range n {
		d := (mustDay("2025-01-03") + data.Day(i*17%350)).String()
		out = append(out, f.report(from+i, category, d, 200+float64(i*397%3600), 200+float64(i*811%3600)))
	}
	return out
}

func TestVerdictsOfPlaces(t *testing.T) {
	f := newField()
	reports := slices.Concat(
		f.spread(1, "parking", 60), f.spread(101, "alcohol", 60),
		f.crowd(201, "parking", 20, 980, 980), // much parking only
		f.crowd(301, "parking", 9, 2980, 2980), f.crowd(401, "alcohol", 30, 2980, 2980),
	)
	motions := []data.Motion{
		f.point("parking", 1000, 1000), f.point("parking", 3000, 3000), f.point("alcohol", 1000, 3900),
		f.point("", 3000, 3000),
		{Place: data.MotionPlace{Kind: data.PlaceWhole}},
		{Place: data.MotionPlace{Kind: data.PlaceNone}},
	}
	r := ask(t, Question{Motions: motions, Reports: reports, Area: f.area()})
	var got []Verdict
	for _, m := range r.Motions {
		got = append(got, m.Verdict)
	}
	want := []Verdict{VerdictBacked, VerdictBusy, VerdictNone, VerdictBusy, VerdictWhole, VerdictNowhere}
	if !slices.Equal(got, want) {
		t.Errorf("verdicts %v, want %v", got, want)
	}
	if r.Tested != 4 || r.Summary[VerdictBusy] != 2 {
		t.Errorf("tested %d, summary %v", r.Tested, r.Summary)
	}
	m := r.Motions[0]
	if m.CountMerged != 20 || m.SameAll != 89 || m.OtherHere != 0 || m.OtherAll != 77 {
		t.Errorf("counts %d of %d, others %d of %d", m.CountMerged, m.SameAll, m.OtherHere, m.OtherAll)
	}
	near(t, "share", m.Share.Value(), math.Pi*100*100/16e6, 1e-4)
	near(t, "over expected", m.OverExpected, 20/(89*m.Share.Value()), 1e-9)
	if !(m.OverLow < m.OverExpected && m.OverExpected < m.OverHigh && m.Low < m.Ratio && m.Ratio < m.High && m.Ratio > m.OverExpected) {
		t.Errorf("ratio %v (%v to %v), over expected %v (%v to %v)", m.Ratio, m.Low, m.High, m.OverExpected, m.OverLow, m.OverHigh)
	}
	if m.Rank == nil || m.Rank.Places < 1500 || m.Rank.AtLeastAsMany > 4 {
		t.Errorf("rank %+v", m.Rank)
	}
	if r.Motions[2].Nearest == nil || r.Motions[2].Nearest[0].Metres <= 100 {
		t.Errorf("nearest beyond the distance: %v", r.Motions[2].Nearest)
	}
	// The parking crowd is named by a motion; the alcohol crowd lies at a motion
	// without a category, which names everything there.
	if len(r.NotNamed) != 0 {
		t.Errorf("hot spots not named: %+v", r.NotNamed)
	}
	r = ask(t, Question{Motions: motions[1:3], Reports: reports, Area: f.area()})
	var found []data.CategoryID
	for _, c := range r.NotNamed {
		found = append(found, c.Category)
	}
	// The alcohol crowd is no hot spot of its own: parking is as dense there.
	if !slices.Equal(found, []data.CategoryID{"parking"}) || !slices.Contains(r.NotNamed[0].IDs, 201) {
		t.Errorf("hot spots not named: %v", found)
	}
	if c := r.Categories; c[0].Category != "alcohol" && c[0].Category != "parking" || c[0].MeetingRank != 1 || c[0].ReportRank == 0 {
		t.Errorf("ranks %+v", c)
	}
}

func TestDistanceIncludesTheRadius(t *testing.T) {
	f := newField()
	reports := []data.Report{f.report(1, "parking", "2025-05-01", 1099.99, 1000), f.report(2, "parking", "2025-07-01", 1100.01, 1000), f.report(3, "parking", "2025-09-01", 1000, 900.01)}
	r := ask(t, Question{Motions: []data.Motion{f.point("parking", 1000, 1000)}, Reports: reports, Area: f.area()})
	if got := r.Motions[0].IDs; !slices.Equal(got, []data.ReportID{1, 3}) {
		t.Errorf("within 100 m: %v", got)
	}
}

func TestLinesAndAreas(t *testing.T) {
	f := newField()
	reports := []data.Report{
		f.report(1, "parking", "2025-02-01", 1500, 1090), // beside the line
		f.report(2, "parking", "2025-03-01", 2095, 1000), // beyond its end
		f.report(3, "parking", "2025-04-01", 1500, 1110), // too far
		f.report(4, "parking", "2025-05-01", 2500, 2500), // inside the area
		f.report(5, "parking", "2025-06-01", 3090, 2500), // beside it
		f.report(6, "parking", "2025-07-01", 3110, 2500), // too far
	}
	line := data.Motion{Number: 1, Category: "parking", Place: data.MotionPlace{Kind: data.PlaceLine, Geometry: orb.LineString{f.at(1000, 1000), f.at(1500, 1000), f.at(2000, 1000)}}}
	area := data.Motion{Number: 2, Category: "parking", Place: data.MotionPlace{Kind: data.PlaceArea, Geometry: orb.Polygon{{f.at(2000, 2000), f.at(3000, 2000), f.at(3000, 3000), f.at(2000, 3000), f.at(2000, 2000)}}}}
	r := ask(t, Question{Motions: []data.Motion{line, area}, Reports: reports, Area: f.area()})
	if got := r.Motions[0].IDs; !slices.Equal(got, []data.ReportID{1, 2}) {
		t.Errorf("along the line: %v", got)
	}
	if got := r.Motions[1].IDs; !slices.Equal(got, []data.ReportID{4, 5}) {
		t.Errorf("around the area: %v", got)
	}
	near(t, "area of the line's zone", r.Motions[0].Share.Inside, 1000*200+math.Pi*1e4, 2e-3)
	near(t, "area of the area's zone", r.Motions[1].Share.Inside, 1e6+4*1000*100+math.Pi*1e4, 2e-3)
	if r.Motions[0].Rank != nil {
		t.Error("a line has no rank among places")
	}
}

func TestBaselines(t *testing.T) {
	f := newField()
	ground := Ground{
		Streets:   []orb.LineString{{f.at(0, 1000), f.at(4000, 1000)}, {f.at(1000, -500), f.at(1000, 3500)}, {f.at(-900, -900), f.at(-800, -900)}},
		Addresses: []orb.Point{f.at(1000, 1050), f.at(1050, 1000), f.at(3000, 1000), f.at(3500, 1000), f.at(-10, 0)},
	}
	motion := f.point("parking", 1000, 1000)
	ask := func(kind data.Baseline, g Ground, m data.Motion) Result {
		return ask(t, Question{
			Motions: []data.Motion{m}, Reports: f.spread(1, "parking", 30), Area: f.area(), Ground: g,
			Setting: data.CompareSetting{Radius: 100, Months: 12, Baseline: kind},
		})
	}
	r := ask(data.BaselineStreets, ground, motion)
	near(t, "streets in the municipality", r.Motions[0].Share.All, 7500, 1e-4)
	near(t, "streets within", r.Motions[0].Share.Inside, 400, 1e-4)
	r = ask(data.BaselineAddresses, ground, motion)
	if s := r.Motions[0].Share; s.Inside != 2 || s.All != 4 || s.Baseline != data.BaselineAddresses {
		t.Errorf("addresses: %+v", s)
	}
	r = ask(data.BaselineAddresses, Ground{Streets: ground.Streets}, motion)
	if r.Baseline != data.BaselineStreets {
		t.Errorf("without addresses the baseline is %s", r.Baseline)
	}
	r = ask(data.BaselineStreets, Ground{}, motion)
	if r.Baseline != data.BaselineArea {
		t.Errorf("without anything the baseline is %s", r.Baseline)
	}
	r = ask(data.BaselineStreets, ground, f.point("parking", 3000, 3000))
	if m := r.Motions[0]; r.Baseline != data.BaselineStreets || m.Share.Baseline != data.BaselineArea || !slices.Contains(m.Warnings, Warning{Kind: WarnNoBaseline}) {
		t.Errorf("far from streets: %+v, %v", m.Share, m.Warnings)
	}
}

func TestRepeatsOfANuisanceBeyond(t *testing.T) {
	f := newField()
	reports := []data.Report{
		f.report(1, "parking", "2025-05-01", 1120, 1000), // beyond, first
		f.report(2, "parking", "2025-05-03", 1090, 1000), // within, its repeats
		f.report(3, "parking", "2025-05-04", 1085, 1000),
	}
	motion := []data.Motion{f.point("parking", 1000, 1000)}
	m := ask(t, Question{Motions: motion, Reports: reports, Area: f.area()}).Motions[0]
	if m.Count != 2 || m.CountMerged != 1 || m.Verdict != VerdictFew || !slices.Equal(m.IDs, []data.ReportID{2}) || !slices.Equal(m.Repeats, []data.ReportID{3}) {
		t.Errorf("reports at hand must not be none: %+v", m)
	}
	// With a nuisance of its own within, those repeats are repeats only.
	reports = append(reports, f.report(4, "parking", "2025-09-01", 950, 1000))
	m = ask(t, Question{Motions: motion, Reports: reports, Area: f.area()}).Motions[0]
	if m.Count != 3 || m.CountMerged != 1 || !slices.Equal(m.IDs, []data.ReportID{4}) || !slices.Equal(m.Matching(), []data.ReportID{2, 3, 4}) {
		t.Errorf("%d of %d, ids %v, repeats %v", m.CountMerged, m.Count, m.IDs, m.Repeats)
	}
}

func TestWhatIsLeftOutIsCounted(t *testing.T) {
	f := newField()
	vague := f.report(7, "parking", "2025-05-01", 1000, 1000)
	vague.Where.Precision = data.PrecisionDefault
	nowhere := f.report(8, "parking", "2025-05-01", 0, 0)
	nowhere.Where = data.Place{Precision: data.PrecisionNone}
	reports := []data.Report{
		f.report(1, "parking", "2025-05-01", 1000, 1000), f.report(2, "parking", "", 1000, 1000),
		f.report(3, "parking", "2025-08", 1000, 1000), f.report(4, "parking", "2024-12-31", 1000, 1000),
		f.report(5, "parking", "2026-01-01", 1000, 1000), f.report(6, "parking", "2025-05-01", -50, 1000), vague, nowhere,
	}
	r := ask(t, Question{Motions: []data.Motion{f.point("parking", 1000, 1000)}, Reports: reports, Area: f.area()})
	if r.Reports != 8 || r.ReportsInPeriod != 5 || r.Undated != 1 || r.OutsideArea != 1 || r.DefaultPoint != 1 || r.WithoutPlace != 1 || r.Merged != 2 {
		t.Errorf("%+v", r)
	}
	m := r.Motions[0]
	if !slices.Equal(m.Matching(), []data.ReportID{1, 3}) || !slices.Contains(m.Warnings, Warning{Kind: WarnDefaultPoint, Count: 1}) {
		t.Errorf("counted %v, warnings %v", m.Matching(), m.Warnings)
	}
}

func TestYearEarlier(t *testing.T) {
	f := newField()
	reports := f.crowd(1, "parking", 8, 980, 980)
	motions := []data.Motion{f.point("parking", 1000, 1000)}
	if m := ask(t, Question{Motions: motions, Reports: reports, Area: f.area()}).Motions[0]; m.YearEarlier != nil {
		t.Errorf("the reports do not reach a year back: %+v", m.YearEarlier)
	}
	for i := range 24 {
		d := mustDay("2024-01-03") + data.Day(i*15)
		reports = append(reports, f.report(100+i, "parking", d.String(), 1000, 1000))
	}
	m := ask(t, Question{Motions: motions, Reports: reports, Area: f.area()}).Motions[0]
	y := m.YearEarlier
	if y == nil || y.Count != 24 || y.Change.Before != 24 || y.Change.After != 8 || y.Change.Verdict != ChangeFall ||
		y.Period.From.String() != "2024-01-01" || y.Period.To.String() != "2024-12-31" {
		t.Errorf("a year earlier: %+v", y)
	}
}

func TestWarningsOfUnevenAndRounded(t *testing.T) {
	f := newField()
	var reports []data.Report
	for i := range 8 { // all in one month, far enough apart not to merge
		r := f.report(i+1, "parking", (mustDay("2025-06-01") + data.Day(i)).String(), 930+float64(i%3)*60, 930+float64(i/3)*60)
		r.Where.Precision = data.PrecisionStreet
		reports = append(reports, r)
	}
	reports[0].Where.Point = orb.Point{math.Round(reports[0].Where.Point[0]*1e4) / 1e4, math.Round(reports[0].Where.Point[1]*1e4) / 1e4}
	m := ask(t, Question{Motions: []data.Motion{f.point("parking", 990, 990)}, Reports: reports, Area: f.area()}).Motions[0]
	kinds := map[WarningKind]int{}
	for _, w := range m.Warnings {
		kinds[w.Kind] = w.Count
	}
	if kinds[WarnUneven] != 8 || kinds[WarnRounded] != 1 || kinds[WarnStreet] != 8 {
		t.Errorf("%d merged, warnings %v", m.CountMerged, m.Warnings)
	}
}

func TestCompareRefuses(t *testing.T) {
	f := newField()
	ok := data.CompareSetting{Radius: 100, Months: 12}
	for _, s := range []data.CompareSetting{{}, {Radius: -1, Months: 12}, {Radius: math.NaN(), Months: 12}, {Radius: 100}} {
		if _, err := Compare(context.Background(), Question{Setting: s}); err == nil {
			t.Errorf("setting %+v was taken", s)
		}
	}
	bad := data.Motion{Place: data.MotionPlace{Kind: data.PlaceLine, Geometry: orb.LineString{}}}
	if _, err := Compare(context.Background(), Question{Setting: ok, Motions: []data.Motion{bad}}); err == nil {
		t.Error("an empty line was taken")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Compare(ctx, Question{Setting: ok, Motions: []data.Motion{f.point("", 0, 0)}}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	// Nothing to compare is no error.
	if r, err := Compare(context.Background(), Question{Setting: ok, Motions: []data.Motion{f.point("parking", 0, 0)}}); err != nil || r.Motions[0].Verdict != VerdictNone {
		t.Errorf("%+v, %v", r, err)
	}
}

func BenchmarkCompare(b *testing.B) {
	f := newField()
	reports := slices.Concat(f.spread(1, "parking", 6000), f.spread(6001, "alcohol", 4000))
	var motions []data.Motion
	for i := range 11 {
		motions = append(motions, f.point("parking", 300*float64(i+1), 2000))
	}
	for b.Loop() {
		if _, err := Compare(context.Background(), Question{Motions: motions, Reports: reports, Area: f.area(), Day: mustDay("2025-12-31"), Setting: data.CompareSetting{Radius: 100, Months: 12, Baseline: data.BaselineArea}}); err != nil {
			b.Fatal(err)
		}
	}
}
