package mapview

import (
	"image"
	"time"
)

// shot is a drawn tile.
type shot struct {
	key     tileKey
	base    int         // of which state of the base map it is
	img     *image.RGBA // nil when it could not be drawn
	partial bool        // something was missing in it that may still come
	at      time.Time   // when it came
	renewal int         // how many renewals it has seen
	used    uint64
}

// cache keeps drawn tiles, the ones used last within a bound of bytes. It belongs
// to the interface goroutine.
type cache struct {
	limit int
	bytes int
	turn  uint64 // one for each applied camera
	shots map[tileKey]*shot
}

func newCache(limit int) *cache { return &cache{limit: limit, shots: map[tileKey]*shot{}} }

// get returns a tile and marks it as used in this turn.
func (c *cache) get(k tileKey) *shot {
	s := c.shots[k]
	if s != nil {
		s.used = c.turn
	}
	return s
}

// put keeps a tile in the place of an older one of its key.
func (c *cache) put(s *shot) {
	if old := c.shots[s.key]; old != nil {
		c.bytes -= old.size()
	}
	s.used = c.turn
	c.shots[s.key] = s
	c.bytes += s.size()
	for c.bytes > c.limit {
		var oldest *shot
		for _, o := range c.shots {
			// What is shown stays, even where that is more than the bound.
			if o.used < c.turn && (oldest == nil || o.used < oldest.used) {
				oldest = o
			}
		}
		if oldest == nil {
			return
		}
		delete(c.shots, oldest.key)
		c.bytes -= oldest.size()
	}
}

func (s *shot) size() int {
	if s.img == nil {
		return 0
	}
	return len(s.img.Pix)
}
