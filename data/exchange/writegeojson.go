package exchange

import (
	"bufio"
	"encoding/json"
	"io"

	"pinezka/data"
)

// WriteGeoJSON writes reports as a FeatureCollection in degrees (RFC 7946). A
// report without place is a feature without geometry. Times are the Polish wall
// clock without an offset, so that a second import reads the same.
func WriteGeoJSON(w io.Writer, reports Reports, c *data.Catalogue, l Layout) error {
	out := bufio.NewWriterSize(w, 64<<10)
	out.WriteString("{\"type\":\"FeatureCollection\",\"features\":[")
	names := Attributes()
	n := 0
	for r, values := range Features(reports, c, l) {
		if n > 0 {
			out.WriteByte(',')
		}
		n++
		out.WriteString("\n{\"type\":\"Feature\",\"geometry\":")
		if r.Where.Known() {
			out.WriteString(`{"type":"Point","coordinates":[`)
			out.WriteString(decimal(r.Where.Point[0]))
			out.WriteByte(',')
			out.WriteString(decimal(r.Where.Point[1]))
			out.WriteString("]}")
		} else {
			out.WriteString("null")
		}
		out.WriteString(`,"properties":{`)
		for i, name := range names {
			if i > 0 {
				out.WriteByte(',')
			}
			out.WriteString(`"` + name + `":`)
			if values[i] == "" {
				out.WriteString("null")
				continue
			}
			v, err := json.Marshal(values[i])
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
