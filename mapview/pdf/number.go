package pdf

import (
	"math"
	"strconv"
)

var tens = [...]float64{1, 10, 100, 1e3, 1e4, 1e5, 1e6}

// number appends v with at most so many decimals (6 at the most), as short as PDF
// allows: no trailing zeros, no zero before the point.
func number(b []byte, v float64, decimals int) []byte {
	scaled := math.Round(v * tens[decimals])
	if math.IsNaN(scaled) || math.Abs(scaled) > 1e15 {
		scaled = 0 // a reader would refuse the whole page
	}
	n := int64(scaled)
	if n == 0 {
		return append(b, '0')
	}
	if n < 0 {
		b = append(b, '-')
		n = -n
	}
	unit := int64(tens[decimals])
	whole, part := n/unit, n%unit
	if whole > 0 {
		b = strconv.AppendInt(b, whole, 10)
	}
	if part == 0 {
		return b
	}
	b = append(b, '.')
	for part > 0 {
		unit /= 10
		b = append(b, byte('0'+part/unit))
		part %= unit
	}
	return b
}

// numbers appends values parted by spaces, each followed by one.
func numbers(b []byte, decimals int, vs ...float64) []byte {
	for _, v := range vs {
		b = append(number(b, v, decimals), ' ')
	}
	return b
}
