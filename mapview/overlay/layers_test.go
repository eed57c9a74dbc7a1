package overlay_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/data"
	"pinezka/data/crs"
	"pinezka/mapview/overlay"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
)

func TestRingKeepsItsDistance(t *testing.T) {
	for _, lat := range []float64{49, 52, 54.8} {
		for _, r := range []float64{50, 100, 3000} {
			c := orb.Point{19.3, lat}
			for _, p := range overlay.Ring(c, r) {
				if d := crs.Distance(c, p); math.Abs(d-r) > r*5e-4 {
					t.Fatalf("at %v N a point of the %v m circle is %.3f m away", lat, r, d)
				}
			}
		}
	}
}

func TestCircleIsDrawnOnlyWhereItIs(t *testing.T) {
	ms := marks(t, overlay.Circle{Centre: centre, Radius: 100}, view())
	if len(ms) != 1 {
		t.Fatalf("%d marks", len(ms))
	}
	box, _ := scene.Bounds(ms[0].Ops)
	if want := 40 + 1.3; math.Abs(box.W()-want) > 0.1 { // 200 m at 1:5000, and the line; Mercator is 0.3 % narrower to the east
		t.Errorf("circle is %.2f mm wide, want %.2f", box.W(), want)
	}
	if ms := marks(t, overlay.Circle{Centre: orb.Point{15, 52}, Radius: 100}, view()); len(ms) != 0 {
		t.Error("a far circle was drawn")
	}
}

func TestAreasHaveOutlineAndName(t *testing.T) {
	square := func(d float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{
			{centre[0] - d, centre[1] - d},
			{centre[0] + d, centre[1] - d},
			{centre[0] + d, centre[1] + d},
			{centre[0] - d, centre[1] + d},
			{centre[0] - d, centre[1] - d},
		}}}
	}
	ms := marks(t, overlay.Areas{Areas: []data.Area{
		{ID: 1, Kind: data.AreaGmina, Name: "Gmina", Geometry: square(0.01)},
		{ID: 2, Kind: data.AreaEstate, Name: "Nowe Miasto", Geometry: square(0.002)},
		{ID: 3, Kind: data.AreaEstate, Name: "Far", Geometry: orb.MultiPolygon{{{{1, 1}, {2, 1}, {2, 2}, {1, 1}}}}},
	}}, view())
	if len(ms) != 3 || len(ms[2].Boxes) != 1 || ms[2].Ref.ID != 2 {
		t.Errorf("got %d marks, want two outlines and one name", len(ms))
	}
}

func TestPointsAreNeverClustered(t *testing.T) {
	reports := scattered(800, 0.004)
	role := func(r *data.Report) overlay.Role { return overlay.Role(r.ID % 4) }
	ms := marks(t, overlay.Points{Reports: reports, Role: role}, view())
	seen, lastRole := 0, overlay.OtherCategory
	inView := map[int64]bool{}
	for i := range reports {
		p := view().ToPage(reports[i].Where.Point)
		if (scene.Rect{X1: view().W, Y1: view().H}).Contains(p) {
			inView[int64(reports[i].ID)] = true
		}
	}
	for _, m := range ms {
		if m.Band != portrayal.OnTop {
			t.Error("a report lies under the map")
		}
		r := overlay.Role(m.Members[0] % 4)
		if r < lastRole {
			t.Fatal("a lower role is drawn over a higher one")
		}
		lastRole = r
		if r != overlay.OtherCategory && len(m.Members) != 1 {
			t.Error("reports of the category were joined")
		}
		for _, id := range m.Members {
			if !inView[id] {
				t.Errorf("report %d is drawn twice or lies outside", id)
			}
			delete(inView, id)
			seen++
		}
	}
	if len(inView) > 0 || seen == 0 {
		t.Errorf("%d reports are missing", len(inView))
	}
}

func TestFactsNameWhatTheCatalogueKnows(t *testing.T) {
	c, err := data.NewCatalogue(
		[]data.Category{{ID: "own", Group: "g", Letters: "OW"}, {ID: "begging", Number: 23, Group: "g", Sensitive: true}},
		[]data.Group{{ID: "g"}}, []data.Status{{ID: "new", Order: 1}},
	)
	if err != nil {
		t.Fatal(err)
	}
	f := overlay.Threats{Catalogue: c, Reports: []data.Report{
		{ID: 1, Category: "begging", Status: "new"}, {ID: 2, Category: "own", Status: "odd"}, {ID: 3},
	}}.Facts()
	if !f[1].Sensitive || f[1].CategoryOrder != 23 || f[1].StatusOrder != 1 {
		t.Errorf("begging: %+v", f[1])
	}
	if f[2].Letters != "OW" || f[2].CategoryOrder != math.MaxInt || f[2].StatusOrder != math.MaxInt {
		t.Errorf("own category: %+v", f[2])
	}
	if _, ok := f[3]; !ok {
		t.Error("a report without category is not counted")
	}
}
