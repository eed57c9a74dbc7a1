package style_test

import (
	"math"
	"testing"

	"pinezka/mapview/raster"
	"pinezka/mapview/scene"
	"pinezka/mapview/style"
)

// The gate of an office printer: no two signs may differ by less than this share
// of their ink once colour is taken away.
const leastDifference = 0.15

func TestNoTwoSignsAreAlikeInGrey(t *testing.T) {
	s := style.DefaultSymbols()
	sets := map[string]map[string][]scene.Op{"group": {}, "category": {}, "status": {}}
	const size = 4.5
	for _, g := range groups {
		sets["group"][g] = s.Group(g, size)
	}
	for _, c := range categories {
		sets["category"][c] = s.Report(style.Sign{Category: c, Status: "new", Size: size})
	}
	for _, st := range append(statuses, "unknown to the table") {
		sets["status"][st] = s.Report(style.Sign{Category: "alcohol", Status: st, Size: size})
	}
	for set, signs := range sets {
		pictures := map[string][]float64{}
		for name, ops := range signs {
			pictures[name] = printedGrey(ops)
		}
		least, pair, pairs := 1.0, "", 0
		for a, p := range pictures {
			for b, q := range pictures {
				if a >= b {
					continue
				}
				pairs++
				d := difference(p, q)
				if d < least {
					least, pair = d, a+" : "+b
				}
				if d < leastDifference {
					t.Errorf("%s: %s and %s differ by %.0f %% only", set, a, b, 100*d)
				}
			}
		}
		t.Logf("%s: %d pairs, nearest %s %.0f %%", set, pairs, pair, 100*least)
	}
}

// TestGateCatchesColourAlone holds the gate itself: two shapes that differ by
// KMZB's red and blue only must not pass.
func TestGateCatchesColourAlone(t *testing.T) {
	disc := func(hex string) []scene.Op {
		return []scene.Op{scene.Fill{Path: scene.Circle(scene.Point{}, 2), Paint: scene.Solid(scene.MustHex(hex))}}
	}
	if d := difference(printedGrey(disc("#d9000f")), printedGrey(disc("#0057c2"))); d >= leastDifference {
		t.Errorf("red and blue of one lightness differ by %.0f %%", 100*d)
	}
}

// printedGrey returns the lightness (CIE L*) of a sign as a 600 dpi office
// printer gives it, blurred by 0.08 mm for dot gain.
func printedGrey(ops []scene.Op) []float64 {
	const (
		side    = 9.0 // mm
		pxPerMM = 600 / 25.4
	)
	img := raster.Render(scene.Scene{W: side, H: side, Ops: []scene.Op{
		scene.Fill{Path: scene.Box(0, 0, side, side).Path(), Paint: scene.Solid(scene.MustHex("#ffffff"))},
		at(ops, side/2, side/2),
	}}, pxPerMM)
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	y := make([]float64, w*h)
	for i := range y {
		p := img.Pix[i/w*img.Stride+i%w*4:]
		y[i] = 0.2126*linear(p[0]) + 0.7152*linear(p[1]) + 0.0722*linear(p[2])
	}
	y = blur(y, w, h, 0.08*pxPerMM)
	for i, v := range y {
		if v > 216.0/24389 {
			y[i] = 116*math.Cbrt(v) - 16
		} else {
			y[i] = v * 24389 / 27
		}
	}
	return y
}

func linear(c uint8) float64 {
	v := float64(c) / 255
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// blur is Gaussian, first along rows, then along columns.
func blur(v []float64, w, h int, sigma float64) []float64 {
	n := int(3 * sigma)
	kernel, sum := make([]float64, 2*n+1), 0.0
	for i := range kernel {
		kernel[i] = math.Exp(-float64((i-n)*(i-n)) / (2 * sigma * sigma))
		sum += kernel[i]
	}
	pass := func(in []float64, step, length, other, otherStep int) []float64 {
		out := make([]float64, len(in))
		for o := range other {
			for i := range length {
				var acc float64
				for k, f := range kernel {
					j := min(max(i+k-n, 0), length-1)
					acc += f * in[o*otherStep+j*step]
				}
				out[o*otherStep+i*step] = acc / sum
			}
		}
		return out
	}
	return pass(pass(v, 1, w, h, w), w, h, w, 1)
}

// visible is the difference in L* that an eye tells on a photocopy.
const visible = 15

// difference is the share of the area inked by either sign in which lightness
// differs visibly; inked is what differs visibly from the paper.
func difference(p, q []float64) float64 {
	inked, apart := 0, 0
	for i := range p {
		if p[i] <= 100-visible || q[i] <= 100-visible {
			inked++
			if math.Abs(p[i]-q[i]) >= visible {
				apart++
			}
		}
	}
	return float64(apart) / float64(max(1, inked))
}
