package style

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"pinezka/assets"
	"pinezka/mapview/scene"
)

// Base is the base map's style: the rules of every class in every look. It is
// read once and never changes.
type Base struct {
	looks  map[string]look
	areas  []areaRule
	lines  []lineRule
	names  []nameRule
	pois   []poiRule
	icons  map[string]scene.Path // "maki/police" in a box of 1 about the origin
	hidden map[string]float64    // classes without a rule of their own: scale they appear at
}

// The classes of features that the style draws by a rule of another kind.
const (
	ClassTree  = "tree"  // a dot in the look's colour of trees
	ClassHouse = "house" // a house number, set as label.house
)

// treesFrom is the smallest scale at which single trees help.
const treesFrom = 2500

// Default returns the style that the program brings along. It panics if that is
// broken, which is a fault of the program.
func Default() *Base { return defaultBase() }

var defaultBase = sync.OnceValue(func() *Base {
	b, err := LoadBase(assets.Read("basemap/style.json"))
	if err != nil {
		panic(err)
	}
	return b
})

// LoadBase reads a style in the form of assets/basemap/style.json and checks all
// of it: colours, patterns, scales, icons and references, so that drawing cannot
// fail later.
func LoadBase(data []byte) (*Base, error) {
	var file struct {
		Version int             `json:"version"`
		Looks   map[string]look `json:"looks"`
		Areas   []areaRule      `json:"areas"`
		Lines   []lineRule      `json:"lines"`
		Labels  []nameRule      `json:"labels"`
		POIs    []poiRule       `json:"pois"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("read base map style: %w", err)
	}
	if file.Version != 1 {
		return nil, fmt.Errorf("read base map style: version %d, want 1", file.Version)
	}
	b := &Base{
		looks: file.Looks, areas: file.Areas, lines: file.Lines, names: file.Labels, pois: file.POIs,
		icons: map[string]scene.Path{}, hidden: map[string]float64{ClassTree: treesFrom},
	}
	if err := b.check(); err != nil {
		return nil, fmt.Errorf("read base map style: %w", err)
	}
	return b, nil
}

// check looks at what the types of the JSON cannot say, and loads the icons.
func (b *Base) check() error {
	if len(b.looks) == 0 {
		return fmt.Errorf("no looks")
	}
	seen := map[string]bool{}
	once := func(class string, from float64) error {
		if class == "" || seen[class] {
			return fmt.Errorf("class %q is missing or given twice", class)
		}
		if from <= 0 {
			return fmt.Errorf("class %s: from must be a scale denominator", class)
		}
		seen[class] = true
		return nil
	}
	for _, r := range b.areas {
		if err := once(r.Class, r.From); err != nil {
			return err
		}
	}
	for _, r := range b.lines {
		if err := once(r.Class, r.From); err != nil {
			return err
		}
		if err := r.Widths.check(); err != nil {
			return fmt.Errorf("class %s: widths: %w", r.Class, err)
		}
	}
	for _, r := range b.names {
		if err := once(r.Class, r.From); err != nil {
			return err
		}
		if err := r.Sizes.check(); err != nil {
			return fmt.Errorf("class %s: sizes: %w", r.Class, err)
		}
		if _, ok := faces[r.Weight]; !ok {
			return fmt.Errorf("class %s: weight %q is not regular, bold or italic", r.Class, r.Weight)
		}
		if place, ok := strings.CutPrefix(r.Class, "label."); ok && (strings.HasPrefix(place, "place.") || place == ClassHouse) {
			b.hidden[place] = r.From
		}
	}
	for _, r := range b.pois {
		if err := once(r.Class, r.From); err != nil {
			return err
		}
		if !seen[r.Label] {
			return fmt.Errorf("class %s: label %q is not defined", r.Class, r.Label)
		}
		if _, ok := b.icons[r.Icon]; !ok {
			p, err := Icon(r.Icon)
			if err != nil {
				return fmt.Errorf("class %s: %w", r.Class, err)
			}
			b.icons[r.Icon] = p
		}
	}
	return nil
}

// Looks returns the names of the looks, sorted.
func (b *Base) Looks() []string { return slices.Sorted(maps.Keys(b.looks)) }

// VisibleFrom returns, for each class of a feature that may be drawn, the smallest
// scale at which it is, as a denominator. An archive need not keep a feature for
// smaller scales.
func (b *Base) VisibleFrom() map[string]float64 {
	from := maps.Clone(b.hidden)
	for _, r := range b.areas {
		from[r.Class] = r.From
	}
	for _, r := range b.lines {
		from[r.Class] = r.From
	}
	for _, r := range b.pois {
		from[r.Class] = r.From
	}
	return from
}

// look is what holds for all classes in one look.
type look struct {
	Background colour  `json:"background"`
	Halo       colour  `json:"halo"`
	IconMM     float64 `json:"icon_mm"`
	Icon       colour  `json:"icon"`
	IconMinor  colour  `json:"icon_minor"`
	Trees      colour  `json:"trees"`
	RoadBonus  float64 `json:"road_label_priority_bonus"`
}

type areaRule struct {
	Class    string             `json:"class"`
	Order    int                `json:"order"`
	From     float64            `json:"from"`
	Fill     map[string]colour  `json:"fill"`
	Stroke   map[string]colour  `json:"stroke"`
	StrokeMM float64            `json:"stroke_mm"`
	Pattern  map[string]pattern `json:"pattern"`
}

type lineRule struct {
	Class       string            `json:"class"`
	Order       int               `json:"order"`
	From        float64           `json:"from"`
	Widths      stops             `json:"width"`
	LargeFactor float64           `json:"large_factor"`
	Fill        map[string]colour `json:"fill"`
	Casing      map[string]colour `json:"casing"`
	CasingMM    float64           `json:"casing_mm"`
	Dash        []float64         `json:"dash"`
}

type nameRule struct {
	Class    string            `json:"class"`
	From     float64           `json:"from"`
	To       float64           `json:"to"`
	Priority float64           `json:"priority"`
	Sizes    stops             `json:"size"`
	Large    float64           `json:"size_large_3m"`
	Weight   string            `json:"weight"`
	HaloMM   float64           `json:"halo_mm"`
	Colour   map[string]colour `json:"colour"`
	Spacing  float64           `json:"letter_spacing"`
	Case     string            `json:"case"`
	Repeat   float64           `json:"repeat_mm"`
	WrapEm   float64           `json:"wrap_em"`
}

type poiRule struct {
	Class    string  `json:"class"`
	Icon     string  `json:"icon"`
	From     float64 `json:"from"`
	NameFrom float64 `json:"name_from"` // 0: the name is never set
	Priority float64 `json:"priority"`
	Label    string  `json:"label"`
}

// faces are the weights that a name rule may ask for.
var faces = map[string]scene.Face{"regular": scene.Regular, "bold": scene.Bold, "italic": scene.Italic}
