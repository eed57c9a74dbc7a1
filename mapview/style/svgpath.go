package style

import (
	"fmt"
	"math"
	"strconv"

	"pinezka/mapview/scene"
)

// PathError says where an SVG path could not be read.
type PathError struct {
	Offset int // byte of the path data
	Why    string
}

// Error says what is wrong and where.
func (e *PathError) Error() string {
	return fmt.Sprintf("svg path, byte %d: %s", e.Offset, e.Why)
}

// ParseSVGPath reads the d attribute of an SVG path in the drawing's own units.
// All commands of SVG 1.1 are known; quadratic curves and elliptical arcs become
// cubics (an arc is off by less than 0.03 % of its radius). A fault is a
// *PathError; what stands before it is returned too, as SVG asks of renderers.
func ParseSVGPath(d string) (scene.Path, error) {
	r := pathReader{s: d}
	err := r.read()
	return r.path, err
}

// pathReader walks over path data and keeps what relative and smooth commands
// refer to.
type pathReader struct {
	s     string
	i     int
	path  scene.Path
	at    scene.Point // current point
	start scene.Point // of the current piece, where Z leads back to
	ctrl  scene.Point // last control point, for S and T
	last  byte        // upper-case command before this one
	open  bool        // the current piece has its MoveTo
}

func (r *pathReader) fail(why string) error { return &PathError{r.i, why} }

func (r *pathReader) read() error {
	for {
		r.skip(false)
		if r.i == len(r.s) {
			return nil
		}
		c := r.s[r.i]
		if !isCommand(c) {
			return r.fail("expected a command, found " + strconv.QuoteRune(rune(c)))
		}
		if r.last == 0 && c != 'M' && c != 'm' {
			return r.fail("a path begins with M")
		}
		r.i++
		if c == 'Z' || c == 'z' {
			if r.open {
				r.path.Close()
			}
			r.at, r.open, r.last = r.start, false, 'Z'
			continue
		}
		if err := r.repeat(c); err != nil {
			return err
		}
	}
}

// repeat reads the arguments of one command, which may stand several times.
func (r *pathReader) repeat(c byte) error {
	for {
		if err := r.one(c); err != nil {
			return err
		}
		switch c { // further pairs after a move are lines
		case 'M':
			c = 'L'
		case 'm':
			c = 'l'
		}
		r.skip(true)
		if r.i == len(r.s) || isCommand(r.s[r.i]) {
			return nil
		}
	}
}

// one reads one set of arguments and adds its piece.
func (r *pathReader) one(c byte) error {
	up := c &^ 0x20
	var base scene.Point // relative commands count from the current point
	if c != up {
		base = r.at
	}
	var a [7]float64
	if up == 'A' {
		if err := r.arcArgs(&a); err != nil {
			return err
		}
	} else if err := r.numbers(a[:argCount[up]]); err != nil {
		return err
	}
	pt := func(i int) scene.Point { return base.Add(scene.Point{X: a[i], Y: a[i+1]}) }

	if up == 'M' {
		r.at = pt(0)
		r.start, r.open, r.last = r.at, true, up
		r.path.MoveTo(r.at.X, r.at.Y)
		return nil
	}
	if !r.open { // after Z a new piece begins where the old one began
		r.path.MoveTo(r.at.X, r.at.Y)
		r.open = true
	}
	switch up {
	case 'L':
		r.lineTo(pt(0))
	case 'H':
		r.lineTo(scene.Point{X: base.X + a[0], Y: r.at.Y})
	case 'V':
		r.lineTo(scene.Point{X: r.at.X, Y: base.Y + a[0]})
	case 'C':
		r.cubicTo(pt(0), pt(2), pt(4))
	case 'S':
		r.cubicTo(r.mirrored('C', 'S'), pt(0), pt(2))
	case 'Q':
		r.quadTo(pt(0), pt(2))
	case 'T':
		r.quadTo(r.mirrored('Q', 'T'), pt(0))
	case 'A':
		r.arcTo(a[0], a[1], a[2]*math.Pi/180, a[3] != 0, a[4] != 0, pt(5))
	}
	r.last = up
	return nil
}

// mirrored is the control point that a smooth command starts with: the last one
// seen through the current point if the command before was of the same kind.
func (r *pathReader) mirrored(same1, same2 byte) scene.Point {
	if r.last != same1 && r.last != same2 {
		return r.at
	}
	return scene.Point{X: 2*r.at.X - r.ctrl.X, Y: 2*r.at.Y - r.ctrl.Y}
}

func (r *pathReader) lineTo(p scene.Point) {
	r.path.LineTo(p.X, p.Y)
	r.at = p
}

func (r *pathReader) cubicTo(c1, c2, p scene.Point) {
	r.path.CubicTo(c1.X, c1.Y, c2.X, c2.Y, p.X, p.Y)
	r.ctrl, r.at = c2, p
}

func (r *pathReader) quadTo(c, p scene.Point) {
	// Not Path.QuadTo: after Close its last point is not the current one.
	c1 := r.at.Add(c.Sub(r.at).Scale(2.0 / 3))
	c2 := p.Add(c.Sub(p).Scale(2.0 / 3))
	r.path.CubicTo(c1.X, c1.Y, c2.X, c2.Y, p.X, p.Y)
	r.ctrl, r.at = c, p
}

// arcTo adds an elliptical arc by the centre form of SVG 1.1, appendix F.6: turn
// the ellipse upright, find its centre, then cut the sweep into quarters.
func (r *pathReader) arcTo(rx, ry, phi float64, large, sweep bool, to scene.Point) {
	rx, ry = math.Abs(rx), math.Abs(ry)
	if to == r.at {
		return
	}
	if rx == 0 || ry == 0 {
		r.lineTo(to)
		return
	}
	sin, cos := math.Sincos(phi)
	hx, hy := (r.at.X-to.X)/2, (r.at.Y-to.Y)/2
	x1, y1 := cos*hx+sin*hy, -sin*hx+cos*hy
	if l := x1*x1/(rx*rx) + y1*y1/(ry*ry); l > 1 { // too small to reach: grow
		rx, ry = rx*math.Sqrt(l), ry*math.Sqrt(l)
	}
	q := rx*rx*y1*y1 + ry*ry*x1*x1
	k := math.Sqrt(max(0, rx*rx*ry*ry-q) / q)
	if large == sweep {
		k = -k
	}
	cx1, cy1 := k*rx*y1/ry, -k*ry*x1/rx
	m := scene.ScaleBy(rx, ry).Then(scene.Rotate(phi)).
		Then(scene.Translate(cos*cx1-sin*cy1+(r.at.X+to.X)/2, sin*cx1+cos*cy1+(r.at.Y+to.Y)/2))

	from := math.Atan2((y1-cy1)/ry, (x1-cx1)/rx)
	arc := math.Atan2((-y1-cy1)/ry, (-x1-cx1)/rx) - from
	if sweep && arc < 0 {
		arc += 2 * math.Pi
	} else if !sweep && arc > 0 {
		arc -= 2 * math.Pi
	}
	n := max(1, int(math.Ceil(math.Abs(arc)/(math.Pi/2)-1e-9)))
	step := arc / float64(n)
	t := 4.0 / 3 * math.Tan(step/4)
	for i := range n {
		s0, c0 := math.Sincos(from + float64(i)*step)
		s1, c1 := math.Sincos(from + float64(i+1)*step)
		end := m.Apply(scene.Point{X: c1, Y: s1})
		if i == n-1 {
			end = to // exactly, so that pieces meet
		}
		r.cubicTo(m.Apply(scene.Point{X: c0 - t*s0, Y: s0 + t*c0}), m.Apply(scene.Point{X: c1 + t*s1, Y: s1 - t*c1}), end)
	}
}

// argCount is how many numbers a command takes.
var argCount = map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'C': 6, 'S': 4, 'Q': 4, 'T': 2, 'A': 7}

func isCommand(c byte) bool {
	up := c &^ 0x20
	return up == 'Z' || c >= 'A' && argCount[up] > 0
}

func (r *pathReader) numbers(a []float64) error {
	for i := range a {
		if i > 0 {
			r.skip(true)
		} else {
			r.skip(false)
		}
		v, err := r.number()
		if err != nil {
			return err
		}
		a[i] = v
	}
	return nil
}

// arcArgs reads the arguments of an arc. Its two flags are one digit each and may
// stand without anything between them and the next number.
func (r *pathReader) arcArgs(a *[7]float64) error {
	if err := r.numbers(a[:3]); err != nil {
		return err
	}
	for i := 3; i < 5; i++ {
		r.skip(true)
		if r.i == len(r.s) || r.s[r.i] != '0' && r.s[r.i] != '1' {
			return r.fail("a flag of an arc is 0 or 1")
		}
		a[i] = float64(r.s[r.i] - '0')
		r.i++
	}
	r.skip(true)
	return r.numbers(a[5:])
}

// number reads [+-]digits[.digits][e[+-]digits]; it ends where the next begins,
// so that "1.5.5" and "1-2" are two numbers.
func (r *pathReader) number() (float64, error) {
	from, i := r.i, r.i
	digits := func() (n int) {
		for ; i < len(r.s) && r.s[i] >= '0' && r.s[i] <= '9'; i++ {
			n++
		}
		return n
	}
	sign := func() {
		if i < len(r.s) && (r.s[i] == '+' || r.s[i] == '-') {
			i++
		}
	}
	sign()
	n := digits()
	if i < len(r.s) && r.s[i] == '.' {
		i++
		n += digits()
	}
	if n == 0 {
		return 0, r.fail("expected a number")
	}
	if i < len(r.s) && r.s[i]|0x20 == 'e' {
		before := i
		i++
		sign()
		if digits() == 0 {
			i = before
		}
	}
	v, err := strconv.ParseFloat(r.s[from:i], 64)
	if err != nil {
		return 0, r.fail("number " + r.s[from:i] + " is out of range")
	}
	r.i = i
	return v, nil
}

// skip passes white space, and one comma if allowed.
func (r *pathReader) skip(comma bool) {
	for r.i < len(r.s) {
		switch r.s[r.i] {
		case ' ', '\t', '\n', '\r', '\f':
		case ',':
			if !comma {
				return
			}
			comma = false
		default:
			return
		}
		r.i++
	}
}
