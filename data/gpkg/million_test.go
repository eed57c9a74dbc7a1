package gpkg_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"pinezka/assets"
	"pinezka/data"
	"pinezka/data/exchange"
	"pinezka/data/gpkg"
)

// millionRows is the list of section 11 of the design.
const millionRows = 1_000_000

// writeMillion writes a list as an office would: nine columns, an id a row, now
// and then a quoted text. Commas and decimal points, so that a peer reads it too.
func writeMillion(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "milion.csv")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriterSize(f, 1<<20)
	categories := []string{"Akty wandalizmu", "Nieprawidłowe parkowanie", "Dzikie wysypiska śmieci", "Żebractwo", "Wypalanie traw"}
	statuses := []string{"Nowe", "Potwierdzone", "Niepotwierdzone", "W trakcie weryfikacji"}
	fmt.Fprint(w, "Nr sprawy,Data i godzina,Kategoria,Status,Ulica,lat,lon,Opis\n")
	for i := range millionRows {
		text := "Zgłoszenie mieszkańca z ulicy"
		if i%20 == 0 {
			text = `"Pani mówi: ""znowu"", prosi o pilne"`
		}
		fmt.Fprintf(w, "Z/%07d/2024,2024-%02d-%02d %02d:%02d,%s,%s,ul. Szkolna %d,52.%06d,20.%06d,%s\n",
			i, 1+i%12, 1+i%28, i%24, i%60, categories[i%5], statuses[i%4], 1+i%99, 130000+i*7919%20011, 660000+i*104729%30011, text)
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

// BenchmarkImport1M brings a CSV of a million rows into a new project on disk, to
// the last sync: read, mapped, checked, with history, indexes and R-tree in place.
// Looking through the file first (exchange.Inspect) is measured apart, as
// inspect-s. peak-MB is the most memory that the whole process had at once, the
// page cache of SQLite included. Where ogr2ogr is installed, the same file goes
// through it into a GeoPackage with an R-tree, for comparison.
func BenchmarkImport1M(b *testing.B) {
	ctx := context.Background()
	path := writeMillion(b)
	cat, err := data.ReadCatalogue(assets.Catalogue())
	if err != nil {
		b.Fatal(err)
	}
	resetPeak(b)
	var size int64
	var took, looked time.Duration
	for b.Loop() {
		to := filepath.Join(b.TempDir(), "gmina.gpkg")
		p, err := gpkg.Create(ctx, to, gpkg.Info{Name: "Próba"}, cat)
		if err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		plan, err := exchange.Inspect(ctx, path, exchange.Options{})
		if err != nil || plan.Open() {
			b.Fatal(err, plan.Questions)
		}
		looked += time.Since(start)
		start = time.Now()
		done, err := p.Import(ctx, data.Import{File: "milion.csv", Source: "gmina", Hash: "1"}, gpkg.ImportOptions{}, rowsOf(exchange.Read(ctx, plan, cat)))
		if err != nil {
			b.Fatal(err)
		}
		took += time.Since(start)
		if done.Counts.OnMap != millionRows {
			b.Fatalf("%+v", done.Counts)
		}
		st, err := os.Stat(to)
		if err != nil {
			b.Fatal(err)
		}
		size = st.Size()
		if err := p.Close(); err != nil {
			b.Fatal(err)
		}
		if err := os.Remove(to); err != nil {
			b.Fatal(err)
		}
	}
	rows := float64(millionRows) * float64(b.N)
	b.ReportMetric(rows/took.Seconds(), "rows/s")
	b.ReportMetric(looked.Seconds()/float64(b.N), "inspect-s")
	b.ReportMetric(float64(size)/millionRows, "bytes/row")
	b.ReportMetric(peakMB(b), "peak-MB")
	b.Logf("Pinezka: %.0f rows/s, %.0f bytes a row, %.0f MB at most", rows/took.Seconds(), float64(size)/millionRows, peakMB(b))
	logPeer(b, path)
}

func rowsOf(rows func(func(exchange.Row, error) bool)) func(func(gpkg.Row, error) bool) {
	return func(yield func(gpkg.Row, error) bool) {
		for row, err := range rows {
			if err == nil && row.Report == nil {
				err = fmt.Errorf("row %d was refused: %+v", row.Row, row.Reject)
			}
			if err != nil {
				yield(gpkg.Row{}, err)
				return
			}
			if !yield(gpkg.Row{Report: *row.Report, Key: row.Key}, nil) {
				return
			}
		}
	}
}

// logPeer lets ogr2ogr do what it can do of the same work: no categories, statuses
// or times are understood, nothing is checked, and there is no history.
func logPeer(b *testing.B, path string) {
	if _, err := exec.LookPath("ogr2ogr"); err != nil {
		b.Log("ogr2ogr is not installed (apt-get install gdal-bin): no peer to compare with")
		return
	}
	to := filepath.Join(b.TempDir(), "peer.gpkg")
	cmd := exec.Command("ogr2ogr", "-f", "GPKG", to, path, "-nln", "reports", "-a_srs", "EPSG:4326", "-gt", "65536",
		"-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat")
	start := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("ogr2ogr: %v\n%s", err, out)
	}
	took := time.Since(start)
	st, err := os.Stat(to)
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("ogr2ogr: %.0f rows/s, %.0f bytes a row", millionRows/took.Seconds(), float64(st.Size())/millionRows)
}

// resetPeak forgets the most memory so far, where Linux keeps it.
func resetPeak(b *testing.B) {
	b.Helper()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		b.Logf("the peak of memory counts from the start of the process: %v", err)
	}
}

// peakMB is the most memory that the process held, in 10⁶ bytes; 0 where the
// system does not say.
func peakMB(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if v, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(v), " kB"))
			if err != nil {
				b.Fatal(err)
			}
			return float64(kb) * 1024 / 1e6
		}
	}
	return 0
}
