package tile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/paulmach/orb"
)

// NetworkConfig says where a network source asks and how it introduces itself.
type NetworkConfig struct {
	// Template is the address with {z}, {x} and {y}, or {-y} for rows from the south.
	Template string
	Name     string
	Credit   Credit
	// UserAgent names program, version and a contact: "Pinezka/0.1 (+address)".
	UserAgent string
	Bound     orb.Bound // where the service has tiles; empty for the world
	MinZoom   uint8
	MaxZoom   uint8 // 0 means 19
	// Dir is the folder of the disk cache; without one nothing outlives the program,
	// which only tests should do.
	Dir string
	// MaxDisk bounds the cache of this address in bytes; 0 means 256 MB.
	MaxDisk int64
	Offline bool
	// Transport sends the requests; nil for a plain one.
	Transport http.RoundTripper
	// Now is the clock; nil for the system's.
	Now func() time.Time
	// Observe hears of every change of the status. It is called from the goroutine
	// that noticed; it must return at once.
	Observe func(Status)
}

// Status is how a network source and its service get along.
type Status struct {
	Offline bool
	// Refused: the service answered 401 or 403 and is not asked again in this session.
	Refused bool
	// BusyUntil: no request goes out before; zero when all is well.
	BusyUntil time.Time
	// Reason says what the service answered last when it did not give a tile.
	Reason string
}

// BusyError tells how long a service must not be asked. It is an ErrBusy.
type BusyError struct {
	Until  time.Time
	Reason string
}

// Error gives the reason and the time.
func (e *BusyError) Error() string {
	return fmt.Sprintf("%v until %s: %s", ErrBusy, e.Until.Format(time.RFC3339), e.Reason)
}

// Is makes every BusyError an ErrBusy.
func (e *BusyError) Is(target error) bool { return target == ErrBusy }

// What the tile policy asks for, and how much a misbehaving server can do.
const (
	keepWithout    = 7 * 24 * time.Hour // without headers
	keepAtMost     = 365 * 24 * time.Hour
	keepMissing    = 24 * time.Hour // how long "there is no such tile" is believed
	maxConnections = 4
	maxRedirects   = 3
	// maxView is how many tiles one picture may ask for: a large screen with one
	// ring around it, or an A3 sheet; more would be a sweep.
	maxView        = 200
	firstBackOff   = 5 * time.Second
	maxBackOff     = 10 * time.Minute
	maxRetryAfter  = 24 * time.Hour
	requestTimeout = 30 * time.Second
)

// Network is a tile service behind an XYZ address, asked within the rules of the
// OpenStreetMap Foundation's tile policy.
type Network struct {
	cfg    NetworkConfig
	info   Info
	client *http.Client
	disk   diskCache

	slots  chan struct{} // one for each connection
	ctx    context.Context
	cancel context.CancelFunc
	work   sync.WaitGroup // requests and the pruning

	mu      sync.Mutex
	closed  bool
	status  Status
	backOff time.Duration // the next pause when the service names none
	flights map[ID]*flight
	missing map[ID]time.Time // tiles that are not there, and until when that is believed
}

// flight is one request; all who want its tile wait for it.
type flight struct {
	done chan struct{}
	body []byte
	err  error
}

// NewNetwork checks the address and returns the source. It sends nothing yet.
func NewNetwork(cfg NetworkConfig) (*Network, error) {
	if err := checkTemplate(cfg.Template); err != nil {
		return nil, err
	}
	if strings.TrimSpace(cfg.UserAgent) == "" {
		return nil, errors.New("tile service: a User-Agent with name, version and contact is needed")
	}
	if cfg.MaxZoom == 0 {
		cfg.MaxZoom = 19
	}
	if cfg.MinZoom > cfg.MaxZoom || cfg.MaxZoom > MaxZoom {
		return nil, fmt.Errorf("tile service %q: zoom levels %d to %d", cfg.Template, cfg.MinZoom, cfg.MaxZoom)
	}
	if cfg.Bound.IsZero() {
		cfg.Bound = world
	}
	if cfg.MaxDisk == 0 {
		cfg.MaxDisk = 256 << 20
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Transport == nil {
		t := http.DefaultTransport.(*http.Transport).Clone()
		t.MaxConnsPerHost = maxConnections
		cfg.Transport = t
	}
	n := &Network{
		cfg:     cfg,
		info:    Info{Name: cfg.Name, Bound: cfg.Bound, MinZoom: cfg.MinZoom, MaxZoom: cfg.MaxZoom, Credit: cfg.Credit, MaxTiles: maxView},
		client:  &http.Client{Transport: cfg.Transport, Timeout: requestTimeout, CheckRedirect: checkRedirect},
		disk:    newDiskCache(cfg.Dir, cfg.Template),
		slots:   make(chan struct{}, maxConnections),
		status:  Status{Offline: cfg.Offline},
		flights: map[ID]*flight{},
		missing: map[ID]time.Time{},
	}
	n.ctx, n.cancel = context.WithCancel(context.Background())
	n.work.Go(func() { n.disk.prune(cfg.MaxDisk, n.ctx.Done()) })
	return n, nil
}

// osmHost serves the standard tiles of OpenStreetMap.
const osmHost = "tile.openstreetmap.org"

// checkTemplate refuses addresses that cannot work or that the policy forbids.
func checkTemplate(template string) error {
	fail := func(why string) error { return fmt.Errorf("tile address %q: %s", template, why) }
	if !strings.Contains(template, "{z}") || !strings.Contains(template, "{x}") || !strings.Contains(template, "{y}") && !strings.Contains(template, "{-y}") {
		return fail("{z}, {x} and {y} are needed")
	}
	full := expand(template, ID{})
	if strings.ContainsAny(full, "{}") {
		return fail("only {z}, {x}, {y} and {-y} are known")
	}
	u, err := url.Parse(full)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fail("an http or https address is needed")
	}
	host := strings.ToLower(u.Hostname())
	switch {
	case host == osmHost && u.Scheme != "https":
		return fail("this service is to be asked by https")
	case strings.HasSuffix(host, "."+osmHost):
		return fail("use https://" + osmHost + "/{z}/{x}/{y}.png")
	case u.User != nil:
		return fail("names and passwords do not belong into an address")
	}
	return nil
}

// checkRedirect follows few redirects, and none that gives up encryption.
func checkRedirect(req *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return errors.New("too many redirects")
	}
	if via[0].URL.Scheme == "https" && req.URL.Scheme != "https" {
		return errors.New("redirect from https to http")
	}
	return nil
}

func expand(template string, id ID) string {
	return strings.NewReplacer(
		"{z}", strconv.Itoa(int(id.Z)),
		"{x}", strconv.Itoa(int(id.X)),
		"{y}", strconv.Itoa(int(id.Y)),
		"{-y}", strconv.Itoa(1<<id.Z-1-int(id.Y)),
	).Replace(template)
}

// Info says what the service has.
func (n *Network) Info() Info { return n.info }

// Status returns how things stand with the service.
func (n *Network) Status() Status {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.status
}

// SetOffline switches all requests off or on again.
func (n *Network) SetOffline(off bool) {
	n.change(func(s *Status) { s.Offline = off })
}

// change alters the status and tells the observer when it is another one.
func (n *Network) change(f func(*Status)) {
	n.mu.Lock()
	old := n.status
	f(&n.status)
	s := n.status
	n.mu.Unlock()
	if s != old && n.cfg.Observe != nil {
		n.cfg.Observe(s)
	}
}

// Close ends all requests and waits for them.
func (n *Network) Close() error {
	n.mu.Lock()
	n.closed = true
	n.mu.Unlock()
	n.cancel()
	n.work.Wait()
	n.client.CloseIdleConnections()
	return nil
}

// Read returns a tile from the cache while it is fresh. An old one is asked for
// again when the caller waits; when that cannot be, the old one has to do.
func (n *Network) Read(ctx context.Context, id ID, how How) ([]byte, error) {
	if !id.Valid() || id.Z < n.info.MinZoom || id.Z > n.info.MaxZoom || !id.Bound().Intersects(n.info.Bound) {
		return nil, ErrNone
	}
	old, have := n.disk.load(id)
	now := n.cfg.Now()
	if have && now.Before(old.Expires) {
		return old.Body, nil
	}
	if err := n.mayAsk(id, now); err != nil {
		if have && !errors.Is(err, ErrNone) && !errors.Is(err, ErrClosed) {
			return old.Body, nil
		}
		return nil, err
	}
	if how != Wait {
		return nil, ErrPending
	}
	f, err := n.join(id, old, have)
	if err != nil {
		return nil, err
	}
	select {
	case <-f.done:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if f.err != nil && have && !errors.Is(f.err, ErrNone) && !errors.Is(f.err, ErrClosed) {
		return old.Body, nil
	}
	return f.body, f.err
}

// mayAsk tells why no request may go out now, if so.
func (n *Network) mayAsk(id ID, now time.Time) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.mayAskLocked(id, now)
}

func (n *Network) mayAskLocked(id ID, now time.Time) error {
	if until, ok := n.missing[id]; ok && now.Before(until) {
		return ErrNone
	}
	switch s := n.status; {
	case n.closed:
		return ErrClosed
	case s.Refused:
		return ErrRefused
	case s.Offline:
		return ErrOffline
	case now.Before(s.BusyUntil):
		return &BusyError{Until: s.BusyUntil, Reason: s.Reason}
	}
	return nil
}

// join returns the request for a tile that is under way, or starts one.
func (n *Network) join(id ID, old kept, have bool) (*flight, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.closed {
		return nil, ErrClosed
	}
	if f := n.flights[id]; f != nil {
		return f, nil
	}
	f := &flight{done: make(chan struct{})}
	n.flights[id] = f
	n.work.Go(func() {
		f.body, f.err = n.fetch(id, old, have)
		n.mu.Lock()
		delete(n.flights, id)
		n.mu.Unlock()
		close(f.done)
	})
	return f, nil
}

// fetch waits for a connection, then asks: what happened in the meantime may
// forbid it.
func (n *Network) fetch(id ID, old kept, have bool) ([]byte, error) {
	select {
	case n.slots <- struct{}{}:
		defer func() { <-n.slots }()
	case <-n.ctx.Done():
		return nil, ErrClosed
	}
	// Another request may have brought it while this one was being decided on.
	if k, ok := n.disk.load(id); ok && n.cfg.Now().Before(k.Expires) {
		return k.Body, nil
	}
	if err := n.mayAsk(id, n.cfg.Now()); err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(n.ctx, http.MethodGet, expand(n.cfg.Template, id), nil)
	if err != nil {
		return nil, fmt.Errorf("fetch tile %v: %w", id, err)
	}
	req.Header.Set("User-Agent", n.cfg.UserAgent)
	req.Header.Set("Accept", "image/png,image/jpeg,image/webp")
	if have && old.ETag != "" {
		req.Header.Set("If-None-Match", old.ETag)
	}
	if have && old.LastModified != "" {
		req.Header.Set("If-Modified-Since", old.LastModified)
	}
	resp, err := n.client.Do(req)
	if err != nil {
		if n.ctx.Err() != nil {
			return nil, ErrClosed
		}
		return nil, n.pause(0, "no answer: "+err.Error())
	}
	defer resp.Body.Close()
	return n.answer(id, old, have, resp)
}

// answer acts on what the service said.
func (n *Network) answer(id ID, old kept, have bool, resp *http.Response) ([]byte, error) {
	switch code := resp.StatusCode; {
	case code == http.StatusOK:
		body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
		if err != nil {
			return nil, n.pause(0, "answer broke off: "+err.Error())
		}
		n.wellAgain()
		if len(body) > maxBody || sniff(body) != kindPicture {
			return nil, fmt.Errorf("fetch tile %v: %w: the service sent no picture", id, ErrDamaged)
		}
		if _, err := decode(body); err != nil {
			return nil, fmt.Errorf("fetch tile %v: %w", id, err)
		}
		n.keep(id, kept{ETag: resp.Header.Get("ETag"), LastModified: resp.Header.Get("Last-Modified"), Body: body}, resp.Header)
		return body, nil
	case code == http.StatusNotModified && have:
		n.wellAgain()
		n.keep(id, old, resp.Header)
		return old.Body, nil
	case code == http.StatusUnauthorized || code == http.StatusForbidden:
		// The picture that comes along says "blocked"; it is no tile.
		n.change(func(s *Status) { s.Refused, s.Reason = true, resp.Status })
		return nil, ErrRefused
	case code == http.StatusNotFound || code == http.StatusGone || code == http.StatusNoContent:
		n.wellAgain()
		n.mu.Lock()
		n.missing[id] = n.cfg.Now().Add(keepMissing)
		n.mu.Unlock()
		return nil, ErrNone
	default:
		return nil, n.pause(retryAfter(resp.Header, n.cfg.Now()), resp.Status)
	}
}

// keep writes a tile to the disk cache. A full disk costs the cache, not the
// map, so the error ends here.
func (n *Network) keep(id ID, k kept, h http.Header) {
	now := n.cfg.Now()
	k.Expires = now.Add(lifetime(h, now))
	_ = n.disk.store(id, k)
}

// wellAgain forgets earlier trouble after a good answer.
func (n *Network) wellAgain() {
	n.change(func(s *Status) {
		if s.Refused {
			return // an answer that was under way changes nothing about a refusal
		}
		if n.cfg.Now().Before(s.BusyUntil) {
			return // nor does it shorten a pause that the service asked for
		}
		n.backOff = 0
		s.BusyUntil, s.Reason = time.Time{}, ""
	})
}

// pause stops all requests for as long as the service asked, or else for a time
// that doubles with each failure.
func (n *Network) pause(asked time.Duration, reason string) error {
	var e BusyError
	n.change(func(s *Status) {
		now := n.cfg.Now()
		d := asked
		if d <= 0 {
			// Requests that fail together count once.
			if !now.Before(s.BusyUntil) {
				n.backOff = min(maxBackOff, max(firstBackOff, 2*n.backOff))
			}
			d = n.backOff
		}
		if until := now.Add(d); until.After(s.BusyUntil) {
			s.BusyUntil, s.Reason = until, reason
		}
		e = BusyError{Until: s.BusyUntil, Reason: s.Reason}
	})
	return &e
}

// retryAfter reads the header's two forms; 0 when it says nothing of use.
func retryAfter(h http.Header, now time.Time) time.Duration {
	v := strings.TrimSpace(h.Get("Retry-After"))
	if s, err := strconv.ParseInt(v, 10, 32); err == nil {
		return min(maxRetryAfter, max(0, time.Duration(s)*time.Second))
	}
	if t, err := http.ParseTime(v); err == nil {
		return min(maxRetryAfter, max(0, t.Sub(now)))
	}
	return 0
}

// lifetime is how long a tile is kept without asking: as its headers say, or
// seven days where they say nothing, which is what the policy asks for.
func lifetime(h http.Header, now time.Time) time.Duration {
	for part := range strings.SplitSeq(strings.ToLower(h.Get("Cache-Control")), ",") {
		if v, ok := strings.CutPrefix(strings.TrimSpace(part), "max-age="); ok {
			if s, err := strconv.ParseInt(strings.Trim(v, `"`), 10, 32); err == nil {
				return min(max(0, time.Duration(s)*time.Second), keepAtMost)
			}
		}
	}
	if t, err := http.ParseTime(h.Get("Expires")); err == nil {
		return min(max(0, t.Sub(now)), keepAtMost)
	}
	return keepWithout
}
