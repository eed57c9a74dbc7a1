package session

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pinezka/data"
	"pinezka/mapview/overlay"
)

func listFile(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "lista.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestStatisticsUndone: a list of numbers is one step, an update comes back to the
// number before.
func TestStatisticsUndone(t *testing.T) {
	s := openSample(t)
	var area data.Area
	for _, a := range s.Areas() {
		if a.Kind != data.AreaGmina {
			area = a
			break
		}
	}
	store := func(content string, updated int) {
		t.Helper()
		p, err := s.PlanStatistics(context.Background(), listFile(t, "obszar;wskaźnik;okres;wartość\n"+content), ImportChoice{})
		if err != nil {
			t.Fatal(err)
		}
		if p.Counts.Updated != updated || p.Counts.Refused != 0 || !p.Counts.AddsUp() {
			t.Fatalf("counts %+v, refused %+v", p.Counts, p.Rejects)
		}
		if err := s.StoreList(p); err != nil {
			t.Fatal(err)
		}
	}
	values := func() (out []float64) {
		for _, x := range s.AreaStatistics(area.ID) {
			out = append(out, x.Value)
		}
		return out
	}
	is := func(what string, want ...float64) {
		t.Helper()
		got := values()
		if len(got) != len(want) {
			t.Fatalf("%s: %v, want %v", what, got, want)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s: %v, want %v", what, got, want)
			}
		}
	}
	store(area.Name+";theft;2023;5\n"+area.Name+";theft;2024;7\n"+area.Name+";kolizje;2024;1\n", 0)
	is("stored", 7, 5, 1) // by indicator, the newest first
	store(area.Name+";theft;2024;9\n", 1)
	is("corrected", 9, 5, 1)
	if err := s.Undo(); err != nil {
		t.Fatal(err)
	}
	is("undone", 7, 5, 1)
	if err := s.Undo(); err != nil {
		t.Fatal(err)
	}
	is("undone twice")
	if err := s.Redo(); err != nil {
		t.Fatal(err)
	}
	is("done again", 7, 5, 1)
	if got := s.IndicatorName("theft"); got != "kradzież" {
		t.Errorf("theft is called %q", got)
	}
	for _, c := range []struct{ words, want string }{
		{"2024", "2024 r."}, {"2024 H1", "I półrocze 2024 r."}, {"2024 H2", "II półrocze 2024 r."}, {"2024-01-02..2024-01-05", "02.01.2024 – 05.01.2024"},
	} {
		p, err := data.ParsePeriod(c.words)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.PeriodShort(*p.From, *p.To); got != c.want {
			t.Errorf("%s is written %q, want %q", c.words, got, c.want)
		}
	}
}

// TestFacilitiesOnMapAndSheet: what was imported is drawn on the map and printed
// with its sign in the legend, and goes with undo.
func TestFacilitiesOnMapAndSheet(t *testing.T) {
	s := openSample(t)
	drawn := func() int {
		for _, o := range s.Map().Overlay {
			if f, ok := o.(overlay.Facilities); ok {
				return len(f.Facilities)
			}
		}
		return 0
	}
	if n := drawn(); n != 0 {
		t.Fatalf("%d facilities at the start", n)
	}
	p, err := s.PlanFacilities(context.Background(), listFile(t, "nazwa;rodzaj;lat;lon\nKomisariat;;50,0248;22,017\nPosterunek;kandydat;50,0251;22,012\n"), ImportChoice{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.StoreList(p); err != nil {
		t.Fatal(err)
	}
	if n := drawn(); n != 2 {
		t.Errorf("%d facilities on the map, want 2", n)
	}
	signs := map[string]int{}
	printed, err := s.Sheet.WritePDF(context.Background(), &strings.Builder{}, s.Sheet.Options())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range printed.Signs {
		signs[e.Class] = e.Count
	}
	if signs["existing"] != 1 || signs["candidate"] != 1 {
		t.Errorf("signs of the legend %v", signs)
	}
	if err := s.Undo(); err != nil {
		t.Fatal(err)
	}
	if n := drawn(); n != 0 || len(s.Facilities()) != 0 {
		t.Errorf("%d facilities after undo", n)
	}
}
