package data

import (
	"testing"
	"time"
)

// TestParseDayIsTimeParse: what is read by hand is what time.Parse reads.
func TestParseDayIsTimeParse(t *testing.T) {
	check := func(s string) {
		t.Helper()
		want, wantErr := time.Parse(time.DateOnly, s)
		got, err := ParseDay(s)
		if (err == nil) != (wantErr == nil) {
			t.Errorf("%q: %v, time.Parse says %v", s, err, wantErr)
		} else if err == nil && (got != DayFromTime(want) || got.String() != s) {
			t.Errorf("%q is day %d, want %d", s, got, DayFromTime(want))
		}
	}
	for d := time.Date(1899, 12, 25, 0, 0, 0, 0, time.UTC); d.Year() < 2101; d = d.AddDate(0, 0, 1) {
		check(d.Format(time.DateOnly))
	}
	for _, s := range []string{
		"", "2026", "2026-02-29", "2024-02-29", "2024-02-30", "2026-13-01", "2026-00-01", "2026-01-00", "2026-1-1", "26-01-01", "2026/01/01",
		"2026-01-01 ", " 2026-01-01", "2026-01-0x", "+026-01-01", "0000-01-01", "9999-12-31", "2026-01-١",
	} {
		check(s)
	}
}

func BenchmarkParseDay(b *testing.B) {
	for b.Loop() {
		if _, err := ParseDay("2026-11-25"); err != nil {
			b.Fatal(err)
		}
	}
}
