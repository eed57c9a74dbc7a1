package overlay_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/mapview/camera"
	"pinezka/mapview/overlay"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
)

// crowd is a municipality of 3 by 2 km with reports all over it and a heap of them at
// one place.
func crowd() (points []orb.Point, border orb.MultiPolygon, heap orb.Point) {
	b := orb.Bound{Min: orb.Point{22.0, 50.01}, Max: orb.Point{22.042, 50.028}}
	heap = orb.Point{22.01, 50.02}
	rnd := rand.New(rand.NewPCG(5, 6))
	for range 60 {
		points = append(points, orb.Point{b.Min[0] + rnd.Float64()*0.042, b.Min[1] + rnd.Float64()*0.018})
	}
	for range 40 {
		points = append(points, orb.Point{heap[0] + rnd.NormFloat64()*0.0005, heap[1] + rnd.NormFloat64()*0.0003})
	}
	return points, orb.MultiPolygon{b.ToPolygon()}, heap
}

func TestSurface(t *testing.T) {
	ps, border, heap := crowd()
	c := camera.Screen(heap, 10000, 300, 200)
	for _, kind := range []overlay.SurfaceKind{overlay.SurfaceDensity, overlay.SurfaceSquares, overlay.SurfaceHexes} {
		s := overlay.NewSurface(kind, 250, ps, ps, border)
		marks, err := s.Marks(context.Background(), c)
		if err != nil || len(marks) != 1 || marks[0].Band != portrayal.UnderBuildings {
			t.Fatalf("%s: %v, %v", kind, marks, err)
		}
		g, ok := marks[0].Ops[0].(scene.Group)
		if !ok || g.Clip == nil || len(g.Ops) < 4 {
			t.Errorf("%s: nothing cuts it at the border, or classes are missing", kind)
		}
		for i := 1; i < len(s.Breaks()); i++ {
			if s.Breaks()[i] <= s.Breaks()[i-1] {
				t.Errorf("%s: breaks %v", kind, s.Breaks())
			}
		}
		if n := len(s.Spots()); n != 1 || s.Tested() < 90 {
			t.Fatalf("%s: %d hot spots of %d cells, want the heap", kind, n, s.Tested())
		}
		spot := s.Spots()[0]
		if d := c.ToPage(spot.At).Dist(c.ToPage(heap)); spot.Letter != "A" || d > 40 || float64(spot.Count) < 2*spot.Expected {
			t.Errorf("%s: spot %+v lies %.0f mm from the heap", kind, spot, d)
		}
		over, err := overlay.Over{Surface: s}.Marks(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		bands := map[portrayal.Band]int{}
		for _, m := range over {
			bands[m.Band]++
		}
		if bands[portrayal.OverBase] != 1 || bands[portrayal.OnTop] < 1 {
			t.Errorf("%s: marks over the map %v", kind, bands)
		}
		if numbers := bands[portrayal.OnTop] - 1; (numbers > 5) != (kind != overlay.SurfaceDensity) {
			t.Errorf("%s: %d numbers", kind, numbers)
		}
	}
}

func TestSurfaceOfNothing(t *testing.T) {
	s := overlay.NewSurface(overlay.SurfaceDensity, 250, nil, nil, nil)
	marks, err := s.Marks(context.Background(), camera.Screen(orb.Point{22, 50}, 10000, 100, 100))
	if err != nil || len(marks) != 0 || s.Breaks() != nil || len(s.Spots()) != 0 {
		t.Errorf("%v, %v, %v", marks, err, s.Breaks())
	}
	// Without a border nothing is tested, and a report in the ocean costs no gigabytes.
	far := overlay.NewSurface(overlay.SurfaceDensity, 100, []orb.Point{{22, 50}, {22.001, 50}, {-30, -50}}, nil, nil)
	if b := far.Breaks(); len(far.Spots()) != 0 || far.Tested() != 0 {
		t.Errorf("%v", b)
	}
}

// TestSurfaceLiesUnderTheRoads: tiles and sheets draw it between ground and roads.
func TestSurfaceLiesUnderTheRoads(t *testing.T) {
	ps, border, heap := crowd()
	s := overlay.NewSurface(overlay.SurfaceDensity, 250, ps, ps, border)
	m := portrayal.Map{Under: []portrayal.Overlay{s}}
	c := camera.Screen(heap, 10000, 135, 135)
	base, _, err := portrayal.DrawBase(context.Background(), m, c)
	if err != nil {
		t.Fatal(err)
	}
	if !holdsColour(base.Ops, scene.MustHex("#7f0000")) {
		t.Error("a tile has no surface")
	}
	over, err := portrayal.DrawOver(context.Background(), m, c)
	if err != nil {
		t.Fatal(err)
	}
	if holdsColour(over.Scene.Ops, scene.MustHex("#7f0000")) {
		t.Error("the surface lies over the roads, too")
	}
}

func holdsColour(ops []scene.Op, c any) bool {
	found := false
	scene.Walk(ops, func(op scene.Op, _ scene.Affine) bool {
		if f, ok := op.(scene.Fill); ok && any(f.Paint.Color) == c {
			found = true
		}
		return true
	})
	return found
}
