package compare

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"math/big"
	"os"
	"strconv"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/data"
)

// number is a JSON number, "Inf" or null, which stands for undefined.
type number float64

func (n *number) UnmarshalJSON(b []byte) error {
	switch string(b) {
	case `"Inf"`:
		*n = number(math.Inf(1))
		return nil
	case "null":
		*n = number(math.NaN())
		return nil
	}
	return json.Unmarshal(b, (*float64)(n))
}

func readJSON(t testing.TB, path string, into any) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

func readCSV(t testing.TB, path string, comma rune) []map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma = comma
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, h := range rows[0] {
			m[h] = row[i]
		}
		out = append(out, m)
	}
	return out
}

func parse(t testing.TB, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// near fails unless got is want within a relative tolerance.
func near(t *testing.T, what string, got, want, rel float64) {
	t.Helper()
	if math.IsNaN(want) && math.IsNaN(got) || got == want {
		return
	}
	if !(math.Abs(got-want) <= rel*math.Abs(want)) {
		t.Errorf("%s = %.15g, want %.15g", what, got, want)
	}
}

type beforeAfter struct {
	Tolerance float64 `json:"tolerance_rel"`
	Published []struct {
		X    []int     `json:"x"`
		T    []float64 `json:"t"`
		P    *float64  `json:"p_central"`
		Here *float64  `json:"p_central_computed_here"`
		CI   []number  `json:"ci95"`
	}
	Cases []struct {
		Before, After int
		TimeBefore    float64  `json:"time_before"`
		TimeAfter     float64  `json:"time_after"`
		Ratio         number   `json:"rate_ratio"`
		CI            []number `json:"ci95_exact"`
		Less          *float64 `json:"p_less"`
		Greater       *float64 `json:"p_greater"`
		P             *float64 `json:"p_central"`
	}
	Places []struct {
		PlaceBefore int      `json:"place_before"`
		PlaceAfter  int      `json:"place_after"`
		RestBefore  int      `json:"rest_before"`
		RestAfter   int      `json:"rest_after"`
		Odds        number   `json:"odds_ratio_conditional_mle"`
		CI          []number `json:"ci95_exact"`
		Less        float64  `json:"p_less"`
		Greater     float64  `json:"p_greater"`
		P           float64  `json:"p_central"`
	} `json:"place_against_rest"`
	Dispersion []struct {
		Counts []int
		Ratio  float64 `json:"variance_to_mean"`
		P      float64 `json:"p_upper"`
	} `json:"dispersion_of_monthly_counts"`
	Single []struct {
		Count int
		CI    []number `json:"ci95"`
	} `json:"single_count_ci"`
	Smallest []struct {
		Before int
		Fall   *int `json:"largest_after_that_is_a_fall"`
		Rise   int  `json:"smallest_after_that_is_a_rise"`
	} `json:"smallest_distinguishable_change_equal_periods_alpha_0.05_central"`
}

func TestBeforeAfterOracle(t *testing.T) {
	var o beforeAfter
	readJSON(t, "../testdata/oracle/06-before-after/expected.json", &o)
	if len(o.Cases) < 20 || len(o.Smallest) < 30 || len(o.Places) < 7 {
		t.Fatalf("the oracle was not read whole: %d cases, %d steps, %d places", len(o.Cases), len(o.Smallest), len(o.Places))
	}
	for _, c := range o.Cases {
		got := Change(c.Before, c.After, c.TimeBefore, c.TimeAfter)
		name := strconv.Itoa(c.Before) + " to " + strconv.Itoa(c.After)
		if c.P == nil { // no reports at all
			if !math.IsNaN(got.Ratio) || got.P != 1 || got.Verdict != ChangeTooFew || got.Percent != nil {
				t.Errorf("%s: %+v", name, got)
			}
			continue
		}
		near(t, name+": ratio", got.Ratio, float64(c.Ratio), o.Tolerance)
		near(t, name+": p", got.P, *c.P, o.Tolerance)
		near(t, name+": low", got.Low, float64(c.CI[0]), o.Tolerance)
		near(t, name+": high", got.High, float64(c.CI[1]), o.Tolerance)
		share := c.TimeAfter / (c.TimeBefore + c.TimeAfter)
		near(t, name+": p less", LowerTail(c.After, c.Before+c.After, share), *c.Less, o.Tolerance)
		near(t, name+": p greater", UpperTail(c.After, c.Before+c.After, share), *c.Greater, o.Tolerance)
		if contradicts := (got.P < Alpha) == (got.Low <= 1 && got.High >= 1); contradicts {
			t.Errorf("%s: p %v contradicts the interval %v to %v", name, got.P, got.Low, got.High)
		}
	}
	for _, c := range o.Published {
		if len(c.X) == 0 { // the E-test, another method
			continue
		}
		// The source divides the first rate by the second.
		got := Change(c.X[1], c.X[0], c.T[1], c.T[0])
		near(t, "published: low", got.Low, float64(c.CI[0]), 1e-6)
		near(t, "published: high", got.High, float64(c.CI[1]), 1e-6)
		if c.P != nil {
			near(t, "published: p", got.P, *c.P, 1e-4)
		}
		if c.Here != nil {
			near(t, "published: p", got.P, *c.Here, o.Tolerance)
		}
	}
	for _, c := range o.Places {
		// The odds ratio is after over before at the place, against the rest.
		got := Table{Here: c.PlaceAfter, OthersHere: c.PlaceBefore, Elsewhere: c.RestAfter, OthersElsewhere: c.RestBefore}
		odds, low, high := got.OddsRatio()
		// R's fisher.test stops its search for these three at 1.22e-4 of the odds or of
		// their inverse, so its own digits end there; the exact conditions follow below.
		nearOdds(t, "odds ratio", odds, float64(c.Odds))
		nearOdds(t, "odds low", low, float64(c.CI[0]))
		nearOdds(t, "odds high", high, float64(c.CI[1]))
		if low > 0 {
			near(t, "upper tail at the lower limit", got.exactTail(low, true), Alpha/2, 1e-9)
		}
		if !math.IsInf(high, 1) {
			near(t, "lower tail at the upper limit", got.exactTail(high, false), Alpha/2, 1e-9)
		}
		near(t, "less", got.FisherLess(), c.Less, 1e-8)
		near(t, "greater", got.FisherGreater(), c.Greater, 1e-8)
		near(t, "central", got.FisherCentral(), c.P, 1e-8)
	}
	for _, c := range o.Dispersion {
		got := DispersionOf(c.Counts)
		near(t, "variance to mean", got.Ratio, c.Ratio, o.Tolerance)
		near(t, "p of dispersion", got.P, c.P, o.Tolerance)
	}
	for _, c := range o.Single {
		low, high := CountInterval(c.Count)
		near(t, "count low", low, float64(c.CI[0]), o.Tolerance)
		near(t, "count high", high, float64(c.CI[1]), o.Tolerance)
	}
	for _, c := range o.Smallest {
		fall, ok := LargestFall(c.Before, 1, 1)
		if ok != (c.Fall != nil) || ok && fall != *c.Fall {
			t.Errorf("largest fall from %d = %d, %v", c.Before, fall, ok)
		}
		if got := SmallestRise(c.Before, 1, 1); got != c.Rise {
			t.Errorf("smallest rise from %d = %d, want %d", c.Before, got, c.Rise)
		}
	}
}

// nearOdds allows for the step at which R's search for odds stops.
func nearOdds(t *testing.T, what string, got, want float64) {
	t.Helper()
	const step = 1.23e-4
	if got != want && math.Abs(got-want) > step && math.Abs(1/got-1/want) > step {
		t.Errorf("%s = %.9g, want %.9g", what, got, want)
	}
}

// exactTail sums a tail of the hypergeometric distribution at the given odds in
// rational arithmetic.
func (t Table) exactTail(odds float64, upper bool) float64 {
	here, same, others := t.Here+t.OthersHere, t.Here+t.Elsewhere, t.OthersHere+t.OthersElsewhere
	ratio := new(big.Rat).SetFloat64(odds)
	power := big.NewRat(1, 1)
	tail, all := new(big.Rat), new(big.Rat)
	for x := 0; x <= here; x++ {
		ways := new(big.Int).Mul(new(big.Int).Binomial(int64(same), int64(x)), new(big.Int).Binomial(int64(others), int64(here-x)))
		weight := new(big.Rat).Mul(new(big.Rat).SetInt(ways), power)
		all.Add(all, weight)
		if upper && x >= t.Here || !upper && x <= t.Here {
			tail.Add(tail, weight)
		}
		power = new(big.Rat).Mul(power, ratio)
	}
	share, _ := tail.Quo(tail, all).Float64()
	return share
}

func TestClaimsOracleStatistics(t *testing.T) {
	var o struct {
		Claims []struct {
			Inside, Outside, Total int
			Share, Expected        float64
			Upper                  float64  `json:"p_upper_area"`
			Lower                  float64  `json:"p_lower_area"`
			Ratio                  float64  `json:"rate_ratio_inside_vs_outside"`
			CI                     []number `json:"ci95_exact"`
			OtherInside            int      `json:"other_inside"`
			OtherOutside           int      `json:"other_outside"`
			Fisher                 *float64 `json:"p_upper_fisher_vs_other_categories"`
		}
		Holm []float64 `json:"p_upper_area_holm"`
	}
	readJSON(t, "../testdata/oracle/10-claims/expected.json", &o)
	if len(o.Claims) != 11 {
		t.Fatalf("%d claims", len(o.Claims))
	}
	var p []float64
	for _, c := range o.Claims {
		upper := UpperTail(c.Inside, c.Total, c.Share)
		p = append(p, upper)
		near(t, "p upper", upper, c.Upper, 1e-9)
		near(t, "p lower", LowerTail(c.Inside, c.Total, c.Share), c.Lower, 1e-9)
		near(t, "expected", float64(c.Total)*c.Share, c.Expected, 1e-12)
		ratio, low, high := RateRatio(c.Inside, c.Outside, c.Share, 1-c.Share)
		near(t, "ratio", ratio, c.Ratio, 1e-9)
		near(t, "low", low, float64(c.CI[0]), 1e-9)
		near(t, "high", high, float64(c.CI[1]), 1e-9)
		if c.Fisher != nil {
			got := Table{Here: c.Inside, OthersHere: c.OtherInside, Elsewhere: c.Outside, OthersElsewhere: c.OtherOutside}.FisherGreater()
			near(t, "Fisher", got, *c.Fisher, 1e-8)
		}
	}
	for i, got := range Holm(p) {
		near(t, "Holm", got, o.Holm[i], 1e-9)
	}
}

func TestMergeOracle(t *testing.T) {
	var o struct {
		Groups [][]data.ReportID
		Count  int
		Merged int `json:"merged_count"`
		Daily  int `json:"daily_for_60_days_at_one_point_merged"`
	}
	readJSON(t, "../testdata/oracle/16-merge/expected.json", &o)
	var in []Sighting
	for _, row := range readCSV(t, "../testdata/oracle/16-merge/reports.csv", ',') {
		id, err := strconv.Atoi(row["id"])
		if err != nil {
			t.Fatal(err)
		}
		s := Sighting{ID: data.ReportID(id), Category: data.CategoryID(row["category"]), Point: orb.Point{parse(t, row["x"]), parse(t, row["y"])}}
		if day, err := data.ParseDay(row["date"]); err == nil {
			s.Day, s.Dated = day, true
		}
		in = append(in, s)
	}
	groups := Merge(in)
	if len(in) != o.Count || len(groups) != o.Merged {
		t.Fatalf("%d reports in %d groups, want %d in %d", len(in), len(groups), o.Count, o.Merged)
	}
	for g, want := range o.Groups {
		var ids []data.ReportID
		for _, i := range groups[g] {
			ids = append(ids, in[i].ID)
		}
		if len(ids) != len(want) {
			t.Fatalf("group %d = %v, want %v", g, ids, want)
		}
		for k := range want {
			if ids[k] != want[k] {
				t.Errorf("group %d = %v, want %v", g, ids, want)
			}
		}
	}
	var daily []Sighting
	for d := range 60 {
		daily = append(daily, Sighting{ID: data.ReportID(d + 1), Point: orb.Point{5e5, 6e5}, Day: data.Day(20000 + d), Dated: true})
	}
	if got := len(Merge(daily)); got != o.Daily {
		t.Errorf("a report a day for 60 days merges to %d, want %d", got, o.Daily)
	}
}
