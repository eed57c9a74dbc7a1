package pdf

import (
	"fmt"
	"strconv"

	"pinezka/mapview/scene"
)

// Geo says where on Earth a frame of the page lies, so that GIS programs and map
// readers can take the page for a map.
type Geo struct {
	Name    string     // of the frame
	Frame   scene.Rect // mm on the page
	Corners [4]LonLat  // upper left, upper right, lower right, lower left
	EPSG    int        // of the projected system the map is drawn in; 0 when WKT alone says it
	WKT     string     // the same as well-known text, version 1
}

// LonLat is a place in degrees on the datum of the map's coordinate system.
type LonLat struct{ Lon, Lat float64 }

// append adds the viewport to a page's dictionary; height is the page's, in points.
func (g *Geo) append(b []byte, height float64) []byte {
	b = append(b, "/VP[<</Type/Viewport/BBox["...)
	b = numbers(b, 4, g.Frame.X0*point, height-g.Frame.Y1*point, g.Frame.X1*point, height-g.Frame.Y0*point)
	b = append(b, ']')
	if g.Name != "" {
		b = append(append(b, "/Name"...), text(g.Name)...)
	}
	b = append(b, "/Measure<</Type/Measure/Subtype/GEO/Bounds[0 1 1 1 1 0 0 0]/LPTS[0 1 1 1 1 0 0 0]/GPTS["...)
	for _, c := range g.Corners {
		// Nine decimals of a degree are 0.1 mm on the ground.
		b = strconv.AppendFloat(b, c.Lat, 'f', 9, 64)
		b = append(b, ' ')
		b = strconv.AppendFloat(b, c.Lon, 'f', 9, 64)
		b = append(b, ' ')
	}
	b = append(b, "]/GCS<</Type/PROJCS"...)
	if g.EPSG != 0 {
		b = fmt.Appendf(b, "/EPSG %d", g.EPSG)
	}
	if g.WKT != "" {
		b = append(append(b, "/WKT"...), text(g.WKT)...)
	}
	return append(b, ">>>>>>]"...)
}
