package sheet

import "pinezka/mapview/scene"

// Hung hangs the patterns of commands that are moved on a point that moves with them.
func Hung(ops []scene.Op, dx, dy float64) []scene.Op {
	return fragment(ops, scene.Point{X: dx, Y: dy})
}
