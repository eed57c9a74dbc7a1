package basemap

import (
	"strconv"
	"strings"

	"pinezka/mapview/source"
)

// The zoom levels of the vector tiles. Below 6 a municipality is a dot.
const (
	minZoom = 6
	maxZoom = 14
)

// tileLayer is a layer of the tiles, named as in Shortbread 1.0.
type tileLayer struct {
	name   string
	fields []string // beside those that OSM's own key gives to points of interest
	// takes returns the zoom from which a feature is in the layer; 0: never.
	takes func(f *feature) int
}

var tileLayers = []tileLayer{
	{"land", []string{"kind"}, func(f *feature) int {
		switch {
		case !strings.HasPrefix(f.Class, "land.") || isSite(f.Class):
			return 0
		case f.Class == "land.forest":
			return zoomOf(f.Area, 8)
		}
		return zoomOf(f.Area, 10)
	}},
	{"sites", []string{"kind", "name"}, func(f *feature) int {
		if isSite(f.Class) {
			return 14
		}
		return 0
	}},
	{"water_polygons", []string{"kind", "name"}, func(f *feature) int {
		if f.Class == "water.area" {
			return zoomOf(f.Area, 6)
		}
		return 0
	}},
	{"water_lines", []string{"bridge", "kind", "name", "tunnel"}, func(f *feature) int {
		switch f.Class {
		case "water.river":
			return 9
		case "water.stream":
			return 14
		}
		return 0
	}},
	{"streets", []string{"bridge", "kind", "link", "rail", "service", "tunnel"}, streetZoom},
	{"street_labels", []string{"kind", "name"}, func(f *feature) int {
		if f.Name == "" || !strings.HasPrefix(f.Class, "road.") {
			return 0
		}
		return max(10, streetZoom(f))
	}},
	{"buildings", nil, func(f *feature) int { return at(14, strings.HasPrefix(f.Class, "building.")) }},
	{"addresses", []string{"housenumber"}, func(f *feature) int { return at(14, f.Class == classHouse) }},
	{"pois", []string{"name"}, func(f *feature) int { return at(14, strings.HasPrefix(f.Class, "poi.")) }},
	{"boundaries", []string{"admin_level"}, func(f *feature) int {
		switch f.Class {
		case "boundary.voivodeship":
			return 6
		case "boundary.powiat":
			return 8
		}
		return at(10, strings.HasPrefix(f.Class, "boundary."))
	}},
	{"place_labels", []string{"kind", "name"}, func(f *feature) int {
		switch f.Class {
		case "place.city":
			return 6
		case "place.town":
			return 7
		case "place.village":
			return 10
		case "place.suburb":
			return 11
		}
		return at(12, strings.HasPrefix(f.Class, "place."))
	}},
}

func at(zoom int, ok bool) int {
	if ok {
		return zoom
	}
	return 0
}

// isSite tells the grounds that Shortbread has apart from the land.
func isSite(class string) bool {
	switch class {
	case "land.school", "land.hospital", "land.parking":
		return true
	}
	return false
}

// zoomOf returns the zoom at which an area of so many square metres covers about
// twenty of a tile's 256 x 256 pixels at Polish latitudes, but not before first.
func zoomOf(area float64, first int) int {
	const pixels, metresAt14 = 20, 6.1
	z, side := maxZoom, metresAt14*metresAt14
	for z > first && area > pixels*side*4 {
		z, side = z-1, side*4
	}
	return z
}

func streetZoom(f *feature) int {
	minor := f.Flags&source.Minor != 0
	switch f.Class {
	case "road.motorway", "road.trunk":
		return 6
	case "road.primary":
		return 8
	case "road.secondary":
		return 9
	case "road.tertiary":
		return 11
	case "road.residential", "road.pedestrian":
		return 12
	case "rail.main":
		if minor {
			return 13
		}
		return 8
	case "road.service", "road.track":
		if minor {
			return 14
		}
		return 13
	}
	return at(14, strings.HasPrefix(f.Class, "road.") || strings.HasPrefix(f.Class, "rail."))
}

// fields gives a feature's attributes in a layer to add, sorted by key.
func fields(layer string, f *feature, add func(key string, value any)) {
	name := func() {
		if f.Name != "" {
			add("name", f.Name)
		}
	}
	set := func(key string, flag source.Flags) {
		if f.Flags&flag != 0 {
			add(key, true)
		}
	}
	switch layer {
	case "buildings":
	case "addresses":
		add("housenumber", f.Name)
	case "boundaries":
		if level, err := strconv.Atoi(f.tag.Value); err == nil {
			add("admin_level", int64(level))
		}
	case "pois":
		if f.tag.Key < "name" {
			add(f.tag.Key, f.tag.Value)
			name()
		} else {
			name()
			add(f.tag.Key, f.tag.Value)
		}
	case "streets":
		set("bridge", source.Bridge)
		add("kind", f.tag.Value)
		set("link", source.Link)
		if strings.HasPrefix(f.Class, "rail.") {
			add("rail", true)
		}
		set("service", source.Minor)
		set("tunnel", source.Tunnel)
	case "water_lines":
		set("bridge", source.Bridge)
		add("kind", f.tag.Value)
		name()
		set("tunnel", source.Tunnel)
	case "land":
		add("kind", f.tag.Value)
	default:
		add("kind", f.tag.Value)
		name()
	}
}
