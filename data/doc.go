// Package data holds the words of Pinezka as Go types: what a Report, a
// Category, a Debate, a Motion, an Area or a Filter is. It knows no drawing, no
// file format and no language.
//
// Units and conventions, the same everywhere below this package:
//
//   - places are longitude and latitude in degrees, WGS 84 (EPSG:4326), in this
//     order, as orb.Point has them;
//   - distances and areas are metres and square metres on the ground;
//   - a Day is a civil day in Europe/Warsaw; wall clocks are kept as they were
//     written, without an offset;
//   - catalogues (categories, groups, statuses) are data, never enums, since the
//     official lists differ by the year.
//
// Every change of a project is an Edit: records before and records after. Undo
// is the same Edit with the two swapped.
package data
