package data

import (
	"testing"

	"github.com/paulmach/orb"
)

func catalogue(t *testing.T) *Catalogue {
	t.Helper()
	c, err := NewCatalogue(
		[]Category{{ID: "parking", Group: "traffic", NamePL: "Nieprawidłowe parkowanie", Aliases: []string{"złe parkowanie"}}, {ID: "alcohol", Group: "substances", NamePL: "Alkohol"}},
		[]Group{{ID: "traffic"}, {ID: "substances"}}, []Status{{ID: "new", NamePL: "Nowe", Aliases: []string{"przyjęte"}}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCatalogueFinds(t *testing.T) {
	c := catalogue(t)
	for _, w := range []string{"parking", "NIEPRAWIDLOWE  parkowanie", "Złe parkowanie!", "nieprawidłowe-parkowanie"} {
		if id, ok := c.FindCategory(w); !ok || id != "parking" {
			t.Errorf("%q is %q", w, id)
		}
	}
	if _, ok := c.FindCategory("psy"); ok {
		t.Error("a word that the catalogue lacks was found")
	}
	if _, err := NewCatalogue([]Category{{ID: "a", Group: "g", NamePL: "X"}, {ID: "b", Group: "g", NamePL: "x"}}, []Group{{ID: "g"}}, nil); err == nil {
		t.Error("one alias of two categories was taken")
	}
}

func TestMatch(t *testing.T) {
	day := func(s string) *Day { d, _ := ParseDay(s); return &d }
	r := Report{Category: "alcohol", Status: "new", Origin: OriginInternet, Nature: NatureNuisance, Text: "Białowieska, ławki", When: When{Kind: TimeInstant, Wall: "2024-01-31T23:30"}}
	night := r
	night.When.Wall = "2024-02-03T01:00" // Saturday, early
	month := r
	month.When = When{Kind: TimeMonth, Wall: "2024-01"}
	none := r
	none.When = When{Kind: TimeNone}
	stated := none
	stated.When = When{Kind: TimeRecurring, Weekdays: WeekdaysOf(5), Band: Band{22 * 60, 6 * 60}}
	january := Period{From: day("2024-01-01"), To: day("2024-01-31")}
	for _, c := range []struct {
		name string
		f    Filter
		r    Report
		want Verdict
	}{
		{"all", Filter{}, r, Included},
		{"last day whole", Filter{Period: january}, r, Included},
		{"day after", Filter{Period: Period{From: day("2024-02-01")}}, r, Excluded},
		{"month inside", Filter{Period: january}, month, Included},
		{"month cut", Filter{Period: Period{To: day("2024-01-15")}}, month, UndatedOnly},
		{"month outside", Filter{Period: Period{From: day("2024-03-01")}}, month, Excluded},
		{"undated", Filter{Period: january}, none, UndatedOnly},
		{"undated shown", Filter{Period: january, Undated: true}, none, Included},
		{"group", Filter{Groups: []GroupID{"substances"}}, r, Included},
		{"other group", Filter{Groups: []GroupID{"traffic"}}, r, Excluded},
		{"text folded", Filter{Text: "bialowieska"}, r, Included},
		{"night of Friday", Filter{Weekdays: WeekdaysOf(5), Hours: Band{22 * 60, 6 * 60}}, night, Included},
		{"Saturday noon to four", Filter{Weekdays: WeekdaysOf(6), Hours: Band{12 * 60, 16 * 60}}, night, Excluded},
		{"stated band", Filter{Weekdays: WeekdaysOf(5), Hours: Band{23 * 60, 60}}, stated, Included},
		{"stated band misses", Filter{Hours: Band{8 * 60, 10 * 60}}, stated, Excluded},
		{"area unknown", Filter{Area: "x"}, r, Excluded},
	} {
		if got := c.f.Matcher(catalogue(t), nil).Match(&c.r); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestFilterText(t *testing.T) {
	for _, s := range []string{
		"", "category=parking;category=alcohol;status=new;from=2024-01-01;to=2024-12-31;weekday=mon,fri;hours=22:00-06:00;undated=include;without-reaction=30",
		`area=Stare\;Nowe;text=a\\b`,
	} {
		f, err := ParseFilter(s)
		if err != nil {
			t.Fatal(err)
		}
		if got := f.String(); got != s {
			t.Errorf("%q comes back as %q", s, got)
		}
	}
	for _, s := range []string{"from=2024-02-30", "weekday=pn", "hours=25", "x=1", "from=2024-02-02;to=2024-02-01"} {
		if _, err := ParseFilter(s); err == nil {
			t.Errorf("%q was taken", s)
		}
	}
}

func TestDays(t *testing.T) {
	d, _ := ParseDay("2024-01-31")
	for months, want := range map[int]string{1: "2024-02-29", 13: "2025-02-28", -12: "2023-01-31", 0: "2024-01-31"} {
		if got := d.AddMonths(months).String(); got != want {
			t.Errorf("%+d months: %s, want %s", months, got, want)
		}
	}
	if NewPeriod(d, d+1).Days() != 2 {
		t.Error("both ends belong to a period")
	}
}

func TestValidate(t *testing.T) {
	good := Report{Origin: OriginPolice, Nature: NatureOffence, When: When{Kind: TimeNone}, Where: At(22, 50)}
	if err := good.Validate(); err != nil {
		t.Error(err)
	}
	for _, p := range []Place{At(0, 0), At(200, 50), At(22, 91)} {
		bad := good
		bad.Where = p
		if bad.Validate() == nil {
			t.Errorf("%v is taken for a place", p.Point)
		}
	}
	m := Motion{Text: "x", Debate: 1, Place: MotionPlace{Kind: PlacePoint}}
	if m.Validate() == nil {
		t.Error("a point without a place is valid")
	}
	m.Place.Geometry = orb.Point{22, 50}
	if err := m.Validate(); err != nil {
		t.Error(err)
	}
	if c := (Counts{Read: 9, OnMap: 5, WithoutPlace: 4}); !c.AddsUp() {
		t.Error("5 + 4 are 9")
	}
}
