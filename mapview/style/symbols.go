package style

import (
	"encoding/json"
	"fmt"
	"image/color"
	"sync"

	"pinezka/assets"
	"pinezka/mapview/scene"
)

// unit is how many units of the drawings make one symbol size: a symbol of
// 4.8 mm has 24 units of 0.2 mm.
const unit = 24

// Sizes of signs on maps, in millimetres.
const (
	SymbolSize  = 4.8 // reports on A4 and A3
	MotionSize  = 6.4 // squares of motions
	LegendSize  = 4.4 // reports in legends and tables
	SymbolFloor = 4.0 // the least at which pictograms can be told apart on paper
)

// Symbols are the signs of threats: shape is group, pictogram or letters are
// category, outline and fill and badge are status, a mark below is origin, a ring is
// selection. Colour only repeats the status.
//
// Each sign is a list of commands in millimetres around (0, 0), to be laid in a
// group. Lists are made once and shared, so callers must not change them; the same
// sign always gives the very same list, which lets a back end keep it drawn.
type Symbols struct {
	groups     map[string]shape
	categories map[string]pictogram
	statuses   map[string]statusLook
	badges     map[string]scene.Path
	badgeAt    scene.Point
	badgeR     float64
	halo       float64
	motion     map[string]string // state to badge

	made sync.Map // sign key to []scene.Op
}

// shape is a group's outline and where the pictogram stands in it, in units.
type shape struct {
	path   scene.Path
	centre scene.Point
	room   float64 // side of the pictogram's box
}

// pictogram is a category's picture in a box of 15 by 15, and its letters.
type pictogram struct {
	path    scene.Path
	letters string
	group   string
}

// statusLook is how a status fills and outlines a shape; widths in units.
type statusLook struct {
	fill, outline, ink color.NRGBA
	width              float64
	dash               []float64
	badge              string
	strike             bool
}

// DefaultSymbols returns the symbols that the program brings along.
var DefaultSymbols = sync.OnceValue(func() *Symbols {
	s, err := ReadSymbols(assets.Read("symbols/symbols.json"))
	if err != nil {
		panic(fmt.Sprintf("embedded symbols: %v", err))
	}
	return s
})

// ReadSymbols reads a table of symbols in the form of assets/symbols/symbols.json.
func ReadSymbols(table []byte) (*Symbols, error) {
	var t symbolTable
	if err := json.Unmarshal(table, &t); err != nil {
		return nil, fmt.Errorf("symbol table: %w", err)
	}
	s := &Symbols{
		groups: map[string]shape{}, categories: map[string]pictogram{}, statuses: map[string]statusLook{},
		badges: map[string]scene.Path{}, motion: t.Motion.States,
		badgeAt: scene.Point{X: t.BadgeAt[0], Y: t.BadgeAt[1]}, badgeR: t.BadgeRadius, halo: t.Halo.Width,
	}
	for _, g := range t.Groups {
		p, err := ParseSVGPath(g.D)
		if err != nil {
			return nil, fmt.Errorf("shape of group %q: %w", g.Code, err)
		}
		s.groups[g.Code] = shape{p, scene.Point{X: g.Centre[0], Y: g.Centre[1]}, g.Size}
	}
	for _, c := range t.Categories {
		p, err := ParseSVGPath(c.D)
		if err != nil {
			return nil, fmt.Errorf("pictogram of category %q: %w", c.Code, err)
		}
		if _, ok := s.groups[c.Group]; !ok {
			return nil, fmt.Errorf("category %q: group %q has no shape", c.Code, c.Group)
		}
		s.categories[c.Code] = pictogram{p, c.Letters, c.Group}
	}
	for code, d := range t.Badges {
		p, err := ParseSVGPath(d)
		if err != nil {
			return nil, fmt.Errorf("badge %q: %w", code, err)
		}
		s.badges[code] = p
	}
	for _, st := range t.Statuses {
		look := statusLook{width: st.Width, dash: st.Dash, badge: st.Badge, strike: st.Strike}
		for _, c := range []struct {
			hex string
			to  *color.NRGBA
		}{{st.Fill, &look.fill}, {st.Outline, &look.outline}, {st.Pictogram, &look.ink}} {
			v, err := scene.Hex(c.hex)
			if err != nil {
				return nil, fmt.Errorf("status %q: %w", st.Code, err)
			}
			*c.to = v
		}
		if _, ok := s.badges[st.Badge]; !ok && st.Badge != "" {
			return nil, fmt.Errorf("status %q: badge %q is unknown", st.Code, st.Badge)
		}
		s.statuses[st.Code] = look
	}
	return s, nil
}

// symbolTable is what of the file is read; measures of other overlays in it are
// for later readers.
type symbolTable struct {
	Groups []struct {
		Code   string     `json:"code"`
		D      string     `json:"d"`
		Centre [2]float64 `json:"pictogram_centre"`
		Size   float64    `json:"pictogram_size"`
	} `json:"groups"`
	Categories []struct {
		Code    string `json:"code"`
		D       string `json:"d"`
		Group   string `json:"group"`
		Letters string `json:"letters"`
	} `json:"categories"`
	Statuses []struct {
		Code      string    `json:"code"`
		Fill      string    `json:"fill"`
		Outline   string    `json:"outline"`
		Pictogram string    `json:"pictogram"`
		Width     float64   `json:"outline_width"`
		Dash      []float64 `json:"dash"`
		Badge     string    `json:"badge"`
		Strike    bool      `json:"strike"`
	} `json:"statuses"`
	Badges      map[string]string `json:"badges"`
	BadgeAt     [2]float64        `json:"badge_at"`
	BadgeRadius float64           `json:"badge_radius"`
	Halo        struct {
		Width float64 `json:"width"`
	} `json:"halo"`
	Motion struct {
		States map[string]string `json:"states"`
	} `json:"motion"`
}

// once returns the list kept under a key, or makes it.
func (s *Symbols) once(key any, draw func() []scene.Op) []scene.Op {
	if v, ok := s.made.Load(key); ok {
		return v.([]scene.Op)
	}
	v, _ := s.made.LoadOrStore(key, draw())
	return v.([]scene.Op)
}

// Colours that several signs share.
var (
	white     = scene.MustHex("#ffffff")
	ink       = scene.MustHex("#1a1a1a")
	ringDay   = scene.MustHex("#0b3d91")
	ringNight = scene.MustHex("#8cc4ff")
	night     = scene.MustHex("#14181d") // gap of a ring on the night look
)

// State is how a sign is singled out.
type State uint8

// The states.
const (
	Normal State = iota
	Hovered
	Selected
)

// rings returns the strokes that single out an outline, widest first, all as
// multiples of k millimetres: an outer ring and the gap that parts it from the sign.
func rings(p scene.Path, st State, dark bool, k float64) []scene.Op {
	ring, gap := ringDay, white
	if dark {
		ring, gap = ringNight, night
	}
	stroke := func(w float64, c color.NRGBA) scene.Op {
		return scene.Stroke{Path: p, Width: w * k, Paint: scene.Solid(c)}
	}
	switch st {
	case Selected:
		return []scene.Op{stroke(9, ring), stroke(5.2, gap)}
	case Hovered:
		if !dark {
			ring = ink
		}
		return []scene.Op{stroke(6.4, ring), stroke(5, gap)}
	default:
		return nil
	}
}
