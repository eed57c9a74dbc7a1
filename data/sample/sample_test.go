package sample_test

import (
	"context"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pinezka/assets"
	"pinezka/data"
	"pinezka/data/compare"
	"pinezka/data/crs"
	"pinezka/data/privacy"
	"pinezka/data/sample"
)

func catalogue(t testing.TB) *data.Catalogue {
	t.Helper()
	c, err := data.ReadCatalogue(assets.Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func generate(t testing.TB) (sample.Sample, compare.Ground) {
	t.Helper()
	facts, ground := extract(t)
	s, err := sample.Generate(sample.Seed, facts)
	if err != nil {
		t.Fatal(err)
	}
	return s, ground
}

func compareDebate(t testing.TB, s sample.Sample, ground compare.Ground, debate int) compare.Result {
	t.Helper()
	d := s.Debates[debate]
	var motions []data.Motion
	for _, m := range s.Motions {
		if m.Debate == d.ID {
			motions = append(motions, m)
		}
	}
	result, err := compare.Compare(context.Background(), compare.Question{
		Motions: motions, Reports: s.Reports, Setting: d.Setting, Day: d.Day, AsOf: &s.AsOf,
		Area: s.Areas[0].Geometry, Ground: ground, Catalogue: catalogue(t),
	})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// TestPlantedVerdicts holds what the first run shows.
func TestPlantedVerdicts(t *testing.T) {
	s, ground := generate(t)
	want := [][]compare.Verdict{
		{1: compare.VerdictBacked, 2: compare.VerdictBacked, 8: compare.VerdictWhole, 10: compare.VerdictNowhere},
		{
			1: compare.VerdictBacked, 2: compare.VerdictBacked, 3: compare.VerdictBacked, 4: compare.VerdictFew, 5: compare.VerdictBusy,
			6: compare.VerdictNone, 7: compare.VerdictWhole, 8: compare.VerdictNowhere, 10: compare.VerdictUnsettled, 11: "",
		},
	}
	for d := range s.Debates {
		r := compareDebate(t, s, ground, d)
		if n := len(r.Motions); n < 9 || n > 11 {
			t.Errorf("debate %d has %d motions", d+1, n)
		}
		if r.Baseline != data.BaselineStreets || r.AreaAssumed || r.OutsideArea != 0 {
			t.Errorf("debate %d: baseline %s, area assumed %v, %d reports outside", d+1, r.Baseline, r.AreaAssumed, r.OutsideArea)
		}
		for _, f := range r.Motions {
			if f.Number < len(want[d]) && want[d][f.Number] != "" && f.Verdict != want[d][f.Number] {
				t.Errorf("debate %d, motion %d: %s, want %s (%d of %d, expected %.2f, p %.3g, other %.3g)",
					d+1, f.Number, f.Verdict, want[d][f.Number], f.CountMerged, f.SameAll, f.Expected, f.PHolm, f.POtherHolm)
			}
		}
		if d == 1 {
			if r.Period.From.String() != "2025-11-01" || r.Period.To.String() != "2026-10-31" {
				t.Errorf("the second debate is compared with %s to %s", r.Period.From, r.Period.To)
			}
			var categories []data.CategoryID
			for _, c := range r.NotNamed {
				categories = append(categories, c.Category)
			}
			slices.Sort(categories)
			if !slices.Equal(categories, []data.CategoryID{"dumps", "stray-dogs"}) {
				t.Errorf("hot spots that nobody named: %v", categories)
			}
		}
	}
}

func TestAStreetGotBetter(t *testing.T) {
	s, _ := generate(t)
	street := slices.DeleteFunc(slices.Clone(s.Reports), func(r data.Report) bool {
		return r.Category != "parking" || !strings.HasPrefix(r.Where.Words, "ul. Ossolińskich")
	})
	at := s.Debates[0].Day
	got := compare.ChangeByCategory(street, data.NewPeriod(at.AddMonths(-12)+1, at), data.NewPeriod(at+1, s.AsOf))
	if got.Total.Verdict != compare.ChangeFall {
		t.Errorf("%d to %d: %s", got.Total.Before, got.Total.After, got.Total.Verdict)
	}
}

func TestFridayNights(t *testing.T) {
	s, _ := generate(t)
	friday, night, all := 0, 0, 0
	for _, r := range s.Reports {
		if r.Category != "alcohol" || r.Where.Words != "ul. Seniora" {
			continue
		}
		all++
		if first, last, ok := r.When.Days(); ok && first == last && first.Weekday() == time.Friday {
			friday++
		}
		if m, ok := r.When.Minute(); ok && (m >= 21*60 || m < 2*60) || r.When.Band.IsSet() && r.When.Band.Contains(23*60) {
			night++
		}
	}
	if all < 40 || friday*10 < all*6 || night*2 < all {
		t.Errorf("of %d reports %d are on Fridays and %d at night", all, friday, night)
	}
}

func TestDefaultPoint(t *testing.T) {
	s, _ := generate(t)
	shared := compare.SharedPoints(s.Reports)
	if len(shared) != 1 || shared[0].Count != 40 || !shared[0].Marked {
		t.Errorf("shared points: %+v", shared)
	}
}

// TestProportions compares with the published figures: parking, speeding and
// alcohol are seven of ten reports; more than half come from the internet.
func TestProportions(t *testing.T) {
	s, _ := generate(t)
	categories, origins, precision := map[data.CategoryID]float64{}, map[data.Origin]float64{}, map[data.Precision]int{}
	undated := 0
	for _, r := range s.Reports {
		categories[r.Category]++
		origins[r.Origin]++
		precision[r.Where.Precision]++
		if _, _, ok := r.When.Days(); !ok {
			undated++
		}
	}
	n := float64(len(s.Reports))
	if top := (categories["parking"] + categories["speeding"] + categories["alcohol"]) / n; top < 0.65 || top > 0.75 {
		t.Errorf("the first three categories are %.2f of all", top)
	}
	if categories["level-crossing"]+categories["track-crossing"]+categories["poaching"] != 0 {
		t.Error("there is neither a railway nor a hunting ground")
	}
	for origin, want := range map[data.Origin]float64{data.OriginInternet: 0.7, data.OriginPolice: 0.2, data.OriginContact: 0.1} {
		if got := origins[origin] / n; math.Abs(got-want) > 0.04 {
			t.Errorf("%s: %.2f of all, want about %.2f", origin, got, want)
		}
	}
	if undated < 10 || undated > 120 || precision[data.PrecisionNone] < 10 || precision[data.PrecisionCrossing] < 10 || precision[data.PrecisionStreet] < 5 {
		t.Errorf("%d undated, precisions %v", undated, precision)
	}
}

func TestEverythingIsValid(t *testing.T) {
	s, _ := generate(t)
	c := catalogue(t)
	if len(s.Reports) != sample.Count {
		t.Errorf("%d reports", len(s.Reports))
	}
	from := s.AsOf.AddMonths(-36) + 1
	for i := range s.Reports {
		r := &s.Reports[i]
		if err := r.Validate(); err != nil {
			t.Errorf("report %d: %v", r.ID, err)
		}
		if _, ok := c.Category(r.Category); !ok {
			t.Errorf("report %d: category %q", r.ID, r.Category)
		}
		if _, ok := c.Status(r.Status); !ok {
			t.Errorf("report %d: status %q", r.ID, r.Status)
		}
		if r.Where.Known() && !sample.Municipality.Contains(r.Where.Point) {
			t.Errorf("report %d lies outside: %v", r.ID, r.Where.Point)
		}
		if first, last, ok := r.When.Days(); ok && (first < from || last > s.AsOf) {
			t.Errorf("report %d is of %s", r.ID, r.When.Wall)
		}
		if !strings.Contains(r.Source.Institution, "dane przykładowe") || r.Text == "" {
			t.Errorf("report %d does not say that it is sample data: %+v", r.ID, r.Source)
		}
	}
	for i := range s.Debates {
		if err := s.Debates[i].Validate(); err != nil {
			t.Error(err)
		}
	}
	for i := range s.Motions {
		if err := s.Motions[i].Validate(); err != nil {
			t.Errorf("motion %d: %v", i, err)
		}
		if s.Motions[i].Title == "" || len([]rune(s.Motions[i].Title)) > 48 {
			t.Errorf("motion %d: title %q", i, s.Motions[i].Title)
		}
	}
	for _, in := range s.Institutions {
		for _, id := range in.Categories {
			if _, ok := c.Category(id); !ok {
				t.Errorf("%s: category %q", in.Name, id)
			}
		}
	}
	for _, k := range c.Categories {
		if !slices.ContainsFunc(s.Institutions, func(in data.Institution) bool { return slices.Contains(in.Categories, k.ID) }) {
			t.Errorf("nobody answers for %q", k.ID)
		}
	}
}

func TestAreasFillTheMunicipality(t *testing.T) {
	s, _ := generate(t)
	var parts float64
	for _, a := range s.Areas[1:] {
		size := crs.Area(a.Geometry)
		if size < 50_000 || !strings.Contains(a.Name, "obszar przykładowy") {
			t.Errorf("%s has %.0f m²", a.Name, size)
		}
		parts += size
	}
	if whole := crs.Area(s.Areas[0].Geometry); len(s.Areas) != 5 || math.Abs(parts/whole-1) > 1e-4 {
		t.Errorf("%d areas, parts of %.0f m², municipality of %.0f m²", len(s.Areas), parts, whole)
	}
}

func TestTheSameSeedGivesTheSameSample(t *testing.T) {
	facts, _ := extract(t)
	first, err := sample.Generate(7, facts)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(facts.Streets)
	second, err := sample.Generate(7, facts)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(first, second) {
		t.Error("the order of the streets changed the sample")
	}
	other, err := sample.Generate(8, facts)
	if err != nil {
		t.Fatal(err)
	}
	if reflect.DeepEqual(first.Reports, other.Reports) {
		t.Error("another seed gave the same reports")
	}
}

func TestMissingStreetsAreNamed(t *testing.T) {
	if _, err := sample.Generate(1, sample.Facts{}); err == nil || !strings.Contains(err.Error(), "no street") {
		t.Errorf("error %v", err)
	}
}

func BenchmarkCompareSample(b *testing.B) {
	s, ground := generate(b)
	for b.Loop() {
		compareDebate(b, s, ground, 1)
	}
}

// TestNobodyIsNamed looks for what privacy would mask, in every text.
func TestNobodyIsNamed(t *testing.T) {
	s, _ := generate(t)
	var texts []string
	for _, r := range s.Reports {
		texts = append(texts, r.Text, r.Where.Words)
	}
	for _, m := range s.Motions {
		texts = append(texts, m.Title, m.Text, m.Answer, m.Place.Words, m.RaisedBy, m.Addressee)
	}
	for _, text := range texts {
		if hits := privacy.Find(text); len(hits) > 0 {
			t.Errorf("%q: %v", text, hits)
		}
	}
	release := privacy.Protect(s.Reports, s.Motions, privacy.Options{Catalogue: catalogue(t)})
	if n := len(release.Points()); n < 1500 || n == len(s.Reports) || release.Told() > len(s.Reports) || len(release.Motions()) != len(s.Motions) {
		t.Errorf("%d points, %d told, %d motions", n, release.Told(), len(release.Motions()))
	}
}
