package exchange

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/data/crs"
)

// gml wraps features.
func gml(content string) string {
	return `<?xml version="1.0"?><gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:x="urn:x">` + content + `</gml:FeatureCollection>`
}

func member(inside string) string {
	return "<gml:featureMember><x:z gml:id=\"z.1\"><x:geom>" + inside + "</x:geom><x:id>1</x:id></x:z></gml:featureMember>"
}

// The order of the numbers follows from how the system is named.
func TestGMLAxes(t *testing.T) {
	place := orb.Point{20.6862, 52.1381}
	for name, c := range map[string]struct {
		srs        string
		code       int
		northFirst bool
	}{
		"urn 2180":   {"urn:ogc:def:crs:EPSG::2180", 2180, true},
		"old urn":    {"urn:x-ogc:def:crs:EPSG:6.9:2180", 2180, true},
		"address":    {"http://www.opengis.net/def/crs/EPSG/0/2178", 2178, true},
		"short":      {"EPSG:2180", 2180, false},
		"old xml":    {"http://www.opengis.net/gml/srs/epsg.xml#2178", 2178, false},
		"urn 4326":   {"urn:ogc:def:crs:EPSG::4326", 4326, true},
		"short 4326": {"EPSG:4326", 4326, false},
		"crs 84":     {"urn:ogc:def:crs:OGC:1.3:CRS84", 4326, false},
		"etrs":       {"urn:ogc:def:crs:EPSG::4258", 4326, true},
		"utm":        {"urn:ogc:def:crs:EPSG::32634", 32634, false},
		"mercator":   {"urn:ogc:def:crs:EPSG::3857", 3857, false},
	} {
		plane, err := crs.ByEPSG(c.code)
		if err != nil {
			t.Fatal(err)
		}
		at := plane.Project(place)
		if c.northFirst {
			at[0], at[1] = at[1], at[0]
		}
		pos := fmt.Sprintf("%.9f %.9f", at[0], at[1])
		for how, content := range map[string]string{
			"on the point":         member(`<gml:Point srsName="` + c.srs + `"><gml:pos>` + pos + `</gml:pos></gml:Point>`),
			"on the pos":           member(`<gml:Point><gml:pos srsName="` + c.srs + `">` + pos + `</gml:pos></gml:Point>`),
			"on the collection":    `<gml:boundedBy><gml:Envelope srsName="` + c.srs + `"/></gml:boundedBy>` + member(`<gml:Point><gml:pos>`+pos+`</gml:pos></gml:Point>`),
			"in the manner of 2":   member(`<gml:Point srsName="` + c.srs + `"><gml:coordinates>` + strings.Replace(pos, " ", ",", 1) + `</gml:coordinates></gml:Point>`),
			"a height behind":      member(`<gml:Point srsName="` + c.srs + `" srsDimension="3"><gml:pos>` + pos + ` 7</gml:pos></gml:Point>`),
			"other decimal marks":  member(`<gml:Point srsName="` + c.srs + `"><gml:coordinates decimal="," cs=";" ts="|">` + strings.NewReplacer(" ", ";", ".", ",").Replace(pos) + `</gml:coordinates></gml:Point>`),
			"x and y of version 2": member(`<gml:Point srsName="` + c.srs + `"><gml:coord><gml:X>` + strings.Replace(pos, " ", "</gml:X><gml:Y>", 1) + `</gml:Y></gml:coord></gml:Point>`),
		} {
			got := read(t, file(t, "a.gml", gml(content)), Options{})
			if got.p.CRS != c.code || got.tally.OnMap != 1 {
				t.Errorf("%s, %s: EPSG:%d, %+v", name, how, got.p.CRS, got.tally.Findings())
				continue
			}
			near(t, got.reports()[0], place[0], place[1], 1e-7)
		}
	}
	// Without a name, or with one that is not known, it is asked.
	for _, srs := range []string{"", ` srsName="EPSG:3120"`, ` srsName="lokalny"`} {
		p, _ := feats(t, file(t, "a.gml", gml(member(`<gml:Point`+srs+`><gml:pos>615363 476005</gml:pos></gml:Point>`))), Options{})
		if len(p.Questions) != 1 || p.Questions[0].Key != AskCRS || p.Questions[0].Proposal != "EPSG:2180" ||
			(srs != "") != slices.ContainsFunc(p.Warnings, func(f Finding) bool { return f.Code == WarnCRSUnknown }) {
			t.Errorf("%s: questions %+v, warnings %+v", srs, p.Questions, p.Warnings)
		}
	}
}

func TestGMLShapes(t *testing.T) {
	ring := `<gml:LinearRing><gml:posList>0 0 9 0 9 9 0 9 0 0</gml:posList></gml:LinearRing>`
	inner := `<gml:interior><gml:LinearRing><gml:posList>1 1 2 1 2 2 1 1</gml:posList></gml:LinearRing></gml:interior>`
	holed := orb.Polygon{{{0, 0}, {9, 0}, {9, 9}, {0, 9}, {0, 0}}, {{1, 1}, {2, 1}, {2, 2}, {1, 1}}}
	poly := `<gml:Polygon><gml:exterior>` + ring + `</gml:exterior>` + inner + `</gml:Polygon>`
	for name, c := range map[string]struct {
		inside string
		want   orb.Geometry
		torn   bool
	}{
		"line of pos":      {`<gml:LineString><gml:pos>1 2</gml:pos><gml:pos>3 4</gml:pos></gml:LineString>`, orb.LineString{{1, 2}, {3, 4}}, false},
		"line with height": {`<gml:LineString srsDimension="3"><gml:posList>1 2 9 3 4 9</gml:posList></gml:LineString>`, orb.LineString{{1, 2}, {3, 4}}, false},
		"heights unsaid":   {`<gml:LineString><gml:posList>1 2 9 3 4 9 5 6 9</gml:posList></gml:LineString>`, orb.LineString{{1, 2}, {3, 4}, {5, 6}}, false},
		"polygon":          {poly, holed, false},
		"version 2":        {`<gml:Polygon><gml:outerBoundaryIs><gml:LinearRing><gml:coordinates>0,0 9,0 9,9 0,9 0,0</gml:coordinates></gml:LinearRing></gml:outerBoundaryIs><gml:innerBoundaryIs><gml:LinearRing><gml:coordinates>1,1 2,1 2,2 1,1</gml:coordinates></gml:LinearRing></gml:innerBoundaryIs></gml:Polygon>`, holed, false},
		"surface":          {`<gml:Surface><gml:patches><gml:PolygonPatch><gml:exterior>` + ring + `</gml:exterior>` + inner + `</gml:PolygonPatch></gml:patches></gml:Surface>`, holed, false},
		"multi surface":    {`<gml:MultiSurface><gml:surfaceMember>` + poly + `</gml:surfaceMember><gml:surfaceMember>` + poly + `</gml:surfaceMember></gml:MultiSurface>`, orb.MultiPolygon{holed, holed}, false},
		"curve":            {`<gml:Curve><gml:segments><gml:LineStringSegment><gml:posList>1 2 3 4</gml:posList></gml:LineStringSegment><gml:LineStringSegment><gml:posList>3 4 5 6</gml:posList></gml:LineStringSegment></gml:segments></gml:Curve>`, orb.LineString{{1, 2}, {3, 4}, {5, 6}}, false},
		"ring of curves":   {`<gml:Polygon><gml:exterior><gml:Ring><gml:curveMember><gml:LineString><gml:posList>0 0 9 0 9 9</gml:posList></gml:LineString></gml:curveMember><gml:curveMember><gml:LineString><gml:posList>9 9 0 9 0 0</gml:posList></gml:LineString></gml:curveMember></gml:Ring></gml:exterior></gml:Polygon>`, holed[:1], false},
		"points":           {`<gml:MultiPoint><gml:pointMember><gml:Point><gml:pos>1 2</gml:pos></gml:Point></gml:pointMember><gml:pointMember><gml:Point><gml:pos>3 4</gml:pos></gml:Point></gml:pointMember></gml:MultiPoint>`, orb.MultiPoint{{1, 2}, {3, 4}}, false},
		"empty":            {`<gml:Point/>`, nil, false},
		"no number":        {`<gml:Point><gml:pos>a b</gml:pos></gml:Point>`, nil, true},
		"one number":       {`<gml:Point><gml:pos>1</gml:pos></gml:Point>`, nil, true},
		"odd numbers":      {`<gml:LineString><gml:posList>1 2 3 4 5</gml:posList></gml:LineString>`, nil, true},
		"only a hole":      {`<gml:Polygon>` + inner + `</gml:Polygon>`, nil, true},
	} {
		_, fs := feats(t, file(t, "a.gml", gml(member(c.inside))), Options{Answers: map[string]string{AskCRS: "4326"}})
		if len(fs) != 1 || (fs[0].shape == nil) != (c.want == nil) || c.want != nil && !orb.Equal(fs[0].shape, c.want) || (fs[0].torn != "") != c.torn {
			t.Errorf("%s is %+v", name, fs)
		}
		if fs[0].value("id") != "1" {
			t.Errorf("%s lost its id", name)
		}
	}
}

func TestGMLProperties(t *testing.T) {
	p, fs := feats(t, file(t, "a.gml", gml(`
		<gml:featureMembers><x:z><gml:boundedBy><gml:Envelope srsName="EPSG:4326"/></gml:boundedBy>
			<x:nazwa>Raz</x:nazwa><x:nazwa>Dwa</x:nazwa><x:idIIP><x:Identyfikator><x:lokalnyId>L1</x:lokalnyId></x:Identyfikator></x:idIIP><x:puste xsi:nil="true"/>
			<x:geom><gml:Point><gml:pos>20 52</gml:pos></gml:Point></x:geom></x:z>
		<x:z><x:nazwa>Trzy</x:nazwa><x:geom><gml:Point srsName="EPSG:2180"><gml:pos>615363 476005</gml:pos></gml:Point></x:geom></x:z></gml:featureMembers>`)), Options{})
	if !slices.Equal(p.Header(), []string{"nazwa", "idIIP.lokalnyId", "puste"}) || len(fs) != 2 {
		t.Fatalf("columns %q, %d features", p.Header(), len(fs))
	}
	if fs[0].value("nazwa") != "Raz; Dwa" || fs[0].value("idIIP.lokalnyId") != "L1" {
		t.Errorf("the first is %q", fs[0].values)
	}
	// A second system in one file would put its features anywhere.
	got := readAll(t, p)
	if got.tally.OnMap != 1 || got.tally.Refused != 1 || got.rows[1].Reject.Code != RejectFeature {
		t.Errorf("%+v", got.tally.Counts())
	}
	// WFS 2 wraps collections in members.
	got = read(t, file(t, "b.gml", `<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:x="urn:x"><wfs:member><wfs:FeatureCollection>
		<wfs:member><x:z><x:g><gml:Point srsName="EPSG:4326"><gml:pos>20 52</gml:pos></gml:Point></x:g></x:z></wfs:member></wfs:FeatureCollection></wfs:member></wfs:FeatureCollection>`), Options{})
	if got.tally.OnMap != 1 {
		t.Errorf("collections in members give %+v", got.tally.Counts())
	}
}

func FuzzGML(f *testing.F) {
	b, err := os.ReadFile(filepath.Join(realData, "vector", "gminy-hajnowski-2180.gml"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b[:4200])
	for _, s := range []string{
		gml(member(`<gml:Point srsName="urn:ogc:def:crs:EPSG::4326"><gml:pos>52 20</gml:pos></gml:Point>`)),
		gml(member(`<gml:Curve><gml:segments><gml:Arc><gml:posList>1 2 3 4 5 6</gml:posList></gml:Arc></gml:segments></gml:Curve>`)),
		gml(member(`<gml:Polygon srsName="EPSG:2180"><gml:outerBoundaryIs><gml:LinearRing><gml:coordinates decimal="," cs=" " ts=";">1 2</gml:coordinates></gml:LinearRing></gml:outerBoundaryIs></gml:Polygon>`)),
		gml(member(`<gml:MultiGeometry><gml:geometryMember><gml:Point><gml:coord><gml:X>1</gml:X></gml:coord></gml:Point></gml:geometryMember></gml:MultiGeometry>`)),
	} {
		f.Add([]byte(s))
	}
	path, cat := filepath.Join(f.TempDir(), "f.gml"), catalogue(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		fuzzFile(t, path, cat)
	})
}
