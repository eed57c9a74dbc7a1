package exchange

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

const gpxText = `<?xml version="1.0"?><gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1" xmlns:o="urn:o">
<metadata><name>M</name><time>2024-01-01T00:00:00Z</time></metadata>
<wpt lat="52.1381" lon="20.6862"><ele>101</ele><time>2024-05-06T05:45:00Z</time><name>Auta na chodniku</name><cmt>co rano</cmt><desc>&lt;b&gt;Przy&lt;/b&gt; szkole</desc>
 <sym>Flag</sym><type>Nieprawidłowe parkowanie</type><link href="http://127.0.0.1:9911/x"/><extensions><o:id>7</o:id></extensions></wpt>
<wpt lon="x" lat="1"><name>zły</name></wpt>
<rte><name>Objazd</name><rtept lat="52" lon="20"/><rtept lat="52" lon="21"/><rtept lat="53" lon="21"/></rte>
<trk><name>Patrol</name><trkseg><trkpt lat="52" lon="20"><time>2024-05-06T20:00:00Z</time></trkpt><trkpt lat="52" lon="21"/></trkseg><trkseg/>
 <trkseg><trkpt lat="53" lon="20"/><trkpt lat="53" lon="23"/></trkseg></trk>
<trk><trkseg><trkpt lat="bad" lon="20"/></trkseg></trk>
</gpx>`

func TestGPX(t *testing.T) {
	path := file(t, "a.gpx", gpxText)
	p, fs := feats(t, path, Options{})
	if p.Format != FormatGPX || p.CRS != 4326 || p.Open() || len(fs) != 5 {
		t.Fatalf("%s, EPSG:%d, %d features, %+v", p.Format, p.CRS, len(fs), p.Questions)
	}
	want := []orb.Geometry{
		orb.Point{20.6862, 52.1381}, nil, orb.LineString{{20, 52}, {21, 52}, {21, 53}}, orb.MultiLineString{{{20, 52}, {21, 52}}, {{20, 53}, {23, 53}}}, nil,
	}
	for i, f := range fs {
		if (f.shape == nil) != (want[i] == nil) || f.shape != nil && !orb.Equal(f.shape, want[i]) || (f.torn != "") != (want[i] == nil) {
			t.Errorf("feature %d is %+v", i+1, f)
		}
	}
	got := readAll(t, p)
	r := got.reports()
	if r[0].When.Wall != "2024-05-06T07:45" || r[0].Category != "parking" || r[0].Source.ID != "7" || r[0].Text != "Auta na chodniku\nco rano\nPrzy szkole" {
		t.Errorf("the first is %+v", r[0])
	}
	near(t, r[2], 21, 52, 1e-9)
	near(t, r[3], 23, 53, 1e-9) // the longer piece of the track
	if r[3].When.Wall != "2024-05-06T22:00" || r[3].Text != "Patrol" {
		t.Errorf("the track is %+v", r[3])
	}
	if !slices.Equal(got.rowsOf(WarnBadPlace), []int{2, 5}) {
		t.Errorf("unreadable places in %v", got.rowsOf(WarnBadPlace))
	}
}

// A track is not held as elements: one of a day has more than a record may.
func TestGPXLongTrack(t *testing.T) {
	s := "<gpx><trk><trkseg>" + strings.Repeat(`<trkpt lat="52.5" lon="20.5"><ele>1</ele></trkpt>`, maxNodes/2+10) + "</trkseg></trk></gpx>"
	if _, fs := feats(t, file(t, "a.gpx", s), Options{}); len(fs) != 1 || len(fs[0].shape.(orb.LineString)) != maxNodes/2+10 {
		t.Errorf("%d features", len(fs))
	}
}

func FuzzGPX(f *testing.F) {
	for _, s := range []string{gpxText, "<gpx/>", "<gpx><trk><trkseg><trkpt", `<gpx><wpt lat="1e308" lon="-1e308"/></gpx>`, "<gpx><rte><rtept/></rte></gpx>"} {
		f.Add([]byte(s))
	}
	path, cat := filepath.Join(f.TempDir(), "f.gpx"), catalogue(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		fuzzFile(t, path, cat)
	})
}
