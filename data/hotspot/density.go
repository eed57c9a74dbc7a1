package hotspot

import (
	"math"
	"sync"

	"github.com/paulmach/orb"
)

// perKM2 turns a density per square metre into one per square kilometre.
const perKM2 = 1e6

// DensityAt is the quartic (biweight) kernel density at a place, in reports per
// square kilometre: the sum over all points nearer than the support radius h of
// 3/(pi h^2) (1 - d^2/h^2)^2, each times its weight; nil weights are 1. Nothing is
// corrected at a border.
func DensityAt(points []orb.Point, weights []float64, h float64, at orb.Point) float64 {
	sum := 0.0
	for i, p := range points {
		dx, dy := p[0]-at[0], p[1]-at[1]
		u := 1 - (dx*dx+dy*dy)/(h*h)
		if u <= 0 {
			continue
		}
		w := 1.0
		if weights != nil {
			w = weights[i]
		}
		sum += w * u * u
	}
	return sum * 3 / (math.Pi * h * h) * perKM2
}

// Field is a density on the nodes of a grid, row after row from the south west.
type Field struct {
	Origin orb.Point // of the first node
	Step   float64   // metres between nodes
	W, H   int
	Values []float32 // reports per km2
}

// nodesPerRadius is how many steps of the grid a radius has. With it the field is
// within 1 % of the highest density of the exact sum everywhere.
const nodesPerRadius = 10

// Density works the density out on a grid of a tenth of the radius that covers a
// box. Each point is shared out between the four nodes around it, and the kernel
// is laid over the nodes.
func Density(points []orb.Point, h float64, box orb.Bound) Field {
	step := h / nodesPerRadius
	f := Field{
		Origin: box.Min, Step: step,
		W: int(math.Ceil((box.Max[0]-box.Min[0])/step)) + 1, H: int(math.Ceil((box.Max[1]-box.Min[1])/step)) + 1,
	}
	f.Values = make([]float32, f.W*f.H)
	// Points outside of the box reach into it.
	const r = nodesPerRadius
	w, ht := f.W+2*r, f.H+2*r
	mass := make([]float32, w*ht)
	for _, p := range points {
		x, y := (p[0]-f.Origin[0])/step+r, (p[1]-f.Origin[1])/step+r
		i, k := int(math.Floor(x)), int(math.Floor(y))
		if i < 0 || k < 0 || i+1 >= w || k+1 >= ht {
			continue
		}
		fx, fy := float32(x-float64(i)), float32(y-float64(k))
		mass[k*w+i] += (1 - fx) * (1 - fy)
		mass[k*w+i+1] += fx * (1 - fy)
		mass[(k+1)*w+i] += (1 - fx) * fy
		mass[(k+1)*w+i+1] += fx * fy
	}
	kernel, widths := kernelRows(h, step)
	// Two halves of the rows, each on a goroutine of its own.
	var wg sync.WaitGroup
	half := (f.H + 1) / 2
	for _, span := range [][2]int{{0, half}, {half, f.H}} {
		wg.Go(func() {
			for y := 0; y < ht; y++ {
				row := mass[y*w : (y+1)*w]
				for x, m := range row {
					if m != 0 {
						f.spread(x-r, y-r, m, kernel, widths, span)
					}
				}
			}
		})
	}
	wg.Wait()
	return f
}

// kernelRows returns the kernel at the nodes, row after row, and how far each row
// reaches to either side.
func kernelRows(h, step float64) (rows [2*nodesPerRadius + 1][]float32, widths [2*nodesPerRadius + 1]int) {
	// Sharing a point out between four nodes, and reading between them, widens the
	// kernel: not at all where both lie on a node, most in the middle of a cell. Half of
	// the most is taken back, by the kernel's own curvature, which changes no sum.
	top := 3 / (math.Pi * h * h) * perKM2
	narrow := step * step / (h * h) / 12
	for k := range rows {
		dy := float64(k-nodesPerRadius) * step
		widths[k] = int(math.Sqrt(max(0, h*h-dy*dy)) / step)
		rows[k] = make([]float32, 2*widths[k]+1)
		for i := range rows[k] {
			dx := float64(i-widths[k]) * step
			u := max(0, 1-(dx*dx+dy*dy)/(h*h))
			rows[k][i] = float32(top * (u*u + narrow*(16*u-8)))
		}
	}
	return rows, widths
}

// spread lays the kernel of a mass at a node over the rows of a span.
func (f *Field) spread(x, y int, m float32, kernel [2*nodesPerRadius + 1][]float32, widths [2*nodesPerRadius + 1]int, span [2]int) {
	for k, row := range kernel {
		at := y + k - nodesPerRadius
		if at < span[0] || at >= span[1] {
			continue
		}
		first := x - widths[k]
		from, to := max(0, -first), min(len(row), f.W-first)
		if from >= to {
			continue
		}
		out := f.Values[at*f.W+first+from : at*f.W+first+to]
		for i, v := range row[from:to] {
			out[i] += m * v
		}
	}
}

// At returns the field between its nodes, 0 outside of it.
func (f *Field) At(p orb.Point) float64 {
	x, y := (p[0]-f.Origin[0])/f.Step, (p[1]-f.Origin[1])/f.Step
	i, k := int(math.Floor(x)), int(math.Floor(y))
	if i < 0 || k < 0 || i+1 >= f.W || k+1 >= f.H {
		return 0
	}
	fx, fy := x-float64(i), y-float64(k)
	v := func(i, k int) float64 { return float64(f.Values[k*f.W+i]) }
	return (1-fx)*(1-fy)*v(i, k) + fx*(1-fy)*v(i+1, k) + (1-fx)*fy*v(i, k+1) + fx*fy*v(i+1, k+1)
}

// Max returns the highest value.
func (f *Field) Max() float64 {
	most := float32(0)
	for _, v := range f.Values {
		most = max(most, v)
	}
	return float64(most)
}

// Breaks returns four lower bounds of classes for a highest value, round numbers
// near a tenth, a quarter, a half and three quarters of it; nil for 0.
func Breaks(most float64) []float64 {
	if !(most > 0) {
		return nil
	}
	out := make([]float64, 0, 4)
	for _, part := range []float64{0.1, 0.25, 0.5, 0.75} {
		b := round(part * most)
		if n := len(out); n == 0 || b > out[n-1] {
			out = append(out, b)
		}
	}
	return out
}

// round returns the nearest of 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten.
func round(v float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(v)))
	best := power
	for _, m := range []float64{1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10} {
		if math.Abs(m*power-v) < math.Abs(best-v) {
			best = m * power
		}
	}
	return best
}
