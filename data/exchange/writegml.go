package exchange

import (
	"io"
	"strconv"

	"pinezka/data"
)

// gmlNamespace is that of the report's own elements. No schema is published for
// it; programs take the attributes from what they find.
const gmlNamespace = "urn:x-pinezka:reports"

// WriteGML writes reports as simple features of GML 3.2 (OGC 07-036) in
// EPSG:4326, whose axes are latitude, longitude. A report without place is a
// feature without geometry. Times are the Polish wall clock without an offset.
func WriteGML(w io.Writer, reports Reports, c *data.Catalogue, l Layout) error {
	out := newXMLWriter(w)
	out.raw(`<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:p="`, gmlNamespace, `" gml:id="reports">`, "\n")
	names := Attributes()
	n := 0
	for r, values := range Features(reports, c, l) {
		n++
		id := "report." + strconv.Itoa(n)
		out.raw(`<gml:featureMember><p:report gml:id="`, id, "\">\n")
		if r.Where.Known() {
			out.raw(`<p:geom><gml:Point gml:id="`, id, `.geom" srsName="urn:ogc:def:crs:EPSG::4326" srsDimension="2"><gml:pos>`,
				decimal(r.Where.Point[1]), " ", decimal(r.Where.Point[0]), "</gml:pos></gml:Point></p:geom>\n")
		}
		for i, name := range names {
			if values[i] != "" {
				out.element("p:"+name, values[i])
			}
		}
		out.raw("</p:report></gml:featureMember>\n")
	}
	out.raw("</gml:FeatureCollection>\n")
	return out.finish()
}
