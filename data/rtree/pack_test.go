package rtree_test

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	_ "github.com/mattn/go-sqlite3" // the judge of what was packed

	"pinezka/data/rtree"
)

// TestSQLiteReadsIt: SQLite finds no fault in packed trees of any size, and every
// box by its place.
func TestSQLiteReadsIt(t *testing.T) {
	for _, n := range []int{0, 1, 51, 52, 51*51 - 1, 51*51 + 1, 20_000} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			rnd := rand.New(rand.NewPCG(uint64(n), 4))
			boxes := make([]rtree.Box, n)
			for i := range boxes {
				x, y := 14+10*rnd.Float64(), 49+6*rnd.Float64()
				boxes[i] = rtree.Box{ID: int64(i)*3 + 7, MinX: x, MinY: y, MaxX: x + rnd.ExpFloat64()/100, MaxY: y + rnd.ExpFloat64()/100}
			}
			db, err := sql.Open("sqlite3", ":memory:")
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			db.SetMaxOpenConns(1)
			do := func(query string, args ...any) {
				t.Helper()
				if _, err := db.ExecContext(context.Background(), query, args...); err != nil {
					t.Fatalf("%s: %v", query, err)
				}
			}
			do(`CREATE VIRTUAL TABLE t USING rtree (id, x0, x1, y0, y1)`)
			do(`DELETE FROM t_node`)
			tree := rtree.Pack(n, func(i int) rtree.Box { return boxes[i] })
			do(`BEGIN`)
			for _, node := range tree.Nodes {
				do(`INSERT INTO t_node VALUES (?, ?)`, node.Number, node.Blob)
				if node.Number != rtree.Root {
					do(`INSERT INTO t_parent VALUES (?, ?)`, node.Number, node.Parent)
				}
			}
			for i, leaf := range tree.LeafOf {
				do(`INSERT INTO t_rowid VALUES (?, ?)`, boxes[i].ID, leaf)
			}
			do(`COMMIT`)
			var verdict string
			if err := db.QueryRow(`SELECT rtreecheck('t')`).Scan(&verdict); err != nil || verdict != "ok" {
				t.Fatalf("%q %v", verdict, err)
			}
			for range 20 {
				x, y := 14+10*rnd.Float64(), 49+6*rnd.Float64()
				var want, got []int64
				for _, b := range boxes {
					if b.MinX <= x+0.3 && b.MaxX >= x && b.MinY <= y+0.3 && b.MaxY >= y {
						want = append(want, b.ID)
					}
				}
				rows, err := db.Query(`SELECT id FROM t WHERE x0 <= ? AND x1 >= ? AND y0 <= ? AND y1 >= ?`, x+0.3, x, y+0.3, y)
				if err != nil {
					t.Fatal(err)
				}
				for rows.Next() {
					var id int64
					if err := rows.Scan(&id); err != nil {
						t.Fatal(err)
					}
					got = append(got, id)
				}
				if err := rows.Err(); err != nil {
					t.Fatal(err)
				}
				rows.Close()
				slices.Sort(got)
				if slices.Sort(want); !slices.Equal(got, want) {
					t.Errorf("at %v %v: %d rows, want %d", x, y, len(got), len(want))
				}
			}
		})
	}
}
