package compare

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Alpha is the chance of a false alarm that every statement here accepts.
const Alpha = 0.05

// UpperTail returns P(X >= k) of a binomial variable of n trials with the chance
// share, exactly also where it is far below the smallest step of one minus a
// distribution function.
func UpperTail(k, n int, share float64) float64 {
	switch {
	case k <= 0:
		return 1
	case k > n || share <= 0:
		return 0
	case share >= 1:
		return 1
	}
	return mathext.RegIncBeta(float64(k), float64(n-k+1), share)
}

// LowerTail returns P(X <= k) of a binomial variable of n trials with the chance
// share.
func LowerTail(k, n int, share float64) float64 {
	switch {
	case k < 0:
		return 0
	case k >= n || share <= 0:
		return 1
	case share >= 1:
		return 0
	}
	return mathext.RegIncBeta(float64(n-k), float64(k+1), 1-share)
}

// twoSided returns twice the smaller tail, at most 1: the central p, which fits
// the Clopper-Pearson interval.
func twoSided(k, n int, share float64) float64 {
	return min(1, 2*min(LowerTail(k, n, share), UpperTail(k, n, share)))
}

// ShareInterval returns the 95 % Clopper-Pearson interval of a share of which k
// of n were seen. Without any trial it is 0 to 1.
func ShareInterval(k, n int) (low, high float64) {
	low, high = 0, 1
	if k > 0 {
		low = mathext.InvRegIncBeta(float64(k), float64(n-k+1), Alpha/2)
	}
	if k < n {
		high = mathext.InvRegIncBeta(float64(k+1), float64(n-k), 1-Alpha/2)
	}
	return low, high
}

// RateRatio compares two counts, each of its own exposure: days, metres of street
// or square metres, in any unit that both share. It returns the rate of a over
// the rate of b with its exact 95 % interval. The ratio is +Inf where b is 0 and
// not a number where both are.
func RateRatio(a, b int, exposureA, exposureB float64) (ratio, low, high float64) {
	if a == 0 && b == 0 {
		return math.NaN(), 0, math.Inf(1)
	}
	ratio = math.Inf(1)
	if b > 0 {
		ratio = float64(a) / float64(b) * exposureB / exposureA
	}
	shareLow, shareHigh := ShareInterval(a, a+b)
	odds := func(share float64) float64 {
		if share >= 1 {
			return math.Inf(1)
		}
		return share / (1 - share) * exposureB / exposureA
	}
	return ratio, odds(shareLow), odds(shareHigh)
}

// CountInterval returns the exact 95 % interval of the mean behind one Poisson
// count (Garwood).
func CountInterval(count int) (low, high float64) {
	if count > 0 {
		low = mathext.GammaIncRegInv(float64(count), Alpha/2)
	}
	return low, mathext.GammaIncRegInv(float64(count+1), 1-Alpha/2)
}

// Finite returns x, or nil for an infinite or undefined value, which JSON and a
// table have no figure for.
func Finite(x float64) *float64 {
	if math.IsInf(x, 0) || math.IsNaN(x) {
		return nil
	}
	return &x
}
