package source

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/paulmach/orb"
)

func names(t *testing.T, s Source, b orb.Bound) []string {
	t.Helper()
	var got []string
	for f, err := range s.Features(context.Background(), Query{Bound: b, Scale: 5000}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, f.Name)
	}
	slices.Sort(got)
	return got
}

func box(x0, y0, x1, y1 float64) orb.Bound {
	return orb.Bound{Min: orb.Point{x0, y0}, Max: orb.Point{x1, y1}}
}

func TestMemoryFindsWhatTouches(t *testing.T) {
	m := NewMemory([]Feature{
		{Name: "point", Geometry: orb.Point{22.0, 50.0}},
		{Name: "line", Geometry: orb.LineString{{22.0, 50.0}, {22.2, 50.2}}},
		{Name: "area", Geometry: orb.Polygon{{{21, 49}, {21.5, 49}, {21.5, 49.5}, {21, 49}}}},
		{Name: "nowhere"},
		{Name: "empty", Geometry: orb.LineString{}},
	})
	if m.Len() != 3 {
		t.Errorf("%d features, want 3", m.Len())
	}
	if want := box(21, 49, 22.2, 50.2); m.Bound() != want {
		t.Errorf("bound %v, want %v", m.Bound(), want)
	}
	for _, tt := range []struct {
		b    orb.Bound
		want []string
	}{
		{box(20, 48, 23, 51), []string{"area", "line", "point"}},
		{box(22, 50, 22, 50), []string{"line", "point"}}, // edges count
		{box(22.1, 50.01, 22.11, 50.02), []string{"line"}},
		{box(21.4, 49.4, 21.6, 49.6), []string{"area"}},
		{box(10, 10, 11, 11), nil},
	} {
		if got := names(t, m, tt.b); !slices.Equal(got, tt.want) {
			t.Errorf("%v: %v, want %v", tt.b, got, tt.want)
		}
	}
}

func TestMemoryOfNothing(t *testing.T) {
	if got := names(t, NewMemory(nil), box(-180, -90, 180, 90)); got != nil {
		t.Errorf("found %v", got)
	}
}

func TestMemoryStops(t *testing.T) {
	var fs []Feature
	for i := range 5000 {
		fs = append(fs, Feature{Name: fmt.Sprint(i), Geometry: orb.Point{float64(i % 100), float64(i / 100)}})
	}
	m := NewMemory(fs)
	q := Query{Bound: m.Bound()}
	n := 0
	for range m.Features(context.Background(), q) {
		if n++; n == 10 {
			break
		}
	}
	if n != 10 {
		t.Errorf("%d features after a break at 10", n)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n = 0
	var last error
	for _, err := range m.Features(ctx, q) {
		last = err
		n++
		cancel()
	}
	if !errors.Is(last, context.Canceled) || n >= len(fs) {
		t.Errorf("%d features and error %v after the context ended", n, last)
	}
}
