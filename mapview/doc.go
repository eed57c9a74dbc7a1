// Package mapview is the map widget, the only package of its wing that knows
// Fyne. It keeps the map in the hand: a gesture moves what is already drawn, in
// the same frame, and everything finer follows from workers.
//
// Stages, from gesture to picture:
//
//  1. A handler changes the camera and marks the widget dirty; nothing is drawn.
//  2. One post to the interface goroutine applies the newest camera, however many
//     events came: pooled images of tiles and the one overlay image are moved and
//     scaled. That is arithmetic on some thirty objects.
//  3. The same step hands a wish to the workers: which tiles are missing, and
//     whether the overlay must be drawn anew. Newer wishes replace older ones.
//  4. Workers draw label-free tiles of 512 units, and, 1.5 times as large as the
//     view, one translucent overlay with names and signs. Each comes back with what it
//     was drawn for, and the widget lays it where the camera of that moment says.
//  5. What is not drawn yet is stood in for by tiles of other levels, enlarged or
//     reduced.
//
// Tiles lie in a pyramid of half zoom steps, so that none is shown more than a
// fifth larger or smaller than it was drawn; over a raster base map the steps
// are whole ones, so that tiles of the widget hold whole tiles of the service
// and nothing further than one ring around the view is ever asked for.
//
// Why images and not a canvas.Raster: its generator runs on the interface
// goroutine. Why a pool: Fyne keeps textures for a minute after their object was
// dropped, so that new objects for each tile cost 350 MB in 3,000 pans. Why no
// DoubleTappable: it delays each single click by 0.3 s.
//
// Units: Fyne's units count as css pixels (25.4/96 mm) at 100 % interface size;
// pixels are units times the canvas scale. Cameras and scenes are in millimetres,
// places in degrees (longitude, latitude, WGS 84).
//
// Goroutines: all methods of Widget belong to the interface goroutine, but for
// Renew. Workers are owned by the widget; Close ends them and waits.
package mapview
