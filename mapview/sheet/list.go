package sheet

import (
	"context"
)

// List is the table of numbered places (wykaz wniosków): no map, all that is known of
// each motion in rows, on as many pages as it takes, their heads repeated.
type List struct {
	Common
	Grids []Grid
}

// Pages draws the table.
func (l List) Pages(ctx context.Context) ([]Page, error) {
	// There is no map on these pages, so none must be credited.
	l.Map.Base, l.Map.Raster = nil, nil
	b, err := l.board()
	if err != nil {
		return nil, err
	}
	var sections []section
	width := b.Paper.W - 2*b.m.edge
	for _, g := range l.Grids {
		sections = append(sections, g.section(b.m, b.m.body, width))
	}
	_, under := b.notices(b.m.edge, 0, width, 1)
	var out []Page
	for first := true; first || len(sections) > 0; first = false {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		page := len(out) + 1
		ops, y := b.head(page)
		bottom := b.footTop()
		notesTop := bottom - under
		bottom = notesTop - 3*b.m.k
		placed, rest, _ := flow([]column{{x: b.m.edge, y: y + 4*b.m.k, bottom: bottom}}, sections)
		if len(sections) > 0 && len(placed) == 0 {
			return nil, errTooTall
		}
		notes, _ := b.notices(b.m.edge, notesTop, width, page)
		ops = append(append(ops, placed...), notes...)
		out = append(out, Page{Scene: b.scene(b.layer(ops))})
		sections = rest
	}
	for i := range out {
		out[i].Scene.Ops = append(out[i].Scene.Ops, b.layer(b.footer(i+1, len(out), b.Words.FullSize)))
	}
	return out, nil
}
