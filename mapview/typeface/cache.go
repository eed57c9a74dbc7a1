package typeface

import (
	"sync"

	"pinezka/mapview/scene"
)

// pool is a sync.Pool that knows what it holds.
type pool[T any] struct{ p sync.Pool }

func newPool[T any](make func() T) *pool[T] {
	return &pool[T]{sync.Pool{New: func() any { return make() }}}
}

func (p *pool[T]) Get() T  { return p.p.Get().(T) }
func (p *pool[T]) Put(v T) { p.p.Put(v) }

// key tells one run from another.
type key struct {
	face          scene.Face
	size, spacing float64
	s             string
}

// runCache keeps the runs of late. It has two generations: when the young one is
// full it becomes the old one, and a run that is asked for again moves back among
// the young. So what is in use stays, and no list has to be kept in order.
type runCache struct {
	mu         sync.RWMutex
	young, old map[key]Run
}

// generation is how many runs a generation holds: a map view has some 600 names,
// a street index of a town some thousands.
const generation = 8192

var runs = &runCache{young: map[key]Run{}}

func (c *runCache) get(k key) (Run, bool) {
	c.mu.RLock()
	r, young := c.young[k]
	ok := young
	if !young {
		r, ok = c.old[k]
	}
	c.mu.RUnlock()
	if ok && !young {
		c.put(k, r)
	}
	return r, ok
}

func (c *runCache) put(k key, r Run) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.young) >= generation {
		c.old, c.young = c.young, make(map[key]Run, generation)
	}
	c.young[k] = r
}
