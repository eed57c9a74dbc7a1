package portrayal

import (
	"context"

	"pinezka/mapview/camera"
	"pinezka/mapview/scene"
	"pinezka/mapview/source"
)

// Look names one of the base map's looks.
type Look string

// The looks of assets/basemap/style.json.
const (
	Colour Look = "colour" // screen, colour print
	Grey   Look = "grey"   // office printer, photocopy
	Large  Look = "large"  // wall map read from afar
	Night  Look = "night"  // dark room, projector
)

// Map is what to draw: a value, made anew for each drawing and never changed.
type Map struct {
	Look Look // empty means Colour
	// Reading is the distance in metres from which the large look is read; 0 means 3.
	Reading float64
	Base    []source.Source // vector base map; may be empty
	Raster  []Raster        // raster base maps, under Base
	// Under are surfaces, such as a density, that belong to the base map: roads,
	// buildings and names stay readable on them. A screen draws them into its tiles, so
	// that another surface must be another value (compared by ==).
	Under   []Overlay
	Overlay []Overlay // reports, motions, areas, ... lowest first
	// Credit is drawn by whoever frames the map; portrayal only carries it.
	Credit string
	// NoNames leaves stage 4 out.
	NoNames bool
	// Wait: a sheet waits for what has to be read or fetched; a frame takes what is
	// at hand and says what is missing.
	Wait bool
}

// Raster is a base map of pictures.
type Raster interface {
	// Pictures returns the pictures that cover the view, each with the map from
	// its unit square to millimetres, and the gaps where one was missing.
	Pictures(ctx context.Context, c camera.Camera, wait bool) ([]scene.Picture, []Gap, error)
}

// Overlay is a layer of facts over the base map.
type Overlay interface {
	// Marks returns what to draw for the view, lowest first.
	Marks(ctx context.Context, c camera.Camera) ([]Mark, error)
}

// Mark is one sign of an overlay: its commands and the room it takes.
type Mark struct {
	Band Band
	Ops  []scene.Op // in millimetres of the view
	// Boxes are taken before the first name is placed.
	Boxes []scene.Rect
	Ref   scene.Ref
	// Members are the ids of all features that the mark stands for: a cluster has
	// several, a symbol its own.
	Members []int64
	// At is the place that the mark stands for, for hit tests.
	At scene.Point
}

// Band is where a mark lies between the layers of the base map.
type Band uint8

// The bands.
const (
	// UnderBuildings: surfaces such as a density; buildings, roads and names stay readable.
	UnderBuildings Band = iota
	// OverBase: outlines of areas, circles, hot spots.
	OverBase
	// OnTop: symbols; drawn after the names, which have given way to them.
	OnTop
)

// Gap is something that the map could not show, and why.
type Gap struct {
	Layer string
	Err   error
}

// Drawing is a drawn view.
type Drawing struct {
	Scene scene.Scene
	Marks []Mark // what the overlays drew, for hit tests, legends and counts
	Gaps  []Gap
	// Unplaced counts names that found no room, each once; house numbers are not
	// counted.
	Unplaced int
	// Streets are the named streets that touch the view, whether their names found
	// room or not, sorted by name: for an index. Only Draw fills it.
	Streets []Street
}

// Street is a named street that touches the view.
type Street struct {
	Name  string
	Lines [][]scene.Point // millimetres of the view
}
