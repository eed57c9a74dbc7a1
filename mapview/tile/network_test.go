package tile

import (
	"context"
	"encoding/json"
	"errors"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

const agent = "Pinezka/0.1 (+https://example.org/pinezka)"

// request is a line of the case's log.
type request struct {
	path, userAgent, ifNoneMatch string
}

// service behaves as the case's server.py does.
type service struct {
	*httptest.Server
	mu  sync.Mutex
	log []request
}

func picture256(t *testing.T, c color.Color) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 256, 256))
	for i := range 256 * 256 {
		m.Set(i%256, i/256, c)
	}
	var b strings.Builder
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return []byte(b.String())
}

func newService(t *testing.T) *service {
	ok, no := picture256(t, color.RGBA{210, 225, 210, 255}), picture256(t, color.RGBA{255, 0, 255, 255})
	s := &service{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.log = append(s.log, request{r.URL.Path, r.UserAgent(), r.Header.Get("If-None-Match")})
		s.mu.Unlock()
		switch strings.Split(r.URL.Path, "/")[1] {
		case "ok":
			w.Header().Set("ETag", `"a1"`)
			w.Header().Set("Cache-Control", "max-age=604800")
			if r.Header.Get("If-None-Match") == `"a1"` {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			w.Header().Set("Content-Type", "image/png")
			w.Write(ok)
		case "blocked":
			w.Header().Set("Content-Type", "image/png")
			w.WriteHeader(http.StatusForbidden)
			w.Write(no)
		case "busy":
			w.Header().Set("Retry-After", "120")
			w.WriteHeader(http.StatusTooManyRequests)
		case "html":
			w.Write([]byte("<html>log in first</html>"))
		case "huge":
			w.Write(append(append([]byte{}, ok...), make([]byte, maxBody)...))
		case "down":
			w.WriteHeader(http.StatusBadGateway)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *service) requests() []request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]request(nil), s.log...)
}

func (s *service) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log = nil
}

// clock is a time that tests move.
type clock struct{ ns atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.ns.Store(time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC).UnixNano())
	return c
}

func (c *clock) now() time.Time          { return time.Unix(0, c.ns.Load()).UTC() }
func (c *clock) forward(d time.Duration) { c.ns.Add(int64(d)) }

func network(t *testing.T, s *service, kind, dir string, c *clock, set ...func(*NetworkConfig)) *Network {
	t.Helper()
	cfg := NetworkConfig{Template: s.URL + "/" + kind + "/{z}/{x}/{y}.png", UserAgent: agent, Dir: dir, Now: c.now, Credit: Credit{"© OpenStreetMap contributors", "openstreetmap.org/copyright"}}
	for _, f := range set {
		f(&cfg)
	}
	n, err := NewNetwork(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { n.Close() })
	return n
}

// view returns the tiles of a view of 1000 x 700 css pixels at zoom 14.
func view(at orb.Point) []ID {
	x, y := Position(at, 14)
	var ids []ID
	for ty := uint32(y - 350./256); ty <= uint32(y+350./256); ty++ {
		for tx := uint32(x - 500./256); tx <= uint32(x+500./256); tx++ {
			ids = append(ids, ID{14, tx, ty})
		}
	}
	return ids
}

// look asks for a view's tiles as frames do, until nothing is pending any more.
func look(t *testing.T, n *Network, ids []ID) (shown int, last error) {
	t.Helper()
	arrived := make(chan ID, 1000)
	c := NewChain(ChainConfig{Arrived: func(id ID) { arrived <- id }}, n)
	defer c.Close()
	for _, id := range ids {
		for range 3 { // frames ask again and again
			_, err := c.Tile(context.Background(), id, Fetch)
			if err == nil || errors.Is(err, ErrPending) {
				continue
			}
			last = err
		}
	}
	for _, id := range ids {
		_, err := c.Tile(context.Background(), id, Wait)
		if err == nil {
			shown++
			continue
		}
		last = err
	}
	// Requests outlive those who gave up on them; their answers belong to this look.
	for busy := true; busy; time.Sleep(time.Millisecond) {
		n.mu.Lock()
		busy = len(n.flights) > 0
		n.mu.Unlock()
	}
	return shown, last
}

var nowyTarg = orb.Point{20.032, 49.4775}

// TestTilePolicy plays the case: a view is opened, moved and opened again.
func TestTilePolicy(t *testing.T) {
	want := expected[struct {
		MaxTiles   int `json:"max_tiles_first_view"`
		Second     int `json:"second_view"`
		Offline    int `json:"offline"`
		RetryAfter int `json:"retry_after_s"`
	}](t, "tile-osm-policy")
	s, c, dir := newService(t), newClock(), t.TempDir()
	ids := view(nowyTarg)

	t.Run("each tile once, with a name", func(t *testing.T) {
		n := network(t, s, "ok", dir, c)
		if shown, err := look(t, n, ids); shown != len(ids) {
			t.Errorf("%d of %d tiles: %v", shown, len(ids), err)
		}
		log := s.requests()
		if len(log) != len(ids) || len(log) > want.MaxTiles {
			t.Errorf("%d requests for %d tiles, at most %d allowed", len(log), len(ids), want.MaxTiles)
		}
		seen := map[string]bool{}
		for _, r := range log {
			if r.userAgent != agent || seen[r.path] || !strings.HasPrefix(r.path, "/ok/14/") {
				t.Errorf("request %+v", r)
			}
			seen[r.path] = true
		}
	})
	t.Run("second view asks nothing", func(t *testing.T) {
		s.forget()
		c.forward(7*24*time.Hour - time.Minute)
		n := network(t, s, "ok", dir, c)
		if shown, err := look(t, n, ids); shown != len(ids) || len(s.requests()) != want.Second {
			t.Errorf("%d tiles, %v, %d requests, want %d", shown, err, len(s.requests()), want.Second)
		}
	})
	t.Run("offline", func(t *testing.T) {
		s.forget()
		n := network(t, s, "ok", dir, c, func(cfg *NetworkConfig) { cfg.Offline = true })
		c.forward(time.Hour) // the kept tiles are old by now, and still better than none
		if shown, err := look(t, n, ids); shown != len(ids) {
			t.Errorf("%d old tiles: %v", shown, err)
		}
		if _, err := look(t, n, view(orb.Point{22, 50})); !errors.Is(err, ErrOffline) {
			t.Errorf("new tiles offline: %v", err)
		}
		if got := len(s.requests()); got != want.Offline {
			t.Errorf("%d requests, want %d", got, want.Offline)
		}
	})
	t.Run("old tiles are asked for with their ETag", func(t *testing.T) {
		s.forget()
		n := network(t, s, "ok", dir, c)
		for range 2 { // 304 makes them fresh again
			if shown, err := look(t, n, ids); shown != len(ids) {
				t.Errorf("%d tiles: %v", shown, err)
			}
		}
		log := s.requests()
		if len(log) != len(ids) {
			t.Errorf("%d requests, want %d", len(log), len(ids))
		}
		for _, r := range log {
			if r.ifNoneMatch != `"a1"` {
				t.Errorf("request %+v", r)
			}
		}
	})
	t.Run("refused", func(t *testing.T) {
		s.forget()
		var heard atomic.Bool
		n := network(t, s, "blocked", dir, c, func(cfg *NetworkConfig) {
			cfg.Observe = func(st Status) { heard.Store(st.Refused) }
		})
		shown, err := look(t, n, ids)
		if shown != 0 || !errors.Is(err, ErrRefused) || !n.Status().Refused || !heard.Load() {
			t.Errorf("%d tiles, %v, %+v", shown, err, n.Status())
		}
		first := len(s.requests())
		if first > maxConnections {
			t.Errorf("%d requests went out before the refusal was understood", first)
		}
		c.forward(48 * time.Hour)
		look(t, n, ids)
		if got := len(s.requests()); got != first {
			t.Errorf("%d requests after the refusal", got-first)
		}
		err = filepath.WalkDir(n.disk.dir, func(path string, d os.DirEntry, _ error) error {
			if d != nil && !d.IsDir() {
				t.Errorf("stored: %s", path)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	t.Run("busy", func(t *testing.T) {
		s.forget()
		n := network(t, s, "busy", dir, c)
		_, err := look(t, n, ids)
		var busy *BusyError
		if !errors.As(err, &busy) || busy.Until.Sub(c.now()) < time.Duration(want.RetryAfter)*time.Second {
			t.Errorf("got %v", err)
		}
		first := len(s.requests())
		if first > maxConnections {
			t.Errorf("%d requests at once", first)
		}
		c.forward(time.Duration(want.RetryAfter)*time.Second - time.Second)
		look(t, n, ids)
		if got := len(s.requests()); got != first {
			t.Errorf("%d requests during the pause", got-first)
		}
		c.forward(2 * time.Second)
		look(t, n, ids)
		if got := len(s.requests()); got == first {
			t.Error("not asked again after the pause")
		}
	})
	t.Run("credit", func(t *testing.T) {
		if got := network(t, s, "ok", dir, c).Info().Credit.Text; got != "© OpenStreetMap contributors" {
			t.Errorf("credit %q", got)
		}
	})
}

func TestBackOffDoubles(t *testing.T) {
	s, c := newService(t), newClock()
	n := network(t, s, "down", "", c)
	pause := func() time.Duration {
		_, err := n.Read(context.Background(), ID{14, 1, 1}, Wait)
		var busy *BusyError
		if !errors.As(err, &busy) {
			t.Fatalf("got %v", err)
		}
		d := busy.Until.Sub(c.now())
		c.forward(d)
		return d
	}
	for _, want := range []time.Duration{5, 10, 20, 40} {
		if got := pause(); got != want*time.Second {
			t.Errorf("pause %v, want %v", got, want*time.Second)
		}
	}
	for range 10 {
		pause()
	}
	if got := pause(); got != maxBackOff {
		t.Errorf("pause %v, want %v", got, maxBackOff)
	}
}

func TestNoPicture(t *testing.T) {
	s, c, dir := newService(t), newClock(), t.TempDir()
	for kind, want := range map[string]error{"html": ErrDamaged, "huge": ErrDamaged, "nothing": ErrNone} {
		n := network(t, s, kind, dir, c)
		ch := NewChain(ChainConfig{}, n)
		for range 2 {
			if _, err := ch.Tile(context.Background(), ID{14, 5, 5}, Wait); !errors.Is(err, want) {
				t.Errorf("%s: %v, want %v", kind, err, want)
			}
		}
		ch.Close()
	}
	if got := len(s.requests()); got != 3 {
		t.Errorf("%d requests, want one for each kind", got)
	}
}

// TestOneRequestForMany: goroutines that want the same tile share one request,
// and one that gives up takes nothing from the others.
func TestOneRequestForMany(t *testing.T) {
	s, c := newService(t), newClock()
	n := network(t, s, "ok", t.TempDir(), c)
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			ctx := context.Background()
			if i%5 == 0 {
				ctx = gone
			}
			_, err := n.Read(ctx, ID{14, 7, 7}, Wait)
			if err != nil && !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := len(s.requests()); got != 1 {
		t.Errorf("%d requests", got)
	}
}

func TestAddresses(t *testing.T) {
	for template, good := range map[string]bool{
		"https://tile.openstreetmap.org/{z}/{x}/{y}.png":   true,
		"http://tile.openstreetmap.org/{z}/{x}/{y}.png":    false,
		"https://a.tile.openstreetmap.org/{z}/{x}/{y}.png": false,
		"http://127.0.0.1:8080/{z}/{x}/{-y}.png":           true,
		"https://example.org/{s}/{z}/{x}/{y}.png":          false,
		"https://example.org/{z}/{x}.png":                  false,
		"https://user:word@example.org/{z}/{x}/{y}.png":    false,
		"file:///etc/{z}/{x}/{y}":                          false,
		"":                                                 false,
	} {
		n, err := NewNetwork(NetworkConfig{Template: template, UserAgent: agent})
		if (err == nil) != good {
			t.Errorf("%q: %v", template, err)
		}
		if n != nil {
			n.Close()
		}
	}
	if _, err := NewNetwork(NetworkConfig{Template: "https://example.org/{z}/{x}/{y}.png"}); err == nil {
		t.Error("accepted without a name to give")
	}
	if got := expand("/{z}/{x}/{y}/{-y}", ID{3, 1, 2}); got != "/3/1/2/5" {
		t.Errorf("address %q", got)
	}
}

func TestHeaders(t *testing.T) {
	now := newClock().now()
	for _, c := range []struct {
		name, value string
		life, retry time.Duration
	}{
		{"", "", keepWithout, 0},
		{"Cache-Control", "public, max-age=3600", time.Hour, 0},
		{"Cache-Control", "no-cache", keepWithout, 0},
		{"Cache-Control", "max-age=nonsense", keepWithout, 0},
		{"Expires", now.Add(time.Hour).Format(http.TimeFormat), time.Hour, 0},
		{"Retry-After", "120", keepWithout, 2 * time.Minute},
		{"Retry-After", "-5", keepWithout, 0},
		{"Retry-After", now.Add(time.Hour).Format(http.TimeFormat), keepWithout, time.Hour},
		{"Retry-After", "soon", keepWithout, 0},
	} {
		h := http.Header{}
		h.Set(c.name, c.value)
		if life, retry := lifetime(h, now), retryAfter(h, now); life != c.life || retry != c.retry {
			t.Errorf("%s: %s: %v and %v, want %v and %v", c.name, c.value, life, retry, c.life, c.retry)
		}
	}
}

func TestDiskCacheIsBounded(t *testing.T) {
	c := newDiskCache(t.TempDir(), "address")
	body := picture256(t, color.White)
	for i := range uint32(10) {
		if err := c.store(ID{10, i, 0}, kept{Body: body}); err != nil {
			t.Fatal(err)
		}
		old := time.Date(2026, 1, 1+int(i), 0, 0, 0, 0, time.UTC)
		if err := os.Chtimes(c.path(ID{10, i, 0}), old, old); err != nil {
			t.Fatal(err)
		}
	}
	head, err := json.Marshal(kept{})
	if err != nil {
		t.Fatal(err)
	}
	c.prune(int64(4*(len(body)+len(head)+1)), nil)
	for i := range uint32(10) {
		if _, have := c.load(ID{10, i, 0}); have != (i >= 6) {
			t.Errorf("tile %d kept: %v", i, have)
		}
	}
	if err := os.WriteFile(c.path(ID{10, 9, 0}), []byte("{}\nno picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, have := c.load(ID{10, 9, 0}); have {
		t.Error("a damaged file of the cache was taken for a tile")
	}
}

func TestMemoryIsBounded(t *testing.T) {
	a := open(t, real+"rzeszow-raster-jpg.mbtiles")
	const limit = 5 * 256 * 256 * 4
	c := NewChain(ChainConfig{Memory: limit}, a)
	defer c.Close()
	n := 0
	for x := uint32(18386); x <= 18389; x++ {
		for y := uint32(11000); y <= 11200; y++ {
			if _, err := c.Tile(context.Background(), ID{15, x, y}, Wait); err == nil {
				n++
			}
		}
	}
	if n < 10 || c.bytes > limit || len(c.held) != c.recent.Len() || len(c.held) > 5 {
		t.Errorf("%d tiles read, %d held in %d bytes", n, len(c.held), c.bytes)
	}
}

func BenchmarkChainFromArchive(b *testing.B) {
	a, err := Open(real + "rzeszow-raster-jpg.mbtiles")
	if err != nil {
		b.Fatal(err)
	}
	defer a.Close()
	c := NewChain(ChainConfig{Memory: 1}, a)
	defer c.Close()
	ids := [2]ID{At(orb.Point{22.017, 50.0248}, 14), At(orb.Point{22.017, 50.0248}, 15)}
	for i := 0; b.Loop(); i++ {
		if _, err := c.Tile(context.Background(), ids[i%2], AtHand); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkChainFromMemory(b *testing.B) {
	a, err := Open(real + "rzeszow-raster-jpg.mbtiles")
	if err != nil {
		b.Fatal(err)
	}
	defer a.Close()
	c := NewChain(ChainConfig{}, a)
	defer c.Close()
	id := At(orb.Point{22.017, 50.0248}, 14)
	for b.Loop() {
		if _, err := c.Tile(context.Background(), id, AtHand); err != nil {
			b.Fatal(err)
		}
	}
}
