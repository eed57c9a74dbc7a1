package style

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"pinezka/assets"
	"pinezka/mapview/scene"
)

// Icon returns the shape of an embedded icon, such as "maki/police", in a box of
// side 1 about the origin. It is filled by the non-zero rule.
func Icon(name string) (scene.Path, error) {
	data, err := assets.FS.ReadFile("icons/" + strings.ReplaceAll(name, "/", "-") + ".svg")
	if err != nil {
		return scene.Path{}, fmt.Errorf("icon %q: there is none of this name", name)
	}
	p, err := readIcon(data)
	if err != nil {
		return scene.Path{}, fmt.Errorf("icon %q: %w", name, err)
	}
	return p, nil
}

// readIcon reads an SVG of one colour whose shapes are all path elements, which
// is how Maki and Temaki draw. Anything else is refused rather than left out.
func readIcon(data []byte) (scene.Path, error) {
	var out scene.Path
	var box []float64
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return out, err
		}
		el, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		switch el.Name.Local {
		case "svg":
			for _, s := range strings.Fields(attr(el, "viewBox")) {
				v, err := strconv.ParseFloat(s, 64)
				if err != nil {
					return out, fmt.Errorf("viewBox: %q is not a number", s)
				}
				box = append(box, v)
			}
		case "path":
			p, err := ParseSVGPath(attr(el, "d"))
			if err != nil {
				return out, err
			}
			out.Append(p)
		case "g", "title", "desc", "metadata":
			if attr(el, "transform") != "" {
				return out, errors.New("transforms are not understood")
			}
		default:
			return out, fmt.Errorf("element <%s> is not understood", el.Name.Local)
		}
	}
	if len(box) != 4 || box[2] <= 0 || box[3] <= 0 {
		return out, errors.New("no viewBox of four numbers")
	}
	if out.Empty() {
		return out, errors.New("no path")
	}
	k := 1 / max(box[2], box[3])
	return out.Transform(scene.Translate(-box[0]-box[2]/2, -box[1]-box[3]/2).Then(scene.ScaleBy(k, k))), nil
}

func attr(el xml.StartElement, name string) string {
	for _, a := range el.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
