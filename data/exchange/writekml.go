package exchange

import (
	"cmp"
	"html"
	"io"
	"slices"
	"strings"

	"pinezka/data"
)

// WriteKML writes reports as KML 2.2 (OGC 12-007r2) in degrees, longitude first: a
// folder for each category, those of the catalogue in its order, then those that
// it does not know by name, then the reports without one. A report without place
// is a placemark without geometry. A time stamp is the Polish wall clock without
// an offset; a time that only recurs has none.
//
// Descriptions are web pages to the programs that show them, and people's texts
// go into them as texts: no tag, no link and no $[field] of theirs comes alive.
//
// The reports must stay as they are until WriteKML returns, for it sorts them.
func WriteKML(w io.Writer, reports Reports, c *data.Catalogue, l Layout) error {
	header, err := l.header()
	if err != nil {
		return err
	}
	out := newXMLWriter(w)
	out.raw(`<kml xmlns="http://www.opengis.net/kml/2.2">`, "\n<Document>\n")
	out.element("name", l.title())
	for _, f := range folders(reports, c, l) {
		out.raw("<Folder>\n")
		out.element("name", f.name)
		for r, values := range Features(slices.Values(f.reports), c, l) {
			out.placemark(f.name, header, r, values)
		}
		out.raw("</Folder>\n")
	}
	out.raw("</Document>\n</kml>\n")
	return out.finish()
}

// folder holds the reports of a category, in their order.
type folder struct {
	name    string
	order   int // position in the catalogue, past it for names that it does not know
	reports []*data.Report
}

func folders(reports Reports, c *data.Catalogue, l Layout) []*folder {
	order := map[data.CategoryID]int{}
	for i, k := range c.Categories {
		order[k.ID] = i
	}
	named := map[string]*folder{}
	var list []*folder
	var cells []string
	for r := range reports {
		cells = l.cells(r, 0, c, cells)
		name := cells[colCategory]
		f := named[name]
		if f == nil {
			f = &folder{name: name, order: len(order)}
			if i, ok := order[r.Category]; ok {
				f.order = i
			}
			if name == "" {
				f.name, f.order = cmp.Or(l.NoCategory, "—"), len(order)+1
			}
			named[name] = f
			list = append(list, f)
		}
		f.reports = append(f.reports, r)
	}
	slices.SortFunc(list, func(a, b *folder) int {
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.name, b.name))
	})
	return list
}

func (o xmlWriter) placemark(name string, header []string, r *data.Report, values []string) {
	o.raw("<Placemark>\n")
	o.element("name", name)
	var page strings.Builder
	for i, a := range attributes {
		if values[i] == "" {
			continue
		}
		v := values[i]
		if a.column == colTime {
			v = strings.Replace(v, "T", " ", 1)
		}
		if page.Len() > 0 {
			page.WriteString("<br/>\n")
		}
		page.WriteString("<b>" + harmless(header[a.column]) + "</b>: " + harmless(v))
	}
	o.element("description", page.String())
	if when := timeStamp(r.When.Wall); when != "" {
		o.raw("<TimeStamp><when>", when, "</when></TimeStamp>\n")
	}
	o.raw("<ExtendedData>\n")
	for i, a := range attributes {
		if values[i] == "" {
			continue
		}
		o.raw(`<Data name="`, a.name, `"><displayName>`)
		o.text(header[a.column])
		o.raw("</displayName><value>")
		o.text(values[i])
		o.raw("</value></Data>\n")
	}
	o.raw("</ExtendedData>\n")
	if r.Where.Known() {
		o.raw("<Point><coordinates>", decimal(r.Where.Point[0]), ",", decimal(r.Where.Point[1]), "</coordinates></Point>\n")
	}
	o.raw("</Placemark>\n")
}

// harmless writes a text for a web page. Google Earth puts fields in the place of
// $[field] in descriptions, so the bracket is written in another way.
func harmless(s string) string {
	return strings.NewReplacer("$[", "&#36;[", "\r\n", "<br/>", "\n", "<br/>").Replace(html.EscapeString(s))
}

// timeStamp writes a wall clock as XML Schema's dateTime, date or gYearMonth; the
// first asks for seconds.
func timeStamp(wall string) string {
	if len(wall) == len("2024-05-01T11:05") {
		return wall + ":00"
	}
	return wall
}
