// Package basemap turns an OpenStreetMap extract into the local vector base map:
// one SQLite file NAME.osm.mbtiles beside the project that holds all that comes
// from OpenStreetMap, so that the project itself stays free of its licence.
//
// # Stages of Build
//
//  1. read: data/osm gives objects; each is classed by the style's own selectors
//     and cut at the box that is kept. The same objects go to an osm.Collector.
//  2. write: every classed object in full detail with an R-tree, for the screen
//     beyond zoom 14 and for paper, since tiles are quantised; then the facts:
//     streets, places, addresses, street lengths, roads.
//  3. tiles: meanwhile the same features are generalised into vector tiles of
//     zoom 6 to 14 in the shape of Shortbread 1.0, so that QGIS and others read
//     the file, too (MBTiles 1.3).
//  4. The file gets its name only when it is whole.
//
// The same extract and options give the same bytes.
//
// Open gives the features back as a source.Source; only it and Build know how
// they are stored.
//
// # Which class an object gets
//
// The style says it (ParseRules). A point of interest is of the first class in
// the style's order that fits, an area of the last, which lies on top: a park
// that is grass is a park. A way may be a road and a tramway at once. A building
// is a building before anything else, and a public one when it holds a public
// institution. Pavements and crossings for walkers are never drawn.
package basemap
