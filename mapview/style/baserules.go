package style

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"pinezka/mapview/scene"
)

// Rules are a style's answers for one look at one scale: a class that is not in a
// map is not drawn. All lengths are millimetres.
type Rules struct {
	Background color.NRGBA
	Halo       color.NRGBA
	Tree       color.NRGBA // no alpha: no trees
	TreeMM     float64     // diameter
	Areas      map[string]*Area
	Lines      map[string]Line
	Names      map[string]*Name // by class of the feature that bears the name
	POIs       map[string]*POI
}

// Area is how an area is drawn: filled, then covered with a pattern, then outlined.
type Area struct {
	Order    int // lower first
	Fill     scene.Paint
	Pattern  scene.Paint
	Stroke   color.NRGBA
	StrokeMM float64
}

// Line is how a line is drawn.
type Line struct {
	Order    int // lower first, within a layer
	Width    float64
	Fill     color.NRGBA
	Casing   color.NRGBA
	CasingMM float64 // beyond the width, on each side
	Dash     []float64
}

// Name is how a name is set.
type Name struct {
	Face     scene.Face
	Size     float64 // em
	Color    color.NRGBA
	HaloMM   float64
	Priority float64 // higher is placed first
	Spacing  float64 // ems between letters
	Upper    bool
	Repeat   float64 // between two of the same along a line; 0: once
	WrapEm   float64 // longest line in ems; 0: one line
}

// POI is how a place of interest is drawn.
type POI struct {
	Icon     scene.Path // in a box of side 1 about the origin
	Size     float64    // side of the icon
	Color    color.NRGBA
	Priority float64
	Name     Name
	Named    bool // its name is set at this scale
}

const (
	lookLarge = "large"
	// largeReading is the distance in metres for which the large look's sizes are given.
	largeReading = 3.0
	// minorIcon is the size of a lesser place's icon compared with the others.
	minorIcon = 0.82
	// treeMM is the diameter of a tree at 1:2 000.
	treeMM = 2.2
)

// Factors of line widths that depend on the kind of way; Minor ones are parking
// aisles, driveways and sidings.
const (
	LinkWidth   = 0.7
	MinorWidth  = 0.62
	MinorFrom   = 5000.0
	SidingWidth = 0.6
	SidingFrom  = 15000.0
)

// At returns the rules for a look at a true scale (denominator). The reading
// distance in metres moves the letters of the large look; 0 means 3 m.
func (b *Base) At(name string, scale, reading float64) (*Rules, error) {
	l, ok := b.looks[name]
	if !ok {
		return nil, fmt.Errorf("base map style: no look %q", name)
	}
	if scale <= 0 || math.IsNaN(scale) {
		return nil, fmt.Errorf("base map style: %g is no scale denominator", scale)
	}
	if reading <= 0 {
		reading = largeReading
	}
	r := &Rules{
		Background: l.Background.NRGBA, Halo: l.Halo.NRGBA,
		Areas: make(map[string]*Area, len(b.areas)), Lines: make(map[string]Line, len(b.lines)),
		Names: make(map[string]*Name, len(bearers)), POIs: make(map[string]*POI, len(b.pois)),
	}
	if scale <= treesFrom {
		r.Tree, r.TreeMM = l.Trees.NRGBA, treeMM*math.Sqrt(2000/scale)
	}
	for i := range b.areas {
		if a := &b.areas[i]; scale <= a.From {
			r.Areas[a.Class] = a.at(name)
		}
	}
	for i := range b.lines {
		if ln := &b.lines[i]; scale <= ln.From && ln.Fill[name].A > 0 {
			r.Lines[ln.Class] = ln.at(name, scale)
		}
	}
	labels := make(map[string]*Name, len(b.names))
	for i := range b.names {
		n := &b.names[i]
		if scale > n.From || scale < n.To {
			continue
		}
		if rule, ok := n.at(name, scale, reading, l.RoadBonus); ok {
			labels[n.Class] = &rule
		}
	}
	r.addNames(labels, name == lookLarge)
	for i := range b.pois {
		if p := &b.pois[i]; scale <= p.From {
			b.addPOI(r, p, l, labels, scale, reading, name)
		}
	}
	return r, nil
}

// bearers says by which rule the name of a class is set. What is drawn as a line
// or an area bears a name only where it is drawn.
var bearers = map[string]string{
	"road.motorway": "label.road.motorway", "road.trunk": "label.road.motorway",
	"road.primary": "label.road.primary", "road.secondary": "label.road.secondary",
	"road.tertiary": "label.road.tertiary", "road.residential": "label.road.residential",
	"road.pedestrian": "label.road.pedestrian", "road.service": "label.road.pedestrian",
	"road.foot": "label.road.pedestrian", "road.steps": "label.road.pedestrian",
	"water.area": "label.water", "water.river": "label.water", "water.stream": "label.water",
	"land.park": "label.green", "land.forest": "label.green", "land.allotments": "label.green",
	"land.cemetery": "label.green",
	"place.city":    "label.place.city", "place.town": "label.place.town", "place.village": "label.place.village",
	"place.suburb": "label.place.suburb", "place.hamlet": "label.place.hamlet",
	ClassHouse: "label.house",
}

// addNames fills in the names of classes. Letters for reading from afar leave no
// room for the names of service roads.
func (r *Rules) addNames(labels map[string]*Name, large bool) {
	for class, label := range bearers {
		n, ok := labels[label]
		kind, _, _ := strings.Cut(class, ".")
		switch kind {
		case "road", "water", "land":
			_, line := r.Lines[class]
			_, area := r.Areas[class]
			ok = ok && (line || area)
		}
		if ok && !(large && class == "road.service") {
			r.Names[class] = n
		}
	}
}

func (a *areaRule) at(look string) *Area {
	out := &Area{Order: a.Order, Fill: scene.Solid(a.Fill[look].NRGBA), Pattern: a.Pattern[look].Paint}
	if a.StrokeMM > 0 {
		out.Stroke, out.StrokeMM = a.Stroke[look].NRGBA, a.StrokeMM
	}
	return out
}

func (ln *lineRule) at(look string, scale float64) Line {
	out := Line{Order: ln.Order, Width: ln.Widths.at(scale), Fill: ln.Fill[look].NRGBA, Dash: ln.Dash}
	if c := ln.Casing[look]; c.A > 0 {
		out.Casing, out.CasingMM = c.NRGBA, ln.CasingMM*casingFactor(scale)
	}
	if look == lookLarge {
		if ln.LargeFactor > 0 {
			out.Width *= ln.LargeFactor
		}
		out.CasingMM *= 2
	}
	return out
}

// casingFactor thins casings towards small scales: whole down to 1:10 000, 0.7
// from 1:25 000, in proportion between.
func casingFactor(scale float64) float64 {
	const whole, thin, least = 10000, 25000, 0.7
	return 1 - (1-least)*max(0, min(1, (scale-whole)/(thin-whole)))
}

// at returns the name's look; ok is false when the large look leaves it out.
func (n *nameRule) at(look string, scale, reading, roadBonus float64) (Name, bool) {
	out := Name{
		Face: faces[n.Weight], Size: n.Sizes.at(scale), Color: n.Colour[look].NRGBA, HaloMM: n.HaloMM,
		Priority: n.Priority, Spacing: n.Spacing, Upper: n.Case == "upper", Repeat: n.Repeat, WrapEm: n.WrapEm,
	}
	if look == lookLarge {
		if n.Large == 0 {
			return out, false
		}
		size := n.Large * (reading / largeReading)
		// Halos grow slower than letters, else they eat the map; repeats as fast, else
		// every street would be full of its name.
		out.HaloMM *= math.Sqrt(max(1, size/out.Size))
		out.Repeat *= max(1, size/out.Size)
		out.Size = size
		if strings.HasPrefix(n.Class, "label.road.") {
			out.Priority += roadBonus
		}
	}
	return out, out.Color.A > 0
}

// addPOI adds the look of a place, unless its icon has no colour in the look.
func (b *Base) addPOI(r *Rules, p *poiRule, l look, labels map[string]*Name, scale, reading float64, name string) {
	out := &POI{Icon: b.icons[p.Icon], Size: l.IconMM, Color: l.Icon.NRGBA, Priority: p.Priority}
	if name == lookLarge {
		out.Size *= reading / largeReading
	}
	if p.Label != "label.poi.public" {
		out.Color, out.Size = l.IconMinor.NRGBA, out.Size*minorIcon
	}
	if out.Color.A == 0 {
		return
	}
	if n, ok := labels[p.Label]; ok && scale <= p.NameFrom {
		out.Name, out.Named = *n, true
	}
	r.POIs[p.Class] = out
}
