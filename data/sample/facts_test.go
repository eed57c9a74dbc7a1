package sample_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"pinezka/data/compare"
	"pinezka/data/osm"
	"pinezka/data/sample"
)

// extract reads the facts of the extract that the program brings along, by the
// same way as the program: through an archive.
func extract(t testing.TB) (sample.Facts, compare.Ground) {
	t.Helper()
	f, err := facts()
	if err != nil {
		t.Fatal(err)
	}
	return sample.FactsOf(f), compare.GroundOf(f)
}

var facts = sync.OnceValues(func() (*osm.Facts, error) {
	ctx := context.Background()
	folder, err := os.MkdirTemp("", "sample")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	c := osm.NewCollector(sample.Municipality)
	_, stats, err := osm.Read(ctx, "../../assets/sample/rzeszow-nowe-miasto-2024.osm.pbf", nil, func(o osm.Object) error {
		c.Add(o)
		return nil
	})
	if err != nil {
		return nil, err
	}
	path := filepath.Join(folder, "facts.osm.mbtiles")
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	if err := c.Write(ctx, tx, osm.Meta{Bound: sample.Municipality, Stats: stats}); err != nil {
		return nil, err
	}
	if err := tx.Commit(); err != nil {
		return nil, err
	}
	return osm.OpenFacts(path)
})
