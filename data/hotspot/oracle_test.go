package hotspot_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"

	"pinezka/data/compare"
	"pinezka/data/hotspot"
)

const oracle = "../testdata/oracle/"

func load(t testing.TB, name string, v any) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(oracle, name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, v); err != nil {
		t.Fatal(err)
	}
}

// points reads x, y and w of a table.
func points(t testing.TB, name string) (ps []orb.Point, weights []float64) {
	t.Helper()
	f, err := os.Open(filepath.Join(oracle, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, n := range rows[0] {
		at[n] = i
	}
	number := func(s string) float64 {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, r := range rows[1:] {
		ps = append(ps, orb.Point{number(r[at["x"]]), number(r[at["y"]])})
		if i, ok := at["w"]; ok {
			weights = append(weights, number(r[i]))
		}
	}
	return ps, weights
}

func TestDensityOracle(t *testing.T) {
	var want struct {
		Tolerance  float64 `json:"tolerance_rel"`
		Bandwidths map[string]struct {
			H        float64   `json:"bandwidth_m"`
			Eval     []float64 `json:"eval_per_km2"`
			Weighted []float64 `json:"eval_weighted_per_km2"`
		}
	}
	load(t, "01-kde-quartic/expected.json", &want)
	ps, weights := points(t, "01-kde-quartic/points.csv")
	eval, _ := points(t, "01-kde-quartic/eval.csv")
	if len(want.Bandwidths) == 0 {
		t.Fatal("no bandwidths")
	}
	for name, b := range want.Bandwidths {
		if len(b.Eval) != len(eval) || len(b.Weighted) != len(eval) {
			t.Fatalf("%s: %d values for %d places", name, len(b.Eval), len(eval))
		}
		for i, at := range eval {
			for _, c := range []struct {
				weights []float64
				want    float64
			}{{nil, b.Eval[i]}, {weights, b.Weighted[i]}} {
				got := hotspot.DensityAt(ps, c.weights, b.H, at)
				if math.Abs(got-c.want) > want.Tolerance*math.Abs(c.want)+1e-12 {
					t.Errorf("h %s, place %d: %v, want %v", name, i+1, got, c.want)
				}
			}
		}
	}
}

// TestFieldIsNearTheExactSum: within 1 % of the peak everywhere, and its sum is the
// number of points.
func TestFieldIsNearTheExactSum(t *testing.T) {
	ps, _ := points(t, "01-kde-quartic/points.csv")
	box := orb.MultiPoint(ps).Bound()
	for _, h := range []float64{100, 200, 500} {
		f := hotspot.Density(ps, h, box.Pad(h))
		peak := f.Max()
		rnd := rand.New(rand.NewPCG(1, 2))
		worst := 0.0
		for i := range 4000 {
			at := ps[i%len(ps)]
			at = orb.Point{at[0] + (rnd.Float64()-0.5)*2*h, at[1] + (rnd.Float64()-0.5)*2*h}
			worst = max(worst, math.Abs(f.At(at)-hotspot.DensityAt(ps, nil, h, at)))
		}
		if worst > 0.01*peak {
			t.Errorf("h %v: off by %.2f %% of the peak", h, 100*worst/peak)
		}
		sum := 0.0
		for _, v := range f.Values {
			sum += float64(v) * f.Step * f.Step / 1e6
		}
		if math.Abs(sum-float64(len(ps))) > 0.01*float64(len(ps)) {
			t.Errorf("h %v: the field holds %.2f of %d points", h, sum, len(ps))
		}
	}
}

func TestGridOracle(t *testing.T) {
	var want struct {
		Grids map[string]struct {
			Cell    float64      `json:"cell_m"`
			Width   float64      `json:"width_flat_to_flat_m"`
			Origin  [2]float64   `json:"origin"`
			Centre  [2]float64   `json:"a_centre"`
			Raw     [][3]float64 `json:"nonzero"`
			Centres [][3]float64 `json:"nonzero_centres"`
		}
	}
	load(t, "02-grid-hex/expected.json", &want)
	ps, _ := points(t, "02-grid-hex/points.csv")
	seen := 0
	for name, g := range want.Grids {
		switch {
		case strings.HasPrefix(name, "square"):
			got := map[string]int{}
			for _, c := range hotspot.Squares(ps, g.Cell, orb.Point(g.Origin)) {
				got[fmt.Sprint(c.Col, c.Row)] = c.Count
			}
			if len(got) != len(g.Raw) {
				t.Errorf("%s: %d squares, want %d", name, len(got), len(g.Raw))
			}
			for _, r := range g.Raw {
				if n := got[fmt.Sprint(int(r[0]), int(r[1]))]; n != int(r[2]) {
					t.Errorf("%s: square %v holds %d", name, r, n)
				}
			}
			seen++
		case strings.HasPrefix(name, "hex_pointy"):
			cells := hotspot.Hexagons(ps, g.Width, orb.Point(g.Centre))
			if len(cells) != len(g.Centres) {
				t.Errorf("%s: %d hexagons, want %d", name, len(cells), len(g.Centres))
			}
			for _, r := range g.Centres {
				found := 0
				for _, c := range cells {
					if math.Abs(c.Centre[0]-r[0]) < 0.001 && math.Abs(c.Centre[1]-r[1]) < 0.001 {
						found = c.Count
					}
				}
				if found != int(r[2]) {
					t.Errorf("%s: the hexagon at %v holds %d", name, r, found)
				}
			}
			seen++
		}
	}
	if seen != 4 {
		t.Errorf("%d grids were looked at", seen)
	}
}

// TestWindowOracle: the exact test and its correction.
func TestWindowOracle(t *testing.T) {
	type gmina struct {
		Cells  int
		Total  int
		Window []int     `json:"window_cells"`
		Sum    []int     `json:"window_sum"`
		P      []float64 `json:"exact_binomial_upper_p"`
		BH     []float64 `json:"exact_p_BH"`
	}
	var want struct {
		A       gmina `json:"gmina_a_500"`
		C       gmina `json:"gmina_c_500"`
		PAdjust struct {
			P        []float64
			Adjusted struct{ BH []float64 }
		} `json:"p_adjust"`
	}
	load(t, "03-gistar/expected.json", &want)
	same := func(name string, got, want []float64) {
		t.Helper()
		for i := range want {
			if math.Abs(got[i]-want[i]) > 1e-8*math.Abs(want[i])+1e-15 {
				t.Errorf("%s %d: %v, want %v", name, i+1, got[i], want[i])
			}
		}
	}
	same("BH", hotspot.BenjaminiHochberg(want.PAdjust.P), want.PAdjust.Adjusted.BH)
	for _, g := range []gmina{want.A, want.C} {
		if len(g.P) != g.Cells || g.Cells == 0 {
			t.Fatalf("%d values for %d cells", len(g.P), g.Cells)
		}
		p := make([]float64, g.Cells)
		for i := range p {
			p[i] = compare.UpperTail(g.Sum[i], g.Total, float64(g.Window[i])/float64(g.Cells))
		}
		same("p", p, g.P)
		same("p BH", hotspot.BenjaminiHochberg(p), g.BH)
	}
}

func gminaA(t testing.TB) orb.MultiPolygon {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(oracle, "common/gmina_a.geojson"))
	if err != nil {
		t.Fatal(err)
	}
	fc, err := geojson.UnmarshalFeatureCollection(b)
	if err != nil {
		t.Fatal(err)
	}
	return orb.MultiPolygon{fc.Features[0].Geometry.(orb.Polygon)}
}

// TestSpotsOfGminaA: the invented municipality has six places that are really hot.
func TestSpotsOfGminaA(t *testing.T) {
	ps, _ := points(t, "common/reports_a.csv")
	res := hotspot.Test(ps, 500, gminaA(t))
	marked := 0
	for _, s := range res.Spots {
		marked += len(s.Cells)
	}
	// Some of the six lie side by side and have one outline.
	if len(res.Spots) < 3 || len(res.Spots) > 6 || marked < 15 || marked > 60 || res.Cells < 229 {
		t.Errorf("%d spots of %d cells, %d tested", len(res.Spots), marked, res.Cells)
	}
	for i, s := range res.Spots {
		if s.P >= compare.Alpha || s.Count < 3 || float64(s.Count) <= s.Expected || len(s.Cells) == 0 {
			t.Errorf("spot %+v", s)
		}
		if i > 0 && s.P < res.Spots[i-1].P {
			t.Error("the clearest does not come first")
		}
	}
}

// TestNoFalseAlarm: on maps without any hot spot, at most one in twenty shows one.
func TestNoFalseAlarm(t *testing.T) {
	gmina := gminaA(t)
	b := gmina.Bound()
	rnd := rand.New(rand.NewPCG(7, 8))
	for _, n := range []int{37, 60, 200} {
		const maps = 100
		alarms := 0
		for range maps {
			var ps []orb.Point
			for len(ps) < n {
				p := orb.Point{b.Min[0] + rnd.Float64()*(b.Max[0]-b.Min[0]), b.Min[1] + rnd.Float64()*(b.Max[1]-b.Min[1])}
				if planar.MultiPolygonContains(gmina, p) {
					ps = append(ps, p)
				}
			}
			if len(hotspot.Test(ps, 500, gmina).Spots) > 0 {
				alarms++
			}
		}
		if alarms > 9 { // 5 expected at most; 9 of 100 is three deviations more
			t.Errorf("%d reports: a false hot spot on %d of %d maps", n, alarms, maps)
		}
	}
}

func TestOddInput(t *testing.T) {
	if r := hotspot.Test(nil, 500, gminaA(t)); len(r.Spots) != 0 {
		t.Error("spots of nothing")
	}
	if compare.UpperTail(0, 5, 0.1) != 1 || compare.UpperTail(6, 5, 0.1) != 0 || compare.UpperTail(1, 5, 0) != 0 || compare.UpperTail(5, 5, 1) != 1 {
		t.Error("edges of the binomial tail")
	}
	if hotspot.Breaks(0) != nil || hotspot.Breaks(math.NaN()) != nil {
		t.Error("breaks of nothing")
	}
	if b := hotspot.Breaks(118); fmt.Sprint(b) != "[12 30 60 80]" {
		t.Errorf("breaks %v", b)
	}
	f := hotspot.Density(nil, 100, orb.Bound{Max: orb.Point{1000, 1000}})
	if f.Max() != 0 || len(f.Contour(1)) != 0 {
		t.Error("a field of nothing")
	}
}

// TestContour: around one point the line of a level is a circle, known by its radius.
func TestContour(t *testing.T) {
	const h = 200.0
	p := orb.Point{1000, 1000}
	f := hotspot.Density([]orb.Point{p}, h, orb.Bound{Min: orb.Point{500, 500}, Max: orb.Point{1500, 1500}})
	level := hotspot.DensityAt([]orb.Point{p}, nil, h, p) / 4
	rings := f.Contour(level)
	if len(rings) != 1 || !rings[0].Closed() {
		t.Fatalf("%d rings", len(rings))
	}
	want := h * math.Sqrt(0.5) // (1-u)^2 = 1/4
	for _, q := range rings[0] {
		if d := planar.Distance(p, q); math.Abs(d-want) > 0.02*h {
			t.Errorf("the line is %.1f m off the point, want %.1f", d, want)
		}
	}
	// Two points apart give two rings; a ring of points gives a ring with a hole.
	if n := len(func() []orb.Ring {
		f := hotspot.Density([]orb.Point{{700, 1000}, {1300, 1000}}, h, orb.Bound{Min: orb.Point{300, 500}, Max: orb.Point{1700, 1500}})
		return f.Contour(level)
	}()); n != 2 {
		t.Errorf("%d rings around two points", n)
	}
	var round []orb.Point
	for i := range 60 {
		s, c := math.Sincos(float64(i) * math.Pi / 30)
		round = append(round, orb.Point{1000 + 400*c, 1000 + 400*s})
	}
	f = hotspot.Density(round, h, orb.Bound{Min: orb.Point{300, 300}, Max: orb.Point{1700, 1700}})
	if n := len(f.Contour(level)); n != 2 {
		t.Errorf("%d rings around a ring of points", n)
	}
}

func BenchmarkDensity(b *testing.B) {
	rnd := rand.New(rand.NewPCG(3, 9))
	const mPerPx = 1.535
	box := orb.Bound{Max: orb.Point{1920 * mPerPx, 1080 * mPerPx}}
	ps := make([]orb.Point, 100_000)
	for i := range ps {
		ps[i] = orb.Point{rnd.Float64() * box.Max[0], rnd.Float64() * box.Max[1]}
	}
	for _, h := range []float64{100, 250, 500} {
		b.Run(fmt.Sprintf("100000 at %g m", h), func(b *testing.B) {
			for b.Loop() {
				f := hotspot.Density(ps, h, box)
				if f.Max() == 0 {
					b.Fatal("nothing")
				}
			}
		})
	}
}
