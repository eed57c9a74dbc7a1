package tile

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"testing"
)

// turnRows stores the rows of an archive from the north.
func turnRows(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, q := range []string{
		`CREATE TABLE turned AS SELECT zoom_level, tile_column, (1 << zoom_level) - 1 - tile_row AS tile_row, tile_data FROM tiles`,
		`DROP TABLE tiles`,
		`ALTER TABLE turned RENAME TO tiles`,
	} {
		if _, err := db.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
}

// TestHilbert holds ids against the examples of the PMTiles specification and
// checks that the curve visits neighbours only.
func TestHilbert(t *testing.T) {
	for _, c := range []struct {
		id   ID
		want uint64
	}{
		{ID{0, 0, 0}, 0},
		{ID{1, 0, 0}, 1},
		{ID{1, 0, 1}, 2},
		{ID{1, 1, 1}, 3},
		{ID{1, 1, 0}, 4},
		{ID{2, 0, 0}, 5},
		{ID{12, 3423, 1763}, 19078479},
	} {
		if got := hilbertID(c.id); got != c.want {
			t.Errorf("%v: %d, want %d", c.id, got, c.want)
		}
	}
	const z = 5
	at := map[uint64]ID{}
	for x := range uint32(1 << z) {
		for y := range uint32(1 << z) {
			at[hilbertID(ID{z, x, y})] = ID{z, x, y}
		}
	}
	first := hilbertID(ID{z, 0, 0})
	for i := range uint64(1<<(2*z) - 1) {
		a, okA := at[first+i]
		b, okB := at[first+i+1]
		dx, dy := int(a.X)-int(b.X), int(a.Y)-int(b.Y)
		if !okA || !okB || dx*dx+dy*dy != 1 {
			t.Fatalf("ids %d and %d: %v and %v are no neighbours", first+i, first+i+1, a, b)
		}
	}
}

// TestFixtures opens the small archives of other projects' test benches.
func TestFixtures(t *testing.T) {
	for file, want := range map[string]error{
		"test_fixture_1.pmtiles":      ErrVector,
		"test_fixture_2.pmtiles":      ErrVector,
		"test_fixture_mlt.pmtiles":    ErrFormat, // MapLibre tiles, which nobody else reads
		"unclustered.pmtiles":         nil,       // directories are not packed
		"world_cities.mbtiles":        ErrVector,
		"normalized-dedup-id.mbtiles": nil, // tiles are a view; stumps of JPEG
	} {
		a, err := Open(real + file)
		if err == nil {
			t.Cleanup(func() { a.Close() })
		}
		if !errors.Is(err, want) || want == nil && err != nil {
			t.Errorf("%s: %v, want %v", file, err, want)
		}
	}
	c := chain(t, open(t, real+"normalized-dedup-id.mbtiles"))
	if _, err := c.Tile(context.Background(), ID{1, 1, 1}, Wait); !errors.Is(err, ErrDamaged) {
		t.Errorf("a stump of a JPEG: %v", err)
	}
}

func TestDirectoryLimits(t *testing.T) {
	for name, b := range map[string][]byte{
		"nothing":            {},
		"too many entries":   {0xff, 0xff, 0xff, 0xff, 0x7f},
		"columns end early":  {2, 1, 1, 1, 1},
		"no first offset":    {1, 0, 1, 5, 0},
		"length of nothing":  {1, 0, 1, 0, 1},
		"run beyond 32 bits": {1, 0, 0xff, 0xff, 0xff, 0xff, 0x7f, 5, 1},
	} {
		if dir, err := parseDirectory(b); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v, %v", name, dir, err)
		}
	}
	dir, err := parseDirectory([]byte{3, 0, 4, 6, 4, 1, 0, 10, 20, 30, 1, 0, 0})
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[uint64]pmEntry{
		0: {0, 0, 10, 4}, 3: {0, 0, 10, 4}, 4: {4, 10, 20, 1}, 12: {10, 30, 30, 0},
	} {
		if e, ok := findEntry(dir, id); !ok || e != want {
			t.Errorf("id %d: %+v %v, want %+v", id, e, ok, want)
		}
	}
	if e, ok := findEntry(dir, 7); ok {
		t.Errorf("id 7 lies between runs, found %+v", e)
	}
}

// FuzzPMTiles gives a stranger's bytes to the readers of header and directory.
func FuzzPMTiles(f *testing.F) {
	for _, file := range []string{cases + "tile-tms-row/cwiartki.pmtiles", real + "test_fixture_1.pmtiles", real + "unclustered.pmtiles", real + "broken/invalid.pmtiles"} {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		h, err := parsePMHeader(b, int64(len(b)))
		if err == nil {
			if h.rootOffset+h.rootLength > uint64(len(b)) || h.minZoom > h.maxZoom {
				t.Errorf("header accepted: %+v", h)
			}
			b = b[h.rootOffset : h.rootOffset+h.rootLength]
			if h.innerPacking == pmGzip {
				if b, err = gunzip(b, 1<<20); err != nil {
					return
				}
			}
		}
		dir, err := parseDirectory(b)
		if err != nil {
			return
		}
		for i, e := range dir {
			if e.length == 0 || i > 0 && e.id < dir[i-1].id {
				t.Errorf("entry accepted: %+v", e)
			}
		}
		findEntry(dir, 1<<40)
	})
}
