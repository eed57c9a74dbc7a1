package exchange

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/paulmach/orb"

	"pinezka/data/crs"
)

// KML (OGC 12-007r2) is in degrees of WGS 84, the longitude first. The names of
// the folders around a placemark are one column, "folder"; the columns of its
// ExtendedData are named as they are. Links, pictures and styles are not read:
// nothing is fetched, whatever a file asks for.

// readKML goes through the placemarks of a KML text.
func readKML(ctx context.Context, r io.Reader, yield func(*feature) error) (said, error) {
	k := kmlReader{yield: yield}
	k.said.epsg = crs.WGS84
	err := k.read(ctx, r, "")
	return k.said, err
}

// kmzReader reads all KML texts of a KMZ archive: the first one is often but a
// list of links to the others.
func kmzReader(file string) featureReader {
	return func(ctx context.Context, yield func(*feature) error) (said, error) {
		a, err := openArchive(file)
		if err != nil {
			return said{}, err
		}
		defer a.Close()
		k := kmlReader{yield: yield, inside: map[string]bool{}}
		k.said.epsg = crs.WGS84
		a.noteEntries(&k.said, FormatKML)
		texts := a.ending(".kml")
		for _, e := range texts {
			k.inside[path.Clean(e.Name)] = true
		}
		for _, e := range texts {
			r, err := a.open(e)
			if err != nil {
				return said{}, fmt.Errorf("%s: %w", e.Name, err)
			}
			err = k.read(ctx, r, path.Dir(e.Name))
			r.Close()
			if err != nil {
				return said{}, fmt.Errorf("%s: %w", e.Name, err)
			}
		}
		return k.said, nil
	}
}

type kmlReader struct {
	yield   func(*feature) error
	said    said
	inside  map[string]bool // KML texts of the archive, which are read anyway
	dir     string          // of the text within the archive
	m       *markup
	folders []string
	n       int
}

func (k *kmlReader) read(ctx context.Context, r io.Reader, dir string) (err error) {
	if k.m, err = newMarkup(ctx, r); err != nil {
		return err
	}
	k.m.flat = "description"
	k.dir = dir
	if err := k.container(false); err != nil {
		return fmt.Errorf("after placemark %d: %w", k.n, err)
	}
	return nil
}

// container reads what may hold placemarks: the file, a document, a folder.
func (k *kmlReader) container(folder bool) error {
	if folder {
		k.folders = append(k.folders, "")
		defer func() { k.folders = k.folders[:len(k.folders)-1] }()
	}
	return k.m.children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "Folder":
			return k.container(true)
		case "Document", "kml":
			return k.container(false)
		case "Placemark":
			n, err := k.m.record(e)
			if err != nil {
				return err
			}
			k.n++
			f := k.placemark(n)
			return k.yield(f)
		case "name":
			n, err := k.m.record(e)
			if err != nil {
				return err
			}
			if folder {
				k.folders[len(k.folders)-1] = n.words()
			}
			return nil
		case "NetworkLink", "GroundOverlay", "ScreenOverlay", "PhotoOverlay":
			n, err := k.m.record(e)
			if err != nil {
				return err
			}
			k.left(n)
			return nil
		}
		return k.m.skip()
	})
}

// left notes a link or picture that is not followed.
func (k *kmlReader) left(n *node) {
	href := ""
	for _, holder := range []string{"Link", "Url", "Icon"} {
		if l := n.kid(holder); href == "" {
			href = l.kid("href").words()
		}
	}
	if n.name == "NetworkLink" && k.inside[path.Join(k.dir, href)] {
		return // its text is another of the archive
	}
	k.said.note(FoundNotLoaded, strings.TrimSpace(n.name+" "+href), "a link or picture was not loaded; nothing is fetched")
}

// placemark makes a feature of a placemark. An id of XML is a mark for styles and
// scripts, not the office's number, so it is no column.
func (k *kmlReader) placemark(n *node) *feature {
	f := &feature{number: k.n}
	f.set("name", n.kid("name").words())
	if d := n.kid("description"); d != nil {
		f.set("description", plainText(d.text))
	} else if s := n.kid("Snippet"); s != nil {
		f.set("description", plainText(s.text))
	}
	var path []string
	for _, name := range k.folders {
		if name != "" {
			path = append(path, name)
		}
	}
	if len(path) > 0 {
		f.set("folder", strings.Join(path, " / "))
	}
	var parts []orb.Geometry
	for _, c := range n.kids {
		switch c.name {
		case "address", "phoneNumber":
			f.set(c.name, c.words())
		case "TimeStamp":
			f.set("timestamp", c.kid("when").words())
		case "TimeSpan":
			begin, end := c.kid("begin").words(), c.kid("end").words()
			if begin == "" {
				begin, end = end, ""
			}
			f.set("timestamp", begin)
			if end != "" {
				f.set("end", end)
			}
		case "ExtendedData":
			k.extended(f, c)
		case "Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Track", "MultiTrack", "Model":
			g, err := kmlShape(c)
			if err != nil {
				f.torn = c.name
				continue
			}
			if c.name == "Track" {
				f.set("timestamp", c.kid("when").words())
			}
			parts = append(parts, g)
		}
	}
	if f.torn == "" {
		f.shape = gather(parts)
	}
	return f
}

// extended reads the columns that a program added: Data, SchemaData, or elements
// of its own namespace.
func (k *kmlReader) extended(f *feature, n *node) {
	for _, c := range n.kids {
		switch c.name {
		case "Data":
			name := c.attribute("name")
			if name == "" {
				name = c.kid("displayName").words()
			}
			f.set(name, c.kid("value").words())
		case "SchemaData":
			for _, s := range c.kids {
				if s.name == "SimpleData" {
					f.set(s.attribute("name"), s.words())
				}
			}
		default:
			if len(c.kids) == 0 {
				f.set(c.name, c.words())
			}
		}
	}
}

func kmlShape(n *node) (orb.Geometry, error) {
	switch n.name {
	case "Point":
		ps, err := parseTuples(n.kid("coordinates").words())
		if err != nil {
			return nil, err
		}
		return ps[0], nil
	case "LineString", "LinearRing":
		ps, err := parseTuples(n.kid("coordinates").words())
		return orb.LineString(ps), err
	case "Polygon":
		var rings [][]orb.Point
		for _, side := range []string{"outerBoundaryIs", "innerBoundaryIs"} {
			for _, b := range n.kids {
				if b.name != side {
					continue
				}
				for _, r := range b.kids {
					ps, err := parseTuples(r.kid("coordinates").words())
					if err != nil {
						return nil, err
					}
					rings = append(rings, ps)
				}
			}
			if len(rings) == 0 {
				return nil, errShape // holes of nothing
			}
		}
		return polygonOf(rings)
	case "Track":
		var line orb.LineString
		for _, c := range n.kids {
			if c.name != "coord" {
				continue
			}
			w := strings.Fields(c.text)
			if len(w) < 2 {
				return nil, errShape
			}
			ps, err := parseTuples(w[0] + "," + w[1])
			if err != nil {
				return nil, err
			}
			line = append(line, ps[0])
		}
		if len(line) == 0 {
			return nil, errShape
		}
		return line, nil
	case "MultiGeometry", "MultiTrack":
		var parts []orb.Geometry
		for _, c := range n.kids {
			switch c.name {
			case "Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Track", "Model":
				g, err := kmlShape(c)
				if err != nil {
					return nil, err
				}
				parts = append(parts, g)
			}
		}
		return gather(parts), nil
	case "Model":
		l := n.kid("Location")
		ps, err := parseTuples(l.kid("longitude").words() + "," + l.kid("latitude").words())
		if err != nil {
			return nil, err
		}
		return ps[0], nil
	}
	return nil, errShape
}
