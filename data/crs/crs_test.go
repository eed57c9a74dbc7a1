package crs

import (
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"
)

func TestControlPoints(t *testing.T) {
	for _, c := range control {
		sys := must(c.epsg)
		got := sys.Project(orb.Point{c.lon, c.lat})
		if math.Abs(got[0]-c.x) > 2e-5 || math.Abs(got[1]-c.y) > 2e-5 {
			t.Errorf("EPSG:%d of %v %v is %.6f %.6f, PROJ has %.6f %.6f", c.epsg, c.lon, c.lat, got[0], got[1], c.x, c.y)
		}
		back := sys.Unproject(orb.Point{c.x, c.y})
		if math.Abs(back[0]-c.lon) > 1e-10 || math.Abs(back[1]-c.lat) > 1e-10 {
			t.Errorf("EPSG:%d back from %v %v is %.12f %.12f, want %v %v", c.epsg, c.x, c.y, back[0], back[1], c.lon, c.lat)
		}
	}
}

// The convergence and the scale factor come from the derivative of the series;
// here a short step to the true north is measured on the plane instead.
func TestDistortionAgainstSteps(t *testing.T) {
	for _, c := range control {
		sys := must(c.epsg)
		p := orb.Point{c.lon, c.lat}
		const step = 1e-4
		s := sys.Project(orb.Point{c.lon, c.lat - step})
		n := sys.Project(orb.Point{c.lon, c.lat + step})
		dx, dy := n[0]-s[0], n[1]-s[1]
		// True north seen on the grid lies west of grid north where that lies east.
		if got, want := sys.Convergence(p), -math.Atan2(dx, dy); math.Abs(got-want) > 1e-8 {
			t.Errorf("EPSG:%d at %v: convergence %.9f, steps say %.9f", c.epsg, p, got, want)
		}
		el := wgs84
		if sys.tm != nil {
			el = sys.tm.ellipsoid
		}
		meridian, parallel := el.radii(c.lat)
		want := math.Hypot(dx, dy) / (meridian * 2 * step * radians)
		if sys.kind == webMercator {
			w, e := sys.Project(orb.Point{c.lon - step, c.lat}), sys.Project(orb.Point{c.lon + step, c.lat})
			want = math.Sqrt(want * (e[0] - w[0]) / (parallel * 2 * step * radians))
		}
		if got := sys.ScaleFactor(p); math.Abs(got-want) > 1e-8 {
			t.Errorf("EPSG:%d at %v: scale %.10f, steps say %.10f", c.epsg, p, got, want)
		}
	}
}

// The figures that the design quotes: a sheet untreated would tilt by 2.3
// degrees in Rzeszów and by 3.7 in Hajnówka, clockwise grid.
func TestConvergenceSign(t *testing.T) {
	for _, c := range []struct {
		lon, lat, want float64
	}{{22.017, 50.0248, 2.3}, {23.58, 52.74, 3.65}, {19, 52, 0}, {14.55, 53.43, -3.57}} {
		got := must(PL1992).Convergence(orb.Point{c.lon, c.lat}) / radians
		if math.Abs(got-c.want) > 0.05 {
			t.Errorf("convergence at %v %v is %.3f degrees, want %v", c.lon, c.lat, got, c.want)
		}
	}
}

func TestCaseCSV2180(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "testdata", "cases", "imp-csv-2180-xy", "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var want struct {
		Records []struct {
			Lon, Lat float64
			X        float64 `json:"x_north"`
			Y        float64 `json:"y_east"`
		}
		Swapped []orb.Point `json:"if_swapped"`
	}
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	if len(want.Records) == 0 {
		t.Fatal("the case has no records")
	}
	var samples []orb.Point
	for i, r := range want.Records {
		samples = append(samples, orb.Point{r.X, r.Y})
		got := must(PL1992).Unproject(orb.Point{r.Y, r.X})
		if math.Abs(got[0]-r.Lon) > 2e-7 || math.Abs(got[1]-r.Lat) > 2e-7 {
			t.Errorf("record %d is at %.8f %.8f, want %v %v", i+1, got[0], got[1], r.Lon, r.Lat)
		}
		wrong := must(PL1992).Unproject(orb.Point{r.X, r.Y})
		if math.Abs(wrong[0]-want.Swapped[i][0]) > 6e-6 || math.Abs(wrong[1]-want.Swapped[i][1]) > 6e-6 {
			t.Errorf("record %d the wrong way is at %.8f %.8f, want %v", i+1, wrong[0], wrong[1], want.Swapped[i])
		}
	}
	// Both orders land in Poland: nobody can know without the municipality.
	all := Guess(samples, orb.Bound{})
	if !Ambiguous(all) || all[0].EPSG != PL1992 || all[1].EPSG != PL1992 {
		t.Errorf("without a municipality the guess is %+v, want two ways of EPSG:2180", all)
	}
	near := orb.Bound{Min: orb.Point{20.5, 52}, Max: orb.Point{20.9, 52.3}}
	if best := Guess(samples, near); Ambiguous(best) || best[0].EPSG != PL1992 || !best[0].Swapped || best[0].Inside != 3 {
		t.Errorf("with the municipality the guess is %+v, want EPSG:2180 with the northing first", best)
	}
}

func TestGuess(t *testing.T) {
	rzeszow := orb.Bound{Min: orb.Point{21.9, 49.9}, Max: orb.Point{22.1, 50.1}}
	for _, c := range []struct {
		name         string
		first, secnd float64
		near         orb.Bound
		epsg         int
		swapped      bool
		ambiguous    bool
	}{
		{"degrees", 22.017, 50.025, orb.Bound{}, WGS84, false, false},
		{"degrees, latitude first", 50.025, 22.017, orb.Bound{}, WGS84, true, false},
		{"PL-2000/7", 7572889.66, 5543303.70, orb.Bound{}, 2178, false, false},
		{"PL-2000/7, X north first", 5543303.70, 7572889.66, orb.Bound{}, 2178, true, false},
		{"PL-1992 in Rzeszów", 243715.47, 716054.88, rzeszow, PL1992, true, false},
		{"PL-1992, nobody knows", 243715.47, 716054.88, orb.Bound{}, PL1992, false, true},
		{"Web Mercator", 2450921, 6449000, orb.Bound{}, WebMercator, false, false},
		{"UTM of some zone", 572889, 5543303, orb.Bound{}, 32633, false, true},
		{"UTM in Rzeszów", 572889, 5541082, rzeszow, 32634, false, false},
	} {
		got := Guess([]orb.Point{{c.first, c.secnd}}, c.near)
		if len(got) == 0 {
			t.Errorf("%s: no candidate", c.name)
			continue
		}
		if got[0].EPSG != c.epsg || (!c.ambiguous && got[0].Swapped != c.swapped) || Ambiguous(got) != c.ambiguous {
			t.Errorf("%s: %+v", c.name, got[:min(3, len(got))])
		}
	}
	if got := Guess([]orb.Point{{1e9, 3}, {0, 0}}, orb.Bound{}); len(got) != 0 {
		t.Errorf("numbers that are no place give %+v", got)
	}
	if got := Guess(nil, rzeszow); got != nil {
		t.Errorf("no samples give %+v", got)
	}
}

func TestGuessPoint(t *testing.T) {
	c := Candidate{EPSG: PL1992, Swapped: true}
	p := c.Point(476005.03, 615363.27)
	if math.Abs(p[0]-20.6862) > 1e-6 || math.Abs(p[1]-52.1381) > 1e-6 {
		t.Errorf("point is %v", p)
	}
}

func TestForPlace(t *testing.T) {
	for _, c := range []struct {
		at   orb.Point
		want int
	}{
		{orb.Point{19, 52}, 2180},
		{orb.Point{23.9, 50.1}, 2180},
		{orb.Point{-0.1, 51.5}, 32630},
		{orb.Point{9.5, 47.1}, 32632},
		{orb.Point{151.2, -33.9}, 32756},
		{orb.Point{180, 10}, 32660},
	} {
		if got := ForPlace(c.at).EPSG(); got != c.want {
			t.Errorf("at %v the plane is EPSG:%d, want %d", c.at, got, c.want)
		}
	}
}

func TestByEPSG(t *testing.T) {
	if _, err := ByEPSG(2100); !errors.Is(err, ErrUnknown) {
		t.Errorf("EPSG:2100 gives %v", err)
	}
	var zero CRS
	if zero.EPSG() != WGS84 || !zero.Geographic() {
		t.Errorf("the zero value is EPSG:%d", zero.EPSG())
	}
	for code, name := range map[int]string{4326: "WGS 84", 3857: "Web Mercator", 2180: "PL-1992", 2178: "PL-2000/7", 32634: "UTM 34N"} {
		c, err := ByEPSG(code)
		if err != nil || c.Name() != name || c.EPSG() != code {
			t.Errorf("EPSG:%d is %q, %v", code, c.Name(), err)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b orb.Point
		want float64
		near float64
	}{
		{orb.Point{0, 0}, orb.Point{1, 0}, 111319.4908, 1e-4},
		{orb.Point{0, 0}, orb.Point{0, 90}, 10001965.7293, 1e-3},
		{orb.Point{179.5, 0}, orb.Point{-179.5, 0}, 111319.4908, 1e-4},
		{orb.Point{20, 52}, orb.Point{20, 52}, 0, 0},
		{orb.Point{0, 0}, orb.Point{179.9, 0}, 20003931, 130000}, // nearly opposite
	} {
		if got := Distance(c.a, c.b); math.Abs(got-c.want) > c.near {
			t.Errorf("from %v to %v: %.4f m, want %.4f", c.a, c.b, got, c.want)
		}
	}
	// Against the plane: a short way, its scale taken out in the middle.
	for _, c := range control {
		if c.epsg == WebMercator {
			continue
		}
		a, b := orb.Point{c.lon, c.lat}, orb.Point{c.lon + 0.001, c.lat + 0.0007}
		sys := must(c.epsg)
		pa, pb := sys.Project(a), sys.Project(b)
		want := math.Hypot(pb[0]-pa[0], pb[1]-pa[1]) / sys.ScaleFactor(orb.Point{c.lon + 0.0005, c.lat + 0.00035})
		if got := Distance(a, b); math.Abs(got-want) > 1e-4 {
			t.Errorf("at %v, EPSG:%d: %.6f m, the plane has %.6f", a, c.epsg, got, want)
		}
	}
}

func TestArea(t *testing.T) {
	// The plane's area, its scale taken out, is the second opinion.
	square := func(lon, lat, d float64) orb.Ring {
		return orb.Ring{{lon, lat}, {lon + d, lat}, {lon + d, lat + d}, {lon, lat + d}, {lon, lat}}
	}
	for _, at := range []orb.Point{{14.2, 53}, {19, 52}, {23.6, 52.7}, {-0.1, 51.5}, {151, -33.9}} {
		outer := square(at[0], at[1], 0.02)
		hole := square(at[0]+0.005, at[1]+0.005, 0.005)
		sys := ForPlace(at)
		plane := func(r orb.Ring) float64 {
			var sum float64
			for i := 1; i < len(r); i++ {
				a, b := sys.Project(r[i-1]), sys.Project(r[i])
				sum += a[0]*b[1] - b[0]*a[1]
			}
			k := sys.ScaleFactor(orb.Point{at[0] + 0.01, at[1] + 0.01})
			return math.Abs(sum) / 2 / (k * k)
		}
		want := plane(outer) - plane(hole)
		got := Area(orb.Polygon{outer, hole})
		if math.Abs(got/want-1) > 1e-5 {
			t.Errorf("at %v: %.1f m2, the plane has %.1f", at, got, want)
		}
		if two := Area(orb.MultiPolygon{{outer}, {square(at[0]+1, at[1], 0.02)}}); math.Abs(two-2*Area(orb.Polygon{outer})) > 1e-3 {
			t.Errorf("at %v: two squares have %.3f m2", at, two)
		}
	}
	// A whole hemisphere: half of the ellipsoid's surface, 510,065,621.7 km2.
	if got := Area(orb.Polygon{{{-180, 0}, {180, 0}, {180, 90}, {-180, 90}, {-180, 0}}}); math.Abs(got-510065621.724e6/2) > 1e6 {
		t.Errorf("a hemisphere has %.0f m2", got)
	}
	if Area(orb.Point{1, 2}) != 0 || Area(orb.Polygon{{{1, 1}, {2, 2}}}) != 0 {
		t.Error("what encloses nothing has an area")
	}
}

func TestNumbersThatAreNoPlace(t *testing.T) {
	for _, p := range []orb.Point{{math.NaN(), 0}, {math.Inf(1), 5}, {1e300, 1e300}, {0, 0}} {
		for _, c := range []int{WGS84, WebMercator, PL1992, 2178, 32634} {
			if must(c).Contains(p) {
				t.Errorf("EPSG:%d takes %v", c, p)
			}
			must(c).Unproject(p) // must come back
		}
	}
}

func BenchmarkProject(b *testing.B) {
	c := must(PL1992)
	for b.Loop() {
		c.Project(orb.Point{22.017, 50.0248})
	}
}

func BenchmarkUnproject(b *testing.B) {
	c := must(PL1992)
	for b.Loop() {
		c.Unproject(orb.Point{716026.11, 244085.38})
	}
}

func BenchmarkDistance(b *testing.B) {
	for b.Loop() {
		Distance(orb.Point{22.017, 50.0248}, orb.Point{22.018, 50.0252})
	}
}
