package exchange

import (
	"bufio"
	"encoding/json"
	"io"
	"strconv"

	"pinezka/data"
)

// members are the properties of exported features, in the order of the columns
// of a list; the coordinates have none.
var members = [columnCount]string{
	colID: "source_id", colTime: "time", colTimeSource: "time_source", colWeekdays: "weekdays", colHours: "hours",
	colCategory: "category", colCategoryWritten: "category_as_written", colStatus: "status", colStatusWritten: "status_as_written",
	colOrigin: "origin", colNature: "nature", colInstitution: "institution", colPlace: "place", colPrecision: "precision", colText: "text",
}

// WriteGeoJSON writes reports as a FeatureCollection in degrees (RFC 7946). A
// report without place is a feature without geometry. Times are the Polish wall
// clock without an offset, so that a second import reads the same.
func WriteGeoJSON(w io.Writer, reports Reports, c *data.Catalogue, l Layout) error {
	out := bufio.NewWriterSize(w, 64<<10)
	out.WriteString("{\"type\":\"FeatureCollection\",\"features\":[")
	n := 0
	var cells []string
	for r := range reports {
		if n > 0 {
			out.WriteByte(',')
		}
		n++
		cells = l.cells(r, n, c, cells)
		cells[colTime] = r.When.Wall
		out.WriteString("\n{\"type\":\"Feature\",\"geometry\":")
		if r.Where.Known() {
			out.WriteString(`{"type":"Point","coordinates":[`)
			out.WriteString(strconv.FormatFloat(degrees(r.Where.Point[0]), 'f', -1, 64))
			out.WriteByte(',')
			out.WriteString(strconv.FormatFloat(degrees(r.Where.Point[1]), 'f', -1, 64))
			out.WriteString("]}")
		} else {
			out.WriteString("null")
		}
		out.WriteString(`,"properties":{`)
		first := true
		for i, name := range members {
			if name == "" {
				continue
			}
			if !first {
				out.WriteByte(',')
			}
			first = false
			out.WriteString(`"` + name + `":`)
			if cells[i] == "" {
				out.WriteString("null")
				continue
			}
			v, err := json.Marshal(cells[i])
			if err != nil {
				return err
			}
			out.Write(v)
		}
		out.WriteString("}}")
	}
	out.WriteString("\n]}\n")
	return out.Flush()
}
