// Package basemap turns an OpenStreetMap extract into the local vector base map:
// one SQLite file NAME.osm.mbtiles beside the project that holds all that comes
// from OpenStreetMap, so that the project itself stays free of its licence.
//
// Stages of Build:
//
//  1. read: data/osm gives objects; each is classed by the style's own selectors
//     (first match in the style's order) and clipped to what is kept;
//  2. features: every classed object in full detail, for the screen beyond zoom
//     14 and for paper, since tiles are quantised;
//  3. tiles: the same features generalised into vector tiles of zoom 10 to 14,
//     shaped as Shortbread has them, so that other programs read the file, too;
//  4. facts: streets, places, addresses, street lengths, roads (data/osm writes
//     them into the same file);
//  5. the file appears under its name only when it is whole.
//
// Open gives the features back as a source.Source.
package basemap
