package compare

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"strconv"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"pinezka/data"
	"pinezka/data/crs"
)

const oracleClaims = "../testdata/oracle/10-claims/"

func plane2180(t testing.TB) crs.CRS {
	t.Helper()
	plane, err := crs.ByEPSG(crs.PL1992)
	if err != nil {
		t.Fatal(err)
	}
	return plane
}

// gminaA returns the invented municipality of the oracles in EPSG:2180.
func gminaA(t testing.TB) orb.MultiPolygon {
	t.Helper()
	b, err := os.ReadFile("../testdata/oracle/common/gmina_a.geojson")
	if err != nil {
		t.Fatal(err)
	}
	fc := geojson.NewFeatureCollection()
	if err := json.Unmarshal(b, fc); err != nil {
		t.Fatal(err)
	}
	return orb.MultiPolygon{fc.Features[0].Geometry.(orb.Polygon)}
}

// oracleReports returns the invented reports; places in EPSG:2180 beside them.
func oracleReports(t testing.TB) ([]data.Report, []orb.Point) {
	t.Helper()
	plane := plane2180(t)
	var reports []data.Report
	var points []orb.Point
	for _, row := range readCSV(t, oracleClaims+"reports.csv", ',') {
		id, err := strconv.Atoi(row["id"])
		if err != nil {
			t.Fatal(err)
		}
		p := orb.Point{parse(t, row["x"]), parse(t, row["y"])}
		points = append(points, p)
		reports = append(reports, data.Report{
			ID: data.ReportID(id), Category: data.CategoryID(row["category"]),
			Where: data.Place{Point: plane.Unproject(p), Precision: data.PrecisionPoint},
			When:  data.When{Kind: data.TimeDate, Wall: row["date"]},
		})
	}
	return reports, points
}

func TestClaimsOracleGeometry(t *testing.T) {
	var o struct {
		Claims []struct {
			Inside, Total int
			Disc          float64 `json:"disc_area_m2"`
			Gmina         float64 `json:"gmina_area_m2"`
			Share         float64
			Upper         float64 `json:"p_upper_area"`
			Lattice       int     `json:"lattice_100m_points"`
			AtLeast       int     `json:"lattice_points_with_at_least_as_many"`
			OtherInside   *int    `json:"other_inside"`
		}
	}
	readJSON(t, oracleClaims+"expected.json", &o)
	plane := plane2180(t)
	region := newRegion(gminaA(t))
	lattice := newLattice(region)
	reports, points := oracleReports(t)
	area := orb.MultiPolygon{}
	for _, p := range gminaA(t) {
		var ring orb.Ring
		for _, v := range p[0] {
			ring = append(ring, plane.Unproject(v))
		}
		area = append(area, orb.Polygon{ring})
	}
	for i, row := range readCSV(t, oracleClaims+"claims.csv", ',') {
		want := o.Claims[i]
		centre := orb.Point{parse(t, row["x"]), parse(t, row["y"])}
		radius := parse(t, row["radius_m"])
		z := &zone{capsules: []edge{{centre, centre}}, radius: radius, perMetre: 1}

		near(t, "area of the municipality", region.area(), want.Gmina, 1e-9)
		near(t, "area of the disc", z.area(region), want.Disc, 1e-6)
		counts := make([]int, len(lattice.inside))
		inside, total := 0, 0
		for k, p := range points {
			if row["category"] != "" && string(reports[k].Category) != row["category"] {
				continue
			}
			total++
			if z.distance(p) <= radius {
				inside++
			}
			lattice.add(counts, p, radius)
		}
		places, atLeast := 0, 0
		for k, in := range lattice.inside {
			if in {
				places++
				if counts[k] >= inside {
					atLeast++
				}
			}
		}
		if inside != want.Inside || total != want.Total || places != want.Lattice || atLeast != want.AtLeast {
			t.Errorf("claim %s: %d of %d, rank %d of %d; want %d of %d, %d of %d", row["id"],
				inside, total, atLeast, places, want.Inside, want.Total, want.AtLeast, want.Lattice)
		}
		near(t, "p from the measured area", UpperTail(inside, total, z.area(region)/region.area()), want.Upper, 1e-5)

		// The same claim through the whole comparison, radius in ground metres.
		place := plane.Unproject(centre)
		result, err := Compare(context.Background(), Question{
			Motions: []data.Motion{{ID: 1, Number: 1, Category: data.CategoryID(row["category"]), Place: data.MotionPlace{Kind: data.PlacePoint, Geometry: place}}},
			Reports: reports, Area: area, Day: 30000,
			Setting: data.CompareSetting{Radius: radius / plane.ScaleFactor(place), Months: 1200, Baseline: data.BaselineArea},
		})
		if err != nil {
			t.Fatal(err)
		}
		f := result.Motions[0]
		if f.Count != want.Inside {
			t.Errorf("claim %s through Compare: %d reports, want %d", row["id"], f.Count, want.Inside)
		}
		near(t, "share through Compare", f.Share.Value(), want.Share, 1e-6)
		if f.CountMerged > f.Count || len(f.IDs) != f.CountMerged || len(f.Repeats) != f.Count-f.CountMerged {
			t.Errorf("claim %s: %d ids and %d repeats of %d merged to %d", row["id"], len(f.IDs), len(f.Repeats), f.Count, f.CountMerged)
		}
	}
}

func TestRegionAndZone(t *testing.T) {
	// A square kilometre with a hole of 200 m, and an island east of it.
	square := func(x, y, side float64) orb.Ring {
		return orb.Ring{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}
	}
	r := newRegion(orb.MultiPolygon{{square(0, 0, 1000), square(400, 400, 200)}, {square(1500, 0, 100)}})
	near(t, "area", r.area(), 1e6-4e4+1e4, 1e-12)
	for _, tt := range []struct {
		p    orb.Point
		want bool
	}{{orb.Point{1, 1}, true}, {orb.Point{500, 500}, false}, {orb.Point{1550, 50}, true}, {orb.Point{1200, 50}, false}, {orb.Point{500, 399}, true}, {orb.Point{500, 2000}, false}} {
		if got := r.contains(tt.p); got != tt.want {
			t.Errorf("contains %v = %v", tt.p, got)
		}
	}
	var inside float64
	for _, s := range r.spans(orb.Point{-500, 500}, orb.Point{2000, 500}) {
		inside += (s.to - s.from) * 2500
	}
	near(t, "length across the hole", inside, 800, 1e-12)

	disc := &zone{capsules: []edge{{orb.Point{500, 500}, orb.Point{500, 500}}}, radius: 300, perMetre: 1}
	near(t, "disc around the hole", disc.area(r), math.Pi*300*300-4e4, 1e-9)
	near(t, "chord", disc.length(orb.Point{0, 680}, orb.Point{1000, 680}), 2*240, 1e-12)
	near(t, "radius to a street's end", disc.length(orb.Point{500, 500}, orb.Point{500, 500 + 10000}), 300, 1e-12)
	corner := &zone{capsules: []edge{{orb.Point{0, 0}, orb.Point{0, 0}}}, radius: 100, perMetre: 1}
	near(t, "disc at a corner", corner.area(r), math.Pi*100*100/4, 1e-9)

	capsule := &zone{capsules: []edge{{orb.Point{100, 200}, orb.Point{800, 200}}}, radius: 50, perMetre: 1}
	near(t, "capsule", capsule.area(r), 700*100+math.Pi*2500, 1e-3)
	near(t, "along a capsule", capsule.length(orb.Point{-200, 200}, orb.Point{2000, 200}), 800, 1e-12)
	near(t, "across a capsule", capsule.length(orb.Point{400, 0}, orb.Point{400, 900}), 100, 1e-12)
	near(t, "distance", capsule.distance(orb.Point{900, 200}), 100, 1e-12)

	bend := &zone{capsules: []edge{{orb.Point{0, 0}, orb.Point{500, 0}}, {orb.Point{500, 0}, orb.Point{500, 500}}}, radius: 10, perMetre: 1}
	near(t, "two capsules are counted once", bend.length(orb.Point{400, 0}, orb.Point{600, 0}), 110, 1e-12)
}

// TestDebateNotesCase is the case ana-debate-notes.
func TestDebateNotesCase(t *testing.T) {
	const folder = "../testdata/cases/ana-debate-notes/"
	var want struct {
		Requests int
		Without  []string       `json:"without_place"`
		At200    map[string]int `json:"within_200m"`
		At250    map[string]int `json:"within_250m"`
		All      int            `json:"all_reports"`
		InPeriod int            `json:"in_period"`
	}
	readJSON(t, folder+"expected.json", &want)
	iso := func(s string) string { return s[6:] + "-" + s[3:5] + "-" + s[:2] }
	var motions []data.Motion
	for _, row := range readCSV(t, folder+"wnioski.csv", ';') {
		number, err := strconv.Atoi(row["nr"])
		if err != nil {
			t.Fatal(err)
		}
		m := data.Motion{ID: data.MotionID(number), Number: number, Text: row["wniosek"], Category: data.CategoryID(row["kategoria"]), Place: data.MotionPlace{Kind: data.PlaceNone, Words: row["miejsce"]}}
		switch {
		case row["lat"] != "":
			m.Place.Kind, m.Place.Geometry = data.PlacePoint, orb.Point{parse(t, row["lon"]), parse(t, row["lat"])}
		case row["miejsce"] == "cała gmina":
			m.Place.Kind = data.PlaceWhole
		}
		motions = append(motions, m)
	}
	var reports []data.Report
	for _, row := range readCSV(t, folder+"zgloszenia.csv", ',') {
		id, _ := strconv.Atoi(row["id"])
		reports = append(reports, data.Report{
			ID: data.ReportID(id), Category: data.CategoryID(row["kategoria"]),
			Where: data.At(parse(t, row["lon"]), parse(t, row["lat"])),
			When:  data.When{Kind: data.TimeDate, Wall: iso(row["data"])},
		})
	}
	day, _ := data.ParseDay("2024-05-14")
	for radius, counts := range map[float64]map[string]int{200: want.At200, 250: want.At250} {
		got, err := Compare(context.Background(), Question{
			Motions: motions, Reports: reports, Day: day,
			Setting: data.CompareSetting{Radius: radius, Months: 12},
		})
		if err != nil {
			t.Fatal(err)
		}
		if got.Period.From.String() != "2023-05-15" || got.Period.To.String() != "2024-05-14" {
			t.Errorf("period %s to %s", got.Period.From, got.Period.To)
		}
		if len(got.Motions) != want.Requests || got.Reports != want.All || got.ReportsInPeriod != want.InPeriod {
			t.Errorf("%d motions, %d reports, %d in the period", len(got.Motions), got.Reports, got.ReportsInPeriod)
		}
		if got.Tested != len(counts) || got.Radius != radius || !got.AreaAssumed || got.Baseline != data.BaselineArea {
			t.Errorf("tested %d within %v m, baseline %s", got.Tested, got.Radius, got.Baseline)
		}
		for _, f := range got.Motions {
			n, located := counts[strconv.Itoa(f.Number)]
			switch {
			case located && f.Count != n:
				t.Errorf("within %v m of request %d: %d reports, want %d", radius, f.Number, f.Count, n)
			case located && n == 0 && f.Verdict != VerdictNone:
				t.Errorf("request %d: %s", f.Number, f.Verdict)
			case f.Number == 4 && (f.Verdict != VerdictWhole || f.Count != want.InPeriod):
				t.Errorf("the whole municipality: %s, %d reports", f.Verdict, f.Count)
			case f.Number == 5 && (f.Verdict != VerdictNowhere || f.Count != 0):
				t.Errorf("not located: %s, %d reports", f.Verdict, f.Count)
			}
		}
	}
}

// TestDefaultPointCase is the case ana-default-point.
func TestDefaultPointCase(t *testing.T) {
	const folder = "../testdata/cases/ana-default-point/"
	var want struct {
		Read    int
		Same    int       `json:"same_point"`
		Percent float64   `json:"share_percent"`
		Point   orb.Point `json:"point"`
		Others  int
	}
	readJSON(t, folder+"expected.json", &want)
	b, err := os.ReadFile(folder + "urzad.geojson")
	if err != nil {
		t.Fatal(err)
	}
	fc, err := geojson.UnmarshalFeatureCollection(b)
	if err != nil {
		t.Fatal(err)
	}
	var reports []data.Report
	for i, f := range fc.Features {
		p := f.Geometry.(orb.Point)
		reports = append(reports, data.Report{
			ID: data.ReportID(i + 1), Category: data.CategoryID(f.Properties.MustString("kategoria", "")),
			Where: data.At(p[0], p[1]), When: data.When{Kind: data.TimeDate, Wall: "2024-05-01"},
		})
	}
	shared := SharedPoints(reports)
	if len(reports) != want.Read || len(shared) != 1 {
		t.Fatalf("%d reports, shared points %v", len(reports), shared)
	}
	s := shared[0]
	if s.Count != want.Same || s.Point != want.Point || s.Of-s.Count != want.Others || math.Abs(s.Percent()-want.Percent) > 0.05 {
		t.Errorf("%+v, %.1f percent", s, s.Percent())
	}

	// Once marked, the point is no hot spot and counts for no motion.
	for i := range reports {
		if reports[i].Where.Point == s.Point {
			reports[i].Where.Precision = data.PrecisionDefault
		}
	}
	day, _ := data.ParseDay("2024-06-01")
	got, err := Compare(context.Background(), Question{
		Motions: []data.Motion{{Number: 1, Place: data.MotionPlace{Kind: data.PlacePoint, Geometry: s.Point}}},
		Reports: reports, Day: day, Setting: data.CompareSetting{Radius: 100, Months: 12},
	})
	if err != nil {
		t.Fatal(err)
	}
	if f := got.Motions[0]; f.Count != 0 || len(f.Warnings) == 0 || f.Warnings[0] != (Warning{Kind: WarnDefaultPoint, Count: want.Same}) {
		t.Errorf("at a default point: %d reports, warnings %v", f.Count, f.Warnings)
	}
	for _, c := range got.NotNamed {
		if crs.Distance(c.Centre, s.Point) < 100 {
			t.Errorf("the default point became a hot spot: %+v", c)
		}
	}
}
