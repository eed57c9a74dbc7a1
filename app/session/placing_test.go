package session

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pinezka/data"
	"pinezka/data/exchange"
)

// writeList writes a list for an import.
func writeList(t testing.TB, name string, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func planOf(t testing.TB, s *Session, path string, c ImportChoice) *ImportPlan {
	t.Helper()
	plan, err := s.PlanImport(context.Background(), path, c)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func importOf(t testing.TB, s *Session, path string, c ImportChoice) data.Import {
	t.Helper()
	done, err := s.Import(context.Background(), planOf(t, s, path, c), nil)
	if err != nil {
		t.Fatal(err)
	}
	if !done.Counts.AddsUp() {
		t.Errorf("%s: %+v does not add up", filepath.Base(path), done.Counts)
	}
	return done
}

var addressList = []string{
	"numer;data;kategoria;ulica;nr domu;szerokość;długość",
	"1;2026-03-01;Nieprawidłowe parkowanie;Seniora;3;;",
	"2;2026-03-02;Nieprawidłowe parkowanie;PADEREWSKIEGO /;;;",
	"3;2026-03-03;Nieprawidłowe parkowanie;Paderewskiego a Dobrzańskiego;;;",
	"4;2026-03-04;Nieprawidłowe parkowanie;Park Papieski;;;",
	"5;2026-03-05;Nieprawidłowe parkowanie;Niepodległości;;;",
	"6;2026-03-06;Nieprawidłowe parkowanie;Nieznana;12;;",
	"7;2026-03-07;Nieprawidłowe parkowanie;Nieznana;12;50,03;22,01",
	"8;2026-03-08;Nieprawidłowe parkowanie;;;;",
	"9;2026-03-09;Nieprawidłowe parkowanie;Zimowa;10;;;zbyt;wiele",
}

// TestPlacesByWords: what the words name is found with its precision, what they do
// not name for sure stays without place, and every row is counted once.
func TestPlacesByWords(t *testing.T) {
	s := openSample(t)
	path := writeList(t, "adresy.csv", addressList...)
	plan := planOf(t, s, path, ImportChoice{})
	found := map[data.Precision]int{data.PrecisionAddress: 1, data.PrecisionStreet: 1, data.PrecisionCrossing: 1, data.PrecisionArea: 1}
	if !maps.Equal(plan.LookedUp, found) {
		t.Errorf("looked up %v, want %v", plan.LookedUp, found)
	}
	told := map[string]int{}
	for _, f := range append(plan.Infos, plan.Warnings...) {
		switch f.Code {
		case exchange.FoundPlaces, exchange.WarnUnknownPlace, exchange.WarnTwins:
			told[string(f.Code)+" "+f.Value] += f.Count
		case exchange.WarnNoPlace:
			told[string(f.Code)]++
		}
	}
	if want := map[string]int{
		"places-looked-up address": 1, "places-looked-up street": 1, "places-looked-up crossing": 1, "places-looked-up area": 1,
		"place-ambiguous Niepodległości": 1, "place-unknown Nieznana 12": 1, "place-missing": 3,
	}; !maps.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
	done := importOf(t, s, path, ImportChoice{})
	if c := done.Counts; c.Read != 9 || c.OnMap != 5 || c.WithoutPlace != 3 || c.Refused != 1 || c.AlreadyPresent != 0 {
		t.Errorf("counts %+v", c)
	}
	stored := map[string]data.Place{}
	for _, r := range s.Reports() {
		if r.Import == done.ID {
			stored[r.Source.ID] = r.Where
		}
	}
	for id, want := range map[string]data.Place{
		"1": {Precision: data.PrecisionAddress, Words: "Seniora 3"}, "2": {Precision: data.PrecisionStreet, Words: "PADEREWSKIEGO /"},
		"3": {Precision: data.PrecisionCrossing, Words: "Paderewskiego a Dobrzańskiego"}, "4": {Precision: data.PrecisionArea, Words: "Park Papieski"},
		"5": {Precision: data.PrecisionNone, Words: "Niepodległości"}, "6": {Precision: data.PrecisionNone, Words: "Nieznana 12"},
		"7": {Precision: data.PrecisionPoint, Words: "Nieznana 12"}, "8": {Precision: data.PrecisionNone},
	} {
		got := stored[id]
		if got.Precision != want.Precision || got.Words != want.Words || got.Known() && !s.Bound().Pad(0.01).Contains(got.Point) {
			t.Errorf("report %s is at %+v, want %+v", id, got, want)
		}
	}

	// The same file again changes nothing, with the base map and without it.
	for range 2 {
		if c := importOf(t, s, path, ImportChoice{}).Counts; c.AlreadyPresent != 8 || c.Updated != 0 || c.OnMap+c.WithoutPlace != 0 {
			t.Errorf("again: %+v", c)
		}
		s.base.facts, s.base.places = nil, nil
	}
	for _, r := range s.Reports() {
		if r.Import == done.ID && r.Where != stored[r.Source.ID] {
			t.Errorf("report %s moved from %v to %v", r.Source.ID, stored[r.Source.ID], r.Where)
		}
	}
}

// TestPlacesCome: a list that was imported before there was a base map gets its
// places by being imported again.
func TestPlacesCome(t *testing.T) {
	s := openSample(t)
	facts := s.base.facts
	s.base.facts = nil
	path := writeList(t, "adresy.csv", addressList...)
	if c := importOf(t, s, path, ImportChoice{}).Counts; c.OnMap != 1 || c.WithoutPlace != 7 {
		t.Errorf("without a base map: %+v", c)
	}
	s.base.facts = facts
	if c := importOf(t, s, path, ImportChoice{}).Counts; c.AlreadyPresent != 8 || c.Updated != 4 {
		t.Errorf("with it: %+v", c)
	}
}

// TestPlacesOfLongList: a list of 30,000 rows with many places is read in seconds.
func TestPlacesOfLongList(t *testing.T) {
	lines := []string{"Data Godzina,Numer,Typ,Miejsce"}
	streets := []string{"SENIORA", "PADEREWSKIEGO", "KRZYŻANOWSKIEGO", "STRZEGOMSKA", "REJTANA a KOPISTO", "NIEPODLEGŁOŚCI"}
	for i := range 30_000 {
		lines = append(lines, fmt.Sprintf("2026-01-02 09:40:18,INT-%05d/26,NIEPRAWIDŁOWE PARKOWANIE,%s %d/", i, streets[i%len(streets)], i%800))
	}
	s := openSample(t)
	path := writeList(t, "straz.csv", lines...)
	start := time.Now()
	plan := planOf(t, s, path, ImportChoice{})
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
	c := plan.Counts
	if !c.AddsUp() || c.Read != 30_000 || c.OnMap < 10_000 || c.WithoutPlace < 5_000 {
		t.Errorf("counts %+v", c)
	}
	sum := 0
	for _, n := range plan.LookedUp {
		sum += n
	}
	if sum != c.OnMap {
		t.Errorf("%v were looked up, %d are on the map", plan.LookedUp, c.OnMap)
	}
}
