package compare

import "math"

// Table is a two by two table of counts: of one category and of all others, at a
// place and elsewhere.
type Table struct {
	Here, OthersHere           int
	Elsewhere, OthersElsewhere int
}

// FisherGreater returns Fisher's exact one-sided p: the chance that at least so
// many of the reports at the place belong to the category, if the place were no
// different from elsewhere.
func (t Table) FisherGreater() float64 {
	lo, hi := t.support()
	return tailSum(t.logWeights(lo, hi), t.Here-lo, hi-lo)
}

// FisherLess returns the chance of at most so many.
func (t Table) FisherLess() float64 {
	lo, hi := t.support()
	return tailSum(t.logWeights(lo, hi), 0, t.Here-lo)
}

// FisherCentral returns the two-sided p that goes with OddsInterval: twice the
// smaller tail, at most 1.
func (t Table) FisherCentral() float64 {
	return min(1, 2*min(t.FisherLess(), t.FisherGreater()))
}

// OddsRatio returns the conditional maximum-likelihood estimate of the odds ratio
// and its exact 95 % interval.
func (t Table) OddsRatio() (estimate, low, high float64) {
	lo, hi := t.support()
	if lo == hi {
		return math.NaN(), 0, math.Inf(1)
	}
	weights := t.logWeights(lo, hi)
	at := t.Here - lo
	tilt := func(logOdds float64) []float64 {
		w := make([]float64, len(weights))
		for i := range w {
			w[i] = weights[i] + float64(i)*logOdds
		}
		return w
	}
	mean := func(logOdds float64) float64 {
		w := tilt(logOdds)
		top := maxOf(w)
		var sum, moment float64
		for i, v := range w {
			e := math.Exp(v - top)
			sum += e
			moment += float64(i) * e
		}
		return moment / sum
	}
	low, high = 0, math.Inf(1)
	switch t.Here {
	case lo:
		estimate = 0
	case hi:
		estimate = math.Inf(1)
	default:
		estimate = math.Exp(rising(mean, float64(at)))
	}
	if t.Here > lo {
		low = math.Exp(rising(func(l float64) float64 { return tailSum(tilt(l), at, len(weights)-1) }, Alpha/2))
	}
	if t.Here < hi {
		high = math.Exp(rising(func(l float64) float64 { return -tailSum(tilt(l), 0, at) }, -Alpha/2))
	}
	return estimate, low, high
}

// support returns the least and the largest count that the table's margins allow
// in its first cell.
func (t Table) support() (lo, hi int) {
	here, same := t.Here+t.OthersHere, t.Here+t.Elsewhere
	all := here + t.Elsewhere + t.OthersElsewhere
	return max(0, here+same-all), min(here, same)
}

// logWeights returns the logarithms of the hypergeometric probabilities of lo to
// hi, up to a common constant.
func (t Table) logWeights(lo, hi int) []float64 {
	here, same := t.Here+t.OthersHere, t.Here+t.Elsewhere
	others := t.OthersHere + t.OthersElsewhere
	w := make([]float64, hi-lo+1)
	for x := lo; x <= hi; x++ {
		w[x-lo] = logChoose(same, x) + logChoose(others, here-x)
	}
	return w
}

func logChoose(n, k int) float64 {
	return logFactorial(n) - logFactorial(k) - logFactorial(n-k)
}

func logFactorial(n int) float64 {
	v, _ := math.Lgamma(float64(n) + 1)
	return v
}

// tailSum returns the weight of from to to, ends included, over the weight of
// all. The tail is summed itself and never taken from one.
func tailSum(logWeights []float64, from, to int) float64 {
	top := maxOf(logWeights)
	var tail, all float64
	for i, w := range logWeights {
		e := math.Exp(w - top)
		all += e
		if i >= from && i <= to {
			tail += e
		}
	}
	return tail / all
}

func maxOf(values []float64) float64 {
	top := math.Inf(-1)
	for _, v := range values {
		top = max(top, v)
	}
	return top
}

// rising solves f(x) = want for a rising f by halving, to the last digits.
func rising(f func(float64) float64, want float64) float64 {
	lo, hi := -60.0, 60.0
	for range 200 {
		mid := (lo + hi) / 2
		if mid == lo || mid == hi {
			break
		}
		if f(mid) < want {
			lo = mid
		} else {
			hi = mid
		}
	}
	return (lo + hi) / 2
}
