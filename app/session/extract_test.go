package session_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"pinezka/app/session"
	"pinezka/data"
	"pinezka/mapview/basemap"
)

// hajnowka is an invented extract around the real place of a municipality: a
// border with its code, two streets, an address and a school.
func hajnowka(t testing.TB, code string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(`<osm version="0.6" generator="by hand"><meta osm_base="2026-01-02T03:04:05Z"/><bounds minlat="52.70" minlon="23.50" maxlat="52.80" maxlon="23.70"/>`)
	corners := []orb.Point{{23.55, 52.72}, {23.65, 52.72}, {23.65, 52.77}, {23.60, 52.75}, {23.55, 52.77}}
	for i, p := range corners {
		fmt.Fprintf(&b, `<node id="%d" lat="%v" lon="%v"/>`, i+1, p[1], p[0])
	}
	b.WriteString(`<node id="10" lat="52.735" lon="23.57"/><node id="11" lat="52.735" lon="23.61"/><node id="12" lat="52.745" lon="23.61"/>` +
		`<node id="13" lat="52.7351" lon="23.5801"><tag k="addr:street" v="Białowieska"/><tag k="addr:housenumber" v="7"/></node>` +
		`<node id="14" lat="52.7352" lon="23.59"><tag k="amenity" v="school"/><tag k="name" v="Szkoła Podstawowa nr 1"/></node>` +
		`<way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/></way><way id="2"><nd ref="3"/><nd ref="4"/><nd ref="5"/><nd ref="1"/></way>` +
		`<way id="3"><nd ref="10"/><nd ref="11"/><tag k="highway" v="residential"/><tag k="name" v="Białowieska"/></way>` +
		`<way id="4"><nd ref="11"/><nd ref="12"/><tag k="highway" v="tertiary"/><tag k="name" v="Warszawska"/></way>`)
	fmt.Fprintf(&b, `<relation id="1"><member type="way" ref="1" role="outer"/><member type="way" ref="2" role="outer"/><tag k="type" v="boundary"/><tag k="boundary" v="administrative"/><tag k="admin_level" v="8"/><tag k="name" v="Hajnówka"/><tag k="teryt:terc" v="%s"/></relation></osm>`, code)
	path := filepath.Join(t.TempDir(), "podlaskie.osm")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func open(t testing.TB) *session.Session {
	s := session.New(session.Options{Version: "test", User: "test"})
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// TestProjectFromExtract: a code and an extract give base map, border and streets
// in one go.
func TestProjectFromExtract(t *testing.T) {
	g, ok := session.FindGmina("2005011")
	if !ok || g.Name != "Hajnówka" {
		t.Fatalf("the list has no Hajnówka: %+v", g)
	}
	if e := session.ExtractFor(g); e.File != "podlaskie-latest.osm.pbf" || e.Page != "https://download.geofabrik.de/europe/poland/podlaskie.html" {
		t.Errorf("extract %+v", e)
	}
	s := open(t)
	path := filepath.Join(t.TempDir(), "Hajnówka.gpkg")
	if err := s.Create(context.Background(), path, session.NewProject{TERYT: g.Code, Extract: hajnowka(t, "2005011")}, nil); err != nil {
		t.Fatal(err)
	}
	info := s.Info()
	if info.Name != "Hajnówka" || !info.BoundaryExact || info.BaseMap != "Hajnówka.osm.mbtiles" || info.BaseMapDate != "2026-01-02" {
		t.Errorf("project %+v", info)
	}
	var border orb.MultiPolygon
	for _, a := range s.Areas() {
		if a.Kind == data.AreaGmina {
			border = a.Geometry
		}
	}
	if !planar.MultiPolygonContains(border, orb.Point{23.57, 52.75}) || planar.MultiPolygonContains(border, orb.Point{23.60, 52.76}) {
		t.Errorf("border %v, want that of the extract with its dent", border)
	}
	for _, name := range []string{"Białowieska", "Szkoła Podstawowa nr 1"} {
		if hits := s.FindPlace(name, 3); len(hits) == 0 || hits[0].Name != name {
			t.Errorf("%s: %v", name, hits)
		}
	}
}

// TestProjectFromExtractWithoutBorder: where the extract has no border of the
// municipality, its box serves, and the project says so.
func TestProjectFromExtractWithoutBorder(t *testing.T) {
	s := open(t)
	path := filepath.Join(t.TempDir(), "p.gpkg")
	if err := s.Create(context.Background(), path, session.NewProject{TERYT: "2005011", Extract: hajnowka(t, "9999999")}, nil); err != nil {
		t.Fatal(err)
	}
	if info := s.Info(); info.BoundaryExact || info.BaseMap == "" {
		t.Errorf("project %+v", info)
	}
}

// TestLiechtenstein: a whole small country of real data, by its own box.
func TestLiechtenstein(t *testing.T) {
	const extract = "../../data/testdata/real/osm/fallback-liechtenstein-2013.osm.pbf"
	s := open(t)
	path := filepath.Join(t.TempDir(), "fl.gpkg")
	if err := s.Create(context.Background(), path, session.NewProject{Name: "Liechtenstein", Extract: extract}, nil); err != nil {
		t.Fatal(err)
	}
	if hits := s.FindPlace("Vaduz", 3); len(hits) == 0 {
		t.Error("Vaduz is not found")
	}
	// It is not in Poland: no municipality of the list touches it.
	far := filepath.Join(t.TempDir(), "far.gpkg")
	err := s.Create(context.Background(), far, session.NewProject{TERYT: "2005011", Extract: extract}, nil)
	if !errors.Is(err, basemap.ErrOutside) {
		t.Errorf("Hajnówka from Liechtenstein's extract: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(far), "*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
