package exchange

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pinezka/data"
)

// nasty are reports whose texts are what a file must not be broken by.
func nasty() []*data.Report {
	list := everyReport()
	for _, text := range []string{
		`</description><script>alert(1)</script> & "cudzysłów" 'apostrof' ]]> <!-- -->`,
		"dzwonek\x07, zero\x00, koniec\ufffe, nowa\r\nlinia\tkolumna", "zepsute \xff\xc5 bajty",
		`=HYPERLINK("http://127.0.0.1/","zobacz")`, "+48 000", "-5 m", "@dzielnicowy", "$[description] i $[name]",
		`<img src="http://127.0.0.1/x.png">`, "ąćęłńóśźż ĄĆĘŁŃÓŚŹŻ – „cytat” 😀",
	} {
		r := *list[0]
		r.Text, r.Where.Words, r.Source.ID, r.Source.Institution = text, text, text, text
		r.Category, r.CategoryWritten = "", text
		list = append(list, &r)
	}
	return list
}

// asXML is what an XML file can hold of a text: the signs that it cannot hold at
// all become U+FFFD.
func asXML(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
			return 0xfffd
		}
		return r
	}, s)
}

// stated is what the files should say of the reports, by the attributes' names.
func stated(t *testing.T, reports []*data.Report, l Layout) []map[string]string {
	t.Helper()
	var out []map[string]string
	for _, values := range Features(slices.Values(reports), catalogue(t), l) {
		m := map[string]string{}
		for i, name := range Attributes() {
			if values[i] != "" {
				m[name] = asXML(values[i])
			}
		}
		out = append(out, m)
	}
	return out
}

func written(t *testing.T, write func(io.Writer, Reports, *data.Catalogue, Layout) error, reports []*data.Report, l Layout) []byte {
	t.Helper()
	var b, again bytes.Buffer
	for _, w := range []*bytes.Buffer{&b, &again} {
		if err := write(w, slices.Values(reports), catalogue(t), l); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Error("the same reports gave other bytes")
	}
	return b.Bytes()
}

// kmlFile is a KML document, read by names in its namespace alone.
type kmlFile struct {
	XMLName xml.Name `xml:"http://www.opengis.net/kml/2.2 kml"`
	Name    string   `xml:"Document>name"`
	Folders []struct {
		Name       string `xml:"name"`
		Placemarks []struct {
			Name        string   `xml:"name"`
			Description string   `xml:"description"`
			When        string   `xml:"TimeStamp>when"`
			Coordinates []string `xml:"Point>coordinates"`
			Data        []struct {
				Name  string `xml:"name,attr"`
				Label string `xml:"displayName"`
				Value string `xml:"value"`
			} `xml:"ExtendedData>Data"`
		} `xml:"Placemark"`
	} `xml:"Document>Folder"`
}

func TestWriteKML(t *testing.T) {
	reports := nasty()
	none := *reports[0]
	none.Category, none.CategoryWritten = "", ""
	reports = append(reports, &none)
	for _, l := range []Layout{{NoCategory: "bez kategorii"}, {English: true}} {
		b := written(t, WriteKML, reports, l)
		var doc kmlFile
		if err := xml.Unmarshal(b, &doc); err != nil {
			t.Fatalf("%v:\n%s", err, b)
		}
		if doc.Name != l.title() {
			t.Errorf("the document's name is %q", doc.Name)
		}
		want := map[string]int{} // by what the file says, as JSON
		for i, m := range stated(t, reports, l) {
			j, err := json.Marshal(m)
			if err != nil {
				t.Fatal(err)
			}
			want[string(j)] = i
		}
		header, _ := l.header()
		for _, f := range doc.Folders {
			for _, p := range f.Placemarks {
				m := map[string]string{}
				for _, d := range p.Data {
					m[d.Name] = d.Value
					if !slices.Contains(header, d.Label) {
						t.Errorf("label %q", d.Label)
					}
				}
				j, err := json.Marshal(m)
				if err != nil {
					t.Fatal(err)
				}
				i, ok := want[string(j)]
				if !ok {
					t.Errorf("no report, or one too many, says %s", j)
					continue
				}
				delete(want, string(j))
				r := reports[i]
				if p.Name != f.Name || p.Name != cmp.Or(m["category"], l.NoCategory, "—") {
					t.Errorf("placemark %q in folder %q is of %q", p.Name, f.Name, m["category"])
				}
				if when := strings.TrimSuffix(p.When, ":00"); when != r.When.Wall {
					t.Errorf("time stamp %q for %q", p.When, r.When.Wall)
				}
				wantPoint(t, p.Coordinates, ",", r.Where, 0, 1)
				for name, v := range m {
					if name != "time" && !strings.Contains(p.Description, harmless(v)) {
						t.Errorf("the description says nothing of %s %q:\n%s", name, v, p.Description)
					}
				}
				bare := strings.NewReplacer("<b>", "", "</b>", "", "<br/>", "").Replace(p.Description)
				if strings.ContainsAny(bare, "<>") || strings.Contains(bare, "$[") {
					t.Errorf("something comes alive in\n%s", p.Description)
				}
			}
		}
		if len(want) > 0 {
			t.Errorf("missing are %v", slices.Collect(maps.Keys(want)))
		}
		first, last := doc.Folders[0].Name, doc.Folders[len(doc.Folders)-1].Name
		if k, _ := catalogue(t).Category("parking"); first != k.NamePL && first != k.NameEN || last != cmp.Or(l.NoCategory, "—") {
			t.Errorf("folders run from %q to %q", first, last)
		}
	}
}

// wantPoint checks the coordinates of at most one point; lon and lat are where
// they stand.
func wantPoint(t *testing.T, got []string, separator string, want data.Place, lon, lat int) {
	t.Helper()
	if !want.Known() {
		if len(got) != 0 {
			t.Errorf("a report without place is at %v", got)
		}
		return
	}
	if len(got) != 1 {
		t.Fatalf("%d points", len(got))
	}
	parts := strings.Split(got[0], separator)
	if len(parts) != 2 {
		t.Fatalf("coordinates %q", got[0])
	}
	for i, v := range []float64{want.Point[0], want.Point[1]} {
		if f, err := strconv.ParseFloat(parts[[]int{lon, lat}[i]], 64); err != nil || f-v > 1e-8 || v-f > 1e-8 {
			t.Errorf("coordinates %q for %v: %v", got[0], want.Point, err)
		}
	}
}

// gmlFile is a feature collection of GML 3.2.
type gmlFile struct {
	XMLName xml.Name `xml:"http://www.opengis.net/gml/3.2 FeatureCollection"`
	ID      string   `xml:"http://www.opengis.net/gml/3.2 id,attr"`
	Members []struct {
		ID         string `xml:"http://www.opengis.net/gml/3.2 id,attr"`
		Properties []struct {
			XMLName xml.Name
			Text    string `xml:",chardata"`
			Point   *struct {
				ID  string `xml:"http://www.opengis.net/gml/3.2 id,attr"`
				SRS string `xml:"srsName,attr"`
				Pos string `xml:"http://www.opengis.net/gml/3.2 pos"`
			} `xml:"http://www.opengis.net/gml/3.2 Point"`
		} `xml:",any"`
	} `xml:"featureMember>report"`
}

func TestWriteGML(t *testing.T) {
	reports := nasty()
	for _, l := range []Layout{{}, {English: true}} {
		b := written(t, WriteGML, reports, l)
		var doc gmlFile
		if err := xml.Unmarshal(b, &doc); err != nil {
			t.Fatalf("%v:\n%s", err, b)
		}
		want := stated(t, reports, l)
		if len(doc.Members) != len(want) {
			t.Fatalf("%d members for %d reports", len(doc.Members), len(want))
		}
		ids := map[string]bool{doc.ID: true}
		for i, m := range doc.Members {
			got := map[string]string{}
			var points []string
			for _, p := range m.Properties {
				if p.XMLName.Local == "geom" {
					if p.Point == nil || p.Point.SRS != "urn:ogc:def:crs:EPSG::4326" || ids[p.Point.ID] {
						t.Fatalf("the point is %+v", p.Point)
					}
					ids[p.Point.ID] = true
					points = append(points, p.Point.Pos)
					continue
				}
				if p.XMLName.Space != gmlNamespace {
					t.Errorf("%v stands in another namespace", p.XMLName)
				}
				got[p.XMLName.Local] = p.Text
			}
			if !maps.Equal(got, want[i]) {
				t.Errorf("feature %d says\n%q, want\n%q", i+1, got, want[i])
			}
			if m.ID == "" || ids[m.ID] {
				t.Errorf("feature %d has the id %q", i+1, m.ID)
			}
			ids[m.ID] = true
			wantPoint(t, points, " ", reports[i].Where, 1, 0) // the axes of EPSG:4326 are latitude, longitude
		}
	}
}

// Files without a report are whole files too.
func TestWriteNothing(t *testing.T) {
	var k kmlFile
	if err := xml.Unmarshal(written(t, WriteKML, nil, Layout{}), &k); err != nil || len(k.Folders) != 0 {
		t.Errorf("%+v, %v", k, err)
	}
	var g gmlFile
	if err := xml.Unmarshal(written(t, WriteGML, nil, Layout{}), &g); err != nil || len(g.Members) != 0 {
		t.Errorf("%+v, %v", g, err)
	}
}

// A disk that fills up is an error, however late it shows.
func TestWritersTellThatTheDiskIsFull(t *testing.T) {
	for name, write := range map[string]func(io.Writer, Reports, *data.Catalogue, Layout) error{
		"csv": WriteCSV, "geojson": WriteGeoJSON, "kml": WriteKML, "gml": WriteGML,
	} {
		for _, room := range []int{0, 1000} {
			if err := write(&fullDisk{room}, slices.Values(everyReport()), catalogue(t), Layout{}); err != io.ErrShortWrite {
				t.Errorf("%s with room for %d bytes gives %v", name, room, err)
			}
		}
	}
}

type fullDisk struct{ room int }

func (d *fullDisk) Write(b []byte) (int, error) {
	if len(b) > d.room {
		return d.room, io.ErrShortWrite
	}
	d.room -= len(b)
	return len(b), nil
}
