package exchange

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"

	"github.com/paulmach/orb"

	"pinezka/data/crs"
)

// GPX (versions 1.0 and 1.1) is in degrees of WGS 84. Waypoints are points, routes
// and tracks lines; the time of a line is that of its first point. Heights and
// links are left out.

// maxCorners is how many corners a line may have.
const maxCorners = 1 << 20

// readGPX goes through waypoints, routes and tracks in the order of the file.
func readGPX(ctx context.Context, r io.Reader, yield func(*feature) error) (said, error) {
	m, err := newMarkup(ctx, r)
	if err != nil {
		return said{}, err
	}
	n := 0
	put := func(f *feature) error {
		n++
		f.number = n
		return yield(f)
	}
	err = m.children(func(root xml.StartElement) error {
		return m.children(func(e xml.StartElement) error {
			f := new(feature)
			switch e.Name.Local {
			case "wpt":
				w, err := m.record(e)
				if err != nil {
					return err
				}
				for _, k := range w.kids {
					f.takeGPX(k)
				}
				if p, err := gpxPoint(w.attr); err == nil {
					f.shape = p
				} else {
					f.torn = "wpt"
				}
				return put(f)
			case "rte", "trk":
				if err := f.gpxLine(m); err != nil {
					return err
				}
				return put(f)
			}
			return m.skip()
		})
	})
	if err != nil {
		return said{}, fmt.Errorf("after element %d: %w", n, err)
	}
	return said{epsg: crs.WGS84}, nil
}

// takeGPX takes what a waypoint, route or track says of itself.
func (f *feature) takeGPX(k *node) {
	switch k.name {
	case "name", "type", "sym", "src", "time":
		f.set(k.name, k.words())
	case "desc", "cmt":
		f.set(k.name, plainText(k.text))
	case "extensions":
		for _, x := range k.kids {
			if len(x.kids) == 0 {
				f.set(x.name, x.words())
			}
		}
	}
}

// gpxLine reads a route or track point by point: tracks of a day are long.
func (f *feature) gpxLine(m *markup) error {
	var lines orb.MultiLineString
	var line orb.LineString
	corners := 0
	first := ""
	point := func(e xml.StartElement) error {
		k, err := m.record(e)
		if err != nil {
			return err
		}
		if corners++; corners > maxCorners {
			return fmt.Errorf("a line of more than %d corners: %w", maxCorners, ErrTooLarge)
		}
		if first == "" {
			first = k.kid("time").words()
		}
		p, err := gpxPoint(k.attr)
		if err != nil {
			f.torn = e.Name.Local
			return nil
		}
		line = append(line, p)
		return nil
	}
	err := m.children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "rtept":
			return point(e)
		case "trkseg":
			err := m.children(func(e xml.StartElement) error {
				if e.Name.Local == "trkpt" {
					return point(e)
				}
				return m.skip()
			})
			if len(line) > 0 {
				lines, line = append(lines, line), nil
			}
			return err
		}
		k, err := m.record(e)
		if err != nil {
			return err
		}
		f.takeGPX(k)
		return nil
	})
	if len(line) > 0 {
		lines = append(lines, line)
	}
	if first != "" {
		f.set("time", first)
	}
	if f.torn == "" && len(lines) > 0 {
		f.shape = gather([]orb.Geometry{lines})
	}
	return err
}

func gpxPoint(list []xml.Attr) (orb.Point, error) {
	lon, err := coordinate(attribute(list, "lon"))
	if err != nil {
		return orb.Point{}, err
	}
	lat, err := coordinate(attribute(list, "lat"))
	return orb.Point{lon, lat}, err
}
