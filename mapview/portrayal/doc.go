// Package portrayal turns a map into a scene: it asks the sources for the
// features of a camera's view, gives each its look by the style's rules, draws
// the marks of the overlays, and places the names so that none collides.
//
// Stages, in this order, since each needs what the one before left:
//
//  1. query: features of the view, by class and scale;
//  2. base: areas, waters, lines by layer, all without names ("label-free", so
//     that it can be cut into tiles and cached);
//  3. marks: the overlays say what they draw and which boxes they take;
//  4. names: placed greedily by priority over the whole view, after the boxes of
//     the marks are taken, because names give way to threats.
//
// Draw keeps the stages apart in groups of the scene, so that a PDF has layers.
//
// The screen draws stage 2 into tiles and stages 3 and 4 over the whole view; a
// sheet draws all of them at once. Both call the same functions.
package portrayal
