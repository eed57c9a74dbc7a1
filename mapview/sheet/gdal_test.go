package sheet_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"pinezka/data/crs"
	"pinezka/mapview/scene"
	"pinezka/mapview/sheet"
)

// TestGDALReadsTheSheet: another program finds the coordinate system of the map and
// where its frame lies, within 10 cm on the ground.
func TestGDALReadsTheSheet(t *testing.T) {
	if _, err := exec.LookPath("gdalinfo"); err != nil {
		t.Fatal("gdalinfo is not installed: this test needs the package gdal-bin (apt-get install gdal-bin)")
	}
	for _, tc := range []struct {
		lon   float64
		paper sheet.Paper
		scale float64
	}{{14.2, sheet.Papers[0], 10000}, {22.0165, sheet.Papers[1].Landscape(), 10000}, {24.0, sheet.Papers[4].Landscape(), 5000}} {
		m := plain(t, 0, 0)
		m.Paper, m.Scale, m.Centre, m.Show, m.Map.Base = tc.paper, tc.scale, orb.Point{tc.lon, 50.0245}, orb.Bound{}, nil
		pages := pagesOf(t, m)
		path := filepath.Join(t.TempDir(), "a.pdf")
		if err := os.WriteFile(path, asPDF(t, pages), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("gdalinfo", "-json", path).Output()
		if err != nil {
			t.Fatalf("gdalinfo: %v", err)
		}
		var info struct {
			Metadata map[string]struct {
				Neatline string `json:"NEATLINE"`
			}
			System struct {
				WKT string `json:"wkt"`
			} `json:"coordinateSystem"`
		}
		if err := json.Unmarshal(out, &info); err != nil {
			t.Fatal(err)
		}
		ids := regexp.MustCompile(`ID\["EPSG",(\d+)\]\]$`).FindStringSubmatch(info.System.WKT)
		if ids == nil || ids[1] != strconv.Itoa(pages[0].Map.EPSG) {
			t.Errorf("%v E: coordinate system %q, want EPSG:%d", tc.lon, info.System.WKT, pages[0].Map.EPSG)
		}
		plane, err := crs.ByEPSG(pages[0].Map.EPSG)
		if err != nil {
			t.Fatal(err)
		}
		var frame []orb.Point
		for _, pair := range regexp.MustCompile(`(-?[\d.]+) (-?[\d.]+)`).FindAllStringSubmatch(info.Metadata[""].Neatline, -1) {
			x, _ := strconv.ParseFloat(pair[1], 64)
			y, _ := strconv.ParseFloat(pair[2], 64)
			frame = append(frame, orb.Point{x, y})
		}
		if len(frame) != 5 {
			t.Fatalf("%v E: neatline %q", tc.lon, info.Metadata[""].Neatline)
		}
		c := pages[0].Map.Camera
		for _, corner := range []scene.Point{{X: 0, Y: 0}, {X: c.W, Y: 0}, {X: c.W, Y: c.H}, {X: 0, Y: c.H}} {
			want := plane.Project(c.ToGround(corner))
			near := 1e9
			for _, p := range frame {
				near = min(near, planar.Distance(p, want))
			}
			if near > 0.1 {
				t.Errorf("%v E, 1:%v on %s: the corner %v is %.3f m off", tc.lon, tc.scale, tc.paper.Name, corner, near)
			}
		}
	}
}
