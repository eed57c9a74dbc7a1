package compare

import "pinezka/data/osm"

// GroundOf returns what an extract knows of baselines: the streets in built-up
// land and the addresses.
func GroundOf(f *osm.Facts) Ground {
	var g Ground
	for _, s := range f.Segments() {
		if s.BuiltUp {
			g.Streets = append(g.Streets, s.Line)
		}
	}
	for _, a := range f.Addresses() {
		g.Addresses = append(g.Addresses, a.Point)
	}
	return g
}
