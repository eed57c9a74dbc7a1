package scene_test

import (
	"testing"

	"pinezka/mapview/scene"
)

func TestInverse(t *testing.T) {
	m := scene.Rotate(0.7).Then(scene.ScaleBy(3, -2)).Then(scene.Translate(5, 9))
	back, ok := m.Inverse()
	if !ok {
		t.Fatal("no inverse")
	}
	for _, p := range []scene.Point{{}, {X: 1}, {X: -4, Y: 12}} {
		q := back.Apply(m.Apply(p))
		if dx, dy := q.X-p.X, q.Y-p.Y; dx*dx+dy*dy > 1e-20 {
			t.Errorf("%v came back as %v", p, q)
		}
	}
	if _, ok := scene.ScaleBy(0, 1).Inverse(); ok {
		t.Error("a map onto a line has an inverse")
	}
}

// TestCrop: what lies elsewhere is left out, of paths the pieces; what crosses the
// edge stays whole, in moved groups too.
func TestCrop(t *testing.T) {
	boxes := func(at ...float64) (p scene.Path) {
		for _, x := range at {
			p.Append(scene.Box(x, 0, 10, 10).Path())
		}
		return p
	}
	to := scene.Translate(100, 0)
	ops := []scene.Op{
		scene.Fill{Path: boxes(0, 40, 95)},
		scene.Fill{Path: boxes(0)},
		scene.Stroke{Path: scene.Line(scene.Point{X: 89.5, Y: -5}, scene.Point{X: 89.5, Y: 5}), Width: 1.5},
		scene.Stroke{Path: scene.Line(scene.Point{X: 88, Y: -5}, scene.Point{X: 88, Y: 5}), Width: 1.5},
		scene.Group{To: &to, Ops: []scene.Op{scene.Fill{Path: boxes(-25, 2, 30)}, scene.Fill{Path: boxes(50)}}},
		scene.Group{To: &to, Ops: []scene.Op{scene.Fill{Path: boxes(60)}}},
	}
	got := scene.Crop(ops, scene.Rect{X0: 90, Y0: 0, X1: 120, Y1: 20})
	if len(got) != 3 {
		t.Fatalf("%d commands stay, want 3: %v", len(got), got)
	}
	if r, _ := got[0].(scene.Fill).Path.Bounds(); r.X0 != 95 || r.X1 != 105 {
		t.Errorf("of the first path stays %v", r)
	}
	if r, _ := scene.OpBounds(got[1]); r.X1 < 90 {
		t.Errorf("the line that does not reach the box stays: %v", r)
	}
	inner := got[2].(scene.Group).Ops
	if len(inner) != 1 {
		t.Fatalf("%d commands stay in the group, want 1", len(inner))
	}
	if r, _ := inner[0].(scene.Fill).Path.Bounds(); r.X0 != 2 || r.X1 != 12 {
		t.Errorf("in the group stays %v", r)
	}
	if r, _ := ops[0].(scene.Fill).Path.Bounds(); r.X0 != 0 {
		t.Error("cropping changed what it was given")
	}
}
