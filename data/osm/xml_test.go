package osm

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

const bialystok = "../testdata/real/osm/bialystok-marczukowska-api.osm"

func writeXML(t testing.TB, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.osm")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func allOf(t testing.TB, path string) (Header, Stats, map[Kind]map[int64]Object) {
	t.Helper()
	got := map[Kind]map[int64]Object{Node: {}, Way: {}, Relation: {}}
	h, s, err := Read(context.Background(), path, nil, func(o Object) error {
		got[o.Kind][o.ID] = o
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return h, s, got
}

// TestXML reads a small world whose every part is known.
func TestXML(t *testing.T) {
	const text = `<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6" generator="by hand">
 <note>who reads this</note>
 <meta osm_base="2024-04-06T12:49:10Z"/>
 <bounds minlat="50" minlon="22" maxlat="50.1" maxlon="22.2"/>
 <relation id="7"><member type="way" ref="5" role="outer"/><member type="way" ref="6" role="inner"/><tag k="type" v="multipolygon"/><tag k="landuse" v="grass"/></relation>
 <way id="5"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/></way>
 <way id="6" visible="true"><nd ref="10"/><nd ref="11"/><nd ref="12"/><nd ref="10"/></way>
 <way id="8" timestamp="2024-03-01T00:00:00Z"><nd ref="1"/><nd ref="99"/><nd ref="-3"/><tag k="highway" v="residential"/><tag k="name" v="Łąkowa &amp; Źródlana"/></way>
 <way id="9" action="delete"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/></way>
 <node id="1" lat="50.0" lon="22.0"/><node id="2" lat="50.0" lon="22.1"/><node id="3" lat="50.05" lon="22.1"/><node id="4" lat="50.05" lon="22.0"/>
 <node id="10" lat="50.01" lon="22.01"/><node id="11" lat="50.01" lon="22.02"/><node id="12" lat="50.02" lon="22.02"/>
 <node id="-3" lat="50.09" lon="22.15"><tag k="amenity" v="school"/></node>
 <node id="20" visible="false" lat="50.09" lon="22.15"><tag k="amenity" v="bank"/></node>
 <node id="21" lat="500" lon="22.15"><tag k="amenity" v="bank"/></node>
</osm>`
	h, s, got := allOf(t, writeXML(t, text))
	if want := (orb.Bound{Min: orb.Point{22, 50}, Max: orb.Point{22.2, 50.1}}); h.Bound != want || h.By != "by hand" {
		t.Errorf("header %+v", h)
	}
	if want := time.Date(2024, 4, 6, 12, 49, 10, 0, time.UTC); !h.Date.Equal(want) {
		t.Errorf("date %v", h.Date)
	}
	if s.Nodes != 8 || s.Ways != 3 || s.Relations != 1 || s.MissingNodes != 1 || s.OpenRings != 0 {
		t.Errorf("stats %+v", s)
	}
	if len(got[Node]) != 1 || got[Node][-3].Tags.Find("amenity") != "school" {
		t.Errorf("nodes %v", got[Node])
	}
	street := got[Way][8]
	if street.Tags.Name() != "Łąkowa & Źródlana" || !orb.Equal(street.Geometry, orb.LineString{{22, 50}, {22.15, 50.09}}) {
		t.Errorf("way %+v", street)
	}
	area, ok := got[Relation][7].Geometry.(orb.MultiPolygon)
	if !ok || len(area) != 1 || len(area[0]) != 2 {
		t.Errorf("relation %+v", got[Relation][7])
	}
}

// TestGzippedXML: the extract of a quarter of Białystok, as it is and gzipped, is one
// and the same.
func TestGzippedXML(t *testing.T) {
	plain, err := os.ReadFile(bialystok)
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "b.osm.gz")
	if err := os.WriteFile(path, packed.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	h1, s1, a := allOf(t, bialystok)
	h2, s2, b := allOf(t, path)
	if h1 != h2 || s1 != s2 || !reflect.DeepEqual(a, b) {
		t.Errorf("%+v %+v differs from %+v %+v", h1, s1, h2, s2)
	}
	if want := (orb.Bound{Min: orb.Point{23.1093, 53.12814}, Max: orb.Point{23.11611, 53.13223}}); h1.Bound != want {
		t.Errorf("bound %v", h1.Bound)
	}
	if n := bytes.Count(plain, []byte("<way ")); s1.Ways != n {
		t.Errorf("%d ways, the text has %d", s1.Ways, n)
	}
	if n := bytes.Count(plain, []byte("<node ")); s1.Nodes != n {
		t.Errorf("%d nodes, the text has %d", s1.Nodes, n)
	}
}

func TestBrokenXML(t *testing.T) {
	for _, tc := range []struct {
		text string
		want error
		says string
	}{
		{`<?xml version="1.0"?><gpx><wpt lat="1" lon="2"/></gpx>`, ErrNotExtract, "<gpx>"},
		{`<?xml version="1.0"?><osmChange/>`, ErrNotExtract, "<osmChange>"},
		{`<osm version="0.6"><node id="1" lat="5`, ErrTruncated, ""},
		{`<osm version="0.6"><node id="1" lat="5" lon="5"/>`, ErrTruncated, "</osm>"},
		{`<osm><node id="one" lat="5" lon="5"/></osm>`, ErrNotExtract, "number"},
		{`<osm><way id="1"><nd/></way></osm>`, ErrNotExtract, "node"},
		{`<!DOCTYPE osm [<!ENTITY a "b">]><osm></osm>`, ErrNotExtract, ""},
		{`<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY a "b">]><osm>&a;</osm>`, ErrNotExtract, "entities"},
		{`<osm><node id="1" lat="5" lon="5"><tag k="a" v="<"/></node></osm>`, ErrNotExtract, ""},
	} {
		path := writeXML(t, tc.text)
		_, _, err := Read(context.Background(), path, nil, func(Object) error { return nil })
		if !errors.Is(err, tc.want) || !strings.Contains(err.Error(), tc.says) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v, want %v with %q", tc.text, err, tc.want, tc.says)
		}
	}
	// Cut anywhere, it says so.
	whole, err := os.ReadFile(bialystok)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{len(whole) / 7, len(whole) / 2, len(whole) - 9} {
		if _, _, err := Read(context.Background(), writeXML(t, string(whole[:n])), nil, func(Object) error { return nil }); !errors.Is(err, ErrTruncated) {
			t.Errorf("cut at %d: %v", n, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := Read(ctx, bialystok, nil, func(Object) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestExtentOfXML(t *testing.T) {
	b, err := Extent(context.Background(), bialystok)
	if err != nil || !b.Contains(orb.Point{23.112, 53.130}) || b.Max[0]-b.Min[0] > 0.2 {
		t.Errorf("%v, %v", b, err)
	}
}

// FuzzXML reads XML of any bytes: an error or objects, no panic.
func FuzzXML(f *testing.F) {
	f.Add([]byte(`<osm><bounds minlat="50" minlon="22" maxlat="50.1" maxlon="22.2"/><node id="1" lat="5" lon="5"/><node id="2" lat="6" lon="5"/><way id="1"><nd ref="1"/><nd ref="2"/><nd ref="1"/><tag k="a" v="b"/></way><relation id="1"><member type="way" ref="1" role="outer"/><tag k="type" v="boundary"/></relation></osm>`))
	f.Add([]byte(`<osm/>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		path := writeXML(t, string(b))
		_, _, _ = Read(context.Background(), path, nil, func(Object) error { return nil })
		_, _ = Extent(context.Background(), path)
	})
}
