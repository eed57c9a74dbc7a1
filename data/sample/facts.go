package sample

import (
	"github.com/paulmach/orb"

	"pinezka/data/osm"
)

// Street is a named street in pieces, in degrees.
type Street struct {
	Name  string // as OpenStreetMap has it: Aleja Tadeusza Rejtana, Seniora
	Lines []orb.LineString
}

// Facts is what the sample takes from the extract.
type Facts struct {
	Streets []Street
}

// FactsOf returns what the sample takes of an extract's facts.
func FactsOf(f *osm.Facts) Facts {
	var out Facts
	for _, s := range f.Streets() {
		out.Streets = append(out.Streets, Street{Name: s.Name, Lines: s.Lines})
	}
	return out
}
