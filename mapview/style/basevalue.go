package style

import (
	"errors"
	"fmt"
	"image/color"
	"math"
	"strconv"
	"strings"

	"pinezka/mapview/scene"
)

// colour is #rrggbb, #rrggbbaa or none.
type colour struct{ color.NRGBA }

// UnmarshalText reads the colour.
func (c *colour) UnmarshalText(b []byte) (err error) {
	c.NRGBA, err = scene.Hex(string(b))
	return err
}

// pattern is dots:step:diameter:colour, hatch:step:width:colour:degrees or
// cross:step:width:colour; steps and widths are millimetres.
type pattern struct{ scene.Paint }

// UnmarshalText reads the pattern.
func (p *pattern) UnmarshalText(b []byte) error {
	part := strings.Split(string(b), ":")
	kinds := map[string]struct {
		kind  scene.PatternKind
		parts int
	}{"dots": {scene.PatternDots, 4}, "hatch": {scene.PatternHatch, 5}, "cross": {scene.PatternCross, 4}}
	k, ok := kinds[part[0]]
	if !ok || len(part) != k.parts {
		return fmt.Errorf("pattern %q: want dots:step:diameter:colour, hatch:step:width:colour:degrees or cross:step:width:colour", b)
	}
	c, err := scene.Hex(part[3])
	if err != nil {
		return fmt.Errorf("pattern %q: %w", b, err)
	}
	num := func(i int) float64 {
		v, e := strconv.ParseFloat(part[i], 64)
		if e != nil {
			err = fmt.Errorf("pattern %q: %q is not a number", b, part[i])
		}
		return v
	}
	pat := scene.Pattern{Kind: k.kind, Step: num(1), Size: num(2)}
	if k.parts == 5 {
		pat.Angle = num(4) * math.Pi / 180
	}
	if err == nil && (pat.Step <= 0 || pat.Size <= 0) {
		err = fmt.Errorf("pattern %q: step and size must be more than 0 mm", b)
	}
	p.Paint = scene.Paint{Color: c, Pattern: &pat}
	return err
}

// stops are lengths in mm at scale denominators, larger scales first.
type stops [][2]float64

func (s stops) check() error {
	if len(s) == 0 {
		return errors.New("no scale is listed")
	}
	for i, p := range s {
		if p[0] <= 0 || p[1] <= 0 {
			return fmt.Errorf("[%g, %g] must be more than 0", p[0], p[1])
		}
		if i > 0 && p[0] <= s[i-1][0] {
			return fmt.Errorf("scales must grow, but %g follows %g", p[0], s[i-1][0])
		}
	}
	return nil
}

// at returns the length at a scale: logarithmic in both between two listed
// scales, growing with the square root beyond the largest, and kept below the
// smallest.
func (s stops) at(scale float64) float64 {
	first, last := s[0], s[len(s)-1]
	switch {
	case scale <= first[0]:
		return first[1] * math.Sqrt(first[0]/scale)
	case scale >= last[0]:
		return last[1]
	}
	i := 1
	for scale > s[i][0] {
		i++
	}
	a, b := s[i-1], s[i]
	t := math.Log(scale/a[0]) / math.Log(b[0]/a[0])
	return a[1] * math.Pow(b[1]/a[1], t)
}
