package exchange

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/data"
	"pinezka/data/crs"
)

func TestCaseDebateNotes(t *testing.T) {
	var want struct {
		Requests     int
		WithoutPlace []string       `json:"without_place"`
		Within200    map[string]int `json:"within_200m"`
		Within250    map[string]int `json:"within_250m"`
	}
	expected(t, "ana-debate-notes", &want)
	list, err := ReadMotions(context.Background(), caseFile("ana-debate-notes", "wnioski.csv"), catalogue(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	// The case's distances hold: same category, in the twelve months before.
	heard := read(t, caseFile("ana-debate-notes", "zgloszenia.csv"), Options{})
	reports := heard.reports()
	for radius, counts := range map[float64]map[string]int{200: want.Within200, 250: want.Within250} {
		for number, n := range counts {
			got := 0
			for _, m := range list.Rows {
				if fmt.Sprint(m.Motion.Number) != number {
					continue
				}
				at, _ := m.Motion.Place.Centre()
				for _, r := range reports {
					day, _, _ := r.When.Days()
					if r.Category == m.Motion.Category && day <= *m.Day && day > m.Day.AddMonths(-12) && crs.Distance(at, r.Where.Point) <= radius {
						got++
					}
				}
			}
			if got != n {
				t.Errorf("within %v m of motion %s lie %d reports, want %d", radius, number, got, n)
			}
		}
	}
	if len(list.Rows) != want.Requests || len(list.Rejects) != 0 {
		t.Fatalf("%d motions, %d refused", len(list.Rows), len(list.Rejects))
	}
	categories := []data.CategoryID{"parking", "speeding", "grass-burning", "", "road-infrastructure"}
	kinds := []data.PlaceKind{data.PlacePoint, data.PlacePoint, data.PlacePoint, data.PlaceWhole, data.PlaceNone}
	var without []string
	for i, r := range list.Rows {
		m := r.Motion
		if !m.Place.Located() {
			without = append(without, fmt.Sprint(m.Number))
		}
		m.Debate = 1
		if err := m.Validate(); err != nil {
			t.Errorf("motion %d: %v", i+1, err)
		}
		if m.Number != i+1 || m.Category != categories[i] || m.Place.Kind != kinds[i] || m.State != data.MotionNew || len(r.Findings) != 0 {
			t.Errorf("motion %d is %+v, findings %v", i+1, m, r.Findings)
		}
		if r.Day == nil || r.Day.String() != "2024-05-14" {
			t.Errorf("motion %d is of %v", i+1, r.Day)
		}
	}
	if !slices.Equal(without, want.WithoutPlace) {
		t.Errorf("without a point are %v", without)
	}
	if p := list.Rows[0].Motion.Place; p.Geometry != (orb.Point{20.68, 52.14}) || p.Words != "ul. Szkolna" {
		t.Errorf("the first place is %+v", p)
	}
	last := list.Rows[4].Motion
	if last.Text != "Brak oświetlenia – „ciemno jak w piwnicy”; prosimy o lampy" || last.Place.Words != "ul. Źródlana (bez numeru)" {
		t.Errorf("the last is %+v", last)
	}
}

func TestMotionsOfTwelveDebates(t *testing.T) {
	list, err := ReadMotions(context.Background(), filepath.Join(realData, "debates", "wnioski-z-debat.csv"), catalogue(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(list.Rows) != 24 || len(list.Rejects) != 0 {
		t.Fatalf("%d rows, %d refused", len(list.Rows), len(list.Rejects))
	}
	debates, none, undated := map[string]int{}, 0, 0
	for _, r := range list.Rows {
		debates[r.Debate]++
		if r.None() {
			none++
			continue
		}
		if r.Day == nil {
			undated++
		}
		if r.Motion.Place.Kind != data.PlaceNone || r.Motion.Number != debates[r.Debate] || r.Source == "" || r.Municipality == "" {
			t.Errorf("row %d is %+v", r.Row, r)
		}
	}
	if len(debates) != 12 || none != 1 || undated != 7 {
		t.Errorf("%d debates, %d rows without motion, %d without a day", len(debates), none, undated)
	}
	second := list.Rows[1]
	if m := second.Motion; m.Category != "speeding" || m.Title != "prędkość" || m.Addressee != "wójt" || m.Answer != "odpowiedź udzielona na miejscu" ||
		m.Place.Words != "Przybrodzin, wzdłuż drogi powiatowej" || !strings.HasPrefix(m.Text, "ograniczyć prędkość do 40 km/h") {
		t.Errorf("the second is %+v", m)
	}
	yearless := list.Rows[9]
	if yearless.Day != nil || len(yearless.Findings) != 1 || yearless.Findings[0].Code != WarnUnreadableDate || yearless.Findings[0].Value != "06-06" {
		t.Errorf("a date without a year gives %v, %v", yearless.Day, yearless.Findings)
	}
}

func TestNotAListOfMotions(t *testing.T) {
	_, err := ReadMotions(context.Background(), caseFile("imp-bad-rows", "zle_wiersze.csv"), catalogue(t), Options{})
	if !errors.Is(err, ErrNoMotions) {
		t.Errorf("a list of reports gives %v", err)
	}
	list, err := ReadMotions(context.Background(), file(t, "w.csv", "nr;wniosek;X;Y\n1;lampy;476005;615363\n"), catalogue(t), Options{})
	if !errors.Is(err, ErrQuestion) || list == nil || list.Proposal.Questions[0].Key != AskAxes {
		t.Errorf("metres of either order give %v", err)
	}
}

func TestAreas(t *testing.T) {
	areas, _, err := ReadAreas(context.Background(), filepath.Join(realData, "boundaries", "powiat-hajnowski-gminy.geojson"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(areas) != 9 {
		t.Fatalf("%d areas", len(areas))
	}
	if a := areas[0]; a.Name != "Hajnówka" || a.Code != "2005011" || a.Kind != data.AreaGmina || !a.Geometry.Bound().Contains(orb.Point{23.58, 52.74}) {
		t.Errorf("the first is %+v", a)
	}
	plane, _, err := ReadAreas(context.Background(), file(t, "o.geojson", `{"crs":{"properties":{"name":"urn:ogc:def:crs:EPSG::2180"}},"features":[
		{"properties":{"nazwa":"Osiedle A","rodzaj":"osiedle"},"geometry":{"type":"Polygon","coordinates":[[[615363.27,476005.03],[616000,476005.03],[616000,477000],[615363.27,476005.03]]]}},
		{"properties":{},"geometry":{"type":"Point","coordinates":[1,2]}}]}`), Options{})
	if err != nil || len(plane) != 1 || plane[0].Kind != data.AreaEstate {
		t.Fatalf("%+v, %v", plane, err)
	}
	if c := plane[0].Geometry[0][0][0]; !(orb.Bound{Min: orb.Point{20.6861, 52.138}, Max: orb.Point{20.6863, 52.1382}}).Contains(c) {
		t.Errorf("the corner lies at %v", c)
	}
	if _, _, err := ReadAreas(context.Background(), caseFile("time-utc-geojson", "utc.geojson"), Options{}); !errors.Is(err, ErrNoAreas) {
		t.Errorf("points give %v", err)
	}
	if _, _, err := ReadAreas(context.Background(), caseFile("imp-bad-rows", "zle_wiersze.csv"), Options{}); err == nil {
		t.Error("a table gives areas")
	}
	metres := file(t, "m.geojson", `{"features":[{"geometry":{"type":"Polygon","coordinates":[[[615363,476005],[616000,476005],[616000,477000],[615363,476005]]]}}]}`)
	_, p, err := ReadAreas(context.Background(), metres, Options{})
	if !errors.Is(err, ErrQuestion) || len(p.Questions) != 1 || p.Questions[0].Key != AskCRS {
		t.Errorf("metres without a crs give %v", err)
	}
	if a, _, err := ReadAreas(context.Background(), metres, Options{Answers: map[string]string{AskCRS: "2180"}}); err != nil || len(a) != 1 {
		t.Errorf("with an answer %d areas, %v", len(a), err)
	}
	if _, _, err := ReadAreas(context.Background(), metres, Options{Answers: map[string]string{AskCRS: "4326"}}); !errors.Is(err, data.ErrPlace) {
		t.Errorf("metres that are said to be degrees give %v", err)
	}
}
