// Package typeface chooses and measures letters, once for the screen and for
// paper. It turns words into runs of glyphs that stand where HarfBuzz's rules put
// them, and hands out the shapes of those glyphs.
//
// Stages: Set shapes a string at one em and keeps the result; the run is laid at a
// place with Text, RightText or CentreText; the back ends draw the glyphs they are
// given and never measure again, so that a line that fits on the screen fits on
// paper.
//
// Units: sizes are em in millimetres, widths and places millimetres, y down.
// Metrics and outlines are in ems, so that they serve every size.
//
// The faces are Noto Sans Regular, Bold and Italic, embedded (SIL Open Font
// License 1.1). One family keeps a legend and its map alike and covers every
// letter of Polish; what it lacks, Missing tells. Everything here may be called
// from many goroutines at once.
package typeface
