package tile

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"

	"github.com/paulmach/orb"
)

// ID names a tile. Rows count from the north.
type ID struct {
	Z    uint8
	X, Y uint32
}

// MaxZoom is the finest zoom level that an ID can have.
const MaxZoom = 30

// String writes the tile as zoom/column/row.
func (id ID) String() string { return fmt.Sprintf("%d/%d/%d", id.Z, id.X, id.Y) }

// Valid tells whether the tile exists in its zoom level.
func (id ID) Valid() bool {
	return id.Z <= MaxZoom && id.X < 1<<id.Z && id.Y < 1<<id.Z
}

// Parent returns the tile n levels up that holds this one, and where in it this
// one lies: in a grid of 2^n by 2^n cells, column and row from the top left.
func (id ID) Parent(n uint8) (parent ID, col, row uint32) {
	mask := uint32(1)<<n - 1
	return ID{id.Z - n, id.X >> n, id.Y >> n}, id.X & mask, id.Y & mask
}

// Bound returns the tile's box in degrees.
func (id ID) Bound() orb.Bound {
	n := math.Exp2(float64(id.Z))
	lon := func(x float64) float64 { return x/n*360 - 180 }
	lat := func(y float64) float64 { return math.Atan(math.Sinh(math.Pi*(1-2*y/n))) * 180 / math.Pi }
	x, y := float64(id.X), float64(id.Y)
	return orb.Bound{Min: orb.Point{lon(x), lat(y + 1)}, Max: orb.Point{lon(x + 1), lat(y)}}
}

// At returns the tile of a zoom level that holds a point (degrees). Points off
// the world go to its edge.
func At(p orb.Point, z uint8) ID {
	x, y := Position(p, z)
	last := math.Exp2(float64(z)) - 1
	clamp := func(v float64) uint32 { return uint32(max(0, min(last, math.Floor(v)))) }
	return ID{z, clamp(x), clamp(y)}
}

// Position returns where a point lies in a zoom level, in tiles from the north
// west corner of the world.
func Position(p orb.Point, z uint8) (x, y float64) {
	n := math.Exp2(float64(z))
	lat := max(-maxLat, min(maxLat, p[1])) * math.Pi / 180
	return (p[0] + 180) / 360 * n, (1 - math.Asinh(math.Tan(lat))/math.Pi) / 2 * n
}

// maxLat is where the square world of Web Mercator ends, in degrees.
const maxLat = 85.05112877980659

// world is all that tiles can show.
var world = orb.Bound{Min: orb.Point{-180, -maxLat}, Max: orb.Point{180, maxLat}}

// Info says what a source has.
type Info struct {
	Name             string
	Bound            orb.Bound // degrees; where tiles may be found
	MinZoom, MaxZoom uint8
	Credit           Credit
	// Layers are the layers of vector tiles with the names of their attributes, as
	// far as the archive says; nil when it does not.
	Layers map[string][]string
	// MaxTiles is how many tiles one picture may ask of the source; 0 for no limit.
	// A service that forbids bulk loading has one.
	MaxTiles int
}

// Credit names whose work the tiles are, as plain text.
type Credit struct {
	Text    string // "© OpenStreetMap contributors"
	Address string // "openstreetmap.org/copyright"; may be empty
}

// String returns text and address in one line.
func (c Credit) String() string {
	switch {
	case c.Address == "":
		return c.Text
	case c.Text == "":
		return c.Address
	}
	return c.Text + ", " + c.Address
}

// How says how much trouble may be taken for a tile.
type How uint8

// The ways to ask.
const (
	AtHand How = iota // memory and disk only; no request
	Fetch             // the same, and what is missing is fetched behind the back
	Wait              // wait until it is there
)

// Source gives tiles as they are stored: PNG, JPEG or WebP. It may be asked from
// several goroutines at once. Fetch is the same as AtHand to a source; the chain
// turns it into a Wait of its own.
type Source interface {
	Info() Info
	Read(ctx context.Context, id ID, how How) ([]byte, error)
}

// Getter gives tiles as pictures; Chain is one. Nobody may change a picture.
type Getter interface {
	Info() Info
	Tile(ctx context.Context, id ID, how How) (*image.RGBA, error)
}

// What callers tell apart about a single tile.
var (
	// ErrNone: the source has no such tile, and that is all right.
	ErrNone = errors.New("no such tile")
	// ErrPending: the tile is not at hand; when asked with Fetch, it is on its way.
	ErrPending = errors.New("tile is not at hand yet")
	// ErrDamaged: what is stored or was sent is no picture that can be shown.
	ErrDamaged = errors.New("damaged tile")
	// ErrOffline: the tile would have to be fetched, and the program is to stay offline.
	ErrOffline = errors.New("offline")
	// ErrRefused: the service refuses this program; it is not asked again.
	ErrRefused = errors.New("the tile service refuses this program")
	// ErrBusy: the service asked to wait, or does not answer; see BusyError.
	ErrBusy = errors.New("the tile service is busy")
	// ErrClosed: the chain or source was closed.
	ErrClosed = errors.New("tile source is closed")
)
