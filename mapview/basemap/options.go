package basemap

import (
	"errors"
	"time"

	"github.com/paulmach/orb"

	"pinezka/data/osm"
)

// Options say what is kept of an extract.
type Options struct {
	// Clip is the municipality: the box around it is kept, with the margin, since
	// a sheet shows the neighbours' first streets. Empty keeps the extract's own
	// box, or what nearly all of its nodes lie in when its header names none.
	Clip orb.MultiPolygon
	// Margin in metres around that; negative means none, 0 means DefaultMargin
	// around a clip and OwnMargin around an extract's own box.
	Margin float64
	// Date of the data, for an extract that does not say it.
	Date time.Time
	// Rules class the objects; see ParseRules.
	Rules []ClassRule
	// Progress is told the stage and how far it is; nil tells nobody. It is called
	// from one goroutine.
	Progress func(stage Stage, done, total int64)
}

const (
	// DefaultMargin is how far the base map reaches beyond a clip, in metres.
	DefaultMargin = 500
	// OwnMargin is how far it reaches beyond the extract's own box, in metres:
	// objects there are incomplete, but a street should not end at the sheet's edge.
	OwnMargin = 150
)

// Stage is a part of Build's work.
type Stage string

// The stages.
const (
	StageRead  Stage = "read"
	StageWrite Stage = "write"
	StageTiles Stage = "tiles"
)

var (
	// ErrOutside means that the extract does not touch the municipality.
	ErrOutside = errors.New("the extract does not touch the municipality")
	// ErrNoFeatures means that a file is no base map that Build made.
	ErrNoFeatures = errors.New("not a base map built from an extract")
)

// Report says what Build made.
type Report struct {
	Path     string
	Hash     string    // SHA-256 of the archive, hexadecimal
	Bytes    int64     // of the archive
	Date     time.Time // of the data; zero when nobody knows
	Bound    orb.Bound // kept, degrees
	Features int
	Classes  map[string]int // features of each class
	Tiles    int
	Stats    osm.Stats  // of the extract; what it lacks, too
	Facts    osm.Counts // in the archive
	// Boundaries are the municipalities that the extract holds whole, by their
	// teryt:terc code; they are not cut at the box.
	Boundaries map[string]Boundary
}

// Boundary is the border of a municipality with its name.
type Boundary struct {
	Name     string
	Geometry orb.MultiPolygon
}

// Credit is the sentence that the licence of OpenStreetMap asks for, with the
// addresses that paper needs.
const Credit = attribution + " – openstreetmap.org/copyright, opendatacommons.org"

// attribution is the same for programs, which show it on the map.
const attribution = "© autorzy OpenStreetMap (ODbL)"
