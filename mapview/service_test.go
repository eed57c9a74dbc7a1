package mapview

import (
	"bytes"
	"encoding/json"
	"image/color"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/mapview/camera"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/scene"
	"pinezka/mapview/tile"
)

// service is a tile service that counts what it is asked for.
type service struct {
	*httptest.Server
	mu   sync.Mutex
	asks map[string]int
}

func newService(t *testing.T) *service {
	var body bytes.Buffer
	if err := png.Encode(&body, plain(camera.Camera{W: 256, H: 256}, 1, color.RGBA{0xd2, 0xe1, 0xd2, 0xff})); err != nil {
		t.Fatal(err)
	}
	s := &service{asks: map[string]int{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asks[r.URL.Path]++
		s.mu.Unlock()
		w.Header().Set("Cache-Control", "max-age=604800")
		w.Write(body.Bytes())
	}))
	t.Cleanup(s.Close)
	return s
}

// taken returns what was asked for since the last time.
func (s *service) taken() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.asks
	s.asks = map[string]int{}
	return old
}

// openMap shows the service's tiles until none is missing.
func openMap(t *testing.T, s *service, dir string, at orb.Point, after func(*bench)) {
	t.Helper()
	n, err := tile.NewNetwork(tile.NetworkConfig{Template: s.URL + "/{z}/{x}/{y}.png", UserAgent: "Pinezka/0.1 (+test)", Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	var b *bench
	var ready sync.Mutex // until b is there
	ready.Lock()
	c := tile.NewChain(tile.ChainConfig{Arrived: func(tile.ID) {
		ready.Lock()
		defer ready.Unlock()
		b.Renew()
	}}, n)
	defer c.Close()
	b = newBench(t, window, Options{Painter: standard{}})
	ready.Unlock()
	b.OnError = func(err error) { t.Error(err) }
	b.SetMap(portrayal.Map{Look: portrayal.Colour, Raster: []portrayal.Raster{portrayal.RasterTiles{Name: "osm", Tiles: c}}, Credit: "© autorzy OpenStreetMap"})
	b.SetCamera(camera.Screen(at, camera.ScaleAtZoom(14, at[1]), 1, 1))
	whole := func() bool {
		for _, sh := range b.tiles.shots {
			if sh.partial && sh.used == b.tiles.turn {
				return false
			}
		}
		return b.Settled()
	}
	b.until("all tiles of the service", whole)
	if after != nil {
		after(b)
		b.until("all tiles of the service", whole)
	}
	if !b.furniture.credit.Visible() || !b.furniture.creditBack.Visible() {
		t.Error("the credit is hidden")
	}
}

// TestServiceIsAskedForTheViewOnly plays the case with the widget: a view of 1000
// by 700 at zoom 14 is opened, moved and opened again.
func TestServiceIsAskedForTheViewOnly(t *testing.T) {
	var want struct {
		MaxTiles int `json:"max_tiles_first_view"`
		Second   int `json:"second_view"`
	}
	b, err := os.ReadFile("../data/testdata/cases/tile-osm-policy/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &want); err != nil {
		t.Fatal(err)
	}
	s, dir := newService(t), t.TempDir()
	places := []orb.Point{{20.032, 49.4775}, {22.017, 50.0248}, {19.0001, 52.1}}
	for _, at := range places {
		openMap(t, s, dir, at, nil)
		first := s.taken()
		view := camera.Screen(at, camera.ScaleAtZoom(14, at[1]), 1000/scene.PxPerMM, 700/scene.PxPerMM).Bound(256 / scene.PxPerMM)
		for path, n := range first {
			if n != 1 || !strings.HasPrefix(path, "/14/") {
				t.Errorf("%s asked for %d times", path, n)
			}
		}
		if len(first) > want.MaxTiles || len(first) < 12 {
			t.Errorf("%d tiles for the first view, at most %d", len(first), want.MaxTiles)
		}
		outside := 0
		x0, y0 := tile.Position(orb.Point{view.Min[0], view.Max[1]}, 14)
		x1, y1 := tile.Position(orb.Point{view.Max[0], view.Min[1]}, 14)
		for x := int(x0) - 8; x < int(x1)+8; x++ {
			for y := int(y0) - 8; y < int(y1)+8; y++ {
				id := tile.ID{Z: 14, X: uint32(x), Y: uint32(y)}
				if first["/"+id.String()+".png"] > 0 && !id.Bound().Intersects(view) {
					outside++
				}
			}
		}
		if outside > 0 {
			t.Errorf("%d tiles lie beyond one ring around the view", outside)
		}
		openMap(t, s, dir, at, nil)
		if second := s.taken(); len(second) != want.Second {
			t.Errorf("%d tiles for the second view, want %d", len(second), want.Second)
		}
	}
	openMap(t, s, dir, places[0], func(b *bench) { b.pan(300, 0) })
	if moved := s.taken(); len(moved) > 12 {
		t.Errorf("%d tiles after a move by 300 units: %v", len(moved), moved)
	}
}
