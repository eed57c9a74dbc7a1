package pdf

import (
	"image/color"
	"strconv"

	"pinezka/mapview/scene"
)

// patternKey tells patterns apart; alpha is no part of a pattern.
type patternKey struct {
	scene.Pattern
	colour color.NRGBA
	high   float64 // height of the page in points; 0 in a form
}

// pattern returns the name of a tiling pattern. A pattern hangs on the space of the
// stream it is used in: points on a page, millimetres in a form.
func (d *writer) pattern(p scene.Paint, scale float64, inForm bool) string {
	k := patternKey{Pattern: *p.Pattern, colour: p.Color}
	if !inForm {
		k.high = d.high
	}
	k.Step *= scale
	k.Size *= scale
	k.colour.A = 255
	if n, ok := d.patterns[k]; ok {
		return n.name
	}
	n := named{name: "P" + strconv.Itoa(len(d.patterns)), r: d.alloc()}
	d.patterns[k] = n
	d.tilings = append(d.tilings, n)

	m := scene.Rotate(k.Angle).Then(scene.Translate(k.Origin.X, k.Origin.Y))
	if !inForm {
		m = m.Then(scene.Affine{A: point, D: -point, F: k.high})
	}
	step := k.Step
	dict := []byte("/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[")
	dict = numbers(dict, 4, -step/2, -step/2, step/2, step/2)
	dict = append(dict, "]/XStep "...)
	dict = append(number(dict, step, 4), "/YStep "...)
	dict = append(number(dict, step, 4), "/Matrix["...)
	dict = numbers(dict, 6, m.A, m.B, m.C, m.D, m.E, m.F)
	dict = append(dict, "]/Resources<<>>"...)
	d.stream(n.r, string(dict), k.cell())
	return n.name
}

// cell draws one repeat around the origin.
func (k patternKey) cell() []byte {
	c := &content{}
	far := k.Step
	line := func(x0, y0, x1, y1 float64) {
		c.buf = numbers(c.buf, 4, x0, y0)
		c.buf = append(c.buf, "m "...)
		c.buf = numbers(c.buf, 4, x1, y1)
		c.buf = append(c.buf, "l S\n"...)
	}
	if k.Kind == scene.PatternDots {
		c.buf = colour(c.buf, k.colour, " g\n", " rg\n")
		scene.Circle(scene.Point{}, k.Size/2).Each(func(v scene.Verb, pts []scene.Point) {
			for _, q := range pts {
				c.buf = numbers(c.buf, 4, q.X, q.Y)
			}
			c.buf = append(c.buf, "mlch"[v], '\n')
		})
		return append(c.buf, 'f')
	}
	c.buf = colour(c.buf, k.colour, " G\n", " RG\n")
	c.buf = append(number(c.buf, k.Size, 4), " w\n"...)
	line(-far, 0, far, 0)
	if k.Kind == scene.PatternCross {
		line(0, -far, 0, far)
	}
	return c.buf
}
