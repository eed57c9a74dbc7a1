package exchange

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// writeBig writes a list as an office would: 100,000 rows, nine columns, decimal
// commas, dates day first, an id a row, now and then a quoted text.
func writeBig(b *testing.B, rows int) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "duzo.csv")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(f)
	categories := []string{"Akty wandalizmu", "Nieprawidłowe parkowanie", "Dzikie wysypiska śmieci", "Żebractwo", "Wypalanie traw"}
	statuses := []string{"Nowe", "Potwierdzone", "Niepotwierdzone", "W trakcie weryfikacji"}
	fmt.Fprint(w, "Nr sprawy;Data i godzina;Kategoria;Status;Ulica;Szerokość;Długość;Opis;Uwagi wewnętrzne\r\n")
	for i := range rows {
		text := "Zgłoszenie mieszkańca z ulicy"
		if i%20 == 0 {
			text = `"Pani mówi: ""znowu""; prosi o pilne"`
		}
		fmt.Fprintf(w, "Z/%06d/2024;%02d.%02d.2024 %02d:%02d;%s;%s;ul. Szkolna %d;52,%06d;20,%06d;%s;\r\n",
			i, 1+i%28, 1+i%12, i%24, i%60, categories[i%5], statuses[i%4], 1+i%99, 130000+i%20000, 660000+i%30000, text)
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

const benchRows = 100_000

func BenchmarkImportCSV(b *testing.B) {
	path, cat := writeBig(b, benchRows), catalogue(b)
	b.ReportAllocs()
	for b.Loop() {
		p, err := Inspect(context.Background(), path, Options{})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for row, err := range Read(context.Background(), p, cat) {
			if err != nil || row.Report == nil || len(row.Findings) > 0 {
				b.Fatal(row, err)
			}
			n++
		}
		if n != benchRows {
			b.Fatal(n)
		}
	}
	b.ReportMetric(float64(benchRows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkInspectCSV(b *testing.B) {
	path := writeBig(b, benchRows)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Inspect(context.Background(), path, Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(benchRows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
