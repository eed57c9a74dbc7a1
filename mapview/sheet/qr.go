package sheet

import (
	"fmt"

	"github.com/skip2/go-qrcode"

	"pinezka/mapview/scene"
	"pinezka/mapview/typeface"
)

// payload is what a sheet's code says, in capitals, which a small code can hold.
func payload(id string, page int) string { return fmt.Sprintf("PZ1:%s:%02d", id, page) }

// code draws the QR code with its text under it; x, y is its upper left corner.
func (p *board) code(x, y float64, page int) (ops []scene.Op, h float64) {
	text := payload(p.ID, page)
	side := p.m.qr
	q, err := qrcode.New(text, qrcode.Highest)
	if err != nil {
		// Only a text too long for any code fails; the id is checked before.
		return nil, 0
	}
	q.DisableBorder = true
	grid := q.Bitmap()
	unit := side / float64(len(grid))
	var path scene.Path
	for i, line := range grid {
		for j := 0; j < len(line); j++ {
			from := j
			for j < len(line) && line[j] {
				j++
			}
			if j > from { // modules of one line become one bar, so that no seam shows
				path.Append(scene.Box(x+float64(from)*unit, y+float64(i)*unit, float64(j-from)*unit, unit).Path())
			}
		}
	}
	run := typeface.Set(scene.Regular, p.m.least, text)
	base := y + side + 1.2*p.m.least
	return []scene.Op{
		artifact(
			scene.Fill{Path: scene.Box(x, y, side, side).Grow(1.5).Path(), Paint: scene.Solid(paper)},
			scene.Fill{Path: path, Paint: scene.Solid(black), Ref: scene.Ref{Layer: "furniture", Class: "qr"}},
		),
		scene.Group{Tag: scene.TagText, Ops: []scene.Op{run.RightText(x+side, base, scene.Solid(faint))}},
	}, side + 1.6*p.m.least
}
