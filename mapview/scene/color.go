package scene

import (
	"fmt"
	"image/color"
	"strconv"
)

// Hex reads #rrggbb, #rrggbbaa, or "none" for no colour.
func Hex(s string) (color.NRGBA, error) {
	if s == "none" || s == "" {
		return color.NRGBA{}, nil
	}
	if len(s) != 7 && len(s) != 9 || s[0] != '#' {
		return color.NRGBA{}, fmt.Errorf("colour %q: want #rrggbb or #rrggbbaa", s)
	}
	v, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil {
		return color.NRGBA{}, fmt.Errorf("colour %q: want #rrggbb or #rrggbbaa", s)
	}
	if len(s) == 7 {
		v = v<<8 | 0xff
	}
	return color.NRGBA{uint8(v >> 24), uint8(v >> 16), uint8(v >> 8), uint8(v)}, nil
}

// MustHex is Hex for colours written in the program itself; it panics on a
// wrong one.
func MustHex(s string) color.NRGBA {
	c, err := Hex(s)
	if err != nil {
		panic(err)
	}
	return c
}
