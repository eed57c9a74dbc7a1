package portrayal

import (
	"math"
	"slices"

	"pinezka/mapview/scene"
)

// curve is a smoothed line on which letters stand.
type curve struct {
	pts   []scene.Point
	along []float64 // length up to each point
}

func (c *curve) length() float64 { return c.along[len(c.along)-1] }

const (
	// smoothEm is over how many ems a line is smoothed before letters stand on it.
	smoothEm = 1.5
	// chordEm is half the chord, in ems, that gives a letter its direction.
	chordEm = 0.6
	// letterBend and nameBend are how far (radians) a name may turn from one letter
	// to the next, and in all.
	letterBend = 17 * math.Pi / 180
	nameBend   = 75 * math.Pi / 180
	// steep is how near (radians) to the vertical a name has to run to be read upwards.
	steep = 8 * math.Pi / 180
)

// newCurve smooths a line for letters of an em size: points at a quarter em, each
// the mean of those around it. It returns false for a line shorter than an em.
func newCurve(line []scene.Point, em float64) (curve, bool) {
	length := lengthOf(line)
	n := int(math.Ceil(length / (em / 4)))
	if n < 4 {
		return curve{}, false
	}
	even := make([]scene.Point, 0, n+1)
	step, seg, done := length/float64(n), 1, 0.0
	for i := range n + 1 {
		s := min(length, float64(i)*step)
		for seg < len(line)-1 && done+line[seg-1].Dist(line[seg]) < s {
			done += line[seg-1].Dist(line[seg])
			seg++
		}
		a, b := line[seg-1], line[seg]
		t := 0.0
		if d := a.Dist(b); d > 0 {
			t = min(1, (s-done)/d)
		}
		even = append(even, between(a, b, t))
	}
	half := int(smoothEm * 4 / 2)
	c := curve{pts: make([]scene.Point, len(even)), along: make([]float64, len(even))}
	for i := range even {
		w := min(half, i, len(even)-1-i)
		var sum scene.Point
		for _, p := range even[i-w : i+w+1] {
			sum = sum.Add(p)
		}
		c.pts[i] = sum.Scale(1 / float64(2*w+1))
		if i > 0 {
			c.along[i] = c.along[i-1] + c.pts[i].Dist(c.pts[i-1])
		}
	}
	return c, c.length() > em
}

// at returns the point at a length along the curve; beyond its ends it runs on
// straight.
func (c *curve) at(s float64) scene.Point {
	// Points are nearly evenly spaced, so the place is guessed and then corrected.
	last := len(c.along) - 1
	i := max(1, min(last, int(s/c.length()*float64(last))+1))
	for i > 1 && c.along[i-1] > s {
		i--
	}
	for i < last && c.along[i] < s {
		i++
	}
	d := c.along[i] - c.along[i-1]
	if d == 0 {
		return c.pts[i]
	}
	return between(c.pts[i-1], c.pts[i], (s-c.along[i-1])/d)
}

// reversed returns the curve run through the other way.
func (c *curve) reversed() curve {
	r := curve{pts: slices.Clone(c.pts), along: make([]float64, len(c.along))}
	slices.Reverse(r.pts)
	for i := range r.along {
		r.along[i] = c.length() - c.along[len(c.along)-1-i]
	}
	return r
}

// upright tells whether words from s0 to s1 along the curve read from left to
// right, or upwards where the line is nearly vertical.
func (c *curve) upright(s0, s1 float64) bool {
	d := c.at(s1).Sub(c.at(s0))
	if math.Abs(d.X) < math.Abs(d.Y)*math.Tan(steep) {
		return d.Y < 0
	}
	return d.X > 0
}

// letters is a name laid along a curve.
type letters struct {
	glyphs []scene.Glyph
	boxes  []scene.Rect
	spine  [3]scene.Point // start, middle, end of the name on the curve
}

// lay sets glyphs along the curve from length s0 on. The glyphs are those of a
// straight run of a width; rise is how far the baseline lies below the curve, body
// how high the letters are with their halo (mm). It returns false where the curve
// bends too much.
func (c *curve) lay(out *letters, run []scene.Glyph, width, s0, em, rise, body float64) bool {
	out.glyphs, out.boxes = out.glyphs[:0], out.boxes[:0]
	var first, before float64
	lo, hi := 0.0, 0.0
	for i, g := range run {
		end := width
		if i+1 < len(run) {
			end = run[i+1].At.X
		}
		adv := end - g.At.X
		s := s0 + g.At.X + adv/2
		a, b := c.at(s-chordEm*em), c.at(s+chordEm*em)
		angle := math.Atan2(b.Y-a.Y, b.X-a.X)
		if i == 0 {
			first = angle
		} else if math.Abs(angleBetween(before, angle)) > letterBend {
			return false
		}
		turn := angleBetween(first, angle)
		lo, hi = min(lo, turn), max(hi, turn)
		if hi-lo > nameBend {
			return false
		}
		before = angle
		sin, cos := math.Sincos(angle)
		mid := c.at(s)
		down := rise + g.At.Y
		out.glyphs = append(out.glyphs, scene.Glyph{
			ID: g.ID, Runes: g.Runes, Angle: angle,
			At: scene.Point{X: mid.X - cos*adv/2 - sin*down, Y: mid.Y - sin*adv/2 + cos*down},
		})
		if g.Runes != " " {
			hw := (math.Abs(cos)*adv + math.Abs(sin)*body) / 2
			hh := (math.Abs(sin)*adv + math.Abs(cos)*body) / 2
			out.boxes = append(out.boxes, scene.Rect{X0: mid.X - hw, Y0: mid.Y - hh, X1: mid.X + hw, Y1: mid.Y + hh})
		}
	}
	out.spine = [3]scene.Point{c.at(s0), c.at(s0 + width/2), c.at(s0 + width)}
	return true
}
