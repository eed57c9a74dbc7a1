// Package osm reads an OpenStreetMap extract (.osm.pbf) and keeps what the rest
// of the program asks of it: objects with tags and geometry for the base map,
// and facts: streets, places and points of interest by name, address points,
// pieces of street in built-up land, and the road graph.
//
// Reading takes two passes, because an extract lists nodes before ways and ways
// before relations: the first finds which ways the multipolygons need, the
// second gives each object once its parts are known. Only node places and the
// ways of multipolygons are held.
//
// Degrees are WGS 84. Lengths are metres on the ground, taken from a local plane
// at the latitude of each piece, which is right to 0.1 % over a municipality.
//
// An extract is cut out of the world: ways end at its edge, relations lack
// members. What is missing is counted and told; an open ring is never closed by
// a chord across the map.
package osm
