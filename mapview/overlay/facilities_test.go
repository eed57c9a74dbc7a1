package overlay_test

import (
	"context"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/data"
	"pinezka/mapview/camera"
	"pinezka/mapview/overlay"
	"pinezka/mapview/scene"
)

// TestFacilities: each facility in the view stands at its place, existing ones over
// candidates; one outside the view or without a place is passed over.
func TestFacilities(t *testing.T) {
	c := camera.Screen(orb.Point{22, 50}, 10_000, 100, 80)
	at := func(id data.FacilityID, kind data.FacilityKind, p orb.Point) data.Facility {
		return data.Facility{ID: id, Kind: kind, Name: "x", Point: p}
	}
	o := overlay.Facilities{Facilities: []data.Facility{
		at(1, data.FacilityExisting, orb.Point{22, 50}),
		at(2, data.FacilityCandidate, orb.Point{22.001, 50}),
		at(3, data.FacilityExisting, orb.Point{23, 50}),
		at(4, data.FacilityExisting, orb.Point{}),
	}}
	marks, err := o.Marks(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	if len(marks) != 2 || marks[0].Ref.ID != 2 || marks[1].Ref.ID != 1 || marks[0].Ref.Class != "candidate" || marks[1].Ref.Class != "existing" {
		t.Fatalf("marks %+v", marks)
	}
	for _, m := range marks {
		if m.Ref.Layer != overlay.LayerFacilities {
			t.Errorf("layer %q", m.Ref.Layer)
		}
		b, ok := scene.Bounds(m.Ops)
		if !ok || b.X1-b.X0 < 3 || b.X1-b.X0 > 6 {
			t.Errorf("a sign %v wide", b.X1-b.X0)
		}
	}
	if d := marks[1].At.Dist(scene.Point{X: 50, Y: 40}); d > 0.01 {
		t.Errorf("the middle of the view is %v mm off", d)
	}
	if marks[0].At.X <= marks[1].At.X {
		t.Error("east is not to the right")
	}
}
