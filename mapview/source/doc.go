// Package source gives features: where they lie and what class they are. A
// drawing asks a source for what a view may show; it never asks where the
// features come from.
//
// Classes are the base map's own (road.residential, land.park, building.main,
// poi.school, ...), the same as in assets/basemap/style.json; whoever reads OSM
// or foreign tiles maps to them, so that styles select on one vocabulary.
package source
