package compare

import (
	"gonum.org/v1/gonum/mathext"
)

// Dispersion tells whether counts of equal spans vary more than chance alone
// lets them.
type Dispersion struct {
	Ratio float64 // variance over mean; 1 where only chance is at work, 0 for no reports
	P     float64 // of a variance at least so large by chance
}

// DispersionLimit is the ratio above which exact tests call too much
// distinguishable: at a ratio of 2 in 10 to 15 of 100 cases instead of 5.
const DispersionLimit = 1.5

// DispersionOf returns variance over mean of the counts and the upper tail of the
// chi-square test of their evenness.
func DispersionOf(counts []int) Dispersion {
	if len(counts) < 2 {
		return Dispersion{P: 1}
	}
	var sum float64
	for _, c := range counts {
		sum += float64(c)
	}
	if sum == 0 {
		return Dispersion{P: 1}
	}
	mean := sum / float64(len(counts))
	var squares float64
	for _, c := range counts {
		squares += (float64(c) - mean) * (float64(c) - mean)
	}
	df := float64(len(counts) - 1)
	return Dispersion{Ratio: squares / df / mean, P: mathext.GammaIncRegComp(df/2, squares/mean/2)}
}
