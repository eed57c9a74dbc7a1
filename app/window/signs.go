package window

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"pinezka/data"
	"pinezka/mapview/raster"
	"pinezka/mapview/scene"
	"pinezka/mapview/style"
)

// signs draws the map's own symbols for panels and lists, so that a tree, a
// table and a legend show what the map shows.
type signs struct {
	symbols *style.Symbols
	cache   map[string]image.Image
}

func newSigns() *signs {
	return &signs{symbols: style.DefaultSymbols(), cache: map[string]image.Image{}}
}

// signPx is how many pixels a sign is drawn with; it is shown smaller, so that
// it stays sharp on dense screens.
const signPx = 54

// image renders commands centred at the origin that fill a box of side mm.
func (g *signs) image(key string, sideMM float64, ops func() []scene.Op) *canvas.Image {
	img, ok := g.cache[key]
	if !ok {
		to := scene.Translate(sideMM/2, sideMM/2)
		img = raster.Render(scene.Scene{W: sideMM, H: sideMM, Ops: []scene.Op{scene.Group{To: &to, Ops: ops()}}}, signPx/sideMM)
		g.cache[key] = img
	}
	c := canvas.NewImageFromImage(img)
	c.FillMode, c.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
	c.SetMinSize(fyne.NewSquareSize(18))
	return c
}

// signSide leaves room for halo, badge and origin mark around a symbol of 4.8 mm.
const signSide = 6.6

func (g *signs) report(category, group, status, origin string) *canvas.Image {
	return g.image("r/"+category+"/"+status+"/"+origin, signSide, func() []scene.Op {
		return g.symbols.Report(style.Sign{Category: category, Group: group, Status: status, Origin: origin, Size: style.SymbolSize})
	})
}

// category is the symbol without a status, as in the legend of categories.
func (g *signs) category(category, group string) *canvas.Image {
	return g.report(category, group, style.StatusNone, "")
}

func (g *signs) group(group string) *canvas.Image {
	return g.image("g/"+group, signSide, func() []scene.Op { return g.symbols.Group(group, style.SymbolSize) })
}

func (g *signs) facility(kind data.FacilityKind) *canvas.Image {
	return g.image("f/"+string(kind), signSide, func() []scene.Op {
		return g.symbols.Facility(style.FacilitySign{Candidate: kind == data.FacilityCandidate, Size: style.SymbolSize})
	})
}

func (g *signs) status(status string) *canvas.Image {
	return g.report("parking", "traffic", status, "")
}

func (g *signs) motion(number, state string, located, selected bool) *canvas.Image {
	m := style.MotionSign{Number: number, State: state, Size: 6, Located: located}
	key := "m/" + number + "/" + state
	if !located {
		key += "/nowhere"
	}
	if selected {
		key += "/selected"
		m.Single = style.Selected
	}
	return g.image(key, 8.8, func() []scene.Op { return g.symbols.Motion(m) })
}
