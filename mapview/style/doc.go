// Package style holds what the map looks like: the rules of the base map, which
// pick fills, lines, names and icons by class, look and scale, and the symbols of
// the threats. It draws nothing itself; portrayal asks it for widths, colours and
// paths and makes draw commands of them.
//
// The rules are data (assets/basemap/style.json). Lengths are millimetres on
// paper; on the screen a css pixel counts as 0.2646 mm. Scales are denominators
// of the true scale at the place, so that "from 15000" means drawn at 1:15 000
// and at every larger scale. Icons and symbols are paths, never pictures, so that
// they stay sharp on a poster.
package style
