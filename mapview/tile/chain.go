package tile

import (
	"container/list"
	"context"
	"errors"
	"image"
	"sync"

	"github.com/paulmach/orb"
)

// Chain is the way to a picture: what it holds decoded, then its sources in
// their order. Tiles that have to be fetched for a frame come behind the back,
// the newest wish first.
type Chain struct {
	sources []Source
	info    Info
	limit   int // bytes of decoded pictures
	arrived func(ID)

	ctx    context.Context
	cancel context.CancelFunc
	work   sync.WaitGroup

	mu      sync.Mutex
	wake    *sync.Cond
	closed  bool
	bytes   int
	held    map[ID]*list.Element // of *picture
	recent  *list.List           // front: used last
	faults  map[ID]error         // ErrNone and ErrDamaged: asking again changes nothing
	damaged int
	queue   []ID // wishes to fetch, newest last
	pending map[ID]bool
}

// picture is an entry of the memory cache.
type picture struct {
	id  ID
	img *image.RGBA
}

// Limits of the chain.
const (
	fetchers  = maxConnections
	maxQueue  = 96 // older wishes are dropped; who still wants the tile asks again
	maxFaults = 1 << 14
)

// ChainConfig sets a chain up.
type ChainConfig struct {
	// Memory bounds the decoded pictures in bytes; 0 means 64 MB.
	Memory int
	// Arrived hears, from a goroutine of the chain, that a tile which was pending is
	// at hand now, or is known to be missing. It must return at once.
	Arrived func(ID)
}

// NewChain joins sources; the first that has a tile gives it. The sources stay
// the caller's and are to be closed after the chain.
func NewChain(cfg ChainConfig, sources ...Source) *Chain {
	if cfg.Memory == 0 {
		cfg.Memory = 64 << 20
	}
	c := &Chain{
		sources: sources, info: joinInfo(sources), limit: cfg.Memory, arrived: cfg.Arrived,
		held: map[ID]*list.Element{}, recent: list.New(), faults: map[ID]error{}, pending: map[ID]bool{},
	}
	c.wake = sync.NewCond(&c.mu)
	c.ctx, c.cancel = context.WithCancel(context.Background())
	for range fetchers {
		c.work.Go(c.fetch)
	}
	return c
}

// joinInfo is what all sources have together.
func joinInfo(sources []Source) Info {
	var all Info
	for i, s := range sources {
		in := s.Info()
		if i == 0 {
			all = in
			continue
		}
		all.Bound = all.Bound.Union(in.Bound)
		all.MinZoom, all.MaxZoom = min(all.MinZoom, in.MinZoom), max(all.MaxZoom, in.MaxZoom)
		if all.MaxTiles == 0 || in.MaxTiles != 0 && in.MaxTiles < all.MaxTiles {
			all.MaxTiles = in.MaxTiles
		}
		if in.Credit.Text != "" && in.Credit != all.Credit {
			all.Credit = Credit{Text: joinWords(all.Credit.String(), in.Credit.Text), Address: in.Credit.Address}
		}
	}
	return all
}

func joinWords(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}

// Info says what the sources have together.
func (c *Chain) Info() Info { return c.info }

// Damaged counts the tiles met so far that could not be shown.
func (c *Chain) Damaged() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.damaged
}

// Close ends all fetching and waits for it.
func (c *Chain) Close() error {
	c.mu.Lock()
	c.closed = true
	c.queue = nil
	c.mu.Unlock()
	c.cancel()
	c.wake.Broadcast()
	c.work.Wait()
	return nil
}

// Tile returns a picture, which nobody may change.
func (c *Chain) Tile(ctx context.Context, id ID, how How) (*image.RGBA, error) {
	if !id.Valid() || !overlaps(id, c.info.Bound) {
		return nil, ErrNone
	}
	c.mu.Lock()
	if e := c.held[id]; e != nil {
		c.recent.MoveToFront(e)
		c.mu.Unlock()
		return e.Value.(*picture).img, nil
	}
	fault := c.faults[id]
	c.mu.Unlock()
	if fault != nil {
		return nil, fault
	}
	img, err := c.read(ctx, id, AtHand)
	if errors.Is(err, ErrPending) {
		switch how {
		case Wait:
			return c.read(ctx, id, Wait)
		case Fetch:
			c.want(id)
		case AtHand:
		}
	}
	return img, err
}

// overlaps tells whether a tile has more than an edge in the box.
func overlaps(id ID, b orb.Bound) bool {
	t := id.Bound()
	return t.Min[0] < b.Max[0] && b.Min[0] < t.Max[0] && t.Min[1] < b.Max[1] && b.Min[1] < t.Max[1]
}

// read asks the sources in their order and remembers the outcome. The error of
// the source that could still have the tile counts more than that of one without.
func (c *Chain) read(ctx context.Context, id ID, how How) (*image.RGBA, error) {
	outcome := ErrNone
	for _, s := range c.sources {
		b, err := s.Read(ctx, id, how)
		var img *image.RGBA
		if err == nil {
			img, err = decode(b)
		}
		if err == nil {
			c.hold(id, img)
			return img, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if !errors.Is(err, ErrNone) && (outcome == ErrNone || errors.Is(outcome, ErrDamaged)) {
			outcome = err
		}
	}
	if errors.Is(outcome, ErrNone) || errors.Is(outcome, ErrDamaged) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if len(c.faults) >= maxFaults {
			clear(c.faults)
		}
		if c.faults[id] == nil && errors.Is(outcome, ErrDamaged) {
			c.damaged++
		}
		c.faults[id] = outcome
	}
	return nil, outcome
}

// hold keeps a picture in memory and lets the least used ones go.
func (c *Chain) hold(id ID, img *image.RGBA) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held[id] != nil {
		return // another goroutine read it at the same time
	}
	c.held[id] = c.recent.PushFront(&picture{id, img})
	c.bytes += len(img.Pix)
	for c.bytes > c.limit && c.recent.Len() > 1 {
		e := c.recent.Back()
		p := c.recent.Remove(e).(*picture)
		delete(c.held, p.id)
		c.bytes -= len(p.img.Pix)
	}
}

// want puts a tile on the list of those to fetch, unless it is there.
func (c *Chain) want(id ID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || c.pending[id] {
		return
	}
	if len(c.queue) >= maxQueue {
		delete(c.pending, c.queue[0])
		c.queue = c.queue[1:]
	}
	c.pending[id] = true
	c.queue = append(c.queue, id)
	c.wake.Signal()
}

// fetch is one of the goroutines that wait for tiles.
func (c *Chain) fetch() {
	for {
		c.mu.Lock()
		for len(c.queue) == 0 && !c.closed {
			c.wake.Wait()
		}
		if c.closed {
			c.mu.Unlock()
			return
		}
		id := c.queue[len(c.queue)-1]
		c.queue = c.queue[:len(c.queue)-1]
		c.mu.Unlock()

		_, err := c.read(c.ctx, id, Wait)

		c.mu.Lock()
		delete(c.pending, id)
		c.mu.Unlock()
		known := err == nil || errors.Is(err, ErrNone) || errors.Is(err, ErrDamaged)
		if known && c.arrived != nil {
			c.arrived(id)
		}
	}
}
