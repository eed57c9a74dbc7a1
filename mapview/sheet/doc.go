// Package sheet makes the printed page: the map in its frame with title, legend,
// scale, grid, credit and everything else that a sheet of paper must say by itself.
//
// Stages: the words and the frame are measured; the camera is set so that the scale
// is true at the frame's centre and true north is up; the map is drawn; the legend
// and the table are made of what was drawn; what does not fit beside the map goes
// overleaf, with headings repeated. Type is never made smaller to fit, and the scale
// never changes unasked: a sheet that cannot show what was asked says so.
//
// Units: millimetres of paper, type sizes in em; ground lengths in metres. Ground
// length, scale number, scale bar and grid all come from one value, so they cannot
// disagree. A sheet has no language: every word on it comes in as a value.
//
// The result is scenes in reading order (title, map, table, legend, scale, notices,
// credit, id), tagged for screen readers and parted into layers that a PDF reader can
// switch.
package sheet
