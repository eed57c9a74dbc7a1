package sheet

import (
	"github.com/paulmach/orb"

	"pinezka/mapview/camera"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
)

// Page is one side of paper.
type Page struct {
	Scene scene.Scene
	Map   *Mapped // nil on a page without a map
}

// Mapped says what a page's map shows, for whoever writes files, checks prints
// or answers a command.
type Mapped struct {
	Frame   scene.Rect    // on the page, mm
	Camera  camera.Camera // of the frame: its millimetres count from the frame's upper left corner
	Corners [4]orb.Point  // degrees: upper left, upper right, lower right, lower left
	EPSG    int
	Cell    float64 // side of a grid cell in metres, 0 without a grid

	// Whole tells whether all that was to be shown fits at this scale; FitScale is
	// the largest scale at which it does. The sheet never changes a scale unasked.
	Whole    bool
	FitScale float64

	Reports      int // drawn on this page, those in clusters too
	Motions      int
	Legend       []Entry
	Outside      int // reports of the map with a place beyond the frame
	WithoutPlace int // reports of the map without a place

	Gaps     []portrayal.Gap // what the map could not show
	Unplaced int             // names without room
}
