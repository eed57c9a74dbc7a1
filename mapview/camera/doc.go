// Package camera says where one looks: a centre on the ground, a true scale
// there, a turn, and the size of the picture in millimetres. It turns degrees
// into millimetres of the picture and back.
//
// The screen looks through Web Mercator, because the tiles of the world lie in
// it; a sheet looks through EPSG:2180 (or UTM) turned by the grid convergence
// and divided by the scale factor at its centre, so that 1:N holds on paper and
// true north is up. Both are a Plane here, so that what draws never asks which
// of them it is.
package camera
