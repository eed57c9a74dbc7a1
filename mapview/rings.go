package mapview

import (
	"image/color"
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// ringUnits is the diameter of a highlight: it clears a symbol of 20 units.
const ringUnits = 28

// placeRings moves the rings of the highlighted places; their objects are kept.
func (w *Widget) placeRings(v view) {
	for len(w.ringBox.Objects) < len(w.rings) {
		c := canvas.NewCircle(color.Transparent)
		c.StrokeColor = color.NRGBA{0x16, 0x20, 0x2a, 0xff}
		c.StrokeWidth = 1.5
		c.Resize(fyne.NewSize(ringUnits, ringUnits))
		w.ringBox.Add(c)
	}
	for i, o := range w.ringBox.Objects {
		if i >= len(w.rings) {
			if o.Visible() {
				o.Hide()
			}
			continue
		}
		x, y := v.at(worldAt(w.rings[i]))
		o.Move(fyne.NewPos(float32(x)-ringUnits/2, float32(y)-ringUnits/2))
		if !o.Visible() {
			o.Show()
		}
	}
}

// same tells whether two sources are one. Values that cannot be compared count as
// different: then tiles are drawn once too often, never too seldom.
func same[T any](a, b T) bool {
	va, vb := reflect.ValueOf(a), reflect.ValueOf(b)
	if !va.IsValid() || !vb.IsValid() || va.Type() != vb.Type() || !va.Comparable() || !vb.Comparable() {
		return false
	}
	return va.Equal(vb)
}
