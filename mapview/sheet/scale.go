package sheet

import (
	"math"

	"github.com/paulmach/orb"

	"pinezka/data/crs"
	"pinezka/mapview/camera"
	"pinezka/mapview/scene"
)

// Scales lists the scales that a sheet is offered at.
var Scales = []float64{1000, 2000, 2500, 5000, 7500, 10000, 15000, 20000, 25000, 50000}

// paperCamera looks at a place so that the scale is true there and true north is
// up: through the plane of the place, turned by the grid's convergence and divided by
// its scale factor at the centre.
func paperCamera(centre orb.Point, scale, w, h float64) camera.Camera {
	plane := crs.ForPlace(centre)
	return camera.Camera{
		Plane: plane, Centre: centre, Scale: scale, Factor: plane.ScaleFactor(centre),
		Turn: plane.Convergence(centre), W: w, H: h,
	}
}

// fitMargin is how far what shall be shown stays from the frame, in mm.
const fitMargin = 2

// fits tells whether a box of degrees lies in the frame whole.
func fits(c camera.Camera, b orb.Bound) bool {
	box := boundOnPage(c, b)
	return box.X0 >= fitMargin-1e-6 && box.Y0 >= fitMargin-1e-6 && box.X1 <= c.W-fitMargin+1e-6 && box.Y1 <= c.H-fitMargin+1e-6
}

// boundOnPage returns the millimetres that a box of degrees takes, its sides
// bent as the projection bends them.
func boundOnPage(c camera.Camera, b orb.Bound) scene.Rect {
	r := scene.Rect{X0: math.Inf(1), Y0: math.Inf(1), X1: math.Inf(-1), Y1: math.Inf(-1)}
	for i := range 5 {
		for j := range 5 {
			p := c.ToPage(orb.Point{
				b.Min[0] + (b.Max[0]-b.Min[0])*float64(i)/4,
				b.Min[1] + (b.Max[1]-b.Min[1])*float64(j)/4,
			})
			r = r.Union(scene.Rect{X0: p.X, Y0: p.Y, X1: p.X, Y1: p.Y})
		}
	}
	return r
}

// fitScale returns the largest scale of the list (beyond it 100,000, 200,000,
// 500,000, ...) at which the box fits into the frame around a centre.
func fitScale(b orb.Bound, centre orb.Point, w, h float64) float64 {
	for _, s := range Scales {
		if fits(paperCamera(centre, s, w, h), b) {
			return s
		}
	}
	for s := 100000.0; s < 1e9; {
		for _, k := range []float64{1, 2, 5} {
			if fits(paperCamera(centre, s*k, w, h), b) {
				return s * k
			}
		}
		s *= 10
	}
	return 1e9
}

// ground returns how many metres a length on paper has at a scale: the one value
// behind number, bar and grid.
func ground(mm, scale float64) float64 { return mm * scale / 1000 }

// onPaper returns the millimetres of a ground length.
func onPaper(metres, scale float64) float64 { return metres / scale * 1000 }

// cellLength returns the ground length of a grid cell: a 1, 2 or 5, else a 2.5
// with zeros, whose cell is at least least mm and under twice that.
func cellLength(scale, least float64) float64 {
	for _, kinds := range [][]float64{{1, 2, 5}, {2.5}} {
		for pow := 1.0; pow <= 1e6; pow *= 10 {
			for _, k := range kinds {
				if mm := onPaper(k*pow, scale); mm >= least && mm <= 2*least {
					return k * pow
				}
			}
		}
	}
	return ground(least, scale)
}

// barLength returns the ground length of the scale bar: the roundest that is
// between two thirds of longest and longest.
func barLength(scale, longest float64) float64 {
	for _, kinds := range [][]float64{{5, 2, 1}, {4, 3, 1.5}, {8, 6, 2.5}} {
		for pow := 1e6; pow >= 1; pow /= 10 {
			for _, k := range kinds {
				if mm := onPaper(k*pow, scale); mm <= longest && mm >= longest*0.66 {
					return k * pow
				}
			}
		}
	}
	return ground(longest, scale)
}
