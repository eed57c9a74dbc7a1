package compare

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// span is a part of a segment: 0 is its start, 1 its end.
type span struct{ from, to float64 }

// united returns the parts that lie in any of the spans, in order and apart.
func united(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	var out []span
	for _, s := range spans {
		if s.from >= s.to {
			continue
		}
		if n := len(out); n > 0 && s.from <= out[n-1].to {
			out[n-1].to = max(out[n-1].to, s.to)
			continue
		}
		out = append(out, s)
	}
	return out
}

// common returns the length of what lies in both; each must come from united.
func common(a, b []span) float64 {
	var sum float64
	for i, j := 0, 0; i < len(a) && j < len(b); {
		sum += max(0, min(a[i].to, b[j].to)-max(a[i].from, b[j].from))
		if a[i].to < b[j].to {
			i++
		} else {
			j++
		}
	}
	return sum
}

// along returns the point at t of the segment from a to b.
func along(a, b orb.Point, t float64) orb.Point {
	return orb.Point{a[0] + (b[0]-a[0])*t, a[1] + (b[1]-a[1])*t}
}
