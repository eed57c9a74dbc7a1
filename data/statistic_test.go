package data

import (
	"math"
	"strings"
	"testing"
)

func TestParsePeriod(t *testing.T) {
	for words, want := range map[string]string{
		"2024": "2024-01-01 2024-12-31", "2024 r.": "2024-01-01 2024-12-31", "rok 2024": "2024-01-01 2024-12-31",
		"I półrocze 2024": "2024-01-01 2024-06-30", "2 półrocze 2024 r.": "2024-07-01 2024-12-31", "II półrocze 2024": "2024-07-01 2024-12-31",
		"2024-H1": "2024-01-01 2024-06-30", "2024H2": "", "2024 H2": "2024-07-01 2024-12-31", "first half 2024": "2024-01-01 2024-06-30",
		"2024-02": "2024-02-01 2024-02-29", "02.2024": "2024-02-01 2024-02-29", "2/2024": "2024-02-01 2024-02-29",
		"marzec 2024": "2024-03-01 2024-03-31", "marca 2024 r.": "2024-03-01 2024-03-31", "February 2023": "2023-02-01 2023-02-28",
		"2024-01-01..2024-03-31": "2024-01-01 2024-03-31", "1.01.2024 - 31.03.2024": "2024-01-01 2024-03-31", "od 1.02.2024 do 31.01.2025": "2024-02-01 2025-01-31",
		"": "", "24": "", "2024-13": "", "III półrocze 2024": "", "2024-03-31..2024-01-01": "", "2024-02-30..2024-03-01": "",
		"półrocze 2024": "", "marzec": "", "zeszły rok": "", "2024 2025": "", "2024 i": "", "I półrocze marzec 2024": "", "2024-01-01": "",
	} {
		got := ""
		if p, err := ParsePeriod(words); err == nil {
			got = p.From.String() + " " + p.To.String()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}

func TestStatisticsAndFacilitiesCheckThemselves(t *testing.T) {
	good := AreaStatistic{Area: 1, Indicator: "theft", From: 1, To: 1, Value: 0}
	if err := good.Validate(); err != nil {
		t.Error(err)
	}
	for _, bad := range []AreaStatistic{
		{Indicator: "theft"},
		{Area: 1},
		{Area: 1, Indicator: "theft", From: 2, To: 1},
		{Area: 1, Indicator: "theft", Value: -1},
		{Area: 1, Indicator: "theft", Value: math.NaN()},
		{Area: 1, Indicator: "theft", Value: math.Inf(1)},
	} {
		if bad.Validate() == nil {
			t.Errorf("%+v is valid", bad)
		}
	}
	post := Facility{Kind: FacilityCandidate, Name: "posterunek", Point: At(22, 50).Point}
	if err := post.Validate(); err != nil {
		t.Error(err)
	}
	for _, bad := range []Facility{{Kind: FacilityExisting, Point: post.Point}, {Name: "x", Point: post.Point}, {Name: "x", Kind: "old", Point: post.Point}, {Name: "x", Kind: FacilityExisting}} {
		if bad.Validate() == nil {
			t.Errorf("%+v is valid", bad)
		}
	}
	if _, err := ReadIndicators(strings.NewReader("code,order,name_pl,name_en,aliases_pl\na,1,kradzież,Theft,\nb,2,KRADZIEZ,Other,\n")); err == nil {
		t.Error("a word of two meanings was taken")
	}
}
