package window

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pinezka/app/session"
	"pinezka/data"
	"pinezka/mapview"
	"pinezka/mapview/overlay"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
)

// TestFacilitiesAndStatisticsInTheWindow: imported facilities stand in the legend
// and tell their name by a click; the numbers of the filter's area stand in the
// panel, and only of that.
func TestFacilitiesAndStatisticsInTheWindow(t *testing.T) {
	d := openDesk(t)
	store := func(plan func(context.Context, string, session.ImportChoice) (*session.ListPlan, error), content string) {
		t.Helper()
		path := filepath.Join(t.TempDir(), "lista.csv")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		p, err := plan(context.Background(), path, session.ImportChoice{})
		if err != nil || p.Counts.Refused > 0 {
			t.Fatalf("%v, refused %+v", err, p)
		}
		if err := d.s.StoreList(p); err != nil {
			t.Fatal(err)
		}
		d.settle()
	}
	rows := len(d.w.legend.rows.Objects)
	store(d.s.PlanFacilities, "nazwa;rodzaj;adres;lat;lon\nKomisariat II;;Rynek 1;50,0248;22,017\nPosterunek;kandydat;;50,0251;22,012\n")
	if n := len(d.w.legend.rows.Objects); n != rows+3 {
		t.Errorf("the legend has %d rows, want %d", n, rows+3)
	}
	d.w.mapTapped(mapview.Hit{Marks: []portrayal.Mark{{Ref: scene.Ref{Layer: overlay.LayerFacilities, ID: int64(d.s.Facilities()[0].ID)}}}})
	if got := d.s.Message().Text; !strings.Contains(got, "Komisariat II") || !strings.Contains(got, "Rynek 1") {
		t.Errorf("a click says %q", got)
	}
	var area string
	for _, a := range d.s.Areas() {
		if a.Kind != data.AreaGmina {
			area = a.Name
		}
	}
	d.s.Filter.SetArea(area)
	if n := len(d.w.details.statistics()); n != 0 {
		t.Errorf("%d lines of statistics without any", n)
	}
	store(d.s.PlanStatistics, "obszar;wskaźnik;okres;wartość\n"+area+";theft;2024;12\n"+area+";fight;I półrocze 2024;3\n")
	if n := len(d.w.details.statistics()); n != 4 { // head, note, two numbers
		t.Errorf("%d lines of statistics, want 4", n)
	}
	d.look("places")
	d.s.Filter.SetArea("")
	if n := len(d.w.details.statistics()); n != 0 {
		t.Errorf("%d lines of statistics of the whole municipality", n)
	}
}
