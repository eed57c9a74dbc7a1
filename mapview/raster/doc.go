// Package raster draws a scene as pixels, for the screen and for picture files.
//
// Stages: walk the scene's commands and leave out what lies outside the picture;
// flatten curves, cut them at the picture's edge and turn lines into outlines, all in
// pixels; fill the outlines through a rasteriser. Letters come from a cache of masks and
// symbols from pictures of them, since a map repeats the same few hundred shapes
// thousands of times.
//
// Units: pixels with y down; a scene's millimetres are multiplied by pxPerMM.
// Colours are mixed in sRGB without linearising, as PDF readers and browsers do, into
// premultiplied RGBA.
//
// Everything may be called from many goroutines at once. A picture of more than
// half a screen is drawn in bands, one a processor; a band draws the same pixels as the
// whole would.
package raster
