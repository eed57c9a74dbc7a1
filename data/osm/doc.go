// Package osm reads an OpenStreetMap extract (.osm.pbf, or .osm as the website
// gives it for a quarter of a town) and keeps what the rest
// of the program asks of it: objects with tags and geometry for the base map,
// and facts: streets, places and points of interest by name, address points,
// street length in built-up land, boundaries, and the road graph.
//
// # Stages
//
//  1. Read takes two passes over the file. The first finds the places of nodes
//     and the members of relations, whatever their order; the second decodes
//     only the blocks that hold ways. Objects are given one at a time, so that
//     an extract of a whole voivodeship serves for one municipality.
//  2. A Gatherer takes the objects and makes Content of them.
//  3. Content.Write puts that into the tables of a base map archive, beside the
//     tiles; OpenFacts reads them again and answers questions.
//
// # Why an own decoder
//
// A project lives on files that were downloaded over poor lines and copied on
// sticks. osmpbf trusts its input: an index beyond the string table panics in
// one of its goroutines, which no caller can recover, and a file that was cut
// off at a block's edge looks whole. The decoder here checks each index and
// length, tells at which byte a file breaks, and needs no object per node. The
// tests hold it against osmpbf.
//
// # Units
//
// Degrees are WGS 84, on OSM's own raster of 1e-7 degrees. Lengths are metres on
// the ground, taken from a local plane at the latitude of each piece, which is
// right to 0.1 % over a municipality; projections belong to data/crs.
//
// An extract is cut out of the world: ways end at its edge, relations lack
// members. What is missing is counted and told; an open ring is never closed by
// a chord across the map.
package osm
