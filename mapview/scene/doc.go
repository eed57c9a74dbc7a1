// Package scene is the waist of the house: what the eye sees on the screen and
// what the ink does on paper is the same list of draw commands.
//
// Units: millimetres, x to the right and y down from the top left corner. The
// screen counts 1 css px as 0.2646 mm (25.4/96). Sizes of type are em in
// millimetres. Angles are radians, clockwise, since y points down.
//
// A scene knows no map, no font file and no colour space beyond sRGB. The layers
// above (portrayal, sheet, chart) make scenes; the back ends below (raster, pdf)
// draw them. Text arrives with its glyphs already chosen and placed by package
// typeface, so that screen and paper can never set it differently.
package scene
