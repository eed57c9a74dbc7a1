// Package overlay is the bridge from facts to layers of the map: reports and
// motions, areas, the circle of a comparison. It is the one room of the map's wing
// that knows both, so that portrayal need not know what a threat is and data need
// not know what a picture is.
//
// Stages of Threats: leave out what lies outside the view; lay the squares of the
// motions; join symbols that would cover each other into clusters; push what is left
// out from under the squares; put what is hovered or selected alone and on top. The
// same reports in another order give the same picture, and no report in the view is
// ever left out: the members of all marks together are the reports of the view.
//
// Units: millimetres of the view; places in degrees (WGS 84); distances on the
// ground in metres.
package overlay
