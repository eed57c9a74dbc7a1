package style

import (
	"image/color"

	"pinezka/mapview/scene"
	"pinezka/mapview/typeface"
)

// Sign says which symbol of a report is meant; it is comparable. Codes are those
// of the catalogue. What the table does not know is drawn all the same: an unknown
// group as a circle, a category without pictogram as its letters or a question mark,
// an unknown status as a thin line of dashes and dots.
type Sign struct {
	Category string
	Group    string // "" for the group that the table gives the category
	Letters  string // "" for those of the table
	Status   string // StatusNone in legends of categories
	Origin   string // police, contact; anything else has no mark
	Size     float64
	// UseLetters asks for two letters instead of the pictogram.
	UseLetters bool
	Night      bool
	State      State
}

// StatusNone draws a symbol without saying a status, as the legend of
// categories does.
const StatusNone = "-"

// Statuses that the table lacks.
var (
	noStatus      = statusLook{fill: white, outline: ink, ink: ink, width: 1.7}
	unknownStatus = statusLook{fill: white, outline: ink, ink: ink, width: 1.1, dash: []float64{6.2, 2.2, 1.1, 2.2}}
)

// plain is the shape of a report whose group is not known: a circle smaller than
// that of traffic.
var plain = shape{scene.Circle(scene.Point{X: 12, Y: 12}, 8.4), scene.Point{X: 12, Y: 12}, 11}

// Report returns the symbol of a report around (0, 0).
func (s *Symbols) Report(sign Sign) []scene.Op {
	return s.once(sign, func() []scene.Op { return s.drawReport(sign) })
}

// Group returns the bare shape of a group around (0, 0), for legends.
func (s *Symbols) Group(code string, size float64) []scene.Op {
	type key struct {
		group string
		size  float64
	}
	return s.once(key{code, size}, func() []scene.Op {
		k := size / unit
		p := s.shape(code).path.Transform(toMM(k))
		return outlined(p, noStatus, s.halo, k)
	})
}

// toMM takes drawings to millimetres around their middle.
func toMM(k float64) scene.Affine {
	return scene.Translate(-unit/2, -unit/2).Then(scene.ScaleBy(k, k))
}

func (s *Symbols) shape(group string) shape {
	if g, ok := s.groups[group]; ok {
		return g
	}
	return plain
}

func (s *Symbols) look(status string) statusLook {
	if status == StatusNone {
		return noStatus
	}
	if l, ok := s.statuses[status]; ok {
		return l
	}
	return unknownStatus
}

func (s *Symbols) drawReport(sign Sign) []scene.Op {
	pic, known := s.categories[sign.Category]
	group, letters := sign.Group, sign.Letters
	if group == "" {
		group = pic.group
	}
	if letters == "" {
		letters = pic.letters
	}
	if letters == "" {
		letters = "?"
	}
	k := sign.Size / unit
	g, look := s.shape(group), s.look(sign.Status)
	outline := g.path.Transform(toMM(k))

	ops := rings(outline, sign.State, sign.Night, k)
	ops = append(ops, outlined(outline, look, s.halo, k)...)
	if known && !sign.UseLetters {
		box := scene.ScaleBy(g.room/15, g.room/15).
			Then(scene.Translate(g.centre.X-g.room/2, g.centre.Y-g.room/2)).Then(toMM(k))
		ops = append(ops, scene.Fill{Path: pic.path.Transform(box), EvenOdd: true, Paint: scene.Solid(look.ink)})
	} else {
		size := 0.66 // of the pictogram's room
		if len(letters) == 1 {
			size = 0.95
		}
		ops = append(ops, centred(letters, toMM(k).Apply(g.centre), size*g.room*k, 0.98*g.room*k, look.ink))
	}
	ops = append(ops, originMark(sign.Origin, k)...)
	if look.strike {
		bar := scene.Line(scene.Point{X: 2, Y: 22}, scene.Point{X: 22, Y: 2}).Transform(toMM(k))
		ops = append(ops,
			scene.Stroke{Path: bar, Width: 4.4 * k, Cap: scene.CapRound, Paint: scene.Solid(white)},
			scene.Stroke{Path: bar, Width: 2.2 * k, Cap: scene.CapRound, Paint: scene.Solid(strikeInk)})
	}
	if look.badge != "" {
		ops = append(ops, s.badge(look.badge, toMM(k).Apply(s.badgeAt), k, ink, white, white)...)
	}
	return ops
}

var strikeInk = scene.MustHex("#4d4d4d")

// outlined returns halo, fill and outline of a shape given in millimetres.
func outlined(p scene.Path, l statusLook, halo, k float64) []scene.Op {
	line := scene.Stroke{Path: p, Width: l.width * k, Paint: scene.Solid(l.outline)}
	for _, d := range l.dash {
		line.Dash = append(line.Dash, d*k)
	}
	if len(l.dash) > 0 && l.dash[0] < 0.1 {
		line.Cap = scene.CapRound // dots
	}
	return []scene.Op{
		scene.Stroke{Path: p, Width: halo * k, Paint: scene.Solid(white)},
		scene.Fill{Path: p, Paint: scene.Solid(l.fill)},
		line,
	}
}

// originMark returns the mark under a symbol: a bar for police records, two dots
// for direct contact.
func originMark(origin string, k float64) []scene.Op {
	at := toMM(k)
	fill := func(p scene.Path, c color.NRGBA) scene.Op {
		return scene.Fill{Path: p.Transform(at), Paint: scene.Solid(c)}
	}
	switch origin {
	case "police":
		return []scene.Op{fill(scene.Box(5, 25.6, 14, 4.4).Path(), white), fill(scene.Box(6, 26.6, 12, 2.4).Path(), ink)}
	case "contact":
		left, right := scene.Point{X: 8.4, Y: 27.8}, scene.Point{X: 15.6, Y: 27.8}
		return []scene.Op{
			fill(scene.Circle(left, 2.7), white), fill(scene.Circle(right, 2.7), white),
			fill(scene.Circle(left, 1.8), ink), fill(scene.Circle(right, 1.8), ink),
		}
	default:
		return nil
	}
}

// badge returns a disc with a mark in it around a place in millimetres: disc,
// its edge and the mark each in their colour.
func (s *Symbols) badge(code string, at scene.Point, k float64, disc, edge, mark color.NRGBA) []scene.Op {
	to := scene.ScaleBy(k, k).Then(scene.Translate(at.X, at.Y))
	return []scene.Op{
		scene.Fill{Path: scene.Circle(at, (s.badgeR+1)*k), Paint: scene.Solid(edge)},
		scene.Fill{Path: scene.Circle(at, s.badgeR*k), Paint: scene.Solid(disc)},
		scene.Stroke{Path: s.badges[code].Transform(to), Width: 1.5 * k, Cap: scene.CapRound, Paint: scene.Solid(mark)},
	}
}

// centred returns bold words around a point: of the size asked, or smaller where
// they would be wider than width.
func centred(words string, at scene.Point, size, width float64, c color.NRGBA) scene.Op {
	run := typeface.Set(scene.Bold, size, words)
	if run.Width > width {
		size *= width / run.Width
		run = typeface.Set(scene.Bold, size, words)
	}
	return run.CentreText(at.X, at.Y+typeface.CapHeight(scene.Bold)*size/2, scene.Solid(c))
}
