package session

import (
	"strings"
	"sync"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"pinezka/data"
	"pinezka/data/osm"
)

// placeFinder looks up the places that lists have in words. A list names the same
// streets again and again, and is read twice, so each text is looked up once.
type placeFinder struct {
	locator func() *osm.Locator
	mu      sync.Mutex
	known   map[string]foundPlace
}

type foundPlace struct {
	place data.Place
	twins bool
}

// keptPlaces is how many texts are remembered; a hostile list has a new one in
// each row.
const keptPlaces = 200_000

func newPlaceFinder(f *osm.Facts, border orb.MultiPolygon) *placeFinder {
	var inside func(orb.Point) bool
	if len(border) > 0 {
		inside = func(p orb.Point) bool { return planar.MultiPolygonContains(border, p) }
	}
	return &placeFinder{
		locator: sync.OnceValue(func() *osm.Locator { return osm.NewLocator(f, inside) }), // on the worker that asks first
		known:   map[string]foundPlace{},
	}
}

// locate is exchange.Options.Locate.
func (f *placeFinder) locate(words []string) (data.Place, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	key := strings.Join(words, "\x1f")
	if found, ok := f.known[key]; ok {
		return found.place, found.twins
	}
	place, how := f.locator().Locate(words)
	found := foundPlace{place, how == osm.Ambiguous}
	if len(f.known) >= keptPlaces {
		clear(f.known)
	}
	f.known[key] = found
	return found.place, found.twins
}

// placeFinder returns what looks up places in the base map, or nil where that is
// no extract. Of streets of one name those inside the municipality are meant, when
// its border is the true one and not a box.
func (s *Session) placeFinder() *placeFinder {
	if s.base.facts == nil {
		return nil
	}
	if s.base.places == nil {
		var border orb.MultiPolygon
		if s.Info().BoundaryExact {
			border = s.gmina
		}
		s.base.places = newPlaceFinder(s.base.facts, border)
	}
	return s.base.places
}
