// Package sample makes the sample project's data: areas, reports, debates and
// motions of a municipality that does not exist, laid on the real streets of a
// district of Rzeszów from OpenStreetMap.
//
// Everything but the streets is invented. Proportions of the categories follow
// the figures that the police publish about KMZB; nobody is named and no text
// comes from a real report. The stories planted in it (a street that got better,
// a place for Friday nights, a default point, motions of each verdict) are what
// the program's tests and its first run show.
//
// The same seed and the same streets give the same sample, byte for byte: streets
// are sorted before use, and no map is walked in its own order.
//
// Lengths are metres, places degrees. For steps of a few metres the ground is
// taken as flat around the middle of the box.
package sample
