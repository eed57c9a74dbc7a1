package overlay_test

import (
	"context"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/data"
	"pinezka/mapview/camera"
	"pinezka/mapview/overlay"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/style"
)

var centre = orb.Point{22.017, 50.0248}

// view is 254 mm wide at 1:5000: about a kilometre and a quarter.
func view() camera.Camera { return camera.Screen(centre, 5000, 254, 190.5) }

// scattered returns n reports around the centre, in heaps as real ones lie.
func scattered(n int, spread float64) []data.Report {
	rnd := rand.New(rand.NewPCG(7, 11))
	cats := []data.CategoryID{"parking", "speeding", "alcohol", "stray-dogs", "dumps"}
	states := []data.StatusID{"new", "confirmed", "eliminated", "not-confirmed"}
	heaps := make([]orb.Point, 60)
	for i := range heaps {
		heaps[i] = orb.Point{centre[0] + rnd.NormFloat64()*spread, centre[1] + rnd.NormFloat64()*spread*0.6}
	}
	out := make([]data.Report, n)
	for i := range out {
		h := heaps[rnd.IntN(len(heaps))]
		p := orb.Point{h[0] + rnd.NormFloat64()*spread/8, h[1] + rnd.NormFloat64()*spread/12}
		if i%10 == 0 {
			p = h // many reports lie at the very same point
		}
		out[i] = data.Report{
			ID: data.ReportID(i + 1), Category: cats[i%len(cats)], Status: states[i%len(states)],
			Where: data.At(p[0], p[1]), Origin: data.OriginInternet,
		}
	}
	return out
}

func marks(t *testing.T, o portrayal.Overlay, c camera.Camera) []portrayal.Mark {
	t.Helper()
	m, err := o.Marks(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func layer(ms []portrayal.Mark, name string) []portrayal.Mark {
	return slices.DeleteFunc(slices.Clone(ms), func(m portrayal.Mark) bool { return m.Ref.Layer != name })
}

func TestNoReportOfTheViewIsLost(t *testing.T) {
	reports := scattered(3000, 0.008)
	reports[17].Where = data.Place{Precision: data.PrecisionNone}
	for _, scale := range []float64{1000, 5000, 25000, 100000} {
		c := camera.Screen(centre, scale, 254, 190.5)
		want := map[int64]bool{}
		for i := range reports {
			p := c.ToPage(reports[i].Where.Point)
			if reports[i].Where.Known() && p.X >= 0 && p.Y >= 0 && p.X <= c.W && p.Y <= c.H {
				want[int64(reports[i].ID)] = true
			}
		}
		got := map[int64]bool{}
		for _, m := range marks(t, overlay.Threats{Reports: reports}, c) {
			for _, id := range m.Members {
				if got[id] {
					t.Errorf("1:%.0f: report %d is drawn twice", scale, id)
				}
				got[id] = true
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("1:%.0f: %d reports drawn, %d lie in the view", scale, len(got), len(want))
		}
	}
}

func TestOrderOfReportsChangesNothing(t *testing.T) {
	reports := scattered(1500, 0.006)
	motions := []data.Motion{point(1, centre), point(2, orb.Point{centre[0] + 0.001, centre[1]})}
	a := marks(t, overlay.Threats{Reports: reports, Motions: motions}, view())
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(reports), func(i, j int) { reports[i], reports[j] = reports[j], reports[i] })
	slices.Reverse(motions)
	b := marks(t, overlay.Threats{Reports: reports, Motions: motions}, view())
	if !reflect.DeepEqual(a, b) {
		t.Error("the same reports in another order give another picture")
	}
}

func TestSignsDoNotCoverEachOther(t *testing.T) {
	ms := marks(t, overlay.Threats{Reports: scattered(4000, 0.006)}, view())
	width := func(m portrayal.Mark) float64 {
		if len(m.Members) == 1 {
			return style.SymbolSize
		}
		return style.ClusterDiameter(len(m.Members), style.SymbolSize)
	}
	clusters := 0
	for i, a := range ms {
		if len(a.Members) > 1 {
			clusters++
		}
		for _, b := range ms[:i] {
			room := (width(a)+width(b))/2 - 0.4
			if len(a.Members) == 1 && len(b.Members) == 1 {
				room = 0.95 * style.SymbolSize
			}
			if d := a.At.Dist(b.At); d < room-1e-9 {
				t.Fatalf("signs of %d and %d reports are %.2f mm apart, want %.2f", len(a.Members), len(b.Members), d, room)
			}
		}
	}
	if clusters < 10 || clusters == len(ms) {
		t.Errorf("%d clusters of %d signs: the test shows nothing", clusters, len(ms))
	}
}

func TestTwoApartTwoTogether(t *testing.T) {
	c := view()
	near := func(mm float64) []data.Report {
		a, b := c.ToGround(scene.Point{X: 100, Y: 100}), c.ToGround(scene.Point{X: 100 + mm, Y: 100})
		return []data.Report{{ID: 1, Where: data.At(a[0], a[1])}, {ID: 2, Where: data.At(b[0], b[1])}}
	}
	for _, tc := range []struct {
		mm   float64
		want int
	}{{0, 1}, {4.5, 1}, {4.6, 2}, {20, 2}} {
		if got := len(marks(t, overlay.Threats{Reports: near(tc.mm)}, c)); got != tc.want {
			t.Errorf("%.1f mm apart: %d signs, want %d", tc.mm, got, tc.want)
		}
	}
	// A cluster stands at the mean of its reports.
	m := marks(t, overlay.Threats{Reports: near(4)}, c)[0]
	if math.Abs(m.At.X-102) > 0.01 || len(m.Members) != 2 {
		t.Errorf("cluster of %v at %v", m.Members, m.At)
	}
}

func TestSelectedAndHoveredStandAloneOnTop(t *testing.T) {
	reports := scattered(2000, 0.003)
	in := layer(marks(t, overlay.Threats{Reports: reports}, view()), overlay.LayerReports)
	var heap []int64
	for _, m := range in {
		if len(m.Members) > len(heap) {
			heap = m.Members
		}
	}
	o := overlay.Threats{Reports: reports, Hovered: data.ReportID(heap[0]), Selected: map[data.ReportID]bool{
		data.ReportID(heap[1]): true, data.ReportID(heap[2]): true,
	}}
	ms := marks(t, o, view())
	last := ms[len(ms)-3:]
	want := []int64{heap[1], heap[2], heap[0]}
	for i, m := range last {
		if len(m.Members) != 1 || m.Members[0] != want[i] {
			t.Errorf("sign %d from the top stands for %v, want %d", 3-i, m.Members, want[i])
		}
	}
}

func TestThousandsSelectedStayFast(t *testing.T) {
	reports := scattered(5000, 0.001)
	all := map[data.ReportID]bool{}
	for i := range reports {
		all[reports[i].ID] = true
	}
	ms := marks(t, overlay.Threats{Reports: reports, Selected: all}, view())
	if len(ms) > 1500 {
		t.Errorf("%d signs for %d selected reports", len(ms), len(reports))
	}
}

func point(n int, p orb.Point) data.Motion {
	return data.Motion{
		ID: data.MotionID(n), Number: n, Text: "t", Debate: 1,
		Place: data.MotionPlace{Kind: data.PlacePoint, Geometry: p},
	}
}

func TestReportsGiveWayToMotions(t *testing.T) {
	c := view()
	reports := scattered(1500, 0.004)
	under := slices.IndexFunc(reports, func(r data.Report) bool { p := c.ToPage(r.Where.Point); return p.X > 20 && p.X < 80 && p.Y > 20 })
	motions := []data.Motion{point(1, centre), point(2, centre), point(12, reports[under].Where.Point), point(3, c.ToGround(scene.Point{X: 0.5, Y: 0.5}))}
	ms := marks(t, overlay.Threats{Reports: reports, Motions: motions}, c)
	squares := slices.DeleteFunc(layer(ms, overlay.LayerMotions), func(m portrayal.Mark) bool { return len(m.Members) == 0 })
	if len(squares) != 4 {
		t.Fatalf("%d squares", len(squares))
	}
	for i, s := range squares {
		b := s.Boxes[0]
		if b.X0 < -0.4 || b.Y0 < -0.4 {
			t.Errorf("square %d is cut by the frame: %v", i, b)
		}
		for _, other := range squares[:i] {
			if b.Overlaps(other.Boxes[0]) {
				t.Errorf("squares %v and %v overlap", b, other.Boxes[0])
			}
		}
		for _, m := range layer(ms, overlay.LayerReports) {
			if b.Contains(m.At) {
				t.Errorf("a sign at %v lies under the square %v", m.At, b)
			}
		}
	}
}

func TestMotionsWithoutPlaceAreNotDrawn(t *testing.T) {
	line := orb.LineString{{centre[0] - 0.001, centre[1]}, centre, {centre[0] + 0.001, centre[1]}}
	ms := marks(t, overlay.Threats{Motions: []data.Motion{
		{ID: 1, Number: 1, Place: data.MotionPlace{Kind: data.PlaceWhole}},
		{ID: 2, Number: 2, Place: data.MotionPlace{Kind: data.PlaceNone}},
		{ID: 3, Number: 3, Place: data.MotionPlace{Kind: data.PlaceLine, Geometry: line}},
		{ID: 4, Number: 4, Place: data.MotionPlace{Kind: data.PlacePoint, Geometry: orb.Point{10, 10}}},
	}}, view())
	if len(ms) != 2 || ms[0].Band != portrayal.OverBase || ms[1].Band != portrayal.OnTop || ms[1].Ref.ID != 3 {
		t.Errorf("got %d marks: want the line's outline and its square", len(ms))
	}
}

func BenchmarkThreats100000(b *testing.B) {
	reports := scattered(100_000, 0.02)
	c := camera.Screen(centre, 15000, 508, 286)
	o := overlay.Threats{Reports: reports}
	n := 0
	for b.Loop() {
		ms, err := o.Marks(context.Background(), c)
		if err != nil {
			b.Fatal(err)
		}
		n = len(ms)
	}
	b.ReportMetric(float64(n), "signs")
}
