package portrayal

import (
	"image/color"

	"pinezka/mapview/style"
)

// Ground returns the colour of a look where nothing lies, for what is shown until
// a map is drawn. An unknown look has white paper.
func Ground(l Look) color.NRGBA {
	if l == "" {
		l = Colour
	}
	// The ground is the same at every scale.
	rules, err := style.Default().At(string(l), 10000, 0)
	if err != nil {
		return color.NRGBA{0xff, 0xff, 0xff, 0xff}
	}
	return rules.Background
}
