package compare

import (
	"cmp"
	"slices"
)

// Holm returns the p-values corrected for looking at all of them (Holm 1979), in
// their order, each at most 1.
func Holm(p []float64) []float64 {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	out := make([]float64, len(p))
	var reached float64
	for rank, i := range order {
		reached = max(reached, min(1, float64(len(p)-rank)*p[i]))
		out[i] = reached
	}
	return out
}
